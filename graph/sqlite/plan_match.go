package sqlite

import (
	"slices"

	"rostrum/graph/cypher"
)

// matcher orders the patterns of one MATCH into steps. It works on names: every node
// and edge of the patterns has one, the query's or its own.
type matcher struct {
	*planner
	nodes      []*matchNode
	edges      []*matchEdge
	conditions []cypher.Expr // that no step has checked yet
	known      []string      // the variables of the patterns; cypher.Names has others too
	bound      []string
	binds      []string // what the match binds
	steps      plan
}

type matchNode struct {
	name   string
	types  cypher.Type          // what it may be, by the model
	labels []cypher.LabelChoice // that must be checked
}

type matchEdge struct {
	*cypher.EdgePattern
	name        string // of a walk: of its trail
	left, right *matchNode
	shortest    bool // walked only when both ends are bound
	all         bool // with shortest: each of the shortest
	done        bool
}

func (e *matchEdge) isWalk() bool             { return e.Length != nil }
func (e *matchEdge) edgeOrTrail() edgeOrTrail { return edgeOrTrail{e.name, e.isWalk()} }

// match plans a MATCH clause.
func (p *planner) match(c *cypher.Match, bound []string) *matcher {
	m := &matcher{planner: p, bound: slices.Clone(bound), known: slices.Clone(bound)}
	var paths []*namePath
	for _, pattern := range c.Patterns {
		if path := m.pattern(pattern); path.name != "" {
			paths = append(paths, path)
			m.known = append(m.known, path.name)
		}
	}
	m.conditions = append(m.conditions, cypher.Conjuncts(c.Where)...)
	m.order()
	for _, e := range m.edges {
		if name := e.Name.Text; name != "" && e.isWalk() {
			m.steps = append(m.steps, &nameTrail{name: name, trail: e.name})
			m.bind(name)
		}
	}
	for _, path := range paths {
		m.steps = append(m.steps, path)
		m.bind(path.name)
	}
	m.check()
	if c.Optional {
		m.steps = plan{&optional{inner: m.steps, binds: m.binds}}
	}
	return m
}

// pattern takes a pattern's nodes, edges and conditions up, and returns its path.
func (m *matcher) pattern(pattern *cypher.Pattern) *namePath {
	path := &namePath{name: pattern.Name.Text}
	var nodes []*matchNode
	for _, n := range pattern.Nodes {
		node := m.node(n)
		nodes = append(nodes, node)
		path.nodes = append(path.nodes, node.name)
	}
	for i, e := range pattern.Edges {
		edge := &matchEdge{EdgePattern: e, name: e.Name.Text, left: nodes[i], right: nodes[i+1], shortest: pattern.Shortest, all: pattern.All}
		switch {
		case edge.isWalk():
			edge.name = m.fresh("trail")
		case edge.name == "":
			edge.name = m.fresh("edge")
		}
		m.known = append(m.known, edge.name, e.Name.Text)
		if !edge.isWalk() {
			m.conditions = append(m.conditions, e.Conditions(edge.name)...)
		}
		m.edges = append(m.edges, edge)
		path.steps = append(path.steps, edge.edgeOrTrail())
	}
	return path
}

func (m *matcher) node(n *cypher.NodePattern) *matchNode {
	name := n.Name.Text
	if name == "" {
		name = m.fresh("node")
	}
	i := slices.IndexFunc(m.nodes, func(known *matchNode) bool { return known.name == name })
	if i < 0 {
		i = len(m.nodes)
		m.nodes = append(m.nodes, &matchNode{name: name, types: n.Type})
		m.known = append(m.known, name)
	}
	m.nodes[i].labels = append(m.nodes[i].labels, n.Labels...)
	m.conditions = append(m.conditions, n.Conditions(name)...)
	return m.nodes[i]
}

func (m *matcher) isBound(name string) bool { return slices.Contains(m.bound, name) }

func (m *matcher) bind(name string) {
	if !m.isBound(name) {
		m.bound = append(m.bound, name)
		m.binds = append(m.binds, name)
	}
}

// order makes the steps that bind all nodes and edges, the cheapest next each time.
func (m *matcher) order() {
	for _, n := range m.nodes {
		if m.isBound(n.name) {
			m.checkLabels(n, nil)
		}
	}
	m.check()
	for {
		m.anchors()
		if e := m.nextEdge(); e != nil {
			m.expand(e)
		} else if !m.start() {
			return
		}
	}
}

// anchors scans the nodes that an index finds at once, so that the edges between
// them are looked up from both ends and no supernode is walked through.
func (m *matcher) anchors() {
	for _, n := range m.nodes {
		if !m.isBound(n.name) {
			if key := m.nodeKey(n); key != nil && key.few() {
				m.scan(n, key)
			}
		}
	}
}

