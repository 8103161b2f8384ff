package extract

import (
	"slices"
	"strings"

	"rostrum/extract/nlp"
)

// statesOf are the states of which a party's words name the governments together: "the French,
// British and West German governments".
func (r *reading) statesOf(part nlp.Range) []*speaker {
	var found []*speaker
	for i := part.First; i < part.End; i++ {
		m := r.mentionAt[i]
		if w := r.words[i]; m == nil {
			if organs := w.lower == "governments" || r.lex.Is("organ", w.lower) || r.lex.Is("officialdom", w.lower); organs && len(found) > 1 {
				return found
			}
			if w.text != "," && w.lower != "and" && len(found) > 0 {
				return nil
			}
			continue
		}
		if m.kind != "demonym" && m.kind != "country" || m.entry.ISO3 == "" {
			return nil
		}
		found = append(found, r.stateParty(m.entry.ISO3, m.phrase(), ""))
		i = m.end - 1
	}
	return nil
}

// joinedParts are the parts of a party's words that "and" joins where each is a body or state by its
// people: "Malian soldiers and Wagner Group mercenaries"; "their allies" go with them.
func (r *reading) joinedParts(part nlp.Range) []nlp.Range {
	for i := part.First + 1; i+1 < part.End; i++ {
		if r.words[i].lower != "and" || r.mentionAt[i] != nil || r.mentionAt[i-1] != nil {
			continue
		}
		left, right := nlp.Range{First: part.First, End: i}, nlp.Range{First: i + 1, End: part.End}
		if !r.isForce(left) {
			return []nlp.Range{part}
		}
		if r.words[i+1].lower == "their" || r.words[i+1].lower == "its" {
			return []nlp.Range{left}
		}
		if r.isForce(right) {
			return []nlp.Range{left, right}
		}
	}
	return []nlp.Range{part}
}

// isForce tells whether words are of the forces or members of a body or state that they name.
func (r *reading) isForce(part nlp.Range) bool {
	last := part.End - 1
	w := r.words[last].lower
	if last == part.First || r.mentionAt[last] != nil || !r.lex.Is("organ", w) && !r.lex.Is("members", w) {
		return false
	}
	m := r.mentionAt[last-1]
	return m != nil && m.person == nil && !m.place && (m.kind == "demonym" || m.kind == "country" || m.kind == "group" || m.isBody())
}

// wholeList is all names of the list that one or more are of: "Gucci, Chloé, and Loewe".
func (r *reading) wholeList(some []*mention) []*mention {
	if len(some) != 1 || some[0].place {
		return some
	}
	list := []*mention{some[0]}
	joined := false // by "and"
	for m := some[0]; ; {
		next, and := r.nextListed(m)
		if next == nil || joined {
			break
		}
		list, m, joined = append(list, next), next, and
	}
	if len(list) > 1 && !joined {
		list = list[:1] // an apposition
	}
	for m := some[0]; ; {
		before, and := r.listedBefore(m)
		if before == nil || and && (joined || m != some[0]) || !and && m == some[0] && !joined {
			break
		}
		list, m, joined = append([]*mention{before}, list...), before, joined || and
	}
	return list
}

// nextListed is the name that stands behind another but for a comma or "and", and whether "and" stands there.
func (r *reading) nextListed(m *mention) (*mention, bool) {
	at, and := m.end, false
	for ; at < len(r.words) && (r.words[at].text == "," || r.words[at].lower == "and" || r.words[at].lower == "the" && at > m.end); at++ {
		and = and || r.words[at].lower == "and"
	}
	if post := r.postAt[min(at, len(r.words)-1)]; post != nil && post.first == at && m.person != nil {
		at = post.end
	}
	if at == m.end || at >= r.sentence(m.first).End {
		return nil, false
	}
	next := r.mentionAt[at]
	if next == nil || next.first != at || !r.alikeListed(m, next) {
		return nil, false
	}
	return next, and
}

