package extract

import (
	"slices"
	"strings"

	"rostrum/schema"
)

// speaker is whom a phrase stands for.
type speaker struct {
	ids        []schema.ID
	people     []*person
	office     schema.ID // the office in which a person speaks
	iso3       string    // the country that it speaks for, where that is known
	plural     bool      // several, though they have one name: "two officials"
	confidence float64   // that the phrase stands for it; a factor
}

// speakerOf finds whom a phrase stands for; nil with the reason where nobody can be
// told. A wrong speaker is worse than a missing one.
func (r *reading) speakerOf(p *phrase) (*speaker, string) {
	switch {
	case p == nil:
		return nil, "no speaker"
	case p.pronoun:
		return r.pronounSpeaker(p)
	}
	if s := r.ministrySpeaker(p); s != nil {
		return s, ""
	}
	if region := r.regionOfPartisan(p); region != nil {
		return r.partisan(p, region), ""
	}
	if len(p.mentions) > 0 {
		return r.namedSpeaker(p)
	}
	for _, find := range []func(*phrase) *speaker{r.campaign, r.document, r.knownHolder, r.knownBody, r.described} {
		if s := find(p); s != nil {
			return s, ""
		}
	}
	if iso3 := r.state(p); iso3 != "" {
		return &speaker{ids: []schema.ID{r.country(iso3, r.span(p.first, p.end))}, iso3: iso3, confidence: 0.85}, ""
	}
	if p.post != nil && !p.plural && !r.isIndefinite(p) && !r.lex.Is("anonymous", p.head) && (p.post.iso3 != "" || p.post.body != nil) && p.post.title.entry.Type != "spokesperson" {
		if id := r.office(p.post); id != "" {
			return &speaker{ids: []schema.ID{id}, iso3: p.post.iso3, confidence: 0.85}, ""
		}
	}
	if p.country != "" && r.lex.Is("ministry", p.head) || p.head == "ministry" {
		return r.ministry(p)
	}
	if m := r.regionAt[p.first]; m != nil && m.first == p.first && m.end == p.end { // "Northern Ireland has suggested"
		e := organization(collapse(r.span(m.first, m.end).In(r.text.Raw)), m.entry.Within)
		return &speaker{ids: []schema.ID{r.addEntity(e, r.span(p.first, p.end))}, iso3: m.entry.Within, confidence: 0.8}, ""
	}
	if !r.isSource(p) {
		return nil, "speaker not understood"
	}
	return r.unnamedSpeaker(p), ""
}

// isIndefinite tells whether a phrase speaks of one of many: "an aide", "one official".
func (r *reading) isIndefinite(p *phrase) bool {
	switch p.determiner {
	case "a", "an", "another", "one", "some":
		return true
	}
	return false
}

// namedSpeaker is who is named.
func (r *reading) namedSpeaker(p *phrase) (*speaker, string) {
	s := &speaker{confidence: 1}
	for _, m := range p.mentions {
		if m.kind == "treaty" {
			return nil, "speaker not understood"
		}
		id := r.entity(m)
		if id == "" {
			if m.kind != "capital" {
				return nil, "speaker not understood"
			}
			id = r.country(m.entry.ISO3, r.span(m.first, m.end))
		}
		s.ids = append(s.ids, id)
		if m.person != nil {
			s.people = append(s.people, m.person)
		}
	}
	first := p.mentions[0]
	switch first.kind {
	case "country", "demonym", "capital", "metonym", "organization":
		s.iso3 = first.entry.ISO3
	case aName:
		s.confidence = 0.8
	}
	r.fillOffice(s)
	return s, ""
}

// fillOffice says in which office a single person speaks: the present one, else the
// one sought or held before.
func (r *reading) fillOffice(s *speaker) {
	if len(s.people) == 0 {
		return
	}
	var best *post
	for _, post := range s.people[0].posts {
		if r.office(post) != "" && (best == nil || best.status != schema.Current && post.status == schema.Current) {
			best = post
		}
	}
	if best == nil {
		return
	}
	if s.iso3 == "" {
		s.iso3 = best.iso3
	}
	if len(s.people) == 1 && best.status == schema.Current {
		s.office = r.office(best)
	}
}

func (r *reading) personSpeaker(p *person, confidence float64) *speaker {
	s := &speaker{ids: []schema.ID{r.addEntity(p.entity(), schema.Span{})}, people: []*person{p}, confidence: confidence}
	r.fillOffice(s)
	return s
}

// pronounSpeaker is whom "he", "she", "it" or "they" stands for.
func (r *reading) pronounSpeaker(p *phrase) (*speaker, string) {
	var s *speaker
	switch p.head {
	case "he", "him", "his", "she", "her", "hers":
		if m := r.namedBehind(p); m != nil {
			return r.personSpeaker(m.person, 0.8), ""
		}
		s = r.meant(sought{at: p.first, gender: genderOf(p.head), person: true})
	case "who", "whom", "whose":
		s = r.meant(sought{at: p.first, person: true})
	case "it", "its", "which":
		s = r.meant(sought{at: p.first})
	case "they", "them", "their":
		s = r.meant(sought{at: p.first, many: true})
	}
	if s == nil {
		return nil, "pronoun without a speaker"
	}
	return s, ""
}

