package extract

import (
	"slices"
	"strings"

	"rostrum/schema"
)

// post is a phrase that names an office, with what stands around the title: "a
// former Russian foreign minister", "president of France", "U.N. ambassador".
type post struct {
	first, end int // tokens of the whole phrase
	title      *mention
	status     schema.HoldingStatus
	determiner string // "the", "a", … or ""
	iso3       string // country it serves, "" where nothing says so
	body       *mention
	bodyText   string // "Foreign Ministry", of a body that no list knows
	plural     bool
	inferred   bool // the country is only the one that the article speaks of most
	holder     *person
	name       string // canonical title, made when it is first asked for
	nameFor    string // and the country that it was made for
}

// findPosts grows each title into the phrase of its office.
func (r *reading) findPosts() {
	for _, m := range r.mentions {
		if m.kind != "title" || r.postAt[m.first] != nil {
			continue
		}
		p := &post{first: m.first, end: m.end, title: m, status: schema.Current, iso3: m.entry.ISO3}
		for i := m.first; i < m.end; i++ {
			if r.lex.Is("candidate", r.words[i].lower) {
				p.status = schema.Candidate
			}
		}
		r.growLeft(p)
		r.growRight(p)
		p.plural = m.entry.Plural
		r.fillCountry(p)
		if c, ok := r.lex.Country(p.iso3); ok && c.To != 0 && p.status == schema.Current && (r.doc.Published.IsZero() || r.doc.Published.Year() > c.To) {
			p.status = schema.Former // of a state that is no more
		}
		r.posts = append(r.posts, p)
		for i := p.first; i < p.end; i++ {
			r.postAt[i] = p
		}
	}
}

// public are the types of offices that are always of some state.
var public = map[string]bool{"state": true, "government": true, "minister": true, "legislator": true, "judicial": true, "military": true, "regional": true, "local": true}

// fillCountry says which country a post serves where its own words do not: what the
// title tells by itself, but for members of parliament only in an article that speaks
// of that country; else the country that the article speaks of most.
func (r *reading) fillCountry(p *post) {
	entry := p.title.entry
	if p.iso3 != "" && (entry.Type != "legislator" || p.iso3 != entry.ISO3 || r.countries[p.iso3] > 0 || r.home == "") {
		return
	}
	if p.body != nil || p.bodyText != "" {
		return
	}
	if home := r.lex.HomeOfTitle(entry.Form); home != "" && entry.Type != "legislator" {
		p.iso3 = home
	} else if public[entry.Type] {
		p.iso3, p.inferred = r.home, r.home != ""
	}
}

// fillFromTable corrects what the post's words do not say by the dated table of
// officials: the country or organization of the holder's office of that title.
func (r *reading) fillFromTable(p *post, who *person) {
	if len(who.terms) == 0 || !p.inferred && (p.iso3 != "" || p.body != nil) {
		return
	}
	title := r.titleName(p)
	countries := map[string]bool{}
	for _, term := range who.terms {
		countries[term.ISO3] = true
		if lastWord(term.Office) == lastWord(title) && term.ISO3 != "" {
			p.iso3, p.inferred = term.ISO3, false
			return
		}
	}
	if p.inferred && !countries[p.iso3] {
		p.iso3 = ""
	}
}

// countCountries counts how often the article speaks of each country, capitals as
// places included, and finds the one it speaks of most: its home.
func (r *reading) countCountries() {
	r.countries, r.home = map[string]int{}, ""
	all := 0
	for _, m := range r.mentions {
		switch m.kind {
		case "country", "demonym", "capital", "metonym":
			if m.entry.ISO3 == "" {
				continue
			}
			all++
			r.countries[m.entry.ISO3]++
			if r.home == "" || r.countries[m.entry.ISO3] > r.countries[r.home] {
				r.home = m.entry.ISO3
			}
		}
	}
	if r.countries[r.home]*homeShare < all {
		r.home = ""
	}
}

// homeShare is the least part of all mentions of countries, as one in so many, that
// those of an article's home country are.
const homeShare = 2

