// Package keeper decides what an arriving article is, and keeps the graph so: a new
// article, a new version of one, an older one that comes late, a withdrawal, an item
// under embargo, or a copy of what another outlet has.
//
// It fetches and parses nothing: package watch brings documents with their [Origin]. It
// finds no statements: that is the extractor's. What it remembers of an article is a
// [Record] in the store's journal, so that a crash at any moment loses nothing: the graph
// is written first, then the record, and to keep the same document again changes nothing.
//
// The main path: [Open] reads the signatures of recent articles; [Keeper.Keep] takes a
// document and returns an [Outcome]; [Keeper.Reread] reads an article's archived bytes
// again.
package keeper

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"rostrum/cmd/ingest/internal/copies"
	"rostrum/cmd/ingest/internal/feed"
	"rostrum/cmd/ingest/internal/feed/archive"
	"rostrum/cmd/ingest/internal/pipeline"
	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/schema"
)

// Keeper keeps articles. It may be used by many goroutines at once.
type Keeper struct {
	Store   graph.Store
	Journal graph.Journal
	Archive *archive.Archive
	Reader  *feed.Reader // reads archived bytes again
	Extract func(*schema.Document) (*schema.Extraction, error)
	Version string // of the extractor
	Fold    bool   // copies into one article
	Now     func() time.Time

	index    *copies.Index
	article  *cypher.Query
	deciding sync.Mutex // one decision about copies at a time
	loading  sync.Mutex
	loaded   map[string]bool // days whose signatures are in the index
}

// Outcome is what became of a document.
type Outcome string

// The outcomes.
const (
	New       Outcome = "new"
	Changed   Outcome = "changed"
	Unchanged Outcome = "unchanged"
	Copied    Outcome = "copy"      // folded into another article
	Older     Outcome = "older"     // than the version that is kept
	Withdrawn Outcome = "withdrawn" // retracted
	Held      Outcome = "held"      // until its embargo ends
)

// copyWindow is how far apart in time copies may be.
const copyWindow = 7 * 24 * time.Hour

//go:embed article.cypher
var articleQuery string

// mostIndexed is about how many texts the index of copies holds; they are of the days that
// are worked on, and a backfill comes through many.
const mostIndexed = 200_000

// Open makes a keeper ready.
func (k *Keeper) Open(ctx context.Context) (err error) {
	if k.article, err = cypher.Compile(articleQuery, schema.Model()); err != nil {
		return fmt.Errorf("article.cypher: %w", err)
	}
	k.index, k.loaded = copies.NewIndex(copyWindow), map[string]bool{}
	return nil
}

// load brings the signatures of a day, and of those around it, into the index.
func (k *Keeper) load(ctx context.Context, day time.Time) error {
	k.loading.Lock()
	defer k.loading.Unlock()
	from, to := day.Add(-copyWindow), day.Add(copyWindow)
	if k.index.Len() > mostIndexed {
		k.index.Keep(from, to)
		clear(k.loaded)
	}
	for d := from; !d.After(to.AddDate(0, 0, 1)); d = d.AddDate(0, 0, 1) {
		name := d.UTC().Format(time.DateOnly)
		if k.loaded[name] {
			continue
		}
		for n, err := range k.Journal.Notes(ctx, signatureSpace, name) {
			if err != nil {
				return err
			}
			stamp, id, _ := strings.Cut(n.Key, " ")
			if !strings.HasPrefix(stamp, name) {
				break
			}
			if at, err := time.Parse(time.RFC3339, stamp); err == nil {
				k.index.Add(id, copies.FromBytes(n.Value), at)
			}
		}
		k.loaded[name] = true
	}
	return nil
}

// ArticleError is an error that the article itself makes: it comes back however often the
// article does, and others are not touched by it.
type ArticleError struct{ error }

func (e *ArticleError) Unwrap() error { return e.error }

// Keep takes a document. An error is an [ArticleError], or the store's; then nothing was
// remembered, and the document should come again.
func (k *Keeper) Keep(ctx context.Context, d *schema.Document, origin Origin) (Outcome, error) {
	before, err := k.record(ctx, articleSpace, d.ID)
	if err != nil {
		return "", err
	}
	digest, err := pipeline.Digest(k.Version, d)
	if err != nil {
		return "", err
	}
	if before != nil && before.Refold != nil { // a crash came between
		if err := k.refoldRest(ctx, before); err != nil {
			return "", err
		}
	}
	switch {
	case before != nil && (older(d, before) || before.Status.Retracts() && !newer(d, before)):
		return Older, nil
	case d.Status.Retracts():
		return k.withdraw(ctx, d, origin, before)
	case before != nil && before.Digest == digest:
		return Unchanged, nil
	}
	return k.put(ctx, d, origin, before, digest)
}

