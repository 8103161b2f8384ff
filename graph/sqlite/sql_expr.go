package sqlite

import (
	"fmt"
	"strconv"
	"strings"

	"rostrum/graph/cypher"
	"rostrum/schema"
)

func typ(k cypher.Kind) cypher.Type { return cypher.Type{Kind: k} }

// boxed is the value as one of type ANY; see value.go.
func (v value) boxed() string {
	switch v.typ.Kind {
	case cypher.List, cypher.Map:
		return "CAST(" + v.sql + " AS BLOB)"
	case cypher.Boolean, cypher.Date, cypher.Node, cypher.Edge, cypher.Path:
		return "cypher_box('" + strings.ToLower(v.typ.Kind.String()) + "', " + v.sql + ")"
	}
	return v.sql
}

// as is the value as one of type t.
func (v value) as(t cypher.Type) value {
	switch {
	case v.typ.Kind == t.Kind || v.typ.Kind == cypher.Null:
		return value{v.sql, t}
	case t.Kind == cypher.Any:
		return value{v.boxed(), t}
	case v.typ.Kind == cypher.Any:
		switch t.Kind {
		case cypher.Integer, cypher.Float, cypher.Number, cypher.String:
			return value{v.sql, t}
		}
		return value{"cypher_unbox(" + v.sql + ")", t}
	case t.Kind == cypher.Date:
		return value{"cypher_unbox(cypher_temporal('date', 0, " + v.boxed() + "))", t}
	}
	return value{v.sql, t}
}

// list is the value as the JSON of a list.
func (v value) list() string {
	if v.typ.Kind == cypher.List || v.typ.Kind == cypher.Null {
		return v.sql
	}
	return "cypher_as_list(" + v.boxed() + ")"
}

// elementOf is the element of type t in a row of json_each.
func elementOf(each string, t cypher.Type) value {
	switch t.Kind {
	case cypher.Any, cypher.Null:
		return value{fmt.Sprintf("cypher_element(%s.type, %s.value)", each, each), typ(cypher.Any)}
	case cypher.Date, cypher.Node, cypher.Edge, cypher.Path:
		return value{fmt.Sprintf("json_extract(%s.value, '$.\"$%s\"')", each, strings.ToLower(t.Kind.String())), t}
	}
	return value{each + ".value", t}
}

// expr is an expression in SQL. Its type is that of the check or, where that knows
// less, ANY.
func (b *block) expr(x cypher.Expr) (value, error) {
	switch x := x.(type) {
	case *cypher.Literal:
		return literal(x), nil
	case *cypher.Parameter:
		return value{"$" + b.g.params[x.Name], x.Type()}, nil
	case *cypher.Variable:
		return b.lookup(x.Name).value, nil
	case *cypher.Property:
		return b.property(x.X, x.Key.Text, x.Type())
	case *cypher.Index:
		return b.index(x)
	case *cypher.Slice:
		return b.slice(x)
	case *cypher.ListLiteral:
		return b.function("cypher_list", x.Type(), x.Items...)
	case *cypher.MapLiteral:
		return b.mapLiteral(x)
	case *cypher.MapProjection:
		return b.mapProjection(x)
	case *cypher.Unary:
		return b.unary(x)
	case *cypher.Binary:
		return b.binary(x)
	case *cypher.Comparison:
		return b.comparison(x)
	case *cypher.IsNull:
		return b.isNull(x)
	case *cypher.HasLabels:
		return b.hasLabels(x)
	case *cypher.Call:
		return b.call(x)
	case *cypher.Case:
		return b.caseExpr(x)
	case *cypher.Comprehension:
		return b.comprehension(x)
	case *cypher.PatternComprehension:
		return b.patternComprehension(x)
	case *cypher.Reduce:
		return b.reduce(x)
	case *cypher.Quantifier:
		return b.quantifier(x)
	case *cypher.PatternPredicate:
		return b.subquery([]cypher.Clause{&cypher.Match{Patterns: []*cypher.Pattern{x.Pattern}}}, false)
	case *cypher.Subquery:
		return b.subquery(x.Clauses, x.Count)
	}
	return value{}, fmt.Errorf("no SQL for the expression %s", x)
}

