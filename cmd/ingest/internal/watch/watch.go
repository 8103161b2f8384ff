// Package watch visits sources on their schedules and hands what is new to the keeper.
//
// It parses no format and decides nothing about an article: packages feed and keeper do.
// What it remembers of a source, an entry and an address is in the store's journal, and
// is written after what it tells of, so that a watcher that is killed goes on where it
// was and loses nothing.
//
// The main path: [Watcher.Run] wakes every second, visits the sources that are due, a
// few at a time and each by one visit at a time, and [Watcher.visit] gathers a source's
// entries (gather.go), compares them with what is remembered (visit.go), fetches their
// pages where the source wants it, and keeps them:
//
//	schedule ── due source ──> gather ── entries ──> remembered? ──> page ──> keeper
package watch

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"rostrum/cmd/ingest/internal/feed"
	"rostrum/cmd/ingest/internal/feed/archive"
	"rostrum/cmd/ingest/internal/feed/polite"
	"rostrum/cmd/ingest/internal/feed/sources"
	"rostrum/cmd/ingest/internal/keeper"
	"rostrum/cmd/ingest/internal/pipeline"
	"rostrum/graph"
)

// Watcher watches sources.
type Watcher struct {
	Journal graph.Journal
	Keeper  *keeper.Keeper
	Fetcher *polite.Fetcher
	Archive *archive.Archive
	Reader  *feed.Reader
	Holder  string // who claims sources; the same from run to run where only one can run
	Visits  int    // how many sources are visited at once
	Log     *slog.Logger
	Metrics *Metrics
	Now     func() time.Time

	mutex   sync.Mutex
	sources []*sources.Source
	options sources.ArchiveOptions
	running map[string]bool
	plans   map[string]plan
	beat    time.Time // when the loop last woke
	pruned  time.Time
}

const (
	lease      = 10 * time.Minute // a visit claims its source for this long, and again while it runs
	stopVisits = 4 * time.Second  // a visit may go on for so long after the end was asked for
	stopWithin = 8 * time.Second  // and what it has in hand then for so long
	leaveAfter = 9 * time.Second  // an article that takes longer to understand is left, and comes again
	pruneEvery = time.Hour
)

// plan says when a source is due, and when that was said.
type plan struct{ next, made time.Time }

// due tells whether it is time. What is planned in the future was planned by a clock that
// was wrong.
func (p plan) due(now time.Time) bool {
	return !p.next.After(now) || p.made.After(now.Add(time.Minute))
}

// Use puts the sources of a file in place of those watched before. What is due of a
// source that is known stays so.
func (w *Watcher) Use(f *sources.File) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.sources, w.options = nil, f.Archive
	for _, s := range f.Sources {
		if !s.Off {
			w.sources = append(w.sources, s)
		}
	}
	if w.running == nil {
		w.running, w.plans = map[string]bool{}, map[string]plan{}
	}
}

// Alive tells whether the loop has woken lately.
func (w *Watcher) Alive() bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return time.Since(w.beat) < 30*time.Second
}

// Run watches until ctx ends; then it finishes what is in hand, within ten seconds.
// With once it visits each source that is due, once, and returns whether all succeeded.
func (w *Watcher) Run(ctx context.Context, once bool) error {
	// Visits go on when ctx ends, for a while, and what they have in hand for longer.
	visits, halt := context.WithCancel(context.WithoutCancel(ctx))
	defer halt()
	hand, drop := context.WithCancel(context.WithoutCancel(ctx))
	defer drop()
	var group sync.WaitGroup
	left := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		time.AfterFunc(stopVisits, halt)
		time.AfterFunc(stopWithin, drop)
		time.AfterFunc(leaveAfter, func() { close(left) })
	})
	defer stop()
	defer func() {
		done := make(chan struct{})
		go func() {
			group.Wait()
			close(done)
		}()
		select {
		case <-done:
		case <-left:
		}
	}()
	places := make(chan struct{}, w.Visits)
	failed := 0
	begin := func(s *sources.Source) { // in a place that was taken
		group.Go(func() {
			defer func() { <-places }()
			if ctx.Err() == nil && w.turn(visits, hand, s) != nil {
				w.mutex.Lock()
				failed++
				w.mutex.Unlock()
			}
		})
	}
	if err := w.plan(hand); err != nil {
		return err
	}
	if once {
		for _, s := range w.due() {
			places <- struct{}{}
			begin(s)
		}
		group.Wait()
		w.housekeep(hand)
		if failed > 0 {
			return fmt.Errorf("%d sources could not be read: see 'ingest status'", failed)
		}
		return ctx.Err()
	}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		due := w.due()
		woke := false
		for len(due) > 0 && !woke {
			select {
			case places <- struct{}{}:
				begin(due[0])
				due = due[1:]
			case <-tick.C: // all places are taken for long
				woke = true
			case <-ctx.Done():
				woke = true
			}
		}
		w.leave(due)
		w.housekeep(hand)
		if woke && ctx.Err() == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// leave says that sources are not visited after all; they are due still.
func (w *Watcher) leave(list []*sources.Source) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for _, s := range list {
		delete(w.running, s.Name)
	}
}

