package interpret

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"rostrum/graph"
	"rostrum/graph/cypher"
)

// row binds variables to values while a query runs.
type row map[string]any

func (w row) with(name string, value any) row {
	if name == "" {
		return w
	}
	after := make(row, len(w)+1)
	maps.Copy(after, w)
	after[name] = value
	return after
}

// errEnough ends a search for more rows.
var errEnough = errors.New("enough")

// answer yields the statement's rows.
func (r *run) answer(s *cypher.Statement, yield func(graph.Row, error) bool) error {
	if done, err := r.everything(s, yield); done || err != nil {
		if errors.Is(err, errEnough) {
			return nil
		}
		return err
	}
	seen := map[string]bool{}
	for _, part := range s.Parts {
		err := r.clauses(part.Clauses, row{}, func(w row) error {
			last := part.Clauses[len(part.Clauses)-1].(*cypher.Projection)
			values := make(graph.Row, len(last.Columns))
			for i, c := range last.Columns {
				values[i] = result(w[c.Name])
			}
			if len(s.Parts) > 1 && !s.All {
				key := keyOf([]any(values)...)
				if seen[key] {
					return nil
				}
				seen[key] = true
			}
			if !yield(values, nil) {
				return errEnough
			}
			return nil
		})
		if errors.Is(err, errEnough) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// clauses runs the clauses one after the other on the row and calls each with every
// row that comes out at the end. Rows flow from clause to clause; a projection that
// sorts or groups holds them until all have come.
func (r *run) clauses(list []cypher.Clause, w row, each func(row) error) error {
	var projections []*projection // the last one first
	sink, end := each, len(list)
	for i := len(list) - 1; i >= 0; i-- {
		p, ok := list[i].(*cypher.Projection)
		if !ok {
			continue
		}
		readers, next := list[i+1:end], sink
		x := r.newProjection(p, w, func(w row) error { return r.reading(readers, w, next) })
		projections = append(projections, x)
		sink, end = x.take, i
	}
	if err := ignoreFull(r.reading(list[:end], w, sink)); err != nil {
		return err
	}
	for i := len(projections) - 1; i >= 0; i-- {
		if err := projections[i].finish(); err != nil {
			return err
		}
	}
	return nil
}

// reading runs MATCH and UNWIND clauses.
func (r *run) reading(list []cypher.Clause, w row, each func(row) error) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if len(list) == 0 {
		return each(w)
	}
	next := func(w row) error { return r.reading(list[1:], w, each) }
	switch c := list[0].(type) {
	case *cypher.Match:
		found := false
		err := r.match(c.Patterns, w, map[int64]bool{}, func(w row) error {
			if c.Where != nil {
				ok, err := r.holds(c.Where, w)
				if err != nil || !ok {
					return err
				}
			}
			found = true
			return next(w)
		})
		if err != nil || found || !c.Optional {
			return err
		}
		for _, name := range patternNames(c.Patterns) {
			if _, bound := w[name]; !bound {
				w = w.with(name, nil)
			}
		}
		return next(w)
	case *cypher.Unwind:
		value, err := r.eval(c.List, w)
		if err != nil || value == nil {
			return err
		}
		items, ok := value.([]any)
		if !ok {
			items = []any{value}
		}
		for _, item := range items {
			if err := next(w.with(c.As.Text, item)); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("clause %T is not supported", list[0])
}

func patternNames(patterns []*cypher.Pattern) []string {
	var names []string
	for _, p := range patterns {
		names = append(names, p.Name.Text)
		for _, n := range p.Nodes {
			names = append(names, n.Name.Text)
		}
		for _, e := range p.Edges {
			names = append(names, e.Name.Text)
		}
	}
	return slices.DeleteFunc(names, func(s string) bool { return s == "" })
}

// errFull ends the rows that flow into a projection whose limit is reached.
var errFull = errors.New("limit reached")

// projection is WITH or RETURN while it runs.
type projection struct {
	r     *run
	p     *cypher.Projection
	next  func(row) error
	outer row
	skip  int64
	limit int64 // -1: none
	err   error

	seen   map[string]bool
	groups map[string]*group
	order  []*group
	rows   []sorted
	passed int64
}

type group struct {
	w       row
	columns []any
	members []row
}

type sorted struct {
	out, scope row
	keys       []any
}

func (r *run) newProjection(p *cypher.Projection, outer row, next func(row) error) *projection {
	x := &projection{r: r, p: p, next: next, outer: outer, limit: -1, seen: map[string]bool{}, groups: map[string]*group{}}
	number := func(e cypher.Expr, otherwise int64) int64 {
		if e == nil {
			return otherwise
		}
		value, err := r.eval(e, outer)
		n, ok := value.(int64)
		if err == nil && (!ok || n < 0) {
			err = fmt.Errorf("SKIP and LIMIT need a whole number from 0, not %v", value)
		}
		if err != nil && x.err == nil {
			x.err = err
		}
		return n
	}
	x.skip, x.limit = number(p.Skip, 0), number(p.Limit, -1)
	return x
}

func (x *projection) sorts() bool { return len(x.p.Sort) > 0 }

func (x *projection) take(w row) error {
	if x.err != nil {
		return x.err
	}
	if x.p.Grouped {
		return x.gather(w)
	}
	out, scope := row{}, w
	for _, c := range x.p.Columns {
		value, err := x.r.eval(c.X, w)
		if err != nil {
			return err
		}
		out[c.Name] = value
		scope = scope.with(c.Name, value)
	}
	return x.pass(out, scope)
}

// gather adds the row to its group: the columns that do not aggregate tell which.
func (x *projection) gather(w row) error {
	columns := make([]any, len(x.p.Columns))
	var keys []any
	for i, c := range x.p.Columns {
		if cypher.HasAggregate(c.X) {
			continue
		}
		value, err := x.r.eval(c.X, w)
		if err != nil {
			return err
		}
		columns[i] = value
		keys = append(keys, value)
	}
	key := keyOf(keys...)
	g := x.groups[key]
	if g == nil {
		g = &group{w: w, columns: columns}
		x.groups[key] = g
		x.order = append(x.order, g)
	}
	g.members = append(g.members, w)
	return nil
}

// pass lets a row go on: at once, or where the projection sorts, later.
func (x *projection) pass(out, scope row) error {
	if x.p.Distinct {
		values := make([]any, len(x.p.Columns))
		for i, c := range x.p.Columns {
			values[i] = out[c.Name]
		}
		key := keyOf(values...)
		if x.seen[key] {
			return nil
		}
		x.seen[key] = true
	}
	if !x.sorts() {
		return x.emit(out)
	}
	s := sorted{out: out, scope: scope}
	for _, k := range x.p.Sort {
		value, err := x.r.eval(k.X, scope)
		if err != nil {
			return err
		}
		s.keys = append(s.keys, value)
	}
	x.rows = append(x.rows, sorted{out: out, keys: s.keys})
	return nil
}

func (x *projection) emit(out row) error {
	x.passed++
	if x.passed <= x.skip {
		return nil
	}
	if x.limit >= 0 && x.passed > x.skip+x.limit {
		return errFull
	}
	if x.p.Filter != nil {
		ok, err := x.r.holds(x.p.Filter, out)
		if err != nil || !ok {
			return err
		}
	}
	return x.next(out)
}

// finish lets go what waited for all rows.
func (x *projection) finish() error {
	if x.err != nil {
		return x.err
	}
	if x.p.Grouped {
		if len(x.order) == 0 && !slices.ContainsFunc(x.p.Columns, func(c *cypher.Item) bool { return !cypher.HasAggregate(c.X) }) {
			x.order = []*group{{w: x.outer, columns: make([]any, len(x.p.Columns))}}
		}
		for _, g := range x.order {
			out, scope := row{}, g.w
			for i, c := range x.p.Columns {
				value := g.columns[i]
				if cypher.HasAggregate(c.X) {
					var err error
					if value, err = x.r.aggregate(c.X, g); err != nil {
						return err
					}
				}
				out[c.Name] = value
				scope = scope.with(c.Name, value)
			}
			if err := x.pass(out, scope); err != nil {
				return ignoreFull(err)
			}
		}
	}
	slices.SortStableFunc(x.rows, func(a, b sorted) int {
		for i, k := range x.p.Sort {
			order := compareForSort(a.keys[i], b.keys[i])
			if k.Desc {
				order = -order
			}
			if order != 0 {
				return order
			}
		}
		return 0
	})
	for _, s := range x.rows {
		if err := x.emit(s.out); err != nil {
			return ignoreFull(err)
		}
	}
	return nil
}

func ignoreFull(err error) error {
	if errors.Is(err, errFull) {
		return nil
	}
	return err
}
