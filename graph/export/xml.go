package export

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"rostrum/schema"
)

// xml adds a text as XML 1.0 can hold it, in an element or in an attribute: what no XML
// may hold becomes U+FFFD, line ends and tabs are written so that no reader folds them.
func (o *out) xml(text string) {
	done := 0
	for i := 0; i < len(text); {
		c := text[i]
		if c >= ' ' && c < utf8.RuneSelf && c != '<' && c != '>' && c != '&' && c != '"' {
			i++
			continue
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
		o.b = append(append(o.b, text[done:i]...), escaped...)
		i += size
		done = i
	}
	o.b = append(o.b, text[done:]...)
}

// plain adds a value as the tables write it: dates as ISO 8601, floats as short as they
// can be read back, lists with a space between their elements.
func (o *out) plain(value any) {
	switch v := value.(type) {
	case string:
		o.xml(v)
	case schema.Date:
		o.xml(string(v))
	default:
		o.b = appendPlain(o.b, v)
	}
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
