package export

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"rostrum/graph"
	"rostrum/schema"
)

// Selection is the ids of a part of a graph, and nothing else of it: it takes about a
// hundred bytes an element, whatever they say. It is empty to begin with.
type Selection struct {
	graph source
	nodes map[schema.ID]string // id → label; "" where only an edge named it
	edges map[schema.ID]link
}

type link struct {
	kind     string
	from, to schema.ID
}

// NewSelection selects nothing of the graph yet.
func NewSelection(r graph.Reader, model *schema.GraphModel) *Selection {
	return &Selection{graph: source{r, model}, nodes: map[schema.ID]string{}, edges: map[schema.ID]link{}}
}

// Add adds the nodes and edges of a value of a row: of a node, an edge, a path, and of
// lists and maps of them. Anything else adds nothing.
func (s *Selection) Add(value any) {
	switch v := value.(type) {
	case graph.Node:
		s.addNode(v.ID, v.Labels[0])
	case graph.Edge:
		s.addEdge(v)
	case graph.Path:
		for _, n := range v.Nodes {
			s.addNode(n.ID, n.Labels[0])
		}
		for _, e := range v.Edges {
			s.addEdge(e)
		}
	case []any:
		for _, x := range v {
			s.Add(x)
		}
	case map[string]any:
		for _, x := range v {
			s.Add(x)
		}
	}
}

func (s *Selection) addNode(id schema.ID, label string) {
	if known, ok := s.nodes[id]; !ok || known == "" {
		s.nodes[clone(id)] = label
	}
}

func (s *Selection) addEdge(e graph.Edge) {
	if _, ok := s.edges[e.ID]; ok {
		return
	}
	from, to := s.end(e.From), s.end(e.To)
	s.edges[clone(e.ID)] = link{e.Type, from, to}
}

// end is the id of an edge's end, which it adds.
func (s *Selection) end(id schema.ID) schema.ID {
	if _, ok := s.nodes[id]; !ok {
		id = clone(id)
		s.nodes[id] = ""
	}
	return id
}

// clone keeps an id alive without the row that it came in.
func clone(id schema.ID) schema.ID { return schema.ID(strings.Clone(string(id))) }

// Empty tells whether nothing is selected.
func (s *Selection) Empty() bool { return len(s.nodes) == 0 }

// DropLoose leaves out the nodes that no edge touches, if there are edges.
func (s *Selection) DropLoose() {
	if len(s.edges) == 0 {
		return
	}
	touched := make(map[schema.ID]bool, len(s.nodes))
	for _, l := range s.edges {
		touched[l.from], touched[l.to] = true, true
	}
	for id := range s.nodes {
		if !touched[id] {
			delete(s.nodes, id)
		}
	}
}

// Select adds the nodes and edges of the first limit rows, all where limit is 0, and
// tells whether there were more.
func (s *Selection) Select(rows graph.Rows, limit int64) (more bool, err error) {
	n := int64(0)
	for row, err := range rows.All {
		if err != nil {
			return false, err
		}
		if limit > 0 && n == limit {
			return true, nil
		}
		n++
		for _, value := range row {
			s.Add(value)
		}
	}
	return false, nil
}

// Subgraph is what the selection stands for. It is read from the store anew whenever
// it is ranged over; if the store then lacks an element, that is an error.
func (s *Selection) Subgraph(ctx context.Context, about About) (*Subgraph, error) {
	if err := s.findLabels(ctx); err != nil {
		return nil, err
	}
	nodes := make([]element, 0, len(s.nodes))
	for id, label := range s.nodes {
		nodes = append(nodes, element{id, label})
	}
	edges := make([]element, 0, len(s.edges))
	for id, l := range s.edges {
		edges = append(edges, element{id, l.kind})
	}
	slices.SortFunc(nodes, byID)
	slices.SortFunc(edges, byID)
	g := &Subgraph{About: about, NodeCount: len(nodes), EdgeCount: len(edges), model: s.graph.model,
		Nodes: s.graph.nodes(ctx, nodes), Edges: s.graph.edges(ctx, edges)}
	for _, n := range s.graph.model.Nodes {
		if slices.ContainsFunc(nodes, func(e element) bool { return e.kind == n.Label }) {
			g.Labels = append(g.Labels, n.Label)
		}
	}
	for _, t := range s.graph.model.Edges {
		if slices.ContainsFunc(edges, func(e element) bool { return e.kind == t.Type }) {
			g.Types = append(g.Types, t.Type)
		}
	}
	return g, nil
}

// findLabels finds the labels of nodes that only edges named.
func (s *Selection) findLabels(ctx context.Context) error {
	var unknown []schema.ID
	for id, label := range s.nodes {
		if label == "" {
			unknown = append(unknown, id)
		}
	}
	for _, n := range s.graph.model.Nodes {
		for chunk := range slices.Chunk(unknown, chunkSize) {
			found, err := s.graph.fetch(ctx, nodesFile, n.Label, chunk)
			if err != nil {
				return err
			}
			for id := range found {
				s.nodes[clone(id)] = n.Label
			}
		}
		unknown = slices.DeleteFunc(unknown, func(id schema.ID) bool { return s.nodes[id] != "" })
	}
	if len(unknown) > 0 {
		return fmt.Errorf("there is no node %s in the graph", slices.Min(unknown))
	}
	return nil
}
