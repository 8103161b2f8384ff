package sqlite

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"rostrum/graph/cypher"
)

// generator turns a plan into one SQL statement. Steps that can stand in one SELECT
// do; where one cannot, what there is so far becomes a common table expression, and
// the next SELECT begins from it.
type generator struct {
	*names
	planner *planner          // plans the subqueries
	params  map[string]string // what the query's parameters are called in SQL
	tables  []string          // the common table expressions so far
}

// inner is the generator of a subquery, with common table expressions of its own.
func (g *generator) inner() *generator {
	return &generator{names: g.names, planner: g.planner, params: g.params}
}

// names makes names that are unlike each other whatever the case of their letters,
// and unlike SQL's words: each ends in a number.
type names struct{ last int }

func (n *names) new(name string) string {
	n.last++
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r == '_':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, name)
	if plain == "" {
		plain = "v"
	}
	return fmt.Sprintf("%s%d", plain, n.last)
}

// value is an SQL expression and the type of what it gives. value.go says what a
// value of each type is in SQL.
type value struct {
	sql string
	typ cypher.Type
}

// variable is what a name of the query is in a SELECT.
type variable struct {
	value
	row      string // of a node or edge: the table in FROM that has its row; "" where none has
	nullable bool
}

// block is a SELECT while it is put together.
type block struct {
	g     *generator
	outer *block // of a subquery: the SELECT that it stands in

	from  []string // each with its JOIN
	where []string
	vars  map[string]*variable
	// before are the variables that the last projection hid. ORDER BY may still name
	// them.
	before map[string]*variable

	columns  []string // names in order, once projected
	group    []string
	grouped  bool
	distinct bool
	order    []string
	skip     string
	limit    string

	// volatile tells that a column is another each time it is computed: whoever names it
	// later must find it as it was.
	volatile bool
}

func (g *generator) block(outer *block) *block {
	return &block{g: g, outer: outer, vars: map[string]*variable{}}
}

// closed tells whether rows must not be joined or filtered any more in this SELECT.
func (b *block) closed() bool {
	return b.grouped || b.distinct || len(b.order) > 0 || b.skip != "" || b.limit != ""
}

func (b *block) own(name string) *variable {
	if v := b.vars[name]; v != nil {
		return v
	}
	return b.before[name]
}

// lookup is the variable of a name, here or around; nil where there is none.
func (b *block) lookup(name string) *variable {
	for ; b != nil; b = b.outer {
		if v := b.own(name); v != nil {
			return v
		}
	}
	return nil
}

// row is the table in FROM that has the row of a node or edge, which is joined where
// it is not yet.
func (b *block) row(name string) string {
	for b.own(name) == nil {
		b = b.outer
	}
	v := b.own(name)
	if v.row == "" {
		table, join := "node", "CROSS JOIN"
		if v.typ.Kind == cypher.Edge {
			table = "edge"
		}
		if v.nullable {
			join = "LEFT JOIN"
		}
		v.row = b.g.new(name)
		b.join(join, table+" AS "+v.row, v.row+".key = "+v.sql)
	}
	return v.row
}

// join adds a table to FROM. CROSS JOIN keeps SQLite to the order of the plan.
func (b *block) join(word, table string, on ...string) {
	conditions := and(on)
	if len(b.from) == 0 && word == "CROSS JOIN" {
		b.from = append(b.from, table)
		if conditions != "" {
			b.where = append(b.where, conditions)
		}
		return
	}
	if len(b.from) == 0 {
		b.from = append(b.from, "(SELECT 1)") // something to be joined to
	}
	if conditions != "" {
		table += " ON " + conditions
	}
	b.from = append(b.from, word+" "+table)
}

// and joins the conditions that are not empty.
func and(conditions []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(conditions), func(c string) bool { return c == "" }), " AND ")
}

