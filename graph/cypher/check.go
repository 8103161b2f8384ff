package cypher

import (
	"maps"
	"slices"
	"strconv"

	"rostrum/schema"
)

// Column is a column of a query's rows.
type Column struct {
	Name string
	Type Type
}

// scope holds the variables that can be named at a place, and their types.
type scope map[string]Type

// checker finds the meaning of names and the types of expressions. Like the parser it
// ends at the first error with a panic(*Error), which check recovers.
type checker struct {
	text       string
	model      *schema.GraphModel // nil: any label, type and property
	parameters map[string]Type

	// aggregation says whether aggregates may stand at this place.
	aggregation aggregation
}

type aggregation uint8

const (
	noAggregates     aggregation = iota // nowhere but in WITH and RETURN
	aggregates                          // in a column of WITH or RETURN
	insideAggregates                    // within another aggregate
)

// check checks the statement, fills in what the check sets, and returns the types
// that the query's parameters must have.
func check(text string, s *Statement, model *schema.GraphModel) (parameters map[string]Type, err error) {
	defer recoverError(&err)
	c := checker{text: text, model: model, parameters: map[string]Type{}}
	c.statement(s)
	if len(c.parameters) > 0 {
		// What a parameter is shows where it is used, which may be after the place where
		// it first stands. The second time all is known from the start.
		c.statement(s)
	}
	return c.parameters, nil
}

func (c *checker) fail(pos int, hint, format string, args ...any) {
	panic(errorAt(c.text, pos, hint, format, args...))
}

func (c *checker) statement(s *Statement) {
	s.Columns = nil
	for i, part := range s.Parts {
		c.clauses(part.Clauses, scope{})
		last := part.Clauses[len(part.Clauses)-1].(*Projection)
		for j, item := range last.Columns {
			column := Column{Name: item.Name, Type: item.X.Type()}
			switch {
			case i == 0:
				s.Columns = append(s.Columns, column)
			case j >= len(s.Columns) || s.Columns[j].Name != column.Name || len(last.Columns) != len(s.Columns):
				c.fail(last.pos, "give them the same names with AS", "the parts of a UNION have different columns")
			default:
				s.Columns[j].Type = unite(s.Columns[j].Type, column.Type)
			}
		}
		if i > 0 && len(last.Columns) != len(s.Columns) {
			c.fail(last.pos, "give them the same names with AS", "the parts of a UNION have different columns")
		}
	}
}

// clauses checks clauses that see the variables of s, and returns what can be seen
// after them.
func (c *checker) clauses(list []Clause, s scope) scope {
	for _, clause := range list {
		switch clause := clause.(type) {
		case *Match:
			s = c.match(clause, s)
		case *Unwind:
			list := c.infer(clause.List, s)
			c.want(clause.List, ListOf(Type{}))
			if list.Kind != List && list.Kind != Any && list.Kind != Null {
				list = ListOf(list) // what is no list is unwound as a list of itself
			}
			s = maps.Clone(s)
			c.declare(clause.As, list.Element(), s)
		case *Projection:
			s = c.projection(clause, s)
		}
	}
	return s
}

func (c *checker) declare(name Name, t Type, s scope) {
	if _, ok := s[name.Text]; ok {
		c.fail(name.Pos, "choose another name", "%s has a meaning already", name)
	}
	s[name.Text] = t
}

func (c *checker) match(m *Match, s scope) scope {
	after := maps.Clone(s)
	c.patterns(m.Patterns, m.Where, after, m.Optional)
	if m.Where != nil {
		c.condition(m.Where, after)
	}
	for _, p := range m.Patterns {
		// A condition on the path would have to be asked while it is looked for.
		if p.Shortest && m.Where != nil {
			for _, name := range Names(m.Where) {
				if name == p.Name.Text || name == p.Edges[0].Name.Text {
					c.fail(m.Where.Pos(), "put it after WITH "+name+", which asks it of the path that was found", "a condition on the shortest path cannot stand here")
				}
			}
		}
	}
	return after
}

// condition checks an expression that must be true.
func (c *checker) condition(x Expr, s scope) {
	t := c.predicate(x, s)
	c.want(x, Type{Kind: Boolean})
	if t.Kind != Boolean && t.Kind != Any && t.Kind != Null {
		c.fail(x.Pos(), "", "a condition must stand here, not a value of type %s", t)
	}
}

