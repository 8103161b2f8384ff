package cypher

import (
	"maps"
	"strings"

	"rostrum/graph/cypher/temporal"
	"rostrum/schema"
)

// infer checks x and sets and returns its type.
func (c *checker) infer(x Expr, s scope) Type {
	if p, ok := x.(*PatternPredicate); ok {
		c.fail(p.pos, "bind it with MATCH, or ask COUNT { … } or EXISTS { … }", "a pattern can only be a condition")
	}
	return c.predicate(x, s)
}

// predicate is infer at a place where a pattern may stand.
func (c *checker) predicate(x Expr, s scope) Type {
	t := c.typeOf(x, s)
	x.setType(t)
	return t
}

func (c *checker) typeOf(x Expr, s scope) Type {
	switch x := x.(type) {
	case *Literal:
		return literalType(x.Value)
	case *Parameter:
		t := c.parameters[x.Name]
		c.parameters[x.Name] = t
		return t
	case *Variable:
		t, ok := s[x.Name]
		if !ok {
			c.fail(x.pos, didYouMean(x.Name, s.known()), "nothing here has the name %s", x)
		}
		return t
	case *Property:
		return c.property(c.infer(x.X, s), x.Key)
	case *Index:
		return c.index(x, s)
	case *Slice:
		return c.slice(x, s)
	case *ListLiteral:
		t := Type{Kind: Null}
		for _, item := range x.Items {
			t = unite(t, c.infer(item, s))
		}
		return ListOf(t)
	case *MapLiteral:
		for _, v := range x.Values {
			c.infer(v, s)
		}
		return Type{Kind: Map}
	case *MapProjection:
		if t := c.infer(x.X, s); x.All != nil {
			c.infer(x.All, s)
		} else if t.Kind != Node && t.Kind != Edge && t.Kind != Map && t.Kind != Any && t.Kind != Null {
			c.fail(x.pos, "", "a node, an edge or a map must stand here, not a value of type %s", t)
		}
		return c.infer(x.Map, s)
	case *Unary:
		return c.unary(x, s)
	case *Binary:
		return c.binary(x, s)
	case *Comparison:
		return c.comparison(x, s)
	case *IsNull:
		c.infer(x.X, s)
		return Type{Kind: Boolean}
	case *HasLabels:
		return c.hasLabels(x, s)
	case *Call:
		return c.call(x, s)
	case *Case:
		return c.caseType(x, s)
	case *Comprehension:
		inner := c.element(x.Name, x.List, s)
		defer c.without()()
		if x.Where != nil {
			c.condition(x.Where, inner)
		}
		if x.Result != nil {
			return ListOf(c.infer(x.Result, inner))
		}
		return ListOf(inner[x.Name.Text])
	case *PatternComprehension:
		defer c.without()()
		return ListOf(c.infer(x.Result, c.match(x.Match, s)))
	case *Reduce:
		return c.reduce(x, s)
	case *Quantifier:
		inner := c.element(x.Name, x.List, s)
		defer c.without()()
		c.condition(x.Where, inner)
		return Type{Kind: Boolean}
	case *PatternPredicate:
		c.patternPredicate(x, s)
		return Type{Kind: Boolean}
	}
	return c.subquery(x.(*Subquery), s)
}

// without allows no aggregates until the function that it returns is called.
func (c *checker) without() func() {
	around := c.aggregation
	c.aggregation = noAggregates
	return func() { c.aggregation = around }
}

func literalType(value any) Type {
	switch value.(type) {
	case nil:
		return Type{Kind: Null}
	case bool:
		return Type{Kind: Boolean}
	case int64:
		return Type{Kind: Integer}
	case float64:
		return Type{Kind: Float}
	}
	return Type{Kind: String}
}

// want notes what a query parameter must be for its use.
func (c *checker) want(x Expr, t Type) {
	p, ok := x.(*Parameter)
	if !ok || t.Kind == Any || t.Kind == Null {
		return
	}
	have := c.parameters[p.Name]
	switch {
	case have.Kind == Any && p.typ.Kind == Any:
		c.parameters[p.Name] = Type{Kind: t.Kind, Elem: t.Elem}
	case have.Kind == String && t.Kind == Date:
		c.parameters[p.Name] = Type{Kind: Date}
	case have.Kind == Date && t.Kind == String:
	case have.Kind == List && t.Kind == List && have.Element().Kind == Any:
		c.parameters[p.Name] = Type{Kind: List, Elem: t.Elem}
	case have.Kind == List && t.Kind == List && t.Element().Kind == Any:
	case have.Kind != t.Kind && have.Numeric() && t.Numeric():
		if t.Kind == Integer || have.Kind == Integer {
			c.parameters[p.Name] = Type{Kind: Integer}
		}
	case have.Kind != t.Kind:
		c.fail(p.pos, "use two parameters", "$%s is %s elsewhere and %s here", p.Name, have, t)
	}
}

