package cypher

import (
	"math"
	"strconv"
	"strings"
)

// expr reads an expression. The levels below are those of GRAMMAR.txt, from the
// operator that binds least.
func (p *parser) expr() Expr {
	if p.depth++; p.depth > maxDepth {
		p.fail(p.peek().pos, "", "the expression nests deeper than %d levels", maxDepth)
	}
	defer func() { p.depth-- }()
	return p.or()
}

// chain reads operands of the next level, joined by a keyword.
func (p *parser) chain(word string, next func() Expr) Expr {
	x := next()
	for p.peek().keyword(word) {
		op := p.advance()
		x = &Binary{expr: expr{pos: x.Pos()}, Op: word, L: x, R: next(), op: op.pos}
	}
	return x
}

func (p *parser) or() Expr  { return p.chain("OR", p.xor) }
func (p *parser) xor() Expr { return p.chain("XOR", p.and) }
func (p *parser) and() Expr { return p.chain("AND", p.not) }

func (p *parser) not() Expr {
	if !p.peek().keyword("NOT") {
		return p.comparison()
	}
	if p.depth++; p.depth > maxDepth {
		p.fail(p.peek().pos, "", "the expression nests deeper than %d levels", maxDepth)
	}
	defer func() { p.depth-- }()
	t := p.advance()
	return &Unary{expr: expr{pos: t.pos}, Op: "NOT", X: p.not()}
}

func (p *parser) comparison() Expr {
	first := p.predicate()
	if !isOneOf(p.peek(), "=", "<>", "<", "<=", ">", ">=") {
		return first
	}
	c := &Comparison{expr: expr{pos: first.Pos()}, Operands: []Expr{first}}
	for isOneOf(p.peek(), "=", "<>", "<", "<=", ">", ">=") {
		op := p.advance()
		c.Ops, c.ops = append(c.Ops, op.text), append(c.ops, op.pos)
		c.Operands = append(c.Operands, p.predicate())
	}
	if t := p.peek(); t.is("!") {
		p.fail(t.pos, "not equal is <>", "%s cannot stand here", t.describe())
	}
	return c
}

// predicate reads IN, IS NULL and the comparisons of strings.
func (p *parser) predicate() Expr {
	x := p.sum()
	for {
		t := p.peek()
		op := ""
		switch {
		case p.acceptWords("IS", "NOT", "NULL"), p.acceptWords("IS", "NULL"):
			x = &IsNull{expr: expr{pos: x.Pos()}, X: x, Not: !p.tokens[p.at-2].keyword("IS")}
			continue
		case p.acceptWords("IN"):
			op = "IN"
		case p.acceptWords("STARTS", "WITH"):
			op = "STARTS WITH"
		case p.acceptWords("ENDS", "WITH"):
			op = "ENDS WITH"
		case p.acceptWords("CONTAINS"):
			op = "CONTAINS"
		case p.accept("=~"):
			op = "=~"
		default:
			return x
		}
		x = &Binary{expr: expr{pos: x.Pos()}, Op: op, L: x, R: p.sum(), op: t.pos}
	}
}

// leftToRight reads operands of the next level, joined by one of the symbols.
func (p *parser) leftToRight(next func() Expr, symbols ...string) Expr {
	x := next()
	for isOneOf(p.peek(), symbols...) {
		op := p.advance()
		x = &Binary{expr: expr{pos: x.Pos()}, Op: op.text, L: x, R: next(), op: op.pos}
	}
	return x
}

func (p *parser) sum() Expr     { return p.leftToRight(p.product, "+", "-", "||") }
func (p *parser) product() Expr { return p.leftToRight(p.power, "*", "/", "%") }
func (p *parser) power() Expr   { return p.leftToRight(p.sign, "^") }

