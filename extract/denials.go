package extract

import (
	"slices"
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/schema"
)

// readDenials reads "Russia denied the accusation" by its verb where the reader found no
// denial there: denials are few among what it learnt from.
func (r *reading) readDenials() {
	for _, c := range r.cues {
		reading, ok := c.of(lexicon.Deny)
		if !ok || reading.Part != "verb" || r.deniedAt(c) || r.negated(c) || r.hypothetical(c) || r.lex.Is("be", r.word(c.first-1).lower) || r.word(c.first-1).lower == "for" {
			continue // "taken for questioning"
		}
		if (reading.Class == "call" || reading.Frame != "" && reading.Frame == strings.ToLower(reading.Frame)) && !r.callsUntrue(c, reading) {
			continue // "which she described as a leak", "asserted that"
		}
		if !r.readAnswer(c) {
			r.readDenial(c, reading)
		}
	}
	for i, w := range r.words {
		if next := r.word(i + 1).lower; w.lower == "no" && (next == "evidence" || next == "proof") && !r.denied[r.text.Tokens[i].Sentence] {
			r.readNoEvidence(i)
		}
	}
}

// readNoEvidence reads "officials said there was no evidence to support the president's claims of fraud" at the token of "no".
func (r *reading) readNoEvidence(at int) {
	s := r.statementAt(at)
	if s == nil || len(s.speaker.ids) != 1 {
		return
	}
	end := r.clauseEnd(at)
	p := r.answeredIn(at, end)
	charge, ok := r.chargeOf(at, end)
	if p == nil || !ok {
		return
	}
	if other := r.party(p, true); other != nil && other.ids[0] != s.speaker.ids[0] {
		r.addClaim(claim{charge: charge, at: at, stance: schema.Deny, confidence: 0.6, rule: "no evidence of CHARGE"}, s.speaker, other)
	}
}

// chargeOf is what stands behind "allegations of" or "claims that" among the tokens [first, end); ok is false where neither is there.
func (r *reading) chargeOf(first, end int) (charge schema.Span, ok bool) {
	for i := first; i+2 < end; i++ {
		if next := r.words[i+1].lower; r.lex.Is("accusation noun", r.words[i].lower) && (next == "of" || next == "that") {
			return r.trimmed(i+2, end), true
		}
	}
	return schema.Span{}, false
}

// callsUntrue tells whether a word of the frame of "describe" or "call" stands behind it: "as baseless".
func (r *reading) callsUntrue(c *cue, reading lexicon.Cue) bool {
	for i := c.end; i < r.sentence(c.first).End && i < c.end+calledWords && !r.stopsAt(i); i++ {
		for _, frame := range strings.Split(reading.Frame, "|") {
			if strings.HasSuffix(" "+frame, " "+r.words[i].lower) {
				return true
			}
		}
	}
	return false
}

// calledWords is how many words behind "called" what something is called stands in.
const calledWords = 12

// deniedAt tells whether a denial is kept already whose words are the cue's.
func (r *reading) deniedAt(c *cue) bool {
	return r.denied[r.text.Tokens[c.first].Sentence]
}

