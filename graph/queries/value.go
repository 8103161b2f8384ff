package queries

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rostrum/graph/cypher"
	"rostrum/schema"
)

// Type says what a user may give for a parameter, and what value a store gets for it.
type Type string

// The types of parameters.
const (
	Date         Type = "date"         // 2017-03-31; a month or year means its first day
	EndDate      Type = "end-date"     // the same; a month or year means its last day
	Country      Type = "country"      // name, alias, demonym or code; the value is its ISO 3166-1 alpha-3
	Person       Type = "person"       // name or part of it; the value is the name in the graph
	Organization Type = "organization" // name or part of it; the value is the name in the graph
	Party        Type = "party"        // a person, organization or country; the value is its id
	Body         Type = "body"         // an organization or treaty; the value is its id
	Office       Type = "office"       // title or part of it; the value is the title in the graph
	Node         Type = "node"         // a party, body, office or outlet by its name, any node by its id; the value is its id
	Treaty       Type = "treaty"       // name, alias or part; the value is the name in the graph
	Integer      Type = "integer"      // 0 or more
	Text         Type = "text"
	Boolean      Type = "boolean" // true or false
	Choice       Type = "choice"  // one of the words that the header lists, a|b|c
)

// types are those that a header names; a choice is written as its words.
var types = []Type{Date, EndDate, Country, Person, Organization, Party, Body, Office, Treaty, Node, Integer, Text, Boolean}

func typeNames() []string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = string(t)
	}
	return names
}

// kind is the kind of the type's values in Cypher.
func (t Type) kind() cypher.Kind {
	switch t {
	case Date, EndDate:
		return cypher.Date
	case Integer:
		return cypher.Integer
	case Boolean:
		return cypher.Boolean
	}
	return cypher.String
}

// suits tells whether a value of the type may stand where the Cypher asks for a kind.
func (t Type) suits(asked cypher.Kind) bool {
	return asked == cypher.Any || asked == t.kind() || asked == cypher.Number && t == Integer
}

// named tells whether values are looked up by their names.
func (t Type) named() bool {
	return slices.Contains([]Type{Country, Person, Organization, Party, Body, Office, Treaty, Node}, t)
}

// Expects says in a few words what may be given.
func (p Parameter) Expects() string {
	switch p.Type {
	case Date, EndDate:
		return "a date such as 2017-03-31, 2017-03 or 2017"
	case Country:
		return "a country's name, demonym or code, such as Russia, Russian or RUS"
	case Person, Organization, Treaty:
		return "the name of " + article(p.Type) + ", or part of it"
	case Party:
		return "the name of a person, organization or country, or part of it"
	case Body:
		return "the name of an organization or treaty, or part of it"
	case Office:
		return "the title of an office, or part of it"
	case Node:
		return "the name of a person, organization, country, office or treaty, or part of it, or the id of any node"
	case Integer:
		return "a whole number"
	case Boolean:
		return "true or false"
	case Choice:
		return "one of " + strings.Join(p.Choices, ", ")
	}
	return "a text"
}

func article(t Type) string {
	if strings.ContainsRune("aeiou", rune(t[0])) {
		return "an " + string(t)
	}
	return "a " + string(t)
}

// plain makes the value of a text whose type needs no look at the graph.
func (p Parameter) plain(text string) (any, error) {
	switch p.Type {
	case Date:
		return schema.ParseDate(text)
	case EndDate:
		return lastDay(text)
	case Integer:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			return nil, fmt.Errorf("%q is not %s, 0 or more", text, p.Expects())
		}
		return n, nil
	case Boolean:
		switch strings.ToLower(text) {
		case "true", "yes":
			return true, nil
		case "false", "no":
			return false, nil
		}
		return nil, fmt.Errorf("%q is not %s", text, p.Expects())
	case Choice:
		if !slices.Contains(p.Choices, text) {
			return nil, fmt.Errorf("%q is not %s", text, p.Expects())
		}
	}
	return text, nil
}

// lastDay is the last day of what text names: a day, a month or a year.
func lastDay(text string) (schema.Date, error) {
	first, err := schema.ParseDate(text)
	if err != nil {
		return "", err
	}
	switch len(text) {
	case len("2017"):
		return schema.DateOf(first.Time().AddDate(1, 0, -1)), nil
	case len("2017-03"):
		return schema.DateOf(first.Time().AddDate(0, 1, -1)), nil
	}
	return first, nil
}

// checkDefault checks a header's default. One that is looked up by its name cannot be
// checked before there is a graph, so it is refused.
func (p Parameter) checkDefault() error {
	if p.Type.named() {
		return fmt.Errorf("a parameter of type %s has no default", p.Type)
	}
	_, err := p.plain(p.Default)
	return err
}
