package tck

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/schema"
)

// Graph is the graph that a scenario begins with. Its nodes have any number of labels.
type Graph struct {
	Nodes []graph.Node
	Edges []graph.Edge
}

// Setup is the statements that make the scenario's graph, as they were written.
func (s *Scenario) Setup() ([]string, error) {
	var statements []string
	for _, step := range s.steps {
		if name, ok := strings.CutPrefix(step.text, "the "); ok && strings.HasSuffix(name, " graph") {
			text, err := fs.ReadFile(s.root, "graphs/"+strings.TrimSuffix(name, " graph")+".cypher")
			if err != nil {
				return nil, err
			}
			statements = append(statements, string(text))
		}
		if step.text == "having executed" {
			statements = append(statements, step.doc)
		}
	}
	return statements, nil
}

// Graph interprets the statements that set the scenario up: CREATE, and as much of
// MATCH, UNWIND, WITH and DELETE as they use. Expressions without variables are asked of
// the reader, whatever its graph.
func (s *Scenario) Graph(ctx context.Context, r graph.Reader) (*Graph, error) {
	statements, err := s.Setup()
	if err != nil {
		return nil, err
	}
	l := loader{ctx: ctx, reader: r, scenario: s, graph: &Graph{}}
	for _, text := range statements {
		if err := l.statement(text); err != nil {
			return nil, fmt.Errorf("set up %.80q: %w", text, err)
		}
	}
	return l.graph, nil
}

type loader struct {
	ctx      context.Context
	reader   graph.Reader
	scenario *Scenario
	graph    *Graph
	rows     []map[string]any // variables: schema.ID of nodes and edges, or values
	made     int
}

var clauseStart = regexp.MustCompile(`(?i)\b(CREATE|UNWIND|WITH|MATCH|DELETE)\b`)

var comment = regexp.MustCompile(`//[^'"\n]*`)

func (l *loader) statement(text string) error {
	l.rows = []map[string]any{{}}
	text = comment.ReplaceAllString(text, "")
	// Words within strings are none: they are blanked out to find where clauses begin.
	blank := quoted.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat("x", len(s)) })
	starts := clauseStart.FindAllStringIndex(blank, -1)
	for i, at := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		body := strings.TrimSuffix(strings.TrimSpace(text[at[1]:end]), ";")
		if err := l.clause(strings.ToUpper(text[at[0]:at[1]]), body); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) clause(keyword, body string) error {
	switch keyword {
	case "CREATE":
		return l.create(body)
	case "MATCH":
		return l.match(body)
	case "DELETE":
		for _, row := range l.rows {
			l.graph.Edges = slices.DeleteFunc(l.graph.Edges, func(e graph.Edge) bool { return e.ID == row[body] })
		}
		return nil
	case "WITH":
		return l.with(body)
	}
	query, err := l.parse("UNWIND " + body + " RETURN 1")
	if err != nil {
		return err
	}
	u := query.Statement.Parts[0].Clauses[l.bindings()].(*cypher.Unwind)
	var after []map[string]any
	for _, row := range l.rows {
		list, err := l.eval(u.List, row)
		if err != nil {
			return err
		}
		items, _ := list.([]any)
		for _, item := range items {
			next := maps.Clone(row)
			next[u.As.Text] = item
			after = append(after, next)
		}
	}
	l.rows = after
	return nil
}

// with keeps variables, and can collect them.
func (l *loader) with(body string) error {
	if strings.TrimSpace(body) == "*" {
		return nil
	}
	query, err := l.parse("WITH " + body + " RETURN 1")
	if err != nil {
		return err
	}
	p := query.Statement.Parts[0].Clauses[l.bindings()].(*cypher.Projection)
	var after []map[string]any
	for _, row := range l.rows {
		next := map[string]any{}
		for _, item := range p.Items {
			if next[item.Name], err = l.eval(item.X, row); err != nil {
				return err
			}
		}
		after = append(after, next)
		if p.Grouped { // in these statements: all rows are one group
			break
		}
	}
	l.rows = after
	return nil
}

// bindings is how many clauses parse puts before the text.
func (l *loader) bindings() int {
	if len(l.rows) > 0 && len(l.values()) > 0 {
		return 1
	}
	return 0
}

// values are the variables of the rows.
func (l *loader) values() []string {
	if len(l.rows) == 0 {
		return nil
	}
	return slices.Sorted(maps.Keys(l.rows[0]))
}

// parse reads clauses that may name the variables of the rows.
func (l *loader) parse(text string) (*cypher.Query, error) {
	var items []string
	for _, name := range l.values() {
		items = append(items, "null AS `"+name+"`")
	}
	if len(items) > 0 {
		text = "WITH " + strings.Join(items, ", ") + " " + text
	}
	return cypher.Compile(text, nil)
}

