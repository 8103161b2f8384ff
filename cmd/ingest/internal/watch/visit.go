package watch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rostrum/cmd/ingest/internal/feed"
	"rostrum/cmd/ingest/internal/feed/polite"
	"rostrum/cmd/ingest/internal/feed/sources"
	"rostrum/cmd/ingest/internal/keeper"
	"rostrum/cmd/ingest/internal/pipeline"
	"rostrum/graph"
	"rostrum/schema"
)

// visit is one visit of a source.
type visit struct {
	watcher *Watcher
	source  *sources.Source
	state   *State
	began   time.Time
	count   Count
	renewed time.Time
	retry   time.Duration // how long the server wants to be left alone
	past    bool          // a backfill: the source's own state is left as it is
}

// entry is something that a source tells of: an item with its text, or a page to be
// fetched for it.
type entry struct {
	key      string           // by which it is remembered
	sum      string           // another one tells that the entry is
	document *schema.Document // what the source says of it; the text too, unless page
	page     string           // the address of the text, or ""
	origin   keeper.Origin
	mark     bool  // nothing but that it was seen is to be remembered
	err      error // why it cannot be read
}

// remembered is what is remembered of an entry.
type remembered struct {
	Sum    string        `json:"sum"`
	ID     schema.ID     `json:"id,omitempty"`
	Page   polite.Memory `json:"page,omitzero"`
	Seen   time.Time     `json:"seen"`           // first
	Check  time.Time     `json:"check,omitzero"` // when its page is looked at again
	Checks int           `json:"checks,omitempty"`
	Fails  int           `json:"fails,omitempty"`
	Error  string        `json:"error,omitempty"`
}

// again is how long after an article was first seen its page is looked at again, for
// corrections: most come within hours.
var again = []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, 4 * 24 * time.Hour}

// mostFails is how often a page is tried before it is given up.
const mostFails = 6

// errStopped is of a visit that the end of the watch cut short.
var errStopped = errors.New("stopped before its end; the next visit goes on")

// run gathers the source's entries and keeps what is new of them. ctx ends when the
// watch should; hand, when what is in hand must.
func (v *visit) run(ctx, hand context.Context) error {
	memory, entries, err := v.gather(hand)
	if err != nil {
		return err
	}
	for e, err := range entries {
		switch {
		case ctx.Err() != nil:
			return errStopped
		case err != nil:
			return err
		}
		if err := v.renew(hand); err != nil {
			return err
		}
		if err := v.entry(hand, e); err != nil {
			return err
		}
	}
	if !v.past && v.count.Failed == 0 {
		v.state.Memory = memory // else the next visit must see the entries again
	} else if !v.past {
		v.state.Memory.Moved = memory.Moved
		v.state.Memory.ETag, v.state.Memory.Modified = "", ""
	}
	return nil
}

// renew claims the source again, so that a long visit keeps it.
func (v *visit) renew(ctx context.Context) error {
	now := v.watcher.Now()
	if now.Sub(v.renewed) < lease/4 && !v.renewed.IsZero() && !now.Before(v.renewed) {
		return nil
	}
	v.renewed = now
	claimed, err := v.watcher.Journal.Claim(ctx, "source "+v.source.Name, v.watcher.Holder, now, now.Add(lease))
	if err == nil && !claimed {
		err = errors.New("another watcher has taken the source over")
	}
	return err
}

// finish counts the visit and says when the next is due.
func (v *visit) finish(err error) {
	now, s := v.watcher.Now(), v.state
	s.LastRun, s.Last = v.began, v.count
	s.Total.add(v.count)
	switch {
	case errors.Is(err, errStopped):
		s.Next = now
		return
	case err == nil:
		s.LastOK, s.Fails, s.Next = now, 0, v.source.Next(now)
		if v.count.Failed == 0 {
			s.Error = ""
		} else {
			s.Next = later(s.Next, now.Add(v.retry))
		}
		return
	}
	s.Fails++
	s.Error = err.Error()
	s.Next = later(v.source.Next(now), now.Add(backOff(v.source.Interval(), s.Fails)))
	var retry *polite.RetryError
	if errors.As(err, &retry) && retry.After > 0 {
		s.Next = later(v.source.Next(now), now.Add(retry.After))
	}
}

// entry keeps an entry, unless what is remembered of it says that it is known. An error
// is the store's: the entry's own troubles are counted and remembered.
func (v *visit) entry(ctx context.Context, e entry) error {
	before, err := v.remembered(ctx, e.key)
	if err != nil {
		return err
	}
	now := v.watcher.Now()
	same := before != nil && before.Sum == e.sum
	due := same && !before.Check.IsZero() && !before.Check.After(now)
	switch {
	case e.err != nil && !e.mark:
		v.failed(e.key, e.err)
		return nil
	case same && !due && before.Error == "" && !e.mark || same && before.Fails >= mostFails:
		v.count.Unchanged++
		return nil
	case same && before.Error != "" && before.Check.After(now):
		v.count.Failed++
		return nil
	}
	r := remembered{Sum: e.sum, Seen: now}
	if before != nil {
		r = *before
		r.Sum = e.sum
	}
	if err = e.err; !e.mark {
		err = v.take(ctx, &e, &r)
	}
	var store *storeError
	if errors.As(err, &store) || ctx.Err() != nil {
		return errors.Join(err, ctx.Err())
	}
	v.plan(&e, &r, err, due)
	return v.remember(ctx, e.key, r)
}

