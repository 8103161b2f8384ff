package extract

import (
	"slices"
	"sort"
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
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
	hint       string        // what the reader takes a name for: person, organization, "" where it does not say
}

// isTitle tells whether a mention is of a title or honorific before a name; none is none.
func (m *mention) isTitle() bool { return m != nil && (m.kind == "title" || m.kind == "honorific") }

// preference says which reading of a form of several lists is taken.
var preference = map[lexicon.Kind]int{
	"notcountry": 1, "treaty": 2, "organization": 3, "outlet": 4, "metonym": 5, "country": 6, "demonym": 7,
	"capital": 8, "group": 9, "title": 10, "honorific": 11, "state": 12,
}

// findMentions finds names: those that the word lists know, the longest first, and
// runs of words in capitals, which may be people.
func (r *reading) findMentions() {
	names := slices.Clone(r.found.Names)
	for i := 0; i < len(r.words); {
		for len(names) > 0 && names[0].First < i {
			names = names[1:]
		}
		listed := r.listedAt(i)
		named := r.nameAt(i, listed)
		if len(names) > 0 && names[0].First == i && names[0].Kind == "person" && listed != nil && listed.end < names[0].End && (listed.kind == "title" || listed.kind == "honorific") {
			names[0].First = listed.end // "Prince Mohammed"
		}
		if len(names) > 0 && names[0].First == i {
			named = r.readName(names[0], listed, named)
		} else if len(names) > 0 && named != nil && r.nameWithin(names[0], named) {
			named = nil // "Del. Stacey Plaskett": the name begins later
		}
		switch {
		case named != nil && (listed == nil || named.end > listed.end || listed.kind == "notcountry"):
			i = r.addMention(named)
		case listed != nil && listed.kind == "notcountry":
			i = r.passOver(listed)
		case listed != nil:
			r.makeForeign(listed)
			i = r.addMention(listed)
		default:
			i++
		}
	}
}

// makeForeign makes the name of a body that is one state's where it stands alone another
// state's where that stands before it: "the Philippine Department of Justice".
func (r *reading) makeForeign(m *mention) {
	if m.kind != "metonym" && m.kind != "organization" || m.entry.ISO3 == "" || m.first == 0 || len(r.mentions) == 0 {
		return
	}
	before := r.mentionAt[m.first-1]
	if before == nil || before.kind != "demonym" && before.kind != "country" || before.entry.ISO3 == m.entry.ISO3 {
		return
	}
	r.mentions = r.mentions[:len(r.mentions)-1]
	m.first, m.kind, m.hint = before.first, aName, "organization"
	m.entry = lexicon.Entry{ISO3: before.entry.ISO3}
}

// passOver steps over a phrase that names no state, and notes where it is a part of one:
// "Indiana".
func (r *reading) passOver(m *mention) int {
	if m.entry.Within != "" {
		for i := m.first; i < m.end; i++ {
			r.regionAt[i] = m
		}
	}
	return m.end
}

// readName is the name that the reader found, or what the rules made of the place where
// the reader's kind is not one that they know less of.
func (r *reading) readName(n nlp.Name, listed, named *mention) *mention {
	if r.shouting(n.First) {
		return named
	}
	longer := func() *mention {
		m := &mention{first: n.First, end: n.End, kind: aName, hint: n.Kind}
		if named != nil && named.end > n.End {
			m.end = named.end // "Association of Flight Attendants"
		}
		for m.end > m.first+1 && r.words[m.end-1].text == "-" {
			m.end--
		}
		return m
	}
	switch n.Kind {
	case "person":
		if r.words[n.First].capital || r.lex.Is("particle", r.words[n.First].lower) {
			return longer()
		}
	case "organization":
		if listed != nil && listed.kind != "notcountry" && (listed.kind != "country" && listed.kind != "capital" || listed.end >= n.End) {
			return named // "Russian Foreign Ministry": its country is known
		}
		if r.words[n.First].capital {
			return longer()
		}
	case "place":
		if named != nil && named.end < n.End && r.lex.Is("organization word", r.words[named.end-1].lower) {
			named.end = n.End // "National Museum of the American Indian"
		} else if named != nil && named.end <= n.End {
			named.hint = n.Kind
		}
	}
	return named
}