// property is the type of a property of a value of type t.
func (c *checker) property(t Type, key Name) Type {
	switch t.Kind {
	case Node, Edge:
		return c.modelProperty(t, key)
	case Date:
		if _, ok := temporal.DateField(key.Text); !ok {
			c.fail(key.Pos, "it has year, quarter, month, week, day and more", "a date has no %s", quoted(key.Text))
		}
		return Type{Kind: Integer}
	case Any, Null, Map:
		return Type{}
	}
	c.fail(key.Pos, "", "a value of type %s has no properties", t)
	return Type{}
}

func (c *checker) modelProperty(t Type, key Name) Type {
	if key.Text == "id" && c.model != nil {
		return Type{Kind: String}
	}
	if c.model == nil {
		return Type{}
	}
	var known []string
	found := Type{Kind: Null}
	for _, properties := range c.properties(t) {
		for _, p := range properties {
			known = append(known, p.Name)
		}
		if p, ok := schema.FindProperty(properties, key.Text); ok {
			found = unite(found, typeOfProperty(p.Type))
		}
	}
	if found.Kind == Null {
		of := "any " + strings.ToLower(t.Kind.String())
		if len(t.Names) > 0 {
			of = strings.Join(t.Names, "|")
		}
		c.fail(key.Pos, didYouMean(key.Text, known), "no property %s of %s in the graph model", quoted(key.Text), of)
	}
	return found
}

// properties are those of each label or edge type that a value of type t may have.
func (c *checker) properties(t Type) [][]schema.Property {
	var all [][]schema.Property
	if t.Kind == Node {
		for _, n := range c.model.Nodes {
			if t.Names == nil || contains(t.Names, n.Label) {
				all = append(all, n.Properties)
			}
		}
		return all
	}
	for _, e := range c.model.Edges {
		if t.Names == nil || contains(t.Names, e.Type) {
			all = append(all, e.Properties)
		}
	}
	return all
}

func (c *checker) index(x *Index, s scope) Type {
	t, i := c.infer(x.X, s), c.infer(x.I, s)
	switch {
	case t.Kind == List:
		c.want(x.I, Type{Kind: Integer})
		if !i.Numeric() && i.Kind != Any && i.Kind != Null || i.Kind == Float {
			c.fail(x.I.Pos(), "", "a list is indexed by an integer, not by a value of type %s", i)
		}
		return t.Element()
	case t.Kind == Any || t.Kind == Null:
		return Type{}
	case t.Kind == Map || t.Kind == Node || t.Kind == Edge:
		c.want(x.I, Type{Kind: String})
		if i.Kind != String && i.Kind != Any && i.Kind != Null {
			c.fail(x.I.Pos(), "", "properties are looked up by a string, not by a value of type %s", i)
		}
		if key, ok := x.I.(*Literal); ok && key.Value != nil && t.Kind != Map {
			return c.property(t, Name{Pos: key.pos, Text: key.Value.(string)})
		}
		return Type{}
	}
	c.fail(x.pos, "", "a value of type %s cannot be indexed", t)
	return Type{}
}

func (c *checker) slice(x *Slice, s scope) Type {
	t := c.infer(x.X, s)
	if t.Kind != List && t.Kind != Any && t.Kind != Null {
		c.fail(x.pos, "", "a value of type %s cannot be sliced", t)
	}
	for _, end := range []Expr{x.From, x.To} {
		if end == nil {
			continue
		}
		i := c.infer(end, s)
		c.want(end, Type{Kind: Integer})
		if i.Kind != Integer && i.Kind != Any && i.Kind != Null && i.Kind != Number {
			c.fail(end.Pos(), "", "a list is sliced by integers, not by a value of type %s", i)
		}
	}
	return t
}

func (c *checker) unary(x *Unary, s scope) Type {
	if x.Op == "NOT" {
		c.condition(x.X, s)
		return Type{Kind: Boolean}
	}
	t := c.infer(x.X, s)
	c.want(x.X, Type{Kind: Number})
	if !t.Numeric() && t.Kind != Any && t.Kind != Null {
		c.fail(x.pos, "", "%s takes a number, not a value of type %s", x.Op, t)
	}
	return t
}

func (c *checker) binary(x *Binary, s scope) Type {
	switch x.Op {
	case "AND", "OR", "XOR":
		c.condition(x.L, s)
		c.condition(x.R, s)
		return Type{Kind: Boolean}
	case "IN":
		return c.in(x, s)
	case "STARTS WITH", "ENDS WITH", "CONTAINS", "=~":
		for _, side := range []Expr{x.L, x.R} {
			t := c.infer(side, s)
			c.want(side, Type{Kind: String})
			if c.model != nil && t.Kind != String && t.Kind != Any && t.Kind != Null {
				c.fail(side.Pos(), "", "%s compares strings, not a value of type %s", x.Op, t)
			}
		}
		return Type{Kind: Boolean}
	}
	l, r := c.infer(x.L, s), c.infer(x.R, s)
	return c.arithmetic(x, l, r)
}

