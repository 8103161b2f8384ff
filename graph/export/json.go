package export

import (
	"strings"

	"rostrum/graph"
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

// name begins a member. The name needs no escaping.
func (o *object) name(name string) {
	b := o.b
	if o.some {
		b = append(b, ',')
	}
	o.some = true
	o.b = append(append(append(b, '"'), name...), `":`...)
}

// value adds a value where one may stand.
func (o *object) value(value any) {
	o.keep(graph.AppendValue(o.b, value))
}

// string is value of a text.
func (o *object) string(text string) {
	o.keep(graph.AppendText(o.b, text))
}

func (o *object) keep(b []byte, err error) {
	switch {
	case err == nil:
		o.b = b
	case o.err == nil:
		o.err = err
	}
}

// set adds a member.
func (o *object) set(name string, value any) {
	o.name(name)
	o.value(value)
}

// setText adds a member with a text; an empty one is left out.
func (o *object) setText(name, text string) {
	if text != "" {
		o.name(name)
		o.string(text)
	}
}

// setCell adds a member with what a column has, if there is anything.
func (o *object) setCell(name string, c cell) {
	switch c.kind {
	case textCell, dayCell:
		o.name(name)
		o.string(c.text)
	case otherCell:
		o.set(name, c.other)
	}
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
	c.setText("name", oneLine(s.About.Question))
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
	c.setText("id", string(n.ID))
	named := false
	for i := range c.nodeColumns {
		column := &c.nodeColumns[i]
		value := nodeCell(n, column)
		named = named || column.name == "name" && value.kind != noCell
		c.setCell(column.name, value)
	}
	if !named { // Cytoscape shows the name
		c.setText("name", NodeLabel(n))
	}
	c.setText("value", string(n.ID)) // networkx names the node by it
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
	c.setText("id", string(e.ID))
	c.setText("source", string(e.From))
	c.setText("target", string(e.To))
	c.setText("key", string(e.ID)) // networkx keeps parallel edges by it
	c.setText("interaction", e.Type)
	for i := range c.edgeColumns {
		c.setCell(c.edgeColumns[i].name, edgeCell(e, &c.edgeColumns[i]))
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
	j.setText("start", string(e.Start))
	j.setText("end", string(e.End))
	if a := e.Source; a != nil {
		j.name("source")
		j.open()
		j.setText("id", string(a.ID))
		j.setText("title", a.Title)
		j.setText("outlet", a.Outlet)
		j.setText("published", string(a.Published))
		j.setText("url", a.URL)
		j.text("}")
	}
	j.text("}\n")
	return j.done()
}
