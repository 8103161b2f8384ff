package nlp

import (
	"strings"

	"rostrum/schema"
)

// family groups the marks that can close each other: typography is often mixed.
type family uint8

const (
	double    family = iota // " “ ” „ `` ''
	single                  // ' ‘ ’ ‚ `
	guillemet               // « »
	angle                   // ‹ ›
	families
)

// side is what a mark does.
type side uint8

const (
	neither side = iota // an apostrophe, an inch, a stray mark
	opening
	closing
)

// quoteMark is a quotation mark, or an apostrophe that may be one.
type quoteMark struct {
	schema.Span
	family        family
	shape         side // by its form: opening of “, closing of ”, neither of "
	before, after class
	next          int // the next mark of its family in the paragraph, or -1
	side          side
}

// deepest bounds how many quotations can be in each other. A mark that would open one
// more is taken for a stray one.
const deepest = 8

// pairing finds the quotations of a text, paragraph by paragraph.
type pairing struct {
	raw        string
	quotations []Quotation
	marks      []quoteMark // of the paragraph at hand

	found   []found // of the paragraph, in order of their opening marks
	stack   []int   // those of found that are open
	depth   [families]int
	goingOn [families]int // 1 + the quotation open at the end of the paragraph before, or 0
}

// found is a quotation under way.
type found struct {
	open, close int // marks; close is -1 while and where there is none
	end         int // of its span, where known
	dropped     bool
}

// paragraph finds the quotations of paragraph i, and sets the side of each mark.
func (p *pairing) paragraph(i int, paragraphs []schema.Span, tokens []Token) {
	p.marks = p.marks[:0]
	if p.goingOn[double] > 0 {
		p.carryOn(i, paragraphs)
	}
	p.collect(tokens)
	p.found, p.stack, p.depth = p.found[:0], p.stack[:0], [families]int{}
	for k := range p.marks {
		m := &p.marks[k]
		if m.Len() == 0 { // put there by carryOn
			p.open(k)
			continue
		}
		if k > 0 && p.marks[k-1].End == m.Start { // "' and '": the mark beside it tells more than its form
			if p.marks[k-1].side == opening {
				m.before = opener
			} else {
				m.before = letter
			}
		}
		if m.family == single {
			m.side = p.singleSide(m)
		} else {
			m.side = p.doubleSide(m)
		}
		switch m.side {
		case opening:
			p.open(k)
		case closing:
			p.close(k)
		}
	}
	p.finish(i, paragraphs)
}

// unmarked is how many paragraphs without a mark a quotation may go on over.
const unmarked = 4

// carryOn puts an opening mark of no width before a paragraph that closes, without
// having opened it, the quotation that the paragraph before left open; or that has no
// marks and stands between such two.
func (p *pairing) carryOn(i int, paragraphs []schema.Span) {
	for k := i; k < len(paragraphs) && k <= i+unmarked; k++ {
		m, ok := p.firstDouble(paragraphs[k])
		if !ok {
			continue
		}
		if m.canClose() && !m.canOpen() && m.shape != opening {
			start := paragraphs[i].Start
			p.marks = append(p.marks, quoteMark{Span: schema.Span{Start: start, End: start}, family: double, side: opening})
		}
		return
	}
}

// firstDouble is the first double mark of a paragraph, if it has one.
func (p *pairing) firstDouble(paragraph schema.Span) (quoteMark, bool) {
	for at, c := range paragraph.In(p.raw) {
		at += paragraph.Start
		for width := 1; width <= len("“") && at+width <= paragraph.End && (c == '"' || c == '\'' || c == '`' || c >= 0x80); width++ {
			if m, ok := p.markOf(Token{Span: schema.Span{Start: at, End: at + width}}); ok && m.family == double {
				return m, true
			}
		}
	}
	return quoteMark{}, false
}

// markOf is the quotation mark that a token is, if it is one.
func (p *pairing) markOf(t Token) (m quoteMark, ok bool) {
	if c := p.raw[t.Start]; c != '"' && c != '\'' && c != '`' && c < 0x80 || t.Len() > len("’’") {
		return m, false
	}
	family, shape, ok := quoteForm(t.In(p.raw))
	if !ok {
		return m, false
	}
	before, _ := classBefore(p.raw, t.Start)
	after, _ := classAfter(p.raw, t.End)
	return quoteMark{Span: t.Span, family: family, shape: shape, before: before, after: after, next: -1}, true
}

