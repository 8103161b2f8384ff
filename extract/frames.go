package extract

import (
	"slices"
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
	"rostrum/schema"
)

// readFrames reads, where the reader found no accusation, what the words alone make plain: an
// accusing verb with who is accused and of what, and what an article only alleges.
func (r *reading) readFrames() {
	for _, c := range r.cues {
		reading, ok := c.of(lexicon.Accuse)
		if !ok || r.negated(c) || reading.Part != "verb" && r.claimedAt(c.first) || r.claimedIn(c.first, r.frameEnd(c.end)) {
			continue
		}
		if reading.Part == "verb" && !r.refrains(c.first) {
			r.readFrame(c)
		} else if r.words[c.first].lower == "to" {
			r.readToBlame(c)
		}
	}
	r.readAlleged()
	for i, w := range r.words {
		if w.lower == "citing" && w.quote < 0 && !r.claimedAt(i) {
			r.readCiting(i)
		}
		if r.lex.Is("lawsuit", w.lower) && r.word(i+1).lower == "against" && !r.claimedAt(i) {
			r.readLawsuit(i)
		}
	}
}

// claimedAt tells whether the sentence of a token has an accusation already.
func (r *reading) claimedAt(token int) bool {
	return r.claimed[r.text.Tokens[token].Sentence]
}

// claimedIn tells whether an accusation is kept whose charge stands among tokens.
func (r *reading) claimedIn(first, end int) bool {
	span := r.span(first, max(end, first+1))
	return slices.ContainsFunc(r.out.Accusations, func(a schema.Accusation) bool {
		return slices.ContainsFunc(a.Charge, func(c schema.Span) bool { return c.Start < span.End && span.Start < c.End })
	})
}

// readFrame reads "called out Russia for aggression" and "is accused of murder" by the
// frames of the verb, the first that fits.
func (r *reading) readFrame(c *cue) {
	for _, reading := range c.readings {
		if reading.List != lexicon.Accuse {
			continue
		}
		switch reading.Class {
		case "accuse", "blame", "condemn", "criticize":
		default:
			continue // "arrested for"
		}
		for _, frame := range strings.Split(reading.Frame, "|") {
			parts := strings.Fields(frame)
			before := "" // a preposition before who is accused: "points the finger at"
			if len(parts) == 4 {
				before, parts = parts[0], parts[1:]
			}
			if len(parts) != 3 || parts[0] != "OBJ" || parts[2] != "CHARGE" {
				continue
			}
			link := parts[1]
			if link != "of" && link != "for" && link != "over" {
				continue
			}
			x := claim{at: c.first, stance: schema.Accuse, confidence: 0.6}
			if r.hypothetical(c) {
				x.stance = schema.Conjecture
			}
			if before == "" && (r.fitPassive(c, link, &x) || r.fitBy(c, link, &x)) || r.fitActive(c, before, link, &x) {
				return
			}
		}
		if reading.Class == "blame" && r.fitOwner(c) {
			return
		}
		if strings.Contains(reading.Frame, "CHARGE on OBJ") && r.fitCharge(c) {
			return
		}
	}
}

