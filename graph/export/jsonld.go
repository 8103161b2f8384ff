package export

import "rostrum/graph"

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
	for _, r := range all {
		if len(r.types)+len(r.facts) > 0 {
			j.text(",\n")
			j.resource(r)
		}
	}
	return j.done()
}

func (j *jsonLD) resource(r resource) {
	j.open()
	j.set("@id", r.id)
	if len(r.types) > 0 {
		j.set("@type", r.types)
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
		for k, f := range r.facts[i:n] {
			if k > 0 {
				j.text(",")
			}
			j.value(f)
		}
		if n > i+1 {
			j.text("]")
		}
		i = n
	}
	j.text("}")
}

func (j *jsonLD) value(f fact) {
	some := j.some
	switch f.datatype {
	case "xsd:integer", "xsd:boolean":
		j.text(f.object)
	case "":
		j.string(f.object)
	case iri:
		j.open()
		j.set("@id", f.object)
		j.text("}")
	default:
		j.open()
		j.set("@value", f.object)
		j.set("@type", f.datatype)
		j.text("}")
	}
	j.some = some
}

func (j *jsonLD) string(text string) {
	b, err := graph.AppendValue(j.b, text)
	if err != nil {
		j.err = err
		return
	}
	j.b = b
}

func (j *jsonLD) end() error {
	j.text("\n]}\n")
	return j.flush()
}
