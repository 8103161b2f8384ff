package sqlite

import (
	"fmt"
	"maps"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rostrum/graph/cypher/temporal"
	"rostrum/schema"
)

// boxAs makes a value of type ANY of one of the type that its name says.
func boxAs(a []any) (any, error) {
	switch v := a[1].(type) {
	case string:
		switch a[0] {
		case "date":
			return schema.Date(v), nil
		case "path":
			return pathText(v), nil
		}
	case int64:
		switch a[0] {
		case "boolean":
			return v != 0, nil
		case "node":
			return nodeKey(v), nil
		case "relationship":
			return edgeKey(v), nil
		}
	}
	return a[1], nil
}

// unboxed makes a value of its own type of one of type ANY.
func unboxed(a []any) (any, error) {
	switch v := a[0].(type) {
	case bool:
		return raw{rank(v)}, nil
	case schema.Date:
		return raw{string(v)}, nil
	case nodeKey:
		return raw{int64(v)}, nil
	case edgeKey:
		return raw{int64(v)}, nil
	case pathText:
		return raw{string(v)}, nil
	case []any, map[string]any:
		return raw{string(appendJSON(nil, v))}, nil
	}
	return a[0], nil
}

// jsonElement makes a value of the type and value of a row of json_each.
func jsonElement(a []any) (any, error) {
	switch a[0] {
	case "true", "false":
		return a[0] == "true", nil
	case "array", "object":
		return fromJSON([]byte(a[1].(string)))
	}
	return a[1], nil
}

// asList is what UNWIND makes of a value: a list stays, null is no list, all else is
// a list of itself.
func asList(a []any) (any, error) {
	switch a[0].(type) {
	case nil:
		return nil, nil
	case []any:
		return unboxed(a)
	}
	return unboxed([]any{[]any{a[0]}})
}

func keyOf(a []any) (any, error) {
	switch k := a[1].(type) {
	case nodeKey:
		if a[0] == "node" {
			return int64(k), nil
		}
	case edgeKey:
		if a[0] == "edge" {
			return int64(k), nil
		}
	}
	return nil, nil
}

// keyOfOne is keyOf for a function that takes only nodes, or only edges.
func keyOfOne(a []any) (any, error) {
	key, err := keyOf(a)
	if key == nil && a[1] != nil && err == nil {
		return nil, wrongType(a[2].(string), a[1])
	}
	return key, err
}

// labelsOf is the list of what a node's row has as its label.
func labelsOf(a []any) (any, error) {
	text, ok := a[0].(string)
	if !ok {
		return nil, nil
	}
	labels := []any{}
	for _, label := range splitLabels(text) {
		labels = append(labels, label)
	}
	return labels, nil
}

// splitLabels reads a label column: of the model's graph, one label.
func splitLabels(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ":")
}

// propertiesOf makes the map of a row's JSON, its id, and a list of which are dates. Of
// one argument, which is no row's, it is that: a map.
func propertiesOf(a []any) (any, error) {
	if _, ok := a[0].(map[string]any); ok || a[0] == nil {
		return a[0], nil
	}
	if len(a) == 1 {
		return nil, fmt.Errorf("properties() takes a map here, or a node or edge that MATCH has bound, not %T", a[0])
	}
	m, err := decodeProperties(a[0].(string), nil)
	if err != nil {
		return nil, err
	}
	if a[1] != nil {
		m["id"] = a[1]
	}
	days, err := fromJSON([]byte(a[2].(string)))
	if err != nil {
		return nil, err
	}
	for _, day := range days.([]any) {
		if text, ok := m[day.(string)].(string); ok {
			m[day.(string)] = schema.Date(text)
		}
	}
	return m, nil
}

func sortKeyOf(a []any) (any, error) {
	if a[0] == nil {
		return nil, nil
	}
	return raw{sortBytes(nil, a[0])}, nil
}

func compareValues(a []any) (any, error) {
	op, x, y := a[0].(string), a[1], a[2]
	if op == "=" || op == "<>" {
		if same, ok := equal(x, y).(bool); ok {
			return rank(same == (op == "=")), nil
		}
		return nil, nil
	}
	sign, ok := inOrder(x, y)
	if !ok {
		_, isNumber := number(x)
		if _, both := number(y); isNumber && both {
			return int64(0), nil // one of them is NaN
		}
		return nil, nil
	}
	return rank(map[string]bool{"<": sign < 0, "<=": sign <= 0, ">": sign > 0, ">=": sign >= 0}[op]), nil
}

func inList(a []any) (any, error) {
	list, ok := a[1].([]any)
	if a[1] == nil {
		return nil, nil
	}
	if !ok {
		return nil, fmt.Errorf("IN takes a list, not %s", describe(a[1]))
	}
	open := false
	for _, item := range list {
		switch equal(a[0], item) {
		case true:
			return int64(1), nil
		case nil:
			open = true
		}
	}
	if open {
		return nil, nil
	}
	return int64(0), nil
}

