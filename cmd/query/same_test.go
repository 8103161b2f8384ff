package main

import (
	"path/filepath"
	"testing"

	"rostrum/graph"
	"rostrum/graph/graphtest"
	"rostrum/graph/neo4j/neo4jtest"
	"rostrum/graph/sqlite"
	"rostrum/schema"
)

// TestNeo4jSameRows asks random queries about random graphs of both stores. Without
// -short there are more of them.
func TestNeo4jSameRows(t *testing.T) {
	model := schema.Model()
	server := neo4jtest.OpenEmpty(t, model)
	queries, seeds := 400, []uint64{1, 2}
	if testing.Short() {
		queries, seeds = 100, seeds[:1]
	}
	asked, answered := 0, 0
	for _, seed := range seeds {
		world := graphtest.World{Model: model, Seed: seed, Words: 3}
		file, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "graph.db"), model)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if err := server.Clear(t.Context()); err != nil {
			t.Fatal(err)
		}
		var batches []graph.Batch
		for i := range 25 {
			batches = append(batches, world.Batch(i, 0))
		}
		for _, store := range []graph.Store{file, server} {
			if _, err := store.Apply(t.Context(), batches...); err != nil {
				t.Fatal(err)
			}
		}
		n, withRows := graphtest.SameRows(t, file, server, world, seed, queries)
		asked, answered = asked+n, answered+withRows
	}
	t.Logf("%d random queries compared, %d with rows", asked, answered)
	if answered < asked/4 {
		t.Errorf("only %d of %d queries had rows", answered, asked)
	}
}
