package nlp

import (
	"cmp"
	"slices"

	"rostrum/extract/nlp/encoder"
)

// Verdict says what became of a word that may be a cue.
type Verdict int

// The verdicts.
const (
	Taken    Verdict = iota
	Unlikely         // as a cue
	Empty            // it has no content
	Unsure           // its confidence is below the minimum
	Repeated         // its content is another reading of that of a likelier cue, Rival
)

// Candidate is a word that may be a cue, with the attribution that it gives or, if it
// were one, would give.
type Candidate struct {
	Attribution
	Word                   int     // the token
	Probability, Threshold float64 // that it is a cue, and what is needed
	Verdict                Verdict
	Rival                  int // the token whose content it repeats
}

// nearest is how many words Explain tells of that are no cues.
const nearest = 3

// Explain tells how Find comes to its attributions in some tokens: the cues among them
// and those whose content reaches them, and the likeliest of the other words. It tells
// nothing of tokens that are not read (see LongSentence).
func (r *Reader) Explain(t *Text, minimum float64, tokens Range) ([]Candidate, error) {
	s := r.newScan(t, minimum)
	var found []Candidate
	s.take = func(reading *encoder.Reading, w Range) {
		var quotes []Range
		quotes, s.quotes = within(s.quotes, w)
		part := Range{max(tokens.First-w.First, 0), min(tokens.End-w.First, w.End-w.First)}
		for _, c := range s.settings.candidates(s.nearCues(reading, part), &s.attribution, quotes, s.floor(), minimum) {
			if (c.Word < part.First || c.Word >= part.End) && !overlap(c.Content, part) {
				continue
			}
			c.Source = s.beside(c.Cue, c.Source, w.First)
			shift(w.First, c.Source, c.Cue, c.Content)
			c.Word, c.Rival, c.Threshold = c.Word+w.First, c.Rival+w.First, s.floor()
			found = append(found, c)
		}
	}
	err := s.run(tokens)
	return found, err
}

// nearCues are the cues of a window and, in a part of it, the likeliest other words.
func (s *scan) nearCues(reading *encoder.Reading, part Range) []cue {
	cues := cuesOf(reading, attributionHead, s.floor())
	var others []cue
	for word := part.First; word < part.End; word++ {
		if p := float64(reading.Cue(attributionHead, word)); p < s.floor() {
			others = append(others, cue{word: word, p: p})
		}
	}
	slices.SortStableFunc(others, func(a, b cue) int { return cmp.Compare(b.p, a.p) })
	for _, c := range others[:min(nearest, len(others))] {
		c.roles = reading.Roles(attributionHead, c.word)
		cues = append(cues, c)
	}
	return cues
}

func overlap(ranges []Range, with Range) bool {
	return slices.ContainsFunc(ranges, func(r Range) bool { return r.First < with.End && r.End > with.First })
}
