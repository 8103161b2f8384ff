package extract

import (
	"slices"
	"strings"

	"rostrum/extract/nlp"
	"rostrum/schema"
)

// parties are whom the words of an accuser or a target mean, one speaker each. A
// state stands for its organs, a body for its members; a party that the article does
// not name is an unnamed one, by its description.
func (r *reading) parties(words []nlp.Range, a *nlp.Accusation, accused bool) []*speaker {
	var found []*speaker
	for _, part := range words {
		p := r.partyPhrase(part, a)
		if p != nil && accused && p.pronoun && (p.head == "them" || p.head == "they" || p.head == "their") {
			if several := r.severalBefore(p.first, a.Accuser); several != nil {
				p = several
			}
		}
		if p == nil {
			continue
		}
		if len(p.mentions) < 2 {
			s := r.party(p, accused)
			if whole := r.wholeDescription(p, part); s != nil && r.entities[s.ids[0]].Unnamed && whole != p {
				s = r.unnamedParty(whole)
			}
			found = append(found, s)
			continue
		}
		for _, m := range p.mentions {
			found = append(found, r.party(m.phrase(), accused))
		}
	}
	seen := map[schema.ID]bool{}
	return slices.DeleteFunc(found, func(s *speaker) bool {
		again := s == nil || seen[s.ids[0]]
		if s != nil {
			seen[s.ids[0]] = true
		}
		return again
	})
}

// wholeDescription is all of the description that a party's words are where its phrase is only
// their beginning: "two generals, other officers and a French national".
func (r *reading) wholeDescription(p *phrase, words nlp.Range) *phrase {
	first, end := words.First, words.End
	if first != p.first || end <= p.end || end-first > longDescription || end > r.sentence(first).End {
		return p
	}
	whole := *p
	whole.end = end
	return &whole
}

// longDescription is the most words that describe a party.
const longDescription = 16

// partyPhrase is the phrase of a party's words, with the article before them and
// without what makes them an owner.
func (r *reading) partyPhrase(part nlp.Range, a *nlp.Accusation) *phrase {
	for i := part.First; i+1 < part.End; i++ {
		if m := r.mentionAt[i+1]; m != nil && m.first == i+1 && m.end >= part.End && r.lex.Is("relative", r.words[i].lower) {
			part.First = i + 1 // "treaty that Russia"
		}
	}
	if w := r.word(part.First - 1).lower; r.lex.Is("determiner", w) && w != "that" && part.First > r.sentence(part.First).First {
		part.First--
	}
	if w := r.words[part.End-1].lower; part.End > part.First+1 && (w == "'s" || w == "'" || w == "’") {
		part.End--
	}
	if m := r.mentionAt[part.End-1]; m != nil && m.person != nil && m.end == part.End && r.isOwner(m) && r.nameIn(part.First, part.End) == m {
		return &phrase{first: part.First, end: part.End, mentions: []*mention{m}}
	}
	if w := r.words[part.First].lower; part.End == part.First+1 && (r.lex.Is("possessive pronoun", w) || r.lex.Is("first person", w)) {
		return &phrase{first: part.First, end: part.End, head: w, pronoun: true}
	}
	return r.sourcePhrase(&nlp.Attribution{Source: []nlp.Range{part}, Cue: a.Cue, Content: a.Charge})
}

