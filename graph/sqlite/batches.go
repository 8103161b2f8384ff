package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"rostrum/graph"
	"rostrum/schema"
)

var _ graph.Source = (*Reader)(nil)

// Batches are the batches of the documents after an id, all at one moment of the store;
// see [graph.Source].
func (r *Reader) Batches(ctx context.Context, after schema.ID, limit int) ([]graph.Batch, error) {
	batches, err := r.batches(ctx, after, limit)
	if err != nil {
		return nil, fmt.Errorf("sqlite: read documents of %s: %w", r.path, explain(ctx, err))
	}
	return batches, nil
}

func (r *Reader) batches(ctx context.Context, after schema.ID, limit int) ([]graph.Batch, error) {
	tx, err := r.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	var batches []graph.Batch
	var keys []int64
	at := map[int64]int{} // document's key → its place in batches
	err = each(ctx, tx, "reading/documents.sql", []any{string(after), limit}, func(rows *sql.Rows) error {
		var key int64
		var b graph.Batch
		if err := rows.Scan(&key, (*string)(&b.Document), &b.Digest); err != nil {
			return err
		}
		at[key] = len(batches)
		batches, keys = append(batches, b), append(keys, key)
		return nil
	})
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	err = each(ctx, tx, "reading/document_nodes.sql", []any{jsonKeys(keys)}, func(rows *sql.Rows) error {
		var document int64
		var n graph.Node
		var label, props string
		if err := rows.Scan(&document, (*string)(&n.ID), &label, &props); err != nil {
			return err
		}
		t, _ := r.model.Node(label)
		n.Labels = splitLabels(label)
		n.Properties, err = decodeProperties(props, t.Properties)
		b := &batches[at[document]]
		b.Nodes = append(b.Nodes, n)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = each(ctx, tx, "reading/document_edges.sql", []any{jsonKeys(keys)}, func(rows *sql.Rows) error {
		var document int64
		var e graph.Edge
		var props string
		if err := rows.Scan(&document, (*string)(&e.ID), &e.Type, (*string)(&e.From), (*string)(&e.To), &props); err != nil {
			return err
		}
		t, _ := r.model.Edge(e.Type)
		e.Properties, err = decodeProperties(props, t.Properties)
		b := &batches[at[document]]
		b.Edges = append(b.Edges, e)
		return err
	})
	return batches, err
}
