package sqlite

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"modernc.org/sqlite"

	"rostrum/graph/cypher/temporal"
	"rostrum/schema"
)

// wrongType is the error of an argument that the function does not take.
func wrongType(name string, v any) error { return fmt.Errorf("%s cannot take %s", name, describe(v)) }

func trimLeft(s string) string  { return strings.TrimLeftFunc(s, unicode.IsSpace) }
func trimRight(s string) string { return strings.TrimRightFunc(s, unicode.IsSpace) }

// onText makes a function of one of a text.
func onText(f func(string) string) function {
	return func(a []any) (any, error) {
		switch s := a[0].(type) {
		case nil:
			return nil, nil
		case string:
			return f(s), nil
		}
		return nil, wrongType("a function of strings", a[0])
	}
}

// textAndCount reads the arguments of left, right and substring; the text is nil where
// one is null.
func textAndCount(name string, a []any) (text []rune, n int, err error) {
	if slices.Contains(a, nil) {
		return nil, 0, nil
	}
	s, ok := a[0].(string)
	if !ok {
		return nil, 0, wrongType(name, a[0])
	}
	count, ok := a[1].(int64)
	if !ok || count < 0 {
		return nil, 0, wrongType(name, a[1])
	}
	text = append(make([]rune, 0, len(s)), []rune(s)...) // not nil, even of ""
	return text, int(min(count, int64(len(text)))), nil
}

func left(a []any) (any, error) {
	text, n, err := textAndCount("left", a)
	if text == nil {
		return nil, err
	}
	return string(text[:n]), nil
}

func right(a []any) (any, error) {
	text, n, err := textAndCount("right", a)
	if text == nil {
		return nil, err
	}
	return string(text[len(text)-n:]), nil
}

func substring(a []any) (any, error) {
	text, start, err := textAndCount("substring", a)
	if text == nil {
		return nil, err
	}
	text = text[start:]
	if len(a) > 2 {
		length, ok := a[2].(int64)
		if !ok || length < 0 {
			return nil, wrongType("substring", a[2])
		}
		text = text[:min(length, int64(len(text)))]
	}
	return string(text), nil
}

func replace(a []any) (any, error) {
	texts, err := allTexts("replace", a)
	if texts == nil {
		return nil, err
	}
	return strings.ReplaceAll(texts[0], texts[1], texts[2]), nil
}

func split(a []any) (any, error) {
	texts, err := allTexts("split", a)
	if texts == nil {
		return nil, err
	}
	list := []any{}
	for part := range strings.SplitSeq(texts[0], texts[1]) {
		list = append(list, part)
	}
	return list, nil
}

// allTexts are the arguments as texts; nil where one is null.
func allTexts(name string, a []any) ([]string, error) {
	texts := make([]string, len(a))
	for i, v := range a {
		if v == nil {
			return nil, nil
		}
		var ok bool
		if texts[i], ok = v.(string); !ok {
			return nil, wrongType(name, v)
		}
	}
	return texts, nil
}

func size(a []any) (any, error) {
	switch v := a[0].(type) {
	case nil:
		return nil, nil
	case string:
		return int64(len([]rune(v))), nil
	case []any:
		return int64(len(v)), nil
	}
	return nil, wrongType("size", a[0])
}

func reverse(a []any) (any, error) {
	switch v := a[0].(type) {
	case nil:
		return nil, nil
	case string:
		text := []rune(v)
		slices.Reverse(text)
		return string(text), nil
	case []any:
		slices.Reverse(v)
		return v, nil
	}
	return nil, wrongType("reverse", a[0])
}

// longestRange bounds the lists that range makes.
const longestRange = 10_000_000

// numbersBetween is range(from, to, step), both ends included.
func numbersBetween(a []any) (any, error) {
	numbers := []int64{0, 0, 1}
	for i, v := range a {
		n, ok := v.(int64)
		if !ok {
			return nil, wrongType("range", v)
		}
		numbers[i] = n
	}
	from, to, step := numbers[0], numbers[1], numbers[2]
	list := []any{}
	switch {
	case step == 0:
		return nil, errors.New("range: a step of 0 never arrives")
	case step > 0 && from > to, step < 0 && from < to:
		return list, nil
	}
	count := (float64(to) - float64(from)) / float64(step)
	if count > longestRange {
		return nil, fmt.Errorf("range: a list of %.0f numbers is too long", count)
	}
	for i := range int64(count) + 1 {
		list = append(list, from+i*step)
	}
	return list, nil
}

func keysOfMap(a []any) (any, error) {
	m, ok := a[0].(map[string]any)
	if !ok {
		if a[0] == nil {
			return nil, nil
		}
		return nil, wrongType("keys", a[0])
	}
	keys := []any{}
	for key := range m {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(x, y any) int { return strings.Compare(x.(string), y.(string)) })
	return keys, nil
}

func abs(a []any) (any, error) {
	switch v := a[0].(type) {
	case nil:
		return nil, nil
	case int64:
		if v < 0 {
			return integerArithmetic("-", 0, v)
		}
		return v, nil
	case float64:
		return math.Abs(v), nil
	}
	return nil, wrongType("abs", a[0])
}

func sign(a []any) (any, error) {
	if a[0] == nil {
		return nil, nil
	}
	f, ok := number(a[0])
	switch {
	case !ok:
		return nil, wrongType("sign", a[0])
	case f > 0:
		return int64(1), nil
	case f < 0:
		return int64(-1), nil
	}
	return int64(0), nil
}

