package format

import (
	"bufio"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"rostrum/graph"
	"rostrum/schema"
)

// tablePrinter keeps the rows' cells and lays them out when all are there.
type tablePrinter struct {
	out     *bufio.Writer
	width   int
	header  []string
	columns []int // of the row, in the order of header
	cells   [][]string
	numbers []bool // columns that hold only numbers
}

func newTable(out *bufio.Writer, columns []string, o Options) *tablePrinter {
	p := &tablePrinter{out: out, width: o.Width}
	shown := o.Table
	if shown == nil {
		shown = columns
	}
	for _, name := range shown {
		p.header = append(p.header, strings.ReplaceAll(name, "_", " "))
		p.columns = append(p.columns, slices.Index(columns, name))
		p.numbers = append(p.numbers, true)
	}
	return p
}

func (p *tablePrinter) row(row graph.Row) error {
	cells := make([]string, len(p.columns))
	for i, at := range p.columns {
		cells[i] = cell(row[at])
		switch row[at].(type) {
		case nil, int64, float64:
		default:
			p.numbers[i] = false
		}
	}
	p.cells = append(p.cells, cells)
	return nil
}

func (p *tablePrinter) end() error {
	if len(p.cells) == 0 {
		return nil
	}
	if p.width == 0 {
		return p.table(nil)
	}
	widths, ok := p.layout()
	if !ok {
		return p.records()
	}
	return p.table(widths)
}

// Widths that a column can have and still be read: one of short cells, one of
// sentences.
const (
	narrow   = 12
	sentence = 24
	longWord = 20 // longer words are broken
)

// layout shares the width among the columns: each has the room that its cells need,
// or else as much as any other that needs more. It is false where the columns would
// be too narrow to read.
func (p *tablePrinter) layout() (widths []int, ok bool) {
	room := p.width - 3*len(p.header) + 1 // a space at each side of a cell, a line between cells
	needs, least := make([]int, len(p.header)), make([]int, len(p.header))
	sum := 0
	for i, name := range p.header {
		needs[i] = text.StringWidth(name)
		word := longestWord(name)
		for _, row := range p.cells {
			needs[i] = max(needs[i], text.StringWidth(row[i]))
			word = max(word, longestWord(row[i]))
		}
		least[i] = max(narrow, min(word, longWord))
		if needs[i] > 2*sentence {
			least[i] = max(least[i], sentence)
		}
		least[i] = min(least[i], needs[i])
		sum += least[i]
	}
	if sum > room {
		return nil, false
	}
	share := func(most int) ([]int, int) {
		widths, sum := make([]int, len(needs)), 0
		for i := range needs {
			widths[i] = max(least[i], min(needs[i], most))
			sum += widths[i]
		}
		return widths, sum
	}
	most := 1
	for ; most < p.width; most++ {
		if _, sum := share(most + 1); sum > room {
			break
		}
	}
	widths, _ = share(most)
	return widths, true
}

func longestWord(s string) int {
	longest := 0
	for _, word := range strings.Fields(s) {
		longest = max(longest, text.StringWidth(word))
	}
	return longest
}

