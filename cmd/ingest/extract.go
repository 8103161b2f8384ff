package main

import (
	"context"
	"errors"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/ingest/internal/feed"
	"rostrum/cmd/ingest/internal/pipeline"
	"rostrum/cmd/internal/command"
	"rostrum/extract"
	"rostrum/extract/lexicon"
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
   curl -s https://example.org/story.html | ingest extract - --text`,
		Flags: append(readingFlags(),
			&cli.BoolFlag{Name: "text", Usage: "print the text of plain text articles too"}),
		Action: extractAction,
	}
}

func extractAction(c *cli.Context) error {
	reader, err := newReader(c)
	if err != nil {
		return err
	}
	words, err := lexicon.Load()
	if err != nil {
		return err
	}
	finder := extract.New(words)
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
