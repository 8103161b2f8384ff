package export

import (
	"strings"

	"rostrum/graph"
	"rostrum/schema"
)

// object writes the members of a JSON object; the first error stays.
type object struct {
	*out
	some bool // members before
	err  error
}

func (o *object) open() {
	o.text("{")
	o.some = false
}

// name begins a member.
func (o *object) name(name string) {
	if o.some {
		o.text(",")
	}
	o.some = true
	o.text(`"`, name, `":`)
}

// set adds a member; nil is left out. The name needs no escaping.
func (o *object) set(name string, value any) {
	if value == nil {
		return
	}
	o.name(name)
	b, err := graph.AppendValue(o.b, value)
	if err != nil {
		if o.err == nil {
			o.err = err
		}
		return
	}
	o.b = b
}

// done is spill, or the error that stayed.
func (o *object) done() error {
	if o.err != nil {
		return o.err
	}
	return o.spill()
}

// cytoscape is the JSON of Cytoscape and cytoscape.js (.cyjs).
type cytoscape struct {
	object
	nodeColumns, edgeColumns []column
	more                     bool
}

func newCytoscape(out *out, s *Subgraph) sink {
	c := &cytoscape{object: object{out: out}, nodeColumns: s.nodeColumns(), edgeColumns: s.edgeColumns()}
	c.text(`{"format_version":"1.0","generated_by":"Rostrum","target_cytoscapejs_version":"~3.35","data":`)
	c.open()
	c.set("name", oneLine(s.About.Question))
	c.set("description", strings.Join(s.About.Lines(), "\n"))
	c.text("},\n\"elements\":{\"nodes\":[\n")
	return c
}

func (c *cytoscape) next() {
	if c.more {
		c.text(",\n")
	}
	c.more = true
	c.text(`{"data":`)
	c.open()
}

func (c *cytoscape) node(n *graph.Node) error {
	c.next()
	c.set("id", string(n.ID))
	named := false
	for i := range c.nodeColumns {
		column := &c.nodeColumns[i]
		value := nodeValue(n, column)
		named = named || column.name == "name" && value != nil
		c.set(column.name, value)
	}
	if !named { // Cytoscape shows the name
		c.set("name", NodeLabel(n))
	}
	c.set("value", string(n.ID)) // networkx names the node by it
	c.text("}}")
	return c.done()
}

func (c *cytoscape) edges() error {
	c.text("\n],\"edges\":[\n")
	c.more = false
	return nil
}

func (c *cytoscape) edge(e *Edge) error {
	c.next()
	c.set("id", string(e.ID))
	c.set("source", string(e.From))
	c.set("target", string(e.To))
	c.set("key", string(e.ID)) // networkx keeps parallel edges by it
	c.set("interaction", e.Type)
	for i := range c.edgeColumns {
		c.set(c.edgeColumns[i].name, edgeValue(e, &c.edgeColumns[i]))
	}
	c.text("}}")
	return c.done()
}

func (c *cytoscape) end() error {
	c.text("\n]}}\n")
	return c.flush()
}

// jsonLines is what graph.Dump writes, with a line before it that says what it is, and
// with each edge the article that says so and its days.
type jsonLines struct{ object }

func newJSONLines(out *out, s *Subgraph) sink {
	j := &jsonLines{object{out: out}}
	j.text(`{"about":`)
	j.open()
	j.set("question", s.About.Question)
	j.set("projected", s.About.Projected)
	j.set("notes", s.About.Lines())
	j.set("nodes", int64(s.NodeCount))
	j.set("edges", int64(s.EdgeCount))
	j.text("}}\n")
	return j
}

func (j *jsonLines) element(value any) bool {
	b, err := graph.AppendElement(j.b, value)
	if err != nil {
		j.err = err
		return false
	}
	j.b = b
	return true
}

func (j *jsonLines) node(n *graph.Node) error {
	if j.element(*n) {
		j.text("\n")
	}
	return j.done()
}

func (j *jsonLines) edge(e *Edge) error {
	if !j.element(e.Edge) {
		return j.err
	}
	j.b = j.b[:len(j.b)-1] // the line's closing brace
	j.some = true
	j.set("start", present(e.Start))
	j.set("end", present(e.End))
	if a := e.Source; a != nil {
		j.name("source")
		j.open()
		j.set("id", string(a.ID))
		for _, m := range [...]struct {
			name  string
			value any
		}{{"title", present(a.Title)}, {"outlet", present(a.Outlet)}, {"published", present(schema.Date(a.Published))}, {"url", present(a.URL)}} {
			j.set(m.name, m.value)
		}
		j.text("}")
	}
	j.text("}\n")
	return j.done()
}
