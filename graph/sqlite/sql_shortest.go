package sqlite

import (
	"fmt"

	"rostrum/graph/cypher"
)

// shortestWalk finds, for each pair of nodes that the rows so far have at the ends of a
// walk, one of the shortest, or all. It goes in two passes, so that it looks at each node
// once at each distance and not at each walk: reach has the nodes at each distance from
// the start; back goes from the end to one of those that are one step nearer, or over
// each edge to one, and again.
func (b *block) shortestWalk(s *expandWalk) (*block, error) {
	b = b.seal(true, nil)
	table := b.from[0]
	from, to := b.lookup(s.from).sql, b.lookup(s.to).sql
	reach, goal, back := b.g.new("reach"), b.g.new("goal"), b.g.new("back")

	row := b.g.new("edge")
	on, end := expandOn(row, "w.at", s.direction, s.types)
	conditions, err := b.onEach(s, row)
	if err != nil {
		return nil, err
	}
	b.g.tables = append(b.g.tables,
		fmt.Sprintf(`%s (start, at, depth) AS (
  SELECT DISTINCT %s, %s, 0 FROM %s WHERE %s IS NOT NULL
  UNION
  SELECT w.start, %s, w.depth + 1
  FROM %s AS w
  CROSS JOIN edge AS %s ON %s
)`, reach, from, from, table, from, end, reach, row, and(append(append(on, conditions...), fmt.Sprintf("w.depth < %d", s.length.Max)))),
		fmt.Sprintf(`%s (start, goal, depth) AS (
  SELECT r.start, r.at, min(r.depth)
  FROM (SELECT DISTINCT %s AS start, %s AS goal FROM %s) AS p
  CROSS JOIN %s AS r ON r.start = p.start AND r.at = p.goal AND r.depth >= %d
  WHERE p.start <> p.goal OR %d = 0
  GROUP BY r.start, r.at
)`, goal, from, to, table, reach, s.length.Min, s.length.Min))

	taken := b.g.new("edge")
	step := taken // the edge to a nearer node
	if !s.all {
		step = b.g.new("edge")
	}
	on, end = expandOn(step, "w.at", reversed(s.direction), s.types)
	if conditions, err = b.onEach(s, step); err != nil {
		return nil, err
	}
	nearer := and(append(append(on, conditions...), fmt.Sprintf(
		"EXISTS (SELECT 1 FROM %s AS r WHERE r.start = w.start AND r.depth = w.depth - 1 AND r.at = %s)", reach, end)))
	if !s.all {
		nearer = fmt.Sprintf(`%s.key = (SELECT %s.key FROM edge AS %s
    WHERE %s
    ORDER BY %s.key LIMIT 1)`, taken, step, step, nearer, step)
	}
	b.g.tables = append(b.g.tables, fmt.Sprintf(`%s (start, goal, at, trail, depth) AS (
  SELECT start, goal, goal, ',', depth FROM %s
  UNION ALL
  SELECT w.start, w.goal, CASE %s.src WHEN w.at THEN %s.dst ELSE %s.src END, ',e' || %s.key || ',n' || w.at || w.trail, w.depth - 1
  FROM %s AS w
  CROSS JOIN edge AS %s ON w.depth > 0 AND %s
)`, back, goal, taken, taken, taken, taken, back, taken, nearer))

	found := b.g.new("w")
	b.join("CROSS JOIN", back+" AS "+found, fmt.Sprintf("%s.start = %s AND %s.goal = %s AND %s.depth = 0", found, from, found, to, found))
	trail := found + ".trail"
	if s.backwards {
		trail = "cypher_turn_trail(" + from + ", " + trail + ")"
	}
	b.vars[s.trail] = &variable{value: value{trail, typ(cypher.String)}}
	return b, nil
}

func reversed(d cypher.Direction) cypher.Direction {
	switch d {
	case cypher.Left:
		return cypher.Right
	case cypher.Right:
		return cypher.Left
	}
	return d
}

// onEach are the conditions on each edge of a walk, of the row of that name.
func (b *block) onEach(s *expandWalk, row string) ([]string, error) {
	each := b.g.block(b)
	each.vars[s.each] = &variable{value: value{row + ".key", typ(cypher.Edge)}, row: row}
	var list []string
	for _, cond := range s.conditions {
		text, err := each.condition(cond)
		if err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	return list, nil
}
