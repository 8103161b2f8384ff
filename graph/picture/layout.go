package picture

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
	"gonum.org/v1/gonum/graph/layout"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
)

// box is the room that a node takes, in the units of its place.
type box struct{ w, h float64 }

// place gives every node a place such that no two boxes overlap: each part that hangs
// together is laid out by forces (Eades 1984, with Barnes and Hut's approximation, of
// gonum), its boxes are pushed apart, and the parts are packed in rows, the largest
// first. gap is the least distance of two boxes.
func (d *drawing) place(boxes []box, gap float64) {
	g := adjacency{make([][]graph.Node, len(d.nodes))}
	seen := map[[2]int]bool{}
	for _, e := range d.edges {
		pair := [2]int{min(e.from, e.to), max(e.from, e.to)}
		if pair[0] != pair[1] && !seen[pair] {
			seen[pair] = true
			g.to[pair[0]] = append(g.to[pair[0]], simple.Node(pair[1]))
			g.to[pair[1]] = append(g.to[pair[1]], simple.Node(pair[0]))
		}
	}
	parts := components(g)
	for _, part := range parts {
		d.forces(g, part, boxes, gap)
		d.separate(part, boxes, gap)
	}
	d.pack(parts, boxes, 3*gap)
}

// adjacency is an undirected graph whose nodes and edges come in one order, as gonum's
// own, which are maps, do not.
type adjacency struct{ to [][]graph.Node }

func (a adjacency) Node(id int64) graph.Node { return simple.Node(id) }
func (a adjacency) Nodes() graph.Nodes {
	all := make([]graph.Node, len(a.to))
	for i := range all {
		all[i] = simple.Node(i)
	}
	return iterator.NewOrderedNodes(all)
}
func (a adjacency) From(id int64) graph.Nodes         { return iterator.NewOrderedNodes(a.to[id]) }
func (a adjacency) HasEdgeBetween(x, y int64) bool    { return a.Edge(x, y) != nil }
func (a adjacency) EdgeBetween(x, y int64) graph.Edge { return a.Edge(x, y) }

// Weight is how strongly two nodes draw each other: the less, the more neighbours one
// of them has, or one that a thousand draw would be flung about.
func (a adjacency) Weight(x, y int64) (float64, bool) {
	return min(1, 6/float64(max(len(a.to[x]), len(a.to[y]), 1))), true
}

// WeightedEdge is asked for by the interface alone.
func (a adjacency) WeightedEdge(x, y int64) graph.WeightedEdge {
	w, _ := a.Weight(x, y)
	return simple.WeightedEdge{F: simple.Node(x), T: simple.Node(y), W: w}
}
func (a adjacency) Edge(x, y int64) graph.Edge {
	if slices.Contains(a.to[x], graph.Node(simple.Node(y))) {
		return simple.Edge{F: simple.Node(x), T: simple.Node(y)}
	}
	return nil
}

// components are the parts that hang together, the largest first, their nodes in order.
func components(g adjacency) [][]int {
	var parts [][]int
	for _, nodes := range topo.ConnectedComponents(g) {
		part := make([]int, len(nodes))
		for i, n := range nodes {
			part[i] = int(n.ID())
		}
		slices.Sort(part)
		parts = append(parts, part)
	}
	slices.SortFunc(parts, func(a, b []int) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0], b[0])) })
	return parts
}

