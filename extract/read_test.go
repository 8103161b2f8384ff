package extract

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"rostrum/extract/nlp"
)

// byHand finds what the lines of a case say, in place of the network:
//
//	said: SOURCE | CUE | CONTENT
//	accused: STANCE TYPE | ACCUSER | CUE | TARGET | CHARGE
//	name: KIND | TEXT
//
// Each part may be empty, or in several pieces with " … " between them. Content and
// charge are the first such words of the text; the others those nearest to it.
type byHand []string

func (byHand) Name() string { return "by hand" }

func (lines byHand) Find(t *nlp.Text, _ float64) (*nlp.Findings, error) {
	found := &nlp.Findings{}
	for _, line := range lines {
		if line == "" {
			continue
		}
		what, rest, _ := strings.Cut(line, ": ")
		parts := strings.Split(rest, " | ")
		switch {
		case what == "said" && len(parts) == 3:
			content, err := pieces(t, parts[2], nlp.Range{})
			if err != nil {
				return nil, err
			}
			source, sourceErr := pieces(t, parts[0], content[0])
			cue, cueErr := pieces(t, parts[1], content[0])
			if err := errors.Join(sourceErr, cueErr); err != nil {
				return nil, err
			}
			found.Attributions = append(found.Attributions, nlp.Attribution{Source: source, Cue: cue, Content: content, Confidence: 0.9})
		case what == "accused" && len(parts) == 5:
			a, err := accusation(t, parts)
			if err != nil {
				return nil, err
			}
			found.Accusations = append(found.Accusations, a)
		case what == "name" && len(parts) == 2:
			all := places(t, parts[1])
			if len(all) == 0 {
				return nil, fmt.Errorf("the text has no %q", parts[1])
			}
			for _, at := range all {
				found.Names = append(found.Names, nlp.Name{Range: at, Kind: parts[0]})
			}
		default:
			return nil, fmt.Errorf("not understood: %q", line)
		}
	}
	slices.SortFunc(found.Names, func(a, b nlp.Name) int { return a.First - b.First })
	return found, nil
}

func accusation(t *nlp.Text, parts []string) (nlp.Accusation, error) {
	a := nlp.Accusation{Confidence: 0.9}
	stance, kind, _ := strings.Cut(parts[0], " ")
	a.Stance, a.Types = stance, map[string]float64{kind: 1}
	var failed, err error
	if a.Charge, err = pieces(t, parts[4], nlp.Range{}); err != nil {
		return a, err
	}
	near := nlp.Range{}
	if len(a.Charge) > 0 {
		near = a.Charge[0]
	}
	for i, part := range []*[]nlp.Range{1: &a.Accuser, 2: &a.Cue, 3: &a.Target} {
		if part != nil {
			*part, err = pieces(t, parts[i], near)
			failed = errors.Join(failed, err)
		}
	}
	if failed == nil && len(a.Cue) == 0 {
		failed = errors.New("an accusation needs a cue")
	}
	return a, failed
}

// pieces finds each piece of a part, the one nearest to the ends of a range.
func pieces(t *nlp.Text, part string, near nlp.Range) ([]nlp.Range, error) {
	var found []nlp.Range
	if strings.TrimSpace(part) == "" {
		return nil, nil
	}
	for piece := range strings.SplitSeq(part, " … ") {
		all := places(t, piece)
		if len(all) == 0 {
			return nil, fmt.Errorf("the text has no %q", piece)
		}
		away := func(at nlp.Range) int {
			if at.First < near.End && near.First < at.End {
				return len(t.Tokens) // inside of it
			}
			return max(at.First-near.End, near.First-at.End)
		}
		found = append(found, slices.MinFunc(all, func(a, b nlp.Range) int { return away(a) - away(b) }))
	}
	return found, nil
}

// places are all the places of the text that have the words.
func places(t *nlp.Text, words string) []nlp.Range {
	var found []nlp.Range
	want := nlp.Read(strings.TrimSpace(words))
	for i := 0; i+len(want.Tokens) <= len(t.Tokens); i++ {
		k := 0
		for k < len(want.Tokens) && want.Word(k) == t.Word(i+k) {
			k++
		}
		if k == len(want.Tokens) {
			found = append(found, nlp.Range{First: i, End: i + k})
		}
	}
	return found
}
