package extract

import (
	"slices"
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
)

// settleContent sets right where the content of an attribution begins and ends, by the words
// about its cue: what the reader takes for content is whole but for its edges.
func (r *reading) settleContent(a *nlp.Attribution) {
	first := &a.Content[0]
	for first.First < first.End-1 && isStop(r.words[first.First].text) {
		first.First++
	}
	first.First = r.behindLabel(*first)
	last := &a.Content[len(a.Content)-1]
	last.End = r.beforeLink(*last)
	if len(a.Cue) == 0 {
		return
	}
	if len(a.Content) > 1 && r.tellsOn(a) {
		a.Content = a.Content[:len(a.Content)-1]
	}
	first.First = r.behindConjunction(a)
	if end := a.Cue[len(a.Cue)-1].End; end == first.First {
		first.First = r.behindAddressee(a.Cue, *first)
	}
	if lead, ok := r.leadOf(a); ok {
		a.Content = slices.Insert(a.Content, 0, lead)
	}
	r.subjectOfTold(a)
}

// beforeLink is where content ends that the labels carry on to what links it to the next clause:
// "…, and", "…, which".
func (r *reading) beforeLink(content nlp.Range) int {
	end := content.End
	if r.words[end-1].quote >= 0 {
		return end
	}
	at := end - 1
	if r.lex.Is("pronoun", r.words[at].lower) || r.words[at].lower == "that" {
		at--
	}
	if at > content.First && slices.Contains(clauseLinks, r.words[at].lower) {
		end = at
		if at-1 > content.First && r.words[at-1].text == "," {
			end--
		}
	}
	return end
}

// tellsOn tells whether the last piece of content is what the article goes on with: "“You winning?” she said, but Kevin was drifting off".
func (r *reading) tellsOn(a *nlp.Attribution) bool {
	said, last := a.Content[len(a.Content)-2], a.Content[len(a.Content)-1]
	cue := a.Cue[len(a.Cue)-1].End
	return isMark(r.words[said.First].text) && isMark(r.words[said.End-1].text) && cue > said.End && cue+2 == last.First && r.words[cue].text == "," &&
		r.words[cue+1].lower == "but" && !isMark(r.words[last.First].text) && r.words[last.First].quote < 0 && r.words[last.First].lower != "that"
}

// clauseLinks join a clause to the one before.
var clauseLinks = strings.Fields("and but or which who whom whose although while because")

// behindConjunction is where content begins that opens its sentence before the cue: behind "However", and
// behind "But" where it stands according to somebody; what somebody "said" may well begin so.
func (r *reading) behindConjunction(a *nlp.Attribution) int {
	content := a.Content[0]
	if r.sentence(content.First).First != content.First || a.Cue[0].First < content.End || content.First+2 >= content.End {
		return content.First
	}
	switch r.words[content.First].lower {
	case "and", "but", "yet":
		if r.words[a.Cue[0].First].lower == "according" {
			return content.First + 1
		}
	case "however":
		if r.words[content.First+1].text == "," {
			return content.First + 2
		}
	}
	return content.First
}

// subjectOfTold takes the subject of what is told of somebody from the source, who says nothing: "it is considered a threat"
// and "he allegedly drew a pistol" are said of "it" and of "he", by nobody who is named.
func (r *reading) subjectOfTold(a *nlp.Attribution) {
	at := r.saidOf(a)
	if at < 0 || a.Content[0].First < at || len(a.Source) != 1 {
		return
	}
	if s := a.Source[0]; s.End == a.Cue[0].First && s.First >= r.sentence(at).First {
		a.Source, a.Content = nil, slices.Insert(a.Content, 0, s)
	}
}

// saidOf is the word of a cue that says something of its subject, a participle in the passive ("considered") or "allegedly"; -1
// of another cue.
func (r *reading) saidOf(a *nlp.Attribution) int {
	if len(a.Cue) == 0 {
		return -1
	}
	for i := a.Cue[0].First; i < a.Cue[0].End; i++ {
		switch w := r.words[i].lower; {
		case w == "allegedly", w == "reportedly", w == "purportedly", w == "supposedly",
			r.lex.Is("said of", w) && r.passive(i) && !strings.HasPrefix(r.words[i-1].lower, "'"):
			return i
		}
	}
	return -1
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
		if i > content.First && slices.Contains([]string{"he", "she", "they"}, w.lower) && r.words[content.First].lower != "that" && !r.lex.Is("preposition", r.words[i-1].lower) && !r.lex.Is("function", r.words[i-1].lower) && r.words[i-1].lower != "that" {
			return i // "told the forum he was against it"
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