// nextEdge is the edge to walk next from what is bound: one with both ends bound
// first, a walk over several edges last; of equals, the one at the label that has more
// nodes, since its nodes have fewer edges each.
func (m *matcher) nextEdge() *matchEdge {
	var best *matchEdge
	var bestScore [3]int
	for _, e := range m.edges {
		left, right := m.isBound(e.left.name), m.isBound(e.right.name)
		given := !e.isWalk() && m.isBound(e.name) // by an earlier clause
		if e.done || !left && !right && !given || e.shortest && !(left && right) {
			continue
		}
		score := [3]int{1, 0, -m.count(e.left)}
		if left && right || given {
			score[0] = 0
		}
		if e.isWalk() {
			score[1] = 1
		}
		if !left {
			score[2] = -m.count(e.right)
		}
		if best == nil || slices.Compare(score[:], bestScore[:]) < 0 {
			best, bestScore = e, score
		}
	}
	return best
}

// count is how many nodes there are of a node's labels, if the planner can tell.
func (m *matcher) count(n *matchNode) int {
	if m.planner.nodes == nil {
		return 0
	}
	total := 0
	for _, label := range n.types.Names {
		total += m.planner.nodes(label)
	}
	return total
}

// start binds a first node or edge of what is not joined to anything bound, and tells
// whether there was one.
func (m *matcher) start() bool {
	var take func()
	var best [2]int
	consider := func(score [2]int, f func()) {
		if take == nil || slices.Compare(score[:], best[:]) < 0 {
			take, best = f, score
		}
	}
	for _, n := range m.nodes {
		if m.isBound(n.name) {
			continue
		}
		switch key := m.nodeKey(n); {
		case key != nil:
			consider([2]int{1, 0}, func() { m.scan(n, key) })
		case len(n.labels) > 0:
			consider([2]int{3, m.count(n)}, func() { m.scan(n, nil) })
		default:
			consider([2]int{5, m.count(n)}, func() { m.scan(n, nil) })
		}
	}
	for _, e := range m.edges {
		if e.done || e.isWalk() || e.Direction == cypher.Either {
			continue
		}
		switch key := m.edgeKey(e); {
		case key != nil && key.few():
			consider([2]int{0, 0}, func() { m.scanEdge(e, key) })
		case key != nil:
			consider([2]int{2, 0}, func() { m.scanEdge(e, key) })
		default:
			consider([2]int{4, 0}, func() { m.scanEdge(e, nil) })
		}
	}
	if take == nil {
		return false
	}
	take()
	return true
}

func (m *matcher) scan(n *matchNode, key *keyLookup) {
	s := &scanNodes{node: n.name, key: key}
	switch {
	case key != nil && !key.byID():
		s.labels = n.types.Names // each has its own index
	case len(n.labels) > 0:
		s.labels = labelNames(n.labels[0])
	}
	m.consume(key)
	m.steps = append(m.steps, s)
	m.bind(n.name)
	m.checkLabels(n, s.labels)
	m.check()
}

func labelNames(choice cypher.LabelChoice) []string {
	var names []string
	for _, name := range choice {
		names = append(names, name.Text)
	}
	return names
}

// consume takes the condition away that an index lookup already is.
func (m *matcher) consume(key *keyLookup) {
	if key != nil {
		m.conditions = slices.DeleteFunc(m.conditions, func(c cypher.Expr) bool { return c == key.cond })
	}
}

// checkLabels checks the labels of a node that is just bound, where what is certain
// of it, that it has one of the labels, does not imply them.
func (m *matcher) checkLabels(n *matchNode, certain []string) {
	for _, choice := range n.labels {
		names := labelNames(choice)
		implied := len(certain) > 0
		for _, label := range certain {
			implied = implied && slices.Contains(names, label)
		}
		if !implied {
			m.steps = append(m.steps, &hasLabel{node: n.name, labels: names})
		}
	}
}

// types are the types that an edge must be checked for; nil: none.
func (m *matcher) types(e *matchEdge) []string {
	if m.model != nil && len(e.Type.Names) == len(m.model.Edges) {
		return nil
	}
	return e.Type.Names
}

func (m *matcher) scanEdge(e *matchEdge, key *keyLookup) {
	from, to := e.left, e.right
	if e.Direction == cypher.Left {
		from, to = to, from
	}
	m.consume(key)
	m.steps = append(m.steps, &scanEdges{edge: e.name, types: m.types(e), from: from.name, to: to.name, key: key})
	m.reached(e)
}

// reached binds an edge that is just walked, and its ends.
func (m *matcher) reached(e *matchEdge) {
	e.done = true
	m.bind(e.name)
	for _, n := range []*matchNode{e.left, e.right} {
		if !m.isBound(n.name) {
			m.bind(n.name)
			m.checkLabels(n, m.ends(e, n))
		}
	}
	for _, other := range m.edges {
		if other != e && other.done && overlap(e.Type.Names, other.Type.Names) {
			m.steps = append(m.steps, &distinctEdges{other.edgeOrTrail(), e.edgeOrTrail()})
		}
	}
	m.check()
}

// ends are the labels that a node can have at its end of an edge of known type.
func (m *matcher) ends(e *matchEdge, n *matchNode) []string {
	if m.model == nil || e.isWalk() && e.Length.Min == 0 {
		return nil
	}
	var labels []string
	for _, name := range e.Type.Names {
		t, _ := m.model.Edge(name)
		if e.Direction != cypher.Right && n == e.left || e.Direction != cypher.Left && n == e.right {
			labels = append(labels, t.To...)
		}
		if e.Direction != cypher.Left && n == e.left || e.Direction != cypher.Right && n == e.right {
			labels = append(labels, t.From...)
		}
	}
	return labels
}

// expand walks an edge from an end that is bound, or takes the ends of one that an
// earlier clause has bound.
func (m *matcher) expand(e *matchEdge) {
	from, to, direction, backwards := e.left, e.right, e.Direction, false
	given := !e.isWalk() && m.isBound(e.name)
	if !given && (!m.isBound(from.name) || m.isBound(to.name) && m.count(to) > m.count(from)) {
		from, to, backwards = to, from, true
		switch direction {
		case cypher.Left:
			direction = cypher.Right
		case cypher.Right:
			direction = cypher.Left
		}
	}
	into := m.isBound(from.name) && m.isBound(to.name)
	if !e.isWalk() {
		m.steps = append(m.steps, &expand{from: from.name, edge: e.name, to: to.name, direction: direction, types: m.types(e), into: into})
	} else {
		each := m.fresh("edge")
		m.steps = append(m.steps, &expandWalk{from: from.name, trail: e.name, to: to.name, direction: direction, types: m.types(e),
			length: *e.Length, each: each, conditions: e.Conditions(each), into: into, shortest: e.shortest, all: e.all, backwards: backwards})
	}
	m.reached(e)
}

func overlap(a, b []string) bool {
	return a == nil || b == nil || slices.ContainsFunc(a, func(name string) bool { return slices.Contains(b, name) })
}

// check filters by the conditions whose variables are all bound.
func (m *matcher) check() {
	m.conditions = slices.DeleteFunc(m.conditions, func(c cypher.Expr) bool {
		if !m.evaluable(c) {
			return false
		}
		m.steps = append(m.steps, &filter{cond: c})
		return true
	})
}

func (m *matcher) evaluable(x cypher.Expr) bool {
	return !slices.ContainsFunc(cypher.Names(x), func(name string) bool { return slices.Contains(m.known, name) && !m.isBound(name) })
}

// nodeKey is the best index lookup of a node, nil where there is none.
func (m *matcher) nodeKey(n *matchNode) *keyLookup {
	return m.key(n.name, func(property string) bool {
		if len(n.types.Names) == 0 {
			return false
		}
		for _, label := range n.types.Names {
			if t, _ := m.model.Node(label); !slices.Contains(t.Indexed, property) {
				return false
			}
		}
		return true
	})
}

func (m *matcher) edgeKey(e *matchEdge) *keyLookup {
	return m.key(e.name, func(property string) bool {
		if len(e.Type.Names) != 1 {
			return false
		}
		t, _ := m.model.Edge(e.Type.Names[0])
		return slices.Contains(t.Indexed, property)
	})
}

// key finds the condition name.property op value that an index answers best.
func (m *matcher) key(name string, indexed func(property string) bool) *keyLookup {
	if m.model == nil {
		return nil
	}
	var best *keyLookup
	for _, cond := range m.conditions {
		k := comparisonWith(name, cond)
		if k == nil || !m.evaluable(k.value) || slices.Contains(cypher.Names(k.value), name) {
			continue
		}
		if (k.byID() || indexed(k.property.Key.Text)) && (best == nil || k.rank() < best.rank()) {
			best = k
		}
	}
	return best
}

// comparisonWith reads a condition as name.property op value.
func comparisonWith(name string, cond cypher.Expr) *keyLookup {
	property := func(x cypher.Expr) *cypher.Property {
		if p, ok := x.(*cypher.Property); ok {
			if v, ok := p.X.(*cypher.Variable); ok && v.Name == name {
				return p
			}
		}
		return nil
	}
	switch c := cond.(type) {
	case *cypher.Comparison:
		if len(c.Ops) != 1 || c.Ops[0] == "<>" {
			return nil
		}
		if p := property(c.Operands[0]); p != nil {
			return &keyLookup{property: p, op: c.Ops[0], value: c.Operands[1], cond: cond}
		}
		if p := property(c.Operands[1]); p != nil {
			turned := map[string]string{"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
			return &keyLookup{property: p, op: turned[c.Ops[0]], value: c.Operands[0], cond: cond}
		}
	case *cypher.Binary:
		if p := property(c.L); p != nil && c.Op == "IN" {
			return &keyLookup{property: p, op: "IN", value: c.R, cond: cond}
		}
	}
	return nil
}

func (k *keyLookup) byID() bool { return k.property.Key.Text == "id" }

func (k *keyLookup) rank() int {
	switch {
	case k.op == "=" && k.byID():
		return 0
	case k.op == "=":
		return 1
	case k.op == "IN":
		return 2
	}
	return 3
}

// few tells whether the lookup finds few: by id, or a node by a text, which names it.
// A day, or the text of an edge, which is a kind, many may share.
func (k *keyLookup) few() bool {
	if k.op != "=" && k.op != "IN" || k.property.Type().Kind != cypher.String {
		return false
	}
	return k.byID() || k.property.X.Type().Kind == cypher.Node
}
