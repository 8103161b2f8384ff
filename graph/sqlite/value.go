package sqlite

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"rostrum/graph/cypher"
	"rostrum/graph/cypher/temporal"
	"rostrum/schema"
)

// How a value of the query language stands in SQL depends on its type, as far as that
// is known before the query runs:
//
//	INTEGER, FLOAT, STRING   as SQL has them
//	BOOLEAN                  0 and 1
//	DATE                     text, 2017-03-31
//	NODE, RELATIONSHIP       the key of its row
//	PATH                     text, n1,e5,n2: the keys of its nodes and edges
//	LIST, MAP                JSON, as text
//	ANY                      integers, floats and strings as SQL has them; anything else
//	                         as JSON in a BLOB, by which it is known from a string
//
// In that JSON, and within lists and maps, what JSON has no word for is an object of
// one key: {"$date":"2017-03-31"}, {"$node":1}, {"$relationship":5}, {"$path":"n1,e5,n2"};
// {"$datetime":"…"}, {"$duration":"P1D"} and the other kinds of package temporal.
// A map's own key that begins with $ has one more in front.

type nodeKey int64
type edgeKey int64
type pathText string

// unbox is the Go value of an SQL value of type ANY: nil, bool, int64, float64,
// string, schema.Date, temporal.Moment, temporal.Duration, []any, map[string]any,
// nodeKey, edgeKey or pathText.
func unbox(v any) (any, error) {
	blob, ok := v.([]byte)
	if !ok {
		return v, nil
	}
	return fromJSON(blob)
}

func fromJSON(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("%.40q is not JSON: %w", text, err)
	}
	return fromParsed(v)
}

// fromParsed makes the values of what encoding/json has read.
func fromParsed(v any) (any, error) {
	switch v := v.(type) {
	case json.Number:
		if !strings.ContainsAny(string(v), ".eE") {
			return strconv.ParseInt(string(v), 10, 64)
		}
		f, err := strconv.ParseFloat(string(v), 64)
		if math.IsInf(f, 0) {
			err = nil // it is written as 9e999
		}
		return f, err
	case []any:
		for i := range v {
			var err error
			if v[i], err = fromParsed(v[i]); err != nil {
				return nil, err
			}
		}
	case map[string]any:
		return fromObject(v)
	}
	return v, nil
}

func fromObject(object map[string]any) (any, error) {
	m := make(map[string]any, len(object))
	for key, v := range object {
		switch key {
		case "$date":
			return schema.Date(fmt.Sprint(v)), nil
		case "$path":
			return pathText(fmt.Sprint(v)), nil
		case "$datetime", "$localdatetime", "$time", "$localtime":
			kind, _ := temporal.KindOf(key[1:])
			return temporal.Parse(kind, fmt.Sprint(v))
		case "$duration":
			return temporal.ParseDuration(fmt.Sprint(v))
		case "$nan":
			return math.NaN(), nil
		case "$node", "$relationship":
			n, err := strconv.ParseInt(fmt.Sprint(v), 10, 64)
			if key == "$node" {
				return nodeKey(n), err
			}
			return edgeKey(n), err
		}
		if strings.HasPrefix(key, "$$") {
			key = key[1:]
		}
		var err error
		if m[key], err = fromParsed(v); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// box is the SQL value of type ANY of a Go value.
func box(v any) any {
	switch v := v.(type) {
	case nil, int64, string:
		return v
	case float64:
		if !math.IsNaN(v) {
			return v
		}
	}
	return appendJSON(nil, v)
}

// appendJSON appends the JSON of a value. Equal values have equal JSON.
func appendJSON(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, v)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case float64:
		return appendNumber(b, v)
	case string:
		return appendText(b, v)
	case schema.Date:
		return append(appendText(append(b, `{"$date":`...), string(v)), '}')
	case temporal.Moment:
		return append(appendText(append(b, `{"$`+v.Kind.String()+`":`...), v.String()), '}')
	case temporal.Duration:
		return append(appendText(append(b, `{"$duration":`...), v.String()), '}')
	case nodeKey:
		return append(strconv.AppendInt(append(b, `{"$node":`...), int64(v), 10), '}')
	case edgeKey:
		return append(strconv.AppendInt(append(b, `{"$relationship":`...), int64(v), 10), '}')
	case pathText:
		return append(appendText(append(b, `{"$path":`...), string(v)), '}')
	case []any:
		b = append(b, '[')
		for i, item := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, item)
		}
		return append(b, ']')
	}
	m := v.(map[string]any)
	b = append(b, '{')
	for i, key := range slices.Sorted(maps.Keys(m)) {
		if i > 0 {
			b = append(b, ',')
		}
		name := key
		if strings.HasPrefix(key, "$") {
			name = "$" + key
		}
		b = appendJSON(append(appendText(b, name), ':'), m[key])
	}
	return append(b, '}')
}

func appendNumber(b []byte, f float64) []byte {
	switch {
	case math.IsNaN(f):
		return append(b, `{"$nan":null}`...)
	case math.IsInf(f, 1):
		return append(b, "9e999"...)
	case math.IsInf(f, -1):
		return append(b, "-9e999"...)
	}
	start := len(b)
	b = strconv.AppendFloat(b, f, 'g', -1, 64)
	if !bytes.ContainsAny(b[start:], ".e") {
		b = append(b, ".0"...)
	}
	return b
}

func appendText(b []byte, s string) []byte {
	text, _ := json.Marshal(s) // fails on no string
	return append(b, text...)
}