// growLeft takes in what stands before the title: its body, country, rank, status,
// determiner.
func (r *reading) growLeft(p *post) {
	for p.first > 0 {
		i := p.first - 1
		w := r.words[i]
		if r.text.Tokens[i].Sentence != r.text.Tokens[p.first].Sentence || r.postAt[i] != nil || w.quote != r.words[p.first].quote {
			return
		}
		m := r.mentionAt[i]
		switch {
		case m == nil && (w.lower == "'s" || w.lower == "'") && r.mentionAt[max(i-1, 0)] != nil && r.fillFrom(p, r.mentionAt[i-1]):
			p.first = r.mentionAt[i-1].first
		case m != nil && m.kind != "title" && r.fillFrom(p, m):
			p.first = m.first
		case m == nil && r.lex.Is("ministry", w.lower):
			r.takeMinistry(p, i)
		case r.lex.Is("former", w.lower):
			p.status, p.first = schema.Former, i
		case r.lex.Is("candidate", w.lower):
			p.status, p.first = schema.Candidate, i
		case r.lex.Is("rank", w.lower) || w.text == "-" && i > 0 && r.lex.Is("former", r.words[i-1].lower):
			p.first = i
		case r.lex.Is("determiner", w.lower):
			p.determiner, p.first = w.lower, i
			return
		default:
			return
		}
	}
}

// fillFrom takes the country or body that the mention names for the post, where it
// has none yet.
func (r *reading) fillFrom(p *post, m *mention) bool {
	switch m.kind {
	case "country", "demonym":
		if p.iso3 != "" && p.iso3 != m.entry.ISO3 && p.iso3 != p.title.entry.ISO3 {
			return false
		}
		p.iso3 = m.entry.ISO3
		return true
	case "organization", "metonym", "outlet":
		if p.body != nil {
			return false
		}
		p.body = m
		if m.entry.ISO3 != "" && m.kind == "metonym" {
			p.iso3 = m.entry.ISO3
		}
		return true
	case aName:
		if p.body != nil || m.first == p.first-1 && r.isGiven(r.words[m.first].text) {
			return false
		}
		return r.isOrganization(m) && r.setBody(p, m)
	case "group":
		return true // "Democratic Senator"
	}
	return false
}

func (r *reading) setBody(p *post, m *mention) bool {
	p.body = m
	return true
}

// takeMinistry takes "foreign ministry", "state department" before a spokesman.
func (r *reading) takeMinistry(p *post, i int) {
	first := i
	for first > 0 && r.lex.Is("portfolio", r.words[first-1].lower) {
		first--
	}
	p.bodyText = titleCase(r.span(first, i+1).In(r.text.Raw))
	p.first = first
}

// growRight takes in what stands after the title: "of France", "for the Kremlin",
// "to the United Nations", "-elect", "nominee".
func (r *reading) growRight(p *post) {
	if w := r.word(p.end); w.text == "-" && r.word(p.end+1).lower == "elect" {
		p.end += 2
	} else if r.lex.Is("candidate", w.lower) {
		p.status = schema.Candidate
		p.end++
	}
	for range 2 {
		if !r.lex.Is("office preposition", r.word(p.end).lower) {
			return
		}
		i := p.end + 1
		if r.word(i).lower == "the" {
			i++
		}
		if i >= len(r.words) {
			return
		}
		m := r.mentionAt[i]
		if m == nil && r.lex.Is("portfolio", r.words[i].lower) {
			p.end = i + 1 // "minister of finance"
			continue
		}
		if m == nil || m.first != i || !r.takes(p, m) {
			return
		}
		p.end = m.end
	}
}

func (r *reading) takes(p *post, m *mention) bool {
	switch m.kind {
	case "country", "demonym", "capital", "state":
		if m.kind == "country" {
			p.iso3 = m.entry.ISO3
		}
		return m.kind != "demonym"
	}
	return r.fillFrom(p, m)
}

// titleName is the plain canonical title of the post's office.
func (r *reading) titleName(p *post) string {
	if p.name == "" || p.nameFor != p.iso3 {
		p.name, p.nameFor = r.newTitleName(p), p.iso3
	}
	return p.name
}

func (r *reading) newTitleName(p *post) string {
	if p.title.entry.Name != "" && p.iso3 == "" {
		return p.title.entry.Name
	}
	form := collapse(r.span(p.title.first, p.title.end).In(r.text.Raw))
	return r.lex.OfficeTitle(form, p.iso3)
}

// office is the entity of the post's office, and of the country or organization it
// serves; "" for an honorific.
func (r *reading) office(p *post) schema.ID {
	title := r.titleName(p)
	if title == "" || p.title.entry.Type == "honorific" {
		return ""
	}
	at := r.span(p.first, p.end)
	if p.bodyText != "" {
		title += ", " + p.bodyText
	}
	var body schema.ID
	if p.body != nil && p.iso3 == "" {
		body = r.entity(p.body)
	} else if p.body != nil && p.body.kind == "metonym" {
		title += ", " + p.body.entry.Name
	}
	return r.addOffice(title, p.iso3, body, at)
}