// party is whom a phrase means; nil where a pronoun or a bare article tells of nobody.
func (r *reading) party(p *phrase, accused bool) *speaker {
	if p.pronoun {
		return r.pronounParty(p)
	}
	if w := r.words[p.first].lower; w == "you" || w == "your" || strings.HasSuffix(w, "self") || strings.HasSuffix(w, "selves") {
		return nil
	}
	if r.words[p.first].lower == "of" && p.first+1 < p.end {
		p = r.readSource(p.first+1, p.end) // "of the bank's sales force"
	}
	if w := r.words[p.first]; p.end == p.first+1 && len(p.mentions) == 0 && (w.lower == "those" || w.lower == "other" || w.lower == "others" || r.lex.Is("several", w.lower) || isNumber(w.text)) {
		return nil // "two are charged": of whom only the words around tell
	}
	if iso3, _ := r.organ(p, accused); iso3 != "" {
		return r.stateParty(iso3, p, r.seat(p))
	}
	if len(p.mentions) == 0 && r.lex.Is("law court", p.head) {
		return r.unnamedParty(p)
	}
	if o := p.owner; accused && o != nil && o.isBody() && r.lex.Is("management", p.head) {
		p = o.phrase() // "Eastern's managers"
	}
	if m := r.bodyOfMembers(p); m != nil {
		p = m.phrase()
	} else if m := r.bodyCalled(p); m != nil {
		p = m.phrase()
	}
	s, _ := r.speakerOf(p)
	if s == nil || len(s.ids) == 1 && r.entities[s.ids[0]].Unnamed {
		if same := r.sameBody(p); same != nil {
			s = same
		}
	}
	if s == nil || len(s.ids) == 1 && r.entities[s.ids[0]].Unnamed {
		s = r.unnamedParty(p)
	}
	if e := r.entities[s.ids[0]]; e.Kind == schema.Office && e.ISO3 != "" && len(s.people) == 0 {
		return r.stateParty(e.ISO3, p, e.ID)
	}
	return s
}

// severalBefore are the people that "them" at token at means: those named together, or
// spoken of by a noun, last in its sentence or the one before, who do not accuse.
func (r *reading) severalBefore(at int, accusers []nlp.Range) *phrase {
	n := r.text.Tokens[at].Sentence
	for i := at - 1; i >= 0 && n-r.text.Tokens[i].Sentence < 2; i-- {
		if slices.ContainsFunc(accusers, func(a nlp.Range) bool { return a.First <= i && i < a.End }) {
			continue
		}
		w := r.words[i]
		named := r.mentionAt[i] != nil && r.mentionAt[i].end == i+1
		if !named && !(r.lex.Is("people", w.lower) && strings.HasSuffix(w.lower, "s") || w.lower == "people" || w.lower == "men" || w.lower == "women") {
			continue
		}
		p := r.phraseEndingAt(i, r.sentence(i).First)
		if p != nil && !p.pronoun && (len(p.mentions) > 1 || len(p.mentions) == 0 && p.plural) {
			return p
		}
	}
	return nil
}

// unnamedParty is a party by its description; whose it is stands there by name:
// "Hillary Clinton's aides".
func (r *reading) unnamedParty(p *phrase) *speaker {
	if r.lex.Is("protest", p.head) && len(p.mentions) == 0 {
		return r.protesters(p)
	}
	s := r.unnamedSpeaker(p)
	s.confidence = 0.8
	if !r.lex.Is("possessive pronoun", p.determiner) || p.end < p.first+2 {
		return s
	}
	owner := r.pronounParty(&phrase{first: p.first, end: p.first + 1, head: p.determiner, pronoun: true})
	if owner == nil || len(owner.ids) != 1 {
		return s
	}
	e := *r.entities[s.ids[0]]
	e.Name = r.entities[owner.ids[0]].Name + "'s " + collapse(r.span(p.first+1, p.end).In(r.text.Raw))
	e.ID, e.Mentions = schema.UnnamedID(r.doc.ID, e.Kind, e.Name), nil
	s.ids = []schema.ID{r.addEntity(e, r.span(p.first, p.end))}
	return s
}

// protesters are whom a protest means as a party: those who hold it.
func (r *reading) protesters(p *phrase) *speaker {
	e := schema.Entity{Kind: schema.Person, Name: "protesters", Unnamed: true}
	e.ID = schema.UnnamedID(r.doc.ID, e.Kind, e.Name)
	return &speaker{ids: []schema.ID{r.addEntity(e, r.span(p.first, p.end))}, plural: true, confidence: 0.8}
}

