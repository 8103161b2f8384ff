package extract

import (
	"cmp"
	"slices"
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/schema"
)

// findRoles notes what the article calls each person: the nouns before a name and
// those in apposition behind it ("Trump ally", "the top Democrat on the panel").
func (r *reading) findRoles() {
	r.roles = map[string][]*person{}
	for _, who := range r.people.all {
		words := map[string]bool{}
		for _, m := range who.mentions {
			r.rolesBefore(m, words)
			r.rolesBehind(m, words)
		}
		for _, post := range who.posts {
			words[lastWord(r.titleName(post))] = true
			words[r.words[post.title.end-1].lower] = true
		}
		for w := range words {
			r.roles[w] = append(r.roles[w], who)
		}
		who.roles = words
		if g := r.genderOfRoles(words); g != "" && (who.gender == "" || who.guessed) {
			who.gender, who.guessed = g, false
		}
	}
}

// roleWords is how many words of a role are looked at.
const roleWords = 6

func (r *reading) rolesBefore(m *mention, words map[string]bool) {
	s := r.sentence(m.first)
	for i := m.first - 1; i >= s.First && i >= m.first-roleWords; i-- {
		w := r.words[i]
		if r.mentionAt[i] != nil && r.mentionAt[i].person != nil || w.text != "-" && !r.isRole(w) || w.quote != r.words[m.first].quote {
			return
		}
		words[w.lower] = true
	}
}

func (r *reading) rolesBehind(m *mention, words map[string]bool) {
	s := r.sentence(m.first)
	i := m.end
	if r.word(i).text == "(" && r.word(i+2).text == "-" { // "(R-Ga.)"
		switch r.word(i + 1).text {
		case "R":
			words["republican"], words["lawmaker"] = true, true
		case "D":
			words["democrat"], words["lawmaker"] = true, true
		}
	}
	if r.word(i).text == "(" {
		for i < s.End && r.words[i].text != ")" {
			i++
		}
		i++
	}
	if r.word(i).text != "," || i+1 >= s.End {
		return
	}
	if i++; r.lex.Is("determiner", r.words[i].lower) {
		i++
	}
	for end := min(s.End, i+roleWords); i < end; i++ {
		if w := r.words[i]; r.isRole(w) && (r.mentionAt[i] == nil || r.mentionAt[i].person == nil) {
			words[w.lower] = true
		} else if w.text != "-" {
			return
		}
	}
}

func (r *reading) isRole(w word) bool {
	return w.plain && !r.lex.Is("function", w.lower) && !r.lex.Is("preposition", w.lower) && !r.lex.Is("determiner", w.lower) && !r.lex.Is("relative", w.lower)
}

// genderOfRoles is what "spokeswoman" or "congressman" tells.
func (r *reading) genderOfRoles(words map[string]bool) string {
	f, m := false, false
	for w := range words {
		f = f || r.lex.Is("feminine", w)
		m = m || r.lex.Is("masculine", w)
	}
	switch {
	case f && !m:
		return "f"
	case m && !f:
		return "m"
	}
	return ""
}

// described is whom of the article a definite description means: "the Vermont
// senator", "Trump's spokesman", "the billionaire".
func (r *reading) described(p *phrase) *speaker {
	if p.plural || r.isIndefinite(p) || r.lex.Is("inanimate", p.head) || p.determiner == "" && p.owner == nil && p.post == nil {
		return nil
	}
	gender := r.genderOfRoles(map[string]bool{p.head: true})
	best, most := (*person)(nil), 0
	for _, who := range lastOf(r.roles[p.head]) {
		last := r.lastBefore(who, p.first)
		if last < 0 || p.owner != nil && p.owner.person == who || gender != "" && who.gender != "" && who.gender != gender {
			continue
		}
		n := 0
		for i := p.first; i < p.end; i++ {
			if who.roles[r.words[i].lower] {
				n++
			}
		}
		if best == nil || n > most || n == most && last > r.lastBefore(best, p.first) {
			best, most = who, n
		}
	}
	if best != nil {
		return r.personSpeaker(best, 0.8)
	}
	if who := r.inOffice(p); who != nil {
		return r.personSpeaker(who, 0.8)
	}
	if p.post != nil && (p.post.title.entry.Type == "regional" || p.post.title.entry.Type == "state") && r.namesPlace(p) {
		return nil // of another "Indiana governor" the article does not speak
	}
	if owner := r.mentionAt[p.first]; owner != nil && owner.person != nil && r.isOwner(owner) && r.word(owner.end+1).lower == "former" {
		for _, c := range r.candidates(sought{at: p.first, gender: gender, person: true, not: owner.person}) {
			if c.who != nil && c.signs[subject] > 0 && c.signs[away] <= 1 {
				return r.speakerFor(c, 0.7) // "Obama's former strategist", after a sentence on one
			}
		}
		return nil
	}
	if r.lex.Is("anonymous", p.head) {
		return r.samePerson(p)
	}
	if !r.lex.Is("people", p.head) && p.post == nil && gender == "" && !r.lex.Is("candidate", p.head) && !r.lex.Is("known role", p.head) {
		return nil
	}
	if p.determiner != "the" || p.owner != nil && p.owner.person != nil {
		return nil // "Trump's doctor"
	}
	if r.leadsBody(p) {
		return nil // "the MDC leader", of whom the article tells nothing else
	}
	return r.meant(sought{at: p.first, gender: gender, person: true})
}

