package nlp

import (
	"slices"
	"strings"
	"testing"
)

// shares are those of one word: nearly all is the role's.
func shares(role byte) []float32 {
	found := []float32{0.02, 0.02, 0.02, 0.02}
	found[strings.IndexByte(".uwS", role)] = 0.94
	return found
}

// madeCue is a cue whose words play the roles of a line: . none, u cue, w content, S source.
func madeCue(p float64, roles string) cue {
	c := cue{word: max(strings.IndexByte(roles, 'u'), 0), p: p}
	for i := range len(roles) {
		c.roles = append(c.roles, shares(roles[i]))
	}
	return c
}

func TestVerdicts(t *testing.T) {
	s := usual()
	roles := attributionRoles{entry: make([]float64, 4), cue: 1, content: 2, source: 3}
	found := s.candidates([]cue{
		madeCue(0.90, "Suwwwwww"),
		madeCue(0.80, "..uwwwww"), // five of six words are the first one's
		madeCue(0.95, "......u."), // nothing is said
		madeCue(0.20, "uSSww..."),
		madeCue(0.60, ".wwwu..."),
		madeCue(0.70, "....uwwS"),
	}, &roles, nil, 0.5, 0.65)
	var got []string
	for _, c := range found {
		name := []string{"taken", "unlikely", "empty", "unsure", "repeated"}[c.Verdict]
		if c.Verdict == Repeated {
			name += " " + string(rune('0'+c.Rival))
		}
		got = append(got, name)
	}
	want := []string{"empty", "taken", "repeated 1", "taken", "unsure", "unlikely"} // the likeliest first
	if !slices.Equal(got, want) {
		t.Errorf("verdicts %q, want %q", got, want)
	}
	if c := found[1]; !slices.Equal(c.Source, []Range{{0, 1}}) || !slices.Equal(c.Cue, []Range{{1, 2}}) || !slices.Equal(c.Content, []Range{{2, 8}}) || c.Confidence != 0.9 {
		t.Errorf("the one that is taken: %+v", c)
	}
}

// Explain tells of the sentence that it is asked about, and of what reaches it.
func TestExplainPart(t *testing.T) {
	r := newReader(t)
	text := Read("The square was empty on Monday.\n\n\"We deny it,\" Foreign Minister Sergei Lavrov said.\n\nThe shops were closed.")
	for i, want := range []string{"", "said", ""} {
		s := text.Sentences[i]
		candidates, err := r.Explain(text, 0, Range{s.First, s.End})
		if err != nil {
			t.Fatal(err)
		}
		taken, others := "", 0
		for _, c := range candidates {
			if c.Verdict == Taken {
				taken = text.Word(c.Word)
				continue
			}
			others++
			if c.Word < s.First || c.Word >= s.End {
				t.Errorf("sentence %d: told of %q, which is not in it", i, text.Word(c.Word))
			}
		}
		if taken != want || others != nearest {
			t.Errorf("sentence %d: %q is taken, and %d others are told of; want %q and %d", i, taken, others, want, nearest)
		}
	}
}
