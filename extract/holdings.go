package extract

import (
	"slices"
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/schema"
)

// findHoldings says who holds which office: a name after its title, a title in
// apposition to a name, a name that "is" or "was" its holder, somebody who "served as"
// it. Who heads or speaks for a body that is no public one is a member of it.
func (r *reading) findHoldings() {
	for _, p := range r.posts {
		for _, found := range r.holders(p) {
			if p.holder == nil {
				p.holder = found.who
			}
			r.hold(p, found)
		}
	}
	r.findTagged()
	for _, p := range r.posts {
		who := r.formerHolder(p)
		if who == nil {
			who = r.alsoFormer(p)
		}
		if who != nil {
			p.holder = who
			r.hold(p, holder{who: who, first: p.first, end: p.end, rule: "description, by the table"})
		}
	}
}

// findTagged finds members of Congress by the party and state behind their names, where the
// table of officials or another member before them in the sentence tells of which chamber:
// "senator Bob Corker, R-Tenn., and Lindsey Graham, R-S.C."
func (r *reading) findTagged() {
	for _, m := range r.mentions {
		if m.person == nil || !r.isTagged(m) || slices.ContainsFunc(m.person.posts, func(p *post) bool { return p.title.entry.Type == "legislator" || p.title.entry.Type == "regional" }) {
			continue
		}
		var last *post
		for i := r.sentence(m.first).First; i < m.first; i++ {
			if p := r.postAt[i]; p != nil && p.holder != nil && p.title.entry.Type == "legislator" && p.iso3 == "USA" && lastWord(p.title.entry.Name) != "leader" && lastWord(p.title.entry.Name) != "member" {
				last = p
			}
		}
		if last != nil {
			r.hold(last, held(m, "party and state behind the name"))
		} else {
			r.holdSeat(m)
		}
	}
}

// holdSeat notes the seat in Congress that the table has of somebody whose party and state
// stand behind the name.
func (r *reading) holdSeat(m *mention) {
	seat, ok := r.congressSeat(m.person.name)
	if !ok {
		return
	}
	h := schema.Holding{Person: r.addEntity(m.person.entity(), schema.Span{}), Office: r.addOffice(seat.Office, seat.ISO3, "", schema.Span{}),
		Country: schema.CountryID(seat.ISO3), Status: schema.Current, Rule: "party and state behind the name, by the table", Evidence: []schema.Span{r.span(m.first, r.behindName(m))}}
	if !r.hasHolding(h) {
		r.out.Holdings = append(r.out.Holdings, h)
	}
}

// congressSeat is the seat in Congress of a name on the article's day; without a date the last one,
// if there were none in the other chamber or it is held still.
func (r *reading) congressSeat(name string) (lexicon.Official, bool) {
	seats := slices.DeleteFunc(r.lex.TermsEver(name), func(t lexicon.Official) bool {
		return t.ISO3 != "USA" || t.Office != "Senator" && t.Office != "Representative"
	})
	if len(seats) == 0 {
		return lexicon.Official{}, false
	}
	if on := schema.DateOf(r.doc.Published); on != "" {
		i := slices.IndexFunc(seats, func(t lexicon.Official) bool { return t.Holds(on) })
		return seats[max(i, 0)], i >= 0
	}
	last := seats[len(seats)-1]
	return last, last.To == "" || last.Office == seats[0].Office
}

// isTagged tells whether a party and a state of the Union stand behind a name: "(R-La.)",
// ", R-S.C."
func (r *reading) isTagged(m *mention) bool {
	i := m.end
	if w := r.word(i).text; w != "(" && w != "," {
		return false
	}
	party := r.word(i + 1).text
	return (party == "R" || party == "D" || party == "I") && r.word(i+2).text == "-" && i+3 < len(r.words) && r.regionAt[i+3] != nil && r.regionAt[i+3].entry.Within == "USA"
}

// formerHolder is who of the article held the office that a description names, by the
// table of officials: "the former secretary of state"; or holds it, where it is of a part of
// a country: "the Indiana governor". nil where several did.
func (r *reading) formerHolder(p *post) *person {
	if p.holder != nil || p.plural || p.determiner == "" || p.determiner == "a" || p.determiner == "an" ||
		p.status != schema.Former && (p.status != schema.Current || p.region == "" || p.title.entry.Name != "Governor") {
		return nil
	}
	return r.listed(p)
}

