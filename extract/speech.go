package extract

import (
	"slices"
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
	"rostrum/schema"
)

// statement is a statement while it is put together.
type statement struct {
	at         int // token of its first cue or, without one, of its content
	kind       schema.StatementKind
	speaker    *speaker
	source     []schema.Span
	cue        []schema.Span
	content    []schema.Span
	reportedBy schema.ID
	modality   schema.Modality
	confidence float64
	rule       string
	id         schema.ID
}

// attribution is a cue with its speaker's phrase.
type attribution struct {
	cue  *cue
	from *phrase
	rule string
}

// readStatements goes through the sentences in order: what is in quotation marks
// first, then what is told without them. The order matters, since "he" is often who
// spoke last.
func (r *reading) readStatements() {
	quotes := r.outerQuotes()
	var last *statement // of this paragraph, in quotation marks
	paragraph := -1
	for si, s := range r.text.Sentences {
		if s.Paragraph != paragraph {
			last, paragraph = nil, s.Paragraph
		}
		for len(quotes) > 0 && r.text.SentenceAt(r.text.Quotations[quotes[0]].Start) <= si {
			if found := r.readQuote(quotes[0], last); found != nil {
				last = found
			}
			quotes = quotes[1:]
		}
		if r.readTranscript(s) {
			continue
		}
		for i := s.First; i < s.End; i++ {
			if c := r.cueAt[i]; c != nil && c.first == i && !c.used && r.words[i].quote < 0 {
				r.readTold(c)
			}
		}
	}
}

// outerQuotes are the quotations that are in no other.
func (r *reading) outerQuotes() []int {
	var outer []int
	for q, quotation := range r.text.Quotations {
		if quotation.Depth == 0 {
			outer = append(outer, q)
		}
	}
	return outer
}

// readQuote makes a statement of a quotation that is speech, or adds it to the last
// one of the paragraph. A quotation that is part of a longer sentence is left to
// readTold.
func (r *reading) readQuote(q int, last *statement) *statement {
	quotation := r.text.Quotations[q]
	first, end := r.tokens(quotation.Inner)
	if end == first {
		return nil
	}
	words := 0
	for i := first; i < end; i++ {
		if r.words[i].plain {
			words++
		}
	}
	ended := isSpeechEnd(r.words[end-1].text) || quotation.Open
	if found, ok := r.afterQuote(q, end, ended); ok {
		return r.addQuote(q, found, last)
	}
	if found, ok := r.beforeQuote(q, first, words, ended); ok {
		return r.addQuote(q, found, last)
	}
	if !r.words[first].capital && !ended || words < 3 {
		return nil
	}
	if from := r.statementOf(quotation.Continues); from != nil {
		r.addContent(from, quotation.Span)
		return from
	}
	if last != nil && r.nothingBetween(last, quotation.Span) {
		r.addContent(last, quotation.Span)
		return last
	}
	if !ended || words < 5 || !r.words[first].capital || r.goesOn(q) {
		return nil
	}
	if s := r.followsOn(q, first); s != nil {
		return s
	}
	r.skip(quotation.Span, "", "quotation without a speaker")
	return nil
}

// goesOn tells whether the speech is carried on by a later quotation, which may have
// the attribution.
func (r *reading) goesOn(q int) bool {
	return r.text.Quotations[q].Open && slices.ContainsFunc(r.text.Quotations[q+1:min(q+4, len(r.text.Quotations))], func(o nlp.Quotation) bool { return o.Continues == q })
}

func isSpeechEnd(text string) bool {
	switch text {
	case ",", ".", "?", "!", "—", "--", "…", "...", "–", "-":
		return true
	}
	return false
}

// statementOf is the statement that has the quotation as content, nil for -1.
func (r *reading) statementOf(q int) *statement {
	if q < 0 {
		return nil
	}
	return r.contents[r.text.Quotations[q].Span]
}

