// Package temporal is openCypher's moments and durations: dates and times, with a zone
// or without, and the lengths between them.
//
// It knows no query: package cypher parses and checks, a store calls these functions
// with values. It is no calendar either: that is Go's package time.
//
// The main path: [Call] runs a function of Cypher by its name (date, duration.between);
// [Moment] and [Duration] are what it returns, with their components ([Moment.Field]),
// arithmetic ([Add], [Multiply]) and texts. The meaning is that of openCypher's CIP
// "Date and Time".
package temporal

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // the zones, where the system has none
)

// Kind is the sort of a moment.
type Kind uint8

// The kinds, in the order in which values of different kinds sort.
const (
	DateTime Kind = iota
	LocalDateTime
	Date
	Time
	LocalTime
)

func (k Kind) String() string {
	return [...]string{"datetime", "localdatetime", "date", "time", "localtime"}[k]
}

// KindOf is the kind of a name.
func KindOf(name string) (Kind, bool) {
	for k := DateTime; k <= LocalTime; k++ {
		if k.String() == name {
			return k, true
		}
	}
	return 0, false
}

func (k Kind) hasDate() bool { return k == Date || k == LocalDateTime || k == DateTime }
func (k Kind) hasTime() bool { return k != Date }
func (k Kind) hasZone() bool { return k == Time || k == DateTime }

// Moment is a date, a time of day, or both. Its t is the wall clock: without a zone in
// UTC, without a date on the first day of 1970, of a date at midnight.
type Moment struct {
	Kind Kind
	t    time.Time
}

// New is the moment of a kind that t's clock shows.
func New(kind Kind, t time.Time) Moment {
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	nanos := t.Nanosecond()
	if !kind.hasDate() {
		year, month, day = 1970, 1, 1
	}
	if !kind.hasTime() {
		hour, minute, second, nanos = 0, 0, 0, 0
	}
	zone := time.UTC
	if kind.hasZone() {
		zone = t.Location()
		if kind == Time {
			_, offset := t.Zone()
			zone = fixed(offset)
		}
	}
	return Moment{kind, time.Date(year, month, day, hour, minute, second, nanos, zone)}
}

func fixed(offset int) *time.Location {
	if offset == 0 {
		return time.UTC
	}
	return time.FixedZone("", offset)
}

// Go is the moment as package time has it.
func (m Moment) Go() time.Time { return m.t }

// String is the moment in ISO 8601.
func (m Moment) String() string {
	var b strings.Builder
	if m.Kind.hasDate() {
		year, month, day := m.t.Date()
		switch {
		case year < 0:
			fmt.Fprintf(&b, "-%04d", -year)
		case year > 9999:
			fmt.Fprintf(&b, "+%d", year)
		default:
			fmt.Fprintf(&b, "%04d", year)
		}
		fmt.Fprintf(&b, "-%02d-%02d", int(month), day)
	}
	if m.Kind.hasDate() && m.Kind.hasTime() {
		b.WriteByte('T')
	}
	if m.Kind.hasTime() {
		hour, minute, second := m.t.Clock()
		fmt.Fprintf(&b, "%02d:%02d", hour, minute)
		if nanos := m.t.Nanosecond(); second != 0 || nanos != 0 {
			fmt.Fprintf(&b, ":%02d", second)
			if nanos != 0 {
				digits := fmt.Sprintf(".%09d", nanos)
				b.WriteString(strings.TrimSuffix(strings.TrimSuffix(digits, "000"), "000"))
			}
		}
	}
	if m.Kind.hasZone() {
		b.WriteString(m.offset())
		if name := m.zoneName(); name != "" {
			b.WriteString("[" + name + "]")
		}
	}
	return b.String()
}

// offset is the offset from UTC: Z, +01:00, +00:53:28.
func (m Moment) offset() string {
	_, offset := m.t.Zone()
	if offset == 0 {
		return "Z"
	}
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	s := fmt.Sprintf("%c%02d:%02d", sign, offset/3600, offset/60%60)
	if offset%60 != 0 {
		s += fmt.Sprintf(":%02d", offset%60)
	}
	return s
}

// zoneName is the name of a zone that has one: Europe/Stockholm.
func (m Moment) zoneName() string {
	name := m.t.Location().String()
	if !strings.Contains(name, "/") {
		return ""
	}
	return name
}

// Compare orders two moments of one kind in time.
func Compare(a, b Moment) int {
	if c := a.t.Compare(b.t); c != 0 || !a.Kind.hasZone() {
		return c
	}
	_, x := a.t.Zone()
	_, y := b.t.Zone()
	return cmp.Compare(x, y)
}

// Equal tells whether two moments are the same, in the same zone.
func (m Moment) Equal(n Moment) bool {
	return m.Kind == n.Kind && m.t.Equal(n.t) && m.String() == n.String()
}

// Field is a component of the moment, false where its kind has none of the name.
func (m Moment) Field(name string) (any, bool) {
	if m.Kind.hasDate() {
		if v, ok := m.dateField(name); ok {
			return v, true
		}
	}
	if m.Kind.hasTime() {
		hour, minute, second := m.t.Clock()
		nanos := m.t.Nanosecond()
		switch name {
		case "hour":
			return int64(hour), true
		case "minute":
			return int64(minute), true
		case "second":
			return int64(second), true
		case "millisecond":
			return int64(nanos / 1e6), true
		case "microsecond":
			return int64(nanos / 1e3), true
		case "nanosecond":
			return int64(nanos), true
		}
	}
	if m.Kind.hasZone() {
		_, offset := m.t.Zone()
		switch name {
		case "timezone":
			if zone := m.zoneName(); zone != "" {
				return zone, true
			}
			return m.offset(), true
		case "offset":
			return m.offset(), true
		case "offsetMinutes":
			return int64(offset / 60), true
		case "offsetSeconds":
			return int64(offset), true
		}
	}
	if m.Kind == DateTime {
		switch name {
		case "epochSeconds":
			return m.t.Unix(), true
		case "epochMillis":
			return m.t.UnixMilli(), true
		}
	}
	return nil, false
}

func (m Moment) dateField(name string) (any, bool) {
	year, month, day := m.t.Date()
	weekYear, week := m.t.ISOWeek()
	quarter := (int(month)-1)/3 + 1
	switch name {
	case "year":
		return int64(year), true
	case "quarter":
		return int64(quarter), true
	case "month":
		return int64(month), true
	case "week":
		return int64(week), true
	case "weekYear":
		return int64(weekYear), true
	case "dayOfQuarter":
		first := time.Date(year, time.Month(3*quarter-2), 1, 0, 0, 0, 0, time.UTC)
		return int64(m.t.YearDay() - first.YearDay() + 1), true
	case "quarterDay":
		return m.dateField("dayOfQuarter")
	case "day":
		return int64(day), true
	case "ordinalDay":
		return int64(m.t.YearDay()), true
	case "weekDay", "dayOfWeek":
		return int64(weekday(m.t)), true
	}
	return nil, false
}

// DateField tells whether a date has a component of the name.
func DateField(name string) (any, bool) {
	return Moment{Kind: Date}.Field(name)
}

// weekday is 1 of Monday to 7 of Sunday.
func weekday(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }
