package encoder

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestPieces: a piece is written as the bytes of the text that it stands for and, where
// that is another, its entry in the vocabulary.
func TestPieces(t *testing.T) {
	names, c := vocab(), newCutter(t)
	for _, test := range []struct{ text, want string }{
		{"The minister", "The=the minister"},
		{"answers unanswered", "answer s=##s un a=##a n=##n s=##s w=##w e=##e r=##r ed=##ed"},
		{"AFFORDABLE union", "AFF=aff ORD=##ord ABLE=##able union"}, // the longest first: "uni ##on" is there too
		{"don't U.S.", "d on=##on ' t U=u . S=s ."},
		{"x.y a1", "x . y a 1=##1"},
		{"Café É", "C=c a=##a f=##f é=##e É=e"}, // accents are dropped
		{"e\u0301s", "e s=##s"},
		{"naïve İ Straße", "n a=##a ï=##i v=##v e=##e İ=i S=s t=##t r=##r a=##a ß=##ß e=##e"},
		{"日本 x日y", "日 本 x 日 y"},
		{"“war”—vote’s", "“ war ” — vote ’ s"},
		{"un\u00adi\u200bon\x01\x7f", "un\u00adi\u200bon=union"}, // controls and formats are dropped
		{"a\x00\u00a0\t b\u2003\u3000c", "a b c"},
		{"\u0301 \u200d \xff", "\u0301=[UNK] \u200d=[UNK] \xff=[UNK]"}, // a word has a piece at least
		{"vote☃ ﬁ- ж", "vote☃=[UNK] ﬁ=[UNK] - ж=[UNK]"},
		{"[CLS] ##ing", "[ C=c L=##l S=##s ] # # i n=##n g=##g"},
	} {
		pieces, err := c.cut(test.text, fields(test.text))
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		for _, p := range pieces {
			s := test.text[p.Start:p.End]
			if name := names[p.ID]; name != s {
				s += "=" + name
			}
			found = append(found, s)
		}
		if got := strings.Join(found, " "); got != test.want {
			t.Errorf("%q is cut into\n%q, want\n%q", test.text, got, test.want)
		}
	}
}

func newCutter(t testing.TB) *cutter {
	t.Helper()
	var lines [][]byte
	for _, l := range vocab() {
		lines = append(lines, []byte(l))
	}
	v, err := newVocabulary(lines)
	if err != nil {
		t.Fatal(err)
	}
	return &cutter{vocabulary: v}
}

// TestLongWords: a run of more than 100 characters is unknown, a word has 200 pieces at most.
func TestLongWords(t *testing.T) {
	c := newCutter(t)
	for text, want := range map[string]int{
		"": 1, strings.Repeat("q", 100): 100, strings.Repeat("q", 101): 1, strings.Repeat("é", 100): 100,
		strings.Repeat("-", 200): 200, strings.Repeat("-", 5000): 200, strings.Repeat("q", 101) + "-" + strings.Repeat("q", 99): 101,
	} {
		pieces, err := c.cut(text, []Word{{0, len(text)}})
		if err != nil {
			t.Fatal(err)
		}
		if len(pieces) != want {
			t.Errorf("a word of %d bytes has %d pieces, want %d", len(text), len(pieces), want)
		}
	}
}

// TestRefused: windows that are too long, words that are not in the text.
func TestRefused(t *testing.T) {
	m := open(t, kernels()[0], made(tiny, 1))
	r := m.Runner()
	most := m.Config().Positions - 2
	for text, want := range map[string]error{
		strings.Repeat("a ", most): nil, strings.Repeat("a ", most+1): ErrTooManyPieces, strings.Repeat("-", most+1): ErrTooManyPieces,
	} {
		if _, err := r.Read(text, fields(text)); !errors.Is(err, want) {
			t.Errorf("Read(%q): %v, want %v", text, err, want)
		}
	}
	for _, w := range []Word{{-1, 0}, {1, 0}, {0, 4}, {4, 4}} {
		want := fmt.Sprintf("encoder: word 1 is bytes %d to %d of a text of 3", w.Start, w.End)
		if _, err := r.Read("abc", []Word{{0, 1}, w}); err == nil || err.Error() != want {
			t.Errorf("Read of word %v: %v, want %s", w, err, want)
		}
	}
}

func TestCaseClass(t *testing.T) {
	for word, want := range map[string]int{
		"": 1, "said": 1, "-": 1, "iPhone": 1, "1a": 1, "ß": 1, "Said": 2, "É": 2, "McCain": 2, "UK": 3, "U.S.": 3, "ÉÉ": 3, "F16": 3, "3M": 3, "1987": 4, "1,987": 1, "١": 1,
	} {
		if got := caseClass(word); got != want {
			t.Errorf("%q is of class %d, want %d", word, got, want)
		}
	}
}

// FuzzPieces looks for texts whose pieces lie outside of their words or in another order.
func FuzzPieces(f *testing.F) {
	for _, text := range []string{sample, "", "x日y e\u0301 İ \u0301 \xff\xc3 [UNK] ##s", strings.Repeat("qé-", 200)} {
		f.Add(text, 1, 5)
	}
	c := newCutter(f)
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		words := append(fields(text), Word{from, to}) // which may be within characters, or nowhere
		pieces, err := c.cut(text, words)
		if inside := from >= 0 && from <= to && to <= len(text); (err == nil) != inside {
			t.Fatalf("bytes %d to %d of %d: %v", from, to, len(text), err)
		}
		word, at := -1, 0
		for _, p := range pieces {
			if p.Word != word {
				if p.Word != word+1 {
					t.Fatalf("word %d has no piece", word+1)
				}
				word, at = p.Word, words[p.Word].Start
			}
			if w := words[p.Word]; p.Start < at || p.End < p.Start || p.End > w.End || p.End == p.Start && w.End > w.Start {
				t.Fatalf("word %v has a piece %v after byte %d", w, p, at)
			}
			if at = p.Start; utf8.ValidString(text) && p.Word < len(words)-1 && !utf8.ValidString(text[p.Start:p.End]) {
				t.Fatalf("the piece %q is not of whole characters", text[p.Start:p.End])
			}
		}
		if err == nil && word != len(words)-1 {
			t.Fatalf("words have pieces up to %d of %d", word, len(words))
		}
	})
}