// readAlleged reads what the article's own words only allege: "militants who allegedly planned the bombing", "following his
// alleged involvement in a scam", "personnel accused of malpractice".
func (r *reading) readAlleged() {
	for i, w := range r.words {
		if r.claimedAt(i) || w.quote >= 0 || r.shouting(i) {
			continue
		}
		var accused *phrase
		first, end, rule := i+1, 0, "alleged"
		floor := r.sentence(i).First
		switch {
		case w.lower == "allegedly" && i > floor && r.lex.Is("be", r.words[i-1].lower) && r.isPast(i+1) && !r.lex.Is("tied", r.word(i+1).lower):
			if by := r.byIn(i+2, r.frameEnd(i+1)); by > 0 {
				accused = r.phraseStartingAt(by, r.sentence(i).End) // "was allegedly stabbed by"
			}
		case w.lower == "allegedly" && i > floor:
			accused = r.subjectBefore(i)
		case w.lower == "alleged" && i > floor && r.lex.Is("possessive pronoun", r.words[i-1].lower) && r.words[i-1].lower != "their":
			accused = &phrase{first: i - 1, end: i, head: r.words[i-1].lower, pronoun: true}
			if one := r.oneBefore(i - 1); one != nil {
				accused = one
			}
		case w.lower == "alleged" && i > floor+1 && r.mentionAt[i-2] != nil && r.isOwner(r.mentionAt[i-2]):
			accused = r.mentionAt[i-2].phrase()
		case w.lower == "alleged" && i > floor && r.lex.Is("determiner", r.words[i-1].lower):
			accused, end = r.allegedOf(i)
		case strings.HasPrefix(w.lower, "fac") && r.chargesFaced(i) > 0:
			accused, first, rule = r.subjectBefore(i), r.chargesFaced(i), "faces CHARGE"
			if accused != nil && accused.pronoun {
				if one := r.oneBefore(accused.first); one != nil {
					accused = one
				}
			}
		case r.lex.Is("accusation noun", w.lower) && r.word(i+1).lower == "of" && r.drawn(i) > floor:
			accused, first, rule = r.sentenceSubject(floor, r.drawn(i)), i+2, "draws accusations of CHARGE"
		case w.lower == "accused" && r.word(i+1).lower == "of" && i > floor && r.words[i-1].plain && !r.lex.Is("function", r.words[i-1].lower) && !r.lex.Is("auxiliary", r.words[i-1].lower) && !r.lex.Is("adverb", r.words[i-1].lower):
			from := r.behindVerb(i-1, floor)
			accused, first, rule = r.phraseEndingAt(i-1, from), i+2, "accused of"
			if nearest := r.corePhrase(i-1, from); nearest != nil && r.lex.Is("people", nearest.head) {
				accused = nearest // "the rights of children accused of delinquency"
			}
		}
		if accused == nil {
			continue
		}
		if s := r.statementAt(i); s != nil && len(s.speaker.ids) > 0 {
			continue
		}
		other := r.party(accused, true)
		if other == nil || !r.isParty(accused, other) || r.isAnybody(accused) {
			continue // "a person accused of a crime may be held"
		}
		x := claim{at: i, stance: schema.Report, confidence: 0.6, rule: rule}
		if end == 0 {
			end = r.frameEnd(first)
		}
		if r.relativeBefore(i) {
			end = r.beforeMain(first, end) // "militants who allegedly planned the bombing are held"
		}
		if charge := r.trimmed(first, end); rule != "alleged" || r.lex.HintsWrong(charge.In(r.text.Raw)) {
			x.charge = charge
			r.addClaim(x, nil, other)
		}
	}
}

// isAnybody tells whether a phrase is of nobody in particular: "a person", "people accused of crimes".
func (r *reading) isAnybody(p *phrase) bool {
	return p.head == "person" || (p.head == "people" || p.head == "persons") && p.determiner == "" &&
		!slices.ContainsFunc(r.words[p.first:p.end], func(w word) bool { return isNumber(w.text) || r.lex.Is("several", w.lower) || w.capital && !w.first })
}

// chargesFaced is where the charge begins that somebody faces by the verb at token at: "faces charges of fraud", "is facing tax
// charges over"; 0 where the verb is of something else.
func (r *reading) chargesFaced(at int) int {
	switch r.words[at].lower {
	case "face", "faces", "faced", "facing":
	default:
		return 0
	}
	for i := at + 1; i < min(at+chargeBefore+1, r.sentence(at).End-1); i++ {
		w, next := r.words[i].lower, r.words[i+1].lower
		if w != "charge" && w != "charges" {
			continue
		}
		switch next {
		case "of", "over", "for":
			if r.lex.IsWrong(r.span(at+1, i).In(r.text.Raw)) {
				return at + 1 // "blasphemy charges for"
			}
			return i + 2
		case "related", "relating":
			return i + 3
		}
	}
	return 0
}

