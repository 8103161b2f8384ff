package export

import (
	"strings"

	"rostrum/graph"
	"rostrum/schema"
)

// neo4j is the CSV that neo4j-admin database import takes (Neo4j 5 Operations Manual,
// "Import"): a file for each label and each edge type, so that each has only its own
// properties, with their types in its header; and README.txt with the command.
type neo4j struct {
	files   map[string]*out
	columns map[string][]schema.Property
	types   []string
}

var neo4jTypes = map[schema.PropertyType]string{
	schema.String: "string", schema.Integer: "long", schema.Float: "double",
	schema.Boolean: "boolean", schema.Day: "date", schema.StringList: "string[]",
}

// listSeparator stands between the elements of a list: --array-delimiter.
const listSeparator = ";"

func newNeo4j(create createFile, s *Subgraph) (sink, error) {
	f := &neo4j{files: map[string]*out{}, columns: map[string][]schema.Property{}, types: s.Types}
	file := func(kind, name, head string, properties []schema.Property) error {
		w, err := create(name)
		if err != nil {
			return err
		}
		o := &out{w: w}
		o.text(head)
		for _, p := range properties {
			if p.Name != "id" {
				f.columns[kind] = append(f.columns[kind], p)
				o.text(",", p.Name, ":", neo4jTypes[p.Type])
			}
		}
		o.text("\r\n")
		f.files[kind] = o
		return nil
	}
	command := "neo4j-admin database import full neo4j --overwrite-destination --multiline-fields=true --array-delimiter='" + listSeparator + "'"
	for _, label := range s.Labels {
		n, _ := s.model.Node(label)
		name := "nodes-" + label + ".csv"
		if err := file(label, name, "id:ID,:LABEL", n.Properties); err != nil {
			return nil, err
		}
		command += " \\\n  --nodes=" + name
	}
	for _, kind := range s.Types {
		properties := projectedProperties
		if !s.About.Projected {
			e, _ := s.model.Edge(kind)
			properties = e.Properties
		}
		name := "edges-" + kind + ".csv"
		if err := file(kind, name, "id:string,:START_ID,:END_ID,:TYPE", properties); err != nil {
			return nil, err
		}
		command += " \\\n  --relationships=" + name
	}
	w, err := create("README.txt")
	if err != nil {
		return nil, err
	}
	readme := &out{w: w}
	readme.text(strings.Join(s.About.Lines(), "\n"), "\n\nIn this folder, with the database stopped:\n\n", command, "\n")
	return f, readme.flush()
}

var projectedProperties = []schema.Property{{Name: "weight", Type: schema.Integer}, {Name: "first", Type: schema.Day},
	{Name: "last", Type: schema.Day}, {Name: "ids", Type: schema.StringList}}

func (f *neo4j) row(kind string, properties map[string]any, first ...string) error {
	o := f.files[kind]
	o.text(strings.Join(first, ","))
	for _, p := range f.columns[kind] {
		c := property(properties[p.Name])
		if list, ok := c.other.([]string); ok {
			c = cell{kind: textCell, text: strings.Join(list, listSeparator)}
		}
		o.cell(c, false)
	}
	o.text("\r\n")
	return o.spill()
}

func (f *neo4j) node(n *graph.Node) error {
	return f.row(n.Labels[0], n.Properties, string(n.ID), n.Labels[0])
}

func (f *neo4j) edges() error { return nil }

func (f *neo4j) edge(e *Edge) error {
	return f.row(e.Type, e.Properties, string(e.ID), string(e.From), string(e.To), e.Type)
}

func (f *neo4j) end() error {
	for _, o := range f.files {
		if err := o.flush(); err != nil {
			return err
		}
	}
	return nil
}
