package schema

import (
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar as ISO 8601 prints it, "2017-03-31".
// Dates compare in time order as strings do. The empty Date means not known.
type Date string

// DateOf is the day of t in t's own time zone; the zero time gives the empty Date.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return ""
	}
	return Date(t.Format(time.DateOnly))
}

// ParseDate accepts a day ("2017-03-31"), a month ("2017-03") or a year ("2017");
// the last two stand for their first day.
func ParseDate(text string) (Date, error) {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, text); err == nil {
			return DateOf(t), nil
		}
	}
	return "", fmt.Errorf("%q is not a date: write it as 2017-03-31, 2017-03 or 2017", text)
}

// Time is midnight UTC at the start of the day, and the zero time of the empty Date.
func (d Date) Time() time.Time {
	t, _ := time.Parse(time.DateOnly, string(d)) // a Date was checked when it was made
	return t
}
