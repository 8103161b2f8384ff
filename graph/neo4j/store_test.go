package neo4j_test

import (
	"testing"

	"rostrum/graph"
	"rostrum/graph/graphtest"
	"rostrum/graph/neo4j"
	"rostrum/graph/neo4j/neo4jtest"
	"rostrum/schema"
)

// TestNeo4jStore runs the contract of stores. There is one database, so a new place is the
// database made empty.
func TestNeo4jStore(t *testing.T) {
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

func TestNeo4jJournal(t *testing.T) {
	uri := neo4jtest.URI(t)
	wipe(t, uri)
	graphtest.Journal(t, func(t *testing.T, _ string) graph.Journal { return openStore(t, uri) })
}

// TestNeo4jOpenedTogether opens an empty database from several sides at once, as watches
// that start together do.
func TestNeo4jOpenedTogether(t *testing.T) {
	uri := neo4jtest.URI(t)
	wipe(t, uri)
	first := openStore(t, uri)
	if err := first.DropForTest(t.Context()); err != nil {
		t.Fatal(err)
	}
	errs := make(chan error)
	for range 4 {
		go func() {
			store, err := neo4j.Open(t.Context(), target(t, uri), schema.Model(), neo4j.Options{})
			if err == nil {
				err = store.Close()
			}
			errs <- err
		}()
	}
	for range 4 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

func target(t testing.TB, uri string) neo4j.Target {
	t.Helper()
	target, err := neo4j.ParseTarget(uri, "")
	if err != nil {
		t.Fatal(err)
	}
	return target
}

func openStore(t testing.TB, uri string) *neo4j.Store {
	t.Helper()
	store, err := neo4j.Open(t.Context(), target(t, uri), schema.Model(), neo4j.Options{})
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
	if err := store.Clear(t.Context()); err != nil {
		t.Fatal(err)
	}
}
