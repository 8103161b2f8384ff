package cypher

import (
	_ "embed" // functions.txt
	"strings"
)

//go:embed functions.txt
var functionList string

// function is a line of functions.txt.
type function struct {
	name      string
	aggregate bool
	params    []param
	result    string
}

type param struct {
	kinds          string // as written: STRING|LIST
	optional, many bool
}

// findFunction looks a function up by its name, in any case.
func findFunction(name string) (function, bool) {
	for line := range strings.Lines(functionList) {
		f, ok := readFunction(line)
		if ok && strings.EqualFold(f.name, name) {
			return f, true
		}
	}
	return function{}, false
}

func functionNames() []string {
	var names []string
	for line := range strings.Lines(functionList) {
		if f, ok := readFunction(line); ok {
			names = append(names, f.name)
		}
	}
	return names
}

func readFunction(line string) (function, bool) {
	line = strings.TrimSpace(line)
	if line == "" || line[0] == '#' {
		return function{}, false
	}
	signature, aggregate := strings.CutPrefix(line, "aggregate ")
	name, rest, _ := strings.Cut(signature, "(")
	params, result, _ := strings.Cut(rest, ") ")
	f := function{name: name, aggregate: aggregate, result: result}
	for p := range strings.SplitSeq(params, ", ") {
		if p == "" {
			break
		}
		kinds, optional := strings.CutSuffix(p, "?")
		kinds, many := strings.CutSuffix(kinds, "...")
		f.params = append(f.params, param{kinds: kinds, optional: optional, many: many})
	}
	return f, true
}

// param is the parameter that the i-th argument goes to.
func (f function) param(i int) (param, bool) {
	if i < len(f.params) {
		return f.params[i], true
	}
	if len(f.params) == 0 {
		return param{}, false
	}
	last := f.params[len(f.params)-1]
	return last, last.many
}

// Temporal tells whether the function, by the name that functions.txt gives it, is one
// of dates, times and durations, which package temporal runs.
func Temporal(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	switch base {
	case "date", "time", "localtime", "datetime", "localdatetime", "duration":
		return true
	}
	return false
}

// required is the least number of arguments.
func (f function) required() int {
	n := 0
	for _, p := range f.params {
		if !p.optional {
			n++
		}
	}
	return n
}

// takes tells whether the parameter takes values of the type.
func (p param) takes(t Type) bool {
	if t.Kind == Any || t.Kind == Null {
		return true
	}
	for kind := range strings.SplitSeq(p.kinds, "|") {
		if kind == "ANY" || kind == t.Kind.String() || kind == "NUMBER" && t.Numeric() || kind == "INTEGER" && t.Kind == Number {
			return true
		}
	}
	return false
}

// wants is the type that a query parameter given as argument must have; Any where
// several will do.
func (p param) wants() Type { return namedType(p.kinds) }

func namedType(name string) Type {
	if elem, ok := strings.CutPrefix(name, "LIST<"); ok {
		return ListOf(namedType(strings.TrimSuffix(elem, ">")))
	}
	for k := Any; k <= Map; k++ {
		if k.String() == name {
			return Type{Kind: k}
		}
	}
	return Type{}
}

// returns is the type of the result for arguments of the given types.
func (f function) returns(args []Type) Type {
	switch f.result {
	case "same":
		t := Type{Kind: Null}
		for _, a := range args {
			t = unite(t, a)
		}
		return t
	case "element":
		return args[0].Element()
	case "list":
		return ListOf(args[0])
	case "number":
		if args[0].Numeric() {
			return args[0]
		}
		return Type{Kind: Number}
	}
	return namedType(f.result)
}