// forces lays one part out, so large that its boxes have room on average.
func (d *drawing) forces(g adjacency, part []int, boxes []box, gap float64) {
	if len(part) == 1 {
		d.nodes[part[0]].x, d.nodes[part[0]].y = 0, 0
		return
	}
	index := make(map[int]int, len(part))
	for i, n := range part {
		index[n] = i
	}
	sub := adjacency{make([][]graph.Node, len(part))}
	for i, n := range part {
		for _, other := range g.to[n] {
			sub.to[i] = append(sub.to[i], simple.Node(index[int(other.ID())]))
		}
	}
	updates := 100 + 20000/len(part)
	eades := layout.EadesR2{Repulsion: 1, Rate: 0.05, Updates: min(updates, 500), Theta: 0.8, Src: rand.NewPCG(1, uint64(len(part)))}
	optimizer := layout.NewOptimizerR2(sub, eades.Update)
	for optimizer.Update() {
	}
	area, low, high := 0.0, [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for i, n := range part {
		at := optimizer.Coord2(int64(i))
		d.nodes[n].x, d.nodes[n].y = at.X, at.Y
		area += (boxes[n].w + gap) * (boxes[n].h + gap)
		low = [2]float64{min(low[0], at.X), min(low[1], at.Y)}
		high = [2]float64{max(high[0], at.X), max(high[1], at.Y)}
	}
	const room = 3 // times the area of the boxes
	longest := max(high[0]-low[0], high[1]-low[1], 1e-9)
	spread := max((high[0]-low[0])*(high[1]-low[1]), longest*longest/2)
	scale := math.Sqrt(room * area / spread)
	for _, n := range part {
		d.nodes[n].x, d.nodes[n].y = math.Round(d.nodes[n].x*scale), math.Round(d.nodes[n].y*scale)
	}
}

// separate pushes boxes that overlap apart, along the axis on which less is missing. It
// spreads all a little whenever that alone does not end.
func (d *drawing) separate(part []int, boxes []box, gap float64) {
	order := slices.Clone(part)
	widest := 0.0
	for _, n := range part {
		widest = max(widest, boxes[n].w+gap)
	}
	for round := 1; ; round++ {
		slices.SortFunc(order, func(a, b int) int {
			return cmp.Or(cmp.Compare(d.nodes[a].x, d.nodes[b].x), cmp.Compare(a, b))
		})
		moved := false
		for i, a := range order {
			for _, b := range order[i+1:] {
				if d.nodes[b].x-d.nodes[a].x >= widest {
					break
				}
				moved = d.push(a, b, boxes, gap) || moved
			}
		}
		if !moved {
			return
		}
		if round%20 == 0 {
			for _, n := range part {
				d.nodes[n].x, d.nodes[n].y = d.nodes[n].x*1.05, d.nodes[n].y*1.05
			}
		}
	}
}

// push moves two boxes apart and tells whether they overlapped.
func (d *drawing) push(a, b int, boxes []box, gap float64) bool {
	p, q := &d.nodes[a], &d.nodes[b]
	x := (boxes[a].w+boxes[b].w)/2 + gap - math.Abs(q.x-p.x)
	y := (boxes[a].h+boxes[b].h)/2 + gap - math.Abs(q.y-p.y)
	if x <= 1e-6 || y <= 1e-6 {
		return false
	}
	way := func(from, to float64) float64 {
		if from > to {
			return -1
		}
		return 1
	}
	if x < y {
		step := way(p.x, q.x) * (x/2 + 0.5)
		p.x, q.x = p.x-step, q.x+step
	} else {
		step := way(p.y, q.y) * (y/2 + 0.5)
		p.y, q.y = p.y-step, q.y+step
	}
	return true
}

// pack puts the parts into rows about as wide as all are high.
func (d *drawing) pack(parts [][]int, boxes []box, gap float64) {
	type rectangle struct{ x, y, w, h float64 }
	rectangles := make([]rectangle, len(parts))
	area, width := 0.0, 0.0
	for i, part := range parts {
		x, y, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
		for _, n := range part {
			x, right = min(x, d.nodes[n].x-boxes[n].w/2), max(right, d.nodes[n].x+boxes[n].w/2)
			y, bottom = min(y, d.nodes[n].y-boxes[n].h/2), max(bottom, d.nodes[n].y+boxes[n].h/2)
		}
		rectangles[i] = rectangle{x, y, right - x, bottom - y}
		area += (right - x + gap) * (bottom - y + gap)
		width = max(width, right-x)
	}
	width = max(width, math.Sqrt(area*1.5))
	x, y, row := 0.0, 0.0, 0.0
	for i, part := range parts {
		r := rectangles[i]
		if x > 0 && x+r.w > width {
			x, y, row = 0, y+row+gap, 0
		}
		for _, n := range part {
			d.nodes[n].x = math.Round(d.nodes[n].x - r.x + x)
			d.nodes[n].y = math.Round(d.nodes[n].y - r.y + y)
		}
		x, row = x+r.w+gap, max(row, r.h)
	}
}
