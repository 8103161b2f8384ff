package temporal

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Duration is a length of time. Its parts are apart, since months and days have no one
// length. Nanos are from 0 up to a second, also where Seconds are below zero.
type Duration struct {
	Months, Days, Seconds int64
	Nanos                 int64
}

const (
	secondsPerDay   = 86400
	secondsPerMonth = 2629746 // on average, in 400 years
)

// newDuration carries nanoseconds over into seconds.
func newDuration(months, days, seconds, nanos int64) Duration {
	seconds += nanos / 1e9
	nanos %= 1e9
	if nanos < 0 {
		nanos += 1e9
		seconds--
	}
	return Duration{months, days, seconds, nanos}
}

// approximate is the duration of parts with fractions, each of which goes over into the
// next part: half a month is days and seconds.
func approximate(months, days, seconds, nanos *big.Rat) (Duration, error) {
	wholeMonths, rest := split(months)
	days = new(big.Rat).Add(days, rest.Mul(rest, big.NewRat(secondsPerMonth, secondsPerDay)))
	wholeDays, rest := split(days)
	seconds = new(big.Rat).Add(seconds, rest.Mul(rest, big.NewRat(secondsPerDay, 1)))
	wholeSeconds, rest := split(seconds)
	nanos = new(big.Rat).Add(nanos, rest.Mul(rest, big.NewRat(1e9, 1)))
	wholeNanos, _ := split(nanos)
	for _, n := range []*big.Int{wholeMonths, wholeDays, wholeSeconds, wholeNanos} {
		if !n.IsInt64() {
			return Duration{}, fmt.Errorf("the duration is too long")
		}
	}
	return newDuration(wholeMonths.Int64(), wholeDays.Int64(), wholeSeconds.Int64(), wholeNanos.Int64()), nil
}

// split is the whole part, towards zero, and the rest.
func split(r *big.Rat) (*big.Int, *big.Rat) {
	whole := new(big.Int).Quo(r.Num(), r.Denom())
	return whole, new(big.Rat).Sub(r, new(big.Rat).SetInt(whole))
}

func rational(v any) (*big.Rat, bool) {
	switch v := v.(type) {
	case int64:
		return new(big.Rat).SetInt64(v), true
	case float64:
		// As it is printed: 0.1 is a tenth.
		r, ok := new(big.Rat).SetString(strconv.FormatFloat(v, 'g', -1, 64))
		return r, ok
	}
	return nil, false
}

// units are the parts of a duration in a map, and which part they are how many of.
var units = map[string]struct {
	part int // 0 months, 1 days, 2 seconds, 3 nanoseconds
	size int64
}{
	"years": {0, 12}, "quarters": {0, 3}, "months": {0, 1}, "weeks": {1, 7}, "days": {1, 1},
	"hours": {2, 3600}, "minutes": {2, 60}, "seconds": {2, 1},
	"milliseconds": {3, 1e6}, "microseconds": {3, 1e3}, "nanoseconds": {3, 1},
}

func durationOfMap(m map[string]any) (Duration, error) {
	parts := [4]*big.Rat{new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)}
	for name, v := range m {
		unit, ok := units[name]
		if !ok {
			return Duration{}, fmt.Errorf("a duration has no component %s", name)
		}
		n, ok := rational(v)
		if !ok {
			return Duration{}, fmt.Errorf("%s must be a number, not %v", name, v)
		}
		parts[unit.part].Add(parts[unit.part], n.Mul(n, new(big.Rat).SetInt64(unit.size)))
	}
	return approximate(parts[0], parts[1], parts[2], parts[3])
}

var (
	durationPattern = regexp.MustCompile(`^([+-])?P(?:([-+]?[\d.,]+)Y)?(?:([-+]?[\d.,]+)M)?(?:([-+]?[\d.,]+)W)?(?:([-+]?[\d.,]+)D)?(?:T(?:([-+]?[\d.,]+)H)?(?:([-+]?[\d.,]+)M)?(?:([-+]?[\d.,]+)S)?)?$`)
	durationByDate  = regexp.MustCompile(`^P(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d(?:\.\d+)?)$`)
)

