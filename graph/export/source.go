package export

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/schema"
)

// The questions that the elements of a selection are read by. LABEL stands for a label
// and TYPE for edge types: with them a database can use its index of ids.
//
//go:embed cypher/*.cypher
var questions embed.FS

const (
	nodesFile  = "cypher/nodes.cypher"
	edgesFile  = "cypher/edges.cypher"
	aroundFile = "cypher/around.cypher"
)

// chunkSize is how many elements are read at a time.
const chunkSize = 1000

// errChanged is what a reader gets whose graph changed under it.
var errChanged = errors.New("it was there and is gone: the graph changed meanwhile; run it again")

// source reads elements by their ids.
type source struct {
	reader graph.Reader
	model  *schema.GraphModel
}

// element is a node of a label or an edge of a type.
type element struct {
	id   schema.ID
	kind string
}

func byID(a, b element) int { return strings.Compare(string(a.id), string(b.id)) }

// query asks a question about ids of nodes of a label, or of edges of types.
func (s source) query(ctx context.Context, file, label, types string, ids []schema.ID) (graph.Rows, error) {
	text, err := questions.ReadFile(file)
	if err != nil {
		return graph.Rows{}, err
	}
	query, err := cypher.Compile(strings.NewReplacer("LABEL", label, "TYPE", types).Replace(string(text)), s.model)
	if err != nil {
		return graph.Rows{}, fmt.Errorf("%s: %w", file, err)
	}
	list := make([]any, len(ids))
	for i, id := range ids {
		list[i] = string(id)
	}
	return s.reader.Query(ctx, query, map[string]any{"ids": list})
}

// fetch reads elements of one kind by their ids; those that are not there are left out.
func (s source) fetch(ctx context.Context, file, kind string, ids []schema.ID) (map[schema.ID]any, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := s.query(ctx, file, kind, kind, ids)
	if err != nil {
		return nil, err
	}
	found := make(map[schema.ID]any, len(ids))
	for row, err := range rows.All {
		if err != nil {
			return nil, err
		}
		switch v := row[0].(type) {
		case graph.Node:
			found[v.ID] = v
		case graph.Edge:
			found[v.ID] = v
		}
	}
	return found, nil
}

// fetchAll reads elements of several kinds.
func (s source) fetchAll(ctx context.Context, file string, elements []element) (map[schema.ID]any, error) {
	kinds := map[string][]schema.ID{}
	for _, e := range elements {
		kinds[e.kind] = append(kinds[e.kind], e.id)
	}
	all := make(map[schema.ID]any, len(elements))
	for kind, ids := range kinds {
		found, err := s.fetch(ctx, file, kind, ids)
		if err != nil {
			return nil, err
		}
		for id, v := range found {
			all[id] = v
		}
	}
	return all, nil
}

// nodes reads nodes in the order of the elements.
func (s source) nodes(ctx context.Context, elements []element) iter.Seq2[graph.Node, error] {
	return func(yield func(graph.Node, error) bool) {
		for chunk := range slices.Chunk(elements, chunkSize) {
			found, err := s.fetchAll(ctx, nodesFile, chunk)
			if err != nil {
				yield(graph.Node{}, err)
				return
			}
			for _, e := range chunk {
				n, ok := found[e.id].(graph.Node)
				if !ok {
					yield(graph.Node{}, fmt.Errorf("node %s: %w", e.id, errChanged))
					return
				}
				if !yield(n, nil) {
					return
				}
			}
		}
	}
}

// edges reads edges in the order of the elements.
func (s source) edges(ctx context.Context, elements []element) iter.Seq2[Edge, error] {
	return func(yield func(Edge, error) bool) {
		for chunk := range slices.Chunk(elements, chunkSize) {
			found, err := s.fetchAll(ctx, edgesFile, chunk)
			var told map[schema.ID]any
			if err == nil {
				told, err = s.tellers(ctx, found)
			}
			if err != nil {
				yield(Edge{}, err)
				return
			}
			for _, e := range chunk {
				edge, ok := found[e.id].(graph.Edge)
				if !ok {
					yield(Edge{}, fmt.Errorf("edge %s: %w", e.id, errChanged))
					return
				}
				if !yield(newEdge(edge, told), nil) {
					return
				}
			}
		}
	}
}

// tellers are the articles that say what the edges say, and the statements that tell
// the day of some.
func (s source) tellers(ctx context.Context, edges map[schema.ID]any) (map[schema.ID]any, error) {
	kinds := map[schema.ID]string{}
	for _, v := range edges {
		e := v.(graph.Edge)
		if article, ok := e.Properties["article"].(string); ok {
			kinds[schema.ID(article)] = "Article"
		}
		if e.Type == "SAID" {
			kinds[e.To] = "Statement"
		}
	}
	elements := make([]element, 0, len(kinds))
	for id, kind := range kinds {
		elements = append(elements, element{id, kind})
	}
	return s.fetchAll(ctx, nodesFile, elements)
}

func newEdge(e graph.Edge, told map[schema.ID]any) Edge {
	edge := Edge{Edge: e, Weight: 1}
	edge.Start, edge.End = days(&e, told[e.To])
	if id, ok := e.Properties["article"].(string); ok {
		if n, ok := told[schema.ID(id)].(graph.Node); ok {
			edge.Source = newArticle(&n)
		}
	}
	return edge
}

// days are the first and the last day that an edge is of; what is at its end may tell.
func days(e *graph.Edge, to any) (first, last schema.Date) {
	day := func(properties map[string]any, name string) schema.Date {
		d, _ := properties[name].(schema.Date)
		return d
	}
	switch e.Type {
	case "ACCUSED", "DENIED":
		first = day(e.Properties, "date")
	case "SAID":
		if n, ok := to.(graph.Node); ok {
			first = day(n.Properties, "said_on")
		}
	case "HOLDS":
		first, last = day(e.Properties, "from"), day(e.Properties, "to")
		if first == "" && last == "" {
			first = day(e.Properties, "as_of")
		} else {
			return first, last
		}
	}
	return first, first
}

func newArticle(n *graph.Node) *Article {
	text := func(name string) string { s, _ := n.Properties[name].(string); return s }
	a := &Article{ID: n.ID, Title: text("title"), Outlet: text("outlet"), URL: text("url")}
	if a.Title == "" {
		a.Title = text("path")
	}
	a.Published, _ = n.Properties["published"].(schema.Date)
	return a
}
