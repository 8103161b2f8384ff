package extract

import (
	"slices"
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/schema"
)

// readDenials reads "Russia denied the accusation" by its verb where the reader found no
// denial there: denials are few among what it learnt from.
func (r *reading) readDenials() {
	for _, c := range r.cues {
		reading, ok := c.of(lexicon.Deny)
		if !ok || reading.Part != "verb" || r.deniedAt(c) || r.negated(c) || r.hypothetical(c) || r.lex.Is("be", r.word(c.first-1).lower) || r.word(c.first-1).lower == "for" {
			continue // "taken for questioning"
		}
		r.readDenial(c, reading)
	}
}

// deniedAt tells whether a denial is kept already whose words are the cue's.
func (r *reading) deniedAt(c *cue) bool {
	return r.denied[r.text.Tokens[c.first].Sentence]
}

// readDenial reads what is denied: what answers an accusation in so many words, or what
// names a wrong in a clause. Whom it answers is the last who accused who denies.
func (r *reading) readDenial(c *cue, reading lexicon.Cue) {
	from := r.subjectOf(c)
	if from == nil {
		return
	}
	end := r.clauseEnd(c.end)
	if c.end >= end {
		return
	}
	first := c.end
	if r.words[first].lower == "that" && first+1 < end {
		first++
	}
	if r.judges(from) || r.words[first].lower == "guilty" {
		return // a court that dismisses charges denies nothing, nor does who pleads guilty
	}
	charge := r.trimmed(first, end)
	_, _, wrong := r.lex.Charge(charge.In(r.text.Raw))
	clause := first > c.end || r.lex.Is("pronoun", r.words[first].lower) || strings.HasSuffix(r.words[first].lower, "ing") || r.mentionAt[first] != nil
	if !r.answersCharge(c.end, end) && (reading.Class != "deny" || !clause || !wrong) {
		return
	}
	x := claim{charge: charge, at: c.first, stance: schema.Deny, confidence: 0.7, rule: "denying verb"}
	if _, reason := r.speakerOf(from); reason != "" {
		r.skip(r.span(c.first, c.end), r.cueText(c), "denial: "+reason)
		return
	}
	var accused *speaker
	if p := r.answeredIn(c.end, end); p != nil {
		accused = r.party(p, true)
	}
	r.addClaim(x, r.party(from, false), accused)
}

// judges tells whether a phrase speaks of a court or a judge.
func (r *reading) judges(p *phrase) bool {
	return slices.ContainsFunc(r.words[p.first:p.end], func(w word) bool { return w.lower == "judge" || r.lex.Is("law court", w.lower) })
}

// clauseEnd is where the clause that token at stands in ends, at most 40 words on: at a
// comma, a stop or the end of a quotation.
func (r *reading) clauseEnd(at int) int {
	if at >= len(r.words) {
		return at
	}
	end := min(r.sentence(at).End, at+40)
	for i := at; i < end; i++ {
		w := r.words[i]
		if w.text == "," || isStop(w.text) || w.quote != r.words[at].quote {
			return i
		}
	}
	return end
}

// answersCharge tells whether the words name an accusation: "the allegations", "any
// involvement".
func (r *reading) answersCharge(first, end int) bool {
	return slices.ContainsFunc(r.words[first:end], func(w word) bool { return r.lex.Is("accusation noun", w.lower) })
}

// answeredIn is the party whose accusation the words of a denial name: "Kyiv's claims",
// "the accusations by Israel".
func (r *reading) answeredIn(first, end int) *phrase {
	for i := first; i < end; i++ {
		if !r.lex.Is("accusation noun", r.words[i].lower) {
			continue
		}
		for j := i - 1; j > first && j > i-4; j-- {
			if w := r.words[j].lower; w == "'s" || w == "'" || w == "’s" {
				return r.phraseEndingAt(j-1, first)
			}
		}
		if m := r.mentionAt[max(i-1, 0)]; m != nil && m.kind == "demonym" && i-1 >= first {
			return m.phrase()
		}
		if w := r.word(i + 1).lower; (w == "by" || w == "from" || w == "of") && i+2 < end && r.mentionAt[i+2] != nil {
			return r.phraseStartingAt(i+2, end)
		}
	}
	return nil
}
