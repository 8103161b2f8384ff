package cypher

import (
	"strings"

	"rostrum/schema"
)

// Kind is the sort of values that a type holds.
type Kind uint8

// The kinds. Any is that of a value whose kind is only known when the query runs;
// Number is an integer or a float.
const (
	Any Kind = iota
	Null
	Boolean
	Integer
	Float
	Number
	String
	Date
	Node
	Edge
	Path
	List
	Map
)

func (k Kind) String() string {
	return [...]string{"ANY", "NULL", "BOOLEAN", "INTEGER", "FLOAT", "NUMBER", "STRING", "DATE",
		"NODE", "RELATIONSHIP", "PATH", "LIST", "MAP"}[k]
}

// Type is the type that an expression's values have, as far as it is known before
// the query runs. Every value may also be null.
type Type struct {
	Kind Kind
	Elem *Type // of a List: what it holds

	// Names are the labels that a Node, or the types that an Edge, may have; nil: any.
	Names []string
}

// ListOf is the type of a list.
func ListOf(elem Type) Type { return Type{Kind: List, Elem: &elem} }

// Element is the type of a list's elements; Any where t may be no list.
func (t Type) Element() Type {
	if t.Kind == List && t.Elem != nil {
		return *t.Elem
	}
	return Type{}
}

func (t Type) String() string {
	switch {
	case t.Kind == List:
		return "LIST<" + t.Element().String() + ">"
	case len(t.Names) > 0:
		return t.Kind.String() + "(" + strings.Join(t.Names, "|") + ")"
	}
	return t.Kind.String()
}

// Numeric tells whether the values are numbers.
func (t Type) Numeric() bool { return t.Kind == Integer || t.Kind == Float || t.Kind == Number }

// unite is the narrowest type that holds the values of both.
func unite(a, b Type) Type {
	switch {
	case a.Kind == Null:
		return b
	case b.Kind == Null:
		return a
	case a.Kind == b.Kind:
		if a.Kind == List {
			return ListOf(unite(a.Element(), b.Element()))
		}
		if a.Names == nil || b.Names == nil {
			return Type{Kind: a.Kind}
		}
		return Type{Kind: a.Kind, Names: union(a.Names, b.Names)}
	case a.Numeric() && b.Numeric():
		return Type{Kind: Number}
	}
	return Type{}
}

// comparable tells whether a value of a can ever be equal to, or ordered with, one of
// b. A string may stand for a date.
func comparable(a, b Type) bool {
	open := func(t Type) bool { return t.Kind == Any || t.Kind == Null }
	switch {
	case open(a) || open(b), a.Kind == b.Kind, a.Numeric() && b.Numeric():
		return true
	}
	return a.Kind == Date && b.Kind == String || a.Kind == String && b.Kind == Date
}

func typeOfProperty(t schema.PropertyType) Type {
	switch t {
	case schema.String:
		return Type{Kind: String}
	case schema.Integer:
		return Type{Kind: Integer}
	case schema.Float:
		return Type{Kind: Float}
	case schema.Boolean:
		return Type{Kind: Boolean}
	case schema.Day:
		return Type{Kind: Date}
	case schema.StringList:
		return ListOf(Type{Kind: String})
	}
	return Type{}
}

func union(a, b []string) []string {
	all := append([]string(nil), a...)
	for _, s := range b {
		if !contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
