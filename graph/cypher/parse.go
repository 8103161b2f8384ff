package cypher

import (
	"slices"
	"strconv"
	"strings"
)

// maxDepth bounds how deep expressions may nest, so that no text can exhaust the stack.
const maxDepth = 200

// parser reads the tokens of one query. Its methods end at the first error with a
// panic(*Error), which parse recovers: it never leaves the package.
type parser struct {
	text   string
	tokens []token
	at     int
	depth  int
}

func parse(text string) (s *Statement, err error) {
	tokens, err := lex(text)
	if err != nil {
		return nil, err
	}
	p := parser{text: text, tokens: tokens}
	defer recoverError(&err)
	return p.statement(), nil
}

// recoverError makes the returned error of a panic with an *Error.
func recoverError(err *error) {
	switch e := recover().(type) {
	case nil:
	case *Error:
		*err = e
	default:
		panic(e)
	}
}

func (p *parser) fail(pos int, hint, format string, args ...any) {
	panic(errorAt(p.text, pos, hint, format, args...))
}

func (p *parser) peek() token { return p.tokens[p.at] }

// ahead is the token n places on.
func (p *parser) ahead(n int) token { return p.tokens[min(p.at+n, len(p.tokens)-1)] }

func (p *parser) advance() token {
	t := p.tokens[p.at]
	if t.kind != tokenEOF {
		p.at++
	}
	return t
}

// accept takes the symbol if it is next.
func (p *parser) accept(symbol string) bool {
	if p.peek().is(symbol) {
		p.at++
		return true
	}
	return false
}

func (p *parser) expect(symbol string) token {
	if !p.peek().is(symbol) {
		p.fail(p.peek().pos, "", "%q must stand here, not %s", symbol, p.peek().describe())
	}
	return p.advance()
}

// acceptWords takes the keywords if they are next, all of them.
func (p *parser) acceptWords(words ...string) bool {
	for i, w := range words {
		if !p.ahead(i).keyword(w) {
			return false
		}
	}
	p.at += len(words)
	return true
}

func (p *parser) expectWord(word string) {
	if !p.acceptWords(word) {
		p.fail(p.peek().pos, "", "%s must stand here, not %s", word, p.peek().describe())
	}
}

// reservedWords cannot be variables unless they stand in backticks.
const reservedWords = " ALL AND AS ASC ASCENDING BY CALL CASE CONTAINS CREATE DELETE DESC DESCENDING DETACH DISTINCT " +
	"ELSE END ENDS EXISTS FALSE FOREACH IN IS LIMIT LOAD MATCH MERGE NOT NULL OPTIONAL OR ORDER REMOVE RETURN SET SKIP " +
	"STARTS THEN TRUE UNION UNWIND WHEN WHERE WITH XOR "

func reserved(name string) bool {
	return strings.Contains(reservedWords, " "+strings.ToUpper(name)+" ")
}

// name reads any name; what says what it is to be the name of.
func (p *parser) name(what string) Name {
	t := p.peek()
	if t.kind != tokenName && t.kind != tokenQuoted {
		p.fail(t.pos, "", "%s must stand here, not %s", what, t.describe())
	}
	p.advance()
	return Name{Pos: t.pos, Text: t.text}
}

// variable reads a name that a query gives to something.
func (p *parser) variable() Name {
	if t := p.peek(); t.kind == tokenName && reserved(t.text) {
		p.fail(t.pos, "write it as `"+t.text+"`", "%s is a word of the language and cannot name a variable", strings.ToUpper(t.text))
	}
	return p.name("the name of a variable")
}

func (p *parser) statement() *Statement {
	s := &Statement{Parts: []*Part{p.part()}}
	for n := 0; p.acceptWords("UNION"); n++ {
		pos := p.tokens[p.at-1].pos
		all := p.acceptWords("ALL")
		if !all {
			p.acceptWords("DISTINCT")
		}
		if n > 0 && all != s.All {
			p.fail(pos, "", "UNION and UNION ALL cannot be mixed in one query")
		}
		s.All = all
		s.Parts = append(s.Parts, p.part())
	}
	p.accept(";")
	if t := p.peek(); t.kind != tokenEOF {
		if p.tokens[p.at-1].is(";") {
			p.fail(t.pos, "run them one by one", "a second statement begins here")
		}
		p.unexpected(t)
	}
	return s
}

