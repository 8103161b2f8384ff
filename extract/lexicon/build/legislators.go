package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// congress is how the table names where a member of Congress is from.
const congress = "unitedstates/congress-legislators (CC0)"

// offices are the plain titles of the types of terms.
var offices = map[string]string{"sen": "Senator", "rep": "Representative", "prez": "President", "viceprez": "Vice President"}

// states are the states of the Union and what else sends members to Congress, by their postal codes.
var states = map[string]string{
	"AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware",
	"FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky",
	"LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri",
	"MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York",
	"NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island",
	"SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
	"WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming", "AS": "American Samoa", "DC": "District of Columbia", "GU": "Guam",
	"MP": "Northern Mariana Islands", "PR": "Puerto Rico", "VI": "Virgin Islands",
}

// legislator is a person of the YAML files.
type legislator struct {
	ID   struct{ Bioguide string }
	Name struct {
		First, Middle, Last, Nickname, Suffix string
		Full                                  string `yaml:"official_full"`
	}
	Terms []struct{ Type, Start, End, State string }
}

// official is the legislator with the times in office since 1945, those that follow on
// one another joined.
func (l *legislator) official(today string) official {
	n := l.Name
	o := official{
		first: cmp.Or(n.Nickname, n.First), given: n.First, middle: n.Middle, last: strings.ReplaceAll(n.Last, "’", "'"), suffix: n.Suffix,
		id: l.ID.Bioguide, source: congress,
	}
	o.forms = []string{strings.ReplaceAll(n.Full, "’", "'"), n.First + " " + o.last}
	switch {
	case n.Middle == "":
	case isInitial(n.First): // "J. Robert Kerrey"
		o.first = cmp.Or(n.Nickname, n.First+" "+n.Middle)
		o.forms = append(o.forms, n.First+" "+n.Middle+" "+o.last, n.Middle+" "+o.last)
	default:
		o.forms = append(o.forms, n.First+" "+n.Middle[:1]+". "+o.last)
	}
	for _, t := range l.Terms {
		office, ok := offices[t.Type]
		if !ok || t.End < since {
			continue
		}
		o.state = t.State
		t.Start = strings.TrimSuffix(t.Start, "-01-01") // of older terms the year alone is known
		if n := len(o.terms) - 1; n >= 0 && o.terms[n].office == office && days(o.terms[n].to, t.Start) < 60 {
			o.terms[n].to = t.End
		} else {
			o.terms = append(o.terms, term{office: office, from: t.Start, to: t.End, state: states[t.State], joint: t.Type == "sen" || t.Type == "rep"})
		}
	}
	for i := range o.terms {
		if o.terms[i].to > today {
			o.terms[i].to = ""
		}
	}
	return o
}

// readLegislators reads the people of all files of the folder that have some, who were in
// office since 1945; everybody once, with all terms.
func readLegislators(folder, today string) ([]official, error) {
	files, err := filepath.Glob(filepath.Join(folder, "legislators-*[lt].yaml")) // historical, current
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(folder, "executive.yaml")); err == nil {
		files = slices.Insert(files, 0, filepath.Join(folder, "executive.yaml"))
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s has no legislators-*.yaml and no executive.yaml: is it a copy of unitedstates/congress-legislators?", folder)
	}
	var people []official
	at := map[string]int{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var some []*legislator
		if err := yaml.Unmarshal(data, &some); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		for _, l := range some {
			o := l.official(today)
			if len(o.terms) == 0 {
				continue
			}
			if i, known := at[o.id]; known && o.id != "" {
				people[i].terms, people[i].forms = append(people[i].terms, o.terms...), append(people[i].forms, o.forms...)
				continue
			}
			at[o.id] = len(people)
			people = append(people, o)
		}
	}
	return people, nil
}
