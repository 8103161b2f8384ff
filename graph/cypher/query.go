// Package cypher is the read-only part of the query language Cypher that Rostrum
// speaks: lexer, parser, syntax tree, and the check against the graph model.
//
// It runs nothing: graph/sqlite plans and executes a checked query, graph/neo4j sends
// its text. It writes nothing either, and that is its point: there is no clause in
// its grammar that could, and a store takes only a [Query], which only [Compile]
// makes.
//
// The main path: [Compile] splits the text into tokens (lex.go), parses them into a
// [Statement] (parse*.go), and checks that (check*.go): names, types, and patterns
// against the model. [Query.Bind] fits parameters in. GRAMMAR.txt has the grammar,
// SUBSET.md what is there and what it means, functions.txt the functions.
package cypher

import (
	"maps"
	"slices"

	"rostrum/schema"
)

// Query is a query that has been parsed and checked: it reads only.
type Query struct {
	Text       string
	Columns    []string // names of its columns, in order
	Parameters []string // names of its parameters, sorted

	// Types are those of the columns, in order.
	Types []Type
	// ParameterTypes are those that the query's use of each parameter asks for; Any
	// where it takes any value.
	ParameterTypes map[string]Type

	// Model is the model that the query was checked against, nil where there was none.
	Model *schema.GraphModel
	// Statement is the checked syntax tree. Its expressions have types.
	Statement *Statement
}

// Compile parses the text and checks it against the model; without a model (nil),
// labels, edge types and properties may have any name and any type. The error is an
// [*Error].
func Compile(text string, model *schema.GraphModel) (*Query, error) {
	statement, err := parse(text)
	if err != nil {
		return nil, err
	}
	parameters, err := check(text, statement, model)
	if err != nil {
		return nil, err
	}
	q := &Query{
		Text: text, Statement: statement, Model: model,
		Parameters: slices.Sorted(maps.Keys(parameters)), ParameterTypes: parameters,
	}
	for _, column := range statement.Columns {
		q.Columns = append(q.Columns, column.Name)
		q.Types = append(q.Types, column.Type)
	}
	return q, nil
}