// plan says when each source is due, as it is remembered.
func (w *Watcher) plan(ctx context.Context) error {
	for state, err := range States(ctx, w.Journal) {
		if err != nil {
			return err
		}
		w.mutex.Lock()
		w.plans[state.Name] = plan{state.Next, state.LastRun}
		w.mutex.Unlock()
	}
	return nil
}

// due are the sources that are due and not being visited, who has waited longest first.
func (w *Watcher) due() []*sources.Source {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.beat = time.Now()
	now := w.Now()
	var due []*sources.Source
	for _, s := range w.sources {
		if !w.running[s.Name] && w.plans[s.Name].due(now) {
			w.running[s.Name] = true
			due = append(due, s)
		}
	}
	slices.SortStableFunc(due, func(x, y *sources.Source) int { return w.plans[x.Name].next.Compare(w.plans[y.Name].next) })
	return due
}

// turn visits a source, if no other watcher does, and plans the next visit.
func (w *Watcher) turn(visits, hand context.Context, s *sources.Source) (err error) {
	next := w.Now().Add(time.Minute)
	defer func() {
		w.mutex.Lock()
		delete(w.running, s.Name)
		w.plans[s.Name] = plan{next, w.Now()}
		w.mutex.Unlock()
	}()
	name := "source " + s.Name
	claimed, err := w.Journal.Claim(hand, name, w.Holder, w.Now(), w.Now().Add(lease))
	if err != nil {
		w.Log.Error("the source cannot be claimed", "source", s.Name, "error", err)
		return err
	}
	state, err := w.state(hand, s.Name)
	if err != nil {
		w.Log.Error("what is remembered of the source cannot be read", "source", s.Name, "error", err)
		return err
	}
	if !claimed || !(plan{state.Next, state.LastRun}).due(w.Now()) && state.LastRun.After(w.plannedBefore(s)) {
		next = later(state.Next, next) // another watcher is at it, or was
		return nil
	}
	v := &visit{watcher: w, source: s, state: state, began: w.Now()}
	err = pipeline.Guarded(func() error { return v.run(visits, hand) })
	v.finish(err)
	next = state.Next
	if putErr := w.putState(hand, state); putErr != nil {
		w.Log.Error("the state of the source cannot be kept", "source", s.Name, "error", putErr)
		err = putErr
	}
	w.Metrics.visited(s, v, w.Now().Sub(v.began))
	w.logVisit(v, err)
	_, claimErr := w.Journal.Claim(hand, name, w.Holder, w.Now(), w.Now())
	if err == nil {
		err = claimErr
	}
	return err
}

// plannedBefore is a time such that a visit after it, by another watcher, makes this one
// needless.
func (w *Watcher) plannedBefore(s *sources.Source) time.Time {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.plans[s.Name].next
}

func later(x, y time.Time) time.Time {
	if x.After(y) {
		return x
	}
	return y
}

func (w *Watcher) logVisit(v *visit, err error) {
	attributes := []any{"source", v.source.Name, "new", v.count.New, "changed", v.count.Changed, "copies", v.count.Copies,
		"withdrawn", v.count.Withdrawn, "unchanged", v.count.Unchanged, "failed", v.count.Failed, "next", v.state.Next.Format(time.RFC3339)}
	switch {
	case err != nil:
		w.Log.Warn("visit failed", append(attributes, "error", err)...)
	case v.count.Failed > 0:
		w.Log.Warn("visited", append(attributes, "error", v.state.Error)...)
	case v.count.New+v.count.Changed+v.count.Copies+v.count.Withdrawn > 0:
		w.Log.Info("visited", attributes...)
	default:
		w.Log.Debug("visited", attributes...)
	}
}

// backOff is how long to leave a source alone after it has failed some times in a row:
// twice as long each time until the longest, give or take a fifth, so that sources of one
// server do not come back together.
func backOff(interval, longest time.Duration, fails int) time.Duration {
	wait := interval
	for range min(fails, 20) {
		wait = min(2*wait, max(longest, interval))
	}
	return time.Duration(float64(wait) * (0.8 + 0.4*rand.Float64()))
}

// housekeep keeps what was under embargo, and prunes, now and then.
func (w *Watcher) housekeep(ctx context.Context) {
	if n, err := w.Keeper.Due(ctx); err != nil {
		w.Log.Error("items whose embargo has ended cannot be kept", "error", err)
	} else if n > 0 {
		w.Log.Info("the embargo of items has ended", "items", n)
	}
	now := w.Now()
	if since := now.Sub(w.pruned); since >= 0 && since < pruneEvery {
		return
	}
	w.pruned = now
	before := time.Time{}
	if keep := w.options.Keep.Duration; keep > 0 {
		before = now.Add(-keep)
	}
	if n, err := w.Archive.Prune(before, int64(w.options.Size)); err != nil {
		w.Log.Error("the archive cannot be pruned", "error", err)
	} else if n > 0 {
		w.Log.Info("pruned the archive", "blobs", n)
	}
}

// Healthz answers whether the loop runs.
func (w *Watcher) Healthz(answer http.ResponseWriter, _ *http.Request) {
	if !w.Alive() {
		http.Error(answer, "the loop does not run", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(answer, "ok")
}