// drawn is where the clause before ends of which accusations at token at are the outcome: at the comma of "…, sparking condemnation
// and accusations of"; -1 where they are none.
func (r *reading) drawn(at int) int {
	for i := at - 1; i > r.sentence(at).First && i > at-5; i-- {
		if r.lex.Is("sparking", r.words[i].lower) && r.words[i-1].text == "," {
			return i - 1
		}
	}
	return -1
}

// readCiting reads "A suspends aid to B, citing alleged CHARGE" at the token of "citing".
func (r *reading) readCiting(at int) {
	first, end := at+1, r.frameEnd(at+1)
	alleged := slices.ContainsFunc(r.words[first:end], func(w word) bool {
		class, _ := r.lex.Hedge(w.lower)
		return class == "alleged" || r.lex.Is("accusation noun", w.lower)
	})
	s := r.sentence(at)
	before := at
	if r.word(at-1).text == "," {
		before--
	}
	from := r.sentenceSubject(s.First, before)
	if !alleged || from == nil {
		return
	}
	who := r.party(from, false)
	if who == nil || !r.isParty(from, who) {
		return
	}
	if told := r.statementAt(at); told != nil && (len(told.speaker.ids) != 1 || told.speaker.ids[0] != who.ids[0]) {
		return
	}
	var accused *phrase
	for i := before - 1; i >= from.end; i-- {
		m := r.mentionAt[i]
		if m == nil {
			continue
		}
		i = m.first
		if m.person == nil && m.kind != "country" && !m.isBody() || m.kind == "capital" || m.hint == "place" && m.kind == aName {
			continue
		}
		aside := slices.Contains([]string{"in", "at", "by", "from"}, r.prepositionOf(nlp.Range{First: m.first, End: m.end}))
		if accused == nil || !aside {
			accused = m.phrase()
		}
		if !aside {
			break
		}
	}
	if accused == nil {
		return
	}
	if other := r.party(accused, true); other != nil && other.ids[0] != who.ids[0] {
		r.addClaim(claim{at: at, stance: schema.Accuse, charge: r.trimmed(first, end), confidence: 0.6, rule: "citing CHARGE"}, who, other)
	}
}

// readLawsuit reads "A filed a wrongful death lawsuit against B" and "A filed a suit against B over CHARGE" at the token of
// the suit.
func (r *reading) readLawsuit(at int) {
	s := r.sentence(at)
	verb := at - 1
	for verb > s.First && verb > at-8 && !r.lex.Is("filing", r.words[verb].lower) {
		if !r.words[verb].plain {
			return
		}
		verb--
	}
	accused := r.phraseStartingAt(at+2, s.End)
	if accused == nil || !r.lex.Is("filing", r.word(verb).lower) || r.auxiliaryBefore(verb, r.isHypothetical) {
		return
	}
	from := r.subjectBefore(verb)
	if from == nil {
		return
	}
	who, other, ok := r.bothParties(from, accused)
	if !ok {
		return
	}
	charge := r.trimmed(verb+1, at+1)
	if next := r.word(accused.end).lower; next == "for" || next == "over" {
		charge = r.trimmed(accused.end+1, r.frameEnd(accused.end+1))
	} else if !r.lex.HintsWrong(charge.In(r.text.Raw)) {
		return // of what is not told
	}
	r.addClaim(claim{at: at, stance: schema.Accuse, charge: charge, confidence: 0.6, rule: "lawsuit against OBJ"}, who, other)
}

// byIn is the token behind "by" among the tokens [first, end); 0 where none is there.
func (r *reading) byIn(first, end int) int {
	for i := first; i+1 < end; i++ {
		if r.words[i].lower == "by" && !strings.HasSuffix(r.words[i+1].lower, "ing") {
			return i + 1
		}
	}
	return 0
}

