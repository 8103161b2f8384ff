package neo4j

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/schema"
)

// Query runs a checked query in a read transaction. Rows come from the server a thousand
// at a time, while they are ranged over.
func (r *Reader) Query(ctx context.Context, query *cypher.Query, params map[string]any) (graph.Rows, error) {
	_, bound, err := query.Bind(params)
	if err != nil {
		return graph.Rows{}, err
	}
	for name, value := range bound {
		bound[name] = sent(value)
	}
	return graph.Rows{Columns: query.Columns, All: r.rows(ctx, query, bound)}, nil
}

// sent is a parameter's value as the driver takes it.
func sent(value any) any {
	switch v := value.(type) {
	case schema.Date:
		return neo4j.DateOf(v.Time())
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = sent(v[i])
		}
		return list
	case map[string]any:
		m := make(map[string]any, len(v))
		for key := range v {
			m[key] = sent(v[key])
		}
		return m
	}
	return value
}

func (r *Reader) rows(ctx context.Context, query *cypher.Query, params map[string]any) iter.Seq2[graph.Row, error] {
	return func(yield func(graph.Row, error) bool) {
		err := r.eachRow(ctx, query, params, func(row graph.Row) bool { return yield(row, nil) })
		if err != nil {
			yield(nil, fmt.Errorf("neo4j: query %s: %w", r.target, r.explain(ctx, err)))
		}
	}
}

func (r *Reader) eachRow(ctx context.Context, query *cypher.Query, params map[string]any, yield func(graph.Row) bool) error {
	session := r.session(ctx, neo4j.AccessModeRead)
	defer session.Close(ctx)
	tx, result, err := r.begin(ctx, session, dialect(query), params)
	if err != nil {
		return err
	}
	defer tx.Close(ctx)
	d := decoder{model: query.Model, ends: func(from, to string) ([2]schema.ID, error) { return r.ends(ctx, from, to) }}
	for n := int64(0); result.Next(ctx); n++ {
		if n == r.options.QueryRows {
			return fmt.Errorf("%w (more than %d)", errTooMany, n)
		}
		values := result.Record().Values
		row := make(graph.Row, len(values))
		for i, v := range values {
			if row[i], err = d.column(v, query.Types[i]); err != nil {
				return fmt.Errorf("column %s: %w", query.Columns[i], err)
			}
		}
		if !yield(row) {
			return nil
		}
	}
	return result.Err()
}

// begin sends a query. Before its first row there is nothing to lose, so that it is sent
// again where the server asks for that, or a cluster has another leader.
func (r *Reader) begin(ctx context.Context, session neo4j.SessionWithContext, text string, params map[string]any) (neo4j.ExplicitTransaction, neo4j.ResultWithContext, error) {
	for pause := 100 * time.Millisecond; ; pause *= 2 {
		tx, err := session.BeginTransaction(ctx, neo4j.WithTxTimeout(r.options.QueryTime))
		if err == nil {
			var result neo4j.ResultWithContext
			if result, err = tx.Run(ctx, text, params); err == nil {
				return tx, result, nil
			}
			tx.Close(ctx)
		}
		if !neo4j.IsRetryable(err) || pause > time.Second {
			return nil, nil, err
		}
		if err := sleep(ctx, pause); err != nil {
			return nil, nil, err
		}
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// column is a value of a column of the type; see ends in dialect.go.
func (d decoder) column(v any, t cypher.Type) (any, error) {
	list, isList := v.([]any)
	switch {
	case !isList || !isEdges(t) || d.model == nil:
		return d.value(v)
	case t.Kind == cypher.Edge:
		return d.withEnds(list)
	}
	edges := make([]any, len(list))
	for i, item := range list {
		parts, _ := item.([]any)
		var err error
		if edges[i], err = d.withEnds(parts); err != nil {
			return nil, err
		}
	}
	return edges, nil
}

func (d decoder) withEnds(parts []any) (any, error) {
	if len(parts) != 3 {
		return nil, fmt.Errorf("an edge came without its ends")
	}
	relationship, ok := parts[0].(neo4j.Relationship)
	if !ok {
		return nil, nil // null of an OPTIONAL MATCH
	}
	from, _ := parts[1].(string)
	to, _ := parts[2].(string)
	return d.edge(relationship, schema.ID(from), schema.ID(to))
}

// ends are the ids of two nodes, given the server's own.
func (r *Reader) ends(ctx context.Context, from, to string) (ids [2]schema.ID, err error) {
	session := r.session(ctx, neo4j.AccessModeRead)
	defer session.Close(ctx)
	result, err := session.Run(ctx, "MATCH (a), (b) WHERE elementId(a) = $from AND elementId(b) = $to RETURN a.id, b.id", map[string]any{"from": from, "to": to})
	if err != nil {
		return ids, err
	}
	record, err := result.Single(ctx)
	if err != nil {
		return ids, err
	}
	for i, v := range record.Values {
		text, _ := v.(string)
		ids[i] = schema.ID(text)
	}
	return ids, nil
}

// Explain is what is sent to the server, and the server's plan for it.
func (r *Reader) Explain(query *cypher.Query, params map[string]any) (string, error) {
	ctx, stop := context.WithTimeout(context.Background(), r.options.QueryTime)
	defer stop()
	text := dialect(query)
	plan, err := r.plan(ctx, text, params)
	if err != nil {
		return "", fmt.Errorf("neo4j: explain: %w", r.explain(ctx, err))
	}
	return text + "\n\n" + plan, nil
}

func (r *Reader) plan(ctx context.Context, text string, params map[string]any) (string, error) {
	session := r.session(ctx, neo4j.AccessModeRead)
	defer session.Close(ctx)
	result, err := session.Run(ctx, "EXPLAIN "+text, params)
	if err != nil {
		return "", err
	}
	summary, err := result.Consume(ctx)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	var print func(neo4j.Plan, int)
	print = func(p neo4j.Plan, depth int) {
		fmt.Fprintf(&b, "%s%s %v\n", strings.Repeat("  ", depth), p.Operator(), p.Arguments()["Details"])
		for _, child := range p.Children() {
			print(child, depth+1)
		}
	}
	print(summary.Plan(), 0)
	return b.String(), nil
}
