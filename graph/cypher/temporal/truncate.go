package temporal

import (
	"fmt"
	"time"
)

// truncate is the beginning of the unit that a moment lies in, as a moment of a kind;
// the map's components replace those after.
func truncate(kind Kind, unit string, m Moment, overrides map[string]any) (Moment, error) {
	t := m.t
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	nanos := t.Nanosecond()
	at := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 0, 0, 0, 0, t.Location())
	}
	clock := func(minute, second, nanos int) time.Time {
		return time.Date(year, month, day, hour, minute, second, nanos, t.Location())
	}
	ofDate := true
	switch unit {
	case "millennium":
		t = at(floorTo(year, 1000), 1, 1)
	case "century":
		t = at(floorTo(year, 100), 1, 1)
	case "decade":
		t = at(floorTo(year, 10), 1, 1)
	case "year":
		t = at(year, 1, 1)
	case "weekYear":
		weekYear, _ := t.ISOWeek()
		fourth := at(weekYear, 1, 4)
		t = fourth.AddDate(0, 0, 1-weekday(fourth))
	case "quarter":
		t = at(year, (month-1)/3*3+1, 1)
	case "month":
		t = at(year, month, 1)
	case "week":
		t = at(year, month, day).AddDate(0, 0, 1-weekday(t))
	case "day":
		t = at(year, month, day)
	default:
		ofDate = false
	}
	if !ofDate && !kind.hasTime() {
		return Moment{}, fmt.Errorf("a %s is not truncated to %q", kind, unit)
	}
	if ofDate && unit != "day" && !m.Kind.hasDate() {
		return Moment{}, fmt.Errorf("a %s is not truncated to %q", m.Kind, unit)
	}
	switch unit {
	case "hour":
		t = clock(0, 0, 0)
	case "minute":
		t = clock(minute, 0, 0)
	case "second":
		t = clock(minute, second, 0)
	case "millisecond":
		t = clock(minute, second, nanos/1e6*1e6)
	case "microsecond":
		t = clock(minute, second, nanos/1e3*1e3)
	default:
		if !ofDate {
			return Moment{}, fmt.Errorf("there is no unit of time %q", unit)
		}
	}
	if kind.hasDate() && !m.Kind.hasDate() {
		return Moment{}, fmt.Errorf("a %s cannot be made of a %s", kind, m.Kind)
	}
	return override(New(kind, t), overrides)
}

// floorTo is the greatest multiple of n that is not above year.
func floorTo(year, n int) int {
	if year < 0 {
		return -((-year + n - 1) / n) * n
	}
	return year / n * n
}

// override replaces components of a moment. A zone is put in the place of the moment's;
// what the clock shows stays.
func override(m Moment, overrides map[string]any) (Moment, error) {
	f := fields(overrides)
	if len(f) == 0 {
		return m, nil
	}
	if err := f.known(m.Kind); err != nil {
		return Moment{}, err
	}
	zone := m.t.Location()
	if name, ok := f["timezone"].(string); ok {
		var err error
		if zone, err = zoneOf(name); err != nil {
			return Moment{}, err
		}
	}
	t := m.t
	if f.has(dateFields...) {
		var err error
		if t, err = f.date(&m, zone); err != nil {
			return Moment{}, err
		}
	}
	year, month, day := t.Date()
	hour, minute, second := m.t.Clock()
	nanos := m.t.Nanosecond()
	if n, ok := f["nanosecond"].(int64); ok && n < 1000 && !f.has("microsecond", "millisecond") {
		nanos = nanos/1000*1000 + int(n) // the digits that truncation has taken away
		rest := fields{}
		for name, v := range f {
			if name != "nanosecond" {
				rest[name] = v
			}
		}
		f = rest
	}
	t, err := f.clock(time.Date(year, month, day, hour, minute, second, nanos, zone), false)
	return New(m.Kind, t), err
}
