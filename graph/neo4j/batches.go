package neo4j

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"rostrum/graph"
	"rostrum/schema"
)

// Batches are the batches of the documents after an id; see [graph.Source].
func (r *Reader) Batches(ctx context.Context, after schema.ID, limit int) ([]graph.Batch, error) {
	session := r.session(ctx, neo4j.AccessModeRead)
	defer session.Close(ctx)
	batches, err := session.ExecuteRead(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		return r.batches(ctx, tx, after, limit)
	}, neo4j.WithTxTimeout(r.options.QueryTime))
	if err != nil {
		return nil, fmt.Errorf("neo4j: read documents of %s: %w", r.target, r.explain(ctx, err))
	}
	return batches.([]graph.Batch), nil
}

func (r *Reader) batches(ctx context.Context, tx neo4j.ManagedTransaction, after schema.ID, limit int) ([]graph.Batch, error) {
	records, err := ask(ctx, tx, "documents", map[string]any{"after": string(after), "limit": limit})
	if err != nil {
		return nil, err
	}
	batches := make([]graph.Batch, len(records))
	supports := make([][]string, len(records))
	all := map[string]bool{}
	for i, record := range records {
		id, _ := record.Values[0].(string)
		batches[i].Document = schema.ID(id)
		batches[i].Digest, _ = record.Values[1].(string)
		keys, _ := record.Values[2].([]any)
		for _, key := range keys {
			text, _ := key.(string)
			supports[i] = append(supports[i], text)
			all[text] = true
		}
	}
	ids := byName(slices.Collect(maps.Keys(all)))
	nodes, edges := map[string]graph.Node{}, map[string]graph.Edge{} // by key
	d := decoder{model: r.model}
	for _, t := range r.model.Nodes {
		rows, err := r.elements(ctx, tx, "UNWIND $given.ids AS id MATCH (n:"+t.Label+" {id: id}) RETURN id, n", ids[t.Label])
		if err != nil {
			return nil, err
		}
		for id, values := range rows {
			if nodes[t.Label+":"+id], err = d.node(values[0].(neo4j.Node)); err != nil {
				return nil, err
			}
		}
	}
	for _, t := range r.model.Edges {
		rows, err := r.elements(ctx, tx, "UNWIND $given.ids AS id MATCH (a)-[r:"+t.Type+" {id: id}]->(b) RETURN id, r, a.id, b.id", ids[t.Type])
		if err != nil {
			return nil, err
		}
		for id, values := range rows {
			edge, err := d.withEnds(values)
			if err != nil {
				return nil, err
			}
			edges[t.Type+":"+id], _ = edge.(graph.Edge)
		}
	}
	for i, keys := range supports {
		for _, key := range keys {
			if n, ok := nodes[key]; ok {
				batches[i].Nodes = append(batches[i].Nodes, n)
			} else if e, ok := edges[key]; ok {
				batches[i].Edges = append(batches[i].Edges, e)
			} else {
				return nil, fmt.Errorf("document %s supports %s, which is not there: the graph was changed by another program", batches[i].Document, key)
			}
		}
	}
	return batches, nil
}

// elements runs a statement about ids; its rows, without the id, by id.
func (r *Reader) elements(ctx context.Context, tx neo4j.ManagedTransaction, text string, ids []string) (map[string][]any, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	result, err := send(ctx, tx, text, map[string]any{"ids": ids})
	if err != nil {
		return nil, err
	}
	rows := make(map[string][]any, len(ids))
	for result.Next(ctx) {
		values := result.Record().Values
		id, _ := values[0].(string)
		rows[id] = values[1:]
	}
	return rows, result.Err()
}
