package cypher

import (
	"slices"
	"strings"
)

// patterns checks the patterns of one MATCH, binds their variables in s and finds by
// the model which labels and edge types each can have. Where the match is optional,
// it tells nothing about variables that are bound before.
func (c *checker) patterns(list []*Pattern, where Expr, s scope, optional bool) {
	m := matching{c: c, before: s, nodes: map[string]*Type{}, edges: map[string]bool{}, paths: map[string]bool{}}
	for _, p := range list {
		m.paths[p.Name.Text] = p.Name.Text != ""
	}
	for _, p := range list {
		m.bind(p)
	}
	if c.model != nil {
		m.conjuncts(where)
		m.solve(list)
	}
	for _, p := range list {
		m.finish(p)
	}
	for name, t := range m.nodes {
		if _, bound := s[name]; !bound || !optional {
			s[name] = *t
		}
	}
	for _, p := range list {
		for _, e := range p.Edges {
			if _, bound := s[e.Name.Text]; e.Name.Text != "" && !bound {
				s[e.Name.Text] = e.Type
				if e.Length != nil {
					s[e.Name.Text] = ListOf(e.Type)
				}
			}
		}
		if p.Name.Text != "" {
			c.declare(p.Name, Type{Kind: Path}, s)
		}
	}
	for _, p := range list {
		for _, n := range p.Nodes {
			c.patternProperties(n.Properties, n.Type, s)
		}
		for _, e := range p.Edges {
			c.patternProperties(e.Properties, e.Type, s)
		}
	}
}

func (c *checker) patternProperties(m *MapLiteral, t Type, s scope) {
	if m == nil {
		return
	}
	m.types = make([]Type, len(m.Keys))
	for i, key := range m.Keys {
		want := c.property(t, key)
		m.types[i] = want
		have := c.infer(m.Values[i], s)
		c.want(m.Values[i], want)
		c.dateText(want, m.Values[i])
		if c.model != nil && !comparable(want, have) {
			c.fail(m.Values[i].Pos(), "", "the property %s is %s, not %s", key, want, have)
		}
	}
	m.setType(Type{Kind: Map})
}

// matching is the patterns of one MATCH while it is found out what they can match.
type matching struct {
	c      *checker
	before scope
	nodes  map[string]*Type // of the named nodes
	edges  map[string]bool  // the named edges
	paths  map[string]bool  // the named paths
	ends   map[*NodePattern]*Type
}

// bind checks the names and labels of a pattern.
func (m *matching) bind(p *Pattern) {
	if m.ends == nil {
		m.ends = map[*NodePattern]*Type{}
	}
	for _, n := range p.Nodes {
		if m.paths[n.Name.Text] {
			m.c.fail(n.Name.Pos, "choose another name", "%s is a path already", n.Name)
		}
		t := &Type{Kind: Node}
		if name := n.Name.Text; name != "" {
			if known, ok := m.nodes[name]; ok {
				t = known
			} else if bound, ok := m.before[name]; ok {
				if bound.Kind != Node && bound.Kind != Any && bound.Kind != Null {
					m.c.fail(n.Name.Pos, "choose another name", "%s is a value of type %s, not a node", n.Name, bound)
				}
				t.Names = bound.Names
			}
			if m.edges[name] {
				m.c.fail(n.Name.Pos, "choose another name", "%s is an edge already", n.Name)
			}
			m.nodes[name] = t
		}
		m.ends[n] = t
		for _, choice := range n.Labels {
			m.narrow(t, choice)
		}
	}
	for _, e := range p.Edges {
		if m.paths[e.Name.Text] {
			m.c.fail(e.Name.Pos, "choose another name", "%s is a path already", e.Name)
		}
		m.bindEdge(e)
	}
}

func (m *matching) bindEdge(e *EdgePattern) {
	e.Type = Type{Kind: Edge}
	if name := e.Name.Text; name != "" {
		bound, known := m.before[name]
		switch _, isNode := m.nodes[name]; {
		case m.edges[name], isNode:
			m.c.fail(e.Name.Pos, "choose another name", "%s stands twice among the patterns of one MATCH", e.Name)
		case known && bound.Kind == List && e.Length != nil:
			m.c.fail(e.Name.Pos, "name the walk anew and compare: WHERE walked = "+e.Name.String(), "a walk along a list of edges that is bound already, %s, is not supported", e.Name)
		case known && (bound.Kind != Edge && bound.Kind != Any || e.Length != nil):
			m.c.fail(e.Name.Pos, "choose another name", "%s has a meaning already", e.Name)
		case known:
			e.Type.Names = bound.Names
		}
		m.edges[name] = true
	}
	var types []string
	for _, t := range e.Types {
		m.c.edgeType(t)
		types = append(types, t.Text)
	}
	if types != nil {
		e.Type.Names = intersect(e.Type.Names, types)
	}
}

// narrow leaves only the labels of the choice to t.
func (m *matching) narrow(t *Type, choice LabelChoice) {
	var names []string
	for _, name := range choice {
		m.c.label(name)
		names = append(names, name.Text)
	}
	if m.c.model == nil {
		return // nodes may have several labels
	}
	t.Names = intersect(t.Names, names)
	if len(t.Names) == 0 {
		m.c.fail(choice[0].Pos, "a node has one label; write A|B for either", "no node can have the label %s here", choice[0])
	}
}

