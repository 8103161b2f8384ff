package extract

import (
	"slices"
	"strings"

	"rostrum/extract/nlp"
	"rostrum/schema"
)

// Who accuses and who is accused by what stands about a noun: "Bush's remarks that", "an assault of X by Y".

// tellsBy is who tells of a wrong by a noun and "that" right before its words: "Bush's remarks that Iran", "Clinton
// campaign accusations that his backers"; nil where nobody does.
func (r *reading) tellsBy(a *nlp.Accusation) *phrase {
	for _, parts := range [][]nlp.Range{a.Cue, a.Target, a.Charge} {
		for _, part := range parts {
			if p := r.toldBefore(part.First); p != nil {
				return p
			}
		}
	}
	return nil
}

// toldBefore is who tells what begins with token first by a noun and "that" before it; nil where nobody does.
func (r *reading) toldBefore(first int) *phrase {
	floor := r.sentence(first).First
	that := first - 1
	for that > floor && that > first-4 && r.words[that].plain && r.words[that].lower != "that" && r.cueAt[that] == nil {
		that--
	}
	if r.lex.Is("telling noun", r.words[first].lower) && r.word(first+1).lower == "that" {
		that = first + 1 // the noun accuses
	}
	noun := that - 1
	if noun <= floor || r.words[that].lower != "that" || !r.lex.Is("telling noun", r.words[noun].lower) {
		return nil
	}
	for i := noun - 1; i >= floor && i > noun-4; i-- {
		w := r.words[i].lower
		if w == "'s" || w == "’s" || w == "'" || w == "’" {
			if m := r.mentionAt[max(i-1, 0)]; m != nil && m.end == i {
				return m.phrase()
			}
			return r.phraseEndingAt(i-1, floor)
		}
		if r.lex.Is("possessive pronoun", w) {
			return &phrase{first: i, end: i + 1, head: w, pronoun: true} // "his complaints that Khan"
		}
		if m := r.mentionAt[i]; m != nil && m.end == i+1 && !m.place && m.kind != "title" && m.kind != "honorific" {
			return m.phrase()
		}
		if !r.words[i].plain || r.lex.Is("function", w) || r.cueAt[i] != nil {
			return nil
		}
	}
	return nil
}

// meetsWith tells whether who is named before a noun of accusing only meets with the accusation, so that who accuses
// stands behind the noun, if anywhere: "has led to claims that", "faced criticism from".
func (r *reading) meetsWith(at int, accuser nlp.Range) bool {
	if accuser.First >= at || !r.lex.Is("telling noun", r.words[at].lower) && !r.lex.Is("criticism", r.words[at].lower) {
		return false
	}
	for i := at - 1; i >= r.sentence(at).First && i > at-6; i-- {
		w := r.words[i].lower
		if r.lex.Is("meeting with", w) || w == "to" && (r.word(i-1).lower == "led" || r.word(i-1).lower == "leads") {
			return !slices.ContainsFunc(r.mentionAt[min(accuser.End, i):i], func(m *mention) bool { return m != nil })
		}
		if !r.words[i].plain || w == "'s" || w == "’s" || r.mentionAt[i] != nil || r.cueAt[i] != nil && i != at && r.cueAt[i].first == i {
			return false
		}
	}
	return false
}

// doerBehind is who did the wrong whose noun tells first to whom: Lewandowski in "the alleged assault of a reporter by
// Lewandowski", where the reader took the victim for the accused; nil where it did not.
func (r *reading) doerBehind(a *nlp.Accusation) *phrase {
	if alleged, _ := r.lex.Hedge(r.words[a.Cue[0].First].lower); len(a.Target) != 1 || alleged != "alleged" && r.cueAt[a.Cue[0].First] != nil {
		return nil
	}
	if p := r.allegedDoer(a); p != nil {
		return p
	}
	t, s := a.Target[0], r.sentence(a.Target[0].First)
	for i := t.First + 1; i+1 < t.End; i++ { // "Fields by Lewandowski"
		if r.words[i].lower == "by" {
			t.End = i
		}
	}
	of := t.First - 1
	for of > s.First && of > t.First-6 && r.words[of].lower != "of" && (r.mentionAt[of] != nil || r.words[of].plain) {
		of--
	}
	if of <= s.First || r.words[of].lower != "of" || r.lex.Is("accusation noun", r.words[of-1].lower) || !r.lex.IsWrong(r.words[of-1].lower) && !r.lex.HintsWrong(r.words[of-1].lower) {
		return nil
	}
	for i := t.End; i+1 < s.End && i < t.End+4; i++ {
		if r.words[i].lower == "by" && !strings.HasSuffix(r.words[i+1].lower, "ing") {
			return r.ofParty(r.phraseStartingAt(i+1, s.End))
		}
		if !r.words[i].plain && r.mentionAt[i] == nil {
			return nil
		}
	}
	return nil
}

