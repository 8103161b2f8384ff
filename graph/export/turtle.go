package export

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"rostrum/graph"
)

// turtle is RDF 1.1 Turtle.
type turtle struct {
	*out
	describer
}

func newTurtle(out *out, s *Subgraph) sink {
	t := &turtle{out, newDescriber(s)}
	for _, line := range s.About.Lines() {
		t.text("# ", line, "\n")
	}
	for _, p := range prefixes {
		t.text("@prefix ", p[0], ": <", p[1], "> .\n")
	}
	t.resource(dataset(s))
	return t
}

func (t *turtle) node(n *graph.Node) error { return t.resources(t.describer.node(n)) }
func (t *turtle) edge(e *Edge) error       { return t.resources(t.describer.edge(e)) }

func (t *turtle) resources(all []resource) error {
	for _, r := range all {
		if err := t.resource(r); err != nil {
			return err
		}
	}
	return t.spill()
}

func (t *turtle) resource(r resource) error {
	if len(r.types)+len(r.facts) == 0 {
		return nil
	}
	t.text("\n<", r.id, ">")
	separator := " "
	for _, typ := range r.types {
		t.text(separator, "a ", typ)
		separator = " ;\n  "
	}
	for _, f := range r.facts {
		t.text(separator, f.predicate, " ")
		separator = " ;\n  "
		switch f.datatype {
		case iri:
			t.reference(f.object)
		case "", "xsd:date":
			if !utf8.ValidString(f.object) {
				return fmt.Errorf("%s: %s is not valid UTF-8", r.id, f.predicate)
			}
			t.quote(f.object)
			if f.datatype != "" {
				t.text("^^", f.datatype)
			}
		default: // numbers and true stand as they are
			t.text(f.object)
		}
	}
	t.text(" .\n")
	return nil
}

// reference is an IRI, or a name with a prefix.
func (t *turtle) reference(object string) {
	if strings.HasPrefix(object, "urn:") {
		t.text("<", object, ">")
		return
	}
	t.text(object)
}

func (t *turtle) quote(text string) {
	t.b = append(t.b, '"')
	done := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		t.text(text[done:i])
		done = i + 1
		switch c {
		case '"', '\\':
			t.b = append(t.b, '\\', c)
		case '\n':
			t.text(`\n`)
		case '\r':
			t.text(`\r`)
		case '\t':
			t.text(`\t`)
		default:
			t.b = fmt.Appendf(t.b, `\u%04X`, c)
		}
	}
	t.text(text[done:], `"`)
}
