// Package picture draws a subgraph: as one HTML page that asks nothing of any network,
// where a click opens the sentence behind an edge, and as SVG for print.
//
// It chooses nothing of what is drawn: package export does. Positions are computed here
// (layout.go), not in the reader's browser, so that a page opens at once and the same
// graph gives the same picture.
//
// The main path: [Write] reads the subgraph into a drawing, lays it out, and hands it to
// the format's writer.
package picture

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"rostrum/graph"
	"rostrum/graph/export"
)

// Format is a way to draw.
type Format string

// The formats.
const (
	HTML Format = "html"
	SVG  Format = "svg"
)

// Names lists the formats for a message.
const Names = "html or svg"

// MostEdges is how many edges a picture can show; more are no picture.
const MostEdges = 20000

// Find is the format of a name.
func Find(name string) (Format, error) {
	if f := Format(name); f == HTML || f == SVG {
		return f, nil
	}
	return "", fmt.Errorf("there is no picture format %q: write %s", name, Names)
}

// ForFile is the format that a file's name tells of.
func ForFile(path string) (Format, bool) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".html", ".htm":
		return HTML, true
	case ".svg":
		return SVG, true
	}
	return "", false
}

// drawing is a subgraph with a place for every node. Edges name nodes by their index.
type drawing struct {
	about export.About
	nodes []node
	edges []edge
	kinds []string // labels of its nodes, in the model's order
	types []string // types of its edges
}

type node struct {
	graph.Node
	label string
	x, y  float64 // of its middle; y grows downwards
}

type edge struct {
	export.Edge
	label    string
	from, to int
}

// Write draws the subgraph.
func Write(w io.Writer, f Format, s *export.Subgraph) error {
	d, err := newDrawing(s)
	if err == nil {
		if f == SVG {
			err = d.svg(w)
		} else {
			err = d.html(w)
		}
	}
	if err != nil {
		return fmt.Errorf("draw %s: %w", f, err)
	}
	return nil
}

func newDrawing(s *export.Subgraph) (*drawing, error) {
	if s.EdgeCount > MostEdges {
		return nil, fmt.Errorf("%d edges are too many for a picture, which takes %d: ask for less (--limit, --types, --since), or --project", s.EdgeCount, MostEdges)
	}
	d := &drawing{about: s.About, kinds: s.Labels, types: s.Types}
	at := map[string]int{}
	for n, err := range s.Nodes {
		if err != nil {
			return nil, err
		}
		at[string(n.ID)] = len(d.nodes)
		d.nodes = append(d.nodes, node{Node: n, label: export.NodeLabel(&n)})
	}
	for e, err := range s.Edges {
		if err != nil {
			return nil, err
		}
		d.edges = append(d.edges, edge{Edge: e, label: export.EdgeLabel(&e), from: at[string(e.From)], to: at[string(e.To)]})
	}
	return d, nil
}

// evidence is the sentence behind an edge: its own, or that of the statement at its end.
func (d *drawing) evidence(e *edge) string {
	for _, properties := range []map[string]any{e.Properties, d.nodes[e.to].Properties, d.nodes[e.from].Properties} {
		for _, name := range []string{"evidence", "sentence"} {
			if text, _ := properties[name].(string); text != "" {
				return text
			}
		}
	}
	return ""
}

// telling are the types of edges that say something of themselves; the others say where
// it stands.
var telling = []string{"ACCUSED", "DENIED", "SAID", "HOLDS", "MEMBER_OF"}

func (e *edge) tells() bool { return slices.Contains(telling, e.Type) }
