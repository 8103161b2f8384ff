package interpret

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rostrum/graph/cypher"
	"rostrum/schema"
)

// holds tells whether a condition is true; null is not.
func (r *run) holds(x cypher.Expr, w row) (bool, error) {
	value, err := r.eval(x, w)
	ok, _ := value.(bool)
	return ok, err
}

func (r *run) evalAll(list []cypher.Expr, w row) ([]any, error) {
	values := make([]any, len(list))
	for i, x := range list {
		var err error
		if values[i], err = r.eval(x, w); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// eval is the value of an expression for a row. Null in gives null out, but where
// Cypher says otherwise.
func (r *run) eval(x cypher.Expr, w row) (any, error) {
	switch x := x.(type) {
	case *cypher.Literal:
		return x.Value, nil
	case *cypher.Parameter:
		return r.params[x.Name], nil
	case *cypher.Variable:
		return w[x.Name], nil
	case *cypher.Property:
		value, err := r.eval(x.X, w)
		return property(value, x.Key.Text), err
	case *cypher.ListLiteral:
		return r.evalAll(x.Items, w)
	case *cypher.MapLiteral:
		values, err := r.evalAll(x.Values, w)
		m := make(map[string]any, len(values))
		for i, v := range values {
			m[x.Keys[i].Text] = v
		}
		return m, err
	case *cypher.Index:
		values, err := r.evalAll([]cypher.Expr{x.X, x.I}, w)
		if err != nil {
			return nil, err
		}
		return indexed(values[0], values[1])
	case *cypher.Slice:
		return r.slice(x, w)
	case *cypher.Unary:
		value, err := r.eval(x.X, w)
		if err != nil || value == nil {
			return nil, err
		}
		return unary(x.Op, value)
	case *cypher.Binary:
		return r.binary(x, w)
	case *cypher.Comparison:
		return r.comparison(x, w)
	case *cypher.IsNull:
		value, err := r.eval(x.X, w)
		return (value == nil) != x.Not, err
	case *cypher.HasLabels:
		value, err := r.eval(x.X, w)
		return hasLabels(value, x.Labels), err
	case *cypher.Call:
		args, err := r.evalAll(x.Args, w)
		if err != nil {
			return nil, err
		}
		return r.call(x.Name, args)
	case *cypher.Case:
		return r.choose(x, w)
	case *cypher.Comprehension:
		return r.comprehend(x, w)
	case *cypher.Quantifier:
		return r.quantify(x, w)
	case *cypher.PatternPredicate:
		n, err := r.count([]cypher.Clause{&cypher.Match{Patterns: []*cypher.Pattern{x.Pattern}}}, w, true)
		return n > 0, err
	case *cypher.Subquery:
		n, err := r.count(x.Clauses, w, !x.Count)
		if x.Count {
			return n, err
		}
		return n > 0, err
	}
	return nil, fmt.Errorf("expression %s is not supported", x)
}

// count counts the rows of a subquery, the first one only where that is enough.
func (r *run) count(clauses []cypher.Clause, w row, first bool) (int64, error) {
	n := int64(0)
	err := r.clauses(clauses, w, func(row) error {
		n++
		if first {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return n, err
}

func indexed(value, at any) (any, error) {
	switch v := value.(type) {
	case []any:
		i, ok := at.(int64)
		if !ok {
			return nil, nil
		}
		if i < 0 {
			i += int64(len(v))
		}
		if i < 0 || i >= int64(len(v)) {
			return nil, nil
		}
		return v[i], nil
	case map[string]any, *node, *edge:
		key, _ := at.(string)
		return property(v, key), nil
	}
	return nil, nil
}

func (r *run) slice(x *cypher.Slice, w row) (any, error) {
	value, err := r.eval(x.X, w)
	list, ok := value.([]any)
	if err != nil || !ok {
		return nil, err
	}
	bound := func(e cypher.Expr, otherwise int) (int, error) {
		if e == nil {
			return otherwise, nil
		}
		value, err := r.eval(e, w)
		i, _ := value.(int64)
		if i < 0 {
			i += int64(len(list))
		}
		return int(min(max(i, 0), int64(len(list)))), err
	}
	from, err := bound(x.From, 0)
	if err != nil {
		return nil, err
	}
	to, err := bound(x.To, len(list))
	if err != nil || to < from {
		return []any{}, err
	}
	return list[from:to], nil
}

func unary(op string, value any) (any, error) {
	switch v := value.(type) {
	case bool:
		if op == "NOT" {
			return !v, nil
		}
	case int64:
		if op == "-" {
			return -v, nil
		}
		return v, nil
	case float64:
		if op == "-" {
			return -v, nil
		}
		return v, nil
	}
	return nil, fmt.Errorf("%s does not apply to %v", op, value)
}

// binary evaluates OR, AND and XOR with three truth values, and the other operators.
func (r *run) binary(x *cypher.Binary, w row) (any, error) {
	left, err := r.eval(x.L, w)
	if err != nil {
		return nil, err
	}
	if known, ok := left.(bool); ok && (x.Op == "AND" && !known || x.Op == "OR" && known) {
		return known, nil
	}
	right, err := r.eval(x.R, w)
	if err != nil {
		return nil, err
	}
	switch x.Op {
	case "AND", "OR":
		if known, ok := right.(bool); ok && known == (x.Op == "OR") {
			return known, nil
		}
		if left == nil || right == nil {
			return nil, nil
		}
		return x.Op == "AND", nil
	case "IN":
		list, ok := right.([]any)
		if !ok {
			return nil, nil
		}
		return in(left, list), nil
	}
	if left == nil || right == nil {
		return nil, nil
	}
	switch x.Op {
	case "XOR":
		return left != right, nil
	case "STARTS WITH", "ENDS WITH", "CONTAINS", "=~":
		return matches(x.Op, left, right)
	}
	return arithmetic(x.Op, left, right)
}

func in(value any, list []any) any {
	unknown := false
	for _, item := range list {
		switch same := equal(value, item); same {
		case true:
			return true
		case nil:
			unknown = true
		}
	}
	if unknown {
		return nil
	}
	return false
}

func matches(op string, left, right any) (any, error) {
	a, ok := left.(string)
	b, also := right.(string)
	if !ok || !also {
		return nil, nil
	}
	switch op {
	case "STARTS WITH":
		return strings.HasPrefix(a, b), nil
	case "ENDS WITH":
		return strings.HasSuffix(a, b), nil
	case "CONTAINS":
		return strings.Contains(a, b), nil
	}
	pattern, err := regexp.Compile("^(?:" + b + ")$")
	if err != nil {
		return nil, fmt.Errorf("=~: %w", err)
	}
	return pattern.MatchString(a), nil
}

func arithmetic(op string, left, right any) (any, error) {
	a, isList := left.([]any)
	b, also := right.([]any)
	switch {
	case op == "+" && isList && also:
		return slices.Concat(a, b), nil
	case op == "+" && isList:
		return append(slices.Clone(a), right), nil
	case op == "+" && also:
		return append([]any{left}, b...), nil
	}
	if op == "+" || op == "||" {
		x, ok := text(left)
		y, also := text(right)
		_, isString := left.(string)
		_, alsoString := right.(string)
		if ok && also && (isString || alsoString) {
			return x + y, nil
		}
	}
	x, xOK := left.(int64)
	y, yOK := right.(int64)
	if xOK && yOK {
		return integers(op, x, y)
	}
	f, fOK := number(left)
	g, gOK := number(right)
	if !fOK || !gOK {
		return nil, fmt.Errorf("%s does not apply to %v and %v", op, left, right)
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

func integers(op string, x, y int64) (any, error) {
	switch op {
	case "+":
		return x + y, nil
	case "-":
		return x - y, nil
	case "*":
		return x * y, nil
	case "^":
		return math.Pow(float64(x), float64(y)), nil
	}
	if y == 0 {
		return nil, errors.New("division by zero")
	}
	if op == "%" {
		return x % y, nil
	}
	return x / y, nil
}

func number(value any) (float64, bool) {
	switch v := value.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

func dateText(value any) (string, bool) {
	d, ok := value.(schema.Date)
	return string(d), ok
}

// text is a value as toString gives it.
func text(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case schema.Date:
		return string(v), true
	case bool:
		return strconv.FormatBool(v), true
	case int64:
		return strconv.FormatInt(v, 10), true
	case float64:
		s := strconv.FormatFloat(v, 'g', -1, 64)
		if !strings.ContainsAny(s, ".eEnI") {
			s += ".0"
		}
		return s, true
	}
	return "", false
}

func (r *run) comparison(x *cypher.Comparison, w row) (any, error) {
	values, err := r.evalAll(x.Operands, w)
	if err != nil {
		return nil, err
	}
	unknown := false
	for i, op := range x.Ops {
		switch compared := compare(op, values[i], values[i+1]); compared {
		case false:
			return false, nil
		case nil:
			unknown = true
		}
	}
	if unknown {
		return nil, nil
	}
	return true, nil
}

func compare(op string, a, b any) any {
	switch op {
	case "=":
		return equal(a, b)
	case "<>":
		same, ok := equal(a, b).(bool)
		if !ok {
			return nil
		}
		return !same
	}
	order, ok := ordered(a, b)
	if !ok {
		return nil
	}
	switch op {
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	}
	return order >= 0
}

// equal is true, false, or nil where one is null.
func equal(a, b any) any {
	if a == nil || b == nil {
		return nil
	}
	switch x := a.(type) {
	case *node:
		y, ok := b.(*node)
		return ok && x.key == y.key
	case *edge:
		y, ok := b.(*edge)
		return ok && x.key == y.key
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return false
		}
		unknown := false
		for i := range x {
			switch equal(x[i], y[i]) {
			case false:
				return false
			case nil:
				unknown = true
			}
		}
		if unknown {
			return nil
		}
		return true
	case map[string]any:
		_, ok := b.(map[string]any)
		return ok && keyOf(a) == keyOf(b)
	case bool:
		return a == b
	}
	order, ok := ordered(a, b)
	return ok && order == 0
}

// ordered compares two numbers, texts, dates or truth values; a text stands for a
// date beside one.
func ordered(a, b any) (int, bool) {
	x, xOK := number(a)
	y, yOK := number(b)
	if xOK && yOK {
		if m, ok := a.(int64); ok {
			if n, ok := b.(int64); ok {
				return cmp.Compare(m, n), true
			}
		}
		return cmp.Compare(x, y), true
	}
	s, sOK := letters(a)
	t, tOK := letters(b)
	if sOK && tOK {
		return strings.Compare(s, t), true
	}
	p, pOK := a.(bool)
	q, qOK := b.(bool)
	if pOK && qOK {
		return cmp.Compare(truth(p), truth(q)), true
	}
	return 0, false
}

func letters(value any) (string, bool) {
	if s, ok := value.(string); ok {
		return s, true
	}
	return dateText(value)
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// compareForSort orders any two values: within a kind by value, else by kind; null
// comes last.
func compareForSort(a, b any) int {
	if order, ok := ordered(a, b); ok {
		return order
	}
	if x, y := rank(a), rank(b); x != y {
		return cmp.Compare(x, y)
	}
	x, xOK := a.([]any)
	y, yOK := b.([]any)
	if xOK && yOK {
		for i := range min(len(x), len(y)) {
			if order := compareForSort(x[i], y[i]); order != 0 {
				return order
			}
		}
		return cmp.Compare(len(x), len(y))
	}
	return strings.Compare(keyOf(a), keyOf(b))
}

// rank orders the kinds as openCypher does.
func rank(value any) int {
	switch value.(type) {
	case map[string]any:
		return 0
	case *node:
		return 1
	case *edge:
		return 2
	case []any:
		return 3
	case *path:
		return 4
	case schema.Date:
		return 5
	case string:
		return 6
	case bool:
		return 7
	case int64, float64:
		return 8
	}
	return 9
}

// keyOf is a text that is the same for equal values only, for grouping.
func keyOf(values ...any) string {
	var b strings.Builder
	for _, value := range values {
		switch v := value.(type) {
		case *node:
			fmt.Fprintf(&b, "n%d", v.key)
		case *edge:
			fmt.Fprintf(&b, "e%d", v.key)
		case *path:
			for _, n := range v.nodes {
				b.WriteString(keyOf(n))
			}
			for _, e := range v.edges {
				b.WriteString(keyOf(e))
			}
		case []any:
			b.WriteString("[" + keyOf(v...) + "]")
		case float64:
			if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
				fmt.Fprintf(&b, "i%d", int64(v))
			} else {
				fmt.Fprintf(&b, "f%v", v)
			}
		case int64:
			fmt.Fprintf(&b, "i%d", v)
		case map[string]any:
			data, _ := json.Marshal(result(v)) // maps print in the order of their keys
			b.Write(data)
		default:
			fmt.Fprintf(&b, "%T%q", v, fmt.Sprint(v))
		}
		b.WriteByte(0)
	}
	return b.String()
}

func hasLabels(value any, choices []cypher.LabelChoice) any {
	var have []string
	switch v := value.(type) {
	case *node:
		have = v.Labels
	case *edge:
		have = []string{v.Type}
	default:
		return nil
	}
	for _, choice := range choices {
		if !slices.ContainsFunc(choice, func(n cypher.Name) bool { return slices.Contains(have, n.Text) }) {
			return false
		}
	}
	return true
}

func (r *run) choose(x *cypher.Case, w row) (any, error) {
	var subject any
	if x.X != nil {
		var err error
		if subject, err = r.eval(x.X, w); err != nil {
			return nil, err
		}
	}
	for _, when := range x.Whens {
		value, err := r.eval(when.If, w)
		if err != nil {
			return nil, err
		}
		if x.X != nil {
			value = equal(subject, value)
		}
		if value == true {
			return r.eval(when.Then, w)
		}
	}
	if x.Else == nil {
		return nil, nil
	}
	return r.eval(x.Else, w)
}

func (r *run) comprehend(x *cypher.Comprehension, w row) (any, error) {
	value, err := r.eval(x.List, w)
	list, ok := value.([]any)
	if err != nil || !ok {
		return nil, err
	}
	made := []any{}
	for _, item := range list {
		within := w.with(x.Name.Text, item)
		if x.Where != nil {
			if ok, err := r.holds(x.Where, within); err != nil || !ok {
				if err != nil {
					return nil, err
				}
				continue
			}
		}
		if x.Result != nil {
			if item, err = r.eval(x.Result, within); err != nil {
				return nil, err
			}
		}
		made = append(made, item)
	}
	return made, nil
}

func (r *run) quantify(x *cypher.Quantifier, w row) (any, error) {
	value, err := r.eval(x.List, w)
	list, ok := value.([]any)
	if err != nil || !ok {
		return nil, err
	}
	yes, no, unknown := 0, 0, 0
	for _, item := range list {
		value, err := r.eval(x.Where, w.with(x.Name.Text, item))
		if err != nil {
			return nil, err
		}
		switch value {
		case true:
			yes++
		case false:
			no++
		default:
			unknown++
		}
	}
	decided := func(known, otherwise bool) any {
		if !known && unknown > 0 {
			return nil
		}
		return otherwise
	}
	switch x.Kind {
	case "all":
		return decided(no > 0, no == 0), nil
	case "any":
		return decided(yes > 0, yes > 0), nil
	case "none":
		return decided(yes > 0, yes == 0), nil
	}
	return decided(yes > 1, yes == 1), nil
}
