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
	"rostrum/graph/neo4j/neo4jtest"
	"rostrum/schema"
)

// TestNeo4jImport imports the files of testdata with the command that stands beside them,
// and finds the graph that they were written from.
func TestNeo4jImport(t *testing.T) {
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
	importing := exec.Command("sh", "-f", "-c", "$NEO4J_ADMIN "+string(command))
	importing.Dir = folder
	store := neo4jtest.Imported(t, importing, schema.Model())
	var got bytes.Buffer
	if err := graph.Dump(t.Context(), store, &got); err != nil {
		t.Fatal(err)
	}
	if want := graphtest.Canonical(exporttest.Graph()...); got.String() != want {
		t.Errorf("imported is another graph:\n%s\nnot\n%s", &got, want)
	}
}
