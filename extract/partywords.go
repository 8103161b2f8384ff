package extract

import (
	"slices"
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
)

// partyWords are the words of a party as a whole phrase, where the reader's begin too late
// or end too early or late: "local news media" of "media", "foreign forces" of "foreign", "five
// men" of "five men are lynched", "a teenager in Olsztyn" of "a teenager in".
func (r *reading) partyWords(part nlp.Range) nlp.Range {
	s := r.sentence(part.First)
	part.End = min(part.End, s.End)
	if w := r.words[part.First].lower; part.End == part.First+1 && (r.lex.Is("pronoun", w) || r.lex.Is("object pronoun", w) || r.lex.Is("possessive pronoun", w) || r.lex.Is("first person", w)) {
		return part
	}
	for part.First+1 < part.End && r.mentionAt[part.First] == nil && slices.Contains([]string{"by", "against", "on", "including"}, r.words[part.First].lower) {
		part.First++
	}
	part.First = r.qualityOf(part)
	part.End = r.beforeVerb(part)
	part.End = r.nounEnd(part, s.End)
	part.First = r.nounStart(part, s.First)
	return part
}

// accusedWords are the words of whom an accusation is of: of "allegations against the minister" what stands behind the preposition.
func (r *reading) accusedWords(a *nlp.Accusation) []nlp.Range {
	at, end := a.Cue[0].First, r.sentence(a.Cue[0].First).End
	if r.lex.Is("accusation noun", r.words[at].lower) {
		for i := at + 1; i < end && i < at+nounWords && r.words[i].quote == r.words[at].quote; i++ {
			if r.words[i].lower != "against" {
				continue
			}
			p := r.phraseStartingAt(i+1, end)
			if p != nil && !slices.ContainsFunc(a.Target, func(t nlp.Range) bool { return t.First < p.end && p.first < t.End }) {
				return []nlp.Range{{First: p.first, End: p.end}}
			}
		}
	}
	return a.Target
}

// splitBlame parts what is blamed from whom, where the reader took both for the accused or one for the other: "blamed
// the riots on conspirators".
func (r *reading) splitBlame(a *nlp.Accusation) {
	c := r.cueAt[a.Cue[0].First]
	if c == nil || !slices.ContainsFunc(c.readings, func(x lexicon.Cue) bool { return x.Class == "blame" }) {
		return
	}
	if len(a.Target) == 1 && len(a.Charge) == 1 {
		wrong, whom := a.Target[0], a.Charge[0]
		on := wrong.End
		if whom.First == on {
			whom.First++
		}
		if wrong.First >= c.end && r.word(on).lower == "on" && r.overDay(on) == on && whom.First == on+1 && whom.First < whom.End {
			a.Target, a.Charge = []nlp.Range{whom}, []nlp.Range{wrong}
			return
		}
	}
	for k, part := range a.Target {
		for i := part.First + 1; i+1 < part.End && part.First >= c.end; i++ {
			if r.words[i].lower == "on" {
				a.Target = slices.Clone(a.Target)
				a.Target[k].First = i + 1
				if len(a.Charge) == 0 {
					a.Charge = []nlp.Range{{First: part.First, End: i}}
				}
				break
			}
		}
	}
}

// qualityOf is where a party's words begin behind the quality of it that is blamed: "the intransigence of
// some big countries".
func (r *reading) qualityOf(part nlp.Range) int {
	for i := part.First + 1; i+1 < part.End && i < part.First+3; i++ {
		if r.words[i].lower == "of" && r.isQuality(i-1) {
			return i + 1
		}
	}
	return part.First
}

// isQuality tells whether the word at token i is of what somebody is like: "intransigence".
func (r *reading) isQuality(i int) bool {
	w := r.words[i].lower
	return (strings.HasSuffix(w, "ence") || strings.HasSuffix(w, "ance") || strings.HasSuffix(w, "ness") || strings.HasSuffix(w, "ility")) &&
		!r.lex.Is("people", w) && !r.lex.Is("inanimate", w) && !r.lex.Is("any body", w) && !r.lex.Is("body of", w) && r.mentionAt[i] == nil
}

// beforeVerb is where a party's words end before a verb of which they are the subject.
func (r *reading) beforeVerb(part nlp.Range) int {
	for i := part.First + 1; i < part.End; i++ {
		w, before := r.words[i], r.words[i-1]
		if r.lex.Is("relative", w.lower) || r.lex.Is("preposition", before.lower) && r.mentionAt[i-1] == nil {
			return part.End // "an Israeli soldier who is on vacation"
		}
		if r.mentionAt[i] != nil || w.lower == "'s" || w.lower == "'" || w.lower == "’s" {
			continue
		}
		if r.lex.Is("auxiliary", w.lower) && !w.shout && w.lower != "to" && w.lower != "not" || r.lex.Is("clause break", w.lower) && w.lower != "and" && w.lower != "or" {
			return i
		}
		if i > part.First+1 && r.lex.Is("object pronoun", w.lower) {
			return i - 1 // "his policies expose him"
		}
		if c := r.cueAt[i]; c != nil && c.first == i && c.readings[0].Part == "verb" && r.mentionAt[i-1] != nil && r.mentionAt[i-1].person != nil {
			return i // "Sullivan says he"
		}
		if m := r.mentionAt[i-1]; m != nil && m.end == i && i+1 < part.End && strings.HasSuffix(w.lower, "s") && !w.capital &&
			!r.lex.Is("people", w.lower) && !r.lex.Is("state noun", w.lower) && !r.lex.Is("inanimate", w.lower) &&
			(r.mentionAt[i+1] != nil || r.lex.Is("determiner", r.words[i+1].lower) || r.words[i+1].lower == "that" || isNumber(r.words[i+1].text)) {
			return i // "Iraq receives 47 French nationals"
		}
	}
	return part.End
}