// seat is the office that a phrase speaks of by a seat of power: "the White House".
func (r *reading) seat(p *phrase) schema.ID {
	if len(p.mentions) == 0 || p.mentions[0].kind != "metonym" {
		return ""
	}
	if id := r.entity(p.mentions[0]); r.entities[id].Kind == schema.Office {
		return id
	}
	return ""
}

func (r *reading) stateParty(iso3 string, p *phrase, office schema.ID) *speaker {
	return &speaker{ids: []schema.ID{r.country(iso3, r.span(p.first, p.end))}, iso3: iso3, office: office, confidence: 0.9}
}

// pronounParty is whom a pronoun means; in somebody's words, "I" is who speaks.
func (r *reading) pronounParty(p *phrase) *speaker {
	if r.lex.Is("first person", p.head) {
		if s := r.statementAt(p.first); s != nil && len(s.speaker.ids) > 0 {
			return s.speaker
		}
		return nil
	}
	s, _ := r.pronounSpeaker(p)
	return s
}

// organ is the state that a phrase speaks of by one of its organs: "the Russian
// Defence Ministry", "Turkish police", "the Pentagon", "the army" in an article on one
// country; of those accused, "senior American officials" as well. The head is
// the word that says which sort of organ.
func (r *reading) organ(p *phrase, accused bool) (iso3, head string) {
	country := r.countryIn(p.first, p.end)
	if p.owner != nil && p.owner.entry.ISO3 != "" && !p.owner.place {
		country = p.owner.entry.ISO3
	}
	head = p.head
	if len(p.mentions) > 0 {
		m := p.mentions[0]
		switch {
		case m.person != nil:
			return "", ""
		case m.kind == "metonym" && m.entry.ISO3 != "" && (country == "" || country == m.entry.ISO3):
			return m.entry.ISO3, ""
		case m.kind == "metonym" && country != "":
			return country, "" // "the Philippine Department of Justice"
		case (m.entry.Type == "government" || m.entry.Type == "agency") && m.entry.ISO3 != "":
			if p.owner == nil || country == "" {
				country = m.entry.ISO3
			}
			return country, head
		case m.kind == "organization" || m.kind == aName:
			head = ""
			for i := m.first; i < m.end; i++ {
				w := r.words[i].lower
				if w == "of" && head != "" {
					break // "Ministry of Defense"
				}
				if r.lex.Is("organ", w) || r.lex.Is("agency", w) {
					head = w
				}
			}
			if country == "" && head != "" {
				country = r.countryOfName(m)
			}
			if before := r.mentionAt[max(m.first-1, 0)]; country == "" && before != nil && before.end == m.first && before.kind == "demonym" {
				country = before.entry.ISO3
			}
		}
	}
	switch isOrgan, isLand := r.lex.Is("organ", head), r.lex.Is("land", head); {
	case country != "" && (isOrgan || r.lex.Is("agency", head) || (accused || p.plural) && r.lex.Is("officialdom", head)):
		return country, head
	case country == "" && len(p.mentions) == 0 && r.lex.Is("federal organ", head) && slices.ContainsFunc(r.words[p.first:p.end], func(w word) bool { return w.lower == "federal" }):
		return r.federation(), head
	case isLand && (p.determiner == "the" || p.determiner == "this"):
		return r.stateNear(p.first), head
	case !isOrgan && !isLand:
		return "", ""
	case r.lex.Is("possessive pronoun", p.determiner): // "its government", "his country"
		if s := r.pronounParty(&phrase{first: p.first, end: p.first + 1, head: p.determiner, pronoun: true}); s != nil && s.iso3 != "" {
			return s.iso3, head
		}
		if p.determiner == "our" {
			return r.stateNear(p.first), head
		}
		return "", ""
	case p.owner != nil && p.owner.person != nil: // "the Obama administration"
		return r.personSpeaker(p.owner.person, 1).iso3, head
	case p.owner == nil && r.isWholeState(p, head):
		return r.stateNear(p.first), head
	}
	return "", ""
}

