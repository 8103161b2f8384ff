package extract

import (
	"math"
	"slices"
	"sort"
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
	gender   string          // "m", "f" or "" where nothing tells
	guessed  bool            // only the given name tells the gender
	roles    map[string]bool // words that the article calls them by

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
	byPart map[string][]*person // by each other word of their names

	speaking map[string]bool // names of one word that a saying verb touches
}

// findPeople decides which names are people's and which of them are one person.
func (r *reading) findPeople() {
	r.people = &people{byLast: map[string][]*person{}, byPart: map[string][]*person{}, speaking: map[string]bool{}}
	for _, m := range r.mentions {
		if m.kind == aName && m.end == m.first+1 && (m.hint == "person" || r.personSpeaks(m)) {
			r.people.speaking[r.words[m.first].text] = true
		}
	}
	var short, late []*mention
	for _, m := range r.mentions {
		if m.kind != aName {
			continue
		}
		words := r.nameWords(m)
		if len(words) > 1 && r.isPerson(m, words) {
			if strings.HasSuffix(words[len(words)-1], "s") || isPrince(words) {
				late = append(late, m)
				continue
			}
			r.join(m, words)
		} else if len(words) == 1 {
			short = append(short, m)
		}
	}
	for _, m := range late {
		words := r.nameWords(m)
		if p := r.people.find(withoutOwner(words)); p != nil && len(p.words) > 1 {
			r.join(m, nil, p)
		} else if p := r.princeOf(words); p != nil {
			r.join(m, nil, p)
		} else {
			r.join(m, words)
		}
	}
	short = append(short, r.namesakes()...)
	rest := short[:0]
	for _, m := range short {
		if words := r.nameWords(m); !r.joinTitled(m, words) {
			rest = append(rest, m)
		}
	}
	for _, m := range rest {
		words := r.nameWords(m)
		if p := r.shortFor(m, words[0]); p != nil {
			r.join(m, words, p)
		} else if p := r.shortFor(m, withoutOwner(words)[0]); p != nil && len(p.words) > 1 && len(words[0]) > 4 {
			r.join(m, nil, p)
		} else if r.isFirm(m) {
			continue
		} else if is := r.isPerson(m, words); is || r.people.speaking[words[0]] {
			if p := r.people.misspelt(words[0]); p != nil {
				r.join(m, words, p)
			} else if is {
				r.join(m, words)
			}
		}
	}
}

// isPrince tells whether a name is "Prince Mohammed", which may be short for another.
func isPrince(words []string) bool {
	return len(words) == 2 && (words[0] == "Prince" || words[0] == "Princess")
}

// princeOf is whom "Prince Mohammed" is short for: of those of the given name the first one whom
// the article calls a prince.
func (r *reading) princeOf(words []string) *person {
	if !isPrince(words) {
		return nil
	}
	for _, p := range r.people.byPart[nameKey(words[1])] {
		if nameKey(p.words[0]) == nameKey(words[1]) && slices.ContainsFunc(p.mentions, func(m *mention) bool {
			t := r.titleBefore(m)
			return t != nil && strings.HasSuffix(t.entry.Name, words[0])
		}) {
			return p
		}
	}
	return nil
}

// withoutOwner is a name without the "s" that is left of an owner's "'s" where copy that went through
// many hands has lost the mark: "Yoweri Musevenis".
func withoutOwner(words []string) []string {
	last := len(words) - 1
	return append(slices.Clone(words[:last]), strings.TrimSuffix(words[last], "s"))
}

// isFirm tells whether a word is short for a company that was named before with its form:
// "Champion" after "Champion Parts Rebuilders Inc".
func (r *reading) isFirm(m *mention) bool {
	full := r.fullBody(m)
	return full != nil && r.lex.Is("company form", r.words[full.end-1].lower) && r.titleBefore(m) == nil
}

func (r *reading) joinTitled(m *mention, words []string) bool {
	p := r.titled(m, words[0])
	if p != nil {
		r.join(m, words, p)
	}
	return p != nil
}

