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
		return []*speaker{s}
	}
	var found []*speaker
	for _, m := range p.mentions {
		found = append(found, r.party(m.phrase(), accused))
	}
	return found
}

// meantBy is the phrase before that a pronoun of a party means, where that has no name or lists
// several; nil where the names and voices before tell.
func (r *reading) meantBy(p *phrase, a *nlp.Accusation, accused bool) *phrase {
	switch p.head {
	case "them", "they", "their":
		if accused {
			return r.severalBefore(p.first, a.Accuser)
		}
	case "it", "its":
		if accused {
			return r.unnamedBodyBefore(p.first)
		}
	case "he", "him", "his", "she", "her":
		if accused {
			if one := r.oneBefore(p.first); one != nil {
				return one
			}
		}
		if w := r.word(p.first - 1).lower; w == "where" || w == "which" { // "the comments made by Netanyahu, where he accused"
			for i := p.first - 2; i >= r.sentence(p.first).First; i-- {
				if m := r.mentionAt[i]; m != nil && m.person != nil {
					if g := m.person.gender; g == "" || (g == "m") == (p.head[0] == 'h' && p.head != "her") {
						return m.phrase()
					}
				}
			}
		}
	}
	return nil
}

// joinedParts are the parts of a party's words that "and" joins where each is a body or state by its
// people: "Malian soldiers and Wagner Group mercenaries"; "their allies" go with them.
func (r *reading) joinedParts(part nlp.Range) []nlp.Range {
	for i := part.First + 1; i+1 < part.End; i++ {
		if r.words[i].lower != "and" || r.mentionAt[i] != nil || r.mentionAt[i-1] != nil {
			continue
		}
		left, right := nlp.Range{First: part.First, End: i}, nlp.Range{First: i + 1, End: part.End}
		if !r.isForce(left) {
			return []nlp.Range{part}
		}
		if r.words[i+1].lower == "their" || r.words[i+1].lower == "its" {
			return []nlp.Range{left}
		}
		if r.isForce(right) {
			return []nlp.Range{left, right}
		}
	}
	return []nlp.Range{part}
}

// isForce tells whether words are of the forces or members of a body or state that they name.
func (r *reading) isForce(part nlp.Range) bool {
	last := part.End - 1
	w := r.words[last].lower
	if last == part.First || r.mentionAt[last] != nil || !r.lex.Is("organ", w) && !r.lex.Is("members", w) {
		return false
	}
	m := r.mentionAt[last-1]
	return m != nil && m.person == nil && !m.place && (m.kind == "demonym" || m.kind == "country" || m.kind == "group" || m.isBody())
}

// wholeList is all names of the list that one or more are of: "Gucci, Chloé, and Loewe".
func (r *reading) wholeList(some []*mention) []*mention {
	if len(some) != 1 || some[0].place {
		return some
	}
	list := []*mention{some[0]}
	joined := false // by "and"
	for m := some[0]; ; {
		next, and := r.nextListed(m)
		if next == nil || joined {
			break
		}
		list, m, joined = append(list, next), next, and
	}
	if len(list) > 1 && !joined {
		list = list[:1] // an apposition
	}
	for m := some[0]; ; {
		before, and := r.listedBefore(m)
		if before == nil || and && (joined || m != some[0]) || !and && m == some[0] && !joined {
			break
		}
		list, m, joined = append([]*mention{before}, list...), before, joined || and
	}
	return list
}

// nextListed is the name that stands behind another but for a comma or "and", and whether "and" stands there.
func (r *reading) nextListed(m *mention) (*mention, bool) {
	at, and := m.end, false
	for ; at < len(r.words) && (r.words[at].text == "," || r.words[at].lower == "and" || r.words[at].lower == "the" && at > m.end); at++ {
		and = and || r.words[at].lower == "and"
	}
	if post := r.postAt[min(at, len(r.words)-1)]; post != nil && post.first == at && m.person != nil {
		at = post.end
	}
	if at == m.end || at >= r.sentence(m.first).End {
		return nil, false
	}
	next := r.mentionAt[at]
	if next == nil || next.first != at || !r.alikeListed(m, next) {
		return nil, false
	}
	return next, and
}

