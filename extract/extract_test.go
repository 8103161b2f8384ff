package extract

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
	"rostrum/extract/nlp/model"
	"rostrum/schema"
)

var update = flag.Bool("update", false, "rewrite what the cases in testdata expect")

const (
	readLine = "-- read --\n"
	wantLine = "-- want --\n"
)

// TestCases reads testdata/*.txt: an article, the line "-- read --", what the network
// is taken to read in it (see byHand), the line "-- want --", and what is found, a
// line a finding. A first line "published: 2017-03-31" dates the article and is not
// part of it.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in testdata: %v", err)
	}
	l, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			given, want, ok := strings.Cut(string(data), wantLine)
			if !ok && !*update {
				t.Fatalf("%s has no line %q", file, wantLine)
			}
			article, read, ok := strings.Cut(given, readLine)
			if !ok {
				t.Fatalf("%s has no line %q", file, readLine)
			}
			d := &schema.Document{ID: schema.DocumentID("", "", "", file), Path: file, Text: article, PlainText: true}
			if first, rest, dated := strings.Cut(article, "\n"); dated && strings.HasPrefix(first, "published: ") {
				if d.Published, err = time.Parse(time.DateOnly, strings.TrimPrefix(first, "published: ")); err != nil {
					t.Fatalf("%s:1: %v", file, err)
				}
				d.Text = rest
			}
			e, err := New(l, byHand(strings.Split(strings.TrimSuffix(read, "\n"), "\n")), 0).Extract(d)
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			checkSpans(t, e)
			got := describe(e)
			if *update {
				if err := os.WriteFile(file, []byte(given+wantLine+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("%s: found\n%s\nwant\n%s", file, got, want)
			}
		})
	}
}

func newExtractor(t testing.TB) *Extractor {
	t.Helper()
	l, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	reader, err := nlp.NewReader(model.Weights)
	if err != nil {
		t.Fatal(err)
	}
	return New(l, reader, 0)
}