// addContent adds a quotation to a statement that is kept already.
func (r *reading) addContent(s *statement, quotation schema.Span) {
	s.content = append(s.content, quotation)
	r.contents[quotation] = s
}

// nothingBetween tells whether only the attribution stands between the statement's
// last quotation and the next one.
func (r *reading) nothingBetween(s *statement, next schema.Span) bool {
	from := s.content[len(s.content)-1].End
	for _, span := range append(s.cue, s.source...) {
		from = max(from, span.End)
	}
	first, end := r.tokens(schema.Span{Start: from, End: next.Start})
	words := 0
	for i := first; i < end; i++ {
		if r.words[i].plain {
			words++
		}
	}
	return words <= 25
}

// afterQuote is the attribution right after the quotation: "…," he said; "…," said
// John Smith; "…", according to a report.
func (r *reading) afterQuote(q, end int, ended bool) (attribution, bool) {
	quotation := r.text.Quotations[q]
	a := r.tokenFrom(quotation.End)
	if a >= len(r.words) || quotation.Open {
		return attribution{}, false
	}
	if r.words[a].text == "," {
		ended = true
		a++
	}
	if !ended || a >= len(r.words) || r.text.Tokens[a].Sentence != r.text.Tokens[end-1].Sentence {
		return attribution{}, false
	}
	to := r.sentence(a).End
	for i := a; i < to && i < a+30; i++ {
		if r.words[i].quote >= 0 {
			break
		}
		c := r.cueAt[i]
		if c == nil || c.first != i || !c.says() || c.gerund() {
			continue
		}
		if i == a || i == a+1 && r.lex.Is("adverb", r.words[a].lower) {
			if c.readings[0].Part == "phrase" {
				return r.with(c, r.phraseStartingAt(c.end, to), "quotation, then source after cue")
			}
			if p := r.subjectAfter(c.end); p != nil {
				return r.with(c, p, "quotation, then cue and speaker")
			}
		}
		if p := r.subjectBefore(i); p != nil && !r.negated(c) && (p.first == a || p.first > a && p.first <= a+2 && r.lex.Is("adverb", r.words[a].lower)) {
			return r.with(c, p, "quotation, then speaker and cue")
		}
		break
	}
	return attribution{}, false
}

func (r *reading) with(c *cue, p *phrase, rule string) (attribution, bool) {
	return attribution{cue: c, from: p, rule: rule}, p != nil
}

// beforeQuote is the attribution right before the quotation: he said, "…"; Smith
// told reporters: "…"; SMITH: "…".
func (r *reading) beforeQuote(q, first, words int, ended bool) (attribution, bool) {
	quotation := r.text.Quotations[q]
	b := r.text.TokenAt(quotation.Start) - 1
	if b < 0 || r.text.Tokens[b].End > quotation.Start {
		return attribution{}, false
	}
	opening := r.words[b].text
	if opening != "," && opening != ":" && (!r.words[first].capital || words < 4) {
		return attribution{}, false
	}
	s := r.sentence(b)
	if s.Paragraph < quotation.Paragraph-1 || s.Paragraph < quotation.Paragraph && opening != ":" {
		return attribution{}, false
	}
	for i := b; i >= s.First && i > b-16; i-- {
		c := r.cueAt[i]
		if r.words[i].quote >= 0 {
			break
		}
		if c == nil || !c.says() {
			if r.words[i].lower == "that" && i >= b-1 {
				break
			}
			continue
		}
		if opening != ":" && opening != "," && b-c.end >= 4 {
			break
		}
		if p := r.subjectOf(c); p != nil {
			return r.with(c, p, "speaker and cue, then quotation")
		}
		if p := r.subjectAfter(c.end); p != nil && p.end <= b+1 {
			return r.with(c, p, "cue and speaker, then quotation")
		}
		break
	}
	if opening == ":" && s.Paragraph == quotation.Paragraph { // "Mattis: …"
		if p := r.phraseEndingAt(b-1, s.First); p != nil && p.first == s.First && len(p.mentions) > 0 {
			return attribution{from: p, rule: "name and colon, then quotation"}, true
		}
	}
	return attribution{}, false
}

