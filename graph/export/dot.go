package export

import (
	"strings"

	"rostrum/graph"
)

// dot is Graphviz's language: a label, colour and tooltip for all, the article's
// address behind an edge.
type dot struct{ *out }

func newDOT(out *out, s *Subgraph) sink {
	d := &dot{out}
	for _, line := range s.About.Lines() {
		d.text("// ", line, "\n")
	}
	d.text("digraph rostrum {\n")
	d.text(`graph [overlap=prism, splines=true, outputorder=edgesfirst, comment=`)
	d.quote(strings.Join(s.About.Lines(), "\n"))
	d.text("];\n", `node [shape=box, style="rounded,filled", fontname="Helvetica"];`, "\n",
		`edge [fontname="Helvetica", fontsize=10];`, "\n")
	return d
}

func (d *dot) node(n *graph.Node) error {
	d.quote(string(n.ID))
	d.text(" [class=", n.Labels[0], ", label=")
	d.quote(NodeLabel(n))
	d.text(`, fillcolor="`, NodeColor(n.Labels[0]), `", fontcolor="`, TextOn(n.Labels[0]), `"`)
	if sentence, _ := n.Properties["sentence"].(string); sentence != "" {
		d.text(", tooltip=")
		d.quote(sentence)
	}
	if url, _ := n.Properties["url"].(string); url != "" {
		d.text(", URL=")
		d.quote(url)
	}
	d.text("];\n")
	return d.spill()
}

func (d *dot) edge(e *Edge) error {
	d.quote(string(e.From))
	d.text(" -> ")
	d.quote(string(e.To))
	d.text(" [id=")
	d.quote(string(e.ID))
	d.text(", class=", e.Type, ", label=")
	d.quote(EdgeLabel(e))
	d.text(`, color="`, EdgeColor(e.Type), `"`)
	if e.Weight > 1 {
		d.text(", weight=")
		d.b = appendPlain(d.b, e.Weight)
	}
	if e.Start != "" {
		d.text(`, date="`, string(e.Start), `"`)
	}
	if evidence, _ := e.Properties["evidence"].(string); evidence != "" {
		d.text(", tooltip=")
		d.quote(evidence)
	}
	if e.Source != nil && e.Source.URL != "" {
		d.text(", URL=")
		d.quote(e.Source.URL)
	}
	d.text("];\n")
	return d.spill()
}

func (d *dot) end() error {
	d.text("}\n")
	return d.flush()
}

// quote writes a text so that Graphviz shows it as it is: it takes \N and \n for its
// own, and entities for characters.
func (d *dot) quote(text string) {
	d.b = append(d.b, '"')
	done := 0
	for i := 0; i < len(text); i++ {
		var escaped string
		switch text[i] {
		case '"':
			escaped = `\"`
		case '\\':
			escaped = `\\`
		case '&':
			escaped = "&amp;"
		case '\n':
			escaped = `\n`
		case '\r', 0:
		default:
			continue
		}
		d.text(text[done:i], escaped)
		done = i + 1
	}
	d.text(text[done:], `"`)
}