func (c *checker) in(x *Binary, s scope) Type {
	l, list := c.infer(x.L, s), c.infer(x.R, s)
	if list.Kind != List && list.Kind != Any && list.Kind != Null {
		c.fail(x.R.Pos(), "write [ ] around it", "IN takes a list, not a value of type %s", list)
	}
	c.want(x.R, ListOf(l))
	c.want(x.L, list.Element())
	if items, ok := x.R.(*ListLiteral); ok {
		for _, item := range items.Items {
			c.want(item, l)
		}
	}
	if c.model != nil && !comparable(l, list.Element()) {
		c.fail(x.op, "", "a value of type %s is never in a list of %s", l, list.Element())
	}
	return Type{Kind: Boolean}
}

// arithmetic is the type of + - * / % ^ ||.
func (c *checker) arithmetic(x *Binary, l, r Type) Type {
	if x.Op == "+" || x.Op == "||" {
		switch {
		case l.Kind == List || r.Kind == List:
			return c.concatenation(l, r)
		case l.Kind == String || r.Kind == String:
			other := l
			if l.Kind == String {
				other = r
			}
			switch other.Kind {
			case Any, Null:
				// The other side may turn out to be a list.
				if p, ok := x.L.(*Parameter); ok {
					c.want(p, Type{Kind: String})
				}
				if p, ok := x.R.(*Parameter); ok {
					c.want(p, Type{Kind: String})
				}
				return Type{Kind: other.Kind}
			case String, Integer, Float, Number, Date, Boolean:
				return Type{Kind: String}
			}
		}
	}
	if (x.Op == "+" || x.Op == "-") && (l.Kind == Date || r.Kind == Date) && (l.Kind == Any || r.Kind == Any) {
		return Type{} // a date and a duration
	}
	for _, side := range []Type{l, r} {
		if !side.Numeric() && side.Kind != Any && side.Kind != Null {
			c.fail(x.op, "", "%s cannot join a value of type %s and one of type %s", x.Op, l, r)
		}
	}
	if l.Numeric() {
		c.want(x.R, Type{Kind: Number})
	}
	if r.Numeric() {
		c.want(x.L, Type{Kind: Number})
	}
	switch {
	case l.Kind == Any || r.Kind == Any:
		return Type{} // of durations too, there are sums and multiples
	case l.Kind == Null || r.Kind == Null:
		return Type{Kind: Null}
	case x.Op == "^", l.Kind == Float || r.Kind == Float:
		return Type{Kind: Float}
	case l.Kind == Integer && r.Kind == Integer:
		return Type{Kind: Integer}
	}
	return Type{Kind: Number}
}

func (c *checker) concatenation(l, r Type) Type {
	elements := func(t Type) Type {
		if t.Kind == List {
			return t.Element()
		}
		return t
	}
	return ListOf(unite(elements(l), elements(r)))
}

func (c *checker) comparison(x *Comparison, s scope) Type {
	var before Type
	for i, operand := range x.Operands {
		t := c.infer(operand, s)
		if i > 0 {
			c.want(operand, before)
			c.want(x.Operands[i-1], t)
			if c.model != nil && !comparable(before, t) {
				c.fail(x.ops[i-1], "", "a value of type %s cannot be compared with one of type %s", before, t)
			}
			c.dateText(before, operand)
			c.dateText(t, x.Operands[i-1])
		}
		before = t
	}
	return Type{Kind: Boolean}
}

// dateText checks a string that is compared with a date.
func (c *checker) dateText(other Type, x Expr) {
	literal, ok := x.(*Literal)
	if !ok || other.Kind != Date {
		return
	}
	if text, ok := literal.Value.(string); ok {
		if _, err := schema.ParseDate(text); err != nil {
			c.fail(literal.pos, "", "%s", err)
		}
	}
}

func (c *checker) hasLabels(x *HasLabels, s scope) Type {
	t := c.infer(x.X, s)
	switch t.Kind {
	case Any, Null, Node, Edge:
	default:
		c.fail(x.pos, "", "a value of type %s has no labels", t)
	}
	for _, choice := range x.Labels {
		for _, name := range choice {
			if t.Kind == Edge {
				c.edgeType(name)
			} else {
				c.label(name)
			}
		}
	}
	return Type{Kind: Boolean}
}