// extraction extracts with the network.
func extraction(t testing.TB, x *Extractor, d *schema.Document) *schema.Extraction {
	t.Helper()
	e, err := x.Extract(d)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// describe is the extraction as lines that a person can check.
func describe(e *schema.Extraction) string {
	entities := map[schema.ID]schema.Entity{}
	var b strings.Builder
	name := func(id schema.ID) string {
		x, ok := entities[id]
		switch {
		case !ok:
			return "nobody"
		case x.Unnamed:
			return fmt.Sprintf("%q", x.Name)
		}
		return x.Name
	}
	for _, x := range e.Entities {
		entities[x.ID] = x
		fmt.Fprintf(&b, "%s: %s\n", x.Kind, strings.TrimSpace(name(x.ID)+" "+x.ISO3))
	}
	for _, s := range e.Statements {
		var speakers, about []string
		for _, id := range s.Speakers {
			speakers = append(speakers, name(id))
		}
		for _, id := range s.References {
			about = append(about, name(id))
		}
		fmt.Fprintf(&b, "said: %s", strings.Join(speakers, ", "))
		if s.Office != "" {
			fmt.Fprintf(&b, " as %s", name(s.Office))
		}
		fmt.Fprintf(&b, ": %s\n\t%s %s, by rule %q, confidence %v", oneLine(s.Text), s.Kind, s.Modality, s.Rule, s.Confidence)
		if s.SaidOn != "" {
			fmt.Fprintf(&b, ", on %s", s.SaidOn)
		}
		if s.ReportedBy != "" {
			fmt.Fprintf(&b, ", reported by %s", name(s.ReportedBy))
		}
		if s.Addressee != "" {
			fmt.Fprintf(&b, ", to %s", s.Addressee)
		}
		if len(about) > 0 {
			fmt.Fprintf(&b, ", about %s", strings.Join(about, ", "))
		}
		b.WriteString("\n")
	}
	for _, a := range e.Accusations {
		fmt.Fprintf(&b, "%s: %s", a.Stance, name(a.Accuser))
		if a.AccuserOffice != "" {
			fmt.Fprintf(&b, " as %s", name(a.AccuserOffice))
		}
		fmt.Fprintf(&b, " → %s: %s\n\t%s, CAMEO %s, by rule %q, confidence %v", name(a.Target), oneLine(a.ChargeText), a.Type, a.CAMEO, a.Rule, a.Confidence)
		if a.Object != "" {
			fmt.Fprintf(&b, ", against %s", name(a.Object))
		}
		if a.Answers != "" {
			b.WriteString(", an answer")
		}
		if a.SaidOn != "" {
			fmt.Fprintf(&b, ", on %s", a.SaidOn)
		}
		b.WriteString("\n")
	}
	for _, h := range e.Holdings {
		fmt.Fprintf(&b, "holds: %s: %s", name(h.Person), name(h.Office))
		if h.Country != "" {
			fmt.Fprintf(&b, " of %s", name(h.Country))
		}
		if h.Organization != "" {
			fmt.Fprintf(&b, " of %s", name(h.Organization))
		}
		fmt.Fprintf(&b, ", %s, by rule %q", h.Status, h.Rule)
		if h.From != "" {
			fmt.Fprintf(&b, ", %s to %s", h.From, cmp.Or(h.To, "now"))
		}
		b.WriteString("\n")
	}
	for _, m := range e.Memberships {
		fmt.Fprintf(&b, "member: %s of %s, by rule %q\n", name(m.Member), name(m.Of), m.Rule)
	}
	for _, s := range e.Skips {
		fmt.Fprintf(&b, "skip: %s: %s\n", s.Reason, oneLine(s.Span.In(e.Document.Text)))
	}
	return b.String()
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// checkSpans tests what holds of every extraction: spans lie in the text, printed
// texts are cut from it, ids point to entities and stand once.
func checkSpans(t *testing.T, e *schema.Extraction) {
	t.Helper()
	text := e.Document.Text
	entities := map[schema.ID]bool{"": true}
	for _, x := range e.Entities {
		if entities[x.ID] {
			t.Errorf("entity %s %q stands twice", x.ID, x.Name)
		}
		entities[x.ID] = true
	}
	inText := func(what string, spans ...schema.Span) {
		for _, s := range spans {
			if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
				t.Errorf("%s: span %v is not in the text of %d bytes", what, s, len(text))
			}
		}
	}
	known := func(what string, ids ...schema.ID) {
		for _, id := range ids {
			if !entities[id] {
				t.Errorf("%s: entity %s is not in the extraction", what, id)
			}
		}
	}
	statements := map[schema.ID]bool{"": true}
	for _, s := range e.Statements {
		if statements[s.ID] {
			t.Errorf("statement %q stands twice", s.Text)
		}
		statements[s.ID] = true
		inText("statement", s.Source...)
		inText("statement", s.Cue...)
		inText("statement", s.Content...)
		inText("statement", s.Sentence...)
		known("statement", append([]schema.ID{s.Office, s.ReportedBy}, append(s.Speakers, s.References...)...)...)
		if s.Confidence <= 0 || s.Confidence > 1 || s.Rule == "" || len(s.Content) == 0 || len(s.Speakers) == 0 && s.Rule != readRule {
			t.Errorf("statement %q: no content, speaker, rule or confidence", s.Text)
		}
	}
	accusations := map[schema.ID]bool{"": true}
	for _, a := range e.Accusations {
		if accusations[a.ID] {
			t.Errorf("accusation %q stands twice", a.ChargeText)
		}
		accusations[a.ID] = true
		inText("accusation", a.Charge...)
		inText("accusation", a.Evidence...)
		known("accusation", a.Accuser, a.Target, a.AccuserOffice, a.Object)
		if !statements[a.Statement] || a.Confidence <= 0 || a.Confidence > 1 || a.Rule == "" || a.Type == "" || a.CAMEO == "" {
			t.Errorf("accusation %q: statement, confidence, rule, type or code is wrong", a.ChargeText)
		}
	}
	for _, a := range e.Accusations {
		if !accusations[a.Answers] {
			t.Errorf("denial %q answers an accusation that is not there", a.ChargeText)
		}
	}
	for _, h := range e.Holdings {
		inText("holding", h.Evidence...)
		known("holding", h.Person, h.Office, h.Country, h.Organization)
	}
	var out bytes.Buffer
	if err := schema.WriteJSON(&out, e, true); err != nil {
		t.Errorf("extraction does not print: %v", err)
	}
}

// TestClasses: the classes of words that the rules ask for are in the lists; of a name that is not, no
// word would ever be.
func TestClasses(t *testing.T) {
	list, err := os.ReadFile("lexicon/data/words.tsv")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	asked := regexp.MustCompile(`lex\.Is\("([^"]+[^ "])"`)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllStringSubmatch(string(source), -1) {
			if !strings.Contains(string(list), "\n"+m[1]+"\t") {
				t.Errorf("%s asks for the class %q, which words.tsv does not have", file, m[1])
			}
		}
	}
}