// readDenial reads what is denied: what answers an accusation in so many words, or what
// names a wrong in a clause. Whom it answers is the last who accused who denies.
func (r *reading) readDenial(c *cue, reading lexicon.Cue) {
	from := r.subjectOf(c)
	if from == nil || r.word(from.first-1).lower == "if" {
		return
	}
	first := c.end
	if r.word(first).text == "," && r.word(first+2).text == "," {
		first += 3 // "denied, however, that"
	}
	end := r.clauseEnd(first)
	if first >= end {
		r.readBareDenial(c, from)
		return
	}
	if next := r.word(first + 1); (r.words[first].lower == "this" || r.words[first].lower == "it") && (first+1 == end || strings.HasSuffix(next.lower, "ing") || r.lex.Is("preposition", next.lower)) {
		here := r.text.Tokens[c.first].Sentence
		if a := r.claimBetween(r.text.Sentences[max(here-1, 0)].First, c.first); a != nil && a.Accuser != "" { // "denied this"
			x := claim{charge: a.Charge[0], at: c.first, stance: schema.Deny, types: map[string]float64{a.Type: 1}, confidence: 0.7, rule: "denying clause"}
			r.addClaim(x, r.party(from, false), &speaker{ids: []schema.ID{a.Accuser}, confidence: 1})
		}
		return
	}
	if r.words[first].lower == "that" && first+1 < end {
		first++
	}
	if r.judges(from) || r.words[first].lower == "guilty" {
		return // a court that dismisses charges denies nothing, nor does who pleads guilty
	}
	for i := first; i+1 < end; i++ {
		if next := r.words[i+1].lower; r.lex.Is("accusation noun", r.words[i].lower) && (next == "and" || next == "but") {
			end = i + 1 // "denies the charge and says that"
		}
	}
	if reading.Class == "call" {
		for end < r.sentence(first).End && !r.stopsAt(end) {
			end++ // what it is called stands in quotation marks
		}
	}
	charge := r.trimmed(first, end)
	_, _, wrong := r.lex.Charge(charge.In(r.text.Raw))
	clause := first > c.end || r.lex.Is("pronoun", r.words[first].lower) || strings.HasSuffix(r.words[first].lower, "ing") || r.mentionAt[first] != nil
	told := strings.HasPrefix(r.words[c.first].lower, "den") && (first > c.end || r.deniedNoun(first, charge)) // "denied that", "denied any links to"
	deniers := r.deniers(c, from, reading.Inflection.Has(lexicon.Base))
	var who *speaker
	if len(deniers) > 0 {
		who = deniers[len(deniers)-1]
	}
	x := claim{charge: charge, at: c.first, stance: schema.Deny, confidence: 0.7, rule: "denying verb"}
	var answered *schema.Accusation
	if who != nil {
		answered = r.answeredBy(denial(who, charge))
	}
	if answered != nil && reading.Class == "call" {
		x.types = map[string]float64{answered.Type: 1} // "a smear" tells of the accusation
	}
	if !r.answersCharge(c.end, end) && !told && !r.rejectsTale(c, end, charge) && (reading.Class != "deny" || !clause || !wrong) {
		if answered == nil || reading.Class != "call" && !r.rejects(c) || !r.answersAccount(c.end, end) {
			return
		}
		x.confidence = 0.6
	}
	if _, reason := r.speakerOf(from); reason != "" {
		r.skip(r.span(c.first, c.end), r.cueText(c), "denial: "+reason)
		return
	}
	var accused *speaker
	if p := r.answeredIn(c.end, end); p != nil {
		accused = r.party(p, true)
	} else if who != nil && r.answersCharge(c.end, end) {
		accused = r.lastToAccuse(c.first, who, r.pointsBack(c.end, end))
	}
	for _, one := range deniers {
		r.addClaim(x, one, accused)
	}
	if who != nil && accused == nil && reading.Class == "deny" {
		r.readDenied(c, end, who)
	}
}

// deniers are who denies by a verb, whose subject the phrase is: where the verb is plural, "deny", the base, or "have denied", each
// of two that "and" joins; nil where it cannot be told whom the phrase means.
func (r *reading) deniers(c *cue, from *phrase, base bool) []*speaker {
	who := r.party(from, false)
	if who == nil {
		return nil
	}
	floor := r.sentence(c.first).First
	if other := from.first - 2; other >= floor && !from.pronoun && r.word(from.first-1).lower == "and" && (base || r.word(from.end).lower == "have") {
		if p := r.phraseEndingAt(other, floor); p != nil && !p.pronoun {
			if first := r.party(p, false); first != nil {
				return []*speaker{first, who}
			}
		}
	}
	return []*speaker{who}
}

// readBareDenial reads a denial that says nothing of what it is of, "Biden denied", by who is accused before.
func (r *reading) readBareDenial(c *cue, from *phrase) {
	who := r.party(from, false)
	if who == nil || c.gerund() || !strings.HasPrefix(r.words[c.first].lower, "den") {
		return
	}
	if a := r.answeredBy(denial(who, r.span(c.first, c.end))); a != nil {
		r.addClaim(claim{charge: a.Charge[0], at: c.first, stance: schema.Deny, types: map[string]float64{a.Type: 1}, confidence: 0.6, rule: "denying verb"}, who, nil)
	}
}