// allegedDoer is whom "by" names right behind a wrong that words call alleged, who is not whom the reader took for the accused:
// "boycotts due to alleged fraud by the ruling party".
func (r *reading) allegedDoer(a *nlp.Accusation) *phrase {
	if len(a.Charge) != 1 {
		return nil
	}
	charge, s := a.Charge[0], r.sentence(a.Charge[0].First)
	by := charge.End
	if by < charge.First+1 || by+1 >= s.End || r.words[by].lower != "by" || strings.HasSuffix(r.words[by+1].lower, "ing") || r.answersCharge(max(charge.First-5, s.First), charge.End) {
		return nil
	}
	if class, _ := r.lex.Hedge(r.words[charge.First].lower); class != "alleged" {
		if class, _ = r.lex.Hedge(r.word(charge.First - 1).lower); class != "alleged" {
			return nil
		}
	}
	p := r.phraseStartingAt(by+1, s.End)
	if p == nil || a.Target[0].First < p.end && p.first < a.Target[0].End {
		return nil
	}
	return r.ofParty(p)
}

// ofParty is the phrase if it is of somebody who can be accused, else nil.
func (r *reading) ofParty(p *phrase) *phrase {
	if p == nil {
		return nil
	}
	if other := r.party(p, true); other == nil || !r.isParty(p, other) {
		return nil
	}
	return p
}

// bodyBackedBy is the body that somebody only backs, where the reader took them for who accuses: the fund in "the Freedom
// Fund, a super PAC financed by Charles Koch and others, is running"; nil where there is none.
func (r *reading) bodyBackedBy(part nlp.Range) *mention {
	m := r.mentionAt[part.First]
	if m == nil || m.person == nil {
		return nil
	}
	floor := r.sentence(part.First).First
	i := part.First - 1
	for i > floor && i > part.First-8 && (r.mentionAt[i] != nil || r.words[i].plain && r.words[i].lower != "by" && r.words[i].lower != "with") {
		i--
	}
	if i <= floor || r.words[i].lower != "by" && r.words[i].lower != "with" || !r.lex.Is("backed", r.words[i-1].lower) {
		return nil
	}
	for i -= 2; i > floor && i > part.First-20; i-- {
		if r.words[i].text != "," {
			continue
		}
		if b := r.mentionAt[i-1]; r.lex.Is("determiner", r.words[i+1].lower) && b != nil && b.end == i && b.person == nil && (b.isBody() || b.kind == aName) {
			return b
		}
		return nil
	}
	return nil
}

// isNotSo tells whether the words before an accusation's say that there is none: "no evidence that the allegations".
func (r *reading) isNotSo(a *nlp.Accusation) bool {
	first := a.Cue[0].First
	for _, parts := range [][]nlp.Range{a.Target, a.Charge} {
		if len(parts) > 0 {
			first = min(first, parts[0].First)
		}
	}
	for i := first - 1; i > r.sentence(first).First && i > first-5; i-- {
		if r.lex.Is("evidence", r.words[i].lower) {
			return r.words[i-1].lower == "no" || r.words[i-1].lower == "any" && r.word(i-2).lower == "without"
		}
	}
	return false
}

// isTask tells whether "charged with" gives somebody a task: "a panel charged with assessing the election".
func (r *reading) isTask(a *nlp.Accusation, charge schema.Span) bool {
	at := a.Cue[0].First
	return r.words[at].lower == "charged" && r.word(at+1).lower == "with" && strings.HasSuffix(r.word(at+2).lower, "ing") && !r.lex.HintsWrong(charge.In(r.text.Raw))
}

// byNobody tells whether an accuser is none: "not one of his opponents", "none of them".
func (r *reading) byNobody(accusers []nlp.Range) bool {
	return slices.ContainsFunc(accusers, func(p nlp.Range) bool {
		switch r.words[p.First].lower {
		case "none", "nobody", "neither", "no":
			return true
		case "one":
			return r.word(p.First-1).lower == "not"
		}
		return r.word(p.First-1).lower == "no"
	})
}
