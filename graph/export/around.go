package export

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"rostrum/graph"
	"rostrum/schema"
)

// Neighbourhood says what to select around nodes.
type Neighbourhood struct {
	Depth        int         // edges to walk, 1 or more
	Types        []string    // of edges to walk; nil: all
	Since, Until schema.Date // only edges of these days, "" for no bound
	Limit        int         // of edges, the nearest first; 0: all
}

// Around adds the nodes and what can be reached from them, and tells whether the limit
// left edges out. With Since or Until, edges of a type that has a day (ACCUSED, DENIED,
// SAID, HOLDS) are walked if theirs is known and within; the others always.
func (s *Selection) Around(ctx context.Context, ids []schema.ID, n Neighbourhood) (more bool, err error) {
	ring := map[schema.ID]string{}
	for _, id := range ids {
		s.end(id)
	}
	if err := s.findLabels(ctx); err != nil {
		return false, err
	}
	for _, id := range ids {
		ring[id] = s.nodes[id]
	}
	for range n.Depth {
		next := map[schema.ID]string{}
		for _, label := range slices.Sorted(maps.Values(ring)) {
			var ids []schema.ID
			for id, l := range ring {
				if l == label {
					ids = append(ids, id)
					delete(ring, id)
				}
			}
			slices.Sort(ids)
			for chunk := range slices.Chunk(ids, chunkSize) {
				if more, err := s.step(ctx, label, chunk, n, next); more || err != nil {
					return more, err
				}
			}
		}
		ring = next
	}
	return false, nil
}

// String says what is walked, after the names of the nodes.
func (n Neighbourhood) String() string {
	text := fmt.Sprintf(", depth %d", n.Depth)
	if n.Types != nil {
		text += ", types " + strings.Join(n.Types, ",")
	}
	if n.Since != "" {
		text += ", since " + string(n.Since)
	}
	if n.Until != "" {
		text += ", until " + string(n.Until)
	}
	return text
}

// step walks one edge from nodes of one label, and adds the nodes that are new to next.
func (s *Selection) step(ctx context.Context, label string, ids []schema.ID, n Neighbourhood, next map[schema.ID]string) (more bool, err error) {
	types := s.typesAt(label, n.Types)
	if len(types) == 0 {
		return false, nil
	}
	rows, err := s.graph.query(ctx, aroundFile, label, strings.Join(types, "|"), ids)
	if err != nil {
		return false, fmt.Errorf("look around: %w", err)
	}
	for row, err := range rows.All {
		if err != nil {
			return false, fmt.Errorf("look around: %w", err)
		}
		e, other := row[0].(graph.Edge), row[1].(graph.Node)
		if _, known := s.edges[e.ID]; known || !n.holds(&e, other) {
			continue
		}
		if n.Limit > 0 && len(s.edges) == n.Limit {
			return true, nil
		}
		if _, known := s.nodes[other.ID]; !known {
			next[clone(other.ID)] = other.Labels[0]
		}
		s.addNode(other.ID, other.Labels[0])
		s.addEdge(e)
	}
	return false, nil
}

// typesAt are the types of edges that nodes of a label can have, of those wanted.
func (s *Selection) typesAt(label string, wanted []string) []string {
	var types []string
	for _, t := range s.graph.model.Edges {
		if (wanted == nil || slices.Contains(wanted, t.Type)) && (slices.Contains(t.From, label) || slices.Contains(t.To, label)) {
			types = append(types, t.Type)
		}
	}
	return types
}

// dated are the types of edges that have a day.
var dated = []string{"ACCUSED", "DENIED", "SAID", "HOLDS"}

// holds tells whether an edge is of the days wanted.
func (n *Neighbourhood) holds(e *graph.Edge, other graph.Node) bool {
	if n.Since == "" && n.Until == "" || !slices.Contains(dated, e.Type) {
		return true
	}
	first, last := days(e, other)
	if first == "" && last == "" {
		return false
	}
	return (n.Since == "" || last == "" || last >= n.Since) && (n.Until == "" || first <= n.Until)
}
