package extract

import (
	"slices"
	"strings"

	"rostrum/extract/nlp"
	"rostrum/schema"
)

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
	for i := p.first; i < p.end && country == "" && len(p.mentions) == 0; i++ {
		if m := r.mentionAt[i]; m != nil && m.kind == aName && m.person == nil {
			country = r.countryOfName(m) // "U.S. Monetary authorities"
		}
	}
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
			if before := r.mentionAt[max(m.first-1, 0)]; before != nil && before.end == m.first && before.kind == "demonym" && (country == "" || country == before.entry.ISO3) {
				if country = before.entry.ISO3; country != "" && m.kind == aName && m.end == m.first+1 && r.lex.Is("ministry", r.words[m.first].lower) {
					return country, "ministry" // "the Finnish Parliament"
				}
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
		if s := r.pronounParty(p.whose()); s != nil && s.iso3 != "" {
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
	for i := p.first; i < p.end-1; i++ {
		if w := r.words[i]; r.lex.Is("part of a state", w.lower) || number(w.text) > 0 ||
			w.capital && !w.first && w.lower != "the" && (r.mentionAt[i] == nil || r.mentionAt[i].person == nil) { // but "the Sharaa-led government"
			return false
		}
	}
	return r.lex.Is("state organ", head)
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
// militants", "members of the ruling Georgian Dream party", "EU foreign ministers".
func (r *reading) bodyOfMembers(p *phrase) *mention {
	ministers := p.head == "ministers"
	if len(p.mentions) > 0 || !ministers && !r.lex.Is("members", p.head) || p.determiner != "the" && p.determiner != "" || r.isSome(p) {
		return nil
	}
	for i := p.first; i < p.end; i++ {
		if m := r.mentionAt[i]; m != nil && m.person == nil && (m.kind == "organization" || m.kind == "group" || m.kind == aName && m.hint != "place") && r.entity(m) != "" && (!ministers || m.entry.Type == "international") {
			return m
		}
	}
	return nil
}

// isSome tells whether a phrase is of some of its kind only, or of those held to be of it: "two Hamas militants", "alleged members".
func (r *reading) isSome(p *phrase) bool {
	for i := p.first; i < p.end; i++ {
		w := r.words[i]
		if number(w.text) > 0 || r.lex.Is("several", w.lower) {
			return true
		}
		if class, ok := r.lex.Hedge(w.lower); ok && class == "alleged" {
			return true
		}
	}
	return false
}

// bodyOfForces is the organization, of no state, that a phrase speaks of by its forces: "TPLF forces".
func (r *reading) bodyOfForces(p *phrase) *mention {
	if len(p.mentions) > 0 || p.end < p.first+2 || !r.lex.Is("organ", p.head) || !r.isForce(nlp.Range{First: p.first, End: p.end}) {
		return nil
	}
	if m := r.mentionAt[p.end-2]; m.entry.Type != "government" && m.entry.Type != "agency" && m.hint != "place" && (m.kind == "group" || m.isBody()) && r.countryOfName(m) == "" && r.entity(m) != "" {
		return m
	}
	return nil
}

// bodyCalled is the organization that a phrase names with what it is: "the ruling Georgian Dream party".
func (r *reading) bodyCalled(p *phrase) *mention {
	if len(p.mentions) > 0 || p.end < p.first+2 || !r.lex.Is("any body", p.head) || r.isIndefinite(p) {
		return nil
	}
	m := r.mentionAt[p.end-2]
	if m == nil || m.end != p.end-1 || m.first < p.first || m.person != nil || !m.isBody() {
		return nil
	}
	for i := p.first - 1; i >= 0 && p.determiner == "the" && (p.head == "body" || p.head == "agency"); i-- {
		if o := r.mentionAt[i]; o != nil && o.isBody() && o.person == nil && strings.HasPrefix(r.bodyName(o), r.bodyName(m)+" ") {
			return o // "the UN body": of the United Nations Human Rights Council
		}
	}
	return m
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
