package extract

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"rostrum/extract/nlp"
	"rostrum/schema"
)

// ErrNoPassage tells that an article does not have the passage that was asked about.
var ErrNoPassage = errors.New("the article has no such passage")

// explainer is a Finder that tells how it comes to what it finds; a nlp.Reader is one.
type explainer interface {
	Explain(t *nlp.Text, minimum float64, tokens nlp.Range) ([]nlp.Candidate, error)
}

// WhyNot tells people what became of a passage of a document: what it gave, how the
// finder read it, and what was passed over, with the reasons. The passage may have other
// white space than the document; where it stands more than once, the first is meant.
func (x *Extractor) WhyNot(w io.Writer, d *schema.Document, passage string) error {
	at, ok := find(d.Text, passage)
	if !ok {
		return ErrNoPassage
	}
	e, err := x.Extract(d)
	if err != nil {
		return err
	}
	a := &answer{extractor: x, extraction: e, text: nlp.Read(d.Text), at: at, names: map[schema.ID]string{}}
	for _, entity := range e.Entities {
		a.names[entity.ID] = entity.Name
	}
	before := utf8.RuneCountInString(d.Text[:at.Start])
	a.printf("%s, characters %d to %d: %s\n\n", cmp.Or(d.URL, d.GUID, d.Path, string(d.ID)), before, before+utf8.RuneCountInString(at.In(d.Text)), short(at.In(d.Text)))
	a.given()
	if !slices.ContainsFunc(e.Skips, func(s schema.Skip) bool { return strings.HasPrefix(s.Reason, NotEnglish) }) {
		if err := a.considered(); err != nil {
			return err
		}
	}
	a.passedOver()
	_, err = io.WriteString(w, a.out.String())
	return err
}

// find is where a text has a passage, whatever the white space in either.
func find(text, passage string) (schema.Span, bool) {
	words := strings.Fields(strings.ToValidUTF8(passage, "\uFFFD"))
	if len(words) == 0 {
		return schema.Span{}, false
	}
	for i, word := range words {
		words[i] = regexp.QuoteMeta(word)
	}
	at := regexp.MustCompile(strings.Join(words, `[\s\p{Z}\x{85}]+`)).FindStringIndex(text)
	if at == nil {
		return schema.Span{}, false
	}
	return schema.Span{Start: at[0], End: at[1]}, true
}

// answer is what WhyNot says of a passage.
type answer struct {
	extractor  *Extractor
	extraction *schema.Extraction
	text       *nlp.Text
	at         schema.Span
	names      map[schema.ID]string
	out        strings.Builder
}

func (a *answer) printf(format string, args ...any) { fmt.Fprintf(&a.out, format, args...) }

func (a *answer) concerns(lists ...[]schema.Span) bool {
	return slices.ContainsFunc(slices.Concat(lists...), func(s schema.Span) bool { return s.Start < a.at.End && s.End > a.at.Start })
}

// given tells what the passage is part of.
func (a *answer) given() {
	none := true
	line := func(format string, args ...any) {
		if none {
			none = false
			a.printf("It gave:\n")
		}
		a.printf("  "+format+"\n", args...)
	}
	for _, s := range a.extraction.Statements {
		if a.concerns(s.Source, s.Cue, s.Content) {
			line("a statement of %s, %s, confidence %.2g, by rule %q: %s", a.people(s.Speakers...), s.Modality, s.Confidence, s.Rule, short(s.Text))
		}
	}
	for _, s := range a.extraction.Accusations {
		if a.concerns(s.Charge, s.Evidence) {
			line("an accusation, stance %s, of %s against %s, confidence %.2g, by rule %q: %s", s.Stance, a.people(s.Accuser), a.people(s.Target), s.Confidence, s.Rule, short(s.ChargeText))
		}
	}
	for _, h := range a.extraction.Holdings {
		if a.concerns(h.Evidence) {
			line("an office: %s is %s (%s)", a.people(h.Person), a.people(h.Office), h.Status)
		}
	}
	for _, m := range a.extraction.Memberships {
		if a.concerns(m.Evidence) {
			line("a membership: %s in %s", a.people(m.Member), a.people(m.Of))
		}
	}
	if none {
		a.printf("It gave nothing.\n")
	}
}

