package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"maps"
	"strconv"
	"strings"
	"time"

	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/schema"
)

// Query runs a checked query. The rows are read from SQLite while they are ranged
// over, all at one moment of the store.
func (r *Reader) Query(ctx context.Context, query *cypher.Query, params map[string]any) (graph.Rows, error) {
	statement, bound, err := query.Bind(params)
	if err != nil {
		return graph.Rows{}, err
	}
	p := &planner{model: query.Model, text: query.Text, nodes: r.countNodes(ctx), now: time.Now()}
	_, text, names, err := p.sql(statement, query.Parameters)
	if err != nil {
		return graph.Rows{}, fmt.Errorf("sqlite: plan query: %w", err)
	}
	var args []any
	for _, name := range query.Parameters {
		if bound[name] != nil {
			args = append(args, sql.Named(names[name], parameter(bound[name], query.ParameterTypes[name])))
		}
	}
	return graph.Rows{Columns: query.Columns, All: r.rows(ctx, query, text, args)}, nil
}

// Explain prints how the query would be answered; see the function of that name.
func (r *Reader) Explain(query *cypher.Query, _ map[string]any) (string, error) {
	return Explain(query)
}

// Explain prints how a query is answered: the plan, an empty line, and the SQL. With
// values for the parameters and with a store at hand, parts may be left out and the
// order of steps be another.
func Explain(query *cypher.Query) (string, error) {
	p := &planner{model: query.Model, text: query.Text}
	steps, text, _, err := p.sql(query.Statement, query.Parameters)
	if err != nil {
		return "", fmt.Errorf("sqlite: plan query: %w", err)
	}
	return steps.String() + "\n" + text + "\n", nil
}

// sql plans a statement. It returns the plan, its SQL, and what the query's parameters
// are called there.
func (p *planner) sql(s *cypher.Statement, parameters []string) (plan, string, map[string]string, error) {
	steps := p.statement(s)
	var types []cypher.Type
	for _, column := range s.Columns {
		types = append(types, column.Type)
	}
	g := &generator{names: &names{}, planner: p, params: map[string]string{}}
	for _, name := range parameters {
		g.params[name] = name
		if !plain(name) {
			g.params[name] = g.new("p")
		}
	}
	text, err := g.statement(steps, types)
	return steps, text, g.params, err
}

// plain tells whether SQL and database/sql take a parameter's name as it is. Those
// that the generator makes end in a number, and these have none.
func plain(name string) bool {
	return !strings.ContainsFunc(name, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') })
}

// fewNodes is the number of nodes above which labels are not told apart: those of
// fewer, countries and outlets, are where the supernodes are.
const fewNodes = 10_000

// countNodes counts the nodes of a label, at most fewNodes, each label once.
func (r *Reader) countNodes(ctx context.Context) func(label string) int {
	counts := map[string]int{}
	return func(label string) int {
		n, ok := counts[label]
		if !ok {
			// Without a count the plan is another, and the answer the same.
			text, err := statement(reading, "reading/count_label.sql")
			if err == nil {
				_ = r.db.QueryRowContext(ctx, text, label, fewNodes).Scan(&n)
			}
			counts[label] = n
		}
		return n
	}
}

func (r *Reader) rows(ctx context.Context, query *cypher.Query, text string, args []any) iter.Seq2[graph.Row, error] {
	return func(yield func(graph.Row, error) bool) {
		err := r.eachRow(ctx, query, text, args, func(row graph.Row) bool { return yield(row, nil) })
		if err != nil {
			yield(nil, fmt.Errorf("sqlite: query %s: %w", r.path, explain(ctx, err)))
		}
	}
}

// eachRow calls yield with the rows until it returns false. Everything is read in one
// transaction, so that the nodes and edges are as they were when the rows were made.
func (r *Reader) eachRow(ctx context.Context, query *cypher.Query, text string, args []any, yield func(graph.Row) bool) error {
	tx, err := r.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	rows, err := tx.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	f := fetcher{ctx: ctx, tx: tx, model: r.model, read: map[any]any{}}
	defer f.close()
	scanned, places := make([]any, len(query.Columns)), make([]any, len(query.Columns))
	for i := range scanned {
		places[i] = &scanned[i]
	}
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			return err
		}
		row := make(graph.Row, len(scanned))
		for i, v := range scanned {
			v, err := result(v, query.Types[i])
			if err == nil {
				row[i], err = f.value(v)
			}
			if err != nil {
				return fmt.Errorf("column %s: %w", query.Columns[i], err)
			}
		}
		if !yield(row) {
			return nil
		}
	}
	return rows.Err()
}

