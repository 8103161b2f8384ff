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
	case len(p.mentions) > 0:
		return r.namedSpeaker(p)
	}
	if s := r.knownHolder(p); s != nil {
		return s, ""
	}
	if p.post != nil && !p.plural && p.determiner != "a" && p.determiner != "an" && (p.post.iso3 != "" || p.post.body != nil) && p.post.title.entry.Type != "spokesperson" {
		if id := r.office(p.post); id != "" {
			return &speaker{ids: []schema.ID{id}, iso3: p.post.iso3, confidence: 0.85}, ""
		}
	}
	if s := r.knownBody(p); s != nil {
		return s, ""
	}
	if p.country != "" && r.lex.Is("ministry", p.head) || p.head == "ministry" {
		return r.ministry(p)
	}
	if !r.isSource(p) {
		return nil, "speaker not understood"
	}
	return r.unnamedSpeaker(p), ""
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

// pronounSpeaker is whom "he", "she", "it" or "they" stands for: who spoke last, or
// who was named last in the sentences before.
func (r *reading) pronounSpeaker(p *phrase) (*speaker, string) {
	gender := map[string]string{"he": "m", "him": "m", "she": "f", "her": "f"}[p.head]
	switch p.head {
	case "he", "she", "him", "her":
		if who := r.personBefore(p.first, gender); who != nil {
			s := r.personSpeaker(who, 0.8)
			return s, ""
		}
	case "it", "they":
		if s := r.bodyBefore(p.first, p.head == "they"); s != nil {
			return s, ""
		}
	}
	return nil, "pronoun without a speaker"
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

// bodyBefore is the organization or country that "it" or "they" means: the last
// speaker of that sort in this sentence or the two before.
func (r *reading) bodyBefore(at int, they bool) *speaker {
	for i := len(r.statements) - 1; i >= 0; i-- {
		s := r.statements[i]
		if s.at >= at {
			continue
		}
		if r.text.Tokens[at].Sentence-r.text.Tokens[s.at].Sentence > 2 {
			return nil
		}
		if len(s.speaker.people) == 0 || they && len(s.speaker.ids) > 1 {
			again := *s.speaker
			again.confidence = 0.7
			return &again
		}
	}
	return nil
}

// knownHolder is the person of the article who holds the office that the phrase
// names: "the president", "the spokesman".
func (r *reading) knownHolder(p *phrase) *speaker {
	if p.post == nil || p.plural || p.determiner == "a" || p.determiner == "an" || p.determiner == "another" {
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

// knownBody is the organization of the article that "the ministry" or "the group"
// means: the one named last whose name has the word.
func (r *reading) knownBody(p *phrase) *speaker {
	if p.determiner != "the" || p.end-p.first != 2 || !r.lex.Is("inanimate", p.head) {
		return nil
	}
	for i := p.first - 1; i >= 0 && i > p.first-farBack; i-- {
		m := r.mentionAt[i]
		if m == nil || m.kind != "organization" && m.kind != aName && m.kind != "metonym" && m.kind != "outlet" {
			continue
		}
		if slices.Contains(strings.Fields(strings.ToLower(r.nameText(m))), p.head) || r.lex.Is("any body", p.head) && m.kind == "organization" && r.text.Tokens[p.first].Sentence-r.text.Tokens[i].Sentence <= 1 {
			return &speaker{ids: []schema.ID{r.entity(m)}, iso3: m.entry.ISO3, confidence: 0.8}
		}
	}
	return nil
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
	return &speaker{ids: []schema.ID{id}, iso3: iso3, confidence: 0.9}
}
