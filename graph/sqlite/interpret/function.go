package interpret

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"rostrum/graph/cypher"
	"rostrum/schema"
)

// call is a function's value; functions.txt of package cypher lists them. Null in
// gives null out, but for coalesce.
func (r *run) call(name string, args []any) (any, error) {
	if name == "coalesce" {
		for _, a := range args {
			if a != nil {
				return a, nil
			}
		}
		return nil, nil
	}
	if slices.Contains(args, nil) {
		return nil, nil
	}
	switch v := args[0].(type) {
	case string:
		if value, ok, err := ofString(name, v, args); ok {
			return value, err
		}
	case []any:
		if value, ok := ofList(name, v); ok {
			return value, nil
		}
	case int64, float64:
		if value, ok := ofNumber(name, v, args); ok {
			return value, nil
		}
	case *node, *edge, *path, map[string]any:
		if value, ok, err := r.ofGraph(name, v); ok {
			return value, err
		}
	}
	return convert(name, args[0])
}

func ofString(name, s string, args []any) (any, bool, error) {
	at := func(i int) int {
		if i >= len(args) {
			return utf8.RuneCountInString(s)
		}
		n, _ := args[i].(int64)
		return int(max(n, 0))
	}
	runes := func(from, to int) string {
		r := []rune(s)
		from = min(from, len(r))
		return string(r[from:min(max(to, from), len(r))])
	}
	other := func(i int) string {
		s, _ := args[i].(string)
		return s
	}
	switch name {
	case "toLower":
		return strings.ToLower(s), true, nil
	case "toUpper":
		return strings.ToUpper(s), true, nil
	case "trim":
		return strings.TrimSpace(s), true, nil
	case "ltrim":
		return strings.TrimLeft(s, " \t\r\n"), true, nil
	case "rtrim":
		return strings.TrimRight(s, " \t\r\n"), true, nil
	case "left":
		return runes(0, at(1)), true, nil
	case "right":
		n := utf8.RuneCountInString(s)
		return runes(max(n-at(1), 0), n), true, nil
	case "substring":
		if len(args) < 3 {
			return runes(at(1), at(9)), true, nil
		}
		return runes(at(1), at(1)+at(2)), true, nil
	case "replace":
		return strings.ReplaceAll(s, other(1), other(2)), true, nil
	case "split":
		var parts []any
		for _, p := range strings.Split(s, other(1)) {
			parts = append(parts, p)
		}
		return parts, true, nil
	case "size":
		return int64(utf8.RuneCountInString(s)), true, nil
	case "reverse":
		r := []rune(s)
		slices.Reverse(r)
		return string(r), true, nil
	case "date":
		d, err := schema.ParseDate(s)
		return d, true, err
	}
	return nil, false, nil
}

func ofList(name string, list []any) (any, bool) {
	switch name {
	case "size":
		return int64(len(list)), true
	case "head", "last":
		if len(list) == 0 {
			return nil, true
		}
		if name == "head" {
			return list[0], true
		}
		return list[len(list)-1], true
	case "tail":
		return slices.Clone(list[min(1, len(list)):]), true
	case "reverse":
		after := slices.Clone(list)
		slices.Reverse(after)
		return after, true
	}
	return nil, false
}

func ofNumber(name string, value any, args []any) (any, bool) {
	f, _ := number(value)
	switch name {
	case "abs":
		if n, ok := value.(int64); ok {
			return max(n, -n), true
		}
		return math.Abs(f), true
	case "sign":
		return int64(cmpZero(f)), true
	case "ceil":
		return math.Ceil(f), true
	case "floor":
		return math.Floor(f), true
	case "sqrt":
		return math.Sqrt(f), true
	case "round":
		scale := 1.0
		if len(args) > 1 {
			n, _ := args[1].(int64)
			scale = math.Pow(10, float64(n))
		}
		return math.Floor(f*scale+0.5) / scale, true
	case "range":
		from, _ := value.(int64)
		to, _ := args[1].(int64)
		step := int64(1)
		if len(args) > 2 {
			step, _ = args[2].(int64)
		}
		list := []any{}
		for i := from; step != 0 && (step > 0 && i <= to || step < 0 && i >= to) && len(list) < 1_000_000; i += step {
			list = append(list, i)
		}
		return list, true
	}
	return nil, false
}

func cmpZero(f float64) int {
	switch {
	case f > 0:
		return 1
	case f < 0:
		return -1
	}
	return 0
}

