package neo4j

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"rostrum/graph"
	"rostrum/schema"
)

//go:embed writing/*.cypher
var writing embed.FS

// retryTime is how long the driver tries a transaction again by itself, without a word:
// after a deadlock, or a change of a cluster's leader.
const retryTime = 5 * time.Second

// errOvertaken is returned where another Apply has changed a document between two looks
// at it; the transaction is done again.
var errOvertaken = errors.New("another program is changing the same documents")

// Apply puts each batch in place of what its document said before, all in one
// transaction; see [graph.Store]. While the server does not answer it waits, as long as
// Options.Patience says, and tries again; the outcome is the same.
func (s *Store) Apply(ctx context.Context, batches ...graph.Batch) ([]graph.Change, error) {
	a := application{store: s, batches: batches, encoded: make([]encoded, len(batches))}
	for i := range batches {
		nodes, edges, err := s.encode(&batches[i])
		if err != nil {
			return nil, fmt.Errorf("neo4j: apply to %s: %w", s.target, err)
		}
		a.encoded[i] = encoded{nodes, edges}
	}
	if err := s.patiently(ctx, func() error { return a.transaction(ctx) }); err != nil {
		return nil, fmt.Errorf("neo4j: apply to %s: %w", s.target, s.explain(ctx, err))
	}
	return a.changes, nil
}

// Digest is the digest of the document's last batch, and false where there is none.
func (s *Store) Digest(ctx context.Context, document schema.ID) (digest string, ok bool, err error) {
	err = s.patiently(ctx, func() error {
		session := s.session(ctx, neo4j.AccessModeRead)
		defer session.Close(ctx)
		found, err := session.ExecuteRead(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
			return ask(ctx, tx, "digests", map[string]any{"ids": []string{string(document)}})
		})
		if err != nil {
			return err
		}
		for _, record := range found.([]*neo4j.Record) {
			digest, ok = record.Values[1].(string)
		}
		return nil
	})
	if err != nil {
		return "", false, fmt.Errorf("neo4j: digest of document %s in %s: %w", document, s.target, s.explain(ctx, err))
	}
	return digest, ok, nil
}

// patiently calls f, and again while the server cannot be reached or asks for it.
func (s *Store) patiently(ctx context.Context, f func() error) error {
	began := time.Now()
	for pause := 50 * time.Millisecond; ; pause = min(2*pause, 2*time.Second) {
		err := f()
		if err == nil || ctx.Err() != nil || !s.again(err) {
			return err
		}
		left := s.options.Patience - time.Since(began)
		if left <= 0 {
			return err
		}
		if s.options.Waiting != nil && !errors.Is(err, errOvertaken) && time.Since(began) > time.Second {
			s.options.Waiting(s.explain(ctx, err), left.Round(time.Second))
		}
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// again tells whether to try again after an error: the server is away, or another
// transaction was in the way, which also shows in what it took away.
func (s *Store) again(err error) bool {
	var server *neo4j.Neo4jError
	if errors.As(err, &server) && server.Code == "Neo.ClientError.Statement.EntityNotFound" {
		return true
	}
	return neo4j.IsRetryable(err) || isConnectivity(err) || errors.Is(err, errOvertaken)
}

type encoded struct{ nodes, edges []*element }

// application is one call of Apply, which may take several transactions until one holds.
type application struct {
	store   *Store
	batches []graph.Batch
	encoded []encoded
	changes []graph.Change

	// committing tells that a transaction was about to be committed when the server was
	// lost: if the next one finds everything there, that is what the last one did.
	committing bool

	tx           neo4j.ManagedTransaction
	ctx          context.Context
	documents    []*document
	nodes, edges elements
	serverIDs    map[schema.ID]string // of the nodes, once they are put
	sum          totals               // what there is more, or less
}

// document is a document that changes.
type document struct {
	id       schema.ID
	before   string // its digest in the store, "" where it is not there
	last     int    // its last batch in this call
	supports []string
	dropped  []string
}

// transaction runs the whole Apply in a transaction that the driver manages. It is
// committed whatever becomes of ctx, since to break off a commit is not to know.
func (a *application) transaction(ctx context.Context) error {
	session := a.store.session(ctx, neo4j.AccessModeWrite)
	defer session.Close(ctx)
	_, err := session.ExecuteWrite(context.WithoutCancel(ctx), func(tx neo4j.ManagedTransaction) (any, error) {
		a.tx, a.ctx = tx, ctx
		changes, err := a.run()
		if err != nil {
			return nil, err
		}
		if !a.committing {
			a.changes = changes
		}
		a.committing = a.committing || len(a.documents) > 0
		return nil, ctx.Err()
	})
	if err != nil && !isConnectivity(err) && !neo4j.IsRetryable(err) {
		a.committing = false
	}
	return err
}

// run applies the batches step by step, each step for all of them. What nobody supports
// any more goes last, so that what one document drops and another takes up is never gone.
func (a *application) run() ([]graph.Change, error) {
	a.sum, a.documents = totals{}, nil
	a.nodes, a.edges = elements{byID: map[schema.ID]*element{}}, elements{byID: map[schema.ID]*element{}}
	changes, err := a.decide()
	if err != nil {
		return nil, err
	}
	if len(a.documents) == 0 {
		if a.committing {
			return a.changes, nil
		}
		return changes, nil
	}
	a.committing = false
	for _, step := range []func() error{a.gather, a.lockDocuments, a.putNodes, a.putEdges, a.drop, a.count} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return changes, nil
}

// decide says what each batch changes, as if they came one after another, and keeps the
// documents that are another in the end, in order of their ids.
func (a *application) decide() ([]graph.Change, error) {
	documents := map[schema.ID]*document{}
	var ids []string
	for i, b := range a.batches {
		if documents[b.Document] == nil {
			documents[b.Document] = &document{id: b.Document}
			ids = append(ids, string(b.Document))
		}
		documents[b.Document].last = i
	}
	records, err := ask(a.ctx, a.tx, "digests", map[string]any{"ids": ids})
	if err != nil {
		return nil, err
	}
	digests := map[schema.ID]string{}
	for _, record := range records {
		id, _ := record.Values[0].(string)
		digest, _ := record.Values[1].(string)
		digests[schema.ID(id)], documents[schema.ID(id)].before = digest, digest
	}
	changes := make([]graph.Change, len(a.batches))
	for i, b := range a.batches {
		after := b.Digest
		if b.Empty() {
			after = ""
		}
		changes[i] = graph.ChangeOf(digests[b.Document], after)
		digests[b.Document] = after
	}
	slices.Sort(ids)
	for _, id := range ids {
		if d := documents[schema.ID(id)]; digests[d.id] != d.before {
			a.documents = append(a.documents, d)
		}
	}
	return changes, nil
}

// gather collects the nodes and edges of the documents' last batches, each once; of what
// several hold, the last one has the properties.
func (a *application) gather() error {
	inOrder := slices.SortedFunc(slices.Values(a.documents), func(x, y *document) int { return x.last - y.last })
	for _, d := range inOrder {
		d.supports = nil
		for _, n := range a.encoded[d.last].nodes {
			a.nodes.add(n)
			d.supports = append(d.supports, n.key())
		}
		for _, e := range a.encoded[d.last].edges {
			if first := a.edges.byID[e.id]; first != nil && (first.from.id != e.from.id || first.to.id != e.to.id || first.name != e.name) {
				return movedError(e.id, d.id)
			}
			a.edges.add(e)
			d.supports = append(d.supports, e.key())
		}
	}
	return nil
}

func movedError(edge, document schema.ID) error {
	return fmt.Errorf("edge %s joins other nodes or has another type in the batch of document %s than in that of another document", edge, document)
}

// lockDocuments takes the documents for this transaction and writes what they are from
// now on. Since they were last looked at they must not have changed.
func (a *application) lockDocuments() error {
	rows := make([]any, len(a.documents))
	byID := map[string]*document{}
	for i, d := range a.documents {
		digest := a.batches[d.last].Digest
		if a.batches[d.last].Empty() {
			digest = ""
		}
		if d.before == "" {
			a.sum.documents++
		}
		rows[i] = map[string]any{"id": string(d.id), "digest": digest, "supports": d.supports}
		byID[string(d.id)] = d
	}
	records, err := ask(a.ctx, a.tx, "lock_documents", map[string]any{"rows": rows, "now": time.Now().UnixMilli()})
	if err != nil {
		return err
	}
	for _, record := range records {
		id, _ := record.Values[0].(string)
		before, _ := record.Values[1].(string)
		d := byID[id]
		if before != d.before {
			return errOvertaken
		}
		now := make(map[string]bool, len(d.supports))
		for _, key := range d.supports {
			now[key] = true
		}
		supported, _ := record.Values[2].([]any)
		d.dropped = nil
		for _, key := range supported {
			if key, _ := key.(string); !now[key] {
				d.dropped = append(d.dropped, key)
			}
		}
	}
	return nil
}

// count adds to the store's totals; it is last, so that others wait for it shortly.
func (a *application) count() error {
	_, err := ask(a.ctx, a.tx, "totals", map[string]any{
		"documents": a.sum.documents, "nodes": a.sum.nodes, "edges": a.sum.edges, "now": time.Now().UnixMilli(),
	})
	return err
}

// ask runs an embedded statement and collects its rows.
func ask(ctx context.Context, tx neo4j.ManagedTransaction, name string, params map[string]any) ([]*neo4j.Record, error) {
	text, err := writing.ReadFile("writing/" + name + ".cypher")
	if err != nil {
		return nil, err
	}
	result, err := send(ctx, tx, string(text), params)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	records, err := result.Collect(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return records, nil
}

// send runs a statement with its parameters in one map, $given. The server keeps a plan
// for each combination of how long lists and texts among the parameters are, about; what
// is in a map does not count, and making a plan takes longer than a small batch.
func send(ctx context.Context, tx neo4j.ManagedTransaction, text string, given map[string]any) (neo4j.ResultWithContext, error) {
	return tx.Run(ctx, text, map[string]any{"given": given})
}