// onNumber is a function of one number that makes a float.
func onNumber(name string) function {
	f := map[string]func(float64) float64{
		"ceil": math.Ceil, "floor": math.Floor, "sqrt": math.Sqrt, "exp": math.Exp, "log": math.Log, "log10": math.Log10,
		"sin": math.Sin, "cos": math.Cos, "tan": math.Tan, "asin": math.Asin, "acos": math.Acos, "atan": math.Atan,
		"cot":     func(x float64) float64 { return 1 / math.Tan(x) },
		"degrees": func(x float64) float64 { return x * 180 / math.Pi },
		"radians": func(x float64) float64 { return x * math.Pi / 180 },
	}[name]
	return func(a []any) (any, error) {
		if a[0] == nil {
			return nil, nil
		}
		v, ok := number(a[0])
		if !ok {
			return nil, wrongType(name, a[0])
		}
		return f(v), nil
	}
}

func atan2(a []any) (any, error) {
	if slices.Contains(a, nil) {
		return nil, nil
	}
	y, ok := number(a[0])
	x, also := number(a[1])
	if !ok || !also {
		return nil, wrongType("atan2", a[0])
	}
	return math.Atan2(y, x), nil
}

// round rounds half up, as Cypher does; to a number of digits, half away from zero.
func round(a []any) (any, error) {
	if slices.Contains(a, nil) {
		return nil, nil
	}
	v, ok := number(a[0])
	if !ok {
		return nil, wrongType("round", a[0])
	}
	if len(a) == 1 {
		return math.Floor(v + 0.5), nil
	}
	digits, ok := a[1].(int64)
	if !ok || digits < 0 || digits > 17 {
		return nil, wrongType("round", a[1])
	}
	scale := math.Pow10(int(digits))
	return math.Round(v*scale) / scale, nil
}

// textOf is a value as toString and + print it.
func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case schema.Date:
		return string(v)
	case temporal.Moment, temporal.Duration:
		return fmt.Sprint(v)
	}
	return string(appendJSON(nil, v))
}

func toString(a []any) (any, error) {
	switch a[0].(type) {
	case nil:
		return nil, nil
	case string, float64, bool, int64, schema.Date, temporal.Moment, temporal.Duration:
		return textOf(a[0]), nil
	}
	return nil, wrongType("toString", a[0])
}

func toInteger(a []any) (any, error) {
	switch v := a[0].(type) {
	case nil, int64:
		return v, nil
	case float64:
		return int64(v), nil
	case bool:
		return rank(v), nil
	case string:
		if n, err := strconv.ParseInt(strings.TrimSpace(v), 10, 64); err == nil {
			return n, nil
		}
		if f, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil {
			return int64(f), nil
		}
		return nil, nil
	}
	return nil, wrongType("toInteger", a[0])
}

func toFloat(a []any) (any, error) {
	if f, ok := number(a[0]); ok {
		return f, nil
	}
	switch v := a[0].(type) {
	case nil:
		return nil, nil
	case string:
		if f, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil {
			return f, nil
		}
		return nil, nil
	}
	return nil, wrongType("toFloat", a[0])
}

func toBoolean(a []any) (any, error) {
	switch v := a[0].(type) {
	case nil, bool:
		return v, nil
	case int64:
		return v != 0, nil
	case string:
		switch strings.ToLower(strings.TrimSpace(v)) {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
		return nil, nil
	}
	return nil, wrongType("toBoolean", a[0])
}

// aggregates are the functions that make one value of many, each with what starts it
// for a group of rows.
func aggregates() map[string]func() sqlite.AggregateFunction {
	return map[string]func() sqlite.AggregateFunction{
		"collect":     func() sqlite.AggregateFunction { return &collector{} },
		"collect_all": func() sqlite.AggregateFunction { return &collector{nulls: true} },
		"min":         func() sqlite.AggregateFunction { return &extreme{sign: -1} },
		"max":         func() sqlite.AggregateFunction { return &extreme{sign: 1} },
	}
}

// errWindow is returned by aggregates that are used as SQL window functions, which no
// query makes.
var errWindow = errors.New("this aggregate has no moving window")

// collector makes a list of its values, without the nulls unless it is told to.
type collector struct {
	nulls bool
	list  []any
}

func (c *collector) Step(_ *sqlite.FunctionContext, args []driver.Value) error {
	v, err := kept(args[0])
	if v != nil || c.nulls {
		c.list = append(c.list, v)
	}
	return err
}

func (c *collector) WindowInverse(*sqlite.FunctionContext, []driver.Value) error { return errWindow }

func (c *collector) WindowValue(*sqlite.FunctionContext) (driver.Value, error) {
	return appendJSON(nil, c.list), nil
}

func (c *collector) Final(*sqlite.FunctionContext) {}

// extreme keeps the least or greatest of values of any type.
type extreme struct {
	sign int
	key  []byte
	v    any
}

func (e *extreme) Step(_ *sqlite.FunctionContext, args []driver.Value) error {
	v, err := kept(args[0])
	if err != nil || v == nil {
		return err
	}
	if key := sortBytes(nil, v); e.v == nil || slices.Compare(key, e.key)*e.sign > 0 {
		e.v, e.key = v, key
	}
	return nil
}

func (e *extreme) WindowInverse(*sqlite.FunctionContext, []driver.Value) error { return errWindow }
func (e *extreme) WindowValue(*sqlite.FunctionContext) (driver.Value, error)   { return box(e.v), nil }
func (e *extreme) Final(*sqlite.FunctionContext)                               {}