// parameter is a query parameter as SQL has it, for the type that the query gives it.
func parameter(v any, t cypher.Type) any {
	switch v := v.(type) {
	case schema.Date:
		if t.Kind == cypher.Date {
			return string(v)
		}
	case bool:
		if t.Kind == cypher.Boolean {
			return rank(v)
		}
	case []any, map[string]any:
		if t.Kind == cypher.List || t.Kind == cypher.Map {
			return string(appendJSON(nil, v))
		}
	}
	return box(v)
}

// result is the Go value of an SQL value of a type; nodes, edges and paths are their
// keys still.
func result(v any, t cypher.Type) (any, error) {
	switch v := v.(type) {
	case []byte:
		return unbox(v)
	case string:
		switch t.Kind {
		case cypher.Date:
			return schema.Date(v), nil
		case cypher.Path:
			return pathText(v), nil
		case cypher.List, cypher.Map:
			return fromJSON([]byte(v))
		}
	case int64:
		switch t.Kind {
		case cypher.Boolean:
			return v != 0, nil
		case cypher.Node:
			return nodeKey(v), nil
		case cypher.Edge:
			return edgeKey(v), nil
		case cypher.Float:
			return float64(v), nil
		}
	}
	return v, nil
}

func rank(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// inOrder compares two values that Cypher can order, numbers, strings, booleans, dates
// and lists; ok is false where it cannot.
func inOrder(a, b any) (sign int, ok bool) {
	switch a := a.(type) {
	case int64:
		if b, same := b.(int64); same {
			return cmp.Compare(a, b), true
		}
	case string:
		b, same := b.(string)
		return strings.Compare(a, b), same
	case schema.Date:
		b, same := b.(schema.Date)
		return cmp.Compare(a, b), same
	case temporal.Moment:
		b, same := b.(temporal.Moment)
		if !same || a.Kind != b.Kind {
			return 0, false
		}
		return temporal.Compare(a, b), true
	case bool:
		b, same := b.(bool)
		return cmp.Compare(rank(a), rank(b)), same
	case []any:
		b, same := b.([]any)
		if !same {
			return 0, false
		}
		for i := range min(len(a), len(b)) {
			if sign, ok := inOrder(a[i], b[i]); !ok || sign != 0 {
				return sign, ok
			}
		}
		return cmp.Compare(len(a), len(b)), true
	}
	x, isNumber := number(a)
	y, same := number(b)
	if !isNumber || !same || math.IsNaN(x) || math.IsNaN(y) {
		return 0, false
	}
	return cmp.Compare(x, y), true
}

// equal is Cypher's =: true, false or, where a null leaves it open, nil.
func equal(a, b any) any {
	if a == nil || b == nil {
		return nil
	}
	switch a := a.(type) {
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}
		return allEqual(len(a), func(i int) any { return equal(a[i], b[i]) })
	case map[string]any:
		b, ok := b.(map[string]any)
		keys := slices.Sorted(maps.Keys(a))
		if !ok || !slices.Equal(keys, slices.Sorted(maps.Keys(b))) {
			return false
		}
		return allEqual(len(keys), func(i int) any { return equal(a[keys[i]], b[keys[i]]) })
	case temporal.Moment:
		b, ok := b.(temporal.Moment)
		return ok && a.Equal(b)
	case int64, float64:
		sign, ok := inOrder(a, b)
		return ok && sign == 0
	}
	switch b.(type) {
	case []any, map[string]any:
		return false
	}
	return a == b
}

func allEqual(n int, at func(int) any) any {
	open := false
	for i := range n {
		switch at(i) {
		case false:
			return false
		case nil:
			open = true
		}
	}
	if open {
		return nil
	}
	return true
}

// sortBytes appends a key whose bytes sort as Cypher sorts values of all types: maps,
// nodes, edges, lists, paths, moments of each kind, durations, strings, booleans,
// numbers, null. Each ends in a
// byte below all that begin one, so that what is a beginning of another comes first.
func sortBytes(b []byte, v any) []byte {
	switch v := v.(type) {
	case map[string]any:
		b = append(b, 1)
		for _, key := range slices.Sorted(maps.Keys(v)) {
			b = sortBytes(sortBytes(b, key), v[key])
		}
		return append(b, 0)
	case nodeKey:
		return sortNumber(append(b, 2), float64(v))
	case edgeKey:
		return sortNumber(append(b, 3), float64(v))
	case []any:
		b = append(b, 4)
		for _, item := range v {
			b = sortBytes(b, item)
		}
		return append(b, 0)
	case pathText:
		return append(append(append(b, 5), v...), 0)
	case temporal.Moment:
		_, offset := v.Go().Zone()
		b = sortInteger(append(b, 6, byte(v.Kind)), v.Go().Unix())
		return sortInteger(sortInteger(b, int64(v.Go().Nanosecond())), int64(offset))
	case schema.Date:
		return append(append(append(b, 6, byte(temporal.Date)), v...), 0)
	case temporal.Duration:
		return sortNumber(append(b, 7), v.Length())
	case string:
		return append(append(append(b, 8), v...), 0)
	case bool:
		return append(b, 9, byte(rank(v)))
	case nil:
		return append(b, 0xff)
	}
	f, _ := number(v)
	return sortNumber(append(b, 10), f)
}

func sortInteger(b []byte, n int64) []byte {
	return binary.BigEndian.AppendUint64(b, uint64(n)^1<<63)
}

func sortNumber(b []byte, f float64) []byte {
	bits := math.Float64bits(f)
	switch {
	case f == 0: // of either sign
		bits = 1 << 63
	case bits>>63 == 1 && !math.IsNaN(f):
		bits = ^bits
	default:
		bits |= 1 << 63
	}
	for shift := 56; shift >= 0; shift -= 8 {
		b = append(b, byte(bits>>shift))
	}
	return b
}