func (p *parser) sign() Expr {
	t := p.peek()
	if !isOneOf(t, "+", "-") {
		return p.postfix()
	}
	if p.depth++; p.depth > maxDepth {
		p.fail(t.pos, "", "the expression nests deeper than %d levels", maxDepth)
	}
	defer func() { p.depth-- }()
	p.advance()
	if next := p.peek(); t.is("-") && (next.kind == tokenInteger || next.kind == tokenFloat) {
		return p.postfixOf(p.number("-"))
	}
	return &Unary{expr: expr{pos: t.pos}, Op: t.text, X: p.sign()}
}

func (p *parser) postfix() Expr { return p.postfixOf(p.atom()) }

// postfixOf reads the properties, indexes and labels that follow x.
func (p *parser) postfixOf(x Expr) Expr {
	for {
		t := p.peek()
		at := expr{pos: x.Pos()}
		switch {
		case p.accept("."):
			if p.peek().is("*") || p.peek().is(".") {
				p.fail(p.peek().pos, "", "%s cannot stand here", p.peek().describe())
			}
			x = &Property{expr: at, X: x, Key: p.name("the name of a property")}
		case p.accept("["):
			x = p.indexOf(x)
		case t.is(":"):
			x = &HasLabels{expr: at, X: x, Labels: p.labelChoices()}
		case t.is("{"):
			x = p.mapProjection(x)
		default:
			return x
		}
	}
}

func (p *parser) indexOf(x Expr) Expr {
	at := expr{pos: x.Pos()}
	var from Expr
	if !p.peek().is("..") {
		from = p.expr()
	}
	if p.accept("..") {
		s := &Slice{expr: at, X: x, From: from}
		if !p.peek().is("]") {
			s.To = p.expr()
		}
		p.expect("]")
		return s
	}
	p.expect("]")
	return &Index{expr: at, X: x, I: from}
}

func (p *parser) atom() Expr {
	t := p.peek()
	at := expr{pos: t.pos}
	switch t.kind {
	case tokenInteger, tokenFloat:
		return p.number("")
	case tokenString:
		p.advance()
		return &Literal{expr: at, Value: t.text}
	case tokenParameter:
		p.advance()
		return &Parameter{expr: at, Name: t.text}
	case tokenQuoted:
		p.advance()
		return &Variable{expr: at, Name: t.text}
	case tokenName:
		return p.word(t)
	}
	switch {
	case t.is("(") && p.atPattern():
		return &PatternPredicate{expr: at, Pattern: p.walk(&Pattern{})}
	case p.accept("("):
		x := p.expr()
		p.expect(")")
		return x
	case t.is("["):
		return p.list()
	case t.is("{"):
		return p.mapLiteral()
	}
	p.fail(t.pos, "", "an expression must stand here, not %s", t.describe())
	return nil
}

// word reads an expression that begins with a name or keyword.
func (p *parser) word(t token) Expr {
	at := expr{pos: t.pos}
	calls := p.ahead(1).is("(")
	switch strings.ToUpper(t.text) {
	case "NULL":
		p.advance()
		return &Literal{expr: at}
	case "TRUE", "FALSE":
		p.advance()
		return &Literal{expr: at, Value: t.keyword("TRUE")}
	case "CASE":
		return p.caseExpr()
	case "EXISTS", "COUNT":
		if p.ahead(1).is("{") {
			return p.subquery()
		}
		if t.keyword("EXISTS") && calls {
			return p.existsCall()
		}
	case "ALL", "ANY", "NONE", "SINGLE":
		if calls && (p.ahead(2).kind == tokenName || p.ahead(2).kind == tokenQuoted) && p.ahead(3).keyword("IN") {
			return p.quantifier()
		}
	case "REDUCE":
		if calls {
			return p.reduce()
		}
	case "SHORTESTPATH", "ALLSHORTESTPATHS":
		if calls {
			p.fail(t.pos, "write MATCH p = "+t.text+"(…)", "%s is not supported within an expression", t.text)
		}
	case "COLLECT":
		if p.ahead(1).is("{") {
			p.fail(t.pos, "write [(a)-->(b) | b], or collect(b) after MATCH", "COLLECT { } is not supported")
		}
	}
	if calls || p.ahead(1).is(".") && p.ahead(2).kind == tokenName && p.ahead(3).is("(") {
		return p.call()
	}
	if reserved(t.text) {
		p.refuseWrites()
		p.fail(t.pos, "a name like this stands in backticks: `"+t.text+"`", "an expression must stand here, not the word %s", strings.ToUpper(t.text))
	}
	p.advance()
	return &Variable{expr: at, Name: t.text}
}

