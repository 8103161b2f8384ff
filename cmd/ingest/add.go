package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/ingest/internal/feed"
	"rostrum/cmd/ingest/internal/pipeline"
	"rostrum/cmd/internal/command"
	"rostrum/schema"
)

func addCommand() *cli.Command {
	return &cli.Command{
		Name:      "add",
		Usage:     "read articles into the store",
		ArgsUsage: "PATH|FOLDER|URL|-...",
		Description: `Reads articles, finds what is said in them and puts it into the store. An article
that is there already and has not changed is left alone; one that has changed takes the
place of what it said before. So after Ctrl-C the same command goes on where it stopped.

Inputs that cannot be read are listed at the end, with the reason; the others are taken,
and the exit code is 1.

Examples:
   ingest add articles/ more/report.txt --store sqlite:news.db
   ingest add https://example.org/news/story.html
   ingest add archive.jsonl --source Reuters --workers 4
   cat story.txt | ingest add - --stdin-name story --date 2017-03-31
   ingest add 'reports/2017-*.txt' --format json --quiet`,
		Flags: slices.Concat([]cli.Flag{command.StoreFlag()}, readingFlags(), []cli.Flag{
			&cli.StringFlag{Name: "format", Value: "table", Usage: "the report's `FORMAT`: table, on standard error, or json, on standard output"},
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, EnvVars: []string{"ROSTRUM_QUIET"}, Usage: "print only what failed"},
		}),
		Action: add,
	}
}

func add(c *cli.Context) (err error) {
	format, err := formatFlag(c)
	if err != nil {
		return err
	}
	reader, err := newReader(c)
	if err != nil {
		return err
	}
	finder, err := newExtractor(c)
	if err != nil {
		return err
	}
	store, err := command.OpenStore(c.Context, c.String("store"), waiting(c))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()

	show := newProgress(c, c.App.ErrWriter, feed.Size(c.Context, c.Args().Slice()))
	adder := pipeline.Adder{
		Store: store, Model: schema.Model(), Extract: finder.Extract, Version: finder.Version(),
		Workers: c.Int("workers"), Progress: show.update,
	}
	report, err := adder.Add(c.Context, reader.Read(c.Context, c.Args().Slice()))
	show.end()
	if printErr := printReport(c, format, report); err == nil {
		err = printErr
	}
	if err == nil && report.Failed > 0 {
		err = command.ErrReported
	}
	return err
}

func printReport(c *cli.Context, format string, report *pipeline.Report) error {
	switch {
	case format == "json":
		encoder := json.NewEncoder(c.App.Writer)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(report)
	case c.Bool("quiet"):
		return report.WriteFailures(c.App.ErrWriter)
	}
	return report.Write(c.App.ErrWriter)
}

// waiting says on standard error that a store's server does not answer, and how long
// it is still waited for.
func waiting(c *cli.Context) func(error, time.Duration) {
	return func(err error, left time.Duration) {
		fmt.Fprintf(c.App.ErrWriter, "%s: waiting for the store, at most %v more: %v\n", c.App.Name, left, err)
	}
}

// formatFlag checks --format of the commands that print a table or JSON.
func formatFlag(c *cli.Context) (string, error) {
	format := c.String("format")
	if format != "table" && format != "json" {
		return "", command.Usagef("--format %q: use table or json", format)
	}
	return format, nil
}

// warn prints a message about one input.
func warn(c *cli.Context, name string, err error) {
	fmt.Fprintf(c.App.ErrWriter, "%s: %s: %v\n", c.App.Name, name, err)
}
