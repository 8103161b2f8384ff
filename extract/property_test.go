package extract

import (
	"bufio"
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"rostrum/extract/nlp"
	"rostrum/schema"
)

// document is a document of a text that has no source.
func document(text string) *schema.Document {
	return &schema.Document{ID: schema.NewID("document", "test", text), Text: text}
}

// TestSamples holds what must be true of every extraction against the sample
// articles, whole and cut at random places, and finds the same twice.
func TestSamples(t *testing.T) {
	files, err := filepath.Glob("../cmd/ingest/samples/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sample articles: %v", err)
	}
	x := newExtractor(t)
	random := rand.New(rand.NewPCG(1, 2))
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		for range 2 {
			checkSpans(t, extraction(t, x, document(text)))
			from, to := random.IntN(len(text)), random.IntN(len(text))
			text = text[min(from, to):max(from, to)] + "\n" + text // may cut a character in two
		}
		var once, again bytes.Buffer
		if err := schema.WriteJSON(&once, extraction(t, x, document(text)), true); err != nil {
			t.Fatal(err)
		}
		if err := schema.WriteJSON(&again, extraction(t, x, document(text)), true); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(once.Bytes(), again.Bytes()) {
			t.Errorf("%s: two extractions of one text differ", file)
		}
	}
}

// TestCutTexts begins and ends texts at any of their words: what a rule asks of the word before or behind
// is not there.
func TestCutTexts(t *testing.T) {
	x := newExtractor(t)
	for _, name := range []string{"told_by_noun", "denied_tales", "citing", "against", "asides"} {
		data, err := os.ReadFile("testdata/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		text, _, _ := strings.Cut(string(data), "-- read --")
		for _, paragraph := range append(strings.Split(text, "\n\n"), "Lawsuit against Peru grows.",
			"to attack Ana Cruz on her character, which Pavel Novak would have needed to do.",
			"The Pakistani Counter Terrorism Department kills three suspected militants.",
			"Donald Trump is once again breaking with tradition, holding an election night party.") {
			words := strings.Fields(paragraph)
			for i := range words {
				checkSpans(t, extraction(t, x, document(strings.Join(words[i:], " "))))
				checkSpans(t, extraction(t, x, document(strings.Join(words[:i+1], " "))))
			}
		}
	}
}

// foundOnce is what a finder has found in the text at hand.
type foundOnce struct {
	Finder
	found *nlp.Findings
}

func (f foundOnce) Find(*nlp.Text, float64) (*nlp.Findings, error) { return f.found, nil }

// checkRepeats checks an extraction, and that a few more of the same are equal: maps have
// another order each time. The network, which has none, reads but once.
func checkRepeats(t *testing.T, x *Extractor, d *schema.Document) {
	t.Helper()
	found, err := x.finder.Find(nlp.Read(d.Text), x.minimum)
	if err != nil {
		t.Fatal(err)
	}
	x = New(x.lexicon, foundOnce{x.finder, found}, x.minimum)
	var first, again bytes.Buffer
	for range 5 {
		e := extraction(t, x, d)
		again.Reset()
		if err := schema.WriteJSON(&again, e, true); err != nil {
			t.Fatal(err)
		}
		if first.Len() == 0 {
			checkSpans(t, e)
			first.Write(again.Bytes())
		}
		if !bytes.Equal(first.Bytes(), again.Bytes()) {
			t.Errorf("two extractions of one text differ: %.80q\n%s%s", d.Text, first.Bytes(), again.Bytes())
			return
		}
	}
}

// TestNews holds the same against real news, where that is present.
func TestNews(t *testing.T) {
	folder := sharedFolder(t, "data/news")
	x := newExtractor(t)
	for _, name := range []string{"reuters_1987.jsonl", "free_news.jsonl", "wikipedia_current_events_2025.jsonl"} {
		f, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 64<<20)
		read := 0
		for ; lines.Scan() && read < 30; read++ {
			var article struct{ Text string }
			if err := json.Unmarshal(lines.Bytes(), &article); err != nil {
				t.Fatal(err)
			}
			checkRepeats(t, x, document(article.Text))
		}
		if err := lines.Err(); err != nil || read == 0 {
			t.Errorf("%s: read %d articles: %v", name, read, err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestOddTexts reads texts that are long or strange in bounded time. Where a case has many
// words the network must not read them all, or it is long under way.
func TestOddTexts(t *testing.T) {
	x := newExtractor(t)
	const line = "\n\nThe president of Iran said that Iraq was lying.\n\n"
	for name, text := range map[string]string{
		"empty":           "",
		"one mark":        `"`,
		"marks":           strings.Repeat(`"`, 10000),
		"marks and words": strings.Repeat("\"Iran lied,\" France said. \"", 200) + strings.Repeat("\" ", 9400),
		"quotations":      line + strings.Repeat("\"Iran lied,\" France said and ", 10000) + line,
		"open marks":      strings.Repeat("“Russia said ", 3000),
		"commas":          strings.Repeat("Smith, ", 20000) + "said.",
		"no end":          line + strings.Repeat("and Iran accused Iraq of lying ", 5000) + line,
		"one line":        line + strings.Repeat("Iran and Iraq ", 100000/14) + line,
		"said":            strings.Repeat("said ", 20000),
		"names":           strings.Repeat("John Smith ", 20000),
		"one word":        line + strings.Repeat("x", 200000) + line,
		"control":         line + strings.Repeat("\x00\x01\x7f", 5000) + strings.ReplaceAll(line, " ", "\x1b "),
		"invalid":         line + "Iran said \xff\xfe \"it\xc3\x28 is\" true." + line + "\xed\xa0\x80",
		"right to left":   strings.Repeat("قالت إيران إن روسيا ", 2000),
		"two directions":  strings.Repeat("The minister said «قالت إيران إن روسيا» and \u202ewas\u202c not heard in תל אביב. ", 30),
		"emoji":           strings.Repeat("🙂 “Iran lied 👩‍👩‍👧‍👦,” France 🇫🇷 said. ", 60),
		"ten paragraphs":  strings.Repeat("“We accuse Iran of lying,” French President Emmanuel Macron said.\n\n", 10),
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			checkSpans(t, extraction(t, x, document(text)))
			if took := time.Since(began); took > time.Minute {
				t.Errorf("took %v", took)
			}
		})
	}
}

// TestLongText extracts from 10 MB: of a text that has no sentences with the network,
// and of prose with all but the network, which reads a given number of words a second.
func TestLongText(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 10 MB twice")
	}
	const size, bound = 10 << 20, 4 << 30
	prose := "“We accuse Iran of lying,” French President Emmanuel Macron said on Monday. Tehran denied that it had broken the treaty.\n\n"
	hopeless := "and the minister accused Iraq of lying to him "
	network := newExtractor(t)
	for name, run := range map[string]struct {
		x    *Extractor
		text string
	}{
		"no sentences": {network, prose + strings.Repeat(hopeless, size/len(hopeless)) + "\n\n" + prose},
		"prose":        {New(network.lexicon, byHand{}, 0), strings.Repeat(prose, size/len(prose))},
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			checkSpans(t, extraction(t, run.x, document(run.text)))
			var memory runtime.MemStats
			runtime.ReadMemStats(&memory)
			took := time.Since(began)
			t.Logf("%v, %d MB", took, memory.Sys>>20)
			if took > 3*time.Minute || memory.Sys > bound {
				t.Errorf("took %v and %d MB", took, memory.Sys>>20)
			}
		})
	}
}

// FuzzExtract looks for texts that break what must be true of every extraction.
func FuzzExtract(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		f.Fatalf("no cases in testdata: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		article, _, _ := strings.Cut(string(data), readLine)
		f.Add(article)
	}
	x := newExtractor(f)
	f.Fuzz(func(t *testing.T, text string) { checkSpans(t, extraction(t, x, document(text))) })
}
