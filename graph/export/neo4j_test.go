package export_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"rostrum/graph"
	"rostrum/graph/export/exporttest"
	"rostrum/graph/graphtest"
	"rostrum/graph/neo4j"
	"rostrum/graph/neo4j/neo4jtest"
	"rostrum/schema"
)

// TestNeo4jImport imports the files of testdata with the command that stands beside them,
// and finds the graph that they were written from.
func TestNeo4jImport(t *testing.T) {
	server := neo4jtest.Own(t)
	server.Stop()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS("testdata/multi/neo4j")); err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(folder, "README.txt"))
	if err != nil {
		t.Fatal(err)
	}
	_, command, ok := bytes.Cut(readme, []byte("neo4j-admin "))
	if !ok {
		t.Fatal("README.txt has no command")
	}
	if err := os.RemoveAll(filepath.Join(server.Home, "data")); err != nil {
		t.Fatal(err)
	}
	importing := exec.Command("sh", "-f", "-c", "$NEO4J_ADMIN "+string(command))
	importing.Dir, importing.Env = folder, append(os.Environ(), server.AdminEnvironment()...)
	if out, err := importing.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := server.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	target, err := neo4j.ParseTarget(server.URI(), "")
	if err != nil {
		t.Fatal(err)
	}
	store, err := neo4j.Open(t.Context(), target, schema.Model(), neo4j.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	var got bytes.Buffer
	if err := graph.Dump(t.Context(), store, &got); err != nil {
		t.Fatal(err)
	}
	if want := graphtest.Canonical(exporttest.Graph()...); got.String() != want {
		t.Errorf("imported is another graph:\n%s\nnot\n%s", &got, want)
	}
}
