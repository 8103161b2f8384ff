package extract

import (
	"slices"
	"strings"

	"rostrum/extract/nlp"
	"rostrum/schema"
)

// labelledTurn is a paragraph of a transcript: the label of who speaks, and what they say.
type labelledTurn struct{ label, said nlp.Range }

// turns are the paragraphs that begin with a label in capitals, "SECRETARY MATTIS: …", or with "Q:", where the labels
// are of a transcript: two at least, one of them of somebody whom the article names.
func (r *reading) turns() []labelledTurn {
	var found []labelledTurn
	labels := map[string]int{}
	named := false
	for n := range r.text.Paragraphs {
		if t, ok := r.turnAt(n); ok {
			found = append(found, t)
			labels[r.labelName(t.label)]++
			named = named || r.shoutedName(t.label.First, t.label.End) != nil
		}
	}
	if len(labels) < 2 || !named {
		return nil
	}
	return slices.DeleteFunc(found, func(t labelledTurn) bool {
		return labels[r.labelName(t.label)] < 2 && r.shoutedName(t.label.First, t.label.End) == nil // "UPDATE: …"
	})
}

// turnAt is the turn that a paragraph is.
func (r *reading) turnAt(paragraph int) (labelledTurn, bool) {
	first, end := r.tokens(r.text.Paragraphs[paragraph])
	if first < end && isMark(r.words[first].text) {
		first++
	}
	colon := first
	for colon < end && colon-first < longName && (r.words[colon].shout || r.words[colon].text == "." || r.words[colon].text == "Q" && colon == first) {
		colon++
	}
	if colon == first || colon+1 >= end || r.words[colon].text != ":" || isMark(r.words[colon+1].text) || r.lex.Is("determiner", r.words[first].lower) {
		return labelledTurn{}, false
	}
	if isMark(r.words[end-1].text) && end > colon+2 {
		end--
	}
	return labelledTurn{label: nlp.Range{First: first, End: colon}, said: nlp.Range{First: colon + 1, End: end}}, true
}

// turnRule is the rule of what a transcript's labels tell.
const turnRule = "label of a transcript"

// labelName is the last word of a label.
func (r *reading) labelName(label nlp.Range) string { return r.words[label.End-1].text }

// readTurn makes a statement of a paragraph of a transcript.
func (r *reading) readTurn(t labelledTurn) {
	r.append(&statement{at: t.label.First, kind: schema.Direct, speaker: r.labelled(t.label), modality: schema.Asserted, confidence: 0.9, rule: turnRule,
		source: []schema.Span{r.span(t.label.First, t.label.End)}, cue: []schema.Span{r.span(t.label.End, t.label.End+1)}, content: []schema.Span{r.span(t.said.First, t.said.End)}})
}

// labelled is whom a label names: somebody of the article by the last name, else by the label's own words.
func (r *reading) labelled(label nlp.Range) *speaker {
	if p := r.shoutedName(label.First, label.End); p != nil {
		s, _ := r.namedSpeaker(p)
		return s
	}
	at := r.span(label.First, label.End)
	name := titleCase(strings.ToLower(collapse(at.In(r.text.Raw))))
	e := schema.Entity{ID: schema.EntityID(schema.Person, name), Kind: schema.Person, Name: name}
	if word := strings.ToLower(r.labelName(label)); word == "q" || r.lex.Is("people", word) { // "MODERATOR"
		name = word
		if word == "q" {
			name = "questioner"
		}
		e = schema.Entity{ID: schema.UnnamedID(r.doc.ID, schema.Person, name), Kind: schema.Person, Name: name, Unnamed: true}
	}
	return &speaker{ids: []schema.ID{r.addEntity(e, at)}, confidence: 0.9}
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