// table prints a line between columns; one between rows too where a cell is wrapped.
// nil widths wrap nothing.
func (p *tablePrinter) table(widths []int) error {
	t := table.NewWriter()
	style := table.StyleLight
	style.Options.DrawBorder = false
	style.Format.Header = text.FormatDefault
	header := make(table.Row, len(p.header))
	for i, name := range p.header {
		header[i] = name
		if widths != nil {
			header[i] = wrap(name, widths[i])
		}
	}
	t.AppendHeader(header)
	for _, cells := range p.cells {
		row := make(table.Row, len(cells))
		for i, c := range cells {
			if widths != nil {
				c = wrap(c, widths[i])
			}
			row[i] = c
			style.Options.SeparateRows = style.Options.SeparateRows || strings.Contains(c, "\n")
		}
		t.AppendRow(row)
	}
	var configs []table.ColumnConfig
	for i := range p.header {
		config := table.ColumnConfig{Number: i + 1}
		if p.numbers[i] {
			config.Align, config.AlignHeader = text.AlignRight, text.AlignRight
		}
		configs = append(configs, config)
	}
	t.SetColumnConfigs(configs)
	t.SetStyle(style)
	for line := range strings.Lines(t.Render()) {
		if _, err := p.out.WriteString(strings.TrimRight(line, " \n") + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// records prints each row as lines of column and value, for a narrow terminal.
func (p *tablePrinter) records() error {
	label := 0
	for _, name := range p.header {
		label = max(label, text.StringWidth(name))
	}
	for n, cells := range p.cells {
		title := "── " + strconv.Itoa(n+1) + " "
		fmt.Fprintln(p.out, title+strings.Repeat("─", max(p.width-text.StringWidth(title), 0)))
		for i, c := range cells {
			if c == "" {
				continue
			}
			name := text.Pad(p.header[i], label, ' ')
			for j, line := range strings.Split(wrap(c, max(p.width-label-2, sentence)), "\n") {
				if j > 0 {
					name = strings.Repeat(" ", label)
				}
				fmt.Fprintln(p.out, name+"  "+line)
			}
		}
	}
	return nil
}

// wrap breaks a text into lines of at most width cells, between words where it can.
func wrap(s string, width int) string {
	var lines []string
	line, used := "", 0
	for _, word := range strings.Fields(s) {
		w := text.StringWidth(word)
		if used > 0 && used+1+w <= width {
			line, used = line+" "+word, used+1+w
			continue
		}
		if used > 0 {
			lines = append(lines, line)
			line, used = "", 0
		}
		for ; w > width; w = text.StringWidth(word) {
			head := text.Trim(word, width)
			if head == "" { // a letter wider than the column
				break
			}
			lines = append(lines, head)
			word = word[len(head):]
		}
		line, used = word, w
	}
	return strings.Join(append(lines, line), "\n")
}

// cell prints a value for a table.
func cell(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return clean(v)
	case []any:
		return list(v)
	case []string:
		return list(v)
	case map[string]any:
		b, err := appendJSON(nil, v)
		if err != nil {
			return err.Error()
		}
		return clean(string(b))
	case graph.Node:
		return node(v)
	case graph.Edge:
		return "[" + edge(v) + "]"
	case graph.Path:
		return path(v)
	}
	return scalar(value)
}

func list[T any](values []T) string {
	cells := make([]string, len(values))
	for i, v := range values {
		cells[i] = cell(v)
	}
	return strings.Join(cells, "; ")
}

// node is (:Person James Mattis): its label and what people know it by.
func node(n graph.Node) string {
	return "(" + known(":"+strings.Join(n.Labels, ":"), n.Properties, "name", "title", "text", "path", "url") + ")"
}

func edge(e graph.Edge) string {
	return known(":"+e.Type, e.Properties, "date", "as_of", "charge", "status", "office")
}

// known adds to head the first two properties there are, cut short.
func known(head string, properties map[string]any, names ...string) string {
	const most = 48
	for n, i := 0, 0; i < len(names) && n < 2; i++ {
		value, ok := properties[names[i]]
		if !ok {
			continue
		}
		if date, isDate := value.(schema.Date); isDate {
			value = string(date)
		}
		head += " " + text.Snip(clean(fmt.Sprint(value)), most, "…")
		n++
	}
	return head
}

func path(p graph.Path) string {
	var b strings.Builder
	for i, n := range p.Nodes {
		b.WriteString(node(n))
		if i < len(p.Edges) {
			before, after := "-[", "]->"
			if p.Edges[i].From != n.ID {
				before, after = "<-[", "]-"
			}
			b.WriteString(before + ":" + p.Edges[i].Type + after)
		}
	}
	return b.String()
}

// clean puts a text on one line and takes out what could fool a terminal: control
// characters, and marks that turn the direction of the text around them.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
