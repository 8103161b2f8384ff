package watch

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"golang.org/x/net/html"

	"rostrum/cmd/ingest/internal/feed/markup"
	"rostrum/cmd/ingest/internal/feed/polite"
	"rostrum/schema"
)

// A watch takes of a sitemap what is this young; what is older is for a backfill.
const sitemapAge = 7 * 24 * time.Hour

// deepest is how far an index of sitemaps may lead to further ones.
const deepest = 3

// sitemap are the entries of a sitemap (sitemaps.org, with Google's news elements), or
// of those that an index of sitemaps lists.
func (v *visit) sitemap(ctx context.Context, address string, depth int) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		if depth > deepest {
			yield(entry{}, fmt.Errorf("sitemap %s: indexes within indexes too deep", address))
			return
		}
		key := "sitemap " + address
		before, err := v.remembered(ctx, key)
		if err != nil {
			yield(entry{}, err)
			return
		}
		memory := polite.Memory{}
		if before != nil && !v.past {
			memory = before.Page
		}
		answer, err := v.watcher.Fetcher.Fetch(ctx, v.request(address, memory))
		if err == nil && answer.Unchanged {
			return
		}
		var root *html.Node
		if err == nil {
			root, err = sitemapRoot(answer.Body)
		}
		if err != nil {
			err = fmt.Errorf("sitemap %s: %w", address, err)
			if depth == 0 {
				yield(entry{}, err)
			} else {
				v.failed(address, err)
			}
			return
		}
		failed := v.count.Failed
		if v.sitemapRows(ctx, root, depth, yield) && v.count.Failed == failed && !v.past {
			if err := v.remember(ctx, key, remembered{Page: answer.Memory, Seen: v.watcher.Now()}); err != nil {
				yield(entry{}, err)
			}
		}
	}
}

func sitemapRoot(data []byte) (*html.Node, error) {
	document, err := markup.ParseXML(data)
	if err != nil {
		return nil, err
	}
	root := markup.Root(document)
	if root == nil || root.Data != "urlset" && root.Data != "sitemapindex" {
		return nil, errors.New("is no sitemap: its first element is not urlset or sitemapindex")
	}
	return root, nil
}

// sitemapRows yields the entries of a sitemap's rows that are in the time wanted.
func (v *visit) sitemapRows(ctx context.Context, root *html.Node, depth int, yield func(entry, error) bool) bool {
	since := v.source.Since
	if since.IsZero() && !v.past {
		since = v.watcher.Now().Add(-sitemapAge)
	}
	for row := range root.ChildNodes() {
		address := markup.Line(markup.Child(row, "loc"))
		if address == "" {
			continue
		}
		changed := sitemapTime(markup.Line(markup.Child(row, "lastmod")))
		if row.Data == "sitemap" {
			if !changed.IsZero() && changed.Before(since) {
				continue
			}
			for e, err := range v.sitemap(ctx, address, depth+1) {
				if !yield(e, err) {
					return false
				}
			}
			continue
		}
		d := &schema.Document{Title: markup.Line(markup.Find(row, "title")), Source: markup.Line(markup.Find(row, "publication", "name")), Language: markup.Line(markup.Find(row, "publication", "language"))}
		published := sitemapTime(markup.Line(markup.Find(row, "publication_date")))
		d.Date(false, schema.FeedDate, published)
		d.Date(true, schema.FeedDate, changed)
		last := changed
		if last.IsZero() {
			last = published
		}
		if !last.IsZero() && last.Before(since) || !v.source.Wants(address, d.Title, last) {
			continue
		}
		if !yield(v.pageEntry(address, "of "+last.Format(time.RFC3339)+" "+d.Title, d), nil) {
			return false
		}
	}
	return true
}

func sitemapTime(text string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", time.DateOnly, "2006-01"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t
		}
	}
	return time.Time{}
}
