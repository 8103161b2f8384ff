package cypher

import (
	"strconv"
	"strings"
)

// String prints the query, a clause a line. Parsed again it gives the same tree.
func (s *Statement) String() string {
	var b strings.Builder
	for i, part := range s.Parts {
		if i > 0 {
			b.WriteString("\nUNION")
			if s.All {
				b.WriteString(" ALL")
			}
			b.WriteString("\n")
		}
		b.WriteString(join(part.Clauses, "\n"))
	}
	return b.String()
}

func join[T interface{ String() string }](list []T, separator string) string {
	parts := make([]string, len(list))
	for i, x := range list {
		parts[i] = x.String()
	}
	return strings.Join(parts, separator)
}

func (m *Match) String() string {
	s := "MATCH " + join(m.Patterns, ", ")
	if m.Optional {
		s = "OPTIONAL " + s
	}
	return s + after(" WHERE ", m.Where)
}

func after(word string, x Expr) string {
	if x == nil {
		return ""
	}
	return word + x.String()
}

func (u *Unwind) String() string { return "UNWIND " + u.List.String() + " AS " + u.As.String() }

func (p *Projection) String() string {
	var b strings.Builder
	b.WriteString("WITH")
	if p.Return {
		b.Reset()
		b.WriteString("RETURN")
	}
	if p.Distinct {
		b.WriteString(" DISTINCT")
	}
	b.WriteString(" ")
	if p.Star {
		b.WriteString("*")
		if len(p.Items) > 0 {
			b.WriteString(", ")
		}
	}
	b.WriteString(join(p.Items, ", "))
	if len(p.OrderBy) > 0 {
		b.WriteString(" ORDER BY " + join(p.OrderBy, ", "))
	}
	b.WriteString(after(" SKIP ", p.Skip) + after(" LIMIT ", p.Limit) + after(" WHERE ", p.Where))
	return b.String()
}

func (i *Item) String() string {
	if i.Aliased {
		return i.X.String() + " AS " + quoteName(i.Name)
	}
	return i.X.String()
}

func (k SortKey) String() string {
	if k.Desc {
		return k.X.String() + " DESC"
	}
	return k.X.String()
}

func (n Name) String() string { return quoteName(n.Text) }

// quoteName puts a name in backticks where it could be read as something else.
func quoteName(name string) string {
	plain := name != "" && !reserved(name)
	for i, r := range name {
		plain = plain && (isNameStart(r) || i > 0 && isNamePart(r))
	}
	if plain || name == "" {
		return name
	}
	return "`" + strings.ReplaceAll(name, "`", "``") + "`"
}

func (p *Pattern) String() string {
	var b strings.Builder
	if p.Name.Text != "" {
		b.WriteString(p.Name.String() + " = ")
	}
	switch {
	case p.All:
		b.WriteString("allShortestPaths(")
	case p.Shortest:
		b.WriteString("shortestPath(")
	}
	for i, n := range p.Nodes {
		if i > 0 {
			b.WriteString(p.Edges[i-1].String())
		}
		b.WriteString(n.String())
	}
	if p.Shortest {
		b.WriteString(")")
	}
	return b.String()
}

func (n *NodePattern) String() string {
	return "(" + inside(n.Name.String(), labels(n.Labels), n.Properties) + ")"
}

func inside(name, kinds string, properties *MapLiteral) string {
	s := name + kinds
	if properties != nil {
		if s != "" {
			s += " "
		}
		s += properties.String()
	}
	return s
}

func labels(choices []LabelChoice) string {
	var b strings.Builder
	for _, c := range choices {
		b.WriteString(":" + join(c, "|"))
	}
	return b.String()
}

func (e *EdgePattern) String() string {
	kinds := ""
	if len(e.Types) > 0 {
		kinds = ":" + join(e.Types, "|")
	}
	if e.Length != nil {
		kinds += e.Length.String()
	}
	s := inside(e.Name.String(), kinds, e.Properties)
	if s != "" {
		s = "[" + s + "]"
	}
	switch e.Direction {
	case Right:
		return "-" + s + "->"
	case Left:
		return "<-" + s + "-"
	}
	return "-" + s + "-"
}

func (l *Length) String() string {
	switch {
	case l.Min == 1 && l.Max < 0:
		return "*"
	case l.Min == l.Max:
		return "*" + strconv.Itoa(l.Min)
	case l.Max < 0:
		return "*" + strconv.Itoa(l.Min) + ".."
	}
	return "*" + strconv.Itoa(l.Min) + ".." + strconv.Itoa(l.Max)
}

