package sqlite

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/graph/graphtest/tck"
	"rostrum/schema"
)

// TestShortestPath: a ring of six, with a chord that is of another type, and a blind end.
func TestShortestPath(t *testing.T) {
	store := openStore(t, filepath.Join(t.TempDir(), "store.db"))
	g := &tck.Graph{}
	for i := range 7 {
		g.Nodes = append(g.Nodes, graph.Node{ID: schema.ID(fmt.Sprint("n", i)), Labels: []string{"N"}, Properties: map[string]any{"i": int64(i)}})
	}
	edge := func(name string, from, to int) {
		g.Edges = append(g.Edges, graph.Edge{ID: schema.ID(fmt.Sprint("e", len(g.Edges))), Type: name, From: g.Nodes[from].ID, To: g.Nodes[to].ID,
			Properties: map[string]any{"w": int64(from)}})
	}
	for i := range 6 {
		edge("R", i, (i+1)%6)
	}
	edge("C", 0, 3)
	load(t, store, g)
	for _, c := range []struct{ function, pattern, where, want string }{
		{"shortestPath", "(a)-[:R*..9]->(b)", "a.i = 0 AND b.i = 4", "0 1 2 3 4"},
		{"shortestPath", "(a)-[:R*..9]-(b)", "a.i = 0 AND b.i = 4", "0 5 4"},
		{"shortestPath", "(a)<-[:R*..9]-(b)", "a.i = 0 AND b.i = 4", "0 5 4"},
		{"shortestPath", "(a)-[*..9]->(b)", "a.i = 0 AND b.i = 4", "0 3 4"},
		{"shortestPath", "(a)-[*..1]->(b)", "a.i = 0 AND b.i = 4", ""},
		{"shortestPath", "(a)-[:R*..9 {w: 0}]->(b)", "a.i = 0 AND b.i = 1", "0 1"},
		{"shortestPath", "(a)-[:R*..9 {w: 0}]->(b)", "a.i = 0 AND b.i = 2", ""},
		{"shortestPath", "(a)-[*..9]-(b)", "a.i = 0 AND b.i = 6", ""},
		{"shortestPath", "(a)-[*..9]-(b)", "a.i = 0 AND b.i = 0", ""},
		{"shortestPath", "(a)-[*0..9]-(b)", "a.i = 0 AND b.i = 0", "0"},
		{"shortestPath", "(a)-[*..9]->(b)", "a.i = 0 AND b.i > 3", "0 3 4; 0 3 4 5"},
		{"allShortestPaths", "(a)-[:R*..9]-(b)", "a.i = 0 AND b.i = 3", "0 1 2 3; 0 5 4 3"},
		{"allShortestPaths", "(b)-[:R*..9]-(a)", "a.i = 0 AND b.i = 3", "3 2 1 0; 3 4 5 0"},
		{"allShortestPaths", "(a)-[:R*..2]-(b)", "a.i = 0 AND b.i = 3", ""},
		{"allShortestPaths", "(a)-[*..9]-(b)", "a.i = 1 AND b.i = 4", "1 0 3 4; 1 0 5 4; 1 2 3 4"},
	} {
		query, err := cypher.Compile("MATCH p = "+c.function+"("+c.pattern+") WHERE "+c.where+" RETURN [n IN nodes(p) | n.i] AS p ORDER BY p", nil)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := store.Query(t.Context(), query, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for row, err := range rows.All {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, strings.Trim(fmt.Sprint(row[0]), "[]"))
		}
		if joined := strings.Join(got, "; "); joined != c.want {
			t.Errorf("%s(%s) where %s: %q, want %q", c.function, c.pattern, c.where, joined, c.want)
		}
	}
	for _, text := range []string{"MATCH p = shortestPath((a)-[*]->(b)) RETURN p", "MATCH p = shortestPath((a)-->(b)) RETURN p",
		"MATCH p = shortestPath((a)-[*..3]->(b)) WHERE length(p) > 1 RETURN p"} {
		if _, err := cypher.Compile(text, nil); err == nil {
			t.Errorf("%s compiles", text)
		}
	}
}
