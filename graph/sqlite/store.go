// Package sqlite keeps the graph in an embedded SQLite database.
package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/schema"
)

// Reader reads a store through a read-only handle.
type Reader struct {
	db    *sql.DB
	path  string
	model *schema.GraphModel
}

// Store writes too.
type Store struct {
	*Reader
	write *sql.DB
}

// Open opens the store in the file at path, and makes it where there is none.
func Open(ctx context.Context, path string, model *schema.GraphModel) (*Store, error) {
	return nil, errors.New("being written")
}

// OpenReader opens the store at path to read it only.
func OpenReader(ctx context.Context, path string, model *schema.GraphModel) (*Reader, error) {
	return nil, errors.New("being written")
}

func (r *Reader) Search(ctx context.Context, words string, limit int) ([]graph.Hit, error) {
	return nil, nil
}
func (r *Reader) Status(ctx context.Context) (graph.Status, error) { return graph.Status{}, nil }
func (r *Reader) Close() error                                     { return nil }
func (s *Store) Apply(ctx context.Context, batches ...graph.Batch) ([]graph.Change, error) {
	return nil, nil
}
func (s *Store) Digest(ctx context.Context, document schema.ID) (string, bool, error) {
	return "", false, nil
}

var _ graph.Store = (*Store)(nil)
var _ *cypher.Query
