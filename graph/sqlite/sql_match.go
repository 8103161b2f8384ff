package sqlite

import (
	"fmt"
	"strings"

	"rostrum/graph/cypher"
)

// quote is a text as SQL writes it. Labels, types and keys stand in the statement
// itself, since SQLite uses a partial index only where it can see them.
func quote(text string) string {
	return strings.ReplaceAll("'"+strings.ReplaceAll(text, "'", "''")+"'", "\x00", "' || char(0) || '")
}

// oneOf compares a column with one or several texts; "" where names is nil, and false
// where there are none that it could be.
func oneOf(column string, names []string) string {
	switch len(names) {
	case 0:
		if names != nil {
			return "0"
		}
		return ""
	case 1:
		return column + " = " + quote(names[0])
	}
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = quote(name)
	}
	return column + " IN (" + strings.Join(parts, ", ") + ")"
}

// labelled is oneOf for the labels of nodes. In the model's graph each has one; without a
// model there may be none or several, with a colon between them.
func (b *block) labelled(column string, names []string) string {
	if b.g.planner.model != nil || len(names) == 0 {
		return oneOf(column, names)
	}
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = fmt.Sprintf("instr(':' || %s || ':', %s) > 0", column, quote(":"+name+":"))
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

func (b *block) scanNodes(s *scanNodes) error {
	row := b.g.new(s.node)
	b.vars[s.node] = &variable{value: value{row + ".key", typ(cypher.Node)}, row: row}
	cond, err := b.keyCondition(s.key)
	if s.key == nil || len(s.labels) < 2 {
		b.join("CROSS JOIN", "node AS "+row, b.labelled(row+".label", s.labels), cond)
		return err
	}
	// Each label has its own index, so each has its own condition.
	var ways []string
	for _, label := range s.labels {
		ways = append(ways, row+".label = "+quote(label)+" AND "+cond)
	}
	b.join("CROSS JOIN", "node AS "+row, "("+strings.Join(ways, " OR ")+")")
	return err
}

func (b *block) keyCondition(k *keyLookup) (string, error) {
	if k == nil {
		return "", nil
	}
	return b.condition(k.cond)
}

func (b *block) scanEdges(s *scanEdges) error {
	row := b.g.new(s.edge)
	b.vars[s.edge] = &variable{value: value{row + ".key", typ(cypher.Edge)}, row: row}
	cond, err := b.keyCondition(s.key)
	on := []string{oneOf(row+".type", s.types), cond}
	on = append(on, b.end(s.from, row+".src"), b.end(s.to, row+".dst"))
	b.join("CROSS JOIN", "edge AS "+row, on...)
	return err
}

// end binds the node at an end of an edge; where it is bound, the result is the
// condition that it is that node.
func (b *block) end(name, key string) string {
	if known := b.lookup(name); known != nil {
		return key + " = " + known.sql
	}
	b.vars[name] = &variable{value: value{key, typ(cypher.Node)}}
	return ""
}

// expandOn are the conditions on the edges that leave a node, and the key of the node
// at their other end.
func expandOn(row, from string, direction cypher.Direction, types []string) (on []string, to string) {
	typed := oneOf(row+".type", types)
	switch direction {
	case cypher.Right:
		return []string{row + ".src = " + from, typed}, row + ".dst"
	case cypher.Left:
		return []string{row + ".dst = " + from, typed}, row + ".src"
	}
	if typed != "" {
		typed = " AND " + typed // on both sides, so that both use their index
	}
	either := fmt.Sprintf("(%s.src = %s%s OR %s.dst = %s%s)", row, from, typed, row, from, typed)
	return []string{either}, fmt.Sprintf("CASE %s.src WHEN %s THEN %s.dst ELSE %s.src END", row, from, row, row)
}

func (b *block) expand(s *expand) error {
	if b.lookup(s.edge) != nil {
		b.expandGiven(s)
		return nil
	}
	row := b.g.new(s.edge)
	on, to := expandOn(row, b.lookup(s.from).sql, s.direction, s.types)
	b.vars[s.edge] = &variable{value: value{row + ".key", typ(cypher.Edge)}, row: row}
	b.join("CROSS JOIN", "edge AS "+row, append(on, b.end(s.to, to))...)
	return nil
}

// expandGiven binds the ends of an edge that an earlier clause has bound.
func (b *block) expandGiven(s *expand) {
	row := b.row(s.edge)
	left, right := row+".src", row+".dst"
	switch s.direction {
	case cypher.Left:
		left, right = right, left
	case cypher.Either:
		// Both ways round: a row for each.
		way := b.g.new("way")
		b.join("CROSS JOIN", "(SELECT 0 AS turned UNION ALL SELECT 1) AS "+way, fmt.Sprintf("(%s.turned = 0 OR %s <> %s)", way, left, right))
		left, right = fmt.Sprintf("CASE %s.turned WHEN 0 THEN %s ELSE %s END", way, left, right),
			fmt.Sprintf("CASE %s.turned WHEN 0 THEN %s ELSE %s END", way, right, left)
	}
	conditions := []string{row + ".key IS NOT NULL", oneOf(row+".type", s.types), b.end(s.from, left)}
	b.where = append(b.where, and(append(conditions, b.end(s.to, right))))
}

// expandWalk walks from all the nodes that the rows so far have at the walk's start,
// each once, and joins the rows with the walks.
func (b *block) expandWalk(s *expandWalk) (*block, error) {
	seed := "SELECT "
	if len(b.from) > 0 {
		b = b.seal(true, nil)
		seed = "SELECT DISTINCT "
	}
	from := b.lookup(s.from).sql
	seed += from + " AS start"
	if len(b.from) > 0 {
		seed += " FROM " + b.from[0]
	}
	walk, row := b.g.new("walk"), b.g.new("edge")
	on, to := expandOn(row, "w.at", s.direction, s.types)
	conditions, err := b.onEach(s, row)
	if err != nil {
		return nil, err
	}
	on = append(on, conditions...)
	if s.length.Max >= 0 {
		on = append(on, fmt.Sprintf("w.depth < %d", s.length.Max))
	}
	on = append(on, fmt.Sprintf("instr(w.trail, 'e' || %s.key || ',') = 0", row))
	b.g.tables = append(b.g.tables, fmt.Sprintf(`%s (start, at, trail, depth) AS (
  SELECT start, start, ',', 0 FROM (%s) WHERE start IS NOT NULL
  UNION ALL
  SELECT w.start, %s, w.trail || 'e' || %s.key || ',n' || %s || ',', w.depth + 1
  FROM %s AS w
  CROSS JOIN edge AS %s ON %s
)`, walk, seed, to, row, to, walk, row, and(on)))

	found := b.g.new("w")
	conditions = []string{found + ".start = " + from}
	if s.length.Min > 0 {
		conditions = append(conditions, fmt.Sprintf("%s.depth >= %d", found, s.length.Min))
	}
	b.join("CROSS JOIN", walk+" AS "+found, append(conditions, b.end(s.to, found+".at"))...)
	trail := found + ".trail"
	if s.backwards {
		trail = "cypher_turn_trail(" + from + ", " + trail + ")"
	}
	b.vars[s.trail] = &variable{value: value{trail, typ(cypher.String)}}
	return b, nil
}

func (b *block) hasLabel(s *hasLabel) string { return b.labelled(b.row(s.node)+".label", s.labels) }

func (b *block) differ(x, y edgeOrTrail) string {
	left, right := b.lookup(x.name).sql, b.lookup(y.name).sql
	switch {
	case !x.trail && !y.trail:
		return left + " <> " + right
	case x.trail && y.trail:
		return "cypher_trails_differ(" + left + ", " + right + ")"
	case x.trail:
		left, right = right, left
	}
	return "instr(" + right + ", 'e' || " + left + " || ',') = 0"
}

func (b *block) namePath(s *namePath) {
	parts := []string{b.lookup(s.nodes[0]).sql}
	for i, step := range s.steps {
		parts = append(parts, b.lookup(step.name).sql)
		if !step.trail {
			parts = append(parts, b.lookup(s.nodes[i+1]).sql)
		}
	}
	b.vars[s.name] = &variable{value: value{"cypher_path(" + strings.Join(parts, ", ") + ")", typ(cypher.Path)}, nullable: true}
}

// optional joins the rows with those that the inner plan makes of them. An inner plan
// of one edge is a LEFT JOIN; for any other the rows so far are numbered, the inner
// plan is run over all of them, and its rows are joined by the number.
func (b *block) optional(s *optional) (*block, error) {
	if len(s.inner) == 0 {
		return b, nil // all is bound already
	}
	if done, err := b.optionalEdge(s); done || err != nil {
		return b, err
	}
	if len(b.from) == 0 {
		b.from = []string{"(SELECT 1)"}
	}
	number := b.g.new("row")
	outer := b.seal(true, map[string]string{number: "row_number() OVER ()"})
	table := outer.from[0]

	inner := b.g.block(b.outer)
	inner.from = []string{table}
	for name, v := range outer.vars {
		copied := *v
		inner.vars[name] = &copied
	}
	// The number goes through the inner plan as a variable of no name.
	inner.vars[""] = &variable{value: value{table + "." + number, typ(cypher.Integer)}}
	inner, err := inner.run(s.inner)
	if err != nil {
		return nil, err
	}
	kept := map[string]*variable{"": inner.vars[""]}
	for _, name := range s.binds {
		kept[name] = inner.vars[name]
	}
	inner.vars = kept
	found := inner.seal(true, nil)
	outer.join("LEFT JOIN", found.from[0], found.vars[""].sql+" = "+table+"."+number)
	for _, name := range s.binds {
		found.vars[name].nullable = true
		outer.vars[name] = found.vars[name]
	}
	return outer, nil
}

// optionalEdge is optional for an inner plan of one edge from a bound node, and
// conditions. It tells whether the plan is one.
func (b *block) optionalEdge(s *optional) (bool, error) {
	first, ok := s.inner[0].(*expand)
	if !ok || b.lookup(first.edge) != nil {
		return false, nil
	}
	for _, step := range s.inner[1:] {
		switch step.(type) {
		case *hasLabel, *filter:
		default:
			return false, nil
		}
	}
	row := b.g.new(first.edge)
	on, to := expandOn(row, b.lookup(first.from).sql, first.direction, first.types)
	// Conditions on the far node are asked of it within the join, as a subquery: a
	// condition after the join would drop the row instead of leaving nulls.
	inner := b.g.block(b)
	inner.vars[first.edge] = &variable{value: value{row + ".key", typ(cypher.Edge)}, row: row}
	on = append(on, inner.end(first.to, to))
	for _, step := range s.inner[1:] {
		var err error
		if inner, err = inner.step(step); err != nil {
			return false, err
		}
	}
	if len(inner.from) > 0 {
		on = append(on, "EXISTS (\n"+indent(inner.selectList([]string{"1"}))+"\n)")
	} else {
		on = append(on, inner.where...)
	}
	b.join("LEFT JOIN", "edge AS "+row, on...)
	b.vars[first.edge] = &variable{value: value{row + ".key", typ(cypher.Edge)}, row: row, nullable: true}
	if inner.vars[first.to] != nil {
		b.vars[first.to] = &variable{value: value{to, typ(cypher.Node)}, nullable: true}
	}
	return true, nil
}

// unwind joins with the elements of a list.
func (b *block) unwind(s *unwind) error {
	list, err := b.expr(s.list)
	if err != nil {
		return err
	}
	each := b.g.new("each")
	b.join("CROSS JOIN", "json_each("+list.list()+") AS "+each)
	b.vars[s.as] = &variable{value: elementOf(each, list.typ.Element()), nullable: true}
	return nil
}
