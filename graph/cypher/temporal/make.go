package temporal

import (
	"fmt"
	"time"
)

var (
	dateFields  = []string{"year", "quarter", "month", "week", "dayOfQuarter", "day", "ordinalDay", "dayOfWeek"}
	clockFields = []string{"hour", "minute", "second", "millisecond", "microsecond", "nanosecond"}
)

// fields reads the numbers of a map.
type fields map[string]any

func (f fields) has(names ...string) bool {
	for _, name := range names {
		if f[name] != nil {
			return true
		}
	}
	return false
}

// number is the field of the name, or otherwise where there is none. Numbers beyond the
// range are errors.
func (f fields) number(name string, otherwise, least, most int) (int, error) {
	v, ok := f[name]
	if !ok || v == nil {
		return otherwise, nil
	}
	n, ok := v.(int64)
	if !ok {
		return 0, fmt.Errorf("%s must be an integer, not %v", name, v)
	}
	if n < int64(least) || n > int64(most) {
		return 0, fmt.Errorf("%s must be from %d to %d, not %d", name, least, most, n)
	}
	return int(n), nil
}

// fromMap makes a moment of components: of numbers, and of the moments in date, time
// and datetime, whose components the numbers replace.
func fromMap(kind Kind, m map[string]any, local *time.Location) (Moment, error) {
	f := fields(m)
	if err := f.known(kind); err != nil {
		return Moment{}, err
	}
	if kind == DateTime && f.has("epochSeconds", "epochMillis") {
		return fromEpoch(f, local)
	}
	day, clock, err := f.bases(kind)
	if err != nil {
		return Moment{}, err
	}
	zone, given := local, false
	if clock != nil && clock.Kind.hasZone() {
		zone = clock.t.Location()
	}
	target := zone
	if name, ok := f["timezone"]; ok {
		text, isText := name.(string)
		if !isText {
			return Moment{}, fmt.Errorf("timezone must be a string, not %v", name)
		}
		if target, err = zoneOf(text); err != nil {
			return Moment{}, err
		}
		given = true
	}
	if clock == nil || !clock.Kind.hasZone() {
		zone = target
	}
	t := time.Date(1970, 1, 1, 0, 0, 0, 0, zone)
	if kind.hasDate() {
		if t, err = f.date(day, zone); err != nil {
			return Moment{}, err
		}
	}
	if clock != nil {
		hour, minute, second := clock.t.Clock()
		if !kind.hasDate() && clock.Kind == DateTime { // the offset is that of its day
			_, offset := clock.t.Zone()
			zone = fixed(offset)
			if !given {
				target = zone
			}
		}
		year, month, dayOfMonth := t.Date()
		t = time.Date(year, month, dayOfMonth, hour, minute, second, clock.t.Nanosecond(), zone)
		if given && clock.Kind.hasZone() {
			t = t.In(target)
		}
	}
	if t, err = f.clock(t, clock == nil); err != nil {
		return Moment{}, err
	}
	return New(kind, t), nil
}

// known refuses fields that a kind does not have.
func (f fields) known(kind Kind) error {
	for name := range f {
		ok := false
		switch name {
		case "date":
			ok = kind.hasDate()
		case "time":
			ok = kind.hasTime()
		case "datetime":
			ok = kind == DateTime || kind == LocalDateTime
		case "timezone":
			ok = kind.hasZone()
		case "epochSeconds", "epochMillis":
			ok = kind == DateTime
		default:
			for _, known := range dateFields {
				ok = ok || known == name && kind.hasDate()
			}
			for _, known := range clockFields {
				ok = ok || known == name && kind.hasTime()
			}
		}
		if !ok {
			return fmt.Errorf("a %s has no component %s", kind, name)
		}
	}
	return nil
}

// bases are the moments that the date and the time of day are taken from.
func (f fields) bases(kind Kind) (day, clock *Moment, err error) {
	for name, v := range f {
		var base Moment
		switch name {
		case "date", "time", "datetime":
			var ok bool
			if base, ok = momentOf(v); !ok {
				return nil, nil, fmt.Errorf("%s must be a moment, not %v", name, v)
			}
		default:
			continue
		}
		if name != "time" && kind.hasDate() {
			if !base.Kind.hasDate() {
				return nil, nil, fmt.Errorf("a %s has no date", base.Kind)
			}
			day = &base
		}
		if name != "date" && kind.hasTime() {
			if !base.Kind.hasTime() {
				return nil, nil, fmt.Errorf("a %s has no time", base.Kind)
			}
			clock = &base
		}
	}
	return day, clock, nil
}

