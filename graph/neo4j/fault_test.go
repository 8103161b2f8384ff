package neo4j_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/graph/graphtest"
	"rostrum/graph/neo4j"
	"rostrum/graph/neo4j/neo4jtest"
	"rostrum/schema"
)

// TestNeo4jFaults looks at what a user is told: of a wrong password, no server, no such
// database, constraints that clash, a database that may only be read.
func TestNeo4jFaults(t *testing.T) {
	server := neo4jtest.Own(t)
	ctx, model := t.Context(), schema.Model()
	told := func(err error, words ...string) {
		t.Helper()
		for _, word := range words {
			if err == nil || !strings.Contains(err.Error(), word) {
				t.Errorf("the error does not say %q: %v", word, err)
			}
		}
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("more than a line: %v", err)
		}
	}

	nobody := neo4j.Target{URI: "bolt://127.0.0.1:1"}
	_, err := neo4j.OpenReader(ctx, nobody, model, neo4j.Options{})
	told(err, "no answer from the server at bolt://127.0.0.1:1")

	missing := target(t, server.URI())
	missing.Database = "nowhere"
	_, err = neo4j.OpenReader(ctx, missing, model, neo4j.Options{})
	told(err, "nowhere")

	store := openStore(t, server.URI())
	batches := []graph.Batch{graphtest.World{Model: model}.Batch(0, 0)}
	if _, err := store.Apply(ctx, batches...); err != nil {
		t.Fatal(err)
	}
	if err := store.RunForTest(ctx, "DROP CONSTRAINT person_id"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := store.RunForTest(ctx, "CREATE (:Person {id: 'twice'})"); err != nil {
			t.Fatal(err)
		}
	}
	_, err = neo4j.Open(ctx, target(t, server.URI()), model, neo4j.Options{})
	told(err, "person_id", "clashes", "twice")
	for _, text := range []string{"MATCH (n:Person {id: 'twice'}) DELETE n", "CREATE INDEX person_id FOR (n:Person) ON (n.name)"} {
		if err := store.RunForTest(ctx, text); err != nil {
			t.Fatal(err)
		}
	}
	_, err = neo4j.Open(ctx, target(t, server.URI()), model, neo4j.Options{})
	told(err, "person_id", "drop it")
	if err := store.RunForTest(ctx, "DROP INDEX person_id"); err != nil {
		t.Fatal(err)
	}
	openStore(t, server.URI()).Close()

	slow, err := neo4j.OpenReader(ctx, target(t, server.URI()), model, neo4j.Options{QueryTime: time.Second, QueryRows: 3})
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	told(queryError(t, slow, "UNWIND range(1, 9) AS x RETURN x"), "too many rows")
	told(queryError(t, slow, "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y RETURN count(*) AS n"), "longer than 1s")

	// The same server, which may only be read, and asks for a password.
	server.Stop()
	if err := server.Admin(ctx, "dbms", "set-initial-password", "correct-horse"); err != nil {
		t.Fatal(err)
	}
	if err := server.Configure("server.databases.default_to_read_only=true"); err != nil {
		t.Fatal(err)
	}
	if err := server.Start(ctx); err != nil {
		t.Fatal(err)
	}
	wrong := target(t, server.URI())
	wrong.User, wrong.Password = "neo4j", "wrong-staple"
	_, err = neo4j.OpenReader(ctx, wrong, model, neo4j.Options{})
	told(err, "user neo4j", "ROSTRUM_NEO4J_PASSWORD")
	if err != nil && strings.Contains(err.Error(), "wrong-staple") {
		t.Errorf("the error tells the password: %v", err)
	}
	right := wrong
	right.Password = "correct-horse"
	reader, err := neo4j.OpenReader(ctx, right, model, neo4j.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	var out bytes.Buffer
	if err := graph.Dump(ctx, reader, &out); err != nil || out.String() != graphtest.Canonical(batches...) {
		t.Errorf("who may only read reads another graph: %v", err)
	}
	onlyRead, err := neo4j.Open(ctx, right, model, neo4j.Options{})
	if err == nil {
		_, err = onlyRead.Apply(ctx, graphtest.World{Model: model}.Batch(1, 0))
		onlyRead.Close()
	}
	told(err, "can only be read")
}

func queryError(t *testing.T, r graph.Reader, text string) error {
	t.Helper()
	query, err := cypher.Compile(text, schema.Model())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := r.Query(t.Context(), query, nil)
	if err != nil {
		return err
	}
	for _, err := range rows.All {
		if err != nil {
			return err
		}
	}
	return nil
}

// TestNeo4jKilled kills the server again and again while documents are applied, and starts
// it again: Apply waits and goes on, and the graph is that of an undisturbed run.
func TestNeo4jKilled(t *testing.T) {
	server := neo4jtest.Own(t)
	model := schema.Model()
	waited := 0
	store, err := neo4j.Open(t.Context(), target(t, server.URI()), model, neo4j.Options{
		Patience: 30 * time.Minute, Waiting: func(error, time.Duration) { waited++ }})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	world := graphtest.World{Model: model, Seed: 5}
	const documents, together, kills = 60, 5, 2
	done := make(chan error, 1)
	progress := make(chan int, documents)
	go func() {
		defer close(progress)
		for from := 0; from < documents; from += together {
			var batches []graph.Batch
			for i := range together {
				batches = append(batches, world.Batch(from+i, 0))
			}
			changes, err := store.Apply(t.Context(), batches...)
			if err != nil {
				done <- err
				return
			}
			for _, c := range changes {
				if c != graph.Added {
					t.Errorf("documents from %d: %s, want them new", from, c)
				}
			}
			progress <- from
		}
		done <- nil
	}()
	killed := 0
	for from := range progress {
		if killed < kills && from >= (killed+1)*documents/(kills+1) {
			time.Sleep(time.Duration(killed) * 20 * time.Millisecond) // at another moment of an Apply
			server.Kill()
			killed++
			if err := server.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	var all []graph.Batch
	for i := range documents {
		all = append(all, world.Batch(i, 0))
	}
	var out bytes.Buffer
	if err := graph.Dump(t.Context(), store, &out); err != nil {
		t.Fatal(err)
	}
	if out.String() != graphtest.Canonical(all...) {
		t.Error("the graph is another than that of an undisturbed run")
	}
	t.Logf("%d kills, told %d times that it waits", killed, waited)
	if killed == 0 || waited == 0 {
		t.Errorf("%d kills, waited %d times: nothing was tested", killed, waited)
	}
}
