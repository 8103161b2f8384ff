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
		for _, part := range r.joinedParts(r.partyWords(part)) {
			found = append(found, r.partiesOf(part, a, accused)...)
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

// partiesOf are whom one phrase means: several where it lists them.
func (r *reading) partiesOf(part nlp.Range, a *nlp.Accusation, accused bool) []*speaker {
	if states := r.statesOf(part); len(states) > 1 {
		return states
	}
	p := r.partyPhrase(part, a)
	if p == nil {
		return nil
	}
	if p.pronoun {
		if q := r.meantBy(p, a, accused); q != nil {
			p = q
		}
	}
	if len(p.mentions) < 2 {
		p.mentions = r.wholeList(p.mentions)
	}
	if len(p.mentions) < 2 {
		s := r.party(p, accused)
		if whole := r.wholeDescription(p, part); s != nil && r.entities[s.ids[0]].Unnamed && whole != p {
			s = r.unnamedParty(whole)
		}
		if m := r.besides(p); m != nil && accused {
			return []*speaker{s, r.party(m.phrase(), true)}
		}
		return []*speaker{s}
	}
	var found []*speaker
	for _, m := range p.mentions {
		found = append(found, r.party(m.phrase(), accused))
	}
	return found
}

// besides is the body that shares the verb of a person named before it: "Edelman and Dominion used"; nil where none does.
func (r *reading) besides(p *phrase) *mention {
	if len(p.mentions) != 1 || p.mentions[0].person == nil || r.word(p.mentions[0].end).lower != "and" || p.mentions[0].end+1 >= len(r.words) {
		return nil
	}
	m := r.mentionAt[p.mentions[0].end+1]
	if m == nil || m.first != p.mentions[0].end+1 || m.person != nil || !m.isBody() || m.hint == "place" || m.end >= len(r.words) {
		return nil
	}
	if !r.isPast(m.end) && !r.lex.Is("auxiliary", r.words[m.end].lower) {
		return nil
	}
	return m
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
	if m := r.bodyOfForces(p); m != nil {
		p = m.phrase()
	} else if iso3, _ := r.organ(p, accused); iso3 != "" {
		return r.stateParty(iso3, p, r.seat(p))
	}
	if len(p.mentions) == 0 && r.lex.Is("law court", p.head) {
		return r.unnamedParty(p)
	}
	if o := p.owner; accused && o != nil && o.isBody() && r.lex.Is("management", p.head) {
		p = o.phrase() // "Eastern's managers"
	}
	if who := r.doerOf(p); accused && who != nil {
		return who
	}
	if accused && p.determiner == "the" && !p.plural && len(p.mentions) == 0 && r.lex.Is("suspect", p.head) {
		if s := r.accusedBefore(); s != nil {
			return s
		}
	}
	if !accused && len(p.mentions) == 0 && r.holdsProtest(p) {
		return r.protesters(p)
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
	if s == nil {
		return nil
	}
	if e := r.entities[s.ids[0]]; e.Kind == schema.Office && e.ISO3 != "" && len(s.people) == 0 {
		return r.stateParty(e.ISO3, p, e.ID)
	}
	return s
}

// unnamedParty is a party by its description; whose it is stands there by name:
// "Hillary Clinton's aides".
func (r *reading) unnamedParty(p *phrase) *speaker {
	if r.shouting(p.first) && len(p.mentions) == 0 {
		return nil // "OFFICIAL SAYS"
	}
	if (r.lex.Is("deed", p.head) || r.lex.Is("preposition", p.head) || p.determiner == "" && !p.plural && r.lex.IsWrong(p.head)) && len(p.mentions) == 0 {
		return nil // "condemned Friday's test", "accusations of persecution"
	}
	if r.lex.Is("protest", p.head) && len(p.mentions) == 0 {
		return r.protesters(p)
	}
	s := r.unnamedSpeaker(p)
	s.confidence = 0.8
	if !r.lex.Is("possessive pronoun", p.determiner) || p.end < p.first+2 {
		return s
	}
	owner := r.pronounParty(p.whose())
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

// doerOf is who is accused by what they have or do: "his policies", "Trump's candidacy"; nil where
// the phrase is of people or a body of theirs.
func (r *reading) doerOf(p *phrase) *speaker {
	if len(p.mentions) > 0 || p.post != nil || !r.lex.Is("doing", p.head) {
		return nil
	}
	if o := p.owner; o != nil && o.person != nil {
		return r.personSpeaker(o.person, 0.9)
	} else if o != nil && !o.place && (o.kind == "country" || o.isBody()) {
		return r.party(o.phrase(), true)
	}
	if r.lex.Is("possessive pronoun", p.determiner) && p.end > p.first+1 {
		return r.pronounParty(p.whose())
	}
	return nil
}

// holdsProtest tells whether a phrase of people goes on with a protest that they hold: "Tens of thousands
// of people hold nationwide protests".
func (r *reading) holdsProtest(p *phrase) bool {
	if r.words[p.end-1].lower != "people" {
		return false
	}
	for i := p.end; i < r.sentence(p.first).End && i < p.end+protestWords; i++ {
		if r.lex.Is("protest", r.words[i].lower) {
			return true
		}
	}
	return false
}

// protestWords is how many words behind people their protest is looked for.
const protestWords = 8

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