// namesakes are the listed names that are rather somebody's last name: "Jordan" where
// the article has Jim Jordan or Rep. Jordan, and speaks of the country by no other word.
func (r *reading) namesakes() []*mention {
	var found []*mention
	titled := map[string]bool{}
	for _, m := range r.mentions {
		w := r.words[m.first]
		if !r.canBeNamesake(m) {
			continue
		}
		if t := r.titleBefore(m); t != nil && t.entry.Use == "before" {
			titled[w.text] = true
		}
		if titled[w.text] || slices.ContainsFunc(r.people.byLast[nameKey(w.text)], func(p *person) bool { return len(p.words) > 1 && p.before(m.first) > 0 }) {
			m.kind = aName
			found = append(found, m)
		}
	}
	return found
}

func (r *reading) canBeNamesake(m *mention) bool {
	w := r.words[m.first]
	if m.end != m.first+1 || !w.capital || w.shout || r.nextIsName(m) {
		return false
	}
	switch m.kind {
	case "title", "honorific", "organization", "outlet":
		return true
	case "country", "capital":
		return !r.mentionsDemonym(m.entry.ISO3)
	}
	return false
}

func (r *reading) nextIsName(m *mention) bool {
	next := r.word(m.end)
	return next.capital && next.plain || next.text == "-"
}

// misspelt is the person whose last name a word is but for a letter: newsrooms write
// "Bornsten" for "Bornstein".
func (p *people) misspelt(word string) *person {
	var found *person
	for _, who := range p.all {
		if len(who.words) < 2 || len(word) < 5 || word[0] != who.last()[0] || !nearlyEqual(strings.ToLower(word), strings.ToLower(who.last())) {
			continue
		}
		if found != nil {
			return nil
		}
		found = who
	}
	return found
}

