package interpret

import (
	"slices"
	"strings"

	"rostrum/graph/cypher"
)

// match calls each with every way that the patterns, one after the other, lie on the
// graph. No edge is walked twice in one MATCH: used holds those that are taken.
func (r *run) match(patterns []*cypher.Pattern, w row, used map[int64]bool, each func(row) error) error {
	if len(patterns) == 0 {
		return each(w)
	}
	p := patterns[0]
	walk := &walk{r: r, p: p, used: used, nodes: make([]*node, len(p.Nodes)), edges: make([][]*edge, len(p.Edges))}
	walk.done = func(w row) error {
		if p.Name.Text != "" {
			w = w.with(p.Name.Text, walk.path())
		}
		return r.match(patterns[1:], w, used, each)
	}
	return walk.begin(w)
}

// walk lays one pattern on the graph: from its cheapest node or edge to the right,
// then to the left.
type walk struct {
	r     *run
	p     *cypher.Pattern
	used  map[int64]bool
	nodes []*node
	edges [][]*edge // several where the length varies
	done  func(row) error
}

func (x *walk) path() *path {
	var p path
	for i, n := range x.nodes {
		if i > 0 {
			for j, e := range x.edges[i-1] {
				p.edges = append(p.edges, e)
				if j+1 < len(x.edges[i-1]) {
					key := e.dst
					if key == p.nodes[len(p.nodes)-1].key {
						key = e.src
					}
					between, err := x.r.node(key)
					if err == nil && between != nil {
						p.nodes = append(p.nodes, between)
					}
				}
			}
		}
		p.nodes = append(p.nodes, n)
	}
	return &p
}

// Costs of starting points, in words: one that is bound already, found by a unique
// id, by an indexed property, by a label, or not at all.
const (
	isBound = iota
	byUniqueID
	byIndex
	byLabel
	byNothing
)

func (x *walk) begin(w row) error {
	best, cost := 0, byNothing+1
	for i, n := range x.p.Nodes {
		if c := x.nodeCost(n, w); c < cost {
			best, cost = i, c
		}
	}
	for i, e := range x.p.Edges {
		if e.Length == nil && (hasKey(e.Properties, "id") && cost > byUniqueID || e.Name.Text != "" && w[e.Name.Text] != nil && cost > isBound || len(e.Types) > 0 && cost > byLabel) {
			return x.fromEdge(i, w)
		}
	}
	return x.candidates(best, w, func(n *node) error { return x.place(best, n, w, func(w row) error { return x.right(best, best, w) }) })
}

func hasKey(m *cypher.MapLiteral, key string) bool {
	return m != nil && slices.ContainsFunc(m.Keys, func(n cypher.Name) bool { return n.Text == key })
}

func (x *walk) nodeCost(n *cypher.NodePattern, w row) int {
	if _, bound := w[n.Name.Text]; bound && n.Name.Text != "" {
		return isBound
	}
	if hasKey(n.Properties, "id") {
		return byUniqueID
	}
	if label := onlyLabel(n); label != "" {
		kind, _ := x.r.model.Node(label)
		for _, name := range kind.Indexed {
			if hasKey(n.Properties, name) {
				return byIndex
			}
		}
		return byLabel
	}
	return byNothing
}

// onlyLabel is the label that a node pattern asks for, "" where it is none or several.
func onlyLabel(n *cypher.NodePattern) string {
	if len(n.Labels) == 1 && len(n.Labels[0]) == 1 {
		return n.Labels[0][0].Text
	}
	return ""
}

