package extract

import (
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/schema"
)

// claim is an accusation or denial while it is put together.
type claim struct {
	accuser    *speaker // nil where nobody is named
	target     schema.ID
	targetISO3 string
	charge     schema.Span
	stance     schema.Stance
	object     schema.ID
	at         int // token of the cue, or of the first word of the charge
	cameo      string
	kind       string
	statement  schema.ID
	confidence float64
	rule       string
}

// readClaims finds accusations and denials: by their verbs, nouns and adjectives, and
// in what statements say.
func (r *reading) readClaims() {
	for _, c := range r.cues {
		if reading, ok := c.of(lexicon.Accuse); ok {
			switch reading.Part {
			case "verb", "phrase":
				r.readAccusing(c)
			case "noun":
				r.readAllegation(c)
			}
		}
	}
	for _, s := range r.statements {
		r.readCharges(s)
	}
	r.readAlleged()
	for _, c := range r.cues {
		if reading, ok := c.of(lexicon.Deny); ok && reading.Part == "verb" {
			r.readDenial(c, reading)
		}
	}
}

// readAccusing reads an accusing verb by its frames, the first that fits.
func (r *reading) readAccusing(c *cue) {
	to := r.clauseStop(c.end)
	for _, reading := range c.readings {
		if reading.List != lexicon.Accuse {
			continue
		}
		if r.passive(c) || r.reduced(c) {
			if r.readAccused(c, reading, to) {
				return
			}
			continue
		}
		from := r.subjectOf(c)
		if reading.Class == "allege" && (from == nil || !r.isSource(from)) {
			continue // "alleged crimes": an adjective
		}
		for _, frame := range strings.Split(reading.Frame, "|") {
			if target, charge, ok := r.fitFrame(strings.Fields(frame), c.end, to, reading.Class); ok {
				if reading.Class == "label" && !r.lex.IsWrong(charge.In(r.text.Raw)) {
					continue // "described him as a friend"
				}
				r.addClaim(c, from, target, charge, reading, "accusing verb: "+frame)
				return
			}
		}
		if reading.Class == "blame" && r.blamedForBefore(c, from, reading, to) {
			return
		}
	}
}

// blamedForBefore reads "The ministry blamed the rebels.": of what the sentence before
// tells.
func (r *reading) blamedForBefore(c *cue, from *phrase, reading lexicon.Cue, to int) bool {
	n := r.text.Tokens[c.first].Sentence
	if n == 0 || from == nil || r.text.Sentences[n-1].Paragraph != r.text.Sentences[n].Paragraph {
		return false
	}
	t, ok := r.targetAt(c.end, to)
	if !ok || t.end < to && !isStop(r.words[t.end].text) {
		return false
	}
	before := r.text.Sentences[n-1]
	r.addClaim(c, from, t, r.trimmed(before.First, before.End), reading, "blamed for what was told before")
	return true
}

// clauseStop is the end of the sentence or quotation part that token at stands in.
func (r *reading) clauseStop(at int) int {
	if at >= len(r.words) {
		return at
	}
	end := r.sentence(at).End
	for i := at; i < end; i++ {
		if r.words[at-1].quote >= 0 && r.words[i].quote != r.words[at-1].quote && r.words[i].quote < 0 {
			return i
		}
	}
	return end
}

// target is who is accused, with the tokens that say so.
type target struct {
	id         schema.ID
	iso3       string
	first, end int
}

// fitFrame fits "OBJ of CHARGE" and the like to the tokens [i, to).
func (r *reading) fitFrame(frame []string, i, to int, class string) (target, schema.Span, bool) {
	var t target
	var charge schema.Span
	for n, part := range frame {
		switch part {
		case "OBJ":
			found, ok := r.targetAt(i, to)
			if !ok {
				return t, charge, false
			}
			t, i = found, found.end
		case "CHARGE", "CLAUSE":
			if n+1 < len(frame) { // "CHARGE by OBJ"
				at := r.find(frame[n+1], i, min(i+10, to))
				if at < 0 {
					return t, charge, false
				}
				charge = r.trimmed(i, at)
				i = at
				continue
			}
			if i < to && r.words[i].lower == "that" {
				i++
			}
			end := r.chargeEnd(i, to)
			if i >= end {
				return t, charge, false
			}
			charge = r.trimmed(i, end)
			if t.id == "" {
				found, ok := r.targetOfCharge(i, end, part == "CLAUSE")
				if !ok || class != "condemn" && !r.isCharge(charge) {
					return t, charge, false
				}
				t = found
			}
		default:
			at := r.find(part, i, min(i+9, to))
			if at < 0 {
				return t, charge, false
			}
			i = at + 1
		}
	}
	return t, charge, t.id != "" && charge.Len() > 0
}

