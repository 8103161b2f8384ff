package schema_test

import (
	"go/build"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// imports says which packages of this program each package may import: itself and
// what is below it always, and those listed. A package takes the rule of its longest
// listed prefix.
var imports = map[string][]string{
	"schema":                   {},
	"extract/nlp/encoder":      {},
	"extract/nlp":              {"schema", "extract/nlp/encoder"},
	"extract/nlp/model":        {},
	"extract/lexicon":          {"schema"},
	"extract":                  {"schema", "extract/nlp", "extract/lexicon"},
	"graph/cypher":             {"schema"},
	"graph/cypher/temporal":    {"schema"},
	"graph":                    {"schema", "graph/cypher"},
	"graph/sqlite":             {"schema", "graph", "graph/cypher", "graph/cypher/temporal"},
	"graph/queries":            {"schema", "graph", "graph/cypher"},
	"graph/export":             {"schema", "graph", "graph/cypher", "graph/internal/ascii"},
	"graph/picture":            {"schema", "graph", "graph/export"},
	"graph/graphtest":          {"schema", "graph", "graph/cypher"},
	"graph/neo4j":              {"schema", "graph", "graph/cypher", "graph/cypher/temporal"},
	"cmd/ingest/internal/feed": {"schema"},
	"cmd/query/internal/web":   {"schema", "graph", "graph/queries", "graph/export", "graph/picture"},
	"cmd":                      {"schema", "extract", "extract/lexicon", "extract/nlp", "extract/nlp/encoder", "extract/nlp/model", "graph", "graph/cypher", "graph/cypher/temporal", "graph/sqlite", "graph/neo4j", "graph/queries", "graph/export", "graph/picture", "graph/graphtest"},
}

// TestImports keeps the layers apart: extraction and graph share only schema's words,
// the two databases never meet.
func TestImports(t *testing.T) {
	root := ".."
	packages := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if name := d.Name(); path != root && (strings.HasPrefix(name, ".") || name == "testdata") {
			return filepath.SkipDir
		}
		p, err := build.ImportDir(path, 0)
		if _, none := err.(*build.NoGoError); none {
			return nil
		}
		if err != nil {
			return err
		}
		packages++
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		checkImports(t, filepath.ToSlash(relative), p.Imports)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if packages < 8 {
		t.Fatalf("found only %d packages: the walk goes astray", packages)
	}
}

func checkImports(t *testing.T, name string, imported []string) {
	rule := ""
	for prefix := range imports {
		if within(name, prefix) && len(prefix) > len(rule) {
			rule = prefix
		}
	}
	if rule == "" {
		t.Errorf("package %s has no rule: say in this test what it may import", name)
		return
	}
	for _, path := range imported {
		other, ours := strings.CutPrefix(path, "rostrum/")
		if !ours || within(other, rule) && (rule != "extract" && rule != "graph" || internal(other)) || slices.Contains(imports[rule], other) {
			continue
		}
		t.Errorf("package %s imports %s, which %s may not", name, path, rule)
	}
}

func within(name, prefix string) bool { return name == prefix || strings.HasPrefix(name, prefix+"/") }

func internal(name string) bool { return strings.Contains(name, "internal") }
