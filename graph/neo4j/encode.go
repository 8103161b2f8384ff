package neo4j

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"rostrum/graph"
	"rostrum/graph/cypher/temporal"
	"rostrum/schema"
)

// element is a node or an edge on its way to the server.
type element struct {
	id       schema.ID
	name     string // label, or type
	from, to *element
	row      map[string]any // id, from, to, and p, all its properties with the id
}

// key names an element among those that documents support: Person:4d7e8a4e-….
func (e *element) key() string { return e.name + ":" + string(e.id) }

// elements are the nodes or edges of all the batches of an Apply, each once.
type elements struct {
	byID    map[schema.ID]*element
	inOrder []*element
}

// sorted are the elements of each name in order of their ids. All who write go in that
// order, so that they wait for each other and not in a circle.
func (s *elements) sorted() map[string][]*element {
	byName := map[string][]*element{}
	for _, e := range s.inOrder {
		byName[e.name] = append(byName[e.name], e)
	}
	for _, list := range byName {
		slices.SortFunc(list, func(a, b *element) int { return strings.Compare(string(a.id), string(b.id)) })
	}
	return byName
}

func rows(list []*element) []any {
	out := make([]any, len(list))
	for i, e := range list {
		out[i] = e.row
	}
	return out
}

// longSuffix is the end of the name under which a text is kept that is too long for the
// index of its property; see DESIGN.md.
const longSuffix = "__long"

// properties are an element's as the server takes them.
func (s *Store) properties(id schema.ID, properties map[string]any, indexed []string) (map[string]any, error) {
	if err := checkText(string(id)); err != nil {
		return nil, fmt.Errorf("id: %w", err)
	}
	out := make(map[string]any, len(properties)+1)
	out["id"] = string(id)
	for name, value := range properties {
		switch v := value.(type) {
		case string:
			if err := checkText(v); err != nil {
				return nil, fmt.Errorf("property %s: %w", name, err)
			}
			if len(v) > schema.LongestText && slices.Contains(indexed, name) {
				name += longSuffix
			}
		case []string:
			for _, text := range v {
				if err := checkText(text); err != nil {
					return nil, fmt.Errorf("property %s: %w", name, err)
				}
			}
		case float64:
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, fmt.Errorf("property %s: %v is not a number", name, v)
			}
		case schema.Date:
			value = neo4j.DateOf(v.Time())
		}
		out[name] = value
	}
	return out, nil
}

func checkText(text string) error {
	if !utf8.ValidString(text) {
		return fmt.Errorf("%.60q is not valid UTF-8 text", text)
	}
	return nil
}

// encode checks a batch against the model and makes its elements.
func (s *Store) encode(b *graph.Batch) (nodes, edges []*element, err error) {
	if err := b.Check(s.model); err != nil {
		return nil, nil, err
	}
	if err := checkText(string(b.Document)); err != nil {
		return nil, nil, err
	}
	byID := make(map[schema.ID]*element, len(b.Nodes))
	for _, n := range b.Nodes {
		t, _ := s.model.Node(n.Labels[0])
		p, err := s.properties(n.ID, n.Properties, t.Indexed)
		if err != nil {
			return nil, nil, fmt.Errorf("batch of document %s: node %s: %w", b.Document, n.ID, err)
		}
		e := &element{id: n.ID, name: n.Labels[0], row: map[string]any{"id": string(n.ID), "p": p}}
		byID[n.ID] = e
		nodes = append(nodes, e)
	}
	for _, x := range b.Edges {
		t, _ := s.model.Edge(x.Type)
		p, err := s.properties(x.ID, x.Properties, t.Indexed)
		if err != nil {
			return nil, nil, fmt.Errorf("batch of document %s: edge %s: %w", b.Document, x.ID, err)
		}
		edges = append(edges, &element{id: x.ID, name: x.Type, from: byID[x.From], to: byID[x.To],
			row: map[string]any{"id": string(x.ID), "p": p}})
	}
	return nodes, edges, nil
}

// decoder makes the store's values of the driver's. Without a model, the server's own
// ids are those of nodes and edges.
type decoder struct {
	model *schema.GraphModel
	// ends asks for the ids of the nodes that an edge joins, given the server's own.
	ends func(from, to string) ([2]schema.ID, error)
}

