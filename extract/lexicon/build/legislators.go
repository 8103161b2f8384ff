package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"
)

// source is how the table names where a line is from.
const source = "unitedstates/congress-legislators (CC0)"

// since is the first day that the table is about.
const since = "1945-01-01"

// offices are the plain titles of the types of terms.
var offices = map[string]string{"sen": "Senator", "rep": "Representative", "prez": "President", "viceprez": "Vice President"}

// legislator is a person of the YAML files.
type legislator struct {
	Name struct {
		First, Last, Nickname, Suffix string
		Full                          string `yaml:"official_full"`
	}
	Terms []struct{ Type, Start, End string }
}

// term is a time in one office: its first and last day, the last "" where it goes on.
type term struct{ office, from, to string }

// name is the usual name: "Chuck Schumer".
func (l *legislator) name() string {
	return cmp.Or(l.Name.Nickname, l.Name.First) + " " + l.Name.Last
}

// aliases are the other forms of the name: "Charles E. Schumer".
func (l *legislator) aliases() []string {
	var list []string
	for _, form := range []string{l.Name.Full, l.Name.First + " " + l.Name.Last} {
		if form != "" && form != l.name() && !slices.Contains(list, form) {
			list = append(list, form)
		}
	}
	return list
}

// terms are the person's times in office since 1945, those that follow on one another
// joined.
func (l *legislator) terms(today string) []term {
	var list []term
	for _, t := range l.Terms {
		office, ok := offices[t.Type]
		if !ok || t.End < since {
			continue
		}
		if n := len(list) - 1; n >= 0 && list[n].office == office && days(list[n].to, t.Start) < 60 {
			list[n].to = t.End
		} else {
			list = append(list, term{office, t.Start, t.End})
		}
	}
	for i := range list {
		if list[i].to > today {
			list[i].to = ""
		}
	}
	return list
}

// days is how many days lie between two days.
func days(a, b string) int {
	from, errA := time.Parse(time.DateOnly, a)
	to, errB := time.Parse(time.DateOnly, b)
	if errA != nil || errB != nil {
		return 1 << 20
	}
	return int(to.Sub(from).Hours() / 24)
}

// readLegislators reads the people of all files of the folder that have some.
func readLegislators(folder string) ([]*legislator, error) {
	files, err := filepath.Glob(filepath.Join(folder, "legislators-*[lt].yaml")) // historical, current
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(folder, "executive.yaml")); err == nil {
		files = append(files, filepath.Join(folder, "executive.yaml"))
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s has no legislators-*.yaml and no executive.yaml: is it a copy of unitedstates/congress-legislators?", folder)
	}
	var people []*legislator
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var some []*legislator
		if err := yaml.Unmarshal(data, &some); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		people = append(people, some...)
	}
	return people, nil
}