// namedBehind is who a pronoun means that opens a sentence's first clause, named as the subject of the next: "Even as
// he accused the department of …, Giuliani would not"; nil where nobody is.
func (r *reading) namedBehind(p *phrase) *mention {
	s := r.sentence(p.first)
	if p.head != "he" && p.head != "she" || p.first > s.First+2 || p.first == s.First || !r.lex.Is("clause break", r.word(p.first-1).lower) || r.words[p.first].quote >= 0 {
		return nil
	}
	for i := p.first + 1; i+1 < s.End && i < p.first+opening; i++ {
		if r.words[i].quote >= 0 {
			return nil
		}
		if r.words[i].text != "," {
			continue
		}
		at := i + 1
		for at+1 < s.End && r.mentionAt[at].isTitle() {
			at++
		}
		m := r.mentionAt[at]
		if m == nil || m.person == nil || m.end >= s.End || m.person.gender != "" && m.person.gender != genderOf(p.head) {
			return nil
		}
		if w := r.words[m.end].lower; r.lex.Is("auxiliary", w) || r.isPast(m.end) || r.saysAt(m.end) {
			return m
		}
		return nil
	}
	return nil
}

// opening is the most words of a clause before the one that names its subject.
const opening = 30

// genderOf is what "he" or "she" tells of whom it means.
func genderOf(pronoun string) string {
	if pronoun == "he" || pronoun == "him" || pronoun == "his" {
		return "m"
	}
	return "f"
}

// personBefore is the person that a pronoun at token at means: the subject of the
// sentence so far, the last speaker, or the first person of the sentences before.
func (r *reading) personBefore(at int, gender string) *person {
	fits := func(p *person) bool { return p != nil && (p.gender == "" || gender == "" || p.gender == gender) }
	sentence := r.text.Tokens[at].Sentence
	last := r.lastPerson(at)
	for back := 0; back <= 3 && sentence-back >= 0; back++ {
		s := r.text.Sentences[sentence-back]
		if fits(last.who) && last.sentence == sentence-back {
			return last.who
		}
		for i := s.First; i < s.End && i < at; i++ {
			if m := r.mentionAt[i]; m != nil && m.person != nil && r.words[i].quote == r.words[at].quote && r.word(i-1).lower != "'s" && r.word(m.end).lower != "'s" && fits(m.person) {
				return m.person
			}
		}
	}
	if fits(last.who) && sentence-last.sentence < 8 {
		return last.who
	}
	return nil
}

type lastPerson struct {
	who      *person
	sentence int
}

// lastPerson is the single person of the last statement before token at.
func (r *reading) lastPerson(at int) lastPerson {
	for i := len(r.statements) - 1; i >= 0; i-- {
		if s := r.statements[i]; len(s.speaker.people) == 1 && s.at < at {
			return lastPerson{s.speaker.people[0], r.text.Tokens[s.at].Sentence}
		}
	}
	return lastPerson{nil, -1}
}

// knownHolder is the person of the article who holds the office that the phrase
// names: "the president", "the spokesman".
func (r *reading) knownHolder(p *phrase) *speaker {
	if p.post == nil || p.plural || r.isIndefinite(p) {
		return nil
	}
	if p.post.holder != nil {
		return r.personSpeaker(p.post.holder, 0.95)
	}
	var best *person
	for _, who := range r.people.all {
		for _, post := range who.posts {
			same := r.titleName(post) == r.titleName(p.post) || p.post.iso3 == "" && post.title.entry.Type == p.post.title.entry.Type &&
				lastWord(r.titleName(post)) == lastWord(r.titleName(p.post))
			if !same || p.post.iso3 != "" && post.iso3 != "" && p.post.iso3 != post.iso3 || p.post.status != post.status {
				continue
			}
			if r.lastBefore(who, p.first) >= 0 && (best == nil || r.lastBefore(who, p.first) > r.lastBefore(best, p.first)) {
				best = who
			}
		}
	}
	if best == nil {
		return nil
	}
	return r.personSpeaker(best, 0.85)
}

func lastWord(text string) string {
	return strings.ToLower(text[strings.LastIndexByte(text, ' ')+1:])
}

// farBack is how many tokens back a body or treaty is looked for that a phrase
// without a name means.
const farBack = 2000

