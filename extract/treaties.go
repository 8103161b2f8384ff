package extract

import (
	"slices"
	"strconv"
	"strings"

	"rostrum/extract/lexicon"
)

// findTreaties finds agreements that no list has, by their form: a name that ends in
// "Treaty" or "accord", "Convention on …", an agreement of two states ("the U.S.-Greek
// bases accord", "an extradition treaty with the United Arab Emirates"), a ceasefire that
// is in force between two sides.
func (r *reading) findTreaties() {
	for _, m := range slices.Clone(r.mentions) {
		if m.kind == aName && m.hint != "person" || m.kind == "capital" && r.isTreatyNoun(r.word(m.end).lower, "") {
			r.namedTreaty(m)
		}
	}
	for i := 0; i < len(r.words); i++ {
		if r.mentionAt[i] == nil && !r.words[i].capital && (r.lex.Is("pact noun", r.words[i].lower) && !r.treatyOf(i) || r.words[i].lower == "talks") {
			r.treatyMadeAt(i)
		}
	}
	slices.SortStableFunc(r.mentions, func(a, b *mention) int { return a.first - b.first })
}

// namedTreaty makes a treaty of a name that is one by its form.
func (r *reading) namedTreaty(m *mention) {
	last, first := r.words[m.end-1].lower, r.words[m.first].lower
	end := m.end
	switch {
	case m.end > m.first+1 && r.isTreatyNoun(last, first):
	case r.lex.Is("treaty noun", first) && first != "deal" && (last != first || r.lex.Is("treaty preposition", r.word(m.end).lower)):
		for end < len(r.words) && (r.words[end].capital && r.words[end].plain || r.lex.Is("treaty preposition", r.words[end].lower) || r.words[end].lower == "the" || r.words[end].lower == "and") && r.inSentence(m.first, end) {
			end++
		}
		for !r.words[end-1].capital {
			end--
		}
		if end == m.first+1 {
			return
		}
	case r.isTreatyNoun(r.word(m.end).lower, first) && r.inSentence(m.first, m.end) && !r.lex.Is("organization word", last) && m.hint != "organization":
		end = m.end + 1 // "the Louvre accord"
	default:
		return
	}
	for i := m.end; i < end; i++ {
		if r.mentionAt[i] != nil && r.mentionAt[i].kind == aPerson {
			return
		}
	}
	name, year := titleCase(collapse(r.span(m.first, end).In(r.text.Raw))), 0
	if before := r.word(m.first - 1).text; isYear(before) {
		year, _ = strconv.Atoi(before)
		name += " (" + before + ")"
	}
	r.makeTreaty(m, end, name, year)
}

// isTreatyNoun tells whether a name may end in a word as a treaty's: not "the Republican
// Convention".
func (r *reading) isTreatyNoun(word, first string) bool {
	return r.lex.Is("treaty noun", word) && word != "deal" && (word != "convention" || r.lex.Is("treaty opener", first))
}

func isYear(text string) bool {
	return len(text) == 4 && isNumber(text) && (text[0] == '1' || text[0] == '2')
}

func (r *reading) inSentence(a, b int) bool {
	return b < len(r.words) && r.text.Tokens[a].Sentence == r.text.Tokens[b].Sentence
}

// makeTreaty makes a mention one of a treaty and lets it reach to token end.
func (r *reading) makeTreaty(m *mention, end int, name string, year int) {
	m.kind, m.end = "treaty", end
	m.entry = lexicon.Entry{Kind: lexicon.KindTreaty, Name: name, Year: year}
	if listed, ok := r.lex.FindTreaty(name); ok {
		m.entry = listed
	}
	r.mentions = slices.DeleteFunc(r.mentions, func(o *mention) bool { return o != m && o.first >= m.first && o.first < end })
	for i := m.first; i < end; i++ {
		r.mentionAt[i] = m
	}
}

