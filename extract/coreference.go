package extract

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"rostrum/extract/nlp"
	"rostrum/schema"
)

// candidate is somebody whom a pronoun or a description may mean, and what speaks for it.
type candidate struct {
	who   *person
	named *mention // an organization or state
	again *speaker // of an earlier statement, where it has no name
	signs [signs]float64
	score float64
}

// The signs that somebody is meant.
const (
	away     = iota // sentences between it and the pronoun, a window's where it is only in quotations
	around          // it stands in the same paragraph
	subject         // it is the subject of its sentence
	owner           // "Trump's"
	prepared        // "to Trump"
	within          // it stands before in the same sentence
	quoted          // it is named in somebody's words only
	inWords         // it is named in the words that the pronoun's clause tells
	spoke           // it spoke last
	voice           // it spoke before that, the less the longer ago
	since           // sentences since it spoke
	turn            // it spoke last, in the same paragraph
	same            // how likely the reader takes both for the same
	count           // logarithm of how often it is named
	fits            // its gender is known and fits
	nameless        // it has no name
	mute            // a body or state that has not spoken
	signs
)

// weights are of the signs, in their order.
var weights = [signs]float64{away: -0.5, around: 0.7, subject: 1, owner: -1.2, prepared: -1, within: 1, quoted: -2.5, inWords: -1, spoke: 2,
	voice: 0.8, since: -0.2, turn: 0.7, same: 2, count: 0.1, fits: 0.4, nameless: -0.3, mute: -1}

// window is how many sentences back a candidate may stand, and voices how many
// statements.
const (
	window = 8
	voices = 6
)

// sought says what a pronoun or description asks of a candidate.
type sought struct {
	at     int    // token
	gender string // "m", "f" or "" where it does not say
	person bool   // somebody, else a body or state
	many   bool   // several

	not *person // who says these words in quotation marks: they would say "I"

	anyName bool // gender that only a given name tells does not count: it tells that of some wrongly
}

// candidates are those that stand before a pronoun or description, the likeliest first.
func (r *reading) candidates(x sought) []*candidate {
	found := map[any]*candidate{}
	sentence := r.text.Tokens[x.at].Sentence
	told := r.toldBy(x.at)
	for back := 0; back <= window && sentence-back >= 0; back++ {
		s := r.text.Sentences[sentence-back]
		first := true
		for i := s.First; i < s.End && i < x.at; i++ {
			m := r.mentionAt[i]
			if m == nil || m.first != i || !r.canMean(m, x) {
				continue
			}
			var key any = m.person
			if m.person == nil {
				key = r.bodyName(m)
			}
			c := found[key]
			if c == nil {
				c = &candidate{who: m.person}
				if m.person == nil {
					c.named = m
				}
				c.signs[away], c.signs[quoted] = window, 1
				found[key] = c
			}
			inContent := slices.ContainsFunc(told, func(c nlp.Range) bool { return c.First <= i && i < c.End })
			if inContent || r.words[i].quote >= 0 && r.words[i].quote != r.words[x.at].quote {
				if back == 0 || inContent {
					c.signs[inWords] = 1
				}
				continue
			}
			r.place(c, m, back, first, s.Paragraph == r.text.Sentences[sentence].Paragraph)
			if !r.isOwner(m) && !r.lex.Is("preposition", r.beforeName(m)) {
				first = false
			}
		}
	}
	r.addVoices(x, found)
	var list []*candidate
	for _, c := range found {
		r.weigh(c, x)
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b *candidate) int {
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return strings.Compare(r.candidateName(a), r.candidateName(b))
	})
	return list
}

// toldBy is the content of the attribution whose source stands at a token: in "The U.S. was
// fuelling pressure, it said" the U.S. does not say so.
func (r *reading) toldBy(at int) []nlp.Range {
	for i := range r.found.Attributions {
		a := &r.found.Attributions[i]
		if slices.ContainsFunc(a.Source, func(s nlp.Range) bool { return s.First <= at && at < s.End }) {
			return a.Content
		}
	}
	return nil
}

// place notes where a candidate stands, where that is nearer than what is known, or as
// near and its sentence's subject.
func (r *reading) place(c *candidate, m *mention, back int, first, near bool) {
	if c.signs[quoted] == 0 && (float64(back) > c.signs[away] || c.signs[subject] > 0) {
		return
	}
	c.signs[quoted], c.signs[away] = 0, float64(back)
	c.signs[owner], c.signs[prepared], c.signs[subject], c.signs[around], c.signs[within] = 0, 0, 0, 0, 0
	switch {
	case r.isOwner(m):
		c.signs[owner] = 1
	case r.lex.Is("preposition", r.beforeName(m)):
		c.signs[prepared] = 1
	case first:
		c.signs[subject] = 1
	}
	if near {
		c.signs[around] = 1
	}
	if back == 0 {
		c.signs[within] = 1
	}
}