// run adds the steps of a plan, and returns the SELECT that is open after them.
func (b *block) run(p plan) (*block, error) {
	for _, s := range p {
		var err error
		if b, err = b.step(s); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (b *block) step(s planStep) (*block, error) {
	switch s := s.(type) {
	case *sortRows:
		return b, b.sort(s)
	case *skipRows:
		n, err := b.expr(s.count)
		b.skip = n.sql
		return b, err
	case *limitRows:
		n, err := b.expr(s.count)
		b.limit = n.sql
		return b, err
	case *distinct:
		b = b.open()
		b.distinct = true
		return b, nil
	}
	b = b.open()
	switch s := s.(type) {
	case *scanNodes:
		return b, b.scanNodes(s)
	case *scanEdges:
		return b, b.scanEdges(s)
	case *expand:
		return b, b.expand(s)
	case *expandWalk:
		if s.shortest {
			return b.shortestWalk(s)
		}
		return b.expandWalk(s)
	case *hasLabel:
		b.where = append(b.where, b.hasLabel(s))
		return b, nil
	case *filter:
		cond, err := b.condition(s.cond)
		b.where = append(b.where, cond)
		return b, err
	case *distinctEdges:
		b.where = append(b.where, b.differ(s.a, s.b))
		return b, nil
	case *nameTrail:
		list := cypher.ListOf(typ(cypher.Edge))
		b.vars[s.name] = &variable{value: value{"cypher_trail_edges(" + b.lookup(s.trail).sql + ")", list}, nullable: true}
		return b, nil
	case *namePath:
		b.namePath(s)
		return b, nil
	case *optional:
		return b.optional(s)
	case *unwind:
		return b, b.unwind(s)
	case *project:
		return b, b.project(s.columns, s.carry)
	case *aggregate:
		return b, b.aggregate(s.columns)
	}
	return b, fmt.Errorf("no SQL for the step %s", s)
}

// open is the SELECT if rows can still be joined and filtered in it, else another
// that begins from it.
func (b *block) open() *block {
	if b.closed() || b.volatile {
		return b.seal(b.volatile, nil)
	}
	return b
}

// project makes the columns what there is to name. It is no SELECT of its own: the
// columns are only other words for what they are made of.
func (b *block) project(items []*cypher.Item, carry []string) error {
	vars := map[string]*variable{}
	b.columns = nil
	for _, item := range items {
		b.volatile = b.volatile || cypher.Calls(item.X, "rand")
		v, err := b.column(item.X)
		if err != nil {
			return err
		}
		vars[item.Name] = v
		b.columns = append(b.columns, item.Name)
	}
	for _, name := range carry {
		vars[name] = b.lookup(name)
	}
	b.before, b.vars = b.vars, vars
	return nil
}

// column is what a column of a projection stands for. A variable stays what it is, so
// that a row that is joined for one of its names serves the other.
func (b *block) column(x cypher.Expr) (*variable, error) {
	if v, ok := x.(*cypher.Variable); ok {
		return b.lookup(v.Name), nil
	}
	v, err := b.expr(x)
	return &variable{value: v, nullable: true}, err
}

func (b *block) aggregate(items []*cypher.Item) error {
	b.grouped = true
	keys := 0
	for _, item := range items {
		if cypher.HasAggregate(item.X) {
			continue
		}
		keys++
		key, err := b.expr(item.X)
		if err != nil {
			return err
		}
		if !isConstant(item.X) && !isNumber(key.sql) { // a number would mean the column of that place
			b.group = append(b.group, key.sql)
		}
	}
	if keys > 0 && len(b.group) == 0 {
		b.group = []string{"NULL"} // by constants alone; of no rows that makes no group
	}
	return b.project(items, nil)
}

func (b *block) sort(s *sortRows) error {
	for _, key := range s.keys {
		v, err := b.expr(key.X)
		if err != nil {
			return err
		}
		term := sortKey(v)
		if isConstant(key.X) || isNumber(v.sql) {
			continue // a number would mean the column of that place
		}
		if key.Desc {
			term += " DESC NULLS FIRST"
		} else {
			term += " NULLS LAST"
		}
		b.order = append(b.order, term)
	}
	return nil
}

// isConstant tells whether an expression has one value in all rows.
func isConstant(x cypher.Expr) bool {
	return len(cypher.Names(x)) == 0 && !cypher.Calls(x, "rand")
}

// isNumber tells whether an SQL expression is a number, as of a variable that is one.
func isNumber(sql string) bool {
	_, err := strconv.ParseFloat(strings.Trim(sql, "()-+ "), 64)
	return err == nil
}

// seal makes a common table expression of the SELECT and begins another from it. It
// is materialized where the table is read several times, and has more columns where
// they are asked for, by their names.
func (b *block) seal(materialized bool, more map[string]string) *block {
	table := b.g.new("s")
	next := b.g.block(b.outer)
	next.columns = b.columns
	next.from = []string{table}
	var list []string
	for _, name := range slices.Sorted(maps.Keys(b.vars)) {
		v := b.vars[name]
		column := b.g.new(name)
		list = append(list, v.sql+" AS "+column)
		next.vars[name] = &variable{value: value{table + "." + column, v.typ}, nullable: v.nullable}
	}
	for _, column := range slices.Sorted(maps.Keys(more)) {
		list = append(list, more[column]+" AS "+column)
	}
	if len(list) == 0 {
		list = []string{"1 AS nothing"}
	}
	head := table + " AS ("
	if materialized {
		head = table + " AS MATERIALIZED ("
	}
	b.g.tables = append(b.g.tables, head+"\n"+indent(b.selectList(list))+"\n)")
	return next
}

func indent(text string) string { return "  " + strings.ReplaceAll(text, "\n", "\n  ") }

// selectList is the SELECT with these columns.
func (b *block) selectList(list []string) string {
	var s strings.Builder
	s.WriteString("SELECT ")
	if b.distinct {
		s.WriteString("DISTINCT ")
	}
	s.WriteString(strings.Join(list, ", "))
	if len(b.from) > 0 {
		s.WriteString("\nFROM " + strings.Join(b.from, "\n"))
	}
	if len(b.where) > 0 {
		s.WriteString("\nWHERE " + strings.Join(b.where, "\n  AND "))
	}
	if len(b.group) > 0 {
		s.WriteString("\nGROUP BY " + strings.Join(b.group, ", "))
	}
	if len(b.order) > 0 {
		s.WriteString("\nORDER BY " + strings.Join(b.order, ", "))
	}
	switch {
	case b.limit != "":
		s.WriteString("\nLIMIT " + b.limit)
	case b.skip != "":
		s.WriteString("\nLIMIT -1")
	}
	if b.skip != "" {
		s.WriteString(" OFFSET " + b.skip)
	}
	return s.String()
}

// with puts the common table expressions before a SELECT.
func (g *generator) with(text string) string {
	if len(g.tables) == 0 {
		return text
	}
	return "WITH RECURSIVE " + strings.Join(g.tables, ",\n") + "\n" + text
}

// statement is the SQL of a whole plan; its columns have the types of the query's.
func (g *generator) statement(p plan, types []cypher.Type) (string, error) {
	if union, ok := p[0].(*unionAll); ok {
		var parts []string
		for _, part := range union.parts {
			text, err := g.inner().statement(part, types)
			if err != nil {
				return "", err
			}
			parts = append(parts, "SELECT * FROM (\n"+indent(text)+"\n)")
		}
		word := "\nUNION ALL\n"
		if union.distinct {
			word = "\nUNION\n"
		}
		return strings.Join(parts, word), nil
	}
	b, err := g.block(nil).run(p)
	if err != nil {
		return "", err
	}
	var list []string
	for i, name := range b.columns {
		list = append(list, b.vars[name].as(types[i]).sql+" AS "+g.new(name))
	}
	return g.with(b.selectList(list)), nil
}
