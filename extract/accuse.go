package extract

import (
	"slices"
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
	"rostrum/schema"
)

// claim is an accusation or denial while it is put together.
type claim struct {
	accuser    *speaker // nil where nobody is named
	target     schema.ID
	charge     schema.Span
	stance     schema.Stance
	at         int                // token of the cue
	types      map[string]float64 // how likely the wrong is of each; nil where the reader does not say
	confidence float64
	rule       string
}

// readClaims makes accusations and denials of what the reader found, those that deny
// last: they answer others.
func (r *reading) readClaims() {
	for _, denials := range []bool{false, true} {
		for i := range r.found.Accusations {
			if a := &r.found.Accusations[i]; (a.Stance == string(schema.Deny)) == denials {
				r.readAccusation(a)
			}
		}
	}
	r.readFrames()
	r.readDenials()
	r.readInnocence()
	for i := range r.unsure {
		r.keepClaim(&r.unsure[i])
	}
}

// readAccusation makes claims of one accusation, one for each pair of accuser and target.
func (r *reading) readAccusation(a *nlp.Accusation) {
	r.splitBlame(a)
	if p := r.doerBehind(a); p != nil {
		a.Target = []nlp.Range{{First: p.first, End: p.end}}
	}
	x := claim{at: a.Cue[0].First, stance: schema.Stance(a.Stance), types: a.Types, charge: r.chargeSpan(a), confidence: a.Confidence, rule: readRule}
	skip := func(reason string) { r.skip(x.charge, r.span(a.Cue[0].First, a.Cue[0].End).In(r.text.Raw), reason) }
	if c := r.cueAt[x.at]; (c != nil && r.negated(c) || r.refrains(x.at) || r.byNobody(a.Accuser)) && x.stance != schema.Deny {
		x.stance, x.rule = schema.Conjecture, "read, negated" // "did not accuse"
	} else if x.stance == schema.Accuse && r.mayBe(x.at) {
		x.stance, x.rule = schema.Conjecture, perhapsRule
	}
	if len(a.Accuser) == 0 && x.stance == schema.Accuse && r.accusedOf(x.at) {
		x.stance = schema.Report // "is accused of": by whom is not told
	}
	if one, to := r.blamedFor(a); one != nil {
		a.Accuser = []nlp.Range{{First: one.first, End: one.end}}
		if to != nil && len(a.Target) == 1 && a.Target[0].End == a.Target[0].First+1 && r.lex.Is("object pronoun", r.words[a.Target[0].First].lower) {
			a.Target = []nlp.Range{{First: to.first, End: to.end}}
		}
	}
	if subject := r.accusing(a); subject != nil {
		a.Accuser = []nlp.Range{{First: subject.first, End: subject.end}}
		a.Target = slices.DeleteFunc(slices.Clone(a.Target), func(t nlp.Range) bool { return t.First < subject.end && subject.first < t.End })
		if x.stance == schema.Report {
			x.stance = schema.Accuse
		}
	}
	if p := r.tellsBy(a); p != nil && (x.stance == schema.Report || x.stance == schema.Accuse) {
		a.Accuser = []nlp.Range{{First: p.first, End: p.end}}
		a.Target = slices.DeleteFunc(slices.Clone(a.Target), func(t nlp.Range) bool { return t.First < p.end && p.first < t.End })
		x.stance = schema.Accuse
	} else if len(a.Accuser) > 0 && x.stance == schema.Accuse && r.meetsWith(x.at, a.Accuser[0]) {
		a.Accuser = slices.DeleteFunc(slices.Clone(a.Accuser), func(p nlp.Range) bool { return p.First < x.at })
		if len(a.Accuser) == 0 {
			x.stance = schema.Report
		}
	}
	if p := r.citing(x.at); p != nil && len(a.Accuser) == 0 && (x.stance == schema.Report || x.stance == schema.Accuse) {
		a.Accuser = []nlp.Range{{First: p.first, End: p.end}}
		x.stance = schema.Accuse
	}
	if r.saysNothing(x.charge) || x.stance != schema.Deny && (r.isNone(a) || r.isNotSo(a) || r.isTask(a, x.charge)) {
		skip("accusation of nothing")
		return
	}
	a.Target = r.withoutAsides(r.accusedWords(a), a, x.charge)
	accusers := r.accusers(&x, a)
	if len(accusers) == 0 && len(a.Accuser) > 0 {
		skip("accusation by nobody who can be told")
		return
	}
	if x.rule == perhapsRule && !slices.ContainsFunc(accusers, func(s *speaker) bool { return !r.entities[s.ids[0]].Unnamed }) {
		accusers = nil // whoever might say so
	}
	if r.reciprocal(a.Target) {
		r.readMutual(x, accusers, a)
		return
	}
	accused := r.parties(a.Target, a, true)
	if m := r.wrongOfState(a); m != nil && (len(accused) != 1 || accused[0].iso3 != m.entry.ISO3) {
		accused = []*speaker{r.stateParty(m.entry.ISO3, m.phrase(), "")}
	}
	if len(accused) == 0 || slices.ContainsFunc(accusers, func(s *speaker) bool { return s.ids[0] == accused[0].ids[0] }) {
		if s := r.objectMeant(a, accusers); s != nil {
			accused = []*speaker{s}
		}
	}
	if len(accused) == 0 && x.stance == schema.Deny && len(accusers) > 0 && r.deniesThis(a) {
		if s := r.lastToAccuse(x.at, accusers[0], true); s != nil {
			accused = []*speaker{s}
		}
	}
	if len(accused) == 0 && x.stance != schema.Deny {
		skip("accusation of nobody who can be told")
		return
	}
	if len(accusers) > 1 && len(accused) > 1 && slices.ContainsFunc(accusers, func(s *speaker) bool {
		return slices.ContainsFunc(accused, func(o *speaker) bool { return slices.Equal(s.ids, o.ids) })
	}) {
		skip("who accuses and who is accused are mixed up")
		return
	}
	if s := r.sharedAccuser(x.at, accusers, accused); s != nil {
		accusers = []*speaker{s}
	}
	if x.stance == schema.Accuse && !r.answers(x.at) && r.ownSide(accusers, accused) {
		skip("what somebody tells of their own state")
		return
	}
	for _, who := range orNobody(accusers) {
		for _, other := range orNobody(accused) {
			r.addClaim(x, who, other)
		}
	}
}

