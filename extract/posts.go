package extract

import (
	"slices"
	"strings"

	"rostrum/schema"
)

// post is a phrase that names an office, with what stands around the title: "a
// former Russian foreign minister", "president of France", "U.N. ambassador".
type post struct {
	first, end   int // tokens of the whole phrase
	title        *mention
	status       schema.HoldingStatus
	determiner   string // "the", "a", … or ""
	iso3         string // country it serves, "" where nothing says so
	told         bool   // the phrase says which
	inferred     bool   // only what the article speaks of around it says which
	region       string // the part of the country it serves: "Indiana"
	body         *mention
	organization string // name of the body that the table of officials tells
	bodyText     string // "Foreign Ministry", of a body that no list knows
	owned        bool   // somebody's: "his adviser", "Trump's lawyer"
	plural       bool
	holder       *person
	name         string // canonical title, made when it is first asked for
	nameFor      string // and the country that it was made for
}

// findPosts grows each title into the phrase of its office.
func (r *reading) findPosts() {
	for _, m := range r.mentions {
		if m.kind != "title" || r.postAt[m.first] != nil || r.isNoTitle(m) {
			continue
		}
		p := &post{first: m.first, end: m.end, title: m, status: schema.Current, iso3: m.entry.ISO3}
		if m.entry.Candidate {
			p.status = schema.Candidate
		}
		r.growLeft(p)
		r.growRight(p)
		p.plural = m.entry.Plural
		p.told = p.told && p.iso3 != ""
		r.fillCountry(p)
		if p.status == schema.Current && r.formerState(p.iso3) {
			p.status = schema.Former
		}
		r.posts = append(r.posts, p)
		for i := p.first; i < p.end; i++ {
			r.postAt[i] = p
		}
	}
}

// isNoTitle tells whether the form of a title is a word of another sense there:
// "general election", "private companies", "the Official Secrets Act".
func (r *reading) isNoTitle(m *mention) bool {
	next := r.word(m.end)
	switch {
	case m.entry.Form == "deputy" || m.entry.Form == "deputies":
		return next.plain && !next.capital && !r.lex.Is("function", next.lower) && !r.lex.Is("preposition", next.lower) && r.cueBy(m.end) == nil
	case m.entry.Type == "military":
		return m.end == m.first+1 && next.plain && !next.capital && !r.lex.Is("function", next.lower) && !r.lex.Is("preposition", next.lower) && !r.lex.Is("auxiliary", next.lower) && r.cueBy(m.end) == nil
	}
	return false
}

// cueBy is the cue at token i, nil outside the text.
func (r *reading) cueBy(i int) *cue {
	if i < 0 || i >= len(r.cueAt) {
		return nil
	}
	return r.cueAt[i]
}

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
		case m == nil && (w.lower == "'s" || w.lower == "'") && i > 0:
			if !r.takeOwner(p, i-1) {
				return
			}
		case r.regionAt[i] != nil && r.takeRegion(p, r.regionAt[i]):
			p.first = r.regionAt[i].first
		case m != nil && m.kind != "title" && r.fillFrom(p, m):
			p.first = m.first
		case m != nil && m.kind == aName && m.first == i && r.lex.Is("public body", w.lower):
			p.first = i // "Presidential Spokesperson"
		case m == nil && r.lex.Is("ministry", w.lower):
			r.takeMinistry(p, i)
		case r.lex.Is("former", w.lower):
			if p.first = i; p.status == schema.Current {
				p.status = schema.Former
			}
		case r.lex.Is("candidate", w.lower):
			p.status, p.first = schema.Candidate, i
		case r.lex.Is("rank", w.lower) || w.text == "-" && i > 0 && r.lex.Is("former", r.words[i-1].lower):
			p.first = i
		case r.lex.Is("determiner", w.lower):
			p.determiner, p.first = w.lower, i
			p.owned = r.lex.Is("possessive pronoun", w.lower)
			return
		default:
			j := r.overModifiers(i)
			if j < 0 || j == i {
				return
			}
			p.first = j + 1
		}
	}
}

// takeOwner takes whose an office is, before the "'s" that follows token i: a country, a
// part of one, a body; or somebody.
func (r *reading) takeOwner(p *post, i int) bool {
	m := r.mentionAt[i]
	switch {
	case r.regionAt[i] != nil && r.takeRegion(p, r.regionAt[i]):
		p.first = r.regionAt[i].first
	case m == nil:
		if !r.lex.Is("common place", r.words[i].lower) {
			return false
		}
		p.first = i // "the country's information minister"
	case m.person != nil:
		p.first, p.owned = m.first, true
	case r.fillFrom(p, m):
		p.first = m.first
	default:
		return false
	}
	return true
}