func (r *reading) listedBefore(m *mention) (*mention, bool) {
	at, floor := m.first-1, r.sentence(m.first).First
	if post := r.postAt[max(at, 0)]; post != nil && post.end == m.first && m.person != nil {
		at = post.first - 1
	}
	if at >= floor && r.words[at].lower == "the" {
		at--
	}
	end, and := at+1, false
	for ; at >= floor && (r.words[at].text == "," || r.words[at].lower == "and"); at-- {
		and = and || r.words[at].lower == "and"
	}
	if at+1 == end || at < floor {
		return nil, false
	}
	before := r.mentionAt[at]
	if before == nil || before.end != at+1 || !r.alikeListed(before, m) {
		return nil, false
	}
	return before, and
}

// alikeListed tells whether two names may stand in one list.
func (r *reading) alikeListed(a, b *mention) bool {
	if !r.sameSort(a, b) || a.kind == "honorific" || b.kind == "honorific" || r.words[a.first].quote != r.words[b.first].quote || b.person == nil && b.kind != "country" && r.modifiesNoun(b, r.sentence(b.first).End) {
		return false
	}
	if a.person != nil {
		return true
	}
	return !a.place && !b.place && a.kind == b.kind && a.kind != "demonym" && a.hint == b.hint
}

// unnamedBodyBefore is the body without a name that "it" at token at means: the last that its sentence tells of
// before it, where it names none after that one: "rejects any deal with the new government, accusing it".
func (r *reading) unnamedBodyBefore(at int) *phrase {
	floor := r.sentence(at).First
	for i := at - 1; i > floor && r.words[i].quote == r.words[at].quote; i-- {
		w := r.words[i].lower
		if m := r.mentionAt[i]; m != nil {
			if m.person != nil || m.kind == "title" || m.kind == "honorific" || m.kind == "demonym" || m.place {
				continue
			}
			return nil
		}
		if w != "government" && w != "administration" && w != "regime" && !r.lex.Is("any body", w) {
			continue
		}
		if p := r.corePhrase(i, floor); p != nil && len(p.mentions) == 0 && p.post == nil && p.determiner == "the" {
			if r.word(i+1).lower == "of" && r.mentionAt[min(i+2, at)] != nil {
				p.owner = r.mentionAt[i+2]
			}
			return p
		}
		return nil
	}
	return nil
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

// statesOf are the states of which a party's words name the governments together: "the French,
// British and West German governments".
func (r *reading) statesOf(part nlp.Range) []*speaker {
	var found []*speaker
	for i := part.First; i < part.End; i++ {
		m := r.mentionAt[i]
		if w := r.words[i]; m == nil {
			if organs := w.lower == "governments" || r.lex.Is("organ", w.lower) || r.lex.Is("officialdom", w.lower); organs && len(found) > 1 {
				return found
			}
			if w.text != "," && w.lower != "and" && len(found) > 0 {
				return nil
			}
			continue
		}
		if m.kind != "demonym" && m.kind != "country" || m.entry.ISO3 == "" {
			return nil
		}
		found = append(found, r.stateParty(m.entry.ISO3, m.phrase(), ""))
		i = m.end - 1
	}
	return nil
}

// oneBefore is the person without a name that "he" or "she" at token at means: the last that its sentence
// tells of before it, where it names nobody after that one: "A student dies after he".
func (r *reading) oneBefore(at int) *phrase {
	floor := r.sentence(at).First
	for i := at - 1; i > floor && r.words[i].quote == r.words[at].quote; i-- {
		if m := r.mentionAt[i]; m != nil && m.person != nil {
			return nil
		}
		if !r.lex.Is("people", r.words[i].lower) || r.words[i].capital {
			continue
		}
		p := r.corePhrase(i, floor)
		if p != nil && len(p.mentions) == 0 && p.post == nil && !p.plural && !r.lex.Is("gathering", p.head) && (p.determiner == "a" || p.determiner == "an" || p.determiner == "another") {
			if r.word(p.first-1).text == "," {
				if m := r.namedBefore(p.first - 1); m != nil {
					return m.phrase() // "Ann Cruz, 31, a citizen of Peru"
				}
			}
			return p
		}
	}
	return nil
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
		if m := r.mentionAt[i]; m != nil && m.end == i+1 && m.person != nil {
			if p := r.peopleListed(m); len(p.mentions) > 1 {
				return p
			}
			continue
		}
		named := r.mentionAt[i] != nil && r.mentionAt[i].end == i+1
		if m := r.mentionAt[i]; named && m.first == i && r.lex.Is("party member", strings.TrimSuffix(w.lower, "s")) && strings.HasSuffix(w.lower, "s") {
			return m.phrase() // "Democrats"
		}
		if !named && !(r.lex.Is("people", w.lower) && strings.HasSuffix(w.lower, "s") || w.lower == "people" || w.lower == "men" || w.lower == "women") {
			continue
		}
		p := r.phraseEndingAt(i, r.sentence(i).First)
		if p != nil && !p.pronoun && (len(p.mentions) > 1 || len(p.mentions) == 0 && p.plural && (r.lex.Is("people", p.head) || r.lex.Is("several", p.head))) {
			return p
		}
	}
	return nil
}