// nameWithin tells whether the reader has a person's name that ends a run of words in
// capitals.
func (r *reading) nameWithin(n nlp.Name, run *mention) bool {
	return n.Kind == "person" && n.First > run.first && n.First < run.end && n.End >= run.end && n.End-n.First > 1 &&
		r.words[n.First].capital && !r.isGiven(r.words[run.first].text)
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
	if strings.HasPrefix(r.text.Raw[start+n:], "$") {
		return nil // "US$"
	}
	if n == 0 {
		return r.ownerWithoutMark(i)
	}
	end := i + 1
	for end < len(r.words) && r.text.Tokens[end].Start < start+n {
		end++
	}
	if r.text.Tokens[end-1].End > start+n {
		return nil
	}
	if r.isGiven(r.word(end).text) { // "Del. Stacey Plaskett", not of Delaware
		if title := slices.IndexFunc(entries, func(e lexicon.Entry) bool { return e.Kind == lexicon.KindTitle && e.Use == "before" }); title >= 0 {
			entries = entries[title : title+1]
		}
	}
	entry, ok := r.choose(entries)
	if !ok {
		return nil
	}
	m := &mention{first: i, end: end, kind: entry.Kind, entry: entry}
	m.place = m.kind == "capital" && r.isPlace(m)
	return m
}

// ownerWithoutMark is a country whose "'s" has lost its mark: "Zimbabwes information
// minister", as copy that went through many hands has it.
func (r *reading) ownerWithoutMark(i int) *mention {
	text, ok := strings.CutSuffix(r.words[i].text, "s")
	if next := r.word(i + 1); !ok || !r.words[i].capital || len(text) < 4 || !next.plain || next.capital || r.lex.Is("function", next.lower) {
		return nil
	}
	entries, n := r.lex.At(text, 0)
	if n != len(text) || entries[0].Kind != lexicon.KindCountry || entries[0].Name != text {
		return nil
	}
	return &mention{first: i, end: i + 1, kind: entries[0].Kind, entry: entries[0]}
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
				return lexicon.Entry{Kind: "notcountry", Name: e.Name, Within: e.Within}, true
			}
			continue
		}
		if !found || preference[e.Kind] < preference[best.Kind] || e.Kind == best.Kind && r.isOfThen(e, best) {
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
		return e.To == 0 || r.mentionsAny(strings.Join(r.demonyms(e.ISO3), "|"))
	}
	year := r.doc.Published.Year()
	return (e.From == 0 || e.From <= year) && (e.To == 0 || year <= e.To)
}

// isOfThen tells whether an article without a date means a state that is no more by the
// seat or capital of its successor: the Kremlin, where it speaks of Soviets and no Russians.
func (r *reading) isOfThen(e, other lexicon.Entry) bool {
	return (e.Kind == "metonym" || e.Kind == "capital") && r.doc.Published.IsZero() && e.To != 0 && other.To == 0 && r.mentionsAny(strings.Join(r.demonyms(e.ISO3), "|")) && !r.mentionsAny(strings.Join(r.demonyms(other.ISO3), "|"))
}

func (r *reading) demonyms(iso3 string) []string {
	country, _ := r.lex.Country(iso3)
	return append([]string{country.Name}, country.Demonyms...)
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
	if r.isTitled(i) && !r.capitals[w.text] || len(w.text) == 1 && r.word(i+1).text == "-" { // "R-Utah"
		return nil
	}
	given := r.isGiven(w.text) || (listed == nil || listed.kind != "title") && r.afterTitle(i) && r.word(i+1).capital && r.listedAt(i+1) == nil
	if listed != nil && (!given || listed.end > i+1 && listed.kind != "notcountry") {
		return nil
	}
	end := i + 1
	for end < len(r.words) {
		if after := r.overNickname(i, end); after > end {
			end = after
		}
		if !r.joins(i, end) {
			break
		}
		end++
	}
	for end > i+1 && !r.words[end-1].capital && (!r.words[end-1].plain || r.words[end-2].text != "-" || strings.HasSuffix(r.words[end-1].lower, "ed")) { // no particle, hyphen or mark at the end
		end--
	}
	end = r.cutTitle(i, end)
	if listed != nil && end == i+1 {
		return nil
	}
	if end == i+1 && w.first && !r.capitals[w.text] && (!w.shout || r.word(end).text != ":") && !r.isCompound(w.text) {
		return nil
	}
	return &mention{first: i, end: end, kind: aName}
}

