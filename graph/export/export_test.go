package export_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/graph/export"
	"rostrum/graph/export/exporttest"
	"rostrum/graph/sqlite/sqlitetest"
	"rostrum/schema"
)

var update = flag.Bool("update", false, "write the golden files")

func openGraph(t *testing.T) graph.Store {
	t.Helper()
	return sqlitetest.Open(t, exporttest.Graph()...)
}

// selectAll selects what a query returns.
func selectAll(t *testing.T, r graph.Reader, text string, limit int64) (*export.Selection, bool) {
	t.Helper()
	query, err := cypher.Compile(text, schema.Model())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := r.Query(t.Context(), query, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := export.NewSelection(r, schema.Model())
	more, err := s.Select(rows, limit)
	if err != nil {
		t.Fatal(err)
	}
	return s, more
}

func subgraph(t *testing.T, s *export.Selection) *export.Subgraph {
	t.Helper()
	g, err := s.Subgraph(t.Context(), export.About{Question: "all of the test's graph", Limits: []string{"Nothing is left out."}})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// written are the files that a format makes, by their names.
func written(t *testing.T, f export.Format, s *export.Subgraph) map[string]string {
	t.Helper()
	files := map[string]*bytes.Buffer{}
	create := func(name string) (io.Writer, error) {
		files[name] = new(bytes.Buffer)
		return files[name], nil
	}
	var err error
	if f.Folder {
		err = f.WriteFolder(create, s)
	} else {
		w, _ := create("graph" + f.Extensions[0])
		err = f.Write(w, s)
	}
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for name, b := range files {
		texts[name] = b.String()
	}
	return texts
}

// TestFormats compares each format's files with testdata/multi and testdata/project,
// which the tools that are to read them check (make test-export).
func TestFormats(t *testing.T) {
	store := openGraph(t)
	selection, more := selectAll(t, store, "MATCH (n) OPTIONAL MATCH (n)-[r]->(m) RETURN n, r, m", 0)
	if more {
		t.Error("more rows than all")
	}
	multi := subgraph(t, selection)
	project, err := multi.Project()
	if err != nil {
		t.Fatal(err)
	}
	for folder, s := range map[string]*export.Subgraph{"multi": multi, "project": project} {
		for _, f := range export.Formats() {
			files := written(t, f, s)
			if again := written(t, f, s); !equal(files, again) {
				t.Errorf("%s: the same subgraph gives other bytes", f.Name)
			}
			for name, got := range files {
				compare(t, filepath.Join("testdata", folder, f.Name, name), got)
			}
		}
	}
}

func equal(a, b map[string]string) bool {
	for name := range a {
		if a[name] != b[name] {
			return false
		}
	}
	return len(a) == len(b)
}

func compare(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(got), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is another one (-update writes it):\n%s", path, got)
	}
}

// TestEveryFormatTellsLimits looks for what was left out in every format's files.
func TestEveryFormatTellsLimits(t *testing.T) {
	store := openGraph(t)
	selection, more := selectAll(t, store, "MATCH (a)-[r:ACCUSED]->(b) RETURN r ORDER BY r.id", 2)
	if !more {
		t.Fatal("the limit left nothing out")
	}
	s, err := selection.Subgraph(t.Context(), export.About{Question: "limited", Limits: []string{"Only the first 2 rows."}})
	if err != nil {
		t.Fatal(err)
	}
	if s.EdgeCount != 2 {
		t.Errorf("%d edges of 2 rows", s.EdgeCount)
	}
	for _, f := range export.Formats() {
		all := ""
		for _, text := range written(t, f, s) {
			all += text
		}
		for _, words := range []string{"Only the first 2 rows.", "multi: each"} {
			if !strings.Contains(all, words) {
				t.Errorf("%s does not say %q", f.Name, words)
			}
		}
	}
}

func edgesOf(t *testing.T, s *export.Subgraph) (all []export.Edge) {
	t.Helper()
	for e, err := range s.Edges {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}

func TestProject(t *testing.T) {
	store := openGraph(t)
	selection, _ := selectAll(t, store, "MATCH (:Person)-[r:ACCUSED]->(:Country) RETURN r", 0)
	multi := subgraph(t, selection)
	if multi.EdgeCount != 3 {
		t.Fatalf("%d accusations, not 3", multi.EdgeCount)
	}
	project, err := multi.Project()
	if err != nil {
		t.Fatal(err)
	}
	edges := edgesOf(t, project)
	if len(edges) != 1 || project.EdgeCount != 1 {
		t.Fatalf("%d edges, not one", len(edges))
	}
	e := edges[0]
	if e.Weight != 3 || e.Start != "2019-02-27" || e.End != "2020-01-04" || len(e.Properties["ids"].([]string)) != 3 {
		t.Errorf("weight %d, from %s to %s, ids %v", e.Weight, e.Start, e.End, e.Properties["ids"])
	}
}

func TestAround(t *testing.T) {
	store := openGraph(t)
	rus := schema.CountryID("RUS")
	for _, c := range []struct {
		n            export.Neighbourhood
		nodes, edges int
		more         bool
	}{
		{export.Neighbourhood{Depth: 1, Types: []string{"ACCUSED"}}, 3, 4, false},
		{export.Neighbourhood{Depth: 1, Types: []string{"ACCUSED", "DENIED"}}, 3, 5, false},
		{export.Neighbourhood{Depth: 1, Types: []string{"ACCUSED"}, Since: "2020-01-01"}, 2, 1, false},
		{export.Neighbourhood{Depth: 1, Types: []string{"ACCUSED"}, Until: "2019-02-27"}, 2, 1, false},
		{export.Neighbourhood{Depth: 2, Types: []string{"ACCUSED", "HOLDS"}, Since: "2019-02-28", Until: "2019-06-01"}, 3, 2, false},
		{export.Neighbourhood{Depth: 2, Types: []string{"HOLDS"}}, 1, 0, false},
		{export.Neighbourhood{Depth: 1, Limit: 2}, 0, 2, true},
		{export.Neighbourhood{Depth: 4}, 8, 11, false},
	} {
		s := export.NewSelection(store, schema.Model())
		more, err := s.Around(t.Context(), []schema.ID{rus}, c.n)
		if err != nil {
			t.Fatal(err)
		}
		g := subgraph(t, s)
		if more != c.more || g.EdgeCount != c.edges || c.nodes > 0 && g.NodeCount != c.nodes {
			t.Errorf("%+v: %d nodes, %d edges, more %v; want %d, %d, %v", c.n, g.NodeCount, g.EdgeCount, more, c.nodes, c.edges, c.more)
		}
	}
	s := export.NewSelection(store, schema.Model())
	if _, err := s.Around(t.Context(), []schema.ID{schema.NewID("nobody")}, export.Neighbourhood{Depth: 1}); err == nil {
		t.Error("no error for a node that is not there")
	}
}

// TestGoneMeanwhile takes an article out between the two readings.
func TestGoneMeanwhile(t *testing.T) {
	store := openGraph(t)
	selection, _ := selectAll(t, store, "MATCH ()-[r:DENIED]->() RETURN r", 0)
	s := subgraph(t, selection)
	if _, err := store.Apply(t.Context(), graph.Batch{Document: schema.NewID("document", "odd 2")}); err != nil {
		t.Fatal(err)
	}
	f, err := export.Find("graphml")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Write(io.Discard, s); err == nil || !strings.Contains(err.Error(), "the graph changed meanwhile") {
		t.Errorf("error %v", err)
	}
}

// TestFullDisk gives every format a file that takes nothing.
func TestFullDisk(t *testing.T) {
	store := openGraph(t)
	selection, _ := selectAll(t, store, "MATCH (n) RETURN n", 0)
	s := subgraph(t, selection)
	full := errors.New("no space left on device")
	for _, f := range export.Formats() {
		var err error
		if f.Folder {
			err = f.WriteFolder(func(string) (io.Writer, error) { return broken{full}, nil }, s)
		} else {
			err = f.Write(broken{full}, s)
		}
		if !errors.Is(err, full) {
			t.Errorf("%s: error %v", f.Name, err)
		}
	}
}

type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

func TestFind(t *testing.T) {
	if _, err := export.Find("gml"); err == nil || !strings.Contains(err.Error(), "graphml, gexf") {
		t.Errorf("error %v does not list the formats", err)
	}
	for path, want := range map[string]string{"a.gexf": "gexf", "x/y.gv": "dot", "b.ftm.json": "ftm", "c.json": "", ".": ""} {
		f, ok := export.ForFile(path)
		if f.Name != want || ok != (want != "") {
			t.Errorf("%s: %q", path, f.Name)
		}
	}
	names := []string{}
	for _, f := range export.Formats() {
		names = append(names, f.Name)
	}
	if !slices.Contains(names, "graphml") || len(names) != 12 {
		t.Errorf("formats %v", names)
	}
}
