package sqlite

import (
	"strings"

	"rostrum/graph/cypher"
)

// plan is how a query is answered: steps, each of which makes rows of the rows of the
// one before. It is made of a checked query (planner) and turned into SQL (generator),
// and knows nothing of either.
type plan []planStep

// planStep is one of the types below. String prints it, on one line or, where it holds
// plans itself, on several.
type planStep interface{ String() string }

// scanNodes joins each row with the nodes of some labels.
type scanNodes struct {
	node   string
	labels []string // nil: all
	key    *keyLookup
}

// keyLookup finds nodes or edges by a property that has an index, or by their id.
type keyLookup struct {
	property *cypher.Property
	op       string // = IN < <= > >=
	value    cypher.Expr
	cond     cypher.Expr // the condition that it comes from
}

// scanEdges joins each row with the edges of some types, and binds their ends.
type scanEdges struct {
	edge     string
	types    []string // nil: all
	from, to string
	key      *keyLookup
}

// expand joins each row with the edges at a node, and binds their other ends. Where
// into is set the other end is bound already and must be that.
type expand struct {
	from, edge, to string
	direction      cypher.Direction // seen from from
	types          []string
	into           bool
}

// expandWalk is expand over several edges, none of them twice. The trail is the edges
// and nodes walked over after the first node.
type expandWalk struct {
	from, trail, to string
	direction       cypher.Direction
	types           []string
	length          cypher.Length
	each            string        // the name that stands for each edge in conditions
	conditions      []cypher.Expr // on each edge
	into            bool
	shortest        bool // only one of the shortest walks between two nodes; into is set
	all             bool // with shortest: all of them
	backwards       bool // walked from the right end of the pattern to the left
}

// hasLabel keeps the rows whose node has one of the labels.
type hasLabel struct {
	node   string
	labels []string
}

// filter keeps the rows for which the condition is true.
type filter struct{ cond cypher.Expr }

// distinctEdges keeps the rows in which the two have no edge in common.
type distinctEdges struct{ a, b edgeOrTrail }

type edgeOrTrail struct {
	name  string
	trail bool
}

// nameTrail binds the list of a trail's edges.
type nameTrail struct{ name, trail string }

// namePath binds a path: nodes[i] and nodes[i+1] are joined by steps[i].
type namePath struct {
	name  string
	nodes []string
	steps []edgeOrTrail
}

// optional joins each row with the rows that the inner plan makes of it, or with
// nulls where that makes none.
type optional struct {
	inner plan
	binds []string // what the inner plan binds
}

// unwind joins each row with the elements of a list.
type unwind struct {
	list cypher.Expr
	as   string
}

// project makes the columns of each row, and nothing else. carry are variables that
// a later condition of the same clause names and that no column holds.
type project struct {
	columns []*cypher.Item
	carry   []string
}

// aggregate makes a row of all rows that agree in the columns without aggregates.
type aggregate struct{ columns []*cypher.Item }

// distinct leaves one of equal rows.
type distinct struct{}

type sortRows struct{ keys []cypher.SortKey }
type skipRows struct{ count cypher.Expr }
type limitRows struct{ count cypher.Expr }

// unionAll is the rows of several plans, one after another.
type unionAll struct {
	parts    []plan
	distinct bool
}

func (p plan) String() string {
	var b strings.Builder
	for _, s := range p {
		b.WriteString(s.String() + "\n")
	}
	return b.String()
}

func (p plan) indented() string {
	return "  " + strings.ReplaceAll(strings.TrimSuffix(p.String(), "\n"), "\n", "\n  ")
}

func (s *scanNodes) String() string {
	return "scan (" + s.node + labelled(s.labels) + ")" + s.key.String()
}

func (s *scanEdges) String() string {
	return "scan (" + s.from + ")-[" + s.edge + labelled(s.types) + "]->(" + s.to + ")" + s.key.String()
}

func labelled(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return ":" + strings.Join(names, "|")
}

func (k *keyLookup) String() string {
	if k == nil {
		return ""
	}
	return " by index " + k.property.String() + " " + k.op + " " + k.value.String()
}

func (s *expand) String() string {
	return "expand (" + s.from + ")" + arrow(s.direction, s.edge+labelled(s.types)) + "(" + s.to + ")" + known(s.into)
}

func known(into bool) string {
	if into {
		return " between the two"
	}
	return ""
}

func arrow(d cypher.Direction, inside string) string {
	left, right := "-", "-"
	switch d {
	case cypher.Left:
		left = "<-"
	case cypher.Right:
		right = "->"
	}
	return left + "[" + inside + "]" + right
}

func (s *expandWalk) String() string {
	word := "walk ("
	switch {
	case s.all:
		word = "shortest walks ("
	case s.shortest:
		word = "shortest walk ("
	}
	line := word + s.from + ")" + arrow(s.direction, s.trail+labelled(s.types)+s.length.String()) + "(" + s.to + ")" + known(s.into)
	for _, c := range s.conditions {
		line += " where " + c.String()
	}
	return line
}

func (s *hasLabel) String() string      { return "filter " + s.node + labelled(s.labels) }
func (s *filter) String() string        { return "filter " + s.cond.String() }
func (s *distinctEdges) String() string { return "filter " + s.a.name + " and " + s.b.name + " differ" }
func (s *nameTrail) String() string     { return "name " + s.name + " = the edges of " + s.trail }

func (s *namePath) String() string {
	line := "name " + s.name + " = (" + s.nodes[0] + ")"
	for i, step := range s.steps {
		line += "-[" + step.name + "]-(" + s.nodes[i+1] + ")"
	}
	return line
}

func (s *optional) String() string { return "optional\n" + s.inner.indented() }
func (s *unwind) String() string   { return "unwind " + s.list.String() + " as " + s.as }

func columns(items []*cypher.Item) string {
	parts := make([]string, len(items))
	for i, item := range items {
		parts[i] = item.X.String()
		if parts[i] != item.Name {
			parts[i] += " as " + item.Name
		}
	}
	return strings.Join(parts, ", ")
}

func (s *project) String() string {
	line := "project " + columns(s.columns)
	if len(s.carry) > 0 {
		line += " and carry " + strings.Join(s.carry, ", ")
	}
	return line
}

func (s *aggregate) String() string { return "group " + columns(s.columns) }
func (s *distinct) String() string  { return "distinct" }

func (s *sortRows) String() string {
	parts := make([]string, len(s.keys))
	for i, k := range s.keys {
		parts[i] = k.String()
	}
	return "sort " + strings.Join(parts, ", ")
}

func (s *skipRows) String() string  { return "skip " + s.count.String() }
func (s *limitRows) String() string { return "limit " + s.count.String() }

func (s *unionAll) String() string {
	word := "union all"
	if s.distinct {
		word = "union"
	}
	for _, p := range s.parts {
		word += "\n" + p.indented() + "\n  --"
	}
	return strings.TrimSuffix(word, "\n  --")
}
