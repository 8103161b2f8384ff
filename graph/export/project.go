package export

import (
	"cmp"
	"iter"
	"slices"

	"rostrum/graph"
	"rostrum/schema"
)

// Project is the subgraph with one edge for each pair of nodes, direction and type. It
// has the properties first and last (days), weight, and ids, those of the edges that it
// stands for. It keeps those ids in memory.
func (s *Subgraph) Project() (*Subgraph, error) {
	type pair struct {
		kind     string
		from, to schema.ID
	}
	pairs := map[pair]*Edge{}
	ids := map[pair][]string{}
	for e, err := range s.Edges {
		if err != nil {
			return nil, err
		}
		p := pair{e.Type, e.From, e.To}
		all, ok := pairs[p]
		if !ok {
			all = &Edge{Edge: graph.Edge{ID: schema.NewID("projected", e.Type, string(e.From), string(e.To)), Type: e.Type, From: e.From, To: e.To}}
			pairs[p] = all
		}
		all.Weight += e.Weight
		if e.Start != "" && (all.Start == "" || e.Start < all.Start) {
			all.Start = e.Start
		}
		all.End = max(all.End, e.End)
		ids[p] = append(ids[p], string(e.ID))
	}
	edges := make([]Edge, 0, len(pairs))
	for p, e := range pairs {
		e.Properties = map[string]any{"weight": e.Weight, "ids": ids[p]}
		if e.Start != "" {
			e.Properties["first"] = e.Start
		}
		if e.End != "" {
			e.Properties["last"] = e.End
		}
		edges = append(edges, *e)
	}
	slices.SortFunc(edges, func(a, b Edge) int { return cmp.Compare(a.ID, b.ID) })
	projected := *s
	projected.About.Projected = true
	projected.EdgeCount = len(edges)
	projected.Edges = withoutError(slices.Values(edges))
	return &projected, nil
}

func withoutError[T any](all iter.Seq[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for x := range all {
			if !yield(x, nil) {
				return
			}
		}
	}
}