// ParseDuration reads a duration in ISO 8601: P1Y2M10DT2H30M, P2012-02-02T14:37:21.545.
func ParseDuration(text string) (Duration, error) {
	names := []string{"years", "months", "weeks", "days", "hours", "minutes", "seconds"}
	groups := durationPattern.FindStringSubmatch(text)
	sign := ""
	switch {
	case groups != nil && len(text) > 1 && !strings.HasSuffix(text, "T") && !strings.HasSuffix(text, "P"):
		sign, groups = groups[1], groups[2:]
	default:
		groups = durationByDate.FindStringSubmatch(text)
		if groups == nil {
			return Duration{}, fmt.Errorf("%q is not a duration: write it in ISO 8601, as P1Y2M10DT2H30M", text)
		}
		groups = append([]string{groups[1], groups[2], ""}, groups[3:]...)
	}
	parts := [4]*big.Rat{new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)}
	for i, name := range names {
		if groups[i] == "" {
			continue
		}
		n, ok := new(big.Rat).SetString(strings.ReplaceAll(groups[i], ",", "."))
		if !ok {
			return Duration{}, fmt.Errorf("%q is not a duration: %q is no number", text, groups[i])
		}
		if sign == "-" {
			n.Neg(n)
		}
		unit := units[name]
		parts[unit.part].Add(parts[unit.part], n.Mul(n, new(big.Rat).SetInt64(unit.size)))
	}
	return approximate(parts[0], parts[1], parts[2], parts[3])
}

// String is the duration in ISO 8601, with years, months, days, hours, minutes and
// seconds.
func (d Duration) String() string {
	if d == (Duration{}) {
		return "PT0S"
	}
	var b strings.Builder
	b.WriteByte('P')
	add := func(n int64, unit byte) {
		if n != 0 {
			b.WriteString(strconv.FormatInt(n, 10))
			b.WriteByte(unit)
		}
	}
	add(d.Months/12, 'Y')
	add(d.Months%12, 'M')
	add(d.Days, 'D')
	if d.Seconds == 0 && d.Nanos == 0 {
		return b.String()
	}
	b.WriteByte('T')
	seconds, nanos := d.Seconds, d.Nanos
	negative := seconds < 0
	if negative && nanos > 0 {
		seconds, nanos = seconds+1, 1e9-nanos
	}
	add(seconds/3600, 'H')
	add(seconds/60%60, 'M')
	seconds %= 60
	if seconds == 0 && nanos == 0 {
		return b.String()
	}
	if negative {
		b.WriteByte('-')
		seconds = -seconds
	}
	b.WriteString(strconv.FormatInt(seconds, 10))
	if nanos != 0 {
		b.WriteString(strings.TrimRight(fmt.Sprintf(".%09d", nanos), "0"))
	}
	return b.String() + "S"
}

// Field is a component of the duration, false where there is none of the name.
func (d Duration) Field(name string) (any, bool) {
	// Of what is counted in seconds, towards zero.
	seconds := d.Seconds
	if seconds < 0 && d.Nanos > 0 {
		seconds++
	}
	values := map[string]int64{
		"years": d.Months / 12, "quarters": d.Months / 3, "months": d.Months, "weeks": d.Days / 7, "days": d.Days,
		"hours": seconds / 3600, "minutes": seconds / 60, "seconds": d.Seconds,
		"milliseconds": d.Seconds*1e3 + d.Nanos/1e6, "microseconds": d.Seconds*1e6 + d.Nanos/1e3, "nanoseconds": d.Seconds*1e9 + d.Nanos,
		"quartersOfYear": d.Months % 12 / 3, "monthsOfQuarter": d.Months % 3, "monthsOfYear": d.Months % 12, "daysOfWeek": d.Days % 7,
		"minutesOfHour": seconds / 60 % 60, "secondsOfMinute": seconds % 60,
		"millisecondsOfSecond": d.Nanos / 1e6, "microsecondsOfSecond": d.Nanos / 1e3, "nanosecondsOfSecond": d.Nanos,
	}
	v, ok := values[name]
	return v, ok
}

// Length is about how many seconds the duration has; durations sort by it.
func (d Duration) Length() float64 {
	return float64(d.Months)*secondsPerMonth + float64(d.Days)*secondsPerDay + float64(d.Seconds) + float64(d.Nanos)/1e9
}

func (d Duration) plus(e Duration, sign int64) Duration {
	return newDuration(d.Months+sign*e.Months, d.Days+sign*e.Days, d.Seconds+sign*e.Seconds, d.Nanos+sign*e.Nanos)
}

// plus is the moment a duration later, or earlier where sign is -1. What it has no part
// for is left out: a date takes whole days, a time of day wraps around.
func (m Moment) plus(d Duration, sign int64) Moment {
	t := m.t
	seconds, nanos := sign*d.Seconds, sign*d.Nanos
	if m.Kind.hasDate() {
		days := sign * d.Days
		if m.Kind == Date {
			days += (sign*d.Seconds + sign*d.Nanos/1e9) / secondsPerDay
			seconds, nanos = 0, 0
		}
		t = addMonths(t, sign*d.Months).AddDate(0, 0, int(days))
	} else {
		seconds %= secondsPerDay
	}
	return New(m.Kind, t.Add(time.Duration(seconds)*time.Second).Add(time.Duration(nanos)))
}