// intersect keeps the names of a that are in b; nil stands for all.
func intersect(a, b []string) []string {
	if a == nil {
		return b
	}
	kept := []string{}
	for _, name := range a {
		if contains(b, name) {
			kept = append(kept, name)
		}
	}
	return kept
}

// conjuncts narrows by the conditions n:Label that must hold.
func (m *matching) conjuncts(where Expr) {
	switch x := where.(type) {
	case *Binary:
		if x.Op == "AND" {
			m.conjuncts(x.L)
			m.conjuncts(x.R)
		}
	case *HasLabels:
		if v, ok := x.X.(*Variable); ok && m.nodes[v.Name] != nil {
			for _, choice := range x.Labels {
				m.narrow(m.nodes[v.Name], choice)
			}
		}
	}
}

// solve narrows labels and edge types by each other until nothing changes.
func (m *matching) solve(list []*Pattern) {
	for _, n := range m.ends {
		if n.Names == nil {
			n.Names = m.c.labels()
		}
	}
	for changed := true; changed; {
		changed = false
		for _, p := range list {
			for i, e := range p.Edges {
				left, right := m.ends[p.Nodes[i]], m.ends[p.Nodes[i+1]]
				changed = m.narrowEdge(e, left, right) || changed
			}
		}
	}
}

// narrowEdge narrows an edge and its ends, and tells whether anything changed.
func (m *matching) narrowEdge(e *EdgePattern, left, right *Type) bool {
	if e.Length != nil && e.Length.Min == 0 {
		return false // the ends may be one node
	}
	if e.Type.Names == nil {
		e.Type.Names = m.c.edgeTypes()
	}
	if e.Length != nil && e.Length.Max != 1 {
		return m.narrowEnds(e, left, right)
	}
	var types, lefts, rights []string
	for _, name := range e.Type.Names {
		t, _ := m.c.model.Edge(name)
		fits := false
		try := func(from, to []string) {
			l, r := intersect(left.Names, from), intersect(right.Names, to)
			if len(l) > 0 && len(r) > 0 {
				fits = true
				lefts, rights = union(lefts, l), union(rights, r)
			}
		}
		if e.Direction != Left {
			try(t.From, t.To)
		}
		if e.Direction != Right {
			try(t.To, t.From)
		}
		if fits {
			types = append(types, name)
		}
	}
	if len(types) == 0 {
		m.impossible(e, left, right)
	}
	changed := len(types) < len(e.Type.Names)
	e.Type.Names = types
	return keep(left, lefts) || keep(right, rights) || changed
}

// narrowEnds narrows the ends of a walk of several edges: its first edge starts at
// the left one, its last ends at the right one.
func (m *matching) narrowEnds(e *EdgePattern, left, right *Type) bool {
	var starts, ends []string
	for _, name := range e.Type.Names {
		t, _ := m.c.model.Edge(name)
		if e.Direction != Left {
			starts, ends = union(starts, t.From), union(ends, t.To)
		}
		if e.Direction != Right {
			starts, ends = union(starts, t.To), union(ends, t.From)
		}
	}
	l, r := intersect(left.Names, starts), intersect(right.Names, ends)
	if len(l) == 0 || len(r) == 0 {
		m.impossible(e, left, right)
	}
	return keep(left, l) || keep(right, r)
}

// keep leaves the names to t, in t's order, and tells whether it had more.
func keep(t *Type, names []string) bool {
	before := len(t.Names)
	t.Names = intersect(t.Names, names)
	return len(t.Names) < before
}

func (m *matching) impossible(e *EdgePattern, left, right *Type) {
	from, to := left, right
	if e.Direction == Left {
		from, to = right, left
	}
	types := e.Type.Names
	if len(e.Types) > 0 {
		types = nil
		for _, t := range e.Types {
			types = append(types, t.Text)
		}
	}
	hint := ""
	if len(types) == 1 {
		t, _ := m.c.model.Edge(types[0])
		hint = t.Type + " goes from " + strings.Join(t.From, "|") + " to " + strings.Join(t.To, "|")
	}
	what := "edge"
	if len(e.Types) > 0 {
		what = strings.Join(types, "|") + " edge"
	}
	m.c.fail(e.Pos, hint, "in the graph model no %s goes from %s to %s", what, strings.Join(from.Names, "|"), strings.Join(to.Names, "|"))
}

// finish notes on the pattern what its nodes can be.
func (m *matching) finish(p *Pattern) {
	for _, n := range p.Nodes {
		n.Type = Type{Kind: Node, Names: slices.Clone(m.ends[n].Names)}
	}
}

func (c *checker) labels() []string {
	var names []string
	for _, n := range c.model.Nodes {
		names = append(names, n.Label)
	}
	return names
}

func (c *checker) edgeTypes() []string {
	var names []string
	for _, e := range c.model.Edges {
		names = append(names, e.Type)
	}
	return names
}

func (c *checker) label(name Name) {
	if c.model != nil && !contains(c.labels(), name.Text) {
		c.fail(name.Pos, didYouMean(name.Text, c.labels()), "no label %s in the graph model", quoted(name.Text))
	}
}

func (c *checker) edgeType(name Name) {
	if c.model != nil && !contains(c.edgeTypes(), name.Text) {
		c.fail(name.Pos, didYouMean(name.Text, c.edgeTypes()), "no edge type %s in the graph model", quoted(name.Text))
	}
}
