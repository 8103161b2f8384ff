package extract

import (
	"slices"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
	"rostrum/schema"
)

// readInnocence reads the denials in statements that have no verb of denying: "I played no role in the theft", "its computer
// does not infringe on any copyrights" by who is accused of infringing, "that is simply not true".
func (r *reading) readInnocence() {
	for _, s := range r.statements {
		if s.modality != schema.Asserted || len(s.speaker.ids) != 1 {
			continue
		}
		for _, c := range s.content {
			first, end := r.tokens(c)
			for i := first; i < end; i++ {
				words, ok := r.innocenceAt(i)
				if n := r.text.Tokens[i].Sentence; !ok || r.denied[n] || r.statementAt(i) != s || r.accusesIn(n, s.speaker) {
					continue
				}
				r.readInnocent(s, words, nlp.Range{First: max(r.clauseStart(i), first), End: max(min(r.clauseEnd(i), end), words.end)})
			}
		}
	}
}

// innocence is words that may deny a wrong without a verb of denying.
type innocence struct {
	first, end int
	class      string // of a listed cue, or "" of a negation
}

// innocenceAt is the words of innocence that begin at a token; ok is false where none do.
func (r *reading) innocenceAt(i int) (words innocence, ok bool) {
	if c := r.cueAt[i]; c != nil {
		reading, ok := c.of(lexicon.Deny)
		return innocence{i, c.end, reading.Class}, ok && c.first == i && reading.Part != "verb" && reading.Part != "noun" && r.words[i].lower != "any"
	}
	return innocence{i, i + 1, ""}, isNegation(r.words[i].lower)
}

// readInnocent reads words of innocence in a clause of a statement: that they had no part in a wrong deny those who speak of
// themselves, and those who are accused of it before; what else is negated or untrue must answer an accusation.
func (r *reading) readInnocent(s *statement, words innocence, clause nlp.Range) {
	x := claim{at: words.first, stance: schema.Deny, charge: r.trimmed(clause.First, clause.End), confidence: 0.6, rule: "words of innocence"}
	answered := r.answeredBy(denial(s.speaker, x.charge))
	var accuser *speaker
	switch {
	case words.class == "deny":
		if !r.ofSelf(words.first, s) && (answered == nil || r.entities[s.speaker.ids[0]].Unnamed) {
			return
		}
		if words.end < clause.End {
			x.charge = r.trimmed(words.end, clause.End)
		}
	case answered == nil:
		return
	case words.class == "untrue":
		if next := r.word(words.end); words.end < clause.End && next.plain && !r.lex.Is("function", next.lower) || !r.saysOfTale(clause.First, words.first) {
			return // "a false hope"
		}
		if p := r.answeredIn(clause.First, words.first); p != nil {
			accuser = r.party(p, true) // "Rubio's claim that … is untrue"
		}
	default:
		x.rule = "not CHARGE"
		if r.text.SentenceAt(answered.Charge[0].Start) == r.text.Tokens[words.first].Sentence || !r.sharesWrong(words.end, min(clause.End, words.end+negated), answered) {
			return
		}
	}
	r.addClaim(x, s.speaker, accuser)
}

// accusesIn tells whether somebody accuses in a sentence.
func (r *reading) accusesIn(sentence int, s *speaker) bool {
	return r.claimed[sentence] && slices.ContainsFunc(r.out.Accusations, func(a schema.Accusation) bool {
		return a.Accuser == s.ids[0] && a.Stance != schema.Deny && r.text.SentenceAt(a.Charge[0].Start) == sentence
	})
}

// denial is the denial by a speaker of a charge, to find what it answers.
func denial(s *speaker, charge schema.Span) *schema.Accusation {
	return &schema.Accusation{Stance: schema.Deny, Accuser: s.ids[0], AccuserOffice: s.office, Charge: []schema.Span{charge}}
}

// ofSelf tells whether the subject of the words at a token of a statement is who speaks: "we", "he" in indirect speech, a name.
func (r *reading) ofSelf(at int, s *statement) bool {
	p := r.subjectBefore(at)
	if p == nil {
		return false
	}
	who := r.party(p, false)
	return who != nil && who.ids[0] == s.speaker.ids[0]
}

// saysOfTale tells whether the words at token at of a clause are said of what is told before, "that is false", "the claims are
// baseless", or stand alone.
func (r *reading) saysOfTale(first, at int) bool {
	if first >= at-1 {
		return true
	}
	for i := first; i < at; i++ {
		w := r.words[i].lower
		if r.lex.Is("accusation noun", w) || r.lex.Is("tale", w) {
			return true
		}
		if (r.lex.Is("demonstrative", w) || w == "it") && r.lex.Is("be", r.word(i+1).lower) {
			return true
		}
	}
	return false
}

// clauseStart is where the clause begins that token at stands in, at most clauseWords before.
func (r *reading) clauseStart(at int) int {
	first := max(r.sentence(at).First, at-clauseWords)
	for i := at - 1; i >= first; i-- {
		if r.stopsAt(i) || r.words[i].quote != r.words[at].quote {
			return i + 1
		}
	}
	return first
}

// sharesWrong tells whether a word of the tokens [first, end) but a name is one of the charge of an accusation, in whichever form.
func (r *reading) sharesWrong(first, end int, a *schema.Accusation) bool {
	charge, last := r.tokens(a.Charge[0])
	for i := first; i < end; i++ {
		for k := charge; k < last; k++ {
			if x, y := r.words[i].lower, r.words[k].lower; len(x) >= stem && len(y) >= stem && x[:stem] == y[:stem] &&
				r.mentionAt[i] == nil && !r.lex.Is("function", x) {
				return true
			}
		}
	}
	return false
}

// negated is within how many words behind a negation what it is of begins.
const negated = 3

// stem is how many bytes of two words are the same where they are forms of one.
const stem = 5
