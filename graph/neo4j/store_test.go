package neo4j

import (
	"testing"

	"rostrum/graph"
	"rostrum/graph/graphtest"
	"rostrum/graph/neo4j/neo4jtest"
	"rostrum/schema"
)

// TestStore runs the contract of stores. There is one database, so a new place is the
// database made empty.
func TestStore(t *testing.T) {
	uri := neo4jtest.URI(t)
	last := ""
	graphtest.Store(t, func(t *testing.T, place string) graph.Store {
		if place != last {
			wipe(t, uri)
		}
		last = place
		return openStore(t, uri)
	})
}

func target(t testing.TB, uri string) Target {
	t.Helper()
	target, err := ParseTarget(uri, "")
	if err != nil {
		t.Fatal(err)
	}
	return target
}

func openStore(t testing.TB, uri string) *Store {
	t.Helper()
	store, err := Open(t.Context(), target(t, uri), schema.Model(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

// wipe takes everything out of the database.
func wipe(t testing.TB, uri string) {
	t.Helper()
	store := openStore(t, uri)
	defer store.Close()
	if err := store.run(t.Context(), "MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"); err != nil {
		t.Fatal(err)
	}
}
