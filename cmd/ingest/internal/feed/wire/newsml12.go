package wire

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/net/html"

	"rostrum/cmd/ingest/internal/feed/markup"
	"rostrum/schema"
)

// newsML12 reads NewsML 1.0 to 1.2 (IPTC).
func (r Reader) newsML12(root *html.Node) ([]Item, error) {
	var items []Item
	for n := range root.ChildNodes() {
		if n.Data == "NewsItem" {
			items = append(items, r.newsML12Item(n))
		}
	}
	if len(items) == 0 {
		return nil, errors.New("is NewsML 1.2 without a NewsItem")
	}
	return items, nil
}

func (r Reader) newsML12Item(n *html.Node) Item {
	item := r.new()
	d := item.Document
	id := markup.Find(n, "Identification", "NewsIdentifier")
	d.GUID = markup.Line(markup.Child(id, "PublicIdentifier"))
	if strings.HasPrefix(d.GUID, "urn:newsml:") && strings.Count(d.GUID, ":") < 4 {
		item.warn("the PublicIdentifier %q names no item", d.GUID)
		d.GUID = ""
	} else if d.GUID == "" && id != nil {
		d.GUID = fmt.Sprintf("urn:newsml:%s:%s:%s", markup.Line(markup.Child(id, "ProviderId")), markup.Line(markup.Child(id, "DateId")), markup.Line(markup.Child(id, "NewsItemId")))
		item.warn("the item has no PublicIdentifier")
	}
	d.Version = markup.Line(markup.Child(id, "RevisionId"))
	management := markup.Child(n, "NewsManagement")
	item.date(false, markup.Line(markup.Child(management, "FirstCreated")))
	item.date(true, markup.Line(markup.Child(management, "ThisRevisionCreated")))
	item.status(markup.Attr(markup.Child(management, "Status"), "FormalName"))
	if change := markup.Find(management, "StatusWillChange"); change != nil && formal(markup.Child(change, "FutureStatus")) == "Usable" {
		d.Embargo, _ = item.time(markup.Line(markup.Child(change, "DateAndTime")))
	}
	component := markup.Find(n, "NewsComponent")
	newsML12Meta(d, n, component)
	newsML12Text(&item, component)
	// The revision is part of some agencies' public identifier: the last part is the
	// same as RevisionId, with its update mark. Without it all versions have one name.
	if base, ok := strings.CutSuffix(strings.TrimRight(d.GUID, "NAU"), ":"+d.Version); ok && d.Version != "" {
		item.finish("is NewsML 1.2 that")
		d.ID = schema.DocumentID("", "", base, "")
		return item
	}
	item.finish("is NewsML 1.2 that")
	return item
}

func newsML12Meta(d *schema.Document, n, component *html.Node) {
	d.Title = markup.Line(markup.Find(component, "NewsLines", "HeadLine"))
	d.Slug = markup.Line(markup.Find(component, "NewsLines", "SlugLine"))
	d.Dateline = g2Place(markup.Line(markup.Find(component, "NewsLines", "DateLine")))
	d.Byline = byline(first(markup.Line(markup.Find(component, "NewsLines", "ByLine")), markup.Line(markup.Find(component, "NewsLines", "CreditLine"))))
	d.Source = first(formal(markup.Find(component, "AdministrativeMetadata", "Source", "Party")), formal(markup.Find(component, "AdministrativeMetadata", "Provider", "Party")))
	d.Copyright = first(markup.Line(markup.Find(component, "RightsMetadata", "CopyrightHolder")), markup.Line(markup.Find(component, "NewsLines", "CopyrightLine")))
	if holder := markup.Find(component, "RightsMetadata", "CopyrightHolder"); d.Copyright == "" && holder != nil {
		d.Copyright = formal(markup.Find(holder, "Party"))
	}
	d.Usage = markup.Line(markup.Find(component, "UsageRights", "UsageType"))
	d.Language = first(formal(markup.Find(component, "DescriptiveMetadata", "Language")), markup.Attr(n, "lang"), markup.Attr(component, "lang"))
}

// newsML12Text takes the text of the first content item that has one.
func newsML12Text(item *Item, component *html.Node) {
	d := item.Document
	for content := range markup.All(component, "ContentItem") {
		data := markup.Child(content, "DataContent")
		media := formal(markup.Child(content, "MediaType"))
		switch {
		case data == nil || media != "" && !strings.EqualFold(media, "Text") && !strings.EqualFold(media, "ComplexData"):
			continue
		case markup.Find(data, "nitf") != nil:
			d.Text = nitfInto(item, markup.Find(data, "nitf"))
		case markup.Find(data, "body") != nil:
			d.Text = markup.Text(markup.Find(data, "body"))
		case markup.Root(data) != nil:
			d.Text = markup.Text(data)
		default:
			d.Text = markup.FragmentText(markup.Raw(data))
		}
		if d.Text != "" {
			return
		}
	}
}

func formal(n *html.Node) string { return markup.Attr(n, "FormalName") }
