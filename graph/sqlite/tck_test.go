package sqlite

import (
	"flag"
	"path/filepath"
	"strings"
	"testing"

	"rostrum/graph/graphtest/tck"
	"rostrum/schema"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestTCK runs openCypher's scenarios. Those that do not pass are in testdata/tck.txt,
// with the reason.
func TestTCK(t *testing.T) {
	scenarios := tck.Shared(t)
	path := filepath.Join(t.TempDir(), "tck.db")
	store := openStore(t, path)
	run := tck.NewReport("sqlite")
	for _, s := range scenarios {
		outcome, err := runScenario(t, store, &s)
		run.Add(&s, outcome, err)
	}
	run.Compare(t, filepath.Join("testdata", "tck.txt"), *update)
	run.Print(t, 0.85)
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
