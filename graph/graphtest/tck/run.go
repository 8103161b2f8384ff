package tck

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rostrum/graph"
	"rostrum/graph/cypher"
)

// Outcome is how a scenario ended.
type Outcome string

// The outcomes. Unsupported is a positioned error that names what is not supported,
// where the scenario has rows.
const (
	Passed      Outcome = "passed"
	Unsupported Outcome = "unsupported"
	Failed      Outcome = "failed"
)

// Run runs the scenario's query against a store that holds its graph.
func (s *Scenario) Run(ctx context.Context, r graph.Reader) (Outcome, error) {
	query, expected, params := "", step{}, map[string]any{}
	for _, step := range s.steps {
		switch {
		case step.text == "executing query":
			query = step.doc
		case step.text == "parameters are":
			for _, row := range step.rows {
				v, err := s.literal(ctx, r, row[1])
				if err != nil {
					return Failed, err
				}
				params[row[0]] = v
			}
		case strings.HasPrefix(step.text, "the result should be"), strings.Contains(step.text, "should be raised"):
			expected = step
		case step.text == "executing control query":
			return Failed, errors.New("a control query")
		}
	}
	columns, rows, err := ask(ctx, r, query, params)
	if strings.Contains(expected.text, "should be raised") {
		if err == nil {
			return Failed, fmt.Errorf("no error, but %d rows; want %s", len(rows), expected.text)
		}
		return Passed, nil
	}
	var where *cypher.Error
	switch {
	case errors.As(err, &where):
		return Unsupported, err
	case err != nil:
		return Failed, err
	}
	return s.compare(columns, rows, expected)
}

// literal is the value of an expression without variables.
func (s *Scenario) literal(ctx context.Context, r graph.Reader, text string) (any, error) {
	_, rows, err := ask(ctx, r, "RETURN "+text+" AS x", nil)
	if err != nil {
		return nil, err
	}
	return rows[0][0], nil
}

func ask(ctx context.Context, r graph.Reader, text string, params map[string]any) ([]string, []graph.Row, error) {
	query, err := cypher.Compile(text, nil)
	if err != nil {
		return nil, nil, err
	}
	rows, err := r.Query(ctx, query, params)
	if err != nil {
		return nil, nil, err
	}
	var all []graph.Row
	for row, err := range rows.All {
		if err != nil {
			return nil, nil, err
		}
		all = append(all, row)
	}
	return rows.Columns, all, nil
}

func (s *Scenario) compare(columns []string, rows []graph.Row, expected step) (Outcome, error) {
	unordered := strings.Contains(expected.text, "ignoring element order")
	var got, want []string
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, v := range row {
			cells[i] = columns[i] + "=" + Print(v, unordered)
		}
		slices.Sort(cells)
		got = append(got, strings.Join(cells, " "))
	}
	if len(expected.rows) > 0 {
		for _, row := range expected.rows[1:] {
			cells := make([]string, len(row))
			for i, text := range row {
				v, err := canon(text, unordered)
				if err != nil {
					return Failed, err
				}
				cells[i] = expected.rows[0][i] + "=" + v
			}
			slices.Sort(cells)
			want = append(want, strings.Join(cells, " "))
		}
	}
	if !strings.Contains(expected.text, "in order") {
		slices.Sort(got)
		slices.Sort(want)
	}
	if !slices.Equal(got, want) {
		return Failed, fmt.Errorf("rows %.300q, want %.300q", got, want)
	}
	return Passed, nil
}
