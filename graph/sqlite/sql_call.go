package sqlite

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"rostrum/graph/cypher"
	"rostrum/schema"
)

// call is a function. Those that need the database or that SQLite has too are here;
// every other is the SQL function cypher_<name> of value_function.go.
func (b *block) call(x *cypher.Call) (value, error) {
	if x.Aggregate {
		return b.aggregateCall(x)
	}
	args, err := b.exprs(x.Args)
	if err != nil {
		return value{}, err
	}
	t := x.Type()
	if len(args) > 0 && (args[0].typ.Kind == cypher.Node || args[0].typ.Kind == cypher.Edge) {
		if v, ok := b.graphCall(x, args[0]); ok {
			return v, nil
		}
	}
	if len(args) > 0 && (args[0].typ.Kind == cypher.Any || args[0].typ.Kind == cypher.Null) {
		if v, ok := b.openCall(x, args[0]); ok {
			return v, nil
		}
	}
	switch {
	case cypher.Temporal(x.Name):
		now := value{strconv.FormatInt(b.g.planner.now.UnixNano(), 10), typ(cypher.Integer)}
		return called("cypher_temporal", t, append([]value{text(x.Name), now}, args...)...), nil
	case x.Name == "rand":
		return value{"(random() / 18446744073709551616.0 + 0.5)", t}, nil
	case x.Name == "coalesce":
		parts := make([]string, len(args))
		for i, arg := range args {
			parts[i] = arg.as(t).sql
		}
		if len(parts) == 1 {
			return value{parts[0], t}, nil
		}
		return value{"coalesce(" + strings.Join(parts, ", ") + ")", t}, nil
	case x.Name == "size" && args[0].typ.Kind == cypher.String:
		return value{"length(" + args[0].sql + ")", t}, nil
	case x.Name == "size" && args[0].typ.Kind == cypher.List:
		return value{"json_array_length(" + args[0].sql + ")", t}, nil
	}
	return called("cypher_"+strings.ToLower(x.Name), mayBeNaN(t), args...), nil
}

// graphCall is a function of a node or edge that reads its row.
func (b *block) graphCall(x *cypher.Call, v value) (value, bool) {
	t := x.Type()
	switch x.Name {
	case "elementId":
		return value{b.stored(x.Args[0], v, "id"), t}, true
	case "type":
		return value{b.stored(x.Args[0], v, "type"), t}, true
	case "startNode":
		return value{b.stored(x.Args[0], v, "src"), t}, true
	case "endNode":
		return value{b.stored(x.Args[0], v, "dst"), t}, true
	case "labels":
		label := b.stored(x.Args[0], v, "label")
		if b.g.planner.model == nil {
			return called("cypher_labels", t, value{label, typ(cypher.String)}), true
		}
		return value{fmt.Sprintf("CASE WHEN %s IS NOT NULL THEN json_array(%s) END", label, label), t}, true
	case "properties":
		return b.properties(x.Args[0], v), true
	case "keys":
		return called("cypher_keys", t, b.properties(x.Args[0], v)), true
	}
	return value{}, false
}

// openCall is graphCall for a value that may turn out to be a node, an edge, or neither.
func (b *block) openCall(x *cypher.Call, v value) (value, bool) {
	column := map[string]string{"type": "edge.type", "startNode": "edge.src", "endNode": "edge.dst", "labels": "node.label", "elementId": "node.id"}[x.Name]
	if column == "" {
		return value{}, false
	}
	table, _, _ := strings.Cut(column, ".")
	of := value{fmt.Sprintf("(SELECT %s FROM %s WHERE key = cypher_key_of('%s', %s, '%s'))", column, table, table, v.sql, x.Name), typ(cypher.String)}
	switch x.Name {
	case "startNode", "endNode":
		of.typ = typ(cypher.Node)
	case "labels":
		return called("cypher_labels", x.Type(), of), true
	}
	return of.as(x.Type()), true
}

// properties are all properties of a node or edge as a map, the id among them.
func (b *block) properties(x cypher.Expr, v value) value {
	days, _ := json.Marshal(b.g.planner.days(v.typ)) // fails on no strings
	id := "NULL"                                     // which the model gives every node and edge
	if b.g.planner.model != nil {
		id = b.stored(x, v, "id")
	}
	s := fmt.Sprintf("cypher_properties(%s, %s, %s)", b.stored(x, v, "props"), id, quote(string(days)))
	return value{s, typ(cypher.Any)}.as(typ(cypher.Map))
}

