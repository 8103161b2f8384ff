package extract

import (
	"slices"
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/schema"
)

// Kinds of mentions beside those of the word lists.
const (
	aPerson lexicon.Kind = "person" // the name of a person
	aName   lexicon.Kind = "name"   // a name in capitals that no list knows
)

// mention is a name in the text: of a list, or one that its capitals give away.
type mention struct {
	first, end int // tokens [first, end)
	kind       lexicon.Kind
	entry      lexicon.Entry // of a list
	person     *person       // of a person's name
	place      bool          // a capital that is only where something happens: "in Moscow"
}

// preference says which reading of a form of several lists is taken.
var preference = map[lexicon.Kind]int{
	"notcountry": 1, "treaty": 2, "organization": 3, "outlet": 4, "metonym": 5, "country": 6, "demonym": 7,
	"capital": 8, "group": 9, "title": 10, "honorific": 11, "state": 12,
}

// findMentions finds names: those that the word lists know, the longest first, and
// runs of words in capitals, which may be people.
func (r *reading) findMentions() {
	for i := 0; i < len(r.words); {
		listed := r.listedAt(i)
		named := r.nameAt(i, listed)
		switch {
		case named != nil && (listed == nil || named.end > listed.end || listed.kind == "notcountry"):
			i = r.addMention(named)
		case listed != nil && listed.kind == "notcountry":
			i = listed.end
		case listed != nil:
			i = r.addMention(listed)
		default:
			i++
		}
	}
}

func (r *reading) addMention(m *mention) int {
	r.mentions = append(r.mentions, m)
	for i := m.first; i < m.end; i++ {
		r.mentionAt[i] = m
	}
	return m.end
}

// listedAt is the longest listed form that starts at token i and ends at the end of
// a token.
func (r *reading) listedAt(i int) *mention {
	if !r.words[i].plain && r.words[i].text[0] != '\'' {
		return nil
	}
	start := r.text.Tokens[i].Start
	entries, n := r.lex.At(r.text.Raw, start)
	if n == 0 {
		return nil
	}
	end := i + 1
	for end < len(r.words) && r.text.Tokens[end].Start < start+n {
		end++
	}
	if r.text.Tokens[end-1].End > start+n {
		return nil
	}
	entry, ok := r.choose(entries)
	if !ok {
		return nil
	}
	m := &mention{first: i, end: end, kind: entry.Kind, entry: entry}
	m.place = m.kind == "capital" && r.isPlace(m)
	return m
}

// choose takes one reading of an ambiguous form.
func (r *reading) choose(entries []lexicon.Entry) (lexicon.Entry, bool) {
	best, found := lexicon.Entry{}, false
	for _, e := range entries {
		if e.Needs != "" && !r.mentionsAny(e.Needs) || !r.inTime(e) {
			continue
		}
		if e.Kind == "state" { // a country of the same name is meant unless the article speaks of the state's country only
			if !found || best.Kind != "country" || r.mentionsDemonym(e.Within) && !r.mentionsDemonym(best.ISO3) {
				return lexicon.Entry{Kind: "notcountry"}, true
			}
			continue
		}
		if !found || preference[e.Kind] < preference[best.Kind] {
			best, found = e, true
		}
	}
	return best, found
}

// mentionsAny tells whether the article has one of the forms, joined by "|".
func (r *reading) mentionsAny(alternatives string) bool {
	has, known := r.has[alternatives]
	if !known {
		has = slices.ContainsFunc(strings.Split(alternatives, "|"), func(form string) bool { return strings.Contains(r.text.Raw, form) })
		r.has[alternatives] = has
	}
	return has
}

func (r *reading) mentionsDemonym(iso3 string) bool {
	country, _ := r.lex.Country(iso3)
	return r.mentionsAny(strings.Join(slices.Concat(country.Demonyms, country.Capitals), "|"))
}

// inTime tells whether what the entry stands for existed when the article appeared;
// without a date, whether it exists today. It matters for capitals only: an article
// may always speak of a state that is no more.
func (r *reading) inTime(e lexicon.Entry) bool {
	if e.Kind != "capital" {
		return true
	}
	if r.doc.Published.IsZero() {
		return e.To == 0
	}
	year := r.doc.Published.Year()
	return (e.From == 0 || e.From <= year) && (e.To == 0 || year <= e.To)
}