func (r *reading) find(word string, from, to int) int {
	for i := from; i < to; i++ {
		if r.words[i].lower == word {
			return i
		}
		if r.words[i].text == ";" {
			break
		}
	}
	return -1
}

func (r *reading) isCharge(s schema.Span) bool {
	return r.lex.HasWrong(s.In(r.text.Raw))
}

// chargeEnd is where the words of a charge end: at a clause that tells of something
// else, or after 40 words.
func (r *reading) chargeEnd(i, to int) int {
	for j := i + 1; j < to; j++ {
		w := r.words[j]
		switch {
		case j-i > 40, w.text == ";", w.text == "--", w.text == "—":
			return j
		case w.text == "," && (r.lex.Is("clause break", r.word(j+1).lower) || r.cueAt[min(j+1, to-1)] != nil || r.lex.Is("relative", r.word(j+1).lower)):
			return j
		case w.text == "," && r.reporterStarts(j+1, to):
			return j
		case w.text == "," && r.words[j-1].quote == w.quote && r.startsClause(j+1, to), w.lower == "and" && r.startsClause(j+1, to):
			return j
		case w.lower == "and" && r.cueAt[min(j+1, to-1)] != nil && r.cueAt[min(j+1, to-1)].says() && !r.cueAt[min(j+1, to-1)].gerund():
			return j
		case r.quotedAlready(j):
			return j
		case j > i+2 && (w.lower == "during" || w.lower == "after" || w.lower == "amid" || w.lower == "before" || w.lower == "while"):
			return j
		}
	}
	return to
}

// startsClause tells whether a new clause with its own subject begins at token i.
func (r *reading) startsClause(i, to int) bool {
	if i+1 >= to {
		return false
	}
	w := r.words[i]
	if r.lex.Is("pronoun", w.lower) || w.lower == "there" {
		return true
	}
	m := r.mentionAt[i]
	if m == nil || m.first != i || m.end >= to {
		return false
	}
	for j := m.end; j < to && j < m.end+3; j++ { // "NATO allies stand", "Russia has"
		if next := r.words[j].lower; r.lex.Is("auxiliary", next) && next != "to" || r.cueAt[j] != nil && r.cueAt[j].says() {
			return true
		}
		if !r.words[j].plain || r.lex.Is("preposition", r.words[j].lower) || r.words[j].lower == "and" {
			return false
		}
	}
	return m.kind == "country" || m.kind == "organization" || m.kind == aPerson
}

// quotedAlready tells whether token j opens a quotation that is a statement by
// itself.
func (r *reading) quotedAlready(j int) bool {
	if !isMark(r.words[j].text) || r.words[j].quote >= 0 || j+1 >= len(r.words) || r.words[j+1].quote < 0 {
		return false
	}
	s := r.statementOf(r.words[j+1].quote)
	return s != nil && s.kind == schema.Direct && s.content[0].Start == r.text.Tokens[j].Start
}

// reporterStarts tells whether the sentence ends with who said all this.
func (r *reading) reporterStarts(i, to int) bool {
	c := r.nextCue(lexicon.Say, i, min(i+8, to), r.word(i).quote)
	return c != nil && c.says()
}

// targetAt is the party named at token i.
func (r *reading) targetAt(i, to int) (target, bool) {
	for i < to && (isMark(r.words[i].text) || r.lex.Is("time", r.words[i].lower)) {
		i++
	}
	p := r.phraseStartingAt(i, to)
	if p == nil {
		return target{}, false
	}
	return r.targetOf(p)
}

