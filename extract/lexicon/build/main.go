// Command build adds office holders from free sources to the table officials.tsv of the
// word lists. It keeps every line of the table as it is, so that the result can be
// compared with it line by line, and says on standard error where a source contradicts
// the table; the table is then right until somebody mends it by hand.
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
	"flag"
	"fmt"
	"io"
	"os"
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
	t, err := readTable(file)
	if err != nil {
		return err
	}
	people, err := readLegislators(folder)
	if err != nil {
		return err
	}
	added := 0
	for _, p := range people {
		for _, term := range p.terms(today) {
			if t.add(p, term, conflicts) {
				added++
			}
		}
	}
	fmt.Fprintf(conflicts, "%d terms of %d people read, %d added\n", t.seen, len(people), added)
	w := bufio.NewWriter(out)
	t.write(w)
	return w.Flush()
}
