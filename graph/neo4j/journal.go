package neo4j

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"rostrum/graph"
)

var _ graph.Journal = (*Store)(nil)

// notesAtOnce is how many notes one query reads.
const notesAtOnce = 500

// noteID is the id of a note's node. U+001F stands in no space's name.
func noteID(space, key string) string { return space + "\x1f" + key }

// Note is the value of a note; see [graph.Notes].
func (r *Reader) Note(ctx context.Context, space, key string) ([]byte, bool, error) {
	records, err := r.readNotes(ctx, "note", map[string]any{"id": noteID(space, key)})
	if err != nil || len(records) == 0 {
		return nil, false, err
	}
	value, ok := records[0].Values[0].([]byte)
	return value, ok, nil
}

// Notes yields the notes of a space; see [graph.Notes].
func (r *Reader) Notes(ctx context.Context, space, after string) iter.Seq2[graph.Note, error] {
	return func(yield func(graph.Note, error) bool) {
		for last := after; ; {
			records, err := r.readNotes(ctx, "notes", map[string]any{"after": noteID(space, last), "end": space + " ", "limit": notesAtOnce})
			if err != nil {
				yield(graph.Note{}, err)
				return
			}
			for _, record := range records {
				n := graph.Note{Space: space}
				n.Key, _ = record.Values[0].(string)
				n.Value, _ = record.Values[1].([]byte)
				if last = n.Key; !yield(n, nil) {
					return
				}
			}
			if len(records) < notesAtOnce {
				return
			}
		}
	}
}

func (r *Reader) readNotes(ctx context.Context, name string, params map[string]any) ([]*neo4j.Record, error) {
	session := r.session(ctx, neo4j.AccessModeRead)
	defer session.Close(ctx)
	found, err := session.ExecuteRead(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		return ask(ctx, tx, name, params)
	})
	if err != nil {
		return nil, fmt.Errorf("neo4j: notes of %s: %w", r.target, r.explain(ctx, err))
	}
	return found.([]*neo4j.Record), nil
}

// PutNotes writes notes in one transaction; an empty key is an error.
func (s *Store) PutNotes(ctx context.Context, notes ...graph.Note) error {
	rows, gone := []map[string]any{}, []string{}
	for _, n := range notes {
		switch {
		case n.Key == "" || n.Space == "":
			return errors.New("neo4j: put notes: a note without a space or key")
		case n.Value == nil:
			gone = append(gone, noteID(n.Space, n.Key))
		default:
			rows = append(rows, map[string]any{"id": noteID(n.Space, n.Key), "space": n.Space, "key": n.Key, "value": n.Value})
		}
	}
	_, err := s.writeNotes(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		if _, err := ask(ctx, tx, "delete_notes", map[string]any{"ids": gone}); err != nil {
			return nil, err
		}
		return ask(ctx, tx, "put_notes", map[string]any{"rows": rows})
	})
	return err
}

// Claim takes a name for a holder; see [graph.Journal].
func (s *Store) Claim(ctx context.Context, name, holder string, now, until time.Time) (bool, error) {
	found, err := s.writeNotes(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		return ask(ctx, tx, "claim", map[string]any{"name": name, "holder": holder, "now": now.UnixMilli(), "until": until.UnixMilli()})
	})
	if err != nil {
		return false, err
	}
	records, _ := found.([]*neo4j.Record)
	return len(records) > 0 && records[0].Values[0] == int64(1), nil
}

func (s *Store) writeNotes(ctx context.Context, f neo4j.ManagedTransactionWork) (any, error) {
	var found any
	err := s.patiently(ctx, func() (err error) {
		session := s.session(ctx, neo4j.AccessModeWrite)
		defer session.Close(ctx)
		found, err = session.ExecuteWrite(ctx, f)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("neo4j: notes of %s: %w", s.target, s.explain(ctx, err))
	}
	return found, nil
}
