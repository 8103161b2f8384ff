package graph

import (
	"fmt"
	"maps"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"rostrum/graph/internal/ascii"
	"rostrum/schema"
)

// AppendProperties adds the properties to dst as a JSON object in its one canonical
// form, so that equal properties are equal bytes: names sorted, no spaces, a float64
// always with a fraction or an exponent (1.0, not 1) so that it is read as one again.
// Text that is not UTF-8, and a float that is not a number, are errors: JSON cannot
// hold them.
func AppendProperties(dst []byte, properties map[string]any) ([]byte, error) {
	var room [len(ranked)]any
	found := uint64(0) // a bit for each that is in room
	for name, value := range properties {
		rank, ok := ranks[name]
		if !ok {
			return appendSorted(dst, properties)
		}
		room[rank] = value
		found |= 1 << rank
	}
	dst = append(dst, '{')
	for rest := found; rest != 0; rest &= rest - 1 {
		rank := bits.TrailingZeros64(rest)
		if rest != found {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = AppendValue(append(append(append(dst, '"'), ranked[rank]...), `":`...), room[rank]); err != nil {
			return nil, fmt.Errorf("property %s: %w", ranked[rank], err)
		}
	}
	return append(dst, '}'), nil
}

// ranked are the names of the model's properties in their order, and ranks the places of
// them: most properties are sorted by these alone, in a set of bits.
var ranked, ranks = func() (names [64]string, places map[string]int) {
	var all []string
	add := func(properties []schema.Property) {
		for _, p := range properties {
			all = append(all, p.Name)
		}
	}
	for _, n := range schema.Model().Nodes {
		add(n.Properties)
	}
	for _, e := range schema.Model().Edges {
		add(e.Properties)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	places = map[string]int{}
	for i := range names[:copy(names[:], all)] {
		places[names[i]] = i
	}
	return names, places
}()

// appendSorted is AppendProperties of properties that the model does not have.
func appendSorted(dst []byte, properties map[string]any) ([]byte, error) {
	dst = append(dst, '{')
	for i, name := range slices.Sorted(maps.Keys(properties)) {
		if i > 0 {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = AppendText(dst, name); err == nil {
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
		return AppendText(dst, v)
	case schema.Date:
		return AppendText(dst, string(v))
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
			if dst, err = AppendText(dst, text); err != nil {
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

// special are the bytes that JSON escapes beside control characters.
var special = [4]byte{'"', '\\', '"', '\\'}

// AppendText adds a text to dst as AppendProperties does: escaped is what JSON must, and
// nothing else.
func AppendText(dst []byte, text string) ([]byte, error) {
	if !utf8.ValidString(text) {
		return nil, fmt.Errorf("the text %.60q is not valid UTF-8", text)
	}
	dst = append(dst, '"')
	for {
		n := ascii.Plain(text, special)
		for n < len(text) && text[n] >= utf8.RuneSelf {
			n++
			n += ascii.Plain(text[n:], special)
		}
		dst = append(dst, text[:n]...)
		if n == len(text) {
			return append(dst, '"'), nil
		}
		switch c := text[n]; c {
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
		text = text[n+1:]
	}
}