// plan says when an entry is looked at again, after it was kept or could not be.
func (v *visit) plan(e *entry, r *remembered, err error, due bool) {
	now := v.watcher.Now()
	if err != nil && !errors.Is(err, feed.ErrPassedOver) {
		v.failed(e.key, err)
		r.Fails++
		r.Error, r.Check = err.Error(), now.Add(backOff(min(v.source.Interval(), 15*time.Minute), r.Fails))
		var retry *polite.RetryError
		if errors.As(err, &retry) {
			r.Fails-- // it did answer
			r.Check = later(r.Check, now.Add(retry.After))
			v.retry = max(v.retry, retry.After)
		}
		return
	}
	if errors.Is(err, feed.ErrPassedOver) {
		v.count.Skipped++
	}
	r.Fails, r.Error, r.Check = 0, "", time.Time{}
	if due {
		r.Checks++
	}
	if e.page != "" && r.Checks < len(again) {
		r.Check = later(r.Seen.Add(again[r.Checks]), now.Add(time.Minute))
	}
}

func (v *visit) failed(key string, err error) {
	v.count.Failed++
	v.state.Error = fmt.Sprintf("%s: %v", key, err)
}

// storeError is an error that is not the entry's: the visit ends, and the entry comes
// again.
type storeError struct{ error }

func (e *storeError) Unwrap() error { return e.error }

// take reads an entry wholly and hands it to the keeper.
func (v *visit) take(ctx context.Context, e *entry, r *remembered) error {
	d := e.document
	if r.ID != "" {
		d.ID = r.ID // as it was first kept, whatever its address is now
	}
	if e.page != "" && !d.Status.Retracts() {
		unchanged, err := v.page(ctx, e, r)
		if errors.Is(err, polite.ErrGone) && r.ID != "" {
			d.Status, err = schema.Canceled, nil
		}
		if err != nil {
			return err
		}
		if unchanged {
			v.count.Unchanged++
			return nil
		}
		d = e.document
	}
	keeper.Complete(d, e.origin)
	if !v.source.Wants(first(d.URL, d.Path), d.Title, d.Published) {
		v.count.Skipped++
		return nil
	}
	return v.keep(ctx, d, e, r)
}

func first(x, y string) string {
	if x != "" {
		return x
	}
	return y
}

func (v *visit) keep(ctx context.Context, d *schema.Document, e *entry, r *remembered) error {
	var outcome keeper.Outcome
	put := v.watcher.Keeper.Keep
	if d.Embargo.After(v.watcher.Now()) {
		put = v.watcher.Keeper.Hold
	}
	err := pipeline.Guarded(func() (err error) {
		outcome, err = put(ctx, d, e.origin)
		return err
	})
	if err != nil {
		return &storeError{err}
	}
	r.ID = d.ID
	switch outcome {
	case keeper.New:
		v.count.New++
	case keeper.Changed:
		v.count.Changed++
	case keeper.Copied:
		v.count.Copies++
	case keeper.Withdrawn:
		v.count.Withdrawn++
	case keeper.Held:
		v.count.Held++
	default:
		v.count.Unchanged++
	}
	if outcome == keeper.New || outcome == keeper.Copied {
		if d.Published.After(v.state.Newest) {
			v.state.Newest = d.Published
		}
		if lag := v.watcher.Now().Sub(d.Published); !d.Published.IsZero() && lag >= 0 {
			v.state.Lag = Seconds(lag.Seconds())
		}
	}
	return nil
}

// page fetches the page of an entry and reads it into the entry's document.
func (v *visit) page(ctx context.Context, e *entry, r *remembered) (unchanged bool, err error) {
	answer, err := v.watcher.Fetcher.Fetch(ctx, v.request(e.page, r.Page))
	if err != nil {
		return false, err
	}
	if answer.Unchanged {
		return true, nil
	}
	entry := *e.document
	entry.Text = ""
	e.origin.Entry = &entry
	e.origin.Path, e.origin.URL, e.origin.Type, e.origin.Item = "", answer.URL, answer.Header.Get("Content-Type"), 0
	if e.origin.Blob, err = v.watcher.Archive.Put(answer.Body); err != nil {
		return false, &storeError{err}
	}
	reader := *v.watcher.Reader
	reader.Zone = v.source.Location()
	for item := range reader.Parse(feed.Raw{Name: e.page, URL: answer.URL, ContentType: e.origin.Type, Data: answer.Body}) {
		page, err := item.Document()
		switch {
		case err != nil && page == nil && e.document.Text != "" && !errors.Is(err, feed.ErrPassedOver):
			return false, fmt.Errorf("page %s: %w", e.page, err)
		case err != nil:
			return false, fmt.Errorf("page %s: %w", e.page, err)
		}
		if page.Summary && len(page.Text) < len(e.document.Text) {
			page.Text = e.document.Text // the page shows less than the feed does
		}
		e.document, r.Page = page, answer.Memory
		return false, nil
	}
	return false, fmt.Errorf("page %s holds no article", e.page)
}

func (v *visit) request(address string, memory polite.Memory) polite.Request {
	return polite.Request{
		URL: address, Memory: memory, Headers: v.source.Headers, Delay: v.source.Delay.Duration,
		Robots: v.source.HeedsRobots(), Private: v.source.Private,
	}
}

func (v *visit) origin() keeper.Origin {
	return keeper.Origin{Source: v.source.Name, Outlet: v.source.Outlet, Language: v.source.Language, Zone: v.source.Zone}
}

func (v *visit) entryKey(key string) string { return v.source.Name + "\x1f" + key }

func (v *visit) remembered(ctx context.Context, key string) (*remembered, error) {
	data, ok, err := v.watcher.Journal.Note(ctx, entrySpace, v.entryKey(key))
	if err != nil || !ok {
		return nil, err
	}
	var r remembered
	return &r, json.Unmarshal(data, &r)
}

func (v *visit) remember(ctx context.Context, key string, r remembered) error {
	data, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return v.watcher.Journal.PutNotes(ctx, graph.Note{Space: entrySpace, Key: v.entryKey(key), Value: data})
}
