package schema

import (
	"fmt"
	"io"
	"strings"
)

// IndexKind is what an index is good for.
type IndexKind string

// The kinds of indexes, as Neo4j calls them. Texts are looked up in text indexes, since
// range indexes take none longer than 8 kB, text indexes [LongestText].
const (
	Unique   IndexKind = "UNIQUE" // a constraint, with its index
	Range    IndexKind = "RANGE"
	Text     IndexKind = "TEXT"
	FullText IndexKind = "FULLTEXT"
)

// LongestText is the longest text that a text index takes, in bytes of UTF-8.
const LongestText = 32766

// Index is an index or constraint that a database server keeps for the graph.
type Index struct {
	Name       string
	Kind       IndexKind
	Label      string // of the nodes, or the type of the edges
	Edges      bool
	Properties []string
}

// Cypher is the statement that makes the index, in the dialect of Neo4j 5; where it is
// there already it does nothing.
func (x Index) Cypher() string {
	variable, pattern := "n", "(n:"+x.Label+")"
	if x.Edges {
		variable, pattern = "r", "()-[r:"+x.Label+"]-()"
	}
	properties := variable + "." + strings.Join(x.Properties, ", "+variable+".")
	switch x.Kind {
	case Unique:
		return fmt.Sprintf("CREATE CONSTRAINT %s IF NOT EXISTS FOR %s REQUIRE %s IS UNIQUE", x.Name, pattern, properties)
	case FullText:
		return fmt.Sprintf("CREATE FULLTEXT INDEX %s IF NOT EXISTS FOR %s ON EACH [%s] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}}",
			x.Name, pattern, properties)
	case Text:
		return fmt.Sprintf("CREATE TEXT INDEX %s IF NOT EXISTS FOR %s ON (%s)", x.Name, pattern, properties)
	}
	return fmt.Sprintf("CREATE INDEX %s IF NOT EXISTS FOR %s ON (%s)", x.Name, pattern, properties)
}

// Indexes are the indexes and constraints of the label.
func (n *NodeType) Indexes() []Index {
	lower := strings.ToLower(n.Label)
	list := []Index{{Name: lower + "_id", Kind: Unique, Label: n.Label, Properties: []string{"id"}}}
	for _, name := range n.Indexed {
		list = append(list, Index{Name: lower + "_" + name, Kind: lookup(n.Properties, name), Label: n.Label, Properties: []string{name}})
	}
	if len(n.FullText) > 0 {
		list = append(list, Index{Name: lower + "_words", Kind: FullText, Label: n.Label, Properties: n.FullText})
	}
	return list
}

// Indexes are the indexes of the edge type.
func (e *EdgeType) Indexes() []Index {
	lower := strings.ToLower(e.Type)
	list := []Index{{Name: lower + "_id", Kind: Range, Label: e.Type, Edges: true, Properties: []string{"id"}}}
	for _, name := range e.Indexed {
		list = append(list, Index{Name: lower + "_" + name, Kind: lookup(e.Properties, name), Label: e.Type, Edges: true, Properties: []string{name}})
	}
	return list
}

// lookup is the kind of index by which values of a property are found.
func lookup(properties []Property, name string) IndexKind {
	if p, _ := FindProperty(properties, name); p.Type == String {
		return Text
	}
	return Range
}

// WriteConstraints prints the model as openCypher constraint and index statements
// for Neo4j 5, one a line, each safe to run again.
func (m *GraphModel) WriteConstraints(w io.Writer) error {
	var b strings.Builder
	b.WriteString("// The graph's labels, edge types and keys. Printed from the model (go generate ./schema); do not edit.\n")
	for _, n := range m.Nodes {
		fmt.Fprintf(&b, "\n// %s. %s\n", n.Label, n.Doc)
		writeProperties(&b, n.Properties)
		writeIndexes(&b, n.Indexes())
	}
	for _, e := range m.Edges {
		fmt.Fprintf(&b, "\n// (:%s)-[:%s]->(:%s). %s\n", strings.Join(e.From, "|"), e.Type, strings.Join(e.To, "|"), e.Doc)
		writeProperties(&b, e.Properties)
		writeIndexes(&b, e.Indexes())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeIndexes(b *strings.Builder, indexes []Index) {
	for _, x := range indexes {
		b.WriteString(x.Cypher() + ";\n")
	}
}

func writeProperties(b *strings.Builder, properties []Property) {
	for _, p := range properties {
		must := ""
		if p.Required {
			must = ", always there"
		}
		fmt.Fprintf(b, "//   %s: %s%s. %s\n", p.Name, p.Type, must, p.Doc)
	}
}
