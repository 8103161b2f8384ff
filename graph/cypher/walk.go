package cypher

import "iter"

// children are the expressions directly within x, in order. Those within the patterns
// of a predicate are among them; those within a subquery's clauses or the pattern of a
// comprehension are not, since they see other variables.
func children(x Expr) iter.Seq[Expr] {
	return func(yield func(Expr) bool) {
		ok := true
		rewrite(x, func(child Expr) Expr {
			ok = ok && yield(child)
			return child
		})
	}
}

// rewrite is x with f of each child in the child's place. It copies x only where
// something changes, and keeps the types of what it copies.
func rewrite(x Expr, f func(Expr) Expr) Expr {
	changed := false
	one := func(child Expr) Expr {
		if child == nil {
			return nil
		}
		after := f(child)
		changed = changed || after != child
		return after
	}
	many := func(list []Expr) []Expr {
		after := make([]Expr, len(list))
		for i, child := range list {
			after[i] = one(child)
		}
		return after
	}
	var copied Expr
	switch x := x.(type) {
	case *Literal, *Parameter, *Variable, *Subquery, *PatternComprehension:
		return x
	case *Property:
		y := *x
		y.X, copied = one(x.X), &y
	case *Index:
		y := *x
		y.X, y.I, copied = one(x.X), one(x.I), &y
	case *Slice:
		y := *x
		y.X, y.From, y.To, copied = one(x.X), one(x.From), one(x.To), &y
	case *ListLiteral:
		y := *x
		y.Items, copied = many(x.Items), &y
	case *MapLiteral:
		y := *x
		y.Values, copied = many(x.Values), &y
	case *MapProjection:
		y, m := *x, *x.Map
		y.X, y.All, m.Values = one(x.X), one(x.All), many(x.Map.Values)
		y.Map, copied = &m, &y
	case *Unary:
		y := *x
		y.X, copied = one(x.X), &y
	case *Binary:
		y := *x
		y.L, y.R, copied = one(x.L), one(x.R), &y
	case *Comparison:
		y := *x
		y.Operands, copied = many(x.Operands), &y
	case *IsNull:
		y := *x
		y.X, copied = one(x.X), &y
	case *HasLabels:
		y := *x
		y.X, copied = one(x.X), &y
	case *Call:
		y := *x
		y.Args, copied = many(x.Args), &y
	case *Case:
		y := *x
		y.X, y.Whens = one(x.X), make([]When, len(x.Whens))
		for i, w := range x.Whens {
			y.Whens[i] = When{one(w.If), one(w.Then)}
		}
		y.Else, copied = one(x.Else), &y
	case *Comprehension:
		y := *x
		y.List, y.Where, y.Result, copied = one(x.List), one(x.Where), one(x.Result), &y
	case *Reduce:
		y := *x
		y.First, y.List, y.Next, copied = one(x.First), one(x.List), one(x.Next), &y
	case *Quantifier:
		y := *x
		y.List, y.Where, copied = one(x.List), one(x.Where), &y
	case *PatternPredicate:
		pattern := rewritePattern(x.Pattern, one)
		copied = &PatternPredicate{expr: x.expr, Pattern: pattern}
	}
	if !changed {
		return x
	}
	return copied
}

// Rewrite copies a checked statement, as it was written, with expr of each expression
// in the expression's place, from the inside out, and pattern called on each copied
// pattern; either may be nil. What the check has worked out beside what was written
// (Columns, Sort, Filter) is left as it was.
func (s *Statement) Rewrite(expr func(Expr) Expr, pattern func(*Pattern)) *Statement {
	w := rewriter{expr: expr, pattern: pattern}
	after := &Statement{All: s.All, Columns: s.Columns}
	for _, part := range s.Parts {
		after.Parts = append(after.Parts, &Part{Clauses: w.clauses(part.Clauses)})
	}
	return after
}

type rewriter struct {
	expr    func(Expr) Expr
	pattern func(*Pattern)
}

func (w rewriter) of(x Expr) Expr {
	switch y := x.(type) {
	case nil:
		return nil
	case *Subquery:
		z := *y
		z.Clauses = w.clauses(y.Clauses)
		x = &z
	case *PatternComprehension:
		z := *y
		z.Match, z.Result = w.clauses([]Clause{y.Match})[0].(*Match), w.of(y.Result)
		x = &z
	default:
		x = rewrite(x, w.of)
	}
	if p, ok := x.(*PatternPredicate); ok {
		x = &PatternPredicate{expr: p.expr, Pattern: w.patternOf(p.Pattern)}
	}
	if w.expr == nil {
		return x
	}
	return w.expr(x)
}

func (w rewriter) patternOf(p *Pattern) *Pattern {
	after := rewritePattern(p, w.of)
	if w.pattern != nil {
		w.pattern(after)
	}
	return after
}

func (w rewriter) clauses(list []Clause) []Clause {
	after := make([]Clause, len(list))
	for i, clause := range list {
		switch c := clause.(type) {
		case *Match:
			m := *c
			m.Patterns = make([]*Pattern, len(c.Patterns))
			for j, p := range c.Patterns {
				m.Patterns[j] = w.patternOf(p)
			}
			m.Where, after[i] = w.of(c.Where), &m
		case *Unwind:
			u := *c
			u.List, after[i] = w.of(c.List), &u
		case *Projection:
			p := *c
			p.Items = make([]*Item, len(c.Items))
			for j, item := range c.Items {
				p.Items[j] = &Item{Name: item.Name, X: w.of(item.X), Aliased: item.Aliased}
			}
			p.OrderBy = make([]SortKey, len(c.OrderBy))
			for j, key := range c.OrderBy {
				p.OrderBy[j] = SortKey{X: w.of(key.X), Desc: key.Desc}
			}
			p.Skip, p.Limit, p.Where = w.of(c.Skip), w.of(c.Limit), w.of(c.Where)
			after[i] = &p
		}
	}
	return after
}

