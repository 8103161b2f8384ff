package wire

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"rostrum/cmd/ingest/internal/feed/markup"
)

// newsMLG2 reads NewsML-G2 (IPTC, versions 2.0 to 2.35): an item, or a message of many.
// A package only lists items, so a message's packages are left out where it has items.
func (r Reader) newsMLG2(root *html.Node) ([]Item, error) {
	if root.Data != "newsMessage" {
		return []Item{r.g2Item(root)}, nil
	}
	var items, others []Item
	for set := range markup.All(root, "itemSet") {
		for n := range set.ChildNodes() {
			switch {
			case n.Data == "newsItem":
				items = append(items, r.g2Item(n))
			case n.Type == html.ElementNode:
				others = append(others, r.g2Item(n))
			}
		}
	}
	if len(items) == 0 {
		items = others
	}
	if len(items) == 0 {
		return nil, errors.New("is a NewsML-G2 message without items")
	}
	return items, nil
}

// notNews are the items that hold no news.
var notNews = map[string]string{
	"packageItem": "is a package: a list of items that stand elsewhere, and", "conceptItem": "is a description of a concept, and",
	"knowledgeItem": "is a list of concepts, and", "planningItem": "is a plan of coverage, and",
	"catalogItem": "is a catalogue of schemes, and", "catalog": "is a catalogue of schemes, and",
}

func (r Reader) g2Item(n *html.Node) Item {
	item := r.new()
	d := item.Document
	d.GUID, d.Version, d.Language = markup.Attr(n, "guid"), markup.Attr(n, "version"), markup.Attr(n, "lang")
	what, is := notNews[n.Data]
	switch {
	case is:
		item.Err = fmt.Errorf("%s %w", what, ErrNoText)
	case n.Data != "newsItem":
		item.Err = fmt.Errorf("is <%s>, which NewsML-G2 does not have, and %w", n.Data, ErrNoText)
	}
	g2Check(&item, n)
	g2Meta(&item, n)
	if item.Err == nil {
		g2Text(&item, n)
	}
	class := qcode(markup.Find(n, "itemMeta", "itemClass"))
	if class == "" {
		class = "item"
	}
	item.finish("is a NewsML-G2 " + class + " that")
	return item
}

// g2Check says what the standard wants and the item has not. Agencies leave much out,
// so these are warnings.
func g2Check(item *Item, n *html.Node) {
	if item.Document.GUID == "" && n.Data != "catalog" {
		item.warn("the item has no guid")
	}
	if n.Data == "catalog" {
		return
	}
	meta := markup.Child(n, "itemMeta")
	if meta == nil {
		item.warn("the item has no itemMeta")
		return
	}
	for _, name := range []string{"itemClass", "provider", "versionCreated"} {
		if markup.Child(meta, name) == nil {
			item.warn("the item's itemMeta has no %s", name)
		}
	}
	if g2Before(markup.Attr(n, "standardversion"), 2, 30) && markup.Child(n, "catalogRef") == nil && markup.Child(n, "catalog") == nil {
		item.warn("the item has no catalog for its codes")
	}
	for ref := range markup.All(n, "itemRef") {
		if uri := markup.Attr(ref, "residrefformaturi"); strings.HasSuffix(uri, "%") {
			item.warn("an itemRef has the malformed residrefformaturi %q", uri)
			break
		}
	}
}

func g2Before(version string, major, minor int) bool {
	a, b, _ := strings.Cut(version, ".")
	x, err := strconv.Atoi(a)
	y, wrong := strconv.Atoi(b)
	return err == nil && wrong == nil && (x < major || x == major && y < minor)
}