// unexpected complains of a token that can neither go on nor begin a clause.
func (p *parser) unexpected(t token) {
	p.refuseWrites()
	hint := ""
	if t.kind == tokenName {
		hint = didYouMean(strings.ToUpper(t.text), []string{"MATCH", "OPTIONAL MATCH", "WHERE", "WITH", "UNWIND", "RETURN",
			"ORDER BY", "SKIP", "LIMIT", "UNION"})
	}
	p.fail(t.pos, hint, "%s cannot stand here", t.describe())
}

// refuseWrites complains of a clause that would write or call.
func (p *parser) refuseWrites() {
	t := p.peek()
	if t.kind != tokenName {
		return
	}
	switch word := strings.ToUpper(t.text); word {
	case "CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "FOREACH", "DROP", "LOAD", "INSERT":
		if word == "LOAD" {
			word = "LOAD CSV"
		}
		p.fail(t.pos, "ingest is what writes", "queries only read: %s is not part of them", word)
	case "CALL":
		p.fail(t.pos, "write it with MATCH and RETURN", "queries only read: CALL, of procedures and of subqueries, is not part of them")
	case "EXPLAIN", "PROFILE", "USE", "SHOW", "START":
		p.fail(t.pos, "begin with MATCH, UNWIND, WITH or RETURN", "%s is not part of the queries that can be run here", word)
	}
}

func (p *parser) part() *Part {
	part := &Part{Clauses: p.clauses()}
	last := part.Clauses[len(part.Clauses)-1]
	if projection, ok := last.(*Projection); !ok || !projection.Return {
		p.refuseWrites()
		if t := p.peek(); t.kind != tokenEOF && !t.is(";") && !t.keyword("UNION") {
			p.unexpected(t)
		}
		p.fail(p.peek().pos, "say what it returns: RETURN …", "the query ends without RETURN")
	}
	return part
}

// clauses reads clauses up to a RETURN, or to something that begins none.
func (p *parser) clauses() []Clause {
	var list []Clause
	for {
		t := p.peek()
		switch {
		case p.acceptWords("OPTIONAL", "MATCH"), p.acceptWords("MATCH"):
			list = append(list, p.match(t.pos, t.keyword("OPTIONAL")))
		case p.acceptWords("UNWIND"):
			u := &Unwind{pos: t.pos, List: p.expr()}
			p.expectWord("AS")
			u.As = p.variable()
			list = append(list, u)
		case p.acceptWords("WITH"), p.acceptWords("RETURN"):
			projection := p.projection(t.pos, t.keyword("RETURN"))
			list = append(list, projection)
			if projection.Return {
				return list
			}
		case len(list) == 0:
			p.refuseWrites()
			if t.kind == tokenEOF {
				p.fail(t.pos, "begin with MATCH, UNWIND, WITH or RETURN", "the query is empty")
			}
			p.unexpected(t)
		default:
			return list
		}
	}
}

func (p *parser) match(pos int, optional bool) *Match {
	m := &Match{pos: pos, Optional: optional, Patterns: p.patterns()}
	if p.acceptWords("WHERE") {
		m.Where = p.expr()
	}
	return m
}

