package extract

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rostrum/schema"
)

// expected is what a careful reader takes from the article that the program grew from.
type expected struct {
	Article string
	Persons []struct {
		Name    string
		Offices []struct{ Office, Country, Status string }
	}
	Countries, Treaties, Organizations []string
	Statements                         []struct {
		Kind           string
		Speakers       []*string
		SpeakerCountry string `json:"speaker_country"`
		ReportedBy     string `json:"reported_by"`
		Cue            string
		Content        []string
		References     []string
	}
	Accusations []struct {
		Accuser *string
		Target  string
		Charge  string
		Object  string
		Types   []string
		Stance  string
	}
}

// sharedFolder is a folder of data that is not part of the program; the test is
// skipped where it is absent.
func sharedFolder(t testing.TB, name string) string {
	t.Helper()
	root := os.Getenv("ROSTRUM_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "shared")
	}
	folder := filepath.Join(root, name)
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("no folder %s: set ROSTRUM_SHARED to the folder that has it", name)
	}
	return folder
}

// TestSeed holds the extraction of the seed article against a careful reader's.
func TestSeed(t *testing.T) {
	folder := sharedFolder(t, "seeds")
	data, err := os.ReadFile(filepath.Join(folder, "000_expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want expected
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(folder, want.Article))
	if err != nil {
		t.Fatal(err)
	}
	x := newExtractor(t)
	for name, published := range map[string]time.Time{"dated": time.Date(2017, 3, 31, 0, 0, 0, 0, time.UTC), "undated": {}} {
		t.Run(name, func(t *testing.T) {
			d := &schema.Document{ID: schema.DocumentID("", "", "", want.Article), Path: want.Article, Text: string(text), PlainText: true, Published: published}
			checkSeed(t, extraction(t, x, d), &want)
		})
	}
}

func checkSeed(t *testing.T, e *schema.Extraction, want *expected) {
	checkSpans(t, e)
	s := &seed{t: t, e: e, byID: map[schema.ID]schema.Entity{}}
	for _, x := range e.Entities {
		s.byID[x.ID] = x
	}
	for _, p := range want.Persons {
		s.mustHave(schema.Person, p.Name)
		for _, o := range p.Offices {
			s.mustHold(p.Name, o.Office, o.Country, o.Status)
		}
	}
	for _, iso3 := range want.Countries {
		if _, ok := s.byID[schema.CountryID(iso3)]; !ok {
			t.Errorf("missing: country %s", iso3)
		}
	}
	for _, name := range want.Treaties {
		s.mustHave(schema.Treaty, name)
	}
	for _, name := range want.Organizations {
		s.mustHave(schema.Organization, name)
	}
	for i := range want.Statements {
		s.mustSay(want, i)
	}
	for i := range want.Accusations {
		s.mustAccuse(want, i)
	}
	asserted := 0
	for _, st := range e.Statements {
		if st.Modality == schema.Asserted {
			asserted++
		}
	}
	if asserted > len(want.Statements)+2 { // what is asked about, for one, is an attribution to some
		t.Errorf("found %d asserted statements where a reader takes %d", asserted, len(want.Statements))
	}
	if t.Failed() {
		t.Logf("found:\n%s", describe(e))
	}
}

type seed struct {
	t    *testing.T
	e    *schema.Extraction
	byID map[schema.ID]schema.Entity
}

func (s *seed) mustHave(kind schema.EntityKind, name string) {
	if _, ok := s.byID[schema.EntityID(kind, name)]; !ok {
		s.t.Errorf("missing: %s %s", kind, name)
	}
}

func (s *seed) mustHold(person, office, country, status string) {
	if !slices.ContainsFunc(s.e.Holdings, func(h schema.Holding) bool {
		return s.byID[h.Person].Name == person && s.byID[h.Office].Name == office && h.Country == schema.CountryID(country) && string(h.Status) == status
	}) {
		s.t.Errorf("missing: %s holds %s of %s (%s)", person, office, country, status)
	}
}

// name is an entity's name as the reader's notes have it: the code of a country,
// nothing for a source without a name.
func (s *seed) name(id schema.ID) string {
	x := s.byID[id]
	switch {
	case x.Unnamed:
		return ""
	case x.Kind == schema.Country:
		return x.ISO3
	}
	return x.Name
}

func (s *seed) mustSay(want *expected, i int) {
	w := want.Statements[i]
	for _, st := range s.e.Statements {
		var content []string
		for _, c := range st.Content {
			content = append(content, strings.TrimSpace(c.In(s.e.Document.Text)))
		}
		exact := slices.Equal(content, w.Content)
		if !exact && overlap(content, w.Content) < 0.5 {
			continue
		}
		var speakers, references []string
		for _, id := range st.Speakers {
			speakers = append(speakers, s.name(id))
		}
		for _, id := range st.References {
			references = append(references, s.name(id))
		}
		for n, who := range w.Speakers {
			name := ""
			if who != nil {
				name = *who
			}
			if n >= len(speakers) || speakers[n] != name {
				s.t.Errorf("%q: speakers are %q, not %q", w.Content[0], speakers, name)
			}
		}
		if w.SpeakerCountry != "" && s.byID[st.Speakers[0]].ISO3 != w.SpeakerCountry {
			s.t.Errorf("%q: speaks for %q, not %s", w.Content[0], s.byID[st.Speakers[0]].ISO3, w.SpeakerCountry)
		}
		for _, about := range w.References {
			if !slices.Contains(references, about) {
				s.t.Errorf("%q: does not refer to %s but to %q", w.Content[0], about, references)
			}
		}
		if exact && string(st.Kind) != w.Kind {
			s.t.Errorf("%q: is %s, not %s", w.Content[0], st.Kind, w.Kind)
		}
		if w.ReportedBy != "" && s.name(st.ReportedBy) != w.ReportedBy {
			s.t.Errorf("%q: reported by %q, not %s", w.Content[0], s.name(st.ReportedBy), w.ReportedBy)
		}
		if cue := st.Cue[0].In(s.e.Document.Text); overlap([]string{cue}, []string{w.Cue}) == 0 {
			s.t.Errorf("%q: cue is %q, not %q", w.Content[0], cue, w.Cue)
		}
		return
	}
	s.t.Errorf("missing: statement %q", w.Content)
}

// overlap is the Jaccard overlap of the words of two texts: where content begins and
// ends, careful readers differ; PolNeAR's measure takes 0.5 for the same.
func overlap(a, b []string) float64 {
	x, y := strings.Fields(strings.Join(a, " ")), strings.Fields(strings.Join(b, " "))
	both := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			both++
		}
	}
	return float64(both) / float64(len(x)+len(y)-both)
}

func (s *seed) mustAccuse(want *expected, i int) {
	w := want.Accusations[i]
	accuser := ""
	if w.Accuser != nil {
		accuser = *w.Accuser
	}
	if !slices.ContainsFunc(s.e.Accusations, func(a schema.Accusation) bool {
		return s.name(a.Accuser) == accuser && s.name(a.Target) == w.Target && string(a.Stance) == w.Stance && slices.Contains(w.Types, a.Type) &&
			strings.HasPrefix(a.ChargeText, w.Charge) && (w.Object == "" || s.name(a.Object) == w.Object)
	}) {
		s.t.Errorf("missing: %s accuses %s of %q (%s)", accuser, w.Target, w.Charge, w.Stance)
	}
}
