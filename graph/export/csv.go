package export

import (
	"encoding/json"
	"io"
	"strings"

	"rostrum/graph"
	"rostrum/graph/internal/ascii"
	"rostrum/schema"
)

// csvFolder is nodes.csv and edges.csv as RFC 4180 has it, and datapackage.json, which
// gives the columns' types (Frictionless Data Package 1) and says what the files are.
// A null is an empty cell, an empty text "". As in 'query --format csv', an apostrophe
// stands before a text that a spreadsheet would run as a formula.
type csvFolder struct {
	nodes, edgeRows          *out
	nodeColumns, edgeColumns []column
}

func newCSV(create createFile, s *Subgraph) (sink, error) {
	c := &csvFolder{nodeColumns: s.nodeColumns(), edgeColumns: s.edgeColumns()}
	about, err := create("datapackage.json")
	if err != nil {
		return nil, err
	}
	if err := writePackage(about, s, c); err != nil {
		return nil, err
	}
	files := map[string]**out{"nodes.csv": &c.nodes, "edges.csv": &c.edgeRows}
	for name, file := range files {
		w, err := create(name)
		if err != nil {
			return nil, err
		}
		*file = &out{w: w}
	}
	c.nodes.text("id")
	for _, column := range c.nodeColumns {
		c.nodes.text(",", column.name)
	}
	c.nodes.text("\r\n")
	c.edgeRows.text("id,source,target")
	for _, column := range c.edgeColumns {
		c.edgeRows.text(",", column.name)
	}
	c.edgeRows.text("\r\n")
	return c, nil
}

func (c *csvFolder) node(n *graph.Node) error {
	c.nodes.text(string(n.ID))
	for i := range c.nodeColumns {
		c.nodes.cell(nodeCell(n, &c.nodeColumns[i]), true)
	}
	c.nodes.text("\r\n")
	return c.nodes.spill()
}

func (c *csvFolder) edges() error { return c.nodes.flush() }

func (c *csvFolder) edge(e *Edge) error {
	c.edgeRows.text(string(e.ID), ",", string(e.From), ",", string(e.To))
	for i := range c.edgeColumns {
		c.edgeRows.cell(edgeCell(e, &c.edgeColumns[i]), true)
	}
	c.edgeRows.text("\r\n")
	return c.edgeRows.spill()
}

func (c *csvFolder) end() error { return c.edgeRows.flush() }

// cell writes a comma and a value. Guarded is with the apostrophe.
func (o *out) cell(c cell, guarded bool) {
	o.b = append(o.b, ',')
	switch c.kind {
	case textCell:
		o.csvText(c.text, guarded)
	case dayCell:
		o.b = append(o.b, c.text...)
	case otherCell:
		o.b = appendPlain(o.b, c.other)
	}
}

func (o *out) csvText(text string, guarded bool) {
	if text == "" {
		o.text(`""`)
		return
	}
	if guarded && strings.IndexByte("=+-@\t\r", text[0]) >= 0 {
		text = "'" + text
	}
	if (ascii.Plain(text, [4]byte{'"', ',', '"', ','}) == len(text) || !strings.ContainsAny(text, "\",\r\n")) && text[0] != ' ' && text[len(text)-1] != ' ' {
		o.text(text)
		return
	}
	o.text(`"`, strings.ReplaceAll(text, `"`, `""`), `"`)
}

type dataPackage struct {
	Name        string         `json:"name"`
	Title       string         `json:"title"`
	Description string         `json:"description"`
	Resources   []dataResource `json:"resources"`
}

type dataResource struct {
	Name     string     `json:"name"`
	Path     string     `json:"path"`
	Profile  string     `json:"profile"`
	Encoding string     `json:"encoding"`
	Schema   dataSchema `json:"schema"`
}

type dataSchema struct {
	Fields     []dataField `json:"fields"`
	PrimaryKey string      `json:"primaryKey"`
	ForeignKey []dataKey   `json:"foreignKeys,omitempty"`
}

type dataField struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Description string `json:"description"`
}

type dataKey struct {
	Fields    string            `json:"fields"`
	Reference map[string]string `json:"reference"`
}

func writePackage(w io.Writer, s *Subgraph, c *csvFolder) error {
	id := func(name, doc string) dataField { return dataField{name, "string", doc} }
	ends := []dataKey{
		{"source", map[string]string{"resource": "nodes", "fields": "id"}},
		{"target", map[string]string{"resource": "nodes", "fields": "id"}},
	}
	description := append(s.About.Lines(), "Before a text that a spreadsheet would run as a formula stands an apostrophe.")
	p := dataPackage{"rostrum", oneLine(s.About.Question), strings.Join(description, "\n"), []dataResource{
		{"nodes", "nodes.csv", "tabular-data-resource", "utf-8", dataSchema{fields(c.nodeColumns, id("id", "UUID")), "id", nil}},
		{"edges", "edges.csv", "tabular-data-resource", "utf-8", dataSchema{fields(c.edgeColumns, id("id", "UUID"),
			id("source", "id of the node that it starts at"), id("target", "id of the node that it ends at")), "id", ends}},
	}}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(p)
}

func fields(columns []column, first ...dataField) []dataField {
	types := map[schema.PropertyType]string{schema.Integer: "integer", schema.Float: "number", schema.Boolean: "boolean", schema.Day: "date"}
	for _, c := range columns {
		typ := types[c.typ]
		if typ == "" {
			typ = "string"
		}
		first = append(first, dataField{c.name, typ, c.doc})
	}
	return first
}