func (c *checker) call(x *Call, s scope) Type {
	f, ok := findFunction(x.Name)
	if !ok {
		c.fail(x.pos, didYouMean(x.Name, functionNames()), "no function %s", quoted(x.Name))
	}
	x.Name, x.Aggregate = f.name, f.aggregate
	around := c.aggregation
	if f.aggregate {
		switch c.aggregation {
		case noAggregates:
			c.fail(x.pos, "compute it in WITH first", "the aggregate %s cannot stand here, only in the columns of WITH and RETURN", f.name)
		case insideAggregates:
			c.fail(x.pos, "compute the inner one in WITH first", "an aggregate cannot stand within another")
		}
		c.aggregation = insideAggregates
		defer func() { c.aggregation = around }()
	} else if x.Distinct {
		c.fail(x.pos, "", "DISTINCT stands only in aggregates, and %s is none", f.name)
	}
	if x.Star {
		return Type{Kind: Integer}
	}
	var types []Type
	for i, arg := range x.Args {
		param, ok := f.param(i)
		if !ok {
			c.fail(arg.Pos(), "", "%s takes at most %d arguments", f.name, len(f.params))
		}
		t := c.infer(arg, s)
		c.want(arg, param.wants())
		if !param.takes(t) {
			c.fail(arg.Pos(), "", "%s takes %s here, not a value of type %s", f.name, strings.ReplaceAll(param.kinds, "|", " or "), t)
		}
		if literal, ok := arg.(*Literal); ok && f.name == "date" {
			if text, ok := literal.Value.(string); ok {
				if _, err := temporal.Parse(temporal.Date, text); err != nil {
					c.fail(literal.pos, "", "%s", err)
				}
			}
		}
		types = append(types, t)
	}
	if f.aggregate {
		for _, arg := range x.Args {
			if Calls(arg, "rand") {
				c.fail(arg.Pos(), "compute it in WITH first", "rand() cannot stand within an aggregate")
			}
		}
	}
	if len(types) < f.required() {
		c.fail(x.pos, "", "%s takes %d arguments, and here are %d", f.name, f.required(), len(types))
	}
	if f.name == "coalesce" {
		for _, arg := range x.Args {
			c.want(arg, f.returns(types))
		}
	}
	return f.returns(types)
}

func (c *checker) caseType(x *Case, s scope) Type {
	t := Type{Kind: Null}
	var subject Type
	if x.X != nil {
		subject = c.infer(x.X, s)
	}
	for _, w := range x.Whens {
		if x.X == nil {
			c.condition(w.If, s)
		} else {
			when := c.infer(w.If, s)
			c.want(w.If, subject)
			if c.model != nil && !comparable(subject, when) {
				c.fail(w.If.Pos(), "", "a value of type %s cannot be compared with one of type %s", subject, when)
			}
		}
		t = unite(t, c.infer(w.Then, s))
	}
	if x.Else != nil {
		t = unite(t, c.infer(x.Else, s))
	}
	return t
}

// reduce makes the type of the sum one that both the first one and the next ones have.
func (c *checker) reduce(x *Reduce, s scope) Type {
	t := c.infer(x.First, s)
	inner := c.element(x.Name, x.List, s)
	defer c.without()()
	for range 2 {
		inner[x.Sum.Text] = t
		next := unite(t, c.infer(x.Next, inner))
		if next.Kind == t.Kind && next.Element().Kind == t.Element().Kind {
			return t
		}
		t = next
	}
	inner[x.Sum.Text] = Type{}
	c.infer(x.Next, inner)
	return Type{}
}

// element is s with the variable of a comprehension over the list.
func (c *checker) element(name Name, list Expr, s scope) scope {
	t := c.infer(list, s)
	c.want(list, ListOf(Type{}))
	if t.Kind != List && t.Kind != Any && t.Kind != Null {
		c.fail(list.Pos(), "", "a list must stand here, not a value of type %s", t)
	}
	inner := maps.Clone(s)
	inner[name.Text] = t.Element()
	return inner
}

func (c *checker) patternPredicate(x *PatternPredicate, s scope) {
	for _, n := range x.Pattern.Nodes {
		c.mustBeBound(n.Name, s)
	}
	for _, e := range x.Pattern.Edges {
		c.mustBeBound(e.Name, s)
	}
	c.patterns([]*Pattern{x.Pattern}, nil, maps.Clone(s), true)
}

func (c *checker) mustBeBound(name Name, s scope) {
	if _, ok := s[name.Text]; !ok && name.Text != "" {
		c.fail(name.Pos, "leave the name out, or use EXISTS { … }", "a pattern that is a condition cannot bind %s", name)
	}
}

func (c *checker) subquery(x *Subquery, s scope) Type {
	defer c.without()()
	c.clauses(x.Clauses, maps.Clone(s))
	if x.Count {
		return Type{Kind: Integer}
	}
	return Type{Kind: Boolean}
}
