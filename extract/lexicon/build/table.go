package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// The columns of officials.tsv.
const (
	person = iota
	aliases
	office
	iso3
	organization
	from
	to
	shared
	sourced
	columns
)

// table is officials.tsv: its lines in order, comments among them.
type table struct {
	lines []line
	names map[string][]string // every name and alias, in lower case → persons
	seen  int
}

// line is a row, or a comment or header that is kept as it is.
type line struct {
	fields []string // nil of a comment
	text   string
}

func readTable(file string) (*table, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	t := &table{names: map[string][]string{}}
	scan := bufio.NewScanner(in)
	for n := 1; scan.Scan(); n++ {
		text := scan.Text()
		fields := strings.Split(text, "\t")
		switch {
		case text == "" || text[0] == '#' || fields[0] == "person":
			fields = nil
		case len(fields) != columns:
			return nil, fmt.Errorf("%s:%d: %d columns, a row of the table has %d", file, n, len(fields), columns)
		default:
			t.name(fields)
		}
		t.lines = append(t.lines, line{fields, text})
	}
	return t, scan.Err()
}

func (t *table) name(fields []string) {
	for _, form := range append(strings.Split(fields[aliases], "|"), fields[person]) {
		key := strings.ToLower(form)
		if strings.Contains(form, " ") && !slices.Contains(t.names[key], fields[person]) {
			t.names[key] = append(t.names[key], fields[person])
		}
	}
}

// known is the person of the table that somebody of a source is, or "": of that last name
// in the same office at the time, where one only can hold it, or of that name and alone in
// the service of the United States.
func (t *table) known(p *legislator, term term) string {
	if !isJoint(term.office) {
		for _, l := range t.lines {
			if l.fields != nil && l.fields[iso3] == "USA" && l.fields[office] == term.office && overlapLong(l.fields, term) && strings.HasSuffix(l.fields[person], p.Name.Last) {
				return l.fields[person]
			}
		}
	}
	for _, form := range append(p.aliases(), p.name()) {
		those := slices.DeleteFunc(slices.Clone(t.names[strings.ToLower(form)]), func(who string) bool { return !t.american(who) })
		if len(those) == 1 {
			return those[0]
		}
	}
	return ""
}

// isJoint tells whether several hold an office at one time.
func isJoint(office string) bool { return office == "Senator" || office == "Representative" }

// american tells whether the table has the person in the service of the United States,
// so that a namesake elsewhere is not taken for them.
func (t *table) american(who string) bool {
	return slices.ContainsFunc(t.lines, func(l line) bool { return l.fields != nil && l.fields[person] == who && l.fields[iso3] == "USA" })
}

// add adds the person's term, unless the table has it, and says where it has it with
// other days. It tells whether the term is new.
func (t *table) add(p *legislator, term term, conflicts io.Writer) bool {
	t.seen++
	who, row := t.known(p, term), make([]string, columns)
	if who == "" {
		who = p.name()
		if other := t.names[strings.ToLower(who)]; len(other) > 0 {
			fmt.Fprintf(conflicts, "%s of the United States has the name of %s: marked\n", who, strings.Join(other, " and "))
			who += " (United States)"
		}
		row[aliases] = strings.Join(slices.DeleteFunc(p.aliases(), func(a string) bool { return len(t.names[strings.ToLower(a)]) > 0 }), "|")
	}
	last := -1 // the line after which the row belongs
	for i, l := range t.lines {
		if l.fields == nil || l.fields[iso3] != "USA" {
			continue
		}
		if last < 0 || l.fields[office] == term.office || t.lines[last].fields[office] != term.office {
			last = i
		}
		if l.fields[person] == who && l.fields[office] == term.office && overlap(l.fields, term) {
			if wrong(l.fields[from], term.from) || wrong(l.fields[to], term.to) {
				fmt.Fprintf(conflicts, "%s, %s: the table has %s to %s, %s %s to %s\n", who, term.office, l.fields[from], l.fields[to], source, term.from, term.to)
			}
			return false
		}
	}
	row[person], row[office], row[iso3], row[from], row[to], row[sourced] = who, term.office, "USA", term.from, term.to, source
	if isJoint(term.office) {
		row[shared] = "joint"
	}
	if last < 0 {
		last = len(t.lines) - 1
	}
	t.lines = slices.Insert(t.lines, last+1, line{row, strings.Join(row, "\t")})
	t.name(row)
	return true
}

// overlap tells whether a row's time and a term have a day in common.
func overlap(fields []string, term term) bool {
	return (term.to == "" || fields[from] <= term.to) && (fields[to] == "" || term.from <= fields[to])
}

// overlapLong is overlap for more than the day of a handover.
func overlapLong(fields []string, term term) bool {
	return (term.to == "" || fields[from] < term.to) && (fields[to] == "" || term.from < fields[to])
}

// wrong tells whether two days contradict each other: one may be less exact.
func wrong(a, b string) bool {
	n := min(len(a), len(b))
	return a[:n] != b[:n] || (a == "") != (b == "")
}

func (t *table) write(w io.Writer) {
	for _, l := range t.lines {
		fmt.Fprintln(w, l.text)
	}
}
