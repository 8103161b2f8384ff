package sqlite

import (
	"path/filepath"
	"testing"

	"rostrum/graph"
	"rostrum/graph/graphtest"
	"rostrum/schema"
)

// BenchmarkApply applies documents as a news archive has them, in batches of a
// hundred, to a store that begins empty.
func BenchmarkApply(b *testing.B) {
	ctx := b.Context()
	path := filepath.Join(b.TempDir(), "store.db")
	store, err := Open(ctx, path, schema.Model())
	if err != nil {
		b.Fatal(err)
	}
	const together = 100
	world := graphtest.World{Model: schema.Model(), Shared: 500, Nodes: 15, Edges: 22, Words: 8}
	var documents, nodes, edges int
	for b.Loop() {
		b.StopTimer()
		batches := make([]graph.Batch, together)
		for i := range batches {
			batches[i] = world.Batch(documents+i, 0)
			nodes, edges = nodes+len(batches[i].Nodes), edges+len(batches[i].Edges)
		}
		documents += together
		b.StartTimer()
		if _, err := store.Apply(ctx, batches...); err != nil {
			b.Fatal(err)
		}
	}
	perDocument := func(n float64, unit string) { b.ReportMetric(n/float64(documents), unit+"/document") }
	b.ReportMetric(float64(documents)/b.Elapsed().Seconds(), "documents/s")
	perDocument(float64(nodes), "nodes")
	perDocument(float64(edges), "edges")
	if err := store.Close(); err != nil {
		b.Fatal(err)
	}
	perDocument(float64(fileSize(path)), "B")
}
