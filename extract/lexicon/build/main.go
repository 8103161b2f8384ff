// Command build adds office holders from free sources to the table officials.tsv of the
// word lists. It makes the lines of its sources anew and keeps every other as it is, so that
// the result can be compared with the table line by line, and says on standard error who
// is taken for whom, how namesakes are told apart, and where a source contradicts the other
// lines; those are then right until somebody mends them by hand.
//
//	git clone https://github.com/unitedstates/congress-legislators
//	go run ./extract/lexicon/build --legislators congress-legislators \
//		extract/lexicon/data/officials.tsv > officials.new
//
// It reads legislators-*.yaml and executive.yaml of unitedstates/congress-legislators
// (CC0): members of Congress, presidents and vice presidents since 1945.
package main

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"time"
)

func main() {
	legislators := flag.String("legislators", "", "a copy of unitedstates/congress-legislators: `FOLDER` with its YAML files")
	today := flag.String("on", time.Now().Format(time.DateOnly), "terms that end after this `DAY` go on")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: build --legislators FOLDER [--on DAY] OFFICIALS.TSV > NEW.TSV")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 || *legislators == "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *legislators, *today, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

// run writes the table in the file with what the folder adds, and says what conflicts.
func run(file, folder, today string, out, conflicts io.Writer) error {
	t, err := readTable(file, conflicts, congress)
	if err != nil {
		return err
	}
	people, err := readLegislators(folder, today)
	if err != nil {
		return err
	}
	slices.SortStableFunc(people, func(a, b official) int {
		return cmp.Or(cmp.Compare(b.latest(), a.latest()), cmp.Compare(a.id, b.id))
	})
	terms, added := 0, 0
	for i := range people {
		terms += len(people[i].terms)
		added += t.add(&people[i])
	}
	fmt.Fprintf(conflicts, "%d terms of %d people read, %d added\n", terms, len(people), added)
	t.place()
	w := bufio.NewWriter(out)
	t.write(w)
	return w.Flush()
}
