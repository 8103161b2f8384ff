package neo4j_test

import (
	"flag"
	"path/filepath"
	"strings"
	"testing"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"rostrum/graph/graphtest/tck"
	"rostrum/graph/neo4j"
	"rostrum/graph/neo4j/neo4jtest"
	"rostrum/schema"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestNeo4jTCK runs openCypher's scenarios, set up by the statements as they are written.
// Those that do not pass are in testdata/tck.txt, with the reason.
func TestNeo4jTCK(t *testing.T) {
	scenarios := tck.Shared(t)
	uri := neo4jtest.URI(t)
	wipe(t, uri)
	reader, err := neo4j.OpenReader(t.Context(), target(t, uri), schema.Model(), neo4j.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	writer, err := driver.NewDriverWithContext(uri, driver.NoAuth())
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close(t.Context())
	run := tck.NewReport("neo4j")
	dirty := true
	for _, s := range scenarios {
		setup, err := s.Setup()
		if err != nil {
			t.Fatal(err)
		}
		if dirty || len(setup) > 0 {
			setup = append([]string{"MATCH (n) DETACH DELETE n"}, setup...)
		}
		dirty = len(setup) > 1
		for _, text := range setup {
			if _, err := driver.ExecuteQuery(t.Context(), writer, strings.TrimSpace(text), nil, driver.EagerResultTransformer); err != nil {
				t.Fatalf("%s: %v", s.Name, err)
			}
		}
		outcome, err := s.Run(t.Context(), reader)
		run.Add(&s, outcome, err)
	}
	run.Compare(t, filepath.Join("testdata", "tck.txt"), *update)
	run.Print(t, 0.95)
}
