// Package interpret answers a checked query on the SQLite store: it walks the clauses
// of the syntax tree with rows of bound variables, and asks the database for nodes and
// edges by key, id, indexed property, label or neighbour.
//
// It writes nothing, and it checks nothing that package cypher has checked. Sorting
// and grouping keep their rows in memory; what neither sorts nor groups flows.
//
// The main path: [Rows] binds the parameters and runs the clauses (clause.go); a MATCH
// lays its patterns on the graph from their cheapest starting point (match.go);
// expressions have Cypher's three truth values (eval.go, function.go).
package interpret

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/schema"
)

// Rows runs a checked query on a database that has the store's tables; see
// [graph.Reader]. It is answered in one read transaction, so that all of its rows are
// of one state of the graph.
func Rows(ctx context.Context, db *sql.DB, model *schema.GraphModel, query *cypher.Query, params map[string]any) (graph.Rows, error) {
	statement, bound, err := query.Bind(params)
	if err != nil {
		return graph.Rows{}, err
	}
	all := func(yield func(graph.Row, error) bool) {
		tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
		if err != nil {
			yield(nil, err)
			return
		}
		defer tx.Rollback()
		run := &run{ctx: ctx, tx: tx, model: model, params: bound, nodes: map[int64]*node{}, statements: map[string]*sql.Stmt{}}
		if err := run.answer(statement, yield); err != nil {
			yield(nil, err)
		}
	}
	return graph.Rows{Columns: query.Columns, All: all}, nil
}

// node and edge are what variables are bound to while a query runs.
type node struct {
	key int64
	graph.Node
}

type edge struct {
	key, src, dst int64
	graph.Edge
}

type path struct {
	nodes []*node
	edges []*edge
}

// run is one query while it is answered.
type run struct {
	ctx        context.Context
	tx         *sql.Tx
	model      *schema.GraphModel
	params     map[string]any
	nodes      map[int64]*node // read so far
	statements map[string]*sql.Stmt
}

func (r *run) query(text string, args ...any) (*sql.Rows, error) {
	statement := r.statements[text]
	if statement == nil {
		var err error
		if statement, err = r.tx.PrepareContext(r.ctx, text); err != nil {
			return nil, err
		}
		r.statements[text] = statement
	}
	return statement.QueryContext(r.ctx, args...)
}

// cached is the most nodes that are kept while a query runs.
const cached = 100_000

const (
	nodeColumns = "SELECT key, id, label, props FROM node "
	edgeColumns = "SELECT e.key, e.id, e.type, e.src, e.dst, e.props, s.id, d.id FROM edge e JOIN node s ON s.key = e.src JOIN node d ON d.key = e.dst "
)

// findNodes calls each with the nodes that the rest of the SQL finds, once all of
// them are read.
func (r *run) findNodes(rest string, each func(*node) error, args ...any) error {
	var found []*node
	err := r.streamNodes(rest, func(n *node) error {
		if len(r.nodes) > cached {
			r.nodes = map[int64]*node{}
		}
		r.nodes[n.key] = n
		found = append(found, n)
		return nil
	}, args...)
	return forEach(found, err, each)
}

// streamNodes calls each with the nodes while they are read: it must ask for nothing.
func (r *run) streamNodes(rest string, each func(*node) error, args ...any) error {
	rows, err := r.query(nodeColumns+rest, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n node
		var label, props string
		if err := rows.Scan(&n.key, &n.ID, &label, &props); err != nil {
			return err
		}
		n.Labels = []string{label}
		kind, _ := r.model.Node(label)
		if n.Properties, err = decode(props, kind.Properties); err != nil {
			return err
		}
		if err := each(&n); err != nil {
			return err
		}
	}
	return rows.Err()
}

// forEach calls each with what was found, once all of it was read: on one connection
// the next question waits until the rows of the last one are closed.
func forEach[T any](found []T, err error, each func(T) error) error {
	for _, x := range found {
		if err != nil {
			return err
		}
		err = each(x)
	}
	return err
}

// node is the node of a key.
func (r *run) node(key int64) (*node, error) {
	if n := r.nodes[key]; n != nil {
		return n, nil
	}
	var found *node
	err := r.findNodes("WHERE key = ?", func(n *node) error { found = n; return nil }, key)
	return found, err
}

func (r *run) findEdges(rest string, each func(*edge) error, args ...any) error {
	var found []*edge
	err := r.streamEdges(rest, func(e *edge) error { found = append(found, e); return nil }, args...)
	return forEach(found, err, each)
}

func (r *run) streamEdges(rest string, each func(*edge) error, args ...any) error {
	rows, err := r.query(edgeColumns+rest, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var e edge
		var props string
		if err := rows.Scan(&e.key, &e.ID, &e.Type, &e.src, &e.dst, &props, &e.From, &e.To); err != nil {
			return err
		}
		kind, _ := r.model.Edge(e.Type)
		if e.Properties, err = decode(props, kind.Properties); err != nil {
			return err
		}
		if err := each(&e); err != nil {
			return err
		}
	}
	return rows.Err()
}

// decode reads the properties that the store keeps as JSON, each as its type in the
// model.
func decode(props string, known []schema.Property) (map[string]any, error) {
	decoder := json.NewDecoder(strings.NewReader(props))
	decoder.UseNumber()
	var values map[string]any
	if err := decoder.Decode(&values); err != nil {
		return nil, fmt.Errorf("the store is damaged: %w", err)
	}
	for name, value := range values {
		p, _ := schema.FindProperty(known, name)
		switch v := value.(type) {
		case string:
			if p.Type == schema.Day {
				values[name] = schema.Date(v)
			}
		case json.Number:
			if n, err := v.Int64(); err == nil {
				values[name] = n
			} else if values[name], err = v.Float64(); err != nil {
				return nil, fmt.Errorf("the store is damaged: %w", err)
			}
		}
	}
	return values, nil
}

// property is a property of a bound value; null where it has none.
func property(value any, key string) any {
	switch v := value.(type) {
	case *node:
		if key == "id" {
			return string(v.ID)
		}
		return v.Properties[key]
	case *edge:
		if key == "id" {
			return string(v.ID)
		}
		return v.Properties[key]
	case map[string]any:
		return v[key]
	}
	return nil
}

// result is a value as rows have it.
func result(value any) any {
	switch v := value.(type) {
	case *node:
		return v.Node
	case *edge:
		return v.Edge
	case *path:
		var p graph.Path
		for _, n := range v.nodes {
			p.Nodes = append(p.Nodes, n.Node)
		}
		for _, e := range v.edges {
			p.Edges = append(p.Edges, e.Edge)
		}
		return p
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = result(v[i])
		}
		return list
	case map[string]any:
		m := make(map[string]any, len(v))
		for k := range v {
			m[k] = result(v[k])
		}
		return m
	}
	return value
}