// federation is the state of "federal prosecutors" where nothing says which: the home of the
// article, if that is one, or else the one of which such is said most.
func (r *reading) federation() string {
	if r.lex.Is("federation", strings.ToLower(r.home)) {
		return r.home
	}
	return "USA"
}

// isWholeState tells whether a phrase with an organ as its head and no state in it means the
// organ of a whole state: "the current government", "some authorities", "police", but not "the local
// police", "two soldiers", "rebel forces".
func (r *reading) isWholeState(p *phrase, head string) bool {
	if p.determiner != "" && p.determiner != "the" && p.determiner != "some" && p.determiner != "this" {
		return false
	}
	if head == "ministry" || head == "department" || head == "administration" {
		return true
	}
	return r.lex.Is("state organ", head) && !slices.ContainsFunc(r.words[p.first:p.end-1], func(w word) bool {
		return r.lex.Is("part of a state", w.lower) || number(w.text) > 0 || w.capital && !w.first && w.lower != "the"
	})
}

// stateNear is the state that "the government" at token at speaks of: the home of the
// article where that was named before, or else the one named last, not far before; the
// home that comes later where there is none.
func (r *reading) stateNear(at int) string {
	near, n := "", r.text.Tokens[at].Sentence
	for i := r.sentence(at).End - 1; i >= 0; i-- {
		m := r.mentionAt[i]
		if m == nil || m.kind != "country" && m.kind != "demonym" && m.kind != "capital" {
			continue
		}
		if m.entry.ISO3 == r.home {
			return r.home
		}
		if near == "" && i < at && n-r.text.Tokens[i].Sentence < 4 {
			near = m.entry.ISO3
		}
	}
	all := 0
	for _, n := range r.countries {
		all += n
	}
	if near == "" && r.countries[r.home]*mostlyHome >= all*(mostlyHome-1) {
		return r.home
	}
	return near
}

// mostlyHome is of how many mentions of states all but one are the home's at least, where the
// home may be meant before it is named.
const mostlyHome = 3

// countryOfName is the country that an agency's name begins or ends with ("U.S. Border
// Patrol Agency", "Internal Security Agency of Poland"), or that stands behind it.
func (r *reading) countryOfName(m *mention) string {
	for _, part := range [][2]int{{m.first, m.first + 1}, {m.first, m.first + 2}, {m.end - 1, m.end}, {m.end - 2, m.end}} {
		if part[0] >= m.first && part[1] <= m.end {
			if c, ok := r.lex.FindCountry(r.span(part[0], part[1]).In(r.text.Raw)); ok {
				return c.ISO3
			}
		}
	}
	if r.word(m.end).lower == "of" && m.end+1 < len(r.words) {
		if next := r.mentionAt[m.end+1]; next != nil && next.kind == "country" {
			return next.entry.ISO3
		}
	}
	return ""
}

// bodyOfMembers is the organization that a phrase speaks of by its members: "Hamas
// militants", "members of the ruling Georgian Dream party".
func (r *reading) bodyOfMembers(p *phrase) *mention {
	if len(p.mentions) > 0 || !r.lex.Is("members", p.head) || p.determiner != "the" && p.determiner != "" || number(r.words[p.first].text) > 0 {
		return nil // "two Hamas militants"
	}
	for i := p.first; i < p.end; i++ {
		if m := r.mentionAt[i]; m != nil && m.person == nil && (m.kind == "organization" || m.kind == "group" || m.kind == aName && m.hint != "place") && r.entity(m) != "" {
			return m
		}
	}
	return nil
}

