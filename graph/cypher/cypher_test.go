package cypher

import (
	"errors"
	"strings"
	"testing"

	"rostrum/schema"
)

// TestErrors holds what a wrong query gets: the place, and words that say what to do.
func TestErrors(t *testing.T) {
	for _, c := range []struct {
		text         string
		line, column int
		message      string
	}{
		{"MATCH (n:Persn) RETURN n", 1, 10, `no label "Persn"`},
		{"MATCH (n:Person)\nRETURN n.nam", 2, 10, "nam"},
		{"MATCH (a)-[r:SAYED]->(b) RETURN r", 1, 14, "SAYED"},
		{"MATCH (n) RETURN m", 1, 18, "m"},
		{"MATCH (n) DELETE n", 1, 11, "DELETE"},
		{"CREATE (n:Person) RETURN n", 1, 1, "CREATE"},
		{"MATCH (n) SET n.name = 'x' RETURN n", 1, 11, "SET"},
		{"/* MATCH */ MERGE (n) RETURN n", 1, 13, "MERGE"},
		{"CALL db.labels()", 1, 1, "CALL"},
		{"MATCH (n) RETURN n; MATCH (m) RETURN m", 1, 21, ""},
		{"MATCH (n RETURN n", 1, 10, ""},
		{"MATCH (n) RETURN 'open", 1, 18, ""},
		{"MATCH (n) RETURN nosuch(n)", 1, 18, "nosuch"},
		{"MATCH (:Country)-[:SAID]->(:Country) RETURN 1", 1, 0, "SAID"},
	} {
		_, err := Compile(c.text, schema.Model())
		var where *Error
		if !errors.As(err, &where) {
			t.Errorf("%s: no positioned error but %v", c.text, err)
			continue
		}
		if where.Line != c.line || c.column != 0 && where.Column != c.column || !strings.Contains(where.Message, c.message) {
			t.Errorf("%s: error at line %d, column %d: %s; want line %d, column %d and %q", c.text, where.Line, where.Column, where.Message, c.line, c.column, c.message)
		}
	}
}

// FuzzCompile looks for texts that make the parser panic.
func FuzzCompile(f *testing.F) {
	f.Add("MATCH (p:Person)-[a:ACCUSED*1..2]->(c {iso3: $x}) WHERE a.date >= '2017' RETURN p, count(*) AS n ORDER BY n DESC LIMIT 3")
	f.Add("UNWIND [1, 2] AS x RETURN CASE x WHEN 1 THEN 'a' ELSE null END UNION RETURN [y IN [1] WHERE y > 0 | y] AS z")
	f.Fuzz(func(t *testing.T, text string) {
		if q, err := Compile(text, nil); err == nil && q.Statement == nil {
			t.Errorf("%q: neither a statement nor an error", text)
		}
	})
}
