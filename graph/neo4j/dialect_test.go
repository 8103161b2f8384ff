package neo4j

import (
	"strings"
	"testing"

	"rostrum/graph/cypher"
	"rostrum/schema"
)

// TestSortedByColumns: the server sees no more than the columns of a grouped answer.
func TestSortedByColumns(t *testing.T) {
	for text, want := range map[string]string{
		"MATCH (a:Article)-[:PUBLISHED_BY]->(o) RETURN o.name, count(a) ORDER BY o.name":      "AS `o.name`, count(a) AS `count(a)` ORDER BY `o.name`",
		"MATCH (o:Outlet) RETURN DISTINCT o.name + 'x' ORDER BY o.name + 'x' DESC":            "ORDER BY `o.name + 'x'` DESC",
		"MATCH (o:Outlet) RETURN o.name AS name ORDER BY o.name":                              "AS name ORDER BY coalesce(o.name, o.name__long)",
		"MATCH (s:Person)-[:ACCUSED]->(o) WITH o, count(*) AS n WHERE n > 3 RETURN o.name, n": "WHERE n > 3",
	} {
		q, err := cypher.Compile(text, schema.Model())
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(strings.Fields(dialect(q)), " "); !strings.Contains(got, want) {
			t.Errorf("%s\nis sent as\n%s\nwithout %s", text, got, want)
		}
	}
}
