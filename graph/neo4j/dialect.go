package neo4j

import (
	"slices"
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
//   - range() in the wrong direction is empty, also where the step is longer than the way
//   - a text that is too long for an index is kept beside the property; see DESIGN.md
//   - an edge in an answer brings its ends along: [edge, id, id]
//   - what a grouped or distinct answer is sorted by is the name of a column, not what the
//     column was made of
func dialect(q *cypher.Query) string {
	d := dialectOf{query: q}
	s := byColumns(q.Statement).Rewrite(d.expr, d.pattern)
	for i, part := range s.Parts {
		s.Parts[i] = &cypher.Part{Clauses: d.withEnds(part.Clauses)}
	}
	return s.String()
}

type dialectOf struct{ query *cypher.Query }

// byColumns is the statement with names of columns in the place of their expressions,
// where rows are sorted or chosen after they were grouped.
func byColumns(s *cypher.Statement) *cypher.Statement {
	after := *s
	after.Parts = make([]*cypher.Part, len(s.Parts))
	for i, part := range s.Parts {
		clauses := slices.Clone(part.Clauses)
		for j, clause := range clauses {
			if p, ok := clause.(*cypher.Projection); ok && (p.Grouped || p.Distinct) {
				named := *p
				named.OrderBy, named.Where = p.Sort, p.Filter
				clauses[j] = &named
			}
		}
		after.Parts[i] = &cypher.Part{Clauses: clauses}
	}
	return &after
}

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
		switch {
		case x.Name == "elementId":
			return &cypher.Property{X: x.Args[0], Key: cypher.Name{Text: "id"}}
		case x.Name == "range" && len(x.Args) == 3:
			return rangeOf(x)
		}
	case *cypher.Comparison:
		y := *x
		y.Operands = make([]cypher.Expr, len(x.Operands))
		for i, operand := range x.Operands {
			y.Operands[i] = operand
			if len(x.Ops) == 1 && x.Ops[0] == "=" {
				y.Operands[i] = indexed(operand)
			}
			if i > 0 {
				y.Operands[i] = asDate(y.Operands[i], x.Operands[i-1].Type())
			}
			if i+1 < len(x.Operands) {
				y.Operands[i] = asDate(y.Operands[i], x.Operands[i+1].Type())
			}
		}
		return &y
	case *cypher.Property:
		if d.mayBeLong(x) {
			long := *x
			long.Key.Text += longSuffix
			return &either{Call: cypher.Call{Name: "coalesce", Args: []cypher.Expr{x, &long}}, property: x}
		}
	case *cypher.Binary:
		switch x.Op {
		case "IN", "STARTS WITH", "ENDS WITH", "CONTAINS":
			y := *x
			y.L = indexed(x.L)
			x = &y
		}
		if items, ok := x.R.(*cypher.ListLiteral); ok && x.Op == "IN" {
			y, list := *x, *items
			list.Items = make([]cypher.Expr, len(items.Items))
			for i, item := range items.Items {
				list.Items[i] = asDate(item, x.L.Type())
			}
			y.L, y.R = asDate(x.L, x.R.Type().Element()), &list
			return &y
		}
		return x
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

// mayBeLong tells whether values of the property may be kept under the other name.
func (d dialectOf) mayBeLong(x *cypher.Property) bool {
	if d.query.Model == nil || x.Type().Kind != cypher.String {
		return false
	}
	t := x.X.Type()
	for _, name := range t.Names {
		var indexed []string
		if n, ok := d.query.Model.Node(name); ok && t.Kind == cypher.Node {
			indexed = n.Indexed
		} else if e, ok := d.query.Model.Edge(name); ok && t.Kind == cypher.Edge {
			indexed = e.Indexed
		}
		if slices.Contains(indexed, x.Key.Text) {
			return true
		}
	}
	return len(t.Names) == 0
}

// either is a property, or what is kept under the other name where it is too long.
type either struct {
	cypher.Call
	property *cypher.Property
}

// Type is that of the property.
func (e *either) Type() cypher.Type { return e.property.Type() }

// indexed is the property itself: what is compared with a text that an index finds.
func indexed(x cypher.Expr) cypher.Expr {
	if e, ok := x.(*either); ok {
		return e.property
	}
	return x
}

// withEnds makes of a RETURN of edges a WITH, and a RETURN of the edges with their ends.
func (d dialectOf) withEnds(clauses []cypher.Clause) []cypher.Clause {
	last, ok := clauses[len(clauses)-1].(*cypher.Projection)
	if !ok {
		return clauses
	}
	for _, item := range last.Items { // called what the query calls it, whatever it has become
		item.Aliased = true
	}
	edges := false
	for _, t := range d.query.Types {
		edges = edges || isEdges(t)
	}
	if !edges || d.query.Model == nil {
		return clauses
	}
	with := *last
	with.Return = false
	after := append([]cypher.Clause{}, clauses[:len(clauses)-1]...)
	return append(after, &with, ends(d))
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

// rangeOf is a call of range(from, to, step), which the server answers with [from] where
// the step goes the wrong way, and beyond the end.
func rangeOf(x *cypher.Call) cypher.Expr {
	compare := func(l cypher.Expr, op string, r cypher.Expr) cypher.Expr {
		return &cypher.Comparison{Operands: []cypher.Expr{l, r}, Ops: []string{op}}
	}
	from, to, step, zero := x.Args[0], x.Args[1], x.Args[2], &cypher.Literal{Value: int64(0)}
	wrong := &cypher.Binary{Op: "OR",
		L: &cypher.Binary{Op: "AND", L: compare(from, "<", to), R: compare(step, "<", zero)},
		R: &cypher.Binary{Op: "AND", L: compare(from, ">", to), R: compare(step, ">", zero)},
	}
	return &cypher.Case{Whens: []cypher.When{{If: wrong, Then: &cypher.ListLiteral{}}}, Else: x}
}
