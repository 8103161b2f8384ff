package extract

import (
	"bufio"
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
		for range 12 {
			checkSpans(t, x.Extract(document(text)))
			from, to := random.IntN(len(text)), random.IntN(len(text))
			text = text[min(from, to):max(from, to)] + "\n" + text // may cut a character in two
			if len(text) > 20000 {
				break
			}
		}
		var once, again bytes.Buffer
		if err := schema.WriteJSON(&once, x.Extract(document(text)), true); err != nil {
			t.Fatal(err)
		}
		if err := schema.WriteJSON(&again, x.Extract(document(text)), true); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(once.Bytes(), again.Bytes()) {
			t.Errorf("%s: two extractions of one text differ", file)
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
		for ; lines.Scan() && read < 400; read++ {
			var article struct{ Text string }
			if err := json.Unmarshal(lines.Bytes(), &article); err != nil {
				t.Fatal(err)
			}
			checkSpans(t, x.Extract(document(article.Text)))
		}
		if err := lines.Err(); err != nil || read == 0 {
			t.Errorf("%s: read %d articles: %v", name, read, err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestOddTexts reads texts that are long or strange in bounded time.
func TestOddTexts(t *testing.T) {
	x := newExtractor(t)
	for name, text := range map[string]string{
		"empty":          "",
		"one mark":       `"`,
		"marks":          strings.Repeat(`"`, 10000),
		"open marks":     strings.Repeat("“Russia said ", 3000),
		"commas":         strings.Repeat("Smith, ", 20000) + "said.",
		"no end":         strings.Repeat("and Iran accused Iraq of lying ", 5000),
		"said":           strings.Repeat("said ", 20000),
		"names":          strings.Repeat("John Smith ", 20000),
		"one word":       strings.Repeat("x", 200000),
		"control":        strings.Repeat("\x00\x01\x7f", 5000),
		"invalid":        "Iran said \xff\xfe \"it\xc3\x28 is\" true.",
		"right to left":  strings.Repeat("قالت إيران إن روسيا ", 2000),
		"emoji":          strings.Repeat("🙂 “Iran lied,” France said. ", 2000),
		"ten paragraphs": strings.Repeat("“We accuse Iran of lying,” French President Emmanuel Macron said.\n\n", 10),
	} {
		t.Run(name, func(t *testing.T) { checkSpans(t, x.Extract(document(text))) })
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
		article, _, _ := strings.Cut(string(data), wantLine)
		f.Add(article)
	}
	x := newExtractor(f)
	f.Fuzz(func(t *testing.T, text string) { checkSpans(t, x.Extract(document(text))) })
}