// addQuote makes the statement of an attributed quotation, or adds the quotation to
// the last statement where that has the same cue.
func (r *reading) addQuote(q int, a attribution, last *statement) *statement {
	span := r.text.Quotations[q].Span
	if a.cue != nil && a.cue.used && last != nil {
		r.addContent(last, span)
		return last
	}
	s, reason := r.newStatement(a, schema.Direct)
	if s == nil {
		r.skip(span, r.cueText(a.cue), reason)
		return nil
	}
	if from := r.statementOf(r.text.Quotations[q].Continues); from != nil && sameSpeaker(from.speaker, s.speaker) {
		r.addContent(from, span)
		a.cue.used = true
		return from
	}
	s.content = []schema.Span{span}
	for c := r.text.Quotations[q].Continues; c >= 0 && r.statementOf(c) == nil; c = r.text.Quotations[c].Continues {
		s.content = append([]schema.Span{r.text.Quotations[c].Span}, s.content...)
	}
	s.confidence *= 0.97
	r.keep(s)
	return s
}

func sameSpeaker(a, b *speaker) bool {
	return len(a.ids) == 1 && len(b.ids) == 1 && a.ids[0] == b.ids[0]
}

func (r *reading) cueText(c *cue) string {
	if c == nil {
		return ""
	}
	return r.span(c.first, c.end).In(r.text.Raw)
}

// newStatement begins a statement of an attribution; nil with the reason where its
// speaker cannot be told.
func (r *reading) newStatement(a attribution, kind schema.StatementKind) (*statement, string) {
	who, reason := r.speakerOf(a.from)
	if who == nil {
		return nil, reason
	}
	s := &statement{kind: kind, speaker: who, confidence: who.confidence, rule: a.rule, modality: schema.Asserted, at: a.from.first}
	s.source = []schema.Span{r.span(a.from.first, a.from.end)}
	if a.cue != nil {
		s.at = a.cue.first
		s.cue = []schema.Span{r.span(a.cue.first, a.cue.end)}
		switch {
		case r.negated(a.cue):
			s.modality = schema.Negated
		case r.hypothetical(a.cue):
			s.modality = schema.Hypothetical
		}
	}
	return s, ""
}

// keep adds the statement and marks its cue as used. The same words are one
// statement, of the cue that took them first.
func (r *reading) keep(s *statement) {
	for i := len(r.statements) - 1; i >= 0 && i > len(r.statements)-6; i-- {
		if slices.Equal(r.statements[i].content, s.content) {
			return
		}
	}
	for _, span := range s.cue {
		if c := r.cueAt[r.text.TokenAt(span.Start)]; c != nil {
			c.used = true
		}
	}
	r.append(s)
}

func (r *reading) append(s *statement) {
	r.statements = append(r.statements, s)
	for _, span := range s.content {
		r.contents[span] = s
	}
}

// followsOn makes a statement of a quotation that has no attribution: its paragraph
// names one person before it, or it carries on after a paragraph that ends with
// somebody's quotation.
func (r *reading) followsOn(q, first int) *statement {
	quotation := r.text.Quotations[q]
	p := r.text.Paragraphs[quotation.Paragraph]
	alone := quotation.Start-p.Start <= 1
	begin, _ := r.tokens(p)
	if !alone && r.text.Tokens[begin].Sentence == r.text.Tokens[first].Sentence {
		return nil
	}
	var who *person
	if alone {
		if len(r.statements) == 0 {
			return nil
		}
		last := r.statements[len(r.statements)-1]
		lastQuote := last.content[len(last.content)-1]
		if len(last.speaker.people) != 1 || last.kind != schema.Direct || r.text.Sentences[r.text.SentenceAt(lastQuote.Start)].Paragraph != quotation.Paragraph-1 || r.quoteInParagraph(q) {
			return nil
		}
		who = last.speaker.people[0]
	} else {
		who = r.personBefore(first, "")
	}
	if who == nil {
		return nil
	}
	s := &statement{kind: schema.Direct, speaker: r.personSpeaker(who, 0.6), at: first, modality: schema.Asserted,
		content: []schema.Span{quotation.Span}, confidence: 0.6, rule: "quotation after its speaker's sentence"}
	if alone {
		s.rule = "quotation after its speaker's paragraph"
	}
	r.append(s)
	return s
}