// isPlace tells whether a capital is only where something happens ("in London").
func (r *reading) isPlace(m *mention) bool {
	before := r.word(m.first - 1)
	if r.lex.Is("locative", before.lower) {
		return true
	}
	// A dateline, and the first part of "London-based" or "Paris, France".
	next := r.word(m.end)
	return before.text == "(" || next.text == "-" || next.text == "," && r.word(m.end+1).capital && r.countryAt(m.end+1)
}

func (r *reading) countryAt(i int) bool {
	listed := r.listedAt(i)
	return listed != nil && listed.kind == "country"
}

// nameAt is the run of words in capitals that starts at token i and may be a name
// that no list knows; listed is the listed form that starts there.
func (r *reading) nameAt(i int, listed *mention) *mention {
	w := r.words[i]
	if !w.capital || !w.plain || r.shouting(i) || r.lex.Is("function", w.lower) || r.lex.Is("time", w.lower) {
		return nil
	}
	given := r.isGiven(w.text) || r.afterTitle(i) && r.word(i+1).capital && r.listedAt(i+1) == nil
	if listed != nil && (!given || listed.end > i+1 && listed.kind != "notcountry") {
		return nil
	}
	end := i + 1
	for end < len(r.words) && r.joins(i, end) {
		end++
	}
	for end > i+1 && !r.words[end-1].capital { // no particle, hyphen or mark at the end
		end--
	}
	if listed != nil && end == i+1 {
		return nil
	}
	if end == i+1 && w.first && !r.capitals[w.text] {
		return nil
	}
	return &mention{first: i, end: end, kind: aName}
}

// afterTitle tells whether the word before token i is a title or honorific, so that
// even the name of a country is somebody's given name: "Minister Israel Katz".
func (r *reading) afterTitle(i int) bool {
	if i == 0 || r.mentionAt[i-1] == nil {
		return false
	}
	kind := r.mentionAt[i-1].kind
	return (kind == "title" || kind == "honorific") && r.words[i-1].quote == r.words[i].quote
}

// joins tells whether token j goes on with the name that starts at i.
func (r *reading) joins(i, j int) bool {
	w := r.words[j]
	if r.text.Tokens[j].Sentence != r.text.Tokens[i].Sentence || w.quote != r.words[i].quote {
		return false
	}
	glued := r.text.Tokens[j].Start == r.text.Tokens[j-1].End
	switch {
	case w.text == "-":
		return glued && r.word(j+1).plain && r.text.Tokens[j+1].Start == r.text.Tokens[j].End
	case r.words[j-1].text == "-":
		return glued // "Ki-moon"
	case glued:
		return false // "'s", ","
	case w.lower == "of" || w.lower == "for" || w.lower == "and": // "Ministry of External Affairs"
		return r.lex.Is("body of", r.words[i].lower) && r.word(j+1).capital && (r.listedAt(j+1) == nil || w.lower != "and")
	case r.lex.Is("particle", w.lower) && !w.capital:
		return r.word(j + 1).capital
	case !w.capital:
		return false
	case r.lex.Is("function", w.lower) || r.lex.Is("time", w.lower): // "Theresa May"
		return j == i+1 && r.isGiven(r.words[i].text) && !r.words[i].first
	}
	listed := r.listedAt(j)
	if listed == nil {
		return true
	}
	// "Michael Jordan": one listed word after a given name is its surname.
	return listed.end == j+1 && j == i+1 && r.isGiven(r.words[i].text) && !r.words[i].first &&
		listed.kind != "title" && listed.kind != "demonym" && !r.word(j+1).capital
}

func (r *reading) isGiven(text string) bool {
	_, known := r.lex.Gender(text)
	return known
}

// shouting tells whether the sentence of token i is wholly in capitals, as headlines
// were: capitals tell nothing there.
func (r *reading) shouting(i int) bool { return r.loud[r.text.Tokens[i].Sentence] }