func (r *reading) isOwner(m *mention) bool {
	next := r.word(m.end)
	return next.lower == "'s" || next.text == "'" || next.text == "’"
}

// bodyName is the name of an organization or state, the same for all its forms.
func (r *reading) bodyName(m *mention) string {
	if m.entry.Name != "" {
		return m.entry.Name
	}
	if full := r.fullBody(m); full != nil && m.kind == aName {
		return r.entityOfBody(full).Name
	}
	return r.entityOfBody(m).Name
}

// beforeName is the word before a name and its title.
func (r *reading) beforeName(m *mention) string {
	i := m.first - 1
	for i >= 0 && r.mentionAt[i].isTitle() {
		i--
	}
	if w := r.word(i).lower; w != "the" {
		return w
	}
	return r.word(i - 1).lower
}

// canMean tells whether a name may be what is sought.
func (r *reading) canMean(m *mention, x sought) bool {
	if m.person != nil {
		return x.person && x.fits(m.person)
	}
	if x.person {
		return false
	}
	switch m.kind {
	case "organization", "outlet", "group":
		return true
	case "country", "capital", "metonym":
		return !m.place
	case aName:
		return m.hint != "place" && !r.lex.Is("law word", r.words[m.end-1].lower)
	}
	return false
}

// fits tells whether somebody may be of the gender.
func (x sought) fits(p *person) bool {
	return p != x.not && (x.gender == "" || p.gender == "" || p.gender == x.gender || x.anyName && p.guessed && len(p.terms) == 0)
}

// addVoices adds who spoke last, with or without a name.
func (r *reading) addVoices(x sought, found map[any]*candidate) {
	here := r.text.Tokens[x.at].Sentence
	n := 0
	for i := len(r.statements) - 1; i >= 0 && n < voices; i-- {
		s := r.statements[i]
		if s.at >= x.at || len(s.speaker.ids) == 0 || r.lex.Is("indefinite", strings.ToLower(r.entities[s.speaker.ids[0]].Name)) {
			continue
		}
		n++
		who, key := (*person)(nil), any(s.speaker.ids[0])
		if len(s.speaker.ids) > 1 {
			if !x.many {
				continue
			}
			key = s.speaker.ids[0] + "+"
		} else if len(s.speaker.people) == 1 {
			who = s.speaker.people[0]
			if key = any(who); !x.person || !x.fits(who) {
				continue
			}
		} else if e := r.entities[s.speaker.ids[0]]; x.person != (e.Kind == schema.Person) && !(x.many && s.speaker.plural) || x.person && s.speaker.plural {
			continue
		} else if !e.Unnamed {
			key = e.Name // the same as bodyName gives
		}
		c := found[key]
		if c == nil {
			c = &candidate{who: who}
			if who == nil {
				c.again = s.speaker
				c.signs[nameless] = 1
			}
			c.signs[away] = window
			found[key] = c
		}
		if c.signs[spoke]+c.signs[voice] > 0 {
			continue
		}
		c.signs[since] = float64(min(here-r.text.Tokens[s.at].Sentence, window))
		if who == nil && c.again != nil {
			c.signs[away] = min(c.signs[away], c.signs[since])
		}
		if n > 1 {
			c.signs[voice] = 1 / float64(n-1)
			continue
		}
		c.signs[spoke] = 1
		if r.sentence(s.at).Paragraph == r.text.Sentences[here].Paragraph {
			c.signs[turn] = 1
		}
	}
}

// weigh makes a candidate's score of its signs.
func (r *reading) weigh(c *candidate, x sought) {
	switch {
	case c.who != nil:
		c.signs[count] = math.Log(float64(max(1, len(c.who.mentions))))
		c.signs[same] = r.alike(x.at, func(m *mention) bool { return m.person == c.who })
		if x.gender != "" && c.who.gender == x.gender {
			c.signs[fits] = 1
		}
	case c.named != nil:
		if c.signs[spoke]+c.signs[voice] == 0 {
			c.signs[mute] = 1
		}
		c.signs[same] = r.alike(x.at, func(m *mention) bool { return m.person == nil && r.bodyName(m) == r.bodyName(c.named) })
	}
	for i, sign := range c.signs {
		c.score += float64(weights[i] * sign) // not fused, so that all processors agree
	}
}