// quoteInParagraph tells whether another quotation of the paragraph may have an
// attribution of its own.
func (r *reading) quoteInParagraph(q int) bool {
	p := r.text.Paragraphs[r.text.Quotations[q].Paragraph]
	first, end := r.tokens(p)
	return r.nextCue(lexicon.Say, first, end, -1) != nil
}

// readTold makes a statement of a cue and what is told after it, with or without
// quotation marks in it: "said that …", "according to …", "…, he said".
func (r *reading) readTold(c *cue) {
	reading, ok := c.of(lexicon.Say)
	if !ok || !c.says() || r.passive(c) {
		r.readWords(c)
		return
	}
	s := r.sentence(c.first)
	if strings.HasPrefix(reading.Lemma, "accord") {
		r.readAccordingTo(c, s.First, s.End)
		return
	}
	from := r.subjectOf(c)
	rule := "speaker, cue, clause"
	first, end := r.clauseAfter(c, reading, s.End)
	reporter := r.reporterAfter(first, end)
	if reporter.cue != nil {
		end = reporter.from.first
		for end > first && !r.words[end-1].plain {
			end--
		}
	}
	if first >= end && r.readWords(c) {
		return
	}
	if first >= end {
		first, end = r.clauseBefore(c, from, s.First)
		rule = "clause, then speaker and cue"
		if from == nil || from.first < end {
			if from = r.subjectAfter(c.end); from == nil {
				return
			}
			first, end = r.clauseBefore(c, &phrase{first: c.first}, s.First)
		}
	}
	if first >= end || from == nil || !r.isSource(from) {
		return
	}
	found, reason := r.newStatement(attribution{cue: c, from: from, rule: rule}, schema.Indirect)
	if found == nil {
		r.skip(r.span(c.first, c.end), r.cueText(c), reason)
		return
	}
	found.content = []schema.Span{r.trimmed(first, end)}
	found.confidence *= 0.8
	if r.quotesIn(first, end) {
		found.kind = schema.Mixed
		found.confidence *= 1.05
	}
	if reporter.cue != nil {
		if who, _ := r.speakerOf(reporter.from); who != nil {
			found.reportedBy = who.ids[0]
			reporter.cue.used = true
		}
	}
	r.keep(found)
}

// readWords makes a statement of a verb that tells of no clause but has somebody's
// words after it: called the speech "a dangerous act", accused Russia of "aggression".
func (r *reading) readWords(c *cue) bool {
	if part := c.readings[0].Part; part != "verb" && part != "phrase" || r.passive(c) {
		return false
	}
	to := r.sentence(c.first).End
	end := r.chargeEnd(c.end, to)
	if end-c.end < 2 || !r.quotesIn(c.end, end) {
		return false
	}
	for i := c.end; i < end; i++ {
		if other := r.cueAt[i]; other != nil && r.words[i].quote < 0 && other.says() {
			return false // the words are of another verb
		}
		if q := r.words[i].quote; q >= 0 && r.statementOf(q) != nil {
			return false
		}
	}
	from := r.subjectOf(c)
	if from == nil || !r.isSource(from) || r.told(c) {
		return false
	}
	s, reason := r.newStatement(attribution{cue: c, from: from, rule: "verb with quoted words"}, schema.Mixed)
	if s == nil {
		r.skip(r.span(c.first, c.end), r.cueText(c), reason)
		return false
	}
	s.content = []schema.Span{r.trimmed(c.end, end)}
	s.confidence *= 0.8
	r.keep(s)
	return true
}