// precedence is how tightly an expression's outermost operator binds.
func precedence(x Expr) int {
	switch x := x.(type) {
	case *Binary:
		return operatorPrecedence(x.Op)
	case *Comparison:
		return 5
	case *IsNull:
		return 6
	case *Unary:
		if x.Op == "NOT" {
			return 4
		}
		return 10
	case *Literal:
		// A negative number is printed with its sign before it.
		switch v := x.Value.(type) {
		case int64:
			if v < 0 {
				return 10
			}
		case float64:
			if v < 0 {
				return 10
			}
		}
	}
	return 12
}

func operatorPrecedence(op string) int {
	switch op {
	case "OR":
		return 1
	case "XOR":
		return 2
	case "AND":
		return 3
	case "IN", "STARTS WITH", "ENDS WITH", "CONTAINS", "=~":
		return 6
	case "+", "-", "||":
		return 7
	case "*", "/", "%":
		return 8
	}
	return 9 // ^
}

// operand prints x, in parentheses where it binds less tightly than least.
func operand(x Expr, least int) string {
	if precedence(x) < least {
		return "(" + x.String() + ")"
	}
	return x.String()
}

func (x *Literal) String() string {
	switch v := x.Value.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		s := strconv.FormatFloat(v, 'g', -1, 64)
		if !strings.ContainsAny(s, ".e") {
			s += ".0"
		}
		return s
	}
	return quoteString(x.Value.(string))
}

func quoteString(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s) + "'"
}

func (x *Parameter) String() string {
	if name := quoteName(x.Name); name == "" || name[0] == '`' {
		return "$`" + strings.ReplaceAll(x.Name, "`", "``") + "`"
	}
	return "$" + x.Name
}

func (x *Variable) String() string { return quoteName(x.Name) }
func (x *Property) String() string { return operand(x.X, 12) + "." + x.Key.String() }
func (x *Index) String() string    { return operand(x.X, 12) + "[" + x.I.String() + "]" }
func (x *Slice) String() string {
	return operand(x.X, 12) + "[" + after("", x.From) + ".." + after("", x.To) + "]"
}
func (x *ListLiteral) String() string { return "[" + join(x.Items, ", ") + "]" }

func (x *MapLiteral) String() string {
	parts := make([]string, len(x.Keys))
	for i, k := range x.Keys {
		parts[i] = k.String() + ": " + x.Values[i].String()
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func (x *MapProjection) String() string {
	var parts []string
	if x.All != nil {
		parts = append(parts, ".*")
	}
	if len(x.Map.Keys) > 0 {
		entries := x.Map.String()
		parts = append(parts, entries[1:len(entries)-1])
	}
	return x.X.String() + "{" + strings.Join(parts, ", ") + "}"
}

func (x *Unary) String() string {
	if x.Op == "NOT" {
		return "NOT " + operand(x.X, 4)
	}
	return x.Op + operand(x.X, 11)
}

func (x *Binary) String() string {
	level := operatorPrecedence(x.Op) // all associate to the left
	return operand(x.L, level) + " " + x.Op + " " + operand(x.R, level+1)
}

func (x *Comparison) String() string {
	s := operand(x.Operands[0], 6)
	for i, op := range x.Ops {
		s += " " + op + " " + operand(x.Operands[i+1], 6)
	}
	return s
}

func (x *IsNull) String() string {
	if x.Not {
		return operand(x.X, 6) + " IS NOT NULL"
	}
	return operand(x.X, 6) + " IS NULL"
}

func (x *HasLabels) String() string { return operand(x.X, 12) + labels(x.Labels) }

func (x *Call) String() string {
	inner := join(x.Args, ", ")
	if x.Star {
		inner = "*"
	}
	if x.Distinct {
		inner = "DISTINCT " + inner
	}
	return x.Name + "(" + inner + ")"
}

func (x *Case) String() string {
	s := "CASE" + after(" ", x.X)
	for _, w := range x.Whens {
		s += " WHEN " + w.If.String() + " THEN " + w.Then.String()
	}
	return s + after(" ELSE ", x.Else) + " END"
}

func (x *Comprehension) String() string {
	return "[" + x.Name.String() + " IN " + x.List.String() + after(" WHERE ", x.Where) + after(" | ", x.Result) + "]"
}

func (x *PatternComprehension) String() string {
	return "[" + x.Match.Patterns[0].String() + after(" WHERE ", x.Match.Where) + after(" | ", x.Result) + "]"
}

func (x *Reduce) String() string {
	return "reduce(" + x.Sum.String() + " = " + x.First.String() + ", " + x.Name.String() + " IN " + x.List.String() + " | " + x.Next.String() + ")"
}

func (x *Quantifier) String() string {
	return x.Kind + "(" + x.Name.String() + " IN " + x.List.String() + after(" WHERE ", x.Where) + ")"
}

func (x *PatternPredicate) String() string { return x.Pattern.String() }

func (x *Subquery) String() string {
	word := "EXISTS"
	if x.Count {
		word = "COUNT"
	}
	return word + " { " + join(x.Clauses, " ") + " }"
}
