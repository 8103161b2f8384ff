package extract

import (
	"slices"
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
	"rostrum/schema"
)

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
			x := sought{gender: genderOf(p.head)}
			for i := p.first - 2; i >= r.sentence(p.first).First; i-- {
				if m := r.mentionAt[i]; m != nil && m.person != nil && x.fits(m.person) {
					return m.phrase()
				}
			}
		}
	}
	return nil
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
		w, m := r.words[i], r.mentionAt[i]
		named := m != nil && m.end == i+1
		switch one, several := strings.CutSuffix(w.lower, "s"); {
		case named && m.person != nil:
			if p := r.peopleListed(m); len(p.mentions) > 1 {
				return p
			}
			continue
		case named && m.first == i && several && r.lex.Is("party member", one):
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

// objectMeant is whom the pronoun means that is the object of an accusing verb, where nothing else tells: who is named
// before it in its sentence, or in the one before, and does not accuse; nil where that may be several. "Lithuania sues
// Belarus at the court, accusing it of".
func (r *reading) objectMeant(a *nlp.Accusation, accusers []*speaker) *speaker {
	c := r.cueAt[a.Cue[0].First]
	if c == nil || len(a.Target) != 1 || a.Target[0].First != c.end || a.Target[0].End != c.end+1 || !r.hasCue(c.first, lexicon.Accuse) || r.lex.Is("preposition", r.word(c.first-1).lower) {
		return nil // "taken off the case after accusing him": who accuses is as unclear
	}
	at := c.end
	x := sought{at: at}
	switch w := r.words[at].lower; w {
	case "him", "her":
		x.person, x.gender = true, genderOf(w)
	case "it":
	default:
		return nil
	}
	for n := r.text.Tokens[at].Sentence; n >= max(r.text.Tokens[at].Sentence-1, 0); n-- {
		var best *speaker
		most, several := 0, false
		for i := r.text.Sentences[n].First; i < min(r.text.Sentences[n].End, at); i++ {
			m := r.mentionAt[i]
			if m == nil || m.first != i || r.words[i].quote != r.words[at].quote || !r.canMean(m, x) {
				continue
			}
			s := r.party(m.phrase(), true)
			if s == nil || slices.ContainsFunc(accusers, func(who *speaker) bool { return slices.Contains(who.ids, s.ids[0]) }) {
				continue
			}
			rank := 3
			if r.isOwner(m) {
				rank = 2
			}
			switch r.beforeName(m) {
			case "of":
				rank = 2
			case "in", "at", "with", "by", "from", "for":
				rank = 1
			}
			switch {
			case rank > most:
				best, most, several = s, rank, false
			case rank == most && s.ids[0] != best.ids[0]:
				several = true
			}
		}
		if best != nil {
			if several {
				return nil
			}
			best.confidence *= 0.8
			return best
		}
	}
	return nil
}

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
			if m == nil || m.first >= p.first || m.person != nil || m.place || m.kind == "title" || other.Share <= most || m.kind == aName && m.hint == "place" || r.isNoFirm(p, m) {
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

// isNoFirm tells whether a phrase of a firm cannot mean a body that is public: "the company", after the Federal Reserve.
func (r *reading) isNoFirm(p *phrase, m *mention) bool {
	if !r.lex.Is("business", p.head) {
		return false
	}
	switch m.entry.Type {
	case "agency", "government", "international", "party", "armed":
		return true
	}
	return m.kind == "country" || m.kind == "metonym" || m.kind == "demonym"
}

// alikeBody is the share from which on the reader is believed that "the firm" is one
// that was named.
const alikeBody = 0.3

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