// told tells whether the cue stands in what a statement tells.
func (r *reading) told(c *cue) bool {
	at := r.span(c.first, c.end)
	for i := len(r.statements) - 1; i >= 0 && i > len(r.statements)-4; i-- {
		if slices.ContainsFunc(r.statements[i].content, func(s schema.Span) bool { return s.Contains(at) }) {
			return true
		}
	}
	return false
}

// trimmed is the span of the tokens without marks at its end, but for the closing
// mark of a quotation and what stands before that.
func (r *reading) trimmed(first, end int) schema.Span {
	for end > first+1 && !r.words[end-1].plain && !isMark(r.words[end-1].text) && r.words[end-1].text != ")" {
		end--
	}
	return r.span(first, end)
}

func (r *reading) quotesIn(first, end int) bool {
	for i := first; i < end; i++ {
		if r.words[i].quote >= 0 {
			return true
		}
	}
	return false
}

// clauseAfter is what the cue's speaker is told to have said after it, tokens
// [first, end): a clause with "that" or its like, or without where the cue is one of
// plain saying.
func (r *reading) clauseAfter(c *cue, reading lexicon.Cue, to int) (first, end int) {
	end = to
	for end > c.end && !r.words[end-1].plain && !isMark(r.words[end-1].text) {
		end--
	}
	i := c.end
	for j := i; j < end && j < i+14 && r.words[j].quote < 0; j++ {
		if w := r.words[j].lower; r.lex.Is("clause start", w) && (w == "that" || w == "whether" || w == "if" && j == i || j == i) {
			return j, r.clauseEnd(j, end)
		}
		if r.words[j].text == ";" || j > i && r.cueAt[j] != nil && r.cueAt[j].readings[0].Part == "verb" {
			break
		}
	}
	if strings.HasPrefix(reading.Frame, "TO") {
		if p := r.phraseStartingAt(i, end); p != nil {
			i = p.end
		}
	}
	for i < end && (r.lex.Is("time", r.words[i].lower) || r.words[i].lower == "on" && r.lex.Is("time", r.word(i+1).lower)) {
		i++
	}
	if i < end && r.words[i].lower == "to" && (reading.Class == "urge" || reading.Class == "ask" || reading.Class == "announce") {
		return i, r.clauseEnd(i, end)
	}
	if !strings.Contains(reading.Frame, "CLAUSE") || i >= end || end-i < 3 {
		return 0, 0
	}
	w := r.words[i]
	starts := reading.Class == "say" && w.plain && !r.lex.Is("preposition", w.lower) && !r.lex.Is("adverb", w.lower) && !r.lex.Is("function", w.lower) ||
		r.lex.Is("determiner", w.lower) || r.lex.Is("pronoun", w.lower) || w.capital || r.mentionAt[i] != nil || w.quote >= 0 || isMark(w.text) ||
		w.lower == "there"
	if !starts {
		return 0, 0
	}
	return i, r.clauseEnd(i, end)
}

// clauseEnd cuts the clause where a new main clause begins after a comma.
func (r *reading) clauseEnd(first, end int) int {
	for i := first + 4; i < end-2; i++ {
		if r.words[i].text == "," && r.words[i].quote < 0 && (r.words[i+1].lower == "while" || r.words[i+1].lower == "but" || r.words[i+1].lower == "although") {
			return i
		}
		if isMark(r.words[i].text) && r.words[i-1].text == "," && r.words[i-1].quote >= 0 && (r.words[i+1].lower == "while" || r.words[i+1].lower == "but" || r.words[i+1].lower == "although") {
			return i + 1
		}
		if r.words[i].text == "," && r.words[i].quote < 0 && r.cueAt[i+1] != nil && r.cueAt[i+1].gerund() {
			return i
		}
		if r.words[i].lower == "and" && r.words[i].quote < 0 && r.cueAt[i+1] != nil && r.cueAt[i+1].says() && !r.cueAt[i+1].gerund() {
			return i
		}
	}
	return end
}

