package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
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
	state
	sourced
	columns
)

// table is officials.tsv: its lines in order, comments among them.
type table struct {
	lines     []line
	added     [][]string            // rows, not yet among the lines
	rows      map[string][][]string // of each person
	names     map[string][]string   // every name and alias, in lower case → persons
	claimed   map[string]string     // person → the id in the source of who that is
	conflicts io.Writer
}

// line is a row, or a comment or header that is kept as it is.
type line struct {
	fields []string // nil of a comment
	text   string
}

// readTable reads the table without the rows of the sources, which are made anew.
func readTable(file string, conflicts io.Writer, sources ...string) (*table, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	t := &table{names: map[string][]string{}, rows: map[string][][]string{}, claimed: map[string]string{}, conflicts: conflicts}
	scan := bufio.NewScanner(in)
	for n := 1; scan.Scan(); n++ {
		text := scan.Text()
		fields := strings.Split(text, "\t")
		switch {
		case text == "" || text[0] == '#' || fields[0] == "person":
			fields = nil
		case len(fields) != columns:
			return nil, fmt.Errorf("%s:%d: %d columns, a row of the table has %d", file, n, len(fields), columns)
		case slices.Contains(sources, fields[sourced]):
			continue
		default:
			t.know(fields)
		}
		t.lines = append(t.lines, line{fields, text})
	}
	return t, scan.Err()
}

// know makes a row's person findable.
func (t *table) know(row []string) {
	t.rows[row[person]] = append(t.rows[row[person]], row)
	for _, form := range append(strings.Split(row[aliases], "|"), row[person]) {
		key := strings.ToLower(form)
		if strings.Contains(form, " ") && !slices.Contains(t.names[key], row[person]) {
			t.names[key] = append(t.names[key], row[person])
		}
	}
}

// who is the person of the table that somebody of a source is, or "": of that last name
// in the same office at the time, where one only can hold it; or the only one of that name
// who can be the same.
func (t *table) who(o *official) string {
	for _, term := range o.terms {
		for _, l := range t.lines {
			if !term.joint && l.fields != nil && l.fields[iso3] == "USA" && l.fields[office] == term.office && overlapLong(l.fields, term) && strings.HasSuffix(l.fields[person], o.last) {
				return l.fields[person]
			}
		}
	}
	var fitting []string
	for _, form := range append(o.forms, o.name()) {
		for _, who := range t.names[strings.ToLower(form)] {
			if !slices.Contains(fitting, who) && t.canBe(who, o) {
				fitting = append(fitting, who)
			}
		}
	}
	if sure := slices.DeleteFunc(slices.Clone(fitting), func(who string) bool { return !t.served(who, o) }); len(sure) == 1 {
		return sure[0]
	}
	if len(fitting) != 1 {
		return ""
	}
	return fitting[0]
}

// served tells whether the table has a person in an office of somebody's at the time.
func (t *table) served(who string, o *official) bool {
	return slices.ContainsFunc(t.rows[who], func(row []string) bool {
		return slices.ContainsFunc(o.terms, func(term term) bool { return row[office] == term.office && overlap(row, term) })
	})
}

// life is how many years may lie between two offices of one person.
const life = 40

// canBe tells whether a person of the table who shares a name with somebody of a source may
// be the same: in the service of the United States alone, at about the time, in no other
// times in the same office, in no two houses of Congress at one time, of no other initial, and nobody else of the source.
func (t *table) canBe(who string, o *official) bool {
	if id, taken := t.claimed[who]; taken && id != o.id {
		return false
	}
	near, apart := false, false
	for _, row := range t.rows[who] {
		if row[iso3] != "USA" && row[iso3] != "" || isOther(row, o) {
			return false
		}
		for _, term := range o.terms {
			near = near || year(row[from])-year(term.to) < life && year(term.from)-year(row[to]) < life
			if row[office] == term.office && term.joint || term.joint && row[shared] == "joint" && overlapLong(row, term) {
				apart = true // the father, or in the other house at that time
			}
		}
	}
	return t.served(who, o) || near && !apart && !strings.HasPrefix(o.suffix, "I") // "III" is somebody's grandson
}

