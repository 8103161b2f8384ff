package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"rostrum/cmd/internal/command"
	"rostrum/cmd/query/internal/format"
	"rostrum/graph"
)

// pipeWidth is the width of a table that no terminal shows, unless COLUMNS says
// another.
const pipeWidth = 120

func storeFlags() []cli.Flag { return []cli.Flag{command.StoreFlag(), queriesFlag()} }

func queriesFlag() cli.Flag {
	return &cli.StringFlag{Name: "queries", EnvVars: []string{queriesVariable},
		Usage: "the `FOLDER` of your own templates, which appear beside the built-in ones"}
}

func printFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "format", Value: string(format.Table), DefaultText: string(format.Table),
			Usage: "print as `FORMAT`: " + format.Names + "; in csv, an apostrophe stands before texts that a spreadsheet would run"},
		&cli.BoolFlag{Name: "wide", Usage: "in a table, show every column and wrap nothing"},
	}
}

func limitFlag(rows int64, usage string) cli.Flag {
	return &cli.Int64Flag{Name: "limit", Value: rows, Usage: usage}
}

// printOptions reads the flags of printFlags.
func printOptions(c *cli.Context) (format.Options, error) {
	f, err := format.Parse(c.String("format"))
	if err != nil {
		return format.Options{}, command.Usagef("--format: %v", err)
	}
	options := format.Options{Format: f}
	if !c.Bool("wide") {
		options.Width = width()
	}
	return options, nil
}

// width is that of the terminal, in cells.
func width() int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	if n, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil && n > 0 {
		return n
	}
	return pipeWidth
}

// limitOf reads a --limit that a template does not read itself.
func limitOf(c *cli.Context) (int64, error) {
	n := c.Int64("limit")
	if n < 0 {
		return 0, command.Usagef("--limit %d: give a number of rows, 0 for all", n)
	}
	return n, nil
}

// write prints the rows, and on standard error what they do not tell: that there are
// none, or more.
func write(c *cli.Context, rows graph.Rows, options format.Options) (format.Result, error) {
	result, err := format.Write(c.App.Writer, rows, options)
	if err != nil {
		return result, err
	}
	switch {
	case result.More:
		fmt.Fprintf(c.App.ErrWriter, "%s: only the first %d rows are shown; --limit 0 shows all\n", c.App.Name, result.Rows)
	case result.Rows == 0 && options.Format == format.Table:
		fmt.Fprintf(c.App.ErrWriter, "%s: no rows\n", c.App.Name)
	}
	return result, nil
}