// fetcher reads the nodes and edges that a row holds by their keys.
type fetcher struct {
	ctx          context.Context
	tx           *sql.Tx
	model        *schema.GraphModel // of the store
	nodes, edges *sql.Stmt          // nil until the first is read

	// read holds what was read last, by key: paths share their nodes and edges.
	read map[any]any
}

// readLast is how many nodes and edges a fetcher holds.
const readLast = 10_000

func (f *fetcher) keep(key, element any) {
	if len(f.read) >= readLast {
		clear(f.read)
	}
	f.read[key] = element
}

func (f *fetcher) close() {
	for _, s := range []*sql.Stmt{f.nodes, f.edges} {
		if s != nil {
			s.Close()
		}
	}
}

// value puts nodes, edges and paths in the place of their keys.
func (f *fetcher) value(v any) (any, error) {
	var err error
	switch v := v.(type) {
	case nodeKey:
		return f.node(v)
	case edgeKey:
		return f.edge(v)
	case pathText:
		return f.path(v)
	case []any:
		for i := range v {
			if v[i], err = f.value(v[i]); err != nil {
				return nil, err
			}
		}
	case map[string]any:
		for key := range v {
			if v[key], err = f.value(v[key]); err != nil {
				return nil, err
			}
		}
	}
	return v, nil
}

// scan reads the one row of a statement, which is prepared the first time.
func (f *fetcher) scan(s **sql.Stmt, path string, key int64, places ...any) error {
	if *s == nil {
		text, err := statement(reading, path)
		if err != nil {
			return err
		}
		if *s, err = f.tx.PrepareContext(f.ctx, text); err != nil {
			return err
		}
	}
	return (*s).QueryRowContext(f.ctx, key).Scan(places...)
}

func (f *fetcher) node(key nodeKey) (graph.Node, error) {
	if n, ok := f.read[key].(graph.Node); ok {
		n.Properties = maps.Clone(n.Properties)
		return n, nil
	}
	var n graph.Node
	var label, props string
	err := f.scan(&f.nodes, "reading/node.sql", int64(key), &n.ID, &label, &props)
	if err != nil {
		return n, err
	}
	n.Labels = splitLabels(label)
	var t schema.NodeType
	if f.model != nil {
		t, _ = f.model.Node(label)
	}
	n.Properties, err = decodeProperties(props, t.Properties)
	f.keep(key, n)
	n.Properties = maps.Clone(n.Properties)
	return n, err
}

func (f *fetcher) edge(key edgeKey) (graph.Edge, error) {
	if e, ok := f.read[key].(graph.Edge); ok {
		e.Properties = maps.Clone(e.Properties)
		return e, nil
	}
	var e graph.Edge
	var props string
	err := f.scan(&f.edges, "reading/edge.sql", int64(key), &e.ID, &e.Type, &e.From, &e.To, &props)
	if err != nil {
		return e, err
	}
	var t schema.EdgeType
	if f.model != nil {
		t, _ = f.model.Edge(e.Type)
	}
	e.Properties, err = decodeProperties(props, t.Properties)
	f.keep(key, e)
	e.Properties = maps.Clone(e.Properties)
	return e, err
}

func (f *fetcher) path(text pathText) (graph.Path, error) {
	var p graph.Path
	for _, key := range keysIn(text, 'n').([]any) {
		n, err := f.node(key.(nodeKey))
		if err != nil {
			return p, err
		}
		p.Nodes = append(p.Nodes, n)
	}
	for _, key := range keysIn(text, 'e').([]any) {
		e, err := f.edge(key.(edgeKey))
		if err != nil {
			return p, err
		}
		p.Edges = append(p.Edges, e)
	}
	return p, nil
}

// decodeProperties reads the properties of a row, each as the type that the model
// gives it.
func decodeProperties(text string, known []schema.Property) (map[string]any, error) {
	v, err := fromJSON([]byte(text))
	if err != nil {
		return nil, err
	}
	properties, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("properties %s are no JSON object", strconv.Quote(text))
	}
	for _, p := range known {
		switch value := properties[p.Name].(type) {
		case string:
			if p.Type == schema.Day {
				properties[p.Name] = schema.Date(value)
			}
		case []any:
			list := make([]string, len(value))
			for i, item := range value {
				list[i], _ = item.(string)
			}
			properties[p.Name] = list
		}
	}
	return properties, nil
}
