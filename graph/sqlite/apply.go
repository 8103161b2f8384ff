package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"rostrum/graph"
	"rostrum/schema"
)

// Apply puts each batch in place of what its document said before, all in one
// transaction; see [graph.Store]. A batch that does not fit the model is an error. So
// is an edge that joins other nodes than in the batches of other documents.
func (s *Store) Apply(ctx context.Context, batches ...graph.Batch) ([]graph.Change, error) {
	encoded := make([]encodedBatch, len(batches))
	for i := range batches {
		err := batches[i].Check(s.model)
		if err == nil {
			encoded[i], err = encode(&batches[i])
		}
		if err != nil {
			return nil, fmt.Errorf("sqlite: apply to %s: %w", s.path, err)
		}
	}
	changes, err := s.apply(ctx, encoded)
	if err != nil {
		return nil, fmt.Errorf("sqlite: apply to %s: %w", s.path, explain(ctx, err))
	}
	return changes, nil
}

func (s *Store) apply(ctx context.Context, batches []encodedBatch) ([]graph.Change, error) {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	a := application{
		tx: tx, prepared: s.statements, bound: map[string]*sql.Stmt{}, now: s.now().UnixMilli(),
		nodes: elements{byID: map[schema.ID]*element{}}, edges: elements{byID: map[schema.ID]*element{}},
		// The transaction ends with ctx, between two statements. To watch ctx within
		// each would cost a goroutine, and a statement takes microseconds.
		ctx: context.WithoutCancel(ctx),
	}
	changes, err := a.run(batches)
	if err != nil {
		return nil, err
	}
	return changes, tx.Commit()
}

// application is one call of Apply.
type application struct {
	ctx      context.Context
	tx       *sql.Tx
	prepared map[string]*sql.Stmt
	bound    map[string]*sql.Stmt // those of prepared that are in use in tx
	now      int64                // milliseconds since 1970, UTC

	documents    []*document // those that change
	nodes, edges elements    // what their batches hold
}

// document is a document that batches of this call are about.
type document struct {
	id     schema.ID
	key    int64         // 0 where it is not in the store
	digest string        // "" where it is not in the store
	batch  *encodedBatch // its last one in this call

	nodes, edges []*element // what it supports from now on
}

// run applies the batches step by step, each step for all of them. What nobody
// supports any more goes in the last step, so that what one document drops and
// another takes up is never gone.
func (a *application) run(batches []encodedBatch) ([]graph.Change, error) {
	changes, err := a.decide(batches)
	if err != nil || len(a.documents) == 0 {
		return changes, err
	}
	for _, step := range []func() error{a.gather, a.putDocuments, a.putNodes, a.putEdges, a.putSupport} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return changes, nil
}

// decide says what each batch changes, as if they came one after another, and keeps
// the documents that are another in the end.
func (a *application) decide(batches []encodedBatch) ([]graph.Change, error) {
	documents := make(map[schema.ID]*document, len(batches))
	var inOrder []*document
	for i := range batches {
		id := batches[i].document
		if documents[id] == nil {
			documents[id] = &document{id: id}
			inOrder = append(inOrder, documents[id])
		}
		documents[id].batch = &batches[i]
	}
	err := a.query("find_documents", []any{jsonList(slices.Collect(maps.Keys(documents)))}, func(rows *sql.Rows) error {
		var id, digest string
		var key int64
		if err := rows.Scan(&id, &key, &digest); err != nil {
			return err
		}
		d := documents[schema.ID(id)]
		d.key, d.digest = key, digest
		return nil
	})
	if err != nil {
		return nil, err
	}
	digests := make(map[schema.ID]string, len(documents))
	for id, d := range documents {
		digests[id] = d.digest
	}
	changes := make([]graph.Change, len(batches))
	for i, b := range batches {
		changes[i] = graph.ChangeOf(digests[b.document], b.digest)
		digests[b.document] = b.digest
	}
	for _, d := range inOrder {
		if digests[d.id] != d.digest {
			a.documents = append(a.documents, d)
		}
	}
	return changes, nil
}