// newer tells whether a document says itself that it is newer than the record.
func newer(d *schema.Document, r *Record) bool {
	return d.Version != r.Version && d.Version != "" || d.Modified.After(r.Modified)
}

// Hold keeps an item's place until its embargo ends.
func (k *Keeper) Hold(ctx context.Context, d *schema.Document, origin Origin) (Outcome, error) {
	r := newRecord(d, origin, nil, "", k.Now())
	r.Until = d.Embargo
	n, err := note(heldSpace, r)
	if err != nil {
		return "", err
	}
	return Held, k.Journal.PutNotes(ctx, n)
}

// Due keeps the held items whose embargo has ended, and counts them.
func (k *Keeper) Due(ctx context.Context) (int, error) {
	kept := 0
	var failed error
	for r, err := range records(ctx, k.Journal, heldSpace) {
		if err != nil {
			return kept, err
		}
		if r.Until.After(k.Now()) {
			continue
		}
		d, err := k.Reread(r)
		if err == nil {
			_, err = k.Keep(ctx, d, r.Origin)
		}
		var own *ArticleError
		if err != nil && !errors.Is(err, archive.ErrPruned) {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", r.Title, err))
			if !errors.As(err, &own) {
				continue
			}
		}
		if err := k.Journal.PutNotes(ctx, graph.Note{Space: heldSpace, Key: string(r.ID)}); err != nil {
			return kept, err
		}
		kept++
	}
	return kept, failed
}

// put keeps a document as an article or as a copy of one.
func (k *Keeper) put(ctx context.Context, d *schema.Document, origin Origin, before *Record, digest string) (Outcome, error) {
	signature := copies.Sketch(d.Text)
	master, _, err := k.master(ctx, d, signature, before)
	if err != nil {
		return "", err
	}
	var own *graph.Batch
	extract := func() error {
		if own != nil {
			return nil
		}
		batch, err := k.batch(d, digest)
		own = batch
		return err
	}
	if master == nil || longer(d, master) {
		if err := extract(); err != nil { // outside the lock: this is the long part
			return "", err
		}
	}
	k.deciding.Lock()
	defer k.deciding.Unlock()
	if before, err = k.record(ctx, articleSpace, d.ID); err != nil {
		return "", err
	}
	master, why, err := k.master(ctx, d, signature, before)
	if err != nil {
		return "", err
	}
	r := newRecord(d, origin, before, digest, k.Now())
	r.Day = k.dayOf(d, before)
	if before != nil && !before.Day.IsZero() && !before.Day.Equal(r.Day) {
		if err := k.Journal.PutNotes(ctx, graph.Note{Space: signatureSpace, Key: before.signatureKey()}); err != nil {
			return "", err
		}
	}
	if master != nil && !longer(d, master) {
		return Copied, k.fold(ctx, r, master, why, signature)
	}
	if err := extract(); err != nil {
		return "", err
	}
	return k.keepOwn(ctx, r, before, own, master, why, signature)
}

// batch is all that a document says.
func (k *Keeper) batch(d *schema.Document, digest string) (*graph.Batch, error) {
	var batch graph.Batch
	err := pipeline.Guarded(func() error {
		extraction, err := k.Extract(d)
		if err != nil {
			return err
		}
		batch = graph.FromExtraction(extraction, digest)
		return batch.Check(schema.Model())
	})
	if err != nil {
		return nil, &ArticleError{err}
	}
	return &batch, nil
}

// longer tells whether a document has clearly more text than the article that it is a
// copy of: then it takes that one's place, lest what only it says be lost.
func longer(d *schema.Document, master *Record) bool {
	return float64(len(strings.Fields(d.Text))) > 1.25*float64(master.Words)
}

// master is the article that a document is a copy of, and why; nil where it is none.
func (k *Keeper) master(ctx context.Context, d *schema.Document, s copies.Signature, before *Record) (*Record, string, error) {
	if !k.Fold || s.None() || before != nil && (before.Alone || len(before.Copies) > 0) {
		return nil, "", nil
	}
	day := k.dayOf(d, before)
	if err := k.load(ctx, day); err != nil {
		return nil, "", err
	}
	match, found := k.index.Find(string(d.ID), s, day)
	if !found {
		return nil, "", nil
	}
	m, err := k.record(ctx, articleSpace, schema.ID(match.ID))
	if err == nil && m != nil && m.CopyOf != "" {
		m, err = k.record(ctx, articleSpace, m.CopyOf)
	}
	if err != nil || m == nil || m.ID == d.ID || m.Alone || m.Status.Retracts() {
		return nil, "", err
	}
	return m, fmt.Sprintf("%.0f %% of the shorter text is in both", 100*match.Containment), nil
}