// regionOfPartisan is the state of one member of a party, where a phrase names the party by it: "the Arizona Republican"; nil
// where it does not.
func (r *reading) regionOfPartisan(p *phrase) *mention {
	last := p.end - 1
	if p.plural || !r.lex.Is("party member", r.words[last].lower) || last < 2 || r.regionAt[last-1] == nil || len(p.mentions) > 0 && p.mentions[0].first < last {
		return nil
	}
	if region := r.regionAt[last-1]; region.first > 0 && r.words[region.first-1].lower == "the" {
		return region
	}
	return nil
}

// partisan is whom "the Arizona Republican" means: who is last named before of those of whom the article tells that they are of the
// state, or else the only legislator or governor named near of whose state it tells nothing.
func (r *reading) partisan(p *phrase, state *mention) *speaker {
	var best *person
	for _, who := range r.people.all {
		if last := r.lastBefore(who, p.first); last >= 0 && r.homesOf(who)[state.entry.Name] && (best == nil || last > r.lastBefore(best, p.first)) {
			best = who
		}
	}
	if best == nil {
		var near []*person
		for _, c := range r.candidates(sought{at: p.first, person: true}) {
			if c.who != nil && c.signs[inWords] == 0 && r.isElected(c.who) && len(r.homesOf(c.who)) == 0 {
				near = append(near, c.who)
			}
		}
		if len(near) == 1 {
			best = near[0]
		}
	}
	if best != nil {
		return r.personSpeaker(best, 0.8)
	}
	return r.unnamedSpeaker(&phrase{first: state.first - 1, end: p.end, head: r.words[p.end-1].lower, determiner: "the"})
}

// isElected tells whether somebody is a legislator or governor by the article or the table of officials.
func (r *reading) isElected(who *person) bool {
	return slices.ContainsFunc(who.posts, func(o *post) bool { return isOneOfMany(o.title) }) ||
		slices.ContainsFunc(who.terms, func(t lexicon.Official) bool {
			return t.Office == "Representative" || t.Office == "Senator" || strings.HasPrefix(t.Office, "Governor of") || t.Office == "Speaker of the House"
		})
}

// homesOf are the states or provinces that somebody is from by the article, "Arizona Sen. John McCain", "(R-Ariz.)", "of Florida", or
// by the table of officials.
func (r *reading) homesOf(who *person) map[string]bool {
	states := map[string]bool{}
	for _, post := range who.posts {
		if post.region != "" {
			states[post.region] = true
		}
	}
	for _, t := range r.termsEver(who) {
		if state, ok := strings.CutPrefix(t.Office, "Governor of "); ok || t.State != "" {
			states[cmp.Or(t.State, state)] = true
		}
	}
	add := func(i int) {
		if i >= 0 && i < len(r.regionAt) && r.regionAt[i] != nil {
			states[r.regionAt[i].entry.Name] = true
		}
	}
	for _, m := range who.mentions {
		i := m.first - 1
		for i >= 0 && i >= m.first-roleWords && (r.mentionAt[i].isTitle() || r.words[i].lower == "republican" || r.words[i].lower == "democratic") {
			i--
		}
		if i < m.first-1 {
			add(i) // "Arizona Sen. John McCain"
		}
		switch next := r.word(m.end); {
		case next.lower == "of" || next.lower == "from":
			add(m.end + 1)
		case (next.text == "(" || next.text == ",") && r.word(m.end+2).text == "-":
			add(m.end + 3) // "(R-Ariz.)"
		case next.text == "," && r.lex.Is("determiner", r.word(m.end+1).lower):
			add(m.end + 2) // ", an Arizona Republican"
		}
	}
	return states
}

// leadsBody tells whether a phrase is of the leader of a body that it names.
func (r *reading) leadsBody(p *phrase) bool {
	switch p.head {
	case "leader", "president", "secretary":
		return slices.ContainsFunc(r.mentionAt[p.first:p.end], func(m *mention) bool { return m != nil && (m.kind == "organization" || m.kind == aName) && m.isBody() })
	}
	return false
}

