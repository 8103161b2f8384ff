package nlp

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// TestRead lays out each text of testdata and compares the layout with its golden.
func TestRead(t *testing.T) {
	inputs, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(inputs) == 0 {
		t.Fatalf("no cases in testdata: %v", err)
	}
	for _, input := range inputs {
		t.Run(strings.TrimSuffix(filepath.Base(input), ".txt"), func(t *testing.T) {
			content, err := os.ReadFile(input)
			if err != nil {
				t.Fatal(err)
			}
			text := Read(string(content))
			check(t, text)
			compare(t, strings.TrimSuffix(input, ".txt")+".golden", layout(text))
		})
	}
}

// compare compares with a golden file, or writes it.
func compare(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	if got == string(want) {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := 0; i < max(len(g), len(w)); i++ {
		a, b := "(no line)", "(no line)"
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			t.Errorf("%s:%d:\n got %s\nwant %s", path, i+1, a, b)
		}
	}
}

// layout prints a text: a line for each sentence with its tokens between bars, an empty
// one between paragraphs, then a line for each quotation with what is inside its marks.
func layout(t *Text) string {
	var b strings.Builder
	for i, s := range t.Sentences {
		if i > 0 && s.Paragraph != t.Sentences[i-1].Paragraph {
			b.WriteString("\n")
		}
		for k := s.First; k < s.End; k++ {
			fmt.Fprintf(&b, "|%s", printable(t.Word(k)))
		}
		b.WriteString("|\n")
	}
	if len(t.Quotations) > 0 {
		b.WriteString("\nquotations\n")
	}
	for i, q := range t.Quotations {
		fmt.Fprintf(&b, "%d %s%s", i, strings.Repeat("  ", q.Depth), printable(q.Inner.In(t.Raw)))
		if q.Open {
			b.WriteString(" (open)")
		}
		if q.Continues >= 0 {
			fmt.Fprintf(&b, " (continues %d)", q.Continues)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func printable(s string) string {
	quoted := fmt.Sprintf("%+q", s)
	if strings.ToValidUTF8(s, "") == s && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return s
	}
	return quoted
}

// check checks what holds of every layout.
func check(t *testing.T, x *Text) {
	t.Helper()
	at, paragraph := 0, 0
	for i, token := range x.Tokens {
		if token.Start < at || token.End <= token.Start || token.End > len(x.Raw) {
			t.Fatalf("token %d %v begins before the end of the one before it, %d, or is empty", i, token, at)
		}
		for gap := at; gap < token.Start; {
			c, width := classAt(x.Raw, gap)
			if c != space {
				t.Fatalf("byte %d is in no token", gap)
			}
			gap += width
		}
		at = token.End
		for x.Paragraphs[paragraph].End <= token.Start {
			paragraph++
		}
		if !x.Paragraphs[paragraph].Contains(token.Span) {
			t.Fatalf("token %d %v is not in paragraph %v", i, token, x.Paragraphs[paragraph])
		}
		if s := x.Sentences[token.Sentence]; i < s.First || i >= s.End || s.Paragraph != paragraph || !s.Contains(token.Span) {
			t.Fatalf("token %d of paragraph %d is not in its sentence %+v", i, paragraph, s)
		}
		if x.TokenAt(token.Start) != i || x.TokenAt(token.End-1) != i || x.SentenceAt(token.Start) != token.Sentence {
			t.Fatalf("token %d is not found by its bytes", i)
		}
	}
	for ; at < len(x.Raw); at++ {
		if c, width := classAt(x.Raw, at); c != space {
			t.Fatalf("byte %d is in no token", at)
		} else {
			at += width - 1
		}
	}
	next := 0
	for i, s := range x.Sentences {
		if s.First != next || s.End <= s.First || s.Start != x.Tokens[s.First].Start || s.Span.End != x.Tokens[s.End-1].Span.End {
			t.Fatalf("sentence %d %+v does not begin with token %d, or its span is not that of its tokens", i, s, next)
		}
		next = s.End
	}
	if next != len(x.Tokens) {
		t.Fatalf("sentences end with token %d of %d", next, len(x.Tokens))
	}
	checkQuotations(t, x)
}

func checkQuotations(t *testing.T, x *Text) {
	t.Helper()
	for i, q := range x.Quotations {
		if !x.Paragraphs[q.Paragraph].Contains(q.Span) || !q.Contains(q.Inner) || q.Inner.Len() < 0 || q.Len() == 0 {
			t.Fatalf("quotation %d %+v is not in its paragraph, or does not hold its inner span", i, q)
		}
		if i > 0 && q.Start < x.Quotations[i-1].Start {
			t.Fatalf("quotation %d %+v begins before the one before it", i, q)
		}
		if (q.Parent < 0) != (q.Depth == 0) || q.Parent >= i {
			t.Fatalf("quotation %d %+v has a depth that is not its parent's", i, q)
		}
		if q.Parent >= 0 {
			if p := x.Quotations[q.Parent]; !p.Contains(q.Span) || p.Depth != q.Depth-1 {
				t.Fatalf("quotation %d %+v is not in its parent %+v", i, q, p)
			}
		}
		if q.Continues >= 0 {
			if c := x.Quotations[q.Continues]; !c.Open || c.Paragraph != q.Paragraph-1 {
				t.Fatalf("quotation %d %+v continues %+v, which is not open at the end of the paragraph before", i, q, c)
			}
		}
		if in := x.InQuotation(q.Start); in < i {
			t.Fatalf("the first byte of quotation %d %+v is said to be in %d", i, q, in)
		}
		if in := x.InQuotation(q.End); in >= 0 && (in == i || x.Quotations[in].End <= q.End) {
			t.Fatalf("the byte after quotation %d %+v is said to be in %d", i, q, in)
		}
	}
}

// hostile are texts that a careless reader is slow at, or breaks on.
var hostile = map[string]string{
	"letters":          "a",
	"stops":            ".",
	"spaced stops":     ". ",
	"exclamations":     "! * ",
	"digits":           "1",
	"numbers":          "1-",
	"phone":            "1-1 ",
	"hosts":            "a.",
	"at":               "a@",
	"at broken":        "a-a+",
	"url":              "http://",
	"url brackets":     "www.a)",
	"straight":         `"`,
	"straight spaced":  `" `,
	"straight opening": ` "a`,
	"single":           "'",
	"clitics":          "'d",
	"elisions":         " 'n",
	"curly":            "“",
	"curly both":       "“a” ",
	"mixed":            "“a 'b ",
	"possessives":      "'s' s' ",
	"brackets":         "([{",
	"lines":            "\n",
	"short lines":      "a\n\n",
	"wrapped lines":    "the quick brown fox jumps over the lazy dogs and\n",
	"open paragraphs":  "\"a.\n\n",
	"spaces":           " ",
	"emoji":            "👨‍👩‍👧",
	"flags":            "🇬",
	"no UTF-8":         "\xff",
	"cut UTF-8":        "\xe2\x80",
	"controls":         "\x00\x01 a",
	"hebrew":           "אמר \"לא\" ",
	"notes":            "a.[1]",
	"initials":         "A. ",
	"acronym":          "U.S.",
	"hyphens":          "non-",
	"capitals":         "\"Stop!\" Smith ",
}

// TestBounded reads long texts of each kind: what is slower than linear by as little as a
// look at the rest of the line takes minutes here.
func TestBounded(t *testing.T) {
	const size, limit = 300_000, 3 * time.Second
	for name, piece := range hostile {
		text := strings.Repeat(piece, size/len(piece))
		start := time.Now()
		x := Read(text)
		if took := time.Since(start); took > limit {
			t.Errorf("%s: %d bytes took %v, more than %v", name, len(text), took, limit)
		}
		check(t, x)
	}
}

func TestPlaces(t *testing.T) {
	x := Read(` One two. "Three 'four' five." `)
	if x.TokenAt(0) != -1 || x.SentenceAt(0) != -1 || x.InQuotation(0) != -1 {
		t.Errorf("before the first token: %d %d %d, want -1 each", x.TokenAt(0), x.SentenceAt(0), x.InQuotation(0))
	}
	at := strings.Index(x.Raw, "four")
	if w := x.Word(x.TokenAt(at)); w != "four" {
		t.Errorf("word at %d is %q, want four", at, w)
	}
	if s, q := x.SentenceAt(at), x.InQuotation(at); s != 1 || q != 1 || x.Quotations[q].Depth != 1 {
		t.Errorf("at four: sentence %d, quotation %d, want 1 and 1", s, q)
	}
	if q := x.InQuotation(strings.Index(x.Raw, "five")); q != 0 {
		t.Errorf("at five: quotation %d, want 0", q)
	}
	end := len(x.Raw)
	if x.TokenAt(end) != len(x.Tokens)-1 || x.SentenceAt(end) != 1 || x.InQuotation(end) != -1 {
		t.Errorf("at the end: %d %d %d", x.TokenAt(end), x.SentenceAt(end), x.InQuotation(end))
	}
	if e := Read(""); len(e.Tokens) != 0 || e.TokenAt(0) != -1 || e.InQuotation(5) != -1 {
		t.Errorf("the empty text has %d tokens", len(e.Tokens))
	}
}

// TestLists checks that a fault in a word list is reported with its file and line.
func TestLists(t *testing.T) {
	good := map[string]string{"abbreviations.txt": "Mr.\tname\n", "contractions.txt": "can|not\n", "openers.txt": "the\nand\tjoins\n"}
	for _, c := range []struct{ file, content, want string }{
		{"abbreviations.txt", "# titles\nMr\tname\n", `data/abbreviations.txt:2: "Mr\tname" is not`},
		{"abbreviations.txt", "Mr.\tnames\n", `data/abbreviations.txt:1: "Mr.\tnames" is not`},
		{"abbreviations.txt", "Mr.\tname\n\nMr.\tany\n", `data/abbreviations.txt:3: "Mr." stands in line 1 already`},
		{"contractions.txt", "cannot\n", `data/contractions.txt:1: "cannot" has no bar`},
		{"openers.txt", "and\tjoin\n", `data/openers.txt:1: "and\tjoin" is not`},
		{"units.txt", "km\nkm\n", `data/units.txt:2: "km" stands in line 1 already`},
	} {
		_, err := readLists(func(name string) (string, error) {
			if name == c.file {
				return c.content, nil
			}
			return good[name], nil
		})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %q: error %v, want %s", c.file, c.content, err, c.want)
		}
	}
	if _, err := readLists(func(string) (string, error) { return "", os.ErrNotExist }); err == nil {
		t.Error("no error where a list is missing")
	}
}

func FuzzRead(f *testing.F) {
	inputs, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(inputs) == 0 {
		f.Fatalf("no seeds in testdata: %v", err)
	}
	for _, input := range inputs {
		content, err := os.ReadFile(input)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(content))
	}
	for _, piece := range hostile {
		f.Add(strings.Repeat(piece, 3))
	}
	f.Fuzz(func(t *testing.T, text string) { check(t, Read(text)) })
}

func BenchmarkRead(b *testing.B) {
	inputs, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(inputs) == 0 {
		b.Fatalf("no texts in testdata: %v", err)
	}
	var all strings.Builder
	for _, input := range inputs {
		content, err := os.ReadFile(input)
		if err != nil {
			b.Fatal(err)
		}
		all.Write(content)
		all.WriteString("\n\n")
	}
	text := strings.Repeat(all.String(), 1+1_000_000/all.Len())
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Read(text)
	}
}