// targetOf is the party that a phrase names; a country for its government, officials
// and forces.
func (r *reading) targetOf(p *phrase) (target, bool) {
	t := target{first: p.first, end: p.end}
	if len(p.mentions) == 0 && p.country != "" && (r.lex.Is("state noun", p.head) || r.lex.Is("ministry", p.head) || r.lex.Is("possessive noun", p.head)) {
		t.id, t.iso3 = r.country(p.country, r.span(p.first, p.end)), p.country
		return t, true
	}
	if len(p.mentions) > 0 {
		m := p.mentions[0]
		switch m.kind {
		case "country", "demonym", "capital", "metonym":
			if m.kind == "metonym" && m.entry.ISO3 == "" {
				break
			}
			t.id, t.iso3 = r.country(m.entry.ISO3, r.span(m.first, m.end)), m.entry.ISO3
			return t, t.id != ""
		}
	}
	who, _ := r.speakerOf(p)
	if who == nil {
		return t, false // not a party that can be told: "a surge", "crimes"
	}
	t.id, t.iso3 = who.ids[0], who.iso3
	if x := r.entities[t.id]; x != nil && x.Kind == schema.Office && x.ISO3 != "" {
		t.id = r.country(x.ISO3, r.span(p.first, p.end))
	}
	return t, true
}

// targetOfCharge is who did what the charge says: the owner of the noun ("Russia's
// invasion", "the Russian invasion"), who stands behind "by", or the subject of the
// clause.
func (r *reading) targetOfCharge(i, end int, clause bool) (target, bool) {
	if clause {
		p := r.phraseStartingAt(i, end)
		if p == nil || p.end >= end {
			return target{}, false
		}
		return r.targetOf(p)
	}
	for j := i; j < end && j < i+8; j++ {
		m := r.mentionAt[j]
		if m == nil || m.first != j {
			continue
		}
		next := r.word(m.end).lower
		if next == "'s" || next == "'" || m.kind == "demonym" && m.end < end && r.words[m.end].plain {
			if t, ok := r.targetOf(&phrase{first: m.first, end: m.end, mentions: []*mention{m}}); ok {
				return t, true
			}
		}
		if r.word(j-1).lower == "by" || r.word(j-1).lower == "the" && r.word(j-2).lower == "by" {
			if t, ok := r.targetAt(j, end); ok {
				return t, true
			}
		}
		j = m.end - 1
	}
	return target{}, false
}

// reduced tells whether the cue is a participle after its noun: "the man accused of",
// "officials charged with".
func (r *reading) reduced(c *cue) bool {
	reading, _ := c.of(lexicon.Accuse)
	if !reading.Inflection.Has(lexicon.Participle) || !strings.Contains(reading.Frame, " ") {
		return false
	}
	next := r.word(c.end).lower
	return next == "of" || next == "by" || next == "with" && reading.Lemma == "charge"
}

// readAccused reads a passive: who is accused stands before, the accuser behind "by"
// or nowhere.
func (r *reading) readAccused(c *cue, reading lexicon.Cue, to int) bool {
	subject := r.subjectBefore(c.first)
	if subject == nil {
		return false
	}
	t, ok := r.targetOf(subject)
	if !ok {
		return false
	}
	// "the treaty that Russia is accused of violating": what was wronged stands before.
	var from *phrase
	i := c.end
	if by := r.find("by", i, min(i+4, to)); by >= 0 {
		if from = r.phraseStartingAt(by+1, to); from != nil {
			i = from.end
		}
	}
	for _, frame := range strings.Split(reading.Frame, "|") {
		fields := strings.Fields(frame)
		if len(fields) < 3 || fields[0] != "OBJ" {
			continue
		}
		at := r.find(fields[1], i, min(i+6, to))
		if at < 0 {
			at = r.find(fields[1], c.end, min(c.end+2, to))
		}
		if at < 0 || at+1 >= to {
			continue
		}
		charge := r.trimmed(at+1, r.chargeEnd(at+1, to))
		r.addClaim(c, from, t, charge, reading, "accused: "+frame)
		return true
	}
	return false
}

// addClaim adds the accusation that a cue makes.
func (r *reading) addClaim(c *cue, from *phrase, t target, charge schema.Span, reading lexicon.Cue, rule string) {
	x := &claim{target: t.id, targetISO3: t.iso3, charge: charge, at: c.first, stance: schema.Accuse, cameo: reading.CAMEO, confidence: 0.85, rule: rule}
	if from == nil {
		x.stance = schema.Report
		x.confidence = 0.7
	} else if who, reason := r.speakerOf(from); who != nil {
		x.accuser = who
		x.confidence *= who.confidence
	} else {
		r.skip(r.span(c.first, c.end), r.cueText(c), "accusation: "+reason)
		return
	}
	if r.negated(c) {
		r.skip(r.span(c.first, c.end), r.cueText(c), "accusation negated")
		return
	}
	if r.hypothetical(c) {
		x.stance = schema.Conjecture
	}
	r.keepClaim(x)
}