func (r *run) ofGraph(name string, value any) (any, bool, error) {
	names := func(m map[string]any) any {
		list := []any{}
		for _, key := range slices.Sorted(maps.Keys(m)) {
			list = append(list, key)
		}
		return list
	}
	switch v := value.(type) {
	case *node:
		switch name {
		case "labels":
			list := []any{}
			for _, l := range v.Labels {
				list = append(list, l)
			}
			return list, true, nil
		case "elementId":
			return string(v.ID), true, nil
		case "keys":
			return names(v.Properties), true, nil
		case "properties":
			return maps.Clone(v.Properties), true, nil
		}
	case *edge:
		switch name {
		case "type":
			return v.Type, true, nil
		case "elementId":
			return string(v.ID), true, nil
		case "keys":
			return names(v.Properties), true, nil
		case "properties":
			return maps.Clone(v.Properties), true, nil
		case "startNode":
			n, err := r.node(v.src)
			return n, true, err
		case "endNode":
			n, err := r.node(v.dst)
			return n, true, err
		}
	case *path:
		list := []any{}
		switch name {
		case "length":
			return int64(len(v.edges)), true, nil
		case "nodes":
			for _, n := range v.nodes {
				list = append(list, n)
			}
			return list, true, nil
		case "relationships":
			for _, e := range v.edges {
				list = append(list, e)
			}
			return list, true, nil
		}
	case map[string]any:
		switch name {
		case "keys":
			return names(v), true, nil
		case "properties":
			return v, true, nil
		}
	}
	return nil, false, nil
}

// convert turns one kind of value into another; what cannot be is null.
func convert(name string, value any) (any, error) {
	s, isText := text(value)
	switch name {
	case "toString":
		if isText {
			return s, nil
		}
		return nil, nil
	case "toInteger":
		if f, ok := number(value); ok {
			return int64(f), nil
		}
		if f, err := strconv.ParseFloat(strings.TrimSpace(s), 64); isText && err == nil {
			return int64(f), nil
		}
		return nil, nil
	case "toFloat":
		if f, ok := number(value); ok {
			return f, nil
		}
		if f, err := strconv.ParseFloat(strings.TrimSpace(s), 64); isText && err == nil {
			return f, nil
		}
		return nil, nil
	case "toBoolean":
		if b, err := strconv.ParseBool(strings.ToLower(s)); isText && err == nil {
			return b, nil
		}
		return nil, nil
	case "date":
		return value, nil
	}
	return nil, fmt.Errorf("%s does not apply to %v", name, result(value))
}

// aggregate is the value of a column for a group: its aggregates are worked out over
// the members, and the rest for any of them.
func (r *run) aggregate(x cypher.Expr, g *group) (any, error) {
	if c, ok := x.(*cypher.Call); ok && c.Aggregate {
		return r.aggregateCall(c, g)
	}
	w := g.w
	n := 0
	after, err := r.replaceAggregates(x, g, &w, &n)
	if err != nil {
		return nil, err
	}
	return r.eval(after, w)
}

// replaceAggregates puts a variable in the place of each aggregate within x, bound to
// its value.
func (r *run) replaceAggregates(x cypher.Expr, g *group, w *row, n *int) (cypher.Expr, error) {
	if c, ok := x.(*cypher.Call); ok && c.Aggregate {
		value, err := r.aggregateCall(c, g)
		if err != nil {
			return nil, err
		}
		name := " aggregate " + strconv.Itoa(*n)
		*n++
		*w = w.with(name, value)
		return &cypher.Variable{Name: name}, nil
	}
	var failed error
	after := cypher.Rewrite(x, func(child cypher.Expr) cypher.Expr {
		replaced, err := r.replaceAggregates(child, g, w, n)
		if err != nil {
			failed = err
			return child
		}
		return replaced
	})
	return after, failed
}

func (r *run) aggregateCall(c *cypher.Call, g *group) (any, error) {
	if c.Star {
		return int64(len(g.members)), nil
	}
	var values []any
	seen := map[string]bool{}
	for _, w := range g.members {
		value, err := r.eval(c.Args[0], w)
		if err != nil {
			return nil, err
		}
		if value == nil {
			continue
		}
		if c.Distinct {
			key := keyOf(value)
			if seen[key] {
				continue
			}
			seen[key] = true
		}
		values = append(values, value)
	}
	switch c.Name {
	case "count":
		return int64(len(values)), nil
	case "collect":
		if values == nil {
			values = []any{}
		}
		return values, nil
	case "min", "max":
		return extreme(values, c.Name == "max"), nil
	}
	return sum(values, c.Name == "avg"), nil
}

func extreme(values []any, most bool) any {
	var best any
	for i, v := range values {
		order := 0
		if i > 0 {
			order = compareForSort(v, best)
		}
		if i == 0 || most && order > 0 || !most && order < 0 {
			best = v
		}
	}
	return best
}

func sum(values []any, mean bool) any {
	whole, total, integral := int64(0), 0.0, true
	for _, v := range values {
		f, _ := number(v)
		total += f
		n, ok := v.(int64)
		whole += n
		integral = integral && ok
	}
	if mean {
		if len(values) == 0 {
			return nil
		}
		return total / float64(len(values))
	}
	if integral {
		return whole
	}
	return total
}