// inOffice is the person named before who by the table of officials has the office of a place
// that a description tells: "the Indiana governor".
func (r *reading) inOffice(p *phrase) *person {
	if p.post == nil || !r.namesPlace(p) {
		return nil
	}
	var found *person
	for _, who := range r.people.all {
		if r.lastBefore(who, p.first) < 0 {
			continue
		}
		for _, t := range r.termsEver(who) {
			office := strings.Fields(strings.ToLower(t.Office + " " + t.State))
			if t.Office == "Representative" {
				office = append(office, "congressman", "congresswoman", "lawmaker")
			}
			if !slices.ContainsFunc(r.words[p.first:p.end], func(w word) bool { return !r.lex.Is("determiner", w.lower) && !slices.Contains(office, w.lower) }) {
				if found != nil {
					return nil
				}
				found = who
				break
			}
		}
	}
	return found
}

// termsEver are the offices that the table has of somebody, or of the one person of that name at any time: the state or office of
// a description tells that they are meant.
func (r *reading) termsEver(who *person) []lexicon.Official {
	if len(who.terms) > 0 {
		return who.terms
	}
	return r.lex.TermsEver(who.name)
}

// namesPlace tells whether a phrase names a region or state.
func (r *reading) namesPlace(p *phrase) bool {
	for i := p.first; i < p.end; i++ {
		if r.regionAt[i] != nil {
			return true
		}
	}
	return r.countryIn(p.first, p.end) != ""
}

// samePerson is the source without a name that was spoken of before by the same noun:
// "the official".
func (r *reading) samePerson(p *phrase) *speaker {
	if p.determiner != "the" {
		return nil
	}
	for i := len(r.statements) - 1; i >= 0 && i > len(r.statements)-near; i-- {
		s := r.statements[i].speaker
		if len(s.ids) != 1 || s.plural || !r.entities[s.ids[0]].Unnamed {
			continue
		}
		if slices.Contains(strings.Fields(strings.ToLower(r.entities[s.ids[0]].Name)), p.head) {
			again := *s
			again.confidence = 0.8
			return &again
		}
	}
	return nil
}

// author is who wrote the work that is spoken of at a token: the last person before of whom
// the article says so.
func (r *reading) author(at int) *speaker {
	for i := at - 1; i >= 0 && i > at-farBack; i-- {
		if m := r.mentionAt[i]; m != nil && m.first == i && m.person != nil && (m.person.roles["author"] || r.lex.Is("wrote", r.word(m.end).lower)) {
			return r.personSpeaker(m.person, 0.7)
		}
	}
	return nil
}

// document is who speaks in a document: whose it is ("Ivana Trump's brief", "a report by
// NATO"), or of "the statement", who spoke last.
func (r *reading) document(p *phrase) *speaker {
	if !r.lex.Is("document", p.head) {
		return nil
	}
	if p.owner != nil && p.owner.kind != "treaty" && p.owner.kind != "group" && p.owner.hint != "place" {
		s, _ := r.namedSpeaker(&phrase{first: p.owner.first, end: p.owner.end, mentions: []*mention{p.owner}})
		return s
	}
	if p.determiner != "the" && p.determiner != "its" && p.determiner != "their" || p.plural {
		return nil
	}
	here := r.text.Tokens[p.first].Sentence
	if r.lex.Is("writing", p.head) {
		var outlet *mention
		for i := p.first - 1; i >= 0 && here-r.text.Tokens[i].Sentence <= window; i-- {
			m := r.mentionAt[i]
			if m != nil && m.kind == aName {
				m = r.fullBody(m)
			}
			if m == nil || m.kind != "outlet" || r.words[i].quote >= 0 {
				continue
			}
			if r.lex.Is("writing", r.word(i+1).lower) { // "a Times article"
				outlet = m
				break
			}
			if outlet == nil {
				outlet = m
			}
		}
		if outlet == nil {
			return nil
		}
		s, _ := r.namedSpeaker(outlet.phrase())
		return s
	}
	if r.lex.Is("work", p.head) {
		return r.author(p.first)
	}
	for i := len(r.statements) - 1; i >= 0 && i > len(r.statements)-3; i-- {
		s := r.statements[i]
		if len(s.speaker.ids) != 1 || s.at >= p.first || here-r.text.Tokens[s.at].Sentence > 3 {
			continue
		}
		if e := r.entities[s.speaker.ids[0]]; e.Unnamed && e.Kind == schema.Person {
			continue
		}
		again := *s.speaker
		again.confidence = 0.7
		return &again
	}
	return r.meant(sought{at: p.first})
}