// isOther tells whether the initials of a row's person are not those of somebody.
func isOther(row []string, o *official) bool {
	if words := strings.Fields(row[person]); isInitial(words[0]) && words[0][:1] != o.given[:1] {
		return true
	}
	return o.middle != "" && slices.ContainsFunc(append(strings.Split(row[aliases], "|"), row[person]), func(form string) bool {
		words := strings.Fields(form)
		return len(words) == 3 && isInitial(words[1]) && words[1][:1] != o.middle[:1]
	})
}

func isInitial(word string) bool { return len(word) == 2 && word[1] == '.' }

// year is that of a day; of the empty day it is that of somebody in office.
func year(day string) int {
	n, err := strconv.Atoi(day[:min(4, len(day))])
	if err != nil {
		return 2100
	}
	return n
}

// add adds the terms of somebody of a source that the table lacks, says where it has them
// with other days, and tells how many are new.
func (t *table) add(o *official) (added int) {
	who, aka := t.who(o), ""
	if who == "" {
		who = o.name()
		if len(t.rows[who]) > 0 {
			who = o.distinct(func(name string) bool { return len(t.names[strings.ToLower(name)]) > 0 })
			fmt.Fprintf(t.conflicts, "%s has the name of %s: called %s\n", o.name(), strings.Join(t.names[strings.ToLower(o.name())], " and "), who)
		}
		aka = strings.Join(o.aliases(who), "|")
	} else if t.claimed[who] == "" && t.rows[who][0][sourced] != o.source {
		fmt.Fprintf(t.conflicts, "%s of %s, %s %s, is taken for %s, %s %s\n", o.name(), o.state, o.terms[0].office, o.terms[0].from,
			who, t.rows[who][0][office], t.rows[who][0][from])
	}
	t.claimed[who] = o.id
	for _, term := range o.terms {
		if t.has(who, term, o.source) {
			continue
		}
		row := make([]string, columns)
		row[person], row[aliases], row[office], row[iso3], row[from], row[to], row[state], row[sourced] = who, aka, term.office, "USA", term.from, term.to, term.state, o.source
		if term.joint {
			row[shared] = "joint"
		}
		aka = ""
		t.know(row)
		t.added = append(t.added, row)
		added++
	}
	return added
}

// has tells whether the table has a person's term, and says so where its days differ.
func (t *table) has(who string, term term, source string) bool {
	for _, row := range t.rows[who] {
		if row[office] != term.office || !overlap(row, term) {
			continue
		}
		if wrong(row[from], term.from) || wrong(row[to], term.to) {
			fmt.Fprintf(t.conflicts, "%s, %s: the table has %s to %s, %s %s to %s\n", who, term.office, row[from], row[to], source, term.from, term.to)
		}
		return true
	}
	return false
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

// place puts the rows that were added behind those of their office, and these in order of
// time; those of an office that the state has none of yet behind the state's.
func (t *table) place() {
	slices.SortStableFunc(t.added, func(a, b []string) int { return cmp.Compare(a[office], b[office]) })
	for _, row := range t.added {
		last := -1
		for i, l := range t.lines {
			if l.fields != nil && l.fields[iso3] == row[iso3] && (last < 0 || l.fields[office] == row[office] || t.lines[last].fields[office] != row[office]) {
				last = i
			}
		}
		if last < 0 {
			last = len(t.lines) - 1
		}
		t.lines = slices.Insert(t.lines, last+1, line{row, strings.Join(row, "\t")})
	}
	for i := 0; i < len(t.lines); {
		end := i + 1
		for t.lines[i].fields != nil && t.lines[i].fields[sourced] != "" && end < len(t.lines) && sameOffice(t.lines[i], t.lines[end]) {
			end++
		}
		if slices.ContainsFunc(t.added, func(row []string) bool { return sameOffice(t.lines[i], line{fields: row}) }) {
			slices.SortStableFunc(t.lines[i:end], func(a, b line) int {
				return cmp.Or(cmp.Compare(a.fields[from], b.fields[from]), cmp.Compare(a.fields[person], b.fields[person]))
			})
		}
		i = end
	}
	t.added = nil
}

func sameOffice(a, b line) bool {
	return a.fields != nil && b.fields != nil && a.fields[iso3] == b.fields[iso3] && a.fields[office] == b.fields[office]
}

func (t *table) write(w io.Writer) {
	for _, l := range t.lines {
		fmt.Fprintln(w, l.text)
	}
}
