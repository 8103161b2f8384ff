package schema

import (
	"fmt"
	"io"
	"strings"
)

// WriteConstraints prints the model as openCypher constraint and index statements
// for Neo4j 5, one a line, each safe to run again.
func (m *GraphModel) WriteConstraints(w io.Writer) error {
	var b strings.Builder
	b.WriteString("// The graph's labels, edge types and keys. Printed from the model (go generate ./schema); do not edit.\n")
	for _, n := range m.Nodes {
		fmt.Fprintf(&b, "\n// %s. %s\n", n.Label, n.Doc)
		writeProperties(&b, n.Properties)
		fmt.Fprintf(&b, "CREATE CONSTRAINT %s_id IF NOT EXISTS FOR (n:%s) REQUIRE n.id IS UNIQUE;\n", strings.ToLower(n.Label), n.Label)
		for _, p := range n.Indexed {
			fmt.Fprintf(&b, "CREATE INDEX %s_%s IF NOT EXISTS FOR (n:%s) ON (n.%s);\n", strings.ToLower(n.Label), p, n.Label, p)
		}
		if len(n.FullText) > 0 {
			fmt.Fprintf(&b, "CREATE FULLTEXT INDEX %s_words IF NOT EXISTS FOR (n:%s) ON EACH [n.%s];\n",
				strings.ToLower(n.Label), n.Label, strings.Join(n.FullText, ", n."))
		}
	}
	for _, e := range m.Edges {
		fmt.Fprintf(&b, "\n// (:%s)-[:%s]->(:%s). %s\n", strings.Join(e.From, "|"), e.Type, strings.Join(e.To, "|"), e.Doc)
		writeProperties(&b, e.Properties)
		for _, p := range append([]string{"id"}, e.Indexed...) {
			fmt.Fprintf(&b, "CREATE INDEX %s_%s IF NOT EXISTS FOR ()-[r:%s]-() ON (r.%s);\n", strings.ToLower(e.Type), p, e.Type, p)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
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
