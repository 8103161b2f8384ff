package wire

import (
	"strings"

	"golang.org/x/net/html"

	"rostrum/cmd/ingest/internal/feed/markup"
	"rostrum/schema"
)

// nitf reads NITF (IPTC, versions 3.0 to 3.6) that stands by itself.
func (r Reader) nitf(root *html.Node) Item {
	item := r.new()
	d := item.Document
	d.Language = first(markup.Attr(root, "baselang"), markup.Attr(root, "lang"))
	data := markup.Find(root, "docdata")
	d.GUID = markup.Attr(markup.Find(data, "doc-id"), "id-string")
	if d.GUID == "" {
		item.warn("the item has no doc-id")
	}
	key := markup.Find(data, "du-key")
	d.Version = markup.Attr(key, "version")
	d.Source = first(markup.Attr(markup.Find(data, "del-list", "from-src"), "src-name"), markup.Line(markup.Find(root, "distributor")),
		markup.Attr(markup.Find(data, "doc-id"), "regsrc"))
	item.status(markup.Attr(data, "management-status"))
	item.date(false, markup.Attr(markup.Find(data, "date.issue"), "norm"))
	item.date(true, markup.Attr(markup.Find(data, "date.release"), "norm"))
	d.Copyright = first(markup.Attr(markup.Find(data, "doc.copyright"), "holder"), markup.Line(markup.Find(root, "rights.owner")))
	if markup.Attr(data, "management-status") == "embargoed" {
		d.Embargo, _ = item.time(markup.Attr(markup.Find(data, "date.release"), "norm"))
	}
	nitfSlug(d, root, key)
	d.Text = nitfInto(&item, root)
	item.finish("is NITF that")
	return item
}

func nitfSlug(d *schema.Document, root, key *html.Node) {
	for meta := range markup.All(root, "head", "meta") {
		switch strings.ToLower(markup.Attr(meta, "name")) {
		case "slug", "slugline", "ntbstikkord":
			d.Slug = first(d.Slug, markup.Attr(meta, "content"))
		}
	}
	d.Slug = first(d.Slug, markup.Attr(key, "key"))
}

// nitfInto takes what NITF says of the article that the item does not know yet, and
// returns the text.
func nitfInto(item *Item, root *html.Node) string {
	d := item.Document
	head, body := markup.Find(root, "body.head"), markup.Find(root, "body.content")
	if body == nil {
		body = markup.Find(root, "body")
	}
	d.Title = first(d.Title, markup.Line(markup.Find(head, "hedline", "hl1")), markup.Line(markup.Find(head, "hedline")), markup.Line(markup.Find(root, "head", "title")))
	if d.Byline == "" {
		d.Byline = byline(markup.Line(markup.Find(head, "byline")))
	}
	if line := markup.Find(head, "dateline"); line != nil && d.Dateline == "" {
		d.Dateline = g2Place(first(markup.Line(markup.Find(line, "location")), markup.Line(line)))
	}
	if body == nil {
		return ""
	}
	return markup.Text(body)
}