// allegedOf is who is alleged to have done something, and where that ends: "the alleged rape of a girl by an asylum
// seeker", "Mangione, the alleged killer of Thompson".
func (r *reading) allegedOf(at int) (*phrase, int) {
	end := r.frameEnd(at + 1)
	if m := r.mentionAt[max(at-3, 0)]; at > 2 && r.words[at-2].text == "," && m != nil && m.person != nil && m.end == at-2 {
		return m.phrase(), end
	}
	if by := r.byIn(at+2, end); by > 0 {
		return r.phraseStartingAt(by, end), by - 1
	}
	return nil, end
}

// behindVerb is where a noun's words may begin that end with token at: behind the last verb of what was done, "freed medical
// staff".
func (r *reading) behindVerb(at, floor int) int {
	for i := at - 1; i > floor; i-- {
		if r.isPast(i) && !r.lex.Is("determiner", r.words[i-1].lower) {
			return i + 1
		}
	}
	return floor
}

// beforeMain is where a relative clause ends, before the verb of its sentence.
func (r *reading) beforeMain(first, end int) int {
	for i := first + 2; i < end; i++ {
		if r.lex.Is("be", r.words[i].lower) && r.mentionAt[i] == nil && !r.lex.Is("auxiliary", r.words[i-1].lower) {
			return i
		}
	}
	return end
}

// fitCharge fits "A blamed CHARGE on B", and "CHARGE, blamed by A on B".
func (r *reading) fitCharge(c *cue) bool {
	end := r.frameEnd(c.end)
	on := end - 1
	for on > c.end && r.words[on].lower != "on" {
		on--
	}
	if on <= c.end {
		return false
	}
	from, first, stop := r.agent(c), c.end, on
	if from != nil { // the charge stands before
		stop = c.first
		if r.word(stop-1).text == "," {
			stop--
		}
		for first = stop; first > r.sentence(c.first).First && first > stop-chargeBefore && r.words[first-1].plain && !r.lex.Is("preposition", r.words[first-1].lower); first-- {
		}
	} else if from = r.subjectFor(c); from == nil {
		return false
	}
	accused := r.phraseStartingAt(on+1, r.sentence(on).End)
	if accused == nil || first >= stop {
		return false
	}
	who, other, ok := r.bothParties(from, accused)
	if !ok {
		return false
	}
	r.addClaim(claim{at: c.first, stance: schema.Accuse, charge: r.trimmed(first, stop), confidence: 0.6, rule: "accusing verb: CHARGE on OBJ"}, who, other)
	return true
}

// chargeBefore is the most words of a charge that stands before "blamed by".
const chargeBefore = 4

// agent is who accuses in "blamed by both the Americans and Kuwait"; nil without "by".
func (r *reading) agent(c *cue) *phrase {
	at := c.end
	if r.word(at).lower != "by" || !c.readings[0].Inflection.Has(lexicon.Past) {
		return nil
	}
	if at++; r.word(at).lower == "both" {
		at++
	}
	return r.phraseStartingAt(at, r.sentence(c.first).End)
}

// fitBy fits "B, blamed by A for CHARGE".
func (r *reading) fitBy(c *cue, link string, x *claim) bool {
	from := r.agent(c)
	if from == nil || r.word(from.end).lower != link {
		return false
	}
	before := c.first - 1
	if r.word(before).text == "," {
		before--
	}
	accused := r.subjectBefore(c.first)
	if !r.passive(c.first) {
		accused = r.phraseEndingAt(before, r.sentence(c.first).First)
	}
	if accused == nil {
		return false
	}
	who, other, ok := r.bothParties(from, accused)
	if !ok {
		return false
	}
	x.rule = "accused by, " + link + " CHARGE"
	return r.addFrame(*x, from.end+1, who, other)
}

