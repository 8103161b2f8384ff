package sqlite

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"rostrum/graph"
	"rostrum/graph/graphtest"
	"rostrum/schema"
)

// TestIndexes checks that each property that the model calls Indexed has its index,
// in the form that a question asks for.
func TestIndexes(t *testing.T) {
	store := openStore(t, filepath.Join(t.TempDir(), "store.db"))
	check := func(table, column, name, property string) {
		plan := planOf(t, store, fmt.Sprintf("SELECT key FROM %s WHERE %s = '%s' AND json_extract(props, '$.%s') = ?1", table, column, name, property))
		if want := "USING INDEX " + strings.ToLower(name) + "_" + property; !strings.Contains(plan, want) {
			t.Errorf("%s.%s: %s; want %s: a migration is missing", name, property, plan, want)
		}
	}
	for _, n := range schema.Model().Nodes {
		for _, p := range n.Indexed {
			check("node", "label", n.Label, p)
		}
	}
	for _, e := range schema.Model().Edges {
		for _, p := range e.Indexed {
			check("edge", "type", e.Type, p)
		}
	}
	for _, query := range []string{
		"SELECT dst FROM edge WHERE src = ?1 AND type = 'SAID'", "SELECT src FROM edge WHERE dst = ?1 AND type = 'SAID'",
		"SELECT count(*) FROM node WHERE label = 'Person'", "SELECT key FROM node WHERE id = ?1",
	} {
		if plan := planOf(t, store, query); strings.Contains(plan, "SCAN") {
			t.Errorf("%s: %s", query, plan)
		}
	}
}

// TestStatementsSearch checks that no statement of Apply walks a table: what it costs
// must not grow with the graph.
func TestStatementsSearch(t *testing.T) {
	store := openStore(t, filepath.Join(t.TempDir(), "store.db"))
	for name := range store.statements {
		text, err := statement(writing, "statement/"+name+".sql")
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(planOf(t, store, text), "\n") {
			if strings.HasPrefix(line, "SCAN") && !strings.Contains(line, "VIRTUAL TABLE") {
				t.Errorf("%s: %s", name, line)
			}
		}
	}
}

func planOf(t *testing.T, store *Store, query string) string {
	t.Helper()
	rows, err := store.write.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, 1, 1, 1, 1, 1, 1)
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", query, err))
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, detail)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// TestWritesOnlyWhatChanges counts the rows that Apply writes: those of what two
// documents share are left alone, however many share it.
func TestWritesOnlyWhatChanges(t *testing.T) {
	store := openStore(t, filepath.Join(t.TempDir(), "store.db"))
	usa := graph.Node{ID: schema.CountryID("USA"), Labels: []string{"Country"}, Properties: map[string]any{"name": "United States", "iso3": "USA"}}
	document := func(i int, title, digest string) graph.Batch {
		id := schema.DocumentID("", "", "", fmt.Sprint(i))
		return graph.Batch{Document: id, Digest: digest, Nodes: []graph.Node{usa,
			{ID: id, Labels: []string{"Article"}, Properties: map[string]any{"title": title, "digest": digest}}}}
	}
	rows := func(batches ...graph.Batch) int {
		before := count(t, store, "SELECT total_changes()")
		apply(t, store, batches...)
		return count(t, store, "SELECT total_changes()") - before
	}
	var many []graph.Batch
	for i := range 1000 {
		many = append(many, document(i, "x", "1"))
	}
	apply(t, store, many...)
	for _, c := range []struct {
		what string
		b    graph.Batch
		want int
	}{
		{"a new document: itself, its article, two of support", document(1000, "x", "1"), 4},
		{"the same", document(1000, "x", "1"), 0},
		{"another title: document, article", document(1000, "y", "2"), 2},
		{"gone: document, article, two of support", graph.Batch{Document: many[0].Document}, 4},
	} {
		if got := rows(c.b); got != c.want {
			t.Errorf("%s: %d rows written, want %d", c.what, got, c.want)
		}
	}
}

// TestIntegrity applies, replaces and retracts at random.
func TestIntegrity(t *testing.T) {
	store := openStore(t, filepath.Join(t.TempDir(), "store.db"))
	world := graphtest.World{Model: schema.Model(), Seed: 3}
	for i := range 200 {
		b := world.Batch(i*7%40, i%3)
		if i%5 == 0 {
			b = graph.Batch{Document: b.Document}
		}
		apply(t, store, b)
	}
	checkIntegrity(t, store)
	for i := range 40 {
		apply(t, store, graph.Batch{Document: world.Document(i)})
	}
	checkIntegrity(t, store)
	for _, table := range []string{"node", "edge", "document", "node_support", "edge_support"} {
		if n := count(t, store, "SELECT count(*) FROM "+table); n != 0 {
			t.Errorf("%d rows are left in %s", n, table)
		}
	}
}
