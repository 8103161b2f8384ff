package feed

import (
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"rostrum/schema"
)

//go:embed agencies.tsv
var agenciesFile string

// loadAgencies reads the outlets by the names that stand in datelines.
func loadAgencies() (map[string]string, error) {
	agencies := map[string]string{}
	for i, line := range strings.Split(agenciesFile, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, outlet, ok := strings.Cut(line, "\t")
		if !ok || name == "" || outlet == "" || agencies[name] != "" {
			return nil, fmt.Errorf("agencies.tsv:%d: want a new name, a tab and an outlet, found %q", i+1, line)
		}
		agencies[name] = outlet
	}
	return agencies, nil
}

// dateline is the start of a report: where, when, and who reports.
//
//	LONDON, March 31, 2017 (Reuters) - Russia said …
type dateline struct {
	place     string // "LONDON", "PORTLAND, Ore."
	month     time.Month
	day, year int    // 0 where not given
	agency    string // as printed
}

// A place is in capitals, and may name its state or country after a comma; a day may
// follow, and an agency in brackets; a dash ends it all. With an agency a place may be
// in small letters too.
const (
	capitals = `\p{Lu}[\p{Lu}.'’-]*(?:[ /]\p{Lu}[\p{Lu}.'’-]*){0,4}`
	mixed    = `\p{Lu}[\p{L}.'’-]*(?:[ /]\p{L}[\p{L}.'’-]*){0,4}`
	region   = `(?:, \p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,2}){0,2}`
	day      = `(?:,? +(\p{Lu}\p{L}{2,8})\.? +(\d{1,2})(?:, *(\d{4}))?|,? +(\d{1,2}) +(\p{Lu}\p{L}{2,8})\.?(?:,? +(\d{4}))?)?`
	agency   = ` *\((\p{L}[\p{L}&./' -]{0,30})\)`
	dash     = ` *(?:--+|[—–]| -)(?: |$)`
)

var (
	capitalDateline = regexp.MustCompile(`^\s*(` + capitals + region + `)` + day + `(?:` + agency + `)?` + dash)
	mixedDateline   = regexp.MustCompile(`^\s*(` + mixed + region + `)` + day + agency + dash)
)

// parseDateline reads the dateline that a paragraph starts with.
func (r *Reader) parseDateline(paragraph string) (dateline, bool) {
	head := paragraph[:min(len(paragraph), 200)]
	if d, rest, ok := matchDateline(capitalDateline, head); ok {
		// A headline in capitals may have a dash too: words must follow.
		if d.day != 0 || d.agency != "" || (len(paragraph) > 60 && strings.IndexFunc(rest, unicode.IsLower) >= 0) {
			return d, true
		}
	}
	d, _, ok := matchDateline(mixedDateline, head)
	return d, ok && r.agencies[d.agency] != ""
}

func matchDateline(form *regexp.Regexp, head string) (d dateline, rest string, ok bool) {
	m := form.FindStringSubmatch(head)
	if m == nil {
		return d, "", false
	}
	d.place, d.agency = m[1], m[8]
	if name := m[2] + m[6]; name != "" {
		d.day, _ = strconv.Atoi(m[3] + m[5]) // of digits, as the form says
		d.year, _ = strconv.Atoi(m[4] + m[7])
		if d.month = monthOf(name); d.month == 0 || d.day < 1 || d.day > 31 {
			return d, "", false
		}
	}
	return d, head[len(m[0]):], true
}

// monthOf reads a month's name or any abbreviation of three letters or more; 0 is none.
func monthOf(name string) time.Month {
	for m := time.January; m <= time.December; m++ {
		if full := m.String(); len(name) >= 3 && len(name) <= len(full) && strings.EqualFold(full[:len(name)], name) {
			return m
		}
	}
	if strings.EqualFold(name, "Sept") {
		return time.September
	}
	return 0
}

// published is the day that a dateline tells of. A year it does not give is taken
// from the default date, so that the day falls nearest to it.
func (r *Reader) published(d dateline) time.Time {
	if d.day == 0 {
		return time.Time{}
	}
	near := r.Defaults.Date.Time()
	years := []int{d.year}
	if d.year == 0 {
		switch {
		case near.IsZero():
			return time.Time{}
		case r.Defaults.YearOnly:
			years = []int{near.Year()}
		default:
			years = []int{near.Year(), near.Year() - 1, near.Year() + 1}
		}
	}
	var best time.Time
	for _, year := range years {
		t := time.Date(year, d.month, d.day, 0, 0, 0, 0, time.UTC)
		exists := t.Day() == d.day && year >= oldest && !t.After(r.Now().Add(48*time.Hour))
		if exists && (best.IsZero() || t.Sub(near).Abs() < best.Sub(near).Abs()) {
			best = t
		}
	}
	return best
}

// readHead fills in what the first lines of the text tell and the document does not
// say: dateline, day and outlet.
func (r *Reader) readHead(d *schema.Document) {
	field := d.Dateline
	found, ok := dateline{}, false
	if field != "" {
		d.Dateline = strings.TrimRight(field, " -–—")
		found, ok = r.parseDateline(d.Dateline + " - ")
		if !ok {
			found, ok = r.parseDateline(d.Dateline + " - and lower-case words, as many as an article has at least")
		}
	} else {
		for line := range headLines(d.Text) {
			if found, ok = r.parseDateline(line); ok {
				break
			}
		}
	}
	if !ok {
		return
	}
	d.Dateline = found.place
	if d.Published.IsZero() {
		d.Published = r.published(found)
	}
	if d.Source == "" {
		d.Source = first(r.agencies[found.agency], found.agency)
	}
}
