package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/ingest/internal/feed"
	"rostrum/cmd/ingest/internal/pipeline"
	"rostrum/cmd/internal/command"
	"rostrum/extract"
	"rostrum/schema"
)

func extractCommand() *cli.Command {
	return &cli.Command{
		Name:      "extract",
		Usage:     "print what is found in articles, a JSON object a line; write no store",
		ArgsUsage: "PATH|FOLDER|URL|-...",
		Description: `Prints one JSON object for each article, in the order of the inputs: the article, its
entities, statements, accusations, offices and memberships. Places in the text are
[start, end) pairs of Unicode code points.

Examples:
   ingest extract report.txt
   ingest extract articles/ > found.jsonl
   ingest extract report.txt | jq -r '.statements[].text'
   curl -s https://example.org/story.html | ingest extract - --text
   ingest extract --why-not 'The minister had no comment.' report.txt`,
		Flags: append(readingFlags(),
			&cli.BoolFlag{Name: "text", Usage: "print the text of plain text articles too"},
			&cli.StringFlag{Name: "why-not", Usage: "in place of JSON, tell in words what became of this `SENTENCE` of the article, and why it gave nothing"}),
		Action: extractAction,
	}
}

func extractAction(c *cli.Context) error {
	reader, err := newReader(c)
	if err != nil {
		return err
	}
	finder, err := newExtractor(c)
	if err != nil {
		return err
	}
	if c.IsSet("why-not") {
		return whyNot(c, reader, finder)
	}
	ctx, stop := context.WithCancel(c.Context)
	defer stop()
	results := pipeline.Extractions(ctx, reader.Read(ctx, c.Args().Slice()), c.Int("workers"), finder.Extract)
	bad := false
	for r := range results {
		switch {
		case errors.Is(r.Err, feed.ErrPassedOver):
		case r.Err != nil:
			bad = true
			warn(c, r.Name, r.Err)
		default:
			for _, s := range r.Extraction.Skips {
				if strings.HasPrefix(s.Reason, extract.NotEnglish) {
					warn(c, r.Name, errors.New(s.Reason))
				}
			}
			if err := schema.WriteJSON(c.App.Writer, r.Extraction, c.Bool("text")); err != nil {
				return err
			}
		}
	}
	switch {
	case c.Context.Err() != nil:
		return c.Context.Err()
	case bad:
		return command.ErrReported
	}
	return nil
}

// whyNot tells what became of a sentence, of each article that has it.
func whyNot(c *cli.Context, reader *feed.Reader, finder *extract.Extractor) error {
	sentence := c.String("why-not")
	if strings.TrimSpace(sentence) == "" {
		return command.Usagef("--why-not: give a sentence of the article")
	}
	ctx, stop := context.WithCancel(c.Context)
	defer stop()
	tell := func(d *schema.Document) (*schema.Extraction, error) {
		return nil, finder.WhyNot(c.App.Writer, d, sentence)
	}
	found, bad := false, false
	for r := range pipeline.Extractions(ctx, reader.Read(ctx, c.Args().Slice()), 1, tell) {
		switch {
		case r.Err == nil:
			found = true
		case !errors.Is(r.Err, feed.ErrPassedOver) && !errors.Is(r.Err, extract.ErrNoPassage):
			bad = true
			warn(c, r.Name, r.Err)
		}
	}
	switch {
	case c.Context.Err() != nil:
		return c.Context.Err()
	case bad:
		return command.ErrReported
	case !found:
		return fmt.Errorf("%s: no article has the passage %q: write it as it stands there; only white space may differ",
			strings.Join(c.Args().Slice(), ", "), sentence)
	}
	return nil
}
