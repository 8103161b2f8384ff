package watch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"rostrum/cmd/ingest/internal/feed"
	"rostrum/cmd/ingest/internal/feed/markup"
	"rostrum/cmd/ingest/internal/feed/polite"
	"rostrum/cmd/ingest/internal/feed/sources"
)

// Progress is how far a backfill is.
type Progress struct {
	Count
	At string // the last entry, and its day where that is known
	// Failures are entries that could not be taken, with the reason: the first of them.
	Failures []string
}

// mostPages is how many pages of a feed's archive are followed.
const mostPages = 10_000

// Backfill takes what a source has from a time until another, zero being without an
// end: a feed and the pages of its archive (RFC 5005), a whole sitemap, a folder, or,
// where paths are given, files such as web archives in place of the source's own. What
// was taken before is not fetched again, so that a second run goes on where one stopped.
func (w *Watcher) Backfill(ctx context.Context, s *sources.Source, since, until time.Time, paths []string, show func(*Progress)) (*Progress, error) {
	source := *s
	source.Since, source.Until = since, until
	v := &visit{watcher: w, source: &source, state: &State{Name: s.Name}, began: w.Now(), past: true}
	p := &Progress{}
	err := v.backfill(ctx, paths, func(e entry) error {
		failed := v.count.Failed
		if err := v.entry(context.WithoutCancel(ctx), e); err != nil {
			return err
		}
		p.Count, p.At = v.count, e.key
		if e.document != nil && !e.document.Published.IsZero() {
			p.At = e.document.Published.Format(time.DateOnly) + " " + e.key
		}
		if v.count.Failed > failed && len(p.Failures) < 20 {
			p.Failures = append(p.Failures, v.state.Error)
		}
		show(p)
		return ctx.Err()
	})
	p.Count = v.count
	return p, err
}

func (v *visit) backfill(ctx context.Context, paths []string, take func(entry) error) error {
	switch {
	case len(paths) > 0:
		return v.backfillFiles(ctx, paths, take)
	case v.source.Kind() == sources.Feed:
		return v.backfillFeed(ctx, take)
	}
	_, entries, err := v.gather(ctx)
	if err != nil {
		return err
	}
	for e, err := range entries {
		if err != nil {
			return err
		}
		if err := take(e); err != nil {
			return err
		}
	}
	return nil
}

// backfillFiles takes the articles of files, one by one, however large the files are.
func (v *visit) backfillFiles(ctx context.Context, paths []string, take func(entry) error) error {
	reader := *v.watcher.Reader
	reader.Zone = v.source.Location()
	n := 0
	for item := range reader.Read(ctx, paths) {
		d, err := documentOf(item)
		var embargo *feed.EmbargoError
		e := entry{key: item.Name, document: d, origin: v.origin()}
		n++
		switch {
		case errors.Is(err, feed.ErrPassedOver):
			v.count.Skipped++
			continue
		case err != nil && !errors.As(err, &embargo):
			e.err = err
		case !v.source.Wants(first(d.URL, d.Path), d.Title, d.Published):
			v.count.Skipped++
			continue
		default:
			e.key, e.sum = string(d.ID), sumOf(d)
			if e.origin.Blob, err = v.watcher.Archive.Put([]byte(d.Text)); err != nil {
				return err
			}
			hint := *d
			hint.Text = ""
			e.origin.Entry, e.origin.Type = &hint, "text/plain"
		}
		if err := take(e); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// backfillFeed follows a feed to the older pages of its archive.
func (v *visit) backfillFeed(ctx context.Context, take func(entry) error) error {
	seen := map[string]bool{}
	for address := v.source.Feed; address != "" && !seen[address]; {
		if seen[address] = true; len(seen) > mostPages {
			return fmt.Errorf("the feed's archive has more than %d pages", mostPages)
		}
		answer, err := v.watcher.Fetcher.Fetch(ctx, v.request(address, polite.Memory{}))
		if err != nil {
			return fmt.Errorf("%s: %w", address, err)
		}
		blob, err := v.watcher.Archive.Put(answer.Body)
		if err != nil {
			return err
		}
		entries, err := v.parsed(feed.Raw{Name: address, URL: answer.URL, ContentType: answer.Header.Get("Content-Type"), Items: true, Links: v.source.FullText, Data: answer.Body}, blob)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := take(e); err != nil {
				return err
			}
		}
		address = older(answer)
	}
	return nil
}

// older is the address of the page of a feed that comes before it in time, or "".
func older(answer *polite.Answer) string {
	link := olderLink(answer.Body)
	base, err := url.Parse(answer.URL)
	if err != nil || link == "" {
		return ""
	}
	next, err := base.Parse(link)
	if err != nil {
		return ""
	}
	return next.String()
}

// olderLink is how a feed refers to its older entries: JSON Feed's next_url, and in XML
// the link to the archive (RFC 5005) or, before there is one, to the next page.
func olderLink(feed []byte) string {
	var page struct {
		Next string `json:"next_url"`
	}
	if json.Unmarshal(feed, &page) == nil {
		return page.Next
	}
	document, err := markup.ParseXML(feed)
	if err != nil {
		return ""
	}
	links := map[string]string{}
	for n := range markup.All(document, "link") {
		links[markup.Attr(n, "rel")] = markup.Attr(n, "href")
	}
	return first(links["prev-archive"], links["next"])
}
