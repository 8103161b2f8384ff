package tck

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Shared are the scenarios of the folder data/opencypher-tck below ROSTRUM_SHARED. Where
// it is absent the test is skipped.
func Shared(t *testing.T) []Scenario {
	t.Helper()
	shared := os.Getenv("ROSTRUM_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	folder := filepath.Join(shared, "data", "opencypher-tck")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("no openCypher scenarios: set ROSTRUM_SHARED to the folder that has data/opencypher-tck")
	}
	scenarios, err := Load(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	return scenarios
}

// Report collects how scenarios ended on a store.
type Report struct {
	store  string
	counts map[Outcome]int
	lines  map[string][]string // what did not pass, by feature
}

// NewReport begins the report of a store that it calls by the name.
func NewReport(store string) *Report {
	return &Report{store: store, counts: map[Outcome]int{}, lines: map[string][]string{}}
}

// Add takes up how a scenario ended.
func (r *Report) Add(s *Scenario, outcome Outcome, err error) {
	r.counts[outcome]++
	feature, _, _ := strings.Cut(s.Name, " ")
	if _, seen := r.lines[feature]; !seen {
		r.lines[feature] = nil
	}
	if outcome != Passed {
		reason, _, _ := strings.Cut(fmt.Sprint(err), "\n")
		r.lines[feature] = append(r.lines[feature], fmt.Sprintf("  %s: %s: %s", strings.TrimPrefix(s.Name, feature+" "), outcome, reason))
	}
}

// Compare compares what did not pass with a golden file, feature by feature, or writes
// that anew. Features that the file does not have are left alone: there are more of them
// in other places.
func (r *Report) Compare(t *testing.T, path string, update bool) {
	t.Helper()
	features := make([]string, 0, len(r.lines))
	for feature, lines := range r.lines {
		features = append(features, strings.Join(append([]string{feature}, lines...), "\n"))
	}
	slices.Sort(features)
	if update {
		if err := os.WriteFile(path, []byte(strings.Join(features, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	golden := "\n" + string(text)
	known := 0
	for _, feature := range features {
		name, _, _ := strings.Cut(feature, "\n")
		if !strings.Contains(golden, "\n"+name+"\n") {
			continue
		}
		known++
		_, after, found := strings.Cut(golden, "\n"+feature+"\n")
		if !found || strings.HasPrefix(after, "  ") {
			t.Errorf("what does not pass is not what %s says; look at it, and run the test with -update:\n%s", path, feature)
		}
	}
	if known == 0 {
		t.Errorf("%s has none of the features", path)
	}
}

// Print prints how many scenarios passed, and fails where that is less than a share of all.
func (r *Report) Print(t *testing.T, least float64) {
	t.Helper()
	all := r.counts[Passed] + r.counts[Unsupported] + r.counts[Failed]
	if float64(r.counts[Passed]) < least*float64(all) {
		t.Errorf("only %d of %d scenarios passed", r.counts[Passed], all)
	}
	fmt.Printf("tck %s: %d passed, %d unsupported, %d failed of %d\n", r.store, r.counts[Passed], r.counts[Unsupported], r.counts[Failed], all)
}