// rewritePattern copies the pattern with f of each of its properties' values.
func rewritePattern(p *Pattern, f func(Expr) Expr) *Pattern {
	properties := func(m *MapLiteral) *MapLiteral {
		if m == nil {
			return nil
		}
		y := *m
		y.Values = make([]Expr, len(m.Values))
		for i, v := range m.Values {
			y.Values[i] = f(v)
		}
		return &y
	}
	after := &Pattern{Name: p.Name, Shortest: p.Shortest, All: p.All}
	for _, n := range p.Nodes {
		y := *n
		y.Properties = properties(n.Properties)
		after.Nodes = append(after.Nodes, &y)
	}
	for _, e := range p.Edges {
		y := *e
		y.Properties = properties(e.Properties)
		after.Edges = append(after.Edges, &y)
	}
	return after
}

// Conditions are the properties of a node pattern as conditions on the variable.
func (n *NodePattern) Conditions(variable string) []Expr {
	return conditions(n.Properties, variable, n.Type)
}

// Conditions are the properties of an edge pattern as conditions on the variable.
func (e *EdgePattern) Conditions(variable string) []Expr {
	return conditions(e.Properties, variable, e.Type)
}

// Expected is, of a map in a pattern, the type of the property that Keys[i] names.
func (x *MapLiteral) Expected(i int) Type {
	if i < len(x.types) {
		return x.types[i]
	}
	return Type{}
}

func conditions(m *MapLiteral, variable string, t Type) []Expr {
	if m == nil {
		return nil
	}
	var list []Expr
	for i, key := range m.Keys {
		at := func(t Type) expr { return expr{pos: key.Pos, typ: t} }
		property := &Property{expr: at(m.types[i]), X: &Variable{expr: at(t), Name: variable}, Key: key}
		list = append(list, &Comparison{expr: at(Type{Kind: Boolean}), Operands: []Expr{property, m.Values[i]},
			Ops: []string{"="}, ops: []int{key.Pos}})
	}
	return list
}

// Conjuncts are the conditions that must all hold for x to hold.
func Conjuncts(x Expr) []Expr {
	if x == nil {
		return nil
	}
	if b, ok := x.(*Binary); ok && b.Op == "AND" {
		return append(Conjuncts(b.L), Conjuncts(b.R)...)
	}
	return []Expr{x}
}

// Calls tells whether x calls the function of the name, outside of subqueries.
func Calls(x Expr, name string) bool {
	if call, ok := x.(*Call); ok && call.Name == name {
		return true
	}
	for child := range children(x) {
		if Calls(child, name) {
			return true
		}
	}
	return false
}

// Hoist is x with a variable in the place of each of its aggregates, and the aggregates by
// the names of the variables, which name makes. It returns false where x needs none of
// that: where no aggregate stands within a list that is made or asked of another.
func Hoist(x Expr, name func() string) (Expr, []*Item, bool) {
	inner := false
	var look func(x Expr, within bool)
	look = func(x Expr, within bool) {
		switch y := x.(type) {
		case *Comprehension, *Quantifier, *Reduce:
			within = true
		case *Call:
			inner = inner || within && y.Aggregate
		}
		for child := range children(x) {
			look(child, within)
		}
	}
	look(x, false)
	if !inner {
		return x, nil, false
	}
	var items []*Item
	var lift func(x Expr) Expr
	lift = func(x Expr) Expr {
		if call, ok := x.(*Call); ok && call.Aggregate {
			item := &Item{Name: name(), X: x, Aliased: true}
			items = append(items, item)
			return &Variable{expr: call.expr, Name: item.Name}
		}
		return rewrite(x, lift)
	}
	return lift(x), items, true
}

// Names are the names of variables that x holds, in order. Those that a subquery or
// comprehension within x binds itself may be among them.
func Names(x Expr) []string {
	var names []string
	add := func(name string) {
		if name != "" && !contains(names, name) {
			names = append(names, name)
		}
	}
	var visit func(x Expr)
	visit = func(x Expr) {
		switch x := x.(type) {
		case *Variable:
			add(x.Name)
		case *PatternPredicate:
			namesOfPattern(x.Pattern, add)
		case *Subquery:
			for _, clause := range x.Clauses {
				namesOfClause(clause, add, visit)
			}
		case *PatternComprehension:
			namesOfClause(x.Match, add, visit)
			visit(x.Result)
		}
		for child := range children(x) {
			visit(child)
		}
	}
	visit(x)
	return names
}

func namesOfPattern(p *Pattern, add func(string)) {
	for _, n := range p.Nodes {
		add(n.Name.Text)
	}
	for _, e := range p.Edges {
		add(e.Name.Text)
	}
}

func namesOfClause(clause Clause, add func(string), visit func(Expr)) {
	maybe := func(list ...Expr) {
		for _, x := range list {
			if x != nil {
				visit(x)
			}
		}
	}
	switch c := clause.(type) {
	case *Match:
		for _, p := range c.Patterns {
			namesOfPattern(p, add)
			rewritePattern(p, func(x Expr) Expr { visit(x); return x })
		}
		maybe(c.Where)
	case *Unwind:
		visit(c.List)
	case *Projection:
		for _, item := range c.Columns {
			visit(item.X)
		}
		for _, key := range c.Sort {
			visit(key.X)
		}
		maybe(c.Skip, c.Limit, c.Filter)
	}
}