// treatyOf reads an agreement of two sides around the noun at token i, if one is told of.
func (r *reading) treatyOf(i int) bool {
	first, end := i, i+1
	noun := r.words[i].lower
	truce := r.lex.Is("truce", noun)
	if truce && r.lex.Is("pact noun", r.word(end).lower) {
		end++ // "ceasefire agreement"
	} else if r.word(i+1).text == "-" && r.word(i+2).lower == "fire" {
		end, truce = i+3, true
		noun = "ceasefire"
	} else if noun == "cease" {
		return false
	}
	if next := r.word(end); truce && end == i+1 && next.plain && !next.capital && r.isModifier(end) && !r.isEdge(end) {
		return false // "the ceasefire line"
	}
	first = r.kindOfPact(i)
	sides := r.sidesBefore(first)
	if sides == nil {
		sides = r.sidesAfter(first, end, noun)
	}
	if sides == nil && r.signedBefore(first) {
		sides = r.sidesSigning(first)
	}
	known := truce && (r.word(first-1).lower == "the" || r.word(first-2).lower == "the" || end > i+1 && r.word(i).text != "cease" || r.lex.Is("agreed", r.word(end).lower)) && r.word(first-2).lower != "for" ||
		noun == "agreement" && r.word(i-1).lower == "peace" && r.word(first-1).lower == "the" ||
		(noun == "deal" || noun == "agreement") && r.word(first-1).lower == "the" && r.lex.Is("breach", r.word(first-2).lower)
	if sides == nil && known && !r.words[first].shout {
		sides = r.sidesAround(first)
	}
	if len(sides) != 2 {
		return false
	}
	words := strings.ToLower(collapse(r.span(first, end).In(r.text.Raw)))
	words = strings.ReplaceAll(words, "cease-fire", "ceasefire")
	if truce && end == i+1 || noun == "ceasefire" && !strings.Contains(words, "agreement") {
		words += " agreement"
	}
	name := r.alreadyNamed(sides, truce)
	if name == "" {
		name = sides[0] + "–" + sides[1] + " " + words
	}
	m := &mention{first: first, end: end}
	r.mentions = append(r.mentions, m)
	r.makeTreaty(m, end, name, 0)
	return true
}

// treatyMadeAt reads an agreement that is told of by where it was made and what it is about:
// "the accord reached in Paris to curb emissions".
func (r *reading) treatyMadeAt(i int) {
	s := r.sentence(i)
	isTopic := func(topic string) bool {
		return slices.ContainsFunc(r.words[s.First:s.End], func(w word) bool { return w.lower == topic })
	}
	for k := max(s.First+1, i-nearPlace); k < min(s.End, i+nearPlace); k++ {
		if !r.words[k].capital || r.words[k-1].lower != "in" && k != i-1 {
			continue
		}
		end := k + 1
		for end < min(s.End, k+3) && r.words[end].capital {
			end++
		}
		if treaty, ok := r.lex.TreatyMadeAt(r.span(k, end).In(r.text.Raw), isTopic); ok {
			if r.words[i].lower == "talks" && !r.doc.Published.IsZero() && r.doc.Published.Year() <= treaty.Year {
				return // it is being made
			}
			m := &mention{first: i, end: i + 1}
			r.mentions = append(r.mentions, m)
			r.makeTreaty(m, i+1, treaty.Name, treaty.Year)
			return
		}
	}
}

// nearPlace is how many tokens an agreement and the place where it was made stand apart at most.
const nearPlace = 12

// alreadyNamed is the name of a treaty between the same sides that the article has named
// before: "the U.S./Japan agreement".
func (r *reading) alreadyNamed(sides []string, truce bool) string {
	for _, m := range r.mentions {
		if m.kind != "treaty" || truce != strings.Contains(strings.ToLower(m.entry.Name), "ceasefire") {
			continue
		}
		if r.namesSide(m.entry.Name, sides[0]) && r.namesSide(m.entry.Name, sides[1]) {
			return m.entry.Name
		}
	}
	return ""
}

// namesSide tells whether the name of a treaty has a state in it: "U.S.-Japan".
func (r *reading) namesSide(treaty, side string) bool {
	c, _ := r.lex.FindCountry(side)
	return strings.Contains(treaty, side) || slices.ContainsFunc(c.Aliases, func(a string) bool { return len(a) > 2 && strings.Contains(treaty, a) })
}

// sidesSigning are two sides that are said to agree: "Moldova and the European Union sign
// an energy deal".
func (r *reading) sidesSigning(first int) []string {
	for j := first - 1; j > r.sentence(first).First; j-- {
		if r.words[j].lower != "and" {
			continue
		}
		a, next := r.sideEnding(j), j+1
		if r.word(next).lower == "the" {
			next++
		}
		if a != nil && next < first && r.mentionAt[next] != nil {
			return twoSides(r.side(a), r.side(r.mentionAt[next]))
		}
	}
	return nil
}

