package extract

import (
	"slices"
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
	"rostrum/schema"
)

// guarded are the reader's attributions with what rules know better: content does not
// begin with a mark or with the verb of saying before its clause, and what an outlet
// reports somebody to have said is theirs.
func (r *reading) guarded() []*nlp.Attribution {
	var list []*nlp.Attribution
	cues := make([]bool, len(r.words)) // tokens that the reader took for cues
	for _, a := range r.found.Attributions {
		for _, part := range a.Cue {
			for i := part.First; i < part.End; i++ {
				cues[i] = true
			}
		}
	}
	told := r.toldIn()
	for _, a := range r.found.Attributions {
		whole := a.Content
		a.Content = slices.DeleteFunc(slices.Clone(whole), func(part nlp.Range) bool { return r.toldElsewhere(&a, part, told) })
		if len(a.Content) == 0 {
			a.Content = slices.Clone(whole)
		}
		r.settleContent(&a)
		first := &a.Content[0]
		if c := r.cueAt[first.First]; c != nil && c.gerund() && c.says() && c.end < first.End && r.words[c.end].lower == "that" {
			said := nlp.Range{First: c.first, End: c.end}
			if last := len(a.Cue) - 1; last >= 0 && a.Cue[last].End == c.first {
				a.Cue = slices.Clone(a.Cue)
				a.Cue[last].End = c.end // "responded by saying"
			} else {
				a.Cue = append(slices.Clone(a.Cue), said)
			}
			first.First = c.end
		}
		if inner := r.reportedIn(&a, cues); inner != nil {
			list = append(list, inner)
			continue
		}
		if inner := r.voiceIn(&a, cues); inner != nil {
			list = append(list, inner)
			continue
		}
		list = append(list, &a)
	}
	return list
}

// toldIn are the attributions with who says it and how, by the paragraph of their cue.
func (r *reading) toldIn() map[int][]*nlp.Attribution {
	told := map[int][]*nlp.Attribution{}
	for i := range r.found.Attributions {
		if a := &r.found.Attributions[i]; len(a.Cue) > 0 && len(a.Source) > 0 {
			in := r.sentence(a.Cue[0].First).Paragraph
			told[in] = append(told[in], a)
		}
	}
	return told
}

// toldElsewhere tells whether a part of what somebody says stands in another paragraph, and that one tells by itself who
// says it: "“…,” he said".
func (r *reading) toldElsewhere(a *nlp.Attribution, part nlp.Range, told map[int][]*nlp.Attribution) bool {
	paragraph := r.sentence(part.First).Paragraph
	if len(a.Cue) == 0 || len(a.Content) == 1 || r.sentence(a.Cue[0].First).Paragraph == paragraph {
		return false
	}
	return slices.ContainsFunc(told[paragraph], func(b *nlp.Attribution) bool {
		return (b.Cue[0].First < part.First || b.Cue[0].First >= part.End) &&
			slices.ContainsFunc(b.Content, func(c nlp.Range) bool { return c.First <= part.First && part.First < c.End })
	})
}

// reportedIn is the attribution of another's words in a report that is told of behind
// it: "…, where he said that …, CNN reported"; findReporters then finds the reporter. It
// is nil where the reader has found that one too, as its cues tell.
func (r *reading) reportedIn(a *nlp.Attribution, cues []bool) *nlp.Attribution {
	last := a.Content[len(a.Content)-1]
	if len(a.Cue) == 0 || a.Cue[0].First < last.End {
		return nil
	}
	for i := last.First; i < last.End-2; i++ {
		c := r.cueAt[i]
		if c == nil || c.first != i || !c.says() || c.gerund() || r.words[i].quote >= 0 || r.word(c.end).lower != "that" || cues[c.first] {
			continue
		}
		p := r.subjectBefore(i)
		if p == nil || p.first < last.First {
			return nil
		}
		return &nlp.Attribution{Source: []nlp.Range{{First: p.first, End: p.end}}, Cue: []nlp.Range{{First: c.first, End: c.end}},
			Content: []nlp.Range{{First: c.end, End: last.End}}, Confidence: a.Confidence}
	}
	return nil
}

