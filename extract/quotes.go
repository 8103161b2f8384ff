package extract

import (
	"slices"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
	"rostrum/schema"
)

// readQuote makes a statement of an outermost quotation that is speech and that the
// reader left out, or adds it to the last one of the paragraph.
func (r *reading) readQuote(q int) *statement {
	quotation := r.text.Quotations[q]
	last := r.lastQuoted(quotation.Paragraph)
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
	if r.isWork(q) {
		return nil
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
		if mark := r.tokenFrom(quotation.Start); r.word(mark-1).text == ":" && mark-r.tokenFrom(last.content[len(last.content)-1].End) > longClause {
			s := &statement{kind: schema.Direct, speaker: last.speaker, source: last.source, at: mark, modality: schema.Asserted,
				content: []schema.Span{quotation.Span}, confidence: 0.6, rule: "quotation behind its speaker's clause and a colon"}
			r.append(s)
			return s
		}
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

// longClause is how many tokens a clause has at least that leads to a quotation of its own: "said, “No.” Then I had to change my
// answer: “Yes.”"
const longClause = 6

// isWork tells whether a quotation is the title of a work: on CBS's "Face the Nation",
// in his book, "The Long Way Home". Every word of it that is no function word has a
// capital, and it goes on with the words before it or follows the word for such a work.
func (r *reading) isWork(q int) bool {
	first, end := r.tokens(r.text.Quotations[q].Inner)
	capitals := 0
	for i := first; i < end; i++ {
		switch w := r.words[i]; {
		case w.capital:
			capitals++
		case w.plain && (i == first || !r.lex.Is("function", w.lower)):
			return false
		}
	}
	mark := r.tokenFrom(r.text.Quotations[q].Start)
	before := r.word(mark - 1)
	if before.text == "," {
		before = r.word(mark - 2)
		return capitals > 1 && r.lex.Is("work", before.lower)
	}
	return capitals > 1 && mark > 0 && (before.plain || before.lower == "'s") && r.cueAt[mark-1] == nil
}

// readSigned makes a statement of a quotation that a dash and a name behind it sign:
// “…” ― Jane Doe. Such a list of voices has no verb that a reader could take for a cue.
func (r *reading) readSigned(q int) *statement {
	quotation := r.text.Quotations[q]
	dash := r.tokenFrom(quotation.End)
	if quotation.Open || dash+1 >= len(r.words) || !isDash(r.words[dash].text) || r.text.Sentences[r.text.Tokens[dash].Sentence].Paragraph > quotation.Paragraph+1 {
		return nil
	}
	_, end := r.tokens(r.text.Paragraphs[r.text.Sentences[r.text.Tokens[dash].Sentence].Paragraph])
	name := dash + 1
	for name < end && r.words[name].capital && name-dash <= longName {
		name++
	}
	if name == dash+1 || name < end && !isStop(r.words[name].text) || end-name > longRole {
		return nil
	}
	from := r.readSource(dash+1, name)
	who, _ := r.speakerOf(from)
	if who == nil || len(who.ids) == 0 {
		return nil
	}
	return &statement{at: dash, kind: schema.Direct, speaker: who, modality: schema.Asserted, confidence: 0.9, rule: "quotation signed with a name",
		source: []schema.Span{r.span(dash+1, name)}, cue: []schema.Span{r.span(dash, dash+1)}, content: []schema.Span{quotation.Span}}
}

// The most words of a signature's name, and of what follows it: a place, an age, a role.
const longName, longRole = 6, 12

func isDash(text string) bool {
	switch text {
	case "―", "—", "–", "--", "-":
		return true
	}
	return false
}

// lastQuoted is the last statement so far, if it has a quotation of the paragraph.
func (r *reading) lastQuoted(paragraph int) *statement {
	if len(r.statements) == 0 {
		return nil
	}
	last := r.statements[len(r.statements)-1]
	at := last.content[len(last.content)-1].Start
	if last.kind == schema.Indirect || r.text.Sentences[max(r.text.SentenceAt(at), 0)].Paragraph != paragraph {
		return nil
	}
	return last
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
		if who = r.onlyVoice(quotation.Paragraph - 1); who == nil || r.quoteToldOf(q) {
			return nil
		}
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

// onlyVoice is the person who speaks last in a paragraph, where nobody else does after the
// last quotation in it.
func (r *reading) onlyVoice(paragraph int) *person {
	var who *person
	for i := len(r.statements) - 1; i >= 0; i-- {
		s := r.statements[i]
		lastWords := s.content[len(s.content)-1]
		if in := r.text.Sentences[max(r.text.SentenceAt(lastWords.Start), 0)].Paragraph; in != paragraph {
			break
		}
		if len(s.speaker.people) != 1 || s.rule == turnRule || who != nil && who != s.speaker.people[0] {
			return nil
		}
		if who = s.speaker.people[0]; s.kind == schema.Direct {
			break
		}
	}
	return who
}

// quoteToldOf tells whether a word of saying stands in the sentences of a quotation, outside
// of it or in it, which may be its attribution.
func (r *reading) quoteToldOf(q int) bool {
	first, last := r.tokens(r.text.Quotations[q].Span)
	return r.nextCue(lexicon.Say, r.sentence(first).First, r.sentence(last-1).End, -1) != nil
}
