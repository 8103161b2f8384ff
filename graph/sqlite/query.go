package sqlite

import (
	"context"
	"fmt"

	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/graph/sqlite/interpret"
)

// Query runs a checked query; see [graph.Reader].
func (r *Reader) Query(ctx context.Context, query *cypher.Query, params map[string]any) (graph.Rows, error) {
	rows, err := interpret.Rows(ctx, r.db, r.model, query, params)
	if err != nil {
		return graph.Rows{}, fmt.Errorf("sqlite: query %s: %w", r.path, err)
	}
	all := rows.All
	rows.All = func(yield func(graph.Row, error) bool) {
		for row, err := range all {
			if err != nil {
				err = fmt.Errorf("sqlite: query %s: %w", r.path, err)
			}
			if !yield(row, err) {
				return
			}
		}
	}
	return rows, nil
}
