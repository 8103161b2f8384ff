package temporal

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	datePattern = regexp.MustCompile(`^([+-]\d{4,9}|\d{4})(?:-?(?:W(\d\d)(?:-?(\d))?|Q(\d)(?:-?(\d\d?))?|(\d\d)(?:-?(\d\d))?|(\d{3})))?$`)
	timePattern = regexp.MustCompile(`^(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?(?:\[([^\]]+)\])?$`)
)

// Parse reads a moment of a kind from a text in ISO 8601.
func Parse(kind Kind, text string) (Moment, error) {
	day, clock, both := strings.Cut(text, "T")
	if !kind.hasDate() {
		day, clock, both = "", text, true
		if _, after, ok := strings.Cut(text, "T"); ok {
			clock = after
		}
	}
	m := map[string]any{}
	if kind.hasDate() && !parseDate(day, m) || kind == Date && both || both && !parseTime(clock, m) {
		return Moment{}, fmt.Errorf("%q is not a %s: write it in ISO 8601", text, kind)
	}
	if _, zoned := m["timezone"]; zoned && !kind.hasZone() {
		return Moment{}, fmt.Errorf("%q is not a %s: it has a time zone", text, kind)
	}
	made, err := fromMap(kind, m, time.UTC)
	if err != nil {
		return Moment{}, fmt.Errorf("%q is not a %s: %w", text, kind, err)
	}
	return made, nil
}

func parseDate(text string, m map[string]any) bool {
	groups := datePattern.FindStringSubmatch(text)
	if groups == nil {
		return false
	}
	for i, name := range []string{"year", "week", "dayOfWeek", "quarter", "dayOfQuarter", "month", "day", "ordinalDay"} {
		if groups[i+1] != "" {
			n, err := strconv.ParseInt(groups[i+1], 10, 64)
			if err != nil {
				return false
			}
			m[name] = n
		}
	}
	return true
}

func parseTime(text string, m map[string]any) bool {
	groups := timePattern.FindStringSubmatch(text)
	if groups == nil {
		return false
	}
	for i, name := range []string{"hour", "minute", "second"} {
		n, _ := strconv.ParseInt("0"+groups[i+1], 10, 64) // two digits
		m[name] = n
	}
	n, _ := strconv.ParseInt((groups[4] + "000000000")[:9], 10, 64) // nine digits
	m["nanosecond"] = n
	switch {
	case groups[6] != "":
		m["timezone"] = groups[6]
	case groups[5] != "":
		m["timezone"] = groups[5]
	}
	return true
}

// zoneOf is the zone of a name or offset.
func zoneOf(name string) (*time.Location, error) {
	if name == "Z" || name == "z" {
		return time.UTC, nil
	}
	if name != "" && (name[0] == '+' || name[0] == '-') {
		digits := strings.ReplaceAll(name[1:], ":", "")
		n, err := strconv.Atoi(digits)
		if err == nil && (len(digits) == 2 || len(digits) == 4 || len(digits) == 6) {
			for range (6 - len(digits)) / 2 {
				n *= 100
			}
			offset := n/10000*3600 + n/100%100*60 + n%100
			if name[0] == '-' {
				offset = -offset
			}
			if offset >= -18*3600 && offset <= 18*3600 {
				return fixed(offset), nil
			}
		}
		return nil, fmt.Errorf("%q is not an offset from UTC", name)
	}
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("%q is not a time zone", name)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("%q is not a time zone", name)
	}
	return zone, nil
}