func (a *answer) people(ids ...schema.ID) string {
	var names []string
	for _, id := range ids {
		if name := a.names[id]; name != "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "nobody known"
	}
	return strings.Join(names, ", ")
}

// faint is the probability below which it is of no interest what a cue would give.
const faint = 0.01

// considered tells which words the finder took for cues, which not, and why.
func (a *answer) considered() error {
	finder, ok := a.extractor.finder.(explainer)
	first, last := max(a.text.SentenceAt(a.at.Start), 0), a.text.SentenceAt(a.at.End-1) // the passage may be part of one
	if !ok || last < 0 {
		return nil
	}
	tokens := nlp.Range{First: a.text.Sentences[first].First, End: a.text.Sentences[last].End}
	candidates, err := finder.Explain(a.text, a.extractor.minimum, tokens)
	if err != nil {
		return err
	}
	if len(candidates) == 0 {
		a.printf("\nThe network does not read it: it has no letters, or stands in a sentence of more than %d words.\n", nlp.LongSentence)
		return nil
	}
	a.printf("\nWords by which somebody may say something, the likeliest first:\n")
	sort.SliceStable(candidates, func(i, k int) bool { return candidates[i].Probability > candidates[k].Probability })
	for i := range candidates {
		c := &candidates[i]
		if c.Probability < faint {
			a.printf("  %q, with a probability below %v: no cue, for that %.2g is needed\n", a.text.Word(c.Word), faint, c.Threshold)
			continue
		}
		a.printf("  %q, with probability %.2g: %s\n", a.text.Word(c.Word), c.Probability, a.verdict(c))
		if len(c.Content) > 0 {
			would := ""
			if c.Verdict == nlp.Unlikely {
				would = "would be "
			}
			a.printf("      who: %s%s; what: %s%s\n", would, a.words(c.Source), would, a.words(c.Content))
		}
	}
	return nil
}

func (a *answer) verdict(c *nlp.Candidate) string {
	switch c.Verdict {
	case nlp.Unlikely:
		if len(c.Content) == 0 {
			return fmt.Sprintf("no cue, for that %.2g is needed, and nothing would be what is said", c.Threshold)
		}
		return fmt.Sprintf("no cue, for that %.2g is needed", c.Threshold)
	case nlp.Empty:
		return "a cue, but no words are what is said"
	case nlp.Unsure:
		return fmt.Sprintf("a cue, but the confidence of %.2g is below the minimum of %.2g", c.Confidence, a.extractor.minimum)
	case nlp.Repeated:
		return fmt.Sprintf("a cue, but what is said is the same as of %q", a.text.Word(c.Rival))
	}
	return "taken"
}

func (a *answer) words(parts []nlp.Range) string {
	if len(parts) == 0 {
		return "nobody"
	}
	var texts []string
	for _, part := range parts {
		texts = append(texts, a.text.Raw[a.text.Tokens[part.First].Start:a.text.Tokens[part.End-1].End])
	}
	return short(strings.Join(texts, " … "))
}

// passedOver tells what looked like a finding and was not taken.
func (a *answer) passedOver() {
	heading := "\nPassed over:\n"
	for _, s := range a.extraction.Skips {
		if a.concerns([]schema.Span{s.Span}) {
			a.printf("%s  %s: %s\n", heading, s.Reason, short(s.Span.In(a.text.Raw)))
			heading = ""
		}
	}
}

// short is a text on one line, in quotation marks, its middle left out where it is long.
func short(text string) string {
	const most, end = 160, 60
	runes := []rune(collapse(text))
	if len(runes) > most {
		runes = slices.Concat(runes[:most-end], []rune(" […] "), runes[len(runes)-end:])
	}
	return "“" + string(runes) + "”"
}
