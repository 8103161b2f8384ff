// Package format prints the rows of an answer: as a table for people, as JSON, JSON
// Lines or CSV for programs.
//
// It asks nothing and decides nothing about what the rows mean. Tables leave out what
// could fool a terminal (control characters, marks that turn the direction of text)
// and wrap long cells; the other formats give every value as it is, but for one thing:
// a text in CSV that begins with = + - @ or a tab gets an apostrophe before it, because
// spreadsheets run such cells as formulas and articles are written by anybody. JSON
// has the exact text.
//
// A null is an empty cell, in JSON null. Nodes, edges and paths are objects in JSON,
// that JSON in a cell of CSV, and short in tables: (:Person James Mattis). Numbers that
// are none print as NaN, Infinity and -Infinity, in JSON in quotation marks.
//
// The main path: [Write].
package format

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"rostrum/graph"
)

// Format is a way to print rows.
type Format string

// The formats.
const (
	Table     Format = "table"
	JSON      Format = "json"  // an array of objects
	JSONLines Format = "jsonl" // an object a line, printed while rows come
	CSV       Format = "csv"   // RFC 4180: header, CRLF; a null is empty, an empty text ""
)

// Names lists the formats for a message.
const Names = "table, json, jsonl or csv"

// Parse is the format of a name.
func Parse(name string) (Format, error) {
	f := Format(name)
	if !slices.Contains([]Format{Table, JSON, JSONLines, CSV}, f) {
		return "", fmt.Errorf("there is no format %q: write %s", name, Names)
	}
	return f, nil
}

// Options say how to print.
type Options struct {
	Format Format
	Width  int      // of a table, in cells of the terminal; 0: as wide as it gets, a line a row
	Table  []string // the columns that a table shows; nil: all
	Limit  int64    // print so many rows; 0: all
}

// Result is what was printed.
type Result struct {
	Rows int64
	More bool // the limit left rows out
}

// printer prints rows one by one. end is called after the last one, unless there was
// an error.
type printer interface {
	row(graph.Row) error
	end() error
}

// Write prints the rows. Those of a table are kept until the last has come.
func Write(w io.Writer, rows graph.Rows, o Options) (Result, error) {
	out := bufio.NewWriter(w)
	var p printer
	switch o.Format {
	case JSON:
		p = &jsonPrinter{out: out, columns: rows.Columns, array: true}
	case JSONLines:
		p = &jsonPrinter{out: out, columns: rows.Columns}
	case CSV:
		p = newCSV(out, rows.Columns)
	default:
		p = newTable(out, rows.Columns, o)
	}
	var result Result
	for row, err := range rows.All {
		if err != nil {
			return result, err
		}
		if o.Limit > 0 && result.Rows == o.Limit {
			result.More = true
			break
		}
		if err := p.row(row); err != nil {
			return result, fmt.Errorf("print row %d: %w", result.Rows+1, err)
		}
		result.Rows++
	}
	if err := p.end(); err != nil {
		return result, fmt.Errorf("print: %w", err)
	}
	if err := out.Flush(); err != nil {
		return result, fmt.Errorf("print: %w", err)
	}
	return result, nil
}

// csvPrinter is RFC 4180 by hand: encoding/csv would write the line ends inside of
// texts anew, and cannot tell an empty text from none.
type csvPrinter struct{ out *bufio.Writer }

func newCSV(out *bufio.Writer, columns []string) *csvPrinter {
	p := &csvPrinter{out}
	for i, name := range columns {
		p.field(i, name, false)
	}
	_, _ = out.WriteString("\r\n") // a bufio.Writer tells of errors again at Flush
	return p
}

func (p *csvPrinter) row(row graph.Row) error {
	for i, value := range row {
		switch v := value.(type) {
		case nil:
			p.field(i, "", false)
		case string:
			if v != "" && strings.ContainsRune("=+-@\t\r", rune(v[0])) {
				v = "'" + v
			}
			p.field(i, v, true)
		case []any, []string, map[string]any, graph.Node, graph.Edge, graph.Path:
			text, err := appendJSON(nil, v)
			if err != nil {
				return err
			}
			p.field(i, string(text), false)
		default:
			p.field(i, scalar(v), false)
		}
	}
	_, err := p.out.WriteString("\r\n")
	return err
}

func (p *csvPrinter) field(i int, text string, isText bool) {
	if i > 0 {
		_ = p.out.WriteByte(',')
	}
	if isText && text == "" || strings.ContainsAny(text, "\",\r\n") || strings.TrimSpace(text) != text {
		text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	_, _ = p.out.WriteString(text)
}

func (p *csvPrinter) end() error { return nil }