func g2Meta(item *Item, n *html.Node) {
	d := item.Document
	meta, content := markup.Child(n, "itemMeta"), markup.Child(n, "contentMeta")
	d.Source = g2Name(markup.Child(meta, "provider"))
	item.date(false, markup.Line(markup.Child(meta, "firstCreated")))
	if d.Published.IsZero() {
		item.date(false, markup.Line(markup.Child(content, "contentCreated")))
	}
	item.date(true, first(markup.Line(markup.Child(meta, "versionCreated")), markup.Line(markup.Child(content, "contentModified"))))
	if d.Published.IsZero() {
		item.date(false, markup.Line(markup.Child(meta, "versionCreated")))
	}
	item.status(qcode(markup.Child(meta, "pubStatus")))
	if until := markup.Line(markup.Child(meta, "embargoed")); until != "" {
		d.Embargo, _ = item.time(until)
	}
	d.Title = g2Headline(content)
	if d.Title == "" {
		d.Title = markup.Line(markup.Child(meta, "title"))
	}
	d.Slug = markup.Line(markup.Child(content, "slugline"))
	d.Byline = byline(markup.Line(markup.Child(content, "by")))
	d.Dateline = g2Place(markup.Line(markup.Child(content, "dateline")))
	if d.Dateline == "" {
		d.Dateline = g2Name(markup.Child(content, "located"))
	}
	if tag := markup.Attr(markup.Child(content, "language"), "tag"); tag != "" {
		d.Language = tag
	}
	rights := markup.Child(n, "rightsInfo")
	d.Copyright = first(g2Name(markup.Child(rights, "copyrightHolder")), markup.Line(markup.Child(rights, "copyrightNotice")))
	d.Usage = markup.Line(markup.Child(rights, "usageTerms"))
	if link := markup.Child(meta, "link"); markup.Attr(link, "rel") == "irel:representation" {
		d.URL = markup.Attr(link, "href")
	}
}

// g2Headline is the main headline.
func g2Headline(content *html.Node) string {
	fallback := ""
	for h := range markup.All(content, "headline") {
		line := markup.Line(h)
		switch role := strings.ToLower(markup.Attr(h, "role")); {
		case line == "", strings.Contains(role, "sub"):
		case role == "" || strings.Contains(role, "main"):
			return line
		case fallback == "":
			fallback = line
		}
	}
	return fallback
}

// g2Name is what a party or place is called: its name, literal or code.
func g2Name(n *html.Node) string {
	if n == nil {
		return ""
	}
	code := markup.Attr(n, "qcode")
	if _, bare, ok := strings.Cut(code, ":"); ok {
		code = bare
	}
	return first(markup.Line(markup.Child(n, "name")), markup.Attr(n, "literal"), code, markup.Attr(n, "uri"))
}

// qcode is the code of an element without its scheme.
func qcode(n *html.Node) string {
	code := first(markup.Attr(n, "qcode"), markup.Attr(n, "uri"))
	return code[strings.LastIndexAny(code, ":/")+1:]
}

// place is what stands before the date, agency and dash of a dateline.
var place = regexp.MustCompile(`^[^,(\d–—-]+`)

func g2Place(line string) string { return strings.TrimSpace(place.FindString(line)) }

// g2Text takes the text of the first content that has one: NITF or HTML, inline, or
// text as data.
func g2Text(item *Item, n *html.Node) {
	set := markup.Child(n, "contentSet")
	for _, name := range []string{"inlineXML", "inlineData"} {
		for c := range markup.All(set, name) {
			if item.Document.Text != "" {
				return
			}
			g2Inline(item, c)
		}
	}
}

func g2Inline(item *Item, c *html.Node) {
	d := item.Document
	switch kind := markup.Attr(c, "contenttype"); {
	case markup.Find(c, "nitf") != nil:
		d.Text = nitfInto(item, markup.Find(c, "nitf"))
	case c.Data == "inlineXML" && markup.Find(c, "body") != nil:
		d.Text = markup.Text(markup.Find(c, "body"))
	case c.Data == "inlineXML":
		d.Text = markup.Text(c)
	case strings.HasPrefix(kind, "text/") || kind == "" || strings.Contains(kind, "html"):
		d.Text = markup.FragmentText(markup.Raw(c))
	}
}
