package main

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"testing"

	"rostrum/graph"
	"rostrum/graph/graphtest"
	"rostrum/graph/neo4j"
	"rostrum/graph/neo4j/neo4jtest"
	"rostrum/graph/sqlite"
	"rostrum/schema"
)

func worldStore(t *testing.T, documents int) (*sqlite.Store, []graph.Batch) {
	t.Helper()
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "graph.db"), schema.Model())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	world := graphtest.World{Model: schema.Model(), Seed: 4}
	var batches []graph.Batch
	for i := range documents {
		batches = append(batches, world.Batch(i, 0))
	}
	if _, err := store.Apply(t.Context(), batches...); err != nil {
		t.Fatal(err)
	}
	return store, batches
}

func dumped(t *testing.T, r graph.Reader) string {
	t.Helper()
	var out bytes.Buffer
	if err := graph.Dump(t.Context(), r, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// copyAll copies, and checks that the copy is the same graph, is supported by the same
// documents, and that to copy again changes nothing.
func copyAll(t *testing.T, from graph.Source, to graph.Store, batches []graph.Batch) {
	t.Helper()
	for i, want := range []graph.Change{graph.Added, graph.Unchanged} {
		counts, err := copyDocuments(t.Context(), from, to, func(int) {})
		if err != nil || counts[want] != len(batches) {
			t.Fatalf("copy %d: %v, %v; want %d %s", i, counts, err, len(batches), want)
		}
	}
	if dumped(t, to) != graphtest.Canonical(batches...) {
		t.Error("the copy is another graph")
	}
	var rest []graph.Batch
	for i, b := range batches {
		if i%2 == 0 {
			if _, err := to.Apply(t.Context(), graph.Batch{Document: b.Document}); err != nil {
				t.Fatal(err)
			}
			continue
		}
		rest = append(rest, b)
	}
	if dumped(t, to) != graphtest.Canonical(rest...) {
		t.Error("with half of its documents retracted the copy is another graph")
	}
}

func TestCopy(t *testing.T) {
	from, batches := worldStore(t, 450)
	to, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "copy.db"), schema.Model())
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	copyAll(t, from, to, batches)
}

func TestNeo4jCopy(t *testing.T) {
	from, batches := worldStore(t, 60)
	server := neo4jtest.OpenEmpty(t, schema.Model())
	if _, err := copyDocuments(t.Context(), from, server, func(int) {}); err != nil {
		t.Fatal(err)
	}
	back, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "back.db"), schema.Model())
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	copyAll(t, server, back, batches)
}

// TestNeo4jImport imports what bulk export-neo4j writes into an empty server: it is the
// graph that Apply makes, also for what is applied to it later.
func TestNeo4jImport(t *testing.T) {
	from, batches := worldStore(t, 60)
	odd := graphtest.OddBatch()
	if _, err := from.Apply(t.Context(), odd); err != nil {
		t.Fatal(err)
	}
	batches = append(batches, odd)
	folder := filepath.Join(t.TempDir(), "files")
	if err := neo4j.Export(t.Context(), from, schema.Model(), folder, nil); err != nil {
		t.Fatal(err)
	}
	store := neo4jtest.Imported(t, exec.Command("sh", filepath.Join(folder, "import.sh")), schema.Model())
	if dumped(t, store) != graphtest.Canonical(batches...) {
		t.Error("the imported graph is another one")
	}
	if changes, err := store.Apply(t.Context(), batches[0]); err != nil || changes[0] != graph.Unchanged {
		t.Errorf("a document that is there: %v, %v", changes, err)
	}
	if _, err := store.Apply(t.Context(), graph.Batch{Document: batches[0].Document}, graph.Batch{Document: odd.Document}); err != nil {
		t.Fatal(err)
	}
	if dumped(t, store) != graphtest.Canonical(batches[1:len(batches)-1]...) {
		t.Error("with two documents retracted the imported graph is another one")
	}
	if _, err := store.Status(t.Context()); err != nil {
		t.Error(err)
	}
}
