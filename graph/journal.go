package graph

import (
	"context"
	"iter"
	"time"
)

// Note is something small that a program must remember between its runs, beside the
// graph: where a feed was read to, when a source is due. Notes are no part of the graph:
// no query finds them.
type Note struct {
	Space, Key string // what kind of note, and of what
	Value      []byte // nil in PutNotes deletes it
}

// Notes reads notes. Readers of stores may have it too.
type Notes interface {
	// Note is the value of a note, and false where there is none.
	Note(ctx context.Context, space, key string) ([]byte, bool, error)

	// Notes yields the notes of a space whose keys come after one, "" being all, in the
	// order of the keys' bytes, as they were at one moment or later. Notes may be put while
	// they are read.
	Notes(ctx context.Context, space, after string) iter.Seq2[Note, error]
}

// Journal keeps notes, in the database that keeps the graph, and who may do what.
//
// Its contract, which package graphtest runs against every journal: what PutNotes wrote
// is there after a crash at any later moment, and all of one call or nothing.
type Journal interface {
	Notes

	// PutNotes puts each note in place of the one of its space and key.
	PutNotes(ctx context.Context, notes ...Note) error

	// Claim takes a name for a holder until a time, or longer if they have it already. It
	// returns false where another holder has it, whose time has not come at now.
	Claim(ctx context.Context, name, holder string, now, until time.Time) (bool, error)
}