func (p *parser) number(sign string) Expr {
	t := p.advance()
	at := expr{pos: t.pos - len(sign)}
	if t.kind == tokenFloat {
		f, err := strconv.ParseFloat(sign+t.text, 64)
		if err != nil || math.IsInf(f, 0) {
			p.fail(t.pos, "", "%s is too large for a float", t.text)
		}
		return &Literal{expr: at, Value: f}
	}
	base := 10
	if len(t.text) > 1 && (t.text[1] == 'x' || t.text[1] == 'X' || t.text[1] == 'o' || t.text[1] == 'O') {
		base = 0
	}
	n, err := strconv.ParseInt(sign+strings.ToLower(t.text), base, 64)
	if err != nil {
		p.fail(t.pos, "integers have 64 bits", "%s is not an integer that can be held", t.text)
	}
	return &Literal{expr: at, Value: n}
}

func (p *parser) call() Expr {
	t := p.advance()
	call := &Call{expr: expr{pos: t.pos}, Name: t.text}
	for p.accept(".") {
		call.Name += "." + p.name("the name of a function").Text
	}
	p.expect("(")
	if p.accept("*") {
		if !strings.EqualFold(call.Name, "count") {
			p.fail(t.pos, "", "only count takes *")
		}
		call.Star = true
		p.expect(")")
		return call
	}
	call.Distinct = p.acceptWords("DISTINCT")
	if p.accept(")") {
		return call
	}
	for more := true; more; more = p.accept(",") {
		call.Args = append(call.Args, p.expr())
	}
	p.expect(")")
	return call
}

func (p *parser) caseExpr() Expr {
	c := &Case{expr: expr{pos: p.advance().pos}}
	if !p.peek().keyword("WHEN") {
		c.X = p.expr()
	}
	for p.acceptWords("WHEN") {
		w := When{If: p.expr()}
		p.expectWord("THEN")
		w.Then = p.expr()
		c.Whens = append(c.Whens, w)
	}
	if len(c.Whens) == 0 {
		p.expectWord("WHEN")
	}
	if p.acceptWords("ELSE") {
		c.Else = p.expr()
	}
	p.expectWord("END")
	return c
}

// subquery reads EXISTS { … } and COUNT { … }: clauses, or patterns alone.
func (p *parser) subquery() Expr {
	t := p.advance()
	s := &Subquery{expr: expr{pos: t.pos}, Count: t.keyword("COUNT")}
	p.expect("{")
	if p.depth++; p.depth > maxDepth {
		p.fail(t.pos, "", "the expression nests deeper than %d levels", maxDepth)
	}
	if next := p.peek(); next.is("(") || p.ahead(1).is("=") {
		s.Clauses = []Clause{p.match(next.pos, false)}
	} else {
		s.Clauses = p.clauses()
	}
	p.depth--
	p.refuseWrites()
	p.expect("}")
	return s
}

// existsCall reads exists(n.name), which is n.name IS NOT NULL, and exists((a)-->()).
func (p *parser) existsCall() Expr {
	t := p.advance()
	p.expect("(")
	x := p.expr()
	p.expect(")")
	switch x := x.(type) {
	case *PatternPredicate:
		return x
	case *Property, *Index:
		return &IsNull{expr: expr{pos: t.pos}, X: x, Not: true}
	}
	p.fail(t.pos, "write x IS NOT NULL", "exists() takes a pattern or a property")
	return nil
}

func (p *parser) quantifier() Expr {
	t := p.advance()
	q := &Quantifier{expr: expr{pos: t.pos}, Kind: strings.ToLower(t.text)}
	p.expect("(")
	q.Name = p.variable()
	p.expectWord("IN")
	q.List = p.expr()
	p.expectWord("WHERE")
	q.Where = p.expr()
	p.expect(")")
	return q
}

