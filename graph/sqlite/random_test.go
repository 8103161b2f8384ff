package sqlite

import (
	"path/filepath"
	"strings"
	"testing"

	"rostrum/graph/cypher"
	"rostrum/graph/graphtest"
	"rostrum/schema"
)

// TestRandomQueries runs random queries: whatever fits the model has SQL that SQLite takes.
// That the rows are right, cmd/query compares with Neo4j.
func TestRandomQueries(t *testing.T) {
	store := openStore(t, filepath.Join(t.TempDir(), "store.db"))
	world := graphtest.World{Model: schema.Model(), Seed: 9, Words: 3}
	for i := range 25 {
		apply(t, store, world.Batch(i, 0))
	}
	asked := 0
	for i := range 1000 {
		text := graphtest.RandomQuery(world, 9, i)
		query, err := cypher.Compile(text, schema.Model())
		if err != nil {
			continue
		}
		asked++
		rows, err := store.Query(t.Context(), query, nil)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		for _, err := range rows.All {
			if err != nil && strings.Contains(err.Error(), "logic error") && !strings.Contains(err.Error(), "cypher_") {
				t.Fatalf("%s: %v", text, err)
			}
		}
	}
	if asked < 300 {
		t.Errorf("only %d of 1000 random queries fit the model", asked)
	}
}
