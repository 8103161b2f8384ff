package extract

import (
	"strings"

	"rostrum/extract/lexicon"
)

// nation is a place where the article speaks of a state: by its name, its people, its
// seat, a part of it ("Indiana"), a body of it, or somebody whom the table of officials
// has in its service.
type nation struct {
	at       int // token
	iso3     string
	somebody bool // only a person says so
}

// countCountries counts how often the article speaks of each country, capitals as
// places included, and finds the one it speaks of most: its home.
func (r *reading) countCountries() {
	r.countries, r.nations, r.home = map[string]int{}, nil, ""
	all := 0
	for i := 0; i < len(r.words); {
		m := r.mentionAt[i]
		if m == nil {
			m = r.regionAt[i]
		}
		if m == nil {
			i++
			continue
		}
		i = max(m.end, i+1)
		iso3 := r.nationOf(m)
		if iso3 == "" {
			continue
		}
		r.nations = append(r.nations, nation{m.first, iso3, m.person != nil})
		if m.person != nil {
			continue // they say where an office is, but not what the article is about
		}
		all++
		r.countries[iso3]++
		if r.home == "" || r.countries[iso3] > r.countries[r.home] {
			r.home = iso3
		}
	}
	if r.countries[r.home]*homeShare < all {
		r.home = ""
	}
}

// homeShare is the least part of all mentions of countries, as one in so many, that
// those of an article's home country are.
const homeShare = 2

// nationOf is the state that a mention tells of, or "".
func (r *reading) nationOf(m *mention) string {
	switch {
	case m.person != nil:
		return oneState(m.person.terms)
	case m.entry.Within != "":
		return m.entry.Within
	}
	switch m.kind {
	case "country", "demonym", "capital", "metonym":
		return m.entry.ISO3
	case "organization":
		if m.entry.Type == "government" || m.entry.Type == "party" {
			return m.entry.ISO3
		}
	case "group":
		return m.entry.ISO3
	case aName:
		return r.stateIn(m.first, m.end)
	}
	return ""
}

// oneState is the state of all the terms, "" where they are of several.
func oneState(terms []lexicon.Official) string {
	iso3 := ""
	for _, t := range terms {
		if iso3 != "" && t.ISO3 != iso3 {
			return ""
		}
		iso3 = t.ISO3
	}
	return iso3
}

// stateIn is the state that a word of a longer name tells: "Zimbabwe Media Commission",
// "Ohio Democratic Party".
func (r *reading) stateIn(first, end int) string {
	for i := first; i < end; i++ {
		listed := r.listedAt(i)
		if listed == nil || listed.end > end {
			continue
		}
		switch {
		case listed.entry.Within != "":
			return listed.entry.Within
		case listed.kind == "country" || listed.kind == "demonym" || listed.kind == "metonym":
			return listed.entry.ISO3
		}
	}
	return ""
}

// ofState are the types of offices that are always of some state.
var ofState = map[string]bool{"state": true, "government": true, "minister": true, "legislator": true, "judicial": true, "military": true, "regional": true, "local": true}

// stately are those that mostly are, where somebody holds them.
var stately = map[string]bool{"state": true, "government": true, "minister": true, "legislator": true, "judicial": true, "military": true,
	"regional": true, "local": true, "diplomat": true, "official": true, "spokesperson": true, "party": true}

// fillCountry says which country a post serves where its own words do not: what the
// title tells by itself, but for members of parliament only in an article that speaks
// of that country; else the country that the article means there.
func (r *reading) fillCountry(p *post) {
	entry := p.title.entry
	switch {
	case p.iso3 != "" && (entry.ISO3 != p.iso3 || p.told || r.speaksOf(p.iso3) || len(r.nations) == 0):
		return
	case r.isInternational(p.body):
		return
	case p.body != nil && p.body.entry.ISO3 != "":
		if p.iso3 = p.body.entry.ISO3; p.body.entry.Type != "party" || r.mentionsAny(strings.Join(r.demonyms(p.iso3), "|")) {
			return
		}
		if other := r.nationAround(p); other != "" { // a party of the same name elsewhere
			p.iso3 = other
		}
		return
	case p.body != nil:
		if iso3 := r.stateIn(p.body.first, p.body.end); iso3 != "" {
			p.iso3 = iso3
			return
		}
	}
	if other := r.bodyBefore(p); other != nil {
		p.body = other
		return
	}
	if home := r.lex.HomeOfTitle(entry.Form); home != "" && entry.Type != "legislator" {
		p.iso3 = home
	} else if ofState[entry.Type] && p.body == nil && p.bodyText == "" && r.home != "" && r.canHave(r.home, p.title) {
		p.iso3, p.inferred = r.home, true
	}
}

