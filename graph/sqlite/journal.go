package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"time"

	"rostrum/graph"
)

var _ graph.Journal = (*Store)(nil)

// notesAtOnce is how many notes one query reads, so that no reader holds the log up
// while its caller works.
const notesAtOnce = 500

// Note is the value of a note; see [graph.Journal].
func (r *Reader) Note(ctx context.Context, space, key string) ([]byte, bool, error) {
	text, err := statement(reading, "reading/note.sql")
	if err != nil {
		return nil, false, err
	}
	var value []byte
	err = r.db.QueryRowContext(ctx, text, space, key).Scan(&value)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("sqlite: note %s of %s in %s: %w", key, space, r.path, explain(ctx, err))
	}
	return value, true, nil
}

// Notes yields the notes of a space; see [graph.Journal].
func (r *Reader) Notes(ctx context.Context, space, after string) iter.Seq2[graph.Note, error] {
	return func(yield func(graph.Note, error) bool) {
		for last := after; ; {
			notes, err := r.someNotes(ctx, space, last)
			if err != nil {
				yield(graph.Note{}, fmt.Errorf("sqlite: notes of %s in %s: %w", space, r.path, explain(ctx, err)))
				return
			}
			for _, n := range notes {
				if !yield(n, nil) {
					return
				}
				last = n.Key
			}
			if len(notes) < notesAtOnce {
				return
			}
		}
	}
}

func (r *Reader) someNotes(ctx context.Context, space, after string) ([]graph.Note, error) {
	tx, err := r.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	var notes []graph.Note
	err = each(ctx, tx, "reading/notes.sql", []any{space, after, notesAtOnce}, func(rows *sql.Rows) error {
		n := graph.Note{Space: space}
		err := rows.Scan(&n.Key, &n.Value)
		notes = append(notes, n)
		return err
	})
	return notes, err
}

// PutNotes writes notes in one transaction; an empty key is an error.
func (s *Store) PutNotes(ctx context.Context, notes ...graph.Note) error {
	if err := s.putNotes(ctx, notes); err != nil {
		return fmt.Errorf("sqlite: put notes to %s: %w", s.path, explain(ctx, err))
	}
	return nil
}

func (s *Store) putNotes(ctx context.Context, notes []graph.Note) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, n := range notes {
		switch {
		case n.Key == "" || n.Space == "":
			return errors.New("a note without a space or key")
		case n.Value == nil:
			_, err = tx.StmtContext(ctx, s.statements["delete_note"]).ExecContext(ctx, n.Space, n.Key)
		default:
			_, err = tx.StmtContext(ctx, s.statements["put_note"]).ExecContext(ctx, n.Space, n.Key, n.Value)
		}
		if err != nil {
			return err
		}
	}
	return tx.Commit()
}

// Claim takes a name for a holder; see [graph.Journal].
func (s *Store) Claim(ctx context.Context, name, holder string, now, until time.Time) (bool, error) {
	result, err := s.statements["claim"].ExecContext(ctx, name, holder, until.UnixMilli(), now.UnixMilli())
	if err != nil {
		return false, fmt.Errorf("sqlite: claim %s in %s: %w", name, s.path, explain(ctx, err))
	}
	changed, err := result.RowsAffected()
	return changed > 0, err
}