// collect lists the marks among the tokens.
func (p *pairing) collect(tokens []Token) {
	for _, t := range tokens {
		if m, ok := p.markOf(t); ok {
			p.marks = append(p.marks, m)
		}
	}
	var next [families]int
	for k := len(p.marks) - 1; k >= 0; k-- {
		m := &p.marks[k]
		m.next = next[m.family] - 1
		next[m.family] = k + 1
		if k+1 < len(p.marks) && p.marks[k+1].Start == m.End { // what comes after the marks that stand together
			m.after = p.marks[k+1].after
		}
	}
}

// quoteForm is the family and shape of a mark, if it is one.
func quoteForm(s string) (family, side, bool) {
	switch s {
	case `"`, "＂", "''", "’’", "‘’":
		return double, neither, true
	case "“", "„", "‟", "``", "‘‘":
		return double, opening, true
	case "”":
		return double, closing, true
	case "'", "＇":
		return single, neither, true
	case "‘", "‚", "‛", "`":
		return single, opening, true
	case "’", "´":
		return single, closing, true
	case "«":
		return guillemet, opening, true
	case "»":
		return guillemet, closing, true
	case "‹":
		return angle, opening, true
	case "›":
		return angle, closing, true
	}
	return 0, neither, false
}

// canOpen tells whether what stands around the mark lets it open a quotation.
func (m *quoteMark) canOpen() bool {
	switch m.before {
	case space, opener, dash, mark, symbol:
	default:
		return false
	}
	return m.after != space && m.after != closer && m.after != mark
}

// canClose tells whether what stands around the mark lets it close a quotation.
func (m *quoteMark) canClose() bool {
	if m.before == space || m.before == opener {
		return false
	}
	return m.after != letter && m.after != digit && m.after != opener && m.after != symbol
}

// onlyCloses tells whether mark k, if there is one, can close and cannot open.
func (p *pairing) onlyCloses(k int) bool {
	return k >= 0 && p.marks[k].canClose() && !p.marks[k].canOpen() && p.marks[k].shape != opening
}

// doubleSide is the side of a mark that is no single one.
func (p *pairing) doubleSide(m *quoteMark) side {
	pending := p.depth[m.family] > 0
	open, close := m.canOpen(), m.canClose()
	if open == close { // glued to words on both sides, or to none: its form decides, then what is open
		switch {
		case m.before == letter && m.shape == neither && p.mistyped(m):
			return neither
		case m.shape == opening, m.shape == closing && pending:
			return m.shape
		case pending:
			return closing
		case m.shape == neither && m.next >= 0 && m.before != digit:
			return opening
		}
		return neither
	}
	if close {
		return p.closingSide(m, pending)
	}
	switch {
	case pending && m.shape == closing:
		return closing
	case pending && m.shape == neither && p.misplaced(m):
		return closing
	}
	return opening
}

// introduced tells whether a mark that seems to close a quotation opens one, with the
// space on its wrong side: he said:" We shall go."
func (p *pairing) introduced(m *quoteMark) bool {
	before := p.raw[m.Start-1]
	c, width := classAfter(p.raw, m.End)
	return (before == ',' || before == ':') && c == space && isUpper(p.raw, m.End+width)
}

// mistyped tells whether the mark stands for an apostrophe: Japan"s.
func (p *pairing) mistyped(m *quoteMark) bool {
	c, _ := classAfter(p.raw, m.End+1)
	return c != letter && c != digit && (p.raw[m.End] == 's' || p.raw[m.End] == 't')
}

// closingSide is the side of a mark that by what stands around it closes.
func (p *pairing) closingSide(m *quoteMark, pending bool) side {
	switch {
	case pending && m.shape == neither && m.before == digit && p.onlyCloses(m.next):
		return neither // inches: another mark is there to close
	case pending:
		return closing
	case m.shape != closing && p.onlyCloses(m.next) && p.introduced(m):
		return opening
	case m.shape == opening && m.after != space:
		return opening
	}
	return neither
}

// misplaced tells whether a mark that seems to open a quotation closes one, with its
// space missing or on the wrong side: "We shall go, "he said.
func (p *pairing) misplaced(m *quoteMark) bool {
	i := m.Start
	if c, width := classBefore(p.raw, i); c == space {
		i -= width
	}
	return i > 0 && strings.IndexByte(",.?!", p.raw[i-1]) >= 0 && isLower(p.raw, m.End)
}

// singleSide is the side of a single mark. Most of them are apostrophes.
func (p *pairing) singleSide(m *quoteMark) side {
	if m.canOpen() && m.shape != closing && m.before != symbol {
		return opening
	}
	if !m.canClose() || len(p.stack) == 0 || p.marks[p.found[p.stack[len(p.stack)-1]].open].family != single {
		return neither
	}
	if last := p.raw[m.Start-1]; (last == 's' || last == 'S' || last == 'n') && m.after == space && p.onlyCloses(m.next) {
		return neither // "the workers' rights": another mark is there to close
	}
	return closing
}