// subjectFor is who accuses by a verb: of an infinitive, that of the verb or adjective before it ("Baker was wrong to blame"); of a
// participle, who stands right before ("with Monsod accusing").
func (r *reading) subjectFor(c *cue) *phrase {
	if r.word(c.first-1).lower == "to" {
		if w := r.word(c.first - 2).lower; r.lex.Is("modal", w) || r.lex.Is("refraining", w) || w == "is" || w == "are" {
			return nil
		}
		return r.subjectBefore(c.first - 2)
	}
	if m := r.mentionAt[max(c.first-1, 0)]; c.gerund() && m != nil && m.end == c.first {
		return m.phrase()
	}
	return r.subjectOf(c)
}

// bothParties are who accuses and who is accused; ok is false where either is nobody who can.
func (r *reading) bothParties(from, accused *phrase) (who, other *speaker, ok bool) {
	who, other = r.party(from, false), r.party(accused, true)
	return who, other, who != nil && other != nil && r.isParty(from, who) && r.isParty(accused, other)
}

// isParty tells whether a phrase is of somebody who can accuse or be accused: a name, a state, or people.
func (r *reading) isParty(p *phrase, s *speaker) bool {
	return !r.entities[s.ids[0]].Unnamed || r.lex.Is("people", p.head) || r.lex.Is("any body", p.head) || p.post != nil || p.pronoun
}

// fitActive fits "A accused B of CHARGE", where link is the preposition, and "A laid the blame on B for CHARGE", where before is one.
func (r *reading) fitActive(c *cue, before, link string, x *claim) bool {
	begin := c.end
	if before != "" {
		if r.word(begin).lower != before {
			return false
		}
		begin++
	}
	from := r.subjectFor(c)
	if r.fitEachOther(c, begin, link, from, x) {
		return true
	}
	accused := r.phraseStartingAt(begin, r.sentence(c.first).End)
	if accused == nil || from == nil {
		return false
	}
	at := r.overRelative(r.overDay(accused.end))
	if r.word(at).lower != link {
		return false
	}
	who, other, ok := r.bothParties(from, accused)
	if !ok {
		return false // "blamed the weather"
	}
	x.rule = "accusing verb: OBJ " + link + " CHARGE"
	return r.addFrame(*x, at+1, who, other)
}

// fitEachOther fits "A and B blamed each other for CHARGE", and "A and B each laid the blame on the other for CHARGE".
func (r *reading) fitEachOther(c *cue, at int, link string, from *phrase, x *claim) bool {
	other := nlp.Range{First: at, End: at + 2}
	if from == nil || other.End >= len(r.words) || r.word(other.End).lower != link || !r.reciprocal([]nlp.Range{other}) {
		return false
	}
	var accusers []*speaker
	for _, m := range from.mentions {
		if s := r.party(m.phrase(), false); s != nil {
			accusers = append(accusers, s)
		}
	}
	x.charge = r.trimmed(other.End+1, r.frameEnd(other.End+1))
	x.rule = "accusing verb: each other " + link + " CHARGE"
	if len(accusers) < 2 || x.charge.Len() == 0 {
		return false
	}
	r.mutual(*x, accusers)
	return true
}

// fitOwner fits "A blamed the intransigence of B" and "A pointed the finger at B's budget deficit": what is blamed is no party,
// but whose it is.
func (r *reading) fitOwner(c *cue) bool {
	first := c.end
	if w := r.word(first).lower; w == "at" || w == "on" {
		first++
	}
	blamed, from := r.phraseStartingAt(first, r.sentence(c.first).End), r.subjectFor(c)
	if blamed == nil || from == nil || len(blamed.mentions) > 0 || blamed.post != nil || !r.stopsAt(blamed.end) && r.words[blamed.end].lower != "as" && r.words[blamed.end].lower != "for" {
		return false
	}
	if r.lex.Is("people", blamed.head) || r.lex.Is("any body", blamed.head) || r.lex.Is("inanimate", blamed.head) {
		return false
	}
	who := r.party(from, false)
	other := r.owned(blamed)
	if who == nil || other == nil || !r.isParty(from, who) {
		return false
	}
	r.addClaim(claim{at: c.first, stance: schema.Accuse, charge: r.trimmed(first, blamed.end), confidence: 0.6, rule: "blaming verb: CHARGE of OBJ"}, who, other)
	return true
}

