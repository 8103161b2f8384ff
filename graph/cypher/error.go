package cypher

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Error is what is wrong with a query, and where.
type Error struct {
	Line, Column int    // from 1; the column in code points
	Source       string // the line of the query
	Message      string // one line
	Hint         string // what to do about it; may be ""
}

// Error prints the place, what is wrong, the line and a caret under the place.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "line %d, column %d: %s", e.Line, e.Column, e.Message)
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	b.WriteString("\n  " + strings.ReplaceAll(e.Source, "\t", " ") + "\n  ")
	b.WriteString(strings.Repeat(" ", e.Column-1) + "^")
	return b.String()
}

// errorAt makes the error of a place in the text, given in bytes.
func errorAt(text string, pos int, hint, format string, args ...any) *Error {
	pos = min(pos, len(text))
	start := strings.LastIndexByte(text[:pos], '\n') + 1
	source, _, _ := strings.Cut(text[start:], "\n")
	return &Error{
		Line:    strings.Count(text[:start], "\n") + 1,
		Column:  utf8.RuneCountInString(text[start:pos]) + 1,
		Source:  strings.TrimRight(source, "\r"),
		Message: fmt.Sprintf(format, args...),
		Hint:    hint,
	}
}

// didYouMean is a hint that names the nearest of the known names, or "" where none
// is near.
func didYouMean(name string, known []string) string {
	best, distance := "", len(name)/3+2
	for _, k := range known {
		if d := editDistance(strings.ToLower(name), strings.ToLower(k)); d < distance {
			best, distance = k, d
		}
	}
	if best == "" {
		return ""
	}
	return "did you mean " + best + "?"
}

// editDistance is the least number of letters to put in, leave out or change to make
// b of a.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