// nearlyEqual tells whether two words differ by one letter that is missing, added or
// another one, or by two letters that have changed places.
func nearlyEqual(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	return a[min(i+1, len(a)):] == b[min(i+1, len(b)):] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// titled is the official whom a title before a last name means, where the table has
// one of that office and name: "President Obama" beside Michelle Obama.
func (r *reading) titled(m *mention, last string) *person {
	t := r.titleBefore(m)
	if t == nil || t.kind != "title" {
		return nil
	}
	var fitting []lexicon.Official
	on := schema.DateOf(r.doc.Published)
	if on == "" && isOneOfMany(t) {
		return nil // there were too many of any name
	}
	for _, term := range r.lex.SurnameHolders(last, on) {
		if r.isIn(term, t) {
			fitting = append(fitting, term)
		}
	}
	if fitting = oneOfficial(fitting, on); len(fitting) == 0 {
		return nil
	}
	others := false
	for _, p := range r.people.byLast[nameKey(last)] {
		if terms := r.lex.OfficialsNamed(p.name, on); len(terms) > 0 && terms[0].Person == fitting[0].Person {
			return p
		}
		gender, _ := r.gender(m, nil)
		others = others || gender == "" || p.gender == "" || p.gender == gender
	}
	if len(r.people.byLast[nameKey(last)]) > 0 && !others {
		return nil
	}
	words := strings.Fields(fitting[0].Person)
	if len(words) < 2 || nameKey(words[len(words)-1]) != nameKey(last) && nameKey(words[0]) != nameKey(last) || r.sharesTitle(t, last) {
		return nil
	}
	p := r.people.add(words)
	p.gender, _ = r.lex.Gender(words[0])
	return p
}

// isOneOfMany tells whether a title is one that many hold at a time.
func isOneOfMany(t *mention) bool { return t.entry.Type == "legislator" || t.entry.Type == "regional" }

// isIn tells whether a term of the table is in the office of a title before a name. Of a
// governor the state counts where it stands before the title: "Oregon Gov. Brown".
func (r *reading) isIn(term lexicon.Official, t *mention) bool {
	title := r.lex.OfficeTitle(t.entry.Form, term.ISO3)
	state, of := strings.CutPrefix(term.Office, title+" of ")
	if !of || t.entry.Type != "regional" {
		return term.Office == title
	}
	return t.first == 0 || r.regionAt[t.first-1] == nil || r.regionAt[t.first-1].entry.Name == state
}

// sharesTitle tells whether somebody of the last name is named in full after the same
// title: "President Bill Clinton".
func (r *reading) sharesTitle(t *mention, last string) bool {
	for _, p := range r.people.byLast[nameKey(last)] {
		for _, m := range p.mentions {
			if other := r.titleBefore(m); other != nil && other.entry.Name == t.entry.Name {
				return true
			}
		}
	}
	return false
}

// nameOfficials gives people whom the table of officials knows its form of their
// name, and the offices it has of them: by the full name in the article, or by a
// title before a last name, where only one person fits ("President Nixon").
func (r *reading) nameOfficials() {
	on := schema.DateOf(r.doc.Published)
	for _, p := range r.people.all {
		var terms []lexicon.Official
		if len(p.words) > 1 {
			if terms = oneOfficial(r.lex.OfficialsNamed(p.name, on), on); terms == nil {
				terms = r.crowned(p)
			}
		} else {
			terms = r.chief(p, on)
		}
		switch {
		case len(terms) > 0:
			p.terms, p.name = terms, terms[0].Person
		case len(p.words) == 1:
			if p.name = r.lex.Known(p.words[0], r.mentionsAny); p.name == "" || r.otherGender(p) {
				p.name = r.politeName(p)
			} else {
				p.terms = oneOfficial(r.lex.OfficialsNamed(p.name, on), on)
			}
		}
	}
}

// crowned is the terms of somebody whose name the table has with the title: "Pope John
// Paul".
func (r *reading) crowned(p *person) []lexicon.Official {
	t := r.titleBefore(p.mentions[0])
	if t == nil || t.kind != "title" {
		return nil
	}
	return r.lex.OfficialsNamed(t.entry.Name+" "+p.name, schema.DateOf(r.doc.Published))
}

// otherGender tells whether what is known of a person contradicts the name.
func (r *reading) otherGender(p *person) bool {
	g, _ := r.lex.Gender(strings.Fields(p.name)[0])
	if p.gender == "" && (g == "m" || g == "f") {
		p.gender = g
	}
	return g != "" && p.gender != "" && p.gender != g
}

// politeName is the last name of somebody who has no first name in the article, with
// "Mr." or "Ms." where it stands before the name.
func (r *reading) politeName(p *person) string {
	p.name = p.words[0]
	for _, m := range p.mentions {
		if t := r.titleBefore(m); t != nil && t.kind == "honorific" && strings.HasSuffix(r.words[t.first].text, ".") && r.lex.Is("polite", r.words[t.first].lower) {
			return r.words[t.first].text + " " + p.name
		}
	}
	return p.name
}

// chief is the terms of the head of state or government whom a last name that stands
// alone in the article means: the only one of that name, of a country that the article
// speaks of. A title says more: "President Nixon".
func (r *reading) chief(p *person, on schema.Date) []lexicon.Official {
	holders := r.lex.SurnameHolders(p.words[0], on)
	for _, m := range p.mentions {
		t := r.titleBefore(m)
		if t == nil || t.kind != "title" || on == "" && isOneOfMany(t) {
			continue
		}
		var fitting []lexicon.Official
		for _, term := range holders {
			if r.isIn(term, t) {
				fitting = append(fitting, term)
			}
		}
		if terms := oneOfficial(fitting, on); len(terms) > 0 {
			return terms
		}
	}
	var chiefs []lexicon.Official
	for _, term := range holders {
		if g, _ := r.lex.Gender(strings.Fields(term.Person)[0]); g != "" && p.gender != "" && g != p.gender || !hasWord(strings.Fields(term.Person), nameKey(p.words[0])) {
			continue
		}
		if r.lex.Is("chief", strings.ReplaceAll(strings.ToLower(term.Office), " ", "-")) && term.ISO3 != "" && (r.countries[term.ISO3] > 0 || term.ISO3 == "USA") {
			chiefs = append(chiefs, term)
		}
	}
	return oneOfficial(chiefs, on)
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
		if t.Holds(on) {
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
		case len(words) > 0 && (text == "-" || r.words[i-1].text == "-"):
			words[len(words)-1] += text
		case len(words) > 0 && r.lex.Is("name suffix", r.words[i].lower), isMark(text), r.words[i].quote != r.words[m.first].quote: // a nickname
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
		p = r.people.add(words)
	}
	if len(words) > len(p.words) && (r.isGiven(words[0]) || !r.isGiven(p.words[0])) {
		p.words, p.name = words, strings.Join(words, " ")
	}
	if g, guessed := r.gender(m, words); g != "" && (p.gender == "" || p.guessed && !guessed) {
		p.gender, p.guessed = g, guessed
	}
	m.kind, m.person = aPerson, p
	p.mentions = slices.Insert(p.mentions, p.before(m.first), m)
}

// before is how many of the person's mentions stand before token at.
func (p *person) before(at int) int {
	return sort.Search(len(p.mentions), func(i int) bool { return p.mentions[i].first >= at })
}

// add makes a person of a name.
func (p *people) add(words []string) *person {
	who := &person{words: words, name: strings.Join(words, " ")}
	p.all = append(p.all, who)
	key := nameKey(who.last())
	p.byLast[key] = append(p.byLast[key], who)
	for _, w := range words[:len(words)-1] {
		p.byPart[nameKey(w)] = append(p.byPart[nameKey(w)], who)
	}
	return who
}

// find is the person of a full name: the same last word, and a first word that is
// the same, among the other's words or an initial of it.
func (p *people) find(words []string) *person {
	for _, known := range p.byLast[nameKey(words[len(words)-1])] {
		a, b := nameKey(known.words[0]), nameKey(words[0])
		if a == b || len(known.words) > 1 && len(words) > 1 && (isInitial(a) || isInitial(b)) && a[0] == b[0] ||
			len(known.words) > 1 && len(words) > 1 && (hasWord(known.words[:len(known.words)-1], b) || hasWord(words[:len(words)-1], a)) {
			return known
		}
	}
	return nil
}

func hasWord(words []string, key string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return nameKey(w) == key })
}

