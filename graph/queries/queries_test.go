package queries

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/graph/neo4j/neo4jtest"
	"rostrum/graph/queries/queriestest"
	"rostrum/graph/sqlite"
	"rostrum/graph/sqlite/sqlitetest"
	"rostrum/schema"
)

// testNames are the few names that the tests use, in place of the word lists.
type testNames struct{}

func (testNames) Country(text string) (string, bool) {
	iso3, ok := map[string]string{"Russia": "RUS", "Russian": "RUS", "RUS": "RUS", "USA": "USA", "Ukraine": "UKR",
		"Iran": "IRN", "Israel": "ISR", "Germany": "DEU", "Belarus": "BLR", "Japan": "JPN", "China": "CHN"}[text]
	return iso3, ok
}

func (testNames) NearestCountries(string, int) []string { return []string{"Russia", "Prussia"} }

func (testNames) Treaty(text string) (string, bool) {
	name, ok := map[string]string{"Iran nuclear deal": "Joint Comprehensive Plan of Action",
		"INF Treaty": "Intermediate-Range Nuclear Forces Treaty"}[text]
	return name, ok
}

func (testNames) OfficeTitle(form, iso3 string) string {
	if form == "foreign minister" && iso3 == "USA" {
		return "Secretary of State"
	}
	return form
}

func openGraph(t *testing.T) *sqlite.Store {
	t.Helper()
	return sqlitetest.Open(t, queriestest.Graph()...)
}

// TestTemplates runs each built-in template as testdata/NAME.txt says. A line
// "> name: value; name: value" gives the parameters; what follows is the answer, the
// columns first, or the error.
func TestTemplates(t *testing.T) { testTemplates(t, openGraph(t)) }

// TestNeo4jTemplates asks the same of the same graph on Neo4j: the answers are the same.
func TestNeo4jTemplates(t *testing.T) {
	store := neo4jtest.OpenEmpty(t, schema.Model())
	if _, err := store.Apply(t.Context(), queriestest.Graph()...); err != nil {
		t.Fatal(err)
	}
	testTemplates(t, store)
}

func testTemplates(t *testing.T, store graph.Reader) {
	templates, err := Builtin(schema.Model())
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	resolver, err := NewResolver(store, testNames{}, schema.Model())
	if err != nil {
		t.Fatal(err)
	}
	for _, template := range templates {
		t.Run(template.Name, func(t *testing.T) {
			path := filepath.Join("testdata", template.Name+".txt")
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatalf("a template needs a test: %v", err)
			}
			var got strings.Builder
			questions, answers := 0, 0
			for line := range strings.Lines(string(text)) {
				given, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "> ")
				if !ok {
					continue
				}
				questions++
				fmt.Fprintf(&got, "> %s\n", given)
				compared++
				rows, err := answer(t.Context(), store, resolver, &template, given)
				if err == nil && len(rows) > 1 {
					answers++
				}
				if err != nil {
					rows = []string{"error: " + err.Error()}
				}
				got.WriteString(strings.Join(rows, "\n") + "\n\n")
			}
			if questions == 0 || answers == 0 {
				t.Errorf("%s: %d questions, of which %d have an answer", path, questions, answers)
			}
			if *update {
				if err := os.WriteFile(path, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got.String() != string(text) {
				t.Errorf("got\n%s\nwant\n%s", got.String(), text)
			}
		})
	}
	t.Logf("%d templates, %d questions", len(templates), compared)
}

// answer runs a template and returns the columns and the rows as lines.
func answer(ctx context.Context, r graph.Reader, resolver *Resolver, template *Template, given string) ([]string, error) {
	texts := map[string]string{}
	for _, pair := range strings.Split(given, "; ") {
		name, value, ok := strings.Cut(pair, ": ")
		if !ok {
			return nil, fmt.Errorf("the test says %q; write name: value", pair)
		}
		texts[name] = value
	}
	values, err := resolver.Values(ctx, template, texts)
	if err != nil {
		return nil, err
	}
	if err := checkBehind(ctx, r, template.Query, values); err != nil {
		return nil, err
	}
	rows, err := r.Query(ctx, template.Query, values)
	if err != nil {
		return nil, err
	}
	lines := []string{strings.Join(rows.Columns, " | ")}
	for row, err := range rows.All {
		if err != nil {
			return nil, err
		}
		cells := make([]string, len(row))
		for i, v := range row {
			cells[i] = fmt.Sprint(v)
			if v == nil {
				cells[i] = "-"
			}
			if id, err := schema.ParseID(cells[i]); err == nil {
				cells[i] = string(id[:8])
			}
		}
		lines = append(lines, strings.Join(cells, " | "))
	}
	return lines, nil
}

// checkBehind says whether the query that tells what is behind its rows has the same
// rows in the same order, and a node or edge behind each.
func checkBehind(ctx context.Context, r graph.Reader, query *cypher.Query, values map[string]any) error {
	behind, err := query.Behind()
	if err != nil {
		return err
	}
	rows, err := r.Query(ctx, query, values)
	if err != nil {
		return err
	}
	more, err := r.Query(ctx, behind, values)
	if err != nil {
		return fmt.Errorf("behind: %w", err)
	}
	next, stop := iter.Pull2(more.All)
	defer stop()
	for row, err := range rows.All {
		other, otherErr, ok := next()
		if err != nil || otherErr != nil || !ok {
			return fmt.Errorf("behind: %w, %w, a row %v", err, otherErr, ok)
		}
		last := len(other) - 1
		if !reflect.DeepEqual(row, other[:last]) {
			return fmt.Errorf("behind: row %v, not %v", other, row)
		}
		if !slices.ContainsFunc(other[last].([]any), func(v any) bool { _, ok := v.(graph.Node); return ok }) {
			return fmt.Errorf("behind: no node in %v", other[last])
		}
	}
	if _, _, ok := next(); ok {
		return errors.New("behind: more rows")
	}
	return nil
}

// TestEveryTemplateIsOrdered looks for an ORDER BY at the end that ends in an id,
// so that the same graph gives the same rows in the same order.
func TestEveryTemplateIsOrdered(t *testing.T) {
	templates, err := Builtin(schema.Model())
	if err != nil {
		t.Fatal(err)
	}
	for _, template := range templates {
		at := strings.LastIndex(template.Cypher, "ORDER BY ")
		if at < 0 {
			t.Errorf("%s: no ORDER BY", template.Name)
			continue
		}
		order, _, _ := strings.Cut(template.Cypher[at:], "\n")
		if !strings.HasSuffix(order, "id") && !strings.HasSuffix(order, "id, speaker") {
			t.Errorf("%s: %s does not end in an id", template.Name, order)
		}
	}
}

func TestSearch(t *testing.T) {
	store := openGraph(t)
	rows, err := Search(t.Context(), store, schema.Model(), `"matter of record"`, 10)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for row, err := range rows.All {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%v %v %v", row[0], row[1], row[len(row)-1]))
	}
	want := "2017-03-31 [James Mattis] "
	if len(lines) != 1 || !strings.HasPrefix(lines[0], want) || !strings.Contains(lines[0], "«") {
		t.Errorf("got %q; want one line that begins with %q and marks the words", lines, want)
	}
}