// isNone tells whether the words say that there is no wrong: "there would be no violation of banking laws".
func (r *reading) isNone(a *nlp.Accusation) bool {
	at := a.Cue[0].First
	return r.word(at-1).lower == "no" && r.cueAt[at] == nil && r.word(at-2).lower != "say"
}

// saysNothing tells whether a charge has no word of what was done: "is such".
func (r *reading) saysNothing(charge schema.Span) bool {
	first, end := r.tokens(charge)
	return r.lex.Is("be", r.words[first].lower) && !slices.ContainsFunc(r.words[first+1:end], func(w word) bool { return w.plain && !r.lex.Is("function", w.lower) })
}

// sharedAccuser is the subject that the accusing verb at token at shares with the one before, where else an official would
// accuse the own state: "Putin said …, a day after the United States did the same and accused Moscow"; nil where none does.
func (r *reading) sharedAccuser(at int, accusers, accused []*speaker) *speaker {
	c := r.cueAt[at]
	if c == nil || r.word(c.first-1).lower != "and" || len(accusers) != 1 || len(accused) != 1 || accusers[0].office == "" {
		return nil
	}
	if state := accused[0].iso3; state == "" || r.entities[accusers[0].office].ISO3 != state {
		return nil
	}
	p := r.subjectOf(c)
	if p == nil {
		return nil
	}
	if s := r.party(p, false); s != nil && s.ids[0] != accused[0].ids[0] && r.isParty(p, s) {
		return s
	}
	return nil
}

// ownSide tells whether who governs a state is the only one to accuse and it the only one accused: "the president
// says that the air force has conducted strikes".
func (r *reading) ownSide(accusers, accused []*speaker) bool {
	if len(accusers) != 1 || len(accused) != 1 || accusers[0].office == "" || accused[0].iso3 == "" {
		return false
	}
	return len(accusers[0].people) == 1 && r.entities[accused[0].ids[0]].Kind == schema.Country && slices.ContainsFunc(accusers[0].people[0].posts, func(p *post) bool {
		return p.iso3 == accused[0].iso3 && p.status == schema.Current && p.body == nil && p.organization == "" && p.bodyText == "" && (p.title.entry.Type == "state" || p.title.entry.Type == "government" || p.title.entry.Type == "minister")
	})
}

// refrains tells whether the word at token at is what somebody does not do: "avoids condemning", "declined to blame",
// "stopped short of accusing".
func (r *reading) refrains(at int) bool {
	i := at - 1
	if w := r.word(i).lower; w == "to" || w == "of" || w == "from" {
		i--
		if w == "of" && r.word(i).lower == "short" {
			i--
			return strings.HasPrefix(r.word(i).lower, "stop")
		}
	}
	return i >= 0 && r.lex.Is("refraining", r.words[i].lower)
}

