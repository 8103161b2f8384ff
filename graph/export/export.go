// Package export writes parts of the graph for the tools that people draw, count and
// publish with: one small file a format.
//
// It chooses what is in the part ([Select], [Around]) and how it is written, and draws
// nothing: package picture does. Every format is written while it is read, nodes and
// then edges in order of their ids, so that a million edges need little memory and the
// same graph gives the same bytes.
//
// The main path: Select or Around picks ids; [Selection.Subgraph] is what they stand
// for, [Subgraph.Project] folds its parallel edges if that is wanted; [Format.Write]
// or [Format.WriteFolder] writes it. What a format makes of nodes, edges, dates and
// names, and why, is in DESIGN.md.
package export

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"rostrum/graph"
)

// Format is a way to write a subgraph.
type Format struct {
	Name       string   // as --format takes it
	Extensions []string // of its files; the first is the usual one
	Doc        string   // who reads it, in a few words
	Folder     bool     // several files: WriteFolder writes it, else Write does

	file   func(out *out, s *Subgraph) sink
	folder func(create createFile, s *Subgraph) (sink, error)
}

// createFile makes a file of a folder.
type createFile func(name string) (io.Writer, error)

// Formats are all formats, in the order in which help lists them.
func Formats() []Format {
	return []Format{
		{Name: "graphml", Extensions: []string{".graphml"}, Doc: "GraphML: igraph, networkx, Gephi, yEd", file: newGraphML},
		{Name: "gexf", Extensions: []string{".gexf"}, Doc: "GEXF 1.3 with dates: Gephi, sigma.js", file: newGEXF},
		{Name: "dot", Extensions: []string{".dot", ".gv"}, Doc: "Graphviz", file: newDOT},
		{Name: "cytoscape", Extensions: []string{".cyjs"}, Doc: "Cytoscape and cytoscape.js", file: newCytoscape},
		{Name: "mermaid", Extensions: []string{".mmd", ".mermaid"}, Doc: "Mermaid, for documents", file: newMermaid},
		{Name: "d2", Extensions: []string{".d2"}, Doc: "D2, for documents", file: newD2},
		{Name: "csv", Folder: true, Doc: "nodes.csv and edges.csv, with their types in datapackage.json: pandas, R", folder: newCSV},
		{Name: "jsonl", Extensions: []string{".jsonl", ".ndjson"}, Doc: "JSON Lines, as 'query dump' prints them", file: newJSONLines},
		{Name: "jsonld", Extensions: []string{".jsonld"}, Doc: "JSON-LD: schema.org, Popolo, Web Annotation, PROV", file: newJSONLD},
		{Name: "turtle", Extensions: []string{".ttl"}, Doc: "RDF Turtle of the same", file: newTurtle},
		{Name: "ftm", Extensions: []string{".ftm", ".ftm.json"}, Doc: "FollowTheMoney entities, one a line: Aleph, OpenSanctions", file: newFTM},
		{Name: "neo4j", Folder: true, Doc: "CSV for neo4j-admin database import", folder: newNeo4j},
	}
}

// Names lists the formats' names for a message.
func Names() string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// Find is the format of a name.
func Find(name string) (Format, error) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("there is no format %q: write %s", name, Names())
}

// ForFile is the format that a file's name tells of.
func ForFile(path string) (Format, bool) {
	for _, f := range Formats() {
		if slices.ContainsFunc(f.Extensions, func(e string) bool { return strings.HasSuffix(filepath.Base(path), e) }) {
			return f, true
		}
	}
	return Format{}, false
}

// Write writes the subgraph to one file.
func (f Format) Write(w io.Writer, s *Subgraph) error {
	out := &out{w: w}
	if err := write(f.file(out, s), s); err != nil {
		return fmt.Errorf("write %s: %w", f.Name, err)
	}
	return nil
}

// WriteFolder writes the subgraph to several files, which create makes.
func (f Format) WriteFolder(create func(name string) (io.Writer, error), s *Subgraph) error {
	sink, err := f.folder(create, s)
	if err == nil {
		err = write(sink, s)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", f.Name, err)
	}
	return nil
}

// sink takes a subgraph's nodes and edges in their order. A sink that is made has
// written what stands before the nodes.
type sink interface {
	node(n *graph.Node) error
	edges() error // after the last node, before the first edge
	edge(e *Edge) error
	end() error
}

func write(to sink, s *Subgraph) error {
	var node graph.Node
	for n, err := range s.Nodes {
		if err == nil {
			node = n
			err = to.node(&node)
		}
		if err != nil {
			return err
		}
	}
	if err := to.edges(); err != nil {
		return err
	}
	var edge Edge // one for all: what a sink gets the address of is made anew else
	for e, err := range s.Edges {
		if err == nil {
			edge = e
			err = to.edge(&edge)
		}
		if err != nil {
			return err
		}
	}
	return to.end()
}

// out is a file that is written to its end through one buffer. Sinks append to b and
// call spill after each element.
type out struct {
	w io.Writer
	b []byte
}

const spillAt = 64 << 10 // bytes

func (o *out) text(parts ...string) {
	b := o.b
	for _, p := range parts {
		b = append(b, p...)
	}
	o.b = b
}

func (o *out) spill() error {
	if len(o.b) < spillAt {
		return nil
	}
	return o.flush()
}

func (o *out) flush() error {
	_, err := o.w.Write(o.b)
	o.b = o.b[:0]
	return err
}

// edges and end do for a sink that has nothing to write there.
func (o *out) edges() error { return nil }
func (o *out) end() error   { return o.flush() }
