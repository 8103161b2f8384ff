package queries

import (
	"context"
	"embed"
	"fmt"
	"slices"
	"strings"

	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/schema"
)

//go:embed lookup/*.cypher
var lookupFiles embed.FS

// Names is what the word lists know of names. It may be used from many goroutines at
// once.
type Names interface {
	// Country is the ISO 3166-1 alpha-3 code of the country that a name, alias,
	// demonym or code means.
	Country(text string) (iso3 string, ok bool)
	// NearestCountries are the names of n countries that are most like the text.
	NearestCountries(text string, n int) []string
	// Treaty is the canonical name of the treaty that a name or alias means.
	Treaty(text string) (name string, ok bool)
	// OfficeTitle is the title that an office has in a country, "" for any country.
	OfficeTitle(form, iso3 string) string
}

// Resolver makes the values of a template's parameters of what a user gives. It may
// be used from many goroutines at once.
type Resolver struct {
	reader  graph.Reader
	names   Names
	lookups map[Type]*cypher.Query // the names in the graph: name, value, whole
}

// ParameterError is what is wrong with what a user gave for a parameter.
type ParameterError struct {
	Parameter string
	Unknown   bool // the text may be right, but names nothing there is, or several things
	Err       error
}

func (e *ParameterError) Error() string { return e.Parameter + ": " + e.Err.Error() }
func (e *ParameterError) Unwrap() error { return e.Err }

// NewResolver makes a resolver that looks names up in the graph and the word lists.
func NewResolver(reader graph.Reader, names Names, model *schema.GraphModel) (*Resolver, error) {
	r := &Resolver{reader: reader, names: names, lookups: map[Type]*cypher.Query{}}
	for _, t := range []Type{Person, Organization, Party, Body, Office, Treaty, Node} {
		file := "lookup/" + string(t) + ".cypher"
		text, err := lookupFiles.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if r.lookups[t], err = cypher.Compile(string(text), model); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	return r, nil
}

// Values makes the value of each of the template's parameters of the texts that were
// given, by parameter name. One that was not given has its default or is nil. What is
// wrong with a text is a [*ParameterError].
func (r *Resolver) Values(ctx context.Context, t *Template, texts map[string]string) (map[string]any, error) {
	for name := range texts {
		if _, ok := t.Parameter(name); !ok {
			return nil, &ParameterError{name, false, fmt.Errorf("the template %s has no such parameter", t.Name)}
		}
	}
	values := make(map[string]any, len(t.Parameters))
	for _, p := range countriesFirst(t.Parameters) {
		text, given := texts[p.Name]
		var err error
		switch {
		case given && p.Type.named():
			values[p.Name], err = r.named(ctx, t, p, strings.TrimSpace(text), values)
		case given:
			if values[p.Name], err = p.plain(text); err != nil {
				err = &ParameterError{p.Name, false, err}
			}
		case p.Required:
			err = &ParameterError{p.Name, false, fmt.Errorf("it is required: give %s", p.Expects())}
		case p.Default != "":
			values[p.Name], err = p.plain(p.Default)
		default:
			values[p.Name] = nil
		}
		if err != nil {
			return nil, err
		}
	}
	return values, nil
}

// countriesFirst orders parameters so that an office's title can be looked up in its
// country.
func countriesFirst(parameters []Parameter) []Parameter {
	ordered := slices.Clone(parameters)
	slices.SortStableFunc(ordered, func(a, b Parameter) int {
		switch {
		case a.Type == Country && b.Type != Country:
			return -1
		case a.Type != Country && b.Type == Country:
			return 1
		}
		return 0
	})
	return ordered
}

// named makes the value of a parameter that is looked up by a name.
func (r *Resolver) named(ctx context.Context, t *Template, p Parameter, text string, values map[string]any) (any, error) {
	if text == "" {
		return nil, &ParameterError{p.Name, false, fmt.Errorf("it is empty: give %s", p.Expects())}
	}
	iso3, isCountry := r.names.Country(text)
	switch p.Type {
	case Country:
		if !isCountry {
			near := r.names.NearestCountries(text, nearest)
			return nil, &ParameterError{p.Name, true, fmt.Errorf("there is no country %q; the nearest are %s", text, strings.Join(near, ", "))}
		}
		return iso3, nil
	case Party, Node:
		if isCountry {
			return string(schema.CountryID(iso3)), nil
		}
		if id, err := schema.ParseID(text); err == nil && p.Type == Node {
			return string(id), nil
		}
	case Treaty:
		if name, ok := r.names.Treaty(text); ok {
			return name, nil
		}
	case Office:
		// The canonical title is tried first: "foreign minister" is stored as the title
		// that the office has in its country.
		title := r.names.OfficeTitle(text, countryOf(t, values))
		if m, err := r.look(ctx, Office, title); err != nil || m.tier == sameText {
			return title, err
		}
	}
	m, err := r.look(ctx, p.Type, text)
	if err != nil {
		return nil, err
	}
	if name, ok := r.names.Treaty(text); ok && (p.Type == Body || p.Type == Node) && m.tier > sameWords {
		return string(schema.EntityID(schema.Treaty, name)), nil
	}
	return m.value(p)
}

// countryOf is the value of the template's country parameter that was made already.
func countryOf(t *Template, values map[string]any) string {
	for _, p := range t.Parameters {
		if iso3, ok := values[p.Name].(string); ok && p.Type == Country {
			return iso3
		}
	}
	return ""
}

// look matches the text with the names of a type in the graph.
func (r *Resolver) look(ctx context.Context, t Type, text string) (*matcher, error) {
	rows, err := r.reader.Query(ctx, r.lookups[t], nil)
	if err != nil {
		return nil, fmt.Errorf("look %s up: %w", article(t), err)
	}
	m := newMatcher(text)
	for row, err := range rows.All {
		if err != nil {
			return nil, fmt.Errorf("look %s up: %w", article(t), err)
		}
		name, _ := row[0].(string)
		value, _ := row[1].(string)
		whole, _ := row[2].(bool)
		m.add(name, value, whole)
		if m.tier == sameText && t != Party && t != Body && t != Node { // of those, two of the same name differ in their value
			break
		}
	}
	return m, nil
}

// value is the value of the one match; it is an error where there is none or several.
func (m *matcher) value(p Parameter) (any, error) {
	kind := string(p.Type)
	switch p.Type {
	case Party:
		kind = "person, organization or country"
	case Body:
		kind = "organization or treaty"
	case Node:
		kind = "person, organization, country, office or treaty"
	}
	const most = 12
	names := m.names()
	switch {
	case len(m.found) == 1:
		return m.found[0].value, nil
	case len(names) > most:
		return nil, &ParameterError{p.Name, true, fmt.Errorf("%q may be any of %d names: %s …; give more of the name", m.text, len(names), strings.Join(names[:most], ", "))}
	case len(names) > 1:
		return nil, &ParameterError{p.Name, true, fmt.Errorf("%q may be %s; give more of the name", m.text, orList(names))}
	case len(m.found) > 1:
		return nil, &ParameterError{p.Name, true, fmt.Errorf("%q is the name of more than one %s", m.text, kind)}
	}
	near := m.nearNames()
	if len(near) == 0 {
		return nil, &ParameterError{p.Name, true, fmt.Errorf("there is no %s %q in the graph, and none of a similar name", kind, m.text)}
	}
	return nil, &ParameterError{p.Name, true, fmt.Errorf("there is no %s %q in the graph; the nearest are %s", kind, m.text, strings.Join(near, ", "))}
}
