package temporal

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"rostrum/schema"
)

// momentOf is a value as a moment: a day of the graph's is a date.
func momentOf(v any) (Moment, bool) {
	switch v := v.(type) {
	case Moment:
		return v, true
	case schema.Date:
		m, err := Parse(Date, string(v))
		return m, err == nil
	}
	return Moment{}, false
}

// result is a moment as a value of the graph, whose dates are days.
func result(m Moment) any {
	if m.Kind == Date {
		return schema.Date(m.String())
	}
	return m
}

// Field is a component of a moment, day or duration. known is false of other values.
func Field(v any, name string) (value any, known bool, err error) {
	if d, ok := v.(Duration); ok {
		value, ok = d.Field(name)
		if !ok {
			err = fmt.Errorf("a duration has no component %s", name)
		}
		return value, true, err
	}
	m, ok := momentOf(v)
	if !ok {
		return nil, false, nil
	}
	if value, ok = m.Field(name); !ok {
		err = fmt.Errorf("a %s has no component %s", m.Kind, name)
	}
	return value, true, err
}

// Call runs a function: date, time, localtime, datetime, localdatetime and duration, and
// what stands after a point of them. Now is the moment of the query. An argument that is
// null gives null.
func Call(name string, args []any, now time.Time) (any, error) {
	for _, arg := range args {
		if arg == nil {
			return nil, nil
		}
	}
	base, member, _ := strings.Cut(name, ".")
	if base == "duration" {
		return callDuration(member, args)
	}
	kind, ok := KindOf(base)
	if !ok {
		return nil, fmt.Errorf("no function %s", name)
	}
	m, err := call(kind, member, args, now)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return result(m), nil
}

var errArguments = errors.New("it does not take these arguments")

func call(kind Kind, member string, args []any, now time.Time) (Moment, error) {
	switch member {
	case "transaction", "statement", "realtime":
		if len(args) == 0 {
			return New(kind, now), nil
		}
		zone, ok := args[0].(string)
		if !ok {
			return Moment{}, errArguments
		}
		return fromMapNow(kind, map[string]any{"timezone": zone}, now)
	case "truncate":
		return callTruncate(kind, args, now)
	case "fromepoch", "fromepochmillis":
		return fromEpochArgs(member, args)
	}
	if len(args) == 0 {
		return New(kind, now), nil
	}
	switch v := args[0].(type) {
	case string:
		return Parse(kind, v)
	case map[string]any:
		for key, component := range v {
			if component == nil {
				return Moment{}, fmt.Errorf("%s is null", key)
			}
		}
		return fromMapNow(kind, v, now)
	}
	m, ok := momentOf(args[0])
	if !ok {
		return Moment{}, errArguments
	}
	return convert(kind, m)
}

// fromMapNow is fromMap; of a time zone alone it is now, there.
func fromMapNow(kind Kind, m map[string]any, now time.Time) (Moment, error) {
	if name, ok := m["timezone"].(string); ok && len(m) == 1 {
		zone, err := zoneOf(name)
		if err != nil {
			return Moment{}, err
		}
		return New(kind, now.In(zone)), nil
	}
	return fromMap(kind, m, time.UTC)
}

func callTruncate(kind Kind, args []any, now time.Time) (Moment, error) {
	unit, ok := args[0].(string)
	if !ok {
		return Moment{}, errArguments
	}
	m := New(DateTime, now)
	if len(args) > 1 {
		if m, ok = momentOf(args[1]); !ok {
			return Moment{}, errArguments
		}
	}
	var overrides map[string]any
	if len(args) > 2 {
		if overrides, ok = args[2].(map[string]any); !ok {
			return Moment{}, errArguments
		}
	}
	return truncate(kind, unit, m, overrides)
}

func fromEpochArgs(member string, args []any) (Moment, error) {
	var n [2]int64
	for i, arg := range args {
		var ok bool
		if n[i], ok = arg.(int64); !ok {
			return Moment{}, errArguments
		}
	}
	if member == "fromepochmillis" {
		return New(DateTime, time.UnixMilli(n[0]).UTC()), nil
	}
	return New(DateTime, time.Unix(n[0], n[1]).UTC()), nil
}

func callDuration(member string, args []any) (any, error) {
	if member != "" {
		a, ok := momentOf(args[0])
		b, also := momentOf(args[1])
		if !ok || !also {
			return nil, fmt.Errorf("duration.%s: %w", member, errArguments)
		}
		return between(member, a, b), nil
	}
	var d Duration
	var err error
	switch v := args[0].(type) {
	case Duration:
		return v, nil
	case string:
		d, err = ParseDuration(v)
	case map[string]any:
		d, err = durationOfMap(v)
	default:
		err = errArguments
	}
	if err != nil {
		return nil, fmt.Errorf("duration: %w", err)
	}
	return d, nil
}
