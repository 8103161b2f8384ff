package neo4j_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"rostrum/graph"
	"rostrum/graph/graphtest"
	"rostrum/graph/neo4j/neo4jtest"
	"rostrum/schema"
)

const (
	benchDocuments = 100 // of an Apply, and of a transaction of the bare driver
	benchWarming   = 10  // transactions of each that warm up the server: it compiles itself, and makes plans
	benchRounds    = 4   // of each session between two turns
	benchTurns     = 5
)

// BenchmarkNeo4jApply writes documents as a news archive has them, 15 nodes and 15 edges,
// half of the nodes shared: with the store, and the same nodes and edges with the bare
// driver and hand-written UNWIND … MERGE, in transactions of the same size, over as many
// sessions. It prints both and the ratio. The two take turns in one database that grows,
// each with documents that are not there yet.
func BenchmarkNeo4jApply(b *testing.B) {
	uri := neo4jtest.URI(b)
	wipe(b, uri)
	store := openStore(b, uri) // which makes the constraints and indexes for both
	bare, err := driver.NewDriverWithContext(uri, driver.NoAuth())
	if err != nil {
		b.Fatal(err)
	}
	defer bare.Close(b.Context())
	w := benchWriter{B: b}
	writeStore := func(batches []graph.Batch) error {
		_, err := store.Apply(b.Context(), batches...)
		return err
	}
	writeBare := func(batches []graph.Batch) error { return mergeBare(b.Context(), bare, batches) }
	w.rate(1, benchWarming, writeStore)
	w.rate(1, benchWarming, writeBare)
	for b.Loop() {
		for _, sessions := range []int{1, 2} {
			var ofStore, ofBare []float64
			for range benchTurns {
				ofStore = append(ofStore, w.rate(sessions, benchRounds, writeStore))
				ofBare = append(ofBare, w.rate(sessions, benchRounds, writeBare))
			}
			fmt.Printf("neo4j: %d sessions, %d documents a transaction: store %.0f documents/s, bare driver %.0f, ratio %.2f\n",
				sessions, benchDocuments, median(ofStore), median(ofBare), median(ofStore)/median(ofBare))
		}
	}
}

func median(list []float64) float64 { return slices.Sorted(slices.Values(list))[len(list)/2] }

type benchWriter struct {
	*testing.B
	documents int // so far
}

func (w *benchWriter) batches() []graph.Batch {
	world := graphtest.World{Model: schema.Model(), Shared: 500, Nodes: 15, Edges: 22, Words: 8}
	batches := make([]graph.Batch, benchDocuments)
	for i := range batches {
		batches[i] = world.Batch(w.documents, 0)
		w.documents++
	}
	return batches
}

// rate writes new documents, rounds transactions in each of the sessions, and returns
// documents a second.
func (w *benchWriter) rate(sessions, rounds int, write func(batches []graph.Batch) error) float64 {
	w.Helper()
	work := make([][][]graph.Batch, sessions)
	for s := range work {
		for range rounds {
			work[s] = append(work[s], w.batches())
		}
	}
	began := time.Now()
	var group sync.WaitGroup
	for _, own := range work {
		group.Go(func() {
			for _, batches := range own {
				if err := write(batches); err != nil {
					w.Error(err)
				}
			}
		})
	}
	group.Wait()
	return float64(sessions*rounds*benchDocuments) / time.Since(began).Seconds()
}

// mergeBare writes the nodes and edges of batches as one would by hand: each once, those
// of a label or type in one statement.
func mergeBare(ctx context.Context, bare driver.DriverWithContext, batches []graph.Batch) error {
	labels := map[schema.ID]string{}
	rows := map[string][]any{} // by statement
	seen := map[schema.ID]bool{}
	properties := func(id schema.ID, of map[string]any) map[string]any {
		p := map[string]any{"id": string(id)}
		for name, value := range of {
			if day, ok := value.(schema.Date); ok {
				value = driver.DateOf(day.Time())
			}
			p[name] = value
		}
		return p
	}
	for _, batch := range batches {
		for _, n := range batch.Nodes {
			labels[n.ID] = n.Labels[0]
			if !seen[n.ID] {
				seen[n.ID] = true
				text := "0 UNWIND $rows AS row MERGE (n:" + n.Labels[0] + " {id: row.id}) SET n = row.p"
				rows[text] = append(rows[text], map[string]any{"id": string(n.ID), "p": properties(n.ID, n.Properties)})
			}
		}
		for _, e := range batch.Edges {
			if !seen[e.ID] {
				seen[e.ID] = true
				text := fmt.Sprintf("1 UNWIND $rows AS row MATCH (a:%s {id: row.from}) MATCH (b:%s {id: row.to}) MERGE (a)-[r:%s {id: row.id}]->(b) SET r = row.p", labels[e.From], labels[e.To], e.Type)
				rows[text] = append(rows[text], map[string]any{"id": string(e.ID), "from": string(e.From), "to": string(e.To), "p": properties(e.ID, e.Properties)})
			}
		}
	}
	session := bare.NewSession(ctx, driver.SessionConfig{})
	defer session.Close(ctx)
	_, err := session.ExecuteWrite(ctx, func(tx driver.ManagedTransaction) (any, error) {
		texts := make([]string, 0, len(rows))
		for text := range rows {
			texts = append(texts, text)
		}
		slices.Sort(texts) // nodes first
		for _, text := range texts {
			result, err := tx.Run(ctx, strings.TrimLeft(text, "01 "), map[string]any{"rows": rows[text]})
			if err != nil {
				return nil, err
			}
			if _, err := result.Consume(ctx); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	return err
}