// exprs are several expressions.
func (b *block) exprs(list []cypher.Expr) ([]value, error) {
	values := make([]value, len(list))
	for i, x := range list {
		var err error
		if values[i], err = b.expr(x); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// condition is an expression that must be true.
func (b *block) condition(x cypher.Expr) (string, error) {
	v, err := b.expr(x)
	return v.as(typ(cypher.Boolean)).sql, err
}

// called makes a value of type t of a call of an SQL function of value_function.go.
// Arguments and result are of type ANY.
func called(name string, t cypher.Type, args ...value) value {
	list := make([]string, len(args))
	for i, arg := range args {
		list[i] = arg.boxed()
	}
	return value{name + "(" + strings.Join(list, ", ") + ")", typ(cypher.Any)}.as(t)
}

func (b *block) function(name string, t cypher.Type, args ...cypher.Expr) (value, error) {
	values, err := b.exprs(args)
	return called(name, t, values...), err
}

func literal(x *cypher.Literal) value {
	switch v := x.Value.(type) {
	case bool:
		return value{strconv.FormatInt(rank(v), 10), typ(cypher.Boolean)}
	case int64:
		return value{strconv.FormatInt(v, 10), typ(cypher.Integer)}
	case float64:
		return value{x.String(), typ(cypher.Float)}
	case string:
		return text(v)
	}
	return value{"NULL", typ(cypher.Null)}
}

func text(s string) value { return value{quote(s), typ(cypher.String)} }

// property is a property of a node, an edge, a map or a date.
func (b *block) property(x cypher.Expr, key string, t cypher.Type) (value, error) {
	v, err := b.expr(x)
	if err != nil {
		return value{}, err
	}
	switch v.typ.Kind {
	case cypher.Node, cypher.Edge:
		if key == "id" && t.Kind == cypher.String {
			return value{b.stored(x, v, "id"), t}, nil
		}
		props := b.stored(x, v, "props")
		if t.Kind == cypher.Any {
			return value{fmt.Sprintf("cypher_get(CAST(%s AS BLOB), %s)", props, quote(key)), t}, nil
		}
		// The indexes of the store are on this expression.
		return value{fmt.Sprintf("json_extract(%s, %s)", props, quote("$."+key)), t}, nil
	case cypher.Date:
		return called("cypher_get", t, v, text(key)), nil
	case cypher.Any:
		// It may turn out to be a node or an edge.
		get := fmt.Sprintf("cypher_get(%s, %s)", v.sql, quote(key))
		for _, table := range []string{"node", "edge"} {
			get += fmt.Sprintf(", (SELECT cypher_get(CAST(props AS BLOB), %s) FROM %s WHERE key = cypher_key('%s', %s))", quote(key), table, table, v.sql)
		}
		return value{"coalesce(" + get + ")", typ(cypher.Any)}.as(t), nil
	}
	return called("cypher_get", t, v, text(key)), nil
}

// stored is a column of the row of a node or edge.
func (b *block) stored(x cypher.Expr, v value, column string) string {
	if variable, ok := x.(*cypher.Variable); ok {
		return b.row(variable.Name) + "." + column
	}
	table := "node"
	if v.typ.Kind == cypher.Edge {
		table = "edge"
	}
	return fmt.Sprintf("(SELECT %s FROM %s WHERE key = %s)", column, table, v.sql)
}

func (b *block) index(x *cypher.Index) (value, error) {
	v, err := b.expr(x.X)
	if err != nil {
		return value{}, err
	}
	if v.typ.Kind != cypher.Node && v.typ.Kind != cypher.Edge {
		return b.function("cypher_index", x.Type(), x.X, x.I)
	}
	if key, ok := x.I.(*cypher.Literal); ok && key.Value != nil {
		return b.property(x.X, key.Value.(string), x.Type())
	}
	i, err := b.expr(x.I)
	return called("cypher_index", x.Type(), b.properties(x.X, v), i), err
}

func (b *block) slice(x *cypher.Slice) (value, error) {
	first, last := cypher.Expr(&cypher.Literal{Value: int64(0)}), cypher.Expr(&cypher.Literal{Value: int64(1) << 62})
	if x.From != nil {
		first = x.From
	}
	if x.To != nil {
		last = x.To
	}
	return b.function("cypher_slice", x.Type(), x.X, first, last)
}

func (b *block) mapLiteral(x *cypher.MapLiteral) (value, error) {
	values, err := b.exprs(x.Values)
	if err != nil {
		return value{}, err
	}
	var args []value
	for i, key := range x.Keys {
		args = append(args, text(key.Text), values[i])
	}
	return called("cypher_map", typ(cypher.Map), args...), nil
}

func (b *block) mapProjection(x *cypher.MapProjection) (value, error) {
	v, err := b.expr(x.X)
	if err != nil {
		return value{}, err
	}
	m, err := b.mapLiteral(x.Map)
	if err != nil {
		return value{}, err
	}
	if x.All != nil {
		all, err := b.expr(x.All)
		if err != nil {
			return value{}, err
		}
		m = called("cypher_merged", m.typ, all, m)
	}
	return value{"CASE WHEN " + v.sql + " IS NOT NULL THEN " + m.sql + " END", m.typ}, nil
}

func (b *block) unary(x *cypher.Unary) (value, error) {
	v, err := b.expr(x.X)
	switch {
	case err != nil:
		return value{}, err
	case x.Op == "NOT":
		return value{"(NOT (" + v.as(typ(cypher.Boolean)).sql + "))", typ(cypher.Boolean)}, nil
	case x.Op == "+":
		return v, nil
	case v.typ.Kind == cypher.Any:
		return called("cypher_arithmetic", typ(cypher.Any), text("-"), value{"0", typ(cypher.Integer)}, v), nil
	}
	return value{"(-(" + v.sql + "))", v.typ}, nil
}

func (b *block) binary(x *cypher.Binary) (value, error) {
	if x.Op == "IN" {
		return b.in(x)
	}
	sides, err := b.exprs([]cypher.Expr{x.L, x.R})
	if err != nil {
		return value{}, err
	}
	l, r := sides[0], sides[1]
	boolean := typ(cypher.Boolean)
	texts := l.typ.Kind == cypher.String && r.typ.Kind == cypher.String
	numbers := l.typ.Numeric() && r.typ.Numeric()
	switch x.Op {
	case "AND", "OR":
		return value{"(" + l.as(boolean).sql + " " + x.Op + " " + r.as(boolean).sql + ")", boolean}, nil
	case "XOR":
		return value{"(" + l.as(boolean).sql + " <> " + r.as(boolean).sql + ")", boolean}, nil
	case "CONTAINS":
		if texts {
			return value{"(instr(" + l.sql + ", " + r.sql + ") > 0)", boolean}, nil
		}
	case "STARTS WITH":
		if texts {
			return value{"(substr(" + l.sql + ", 1, length(" + r.sql + ")) = " + r.sql + ")", boolean}, nil
		}
	case "+", "-", "*":
		if numbers {
			return value{"(" + l.sql + " " + x.Op + " " + r.sql + ")", x.Type()}, nil
		}
		if texts {
			return value{"(" + l.sql + " || " + r.sql + ")", x.Type()}, nil
		}
	}
	switch x.Op {
	case "STARTS WITH", "ENDS WITH", "CONTAINS", "=~":
		return value{called("cypher_text", typ(cypher.Any), text(x.Op), l, r).sql, boolean}, nil
	}
	return called("cypher_arithmetic", mayBeNaN(x.Type()), text(x.Op), l, r), nil
}

// mayBeNaN is the type of a number that is computed: it may be none, which SQL has no
// number for, so that it is of any type.
func mayBeNaN(t cypher.Type) cypher.Type {
	if t.Kind == cypher.Float || t.Kind == cypher.Number {
		return typ(cypher.Any)
	}
	return t
}

// in is x IN list. SQL's IN has the same rules for nulls.
func (b *block) in(x *cypher.Binary) (value, error) {
	l, err := b.expr(x.L)
	if err != nil {
		return value{}, err
	}
	boolean := typ(cypher.Boolean)
	if items, ok := x.R.(*cypher.ListLiteral); ok {
		values, err := b.exprs(items.Items)
		if err != nil {
			return value{}, err
		}
		parts := make([]string, len(values))
		plain := l.typ.Kind != cypher.Any
		for i, v := range values {
			left, right, same := alike(l, v)
			plain = plain && same && left.sql == l.sql
			parts[i] = right.sql
		}
		if plain {
			return value{"(" + l.sql + " IN (" + strings.Join(parts, ", ") + "))", boolean}, nil
		}
	}
	list, err := b.expr(x.R)
	if err != nil {
		return value{}, err
	}
	elem := list.typ.Element().Kind
	if l.typ.Kind == elem && (elem == cypher.String || elem == cypher.Integer || elem == cypher.Float) {
		return value{"(" + l.sql + " IN (SELECT value FROM json_each(" + list.sql + ")))", boolean}, nil
	}
	return value{called("cypher_in", typ(cypher.Any), l, list).sql, boolean}, nil
}

// alike makes two values such that SQL compares them as Cypher does, if it can.
func alike(l, r value) (value, value, bool) {
	switch {
	case l.typ.Kind == cypher.Null, r.typ.Kind == cypher.Null, l.typ.Numeric() && r.typ.Numeric():
		return l, r, true
	case l.typ.Kind == cypher.Date && r.typ.Kind == cypher.String:
		return l, dateOf(r), true
	case l.typ.Kind == cypher.String && r.typ.Kind == cypher.Date:
		return dateOf(l), r, true
	case l.typ.Kind != r.typ.Kind:
		return l, r, false
	}
	switch l.typ.Kind {
	case cypher.String, cypher.Date, cypher.Boolean, cypher.Node, cypher.Edge:
		return l, r, true
	}
	return l, r, false
}

// dateOf is a string as a date; a literal one is read at once.
func dateOf(v value) value {
	if inside := strings.Trim(v.sql, "'"); len(inside) == len(v.sql)-2 {
		if date, err := schema.ParseDate(inside); err == nil {
			return value{quote(string(date)), typ(cypher.Date)}
		}
	}
	return v.as(typ(cypher.Date))
}

func (b *block) comparison(x *cypher.Comparison) (value, error) {
	operands, err := b.exprs(x.Operands)
	if err != nil {
		return value{}, err
	}
	var pairs []string
	for i, op := range x.Ops {
		pairs = append(pairs, compareSQL(op, operands[i], operands[i+1]))
	}
	return value{"(" + strings.Join(pairs, " AND ") + ")", typ(cypher.Boolean)}, nil
}

// compareSQL is l op r.
func compareSQL(op string, l, r value) string {
	left, right, same := alike(l, r)
	equality := op == "=" || op == "<>"
	switch l.typ.Kind {
	case cypher.Node, cypher.Edge:
		same = same && equality // they have no order
	}
	// Against a value that may be of any type, a text or number is equal in SQL to what
	// it is equal to in Cypher.
	plain := func(t cypher.Type) bool { return t.Kind == cypher.String || t.Numeric() }
	if equality && (plain(l.typ) && r.typ.Kind == cypher.Any || l.typ.Kind == cypher.Any && plain(r.typ)) {
		same = true
	}
	if same {
		return left.sql + " " + op + " " + right.sql
	}
	return called("cypher_compare", typ(cypher.Any), text(op), l, r).sql
}

func (b *block) isNull(x *cypher.IsNull) (value, error) {
	v, err := b.expr(x.X)
	if x.Not {
		return value{"(" + v.sql + " IS NOT NULL)", typ(cypher.Boolean)}, err
	}
	return value{"(" + v.sql + " IS NULL)", typ(cypher.Boolean)}, err
}

func (b *block) hasLabels(x *cypher.HasLabels) (value, error) {
	v, err := b.expr(x.X)
	if err != nil {
		return value{}, err
	}
	var kind string
	one := b.labelled
	switch v.typ.Kind {
	case cypher.Node:
		kind = b.stored(x.X, v, "label")
	case cypher.Edge:
		kind, one = b.stored(x.X, v, "type"), oneOf
	default:
		kind = fmt.Sprintf("coalesce((SELECT label FROM node WHERE key = cypher_key('node', %s)), (SELECT type FROM edge WHERE key = cypher_key('edge', %s)))",
			v.boxed(), v.boxed())
	}
	var all []string
	for _, choice := range x.Labels {
		all = append(all, one(kind, labelNames(choice)))
	}
	return value{"(" + strings.Join(all, " AND ") + ")", typ(cypher.Boolean)}, nil
}

func (b *block) caseExpr(x *cypher.Case) (value, error) {
	var subject value
	var err error
	if x.X != nil {
		if subject, err = b.expr(x.X); err != nil {
			return value{}, err
		}
	}
	s := "CASE"
	for _, w := range x.Whens {
		branch, err := b.exprs([]cypher.Expr{w.If, w.Then})
		if err != nil {
			return value{}, err
		}
		cond := branch[0].as(typ(cypher.Boolean)).sql
		if x.X != nil {
			cond = compareSQL("=", subject, branch[0])
		}
		s += " WHEN " + cond + " THEN " + branch[1].as(x.Type()).sql
	}
	if x.Else != nil {
		otherwise, err := b.expr(x.Else)
		if err != nil {
			return value{}, err
		}
		s += " ELSE " + otherwise.as(x.Type()).sql
	}
	return value{s + " END", x.Type()}, nil
}