// readAllegation reads a noun: "allegations that Russia hacked …", "accusations by A
// against B".
func (r *reading) readAllegation(c *cue) {
	to := r.clauseStop(c.end)
	var from *phrase
	if i := c.first - 1; i > 0 && r.words[i].lower == "'s" {
		from = r.phraseEndingAt(i-1, r.sentence(c.first).First)
	}
	i := c.end
	if w := r.word(i).lower; w == "by" || w == "from" {
		if from = r.phraseStartingAt(i+1, to); from == nil {
			return
		}
		i = from.end
	}
	var t target
	if r.word(i).lower == "against" {
		found, ok := r.targetAt(i+1, to)
		if !ok {
			return
		}
		t, i = found, found.end
	}
	w := r.word(i).lower
	if w != "that" && w != "of" || i+1 >= to {
		return
	}
	end := r.chargeEnd(i+1, to)
	charge := r.trimmed(i+1, end)
	if t.id == "" {
		found, ok := r.targetOfCharge(i+1, end, w == "that")
		if !ok || !r.isCharge(charge) {
			return
		}
		t = found
	}
	reading, _ := c.of(lexicon.Accuse)
	r.addClaim(c, from, t, charge, reading, "accusing noun")
}

// readAlleged reads "alleged Russian violation": somebody accuses, nobody is named.
func (r *reading) readAlleged() {
	for i := range r.words {
		if class, _ := r.lex.Hedge(r.words[i].lower); class != "alleged" || r.words[i].quote >= 0 {
			continue
		}
		m := r.word(i + 1)
		if !m.plain || r.mentionAt[i+1] == nil || r.mentionAt[i+1].kind != "demonym" {
			continue
		}
		demonym := r.mentionAt[i+1]
		to := r.sentence(i).End
		charge := r.trimmed(demonym.first, r.nounEnd(demonym.first, r.chargeEnd(demonym.first, to)))
		if charge.Len() == 0 || !r.isCharge(charge) {
			continue
		}
		r.keepClaim(&claim{target: r.country(demonym.entry.ISO3, r.span(demonym.first, demonym.end)), targetISO3: demonym.entry.ISO3,
			charge: charge, at: i, stance: schema.Report, cameo: "112", confidence: 0.6, rule: "alleged act of a state"})
	}
}

// readCharges finds the accusations in what a statement says: "Russia's violations",
// "Russia launched its campaign of aggression", "an attack by Iran".
func (r *reading) readCharges(s *statement) {
	if r.rejects(s) {
		return // "rejected allegations that Serbia …": the words are not the speaker's
	}
	for _, content := range s.content {
		first, end := r.tokens(content)
		for i := first; i < end; {
			m := r.mentionAt[i]
			if m == nil || m.first != i {
				i++
				continue
			}
			i = m.end
			if !r.canBeCharged(m) {
				continue
			}
			stop := r.clauseStop(m.end)
			from, rule := r.chargeAfter(m, min(stop, end))
			if rule == "" || r.alreadyClaimed(m) {
				continue
			}
			t, ok := r.targetOf(&phrase{first: m.first, end: m.end, mentions: []*mention{m}, country: m.entry.ISO3})
			if !ok || s.speaker.iso3 != "" && t.iso3 == s.speaker.iso3 || len(s.speaker.ids) > 0 && s.speaker.ids[0] == t.id {
				continue
			}
			last := r.chargeEnd(from, min(stop, end))
			if from < m.first {
				last = m.first - 1
			} else if rule != "act of the party" {
				last = r.nounEnd(from, last)
			}
			x := &claim{accuser: s.speaker, target: t.id, targetISO3: t.iso3, charge: r.trimmed(from, last), at: from,
				stance: schema.Accuse, cameo: "112", confidence: 0.7 * s.confidence, rule: rule, statement: s.id}
			if r.conjectured(m, from, s) {
				x.stance = schema.Conjecture
			}
			r.keepClaim(x)
		}
	}
}

