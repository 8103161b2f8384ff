package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/internal/command"
	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/schema"
)

//go:embed retract.cypher
var retractQuery string

func retractCommand() *cli.Command {
	return &cli.Command{
		Name:      "retract",
		Usage:     "take articles, and all that only they say, out of the store",
		ArgsUsage: "ID|PATH|FOLDER|URL...",
		Description: `An article is named by its id, by its URL, or by the path that it was added by. A file of
many articles, or a folder, stands for all that came from it.

Examples:
   ingest retract articles/report.txt
   ingest retract https://example.org/news/story.html --store sqlite:news.db
   ingest retract 4d7e8a4e-3f0b-5a0c-9c56-0c8f2b9d7f11`,
		Flags: []cli.Flag{
			command.StoreFlag(),
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, EnvVars: []string{"ROSTRUM_QUIET"}, Usage: "print only what failed"},
		},
		Action: retract,
	}
}

func retract(c *cli.Context) (err error) {
	if c.NArg() == 0 {
		return command.Usagef("retract: name the article: its id, path or URL")
	}
	query, err := cypher.Compile(retractQuery, schema.Model())
	if err != nil {
		return fmt.Errorf("retract.cypher: %w", err)
	}
	store, err := openExisting(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	bad := false
	for _, name := range c.Args().Slice() {
		count, err := retractOne(c.Context, store, query, name)
		switch {
		case err != nil:
			return fmt.Errorf("retract %s: %w", name, err)
		case count == 0:
			bad = true
			warn(c, name, errors.New("the store has no such article: name it by its id, its URL, or the path it was added by"))
		case !c.Bool("quiet"):
			fmt.Fprintf(c.App.ErrWriter, "%s: %d retracted\n", name, count)
		}
	}
	if bad {
		return command.ErrReported
	}
	return nil
}

// openExisting opens a store to write it, and makes none.
func openExisting(c *cli.Context) (graph.Store, error) {
	reader, err := command.OpenReader(c.Context, c.String("store"))
	if err != nil {
		return nil, err
	}
	if err := reader.Close(); err != nil {
		return nil, err
	}
	return command.OpenStore(c.Context, c.String("store"), waiting(c))
}

// retractOne retracts the articles that name stands for, and counts them.
func retractOne(ctx context.Context, store graph.Store, query *cypher.Query, name string) (int, error) {
	path := filepath.Clean(name)
	id := name
	if parsed, err := schema.ParseID(name); err == nil {
		id = string(parsed)
	}
	rows, err := store.Query(ctx, query, map[string]any{
		"id": id, "url": name, "path": path, "folder": path + string(filepath.Separator),
	})
	if err != nil {
		return 0, err
	}
	var batches []graph.Batch
	for row, err := range rows.All {
		if err != nil {
			return 0, err
		}
		found, ok := row[0].(string)
		if !ok {
			return 0, fmt.Errorf("an article's id is a %T, not a text", row[0])
		}
		batches = append(batches, graph.Batch{Document: schema.ID(found)})
	}
	_, err = store.Apply(ctx, batches...)
	return len(batches), err
}
