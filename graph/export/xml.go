package export

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"rostrum/graph/internal/ascii"
)

// xml adds a text as XML 1.0 can hold it, in an element or in an attribute: what no XML
// may hold becomes U+FFFD, line ends and tabs are written so that no reader folds them.
func (o *out) xml(text string) {
	b, done := o.b, 0
	for i := 0; ; {
		i += ascii.Plain(text[i:], [4]byte{'<', '>', '&', '"'})
		if i == len(text) {
			break
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		var escaped string
		switch {
		case r == '<':
			escaped = "&lt;"
		case r == '>':
			escaped = "&gt;"
		case r == '&':
			escaped = "&amp;"
		case r == '"':
			escaped = "&#34;"
		case r == '\n':
			escaped = "&#10;"
		case r == '\r':
			escaped = "&#13;"
		case r == '\t':
			escaped = "&#9;"
		case r < ' ' || r == utf8.RuneError && size == 1 || r == 0xfffe || r == 0xffff:
			escaped = "\uFFFD"
		default:
			i += size
			continue
		}
		b = append(append(b, text[done:i]...), escaped...)
		i += size
		done = i
	}
	o.b = append(b, text[done:]...)
}

// plain adds a cell as the tables write it: dates as ISO 8601, floats as short as they
// can be read back, lists with a space between their elements.
func (o *out) plain(c cell) {
	if c.kind == textCell || c.kind == dayCell {
		o.xml(c.text)
		return
	}
	o.b = appendPlain(o.b, c.other)
}

// appendPlain is plain for what needs no escaping.
func appendPlain(dst []byte, value any) []byte {
	switch v := value.(type) {
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case float64:
		return strconv.AppendFloat(dst, v, 'g', -1, 64)
	case bool:
		return strconv.AppendBool(dst, v)
	case []string:
		return append(dst, strings.Join(v, " ")...)
	}
	return dst
}