// nounEnd is the end of the noun phrase at token i: before the verb of its clause.
func (r *reading) nounEnd(i, to int) int {
	for j := i + 1; j < to; j++ {
		if w := r.words[j].lower; r.lex.Is("auxiliary", w) && w != "to" && w != "'s" && w != "not" || r.words[j].text == "," {
			return j
		}
	}
	return to
}

// rejects tells whether the statement's cue denies what it tells of.
func (r *reading) rejects(s *statement) bool {
	for _, span := range s.cue {
		if c := r.cueAt[r.text.TokenAt(span.Start)]; c != nil {
			if _, deny := c.of(lexicon.Deny); deny {
				return true
			}
		}
	}
	return false
}

func (r *reading) canBeCharged(m *mention) bool {
	switch m.kind {
	case "country", "demonym", "metonym", "organization", aPerson:
		return true
	case "capital":
		return !m.place
	}
	return false
}

// alreadyClaimed tells whether an accusing cue has taken the mention already.
func (r *reading) alreadyClaimed(m *mention) bool {
	at := r.span(m.first, m.end)
	for _, a := range r.out.Accusations {
		for _, charge := range a.Charge {
			if charge.Contains(at) || charge.Start >= at.End && charge.Start-at.End < 60 {
				return true
			}
		}
	}
	return false
}

// chargeAfter finds the charge that follows the mention, and by which rule; "" where
// there is none. The charge must be near: its own verb or noun, not one of a clause
// further on.
func (r *reading) chargeAfter(m *mention, to int) (from int, rule string) {
	i := m.end
	if first, ok := r.doneBy(m); ok {
		return first, "act done by the party"
	}
	switch {
	case r.word(i).lower == "'s" || r.word(i).lower == "'":
		if r.wrongNear(i+1, to, 4) {
			return i + 1, "possessor of a wrong"
		}
		return 0, ""
	case m.kind == "demonym" && i < to && r.words[i].plain && !r.words[i].capital:
		if r.wrongNear(i, to, 2) {
			return i, "wrong of a state"
		}
		for i < to && (r.lex.Is("state noun", r.words[i].lower) || r.lex.Is("rank", r.words[i].lower)) {
			i++
		}
		if i == m.end {
			return 0, ""
		}
	}
	start := i
	for i < to && (r.lex.Is("auxiliary", r.words[i].lower) || r.lex.Is("adverb", r.words[i].lower) || strings.HasSuffix(r.words[i].lower, "ly")) {
		if r.lex.Is("negation", r.words[i].lower) {
			return 0, ""
		}
		i++
	}
	if w := r.word(i).lower; r.lex.Is("negation", w) || r.lex.Is("blameless", w) { // "Russia had nothing to do with", "China opposed the invasion"
		return 0, ""
	}
	if i >= to || !r.words[i].plain || r.words[i].capital || r.mentionAt[i] != nil || r.words[i].lower != "behind" && (r.lex.Is("preposition", r.words[i].lower) || r.lex.Is("function", r.words[i].lower)) {
		return 0, ""
	}
	if i > start && r.lex.Is("be", r.words[i-1].lower) && strings.HasSuffix(r.words[i].lower, "ed") {
		return 0, "" // "Ukraine was attacked": it did nothing
	}
	if i == start && !r.pastOrPresent(i) {
		return 0, "" // "NATO treaty", "Al-Shabaab militants": a noun
	}
	if r.word(start).lower != "to" && r.wrongNear(i, to, 6) {
		return i, "act of the party"
	}
	return 0, ""
}

// pastOrPresent tells whether the word has the form of a verb that a third person can
// be the subject of.
func (r *reading) pastOrPresent(i int) bool {
	w := r.words[i].lower
	return strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ants") || r.lex.Is("strong past", w)
}

// doneBy tells whether the mention stands behind "by" and a wrong ("the attack was
// carried out by Iran"), and where the words of that begin.
func (r *reading) doneBy(m *mention) (first int, ok bool) {
	by := m.first - 1
	if r.word(by).lower == "the" {
		by--
	}
	if r.word(by).lower != "by" {
		return 0, false
	}
	floor := r.sentence(m.first).First
	first = by
	for first > floor && by-first < 8 && r.words[first-1].plain && r.words[first-1].quote == r.words[m.first].quote && r.mentionAt[first-1] == nil {
		first--
	}
	return first, first < by && r.isCharge(r.span(first, by))
}