// days are the properties of nodes or edges that are dates; in JSON they are texts.
func (p *planner) days(t cypher.Type) []string {
	days := []string{}
	if p.model == nil {
		return days
	}
	add := func(properties []schema.Property) {
		for _, property := range properties {
			if property.Type == schema.Day && !slices.Contains(days, property.Name) {
				days = append(days, property.Name)
			}
		}
	}
	if t.Kind == cypher.Node {
		for _, n := range p.model.Nodes {
			add(n.Properties)
		}
		return days
	}
	for _, e := range p.model.Edges {
		add(e.Properties)
	}
	return days
}

func (b *block) aggregateCall(x *cypher.Call) (value, error) {
	if x.Star {
		return value{"count(*)", x.Type()}, nil
	}
	v, err := b.expr(x.Args[0])
	if err != nil {
		return value{}, err
	}
	unique := ""
	if x.Distinct {
		unique = "DISTINCT "
	}
	switch x.Name {
	case "count":
		return value{"count(" + unique + v.sql + ")", x.Type()}, nil
	case "sum":
		return value{"coalesce(sum(" + unique + v.sql + "), 0)", x.Type()}, nil
	case "percentileCont", "percentileDisc":
		at, err := b.expr(x.Args[1])
		list := value{"cypher_collect(" + unique + v.boxed() + ")", typ(cypher.Any)}
		return called("cypher_"+strings.ToLower(x.Name), x.Type(), list, value{"max(" + at.sql + ")", at.typ}), err
	case "stDev", "stDevP":
		list := value{"cypher_collect(" + unique + v.boxed() + ")", typ(cypher.Any)}
		return called("cypher_"+strings.ToLower(x.Name), x.Type(), list), nil
	case "avg":
		return value{"avg(" + unique + v.sql + ")", x.Type()}, nil
	case "min", "max":
		switch v.typ.Kind {
		case cypher.Integer, cypher.Float, cypher.Number, cypher.String, cypher.Date, cypher.Boolean:
			return value{x.Name + "(" + v.sql + ")", x.Type()}, nil
		}
	}
	return value{"cypher_" + x.Name + "(" + unique + v.boxed() + ")", typ(cypher.Any)}.as(x.Type()), nil
}

// sortKey is what SQL sorts by to sort as Cypher does.
func sortKey(v value) string {
	switch v.typ.Kind {
	case cypher.Any, cypher.List, cypher.Map, cypher.Path:
		return "cypher_sort_key(" + v.boxed() + ")"
	}
	return v.sql
}

// over is a SELECT from the elements of a list, with the name for each.
func (b *block) over(list value, name string) *block {
	inner := b.g.block(b)
	each := b.g.new("each")
	inner.from = []string{"json_each(" + list.list() + ") AS " + each}
	inner.vars[name] = &variable{value: elementOf(each, list.typ.Element()), nullable: true}
	return inner
}

func (b *block) comprehension(x *cypher.Comprehension) (value, error) {
	list, err := b.expr(x.List)
	if err != nil {
		return value{}, err
	}
	inner := b.over(list, x.Name.Text)
	if x.Where != nil {
		cond, err := inner.condition(x.Where)
		if err != nil {
			return value{}, err
		}
		inner.where = append(inner.where, cond)
	}
	result := inner.vars[x.Name.Text].value
	if x.Result != nil {
		if result, err = inner.expr(x.Result); err != nil {
			return value{}, err
		}
	}
	s := inner.selectList([]string{"cypher_collect_all(" + result.boxed() + ")"})
	s = fmt.Sprintf("CASE WHEN %s IS NOT NULL THEN (\n%s\n) END", list.sql, indent(s))
	return value{s, typ(cypher.Any)}.as(x.Type()), nil
}

