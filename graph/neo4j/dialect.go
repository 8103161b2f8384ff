package neo4j

import (
	"strings"

	"rostrum/graph/cypher"
)

// dialect is the text of a checked query as the server takes it. It is printed from the
// syntax tree, so that nothing of the query's own text reaches the server but what was
// understood. What differs between what Rostrum's Cypher means and the server's:
//
//   - a node without a label may be any of the graph's, and none of the store's own
//   - a string beside a date is a date
//   - elementId(x) is x.id
//   - an edge in an answer brings its ends along: [edge, id, id]
func dialect(q *cypher.Query) string {
	d := dialectOf{query: q}
	s := q.Statement.Rewrite(d.expr, d.pattern)
	for i, part := range s.Parts {
		s.Parts[i] = &cypher.Part{Clauses: d.withEnds(part.Clauses)}
	}
	return s.String()
}

type dialectOf struct{ query *cypher.Query }

// pattern gives nodes that could be the store's own the labels of the model. A node with
// an edge is never one of those.
func (d dialectOf) pattern(p *cypher.Pattern) {
	if d.query.Model == nil {
		return
	}
	var all cypher.LabelChoice
	for _, n := range d.query.Model.Nodes {
		all = append(all, cypher.Name{Text: n.Label})
	}
	for i, n := range p.Nodes {
		joined := i > 0 && !mayBeEmpty(p.Edges[i-1]) || i < len(p.Edges) && !mayBeEmpty(p.Edges[i])
		if len(n.Labels) == 0 && !joined {
			n.Labels = []cypher.LabelChoice{all}
		}
		if n.Properties != nil {
			n.Properties = dates(n.Properties, n.Properties.Expected)
		}
	}
	for _, e := range p.Edges {
		if e.Properties != nil {
			e.Properties = dates(e.Properties, e.Properties.Expected)
		}
	}
}

func mayBeEmpty(e *cypher.EdgePattern) bool { return e.Length != nil && e.Length.Min == 0 }

// dates makes dates of the strings of a pattern's properties that are dates.
func dates(m *cypher.MapLiteral, expected func(int) cypher.Type) *cypher.MapLiteral {
	after := *m
	after.Values = make([]cypher.Expr, len(m.Values))
	for i, v := range m.Values {
		after.Values[i] = asDate(v, expected(i))
	}
	return &after
}

// asDate is x, as a date where it is a string and what it is compared with is a date.
func asDate(x cypher.Expr, other cypher.Type) cypher.Expr {
	if other.Kind == cypher.Date && x.Type().Kind == cypher.String {
		return &cypher.Call{Name: "date", Args: []cypher.Expr{x}}
	}
	return x
}

func (d dialectOf) expr(x cypher.Expr) cypher.Expr {
	switch x := x.(type) {
	case *cypher.Call:
		if x.Name == "elementId" {
			return &cypher.Property{X: x.Args[0], Key: cypher.Name{Text: "id"}}
		}
	case *cypher.Comparison:
		y := *x
		y.Operands = make([]cypher.Expr, len(x.Operands))
		for i, operand := range x.Operands {
			y.Operands[i] = operand
			if i > 0 {
				y.Operands[i] = asDate(y.Operands[i], x.Operands[i-1].Type())
			}
			if i+1 < len(x.Operands) {
				y.Operands[i] = asDate(y.Operands[i], x.Operands[i+1].Type())
			}
		}
		return &y
	case *cypher.Binary:
		if items, ok := x.R.(*cypher.ListLiteral); ok && x.Op == "IN" {
			y, list := *x, *items
			list.Items = make([]cypher.Expr, len(items.Items))
			for i, item := range items.Items {
				list.Items[i] = asDate(item, x.L.Type())
			}
			y.L, y.R = asDate(x.L, x.R.Type().Element()), &list
			return &y
		}
	case *cypher.Case:
		if x.X != nil {
			y := *x
			y.Whens = make([]cypher.When, len(x.Whens))
			for i, w := range x.Whens {
				y.Whens[i] = cypher.When{If: asDate(w.If, x.X.Type()), Then: w.Then}
			}
			return &y
		}
	}
	return x
}

// withEnds makes of a RETURN of edges a WITH, and a RETURN of the edges with their ends.
func (d dialectOf) withEnds(clauses []cypher.Clause) []cypher.Clause {
	last, ok := clauses[len(clauses)-1].(*cypher.Projection)
	if !ok {
		return clauses
	}
	edges := false
	for _, t := range d.query.Types {
		edges = edges || isEdges(t)
	}
	if !edges {
		return clauses
	}
	with := *last
	with.Return = false
	with.Items = make([]*cypher.Item, len(last.Items))
	for i, item := range last.Items {
		with.Items[i] = &cypher.Item{Name: item.Name, X: item.X, Aliased: true}
	}
	after := append([]cypher.Clause{}, clauses[:len(clauses)-1]...)
	return append(after, &with, ends{d.query})
}

func isEdges(t cypher.Type) bool {
	return t.Kind == cypher.Edge || t.Kind == cypher.List && t.Element().Kind == cypher.Edge
}

// ends is the RETURN of the query's columns, edges with their ends.
type ends struct{ query *cypher.Query }

// Pos is no place in the query's text.
func (e ends) Pos() int { return 0 }

func (e ends) String() string {
	columns := make([]string, len(e.query.Columns))
	for i, name := range e.query.Columns {
		quoted := "`" + strings.ReplaceAll(name, "`", "``") + "`"
		columns[i] = quoted
		switch t := e.query.Types[i]; {
		case t.Kind == cypher.Edge:
			columns[i] = "[" + quoted + ", startNode(" + quoted + ").id, endNode(" + quoted + ").id] AS " + quoted
		case isEdges(t):
			columns[i] = "[edge IN " + quoted + " | [edge, startNode(edge).id, endNode(edge).id]] AS " + quoted
		}
	}
	return "RETURN " + strings.Join(columns, ", ")
}