func (l *loader) create(body string) error {
	query, err := l.parse("OPTIONAL MATCH " + body + " RETURN 1")
	if err != nil {
		return err
	}
	m := query.Statement.Parts[0].Clauses[l.bindings()].(*cypher.Match)
	for _, row := range l.rows {
		for _, p := range m.Patterns {
			if err := l.pattern(p, row); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *loader) pattern(p *cypher.Pattern, row map[string]any) error {
	var ids []schema.ID
	for _, n := range p.Nodes {
		if id, ok := row[n.Name.Text].(schema.ID); ok && n.Name.Text != "" {
			ids = append(ids, id)
			continue
		}
		properties, err := l.properties(n.Properties, row)
		if err != nil {
			return err
		}
		l.made++
		node := graph.Node{ID: schema.ID(fmt.Sprintf("n%04d", l.made)), Properties: properties}
		for _, choice := range n.Labels {
			node.Labels = append(node.Labels, choice[0].Text)
		}
		l.graph.Nodes = append(l.graph.Nodes, node)
		ids = append(ids, node.ID)
		if n.Name.Text != "" {
			row[n.Name.Text] = node.ID
		}
	}
	for i, e := range p.Edges {
		properties, err := l.properties(e.Properties, row)
		if err != nil {
			return err
		}
		l.made++
		edge := graph.Edge{ID: schema.ID(fmt.Sprintf("e%04d", l.made)), Type: e.Types[0].Text, From: ids[i], To: ids[i+1], Properties: properties}
		if e.Direction == cypher.Left {
			edge.From, edge.To = edge.To, edge.From
		}
		l.graph.Edges = append(l.graph.Edges, edge)
		if e.Name.Text != "" {
			row[e.Name.Text] = edge.ID
		}
	}
	return nil
}

func (l *loader) properties(m *cypher.MapLiteral, row map[string]any) (map[string]any, error) {
	properties := map[string]any{}
	if m == nil {
		return properties, nil
	}
	for i, key := range m.Keys {
		v, err := l.eval(m.Values[i], row)
		if err != nil {
			return nil, err
		}
		if v != nil {
			properties[key.Text] = v
		}
	}
	return properties, nil
}

// match finds a node, or two and an edge from the left to the right.
func (l *loader) match(body string) error {
	query, err := l.parse("MATCH " + body + " RETURN 1")
	if err != nil {
		return err
	}
	m := query.Statement.Parts[0].Clauses[l.bindings()].(*cypher.Match)
	p := m.Patterns[0]
	var after []map[string]any
	add := func(row map[string]any, names []string, ids []schema.ID) {
		next := maps.Clone(row)
		for i, name := range names {
			if name != "" {
				next[name] = ids[i]
			}
		}
		if not, ok := m.Where.(*cypher.Unary); ok { // NOT a:A
			if has, ok := not.X.(*cypher.HasLabels); ok {
				id, _ := next[has.X.String()].(schema.ID)
				if l.has(id, has.Labels) {
					return
				}
			}
		}
		after = append(after, next)
	}
	for _, row := range l.rows {
		if len(p.Edges) == 0 {
			for _, n := range l.graph.Nodes {
				if l.has(n.ID, p.Nodes[0].Labels) {
					add(row, []string{p.Nodes[0].Name.Text}, []schema.ID{n.ID})
				}
			}
			continue
		}
		for _, e := range l.graph.Edges {
			if l.has(e.From, p.Nodes[0].Labels) && l.has(e.To, p.Nodes[1].Labels) {
				add(row, []string{p.Nodes[0].Name.Text, p.Edges[0].Name.Text, p.Nodes[1].Name.Text}, []schema.ID{e.From, e.ID, e.To})
			}
		}
	}
	l.rows = after
	return nil
}

func (l *loader) node(id schema.ID) *graph.Node {
	i := slices.IndexFunc(l.graph.Nodes, func(n graph.Node) bool { return n.ID == id })
	if i < 0 {
		return nil
	}
	return &l.graph.Nodes[i]
}

func (l *loader) has(id schema.ID, labels []cypher.LabelChoice) bool {
	n := l.node(id)
	for _, choice := range labels {
		if n == nil || !slices.Contains(n.Labels, choice[0].Text) {
			return false
		}
	}
	return true
}

// eval is the value of an expression in a row.
func (l *loader) eval(x cypher.Expr, row map[string]any) (any, error) {
	switch x := x.(type) {
	case *cypher.Literal:
		return x.Value, nil
	case *cypher.Variable:
		return row[x.Name], nil
	case *cypher.Property:
		if id, ok := row[x.X.String()].(schema.ID); ok && l.node(id) != nil {
			return l.node(id).Properties[x.Key.Text], nil
		}
	case *cypher.Index:
		list, err := l.eval(x.X, row)
		if err != nil {
			return nil, err
		}
		i, err := l.eval(x.I, row)
		items, ok := list.([]any)
		if at, isInt := i.(int64); err == nil && ok && isInt && at >= 0 && int(at) < len(items) {
			return items[at], nil
		}
	case *cypher.ListLiteral:
		list := []any{}
		for _, item := range x.Items {
			v, err := l.eval(item, row)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case *cypher.Binary:
		left, err := l.eval(x.L, row)
		if err != nil {
			return nil, err
		}
		right, err := l.eval(x.R, row)
		if err != nil {
			return nil, err
		}
		switch a := left.(type) {
		case string:
			if b, ok := right.(string); ok && x.Op == "+" {
				return a + b, nil
			}
		case []any:
			if b, ok := right.([]any); ok && x.Op == "+" {
				return slices.Concat(a, b), nil
			}
		case int64:
			if b, ok := right.(int64); ok && x.Op == "-" {
				return a - b, nil
			} else if ok && x.Op == "+" {
				return a + b, nil
			}
		}
	case *cypher.Call:
		return l.call(x, row)
	}
	return l.scenario.literal(l.ctx, l.reader, x.String())
}

func (l *loader) call(x *cypher.Call, row map[string]any) (any, error) {
	var args []any
	for _, arg := range x.Args {
		if x.Name == "collect" {
			break
		}
		v, err := l.eval(arg, row)
		if err != nil {
			return nil, err
		}
		args = append(args, v)
	}
	switch x.Name {
	case "collect":
		list := []any{}
		for _, row := range l.rows {
			v, err := l.eval(x.Args[0], row)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case "size":
		list, _ := args[0].([]any)
		return int64(len(list)), nil
	case "range":
		from, _ := args[0].(int64)
		to, _ := args[1].(int64)
		list := []any{}
		for i := from; i <= to; i++ {
			list = append(list, i)
		}
		return list, nil
	}
	return l.scenario.literal(l.ctx, l.reader, x.String())
}
