package main

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// since is the first day that the table is about.
const since = "1945-01-01"

// official is somebody of a source, with the times in office.
type official struct {
	first                       string   // as usual: "Chuck"
	given, middle, last, suffix string   // as registered: "Charles", "Ellis", "Schumer", ""
	forms                       []string // other forms of the name: "Charles E. Schumer"
	state                       string   // of the Union, that they served last
	id                          string   // in the source, "" where it has none
	source                      string   // and its licence
	terms                       []term
}

// term is a time in one office: its first and last day, as exact as the source knows them,
// the last "" where it goes on. State is whom it is for, where that is a state of the Union. Joint is an office that several hold at
// one time.
type term struct {
	office, from, to, state string
	joint                   bool
}

// name is the usual name: "Chuck Schumer".
func (o *official) name() string { return o.first + " " + o.last }

// latest is the last day in office, as far as it is known, of those whose office one only
// can hold after all others': who comes first in order of it has the plain name.
func (o *official) latest() string {
	day := ""
	for _, t := range o.terms {
		day = max(day, cmp.Or(t.to, "9999"))
		if !t.joint {
			return "sole"
		}
	}
	return day
}

// distinct is a name that is not taken: with the middle initial, with "Jr.", or with the
// state as a mark in brackets.
func (o *official) distinct(taken func(string) bool) string {
	var names []string
	if o.middle != "" {
		names = append(names, o.given+" "+o.middle[:1]+". "+o.last)
	}
	if o.suffix != "" {
		names = append(names, o.name()+" "+o.suffix)
	}
	for _, name := range names {
		if !taken(name) {
			return name
		}
	}
	name := o.name() + " (" + cmp.Or(o.state, "United States") + ")"
	for taken(name) {
		name = strings.TrimSuffix(name, ")") + ", " + o.terms[0].from[:4] + ")"
	}
	return name
}

// aliases are the forms of the name but for one, each once.
func (o *official) aliases(but string) []string {
	var list []string
	for _, form := range append([]string{o.name()}, o.forms...) {
		if form != "" && form != but && !slices.Contains(list, form) {
			list = append(list, form)
		}
	}
	return list
}

// days is how many days lie between two days; many where one is not exact.
func days(a, b string) int {
	from, errA := time.Parse(time.DateOnly, a)
	to, errB := time.Parse(time.DateOnly, b)
	if errA != nil || errB != nil {
		return 1 << 20
	}
	return int(to.Sub(from).Hours() / 24)
}