// listedNouns is the most words between two people of a list: what each is.
const listedNouns = 8

// peopleListed are the people of the list that ends with the named one: "President Gustavo Petro, his
// wife Verónica Alcocer and Interior Minister Armando Benedetti".
func (r *reading) peopleListed(last *mention) *phrase {
	p := &phrase{first: last.first, end: last.end, mentions: []*mention{last}, plural: true}
	for joined, i := false, last.first-1; i >= r.sentence(last.first).First && i >= p.first-listedNouns; i-- {
		w, m := r.words[i], r.mentionAt[i]
		switch {
		case m != nil && m.person != nil:
			if !joined {
				return p
			}
			p.first, p.mentions, joined = m.first, append([]*mention{m}, p.mentions...), false
			i = m.first
		case w.text == "," || w.lower == "and":
			joined = true
		case m == nil && (!w.plain || r.cueAt[i] != nil || r.lex.Is("auxiliary", w.lower) || r.lex.Is("relative", w.lower) || r.lex.Is("clause break", w.lower) || r.lex.Is("pronoun", w.lower)):
			return p
		}
	}
	return p
}

// unnamedParty is a party by its description; whose it is stands there by name:
// "Hillary Clinton's aides".
func (r *reading) unnamedParty(p *phrase) *speaker {
	if r.shouting(p.first) && len(p.mentions) == 0 {
		return nil // "OFFICIAL SAYS"
	}
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
		return r.pronounParty(&phrase{first: p.first, end: p.first + 1, head: p.determiner, pronoun: true})
	}
	return nil
}

// accusedBefore is the person with a name who was accused last, whom "the suspect" means.
func (r *reading) accusedBefore() *speaker {
	for i := len(r.out.Accusations) - 1; i >= 0; i-- {
		a := &r.out.Accusations[i]
		if e := r.entities[a.Target]; e != nil && e.Kind == schema.Person && !e.Unnamed {
			return &speaker{ids: []schema.ID{e.ID}, confidence: 0.8}
		}
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
	case "each":
		return r.word(words[0].End).lower == "other"
	case "one":
		return r.word(words[0].End).lower == "another"
	}
	return false
}

// bothSides are the two that "both sides" and "the two countries" mean: those named last
// together ("Cambodia and Thailand"), or the states named last.
func (r *reading) bothSides(at int) []*speaker {
	var found []*speaker
	for i := at - 1; i >= 0 && r.text.Tokens[at].Sentence-r.text.Tokens[i].Sentence < 3; i-- {
		m := r.mentionAt[i]
		if m == nil || m.first != i || m.place || m.kind != "country" && m.kind != "demonym" && m.kind != "metonym" && m.kind != "organization" && m.kind != "group" {
			continue
		}
		s := r.party(m.phrase(), false)
		if s == nil || slices.ContainsFunc(found, func(o *speaker) bool { return o.ids[0] == s.ids[0] }) {
			continue
		}
		if next := r.mentionAt[min(m.end+1, len(r.words)-1)]; r.word(m.end).lower == "and" && next != nil && next.first == m.end+1 && r.sameSort(m, next) && !next.place {
			if other := r.party(next.phrase(), false); other != nil && other.ids[0] != s.ids[0] {
				return []*speaker{other, s}
			}
		}
		if m.kind != "organization" && m.kind != "group" {
			found = append(found, s)
		}
	}
	if len(found) < 2 {
		return nil
	}
	return found[:2]
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
