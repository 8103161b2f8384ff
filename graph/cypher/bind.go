package cypher

import (
	"fmt"
	"math"

	"rostrum/schema"
)

// Bind fits values to the query's parameters. It returns the values in the types that
// the query needs (a string becomes a date where a date is meant), and the statement
// with the parameters that are null replaced by null and what follows from that
// worked out: a condition ($since IS NULL OR x.date >= $since) goes, or becomes its
// second half. Values that the query does not name are left out.
func (q *Query) Bind(values map[string]any) (*Statement, map[string]any, error) {
	bound := make(map[string]any, len(q.Parameters))
	for _, name := range q.Parameters {
		value, ok := values[name]
		if !ok {
			return nil, nil, fmt.Errorf("the query's parameter $%s has no value", name)
		}
		fitted, err := fit(value, q.ParameterTypes[name])
		if err != nil {
			return nil, nil, fmt.Errorf("the query's parameter $%s: %w", name, err)
		}
		bound[name] = fitted
	}
	if len(bound) == 0 {
		return q.Statement, bound, nil
	}
	after := &Statement{All: q.Statement.All, Columns: q.Statement.Columns}
	for _, part := range q.Statement.Parts {
		after.Parts = append(after.Parts, &Part{Clauses: bindClauses(part.Clauses, bound)})
	}
	return after, bound, nil
}

// fit is the value as one of type t, or an error where it cannot be.
func fit(value any, t Type) (any, error) {
	switch v := value.(type) {
	case nil:
		return nil, nil
	case int:
		return fit(int64(v), t)
	case []string:
		list := make([]any, len(v))
		for i, s := range v {
			list[i] = s
		}
		return fit(list, t)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("%v is no number that can be compared", v)
		}
	}
	if t.Kind == Any {
		return fitAny(value)
	}
	switch v := value.(type) {
	case bool:
		if t.Kind == Boolean {
			return v, nil
		}
	case int64:
		if t.Kind == Float {
			return float64(v), nil
		}
		if t.Numeric() {
			return v, nil
		}
	case float64:
		if t.Kind == Float || t.Kind == Number {
			return v, nil
		}
	case string:
		if t.Kind == Date {
			return schema.ParseDate(v)
		}
		if t.Kind == String {
			return v, nil
		}
	case schema.Date:
		if t.Kind == Date {
			return v, nil
		}
	case []any:
		if t.Kind == List {
			return fitList(v, t.Element())
		}
	case map[string]any:
		if t.Kind == Map {
			return fitAny(v)
		}
	}
	return nil, fmt.Errorf("it needs a value of type %s, not %v", t, value)
}

func fitList(list []any, elem Type) (any, error) {
	fitted := make([]any, len(list))
	for i, item := range list {
		var err error
		if fitted[i], err = fit(item, elem); err != nil {
			return nil, fmt.Errorf("item %d: %w", i, err)
		}
	}
	return fitted, nil
}

func fitAny(value any) (any, error) {
	switch v := value.(type) {
	case bool, int64, float64, string, schema.Date:
		return v, nil
	case []any:
		return fitList(v, Type{})
	case map[string]any:
		fitted := make(map[string]any, len(v))
		for key, item := range v {
			var err error
			if fitted[key], err = fit(item, Type{}); err != nil {
				return nil, fmt.Errorf("key %s: %w", key, err)
			}
		}
		return fitted, nil
	}
	return nil, fmt.Errorf("a value of the Go type %T cannot be a parameter", value)
}

func bindClauses(clauses []Clause, values map[string]any) []Clause {
	fold := func(x Expr) Expr { return foldNull(x, values) }
	maybe := func(x Expr) Expr {
		if x == nil {
			return nil
		}
		return fold(x)
	}
	after := make([]Clause, len(clauses))
	for i, clause := range clauses {
		switch c := clause.(type) {
		case *Match:
			m := *c
			m.Patterns = make([]*Pattern, len(c.Patterns))
			for j, p := range c.Patterns {
				m.Patterns[j] = rewritePattern(p, fold)
			}
			if m.Where = maybe(c.Where); isLiteral(m.Where, true) {
				m.Where = nil
			}
			after[i] = &m
		case *Unwind:
			u := *c
			u.List, after[i] = fold(c.List), &u
		case *Projection:
			p := *c
			p.Columns = make([]*Item, len(c.Columns))
			for j, item := range c.Columns {
				p.Columns[j] = &Item{Name: item.Name, X: fold(item.X), Aliased: item.Aliased}
			}
			p.Sort = make([]SortKey, len(c.Sort))
			for j, key := range c.Sort {
				p.Sort[j] = SortKey{X: fold(key.X), Desc: key.Desc}
			}
			p.Skip, p.Limit = maybe(c.Skip), maybe(c.Limit)
			if p.Filter = maybe(c.Filter); isLiteral(p.Filter, true) {
				p.Filter = nil
			}
			after[i] = &p
		}
	}
	return after
}

// foldNull puts null in the place of parameters that are null, and works out the
// conditions that are certain then.
func foldNull(x Expr, values map[string]any) Expr {
	if s, ok := x.(*Subquery); ok {
		y := *s
		y.Clauses = bindClauses(s.Clauses, values)
		return &y
	}
	if p, ok := x.(*PatternComprehension); ok {
		y := *p
		y.Match, y.Result = bindClauses([]Clause{p.Match}, values)[0].(*Match), foldNull(p.Result, values)
		return &y
	}
	x = rewrite(x, func(child Expr) Expr { return foldNull(child, values) })
	at := expr{pos: x.Pos(), typ: Type{Kind: Boolean}}
	switch x := x.(type) {
	case *Parameter:
		if values[x.Name] == nil {
			return &Literal{expr: expr{pos: x.pos, typ: Type{Kind: Null}}}
		}
	case *IsNull:
		switch operand := x.X.(type) {
		case *Literal:
			return &Literal{expr: at, Value: (operand.Value == nil) != x.Not}
		case *Parameter:
			return &Literal{expr: at, Value: x.Not}
		}
	case *Unary:
		if literal, ok := x.X.(*Literal); ok && x.Op == "NOT" {
			if value, ok := literal.Value.(bool); ok {
				return &Literal{expr: at, Value: !value}
			}
		}
	case *Binary:
		decides := x.Op == "OR" // true decides an OR, false an AND
		switch {
		case x.Op != "OR" && x.Op != "AND":
		case isLiteral(x.L, decides), isLiteral(x.R, decides):
			return &Literal{expr: at, Value: decides}
		case isLiteral(x.L, !decides):
			return x.R
		case isLiteral(x.R, !decides):
			return x.L
		}
	}
	return x
}

func isLiteral(x Expr, value bool) bool {
	literal, ok := x.(*Literal)
	return ok && literal.Value == value
}