// dayOf is the time by which an article's copies are near it: its publication, or when
// it first came where that is not known or cannot be.
func (k *Keeper) dayOf(d *schema.Document, before *Record) time.Time {
	now := k.Now().UTC().Truncate(time.Second)
	switch {
	case !d.Published.IsZero() && !d.Published.After(now):
		return d.Published.UTC().Truncate(time.Second)
	case before != nil && !before.Day.IsZero():
		return before.Day
	}
	return now
}

// fold makes a document a copy of an article.
func (k *Keeper) fold(ctx context.Context, r, master *Record, why string, s copies.Signature) error {
	node, err := k.articleNode(ctx, master.ID)
	if err != nil {
		return err
	}
	left := r.CopyOf
	r.CopyOf, r.Why = master.ID, why
	if _, err := k.Store.Apply(ctx, graph.Copy(node, r.Outlet, r.ID, "copy:"+string(master.ID)+":"+r.Digest)); err != nil {
		return err
	}
	changed := []*Record{r}
	if left != "" && left != master.ID {
		if old, err := k.record(ctx, articleSpace, left); err == nil && old != nil {
			old.Copies = without(old.Copies, r.ID)
			changed = append(changed, old)
		}
	}
	if !slices.Contains(master.Copies, r.ID) {
		master.Copies = append(master.Copies, r.ID)
	}
	return k.remember(ctx, s, r, append(changed, master)...)
}

func without(ids []schema.ID, id schema.ID) []schema.ID {
	return slices.DeleteFunc(ids, func(x schema.ID) bool { return x == id })
}

// keepOwn keeps a document as an article of its own. A master that it is the longer
// version of becomes its copy, and so do that one's copies.
func (k *Keeper) keepOwn(ctx context.Context, r, before *Record, own *graph.Batch, master *Record, why string, s copies.Signature) (Outcome, error) {
	left := r.CopyOf
	r.CopyOf, r.Why = "", ""
	if _, err := k.Store.Apply(ctx, *own); err != nil {
		return "", err
	}
	var changed []*Record
	if left != "" {
		if old, err := k.record(ctx, articleSpace, left); err == nil && old != nil {
			old.Copies = without(old.Copies, r.ID)
			changed = append(changed, old)
		}
	}
	if master != nil {
		r.Refold = &Refold{IDs: append([]schema.ID{master.ID}, master.Copies...), Why: why}
	}
	if err := k.remember(ctx, s, r, append(changed, r)...); err != nil {
		return "", err
	}
	if master != nil {
		if err := k.finishRefold(ctx, r); err != nil {
			return "", err
		}
	}
	if before == nil {
		return New, nil
	}
	return Changed, nil
}

// refoldRest is finishRefold of a record that an earlier run has left.
func (k *Keeper) refoldRest(ctx context.Context, r *Record) error {
	k.deciding.Lock()
	defer k.deciding.Unlock()
	return k.finishRefold(ctx, r)
}

// finishRefold makes the articles that a record names its copies, and notes that it is
// done.
func (k *Keeper) finishRefold(ctx context.Context, r *Record) error {
	if err := k.refold(ctx, r.Refold.IDs, r, r.Refold.Why); err != nil {
		return err
	}
	r.Refold = nil
	return k.remember(ctx, copies.Signature{}, r, r)
}

// refold makes articles, which may be copies of another, copies of master.
func (k *Keeper) refold(ctx context.Context, ids []schema.ID, master *Record, why string) error {
	for _, id := range ids {
		if id == master.ID {
			continue
		}
		r, err := k.record(ctx, articleSpace, id)
		if err != nil {
			return err
		}
		if r == nil {
			continue
		}
		r.Copies = nil
		if err := k.fold(ctx, r, master, first(r.Why, why), copies.Signature{}); err != nil {
			return err
		}
	}
	return nil
}

func first(x, y string) string {
	if x != "" {
		return x
	}
	return y
}

// remember writes records, and of r the signature, where it has one.
func (k *Keeper) remember(ctx context.Context, s copies.Signature, r *Record, changed ...*Record) error {
	var notes []graph.Note
	for _, c := range changed {
		n, err := note(articleSpace, c)
		if err != nil {
			return err
		}
		notes = append(notes, n)
	}
	if !s.None() {
		notes = append(notes, graph.Note{Space: signatureSpace, Key: r.signatureKey(), Value: s.Bytes()})
	}
	if err := k.Journal.PutNotes(ctx, notes...); err != nil {
		return err
	}
	if !s.None() {
		k.index.Add(string(r.ID), s, r.Day)
	}
	return nil
}

