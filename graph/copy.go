package graph

import "rostrum/schema"

// Copy is the batch of a document that only repeats what an article says which is in
// the graph already: another outlet's print of it. The article is then published by
// that outlet too, and its statements count once. Article is the node as the store has
// it; outlet is "" where the document names none.
func Copy(article Node, outlet string, document schema.ID, digest string) Batch {
	b := builder{nodes: map[schema.ID]Node{}, edges: map[schema.ID]Edge{}}
	b.nodes[article.ID] = article
	if outlet != "" {
		id := b.node(schema.NewID("outlet", outlet), "Outlet", map[string]any{"name": outlet})
		b.edge("PUBLISHED_BY", article.ID, id, nil)
	}
	return b.batch(document, digest)
}