func (p *parser) projection(pos int, isReturn bool) *Projection {
	out := &Projection{pos: pos, Return: isReturn, Distinct: p.acceptWords("DISTINCT")}
	if p.accept("*") {
		out.Star = true
		if p.accept(",") {
			out.Items = p.items(isReturn)
		}
	} else {
		out.Items = p.items(isReturn)
	}
	if p.acceptWords("ORDER") {
		p.expectWord("BY")
		for more := true; more; more = p.accept(",") {
			key := SortKey{X: p.expr()}
			if p.acceptWords("DESC") || p.acceptWords("DESCENDING") {
				key.Desc = true
			} else if !p.acceptWords("ASC") {
				p.acceptWords("ASCENDING")
			}
			out.OrderBy = append(out.OrderBy, key)
		}
	}
	if p.acceptWords("SKIP") || p.acceptWords("OFFSET") {
		out.Skip = p.expr()
	}
	if p.acceptWords("LIMIT") {
		out.Limit = p.expr()
	}
	if p.peek().keyword("WHERE") {
		if isReturn {
			p.fail(p.peek().pos, "put it before RETURN, after MATCH or WITH", "WHERE cannot follow RETURN")
		}
		p.advance()
		out.Where = p.expr()
	}
	return out
}

func (p *parser) items(isReturn bool) []*Item {
	var items []*Item
	for more := true; more; more = p.accept(",") {
		start := p.peek().pos
		item := &Item{X: p.expr()}
		item.Name = p.text[start:p.tokens[p.at-1].end]
		if p.acceptWords("AS") {
			item.Name, item.Aliased = p.variable().Text, true
		} else if v, ok := item.X.(*Variable); ok {
			item.Name = v.Name
		} else if !isReturn {
			p.fail(start, "name it: "+item.Name+" AS …", "an expression in WITH needs a name")
		}
		items = append(items, item)
	}
	return items
}

func (p *parser) patterns() []*Pattern {
	var list []*Pattern
	for more := true; more; more = p.accept(",") {
		list = append(list, p.pattern())
	}
	return list
}

func (p *parser) pattern() *Pattern {
	pattern := &Pattern{}
	if t := p.peek(); (t.kind == tokenName || t.kind == tokenQuoted) && p.ahead(1).is("=") {
		pattern.Name = p.variable()
		p.advance()
	}
	t := p.peek()
	if (t.keyword("shortestPath") || t.keyword("allShortestPaths")) && p.ahead(1).is("(") {
		return p.shortest(pattern)
	}
	if t.kind == tokenName && p.ahead(1).is("(") {
		p.fail(t.pos, "write the path's edges out, or use *1..3", "%s is not supported here", t.text)
	}
	return p.walk(pattern)
}

// shortest reads shortestPath((a)-[*..5]-(b)), or allShortestPaths.
func (p *parser) shortest(pattern *Pattern) *Pattern {
	t := p.advance()
	p.expect("(")
	pattern.Shortest, pattern.All = true, t.keyword("allShortestPaths")
	p.walk(pattern)
	p.expect(")")
	if len(pattern.Edges) != 1 || pattern.Edges[0].Length == nil {
		p.fail(t.pos, "write "+t.text+"((a)-[*..5]-(b))", "%s takes one walk of several edges", t.text)
	}
	switch length := pattern.Edges[0].Length; {
	case length.Max < 0:
		p.fail(pattern.Edges[0].Pos, "say how far to look: *..10", "%s needs an upper bound here", t.text)
	case length.Min > 1:
		p.fail(pattern.Edges[0].Pos, "", "%s begins at 0 or 1 edges", t.text)
	}
	return pattern
}

// walk reads nodes and edges in turn.
func (p *parser) walk(pattern *Pattern) *Pattern {
	pattern.Nodes = append(pattern.Nodes, p.nodePattern())
	for p.atEdge() {
		pattern.Edges = append(pattern.Edges, p.edgePattern())
		pattern.Nodes = append(pattern.Nodes, p.nodePattern())
	}
	return pattern
}

func (p *parser) nodePattern() *NodePattern {
	n := &NodePattern{Pos: p.expect("(").pos}
	if t := p.peek(); t.kind == tokenName || t.kind == tokenQuoted {
		n.Name = p.variable()
	}
	n.Labels = p.labelChoices()
	n.Properties = p.patternProperties()
	p.expect(")")
	return n
}

