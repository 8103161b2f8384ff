package feed

import (
	"errors"
	"fmt"
	"strings"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

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

// paragraphs is the text of a tree, a blank line between its blocks.
func paragraphs(root *html.Node) string {
	w := &blocks{}
	for child := root.FirstChild; child != nil; child = child.NextSibling {
		// go-trafilatura gives the one block of a short page twice.
		if before := child.PrevSibling; before == nil || child.Type != html.ElementNode || !sameText(before, child) {
			w.node(child)
		}
	}
	w.end()
	return w.text.String()
}

func sameText(x, y *html.Node) bool {
	var a, b blocks
	a.node(x)
	b.node(y)
	a.end()
	b.end()
	return a.text.String() == b.text.String()
}

type blocks struct {
	text  strings.Builder
	block strings.Builder // of the block at hand, spaces as they came
}

func (w *blocks) node(n *html.Node) {
	if n.Type == html.TextNode {
		w.block.WriteString(n.Data)
		return
	}
	tag := atom.Lookup([]byte(n.Data)) // nodes that go-trafilatura made have no DataAtom
	split := isBlock(tag)
	// Old pages part paragraphs by two line breaks, and break lines by one.
	if tag == atom.Br {
		split = n.NextSibling != nil && n.NextSibling.Data == "br"
		w.block.WriteByte(' ')
	}
	if split {
		w.end()
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		w.node(child)
	}
	if split {
		w.end()
	}
}

func (w *blocks) end() {
	words := strings.Join(strings.Fields(w.block.String()), " ")
	w.block.Reset()
	if words == "" {
		return
	}
	if w.text.Len() > 0 {
		w.text.WriteString("\n\n")
	}
	w.text.WriteString(words)
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt,
		atom.Dd, atom.Blockquote, atom.Pre, atom.Table, atom.Tr, atom.Td, atom.Th, atom.Section, atom.Article, atom.Figure,
		atom.Figcaption, atom.Hr, atom.Body:
		return true
	}
	return false
}