// nameKey makes words of names comparable: "O’Neill" and "O'NEILL", "al-Assad" and
// "Assad".
func nameKey(word string) string {
	key := strings.ToLower(strings.ReplaceAll(word, "’", "'"))
	for _, article := range []string{"al-", "el-"} {
		if rest, ok := strings.CutPrefix(key, article); ok && rest != "" {
			return rest
		}
	}
	return key
}

func isInitial(word string) bool {
	return len(word) <= 2 && strings.HasSuffix(word, ".") || len(word) == 1
}

// isSurname tells whether a name of several words ends with the word.
func (r *reading) isSurname(word string) bool {
	if r.surnames == nil {
		r.surnames = map[string]bool{}
		for _, m := range r.mentions {
			if m.end > m.first+1 {
				r.surnames[r.words[m.end-1].text] = true
			}
		}
	}
	return r.surnames[word]
}

// gender is what the word before a name or the given name tells.
func (r *reading) gender(m *mention, words []string) (gender string, guessed bool) {
	if before := r.word(m.first - 1).lower; r.lex.Is("feminine", before) {
		return "f", false
	} else if r.lex.Is("masculine", before) {
		return "m", false
	}
	if t := r.titleBefore(m); t != nil && t.entry.Feminine {
		return "f", false
	}
	if len(words) > 1 || len(words) == 1 && !r.isSurname(words[0]) {
		gender, _ = r.lex.Gender(words[0])
	}
	return gender, true
}

func (r *reading) titleBefore(m *mention) *mention {
	if m.first == 0 {
		return nil
	}
	if t := r.mentionAt[m.first-1]; t.isTitle() {
		return t
	}
	return nil
}

// shortFor is the person whom one word of a name stands for: of that last name, else
// of that first or middle name where only one has it. A title's gender is minded. Of
// several it is who is named most and last, but not as somebody's relative.
func (r *reading) shortFor(m *mention, word string) *person {
	gender, _ := r.gender(m, nil)
	fits := func(p *person) bool { return gender == "" || p.gender == "" || gender == p.gender }
	if best := r.salient(m, r.people.byLast[nameKey(word)], fits); best != nil {
		return best
	}
	var others []*person
	for _, p := range r.people.byPart[nameKey(word)] {
		if fits(p) && !slices.Contains(others, p) {
			others = append(others, p)
		}
	}
	if len(others) > 1 && r.titleBefore(m) == nil {
		return nil
	}
	return r.salient(m, others, fits) // "Prince Mohammed", "Donald"
}