func (r *reading) takeRegion(p *post, m *mention) bool {
	if p.region != "" || p.iso3 != "" && p.iso3 != m.entry.Within && p.iso3 != p.title.entry.ISO3 {
		return false
	}
	p.iso3, p.region, p.told = m.entry.Within, m.entry.Name, true
	return true
}

// most is how many plain words may stand between a country and the title that it goes with:
// "Brazilian social security minister".
const most = 4

// overModifiers is the token before the plain words that end at token i, where it tells
// whose office it is; -1 where it does not.
func (r *reading) overModifiers(i int) int {
	j := i
	for ; j >= 0 && i-j < most; j-- {
		w := r.words[j]
		if r.text.Tokens[j].Sentence != r.text.Tokens[i].Sentence || w.quote != r.words[i].quote {
			return -1
		}
		if r.regionAt[j] != nil || r.lex.Is("determiner", w.lower) && j < i {
			return j
		}
		if m := r.mentionAt[j]; m != nil {
			switch {
			case m.kind == "country" || m.kind == "demonym" || m.kind == "metonym" || m.kind == "organization" && m.entry.Type != "company":
				return j
			case m.kind == aName && m.person == nil && !r.isOrganization(m) && m.hint != "person":
				j = m.first
				continue // "the Charlotte-Mecklenburg police chief"
			}
			return -1
		}
		if w.lower == "'s" && j < i {
			return j
		}
		if !r.isModifier(j) {
			return -1
		}
	}
	return -1
}

// isModifier tells whether the word may be an adjective or noun before a title.
func (r *reading) isModifier(i int) bool {
	w := r.words[i]
	switch {
	case w.text == "-":
		return true
	case !w.plain || r.cueAt[i] != nil || r.lex.Is("function", w.lower) || r.lex.Is("preposition", w.lower) || r.lex.Is("auxiliary", w.lower) ||
		r.lex.Is("time", w.lower) || r.lex.Is("adverb", w.lower) || r.lex.Is("clause start", w.lower):
		return w.lower == "and" && r.lex.Is("portfolio", r.word(i-1).lower) && r.lex.Is("portfolio", r.word(i+1).lower)
	}
	verb := strings.HasSuffix(w.lower, "s") && !strings.HasSuffix(w.lower, "ss") || strings.HasSuffix(w.lower, "ed") && r.word(i-1).text != "-"
	return !verb || r.lex.Is("portfolio", w.lower) || w.capital && !w.first
}

// fillFrom takes the country or body that the mention names for the post, where it
// has none yet.
func (r *reading) fillFrom(p *post, m *mention) bool {
	switch m.kind {
	case "country", "demonym", "capital":
		if m.kind == "capital" && m.place || p.iso3 != "" && p.iso3 != m.entry.ISO3 && (p.told || p.iso3 != p.title.entry.ISO3) {
			return false
		}
		p.iso3, p.told = m.entry.ISO3, true
		return true
	case "organization", "metonym", "outlet":
		if p.body != nil || m.kind == "outlet" && p.title.entry.Type == "minister" {
			return false
		}
		p.body = m
		if m.entry.ISO3 != "" && m.kind == "metonym" {
			p.iso3, p.told = m.entry.ISO3, true
		}
		return true
	case aName:
		if p.body != nil || m.first == p.first-1 && r.isGiven(r.words[m.first].text) || !r.isOrganization(m) && m.entry.ISO3 == "" {
			return false
		}
		if p.body = m; m.entry.ISO3 != "" {
			p.iso3, p.told = m.entry.ISO3, true
		}
		return true
	case "group":
		return true // "Democratic Senator"
	}
	return false
}

// takeMinistry takes "foreign ministry", "state department" before a spokesman.
func (r *reading) takeMinistry(p *post, i int) {
	first := i
	for first > 0 && r.lex.Is("portfolio", r.words[first-1].lower) {
		first--
	}
	if p.bodyText != "" {
		p.bodyText = " " + p.bodyText
	}
	p.bodyText = titleCase(r.span(first, i+1).In(r.text.Raw)) + p.bodyText
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
	r.takeDomains(p)
	if w := r.word(p.end); w.lower == "in" && p.end+1 < len(r.words) && !p.told && p.title.entry.Type != "diplomat" {
		if m := r.mentionAt[p.end+1]; m != nil && m.kind == "country" { // "the most senior commander in Iran"
			p.iso3, p.told, p.end = m.entry.ISO3, true, m.end
		}
	}
}

// takeDomains takes in what an office is of: "of finance", "for the Kremlin".
func (r *reading) takeDomains(p *post) {
	for range 3 {
		if w := r.word(p.end).lower; !r.lex.Is("office preposition", w) && !(w == "on" && p.title.entry.Name == "Ranking Member") || r.word(p.end).quote != r.words[p.first].quote {
			return
		}
		end := r.domainEnd(p, p.end+1)
		if end < 0 {
			return
		}
		p.end = end
	}
}

