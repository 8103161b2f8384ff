package feed

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/schema"
)

// plainDocument reads plain text: all of it is the article's text, and the first
// lines may be a headline, a byline and a date.
func (r *Reader) plainDocument(o origin, data []byte) (*schema.Document, error) {
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	d := &schema.Document{Text: text, PlainText: true}
	for line := range headLines(text) {
		if !r.readHeadLine(d, line) {
			break
		}
	}
	if d.Title == strings.TrimSpace(text) {
		d.Title = "" // it is all there is
	}
	return r.finish(d, o, "")
}

// readHeadLine takes what a line before the report says; false is the report's first.
func (r *Reader) readHeadLine(d *schema.Document, line string) bool {
	if _, starts := r.parseDateline(line); starts {
		return false
	}
	day, err := r.date(line)
	switch {
	case isByline(line):
		d.Byline = first(d.Byline, strings.TrimPrefix(line, "By "))
	case err == nil && len(line) <= 40 && fourDigits(line):
		d.Published = day
	case d.Title == "" && isHeadline(line):
		d.Title = line
	default:
		return false
	}
	return true
}

// headLines are the first lines of a text that are not blank, trimmed: as many as may
// stand before the report begins, and the first of it.
func headLines(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		left := 6
		for line := range strings.Lines(text[:min(len(text), 16<<10)]) {
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			if left--; left < 0 || !yield(line) || len(line) > 200 {
				return
			}
		}
	}
}

// isHeadline tells a headline from a sentence: it is one short line without a full
// stop at its end.
func isHeadline(line string) bool {
	if len(line) > 200 {
		return false
	}
	bare := strings.TrimRight(line, `"'”’)»`)
	last, _ := utf8.DecodeLastRuneInString(bare)
	return unicode.IsLetter(last) || unicode.IsDigit(last) || last == '?' || last == '!' || last == '>' || strings.HasSuffix(line, "U.S.")
}

func isByline(line string) bool {
	name, is := strings.CutPrefix(line, "By ")
	r, _ := utf8.DecodeRuneInString(name)
	return is && unicode.IsUpper(r) && len(line) <= 100 && !strings.HasSuffix(line, ".") && len(strings.Fields(name)) <= 10
}

func fourDigits(line string) bool {
	run := 0
	for i := range len(line) {
		if c := line[i]; c < '0' || c > '9' {
			run = 0
		} else if run++; run == 4 {
			return true
		}
	}
	return false
}