// kindOfPact is the first of the words that say what an agreement is about: "extradition
// treaty", "energy infrastructure ceasefire".
func (r *reading) kindOfPact(i int) int {
	first := i
	for first > 0 && first > i-3 && r.mentionAt[first-1] == nil && !r.words[first-1].capital && !isNumber(r.words[first-1].text) && r.words[first-1].text != "-" && r.isModifier(first-1) && !strings.HasSuffix(r.words[first-1].lower, "ing") && r.inSentence(first-1, i) {
		first--
	}
	return first
}

// sidesBefore are the two sides that stand before an agreement: "the U.S.-Japan pact".
func (r *reading) sidesBefore(first int) []string {
	b := r.sideEnding(first)
	if b == nil {
		return nil
	}
	i := b.first - 1
	if w := r.word(i); w.text != "-" && w.text != "–" && w.text != "/" && w.lower != "and" && w.lower != "'s" {
		return nil
	}
	a := r.sideEnding(i)
	if a == nil {
		return nil
	}
	return twoSides(r.side(a), r.side(b))
}

// sidesAfter are the sides behind an agreement: "between Iran and world powers", "with
// Mexico", which is with the state that is named last before it.
func (r *reading) sidesAfter(first, end int, noun string) []string {
	w := r.word(end).lower
	at := end + 1
	if r.word(at).lower == "the" {
		at++
	}
	if at >= len(r.words) || r.mentionAt[at] == nil {
		return nil
	}
	a := r.mentionAt[at]
	switch w {
	case "between":
		if r.word(a.end).lower != "and" {
			return nil
		}
		next := a.end + 1
		if r.word(next).lower == "the" {
			next++
		}
		if next < len(r.words) && r.mentionAt[next] != nil {
			return twoSides(r.side(a), r.side(r.mentionAt[next]))
		}
	case "with":
		if noun != "treaty" && !r.signedBefore(first) || a.kind == "demonym" {
			return nil
		}
		return twoSides(r.lastSide(first, r.side(a)), r.side(a))
	}
	return nil
}

// signedBefore tells whether a verb before an agreement says that it was made.
func (r *reading) signedBefore(first int) bool {
	for i := first - 1; i >= 0 && i > first-6; i-- {
		if r.lex.Is("agreed", r.words[i].lower) {
			return true
		}
	}
	return false
}

// lastSide is the side that is named last before token i in its sentence, other than one.
func (r *reading) lastSide(i int, other string) string {
	for j := i - 1; j >= r.sentence(i).First; j-- {
		if m := r.mentionAt[j]; m != nil && m.end == j+1 {
			if s := r.side(m); s != "" && s != other {
				return s
			}
		}
	}
	if c, ok := r.lex.Country(r.home); ok && c.Name != other {
		return c.Name
	}
	return ""
}

// sidesAround are the two sides of the article, where it speaks of two only.
func (r *reading) sidesAround(i int) []string {
	count := map[string]int{}
	var order []string
	s := r.sentence(i)
	add := func(m *mention) {
		if name := r.side(m); name != "" && name != "United States" { // who mediates is no side
			if count[name] == 0 {
				order = append(order, name)
			}
			count[name]++
		}
	}
	for j := s.First; j < s.End; j++ {
		if m := r.mentionAt[j]; m != nil && m.first == j {
			add(m)
		}
	}
	if len(order) < 2 {
		for _, m := range r.mentions {
			add(m)
		}
	}
	if len(order) < 2 || len(order) > 3 {
		return nil
	}
	return order[:2]
}

func twoSides(a, b string) []string {
	if a == "" || b == "" || a == b {
		return nil
	}
	return []string{a, b}
}

func (r *reading) sideEnding(i int) *mention {
	if m := r.mentionEnding(i); m != nil && r.side(m) != "" {
		return m
	}
	return nil
}

// side is the name of the side that a mention is of an agreement: a state, an armed
// movement, a union of states.
func (r *reading) side(m *mention) string {
	switch m.kind {
	case "country", "demonym", "capital":
		return m.entry.Name
	case aName:
		if strings.HasPrefix(r.words[m.first].text, "Gaza") {
			return "Palestine"
		}
	case "metonym":
		c, _ := r.lex.Country(m.entry.ISO3)
		return c.Name
	case "organization":
		if m.entry.Type == "armed" || m.entry.Name == "European Union" || m.entry.Name == "European Community" {
			return m.entry.Name
		}
	}
	return ""
}