// alsoFormer is who held the second office of a description, by the table too: "the former
// first lady and senator".
func (r *reading) alsoFormer(p *post) *person {
	if p.holder != nil || p.plural || p.first < 2 || r.words[p.first-1].lower != "and" || r.postAt[p.first-2] == nil {
		return nil
	}
	first := r.postAt[p.first-2]
	if first.status != schema.Former || first.determiner != "the" || first.holder == nil || !slices.ContainsFunc(first.holder.terms, func(t lexicon.Official) bool { return t.ISO3 == p.iso3 && t.Office == r.titleName(p) }) {
		return nil
	}
	p.status = schema.Former
	return first.holder
}

// holdsNow tells whether somebody holds the office of a post by the table on the article's day;
// without a date, holds it still.
func (r *reading) holdsNow(who *person, p *post) bool {
	on := schema.DateOf(r.doc.Published)
	return slices.ContainsFunc(who.terms, func(t lexicon.Official) bool {
		return t.Office == r.titleName(p) && t.Holds(on) && (on != "" || t.To == "")
	})
}

// listed is who of the article has held the office of a post by the table, but for those who
// hold it by what the article says; nil where several have.
func (r *reading) listed(p *post) *person {
	var only *person
	for _, who := range r.people.all {
		terms := who.terms
		if len(terms) == 0 && p.region != "" {
			terms = r.lex.TermsEver(who.name)
		}
		if !slices.ContainsFunc(terms, func(t lexicon.Official) bool { return (p.iso3 == "" || t.ISO3 == p.iso3) && t.Office == r.titleName(p) }) ||
			slices.ContainsFunc(who.posts, func(o *post) bool {
				return o.status == schema.Current && o.iso3 == p.iso3 && r.titleName(o) == r.titleName(p)
			}) {
			continue
		}
		if only != nil {
			return nil
		}
		only = who
	}
	return only
}