func (p *parser) reduce() Expr {
	r := &Reduce{expr: expr{pos: p.advance().pos}}
	p.expect("(")
	r.Sum = p.variable()
	p.expect("=")
	r.First = p.expr()
	p.expect(",")
	r.Name = p.variable()
	p.expectWord("IN")
	r.List = p.expr()
	p.expect("|")
	r.Next = p.expr()
	p.expect(")")
	return r
}

// list reads a list, or a list made of another one.
func (p *parser) list() Expr {
	at := expr{pos: p.expect("[").pos}
	if t := p.peek(); (t.kind == tokenName || t.kind == tokenQuoted) && p.ahead(1).keyword("IN") {
		c := &Comprehension{expr: at, Name: p.variable()}
		p.expectWord("IN")
		c.List = p.expr()
		if p.acceptWords("WHERE") {
			c.Where = p.expr()
		}
		if p.accept("|") {
			c.Result = p.expr()
		}
		p.expect("]")
		return c
	}
	if x := p.patternComprehension(at); x != nil {
		return x
	}
	l := &ListLiteral{expr: at}
	if p.accept("]") {
		return l
	}
	for more := true; more; more = p.accept(",") {
		l.Items = append(l.Items, p.expr())
	}
	p.expect("]")
	return l
}

// patternComprehension reads what follows [ where it is a pattern and, at last, | and a
// result; nil where it is not, and nothing is read. [(a)-->(b)] is a list of a condition.
func (p *parser) patternComprehension(at expr) Expr {
	start, named := p.at, p.ahead(1).is("=") && p.ahead(2).is("(")
	if !named && !(p.peek().is("(") && p.atPattern()) {
		return nil
	}
	pattern := &Pattern{}
	if named {
		pattern.Name = p.variable()
		p.expect("=")
	}
	m := &Match{pos: at.pos, Patterns: []*Pattern{p.walk(pattern)}}
	if p.acceptWords("WHERE") {
		m.Where = p.expr()
	}
	if !p.accept("|") {
		p.at = start
		return nil
	}
	x := &PatternComprehension{expr: at, Match: m, Result: p.expr()}
	p.expect("]")
	return x
}

func (p *parser) mapLiteral() *MapLiteral {
	m := &MapLiteral{expr: expr{pos: p.expect("{").pos}}
	if p.accept("}") {
		return m
	}
	for more := true; more; more = p.accept(",") {
		m.Keys = append(m.Keys, p.name("a key"))
		p.expect(":")
		m.Values = append(m.Values, p.expr())
	}
	p.expect("}")
	return m
}

// mapProjection reads what follows a variable: {.key, .*, key: value, name}.
func (p *parser) mapProjection(x Expr) Expr {
	t := p.expect("{")
	v, ok := x.(*Variable)
	if !ok {
		p.fail(t.pos, "give it a name with WITH first", "only a variable can be projected to a map")
	}
	at := func() Expr { return &Variable{expr: v.expr, Name: v.Name} }
	m := &MapProjection{expr: v.expr, X: v, Map: &MapLiteral{expr: expr{pos: t.pos}}}
	for more := !p.peek().is("}"); more; more = p.accept(",") {
		if p.accept(".") {
			if p.accept("*") {
				m.All = &Call{expr: v.expr, Name: "properties", Args: []Expr{at()}}
				continue
			}
			key := p.name("the name of a property")
			m.Map.Keys, m.Map.Values = append(m.Map.Keys, key), append(m.Map.Values, &Property{expr: v.expr, X: at(), Key: key})
			continue
		}
		key := p.name("a key")
		var value Expr = &Variable{expr: expr{pos: key.Pos}, Name: key.Text}
		if p.accept(":") {
			value = p.expr()
		}
		m.Map.Keys, m.Map.Values = append(m.Map.Keys, key), append(m.Map.Values, value)
	}
	p.expect("}")
	return m
}
