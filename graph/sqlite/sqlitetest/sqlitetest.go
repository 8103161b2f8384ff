// Package sqlitetest opens a store of a test's own. It is no part of the programs, and
// knows no graph: a test says which batches the store has.
//
// The main path is [Open].
package sqlitetest

import (
	"path/filepath"
	"testing"

	"rostrum/graph"
	"rostrum/graph/sqlite"
	"rostrum/schema"
)

// Open opens a new store that the batches are applied to. It is closed when the test ends.
func Open(t testing.TB, batches ...graph.Batch) *sqlite.Store {
	t.Helper()
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "graph.db"), schema.Model())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := store.Apply(t.Context(), batches...); err != nil {
		t.Fatal(err)
	}
	return store
}
