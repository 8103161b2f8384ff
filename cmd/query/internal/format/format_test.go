package format

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"

	"rostrum/graph"
	"rostrum/schema"
)

var update = flag.Bool("update", false, "rewrite the expected results in testdata")

func rows(columns []string, all ...graph.Row) graph.Rows {
	return graph.Rows{Columns: columns, All: func(yield func(graph.Row, error) bool) {
		for _, row := range all {
			if !yield(row, nil) {
				return
			}
		}
	}}
}

var (
	mattis = graph.Node{ID: "p1", Labels: []string{"Person"}, Properties: map[string]any{"name": "James Mattis", "unnamed": false}}
	russia = graph.Node{ID: "c1", Labels: []string{"Country"}, Properties: map[string]any{"name": "Russia", "iso3": "RUS"}}
	charge = graph.Edge{ID: "e1", Type: "ACCUSED", From: "p1", To: "c1", Properties: map[string]any{
		"charge": "“mucking” around", "date": schema.Date("2017-03-31"), "confidence": 0.9}}
)

// values has every kind of value, and texts that a terminal or spreadsheet could be
// fooled by.
func values() graph.Rows {
	return rows([]string{"what", "value"},
		graph.Row{"nothing", nil},
		graph.Row{"empty text", ""},
		graph.Row{"truth", true},
		graph.Row{"integer", int64(-12)},
		graph.Row{"float", 0.85},
		graph.Row{"large float", 1e21},
		graph.Row{"no number", math.NaN()},
		graph.Row{"infinity", math.Inf(-1)},
		graph.Row{"date", schema.Date("2017-03-31")},
		graph.Row{"text", "said \"yes\", <b>& left</b>\nthen\tcame back"},
		graph.Row{"formula", "=HYPERLINK(\"http://x\")"},
		graph.Row{"handle", "@statedept"},
		graph.Row{"terminal", "a\x1b[31mred\u202eright to left"},
		graph.Row{"list", []any{"a", int64(1), nil, []any{true}}},
		graph.Row{"map", map[string]any{"b": "x", "a": schema.Date("2017-01-01")}},
		graph.Row{"node", mattis},
		graph.Row{"edge", charge},
		graph.Row{"path", graph.Path{Nodes: []graph.Node{mattis, russia, mattis}, Edges: []graph.Edge{charge, charge}}},
		graph.Row{"nodes", []any{mattis, russia}},
	)
}

func wide() graph.Rows {
	long := "Secretary of State Rex Tillerson accused Russia of aggression against Ukraine at a meeting of NATO, to which Germany belongs."
	return rows([]string{"date", "accuser", "charge", "confidence", "evidence"},
		graph.Row{schema.Date("2017-03-31"), "Rex Tillerson", "aggression against Ukraine", 0.85, long},
		graph.Row{nil, "汪文斌", "日本政府一意孤行启动福岛核污染水排海", 0.9, "中国外交部发言人汪文斌说,日本政府一意孤行启动福岛核污染水排海是极端自私和不负责任的行为。"},
		graph.Row{schema.Date("2014-03-20"), "Дмитрий Песков", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", nil, "Zoë 👩‍👩‍👧 said so."},
	)
}

// TestFormats prints the rows in each format and compares with testdata.
func TestFormats(t *testing.T) {
	for _, test := range []struct {
		file    string
		rows    graph.Rows
		options Options
	}{
		{"values.table", values(), Options{Format: Table, Width: 100}},
		{"values.json", values(), Options{Format: JSON}},
		{"values.jsonl", values(), Options{Format: JSONLines}},
		{"values.csv", values(), Options{Format: CSV}},
		{"wide.40.table", wide(), Options{Format: Table, Width: 40}},
		{"wide.80.table", wide(), Options{Format: Table, Width: 80}},
		{"wide.160.table", wide(), Options{Format: Table, Width: 160}},
		{"wide.table", wide(), Options{Format: Table}},
		{"wide.chosen.table", wide(), Options{Format: Table, Width: 80, Table: []string{"evidence", "accuser"}}},
		{"none.table", rows([]string{"a"}), Options{Format: Table, Width: 80}},
		{"none.json", rows([]string{"a"}), Options{Format: JSON}},
		{"none.jsonl", rows([]string{"a"}), Options{Format: JSONLines}},
		{"none.csv", rows([]string{"a", "b c"}), Options{Format: CSV}},
	} {
		t.Run(test.file, func(t *testing.T) {
			var out strings.Builder
			if _, err := Write(&out, test.rows, test.options); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", test.file)
			if *update {
				if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if out.String() != string(want) {
				t.Errorf("got\n%s\nwant\n%s", out.String(), want)
			}
			for line := range strings.Lines(out.String()) {
				if w := text.StringWidth(strings.TrimSuffix(line, "\n")); test.options.Width > 0 && w > test.options.Width {
					t.Errorf("a line is %d cells wide: %s", w, line)
				}
			}
		})
	}
}

// TestReadBack reads what is printed with the readers of the standard library.
func TestReadBack(t *testing.T) {
	var out strings.Builder
	if _, err := Write(&out, values(), Options{Format: CSV}); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
	if err != nil || len(records) != 20 {
		t.Errorf("CSV: %d records, %v", len(records), err)
	}
	out.Reset()
	if _, err := Write(&out, values(), Options{Format: JSON}); err != nil {
		t.Fatal(err)
	}
	var objects []map[string]any
	if err := json.Unmarshal([]byte(out.String()), &objects); err != nil || len(objects) != 19 {
		t.Errorf("JSON: %d objects, %v", len(objects), err)
	}
}

func TestLimit(t *testing.T) {
	all := func() graph.Rows { return rows([]string{"n"}, graph.Row{int64(1)}, graph.Row{int64(2)}) }
	for _, test := range []struct {
		limit, rows int64
		more        bool
	}{{0, 2, false}, {1, 1, true}, {2, 2, false}, {3, 2, false}} {
		var out strings.Builder
		got, err := Write(&out, all(), Options{Format: JSONLines, Limit: test.limit})
		if err != nil || got != (Result{test.rows, test.more}) || int64(strings.Count(out.String(), "\n")) != test.rows {
			t.Errorf("limit %d: %+v, %v, %q", test.limit, got, err, out.String())
		}
	}
}

func TestErrors(t *testing.T) {
	broken := errors.New("broken")
	failing := graph.Rows{Columns: []string{"a"}, All: func(yield func(graph.Row, error) bool) { yield(nil, broken) }}
	var out strings.Builder
	if _, err := Write(&out, failing, Options{Format: Table}); !errors.Is(err, broken) {
		t.Errorf("a row's error: got %v", err)
	}
	if _, err := Write(full{}, values(), Options{Format: CSV}); err == nil {
		t.Error("a full disk: no error")
	}
	if _, err := Parse("xml"); err == nil || !strings.Contains(err.Error(), "jsonl") {
		t.Errorf("format xml: %v", err)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }
