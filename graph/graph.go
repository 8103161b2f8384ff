// Package graph is the graph of political statements as nodes and edges, and the
// contract of the databases that keep it.
//
// It is not a database: graph/sqlite and graph/neo4j are. It finds nothing in an
// article: package extract does, and the two share only the words of schema.
//
// The main path: FromExtraction makes a [Batch] of all that one article says;
// [Store.Apply] puts it in place of what that article said before; a checked
// [cypher.Query] reads it back through a [Reader], row by row.
package graph

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"

	"rostrum/graph/cypher"
	"rostrum/schema"
)

// Node is a node of the graph. Properties holds all but the id. Values are string,
// int64, float64, bool, schema.Date and []string, as the model says.
type Node struct {
	ID         schema.ID
	Labels     []string // one, in the model's graph
	Properties map[string]any
}

// Edge is an edge of the graph, directed. Properties holds all but the id.
type Edge struct {
	ID         schema.ID
	Type       string
	From, To   schema.ID
	Properties map[string]any
}

// Path is a walk through the graph: Edges[i] joins Nodes[i] and Nodes[i+1], in
// either direction.
type Path struct {
	Nodes []Node
	Edges []Edge
}

// Row is one row of an answer, a value a column: nil, bool, int64, float64, string,
// schema.Date, temporal.Moment, temporal.Duration, []any, map[string]any, Node, Edge or
// Path.
type Row []any

// Rows is an answer that is read while it is made. All may be ranged over once; it
// holds the store's resources only while it is. After an error it ends.
type Rows struct {
	Columns []string
	All     iter.Seq2[Row, error]
}

// Batch is everything that one document says. A node or edge may stand in the
// batches of many documents; then it has the same properties in all of them, as long
// as one version of the extractor made them. Its edges' ends are among its nodes.
type Batch struct {
	Document schema.ID
	Digest   string // of the document's text and the extractor's version; "" in an empty batch
	Nodes    []Node
	Edges    []Edge
}

// Empty tells whether the batch says nothing, and so retracts its document.
func (b *Batch) Empty() bool { return len(b.Nodes) == 0 && len(b.Edges) == 0 }

// Change says what a batch did to the store.
type Change string

// The changes that a batch can make.
const (
	Added     Change = "new"
	Replaced  Change = "changed"
	Unchanged Change = "unchanged" // same digest: nothing was written
	Retracted Change = "retracted"
	Absent    Change = "absent" // retracted a document that was not there
)

// ChangeOf is the change of a document's digest from one to another, where "" is of what
// is not there.
func ChangeOf(before, after string) Change {
	switch {
	case before == "" && after == "":
		return Absent
	case after == "":
		return Retracted
	case before == "":
		return Added
	case before == after:
		return Unchanged
	}
	return Replaced
}

// ErrNewer is returned by a store that a newer version of the program has written.
var ErrNewer = errors.New("the store was written by a newer version of this program")

// Hit is a statement that a search found. Score falls with rank; scores compare only
// within one search.
type Hit struct {
	Statement schema.ID
	Score     float64
	Snippet   string // the words around the match, with the matches between « and »
}

// Status is what a store can say of itself.
type Status struct {
	Location    string           // where it is, without secrets
	Documents   int64            // documents that support it
	Nodes       map[string]int64 // by label
	Edges       map[string]int64 // by type
	Bytes       int64            // on disk; 0 where that is not known
	LastApplied time.Time        // of the newest batch; zero where there is none
}

// Reader answers checked queries. It may be used from many goroutines at once.
type Reader interface {
	// Query runs a checked query. Every parameter that the query names must be there;
	// values are nil, bool, int64, float64, string, schema.Date and []any of these.
	// Errors that arise while rows are made come with the rows.
	Query(ctx context.Context, query *cypher.Query, params map[string]any) (Rows, error)

	// Search finds the statements that hold all the words, best first. Words in double
	// quotes must stand together; nothing else in words has a meaning of its own, so
	// that no text is a wrong search. No words find nothing.
	Search(ctx context.Context, words string, limit int) ([]Hit, error)

	// Status counts what the store holds.
	Status(ctx context.Context) (Status, error)

	io.Closer
}

// Source is a reader that gives back the batches that made its graph, so that it can be
// moved to another store.
type Source interface {
	Reader

	// Batches are the batches of the documents whose ids come after the id, in order of
	// the ids, at most limit of them; "" is before all. What several documents hold has
	// the properties that it has now in all of them.
	Batches(ctx context.Context, after schema.ID, limit int) ([]Batch, error)
}

// Store is a database that keeps the graph.
//
// Its contract, which package graphtest runs against every store:
// a node or edge is there as long as a document's last batch holds it, and no longer;
// whoever reads sees each Apply wholly or not at all, and after a crash at any moment
// the store opens again with whole Applies only. The order in which batches of
// different documents are applied, and by how many goroutines, makes no difference.
type Store interface {
	Source

	// Apply puts each batch in place of what its document said before, all of them or,
	// on an error, none. A batch whose digest is the one that its document has already
	// changes nothing. An empty batch retracts its document. Where a node or edge that
	// other documents support has other properties in this batch, the new ones hold.
	// The result has a change for each batch, in order.
	Apply(ctx context.Context, batches ...Batch) ([]Change, error)

	// Digest is the digest of the document's last batch, and false where there is none.
	Digest(ctx context.Context, document schema.ID) (string, bool, error)
}