// mayBe tells whether the wrong at token at is only held possible: "may be arming the Taliban".
func (r *reading) mayBe(at int) bool {
	return r.auxiliaryBefore(at, func(w string) bool { return w == "may" || w == "might" })
}

// wrongOfState is the adjective of a state that stands on the wrong, which tells who did it: "alleged
// Russian violation of the treaty"; nil where there is none.
func (r *reading) wrongOfState(a *nlp.Accusation) *mention {
	if len(a.Accuser) > 0 {
		return nil
	}
	cue := a.Cue[0]
	for _, i := range []int{cue.First - 1, cue.First, cue.End - 1, cue.End} {
		if i < 0 || i >= len(r.words) {
			continue
		}
		if m := r.mentionAt[i]; m != nil && m.kind == "demonym" && m.entry.ISO3 != "" && r.lex.IsWrong(r.word(m.end).lower) {
			return m
		}
	}
	return nil
}

func orNobody(list []*speaker) []*speaker {
	if len(list) == 0 {
		return []*speaker{nil}
	}
	return list
}

// readMutual reads "accused each other".
func (r *reading) readMutual(x claim, accusers []*speaker, a *nlp.Accusation) {
	if len(accusers) < 2 {
		accusers = r.bothSides(a.Target[0].First)
	}
	if named := slices.DeleteFunc(slices.Clone(accusers), func(s *speaker) bool { return s.confidence < 0.9 }); len(named) > 1 {
		accusers = named // "the U.S. and Brazil, the largest consumer and producer"
	}
	r.mutual(x, accusers)
}

// mutual keeps the claim of each of the accusers about each other.
func (r *reading) mutual(x claim, accusers []*speaker) {
	for _, who := range accusers {
		for _, other := range accusers {
			if who != other {
				r.addClaim(x, who, other)
			}
		}
	}
}

// addClaim keeps a claim of an accuser about whom they accuse; of each nobody may be
// named, but not of a denial who denies.
func (r *reading) addClaim(x claim, accuser, accused *speaker) {
	switch {
	case x.charge.Len() == 0:
		return // the text ends before what it is of
	case accuser != nil:
		x.accuser, x.confidence = accuser, x.confidence*accuser.confidence
	case x.stance == schema.Accuse:
		x.stance = schema.Report
	case x.stance == schema.Deny:
		return
	}
	if accused != nil {
		x.target, x.confidence = accused.ids[0], x.confidence*accused.confidence
	}
	if x.stance != schema.Deny && !r.namesWrong(&x) {
		x.confidence *= wordless
	}
	least := r.minimum
	if least == 0 {
		least = leastClaim
	}
	switch {
	case x.confidence >= max(least, leastClaim):
		r.keepClaim(&x)
	case x.confidence >= least:
		r.unsure = append(r.unsure, x)
	}
}

// namesWrong tells whether words say that there is a wrong: its charge has one that the lists know, or its sentence
// tells plainly of a wrong or an accusation.
func (r *reading) namesWrong(x *claim) bool {
	s := r.sentence(x.at)
	if r.lex.HintsWrong(x.charge.In(r.text.Raw)) || r.lex.IsWrong(s.In(r.text.Raw)) {
		return true
	}
	for i := s.First; i < s.End; i++ {
		if w := r.words[i].lower; strings.HasPrefix(w, "alleg") || strings.HasPrefix(w, "accus") || strings.HasPrefix(w, "blam") || r.hasCue(i, lexicon.Accuse) {
			return true
		}
	}
	return false
}

// wordless is how much of its confidence an accusation keeps that no word tells of: of those that the reader half believes
// one in four is right, of others one in two.
const wordless = 0.88

// perhapsRule is what reads a wrong that is only held possible.
const perhapsRule = "read, perhaps"

// leastClaim is the confidence of accusations that are kept where the caller asks for
// none: below it, more are wrong than right.
const leastClaim = 0.36

