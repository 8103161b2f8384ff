package extract

import (
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/schema"
)

// person is somebody whom the article names, with all forms of the name.
type person struct {
	name     string   // the fullest form
	words    []string // of the fullest form
	mentions []*mention
	posts    []*post
	gender   string // "m", "f" or "" where nothing tells

	terms []lexicon.Official // of the table of officials, where it knows the name
}

func (p *person) last() string { return p.words[len(p.words)-1] }

func (p *person) entity() schema.Entity {
	return schema.Entity{ID: schema.EntityID(schema.Person, p.name), Kind: schema.Person, Name: p.name}
}

// people are the persons of an article in the order of their first full name.
type people struct {
	all    []*person
	byLast map[string][]*person

	speaking map[string]bool // names of one word that a saying verb touches
}

// findPeople decides which names are people's and which of them are one person.
func (r *reading) findPeople() {
	r.people = &people{byLast: map[string][]*person{}, speaking: map[string]bool{}}
	for _, m := range r.mentions {
		if m.kind == aName && m.end == m.first+1 && r.personSpeaks(m) {
			r.people.speaking[r.words[m.first].text] = true
		}
	}
	var short []*mention
	for _, m := range r.mentions {
		if m.kind != aName {
			continue
		}
		words := r.nameWords(m)
		if len(words) > 1 && r.isPerson(m, words) {
			r.join(m, words)
		} else if len(words) == 1 {
			short = append(short, m)
		}
	}
	for _, m := range short {
		words := r.nameWords(m)
		if p := r.shortFor(m, words[0]); p != nil {
			r.join(m, words, p)
		} else if r.isPerson(m, words) {
			r.join(m, words)
		}
	}
}

// nameOfficials gives people whom the table of officials knows its form of their
// name, and the offices it has of them: by the full name in the article, or by a
// title before a last name, where only one person fits ("President Nixon").
func (r *reading) nameOfficials() {
	on := schema.DateOf(r.doc.Published)
	for _, p := range r.people.all {
		var terms []lexicon.Official
		if len(p.words) > 1 {
			terms = oneOfficial(r.lex.OfficialsNamed(p.name), on)
		} else if t := r.titleBefore(p.mentions[0]); t != nil && t.kind == "title" {
			var fitting []lexicon.Official
			for _, term := range r.lex.SurnameHolders(p.name, on) {
				if term.Office == r.lex.OfficeTitle(t.entry.Form, term.ISO3) {
					fitting = append(fitting, term)
				}
			}
			terms = oneOfficial(fitting, on)
		}
		if len(terms) > 0 {
			p.terms, p.name = terms, terms[0].Person
		}
	}
}

// oneOfficial is the terms of one person, where several share the name the one in
// office on the day; nil where that does not tell.
func oneOfficial(terms []lexicon.Official, on schema.Date) []lexicon.Official {
	persons := map[string]bool{}
	for _, t := range terms {
		persons[t.Person] = true
	}
	if len(persons) <= 1 {
		return terms
	}
	if on == "" {
		return nil
	}
	var then []lexicon.Official
	for _, t := range terms {
		if t.From <= on && (t.To == "" || on <= t.To) {
			then = append(then, t)
		}
	}
	if len(then) == 0 || len(then) == len(terms) {
		return nil
	}
	return oneOfficial(then, on)
}

// nameWords are the words of a name, hyphens folded in, "Jr." left out.
func (r *reading) nameWords(m *mention) []string {
	var words []string
	for i := m.first; i < m.end; i++ {
		text := r.words[i].text
		switch {
		case i > m.first && (text == "-" || r.words[i-1].text == "-"):
			words[len(words)-1] += text
		case r.lex.Is("name suffix", r.words[i].lower):
		default:
			words = append(words, text)
		}
	}
	return words
}

// join adds the mention to the person, who is looked up by the name where none is
// given, and made where none is found.
func (r *reading) join(m *mention, words []string, known ...*person) {
	var p *person
	if len(known) > 0 {
		p = known[0]
	} else if p = r.people.find(words); p == nil {
		p = &person{words: words, name: strings.Join(words, " ")}
		r.people.all = append(r.people.all, p)
		r.people.byLast[p.last()] = append(r.people.byLast[p.last()], p)
	}
	if len(words) > len(p.words) {
		p.words, p.name = words, strings.Join(words, " ")
	}
	if p.gender == "" {
		p.gender = r.gender(m, words)
	}
	m.kind, m.person = aPerson, p
	p.mentions = append(p.mentions, m)
}