// describe names a value in a message.
func describe(v any) string {
	switch v := v.(type) {
	case string:
		return strconv.Quote(v)
	case bool, int64, float64, schema.Date, temporal.Moment, temporal.Duration:
		return fmt.Sprint(v)
	case []any:
		return "a list"
	case map[string]any:
		return "a map"
	case nodeKey:
		return "a node"
	case edgeKey:
		return "an edge"
	case nil:
		return "null"
	}
	return "a path"
}

// arithmetic is + - * / % ^ and ||, the operator first.
func arithmetic(a []any) (any, error) {
	op, x, y := a[0].(string), a[1], a[2]
	if x == nil || y == nil {
		return nil, nil
	}
	if op == "+" || op == "||" {
		if joined := concatenate(x, y); joined != nil {
			return joined, nil
		}
	}
	i, isInt := x.(int64)
	j, alsoInt := y.(int64)
	if isInt && alsoInt && op != "^" {
		return integerArithmetic(op, i, j)
	}
	if v, ok, err := temporalArithmetic(op, x, y); ok {
		return v, err
	}
	f, isNumber := number(x)
	g, alsoNumber := number(y)
	if !isNumber || !alsoNumber {
		return nil, fmt.Errorf("%s cannot join %s and %s", op, describe(x), describe(y))
	}
	switch op {
	case "+":
		return f + g, nil
	case "-":
		return f - g, nil
	case "*":
		return f * g, nil
	case "/":
		return f / g, nil
	case "%":
		return math.Mod(f, g), nil
	}
	return math.Pow(f, g), nil
}

// temporalArithmetic is the arithmetic of moments and durations; false where there is
// none of these.
func temporalArithmetic(op string, x, y any) (any, bool, error) {
	switch op {
	case "+", "-":
		sign := int64(1)
		if op == "-" {
			sign = -1
		}
		v, ok := temporal.Add(x, y, sign)
		return v, ok, nil
	case "*", "/":
		if d, ok := x.(temporal.Duration); ok {
			v, err := d.Multiply(y, op == "/")
			return v, true, err
		}
		if d, ok := y.(temporal.Duration); ok && op == "*" {
			v, err := d.Multiply(x, false)
			return v, true, err
		}
	}
	return nil, false, nil
}

// callTemporal runs a function of package temporal: its name, the moment of the query in
// nanoseconds since 1970, and its arguments.
func callTemporal(a []any) (any, error) {
	now, _ := a[1].(int64)
	return temporal.Call(a[0].(string), a[2:], time.Unix(0, now).UTC())
}

// concatenate joins lists and strings; nil where x and y are neither.
func concatenate(x, y any) any {
	l, isList := x.([]any)
	r, alsoList := y.([]any)
	_, isText := x.(string)
	_, alsoText := y.(string)
	switch {
	case isList && alsoList:
		return slices.Concat(l, r)
	case isList:
		return slices.Concat(l, []any{y})
	case alsoList:
		return slices.Concat([]any{x}, r)
	case isText || alsoText:
		return textOf(x) + textOf(y)
	}
	return nil
}

func integerArithmetic(op string, i, j int64) (any, error) {
	var n big.Int
	a, b := big.NewInt(i), big.NewInt(j)
	switch op {
	case "+":
		n.Add(a, b)
	case "-":
		n.Sub(a, b)
	case "*":
		n.Mul(a, b)
	default:
		if j == 0 {
			return nil, fmt.Errorf("%d %s 0: division by zero", i, op)
		}
		if op == "/" {
			n.Quo(a, b)
		} else {
			n.Rem(a, b)
		}
	}
	if !n.IsInt64() {
		return nil, fmt.Errorf("%d %s %d does not fit into 64 bits", i, op, j)
	}
	return n.Int64(), nil
}

// compareTexts is STARTS WITH, ENDS WITH, CONTAINS and =~, the operator first; null
// for what is no text.
func (l *library) compareTexts(a []any) (any, error) {
	x, ok := a[1].(string)
	y, also := a[2].(string)
	if !ok || !also {
		return nil, nil
	}
	switch a[0] {
	case "STARTS WITH":
		return rank(strings.HasPrefix(x, y)), nil
	case "ENDS WITH":
		return rank(strings.HasSuffix(x, y)), nil
	case "CONTAINS":
		return rank(strings.Contains(x, y)), nil
	}
	pattern, err := l.pattern(y)
	if err != nil {
		return nil, fmt.Errorf("=~ %s: %w", strconv.Quote(y), err)
	}
	return rank(pattern.MatchString(x)), nil
}

// pattern compiles a pattern that must match the whole text. Those of a query stay
// compiled; where a query makes them of its rows they are let go again.
func (l *library) pattern(text string) (*regexp.Regexp, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if compiled := l.patterns[text]; compiled != nil {
		return compiled, nil
	}
	compiled, err := regexp.Compile("^(?:" + text + ")$")
	if err != nil {
		return nil, err
	}
	if len(l.patterns) > 100 {
		clear(l.patterns)
	}
	l.patterns[text] = compiled
	return compiled, nil
}