// voiceIn is the attribution of another's words that make up content: "shows footage of Trump
// saying in June, “…”", "did a check on Trump's claim that …". It is nil where they are of the
// words of somebody who tells of them, or where the reader has found it too.
func (r *reading) voiceIn(a *nlp.Attribution, cues []bool) *nlp.Attribution {
	content := a.Content[0]
	m := r.mentionAt[content.First]
	if m == nil || m.first != content.First || m.end >= content.End || r.words[m.first].quote >= 0 || r.tellsIn(a) {
		return nil
	}
	verb := m.end
	if r.words[verb].lower == "'s" {
		verb++
	}
	c := r.cueAt[verb]
	if c == nil || c.first != verb || !r.hasCue(verb, lexicon.Say) || cues[verb] || c.end >= content.End {
		return nil
	}
	end := a.Content[len(a.Content)-1].End
	switch {
	case verb > m.end && r.words[c.end].lower == "that":
		return &nlp.Attribution{Source: []nlp.Range{{First: m.first, End: verb}}, Cue: []nlp.Range{{First: verb, End: c.end}}, Content: []nlp.Range{{First: c.end, End: end}}, Confidence: a.Confidence}
	case verb == m.end && c.says() && c.gerund():
		for i := c.end; i < min(c.end+8, end); i++ {
			q := r.words[i].quote
			if q < 0 {
				continue
			}
			first, after := r.tokens(r.text.Quotations[q].Span)
			return &nlp.Attribution{Source: []nlp.Range{{First: m.first, End: m.end}}, Cue: []nlp.Range{{First: verb, End: c.end}}, Content: []nlp.Range{{First: first, End: after}}, Confidence: a.Confidence}
		}
	}
	return nil
}

// tellsIn tells whether a verb of saying is among the words of an attribution's cue.
func (r *reading) tellsIn(a *nlp.Attribution) bool {
	for _, part := range a.Cue {
		for i := part.First; i < part.End; i++ {
			if c := r.cueAt[i]; c != nil && c.says() {
				return true
			}
		}
	}
	return false
}

// near is how many statements before and after one are looked at for what holds it.
const near = 30

// findReporters says who reports a statement that stands inside of another's words:
// "CNN reported that the president had said …".
func (r *reading) findReporters() {
	for i, s := range r.statements {
		if s.reportedBy != "" {
			continue
		}
		at := r.text.Tokens[s.at].Span
		var closest *statement
		for _, other := range r.statements[max(0, i-near):min(len(r.statements), i+near)] {
			holds := other != s && other.rule == readRule && len(other.speaker.ids) > 0 &&
				slices.ContainsFunc(other.content, func(c schema.Span) bool { return c.Contains(at) })
			if holds && (closest == nil || length(other.content) < length(closest.content)) {
				closest = other
			}
		}
		if closest == nil {
			closest = r.creditedAfter(s)
		}
		if closest != nil && !slices.Contains(s.speaker.ids, closest.speaker.ids[0]) {
			s.reportedBy = closest.speaker.ids[0]
		}
	}
}

func length(spans []schema.Span) int {
	n := 0
	for _, s := range spans {
		n += s.Len()
	}
	return n
}

// creditedAfter is whom the end of the statement's sentence credits with the report:
// ", CNN reported"; nil where it credits nobody.
func (r *reading) creditedAfter(s *statement) *statement {
	end := r.sentence(s.at).End
	for i := end - 1; i > s.at && i > end-4; i-- {
		c := r.cueAt[i]
		if c == nil || c.first != i || !c.says() || r.words[i].quote >= 0 {
			continue
		}
		p := r.subjectBefore(i)
		if p == nil || p.first <= s.at || r.words[p.first-1].text != "," || len(p.mentions) == 0 {
			return nil
		}
		if who, _ := r.speakerOf(p); who != nil && len(who.ids) > 0 {
			return &statement{speaker: who}
		}
	}
	return nil
}

