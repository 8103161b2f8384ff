package format

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"rostrum/graph"
	"rostrum/graph/cypher/temporal"
	"rostrum/schema"
)

// jsonPrinter prints each row as an object whose fields stand in the order of the
// columns.
type jsonPrinter struct {
	out     *bufio.Writer
	columns []string
	array   bool
	rows    int
	line    []byte
}

func (p *jsonPrinter) row(row graph.Row) error {
	p.line = p.line[:0]
	if p.array {
		p.line = append(p.line, ",\n  "...)
		if p.rows == 0 {
			p.line = append(p.line[:0], "[\n  "...)
		}
	}
	p.line = append(p.line, '{')
	for i, name := range p.columns {
		if i > 0 {
			p.line = append(p.line, ", "...)
		}
		var err error
		if p.line, err = appendField(p.line, name, row[i]); err != nil {
			return err
		}
	}
	p.line = append(p.line, '}')
	if !p.array {
		p.line = append(p.line, '\n')
	}
	p.rows++
	if _, err := p.out.Write(p.line); err != nil {
		return err
	}
	if p.array {
		return nil
	}
	return p.out.Flush() // whoever reads a pipe sees each row when it comes
}

func (p *jsonPrinter) end() error {
	var err error
	switch {
	case p.array && p.rows == 0:
		_, err = p.out.WriteString("[]\n")
	case p.array:
		_, err = p.out.WriteString("\n]\n")
	}
	return err
}

func appendField(dst []byte, name string, value any) ([]byte, error) {
	dst, err := appendJSON(dst, name)
	if err != nil {
		return nil, err
	}
	return appendJSON(append(dst, ": "...), value)
}

// appendJSON adds a value of a row.
func appendJSON(dst []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case nil:
		return append(dst, "null"...), nil
	case string:
		return appendText(dst, v)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return strconv.AppendQuote(dst, scalar(v)), nil
		}
		return append(dst, scalar(v)...), nil
	case bool, int64:
		return append(dst, scalar(v)...), nil
	case schema.Date, temporal.Moment, temporal.Duration:
		return strconv.AppendQuote(dst, scalar(v)), nil
	case []any:
		return appendList(dst, v)
	case []string:
		return appendList(dst, v)
	case []graph.Node:
		return appendList(dst, v)
	case []graph.Edge:
		return appendList(dst, v)
	case map[string]any:
		fields := make([]field, 0, len(v))
		for _, name := range slices.Sorted(maps.Keys(v)) {
			fields = append(fields, field{name, v[name]})
		}
		return appendObject(dst, fields...)
	case graph.Node:
		return appendObject(dst, field{"id", string(v.ID)}, field{"labels", v.Labels}, field{"properties", v.Properties})
	case graph.Edge:
		return appendObject(dst, field{"id", string(v.ID)}, field{"type", v.Type}, field{"from", string(v.From)},
			field{"to", string(v.To)}, field{"properties", v.Properties})
	case graph.Path:
		return appendObject(dst, field{"nodes", v.Nodes}, field{"edges", v.Edges})
	}
	return nil, fmt.Errorf("a value of Go type %T cannot be printed", value)
}

type field struct {
	name  string
	value any
}

func appendObject(dst []byte, fields ...field) ([]byte, error) {
	dst = append(dst, '{')
	for i, f := range fields {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		var err error
		if dst, err = appendField(dst, f.name, f.value); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

func appendList[T any](dst []byte, list []T) ([]byte, error) {
	dst = append(dst, '[')
	for i, value := range list {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		var err error
		if dst, err = appendJSON(dst, value); err != nil {
			return nil, err
		}
	}
	return append(dst, ']'), nil
}

// appendText escapes as encoding/json does, but leaves < > & as they are.
func appendText(dst []byte, text string) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		return nil, err
	}
	return append(dst, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...), nil
}

// scalar prints a truth value, number or date.
func scalar(value any) string {
	f, ok := value.(float64)
	switch {
	case !ok:
		return fmt.Sprint(value)
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}