// open begins a quotation with mark k.
func (p *pairing) open(k int) {
	m := &p.marks[k]
	if len(p.stack) >= deepest {
		m.side = neither
		return
	}
	// A quotation inside another of the same marks is rare, a forgotten mark less so:
	// two must be there to close.
	if p.depth[m.family] > 0 && m.family != single && !(p.onlyCloses(m.next) && p.onlyCloses(p.marks[m.next].next)) {
		p.unwind(m.family)
		f := &p.found[p.stack[len(p.stack)-1]]
		f.end = trimmed(p.raw, p.marks[f.open].End, m.Start).End
		f.dropped = f.end == p.marks[f.open].End // mark upon mark
		p.pop()
	}
	p.found = append(p.found, found{open: k, close: -1, end: -1})
	p.stack = append(p.stack, len(p.found)-1)
	p.depth[m.family]++
}

// close ends the innermost quotation of mark k's family.
func (p *pairing) close(k int) {
	p.unwind(p.marks[k].family)
	f := &p.found[p.stack[len(p.stack)-1]]
	f.close, f.end = k, p.marks[k].End
	p.pop()
}

// unwind gives up what was opened inside the innermost quotation of a family and
// never closed: a stray mark.
func (p *pairing) unwind(family family) {
	for {
		f := &p.found[p.stack[len(p.stack)-1]]
		if p.marks[f.open].family == family {
			return
		}
		f.dropped = true
		p.marks[f.open].side = neither
		p.pop()
	}
}

func (p *pairing) pop() {
	f := p.found[p.stack[len(p.stack)-1]]
	p.depth[p.marks[f.open].family]--
	p.stack = p.stack[:len(p.stack)-1]
}

// finish closes what is open at the end of paragraph i and lists its quotations.
func (p *pairing) finish(i int, paragraphs []schema.Span) {
	end := paragraphs[i].End
	for _, k := range p.stack {
		f := &p.found[k]
		f.end = end
		m := &p.marks[f.open]
		if m.family == single && !p.goesOn(m, i, paragraphs) {
			f.dropped = true
			m.side = neither
		}
	}
	var open [families]int
	parents := p.stack[:0] // not needed any more; holds quotations that enclose the next
	atStart := paragraphs[i].Start
	for _, f := range p.found {
		if f.dropped {
			continue
		}
		m := p.marks[f.open]
		for len(parents) > 0 && p.quotations[parents[len(parents)-1]].End <= m.Start {
			parents = parents[:len(parents)-1]
		}
		q := Quotation{Span: schema.Span{Start: m.Start, End: f.end}, Inner: schema.Span{Start: m.End, End: f.end},
			Paragraph: i, Depth: len(parents), Parent: -1, Continues: -1}
		if len(parents) > 0 {
			q.Parent = parents[len(parents)-1]
		}
		if f.close >= 0 {
			q.Inner.End = p.marks[f.close].Start
		} else {
			q.Open = true
			if f.end == end {
				open[m.family] = len(p.quotations) + 1
			}
		}
		if m.Start == atStart {
			if before := p.goingOn[m.family] - 1; before >= 0 && strings.HasPrefix(p.raw[p.quotations[before].Start:], p.raw[m.Start:m.End]) {
				q.Continues = before // by a mark of the same form
			}
			atStart = m.End
		}
		q.Inner = trimmed(p.raw, q.Inner.Start, q.Inner.End).Span
		parents = append(parents, len(p.quotations))
		p.quotations = append(p.quotations, q)
	}
	p.goingOn = open
}

// goesOn tells whether the quotation that single mark m opens, and that paragraph i
// does not close, goes on in the next: else the mark is an apostrophe.
func (p *pairing) goesOn(m *quoteMark, i int, paragraphs []schema.Span) bool {
	if i+1 >= len(paragraphs) {
		return false
	}
	if m.Start != paragraphs[i].Start {
		before := trimmed(p.raw, paragraphs[i].Start, m.Start).End
		if c, _ := classBefore(p.raw, before); c != mark && c != opener {
			return false
		}
	}
	next := paragraphs[i+1]
	width := apostropheWidth(p.raw, next.Start)
	c, _ := classAfter(p.raw[:next.End], next.Start+width)
	return width > 0 && (c == letter || c == digit)
}
