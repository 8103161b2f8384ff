package extract

import (
	"errors"
	"strings"
	"testing"
)

func TestFindPassage(t *testing.T) {
	for _, c := range []struct {
		text, passage string
		want          string // what is found, "" for nothing
	}{
		{"One. Two  words.\nThree.", "Two words. Three", "Two  words.\nThree"},
		{"Two\u00a0words\u2003here", "Two words here", "Two\u00a0words\u2003here"},
		{"Two words", "\tTwo\r\nwords ", "Two words"},
		{"Twowords", "Two words", ""},
		{"He (the king) said $5.", "(the king) said $5.", "(the king) said $5."},
		{"He said a.b", "a*b", ""},
		{"He said so", "", ""},
		{"He said so", " \n", ""},
		{"He said \xff", "said \xff", "said \xff"},
		{"said, said", "said", "said"},
	} {
		at, ok := find(c.text, c.passage)
		if got := at.In(c.text); ok != (c.want != "") || got != c.want {
			t.Errorf("%q in %q: found %q, want %q", c.passage, c.text, got, c.want)
		}
	}
}

// What rules pass over is told also where the finder explains nothing.
func TestWhyNotByHand(t *testing.T) {
	x := newHandExtractor(t)
	d := document("A light rain fell on the town.\n\n\"Nobody has ever seen a spring like this one in the whole of the valley.\"")
	var out strings.Builder
	if err := x.WhyNot(&out, d, "Nobody has ever seen"); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.Contains(got, "characters 33 to 53: “Nobody has ever seen”\n\nIt gave nothing.\n\nPassed over:\n  quotation without a speaker: ") {
		t.Errorf("told\n%s", got)
	}
	if err := x.WhyNot(&out, d, "Somebody has seen"); !errors.Is(err, ErrNoPassage) {
		t.Errorf("of a passage that is not there: error %v", err)
	}
}
