// Package queries holds the prepared questions: Cypher templates, each with a header
// that names it, describes it and types its parameters, and the way from what a user
// types ("Russian", "mattis", "2017-03") to the values that a store takes.
//
// It runs no template and prints no rows: a [graph.Reader] does the one, a command or
// page the other. It knows no word lists: who calls gives it [Names].
//
// A template is a file NAME.cypher. The lines of its header are comments of Cypher,
// so that the whole file can be pasted into any Cypher shell:
//
//	// accusations: who accused a country of what
//	//
//	// A longer description, any number of lines.
//	//
//	// @param target  country required             The country accused.
//	// @param since   date                         Only accusations of this day or later.
//	// @param until   end-date                     Only accusations of this day or earlier.
//	// @param stance  accuse|report|hypothetical   Only of this stance.
//	// @param limit   integer = 100                At most so many rows.
//	// @table date accuser charge evidence
//	// @example query run accusations --target Russia --since 2017-01-01
//	MATCH …
//
// The name is that of the file. Two spaces or a tab part a parameter's type from what
// is said about it, which may go on in further lines that are indented. A parameter is
// required, has a default, or is null when it is not given: then the Cypher says
//
//	WHERE $since IS NULL OR a.date >= $since
//
// @table names the columns that a table has room for; without it, all. A parameter
// called limit is an integer that bounds the rows: whoever runs the template may ask
// for one row more, to learn whether there are more.
//
// The types are those of [Type]: date, end-date, country, person, organization,
// party, body, office, treaty, node, integer, text, boolean, and a choice of words with
// bars between them.
//
// The main path: [Builtin] and [Load] read templates, [Find] picks one,
// [Resolver.Values] makes its parameters.
package queries

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"rostrum/graph/cypher"
	"rostrum/schema"
)

//go:embed *.cypher
var builtin embed.FS

// Template is a prepared question.
type Template struct {
	Name        string
	Summary     string // one line
	Description string // paragraphs; may be ""
	Parameters  []Parameter
	Table       []string // columns that a table shows; nil: all
	Examples    []string // command lines
	Cypher      string   // without the header
	Query       *cypher.Query
	Own         bool // the user's, not built in
}

// Parameter is a parameter of a template.
type Parameter struct {
	Name     string
	Type     Type
	Choices  []string // of a Choice
	Required bool
	Default  string // as written in the header; "" where there is none
	Doc      string
}

// Parameter is the template's parameter of a name.
func (t *Template) Parameter(name string) (Parameter, bool) {
	i := slices.IndexFunc(t.Parameters, func(p Parameter) bool { return p.Name == name })
	if i < 0 {
		return Parameter{}, false
	}
	return t.Parameters[i], true
}

// Builtin loads the templates of this program, in the order of their names.
func Builtin(model *schema.GraphModel) ([]Template, error) { return Load(builtin, model) }

// Load loads the templates *.cypher of a folder, in the order of their names. It
// returns all that are right; the error holds an [*Error] for each of the others,
// joined.
func Load(fsys fs.FS, model *schema.GraphModel) ([]Template, error) {
	files, err := fs.Glob(fsys, "*.cypher")
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	var templates []Template
	var wrong []error
	for _, file := range files {
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("template: %w", err))
			continue
		}
		t, err := parse(file, string(text), model)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		templates = append(templates, *t)
	}
	slices.SortFunc(templates, byName)
	return templates, errors.Join(wrong...)
}

func byName(a, b Template) int { return strings.Compare(a.Name, b.Name) }

// Beside puts a user's own templates beside the built-in ones, in the order of their
// names. One that has a built-in's name is left out and told of in the error: a
// question that is cited by its name must mean the same everywhere.
func Beside(builtin, own []Template) ([]Template, error) {
	all := slices.Clone(builtin)
	var wrong []error
	for _, t := range own {
		if slices.ContainsFunc(builtin, func(b Template) bool { return b.Name == t.Name }) {
			wrong = append(wrong, fmt.Errorf("%s.cypher: a built-in template has the name %s; give yours another, as in my-%s.cypher", t.Name, t.Name, t.Name))
			continue
		}
		t.Own = true
		all = append(all, t)
	}
	slices.SortFunc(all, byName)
	return all, errors.Join(wrong...)
}

// Find is the template of a name; the error names the nearest.
func Find(templates []Template, name string) (*Template, error) {
	names := make([]string, len(templates))
	for i := range templates {
		if templates[i].Name == name {
			return &templates[i], nil
		}
		names[i] = templates[i].Name
	}
	return nil, fmt.Errorf("there is no template %q; %s", name, nearestOf(name, names, "'query list' lists them"))
}
