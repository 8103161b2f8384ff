package cypher

import "rostrum/schema"

// Query is a query that has been parsed and checked against the model: it reads only.
type Query struct {
	Text       string
	Columns    []string // names of its columns, in order
	Parameters []string // names of its parameters, sorted
}

// Compile parses and checks.
func Compile(text string, model *schema.GraphModel) (*Query, error) {
	panic("being written")
}