// chargeSpan is the words of the charge, of several pieces the longest; the cue's where
// it has none. A cue right before that accuses nobody is part of the wrong:
// "violations" of "of international law".
func (r *reading) chargeSpan(a *nlp.Accusation) schema.Span {
	parts, cue := a.Charge, a.Cue[0]
	if len(parts) == 0 {
		parts = a.Cue
	}
	var joined []nlp.Range // "sponsoring terrorism and of lying": one
	for _, part := range parts {
		if last := len(joined) - 1; last >= 0 && part.First-joined[last].End <= nearParts && r.text.Tokens[part.First].Sentence == r.text.Tokens[joined[last].First].Sentence {
			joined[last].End = part.End
			continue
		}
		joined = append(joined, part)
	}
	longest := slices.MaxFunc(joined, func(x, y nlp.Range) int { return (x.End - x.First) - (y.End - y.First) })
	switch w := r.words[longest.First].lower; {
	case cue.End == longest.First && !r.answers(cue.First):
		longest.First = cue.First
	case isMark(r.words[longest.First].text) && r.words[longest.First].quote < 0: // the end of a quoted word: "aggression" and "mucking"
		for i := longest.First - 1; i > longest.First-6 && i >= r.sentence(longest.First).First; i-- {
			if isMark(r.words[i].text) {
				longest.First = i
				break
			}
		}
	case longest.First+1 < longest.End && (w == "of" || w == "for" || w == "over" || w == "citing"):
		longest.First++ // "of cheating"
	}
	for last := longest.End - 1; last > longest.First && r.words[last].plain && r.mentionAt[last] == nil && r.isLink(r.words[last]); last-- {
		longest.End-- // "violations of the ceasefire by"
	}
	if w := r.words[longest.End-1]; longest.End > longest.First+1 && !w.shout && r.mentionAt[longest.End-1] == nil && (r.lex.Is("be", w.lower) || r.lex.Is("have", w.lower)) {
		longest.End = r.frameEnd(longest.End) // "the plane was": "shot down"
	}
	if class, _ := r.lex.Hedge(r.words[longest.First].lower); class == "alleged" && longest.End == longest.First+1 {
		longest.End = r.allegedEnd(a.Target, longest.End) // "alleged members of the cartel"
	}
	first := r.clauseOf(a.Target, longest.First)
	for first > r.sentence(first).First && r.lex.Is("negation", r.words[first-1].lower) {
		first-- // "never having honored its commitments"
	}
	return r.trimmed(r.ownerOf(first), longest.End)
}

// allegedEnd is where the words end of what somebody is alleged to be, which begin at token at: with the accused's words that they are
// part of, or a phrase.
func (r *reading) allegedEnd(accused []nlp.Range, at int) int {
	for _, t := range accused {
		if t.First <= at && at < t.End {
			return t.End
		}
	}
	if at < len(r.words) {
		if p := r.phraseStartingAt(at, r.sentence(at).End); p != nil {
			return p.end
		}
	}
	return at
}

// ownerOf is where a charge begins with whose wrong it is, where only the end of that stands in it: "Japan's trade" of
// "'s trade", "Russia-backed plot" of "-backed plot".
func (r *reading) ownerOf(first int) int {
	w := r.words[first].lower
	if first == r.sentence(first).First || w != "'s" && w != "’s" && w != "'" && w != "’" && w != "-" {
		return first
	}
	if m := r.mentionAt[first-1]; m != nil {
		return m.first
	}
	return first - 1
}

// clauseOf is where the clause begins that tells at token at of the accused's wrong, where
// they stand right before its verb: "launched its campaign of aggression"; at else.
func (r *reading) clauseOf(accused []nlp.Range, at int) int {
	for _, t := range accused {
		if t.End >= at || at-t.End > nearVerb || r.answers(t.End) || !r.isPast(t.End) {
			continue
		}
		if !slices.ContainsFunc(r.words[t.End:at], func(w word) bool { return !w.plain }) {
			return t.End
		}
	}
	return at
}

// nearParts is the most words between two pieces of one charge.
const nearParts = 2

// nearVerb is the most words from the verb of a wrong to the wrong.
const nearVerb = 5

// isPast tells whether the word at token at has the form of a verb of what was done.
func (r *reading) isPast(at int) bool {
	w := r.words[at].lower
	return r.mentionAt[at] == nil && (strings.HasSuffix(w, "ed") || r.lex.Is("strong past", w))
}

// accusing is the subject of an accusing verb where the reader names nobody who accuses, or
// where a relative pronoun tells whom the verb is of: "Khalikov, who has accused the president"; nil
// where the verb has none.
func (r *reading) accusing(a *nlp.Accusation) *phrase {
	c := r.cueAt[a.Cue[0].First]
	if c == nil || r.passive(c.first) || len(a.Accuser) > 0 && !r.relativeBefore(c.first) {
		return nil
	}
	reading, ok := c.of(lexicon.Accuse)
	if !ok || reading.Part != "verb" || reading.Class != "accuse" && reading.Class != "blame" || r.lex.Is("preposition", r.word(c.end).lower) {
		return nil // "the man accused of"
	}
	return r.subjectOf(c)
}

// deniesThis tells whether a denial answers what its sentence told before: "said the soldier fired, but Thailand
// denied this".
func (r *reading) deniesThis(a *nlp.Accusation) bool {
	next := r.word(a.Cue[len(a.Cue)-1].End).lower
	return r.hasCue(a.Cue[0].First, lexicon.Deny) && (next == "this" || next == "it" || next == "that")
}

