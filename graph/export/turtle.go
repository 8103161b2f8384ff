package export

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"rostrum/graph"
	"rostrum/graph/internal/ascii"
	"rostrum/schema"
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
	for i := range all {
		if err := t.resource(&all[i]); err != nil {
			return err
		}
	}
	return t.spill()
}

func (t *turtle) resource(r *resource) error {
	if r.typ == "" && len(r.facts) == 0 {
		return nil
	}
	t.text("\n")
	t.iri(r.iri)
	separator := " "
	if r.typ != "" {
		t.text(" a ", string(r.typ))
		separator = " ;\n  "
	}
	for i := range r.facts {
		f := &r.facts[i]
		t.text(separator, f.predicate, " ")
		separator = " ;\n  "
		if err := t.says(f); err != nil {
			return fmt.Errorf("%s: %s %w", r.iri.append(nil), f.predicate, err)
		}
	}
	t.text(" .\n")
	return nil
}

func (t *turtle) iri(i iri) { t.b = append(i.append(append(t.b, '<')), '>') }

// says writes what a fact says of the resource.
func (t *turtle) says(f *fact) error {
	switch v := f.value.(type) {
	case nil:
		t.iri(f.iri)
	case name:
		t.text(string(v))
	case string:
		return t.quote(v)
	case schema.Date:
		err := t.quote(string(v))
		t.text("^^xsd:date")
		return err
	case float64:
		t.b = appendDecimal(t.b, v)
	default:
		t.b = appendPlain(t.b, v)
	}
	return nil
}

func (t *turtle) quote(text string) error {
	if !utf8.ValidString(text) {
		return errors.New("is not valid UTF-8")
	}
	t.b = append(t.b, '"')
	done := 0
	for i := 0; ; i++ {
		i += ascii.Plain(text[i:], [4]byte{'"', '\\', '"', '\\'})
		if i == len(text) {
			break
		}
		c := text[i]
		if c >= utf8.RuneSelf {
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
	return nil
}