// bodyCalled is the organization that a phrase names with what it is: "the ruling Georgian Dream party".
func (r *reading) bodyCalled(p *phrase) *mention {
	if len(p.mentions) > 0 || p.end < p.first+2 || !r.lex.Is("any body", p.head) {
		return nil
	}
	if m := r.mentionAt[p.end-2]; m != nil && m.end == p.end-1 && m.first >= p.first && m.person == nil && m.isBody() {
		return m
	}
	return nil
}

// alikeBody is the share from which on the reader is believed that "the firm" is one
// that was named.
const alikeBody = 0.3

// sameBody is the organization or state that a description means by the reader's word:
// "the group", "the firm".
func (r *reading) sameBody(p *phrase) *speaker {
	if p.determiner != "the" && p.determiner != "that" && p.determiner != "this" || p.plural || p.post != nil {
		return nil
	}
	var best *mention
	most := alikeBody
	for i := p.first; i < p.end; i++ {
		for _, other := range r.found.Same[i] {
			m := r.mentionAt[other.Token]
			if m == nil || m.first >= p.first || m.person != nil || m.place || m.kind == "title" || other.Share <= most || m.kind == aName && m.hint == "place" {
				continue
			}
			best, most = m, other.Share
		}
	}
	if best == nil {
		return nil
	}
	id := r.entity(best)
	if id == "" {
		return nil
	}
	return &speaker{ids: []schema.ID{id}, iso3: best.entry.ISO3, confidence: 0.8}
}

// reciprocal tells whether the accused are the accusers: "each other".
func (r *reading) reciprocal(words []nlp.Range) bool {
	if len(words) == 0 {
		return false
	}
	switch strings.ToLower(collapse(r.span(words[0].First, words[0].End).In(r.text.Raw))) {
	case "each other", "one another", "other", "the other":
		return true
	}
	return false
}

// bothSides are the two states that "both sides" and "the two countries" mean: those
// named last.
func (r *reading) bothSides(at int) []*speaker {
	var found []*speaker
	for i := at - 1; i >= 0 && len(found) < 2 && r.text.Tokens[at].Sentence-r.text.Tokens[i].Sentence < 3; i-- {
		m := r.mentionAt[i]
		if m == nil || m.first != i || m.place || m.kind != "country" && m.kind != "demonym" && m.kind != "metonym" {
			continue
		}
		s := r.party(m.phrase(), false)
		if s != nil && (len(found) == 0 || found[0].ids[0] != s.ids[0]) {
			found = append(found, s)
		}
	}
	if len(found) < 2 {
		return nil
	}
	return found
}

// statementAt is the innermost statement that tells the token; before statements have
// their places, of those read so far.
func (r *reading) statementAt(token int) *statement {
	at := r.text.Tokens[token].Start
	var best *statement
	least := 0
	near := r.statements
	if r.statementsIn != nil {
		near = r.statementsIn[r.text.Tokens[token].Sentence]
	}
	for _, s := range near {
		for _, c := range s.content {
			if c.Start <= at && at < c.End && (best == nil || c.Len() < least) {
				best, least = s, c.Len()
			}
		}
	}
	return best
}

// ministrySpeaker is a state that speaks by one of its ministries, which is the office
// then; nil where the phrase names none.
func (r *reading) ministrySpeaker(p *phrase) *speaker {
	if len(p.mentions) == 0 && r.countryIn(p.first, p.end) == "" && p.owner == nil {
		return nil // "the ministry": of which state, its name before tells
	}
	iso3, head := r.organ(p, false)
	if iso3 == "" || head != "ministry" && head != "department" {
		return nil
	}
	name := titleCase(collapse(r.span(p.first, p.end).In(r.text.Raw)))
	if len(p.mentions) > 0 {
		name = r.nameText(p.mentions[0])
	} else {
		for _, article := range []string{"The ", "A ", "Its "} {
			name = strings.TrimPrefix(name, article)
		}
	}
	return r.stateParty(iso3, p, r.addOffice(name, iso3, "", r.span(p.first, p.end)))
}