// answersAccount tells whether what is denied, in the tokens [first, end), is what somebody told: "the story", "it".
func (r *reading) answersAccount(first, end int) bool {
	for i := first; i < min(end, first+4); i++ {
		if w := r.words[i].lower; r.lex.Is("account", w) || i == first && (w == "it" || w == "this" || w == "them" || w == "that") {
			return true
		}
	}
	return false
}

// deniedNoun tells whether what somebody denies, in words that begin at a token, is a wrong of theirs: "any links to
// terrorism", "having him in custody", "quota violations".
func (r *reading) deniedNoun(first int, charge schema.Span) bool {
	w := r.words[first].lower
	if r.lex.Is("people", w) || r.mentionAt[first] != nil || r.lex.Is("possessive pronoun", w) && r.lex.Is("determiner", r.word(first+2).lower) {
		return false // "denied prisoners medical care", "denied his party the victory"
	}
	return w == "having" || w == "knowing" || w != "entry" && w != "access" && r.lex.HintsWrong(charge.In(r.text.Raw))
}

// rejectsTale tells whether a verb rejects what is told of somebody's wrong, though not in a word of accusing: "brushed aside
// suggestions that it had helped the plotters", "dismissed criticism of the poll".
func (r *reading) rejectsTale(c *cue, end int, charge schema.Span) bool {
	if !r.rejects(c) {
		return false
	}
	for i := c.end; i < min(end, c.end+4); i++ {
		switch {
		case r.lex.Is("criticism", r.words[i].lower):
			return true
		case r.lex.Is("tale", r.words[i].lower):
			return r.lex.HintsWrong(charge.In(r.text.Raw))
		}
	}
	return false
}

// rejects tells whether a verb says of what is told that it is not so.
func (r *reading) rejects(c *cue) bool {
	return slices.ContainsFunc([]string{"den", "reject", "dismiss", "refut", "rebut", "brush", "disput"}, func(verb string) bool {
		return strings.HasPrefix(r.words[c.first].lower, verb)
	})
}

// readDenied reads what a denial tells of the accusation that it answers, by nobody who is named: "denied allegations of fraud".
func (r *reading) readDenied(c *cue, end int, who *speaker) {
	charge, ok := r.chargeOf(c.end, end)
	if ok && !slices.ContainsFunc(r.out.Accusations, func(a schema.Accusation) bool {
		return a.Stance != schema.Deny && a.Target == who.ids[0] && sameWords(a.ChargeText, charge.In(r.text.Raw))
	}) {
		r.addClaim(claim{at: c.first, stance: schema.Report, charge: charge, confidence: 0.6, rule: "denied CHARGE"}, nil, who)
	}
}

// readAnswer reads a denial of what stands before it in its sentence: "accuses the Taliban of
// sheltering militants, which Kabul denies", "a charge he denied", "a claim denied by the junta".
func (r *reading) readAnswer(c *cue) bool {
	s := r.sentence(c.first)
	from, at := r.subjectOf(c), 0
	noun := c.first - 1
	for noun > s.First && strings.HasSuffix(r.words[noun].lower, "ly") {
		noun-- // "a charge vehemently denied by"
	}
	switch {
	case r.lex.Is("accusation noun", r.word(noun).lower) && r.word(c.end).lower == "by":
		from, at = r.phraseStartingAt(c.end+1, s.End), noun
	case from != nil:
		before := from.first - 1
		for before > s.First && r.mentionAt[before].isTitle() {
			before--
		}
		if r.word(before).lower == "which" || r.lex.Is("accusation noun", r.word(before).lower) {
			at = before
		}
	}
	for at > s.First && r.words[at].text != "," {
		at--
	}
	if from == nil || at <= s.First {
		return false
	}
	x := claim{charge: r.trimmed(s.First, at), at: c.first, stance: schema.Deny, confidence: 0.7, rule: "denying clause"}
	var accused *speaker
	if a := r.claimBetween(s.First, at); a != nil {
		x.charge, x.types = a.Charge[0], map[string]float64{a.Type: 1}
		if a.Accuser != "" {
			accused = &speaker{ids: []schema.ID{a.Accuser}, confidence: 1}
		}
	} else if _, _, wrong := r.lex.Charge(x.charge.In(r.text.Raw)); !wrong {
		return false
	}
	r.addClaim(x, r.party(from, false), accused)
	return true
}

