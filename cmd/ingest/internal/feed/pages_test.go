package feed

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPages measures the text of news pages against hand-made gold, by the measure that
// the gold was made for: shingles of four words, precision and recall averaged over the
// pages.
func TestPages(t *testing.T) {
	root := os.Getenv("ROSTRUM_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "..", "..", "shared")
	}
	folder := filepath.Join(root, "data", "html")
	gold, err := os.Open(filepath.Join(folder, "gold.jsonl"))
	if err != nil {
		t.Skipf("no pages to measure: set ROSTRUM_SHARED to the folder that has data/html")
	}
	defer gold.Close()
	reader, err := NewReader(Defaults{})
	if err != nil {
		t.Fatal(err)
	}
	scanner := bufio.NewScanner(gold)
	scanner.Buffer(nil, 1<<20)
	var precision, recall float64
	pages := 0
	for scanner.Scan() {
		var page struct{ HTML, URL, Text string }
		if err := json.Unmarshal(scanner.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		text := ""
		if d, err := reader.pageDocument(origin{url: page.URL}, unzipped(t, filepath.Join(folder, page.HTML))); err != nil {
			t.Logf("%s: %v", page.URL, err)
		} else {
			text = d.Text
		}
		p, r := shingleMatch(page.Text, text)
		precision, recall, pages = precision+p, recall+r, pages+1
		if p < .9 || r < .9 {
			t.Logf("precision %.2f recall %.2f %s (%s)", p, r, page.URL, filepath.Base(page.HTML)[:8])
		}
	}
	precision, recall = precision/float64(pages), recall/float64(pages)
	f1 := 2 * precision * recall / (precision + recall)
	got := fmt.Sprintf("text of %d pages: precision %.3f, recall %.3f, F1 %.3f\n", pages, precision, recall, f1)
	t.Log(got)
	goldenFigures(t, "pages", got)
	if pages < 60 || f1 < .95 {
		t.Errorf("F1 %.3f over %d pages; .95 over 60 is wanted", f1, pages)
	}
}

// goldenFigures compares figures with those kept.
func goldenFigures(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func unzipped(t *testing.T, path string) []byte {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := readAll(z, MaxFile)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

var shingleWord = regexp.MustCompile(`[\p{L}\p{N}_]+`)

func shingles(text string) map[string]int {
	words := shingleWord.FindAllString(text, -1)
	n := min(4, len(words))
	counts := map[string]int{}
	for i := 0; n > 0 && i+n <= len(words); i++ {
		counts[strings.Join(words[i:i+n], " ")]++
	}
	return counts
}

func shingleMatch(want, got string) (precision, recall float64) {
	a, b := shingles(want), shingles(got)
	var both, extra, missed int
	for s, n := range b {
		both += min(n, a[s])
		extra += max(0, n-a[s])
	}
	for s, n := range a {
		missed += max(0, n-b[s])
	}
	if both == 0 {
		return 0, 0
	}
	return float64(both) / float64(both+extra), float64(both) / float64(both+missed)
}
