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
	always   bool  // its page is looked at again at each visit
	mark     bool  // nothing but that it was seen is to be remembered
	err      error // why it cannot be read
}

// remembered is what is remembered of an entry.
type remembered struct {
	Sum    string        `json:"sum"`
	ID     schema.ID     `json:"id,omitempty"`
	Page   polite.Memory `json:"page,omitzero"`
	Seen   time.Time     `json:"seen"`           // first
	Tried  time.Time     `json:"tried,omitzero"` // last
	Check  time.Time     `json:"check,omitzero"` // when its page is looked at again
	Checks int           `json:"checks,omitempty"`
	Fails  int           `json:"fails,omitempty"`
	Error  string        `json:"error,omitempty"`
	Skip   bool          `json:"skip,omitempty"` // not wanted: a backfill may want it
}

// again is how long after an article was first seen its page is looked at again, for
// corrections: most come within hours.
var again = []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, 4 * 24 * time.Hour}

// An entry that fails so often is given up when it was first seen so long ago: a server
// may be out of order over a weekend.
const (
	mostFails = 6
	giveUp    = 3 * 24 * time.Hour
)

// due tells whether it is time to look at the entry again. What was planned in the
// future was planned by a clock that was wrong.
func (r *remembered) due(now time.Time) bool {
	return !r.Check.IsZero() && plan{r.Check, r.Tried}.due(now)
}

func (r *remembered) givenUp(now time.Time) bool {
	return r.Fails >= mostFails && now.Sub(r.Seen) >= giveUp
}

// errUnwanted is of an article that the source's patterns or dates do not let through.
var errUnwanted = fmt.Errorf("not wanted: %w", feed.ErrPassedOver)

// errStopped is of a visit that the end of the watch cut short.
var errStopped = errors.New("stopped before its end; the next visit goes on")

// run gathers the source's entries and keeps what is new of them. visits ends when the
// visit should; hand, when what it has in hand must.
func (v *visit) run(visits, hand context.Context) error {
	memory, entries, err := v.gather(hand)
	if err != nil {
		return err
	}
	for e, err := range entries {
		switch {
		case visits.Err() != nil:
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
	s.Memory.Moved = "" // where it has moved may be wrong: the old address tells it again
	s.Next = later(v.source.Next(now), now.Add(backOff(v.source.Interval(), v.source.BackOff.Duration, s.Fails)))
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
	due := same && (e.always || before.due(now))
	switch {
	case e.err != nil && !e.mark:
		v.failed(e.key, e.err)
		return nil
	case same && !due && before.Error == "" && !e.mark && !(before.Skip && v.past) || same && !e.always && before.givenUp(now):
		v.count.Unchanged++
		return nil
	case same && !due && before.Error != "":
		v.failed(e.key, errors.New(before.Error))
		return nil
	}
	r := remembered{Sum: e.sum, Seen: now}
	if before != nil {
		r = *before
		r.Sum = e.sum
	}
	if r.Tried = now; !same {
		r.Page.ETag, r.Page.Modified = "", "" // the page is read again with what is said of it now
	}
	if err = e.err; !e.mark {
		told := e
		err = v.take(ctx, &e, &r)
		if err != nil && told.page != "" && r.Fails+1 == mostFails && told.document.Text != "" {
			// Better what the feed tells than nothing, until the page can be read.
			told.page = ""
			err = errors.Join(err, v.take(ctx, &told, &r))
		}
	}
	var store *storeError
	if errors.As(err, &store) || ctx.Err() != nil {
		return errors.Join(err, ctx.Err())
	}
	if err != nil {
		r.Page = polite.Memory{} // what was not kept must come again
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
		r.Error, r.Check = err.Error(), now.Add(backOff(min(v.source.Interval(), 15*time.Minute), v.source.BackOff.Duration, r.Fails))
		var retry *polite.RetryError
		if errors.As(err, &retry) {
			r.Fails-- // it did answer
			r.Check = later(r.Check, now.Add(retry.After))
			v.retry = max(v.retry, retry.After)
		}
		return
	}
	if r.Skip = errors.Is(err, feed.ErrPassedOver); r.Skip {
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
		return errUnwanted
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
	put := v.watcher.Keeper.Keep
	if d.Embargo.After(v.watcher.Now()) {
		put = v.watcher.Keeper.Hold
	}
	outcome, err := put(ctx, d, e.origin)
	var own *keeper.ArticleError
	switch {
	case errors.As(err, &own):
		return err
	case err != nil:
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
		page, err := documentOf(item)
		if err != nil {
			return false, fmt.Errorf("page %s: %v", e.page, err) // also of what is passed over: a page was promised
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
	return keeper.Origin{Source: v.source.Name, Outlet: v.source.Outlet, Country: v.source.Country, Language: v.source.Language, Zone: v.source.Zone}
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