// lastOf is the last of a list, so that a text of a thousand namesakes is read in bounded
// time.
func lastOf(list []*person) []*person { return list[max(0, len(list)-200):] }

// salient is who of several of one name a mention means.
func (r *reading) salient(m *mention, list []*person, fits func(*person) bool) *person {
	var best *person
	most := 0.0
	known := ""
	if len(list) > 1 {
		known = r.lex.Known(list[0].last(), r.mentionsAny)
	}
	gender := ""
	if len(list) > 1 {
		gender = r.genderAfter(m)
	}
	for _, p := range lastOf(list) {
		if !fits(p) {
			continue
		}
		score := 0.7 * math.Log(float64(1+len(p.mentions)))
		if n := p.before(m.first); n > 0 {
			last := p.mentions[n-1]
			away := float64(r.text.Tokens[m.first].Sentence - r.text.Tokens[last.first].Sentence)
			score += 4 / (1 + away/2)
			if last.end-last.first > 1 && (away <= 1 || r.sentence(m.first).Paragraph-r.sentence(last.first).Paragraph == 1 && r.beginsSentence(last.first)) {
				score += 1.5 // somebody just named in full, maybe since another has the name
			}
			before := r.word(last.first - 1).lower
			if before == "," {
				before = r.word(last.first - 2).lower // "her father, Rafael"
			}
			switch {
			case r.lex.Is("relative noun", before):
				score -= 2.5
			case r.lex.Is("preposition", before):
				score -= 1.5
			}
		}
		if gender != "" && p.gender != "" && p.gender != gender {
			score -= 1.5
		}
		if p.name == known {
			score += 1.5 // of those of the name, the one whom such an article speaks of
		}
		if best == nil || score > most {
			best, most = p, score
		}
	}
	return best
}

// genderAfter is what the first "he" or "her" behind a name tells of it, where nobody else is named
// between: "Clinton allowed her staff".
func (r *reading) genderAfter(m *mention) string {
	for i := m.end; i < min(m.end+genderWords, r.sentence(m.first).End) && r.words[i].quote == r.words[m.first].quote; i++ {
		switch r.words[i].lower {
		case "he", "his", "himself":
			return "m"
		case "she", "her", "herself":
			return "f"
		}
		if r.words[i].capital || isStop(r.words[i].text) {
			return ""
		}
	}
	return ""
}

// genderWords is how many words behind a name are looked at for its gender.
const genderWords = 6

// lastBefore is the token of the person's last mention before token at, or -1.
func (r *reading) lastBefore(p *person, at int) int {
	if i := p.before(at); i > 0 {
		return p.mentions[i-1].first
	}
	return -1
}

// isPerson tells whether a name is a person's: a known given name, a title or
// honorific before it, an office after it, or saying something, and no word in it
// that names of organizations have.
func (r *reading) isPerson(m *mention, words []string) bool {
	if t := r.titleBefore(m); t != nil && t.kind == "title" && t.entry.Use == "before" && t.entry.Type == "legislator" && len(words) > 1 {
		return true // "representative Zaldy Co"
	}
	switch {
	case m.hint == "person" && (len(words) > 1 || !r.isOrganization(m)):
		return true
	case m.hint == "organization" && len(words) > 1 && !r.isOrganization(m) && r.people.speaking[words[len(words)-1]]:
		return true // the reader is sure of the last name alone only
	case m.hint != "", r.isOrganization(m):
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
	return m.end == m.first+1 && (r.words[m.first].shout || r.isCompound(r.words[m.first].text))
}

// isCompound tells whether a word has a capital inside, as names of firms and sites
// have: "PolitiFact", but not "McConnell".
func (r *reading) isCompound(text string) bool {
	for i := 1; i < len(text); i++ {
		if 'A' <= text[i] && text[i] <= 'Z' && 'a' <= text[i-1] && text[i-1] <= 'z' && !r.lex.Is("name prefix", strings.ToLower(text[:i])) {
			return true
		}
	}
	return false
}
