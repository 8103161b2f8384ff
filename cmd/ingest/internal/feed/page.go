package feed

import (
	"errors"
	"fmt"
	"strings"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"rostrum/cmd/ingest/internal/feed/markup"
	"rostrum/schema"
)

// pageDocument reads an HTML page: the article's text, its paragraphs parted by blank
// lines, and what the page says of it.
func (r *Reader) pageDocument(o origin, data []byte) (*schema.Document, error) {
	source, err := decodePage(data, o.charset)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(source) == "" {
		return nil, errors.New("empty text: there is nothing to read")
	}
	tree, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil, fmt.Errorf("cannot be parsed as HTML: %w", err)
	}
	// Without this focus the text of a short page comes as one paragraph, or twice.
	config := trafilatura.DefaultConfig()
	config.MinExtractedSize = 25
	found, err := trafilatura.ExtractDocument(tree, trafilatura.Options{
		Config: config, Focus: trafilatura.FavorPrecision, ExcludeComments: true, EnableFallback: true,
	})
	if err != nil || found.ContentNode == nil {
		return nil, errors.New("has no article text that can be found: is it a list of links, or made by JavaScript?")
	}
	m := found.Metadata
	text := paragraphs(found.ContentNode)
	if headline, body, more := strings.Cut(text, "\n\n"); more && headline == m.Title {
		text = body
	}
	d := &schema.Document{
		Text: text, Title: m.Title, Byline: m.Author, Source: m.Sitename, Language: m.Language,
	}
	if day := m.Date; day.Year() >= oldest && !day.After(r.Now().AddDate(0, 0, 2)) {
		d.Published = day
	}
	return r.finish(d, o, "")
}

// paragraphs is the text of the article that go-trafilatura found, a blank line
// between its blocks. It gives the one block of a short page twice.
func paragraphs(root *html.Node) string {
	for child := root.FirstChild; child != nil; child = child.NextSibling {
		if before := child.PrevSibling; before != nil && child.Type == html.ElementNode && markup.Line(before) == markup.Line(child) {
			root.RemoveChild(before)
		}
	}
	return markup.Text(root)
}