// articleNode is an article's node as the store has it.
func (k *Keeper) articleNode(ctx context.Context, id schema.ID) (graph.Node, error) {
	rows, err := k.Store.Query(ctx, k.article, map[string]any{"id": string(id)})
	if err != nil {
		return graph.Node{}, err
	}
	for row, err := range rows.All {
		if err != nil {
			return graph.Node{}, err
		}
		if node, ok := row[0].(graph.Node); ok {
			return node, nil
		}
	}
	return graph.Node{}, fmt.Errorf("keeper: the store has no article %s, of which this is a copy", id)
}

// withdraw retracts an article. The first of its copies, which others still publish,
// takes its place.
func (k *Keeper) withdraw(ctx context.Context, d *schema.Document, origin Origin, before *Record) (Outcome, error) {
	k.deciding.Lock()
	defer k.deciding.Unlock()
	if before != nil && before.Status.Retracts() {
		return Unchanged, nil
	}
	if _, err := k.Store.Apply(ctx, graph.Batch{Document: d.ID}); err != nil {
		return "", err
	}
	r := newRecord(d, origin, before, "", k.Now())
	heirs, master := r.Copies, r.CopyOf
	if before != nil {
		r.Title, r.Outlet, r.Published, r.URL = first(r.Title, before.Title), first(r.Outlet, before.Outlet), before.Published, first(r.URL, before.URL)
	}
	r.Copies, r.CopyOf, r.Why = nil, "", ""
	changed := []*Record{r}
	if master != "" {
		if m, err := k.record(ctx, articleSpace, master); err == nil && m != nil {
			m.Copies = without(m.Copies, r.ID)
			changed = append(changed, m)
		}
	}
	k.index.Remove(string(d.ID))
	if err := k.inherit(ctx, heirs); err != nil {
		return "", err
	}
	gone := []graph.Note{{Space: heldSpace, Key: string(d.ID)}}
	if before != nil && !before.Day.IsZero() {
		gone = append(gone, graph.Note{Space: signatureSpace, Key: before.signatureKey()})
	}
	if err := k.Journal.PutNotes(ctx, gone...); err != nil {
		return "", err
	}
	return Withdrawn, k.remember(ctx, copies.Signature{}, r, changed...)
}

// inherit makes the first of copies an article of its own, and the others its copies.
func (k *Keeper) inherit(ctx context.Context, ids []schema.ID) error {
	for i, id := range ids {
		r, err := k.record(ctx, articleSpace, id)
		if err != nil {
			return err
		}
		if r == nil {
			continue
		}
		switch err := k.alone(ctx, r); {
		case errors.Is(err, archive.ErrPruned):
			// It cannot be read again; what it repeated is withdrawn with the other.
			if _, err := k.Store.Apply(ctx, graph.Batch{Document: id}); err != nil {
				return err
			}
			continue
		case err != nil:
			return err
		}
		return k.refold(ctx, ids[i+1:], r, "")
	}
	return nil
}

// alone reads an article again and keeps it as one of its own.
func (k *Keeper) alone(ctx context.Context, r *Record) error {
	d, err := k.Reread(r)
	if err != nil {
		return err
	}
	if r.Digest, err = pipeline.Digest(k.Version, d); err != nil {
		return err
	}
	batch, err := k.batch(d, r.Digest)
	if err != nil {
		return err
	}
	if _, err := k.Store.Apply(ctx, *batch); err != nil {
		return err
	}
	r.CopyOf, r.Why = "", ""
	return k.remember(ctx, copies.Signature{}, r, r)
}

// Unfold makes a copy an article of its own again, for good.
func (k *Keeper) Unfold(ctx context.Context, id schema.ID) error {
	k.deciding.Lock()
	defer k.deciding.Unlock()
	r, err := k.record(ctx, articleSpace, id)
	switch {
	case err != nil:
		return err
	case r == nil:
		return fmt.Errorf("no article %s was kept by a watch", id)
	case r.CopyOf == "":
		return fmt.Errorf("%s is no copy of another article", id)
	}
	master, err := k.record(ctx, articleSpace, r.CopyOf)
	if err != nil {
		return err
	}
	r.Alone = true
	if err := k.alone(ctx, r); err != nil {
		return err
	}
	if master == nil {
		return nil
	}
	master.Copies = without(master.Copies, id)
	return k.remember(ctx, copies.Signature{}, master, master)
}
