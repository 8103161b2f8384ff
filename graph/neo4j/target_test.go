package neo4j

import (
	"strings"
	"testing"

	"rostrum/graph/cypher"
	"rostrum/schema"
)

func TestParseTarget(t *testing.T) {
	for _, c := range []struct{ uri, password, want, problem string }{
		{"neo4j://ann@db.example:7687/news", "x", "neo4j://ann@db.example:7687/news", ""},
		{"bolt+s://db.example", "x", "bolt+s://neo4j@db.example", ""},
		{"bolt://127.0.0.1:7687", "", "bolt://127.0.0.1:7687", ""},
		{"neo4j://ann:secret@db.example", "", "", "ROSTRUM_NEO4J_PASSWORD"},
		{"neo4j://ann:sec%zzret@db.example", "", "", "not a URI"},
		{"neo4j://", "", "", "write it as"},
		{"neo4j://db.example/a/b", "", "", "name of a database"},
		{"http://db.example", "", "", "write it as"},
	} {
		target, err := ParseTarget(c.uri, c.password)
		switch {
		case c.problem != "":
			if err == nil || !strings.Contains(err.Error(), c.problem) || strings.Contains(err.Error(), "sec") {
				t.Errorf("%s: %v; want %q, and no password", c.uri, err, c.problem)
			}
		case err != nil || target.String() != c.want || c.password != "" && strings.Contains(target.String(), c.password+"@"):
			t.Errorf("%s: %s, %v; want %s", c.uri, target, err, c.want)
		}
	}
}

func TestCheckVersion(t *testing.T) {
	for agent, ok := range map[string]bool{"Neo4j/5.26.0": true, "Neo4j/4.4.38": false, "Neo4j/5.12.0": false, "Neo4j/2025.01.0": true, "other": true} {
		if err := checkVersion(agent); (err == nil) != ok {
			t.Errorf("%s: %v", agent, err)
		}
	}
}

// TestDialect holds what is sent for a query. Comments are not, nor is anything that was
// not understood.
func TestDialect(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"MATCH (n) RETURN count(*) AS c", "MATCH (n:Person|Office|Country|Treaty|Organization|Outlet|Article|Statement)\nRETURN count(*) AS c"},
		{"MATCH (a)-[:SAID]->(b) /* DETACH DELETE a */ RETURN b.said_on // MERGE", "MATCH (a)-[:SAID]->(b)\nRETURN b.said_on AS `b.said_on`"},
		{"MATCH ()-[a:ACCUSED]->() WHERE a.date >= '2017-02' RETURN elementId(a) AS x", "MATCH ()-[a:ACCUSED]->() WHERE a.date >= date('2017-02')\nRETURN a.id AS x"},
		{"MATCH (p:Person {name: 'x'}) WHERE p.name = 'x' RETURN p.name AS x", "MATCH (p:Person {name: 'x'}) WHERE p.name = 'x'\nRETURN coalesce(p.name, p.name__long) AS x"},
		{"MATCH ()-[r:OF]->() RETURN r ORDER BY r.id", "MATCH ()-[r:OF]->()\nWITH r AS r ORDER BY r.id\nRETURN [`r`, startNode(`r`).id, endNode(`r`).id] AS `r`"},
		{"MATCH ()-[h:HOLDS {as_of: '2017-03-31'}]->() RETURN 1 AS x", "MATCH ()-[h:HOLDS {as_of: date('2017-03-31')}]->()\nRETURN 1 AS x"},
	} {
		query, err := cypher.Compile(c.query, schema.Model())
		if err != nil {
			t.Fatal(err)
		}
		if got := dialect(query); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.query, got, c.want)
		}
	}
}
