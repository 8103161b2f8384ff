package tck

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"rostrum/graph"
	"rostrum/schema"
)

// Values are compared as text in one form: of nodes and edges labels, types and
// properties, no ids; of moments and durations what they print as, as a string.

// Print is a value in that form. unordered: lists are bags.
func Print(v any, unordered bool) string {
	p := printer{unordered}
	return p.value(v)
}

type printer struct{ unordered bool }

func (p printer) value(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return strconv.Quote(v)
	case schema.Date:
		return strconv.Quote(string(v))
	case fmt.Stringer: // moments and durations
		return strconv.Quote(v.String())
	case float64:
		return float(v)
	case []string:
		list := make([]any, len(v))
		for i := range v {
			list[i] = v[i]
		}
		return p.value(list)
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = p.value(v[i])
		}
		if p.unordered {
			slices.Sort(parts)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case map[string]any:
		return "{" + p.properties(v) + "}"
	case graph.Node:
		return "(" + p.inside(v.Labels, v.Properties) + ")"
	case graph.Edge:
		return "[" + p.inside([]string{v.Type}, v.Properties) + "]"
	case graph.Path:
		var b strings.Builder
		b.WriteString("<" + p.value(v.Nodes[0]))
		for i, e := range v.Edges {
			if e.From == v.Nodes[i].ID {
				b.WriteString("-" + p.value(e) + "->")
			} else {
				b.WriteString("<-" + p.value(e) + "-")
			}
			b.WriteString(p.value(v.Nodes[i+1]))
		}
		return b.String() + ">"
	}
	return fmt.Sprint(v)
}

func float(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 0):
		return fmt.Sprint(f)
	case f == 0:
		return "0.0"
	}
	return strconv.FormatFloat(f, 'e', -1, 64)
}

func (p printer) inside(labels []string, properties map[string]any) string {
	var parts []string
	if len(labels) > 0 {
		parts = append(parts, ":"+strings.Join(slices.Sorted(slices.Values(labels)), ":"))
	}
	if len(properties) > 0 {
		parts = append(parts, "{"+p.properties(properties)+"}")
	}
	return strings.Join(parts, " ")
}

func (p printer) properties(m map[string]any) string {
	var parts []string
	for key, v := range m {
		parts = append(parts, key+": "+p.value(v))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

// canon is a value as scenarios write it, in the same form.
func canon(text string, unordered bool) (string, error) {
	r := reader{text: text, printer: printer{unordered}}
	s := r.value()
	r.space()
	if r.at < len(r.text) {
		return "", fmt.Errorf("%q is no value: %q is left", text, r.text[r.at:])
	}
	return s, nil
}

// reader reads a value of a scenario's table.
type reader struct {
	text string
	at   int
	printer
}

func (r *reader) space() {
	for r.at < len(r.text) && (r.text[r.at] == ' ' || r.text[r.at] == '\n') {
		r.at++
	}
}

func (r *reader) accept(s string) bool {
	r.space()
	if strings.HasPrefix(r.text[r.at:], s) {
		r.at += len(s)
		return true
	}
	return false
}

func (r *reader) value() string {
	r.space()
	if r.at >= len(r.text) {
		return ""
	}
	switch c := r.text[r.at]; {
	case c == '\'':
		return strconv.Quote(r.quoted())
	case r.accept("<"):
		s := "<" + r.value()
		for !r.accept(">") && r.at < len(r.text) {
			switch {
			case r.accept("<-"):
				s += "<-" + r.value()
				r.accept("-")
				s += "-" + r.value()
			case r.accept("-"):
				s += "-" + r.value()
				r.accept("->")
				s += "->" + r.value()
			default:
				r.at++
			}
		}
		return s + ">"
	case r.accept("("):
		return "(" + r.inside(")") + ")"
	case strings.HasPrefix(strings.TrimLeft(r.text[r.at+1:], " "), ":") && c == '[':
		r.accept("[")
		return "[" + r.inside("]") + "]"
	case r.accept("["):
		var parts []string
		for !r.accept("]") && r.at < len(r.text) {
			parts = append(parts, r.value())
			r.accept(",")
		}
		if r.unordered {
			slices.Sort(parts)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case r.accept("{"):
		return "{" + strings.Join(r.properties(), ", ") + "}"
	}
	start := r.at
	for r.at < len(r.text) && !strings.ContainsRune(",]})> \n", rune(r.text[r.at])) {
		r.at++
	}
	word := r.text[start:r.at]
	if _, err := strconv.ParseInt(word, 10, 64); err == nil {
		return word
	}
	if f, err := strconv.ParseFloat(word, 64); err == nil {
		return float(f)
	}
	return word
}

func (r *reader) quoted() string {
	var b strings.Builder
	for r.at++; r.at < len(r.text) && r.text[r.at] != '\''; r.at++ {
		if r.text[r.at] == '\\' && r.at+1 < len(r.text) {
			r.at++
			switch c := r.text[r.at]; c {
			case 'n':
				b.WriteByte('\n')
			case 't':
				b.WriteByte('\t')
			default:
				b.WriteByte(c)
			}
			continue
		}
		b.WriteByte(r.text[r.at])
	}
	r.at++
	return b.String()
}

// inside is what stands in a node or edge, up to its end.
func (r *reader) inside(end string) string {
	var labels []string
	for r.accept(":") {
		labels = append(labels, r.name())
	}
	var parts []string
	if len(labels) > 0 {
		slices.Sort(labels)
		parts = append(parts, ":"+strings.Join(labels, ":"))
	}
	if r.accept("{") {
		if properties := r.properties(); len(properties) > 0 {
			parts = append(parts, "{"+strings.Join(properties, ", ")+"}")
		}
	}
	r.accept(end)
	return strings.Join(parts, " ")
}

func (r *reader) name() string {
	r.space()
	start := r.at
	for r.at < len(r.text) && !strings.ContainsRune(" :,(){}[]'", rune(r.text[r.at])) {
		r.at++
	}
	return strings.Trim(r.text[start:r.at], "`")
}

func (r *reader) properties() []string {
	var parts []string
	for !r.accept("}") && r.at < len(r.text) {
		key := r.name()
		r.accept(":")
		parts = append(parts, key+": "+r.value())
		r.accept(",")
	}
	slices.Sort(parts)
	return parts
}