// get is a property of a value.
func get(a []any) (any, error) {
	key := a[1].(string)
	switch v := a[0].(type) {
	case nil, nodeKey, edgeKey:
		return nil, nil // a node's own are read from its row
	case map[string]any:
		return v[key], nil
	}
	if component, known, err := temporal.Field(a[0], key); known {
		return component, err
	}
	return nil, fmt.Errorf("%s has no property %s", describe(a[0]), key)
}

func index(a []any) (any, error) {
	if a[0] == nil || a[1] == nil {
		return nil, nil
	}
	switch v := a[0].(type) {
	case []any:
		i, ok := a[1].(int64)
		if !ok {
			return nil, fmt.Errorf("a list is indexed by an integer, not by %s", describe(a[1]))
		}
		if i < 0 {
			i += int64(len(v))
		}
		if i < 0 || i >= int64(len(v)) {
			return nil, nil
		}
		return v[i], nil
	case map[string]any:
		key, ok := a[1].(string)
		if !ok {
			return nil, fmt.Errorf("a map is indexed by a string, not by %s", describe(a[1]))
		}
		return v[key], nil
	}
	return nil, fmt.Errorf("%s cannot be indexed", describe(a[0]))
}

func slice(a []any) (any, error) {
	if slices.Contains(a, nil) {
		return nil, nil
	}
	list, ok := a[0].([]any)
	i, isInt := a[1].(int64)
	j, alsoInt := a[2].(int64)
	if !ok || !isInt || !alsoInt {
		return nil, fmt.Errorf("%s cannot be sliced from %s to %s", describe(a[0]), describe(a[1]), describe(a[2]))
	}
	place := func(i int64) int64 {
		if i < 0 {
			i += int64(len(list))
		}
		return min(max(i, 0), int64(len(list)))
	}
	if i, j = place(i), place(j); i >= j {
		return []any{}, nil
	}
	return list[i:j], nil
}

func makeMap(a []any) (any, error) {
	m := make(map[string]any, len(a)/2)
	for i := 0; i < len(a); i += 2 {
		m[a[i].(string)] = a[i+1]
	}
	return m, nil
}

// mergeMaps is the first map with the entries of the second, which go before.
func mergeMaps(a []any) (any, error) {
	first, _ := a[0].(map[string]any)
	second, _ := a[1].(map[string]any)
	m := maps.Clone(first)
	if m == nil {
		m = map[string]any{}
	}
	maps.Copy(m, second)
	return m, nil
}

// makePath joins a node's key, and then keys of an edge and a node, or trails.
func makePath(a []any) (any, error) {
	var parts []string
	letter := "n"
	for _, part := range a {
		switch part := part.(type) {
		case nil:
			return nil, nil
		case int64:
			parts = append(parts, letter+strconv.FormatInt(part, 10))
			letter = map[string]string{"n": "e", "e": "n"}[letter]
		case string:
			if trail := strings.Trim(part, ","); trail != "" {
				parts = append(parts, trail)
			}
		}
	}
	return strings.Join(parts, ","), nil
}

// keysIn are the keys of the nodes ('n') or edges ('e') of a path or trail, in order.
func keysIn(v any, letter byte) any {
	var text string
	switch v := v.(type) {
	case pathText:
		text = string(v)
	case string:
		text = v
	default:
		return nil
	}
	keys := []any{}
	for part := range strings.SplitSeq(text, ",") {
		if part == "" || part[0] != letter {
			continue
		}
		n, _ := strconv.ParseInt(part[1:], 10, 64) // written by this package
		if letter == 'n' {
			keys = append(keys, nodeKey(n))
		} else {
			keys = append(keys, edgeKey(n))
		}
	}
	return keys
}

// trailEdges is the list of a trail's edges, as JSON.
func trailEdges(a []any) (any, error) { return unboxed([]any{keysIn(a[0], 'e')}) }

// turnTrail is the trail of a walk, given with its first node, from its other end.
func turnTrail(a []any) (any, error) {
	start, ok := a[0].(int64)
	trail, also := a[1].(string)
	if !ok || !also {
		return nil, nil
	}
	parts := []string{"n" + strconv.FormatInt(start, 10)}
	if trail = strings.Trim(trail, ","); trail == "" {
		return ",", nil
	}
	parts = append(parts, strings.Split(trail, ",")...)
	slices.Reverse(parts)
	return "," + strings.Join(parts[1:], ",") + ",", nil
}

func trailsDiffer(a []any) (any, error) {
	first, ok := keysIn(a[0], 'e').([]any)
	second, also := keysIn(a[1], 'e').([]any)
	if !ok || !also {
		return nil, nil
	}
	return rank(!slices.ContainsFunc(first, func(e any) bool { return slices.Contains(second, e) })), nil
}

func pathLength(a []any) (any, error) {
	if edges, ok := keysIn(a[0], 'e').([]any); ok {
		return int64(len(edges)), nil
	}
	return nil, nil
}
