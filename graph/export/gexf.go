package export

import (
	"strconv"

	"rostrum/graph"
	"rostrum/schema"
)

// gexf is GEXF 1.3 (gexf.net): edges have the days that they are of, their type as
// kind, so that parallel edges of two types stay two, and colours. The prefix viz is
// bound to the main namespace, where 1.3's schema has colours: DESIGN.md says why.
type gexf struct {
	*out
	nodeColumns, edgeColumns []column
	tags                     []string // what begins the value of a column, by its place
}

func newGEXF(out *out, s *Subgraph) sink {
	g := &gexf{out: out, nodeColumns: s.nodeColumns(), edgeColumns: s.edgeColumns()}
	for i := range max(len(g.nodeColumns), len(g.edgeColumns)) {
		g.tags = append(g.tags, `<attvalue for="`+strconv.Itoa(i)+`" value="`)
	}
	g.text(`<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
<meta><creator>Rostrum</creator><description>`)
	for i, line := range s.About.Lines() {
		if i > 0 {
			g.text("\n")
		}
		g.xml(line)
	}
	g.text(`</description></meta>
<graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval" idtype="string">
`)
	g.attributes("node", g.nodeColumns)
	g.attributes("edge", g.edgeColumns)
	g.text(`<nodes count="`, strconv.Itoa(s.NodeCount), "\">\n")
	return g
}

func (g *gexf) attributes(of string, columns []column) {
	types := map[schema.PropertyType]string{schema.Integer: "long", schema.Float: "double", schema.Boolean: "boolean"}
	g.text(`<attributes class="`, of, `" mode="static">`)
	for i, c := range columns {
		if c.name == "label" || c.name == "weight" {
			continue // GEXF has them as its own
		}
		typ := types[c.typ]
		if typ == "" {
			typ = "string"
		}
		g.text(`<attribute id="`, strconv.Itoa(i), `" title="`, c.name, `" type="`, typ, `"/>`)
	}
	g.text("</attributes>\n")
}

func (g *gexf) value(i int, c cell) {
	if c.kind != noCell {
		g.text(g.tags[i])
		g.plain(c)
		g.text(`"/>`)
	}
}

func (g *gexf) attribute(name, value string) {
	if value != "" {
		g.text(" ", name, `="`)
		g.xml(value)
		g.text(`"`)
	}
}

func (g *gexf) node(n *graph.Node) error {
	g.text(`<node`)
	g.attribute("id", string(n.ID))
	g.attribute("label", NodeLabel(n))
	g.text(">", vizColor(NodeColor(n.Labels[0])), "<attvalues>")
	for i := range g.nodeColumns {
		if c := &g.nodeColumns[i]; c.name != "label" {
			g.value(i, nodeCell(n, c))
		}
	}
	g.text("</attvalues></node>\n")
	return g.spill()
}

// edges ends the nodes. The edges have no count, which a reader does not need.
func (g *gexf) edges() error {
	g.text("</nodes>\n<edges>\n")
	return nil
}

func (g *gexf) edge(e *Edge) error {
	g.text(`<edge`)
	g.attribute("id", string(e.ID))
	g.attribute("source", string(e.From))
	g.attribute("target", string(e.To))
	g.attribute("kind", e.Type)
	g.attribute("label", EdgeLabel(e))
	g.text(` weight="`)
	g.b = strconv.AppendInt(g.b, e.Weight, 10)
	g.text(`"`)
	g.attribute("start", string(e.Start))
	g.attribute("end", string(e.End))
	g.text(">", vizColor(EdgeColor(e.Type)), "<attvalues>")
	for i := range g.edgeColumns {
		if c := &g.edgeColumns[i]; c.name != "label" && c.name != "weight" {
			g.value(i, edgeCell(e, c))
		}
	}
	g.text("</attvalues></edge>\n")
	return g.spill()
}

func (g *gexf) end() error {
	g.text("</edges>\n</graph>\n</gexf>\n")
	return g.flush()
}

// vizColor is the element that tells the colour #rrggbb.
func vizColor(hex string) string {
	return vizColors[hex]
}

var vizColors = func() map[string]string {
	all := map[string]string{}
	for _, hex := range palette() {
		part := func(i int) string {
			n, _ := strconv.ParseUint(hex[i:i+2], 16, 8)
			return strconv.FormatUint(n, 10)
		}
		all[hex] = `<viz:color r="` + part(1) + `" g="` + part(3) + `" b="` + part(5) + `"/>`
	}
	return all
}()
