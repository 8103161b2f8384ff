package lexicon

import (
	"bufio"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"unicode/utf8"
)

// row is one line of a list. Its methods note what is wrong with it and go on, so
// that one run tells all errors of a list.
type row struct {
	loader *loader
	file   string
	line   int
	fields []string
	column map[string]int // place of each column in fields, of the whole list
}

func (r row) wrong(format string, args ...any) {
	r.loader.wrong(r.file, r.line, format, args...)
}

// get is the field of a column; it may be empty.
func (r row) get(column string) string { return r.fields[r.column[column]] }

// must is the field of a column that may not be empty.
func (r row) must(column string) string {
	if r.get(column) == "" {
		r.wrong("column %q is empty", column)
	}
	return r.get(column)
}

// list splits a field at "|"; an empty field gives no parts.
func (r row) list(column string) []string {
	if r.get(column) == "" {
		return nil
	}
	parts := strings.Split(r.get(column), "|")
	for _, p := range parts {
		if p == "" || strings.TrimSpace(p) != p {
			r.wrong("column %q: %q has an empty part or a space beside a \"|\"", column, r.get(column))
		}
	}
	return parts
}

// year is the field as a number, 0 where it is empty.
func (r row) year(column string) int {
	if r.get(column) == "" {
		return 0
	}
	n, err := strconv.Atoi(r.get(column))
	if err != nil || n < 1000 || n > 9999 {
		r.wrong("column %q: %q is not a year", column, r.get(column))
	}
	return n
}

// oneOf is the field, which must be among the words allowed.
func (r row) oneOf(column string, allowed ...string) string {
	value := r.get(column)
	for _, a := range allowed {
		if value == a {
			return value
		}
	}
	r.wrong("column %q: %q is none of %s", column, value, strings.Join(quoted(allowed), ", "))
	return value
}

// country is the field as the code of a listed country; it may be empty.
func (r row) country(column string) string {
	code := r.get(column)
	if _, ok := r.loader.lexicon.byISO3[code]; code != "" && !ok {
		r.wrong("column %q: no country has the code %q", column, code)
	}
	return code
}

func quoted(words []string) []string {
	q := make([]string, len(words))
	for i, w := range words {
		q[i] = strconv.Quote(w)
	}
	return q
}

// rows reads a list whose header must be the given columns.
func (l *loader) rows(file string, columns ...string) []row {
	data, err := fs.ReadFile(l.files, file)
	if err != nil {
		l.errors = append(l.errors, fmt.Errorf("%s: %w", file, err))
		return nil
	}
	if !utf8.Valid(data) {
		l.wrong(file, 0, "is not UTF-8")
		return nil
	}
	var rows []row
	place := make(map[string]int, len(columns))
	for i, c := range columns {
		place[c] = i
	}
	header := false
	lines := bufio.NewScanner(strings.NewReader(string(data)))
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(line, "\t")
		if !header {
			header = true
			if line != strings.Join(columns, "\t") {
				l.wrong(file, n, "the columns are %q, they must be %q", fields, columns)
				return nil
			}
			continue
		}
		if len(fields) != len(columns) {
			l.wrong(file, n, "%d columns, the header names %d", len(fields), len(columns))
			continue
		}
		for i, f := range fields {
			if strings.TrimSpace(f) != f {
				l.wrong(file, n, "column %q: space at an end of %q", columns[i], f)
			}
		}
		rows = append(rows, row{l, file, n, fields, place})
	}
	if err := lines.Err(); err != nil {
		l.errors = append(l.errors, fmt.Errorf("%s: %w", file, err))
	}
	if !header {
		l.wrong(file, 0, "has no header line")
	}
	return rows
}
