package sqlite

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rostrum/graph/graphtest/tck"
	"rostrum/schema"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestTCK runs openCypher's scenarios. Those that do not pass are in testdata/tck.txt,
// with the reason.
func TestTCK(t *testing.T) {
	shared := os.Getenv("ROSTRUM_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	folder := filepath.Join(shared, "data", "opencypher-tck")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("no openCypher scenarios: set ROSTRUM_SHARED to the folder that has data/opencypher-tck")
	}
	scenarios, err := tck.Load(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "tck.db")
	store := openStore(t, path)
	counts := map[tck.Outcome]int{}
	var lines []string
	for _, s := range scenarios {
		outcome, err := runScenario(t, store, &s)
		counts[outcome]++
		if outcome != tck.Passed {
			reason, _, _ := strings.Cut(fmt.Sprint(err), "\n")
			lines = append(lines, fmt.Sprintf("%s: %s: %s", s.Name, outcome, reason))
		}
	}
	slices.Sort(lines)
	got := strings.Join(lines, "\n") + "\n"
	golden := filepath.Join("testdata", "tck.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("what fails is not what %s says; look at it, and run the test with -update", golden)
	}
	fmt.Printf("tck sqlite: %d passed, %d unsupported, %d failed of %d\n", counts[tck.Passed], counts[tck.Unsupported], counts[tck.Failed], len(scenarios))
}

func runScenario(t *testing.T, store *Store, s *tck.Scenario) (tck.Outcome, error) {
	t.Helper()
	g, err := s.Graph(t.Context(), store)
	if err != nil {
		return tck.Failed, err
	}
	load(t, store, g)
	return s.Run(t.Context(), store)
}

// load puts a graph of any labels and properties into the store, past Apply, which
// takes only what the model has.
func load(t *testing.T, store *Store, g *tck.Graph) {
	t.Helper()
	tx, err := store.write.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	exec := func(text string, args ...any) {
		if _, err := tx.Exec(text, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec("DELETE FROM edge")
	exec("DELETE FROM node")
	keys := map[schema.ID]int{}
	for i, n := range g.Nodes {
		keys[n.ID] = i + 1
		exec("INSERT INTO node(key, id, label, props) VALUES(?, ?, ?, ?)", i+1, string(n.ID), strings.Join(n.Labels, ":"), string(appendJSON(nil, n.Properties)))
	}
	for i, e := range g.Edges {
		exec("INSERT INTO edge(key, id, type, src, dst, props) VALUES(?, ?, ?, ?, ?, ?)", i+1, string(e.ID), e.Type, keys[e.From], keys[e.To], string(appendJSON(nil, e.Properties)))
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}