func (r *reading) listedBefore(m *mention) (*mention, bool) {
	at, floor := m.first-1, r.sentence(m.first).First
	if post := r.postAt[max(at, 0)]; post != nil && post.end == m.first && m.person != nil {
		at = post.first - 1
	}
	if at >= floor && r.words[at].lower == "the" {
		at--
	}
	end, and := at+1, false
	for ; at >= floor && (r.words[at].text == "," || r.words[at].lower == "and"); at-- {
		and = and || r.words[at].lower == "and"
	}
	if at+1 == end || at < floor {
		return nil, false
	}
	before := r.mentionAt[at]
	if before == nil || before.end != at+1 || !r.alikeListed(before, m) {
		return nil, false
	}
	return before, and
}

// alikeListed tells whether two names may stand in one list.
func (r *reading) alikeListed(a, b *mention) bool {
	if !r.sameSort(a, b) || a.kind == "honorific" || b.kind == "honorific" || r.words[a.first].quote != r.words[b.first].quote || b.person == nil && b.kind != "country" && r.modifiesNoun(b, r.sentence(b.first).End) {
		return false
	}
	if a.person != nil {
		return true
	}
	return !a.place && !b.place && a.kind == b.kind && a.kind != "demonym" && a.hint == b.hint
}

// peopleListed are the people of the list that ends with the named one: "President Gustavo Petro, his
// wife Verónica Alcocer and Interior Minister Armando Benedetti".
func (r *reading) peopleListed(last *mention) *phrase {
	p := &phrase{first: last.first, end: last.end, mentions: []*mention{last}, plural: true}
	for joined, i := false, last.first-1; i >= r.sentence(last.first).First && i >= p.first-listedNouns; i-- {
		w, m := r.words[i], r.mentionAt[i]
		switch {
		case m != nil && m.person != nil:
			if !joined {
				return p
			}
			p.first, p.mentions, joined = m.first, append([]*mention{m}, p.mentions...), false
			i = m.first
		case w.text == "," || w.lower == "and":
			joined = true
		case m == nil && (!w.plain || r.cueAt[i] != nil || r.lex.Is("auxiliary", w.lower) || r.lex.Is("relative", w.lower) || r.lex.Is("clause break", w.lower) || r.lex.Is("pronoun", w.lower)):
			return p
		}
	}
	return p
}

// listedNouns is the most words between two people of a list: what each is.
const listedNouns = 8

// reciprocal tells whether the accused are the accusers: "each other".
func (r *reading) reciprocal(words []nlp.Range) bool {
	if len(words) == 0 {
		return false
	}
	switch strings.ToLower(collapse(r.span(words[0].First, words[0].End).In(r.text.Raw))) {
	case "each other", "one another", "other", "the other":
		return true
	case "each":
		return r.word(words[0].End).lower == "other"
	case "one":
		return r.word(words[0].End).lower == "another"
	}
	return false
}

// bothSides are the two that "both sides" and "the two countries" mean: those named last
// together ("Cambodia and Thailand"), or the states named last.
func (r *reading) bothSides(at int) []*speaker {
	var found []*speaker
	for i := at - 1; i >= 0 && r.text.Tokens[at].Sentence-r.text.Tokens[i].Sentence < 3; i-- {
		m := r.mentionAt[i]
		if m == nil || m.first != i || m.place || m.kind != "country" && m.kind != "demonym" && m.kind != "metonym" && m.kind != "organization" && m.kind != "group" {
			continue
		}
		s := r.party(m.phrase(), false)
		if s == nil || slices.ContainsFunc(found, func(o *speaker) bool { return o.ids[0] == s.ids[0] }) {
			continue
		}
		if next := r.mentionAt[min(m.end+1, len(r.words)-1)]; r.word(m.end).lower == "and" && next != nil && next.first == m.end+1 && r.sameSort(m, next) && !next.place {
			if other := r.party(next.phrase(), false); other != nil && other.ids[0] != s.ids[0] {
				return []*speaker{other, s}
			}
		}
		if m.kind != "organization" && m.kind != "group" {
			found = append(found, s)
		}
	}
	if len(found) < 2 {
		return nil
	}
	return found[:2]
}
