package sqlite

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"rostrum/graph/cypher"
	"rostrum/schema"
)

// planner makes a plan of a checked statement.
type planner struct {
	model *schema.GraphModel // of the query; nil: none
	text  string             // of the query

	// nodes counts the nodes of a label, up to some bound. It chooses between ways
	// that are equally good otherwise; nil: they stay so.
	nodes func(label string) int

	now time.Time // when the query is asked

	names int // of variables that the query does not name
}

// statement plans a whole query.
func (p *planner) statement(s *cypher.Statement) plan {
	if len(s.Parts) == 1 {
		return p.clauses(s.Parts[0].Clauses, nil)
	}
	union := &unionAll{distinct: !s.All}
	for _, part := range s.Parts {
		union.parts = append(union.parts, p.clauses(part.Clauses, nil))
	}
	return plan{union}
}

// clauses plans clauses that see the variables of bound.
func (p *planner) clauses(list []cypher.Clause, bound []string) plan {
	var steps plan
	bound = slices.Clone(bound)
	for _, clause := range list {
		switch c := clause.(type) {
		case *cypher.Match:
			m := p.match(c, bound)
			steps = append(steps, m.steps...)
			bound = append(bound, m.binds...)
		case *cypher.Unwind:
			steps = append(steps, &unwind{list: c.List, as: c.As.Text})
			bound = append(bound, c.As.Text)
		case *cypher.Projection:
			steps = append(steps, p.projection(c, bound)...)
			bound = nil
			for _, item := range c.Columns {
				bound = append(bound, item.Name)
			}
		}
	}
	return steps
}

func (p *planner) projection(c *cypher.Projection, bound []string) plan {
	var steps plan
	if c.Grouped {
		steps = p.aggregate(c.Columns)
	} else {
		steps = plan{&project{columns: c.Columns, carry: carried(c, bound)}}
	}
	if c.Distinct {
		steps = append(steps, &distinct{})
	}
	if len(c.Sort) > 0 {
		steps = append(steps, &sortRows{keys: c.Sort})
	}
	if c.Skip != nil {
		steps = append(steps, &skipRows{count: c.Skip})
	}
	if c.Limit != nil {
		steps = append(steps, &limitRows{count: c.Limit})
	}
	for _, cond := range cypher.Conjuncts(c.Filter) {
		steps = append(steps, &filter{cond: cond})
	}
	return steps
}

// aggregate groups the rows. Where a column has an aggregate within a comprehension, which
// is a subquery in SQL, the aggregates are columns of their own first.
func (p *planner) aggregate(columns []*cypher.Item) plan {
	var first, then []*cypher.Item
	hoisted := false
	for _, item := range columns {
		x, aggregates, ok := cypher.Hoist(item.X, func() string { return p.fresh("aggregate") })
		hoisted = hoisted || ok
		if ok {
			first = append(first, aggregates...)
		} else {
			first = append(first, item)
			x = &cypher.Variable{Name: item.Name}
		}
		then = append(then, &cypher.Item{Name: item.Name, X: x, Aliased: true})
	}
	if !hoisted {
		return plan{&aggregate{columns: columns}}
	}
	return plan{&aggregate{columns: first}, &project{columns: then}}
}

// carried are the variables that a clause's WHERE names and none of its columns has.
func carried(c *cypher.Projection, bound []string) []string {
	if c.Filter == nil || c.Distinct {
		return nil
	}
	var names []string
	for _, name := range cypher.Names(c.Filter) {
		if slices.Contains(bound, name) && !slices.ContainsFunc(c.Columns, func(item *cypher.Item) bool { return item.Name == name }) {
			names = append(names, name)
		}
	}
	return names
}

// fresh is a name for something that the query gives none.
func (p *planner) fresh(kind string) string {
	for {
		p.names++
		name := fmt.Sprintf("%s#%d", kind, p.names)
		if !strings.Contains(p.text, name) {
			return name
		}
	}
}