// citing is the subject of a sentence that gives the wrong at token at as its reason: "Peru severs relations with
// Mexico, citing alleged interference"; nil where none does.
func (r *reading) citing(at int) *phrase {
	floor := r.sentence(at).First
	for i := at - 1; i > floor && i > at-citedWords; i-- {
		if r.words[i].quote != r.words[at].quote {
			return nil
		}
		if r.words[i].lower == "citing" && r.words[i-1].text == "," {
			return r.sentenceSubject(floor, i-1)
		}
	}
	return nil
}

// citedWords is the most words from "citing" to the wrong.
const citedWords = 25

// blamedFor is whose accusing somebody else answers, where the reader takes that one for the accuser: Trump in "Clinton
// attacked Trump for calling the judge biased", and to whom they owe a word: "to apologize to Trump for"; nil where there
// is none.
func (r *reading) blamedFor(a *nlp.Accusation) (one, to *mention) {
	at := a.Cue[0].First
	if r.word(at-1).lower != "for" || !strings.HasSuffix(r.words[at].lower, "ing") || len(a.Accuser) == 0 {
		return nil, nil
	}
	for i := at - 2; i > a.Accuser[0].End && r.words[i].quote == r.words[at].quote; i-- {
		m := r.mentionAt[i]
		if m == nil || m.kind == "title" || m.kind == "honorific" || m.place || m.person == nil && !m.isBody() && m.kind != "country" {
			continue
		}
		if r.word(m.first-1).lower == "to" {
			i, to = m.first, m
			continue
		}
		return m, to
	}
	return nil, nil
}

// relativeBefore tells whether "who" is the subject of the verb at a token: "who has accused".
func (r *reading) relativeBefore(at int) bool {
	for i := at - 1; i > 0 && i > at-4; i-- {
		if r.words[i].lower == "who" {
			return true
		}
		if !r.lex.Is("auxiliary", r.words[i].lower) && !r.lex.Is("adverb", r.words[i].lower) {
			return false
		}
	}
	return false
}

// accusedOf tells whether an accusing verb in the passive stands at token at.
func (r *reading) accusedOf(at int) bool {
	c := r.cueAt[at]
	return c != nil && r.passive(c.first) && r.hasCue(at, lexicon.Accuse)
}

// answers tells whether a word of accusing or denying stands at token at.
func (r *reading) answers(at int) bool {
	return r.hasCue(at, lexicon.Accuse) || r.hasCue(at, lexicon.Deny)
}

// accusers are who accuses: whom the words name, or else who says the words that accuse.
func (r *reading) accusers(x *claim, a *nlp.Accusation) []*speaker {
	if len(a.Accuser) > 1 && r.word(a.Cue[0].First-1).text == "," && strings.HasSuffix(r.words[a.Cue[0].First].lower, "ing") && r.isSubject(a.Accuser[0].First) {
		return r.parties(a.Accuser[:1], a, false) // "Israel withdraws from the council, accusing the body"
	}
	if len(a.Accuser) == 1 {
		if m := r.bodyBackedBy(a.Accuser[0]); m != nil {
			return r.parties([]nlp.Range{{First: m.first, End: m.end}}, a, false)
		}
	}
	if len(a.Accuser) > 0 {
		words := slices.DeleteFunc(slices.Clone(a.Accuser), func(p nlp.Range) bool { return p.First > a.Accuser[0].First && r.isTold(p.First) })
		return r.parties(r.accuserWords(words, x.charge), a, false)
	}
	if s := r.statementAt(a.Cue[0].First); x.stance != schema.Report && s != nil && len(s.speaker.ids) > 0 {
		return []*speaker{s.speaker}
	}
	return nil
}

// isTold tells whether what begins at a token is whom something is told: "told the daily newspaper Asahi Shimbun".
func (r *reading) isTold(at int) bool {
	for i := at - 1; i >= max(at-toldWords, 0) && r.words[i].plain; i-- {
		switch r.words[i].lower {
		case "told", "tells", "tell", "telling":
			return true
		}
	}
	return false
}

// toldWords is the most words from "told" to the name of whom.
const toldWords = 4

// isSubject tells whether only titles and adjectives of states stand before token at in its sentence.
func (r *reading) isSubject(at int) bool {
	for i := r.sentence(at).First; i < at; i++ {
		if r.postAt[i] == nil && r.mentionAt[i] == nil && !r.lex.Is("determiner", r.words[i].lower) {
			return false
		}
	}
	return true
}