// overNickname is where a name that starts at i goes on behind a nickname in marks at
// token j, "El Mayo" in: Ismael "El Mayo" Zambada; j where none is there.
func (r *reading) overNickname(i, j int) int {
	if !isMark(r.word(j).text) || !r.isGiven(r.words[i].text) {
		return j
	}
	for k := j + 1; k < j+4 && r.word(k).capital; k++ {
		if last := r.word(k + 2); isMark(r.word(k+1).text) && last.capital && last.plain && r.sentence(i) == r.sentence(min(k+2, len(r.words)-1)) {
			return k + 2
		}
	}
	return j
}

// cutTitle is the end of a run of capitals without a person's name behind the words of
// a title: "Public Prosecutions Steve Kayuni".
func (r *reading) cutTitle(i, end int) int {
	if r.isGiven(r.words[i].text) {
		return end
	}
	for k := i + 1; k+1 < end && k+4 > end; k++ {
		before := r.words[k-1].lower
		if r.isGiven(r.words[k].text) && r.words[k].capital && (r.lex.Is("organization word", before) || r.lex.Is("public body", before) || r.lex.Is("portfolio", before) || strings.HasSuffix(before, "ions")) &&
			!r.lex.Is("organization word", r.words[end-1].lower) && !r.lex.Is("place word", r.words[end-1].lower) {
			return k
		}
	}
	return end
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
		return glued && r.word(j+1).plain && r.text.Tokens[j+1].Start == r.text.Tokens[j].End && r.word(j+1).lower != "year"
	case r.words[j-1].text == "-":
		return glued // "Ki-moon"
	case glued:
		return false // "'s", ","
	case w.lower == "of" || w.lower == "for" || w.lower == "and" || w.lower == "on" || w.lower == "to": // "Ministry of External Affairs"
		return r.lex.Is("body of", r.words[i].lower) && r.word(j+1).capital && (r.listedAt(j+1) == nil || w.lower != "and")
	case r.lex.Is("particle", w.lower) && !w.capital:
		return r.word(j+1).capital || r.word(j+1).text == "-" && r.word(j+2).capital // "Hikmat al-Hijri"
	case !w.capital || r.isTitled(j) && !r.capitals[w.text]:
		return false
	case r.lex.Is("function", w.lower) || r.lex.Is("time", w.lower): // "Theresa May", "Yeo In-hyung"
		return j == i+1 && (r.isGiven(r.words[i].text) && !r.words[i].first || r.word(j+1).text == "-" && r.text.Tokens[j+1].Start == r.text.Tokens[j].End)
	}
	listed := r.listedAt(j)
	if listed == nil || listed.kind == "honorific" && listed.end == j+1 && r.isGiven(w.text) && r.word(j+1).capital {
		return true // "Hossein Amir Abdollahian"
	}
	// "Michael Jordan": one listed word after a given name is its surname.
	return listed.end == j+1 && j == i+1 && r.isGiven(r.words[i].text) && !r.words[i].first &&
		listed.kind != "title" && listed.kind != "demonym" && !r.word(j+1).capital
}

func (r *reading) isGiven(text string) bool {
	_, known := r.lex.Gender(text)
	return known
}

// The capitals of a sentence.
const (
	plainText = iota
	titleText // Nearly All Words Have Them, as in Headlines: only what is a name elsewhere is one
	loudText  // WHOLLY IN CAPITALS, as headlines were
)

// shouting tells whether the sentence of token i is wholly in capitals: they tell
// nothing there.
func (r *reading) shouting(i int) bool { return r.style[r.text.Tokens[i].Sentence] == loudText }

// isTitled tells whether the sentence of token i is a headline with capitals.
func (r *reading) isTitled(i int) bool { return r.style[r.text.Tokens[i].Sentence] == titleText }

