// Package markup reads trees of HTML and of XML, both as html.Node, and makes
// paragraphs of the text in them.
//
// It knows no format: what the elements mean is for others to say. The main path: a
// tree comes from [ParseXML] or from the HTML parser, [Text] makes paragraphs of it.
package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Text is the text of a tree, a blank line between its blocks.
func Text(root *html.Node) string {
	w := &blocks{}
	w.children(root)
	w.end()
	return w.text.String()
}

// FragmentText is the text of a piece of HTML as feeds and JSON carry it, a blank line
// between its blocks. Plain text comes out with its own blank lines.
func FragmentText(source string) string {
	if !strings.Contains(source, "<") {
		return PlainText(html.UnescapeString(source))
	}
	root := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(source), root)
	if err != nil {
		return "" // of a reader that cannot fail
	}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	return Text(root)
}

// PlainText is a text whose paragraphs are parted by blank lines, or begin with an
// indented line as wire copy has them, with one line for each.
func PlainText(source string) string {
	w := &blocks{}
	for line := range strings.Lines(source) {
		words := strings.TrimSpace(line)
		indented := strings.HasPrefix(line, "   ") || strings.HasPrefix(line, "\t")
		if words == "" || indented {
			w.end()
		}
		w.block.WriteString(words)
		w.block.WriteByte('\n')
	}
	w.end()
	return w.text.String()
}

// blocks collects the text of a tree.
type blocks struct {
	text  strings.Builder
	block strings.Builder // of the block at hand, spaces as they came
}

func (w *blocks) children(n *html.Node) {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		w.node(child)
	}
}

func (w *blocks) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.block.WriteString(n.Data)
		return
	case html.ElementNode, html.DocumentNode:
	default:
		return
	}
	tag := atom.Lookup([]byte(strings.ToLower(n.Data))) // nodes that others made have no DataAtom
	switch tag {
	case atom.Script, atom.Style, atom.Template, atom.Noscript:
		return
	case atom.Pre:
		w.end()
		w.pre(n)
		return
	}
	split := isBlock(tag, n.Data)
	// Old pages part paragraphs by two line breaks, and break lines by one.
	if tag == atom.Br {
		split = n.NextSibling != nil && n.NextSibling.Data == "br"
		w.block.WriteByte(' ')
	}
	if split {
		w.end()
	}
	w.children(n)
	if split {
		w.end()
	}
}

// pre keeps the paragraphs of preformatted text.
func (w *blocks) pre(n *html.Node) {
	for paragraph := range strings.SplitSeq(PlainText(Raw(n)), "\n\n") {
		w.block.WriteString(paragraph)
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

// isBlock tells whether an element of HTML or NITF begins and ends a paragraph.
func isBlock(a atom.Atom, name string) bool {
	switch a {
	case atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt,
		atom.Dd, atom.Blockquote, atom.Pre, atom.Table, atom.Tr, atom.Td, atom.Th, atom.Section, atom.Article, atom.Figure,
		atom.Figcaption, atom.Hr, atom.Body, atom.Header, atom.Footer, atom.Main, atom.Aside, atom.Caption:
		return true
	}
	switch name {
	case "hl1", "hl2", "bq", "credit", "block", "body.head", "body.content", "body.end", "tagline", "byline", "dateline", "media", "nitf-table":
		return true
	}
	return false
}

// Raw is all text below a node, as it stands there.
func Raw(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// Line is the text below a node as one line.
func Line(n *html.Node) string {
	if n == nil {
		return ""
	}
	return strings.Join(strings.Fields(Raw(n)), " ")
}

// Attr is the value of an attribute, or "".
func Attr(n *html.Node, name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attr {
		if a.Key == name && (a.Namespace == "" || a.Namespace == "xml") {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// Find is the first element below n that the names lead to, each somewhere below the
// one before it; nil where there is none, and of nil.
func Find(n *html.Node, names ...string) *html.Node {
	for found := range All(n, names...) {
		return found
	}
	return nil
}

// All yields the elements below n that the names lead to, in the order of the text.
func All(n *html.Node, names ...string) func(func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		if n == nil {
			return
		}
		for d := range n.Descendants() {
			if d.Type != html.ElementNode || d.Data != names[0] {
				continue
			}
			if len(names) == 1 {
				if !yield(d) {
					return
				}
				continue
			}
			for found := range All(d, names[1:]...) {
				if !yield(found) {
					return
				}
			}
		}
	}
}

// Child is the first child element of a name, or nil.
func Child(n *html.Node, name string) *html.Node {
	if n == nil {
		return nil
	}
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode && c.Data == name {
			return c
		}
	}
	return nil
}
