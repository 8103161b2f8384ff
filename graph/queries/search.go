package queries

import (
	"context"
	"fmt"
	"iter"

	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/schema"
)

// Search finds at most limit statements that hold the words (see [graph.Reader]), the
// best first, with speakers and article.
func Search(ctx context.Context, r graph.Reader, model *schema.GraphModel, words string, limit int) (graph.Rows, error) {
	const file = "lookup/statement.cypher"
	text, err := lookupFiles.ReadFile(file)
	if err != nil {
		return graph.Rows{}, err
	}
	query, err := cypher.Compile(string(text), model)
	if err != nil {
		return graph.Rows{}, fmt.Errorf("%s: %w", file, err)
	}
	hits, err := r.Search(ctx, words, limit)
	if err != nil {
		return graph.Rows{}, fmt.Errorf("search: %w", err)
	}
	return graph.Rows{
		Columns: append(query.Columns, "found"),
		All: func(yield func(graph.Row, error) bool) {
			for _, hit := range hits {
				for row, err := range found(ctx, r, query, hit) {
					if !yield(row, err) || err != nil {
						return
					}
				}
			}
		},
	}, nil
}

// found tells of one hit.
func found(ctx context.Context, r graph.Reader, query *cypher.Query, hit graph.Hit) iter.Seq2[graph.Row, error] {
	return func(yield func(graph.Row, error) bool) {
		rows, err := r.Query(ctx, query, map[string]any{"id": string(hit.Statement)})
		if err != nil {
			yield(nil, fmt.Errorf("search: %w", err))
			return
		}
		for row, err := range rows.All {
			if err != nil {
				yield(nil, fmt.Errorf("search: %w", err))
				return
			}
			if !yield(append(row, hit.Snippet), nil) {
				return
			}
		}
	}
}