// knownBody is the organization of the article that "the ministry", "the newspaper" or
// "the union" means: the last whose name has the word, or is of that sort.
func (r *reading) knownBody(p *phrase) *speaker {
	if p.determiner != "the" || !r.lex.Is("inanimate", p.head) && (!r.lex.Is("any body", p.head) || p.head == "force") && !r.lex.Is("named body", p.head) || p.plural || p.country != "" {
		return nil
	}
	var near *mention
	for i := p.first - 1; i >= 0 && i > p.first-farBack; i-- {
		m := r.mentionAt[i]
		if m == nil || m.first != i || m.person != nil || r.isNoFirm(p, m) {
			continue
		}
		switch m.kind {
		case "organization", aName, "metonym", "outlet":
		default:
			continue
		}
		if slices.ContainsFunc(strings.Fields(strings.ToLower(r.nameText(m))), func(w string) bool {
			return w == p.head || w == p.head+"s" || (p.head == "union" || p.head == "panel") && r.lex.Is(p.head, w)
		}) || m.entry.Name != "" && slices.Contains(strings.Fields(strings.ToLower(m.entry.Name)), p.head) {
			near = m
			break
		}
		away := r.text.Tokens[p.first].Sentence - r.text.Tokens[i].Sentence
		if near == nil && away <= window && !r.lex.Is("named body", p.head) && (p.head != "panel" || r.lex.Is("panel", r.words[m.end-1].lower)) && (m.kind == "outlet" == r.lex.Is("any outlet", p.head) || m.hint == "organization" && p.head == "network") && (r.lex.Is("any body", p.head) || r.lex.Is("any outlet", p.head)) &&
			m.hint != "place" && r.words[i].quote < 0 && !r.modifiesNoun(m, r.sentence(i).End) {
			near = m
		}
	}
	if near == nil || r.lex.Is("law word", r.words[near.end-1].lower) {
		return nil
	}
	if id := r.entity(near); id != "" {
		return &speaker{ids: []schema.ID{id}, iso3: near.entry.ISO3, confidence: 0.8}
	}
	return nil
}

// campaign is the campaign of somebody for an office: "Donald Trump's campaign", "her team" of
// somebody who seeks one.
func (r *reading) campaign(p *phrase) *speaker {
	if p.plural || p.post != nil || !r.lex.Is("campaign", p.head) {
		return nil
	}
	var who *person
	if p.owner != nil {
		who = p.owner.person
	} else if r.lex.Is("possessive pronoun", p.determiner) {
		if s, _ := r.pronounSpeaker(p.whose()); s != nil && len(s.people) == 1 {
			who = s.people[0]
		}
	}
	if who == nil || p.head != "campaign" && !slices.ContainsFunc(who.posts, func(o *post) bool { return o.status == schema.Candidate }) {
		return nil
	}
	return &speaker{ids: []schema.ID{r.addEntity(organization(who.last()+" campaign", ""), r.span(p.first, p.end))}, confidence: 0.85}
}

// state is the country whose government a phrase speaks of: "Saudi officials", and "the
// army" in an article on one country.
func (r *reading) state(p *phrase) string {
	switch {
	case r.lex.Is("officialdom", p.head) && p.owner != nil && p.determiner == "" && (p.owner.kind == "demonym" || p.owner.kind == "country"):
		return p.owner.entry.ISO3
	case r.lex.Is("officialdom", p.head) && p.determiner == "" && p.owner == nil && p.post != nil && p.post.body == nil && p.post.bodyText == "":
		return r.countryIn(p.post.first, p.post.title.first) // "Saudi officials"
	case p.country != "" && r.lex.Is("power", p.head) && p.determiner != "a":
		return p.country
	case p.country == "" && r.lex.Is("power", p.head) && p.determiner == "the" && p.owner == nil && p.end-p.first == 2:
		return r.home
	}
	return ""
}

// ministry is a ministry or government that the phrase names with its country.
func (r *reading) ministry(p *phrase) (*speaker, string) {
	if p.country == "" {
		return r.unnamedSpeaker(p), ""
	}
	at := r.span(p.first, p.end)
	if p.head == "government" || p.head == "administration" {
		return &speaker{ids: []schema.ID{r.country(p.country, at)}, iso3: p.country, confidence: 0.9}, ""
	}
	first := p.end - 1
	for first > p.first && r.mentionAt[first-1] == nil && r.words[first-1].plain && !r.lex.Is("determiner", r.words[first-1].lower) {
		first--
	}
	name := titleCase(collapse(r.span(first, p.end).In(r.text.Raw)))
	return &speaker{ids: []schema.ID{r.addOffice(name, p.country, "", at)}, iso3: p.country, confidence: 0.9}, ""
}

// unnamedSpeaker is a source that the article describes and does not name.
func (r *reading) unnamedSpeaker(p *phrase) *speaker {
	at := r.span(p.first, p.end)
	name := collapse(at.In(r.text.Raw))
	if p.determiner == "the" {
		name = strings.TrimPrefix(strings.TrimPrefix(name, "the "), "The ")
	}
	kind := schema.Person
	if r.lex.Is("inanimate", p.head) {
		kind = schema.Organization
	}
	iso3 := p.country
	id := r.addEntity(schema.Entity{ID: schema.UnnamedID(r.doc.ID, kind, name), Kind: kind, Name: name, Unnamed: true, ISO3: iso3}, at)
	return &speaker{ids: []schema.ID{id}, iso3: iso3, plural: p.plural, confidence: 0.9}
}