// findHoldings says who holds which office: a name after its title, a title in
// apposition to a name, a name that "is" or "was" its holder.
func (r *reading) findHoldings() {
	for _, p := range r.posts {
		for _, found := range r.holders(p) {
			if p.holder == nil {
				p.holder = found.who
			}
			r.fillFromTable(p, found.who)
			office := r.office(p)
			if !slices.ContainsFunc(found.who.posts, func(o *post) bool { return o.status == p.status && r.office(o) == office }) {
				found.who.posts = append(found.who.posts, p)
			}
			if office == "" {
				continue
			}
			h := schema.Holding{
				Person: r.addEntity(found.who.entity(), schema.Span{}), Office: office, Status: p.status, Rule: found.rule,
				Evidence: []schema.Span{r.span(min(p.first, found.at.first), max(p.end, found.at.end))},
			}
			if p.iso3 != "" {
				h.Country = schema.CountryID(p.iso3)
			} else {
				h.Organization = r.entities[office].Organization
			}
			if !r.hasHolding(h) {
				r.out.Holdings = append(r.out.Holdings, h)
			}
		}
	}
}

// dropBareTitles leaves out a holding of a bare title ("Secretary Mattis") where the
// article gives the same person's fuller one ("Secretary of Defense").
func (r *reading) dropBareTitles() {
	r.out.Holdings = slices.DeleteFunc(r.out.Holdings, func(h schema.Holding) bool {
		bare := r.entities[h.Office]
		return bare.ISO3 == "" && bare.Organization == "" && slices.ContainsFunc(r.out.Holdings, func(o schema.Holding) bool {
			full := r.entities[o.Office]
			return o.Person == h.Person && o.Office != h.Office && (full.ISO3 != "" || full.Organization != "" || len(full.Name) > len(bare.Name)) &&
				slices.ContainsFunc(strings.Fields(full.Name), func(w string) bool { return w == strings.Fields(bare.Name)[0] })
		})
	})
}

func (r *reading) hasHolding(h schema.Holding) bool {
	for _, known := range r.out.Holdings {
		if known.Person == h.Person && known.Office == h.Office && known.Status == h.Status {
			return true
		}
	}
	return false
}

type holder struct {
	who  *person
	at   *mention
	rule string
}

func (r *reading) holders(p *post) []holder {
	personAt := func(i int) *mention {
		if i < 0 || i >= len(r.words) || r.mentionAt[i] == nil || r.mentionAt[i].person == nil {
			return nil
		}
		return r.mentionAt[i]
	}
	if m := personAt(p.end); m != nil && m.first == p.end { // "President Nixon", "presidents Nixon and Ford"
		found := []holder{{m.person, m, "title before name"}}
		for p.plural && (r.word(m.end).lower == "and" || r.word(m.end).text == ",") {
			next := m.end + 1
			if r.word(next).lower == "and" {
				next++
			}
			if m = personAt(next); m == nil || m.first != next {
				break
			}
			found = append(found, holder{m.person, m, "title before names"})
		}
		return found
	}
	before, after := r.word(p.first-1), r.word(p.end)
	if m := personAt(p.first - 2); m != nil && before.text == "," && m.end == p.first-1 && !p.plural && p.title.entry.Use != "before" &&
		(isStop(after.text) || r.lex.Is("relative", after.lower) || r.cueAt[min(p.end, len(r.words)-1)] != nil || p.determiner != "") {
		return []holder{{m.person, m, "title in apposition after name"}}
	}
	if m := personAt(p.end + 1); m != nil && after.text == "," && m.first == p.end+1 && !p.plural && (p.determiner != "" || r.words[p.first].capital || p.iso3 != "") {
		if next := r.word(m.end); isStop(next.text) {
			return []holder{{m.person, m, "name in apposition after title"}}
		}
	}
	if m := personAt(p.first - 2); m != nil && m.end == p.first-1 && !p.plural {
		switch before.lower {
		case "is", "as":
			return []holder{{m.person, m, "is the holder"}}
		case "was":
			p.status = schema.Former
			return []holder{{m.person, m, "was the holder"}}
		}
	}
	return nil
}

func isStop(text string) bool {
	switch text {
	case ",", ".", ";", ":", ")", "", "-", "--", "—", "–", "?", "!":
		return true
	}
	return false
}

// titleCase gives each word a capital but for small ones.
func titleCase(text string) string {
	words := strings.Fields(text)
	for i, w := range words {
		switch w {
		case "of", "for", "and", "the", "to", "in":
			continue
		}
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, " ")
}