// continued is who speaks where an attribution has no source, and the words for it: who speaks in the same
// sentence, or its verb's subject; of a quotation, who spoke right before it.
func (r *reading) continued(a *nlp.Attribution) (*speaker, []schema.Span) {
	at := anchor(a)
	if len(a.Cue) > 0 {
		if p := r.subjectBefore(at); p != nil {
			if s, _ := r.speakerOf(p); s != nil {
				return s, []schema.Span{r.span(p.first, p.end)}
			}
		}
	}
	for i := len(r.statements) - 1; i >= 0 && i > len(r.statements)-3; i-- {
		s := r.statements[i]
		if s.at >= at || len(s.speaker.ids) == 0 {
			continue
		}
		away := r.text.Tokens[at].Sentence - r.text.Tokens[s.at].Sentence
		here, there := r.sentence(at).Paragraph, r.sentence(s.at).Paragraph
		if away == 0 || len(a.Cue) == 0 && (here == there && away <= 3 || here == there+1 && r.words[at].quote >= 0) {
			again := *s.speaker
			again.confidence = 0.7
			return &again, s.source
		}
		break
	}
	return nil, nil
}

// alike is the likeliest that the reader holds token at and one of the names to be of
// the same.
func (r *reading) alike(at int, is func(*mention) bool) float64 {
	most := 0.0
	for _, other := range r.found.Same[at] {
		if m := r.mentionAt[other.Token]; m != nil && other.Share > most && is(m) {
			most = other.Share
		}
	}
	return most
}

func (r *reading) candidateName(c *candidate) string {
	switch {
	case c.who != nil:
		return c.who.name
	case c.named != nil:
		return r.bodyName(c.named)
	}
	return string(c.again.ids[0])
}

// least is the score that a candidate must have, and clear how much better than the
// next it must be.
const (
	likely = -2.0
	clear  = 0.05
)

// meant is the likeliest of the candidates, as a speaker; nil where none is likely or
// clearly likelier than the next.
func (r *reading) meant(x sought) *speaker {
	if s := r.statementAt(x.at); x.person && s != nil && len(s.speaker.people) == 1 && r.words[x.at].quote >= 0 && (s.kind == schema.Direct || s.kind == schema.Mixed) {
		x.not = s.speaker.people[0]
	}
	if x.not == nil && x.person {
		x.not = r.toldHere(x.at)
	}
	list := r.candidates(x)
	s := r.likeliest(list)
	if s == nil && x.gender != "" && !slices.ContainsFunc(list, func(c *candidate) bool { return c.signs[fits] > 0 && c.signs[away] <= nearby }) {
		x.anyName = true
		s = r.likeliest(r.candidates(x))
	}
	return s
}

// toldHere is the person whom somebody by a pronoun at token at tells something, who is not they: Rubio in "he told Rubio".
func (r *reading) toldHere(at int) *person {
	i := at + 1
	for i < len(r.words) && r.lex.Is("adverb", r.words[i].lower) {
		i++
	}
	if i+1 >= len(r.words) || r.words[i].lower != "told" && r.words[i].lower != "tells" {
		return nil
	}
	for i++; i+1 < len(r.words) && r.mentionAt[i].isTitle(); i++ {
	}
	if m := r.mentionAt[i]; m != nil {
		return m.person
	}
	return nil
}

// nearby is how many sentences back somebody of the right gender stands at most for whom no
// other is taken.
const nearby = 2

func (r *reading) likeliest(list []*candidate) *speaker {
	if len(list) == 0 || list[0].score < likely || len(list) > 1 && list[0].score-list[1].score < clear {
		return nil
	}
	if c := list[0]; c.signs[mute] > 0 && (c.signs[subject] == 0 || c.signs[away] > 1) && c.signs[same] < 0.5 {
		return nil // a state that is only named in passing
	}
	confidence := 0.7
	if len(list) == 1 || list[0].score-list[1].score > 1 {
		confidence = 0.8
	}
	return r.speakerFor(list[0], confidence)
}

func (r *reading) speakerFor(c *candidate, confidence float64) *speaker {
	switch {
	case c.who != nil:
		return r.personSpeaker(c.who, confidence)
	case c.named != nil:
		id := r.entity(c.named)
		if id == "" {
			return nil
		}
		return &speaker{ids: []schema.ID{id}, iso3: c.named.entry.ISO3, confidence: confidence}
	}
	again := *c.again
	again.confidence = confidence
	return &again
}