// reporterAfter is whom the sentence credits with the report at its end: ", CNN
// reported".
func (r *reading) reporterAfter(first, end int) attribution {
	for i := end - 1; i > first && i > end-4; i-- {
		c := r.cueAt[i]
		if c == nil || c.first != i || !c.says() || r.words[i].quote >= 0 {
			continue
		}
		if p := r.subjectBefore(i); p != nil && p.first > first && r.words[p.first-1].text == "," && r.isSource(p) {
			return attribution{cue: c, from: p}
		}
	}
	return attribution{}
}

// clauseBefore is what stands before the speaker of a cue at the end of a sentence:
// "…, he said".
func (r *reading) clauseBefore(c *cue, from *phrase, floor int) (first, end int) {
	if from == nil || c.end < r.sentence(c.first).End-8 || r.lex.Is("preposition", r.words[floor].lower) || from.first <= floor+2 || r.words[from.first-1].text != "," && r.words[from.first-1].text != "--" && r.words[from.first-1].text != "—" {
		return 0, 0
	}
	end = from.first - 1
	for i := floor; i < end; i++ {
		if r.words[i].quote >= 0 {
			return 0, 0
		}
	}
	return floor, end
}

// readAccordingTo makes a statement of "according to X, …" and "…, according to X".
func (r *reading) readAccordingTo(c *cue, floor, to int) {
	from := r.phraseStartingAt(c.end, to)
	if from == nil {
		return
	}
	first, end := floor, c.first
	for end > first && r.words[end-1].text == "," {
		end--
	}
	if end-first < 3 {
		first = from.end
		for first < to && r.words[first].text != "," {
			first++
		}
		first, end = first+1, to
	}
	if end-first < 3 {
		return
	}
	s, reason := r.newStatement(attribution{cue: c, from: from, rule: "according to"}, schema.Indirect)
	if s == nil {
		r.skip(r.span(c.first, c.end), r.cueText(c), reason)
		return
	}
	s.content = []schema.Span{r.trimmed(first, end)}
	s.confidence *= 0.85
	if r.quotesIn(first, end) {
		s.kind = schema.Mixed
	}
	r.keep(s)
}

// readTranscript reads "PENCE: …" at the start of a paragraph: what follows in it is
// that person's, as a headline's "Pence: …" is.
func (r *reading) readTranscript(s nlp.Sentence) bool {
	p := r.text.Paragraphs[s.Paragraph]
	if s.Start != p.Start {
		return false
	}
	colon := s.First
	for colon < s.End && colon < s.First+5 && r.words[colon].text != ":" {
		colon++
	}
	if colon == s.First || colon >= s.End-1 || r.words[colon].text != ":" || r.words[colon+1].quote >= 0 || isMark(r.words[colon+1].text) {
		return false
	}
	from := r.phraseEndingAt(colon-1, s.First)
	if r.words[colon-1].shout {
		from = r.shoutedName(s.First, colon)
	}
	if from == nil || from.first != s.First || len(from.mentions) == 0 || from.mentions[0].person == nil {
		return false
	}
	x, _ := r.newStatement(attribution{from: from, rule: "name and colon"}, schema.Indirect)
	if x == nil {
		return false
	}
	_, end := r.tokens(p)
	x.content = []schema.Span{r.trimmed(colon+1, end)}
	x.confidence *= 0.85
	r.keep(x)
	return true
}

// shoutedName is the person whose last name stands in capitals before a colon:
// "SECRETARY MATTIS:".
func (r *reading) shoutedName(first, colon int) *phrase {
	for i := first; i < colon; i++ {
		if w := r.words[i]; w.plain && !w.shout {
			return nil
		}
	}
	for _, p := range r.people.all {
		if strings.EqualFold(p.last(), r.words[colon-1].text) {
			return &phrase{first: first, end: colon, mentions: []*mention{{first: first, end: colon, kind: aPerson, person: p}}}
		}
	}
	return nil
}