// domainEnd is the end of what an office is of, which starts at token i: "the Asir region",
// "primary and secondary education"; -1 where nothing of that sort stands there. A country
// or body in it is the post's.
func (r *reading) domainEnd(p *post, i int) int {
	if w := r.word(i); r.lex.Is("determiner", w.lower) {
		i++
	}
	known, sentence := -1, r.text.Tokens[p.first].Sentence
	for i < len(r.words) && r.text.Tokens[i].Sentence == sentence {
		m, w := r.mentionAt[i], r.words[i]
		switch {
		case r.regionAt[i] != nil:
			if !r.takeRegion(p, r.regionAt[i]) {
				return known
			}
			i = r.regionAt[i].end
			known = i
			continue
		case m != nil && (m.person != nil || m.first != i || m.kind == "title" || m.kind == "honorific"):
			return known
		case m != nil:
			if !r.takes(p, m) {
				return known
			}
			i = m.end
			known = i
			continue
		case w.lower == "'s" && r.words[i-1].plain:
			i++
			continue
		case (w.lower == "and" || w.text == ",") && known == i && (r.lex.Is("portfolio", r.word(i+1).lower) || r.word(i+1).lower == "and" && r.lex.Is("portfolio", r.word(i+2).lower)):
			i++
			continue
		case !w.plain || !w.capital && !r.isModifier(i) && !r.lex.Is("portfolio", w.lower) || r.cueAt[i] != nil:
			return known
		}
		i++
		if w.capital && r.mentionAt[i-1] == nil || r.lex.Is("portfolio", w.lower) || r.lex.Is("public body", w.lower) || r.isEdge(i) {
			known = i
		}
	}
	return known
}

// isEdge tells whether a phrase ends before token i: a stop, a preposition, the end.
func (r *reading) isEdge(i int) bool {
	w := r.word(i)
	return isStop(w.text) || r.lex.Is("preposition", w.lower) || r.lex.Is("relative", w.lower) || i < len(r.mentionAt) && r.mentionAt[i] != nil && r.mentionAt[i].person != nil
}

func (r *reading) takes(p *post, m *mention) bool {
	diplomat := p.title.entry.Type == "diplomat"
	switch m.kind {
	case "country":
		if diplomat && p.told {
			return true // the Russian ambassador to Turkey
		}
		if !diplomat {
			p.iso3, p.told = m.entry.ISO3, true
		}
		return true
	case "demonym":
		if !diplomat {
			return r.fillFrom(p, m)
		}
		return true
	case "capital":
		return true
	case aName:
		if p.body == nil && (m.hint == "organization" || r.isOrganization(m) || p.title.entry.Type == "state" || p.title.entry.Type == "organization") {
			p.body = m
		}
		return true
	}
	if diplomat && (p.body != nil || !r.isInternational(m)) {
		return true
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
	name := p.title.entry.Name
	if name == "" || p.iso3 != "" {
		name = r.lex.OfficeTitle(collapse(r.span(p.title.first, p.title.end).In(r.text.Raw)), p.iso3)
	}
	if words := r.wordsBefore(p); words != "" {
		name = words + " " + name
	}
	if p.region != "" && (p.title.entry.Type == "regional" || p.title.entry.Type == "minister") && !strings.Contains(name, " of ") {
		name += " of " + p.region
	}
	return name
}

// wordsBefore are the words that say of what sort a plain office is: "presidential
// adviser", "police spokesman".
func (r *reading) wordsBefore(p *post) string {
	if t := p.title.entry.Type; t != "spokesperson" && t != "official" && t != "organization" || p.bodyText != "" {
		return ""
	}
	first := p.title.first
	for first > p.first && r.lex.Is("public body", r.words[first-1].lower) && r.mentionAt[first-1] == nil {
		first--
	}
	if first == p.title.first {
		return ""
	}
	return titleCase(r.span(first, p.title.first).In(r.text.Raw))
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
	switch {
	case p.organization != "":
		body = r.addEntity(organization(p.organization, ""), schema.Span{})
	case p.body == nil:
	case p.iso3 == "":
		if body = r.entity(p.body); body != "" && !strings.Contains(title, " of ") && p.title.entry.Type != "diplomat" {
			title += ", " + r.entities[body].Name
		}
	case p.body.kind == "metonym" || p.body.kind == "organization":
		title += ", " + p.body.entry.Name
	case p.body.kind == aName:
		title += ", " + r.nameText(p.body)
	}
	return r.addOffice(title, p.iso3, body, at)
}

func isStop(text string) bool {
	return slices.Contains(stops, text)
}

// stops are the marks at which a phrase ends.
var stops = []string{",", ".", ";", ":", ")", "", "-", "--", "—", "–", "?", "!"}

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