// date is midnight of the day that the fields tell.
func (f fields) date(base *Moment, zone *time.Location) (time.Time, error) {
	year, month, day, weekYear, dayOfWeek := 0, 1, 1, 0, 1
	monthOfQuarter, quarter := 1, 1
	switch {
	case base != nil:
		var m time.Month
		year, m, day = base.t.Date()
		month = int(m)
		weekYear, _ = base.t.ISOWeek()
		dayOfWeek = weekday(base.t)
		quarter, monthOfQuarter = (month-1)/3+1, (month-1)%3+1
	case !f.has("year"):
		return time.Time{}, fmt.Errorf("a year is missing")
	}
	var err error
	number := func(name string, otherwise, least, most int) int {
		n, e := f.number(name, otherwise, least, most)
		if e != nil {
			err = e
		}
		return n
	}
	year = number("year", year, -999_999_999, 999_999_999)
	var t time.Time
	switch {
	case f.has("week"):
		if f.has("year") {
			weekYear = year
		}
		week := number("week", 1, 1, 53)
		dayOfWeek = number("dayOfWeek", dayOfWeek, 1, 7)
		fourth := time.Date(weekYear, 1, 4, 0, 0, 0, 0, zone) // always in the first week
		t = fourth.AddDate(0, 0, 7*(week-1)+dayOfWeek-weekday(fourth))
		if got, _ := t.ISOWeek(); err == nil && got != weekYear {
			return t, fmt.Errorf("the year %d has no week %d", weekYear, week)
		}
	case f.has("ordinalDay"):
		ordinal := number("ordinalDay", 1, 1, 366)
		t = time.Date(year, 1, ordinal, 0, 0, 0, 0, zone)
		if err == nil && t.Year() != year {
			return t, fmt.Errorf("the year %d has no day %d", year, ordinal)
		}
	case f.has("dayOfQuarter"):
		quarter = number("quarter", quarter, 1, 4)
		t = time.Date(year, time.Month(3*quarter-2), number("dayOfQuarter", 1, 1, 92), 0, 0, 0, 0, zone)
	case f.has("dayOfWeek") && !f.has("month", "day"):
		t = time.Date(year, time.Month(month), day, 0, 0, 0, 0, zone)
		t = t.AddDate(0, 0, number("dayOfWeek", 1, 1, 7)-weekday(t))
	default:
		if f.has("quarter") {
			month = 3*number("quarter", 1, 1, 4) - 3 + monthOfQuarter
		}
		month, day = number("month", month, 1, 12), number("day", day, 1, 31)
		t = time.Date(year, time.Month(month), day, 0, 0, 0, 0, zone)
		if err == nil && int(t.Month()) != month {
			return t, fmt.Errorf("month %d of the year %d has no day %d", month, year, day)
		}
	}
	return t, err
}

// clock is t with the time of day that the fields tell; fresh: from midnight.
func (f fields) clock(t time.Time, fresh bool) (time.Time, error) {
	hour, minute, second := t.Clock()
	nanos := t.Nanosecond()
	if fresh {
		hour, minute, second, nanos = 0, 0, 0, 0
		for i, name := range clockFields[:3] {
			if i > 0 && f.has(name) && !f.has(clockFields[i-1]) {
				return t, fmt.Errorf("%s needs %s", name, clockFields[i-1])
			}
		}
	}
	var err error
	number := func(name string, otherwise, most int) int {
		n, e := f.number(name, otherwise, 0, most)
		if e != nil {
			err = e
		}
		return n
	}
	hour, minute, second = number("hour", hour, 23), number("minute", minute, 59), number("second", second, 59)
	nanos = subSecond(f, nanos, number)
	year, month, day := t.Date()
	return time.Date(year, month, day, hour, minute, second, nanos, t.Location()), err
}

// subSecond is the nanoseconds, of which millisecond, microsecond and nanosecond each
// replace three digits, and those below where they are not given either.
func subSecond(f fields, nanos int, number func(string, int, int) int) int {
	switch {
	case !f.has("millisecond", "microsecond", "nanosecond"):
		return nanos
	case f.has("millisecond"):
		rest := nanos % 1e6
		most := 999_999
		if f.has("microsecond") {
			rest, most = number("microsecond", 0, 999)*1e3+rest%1e3, 999
		}
		if f.has("nanosecond") {
			rest = rest/1e3*1e3 + number("nanosecond", 0, most)
			if !f.has("microsecond") {
				rest = nanos%1e6/1e3*1e3 + number("nanosecond", 0, most)
			}
		}
		return number("millisecond", 0, 999)*1e6 + rest
	case f.has("microsecond"):
		rest := nanos % 1e3
		if f.has("nanosecond") {
			rest = number("nanosecond", 0, 999)
		}
		return number("microsecond", 0, 999_999)*1e3 + rest
	}
	return number("nanosecond", 0, 999_999_999)
}

func fromEpoch(f fields, zone *time.Location) (Moment, error) {
	seconds, _ := f["epochSeconds"].(int64)
	millis, isMillis := f["epochMillis"].(int64)
	t := time.Unix(seconds, 0)
	if isMillis {
		t = time.UnixMilli(millis)
	}
	nanos, err := f.number("nanosecond", 0, 0, 999_999_999)
	if err != nil {
		return Moment{}, err
	}
	if name, ok := f["timezone"].(string); ok {
		if zone, err = zoneOf(name); err != nil {
			return Moment{}, err
		}
	}
	return New(DateTime, t.Add(time.Duration(nanos)).In(zone)), nil
}

// convert is a moment as one of another kind: of a part that it has.
func convert(kind Kind, m Moment) (Moment, error) {
	if kind.hasDate() && !m.Kind.hasDate() || kind == Time && m.Kind == Date || kind == LocalTime && m.Kind == Date {
		return Moment{}, fmt.Errorf("a %s cannot be made of a %s", kind, m.Kind)
	}
	return New(kind, m.t), nil
}