// reduce goes through the list by a table of its own, a row an element.
func (b *block) reduce(x *cypher.Reduce) (value, error) {
	around, err := b.exprs([]cypher.Expr{x.First, x.List})
	if err != nil {
		return value{}, err
	}
	first, list := around[0].as(x.Type()), around[1]
	sum, elements, each := b.g.new("sum"), b.g.new("elements"), b.g.new("each")
	inner := b.g.block(b)
	inner.from = []string{sum, "CROSS JOIN " + elements + " AS " + each + " ON " + each + ".key = " + sum + ".at"}
	inner.vars[x.Sum.Text] = &variable{value: value{sum + ".v", x.Type()}, nullable: true}
	inner.vars[x.Name.Text] = &variable{value: elementOf(each, list.typ.Element()), nullable: true}
	next, err := inner.expr(x.Next)
	if err != nil {
		return value{}, err
	}
	s := fmt.Sprintf(`WITH RECURSIVE %s AS MATERIALIZED (SELECT key, type, value FROM json_each(%s)),
%s (at, v) AS (
  SELECT 0, %s
  UNION ALL
%s
)
SELECT v FROM %s ORDER BY at DESC LIMIT 1`, elements, list.list(), sum, first.sql,
		indent(inner.selectList([]string{sum + ".at + 1", next.as(x.Type()).sql})), sum)
	return value{fmt.Sprintf("CASE WHEN %s IS NOT NULL THEN (\n%s\n) END", list.sql, indent(s)), x.Type()}, nil
}

// quantifier counts how often the condition is true and how often it is null.
func (b *block) quantifier(x *cypher.Quantifier) (value, error) {
	list, err := b.expr(x.List)
	if err != nil {
		return value{}, err
	}
	inner := b.over(list, x.Name.Text)
	cond, err := inner.condition(x.Where)
	if err != nil {
		return value{}, err
	}
	decide := map[string]string{
		"any":    "CASE WHEN total(hit) > 0 THEN 1 WHEN count(*) > count(hit) THEN NULL ELSE 0 END",
		"none":   "CASE WHEN total(hit) > 0 THEN 0 WHEN count(*) > count(hit) THEN NULL ELSE 1 END",
		"all":    "CASE WHEN count(hit) > total(hit) THEN 0 WHEN count(*) > count(hit) THEN NULL ELSE 1 END",
		"single": "CASE WHEN total(hit) > 1 THEN 0 WHEN count(*) > count(hit) THEN NULL ELSE total(hit) = 1 END",
	}[x.Kind]
	s := fmt.Sprintf("CASE WHEN %s IS NOT NULL THEN (\n  SELECT %s FROM (\n%s\n  )\n) END",
		list.sql, decide, indent(indent(inner.selectList([]string{cond + " AS hit"}))))
	return value{s, typ(cypher.Boolean)}, nil
}

// patternComprehension collects the result for each match of the pattern.
func (b *block) patternComprehension(x *cypher.PatternComprehension) (value, error) {
	g := b.g.inner()
	inner, err := g.block(b).run(b.g.planner.clauses([]cypher.Clause{x.Match}, b.visible()))
	if err != nil {
		return value{}, err
	}
	inner = inner.open()
	result, err := inner.expr(x.Result)
	if err != nil {
		return value{}, err
	}
	s := "(\n" + indent(g.with(inner.selectList([]string{"cypher_collect_all(" + result.boxed() + ")"}))) + "\n)"
	return value{s, typ(cypher.Any)}.as(x.Type()), nil
}

// visible are the variables that can be named here.
func (b *block) visible() (names []string) {
	for ; b != nil; b = b.outer {
		names = slices.AppendSeq(names, maps.Keys(b.vars))
		names = slices.AppendSeq(names, maps.Keys(b.before))
	}
	return names
}

// subquery plans clauses that see the variables of this SELECT, and asks whether they
// make a row, or how many.
func (b *block) subquery(clauses []cypher.Clause, count bool) (value, error) {
	g := b.g.inner()
	inner, err := g.block(b).run(b.g.planner.clauses(clauses, b.visible()))
	if err != nil {
		return value{}, err
	}
	if !count {
		return value{"EXISTS (\n" + indent(g.with(inner.selectList([]string{"1"}))) + "\n)", typ(cypher.Boolean)}, nil
	}
	inner = inner.open() // it counts the rows, not those within a group
	return value{"(\n" + indent(g.with(inner.selectList([]string{"count(*)"}))) + "\n)", typ(cypher.Integer)}, nil
}