// quotedAs reads "Tass quoted the minister as saying": who is quoted, and by whom as far as
// that is told; nil where the cue is another one.
func (r *reading) quotedAs(a *nlp.Attribution) (*phrase, schema.ID) {
	if len(a.Cue) == 0 {
		return nil, ""
	}
	i := a.Cue[0].First
	if !r.lex.Is("quoting", r.words[i].lower) {
		return nil, ""
	}
	as := 0
	for k := i + 2; k < min(i+15, r.sentence(i).End-1) && as == 0; k++ {
		if r.words[k].lower == "as" && r.lex.Is("telling", r.words[k+1].lower) {
			as = k
		}
	}
	if as == 0 {
		return nil, ""
	}
	by := schema.ID("")
	if who, _ := r.speakerOf(r.subjectBefore(i)); who != nil && len(who.ids) > 0 {
		by = who.ids[0]
	}
	if as == i+2 && r.lex.Is("object pronoun", r.words[i+1].lower) {
		return &phrase{first: i + 1, end: as, head: r.words[i+1].lower, pronoun: true}, by
	}
	return r.readSource(i+1, as), by
}

// citedFor reads "according to Yahoo News, the minister said": who said it, and the outlet that tells; nil where it tells of nobody
// who says something, or is no outlet.
func (r *reading) citedFor(a *nlp.Attribution, from *phrase) (*phrase, schema.ID) {
	if from == nil || len(a.Cue) == 0 || r.words[a.Cue[0].First].lower != "according" || a.Content[0].First < a.Cue[0].First {
		return nil, ""
	}
	outlet := r.mentionAt[from.first]
	if outlet == nil || outlet.kind != "outlet" {
		return nil, ""
	}
	for i := outlet.end; i < min(outlet.end+cited, a.Content[0].End) && r.words[i].quote < 0; i++ {
		if c := r.cueAt[i]; c != nil && c.first == i && c.says() && !c.gerund() {
			if p := r.subjectBefore(i); p != nil && p.first > outlet.end && r.isSource(p) {
				return p, r.entity(outlet)
			}
			return nil, ""
		}
	}
	return nil, ""
}

// calledBy is whose words make up content that somebody takes up: "denounced what the minister called reckless acts"; nil
// where they are nobody's who is named there.
func (r *reading) calledBy(a *nlp.Attribution) *phrase {
	content := a.Content[0]
	if r.words[content.First].lower != "what" || r.words[content.First].quote >= 0 {
		return nil
	}
	for i := content.First + 2; i < min(content.First+cited, content.End-1) && r.words[i].plain; i++ {
		if !r.lex.Is("calling", r.words[i].lower) || r.mentionAt[i] != nil {
			continue
		}
		if p := r.phraseEndingAt(i-1, content.First+1); p != nil && !p.pronoun && r.isSource(p) {
			return p
		}
		return nil
	}
	return nil
}

// cited is how many tokens behind an outlet's name, or "what", those may stand whose words are told.
const cited = 15

// addresseeOf is whom the words were said to, as printed: "told reporters that"; an
// empty span where the article does not tell.
func (r *reading) addresseeOf(a *nlp.Attribution) schema.Span {
	for _, part := range a.Cue {
		for i := part.First; i < part.End; i++ {
			c := r.cueAt[i]
			if c == nil || !slices.ContainsFunc(c.readings, func(x lexicon.Cue) bool { return strings.HasPrefix(x.Frame, "TO") }) {
				continue
			}
			p := r.phraseStartingAt(c.end, r.sentence(i).End)
			inside := p != nil && slices.ContainsFunc(a.Content, func(said nlp.Range) bool { return said.First < p.end && p.first < said.End })
			if p == nil || inside || r.words[p.first].quote != r.words[i].quote {
				return schema.Span{}
			}
			return r.span(p.first, p.end)
		}
	}
	return schema.Span{}
}
