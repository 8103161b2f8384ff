package graph

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"rostrum/schema"
)

// AppendProperties adds the properties to dst as a JSON object in its one canonical
// form, so that equal properties are equal bytes: names sorted, no spaces, a float64
// always with a fraction or an exponent (1.0, not 1) so that it is read as one again.
// Text that is not UTF-8, and a float that is not a number, are errors: JSON cannot
// hold them.
func AppendProperties(dst []byte, properties map[string]any) ([]byte, error) {
	var room [24]string // most have fewer; saves the allocation
	names := slices.AppendSeq(room[:0], maps.Keys(properties))
	slices.Sort(names)
	dst = append(dst, '{')
	for i, name := range names {
		if i > 0 {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = appendString(dst, name); err == nil {
			dst, err = AppendValue(append(dst, ':'), properties[name])
		}
		if err != nil {
			return nil, fmt.Errorf("property %s: %w", name, err)
		}
	}
	return append(dst, '}'), nil
}

// AppendValue adds one property's value to dst as AppendProperties does.
func AppendValue(dst []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case string:
		return appendString(dst, v)
	case schema.Date:
		return appendString(dst, string(v))
	case int64:
		return strconv.AppendInt(dst, v, 10), nil
	case float64:
		return appendFloat(dst, v)
	case bool:
		return strconv.AppendBool(dst, v), nil
	case []string:
		dst = append(dst, '[')
		for i, text := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			var err error
			if dst, err = appendString(dst, text); err != nil {
				return nil, err
			}
		}
		return append(dst, ']'), nil
	}
	return nil, fmt.Errorf("a value of Go type %T is no property", value)
}

func appendFloat(dst []byte, f float64) ([]byte, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, fmt.Errorf("%v is not a number that JSON can hold", f)
	}
	text := strconv.FormatFloat(f, 'g', -1, 64)
	if !strings.ContainsAny(text, ".e") {
		text += ".0"
	}
	return append(dst, text...), nil
}

const hex = "0123456789abcdef"

// appendString escapes what JSON must, and nothing else.
func appendString(dst []byte, text string) ([]byte, error) {
	if !utf8.ValidString(text) {
		return nil, fmt.Errorf("the text %.60q is not valid UTF-8", text)
	}
	dst = append(dst, '"')
	done := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, text[done:i]...)
		done = i + 1
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\t':
			dst = append(dst, '\\', 't')
		case '\r':
			dst = append(dst, '\\', 'r')
		default:
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	return append(append(dst, text[done:]...), '"'), nil
}
