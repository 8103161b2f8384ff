package export

import (
	"strconv"

	"rostrum/graph"
	"rostrum/schema"
)

// graphML is GraphML (graphml.graphdrawing.org, 1.0 with attributes): a typed key for
// each column, dates as strings in ISO 8601, since GraphML has no type for them. Edges
// have their ids as data too, since igraph (1.0) gives them those of nodes.
type graphML struct {
	*out
	nodeColumns, edgeColumns []column
	nodeKeys, edgeKeys       []string // the start tag of each column's data
}

func newGraphML(out *out, s *Subgraph) sink {
	g := &graphML{out: out, nodeColumns: s.nodeColumns(), edgeColumns: s.edgeColumns()}
	g.text(`<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
`)
	g.desc(s)
	g.nodeKeys = g.keys("node", "n", g.nodeColumns)
	g.edgeKeys = g.keys("edge", "e", g.edgeColumns)
	g.text(`<key id="id" for="edge" attr.name="edge_id" attr.type="string"/>`, "\n")
	g.text(`<graph id="G" edgedefault="directed">` + "\n")
	return g
}

func (g *graphML) desc(s *Subgraph) {
	g.text("<desc>")
	for i, line := range s.About.Lines() {
		if i > 0 {
			g.text("\n")
		}
		g.xml(line)
	}
	g.text("</desc>\n")
}

func (g *graphML) keys(of, prefix string, columns []column) (tags []string) {
	types := map[schema.PropertyType]string{schema.Integer: "long", schema.Float: "double", schema.Boolean: "boolean"}
	for i, c := range columns {
		id := prefix + strconv.Itoa(i)
		typ := types[c.typ]
		if typ == "" {
			typ = "string"
		}
		g.text(`<key id="`, id, `" for="`, of, `" attr.name="`, c.name, `" attr.type="`, typ, `"/>`, "\n")
		tags = append(tags, `<data key="`+id+`">`)
	}
	return tags
}

func (g *graphML) data(tag string, c cell) {
	if c.kind != noCell {
		g.text(tag)
		g.plain(c)
		g.text("</data>")
	}
}

func (g *graphML) node(n *graph.Node) error {
	g.text(`<node id="`, string(n.ID), `">`)
	for i := range g.nodeColumns {
		g.data(g.nodeKeys[i], nodeCell(n, &g.nodeColumns[i]))
	}
	g.text("</node>\n")
	return g.spill()
}

func (g *graphML) edge(e *Edge) error {
	g.text(`<edge id="`, string(e.ID), `" source="`, string(e.From), `" target="`, string(e.To), `"><data key="id">`, string(e.ID), "</data>")
	for i := range g.edgeColumns {
		g.data(g.edgeKeys[i], edgeCell(e, &g.edgeColumns[i]))
	}
	g.text("</edge>\n")
	return g.spill()
}

func (g *graphML) end() error {
	g.text("</graph>\n</graphml>\n")
	return g.flush()
}
