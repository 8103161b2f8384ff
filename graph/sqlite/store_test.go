package sqlite

import (
	"path/filepath"
	"testing"

	"rostrum/graph"
	"rostrum/graph/graphtest"
	"rostrum/schema"
)

func TestStore(t *testing.T) {
	graphtest.Store(t, func(t *testing.T, place string) graph.Store {
		return openStore(t, filepath.Join(place, "store.db"))
	})
}

func openStore(t *testing.T, path string) *Store {
	t.Helper()
	store, err := Open(t.Context(), path, schema.Model())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

func TestJournal(t *testing.T) {
	graphtest.Journal(t, func(t *testing.T, place string) graph.Journal {
		return openStore(t, filepath.Join(place, "store.db"))
	})
}
