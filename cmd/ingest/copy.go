package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/internal/command"
	"rostrum/graph"
	"rostrum/schema"
)

// copied is how many documents are read and written at a time.
const copied = 200

func copyCommand() *cli.Command {
	return &cli.Command{
		Name:  "copy",
		Usage: "copy a graph from one store to another",
		Description: `Every document that the first store has is put into the second as it is. Documents that
are there already and have not changed are left alone, so that after Ctrl-C, or a crash,
the same command goes on where it stopped. What only the second store has stays.

Examples:
   ingest copy --from sqlite:news.db --to neo4j://neo4j@localhost:7687
   ingest copy --from neo4j://reader@db.example/news --to sqlite:backup.db`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "from", Required: true, Usage: "the `STORE` to read, as --store has it"},
			&cli.StringFlag{Name: "to", Required: true, Usage: "the `STORE` to write"},
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, EnvVars: []string{"ROSTRUM_QUIET"}, Usage: "print only what failed"},
		},
		Action: copyStore,
	}
}

func copyStore(c *cli.Context) (err error) {
	if c.NArg() > 0 {
		return command.Usagef("copy: takes no arguments, found %q: use --from and --to", c.Args().First())
	}
	if c.String("from") == c.String("to") {
		return command.Usagef("copy: --from and --to name the same store")
	}
	from, err := openSource(c, c.String("from"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := command.OpenStore(c.Context, c.String("to"), waiting(c))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	began, shown := time.Now(), time.Now()
	counts, err := copyDocuments(c.Context, from, to, func(documents int) {
		if !c.Bool("quiet") && time.Since(shown) > 2*time.Second {
			shown = time.Now()
			fmt.Fprintf(c.App.ErrWriter, "%d documents, %.0f a second\n", documents, float64(documents)/time.Since(began).Seconds())
		}
	})
	if err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	if !c.Bool("quiet") {
		fmt.Fprintf(c.App.ErrWriter, "copied: %d new, %d changed, %d unchanged\n", counts[graph.Added], counts[graph.Replaced], counts[graph.Unchanged])
	}
	return nil
}

// copyDocuments puts each document of one store into another, and counts what that
// changed. What is in hand is written also after an interruption.
func copyDocuments(ctx context.Context, from graph.Source, to graph.Store, progress func(documents int)) (map[graph.Change]int, error) {
	counts := map[graph.Change]int{}
	documents := 0
	for after := schema.ID(""); ; {
		batches, err := from.Batches(ctx, after, copied)
		if err != nil || len(batches) == 0 {
			return counts, err
		}
		changes, err := to.Apply(context.WithoutCancel(ctx), batches...)
		if err != nil {
			return counts, err
		}
		for _, change := range changes {
			counts[change]++
		}
		documents += len(batches)
		progress(documents)
		after = batches[len(batches)-1].Document
	}
}