// hold notes that somebody holds the office of a post.
func (r *reading) hold(p *post, found holder) {
	if found.iso3 != "" {
		own := *p
		own.iso3, own.told, own.inferred = found.iso3, true, false
		p = &own
	}
	r.locate(p)
	r.fillFromTable(p, found.who)
	office := r.office(p)
	if !slices.ContainsFunc(found.who.posts, func(o *post) bool { return o.status == p.status && r.office(o) == office }) {
		found.who.posts = append(found.who.posts, p)
	}
	if office == "" {
		return
	}
	if !r.isPublic(p, found.who) {
		r.addHead(p, found)
		return
	}
	h := schema.Holding{
		Person: r.addEntity(found.who.entity(), schema.Span{}), Office: office, Status: p.status, Rule: found.rule,
		Evidence: []schema.Span{r.span(min(p.first, found.first), max(p.end, found.end))},
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

// addHead notes that who heads or speaks for a body belongs to it.
func (r *reading) addHead(p *post, found holder) {
	if p.body == nil || p.status != schema.Current {
		return
	}
	m := schema.Membership{Member: r.addEntity(found.who.entity(), schema.Span{}), Of: r.entity(p.body), Rule: "office of a body",
		Evidence: []schema.Span{r.span(min(p.first, found.first), max(p.end, found.end))}}
	r.addMember(m)
}

// isPublic tells whether an office is one of a state, of a party or of a body of
// states.
func (r *reading) isPublic(p *post, who *person) bool {
	kind := p.title.entry.Type
	switch {
	case p.iso3 == "" && p.organization == "" && !r.isInternational(p.body) && (kind != "organization" || r.isPlainOffice(p)), r.lex.Is("no office", lastWord(p.title.entry.Name)),
		kind == "military" && r.lex.Is("low rank", lastWord(p.title.entry.Name)):
		return false
	case p.body != nil:
		return r.isPublicBody(p.body, kind) || p.title.entry.Name == "Governor" && r.lex.Is("bank", r.words[p.body.first].lower)
	case p.bodyText != "":
		return slices.ContainsFunc(strings.Fields(strings.ToLower(p.bodyText)), func(w string) bool { return r.lex.Is("public body", w) })
	case kind != "state" && kind != "government" && kind != "party" && kind != "spokesperson" && kind != "official" && kind != "organization":
		return true
	case p.status == schema.Candidate || r.isListed(p, who):
		return true
	case kind == "spokesperson" || kind == "official" || kind == "organization":
		return r.isStately(p)
	case p.title.entry.Name == "Leader":
		return p.told || strings.Contains(p.title.entry.Form, " ") // no "community leader"
	case p.told:
		return true
	}
	// "the Eastern president", "the president of the firm", "president Frank Lorenzo"
	if r.ofSomethingElse(p) || p.first > 0 && r.isNounBefore(p.first-1, p) || p.title.first > p.first && r.isNounBefore(p.title.first-1, p) {
		return false
	}
	return kind != "state" || p.determiner != "" || p.status == schema.Former || r.words[p.title.first].capital || p.title.end > p.title.first+1
}

// isStately tells whether the words of a post that names no body say that it is a
// state's: "presidential adviser", "Chinese official", "police chief".
func (r *reading) isStately(p *post) bool {
	if p.owned && p.title.entry.Type != "official" {
		return false
	}
	if r.speaksOfState(p) {
		return true
	}
	for i := p.first - 1; i >= p.first-2 && i >= 0; i-- {
		if r.lex.Is("public body", r.words[i].lower) && r.mentionAt[i] == nil {
			return true
		}
	}
	if p.title.entry.Type == "organization" {
		return !r.isPlainOffice(p)
	}
	if w := r.word(p.end); w.lower == "to" && p.end+1 < len(r.words) && r.postAt[p.end+1] != nil && r.postAt[p.end+1].title.entry.Type == "state" {
		return true // "chief of staff to President Clinton"
	}
	return p.told || !r.isPlainOffice(p)
}

// isPlainOffice tells whether a title is one that firms and clubs have too.
func (r *reading) isPlainOffice(p *post) bool {
	return r.lex.Is("plain office", strings.ReplaceAll(strings.ToLower(p.title.entry.Name), " ", "-"))
}

// isListed tells whether the table of officials has somebody in such an office.
func (r *reading) isListed(p *post, who *person) bool {
	return slices.ContainsFunc(who.terms, func(t lexicon.Official) bool {
		return t.ISO3 == p.iso3 && t.Organization == p.organization && r.isTerm(t, p)
	})
}

// isPublicBody tells whether a body is a state's, a party or one of states.
func (r *reading) isPublicBody(m *mention, kind string) bool {
	switch m.kind {
	case "metonym", "country", "demonym":
		return true
	case "organization":
		switch m.entry.Type {
		case "international", "government", "agency":
			return true
		case "party":
			return kind != "official" && kind != "spokesperson" && !strings.HasSuffix(m.entry.Name, "campaign")
		case "armed":
			return r.lex.Is("ruling", strings.ToLower(m.entry.Name))
		}
		return false
	case aName:
		public := false
		for i := m.first; i < m.end; i++ {
			switch w := r.words[i].lower; {
			case r.lex.Is("private body", w):
				return false
			case r.lex.Is("public body", w):
				public = true
			}
		}
		return public
	}
	return false
}

// isNounBefore tells whether the word before a title makes it one of something that is
// no state: "community leader", "Eastern president".
func (r *reading) isNounBefore(i int, p *post) bool {
	w := r.words[i]
	if m := r.mentionAt[i]; m != nil {
		return m.kind == aName || m.kind == "outlet" || m.kind == "organization"
	}
	return !r.words[p.title.first].capital && w.plain && r.isModifier(i) && !w.first && !r.lex.Is("public body", w.lower) && !r.lex.Is("rank", w.lower) && !r.lex.Is("former", w.lower) && !r.lex.Is("portfolio", w.lower)
}

// ofSomethingElse tells whether "of" or "at" stands behind the post, with what is no
// state: "president of the company".
func (r *reading) ofSomethingElse(p *post) bool {
	if w := r.word(p.end).lower; w != "of" && w != "at" && w != "for" || p.told {
		return false
	}
	i := p.end + 1
	for r.lex.Is("determiner", r.word(i).lower) {
		i++
	}
	for ; r.word(i).plain && !r.lex.Is("preposition", r.word(i).lower); i++ {
		if r.lex.Is("public body", r.word(i).lower) {
			return false
		}
	}
	return true
}

// tidyHoldings leaves out a holding that says less than another of the same person
// ("Secretary Mattis" beside "Secretary of Defense"), or says the same again with another status.
func (r *reading) tidyHoldings() {
	var kept []schema.Holding
	for i, h := range r.out.Holdings {
		less := slices.ContainsFunc(r.out.Holdings[:i], func(o schema.Holding) bool {
			return o.Person == h.Person && r.saysAsMuch(o, h) && (h.Status == schema.Candidate) == (o.Status == schema.Candidate)
		}) ||
			slices.ContainsFunc(r.out.Holdings[i+1:], func(o schema.Holding) bool {
				return o.Person == h.Person && r.saysAsMuch(o, h) && !r.saysAsMuch(h, o) && (h.Status == schema.Candidate) == (o.Status == schema.Candidate)
			})
		if !less {
			h.From, h.To = r.termOf(h)
			kept = append(kept, h)
		}
	}
	r.out.Holdings = kept
}

// termOf is the first and last day of a holding by the table of officials: of a current one the term that covers
// the article's day, of a former one the last that was over by then; both empty where the table has none or
// several.
func (r *reading) termOf(h schema.Holding) (from, to schema.Date) {
	office, on := r.entities[h.Office], schema.DateOf(r.doc.Published)
	for _, who := range r.people.all {
		if r.entities[h.Person].Name != who.name {
			continue
		}
		for _, t := range who.terms {
			switch over := t.To != "" && (on == "" || t.To < on); {
			case t.Office != office.Name || t.ISO3 != office.ISO3:
			case h.Status == schema.Current && t.Holds(on) && from != "":
				return "", ""
			case h.Status == schema.Current && t.Holds(on), h.Status == schema.Former && over:
				from, to = t.From, t.To
			}
		}
	}
	return from, to
}

// saysAsMuch tells whether an office says all that another does: its words, and whom it
// serves.
func (r *reading) saysAsMuch(more, less schema.Holding) bool {
	a, b := r.entities[more.Office], r.entities[less.Office]
	if b.ISO3 != "" && a.ISO3 != b.ISO3 || b.Organization != "" && a.Organization != b.Organization {
		return false
	}
	words := strings.FieldsFunc(strings.ToLower(a.Name), func(c rune) bool { return c == ' ' || c == ',' })
	for _, w := range strings.FieldsFunc(strings.ToLower(b.Name), func(c rune) bool { return c == ' ' || c == ',' }) {
		if !slices.Contains(words, w) && !r.lex.Is("preposition", w) && w != "the" {
			return false
		}
	}
	return true
}

func (r *reading) hasHolding(h schema.Holding) bool {
	return slices.ContainsFunc(r.out.Holdings, func(known schema.Holding) bool {
		return known.Person == h.Person && known.Office == h.Office && known.Status == h.Status
	})
}

// holder is who holds an office by the words from token first to token end.
type holder struct {
	who        *person
	first, end int
	rule       string
	iso3       string // the country behind the name: "Presidents Buhari of Nigeria and Talon of Benin"
}

func held(m *mention, rule string) holder {
	return holder{who: m.person, first: m.first, end: m.end, rule: rule}
}

// personAt is the name of a person that starts at token i, an honorific before it passed
// over.
func (r *reading) personAt(i int) *mention {
	for range 3 {
		if i < 0 || i >= len(r.words) || r.mentionAt[i] == nil || r.mentionAt[i].first != i {
			return nil
		}
		m := r.mentionAt[i]
		if m.person != nil {
			return m
		}
		if m.kind != "honorific" && m.entry.Type != "honorific" {
			return nil
		}
		i = m.end
	}
	return nil
}

// namedBefore is the name of a person that ends before token i, over a party, place or age
// behind it: "Mitch McConnell (R-Ky.)", "Mitch McConnell of Kentucky", "Smith, 57".
func (r *reading) namedBefore(i int) *mention {
	if i <= 0 {
		return nil
	}
	if m := r.mentionAt[i-1]; m != nil && m.person != nil && m.end == i {
		return m
	}
	floor := r.sentence(i - 1).First
	if r.words[i-1].text == ")" {
		for j := i - 2; j > floor && j > i-8; j-- {
			if r.words[j].text == "(" {
				return r.namedBefore(j)
			}
		}
		return nil
	}
	if m := r.regionAt[i-1]; m != nil {
		switch {
		case m.first > floor && r.words[m.first-1].lower == "of":
			return r.namedBefore(m.first - 1)
		case m.first-3 > floor && r.words[m.first-1].text == "-" && r.words[m.first-3].text == ",": // ", R-Ky."
			return r.namedBefore(m.first - 3)
		}
		return nil
	}
	if m := r.mentionAt[i-1]; m != nil && m.kind == "country" && m.first > floor && r.words[m.first-1].lower == "of" {
		return r.namedBefore(m.first - 1)
	}
	if isNumber(r.words[i-1].text) && i-2 > floor && r.words[i-2].text == "," {
		return r.namedBefore(i - 2)
	}
	return nil
}

func isNumber(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// behindName is the first token behind a name that is not its party, place or age.
func (r *reading) behindName(m *mention) int {
	i := m.end
	if r.word(i).text == "(" {
		for j := i + 1; j < i+8 && j < len(r.words); j++ {
			if r.words[j].text == ")" {
				return j + 1
			}
		}
	}
	if w := r.word(i); w.lower == "of" && i+1 < len(r.words) && (r.regionAt[i+1] != nil || r.mentionAt[i+1] != nil && r.mentionAt[i+1].kind == "country") {
		if m := r.regionAt[i+1]; m != nil {
			return m.end
		}
		return r.mentionAt[i+1].end
	}
	if r.word(i).text == "," && r.word(i+2).text == "-" && len(r.word(i+1).text) == 1 && i+3 < len(r.words) && r.regionAt[i+3] != nil { // ", R-S.C."
		return r.regionAt[i+3].end
	}
	if r.word(i).text == "," && r.lex.Is("party member", r.word(i+1).lower) && r.word(i+2).lower == "of" { // ", Republican of Iowa"
		j := i + 3
		for j < i+6 && r.word(j).capital {
			j++
		}
		return j
	}
	return i
}

func (r *reading) holders(p *post) []holder {
	if found := r.namesAfter(p); found != nil {
		return found
	}
	before, after := r.word(p.first-1), r.word(p.end)
	// "John Kerry, the secretary of state,"
	if m := r.namedBefore(p.first - 1); m != nil && isAside(before.text) && !p.plural && p.title.entry.Use != "before" &&
		(isStop(after.text) || strings.HasSuffix(after.lower, "ing") || r.lex.Is("relative", after.lower) || r.lex.Is("preposition", after.lower) || after.lower == "and" || r.cueBy(p.end) != nil || p.determiner != "") && !r.isGenitive(p.end) {
		return []holder{held(m, "title in apposition after name")}
	}
	// "the secretary of state, John Kerry,"
	if m := r.personAt(p.end + 1); m != nil && isAside(after.text) && !p.plural && (p.determiner != "" || r.words[p.first].capital || p.told) {
		if next := r.word(r.behindName(m)); isStop(next.text) || r.cueBy(r.behindName(m)) != nil || next.lower == "and" || r.lex.Is("relative", next.lower) {
			return []holder{held(m, "name in apposition after title")}
		}
	}
	if p.plural || p.title.entry.Use == "before" {
		return nil
	}
	if m := r.apposedTo(p); m != nil {
		return []holder{held(m, "further title in apposition")}
	}
	if !r.isEdge(p.end) && after.plain && !r.lex.Is("function", after.lower) && !r.lex.Is("auxiliary", after.lower) && r.cueBy(p.end) == nil {
		return nil // "as a general election nominee"
	}
	if r.isGenitive(p.end) {
		return nil
	}
	return r.toldHolder(p)
}

// apposedTo is the name that "and" joins an office to, after another thing that is said of
// it: "Michael McFaul, a senior fellow at the Hoover Institution and a former ambassador".
func (r *reading) apposedTo(p *post) *mention {
	if before := r.word(p.first - 1); before.lower != "and" && before.text != "," || p.determiner == "" && p.status == schema.Current && before.text == "," {
		return nil
	}
	floor := r.sentence(p.first).First
	for i := p.first - 2; i > floor && i > p.first-18; i-- {
		m := r.mentionAt[i]
		switch {
		case r.words[i].quote != r.words[p.first].quote || r.cueAt[i] != nil || r.lex.Is("auxiliary", r.words[i].lower):
			return nil
		case m != nil && m.person != nil:
			return nil
		case isAside(r.words[i].text):
			if w := r.word(i + 1); r.lex.Is("determiner", w.lower) || r.lex.Is("former", w.lower) || r.postAt[i+1] != nil {
				return r.namedBefore(i)
			}
		}
	}
	return nil
}

// isGenitive tells whether "'s" stands at token i: "the nominee's daughter".
func (r *reading) isGenitive(i int) bool {
	w := r.word(i).lower
	return w == "'s" || w == "'" && r.word(i).quote == r.word(i-1).quote
}

func isAside(text string) bool {
	switch text {
	case ",", "--", "—", "–", "(":
		return true
	}
	return false
}

// namesAfter are the names right after a title: "President Nixon", "presidents Nixon and
// Ford", "Sens. Jon Tester (D-Mont.) and David Vitter (R-La.)"; or after a title that is
// joined to this one: "former prime minister and opposition leader Giorgi Gakharia".
func (r *reading) namesAfter(p *post) []holder {
	at := p.end
	if r.word(at).text == "(" && r.word(at+2).text == ")" { // "Member of parliament (MP) Kevin Conolly"
		at += 3
	}
	m := r.personAt(at)
	if m == nil && p.plural && r.word(at).text == "," { // "two representatives, Collin Peterson and Jared Golden, …"
		if m = r.personAt(at + 1); m != nil && r.word(r.behindName(m)).lower != "and" {
			m = nil
		}
	}
	if m == nil {
		next := at
		if w := r.word(next); w.lower == "and" || w.text == "&" {
			if next++; p.determiner != "" && p.determiner != "a" && p.determiner != "an" && !r.lex.Is("possessive pronoun", p.determiner) {
				return nil // "the president and Secretary Clinton"
			}
		}
		if next >= len(r.words) || r.postAt[next] == nil || r.text.Tokens[next].Sentence != r.text.Tokens[p.first].Sentence || r.postAt[next].first != next || r.postAt[next] == p {
			return nil
		}
		joined := r.postAt[next]
		if joined.plural != p.plural || next > at && p.words(r) == joined.words(r) {
			return nil
		}
		if found := r.namesAfter(joined); found != nil && !p.plural {
			if next > at && !p.told && joined.told && !joined.inferred {
				p.iso3, p.inferred = joined.iso3, joined.inferred
			} else if next > at && joined.iso3 == "" && r.canHave(p.iso3, joined.title) {
				joined.iso3 = p.iso3
			}
			return found[:1]
		}
		return nil
	}
	if r.word(m.first-1).quote != r.words[m.first].quote {
		return nil
	}
	if r.text.Tokens[m.first].Sentence != r.text.Tokens[p.first].Sentence {
		return nil
	}
	r.takeCountryBehind(p, m)
	found := []holder{held(m, "title before name")}
	for p.plural {
		i := r.behindName(m)
		if r.word(i).text == "," {
			i++
		}
		if r.word(i).lower == "and" {
			i++
		}
		if i == r.behindName(m) {
			break
		}
		if m = r.personAt(i); m == nil {
			break
		}
		next := held(m, "title before names")
		if r.word(m.end).lower == "of" && m.end+1 < len(r.words) && r.mentionAt[m.end+1] != nil && r.mentionAt[m.end+1].kind == "country" {
			next.iso3 = r.mentionAt[m.end+1].entry.ISO3
		}
		found = append(found, next)
	}
	return found
}

// takeCountryBehind takes the country behind a name for the office before it: "President
// Abdel Fattah el-Sisi of Egypt".
func (r *reading) takeCountryBehind(p *post, m *mention) {
	if p.told || r.word(m.end).lower != "of" || m.end+1 >= len(r.words) {
		return
	}
	if c := r.mentionAt[m.end+1]; c != nil && c.kind == "country" {
		p.iso3, p.told, p.inferred = c.entry.ISO3, true, false
	} else if region := r.regionAt[m.end+1]; region != nil {
		r.takeRegion(p, region)
	}
}

// words is the title as printed, in lower case.
func (p *post) words(r *reading) string {
	return strings.ToLower(collapse(r.span(p.title.first, p.title.end).In(r.text.Raw)))
}

// toldHolder is who "is", "became", "served as" or "was elected" the holder of an office.
func (r *reading) toldHolder(p *post) []holder {
	at := p.first - 1
	for at > 0 && (r.lex.Is("adverb", r.words[at].lower) && r.words[at].lower != "has" && r.words[at].lower != "have" && r.words[at].lower != "had" || r.lex.Is("rank", r.words[at].lower)) {
		at--
	}
	if at <= 0 || r.text.Tokens[at].Sentence != r.text.Tokens[p.first].Sentence || r.words[at].quote != r.words[p.first].quote {
		return nil
	}
	switch w := r.words[at].lower; {
	case w == "as":
		return r.heldAs(p, at)
	case w == "for" && r.lex.Is("running", r.words[at-1].lower):
		return r.running(p, at-1)
	case (w == "be" || w == "become") && r.words[at-1].lower == "to" && at > 1 && r.lex.Is("running", r.words[at-2].lower):
		return r.running(p, at-2)
	case r.lex.Is("being", w) || r.lex.Is("raised", w):
		if r.lex.Is("negation", r.words[at-1].lower) {
			return nil
		}
		who := r.subjectPerson(at)
		if who == nil {
			return nil
		}
		rule := "is the holder"
		if (w == "was" || w == "were" || w == "been") && !r.lex.Is("raised", r.words[p.first].lower) {
			p.status, rule = schema.Former, "was the holder"
		}
		return []holder{{who: who, first: at, end: at + 1, rule: rule}}
	}
	return nil
}

// running is who seeks an office by the verb at a token: "is running for mayor", "running to
// become West Virginia's next governor".
func (r *reading) running(p *post, verb int) []holder {
	who := r.subjectPerson(verb)
	if who == nil {
		return nil
	}
	p.status = schema.Candidate
	return []holder{{who: who, first: verb, end: p.first, rule: "runs for the office"}}
}

// heldAs reads what stands before "as" and an office: "served as", "was appointed as",
// "his tenure as", "Horta Inta-A as".
func (r *reading) heldAs(p *post, as int) []holder {
	if m := r.namedBefore(as); m != nil {
		return []holder{held(m, "named as the holder")}
	}
	w := r.words[as-1]
	past := r.lex.Is("past holding", w.lower)
	switch {
	case r.lex.Is("holding", w.lower) || past:
		who := r.subjectPerson(as - 1)
		if who == nil {
			if who = r.listed(p); who != nil {
				past = past || !r.holdsNow(who, p)
			}
		}
		if who == nil {
			return nil
		}
		if past || w.lower == "served" {
			p.status = schema.Former
		}
		return []holder{{who: who, first: as - 1, end: as, rule: "served as the holder"}}
	case r.lex.Is("tenure", w.lower):
		for i := as - 2; i >= as-4 && i >= 0; i-- {
			if r.words[i].lower == "'s" || r.words[i].lower == "'" {
				if m := r.namedBefore(i); m != nil {
					p.status = schema.Former
					return []holder{held(m, "tenure of the holder")}
				}
			}
			if r.lex.Is("possessive pronoun", r.words[i].lower) {
				if who := r.personMeant(i); who != nil {
					p.status = schema.Former
					return []holder{{who: who, first: i, end: i + 1, rule: "tenure of the holder"}}
				}
			}
		}
	case w.lower != "such" && w.lower != "same":
		if who := r.listed(p); who != nil && !slices.ContainsFunc(r.lex.Contenders(who.name), func(c lexicon.Contender) bool { return c.Office == r.titleName(p) }) { // "Trump as president"
			if !r.holdsNow(who, p) {
				p.status = schema.Former
			}
			return []holder{{who: who, first: as, end: as + 1, rule: "as the holder, by the table"}}
		}
	}
	return nil
}

// subjectPerson is the person who is the subject of the verb at token i.
func (r *reading) subjectPerson(at int) *person {
	s := r.subjectBefore(at)
	switch {
	case s == nil:
		return nil
	case s.pronoun:
		return r.personMeant(s.first)
	case len(s.mentions) == 1 && s.mentions[0].person != nil:
		return s.mentions[0].person
	case len(s.mentions) == 0 && isAside(r.word(s.first-1).text): // "Douglas Holtz-Eakin, an economist who served"
		if m := r.namedBefore(s.first - 1); m != nil {
			return m.person
		}
	}
	return nil
}

// personMeant is whom the pronoun at token i means.
func (r *reading) personMeant(i int) *person {
	gender := ""
	switch r.words[i].lower {
	case "he", "his", "him":
		gender = "m"
	case "she", "her":
		gender = "f"
	default:
		return nil
	}
	list := r.candidates(sought{at: i, gender: gender, person: true})
	if len(list) == 0 || list[0].who == nil || list[0].score < likely {
		return nil
	}
	return list[0].who
}
