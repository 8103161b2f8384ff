package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	table := write("officials.tsv", "# a comment\nperson\taliases\toffice\tiso3\torganization\tfrom\tto\tshared\tstate\tsource\n"+
		"Adam North\t\tPresident\tAUT\t\t1990\t1994\t\t\thand\n"+
		"Joe Bell\tJoseph R. Bell\tPresident\tUSA\t\t2021-01-21\t2025-01-20\t\t\thand\n"+
		"Abel West\t\tGovernor of Idaho\tUSA\t\t2001-01\t2005-01\t\t\thand\n"+
		"Abel Q. South\tAbel South\tGovernor of Idaho\tUSA\t\t2005-01\t2009-01\t\t\thand\n"+
		"Gone Soon\t\tSenator\tUSA\t\t2005-01\t2009-01\tjoint\t\t"+congress+"\n"+
		"Zed Last\t\tPresident\tZWE\t\t1990\t1994\t\t\thand\n")
	write("legislators-current.yaml", `
- name: {first: Maria, last: Field, official_full: Maria K. Field}
  terms:
  - {type: rep, start: '1993-01-05', end: '1995-01-03'}
  - {type: sen, start: '2001-01-03', end: '2007-01-03'}
  - {type: sen, start: '2007-01-04', end: '2031-01-03'}
- name: {first: Adam, last: North}
  terms:
  - {type: sen, start: '1999-01-01', end: '2005-01-03', state: VT}
  - {type: sen, start: '1811-01-03', end: '1817-01-03'}
- id: {bioguide: B1}
  name: {first: Tom, middle: Edward, last: Bell}
  terms:
  - {type: rep, start: '1951-01-03', end: '1955-01-03', state: OH}
- id: {bioguide: B2}
  name: {first: Thomas, nickname: Tom, last: Bell, suffix: Jr.}
  terms:
  - {type: rep, start: '1957-01-03', end: '1959-01-03', state: OH}
- id: {bioguide: B3}
  name: {first: J., middle: Abel, last: West}
  terms:
  - {type: sen, start: '2005-01-03', end: '2011-01-03', state: ID}
- id: {bioguide: B4}
  name: {first: Abel, middle: Roy, last: South}
  terms:
  - {type: rep, start: '2001-01-03', end: '2003-01-03', state: ID}
`)
	write("executive.yaml", `
- name: {first: Joseph, last: Bell, nickname: Joe}
  terms:
  - {type: prez, start: '2021-01-20', end: '2025-01-20'}
`)
	var out, conflicts strings.Builder
	if err := run(table, folder, "2026-06-01", &out, &conflicts); err != nil {
		t.Fatal(err)
	}
	want := "# a comment\nperson\taliases\toffice\tiso3\torganization\tfrom\tto\tshared\tstate\tsource\n" +
		"Adam North\t\tPresident\tAUT\t\t1990\t1994\t\t\thand\n" +
		"Joe Bell\tJoseph R. Bell\tPresident\tUSA\t\t2021-01-21\t2025-01-20\t\t\thand\n" +
		"Abel West\t\tGovernor of Idaho\tUSA\t\t2001-01\t2005-01\t\t\thand\n" +
		"Abel Q. South\tAbel South\tGovernor of Idaho\tUSA\t\t2005-01\t2009-01\t\t\thand\n" +
		"Tom E. Bell\tTom Bell\tRepresentative\tUSA\t\t1951-01-03\t1955-01-03\tjoint\tOhio\t" + congress + "\n" +
		"Tom Bell\tThomas Bell\tRepresentative\tUSA\t\t1957-01-03\t1959-01-03\tjoint\tOhio\t" + congress + "\n" +
		"Maria Field\tMaria K. Field\tRepresentative\tUSA\t\t1993-01-05\t1995-01-03\tjoint\t\t" + congress + "\n" +
		"Abel South\tAbel R. South\tRepresentative\tUSA\t\t2001-01-03\t2003-01-03\tjoint\tIdaho\t" + congress + "\n" +
		"Adam North (VT)\tAdam North\tSenator\tUSA\t\t1999\t2005-01-03\tjoint\tVermont\t" + congress + "\n" +
		"Maria Field\t\tSenator\tUSA\t\t2001-01-03\t\tjoint\t\t" + congress + "\n" +
		"Abel West\t\tSenator\tUSA\t\t2005-01-03\t2011-01-03\tjoint\tIdaho\t" + congress + "\n" +
		"Zed Last\t\tPresident\tZWE\t\t1990\t1994\t\t\thand\n"
	if out.String() != want {
		t.Errorf("the table is\n%s\nwant\n%s", &out, want)
	}
	for _, say := range []string{"Joe Bell, President: the table has 2021-01-21 to 2025-01-20", "Adam North has the name of Adam North: called Adam North (VT)", "J. Abel West of ID, Senator 2005-01-03, is taken for Abel West, Governor of Idaho 2001-01",
		"Tom Bell has the name of Tom Bell: called Tom E. Bell"} {
		if !strings.Contains(conflicts.String(), say) {
			t.Errorf("conflicts do not say %q:\n%s", say, &conflicts)
		}
	}
	if err := run(table, t.TempDir(), "2026-06-01", &out, &conflicts); err == nil || !strings.Contains(err.Error(), "no legislators-*.yaml") {
		t.Errorf("an empty folder gives %v", err)
	}
}
