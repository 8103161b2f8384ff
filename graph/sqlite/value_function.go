package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"math"
	"regexp"
	"strings"
	"sync"

	"modernc.org/sqlite"
)

// openQueries opens a database whose SQL has the functions that queries are made
// with, besides SQLite's own. They are on a driver of their own, not on the one that
// the whole program shares.
func openQueries(name string) (*sql.DB, error) {
	d := &sqlite.Driver{}
	l := library{patterns: map[string]*regexp.Regexp{}}
	for name, call := range l.functions() {
		err := d.RegisterFunction("cypher_"+name, &sqlite.FunctionImpl{
			NArgs: -1, Deterministic: true, VolatileArgs: true,
			Scalar: func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) { return scalar(call, args) },
		})
		if err != nil {
			return nil, fmt.Errorf("SQL function cypher_%s: %w", name, err)
		}
	}
	for name, start := range aggregates() {
		err := d.RegisterFunction("cypher_"+name, &sqlite.FunctionImpl{
			NArgs: 1, Deterministic: true, VolatileArgs: true,
			MakeAggregate: func(sqlite.FunctionContext) (sqlite.AggregateFunction, error) { return start(), nil },
		})
		if err != nil {
			return nil, fmt.Errorf("SQL function cypher_%s: %w", name, err)
		}
	}
	return sql.OpenDB(&connector{driver: d, name: name}), nil
}

// connector opens connections by a driver that is not registered anywhere.
type connector struct {
	driver *sqlite.Driver
	name   string
}

func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.driver.Open(c.name)
}

func (c *connector) Driver() driver.Driver { return c.driver }

// function is a function on values of type ANY, unboxed; what it returns is boxed,
// unless it is raw.
type function func(args []any) (any, error)

// raw is a result that is not boxed.
type raw struct{ v any }

// scalar calls a function with its arguments unboxed.
func scalar(call function, args []driver.Value) (driver.Value, error) {
	values := make([]any, len(args))
	for i, arg := range args {
		var err error
		if values[i], err = kept(arg); err != nil {
			return nil, err
		}
	}
	v, err := call(values)
	if err != nil {
		return nil, err
	}
	if r, ok := v.(raw); ok {
		return r.v, nil
	}
	return box(v), nil
}

// kept is an argument unboxed. The bytes of arguments are SQLite's and are gone after
// the call, so texts are copied.
func kept(arg driver.Value) (any, error) {
	if text, ok := arg.(string); ok {
		return strings.Clone(text), nil
	}
	return unbox(arg)
}

// library is the functions of the query language, and the operators on values whose
// type is only known when the query runs.
type library struct {
	mu       sync.Mutex
	patterns map[string]*regexp.Regexp // compiled, of =~
}

// functions are the library's functions by name; each is cypher_<name> in SQL.
func (l *library) functions() map[string]function {
	return map[string]function{
		// between the types
		"box":        boxAs,
		"unbox":      unboxed,
		"element":    jsonElement,
		"as_list":    asList,
		"key":        keyOf,
		"key_of":     keyOfOne,
		"labels":     labelsOf,
		"properties": propertiesOf,
		"sort_key":   sortKeyOf,

		// operators
		"compare":    compareValues,
		"in":         inList,
		"arithmetic": arithmetic,
		"text":       l.compareTexts,
		"get":        get,
		"index":      index,
		"slice":      slice,
		"list":       func(a []any) (any, error) { return a, nil },
		"map":        makeMap,
		"merged":     mergeMaps,

		// paths
		"path":          makePath,
		"trail_edges":   trailEdges,
		"turn_trail":    turnTrail,
		"trails_differ": trailsDiffer,
		"nodes":         func(a []any) (any, error) { return keysIn(a[0], 'n'), nil },
		"relationships": func(a []any) (any, error) { return keysIn(a[0], 'e'), nil },
		"length":        pathLength,

		// strings
		"tolower":   onText(strings.ToLower),
		"toupper":   onText(strings.ToUpper),
		"trim":      onText(strings.TrimSpace),
		"ltrim":     onText(trimLeft),
		"rtrim":     onText(trimRight),
		"left":      left,
		"right":     right,
		"substring": substring,
		"replace":   replace,
		"split":     split,

		// lists
		"size":    size,
		"reverse": reverse,
		"head":    func(a []any) (any, error) { return index([]any{a[0], int64(0)}) },
		"last":    func(a []any) (any, error) { return index([]any{a[0], int64(-1)}) },
		"tail":    func(a []any) (any, error) { return slice([]any{a[0], int64(1), int64(1) << 62}) },
		"range":   numbersBetween,
		"keys":    keysOfMap,

		// numbers
		"abs":   abs,
		"sign":  sign,
		"ceil":  onNumber("ceil"),
		"floor": onNumber("floor"),
		"round": round,
		"sqrt":  onNumber("sqrt"),

		"exp":     onNumber("exp"),
		"log":     onNumber("log"),
		"log10":   onNumber("log10"),
		"sin":     onNumber("sin"),
		"cos":     onNumber("cos"),
		"tan":     onNumber("tan"),
		"cot":     onNumber("cot"),
		"asin":    onNumber("asin"),
		"acos":    onNumber("acos"),
		"atan":    onNumber("atan"),
		"atan2":   atan2,
		"degrees": onNumber("degrees"),
		"radians": onNumber("radians"),
		"pi":      func([]any) (any, error) { return math.Pi, nil },
		"e":       func([]any) (any, error) { return math.E, nil },

		// aggregates of what is collected
		"percentilecont": percentileCont,
		"percentiledisc": percentileDisc,
		"stdev":          func(a []any) (any, error) { return deviation(a[0], 1) },
		"stdevp":         func(a []any) (any, error) { return deviation(a[0], 0) },

		// conversions
		"tostring":  toString,
		"tointeger": toInteger,
		"tofloat":   toFloat,
		"toboolean": toBoolean,
		"temporal":  callTemporal,
	}
}
