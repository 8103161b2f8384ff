package sqlite

import (
	"testing"

	"rostrum/graph/cypher"
	"rostrum/graph/graphtest"
)

// TestValues asks for single values; what openCypher's scenarios do not ask.
func TestValues(t *testing.T) {
	store := openStore(t, t.TempDir()+"/store.db")
	for _, c := range []struct{ text, want string }{
		{"RETURN reduce(s = 0, x IN [1, 2, 3] | s + x)", "int64 6"},
		{"RETURN reduce(s = 0, x IN [1, 2.5] | s + x)", "float 3.5"},
		{"RETURN reduce(s = '', x IN ['a', 'b', 'c'] | x + s)", `"cba"`},
		{"RETURN reduce(s = 7, x IN [] | s + x)", "int64 7"},
		{"RETURN reduce(s = 0, x IN null | s + x)", "<nil> <nil>"},
		{"RETURN reduce(s = 0, x IN [1, null, 2] | s + x)", "<nil> <nil>"},
		{"RETURN reduce(s = 0, x IN [1, null, 2] | s + coalesce(x, 10))", "int64 13"},
		{"RETURN reduce(s = null, x IN [1, 'a'] | x)", `"a"`},
		{"RETURN reduce(s = [], x IN [1, 2] | s + [x])", "[int64 1, int64 2]"},
		{"RETURN reduce(s = 0, x IN [[1, 2], [3]] | s + reduce(m = 1, y IN x | m * y))", "int64 5"},
		{"RETURN [n IN [1, 2] | reduce(s = n, x IN range(1, n) | s + x * n)]", "[int64 2, int64 8]"},
		{"UNWIND [1, 2] AS n WITH collect(n) AS list RETURN reduce(s = 0, x IN list | s + x)", "int64 3"},
		{"UNWIND [1, 2] AS n RETURN reduce(s = 0, x IN collect(n) | s + x)", "int64 3"},
		{"WITH {a: 1, b: 2} AS m RETURN m{.a, c: m.b + 1, .d}", "{a: int64 1, c: int64 3, d: <nil> <nil>}"},
		{"WITH {a: 1, b: 2} AS m, 5 AS z RETURN m{z, .*, b: {c: 3}}", "{a: int64 1, b: {c: int64 3}, z: int64 5}"},
		{"WITH null AS m RETURN m{.a, b: 1}", "<nil> <nil>"},
		{"WITH {a: {b: 1}} AS m RETURN m{.a}.a.b", "int64 1"},
	} {
		query, err := cypher.Compile(c.text, nil)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if again, err := cypher.Compile(query.Statement.String(), nil); err != nil || again.Statement.String() != query.Statement.String() {
			t.Errorf("%s is printed as %s: %v", c.text, query.Statement, err)
		}
		rows, err := store.Query(t.Context(), query, nil)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		for row, err := range rows.All {
			if err != nil {
				t.Errorf("%s: %v", c.text, err)
			} else if got := graphtest.Print(row[0]); got != c.want {
				t.Errorf("%s: %s, want %s", c.text, got, c.want)
			}
		}
	}
}
