package extract

import (
	"slices"
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
)

// settleContent sets right where the content of an attribution begins, by the words
// about its cue: what the reader takes for content is whole but for its edges.
func (r *reading) settleContent(a *nlp.Attribution) {
	first := &a.Content[0]
	for first.First < first.End-1 && isStop(r.words[first.First].text) {
		first.First++
	}
	first.First = r.behindLabel(*first)
	if len(a.Cue) == 0 {
		return
	}
	if end := a.Cue[len(a.Cue)-1].End; end == first.First {
		first.First = r.behindAddressee(a.Cue, *first)
	}
	if lead, ok := r.leadOf(a); ok {
		a.Content = slices.Insert(a.Content, 0, lead)
	}
}

// behindLabel is where content goes on behind the label of its line: a transcript's
// "PENCE:", an agency's "WASHINGTON —".
func (r *reading) behindLabel(content nlp.Range) int {
	first := content.First
	for first < content.End && isMark(r.words[first].text) {
		first++
	}
	for begin := r.sentence(content.First).First; begin < first; begin++ {
		if !isMark(r.words[begin].text) {
			return content.First
		}
	}
	for i := first; i < min(first+5, content.End-1); i++ {
		switch w := r.words[i]; {
		case i > first && (w.text == ":" || isDash(w.text)):
			return i + 1
		case !w.shout && w.text != ".":
			return content.First
		}
	}
	return content.First
}

// behindAddressee is where content goes on behind those to whom it is said: "told CNN
// on Friday that …" is what comes with "that".
func (r *reading) behindAddressee(cues []nlp.Range, content nlp.Range) int {
	last := cues[len(cues)-1]
	told := slices.ContainsFunc(r.cueAt[last.First:last.End], func(c *cue) bool {
		return c != nil && slices.ContainsFunc(c.readings, func(x lexicon.Cue) bool { return x.Class != "ask" && strings.Contains(x.Frame, "TO CLAUSE") })
	})
	if !told {
		return content.First
	}
	for i := content.First; i < min(content.First+6, content.End-1); i++ {
		w := r.words[i]
		if i > content.First && w.lower == "that" && !r.lex.Is("preposition", r.words[i-1].lower) {
			return i
		}
		if !w.plain && w.text != "-" && w.text != "." || w.quote != r.words[last.First].quote {
			return content.First
		}
	}
	return content.First
}

// leadOf is what stands before the source and is said with what follows the cue: the
// pronoun of "which he says …", and "The deal" in "The deal, he said, is dead".
func (r *reading) leadOf(a *nlp.Attribution) (nlp.Range, bool) {
	if len(a.Source) != 1 || len(a.Cue) != 1 {
		return nlp.Range{}, false
	}
	source, cue, content := a.Source[0], a.Cue[0], a.Content[0]
	at := source.First - 1
	if at < 0 || source.End > cue.First || cue.First-source.End > 1 || content.First < cue.End || content.First > cue.End+1 {
		return nlp.Range{}, false
	}
	sentence := r.sentence(source.First)
	if at < sentence.First || r.sentence(content.First).First != sentence.First {
		return nlp.Range{}, false
	}
	switch r.words[at].lower {
	case "which", "whom":
		return nlp.Range{First: at, End: at + 1}, content.First == cue.End && !r.lex.Is("preposition", r.word(at-1).lower)
	case ",":
		lead := nlp.Range{First: sentence.First, End: at}
		begins := r.words[lead.First].lower
		return lead, r.words[cue.End].text == "," && r.words[content.First].plain && lead.End-lead.First > 1 &&
			!r.lex.Is("time", begins) && !r.lex.Is("preposition", begins) && begins != "asked" && begins != "when"
	}
	return nlp.Range{}, false
}