// gather collects the nodes and edges of the batches, each once.
func (a *application) gather() error {
	for _, d := range a.documents {
		for i := range d.batch.nodes {
			d.nodes = append(d.nodes, a.nodes.add(&d.batch.nodes[i]))
		}
		for i := range d.batch.edges {
			e := &d.batch.edges[i]
			if first := a.edges.byID[e.id]; first != nil && (first.from != e.from || first.to != e.to || first.name != e.name) {
				return movedError(e.id, d.id)
			}
			d.edges = append(d.edges, a.edges.add(e))
		}
	}
	return nil
}

func movedError(edge, document schema.ID) error {
	return fmt.Errorf("edge %s joins other nodes or has another type in the batch of document %s than in that of another document", edge, document)
}

func (a *application) putDocuments() error {
	for _, d := range a.documents {
		var err error
		switch {
		case d.batch.digest == "":
			err = a.exec("delete_document", d.key)
		case d.key != 0:
			err = a.exec("update_document", d.key, d.batch.digest, a.now)
		default:
			err = a.query("insert_document", []any{string(d.id), d.batch.digest, a.now}, func(rows *sql.Rows) error {
				return rows.Scan(&d.key)
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// putNodes writes the nodes that are new or changed, and no other.
func (a *application) putNodes() error {
	var changed []*element
	err := a.query("find_nodes", []any{a.nodes.ids()}, func(rows *sql.Rows) error {
		var id, label, props sql.RawBytes
		var key int64
		if err := rows.Scan(&id, &key, &label, &props); err != nil {
			return err
		}
		n := a.nodes.byID[schema.ID(id)]
		n.key = key
		if string(label) != n.name || string(props) != n.props {
			changed = append(changed, n)
		}
		return nil
	})
	if err != nil {
		return err
	}
	// Whether they are statements, as they were and will be, is the statement's to ask.
	if err := a.execKeys("delete_words", keysOf(changed)); err != nil {
		return err
	}
	for _, n := range changed {
		if err := a.exec("update_node", n.key, n.name, n.props); err != nil {
			return err
		}
	}
	last, err := a.last("last_node")
	if err != nil {
		return err
	}
	for _, n := range a.nodes.inOrder {
		if n.key != 0 {
			continue
		}
		last++
		n.key = last
		if err := a.exec("insert_node", n.key, string(n.id), n.name, n.props); err != nil {
			return err
		}
		changed = append(changed, n)
	}
	return a.execKeys("insert_words", keysOf(changed))
}

// putEdges does the same with the edges; the keys of the nodes are known by now.
func (a *application) putEdges() error {
	for _, e := range a.edges.inOrder {
		e.src, e.dst = a.nodes.byID[e.from].key, a.nodes.byID[e.to].key
	}
	var changed, moved []*element
	err := a.query("find_edges", []any{a.edges.ids()}, func(rows *sql.Rows) error {
		var id, name, props sql.RawBytes
		var key, src, dst int64
		if err := rows.Scan(&id, &key, &name, &src, &dst, &props); err != nil {
			return err
		}
		e := a.edges.byID[schema.ID(id)]
		e.key = key
		if src != e.src || dst != e.dst || string(name) != e.name {
			moved = append(moved, e)
		}
		if src != e.src || dst != e.dst || string(name) != e.name || string(props) != e.props {
			changed = append(changed, e)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := a.checkMoved(moved); err != nil {
		return err
	}
	for _, e := range changed {
		if err := a.exec("update_edge", e.key, e.name, e.src, e.dst, e.props); err != nil {
			return err
		}
	}
	last, err := a.last("last_edge")
	if err != nil {
		return err
	}
	for _, e := range a.edges.inOrder {
		if e.key != 0 {
			continue
		}
		last++
		e.key = last
		if err := a.exec("insert_edge", e.key, string(e.id), e.name, e.src, e.dst, e.props); err != nil {
			return err
		}
	}
	return nil
}

// checkMoved refuses an edge that gets other ends while a document that stays as it
// is supports it: that document's nodes need not be these ends.
func (a *application) checkMoved(moved []*element) error {
	for _, e := range moved {
		err := a.query("edge_supporters", []any{e.key}, func(rows *sql.Rows) error {
			var id schema.ID
			if err := rows.Scan((*string)(&id)); err != nil {
				return err
			}
			if !slices.ContainsFunc(a.documents, func(d *document) bool { return d.id == id }) {
				return movedError(e.id, id)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// putSupport writes who supports what from now on, and takes away what nobody does:
// edges before the nodes that they join.
func (a *application) putSupport() error {
	var nodes, edges []int64 // that a document does not support any more
	for _, d := range a.documents {
		dropped, err := a.support("node", d, d.nodes)
		if err != nil {
			return err
		}
		nodes = append(nodes, dropped...)
		if dropped, err = a.support("edge", d, d.edges); err != nil {
			return err
		}
		edges = append(edges, dropped...)
	}
	if edges, err := a.unsupported("unsupported_edges", edges); err != nil {
		return err
	} else if err := a.execKeys("delete_edges", edges); err != nil {
		return err
	}
	nodes, err := a.unsupported("unsupported_nodes", nodes)
	if err != nil {
		return err
	}
	if err := a.execKeys("delete_words", nodes); err != nil {
		return err
	}
	return a.execKeys("delete_nodes", nodes)
}

// support makes the elements what the document supports of a kind ("node", "edge"),
// and returns what it did before and does not now.
func (a *application) support(kind string, d *document, now []*element) (dropped []int64, err error) {
	added := make(map[int64]bool, len(now))
	for _, e := range now {
		added[e.key] = true
	}
	if d.digest != "" {
		err = a.query(kind+"_support", []any{d.key}, func(rows *sql.Rows) error {
			var key int64
			if err := rows.Scan(&key); err != nil {
				return err
			}
			if added[key] {
				delete(added, key)
			} else {
				dropped = append(dropped, key)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if err := a.execKeys("delete_"+kind+"_support", dropped, d.key); err != nil {
		return nil, err
	}
	return dropped, a.execKeys("insert_"+kind+"_support", slices.Sorted(maps.Keys(added)), d.key)
}

func (a *application) unsupported(statement string, dropped []int64) (keys []int64, err error) {
	if len(dropped) == 0 {
		return nil, nil
	}
	slices.Sort(dropped)
	err = a.query(statement, []any{jsonKeys(slices.Compact(dropped))}, func(rows *sql.Rows) error {
		var key int64
		err := rows.Scan(&key)
		keys = append(keys, key)
		return err
	})
	return keys, err
}

func (a *application) last(statement string) (key int64, err error) {
	err = a.query(statement, nil, func(rows *sql.Rows) error { return rows.Scan(&key) })
	return key, err
}

// statement is a prepared statement in the transaction, by the name of its file.
func (a *application) statement(name string) *sql.Stmt {
	if a.bound[name] == nil {
		a.bound[name] = a.tx.StmtContext(a.ctx, a.prepared[name])
	}
	return a.bound[name]
}

func (a *application) exec(name string, args ...any) error {
	if _, err := a.statement(name).ExecContext(a.ctx, args...); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// execKeys runs a statement whose first parameter is a list of keys, if there are any.
func (a *application) execKeys(name string, keys []int64, more ...any) error {
	if len(keys) == 0 {
		return nil
	}
	return a.exec(name, append([]any{jsonKeys(keys)}, more...)...)
}

// query runs a statement and calls scan for each of its rows.
func (a *application) query(name string, args []any, scan func(*sql.Rows) error) error {
	rows, err := a.statement(name).QueryContext(a.ctx, args...)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
