package extract

import (
	"slices"
	"sort"

	"rostrum/extract/nlp"
	"rostrum/schema"
)

// statement is a statement while it is put together.
type statement struct {
	at         int // token of its first cue or, without one, of its source or content
	kind       schema.StatementKind
	speaker    *speaker
	source     []schema.Span
	cue        []schema.Span
	content    []schema.Span
	reportedBy schema.ID
	addressee  schema.Span
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

// readRule is the rule of the statements that the reader's network found.
const readRule = "read"

// readStatements makes statements of the reader's attributions and, by rules, of the
// quotations and transcripts that it left out. They are taken in the order of the
// text, since "he" is often who spoke last.
func (r *reading) readStatements() {
	type step struct {
		at   int
		take func()
	}
	var steps []step
	told := make([]bool, len(r.words)) // tokens that are content
	tell := func(parts ...nlp.Range) {
		for _, part := range parts {
			for k := part.First; k < part.End; k++ {
				told[k] = true
			}
		}
	}
	for _, t := range r.turns() {
		tell(t.said)
		steps = append(steps, step{t.label.First, func() { r.readTurn(t) }})
	}
	for q, quotation := range r.text.Quotations {
		if quotation.Depth > 0 || slices.Contains(told[r.tokenFrom(quotation.Start):min(r.tokenFrom(quotation.Start)+3, len(told))], true) {
			continue
		}
		if s := r.readSigned(q); s != nil {
			first, end := r.tokens(quotation.Span)
			tell(nlp.Range{First: first, End: end})
			steps = append(steps, step{first, func() { r.append(s) }})
		}
	}
	signed := slices.Clone(told)
	for _, a := range r.overParagraphs(r.guarded()) {
		if mostly(a.Content, signed) && !signed[anchor(a)] {
			continue
		}
		tell(a.Content...)
		steps = append(steps, step{anchor(a), func() { r.readAttribution(a) }})
	}
	for q, quotation := range r.text.Quotations {
		first, end := r.tokens(quotation.Inner)
		if quotation.Depth == 0 && !slices.Contains(told[first:end], true) {
			steps = append(steps, step{first, func() { r.readQuote(q) }})
		}
	}
	for _, s := range r.text.Sentences {
		if s.Start == r.text.Paragraphs[s.Paragraph].Start && !slices.Contains(told[s.First:s.End], true) {
			steps = append(steps, step{s.First, func() { r.readTranscript(s) }})
		}
	}
	sort.SliceStable(steps, func(i, k int) bool { return steps[i].at < steps[k].at })
	for _, s := range steps {
		s.take()
	}
	r.findReporters()
}

// overParagraphs gives the parts of a quotation that goes on over paragraphs, and that
// no attribution tells, to the one that tells the part before or behind.
func (r *reading) overParagraphs(list []*nlp.Attribution) []*nlp.Attribution {
	owner := make([]*nlp.Attribution, len(r.words))
	for _, a := range list {
		for _, part := range a.Content {
			for i := part.First; i < part.End; i++ {
				owner[i] = a
			}
		}
	}
	join := func(to, from int) { // quotations
		first, end := r.tokens(r.text.Quotations[to].Inner)
		near, stop := r.tokens(r.text.Quotations[from].Inner)
		if first >= end || near >= stop || slices.ContainsFunc(owner[first:end], func(a *nlp.Attribution) bool { return a != nil }) {
			return
		}
		at := near
		if to > from {
			at = stop - 1
		}
		a := owner[at]
		if a == nil {
			return
		}
		first, end = r.tokens(r.text.Quotations[to].Span)
		for i := first; i < end; i++ {
			owner[i] = a
		}
		a.Content = append(a.Content, nlp.Range{First: first, End: end})
		slices.SortFunc(a.Content, func(x, y nlp.Range) int { return x.First - y.First })
	}
	for q := range r.text.Quotations {
		if before := r.text.Quotations[q].Continues; before >= 0 {
			join(q, before)
		}
	}
	for q := len(r.text.Quotations) - 1; q >= 0; q-- {
		if before := r.text.Quotations[q].Continues; before >= 0 {
			join(before, q)
		}
	}
	return list
}

// mostly tells whether most tokens of the parts are marked.
func mostly(parts []nlp.Range, marked []bool) bool {
	most := 0
	for _, part := range parts {
		for i := part.First; i < part.End; i++ {
			if marked[i] {
				most++
			} else {
				most--
			}
		}
	}
	return most > 0
}

// anchor is the token at which an attribution stands in the article's order.
func anchor(a *nlp.Attribution) int {
	for _, parts := range [][]nlp.Range{a.Cue, a.Source} {
		if len(parts) > 0 {
			return parts[0].First
		}
	}
	return a.Content[0].First
}

// readAttribution makes a statement of what the reader found. One whose speaker cannot
// be told is kept without: what was said stands there all the same.
func (r *reading) readAttribution(a *nlp.Attribution) {
	s := &statement{
		at: anchor(a), source: r.spans(a.Source), cue: r.spans(a.Cue), content: r.spans(a.Content),
		kind: r.kindOf(a.Content), modality: r.modalityOf(a), confidence: a.Confidence, rule: readRule,
	}
	from := r.sourcePhrase(a)
	if quoted, by := r.quotedAs(a); quoted != nil {
		from, s.reportedBy = quoted, by
	} else if cited, by := r.citedFor(a, from); cited != nil {
		from, s.reportedBy = cited, by
	} else if caller := r.calledBy(a); caller != nil {
		from = caller
	}
	who, reason := r.speakerOf(from)
	if from == nil && r.saidOf(a) < 0 {
		var source []schema.Span
		if who, source = r.continued(a); len(s.source) > 0 && len(source) > 0 {
			s.source = source // for "the" alone
		}
	}
	if who == nil {
		r.skip(s.content[0], r.cueWords(a), reason)
		who = &speaker{}
	}
	s.speaker, s.addressee = who, r.addresseeOf(a)
	for _, part := range a.Cue {
		for i := part.First; i < part.End; i++ {
			if c := r.cueAt[i]; c != nil {
				c.used = true
			}
		}
	}
	r.append(s)
	for _, part := range a.Content {
		for i := part.First; i < part.End; {
			q := r.words[i].quote
			if q < 0 {
				i++
				continue
			}
			for r.text.Quotations[q].Parent >= 0 {
				q = r.text.Quotations[q].Parent
			}
			r.contents[r.text.Quotations[q].Span] = s
			i = max(i+1, r.tokenFrom(r.text.Quotations[q].Inner.End))
		}
	}
}

func (r *reading) spans(parts []nlp.Range) []schema.Span {
	spans := make([]schema.Span, 0, len(parts))
	for _, part := range parts {
		spans = append(spans, r.span(part.First, part.End))
	}
	return spans
}

func (r *reading) cueWords(a *nlp.Attribution) string {
	if len(a.Cue) == 0 {
		return ""
	}
	return r.span(a.Cue[0].First, a.Cue[0].End).In(r.text.Raw)
}

// kindOf tells whether words are wholly, partly or not at all in quotation marks.
func (r *reading) kindOf(parts []nlp.Range) schema.StatementKind {
	quoted, plain := 0, 0
	for _, part := range parts {
		for i := part.First; i < part.End; i++ {
			switch w := r.words[i]; {
			case !w.plain:
			case w.quote >= 0:
				quoted++
			default:
				plain++
			}
		}
	}
	switch {
	case quoted == 0:
		return schema.Indirect
	case plain == 0:
		return schema.Direct
	}
	return schema.Mixed
}

// modalityOf tells whether the article says that the words were said: by negations
// and modal verbs in and before the cue, "if" before its clause, and a question mark
// that is not what was said.
func (r *reading) modalityOf(a *nlp.Attribution) schema.Modality {
	if len(a.Cue) == 0 {
		return schema.Asserted
	}
	first := a.Cue[0].First
	hypothetical := false
	for _, part := range a.Cue {
		for i := part.First; i < part.End; i++ {
			if isNegation(r.words[i].lower) {
				return schema.Negated
			}
			hypothetical = hypothetical || r.isHypothetical(r.words[i].lower) && r.mentionAt[i] == nil
		}
	}
	switch {
	case r.auxiliaryBefore(first, isNegation):
		return schema.Negated
	case hypothetical, r.auxiliaryBefore(first, r.isHypothetical):
		return schema.Hypothetical
	}
	s := r.sentence(first)
	if mark := s.End - 1; mark > first && r.words[mark].text == "?" && r.words[mark].quote == r.words[first].quote &&
		!slices.ContainsFunc(a.Content, func(part nlp.Range) bool { return part.End >= mark && part.First > first }) {
		return schema.Question
	}
	return schema.Asserted
}

func (r *reading) cueText(c *cue) string {
	if c == nil {
		return ""
	}
	return r.span(c.first, c.end).In(r.text.Raw)
}

// newStatement begins a statement of an attribution that a rule found; nil with the
// reason where its speaker cannot be told.
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

// trimmed is the span of the tokens without marks at its end, but for the closing
// mark of a quotation and what stands before that.
func (r *reading) trimmed(first, end int) schema.Span {
	for end > first+1 && !r.words[end-1].plain && !isMark(r.words[end-1].text) && r.words[end-1].text != ")" {
		end--
	}
	return r.span(first, end)
}
