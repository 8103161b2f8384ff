package export

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"rostrum/graph"
	"rostrum/schema"
)

// Subgraph is a part of a graph that can be read from beginning to end, any number of
// times, in order of ids.
type Subgraph struct {
	About     About
	Labels    []string // those that its nodes have, in the model's order
	Types     []string // those that its edges have, in the model's order
	NodeCount int
	EdgeCount int
	Nodes     iter.Seq2[graph.Node, error]
	Edges     iter.Seq2[Edge, error]

	model *schema.GraphModel
}

// NewSubgraph is a subgraph of elements that come from elsewhere than a [Selection].
// All but the model stands in s.
func NewSubgraph(model *schema.GraphModel, s *Subgraph) *Subgraph {
	s.model = model
	return s
}

// About says what a subgraph is. It stands in every file.
type About struct {
	Question  string   // what was asked, in one line
	Projected bool     // parallel edges are folded into one
	Limits    []string // what was left out, a sentence each
}

// Lines are what there is to say of the subgraph, a sentence or two a line.
func (a *About) Lines() []string {
	lines := []string{"Rostrum: " + oneLine(a.Question)}
	if a.Projected {
		lines = append(lines, "project: one edge for each pair of nodes and type, with its weight, first and last day, and the ids it stands for.")
	} else {
		lines = append(lines, "multi: each accusation, denial, statement or holding is an edge of its own.")
	}
	return append(lines, a.Limits...)
}

// Edge is an edge of a subgraph, with what its ends and its article tell of it.
type Edge struct {
	graph.Edge
	// Start and End are the days it is of: the day it was said or made, the days that an
	// office was held. End is Start where it is one day; "" is not known.
	Start, End schema.Date
	Weight     int64    // the number of edges that it stands for; 1, unless projected
	Source     *Article // that says so; nil where there is none
}

// Article is what a reader of an edge wants to know of where it stands.
type Article struct {
	ID        schema.ID
	Title     string // or where it was read, where it has none
	Outlet    string
	URL       string
	Published schema.Date
}

// column is an attribute that nodes or edges have in the formats that are tables.
type column struct {
	name     string
	property string // of the graph; "" is made for the export
	typ      schema.PropertyType
	doc      string
}

// NodeColumns are the attributes of the subgraph's nodes but for their ids.
func (s *Subgraph) nodeColumns() []column {
	columns := []column{
		{"label", "", schema.String, "what it is called, in a few words"},
		{"class", "", schema.String, "kind of node: Person, Country, …"},
	}
	for _, label := range s.Labels {
		n, _ := s.model.Node(label)
		columns = addColumns(columns, n.Properties)
	}
	return columns
}

// edgeColumns are the attributes of the subgraph's edges but for ids and ends.
func (s *Subgraph) edgeColumns() []column {
	columns := []column{
		{"label", "", schema.String, "what it says, in a few words"},
		{"class", "", schema.String, "type of edge: ACCUSED, SAID, …"},
		{"weight", "", schema.Integer, "number of edges that it stands for"},
	}
	if s.About.Projected {
		return append(columns,
			column{"first", "first", schema.Day, "first day that one of them is of"},
			column{"last", "last", schema.Day, "last day that one of them is of"},
			column{"ids", "ids", schema.StringList, "ids of the edges that it stands for"})
	}
	columns = append(columns, column{"day", "", schema.Day, "day that it is of"})
	for _, name := range s.Types {
		e, _ := s.model.Edge(name)
		columns = addColumns(columns, e.Properties)
	}
	if slices.ContainsFunc(columns, func(c column) bool { return c.property == "article" }) {
		columns = append(columns,
			column{"article_title", "", schema.String, "headline of the article that says so"},
			column{"article_outlet", "", schema.String, "who published it"},
			column{"article_published", "", schema.Day, "day of its publication"},
			column{"article_url", "", schema.String, "where it can be read"})
	}
	return columns
}

// renamed are properties whose names mean something else to a tool: Gephi takes type
// for directed or undirected, start and end for time.
var renamed = map[string]string{"type": "charge_type", "start": "text_start", "end": "text_end"}

func addColumns(columns []column, properties []schema.Property) []column {
	for _, p := range properties {
		name := p.Name
		if other, ok := renamed[name]; ok {
			name = other
		}
		if p.Name != "id" && !slices.ContainsFunc(columns, func(c column) bool { return c.property == p.Name }) {
			columns = append(columns, column{name, p.Name, p.Type, p.Doc})
		}
	}
	return columns
}