// listenForShouting finds the sentences whose words nearly all have capitals, and the
// words that have a capital inside one of the others.
func (r *reading) listenForShouting() {
	r.style = make([]int, len(r.text.Sentences))
	r.capitals = map[string]bool{}
	for n, s := range r.text.Sentences {
		loud, words, capitals, small := 0, 0, 0, 0
		for j := s.First; j < s.End; j++ {
			w := r.words[j]
			if !w.plain || len(w.text) < 2 {
				continue
			}
			words++
			if w.shout {
				loud++
			}
			if w.capital {
				capitals++
			} else if !r.lex.Is("small in titles", w.lower) && w.lower != "'s" {
				small++
			}
		}
		switch {
		case words > 2 && loud*10 >= words*7:
			r.style[n] = loudText
			continue
		case capitals > 3 && small == 0:
			r.style[n] = titleText
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
		return r.addEntity(schema.Entity{ID: schema.EntityID(schema.Group, m.entry.Name), Kind: schema.Group, Name: m.entry.Name, Unnamed: true}, at)
	case "treaty":
		return r.addEntity(schema.Entity{ID: schema.EntityID(schema.Treaty, m.entry.Name), Kind: schema.Treaty,
			Name: m.entry.Name, Year: m.entry.Year}, at)
	case aName:
		if full := r.fullBody(m); full != nil {
			return r.addEntity(r.entityOfBody(full), at)
		}
		return r.addEntity(r.entityOfBody(m), at)
	}
	return ""
}

func (r *reading) entityOfBody(m *mention) schema.Entity {
	if m.entry.Name != "" {
		return organization(m.entry.Name, m.entry.ISO3)
	}
	if first := r.ownerOfOffice(m); first < m.first {
		return organization(collapse(r.span(first, m.end).In(r.text.Raw)), "")
	}
	return organization(strings.TrimPrefix(r.nameText(m), "The "), "")
}

// ownerOfOffice is where the name of an office begins with whose it is: "Orange County District
// Attorney's Office"; where the mention does for others.
func (r *reading) ownerOfOffice(m *mention) int {
	first := m.first
	if r.words[first].text != "Office" || first < 2 || r.words[first-1].lower != "'s" && r.words[first-1].lower != "’s" {
		return first
	}
	for i := first - 2; i >= 0 && r.words[i].capital && r.words[i].plain && r.text.Tokens[i].Sentence == r.text.Tokens[m.first].Sentence && r.words[i].lower != "the"; i-- {
		first = i
	}
	return first
}

// isBody tells whether the mention may name an organization or outlet.
func (m *mention) isBody() bool {
	return m.kind == "organization" || m.kind == "outlet" || m.kind == aName && m.hint != "place"
}

// fullBody is the organization or outlet named in full before a mention that is its
// first or last word ("the Times", "the Commission"), or its short name in brackets
// behind it ("the National Liberation Army (ELN)").
func (r *reading) fullBody(m *mention) *mention {
	if m.end != m.first+1 {
		return nil
	}
	if r.bodies == nil {
		r.bodies = map[string][]*mention{}
		for _, b := range r.mentions {
			if b.end > b.first+1 && b.person == nil && b.isBody() {
				forms := []string{r.words[b.first].text}
				if !r.lex.Is("company form", r.words[b.end-1].lower) {
					forms = append(forms, r.words[b.end-1].text)
				}
				if r.word(b.end).text == "(" && r.word(b.end+2).text == ")" && r.words[b.end+1].shout {
					forms = append(forms, r.words[b.end+1].text)
				}
				for _, w := range forms {
					r.bodies[w] = append(r.bodies[w], b)
				}
			}
		}
	}
	list := r.bodies[r.words[m.first].text]
	n := sort.Search(len(list), func(i int) bool { return list[i].first >= m.first })
	if n == 0 {
		return nil
	}
	return list[n-1]
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
	if !r.mentioned[mentioning{e.ID, at}] {
		r.mentioned[mentioning{e.ID, at}] = true
		known.Mentions = append(known.Mentions, at)
	}
	return e.ID
}
