package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/ingest/internal/feed/sources"
	"rostrum/cmd/ingest/internal/keeper"
	"rostrum/cmd/ingest/internal/watch"
	"rostrum/cmd/internal/command"
	"rostrum/schema"
)

func backfillCommand() *cli.Command {
	return &cli.Command{
		Name:      "backfill",
		Usage:     "take what a source has from the past",
		ArgsUsage: "SOURCE [FILE...]",
		Description: `Reads a feed with the pages of its archive (RFC 5005), a whole sitemap, a folder, or the
files that are named, such as web archives (WARC), as the source's. What was taken before is
not fetched again: after Ctrl-C the same command goes on where it stopped.

Examples:
   ingest backfill atlas --since 2024-01-01 --until 2024-06-30
   ingest backfill atlas crawl-2023.warc.gz`,
		Flags: slices.Concat(deskFlags(), []cli.Flag{
			&cli.StringFlag{Name: "since", Usage: "the first `DAY`, as 2024-01-01"},
			&cli.StringFlag{Name: "until", Usage: "the last `DAY`"},
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "print only what failed"},
		}),
		Action: backfill,
	}
}

func backfill(c *cli.Context) (err error) {
	if c.NArg() == 0 {
		return command.Usagef("backfill: name a source of the file, and files to read in its place if you have any")
	}
	since, err := dayFlag(c, "since")
	if err != nil {
		return err
	}
	until, err := dayFlag(c, "until")
	if err != nil {
		return err
	}
	if !until.IsZero() {
		until = until.AddDate(0, 0, 1)
	}
	file, err := sources.Read(c.String("sources"))
	if err != nil {
		return err
	}
	name := c.Args().First()
	i := slices.IndexFunc(file.Sources, func(s *sources.Source) bool { return s.Name == name })
	if i < 0 {
		return command.Usagef("backfill: %s has no source %q: 'ingest sources list' names them", c.String("sources"), name)
	}
	d, err := openDesk(c, file, time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	d.watcher.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	shown := time.Now()
	show := func(p *watch.Progress) {
		if !c.Bool("quiet") && time.Since(shown) >= progressEvery {
			shown = time.Now()
			fmt.Fprintf(c.App.ErrWriter, "%s; at %s\n", counts(p.Count), p.At)
		}
	}
	p, err := d.watcher.Backfill(c.Context, file.Sources[i], since, until, c.Args().Slice()[1:], show)
	if !c.Bool("quiet") {
		fmt.Fprintln(c.App.ErrWriter, counts(p.Count))
	}
	for _, failure := range p.Failures {
		fmt.Fprintln(c.App.ErrWriter, failure)
	}
	if err == nil && p.Failed > 0 {
		err = command.ErrReported
	}
	return err
}

func counts(n watch.Count) string {
	return fmt.Sprintf("%d new, %d changed, %d unchanged, %d copies, %d withdrawn, %d held, %d skipped, %d failed",
		n.New, n.Changed, n.Unchanged, n.Copies, n.Withdrawn, n.Held, n.Skipped, n.Failed)
}

func dayFlag(c *cli.Context, name string) (time.Time, error) {
	if c.String(name) == "" {
		return time.Time{}, nil
	}
	day, err := schema.ParseDate(c.String(name))
	if err != nil {
		return time.Time{}, command.Usagef("--%s: %w", name, err)
	}
	return day.Time(), nil
}

func reextractCommand() *cli.Command {
	return &cli.Command{
		Name:      "reextract",
		Usage:     "read the archived articles again, after an upgrade, without fetching",
		ArgsUsage: "[SOURCE...]",
		Description: `Each article that a watch or backfill has kept is read again from its archived bytes, and
what is found now takes the place of what was found before. What has not changed costs
little, so after Ctrl-C the same command goes on.

Examples:
   ingest reextract
   ingest reextract atlas --store sqlite:news.db`,
		Flags:  append(deskFlags(), &cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "print only what failed"}),
		Action: reextract,
	}
}

func reextract(c *cli.Context) (err error) {
	d, err := openDesk(c, fileOrNone(c), time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	names := c.Args().Slice()
	wanted := func(r *keeper.Record) bool { return len(names) == 0 || slices.Contains(names, r.Origin.Source) }
	outcomes, failed := map[keeper.Outcome]int{}, 0
	err = d.keeper.Reextract(c.Context, wanted, func(r *keeper.Record, outcome keeper.Outcome, err error) {
		if err != nil {
			failed++
			fmt.Fprintf(c.App.ErrWriter, "%s: %v\n", first(r.URL, r.GUID, string(r.ID)), err)
			return
		}
		outcomes[outcome]++
	})
	if !c.Bool("quiet") {
		fmt.Fprintf(c.App.ErrWriter, "%d read anew, %d unchanged, %d copies, %d failed\n",
			outcomes[keeper.Changed]+outcomes[keeper.New], outcomes[keeper.Unchanged], outcomes[keeper.Copied], failed)
	}
	if err == nil && failed > 0 {
		err = command.ErrReported
	}
	return err
}