// claimBetween is the last accusation kept whose charge stands among tokens.
func (r *reading) claimBetween(first, end int) *schema.Accusation {
	span := r.span(first, end)
	for i := len(r.out.Accusations) - 1; i >= 0; i-- {
		a := &r.out.Accusations[i]
		if c := a.Charge[0]; a.Stance != schema.Deny && span.Start <= c.Start && c.End <= span.End {
			return a
		}
	}
	return nil
}

// pointsBack tells whether words speak of an accusation told before: "the allegations", and not
// "allegations of fraud".
func (r *reading) pointsBack(first, end int) bool {
	for i := first; i < end; i++ {
		if r.lex.Is("accusation noun", r.words[i].lower) {
			next := r.word(i + 1).lower
			return i > first && (r.words[i-1].lower == "the" || r.lex.Is("demonstrative", r.words[i-1].lower)) && next != "of" && next != "that"
		}
	}
	return false
}

// lastToAccuse is whom "the allegations" at token at answer where the words do not say it: who
// accused last in the same sentence or the one before, or else, where they point back, spoke
// there; nobody is their own.
func (r *reading) lastToAccuse(at int, denier *speaker, back bool) *speaker {
	here := r.text.Tokens[at].Sentence
	first := r.text.Sentences[max(here-1, 0)].First
	if a := r.claimBetween(first, at); a != nil && a.Accuser != "" && a.Accuser != denier.ids[0] {
		return &speaker{ids: []schema.ID{a.Accuser}, confidence: 1}
	}
	for n := here; back && n >= max(here-1, 0); n-- {
		for _, s := range slices.Backward(r.statementsIn[n]) {
			if s.at < at && len(s.speaker.ids) == 1 && s.speaker.ids[0] != denier.ids[0] {
				return s.speaker
			}
		}
	}
	return nil
}

// judges tells whether a phrase speaks of a court or a judge.
func (r *reading) judges(p *phrase) bool {
	return slices.ContainsFunc(r.words[p.first:p.end], func(w word) bool { return w.lower == "judge" || r.lex.Is("law court", w.lower) })
}

// clauseEnd is where the clause that token at stands in ends, at most clauseWords on: at a
// comma, a stop or the end of a quotation.
func (r *reading) clauseEnd(at int) int {
	if at >= len(r.words) {
		return at
	}
	end := min(r.sentence(at).End, at+clauseWords)
	for i := at; i < end; i++ {
		w := r.words[i]
		if r.stopsAt(i) || w.quote != r.words[at].quote {
			return i
		}
	}
	return end
}

// clauseWords is how many words of a clause are looked at in each direction.
const clauseWords = 40

// stopsAt tells whether a phrase ends at token i, or the text before it; no hyphen inside of a word ends one.
func (r *reading) stopsAt(i int) bool {
	if i >= len(r.words) {
		return true
	}
	inside := r.words[i].text == "-" && i > 0 && i+1 < len(r.words) && r.text.Tokens[i-1].End == r.text.Tokens[i].Start && r.text.Tokens[i].End == r.text.Tokens[i+1].Start
	return isStop(r.words[i].text) && !inside
}

// answersCharge tells whether the words name an accusation: "the allegations", "any
// involvement".
func (r *reading) answersCharge(first, end int) bool {
	return slices.ContainsFunc(r.words[first:end], func(w word) bool { return r.lex.Is("accusation noun", w.lower) })
}

// answeredIn is the party whose accusation the words of a denial name: "Kyiv's claims",
// "the accusations by Israel".
func (r *reading) answeredIn(first, end int) *phrase {
	for i := first; i < end; i++ {
		if !r.lex.Is("accusation noun", r.words[i].lower) && !r.lex.Is("criticism", r.words[i].lower) {
			continue
		}
		for j := i - 1; j > first && j > i-4; j-- {
			if w := r.words[j].lower; w == "'s" || w == "'" || w == "’s" {
				return r.phraseEndingAt(j-1, first)
			}
		}
		if m := r.mentionAt[max(i-1, 0)]; m != nil && m.kind == "demonym" && i-1 >= first {
			return m.phrase()
		}
		if w := r.word(i + 1).lower; (w == "by" || w == "from" || w == "of" && !r.lex.Is("criticism", r.words[i].lower)) && i+2 < end && r.mentionAt[i+2] != nil {
			return r.phraseStartingAt(i+2, end)
		}
	}
	return nil
}