func (c *checker) projection(p *Projection, s scope) scope {
	if p.Star && len(s) == 0 && len(p.Items) == 0 {
		c.fail(p.pos, "name what is meant", "there is nothing that * could stand for")
	}
	p.Columns, p.Grouped = nil, false
	if p.Star {
		for _, name := range slices.Sorted(maps.Keys(s)) {
			p.Columns = append(p.Columns, &Item{Name: name, X: &Variable{expr: expr{pos: p.pos}, Name: name}})
		}
	}
	p.Columns = append(p.Columns, p.Items...)
	columns := scope{}
	for _, item := range p.Columns {
		c.aggregation = aggregates
		t := c.infer(item.X, s)
		c.aggregation = noAggregates
		if _, twice := columns[item.Name]; twice {
			c.fail(item.X.Pos(), "give one of them another name with AS", "two columns have the name %s", item.Name)
		}
		columns[item.Name] = t
		p.Grouped = p.Grouped || HasAggregate(item.X)
	}
	if p.Grouped {
		c.grouping(p)
	}
	visible := maps.Clone(columns)
	if !p.Grouped && !p.Distinct {
		visible = maps.Clone(s)
		maps.Copy(visible, columns)
	}
	p.Sort = nil
	for _, key := range p.OrderBy {
		x := c.overColumns(key.X, p)
		c.infer(x, visible)
		p.Sort = append(p.Sort, SortKey{X: x, Desc: key.Desc})
	}
	c.bound(p.Skip, "SKIP")
	c.bound(p.Limit, "LIMIT")
	p.Filter = nil
	if p.Where != nil {
		p.Filter = c.overColumns(p.Where, p)
		c.condition(p.Filter, visible)
	}
	return columns
}

// bound checks the number after SKIP or LIMIT.
func (c *checker) bound(x Expr, word string) {
	if x == nil {
		return
	}
	t := c.infer(x, scope{})
	c.want(x, Type{Kind: Integer})
	n, literal := x.(*Literal)
	value, integer := int64(0), false
	if literal {
		value, integer = n.Value.(int64)
	}
	if t.Kind != Integer && t.Kind != Any && t.Kind != Number || literal && (!integer || value < 0) {
		c.fail(x.Pos(), "", "%s takes a number of rows, 0 or more", word)
	}
}

// overColumns puts the names of columns in the place of their expressions, since after
// DISTINCT or an aggregate there is nothing else to see. Without those it changes
// nothing.
func (c *checker) overColumns(x Expr, p *Projection) Expr {
	if !p.Grouped && !p.Distinct {
		return x
	}
	text := x.String()
	for _, item := range p.Columns {
		if item.X.String() == text {
			return &Variable{expr: expr{pos: x.Pos()}, Name: item.Name}
		}
	}
	return rewrite(x, func(x Expr) Expr { return c.overColumns(x, p) })
}

// grouping checks that each column with an aggregate is one value for each group:
// outside its aggregates it names only what the rows are grouped by.
func (c *checker) grouping(p *Projection) {
	var keys []string
	for _, item := range p.Columns {
		if !HasAggregate(item.X) {
			keys = append(keys, item.X.String())
		}
	}
	for _, item := range p.Columns {
		if HasAggregate(item.X) {
			c.grouped(item.X, keys)
		}
	}
}

func (c *checker) grouped(x Expr, keys []string) {
	switch x.(type) {
	case *Variable, *Property, *Parameter:
		if slices.Contains(keys, x.String()) {
			return
		}
	}
	switch x := x.(type) {
	case *Call:
		if x.Aggregate {
			return
		}
	case *Variable:
		c.fail(x.pos, "make it a column of its own", "%s is not what the rows are grouped by, so it has no one value beside an aggregate", x)
	}
	switch x := x.(type) {
	case *Comprehension:
		keys = append(slices.Clone(keys), x.Name.String())
	case *Quantifier:
		keys = append(slices.Clone(keys), x.Name.String())
	case *Reduce:
		keys = append(slices.Clone(keys), x.Name.String(), x.Sum.String())
	}
	for child := range children(x) {
		c.grouped(child, keys)
	}
}

// HasAggregate tells whether an aggregate stands in x.
func HasAggregate(x Expr) bool {
	if call, ok := x.(*Call); ok && call.Aggregate {
		return true
	}
	for child := range children(x) {
		if HasAggregate(child) {
			return true
		}
	}
	return false
}

// known are the names of the variables in s, for a hint.
func (s scope) known() []string { return slices.Sorted(maps.Keys(s)) }

func quoted(name string) string { return strconv.Quote(name) }
