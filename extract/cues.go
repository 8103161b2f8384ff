package extract

import (
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
)

// cue is a word or phrase that tells of speech, an accusation or a denial.
type cue struct {
	first, end int
	readings   []lexicon.Cue
	used       bool // a statement has taken it
}

// of is the cue's first reading of a list.
func (c *cue) of(list lexicon.CueList) (lexicon.Cue, bool) {
	for _, reading := range c.readings {
		if reading.List == list {
			return reading, true
		}
	}
	return lexicon.Cue{}, false
}

// hasCue tells whether a cue of the list stands at token at.
func (r *reading) hasCue(at int, list lexicon.CueList) bool {
	c := r.cueAt[at]
	if c == nil {
		return false
	}
	_, ok := c.of(list)
	return ok
}

// says tells whether the cue is a verb or phrase of saying.
func (c *cue) says() bool {
	reading, ok := c.of(lexicon.Say)
	return ok && (reading.Part == "verb" || reading.Part == "phrase")
}

func (c *cue) gerund() bool {
	return c.readings[0].Part == "verb" && c.readings[0].Inflection == lexicon.Gerund
}

// findCues finds the cues, leaving out nouns that look like verbs ("the report") and
// verbs that look like nouns.
func (r *reading) findCues() {
	for i := 0; i < len(r.words); {
		if s := r.sentence(i); s.End-s.First > nlp.LongSentence {
			r.skip(s.Span, "", "sentence too long")
			i = s.End
			continue
		}
		c := r.cueFrom(i)
		if c == nil {
			i++
			continue
		}
		r.cues = append(r.cues, c)
		for ; i < c.end; i++ {
			r.cueAt[i] = c
		}
	}
}

func (r *reading) cueFrom(i int) *cue {
	if !r.words[i].plain || r.mentionAt[i] != nil && r.mentionAt[i].kind != aName {
		return nil
	}
	start := r.text.Tokens[i].Start
	readings, n := r.lex.CueAt(r.text.Raw, start)
	if n == 0 {
		return nil
	}
	end := i + 1
	for end < len(r.words) && r.text.Tokens[end].Start < start+n {
		end++
	}
	if r.text.Tokens[end-1].End != start+n {
		return nil
	}
	if r.words[i].lower == "to" && !r.auxiliaryBefore(i, func(w string) bool { return r.lex.Is("be", w) }) {
		return nil // "was wrong to blame": the verb is one alone
	}
	c := &cue{first: i, end: end}
	asVerb := r.verbAt(i, end, readings)
	for _, reading := range readings {
		if reading.Part == "phrase" || reading.Part == "adjective" || (reading.Part == "verb") == asVerb {
			c.readings = append(c.readings, reading)
		}
	}
	if len(c.readings) == 0 {
		return nil
	}
	return c
}

// verbAt tells whether the cue at tokens [i, end) is used as a verb: by what stands
// before it, since the same form is often a noun ("claims", "report", "charges").
func (r *reading) verbAt(i, end int, readings []lexicon.Cue) bool {
	verb, noun := false, false
	var is lexicon.Inflection
	for _, reading := range readings {
		verb = verb || reading.Part == "verb"
		noun = noun || reading.Part == "noun"
		if reading.Part == "verb" {
			is |= reading.Inflection
		}
	}
	if !verb {
		return false
	}
	before := r.word(i - 1)
	if is.Has(lexicon.Past) && !noun {
		return !r.lex.Is("determiner", before.lower) || r.lex.Is("demonstrative", before.lower)
	}
	switch {
	case before.lower == "to" || r.lex.Is("modal", before.lower) || before.lower == "not" || before.lower == "n't":
		return true
	case r.lex.Is("determiner", before.lower), r.lex.Is("preposition", before.lower), before.lower == "'s":
		return is == lexicon.Gerund && !r.lex.Is("determiner", before.lower)
	case r.lex.Is("pronoun", before.lower), r.lex.Is("relative", before.lower):
		return true
	case i > 0 && r.mentionAt[i-1] != nil:
		m := r.mentionAt[i-1]
		if noun && is.Has(lexicon.Third) && m.person == nil && r.lex.Is("preposition", r.word(end).lower) {
			return false // "U.S. sanctions against Russia"
		}
		return m.kind != "demonym" || strings.HasSuffix(r.words[i-1].lower, "s") || is.Has(lexicon.Third) || is.Has(lexicon.Past)
	case is.Has(lexicon.Gerund), is.Has(lexicon.Past):
		return true
	case r.lex.Is("people", before.lower), r.lex.Is("inanimate", before.lower):
		return strings.HasSuffix(before.lower, "s") != is.Has(lexicon.Third)
	case r.lex.Is("adverb", before.lower):
		return i < 2 || !r.lex.Is("determiner", r.word(i-2).lower)
	case before.text == ",", isMark(before.text):
		return is.Has(lexicon.Third)
	}
	return !noun && is.Has(lexicon.Third)
}

// nextCue is the first cue of the list that starts in tokens [from, to) outside of
// quotations other than quote.
func (r *reading) nextCue(list lexicon.CueList, from, to, quote int) *cue {
	for i := from; i < to && i < len(r.words); i++ {
		if c := r.cueAt[i]; c != nil && c.first == i && r.words[i].quote == quote {
			if _, ok := c.of(list); ok {
				return c
			}
		}
	}
	return nil
}

// negated tells whether a negation stands right before the cue, hypothetical whether
// a modal or condition does.
func (r *reading) negated(c *cue) bool { return r.auxiliaryBefore(c.first, isNegation) }

func (r *reading) hypothetical(c *cue) bool { return r.auxiliaryBefore(c.first, r.isHypothetical) }

func isNegation(w string) bool { return w == "not" || w == "n't" || w == "never" }

func (r *reading) isHypothetical(w string) bool {
	return r.lex.Is("modal", w) && w != "must" && w != "can"
}

// auxiliaryBefore tells whether such a word stands among the auxiliaries and adverbs
// right before token at.
func (r *reading) auxiliaryBefore(at int, is func(string) bool) bool {
	for i := at - 1; i >= 0 && i >= at-4; i-- {
		w := r.words[i].lower
		if r.mentionAt[i] != nil {
			return false // "May said"
		}
		if is(w) {
			return true
		}
		if !r.lex.Is("auxiliary", w) && !r.lex.Is("adverb", w) {
			return false
		}
	}
	return false
}
