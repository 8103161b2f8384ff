package watch

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"rostrum/cmd/ingest/internal/feed/polite"
	"rostrum/graph"
)

// The spaces of the journal that the watcher writes.
const (
	sourceSpace = "source" // State by name
	entrySpace  = "entry"  // remembered by source and the entry's own identifier
)

// State is what is remembered of a source.
type State struct {
	Name    string        `json:"name"`
	Memory  polite.Memory `json:"memory,omitzero"` // of its address
	LastRun time.Time     `json:"last_run,omitzero"`
	LastOK  time.Time     `json:"last_ok,omitzero"`
	Next    time.Time     `json:"next,omitzero"`
	Fails   int           `json:"fails,omitempty"` // in a row
	Error   string        `json:"error,omitempty"` // of the last visit, or of an entry of it
	Last    Count         `json:"last"`            // of the last visit
	Total   Count         `json:"total"`           // of all
	Newest  time.Time     `json:"newest,omitzero"` // publication of the newest article
	Lag     Seconds       `json:"lag,omitempty"`   // from publication to keeping, of the last new article
}

// Seconds is a span of time, as JSON has it.
type Seconds float64

// Count counts what became of entries.
type Count struct {
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Copies    int `json:"copies"`
	Withdrawn int `json:"withdrawn"`
	Held      int `json:"held"`
	Skipped   int `json:"skipped"` // not wanted, or no articles
	Failed    int `json:"failed"`
}

func (c *Count) add(o Count) {
	c.New += o.New
	c.Changed += o.Changed
	c.Unchanged += o.Unchanged
	c.Copies += o.Copies
	c.Withdrawn += o.Withdrawn
	c.Held += o.Held
	c.Skipped += o.Skipped
	c.Failed += o.Failed
}

func (w *Watcher) state(ctx context.Context, name string) (*State, error) {
	state := &State{Name: name}
	data, ok, err := w.Journal.Note(ctx, sourceSpace, name)
	if err == nil && ok {
		err = json.Unmarshal(data, state)
	}
	if err != nil {
		return nil, fmt.Errorf("state of source %s: %w", name, err)
	}
	return state, nil
}

func (w *Watcher) putState(ctx context.Context, state *State) error {
	data, err := json.Marshal(state)
	if err != nil {
		return err
	}
	return w.Journal.PutNotes(ctx, graph.Note{Space: sourceSpace, Key: state.Name, Value: data})
}

// States yields what is remembered of all sources, in the order of their names.
func States(ctx context.Context, journal graph.Notes) iter.Seq2[*State, error] {
	return func(yield func(*State, error) bool) {
		for n, err := range journal.Notes(ctx, sourceSpace, "") {
			var state State
			if err == nil {
				err = json.Unmarshal(n.Value, &state)
			}
			if !yield(&state, err) || err != nil {
				return
			}
		}
	}
}