func (d decoder) value(v any) (any, error) {
	var err error
	switch v := v.(type) {
	case nil, bool, int64, float64, string:
		return v, nil
	case neo4j.Date:
		return schema.DateOf(v.Time()), nil
	case time.Time:
		return temporal.New(temporal.DateTime, v), nil
	case neo4j.LocalDateTime:
		return temporal.New(temporal.LocalDateTime, v.Time()), nil
	case neo4j.OffsetTime:
		return temporal.New(temporal.Time, v.Time()), nil
	case neo4j.LocalTime:
		return temporal.New(temporal.LocalTime, v.Time()), nil
	case neo4j.Duration:
		return temporal.Duration{Months: v.Months, Days: v.Days, Seconds: v.Seconds, Nanos: int64(v.Nanos)}, nil
	case []any:
		list := make([]any, len(v))
		for i := range v {
			if list[i], err = d.value(v[i]); err != nil {
				return nil, err
			}
		}
		return list, nil
	case map[string]any:
		m := make(map[string]any, len(v))
		for key := range v {
			if m[key], err = d.value(v[key]); err != nil {
				return nil, err
			}
		}
		return m, nil
	case neo4j.Node:
		return d.node(v)
	case neo4j.Relationship: // within a map, or what may be anything; see dialect.go
		if d.model == nil {
			return d.edge(v, schema.ID(v.StartElementId), schema.ID(v.EndElementId))
		}
		ends, err := d.ends(v.StartElementId, v.EndElementId)
		if err != nil {
			return nil, err
		}
		return d.edge(v, ends[0], ends[1])
	case neo4j.Path:
		return d.path(v)
	}
	return nil, fmt.Errorf("a value of the server's type %T is not supported", v)
}

func (d decoder) node(n neo4j.Node) (graph.Node, error) {
	var known []schema.Property
	if d.model != nil && len(n.Labels) == 1 {
		t, _ := d.model.Node(n.Labels[0])
		known = t.Properties
	}
	id, properties, err := d.properties(n.ElementId, n.Props, known)
	return graph.Node{ID: id, Labels: n.Labels, Properties: properties}, err
}

// properties are an element's, without the id and with each value in the type that the
// model gives it.
func (d decoder) properties(elementID string, props map[string]any, known []schema.Property) (schema.ID, map[string]any, error) {
	properties := make(map[string]any, len(props))
	for name, value := range props {
		v, err := d.value(value)
		if err != nil {
			return "", nil, fmt.Errorf("property %s: %w", name, err)
		}
		if list, ok := v.([]any); ok {
			texts := make([]string, len(list))
			for i := range list {
				if texts[i], ok = list[i].(string); !ok {
					break
				}
			}
			if p, _ := schema.FindProperty(known, name); ok && p.Type == schema.StringList {
				v = texts
			}
		}
		properties[strings.TrimSuffix(name, longSuffix)] = v
	}
	if d.model == nil {
		return schema.ID(elementID), properties, nil
	}
	id, _ := properties["id"].(string)
	delete(properties, "id")
	return schema.ID(id), properties, nil
}

// path is a walk. The driver gives each of its nodes once, the first one first, however
// often they are met; so the walk follows the edges.
func (d decoder) path(p neo4j.Path) (graph.Path, error) {
	nodes := map[string]graph.Node{}
	for _, n := range p.Nodes {
		node, err := d.node(n)
		if err != nil {
			return graph.Path{}, err
		}
		nodes[n.ElementId] = node
	}
	at := p.Nodes[0].ElementId
	path := graph.Path{Nodes: []graph.Node{nodes[at]}}
	for _, r := range p.Relationships {
		edge, err := d.edge(r, nodes[r.StartElementId].ID, nodes[r.EndElementId].ID)
		if err != nil {
			return graph.Path{}, err
		}
		if at == r.StartElementId {
			at = r.EndElementId
		} else {
			at = r.StartElementId
		}
		path.Edges, path.Nodes = append(path.Edges, edge), append(path.Nodes, nodes[at])
	}
	return path, nil
}

func (d decoder) edge(r neo4j.Relationship, from, to schema.ID) (graph.Edge, error) {
	var known []schema.Property
	if d.model != nil {
		t, _ := d.model.Edge(r.Type)
		known = t.Properties
	}
	id, properties, err := d.properties(r.ElementId, r.Props, known)
	return graph.Edge{ID: id, Type: r.Type, From: from, To: to, Properties: properties}, err
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