// listenForShouting finds the sentences that are wholly in capitals, and the words
// that have a capital inside one of the others.
func (r *reading) listenForShouting() {
	r.loud = make([]bool, len(r.text.Sentences))
	r.capitals = map[string]bool{}
	for n, s := range r.text.Sentences {
		loud, words := 0, 0
		for j := s.First; j < s.End; j++ {
			if w := r.words[j]; w.plain && len(w.text) > 1 {
				words++
				if w.shout {
					loud++
				}
			}
		}
		if r.loud[n] = words > 2 && loud*10 >= words*7; r.loud[n] {
			continue
		}
		for j := s.First; j < s.End; j++ {
			if w := r.words[j]; w.capital && !w.first {
				r.capitals[w.text] = true
			}
		}
	}
}

// nameText is the mention as printed, with white space folded.
func (r *reading) nameText(m *mention) string {
	return collapse(r.span(m.first, m.end).In(r.text.Raw))
}

// entity is the entity of a mention, added to the extraction where it is new, or ""
// where the mention names nothing that the graph has a place for.
func (r *reading) entity(m *mention) schema.ID {
	if m == nil {
		return ""
	}
	at := r.span(m.first, m.end)
	switch m.kind {
	case aPerson:
		return r.addEntity(m.person.entity(), at)
	case "country", "demonym", "capital":
		if m.place {
			return ""
		}
		return r.country(m.entry.ISO3, at)
	case "metonym":
		return r.metonym(m, at)
	case "organization", "outlet":
		return r.addEntity(organization(m.entry.Name, m.entry.ISO3), at)
	case "group":
		return r.addEntity(schema.Entity{ID: schema.EntityID(schema.Group, m.entry.Name), Kind: schema.Group, Name: m.entry.Name}, at)
	case "treaty":
		return r.addEntity(schema.Entity{ID: schema.EntityID(schema.Treaty, m.entry.Name), Kind: schema.Treaty,
			Name: m.entry.Name, Year: m.entry.Year}, at)
	case aName:
		return r.addEntity(organization(strings.TrimPrefix(r.nameText(m), "The "), ""), at)
	}
	return ""
}

func organization(name, iso3 string) schema.Entity {
	return schema.Entity{ID: schema.EntityID(schema.Organization, name), Kind: schema.Organization, Name: name, ISO3: iso3}
}

// country is the entity of a state.
func (r *reading) country(iso3 string, at schema.Span) schema.ID {
	c, ok := r.lex.Country(iso3)
	if !ok {
		return ""
	}
	return r.addEntity(schema.Entity{ID: schema.CountryID(iso3), Kind: schema.Country, Name: c.Name, ISO3: iso3}, at)
}

// metonym is what a seat or agency speaks as: a seat ("the Kremlin") as an office of
// its country, an agency or force as an organization of it.
func (r *reading) metonym(m *mention, at schema.Span) schema.ID {
	switch m.entry.Type {
	case "regime":
		return r.country(m.entry.ISO3, at)
	case "seat":
		return r.addOffice(m.entry.Name, m.entry.ISO3, "", at)
	}
	return r.addEntity(organization(m.entry.Name, m.entry.ISO3), at)
}

// addOffice is the entity of an office, with that of the country or organization it
// belongs to.
func (r *reading) addOffice(title, iso3 string, body schema.ID, at schema.Span) schema.ID {
	if iso3 != "" {
		body = ""
		r.country(iso3, schema.Span{})
	}
	belongs := iso3
	if belongs == "" {
		belongs = string(body)
	}
	return r.addEntity(schema.Entity{ID: schema.EntityID(schema.Office, title, belongs), Kind: schema.Office, Name: title,
		ISO3: iso3, Organization: body}, at)
}

// addEntity adds the entity where it is new, and the mention; an empty span adds
// none.
func (r *reading) addEntity(e schema.Entity, at schema.Span) schema.ID {
	known := r.entities[e.ID]
	if known == nil {
		known = &e
		r.entities[e.ID] = known
	}
	if at.Len() == 0 {
		return e.ID
	}
	for _, m := range known.Mentions {
		if m == at {
			return e.ID
		}
	}
	known.Mentions = append(known.Mentions, at)
	return e.ID
}