// owned is whose doing or quality a phrase is of, by "of" or by the state before it; nil where that is no party.
func (r *reading) owned(p *phrase) *speaker {
	for i := p.end - 2; i > p.first; i-- {
		if r.words[i].lower != "of" {
			continue
		}
		if !r.isQuality(i-1) && !r.lex.Is("doing", r.words[i-1].lower) {
			return nil // "blamed the collapse of the bank"
		}
		owner := r.phraseStartingAt(i+1, p.end)
		if owner == nil {
			return nil
		}
		if s := r.party(owner, true); s != nil && r.isParty(owner, s) {
			return s
		}
		return nil
	}
	if !r.lex.Is("doing", p.head) {
		return nil // "blamed the Russian winter"
	}
	if m := r.stateNamed(p.first, p.end-1); m != nil && m.kind != "capital" && m.entry.ISO3 != "" {
		return r.stateParty(m.entry.ISO3, m.phrase(), "")
	}
	return nil
}

// readToBlame reads "A said that B was to blame for CHARGE".
func (r *reading) readToBlame(c *cue) {
	accused := r.subjectBefore(c.first)
	if accused == nil || r.word(c.end).lower != "for" || r.hypothetical(c) {
		return
	}
	other := r.party(accused, true)
	if other == nil || !r.isParty(accused, other) || r.lex.Is("preposition", r.word(accused.first-1).lower) {
		return // "a surge in spending was to blame"
	}
	x := claim{at: c.first, stance: schema.Accuse, confidence: 0.6, rule: "to blame for CHARGE"}
	var who *speaker
	if s := r.statementAt(c.first); s != nil {
		if len(s.speaker.ids) == 0 {
			return
		}
		who = s.speaker
	}
	r.addFrame(x, c.end+1, who, other)
}

// overDay steps over "on Friday" and "today" at token i.
func (r *reading) overDay(i int) int {
	if r.word(i).lower == "on" && r.lex.Is("time", r.word(i+1).lower) {
		i++
	}
	for r.lex.Is("time", r.word(i).lower) {
		i++
	}
	return i
}

// overRelative steps over ", who was born in Cuba," at token i.
func (r *reading) overRelative(i int) int {
	if r.word(i).text != "," || r.word(i+1).lower != "who" {
		return i
	}
	for k := i + 1; k < r.sentence(i).End-1 && r.words[k].quote == r.words[i].quote; k++ {
		if r.words[k].text == "," {
			return k + 1
		}
	}
	return i
}

// fitPassive fits "B is accused of CHARGE", by nobody who is named.
func (r *reading) fitPassive(c *cue, link string, x *claim) bool {
	if !r.passive(c.first) || r.word(c.end).lower != link {
		return false
	}
	subject := r.subjectBefore(c.first)
	if subject == nil {
		return false
	}
	other := r.party(subject, true)
	if other == nil || r.isAnybody(subject) {
		return false
	}
	x.rule = "accused " + link + " CHARGE"
	return r.addFrame(*x, c.end+1, nil, other)
}

func (r *reading) addFrame(x claim, first int, who, other *speaker) bool {
	if first >= r.frameEnd(first) {
		return false
	}
	x.charge = r.trimmed(first, r.frameEnd(first))
	r.addClaim(x, who, other)
	return true
}

// frameEnd is where a charge that begins at token first ends: with its sentence, at a
// stop, or before "during".
func (r *reading) frameEnd(first int) int {
	if first >= len(r.words) {
		return first
	}
	end := min(r.sentence(first).End, first+40)
	for i := first; i < end; i++ {
		if w := r.words[i]; r.stopsAt(i) || w.lower == "during" {
			return i
		}
	}
	return end
}

// passive tells whether the participle at token at stands behind a form of "be".
func (r *reading) passive(at int) bool {
	return r.auxiliaryBefore(at, func(w string) bool { return r.lex.Is("be", w) })
}