// wrongNear tells whether one of the n words from token i names a wrong.
func (r *reading) wrongNear(i, to, n int) bool {
	end := i
	for words := 0; end < to && words < n; end++ {
		if !r.words[end].plain && !isMark(r.words[end].text) && r.words[end].text != "-" {
			break
		}
		words++
	}
	if end <= i {
		return false
	}
	for j := i; j < min(end, i+3); j++ {
		if r.lex.Is("guilt", r.words[j].lower) && r.lex.Is("preposition", r.word(j+1).lower) || r.words[j].lower == "behind" && r.lex.Is("be", r.word(j-1).lower) {
			return true // "was responsible for", "is behind"
		}
	}
	return r.lex.IsWrong(r.span(i, end).In(r.text.Raw))
}

// conjectured tells whether the charge is only possible, asked or a condition.
func (r *reading) conjectured(m *mention, from int, s *statement) bool {
	if s.modality == schema.Hypothetical || s.modality == schema.Question {
		return true
	}
	for i := max(m.first-3, 0); i < min(from+4, len(r.words)); i++ {
		class, _ := r.lex.Hedge(r.words[i].lower)
		if class == "modal" && !r.words[i].capital && r.words[i].lower != "should" || class == "condition" {
			return true
		}
	}
	for i := m.end; i < r.sentence(m.first).End; i++ {
		if r.words[i].text == "?" {
			return true
		}
	}
	return false
}

// readDenial reads "X denied …": whom it answers is the last who accused X.
func (r *reading) readDenial(c *cue, reading lexicon.Cue) {
	if r.passive(c) || r.negated(c) {
		return
	}
	from := r.subjectOf(c)
	if from == nil {
		return
	}
	to := r.clauseStop(c.end)
	end := r.chargeEnd(c.end, to)
	if c.end >= end {
		return
	}
	charge := r.trimmed(c.end, end)
	if r.words[c.end].lower == "that" && c.end+1 < end {
		charge = r.trimmed(c.end+1, end)
	}
	first := c.end
	clause := r.words[first].lower == "that" || r.lex.Is("pronoun", r.words[first].lower) || strings.HasSuffix(r.words[first].lower, "ing") ||
		r.mentionAt[first] != nil
	if !r.answersCharge(c.end, end) && (reading.Class != "deny" || !clause || !r.isCharge(charge)) {
		return
	}
	who, reason := r.speakerOf(from)
	if who == nil {
		r.skip(r.span(c.first, c.end), r.cueText(c), "denial: "+reason)
		return
	}
	x := &claim{accuser: who, charge: charge, at: c.first, stance: schema.Deny, cameo: "112", confidence: 0.8 * who.confidence, rule: "denying verb"}
	if p := r.answeredIn(c.end, end); p != nil {
		if t, ok := r.targetOf(p); ok && (len(who.ids) == 0 || t.id != who.ids[0]) {
			x.target, x.targetISO3 = t.id, t.iso3
		}
	}
	r.keepClaim(x)
}

// answeredIn is the party whose accusation the words of a denial name: "Kyiv's
// claims", "the accusations by Israel".
func (r *reading) answeredIn(first, end int) *phrase {
	for i := first; i < end; i++ {
		if !r.lex.Is("accusation noun", r.words[i].lower) {
			continue
		}
		for j := i - 1; j > first && j > i-4; j-- {
			if r.words[j].lower == "'s" || r.words[j].lower == "'" {
				return r.phraseEndingAt(j-1, first)
			}
		}
		if m := r.mentionAt[i-1]; m != nil && m.kind == "demonym" && i-1 >= first {
			return &phrase{first: m.first, end: m.end, mentions: []*mention{m}, country: m.entry.ISO3}
		}
		if w := r.word(i + 1).lower; (w == "by" || w == "from" || w == "of") && i+2 < end && r.mentionAt[i+2] != nil {
			return r.phraseStartingAt(i+2, end)
		}
	}
	return nil
}

// answersCharge tells whether the words name an accusation: "the allegations", "any
// involvement".
func (r *reading) answersCharge(first, end int) bool {
	for i := first; i < end; i++ {
		if r.lex.Is("accusation noun", r.words[i].lower) {
			return true
		}
	}
	return false
}