func (p *parser) patternProperties() *MapLiteral {
	switch t := p.peek(); {
	case t.is("{"):
		return p.mapLiteral()
	case t.kind == tokenParameter:
		p.fail(t.pos, "write {key: $"+t.text+"}", "a parameter cannot stand for all properties of a pattern")
	case t.keyword("WHERE"):
		p.fail(t.pos, "put it after the patterns", "WHERE cannot stand inside a pattern")
	}
	return nil
}

// labelChoices reads :A|B:C, where & is another way to write the second colon.
func (p *parser) labelChoices() []LabelChoice {
	var choices []LabelChoice
	for p.accept(":") || len(choices) > 0 && p.accept("&") {
		if t := p.peek(); t.is("!") || t.is("(") || t.is("%") {
			p.fail(t.pos, "write NOT n:Label in WHERE", "of label expressions only :A, :A|B and :A:B are supported")
		}
		choice := LabelChoice{p.name("a label")}
		for p.accept("|") {
			p.accept(":")
			choice = append(choice, p.name("a label"))
		}
		choices = append(choices, choice)
	}
	return choices
}

func (p *parser) atEdge() bool {
	return p.peek().is("-") || p.peek().is("<") && p.ahead(1).is("-")
}

func (p *parser) edgePattern() *EdgePattern {
	e := &EdgePattern{Pos: p.peek().pos}
	left := p.accept("<")
	p.expect("-")
	if p.accept("[") {
		if t := p.peek(); t.kind == tokenName || t.kind == tokenQuoted {
			e.Name = p.variable()
		}
		if p.accept(":") {
			e.Types = append(e.Types, p.name("an edge type"))
			for p.accept("|") {
				p.accept(":")
				e.Types = append(e.Types, p.name("an edge type"))
			}
		}
		if p.accept("*") {
			e.Length = p.length()
		}
		e.Properties = p.patternProperties()
		p.expect("]")
	}
	p.expect("-")
	right := p.accept(">")
	switch {
	case right && !left:
		e.Direction = Right
	case left && !right:
		e.Direction = Left
	}
	return e
}

// length reads what follows the * of a variable-length edge.
func (p *parser) length() *Length {
	length := &Length{Min: 1, Max: -1}
	if p.peek().kind == tokenInteger {
		length.Min = p.count()
		length.Max = length.Min
	}
	if p.accept("..") {
		length.Max = -1
		if p.peek().kind == tokenInteger {
			length.Max = p.count()
		}
	}
	return length
}

func (p *parser) count() int {
	t := p.advance()
	n, err := strconv.Atoi(t.text)
	if err != nil || n > 1_000_000 {
		p.fail(t.pos, "", "%s is too many edges", t.text)
	}
	return n
}

// atPattern tells whether the parenthesis that comes next begins a pattern and not
// an expression: (name:Label {…}) and then an edge.
func (p *parser) atPattern() bool {
	i := 1
	if t := p.ahead(i); t.kind == tokenName || t.kind == tokenQuoted {
		i++
	}
	for p.ahead(i).is(":") || p.ahead(i).is("|") || p.ahead(i).is("&") {
		i += 2
	}
	if p.ahead(i).is("{") {
		depth := 0
		for ; p.ahead(i).kind != tokenEOF; i++ {
			if p.ahead(i).is("{") {
				depth++
			} else if p.ahead(i).is("}") {
				if depth--; depth == 0 {
					i++
					break
				}
			}
		}
	}
	if !p.ahead(i).is(")") {
		return false
	}
	after := []token{p.ahead(i + 1), p.ahead(i + 2), p.ahead(i + 3)}
	if after[0].is("<") {
		return after[1].is("-") && (after[2].is("[") || after[2].is("-"))
	}
	return after[0].is("-") && (after[1].is("[") || after[1].is("-") && (after[2].is("(") || after[2].is(">")))
}

func isOneOf(t token, symbols ...string) bool {
	return t.kind == tokenSymbol && slices.Contains(symbols, t.text)
}