// nounEnd is where the noun of a party's words ends: after what a preposition at their end
// asks for, and the noun of an adjective or a state that they end with.
func (r *reading) nounEnd(part nlp.Range, end int) int {
	last := part.End - 1
	if r.words[last].lower == "grand" && part.End < end && r.words[part.End].lower == "jury" {
		return part.End + 1
	}
	if m := r.mentionAt[last]; m != nil && m.kind == "honorific" && part.End < end && r.mentionAt[part.End] != nil && !r.isTitled(last) {
		return r.mentionAt[part.End].end // "Mr."
	}
	if part.End < end && r.words[part.End].text == "-" && part.End+1 < end {
		for i := part.End + 1; i < end && i < part.End+nounWords+2; i++ { // "her 17-year": "-old adoptive daughter"
			if w := r.words[i]; r.lex.Is("people", w.lower) || r.lex.Is("relative noun", w.lower) {
				return i + 1
			} else if w.text != "-" && !w.plain || r.lex.Is("function", w.lower) {
				break
			}
		}
	}
	if w := r.words[last]; r.isLink(w) && r.mentionAt[last] == nil {
		at := part.End
		for at < end && at < part.End+nounWords && r.mentionAt[at] == nil && (r.words[at].lower == "the" || r.words[at].lower == "both" || r.words[at].plain && !r.lex.Is("function", r.words[at].lower)) {
			at++
		}
		if (r.lex.Is("preposition", w.lower) || w.lower == "the") && at < end && r.mentionAt[at] != nil && r.mentionAt[at].first == at && part.First < last {
			at = r.mentionAt[at].end
			if r.words[min(at, end-1)].lower == "and" && at+1 < end && r.mentionAt[at+1] != nil && r.mentionAt[at+1].first == at+1 {
				at = r.mentionAt[at+1].end
			}
			return at
		}
		for part.End > part.First+1 && r.isLink(r.words[part.End-1]) && r.mentionAt[part.End-1] == nil {
			part.End--
		}
		return part.End
	}
	if part.End < end && r.asksForNoun(last) {
		at := part.End
		if m := r.mentionAt[at]; m != nil && m.first == at && m.kind == "demonym" {
			at = m.end
		}
		if at < end && r.mentionAt[at] == nil {
			if w := r.words[at]; w.plain && !w.capital && !r.lex.Is("function", w.lower) && r.cueAt[at] == nil && !strings.HasSuffix(w.lower, "ed") && !strings.HasSuffix(w.lower, "ing") && !strings.HasSuffix(w.lower, "ly") {
				return at + 1
			}
		}
	}
	return part.End
}

// nounWords is how many words of a party the reader leaves out at most.
const nounWords = 4

// isLink tells whether a word links a noun to what follows.
func (r *reading) isLink(w word) bool {
	return r.lex.Is("preposition", w.lower) || r.lex.Is("determiner", w.lower) && w.lower != "one" && w.lower != "some" && w.lower != "others" && !r.lex.Is("several", w.lower) ||
		r.lex.Is("relative", w.lower) || w.lower == "and" || w.lower == "or" || isMark(w.text) || w.text == ","
}

// asksForNoun tells whether the word at token at can only stand before a noun: "foreign", "Ukrainian".
func (r *reading) asksForNoun(at int) bool {
	w := r.words[at]
	if m := r.mentionAt[at]; m != nil {
		return m.kind == "demonym" && m.entry.Use == "adjective" && r.lex.Is("people", r.word(m.end).lower)
	}
	if !w.plain || r.lex.Is("people", w.lower) || r.lex.Is("known role", w.lower) || r.lex.Is("any body", w.lower) || r.lex.Is("inanimate", w.lower) || r.postAt[at] != nil {
		return false
	}
	return slices.ContainsFunc([]string{"ial", "nal", "eign", "ive", "ular", "ous", "nior", "ivil", "iple"}, func(end string) bool { return strings.HasSuffix(w.lower, end) }) &&
		!r.lex.Is("person adjective", w.lower)
}

// nounStart is where a party's words begin with the nouns and adjectives before them, back to
// an article or preposition.
func (r *reading) nounStart(part nlp.Range, first int) int {
	at := part.First
	if w := r.words[at]; r.mentionAt[at] != nil || r.postAt[at] != nil || w.capital && !w.first || !w.plain || r.lex.Is("function", w.lower) || isNumber(w.text) {
		return at
	}
	for at > first && at > part.First-nounWords {
		w := r.words[at-1]
		if m := r.mentionAt[at-1]; m != nil {
			if at != part.First || m.person != nil || m.kind == "title" || m.kind == "honorific" || r.words[at-1].quote != r.words[part.First].quote {
				return part.First
			}
			return m.first // "House panel"
		}
		if r.lex.Is("determiner", w.lower) || r.lex.Is("preposition", w.lower) && w.lower != "to" || w.lower == "to" && r.word(at-2).lower == "according" {
			return at
		}
		if !w.plain || w.capital || r.lex.Is("function", w.lower) || r.cueAt[at-1] != nil || r.lex.Is("adverb", w.lower) || strings.HasSuffix(w.lower, "ing") || strings.HasSuffix(w.lower, "ly") ||
			r.lex.Is("people", w.lower) || r.lex.Is("organ", w.lower) || r.lex.Is("any body", w.lower) || w.quote != r.words[part.First].quote {
			return part.First
		}
		at--
	}
	return part.First
}
