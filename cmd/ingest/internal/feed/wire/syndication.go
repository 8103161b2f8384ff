package wire

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"rostrum/cmd/ingest/internal/feed/markup"
	"rostrum/schema"
)

// Feed reads the entries of a web feed: RSS 0.9 to 2.0, Atom, JSON Feed, and Atom's
// tombstones (RFC 6721), which withdraw an entry. Base is where the feed was read, ""
// where that is not known; relative links are of it.
//
// An entry's text is its content; of one that has only a summary it is that, and the
// document says so.
func (r Reader) Feed(data []byte, base string) ([]Item, error) {
	data, err := markup.UTF8(bytes.TrimPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("\xef\xbb\xbf")))
	if err != nil {
		return nil, fmt.Errorf("is a feed that cannot be read: %w", err)
	}
	if name := markup.OwnEntity(data); name != "" {
		return nil, fmt.Errorf("is a feed that defines the entity %s itself, and such entities are not expanded", name)
	}
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("is a feed that cannot be read: %w", err)
	}
	from, _ := url.Parse(first(base, feed.FeedLink, feed.Link)) // nil resolves nothing
	items := make([]Item, 0, len(feed.Items))
	for _, entry := range feed.Items {
		items = append(items, r.feedItem(feed, entry, from))
	}
	if bytes.Contains(data, []byte("deleted-entry")) {
		items = append(items, r.tombstones(data)...)
	}
	return items, nil
}

func (r Reader) feedItem(feed *gofeed.Feed, entry *gofeed.Item, base *url.URL) Item {
	item := r.new()
	d := item.Document
	d.GUID, d.URL, d.Title = strings.TrimSpace(entry.GUID), absolute(base, entry.Link), markup.FragmentText(entry.Title)
	d.Source, d.Language, d.Copyright = strings.TrimSpace(feed.Title), feed.Language, strings.TrimSpace(feed.Copyright)
	if d.GUID == "" {
		d.GUID = d.URL
	}
	if d.URL == "" && isWebAddress(d.GUID) {
		d.URL = d.GUID
	}
	item.feedDate(false, entry.PublishedParsed, entry.Published)
	item.feedDate(true, entry.UpdatedParsed, entry.Updated)
	if d.Published.IsZero() {
		item.feedDate(false, entry.UpdatedParsed, "")
	}
	var names []string
	for _, author := range entry.Authors {
		if author != nil && author.Name != "" {
			names = append(names, author.Name)
		}
	}
	d.Byline = strings.Join(names, ", ")
	d.Text = markup.FragmentText(entry.Content)
	if d.Text == "" {
		d.Text, d.Summary = markup.FragmentText(entry.Description), true
	}
	switch {
	case isWebAddress(d.URL):
		d.ID = schema.DocumentID(d.URL, "", "", "")
	case d.GUID != "" && base != nil:
		d.ID = schema.DocumentID("", base.Host, d.GUID, "")
	}
	if d.Text == "" {
		item.Err = fmt.Errorf("is a feed's entry that %w", ErrNoText)
	}
	return item
}

// feedDate notes a date of a feed. Feeds tell of impossible ones too; those are a
// warning.
func (i *Item) feedDate(modified bool, parsed *time.Time, text string) {
	switch {
	case parsed == nil && strings.TrimSpace(text) != "":
		i.warn("the date %q is not understood and left out", text)
	case parsed == nil:
	case parsed.Year() < 1605 || parsed.After(time.Now().AddDate(1, 0, 0)):
		i.warn("the date %q cannot be an article's and is left out", text)
	default:
		i.Document.Date(modified, schema.FeedDate, *parsed)
	}
}

func absolute(base *url.URL, link string) string {
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil || link == "" {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	u.Fragment = ""
	return u.String()
}

func isWebAddress(text string) bool {
	return strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://")
}

// tombstones are the entries that an Atom feed says are deleted.
func (r Reader) tombstones(data []byte) []Item {
	root, err := markup.ParseXML(data)
	if err != nil {
		return nil // the feed's reader was content with it; what is deleted cannot be told
	}
	var items []Item
	for n := range markup.All(root, "deleted-entry") {
		item := r.new()
		item.Document.GUID, item.Document.Status = markup.Attr(n, "ref"), schema.Canceled
		if when, ok := item.time(markup.Attr(n, "when")); ok {
			item.Document.Date(true, schema.FeedDate, when)
		}
		if isWebAddress(item.Document.GUID) {
			item.Document.URL = item.Document.GUID
			item.Document.ID = schema.DocumentID(item.Document.GUID, "", "", "")
		}
		items = append(items, item)
	}
	return items
}
