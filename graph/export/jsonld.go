package export

import (
	"rostrum/graph"
	"rostrum/schema"
)

// jsonLD is JSON-LD 1.1, a flat list of resources.
type jsonLD struct {
	object
	describer
}

func newJSONLD(out *out, s *Subgraph) sink {
	j := &jsonLD{object{out: out}, newDescriber(s)}
	j.text(`{"@context":`)
	j.open()
	for _, p := range prefixes {
		j.set(p[0], p[1])
	}
	j.text("},\n\"@graph\":[\n")
	j.resource(dataset(s))
	return j
}

func (j *jsonLD) node(n *graph.Node) error { return j.resources(j.describer.node(n)) }
func (j *jsonLD) edge(e *Edge) error       { return j.resources(j.describer.edge(e)) }

func (j *jsonLD) resources(all []resource) error {
	for i := range all {
		if r := &all[i]; r.typ != "" || len(r.facts) > 0 {
			j.text(",\n")
			j.resource(r)
		}
	}
	return j.done()
}

func (j *jsonLD) resource(r *resource) {
	j.open()
	j.name("@id")
	j.iri(r.iri)
	if r.typ != "" {
		j.text(`,"@type":["`, string(r.typ), `"]`)
	}
	for i := 0; i < len(r.facts); {
		n := i + 1
		for n < len(r.facts) && r.facts[n].predicate == r.facts[i].predicate {
			n++
		}
		j.name(r.facts[i].predicate)
		if n > i+1 {
			j.text("[")
		}
		for k := i; k < n; k++ {
			if k > i {
				j.text(",")
			}
			j.says(&r.facts[k])
		}
		if n > i+1 {
			j.text("]")
		}
		i = n
	}
	j.text("}")
}

func (j *jsonLD) iri(i iri) { j.b = append(i.append(append(j.b, '"')), '"') }

// says writes what a fact says of the resource.
func (j *jsonLD) says(f *fact) {
	switch v := f.value.(type) {
	case nil:
		j.text(`{"@id":`)
		j.iri(f.iri)
		j.text("}")
	case name:
		j.text(`{"@id":"`, string(v), `"}`)
	case string:
		j.string(v)
	case schema.Date:
		j.text(`{"@value":`)
		j.string(string(v))
		j.text(`,"@type":"xsd:date"}`)
	case float64:
		j.text(`{"@value":"`)
		j.b = appendDecimal(j.b, v)
		j.text(`","@type":"xsd:decimal"}`)
	default:
		j.value(v)
	}
}

func (j *jsonLD) end() error {
	j.text("\n]}\n")
	return j.flush()
}