// cell is what stands in a column: a text or a day, or another value, or nothing. Texts
// are not put into an any, since each would be a small object for the collector.
type cell struct {
	kind  cellKind
	text  string
	other any // a number, a boolean or a list
}

type cellKind byte

const (
	noCell cellKind = iota
	textCell
	dayCell
	otherCell
)

// property is the cell of a property's value.
func property(value any) cell {
	switch v := value.(type) {
	case nil:
		return cell{}
	case string:
		return cell{kind: textCell, text: v}
	case schema.Date:
		return cell{kind: dayCell, text: string(v)}
	}
	return cell{kind: otherCell, other: value}
}

// known is the cell of a text or a day; "" is not known.
func known(kind cellKind, value string) cell {
	if value == "" {
		return cell{}
	}
	return cell{kind: kind, text: value}
}

// nodeCell is what a node has in a column.
func nodeCell(n *graph.Node, c *column) cell {
	switch {
	case c.property != "":
		return property(n.Properties[c.property])
	case c.name == "label":
		return known(textCell, NodeLabel(n))
	}
	return known(textCell, n.Labels[0])
}

// edgeCell is what an edge has in a column.
func edgeCell(e *Edge, c *column) cell {
	if c.property != "" {
		return property(e.Properties[c.property])
	}
	switch c.name {
	case "label":
		return known(textCell, EdgeLabel(e))
	case "class":
		return known(textCell, e.Type)
	case "weight":
		return cell{kind: otherCell, other: e.Weight}
	case "day":
		return known(dayCell, string(e.Start))
	}
	if e.Source == nil {
		return cell{}
	}
	switch c.name {
	case "article_title":
		return known(textCell, e.Source.Title)
	case "article_outlet":
		return known(textCell, e.Source.Outlet)
	case "article_published":
		return known(dayCell, string(e.Source.Published))
	case "article_url":
		return known(textCell, e.Source.URL)
	}
	return cell{}
}

const longestLabel = 80 // code points

// NodeLabel is what a node is called in a drawing: one short line, never empty.
func NodeLabel(n *graph.Node) string {
	if name := shorten(nameOf(n)); name != "" {
		return name
	}
	return "nameless " + strings.ToLower(n.Labels[0])
}

func nameOf(n *graph.Node) string {
	text := func(name string) string { s, _ := n.Properties[name].(string); return s }
	switch n.Labels[0] {
	case "Statement":
		return text("text")
	case "Article":
		if title := text("title"); title != "" {
			return title
		}
		return text("path")
	case "Office":
		if of := text("country") + text("organization"); of != "" {
			return text("name") + ", " + of
		}
	}
	return text("name")
}

// EdgeLabel is what an edge says in a drawing: one short line.
func EdgeLabel(e *Edge) string {
	verb, ok := verbs[e.Type]
	if !ok {
		verb = verbOf(e.Type)
	}
	text := func(name string) string { s, _ := e.Properties[name].(string); return s }
	switch {
	case e.Weight > 1:
		return fmt.Sprintf("%s ×%d", verb, e.Weight)
	case text("charge") != "":
		return shorten(verb + ": " + text("charge"))
	case text("status") != "":
		return verb + " (" + text("status") + ")"
	}
	return verb
}

// verbs are those of the model's edges.
var verbs = func() map[string]string {
	all := map[string]string{}
	for _, e := range schema.Model().Edges {
		all[e.Type] = verbOf(e.Type)
	}
	return all
}()

func verbOf(edgeType string) string { return strings.ToLower(strings.ReplaceAll(edgeType, "_", " ")) }

func shorten(text string) string {
	text = oneLine(text)
	if len(text) <= longestLabel {
		return text
	}
	runes := []rune(text)
	if len(runes) <= longestLabel {
		return text
	}
	return strings.TrimRight(string(runes[:longestLabel-1]), " ,;:") + "…"
}

// oneLine leaves out what would break or fool a line: white space that is no space,
// and control characters.
func oneLine(text string) string {
	plain := true
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < ' ' || c == 0x7f || c == ' ' && (i == 0 || text[i-1] == ' ' || i == len(text)-1) {
			plain = false
			break
		}
	}
	if plain {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.Join(strings.Fields(text), " "))
}