// locate says which country the office of somebody serves where neither its words nor the
// article as a whole do: the one that is meant there. An official without a name may be of
// another.
func (r *reading) locate(p *post) {
	if p.told || p.iso3 != "" && !p.inferred || r.isInternational(p.body) {
		return
	}
	if stately[p.title.entry.Type] || p.body != nil || p.bodyText != "" || r.speaksOfState(p) {
		if around := r.nationAround(p); around != "" {
			p.iso3, p.inferred = around, true
		}
	}
}

// speaksOfState tells whether a word of the post is one of states: "head of the national
// security office".
func (r *reading) speaksOfState(p *post) bool {
	for i := p.first; i < p.end; i++ {
		if r.lex.Is("public body", r.words[i].lower) {
			return true
		}
	}
	return false
}

// bodyBefore is the body of states that a judge or prosecutor serves where one of the same
// sentence does: "International Criminal Court judges A and B and deputy prosecutors C and D".
func (r *reading) bodyBefore(p *post) *mention {
	if p.title.entry.Type != "judicial" || len(r.posts) == 0 {
		return nil
	}
	last := r.posts[len(r.posts)-1]
	if last.title.entry.Type != "judicial" || !r.isInternational(last.body) || r.text.Tokens[last.first].Sentence != r.text.Tokens[p.first].Sentence {
		return nil
	}
	return last.body
}

func (r *reading) speaksOf(iso3 string) bool {
	for _, n := range r.nations {
		if n.iso3 == iso3 && !n.somebody {
			return true
		}
	}
	return false
}

// isInternational tells whether a body is of no state.
func (r *reading) isInternational(m *mention) bool {
	return m != nil && m.kind == "organization" && m.entry.Type == "international"
}

// nationAround is the state that is meant at a post whose words name none: the one that
// the article speaks of most, nearness counted; one that cannot have such an office is
// not meant.
func (r *reading) nationAround(p *post) string {
	scores := map[string]float64{}
	here := r.sentence(p.first)
	best, near := "", ""
	for _, n := range r.nations {
		if !r.canHave(n.iso3, p.title) {
			continue
		}
		switch away := r.text.Tokens[p.first].Sentence - r.text.Tokens[n.at].Sentence; {
		case n.at >= here.First && n.at < p.first:
			near = n.iso3
			scores[n.iso3] += 2
		case away == 0, away == 1:
			scores[n.iso3] += 1.5
		default:
			scores[n.iso3]++
		}
	}
	if near != "" {
		scores[near] += 1.5
	}
	for _, n := range r.nations { // in the order of the article, so that the first of equals is taken
		if scores[n.iso3] > 0 && (best == "" || scores[n.iso3] > scores[best]) {
			best = n.iso3
		}
	}
	return best
}

// canHave tells whether a state can have an office of the title.
func (r *reading) canHave(iso3 string, title *mention) bool {
	if iso3 == "USA" && title.entry.Type == "minister" && strings.Contains(title.entry.Form, "minister") {
		return false
	}
	return r.lex.HasOffice(title.entry.Name, iso3)
}

// fillFromTable corrects what the post's words do not say by the dated table of
// officials: the country or organization of the holder's office of that title.
func (r *reading) fillFromTable(p *post, who *person) {
	if p.told || p.body != nil {
		return
	}
	for _, term := range who.terms {
		if r.isTerm(term, p) {
			p.iso3, p.organization, p.inferred = term.ISO3, term.Organization, false
			return
		}
	}
	if p.inferred {
		for _, other := range who.posts {
			if other.told && other.iso3 != "" && r.canHave(other.iso3, p.title) {
				p.iso3 = other.iso3 // "General Shadmani, the most senior commander in Iran"
				return
			}
		}
	}
}

// isTerm tells whether a term of the table is in the office that a post names.
func (r *reading) isTerm(t lexicon.Official, p *post) bool {
	title := strings.TrimSuffix(p.title.entry.Name, "-elect")
	return lastWord(t.Office) == lastWord(r.titleName(p)) && (lastWord(t.Office) != "secretary" || t.Office == r.titleName(p)) || strings.HasPrefix(t.Office, title)
}

// formerState tells whether a state was no more when the article appeared; without a date,
// whether it is no more.
func (r *reading) formerState(iso3 string) bool {
	c, ok := r.lex.Country(iso3)
	return ok && c.To != 0 && (r.doc.Published.IsZero() || r.doc.Published.Year() > c.To)
}