// find is the person of a full name: the same last word, and a first word that is
// the same or an initial of it.
func (p *people) find(words []string) *person {
	for _, known := range p.byLast[words[len(words)-1]] {
		a, b := known.words[0], words[0]
		if a == b || len(known.words) > 1 && len(words) > 1 && (isInitial(a) || isInitial(b)) && a[0] == b[0] {
			return known
		}
	}
	return nil
}

func isInitial(word string) bool {
	return len(word) <= 2 && strings.HasSuffix(word, ".") || len(word) == 1
}

// gender is what the word before a name or the given name tells.
func (r *reading) gender(m *mention, words []string) string {
	if before := r.word(m.first - 1).lower; r.lex.Is("feminine", before) {
		return "f"
	} else if r.lex.Is("masculine", before) {
		return "m"
	}
	if t := r.titleBefore(m); t != nil && t.entry.Feminine {
		return "f"
	}
	g := ""
	if len(words) > 1 {
		g, _ = r.lex.Gender(words[0])
	}
	return g
}

func (r *reading) titleBefore(m *mention) *mention {
	if m.first == 0 {
		return nil
	}
	if t := r.mentionAt[m.first-1]; t != nil && (t.kind == "title" || t.kind == "honorific") {
		return t
	}
	return nil
}

// shortFor is the person whom one word of a name stands for: the one of that last
// name, of several the one spoken of last before, a title's gender minded. A first
// name stands for a person too where it is not a given name ("Xi", "Mao").
func (r *reading) shortFor(m *mention, word string) *person {
	gender := r.gender(m, nil)
	var best *person
	for _, p := range r.people.all {
		if p.last() != word && (p.words[0] != word || len(p.words) == 1 || r.isGiven(word)) {
			continue
		}
		if gender != "" && p.gender != "" && gender != p.gender {
			continue
		}
		if best == nil || r.lastBefore(p, m.first) > r.lastBefore(best, m.first) {
			best = p
		}
	}
	return best
}

// lastBefore is the token of the person's last mention before token at, or -1.
func (r *reading) lastBefore(p *person, at int) int {
	last := -1
	for _, m := range p.mentions {
		if m.first < at && m.first > last {
			last = m.first
		}
	}
	return last
}

// isPerson tells whether a name is a person's: a known given name, a title or
// honorific before it, an office after it, or saying something, and no word in it
// that names of organizations have.
func (r *reading) isPerson(m *mention, words []string) bool {
	if r.isOrganization(m) {
		return false
	}
	if t := r.titleBefore(m); t != nil && (t.kind == "honorific" || t.entry.Type != "organization") {
		return len(words) > 1 || r.word(m.end).lower != "'s" || t.kind == "honorific" || t.entry.Use == "before"
	}
	if len(words) < 2 {
		return false
	}
	if r.isGiven(words[0]) || isInitial(words[0]) {
		return !r.lex.Is("place word", strings.ToLower(words[len(words)-1]))
	}
	if r.word(m.end).text == "," {
		for i := m.end + 1; i < m.end+8 && i < len(r.words); i++ {
			if r.mentionAt[i] != nil && r.mentionAt[i].kind == "title" {
				return true
			}
			if isStop(r.words[i].text) {
				break
			}
		}
	}
	if len(words) > 3 || r.word(m.first-1).lower == "the" {
		return false
	}
	return r.personSpeaks(m) || r.people.speaking[words[len(words)-1]] // "Ogutcu said" further on
}

// personSpeaks tells whether a saying verb touches the name.
func (r *reading) personSpeaks(m *mention) bool {
	for _, i := range []int{m.end, m.first - 1} {
		if i >= 0 && i < len(r.cueAt) && r.cueAt[i] != nil && r.cueAt[i].says() {
			return true
		}
	}
	return false
}

// isOrganization tells whether a name has a word that organizations' names have.
func (r *reading) isOrganization(m *mention) bool {
	for i := m.first; i < m.end; i++ {
		if r.lex.Is("organization word", r.words[i].lower) {
			return true
		}
	}
	return m.end == m.first+1 && r.words[m.first].shout
}
