package nlp

import (
	"strings"
	"unicode/utf8"

	"rostrum/schema"
)

// A line break inside a block of lines (lines with no empty line between) either ends
// a paragraph, as where a file has one line a paragraph, or only wraps it. Texts that
// were wrapped show it: their lines are of one width and most go on in lower case.
const (
	longestWrapped = 100 // columns; no wrapped line is longer
	narrowest      = 40  // columns; no wrapped line but the last of a paragraph is shorter
)

// line is a line of the text without the white space around it.
type line struct {
	schema.Span
	indent  int  // columns of white space before it; a tab counts for 4
	columns int  // its width in characters, without the indent
	hard    bool // a form feed or a paragraph separator stands before it
}

// paragraphs cuts a text at its paragraph breaks.
func paragraphs(text string) []schema.Span {
	lines := cutLines(text)
	wrapped := isWrapped(text, lines)
	var spans []schema.Span
	for i := 0; i < len(lines); {
		if lines[i].Len() == 0 {
			i++
			continue
		}
		end := i + 1
		for end < len(lines) && lines[end].Len() > 0 && !lines[end].hard {
			end++
		}
		spans = appendBlock(spans, text, lines[i:end], wrapped)
		i = end
	}
	return spans
}

// appendBlock cuts a block of lines into paragraphs.
func appendBlock(spans []schema.Span, text string, block []line, wrapped bool) []schema.Span {
	width := 0
	for _, l := range block {
		if l.columns <= longestWrapped {
			width = max(width, l.indent+l.columns)
		}
	}
	current := block[0].Span
	for i := 1; i < len(block); i++ {
		if wrapped && wraps(text, block[i-1], block[i], width) {
			current.End = block[i].End
			continue
		}
		spans = append(spans, current)
		current = block[i].Span
	}
	return append(spans, current)
}

// wraps tells whether a paragraph goes on from line a to the next line b, in a text
// that is wrapped to about the given width.
func wraps(text string, a, b line, width int) bool {
	switch {
	case a.columns > longestWrapped || b.columns > longestWrapped:
		return false
	case b.indent >= a.indent+2: // the first line of an indented paragraph
		return false
	case startsItem(text[b.Start:b.End]):
		return false
	case isLower(text, b.Start):
		return a.columns >= narrowest/2
	case a.columns < narrowest:
		return false
	}
	word := b.Len()
	if i := strings.IndexAny(b.In(text), " \t"); i >= 0 {
		word = i
	}
	room := width - a.indent - a.columns
	ended := false
	if c, _ := classBefore(text, a.End); c == stop || c == quote || c == closer || text[a.End-1] == ':' {
		ended = true
	}
	// The next word would have fitted: the line was ended on purpose. Editors do not
	// all fill their lines to the last column, so that alone is not enough.
	if ended {
		return word >= room
	}
	return word+12 >= room
}

// startsItem tells whether a line begins as an item of a list does.
func startsItem(s string) bool {
	for _, bullet := range []string{"- ", "* ", "• ", "· ", "– ", "— ", "-- ", "o ", "> "} {
		if strings.HasPrefix(s, bullet) {
			return true
		}
	}
	digits := 0
	for digits < len(s) && digits < 3 && '0' <= s[digits] && s[digits] <= '9' {
		digits++
	}
	return digits > 0 && len(s) > digits+1 && (s[digits] == '.' || s[digits] == ')') && s[digits+1] == ' '
}

// isWrapped tells whether the single line breaks of a text are wraps.
func isWrapped(text string, lines []line) bool {
	breaks, lower := 0, 0
	for i := 1; i < len(lines); i++ {
		a, b := lines[i-1], lines[i]
		if a.columns < narrowest || a.columns > longestWrapped || b.Len() == 0 || b.hard {
			continue
		}
		breaks++
		if isLower(text, b.Start) {
			lower++
		}
	}
	return lower > 0 && lower*4 >= breaks
}

// cutLines cuts a text at its line breaks: \n, \r\n, \r, vertical tab, form feed,
// U+0085, U+2028 and U+2029.
func cutLines(text string) []line {
	var lines []line
	start, hard := 0, false
	for start <= len(text) {
		end, next, nextHard := lineEnd(text, start)
		l := trimmed(text, start, end)
		l.hard = hard
		if l.Len() > 0 || len(lines) > 0 && lines[len(lines)-1].Len() > 0 { // of empty lines one says all
			lines = append(lines, l)
		}
		start, hard = next, nextHard
	}
	return lines
}

// lineEnd is where the line that begins at start ends, where the next begins
// (beyond the text when there is none), and whether the break is always one of paragraphs.
func lineEnd(text string, start int) (end, next int, hard bool) {
	for i := start; i < len(text); i++ {
		switch text[i] {
		case '\n', '\v':
			return i, i + 1, false
		case '\r':
			if i+1 < len(text) && text[i+1] == '\n' {
				return i, i + 2, false
			}
			return i, i + 1, false
		case '\f':
			return i, i + 1, true
		case 0xc2:
			if strings.HasPrefix(text[i:], "\u0085") {
				return i, i + 2, false
			}
		case 0xe2:
			if strings.HasPrefix(text[i:], "\u2028") {
				return i, i + 3, false
			}
			if strings.HasPrefix(text[i:], "\u2029") {
				return i, i + 3, true
			}
		}
	}
	return len(text), len(text) + 1, false
}

func trimmed(text string, start, end int) line {
	indent := 0
	for start < end {
		c, width := classAt(text, start)
		if c != space {
			break
		}
		if text[start] == '\t' {
			indent += 3
		}
		indent++
		start += width
	}
	for end > start {
		c, width := classBefore(text[:end], end)
		if c != space {
			break
		}
		end -= width
	}
	span := schema.Span{Start: start, End: end}
	return line{Span: span, indent: indent, columns: utf8.RuneCountInString(span.In(text))}
}
