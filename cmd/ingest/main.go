package main

import (
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/ingest/internal/feed"
	"rostrum/cmd/internal/command"
	"rostrum/extract"
	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
	"rostrum/extract/nlp/model"
	"rostrum/schema"
)

func main() {
	os.Exit(command.Run(newApp(time.Now), os.Args))
}

// newApp is the program. Now is the clock that a watch keeps its schedules by.
func newApp(now func() time.Time) *cli.App {
	return &cli.App{
		Name:  "ingest",
		Usage: "read articles into a graph of who said, accused and denied what",
		Description: `Articles are plain text, HTML pages or JSON Lines; an input is a file, a folder, a
URL, or - for standard input. Flags may stand before or after the inputs; a flag goes
before its environment variable, which goes before its default.

Examples:
   ingest add articles/                      read a folder into the default store
   ingest extract report.txt | jq .          only show what is found
   ingest status                             count what the store holds
   ingest retract articles/report.txt        take an article out again
   ingest watch --sources sources.toml       keep the graph fed from feeds and agencies`,
		Commands: []*cli.Command{addCommand(), extractCommand(), statusCommand(), retractCommand(), copyCommand(), bulkCommand(),
			watchCommand(now), sourcesCommand(), backfillCommand(), copiesCommand(), versionsCommand(), reextractCommand()},
		Action: func(c *cli.Context) error {
			if c.NArg() > 0 {
				return command.Usagef("there is no command %q: ingest --help names them all", c.Args().First())
			}
			return command.Usagef("say what to do: ingest --help names the commands")
		},
	}
}

// readingFlags are the flags of the commands that read articles.
func readingFlags() []cli.Flag {
	return []cli.Flag{
		&cli.IntFlag{Name: "workers", EnvVars: []string{"ROSTRUM_WORKERS"}, Value: runtime.NumCPU(),
			Usage: "how many articles are worked on at once; the outcome is the same"},
		&cli.StringFlag{Name: "source", EnvVars: []string{"ROSTRUM_SOURCE"},
			Usage: "the `OUTLET` of articles that name none"},
		&cli.StringFlag{Name: "date", EnvVars: []string{"ROSTRUM_DATE"},
			Usage: "the `DAY` of articles that tell none, as 2017-03-31; of a year alone, as 2017, datelines take the year"},
		&cli.StringFlag{Name: "language", EnvVars: []string{"ROSTRUM_LANGUAGE"},
			Usage: "the language `TAG` of articles that name none, as en"},
		&cli.StringFlag{Name: "stdin-name", Usage: "a `NAME` for the article on standard input, by which it is found again"},
		&cli.BoolFlag{Name: "allow-private", EnvVars: []string{"ROSTRUM_ALLOW_PRIVATE"},
			Usage: "read URLs on this machine and in local networks too"},
		&cli.DurationFlag{Name: "timeout", EnvVars: []string{"ROSTRUM_TIMEOUT"}, Value: 30 * time.Second,
			Usage: "the longest `TIME` that one URL may take"},
		&cli.Float64Flag{Name: "min-confidence", EnvVars: []string{"ROSTRUM_MIN_CONFIDENCE"},
			Usage: "take statements of this confidence or more, `0 to 1`; 0 is the balance of wrong and missed ones that training found best"},
	}
}

// newExtractor makes the extractor of the built-in word lists and weights.
func newExtractor(c *cli.Context) (*extract.Extractor, error) {
	minimum := c.Float64("min-confidence")
	if !(minimum >= 0 && minimum <= 1) {
		return nil, command.Usagef("--min-confidence %v: it must be from 0 to 1", minimum)
	}
	words, err := lexicon.Load()
	if err != nil {
		return nil, err
	}
	reader, err := nlp.NewReader(model.Weights)
	if err != nil {
		return nil, err
	}
	return extract.New(words, reader, minimum), nil
}

// newReader makes the reader of articles that the flags describe, and checks them.
func newReader(c *cli.Context) (*feed.Reader, error) {
	if c.NArg() == 0 {
		return nil, command.Usagef("%s: name a file, a folder, a URL, or - for standard input", c.Command.Name)
	}
	if c.Int("workers") < 1 {
		return nil, command.Usagef("--workers %d: at least 1 is needed", c.Int("workers"))
	}
	if c.Duration("timeout") <= 0 {
		return nil, command.Usagef("--timeout %v: it must be longer than nothing", c.Duration("timeout"))
	}
	stdins := 0
	for _, input := range c.Args().Slice() {
		if input == "-" {
			stdins++
		}
	}
	if stdins > 1 {
		return nil, command.Usagef("%s: standard input (-) can be read only once", c.Command.Name)
	}
	defaults := feed.Defaults{Source: c.String("source"), Language: c.String("language")}
	if day := strings.TrimSpace(c.String("date")); day != "" {
		date, err := schema.ParseDate(day)
		if err != nil {
			return nil, command.Usagef("--date: %w", err)
		}
		defaults.Date, defaults.YearOnly = date, len(day) == len("2017")
	}
	client, err := feed.NewClient(c.Bool("allow-private"))
	if err != nil {
		return nil, err
	}
	reader, err := feed.NewReader(defaults)
	if err != nil {
		return nil, err
	}
	reader.Stdin, reader.StdinName = os.Stdin, c.String("stdin-name")
	reader.Client, reader.Timeout = client, c.Duration("timeout")
	return reader, nil
}
