package export

import (
	"strconv"
	"strings"

	"rostrum/graph"
	"rostrum/schema"
)

// numbered gives nodes short names: n1, n2, in order of their ids.
type numbered map[schema.ID]string

func (n numbered) name(id schema.ID) string {
	if name, ok := n[id]; ok {
		return name
	}
	name := "n" + strconv.Itoa(len(n)+1)
	n[id] = name
	return name
}

// mermaid is a flowchart for Markdown.
type mermaid struct {
	*out
	names  numbered
	labels []string
	links  int
	colors map[string][]string // of edges: the numbers of the links
	types  []string
}

func newMermaid(out *out, s *Subgraph) sink {
	m := &mermaid{out: out, names: numbered{}, labels: s.Labels, types: s.Types, colors: map[string][]string{}}
	for _, line := range s.About.Lines() {
		m.text("%% ", strings.NewReplacer("{", "(", "}", ")").Replace(line), "\n") // %%{ is a directive
	}
	m.text("flowchart LR\n")
	return m
}

// mermaidText escapes what Mermaid or the HTML behind it would take for its own.
var mermaidText = strings.NewReplacer(`"`, "#quot;", "#", "#35;", "<", "#lt;", ">", "#gt;", "&", "#amp;", "`", "#96;", "\\", "#92;")

func (m *mermaid) node(n *graph.Node) error {
	m.text("  ", m.names.name(n.ID), `["`, mermaidText.Replace(NodeLabel(n)), `"]:::`, n.Labels[0], "\n")
	return m.spill()
}

func (m *mermaid) edge(e *Edge) error {
	m.text("  ", m.names.name(e.From), ` -->|"`, mermaidText.Replace(labelWithDay(e)), `"| `, m.names.name(e.To), "\n")
	if EdgeColor(e.Type) != otherColor {
		m.colors[e.Type] = append(m.colors[e.Type], strconv.Itoa(m.links))
	}
	m.links++
	return m.spill()
}

// labelWithDay has the day too: a drawing in a document has no tooltip.
func labelWithDay(e *Edge) string {
	if e.Start == "" {
		return EdgeLabel(e)
	}
	return EdgeLabel(e) + " (" + string(e.Start) + ")"
}

func (m *mermaid) end() error {
	for _, label := range m.labels {
		m.text("  classDef ", label, " fill:", NodeColor(label), ",color:", TextOn(label), "\n")
	}
	for _, kind := range m.types {
		if links := m.colors[kind]; links != nil {
			m.text("  linkStyle ", strings.Join(links, ","), " stroke:", EdgeColor(kind), "\n")
		}
	}
	return m.flush()
}

// d2 is the language of d2lang.com.
type d2 struct {
	*out
	names numbered
}

func newD2(out *out, s *Subgraph) sink {
	d := &d2{out, numbered{}}
	for _, line := range s.About.Lines() {
		d.text("# ", line, "\n")
	}
	d.text("direction: right\nclasses: {\n")
	for _, label := range s.Labels {
		d.text("  ", label, `: { style: { fill: "`, NodeColor(label), `"; font-color: "`, TextOn(label), `" } }`, "\n")
	}
	for _, kind := range s.Types {
		d.text("  ", kind, `: { style.stroke: "`, EdgeColor(kind), `" }`, "\n")
	}
	d.text("}\n")
	return d
}

// d2Text is in single quotation marks, between which D2 takes nothing for its own.
func d2Text(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

func (d *d2) node(n *graph.Node) error {
	d.text(d.names.name(n.ID), ": ", d2Text(NodeLabel(n)), " { class: ", n.Labels[0], " }\n")
	return d.spill()
}

func (d *d2) edge(e *Edge) error {
	d.text(d.names.name(e.From), " -> ", d.names.name(e.To), ": ", d2Text(labelWithDay(e)), " { class: ", e.Type, " }\n")
	return d.spill()
}