// addMonths keeps the day, or takes the last one of a shorter month.
func addMonths(t time.Time, months int64) time.Time {
	year, month, day := t.Date()
	first := time.Date(year, month+time.Month(months), 1, 0, 0, 0, 0, t.Location())
	last := first.AddDate(0, 1, -1).Day()
	hour, minute, second := t.Clock()
	return time.Date(first.Year(), first.Month(), min(day, last), hour, minute, second, t.Nanosecond(), t.Location())
}

// Add is x + y, or x - y where sign is -1, of moments and durations; false where there
// is no such sum.
func Add(x, y any, sign int64) (any, bool) {
	d, ok := y.(Duration)
	if !ok {
		if m, isMoment := momentOf(y); isMoment && sign > 0 {
			if d, ok := x.(Duration); ok {
				return result(m.plus(d, 1)), true
			}
		}
		return nil, false
	}
	if e, ok := x.(Duration); ok {
		return e.plus(d, sign), true
	}
	if m, ok := momentOf(x); ok {
		return result(m.plus(d, sign)), true
	}
	return nil, false
}

// Multiply is d times f, or divided by it.
func (d Duration) Multiply(f any, divide bool) (Duration, error) {
	n, ok := rational(f)
	if !ok || divide && n.Sign() == 0 {
		return Duration{}, fmt.Errorf("a duration cannot be multiplied with or divided by %v", f)
	}
	if divide {
		n.Inv(n)
	}
	times := func(v int64) *big.Rat { return new(big.Rat).Mul(new(big.Rat).SetInt64(v), n) }
	return approximate(times(d.Months), times(d.Days), times(d.Seconds), times(d.Nanos))
}

// between is the duration from a to b: in months, days and seconds, or in one of them.
func between(unit string, a, b Moment) Duration {
	if !a.Kind.hasDate() || !b.Kind.hasDate() { // then only the times of day count
		a, b = New(clockKind(a.Kind), a.t), New(clockKind(b.Kind), b.t)
	}
	// One without a zone is in that of the other.
	x, y := a.t, b.t
	switch {
	case a.Kind.hasZone() && !b.Kind.hasZone():
		y = in(y, x.Location())
	case b.Kind.hasZone() && !a.Kind.hasZone():
		x = in(x, y.Location())
	case a.Kind.hasZone() && a.Kind.hasDate():
		y = y.In(x.Location())
	}
	if !a.Kind.hasDate() || unit == "inSeconds" {
		if unit == "inMonths" || unit == "inDays" {
			return Duration{}
		}
		return secondsBetween(x, y)
	}
	months := monthsBetween(x, y)
	if unit == "inMonths" {
		return Duration{Months: months}
	}
	if unit == "inDays" {
		return Duration{Days: daysBetween(x, y)}
	}
	x = addMonths(x, months)
	days := daysBetween(x, y)
	d := secondsBetween(x.AddDate(0, 0, int(days)), y)
	d.Months, d.Days = months, days
	return d
}

func clockKind(k Kind) Kind {
	if k.hasZone() {
		return Time
	}
	return LocalTime
}

// in is the same clock in another zone.
func in(t time.Time, zone *time.Location) time.Time {
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	return time.Date(year, month, day, hour, minute, second, t.Nanosecond(), zone)
}

func secondsBetween(x, y time.Time) Duration {
	return newDuration(0, 0, y.Unix()-x.Unix(), int64(y.Nanosecond()-x.Nanosecond()))
}

// monthsBetween is the whole months from x to y, towards zero.
func monthsBetween(x, y time.Time) int64 {
	months := int64(y.Year()-x.Year())*12 + int64(y.Month()-x.Month())
	for months > 0 && addMonths(x, months).After(y) {
		months--
	}
	for months < 0 && addMonths(x, months).Before(y) {
		months++
	}
	return months
}

func daysBetween(x, y time.Time) int64 {
	midnight := func(t time.Time) int64 {
		year, month, day := t.Date()
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()
	}
	days := (midnight(y) - midnight(x)) / secondsPerDay
	for days > 0 && x.AddDate(0, 0, int(days)).After(y) {
		days--
	}
	for days < 0 && x.AddDate(0, 0, int(days)).Before(y) {
		days++
	}
	return days
}