// candidates calls each with the nodes that node pattern i may be.
func (x *walk) candidates(i int, w row, each func(*node) error) error {
	n := x.p.Nodes[i]
	if value, bound := w[n.Name.Text]; bound && n.Name.Text != "" {
		found, ok := value.(*node)
		if !ok {
			return nil
		}
		return each(found)
	}
	var where []string
	var args []any
	if label := onlyLabel(n); label != "" {
		where, args = append(where, "label = ?"), append(args, label)
	}
	if n.Properties != nil {
		for k, key := range n.Properties.Keys {
			value, err := x.r.eval(n.Properties.Values[k], w)
			if err != nil {
				return err
			}
			if value == nil {
				return nil
			}
			text, ok := plain(value)
			if !ok {
				continue
			}
			column := "id"
			if key.Text != "id" {
				column = "json_extract(props, '$." + key.Text + "')"
			}
			where, args = append(where, column+" = ?"), append(args, text)
		}
	}
	text := ""
	if len(where) > 0 {
		text = "WHERE " + strings.Join(where, " AND ")
		text = strings.Replace(text, "label = ?", "label = '"+onlyLabel(n)+"'", 1) // as text, so that the partial indexes serve
		if onlyLabel(n) != "" {
			args = args[1:]
		}
	}
	return x.r.findNodes(text, each, args...)
}

// plain is a value as SQL takes it.
func plain(value any) (any, bool) {
	switch v := value.(type) {
	case string, int64, float64:
		return v, true
	}
	if d, ok := dateText(value); ok {
		return d, true
	}
	return nil, false
}

// place puts the node into the pattern where it fits, and goes on.
func (x *walk) place(i int, n *node, w row, next func(row) error) error {
	pattern := x.p.Nodes[i]
	for _, choice := range pattern.Labels {
		if !slices.ContainsFunc(choice, func(name cypher.Name) bool { return slices.Contains(n.Labels, name.Text) }) {
			return nil
		}
	}
	if ok, err := x.r.fits(pattern.Properties, n, w); err != nil || !ok {
		return err
	}
	if name := pattern.Name.Text; name != "" {
		if value, bound := w[name]; bound {
			if known, ok := value.(*node); !ok || known.key != n.key {
				return nil
			}
		} else {
			w = w.with(name, n)
		}
	}
	x.nodes[i] = n
	return next(w)
}

// fits tells whether the value has the properties.
func (r *run) fits(properties *cypher.MapLiteral, value any, w row) (bool, error) {
	if properties == nil {
		return true, nil
	}
	for k, key := range properties.Keys {
		want, err := r.eval(properties.Values[k], w)
		if err != nil {
			return false, err
		}
		if same, _ := equal(property(value, key.Text), want).(bool); !same {
			return false, nil
		}
	}
	return true, nil
}

// right walks the edges right of node i, and then those left of first.
func (x *walk) right(i, first int, w row) error {
	if i == len(x.p.Edges) {
		return x.left(first, w)
	}
	return x.step(i, i, i+1, w, func(w row) error { return x.right(i+1, first, w) })
}

func (x *walk) left(i int, w row) error {
	if i == 0 {
		return x.done(w)
	}
	return x.step(i-1, i, i-1, w, func(w row) error { return x.left(i-1, w) })
}

