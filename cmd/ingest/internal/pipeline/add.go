package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"

	"rostrum/cmd/ingest/internal/feed"
	"rostrum/graph"
	"rostrum/schema"
)

// A group is written when it has this many batches, or when its first has waited.
const (
	groupSize = 100
	groupWait = 200 * time.Millisecond
)

// Adder adds articles to a store.
type Adder struct {
	Store   graph.Store
	Model   *schema.GraphModel
	Extract func(*schema.Document) (*schema.Extraction, error)
	Version string // of the extractor
	Workers int
	// Progress is called with what was done after each article or group; may be nil.
	Progress func(*Report)
}

// outcome is what became of an item before it is written.
type outcome struct {
	name       string
	bytes      int64
	document   schema.ID
	extraction *schema.Extraction
	digest     string
	batch      graph.Batch // without nodes where the document is unchanged, and empty where it is retracted
	err        error
}

// Add reads all items and writes what they say. Articles whose digest the store has
// already are not extracted again. The report tells of all that was done, also beside
// an error, which is of the store, or of ctx when that ended first.
func (a *Adder) Add(ctx context.Context, items iter.Seq[feed.Item]) (*Report, error) {
	w := &writer{
		adder: a, report: &Report{Skips: map[string]int{}, Failures: []Failure{}}, seen: map[[16]byte]uint64{},
		// What is in hand is written also after an interruption.
		ctx: context.WithoutCancel(ctx),
	}
	reading, stop := context.WithCancel(ctx)
	defer stop()
	outcomes := Ordered(reading, items, a.Workers, func(item feed.Item) outcome { return a.process(w.ctx, item) })

	var storeError error
	for open := true; open; {
		var o outcome
		due := false
		select {
		case o, open = <-outcomes:
			if open && storeError == nil {
				w.take(o)
			}
		case <-w.deadline:
			due = true
		}
		if storeError == nil && (due || !open || len(w.group) >= groupSize) {
			if storeError = w.flush(); storeError != nil {
				stop()
			}
		}
	}
	w.report.Interrupted = ctx.Err() != nil
	if storeError != nil {
		return w.report, storeError
	}
	return w.report, ctx.Err()
}

// process does all that needs no other article: it is called by many workers.
func (a *Adder) process(ctx context.Context, item feed.Item) outcome {
	o := outcome{name: item.Name, bytes: item.Bytes}
	o.err = Guarded(func() error {
		document, err := item.Document()
		if err != nil {
			return err
		}
		o.document = document.ID
		digest, err := Digest(a.Version, document)
		if err != nil {
			return err
		}
		o.digest = digest
		if document.Status.Retracts() {
			o.batch, o.extraction = graph.Batch{Document: document.ID}, &schema.Extraction{Document: document}
			return nil
		}
		o.batch = graph.Batch{Document: document.ID, Digest: digest}
		before, there, err := a.Store.Digest(ctx, document.ID)
		if err != nil || there && before == digest {
			return err
		}
		extraction, err := a.Extract(document)
		if err != nil {
			return err
		}
		o.batch = graph.FromExtraction(extraction, digest)
		if err := o.batch.Check(a.Model); err != nil {
			return fmt.Errorf("what was found does not fit the graph's model, which is a fault in the program: %w", err)
		}
		o.extraction = extraction
		return nil
	})
	return o
}

// Digest is a fingerprint of all that was read of a document and of the extractor's
// version: while it stays the same, so does what would be extracted.
func Digest(version string, d *schema.Document) (string, error) {
	hash := sha256.New()
	err := json.NewEncoder(hash).Encode(struct {
		Version  string
		Document *schema.Document
	}{version, d})
	return hex.EncodeToString(hash.Sum(nil)), err
}

// writer takes outcomes in the order of the input and writes them in groups.
type writer struct {
	adder    *Adder
	ctx      context.Context
	report   *Report
	group    []outcome
	deadline <-chan time.Time // when the group is to be written; nil while it is empty

	// seen has the start of the digest of every document of this run, so that two
	// different articles under one identity are found, at 24 bytes for each.
	seen map[[16]byte]uint64
}

func (w *writer) take(o outcome) {
	r := w.report
	r.Bytes += o.bytes
	switch {
	case errors.Is(o.err, feed.ErrPassedOver):
		r.PassedOver++
		return
	case o.err != nil:
		r.fail(o.name, o.err)
	default:
		w.article(o)
	}
	w.progress()
}

func (w *writer) article(o outcome) {
	id, mark, err := marks(o.document, o.digest)
	if err != nil {
		w.report.fail(o.name, err)
		return
	}
	switch before, twice := w.seen[id]; {
	case twice && before != mark:
		w.report.fail(o.name, errors.New("has the id or URL of another article of this run, which was kept: give each its own"))
		return
	case twice, o.extraction == nil:
		w.report.Articles++
		w.report.Unchanged++
	default:
		if len(w.group) == 0 {
			w.deadline = time.After(groupWait)
		}
		w.group = append(w.group, o)
	}
	w.seen[id] = mark
}

func marks(document schema.ID, digest string) (id [16]byte, mark uint64, err error) {
	id, err = uuid.Parse(string(document))
	if err != nil {
		return id, 0, fmt.Errorf("document id: %w", err)
	}
	start, err := hex.DecodeString(digest[:16])
	if err != nil {
		return id, 0, fmt.Errorf("document digest: %w", err)
	}
	return id, binary.BigEndian.Uint64(start), nil
}

// flush writes the group. An error is the store's, not an article's: batches were
// checked before.
func (w *writer) flush() error {
	if len(w.group) == 0 {
		return nil
	}
	batches := make([]graph.Batch, len(w.group))
	for i, o := range w.group {
		batches[i] = o.batch
	}
	changes, err := w.adder.Store.Apply(w.ctx, batches...)
	if err != nil {
		return fmt.Errorf("write to the store: %w", err)
	}
	for i, change := range changes {
		w.report.count(change, w.group[i].extraction)
	}
	w.group, w.deadline = nil, nil
	w.progress()
	return nil
}

func (w *writer) progress() {
	if w.adder.Progress != nil {
		w.adder.Progress(w.report)
	}
}
