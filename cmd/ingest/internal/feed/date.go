package feed

import (
	"fmt"
	"strings"
	"time"

	"github.com/araddon/dateparse"
)

// oldest is the first year that an article is believed to be of: the first newspaper.
const oldest = 1605

// date reads a date as articles' metadata write them: RFC 3339, RFC 1123, 2017-03-31,
// "March 31, 2017", "26-FEB-1987 15:14:42.83", seconds since 1970 and many more; a
// day and month given as two numbers are month first where both are possible.
func (r *Reader) date(text string) (t time.Time, err error) {
	text = strings.TrimSpace(text)
	defer func() {
		// dateparse indexes past the end of some malformed texts.
		if recover() != nil {
			t, err = time.Time{}, wrongDate(text)
		}
	}()
	t, err = time.Parse("20060102T150405Z0700", text) // news formats' short form of RFC 3339
	if err != nil {
		t, err = dateparse.ParseIn(text, time.UTC, dateparse.RetryAmbiguousDateWithSwap(true))
	}
	switch {
	case err != nil:
		return time.Time{}, wrongDate(text)
	case t.Year() < oldest || t.After(r.Now().Add(48*time.Hour)):
		return time.Time{}, fmt.Errorf("date %q is of the year %d, when no article can be: correct it", text, t.Year())
	}
	return t, nil
}

func wrongDate(text string) error {
	return fmt.Errorf("date %q is not understood: write it as 2017-03-31 or 2017-03-31T10:00:00Z", text)
}