// fromEdge starts the walk at edge i.
func (x *walk) fromEdge(i int, w row) error {
	pattern := x.p.Edges[i]
	use := func(e *edge) error {
		for _, flipped := range []bool{false, true} {
			a, b := e.src, e.dst
			if flipped {
				a, b = b, a
			}
			if pattern.Direction == cypher.Right && flipped || pattern.Direction == cypher.Left && !flipped || flipped && e.src == e.dst {
				continue
			}
			start, err := x.r.node(a)
			if err != nil || start == nil {
				return err
			}
			err = x.place(i, start, w, func(w row) error {
				return x.take(i, i+1, []*edge{e}, b, w, func(w row) error { return x.right(i+1, i, w) })
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
	if value, bound := w[pattern.Name.Text]; bound && pattern.Name.Text != "" {
		e, ok := value.(*edge)
		if !ok {
			return nil
		}
		return use(e)
	}
	text, args := typeCondition(pattern), []any{}
	if hasKey(pattern.Properties, "id") {
		k := slices.IndexFunc(pattern.Properties.Keys, func(n cypher.Name) bool { return n.Text == "id" })
		value, err := x.r.eval(pattern.Properties.Values[k], w)
		if err != nil {
			return err
		}
		text, args = text+" AND e.id = ?", append(args, value)
	}
	return x.r.findEdges("WHERE "+text, use, args...)
}

func typeCondition(e *cypher.EdgePattern) string {
	if len(e.Types) == 0 {
		return "1"
	}
	names := make([]string, len(e.Types))
	for i, t := range e.Types {
		names[i] = "'" + strings.ReplaceAll(t.Text, "'", "''") + "'"
	}
	return "e.type IN (" + strings.Join(names, ", ") + ")"
}

// step walks edge pattern i from the node at from to the node at to.
func (x *walk) step(i, from, to int, w row, next func(row) error) error {
	pattern := x.p.Edges[i]
	if pattern.Length != nil {
		return x.long(i, to, x.nodes[from].key, nil, w, next)
	}
	if value, bound := w[pattern.Name.Text]; bound && pattern.Name.Text != "" {
		e, ok := value.(*edge)
		if !ok || e.src != x.nodes[from].key && e.dst != x.nodes[from].key {
			return nil
		}
		return x.take(i, to, []*edge{e}, e.src+e.dst-x.nodes[from].key, w, next)
	}
	return x.leaving(pattern, x.nodes[from].key, from < to, func(e *edge, other int64) error {
		return x.take(i, to, []*edge{e}, other, w, next)
	})
}

// leaving calls each with the edges at the node that the pattern allows, and the node
// at their other end.
func (x *walk) leaving(pattern *cypher.EdgePattern, key int64, forward bool, each func(*edge, int64) error) error {
	out := pattern.Direction == cypher.Either || (pattern.Direction == cypher.Right) == forward
	in := pattern.Direction == cypher.Either || (pattern.Direction == cypher.Left) == forward
	condition := typeCondition(pattern)
	if out {
		if err := x.r.findEdges("WHERE e.src = ? AND "+condition, func(e *edge) error { return each(e, e.dst) }, key); err != nil {
			return err
		}
	}
	if in {
		return x.r.findEdges("WHERE e.dst = ? AND "+condition, func(e *edge) error {
			if out && e.src == e.dst {
				return nil
			}
			return each(e, e.src)
		}, key)
	}
	return nil
}

// take puts the edges into the pattern and the node at their end behind them.
func (x *walk) take(i, to int, edges []*edge, other int64, w row, next func(row) error) error {
	pattern := x.p.Edges[i]
	for _, e := range edges {
		if x.used[e.key] {
			return nil
		}
		if len(pattern.Types) > 0 && !slices.ContainsFunc(pattern.Types, func(n cypher.Name) bool { return n.Text == e.Type }) {
			return nil
		}
		if ok, err := x.r.fits(pattern.Properties, e, w); err != nil || !ok {
			return err
		}
	}
	n, err := x.r.node(other)
	if err != nil || n == nil {
		return err
	}
	for _, e := range edges {
		x.used[e.key] = true
	}
	defer func() {
		for _, e := range edges {
			delete(x.used, e.key)
		}
	}()
	x.edges[i] = edges
	if pattern.Name.Text != "" {
		if pattern.Length == nil {
			w = w.with(pattern.Name.Text, edges[0])
		} else {
			list := make([]any, len(edges))
			for k, e := range edges {
				list[k] = e
			}
			w = w.with(pattern.Name.Text, list)
		}
	}
	return x.place(to, n, w, next)
}

// long walks an edge pattern of varying length.
func (x *walk) long(i, to int, key int64, so []*edge, w row, next func(row) error) error {
	pattern := x.p.Edges[i]
	if len(so) >= pattern.Length.Min {
		edges := slices.Clone(so)
		if to < i+1 {
			slices.Reverse(edges)
		}
		if err := x.take(i, to, edges, key, w, next); err != nil {
			return err
		}
	}
	if pattern.Length.Max >= 0 && len(so) >= pattern.Length.Max {
		return nil
	}
	return x.leaving(pattern, key, to == i+1, func(e *edge, other int64) error {
		if slices.ContainsFunc(so, func(o *edge) bool { return o.key == e.key }) {
			return nil
		}
		return x.long(i, to, other, append(slices.Clone(so), e), w, next)
	})
}
