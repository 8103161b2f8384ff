package sqlite

import (
	"path/filepath"
	"testing"

	"rostrum/graph"
	"rostrum/graph/graphtest"
	"rostrum/schema"
)

// together is how many documents an Apply of the benchmarks has.
const together = 100

// archive is of documents as a news archive has them: 15 nodes, half of them shared,
// and 15 edges on average.
func archive() graphtest.World {
	return graphtest.World{Model: schema.Model(), Shared: 500, Nodes: 15, Edges: 22, Words: 8}
}

func documents(from, version int) []graph.Batch {
	batches := make([]graph.Batch, together)
	for i := range batches {
		batches[i] = archive().Batch(from+i, version)
	}
	return batches
}

// filled is a store of a number of documents.
func filled(b *testing.B, number int) *Store {
	b.Helper()
	store, err := Open(b.Context(), filepath.Join(b.TempDir(), "store.db"), schema.Model())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { store.Close() })
	for from := 0; from < number; from += together {
		if _, err := store.Apply(b.Context(), documents(from, 0)...); err != nil {
			b.Fatal(err)
		}
	}
	return store
}

func BenchmarkApply(b *testing.B) {
	for _, c := range []struct {
		name  string
		there int
		next  func(round int) []graph.Batch
	}{
		{"new", 0, func(round int) []graph.Batch { return documents(round*together, 0) }},
		{"new in 5000", 5000, func(round int) []graph.Batch { return documents(5000+round*together, 0) }},
		{"changed in 5000", 5000, func(round int) []graph.Batch { return documents(round*together%5000, 1+round*together/5000) }},
		{"unchanged in 5000", 5000, func(round int) []graph.Batch { return documents(round*together%5000, 0) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			store := filled(b, c.there)
			round := 0
			for b.Loop() {
				b.StopTimer()
				batches := c.next(round)
				round++
				b.StartTimer()
				if _, err := store.Apply(b.Context(), batches...); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(round*together)/b.Elapsed().Seconds(), "documents/s")
		})
	}
}

// BenchmarkRead reads a store of 5,000 documents.
func BenchmarkRead(b *testing.B) {
	store := filled(b, 5000)
	run := func(name string, f func(b *testing.B) error) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := f(b); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	search := func(words string) func(*testing.B) error {
		return func(b *testing.B) error {
			_, err := store.Search(b.Context(), words, 20)
			return err
		}
	}
	run("search common", search("the"))
	run("search two words", search("treaty missile"))
	run("search phrase", search(`"nuclear weapons"`))
	run("digest", func(b *testing.B) error {
		_, _, err := store.Digest(b.Context(), archive().Document(77))
		return err
	})
	run("status", func(b *testing.B) error {
		status, err := store.Status(b.Context())
		b.ReportMetric(float64(status.Bytes)/5000, "B/document")
		return err
	})
}
