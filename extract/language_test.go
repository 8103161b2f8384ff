package extract

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rostrum/extract/lexicon"
	"rostrum/schema"
)

// TestLanguage reads lines of testdata/languages.tsv: the tag that an article declares,
// the tag that its extraction has, the language that it is left out for, and the text.
func TestLanguage(t *testing.T) {
	data, err := os.ReadFile("testdata/languages.tsv")
	if err != nil {
		t.Fatal(err)
	}
	x := newHandExtractor(t)
	cases := 0
	for n, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 {
			t.Fatalf("testdata/languages.tsv:%d: %d columns, not 4", n+1, len(f))
		}
		cases++
		d := document(f[3])
		d.Language = f[0]
		e := extraction(t, x, d)
		foreign := ""
		if len(e.Skips) > 0 {
			if after, ok := strings.CutPrefix(e.Skips[0].Reason, NotEnglish); ok {
				foreign = after
			}
		}
		if e.Document.Language != f[1] || foreign != f[2] {
			t.Errorf("testdata/languages.tsv:%d: found language %q, left out for %q; want %q, %q", n+1, e.Document.Language, foreign, f[1], f[2])
		}
		if foreign != "" && (len(e.Entities)+len(e.Statements) > 0 || e.Skips[0].Span != (schema.Span{End: len(f[3])})) {
			t.Errorf("testdata/languages.tsv:%d: something is found, or the Skip is not over the whole text", n+1)
		}
		if d.Language != f[0] {
			t.Errorf("testdata/languages.tsv:%d: the document that was given is changed", n+1)
		}
	}
	if cases < 20 {
		t.Errorf("only %d cases", cases)
	}
}

// newHandExtractor is an extractor for which nobody has found anything.
func newHandExtractor(t testing.TB) *Extractor {
	t.Helper()
	l, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	return New(l, byHand{}, 0)
}

// TestNewsIsEnglish holds the detection against English news, where that is present.
func TestNewsIsEnglish(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sharedFolder(t, "data/news"), "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no news: %v", err)
	}
	x := newHandExtractor(t)
	read, wrong, untold := 0, 0, 0
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 64<<20)
		for ; lines.Scan(); read++ {
			var article struct{ Text string }
			if err := json.Unmarshal(lines.Bytes(), &article); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			switch tag, name := x.detect(article.Text); {
			case name != "":
				wrong++
				t.Logf("%s: taken for %s: %.80q", filepath.Base(file), name, article.Text)
			case tag == "":
				untold++
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d texts, %d too short or plain to tell", read, untold)
	if wrong*5000 > read || untold*25 > read {
		t.Errorf("of %d English texts %d are taken for others, %d cannot be told", read, wrong, untold)
	}
}

// A long text is told by its beginning, cut between characters.
func TestLanguageOfLongText(t *testing.T) {
	text := strings.Repeat("Président Macron a accusé la Russie de violer le traité. é", 1000)
	for skip := range 4 {
		if tag, name := newHandExtractor(t).detect(text[skip*2+1:]); tag != "fr" || name != "French" {
			t.Errorf("%d bytes in: %q %q", skip*2+1, tag, name)
		}
	}
}
