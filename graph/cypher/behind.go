package cypher

import (
	"fmt"
	"slices"
)

// BehindColumn is the name of the column that [Query.Behind] adds.
const BehindColumn = "_behind"

// Behind is the query with one more column, the last: a list of the nodes, edges and
// paths that a row was made of, those of its patterns that have no name among them.
// Rows, their order and their number are the same.
//
// A row that counts has what it counted, in lists of lists. Where a query collects
// values and takes the list apart again (UNWIND), nothing tells which node gave which
// element; what was matched before is then left out. So is what EXISTS { } and
// COUNT { } looked at.
func (q *Query) Behind() (*Query, error) {
	again, err := Compile(q.Text, q.Model) // a tree of our own to change
	if err != nil {
		return nil, err
	}
	for _, part := range again.Statement.Parts {
		b := behind{}
		for i, clause := range part.Clauses {
			switch c := clause.(type) {
			case *Match:
				b.match(c)
			case *Projection:
				b.project(c, slices.ContainsFunc(part.Clauses[i:], isUnwind))
			}
		}
	}
	return Compile(again.Statement.String(), q.Model)
}

func isUnwind(c Clause) bool {
	_, ok := c.(*Unwind)
	return ok
}

// behind follows the nodes and edges of one part of a query from clause to clause.
type behind struct {
	names []string // of those in scope, and of lists of them
	made  int
}

func (b *behind) fresh() string {
	b.made++
	return fmt.Sprintf("_behind%d", b.made)
}

// match gives every node and edge a name.
func (b *behind) match(m *Match) {
	add := func(name *Name) {
		if name.Text == "" {
			name.Text = b.fresh()
		}
		if !slices.Contains(b.names, name.Text) {
			b.names = append(b.names, name.Text)
		}
	}
	for _, p := range m.Patterns {
		for _, n := range p.Nodes {
			add(&n.Name)
		}
		for _, e := range p.Edges {
			add(&e.Name)
		}
	}
}

// project carries what is in scope through a WITH, under names that nothing else has,
// and into the last column of a RETURN.
func (b *behind) project(p *Projection, takenApart bool) {
	grouped := p.Grouped || p.Distinct
	if grouped && takenApart && collects(p) {
		b.names = nil
	}
	var items []*Item
	for _, name := range b.names {
		if !p.Return && passes(p, name) {
			items = append(items, &Item{Name: name})
			continue
		}
		var x Expr = &Variable{Name: name}
		if grouped && !(p.Return && passes(p, name)) {
			x = &Call{Name: "collect", Args: []Expr{x}}
		}
		items = append(items, &Item{Name: b.fresh(), X: x, Aliased: true})
	}
	if p.Return {
		list := &ListLiteral{}
		for _, item := range items {
			list.Items = append(list.Items, item.X)
		}
		p.Items = append(p.Items, &Item{Name: BehindColumn, X: list, Aliased: true})
		return
	}
	b.names = b.names[:0]
	for _, item := range items {
		b.names = append(b.names, item.Name)
		if item.X != nil {
			p.Items = append(p.Items, item)
		}
	}
}

// passes tells whether a column of the projection is the variable itself, by its name.
func passes(p *Projection, name string) bool {
	return slices.ContainsFunc(p.Columns, func(i *Item) bool {
		v, ok := i.X.(*Variable)
		return ok && v.Name == name && i.Name == name
	})
}

func collects(p *Projection) bool {
	return slices.ContainsFunc(p.Columns, func(i *Item) bool { return callsCollect(i.X) })
}

func callsCollect(x Expr) bool {
	if call, ok := x.(*Call); ok && call.Name == "collect" {
		return true
	}
	for child := range children(x) {
		if callsCollect(child) {
			return true
		}
	}
	return false
}
