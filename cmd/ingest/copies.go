package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/ingest/internal/feed/sources"
	"rostrum/cmd/ingest/internal/keeper"
	"rostrum/cmd/internal/command"
	"rostrum/schema"
)

func copiesCommand() *cli.Command {
	return &cli.Command{
		Name:      "copies",
		Usage:     "list the articles that were folded into another, and why",
		ArgsUsage: "[ARTICLE...]",
		Description: `An article that several outlets print, also cut short, retitled or lightly edited, is
one article of the graph, published by all of them, and its statements count once.

Examples:
   ingest copies                                 all of them
   ingest copies https://atlas.example/story     those of one article
   ingest copies --undo ID                       make one an article of its own again`,
		Flags: append(deskFlags(), formatFlagOf(),
			&cli.BoolFlag{Name: "undo", Usage: "make the named copies articles of their own again, for good"}),
		Action: listCopies,
	}
}

// foldedCopy is a row of the list.
type foldedCopy struct {
	ID      schema.ID `json:"id"`
	Outlet  string    `json:"outlet"`
	Title   string    `json:"title"`
	URL     string    `json:"url,omitempty"`
	Why     string    `json:"why"`
	Article schema.ID `json:"article"`
	Of      string    `json:"of"` // title and outlet of the article
}

func listCopies(c *cli.Context) (err error) {
	format, err := formatFlag(c)
	if err != nil {
		return err
	}
	if c.Bool("undo") {
		return undoCopies(c)
	}
	journal, done, err := openNotes(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	articles := map[schema.ID]*keeper.Record{}
	var rows []*keeper.Record
	for r, err := range keeper.Records(c.Context, journal) {
		if err != nil {
			return err
		}
		if r.CopyOf != "" {
			rows = append(rows, r)
		} else if len(r.Copies) > 0 {
			articles[r.ID] = r
		}
	}
	list := []foldedCopy{}
	for _, r := range rows {
		of := articles[r.CopyOf]
		if of == nil {
			of = &keeper.Record{ID: r.CopyOf}
		}
		if c.NArg() > 0 && !named(c.Args().Slice(), r) && !named(c.Args().Slice(), of) {
			continue
		}
		list = append(list, foldedCopy{ID: r.ID, Outlet: r.Outlet, Title: r.Title, URL: r.URL, Why: r.Why, Article: r.CopyOf, Of: strings.TrimSpace(of.Title + " (" + of.Outlet + ")")})
	}
	if format == "json" {
		encoder := json.NewEncoder(c.App.Writer)
		encoder.SetIndent("", "  ")
		return encoder.Encode(list)
	}
	t := tabwriter.NewWriter(c.App.Writer, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "id\toutlet\ttitle\tcopy of\twhy")
	for _, r := range list {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", r.ID, r.Outlet, r.Title, r.Of, r.Why)
	}
	return t.Flush()
}

func named(names []string, r *keeper.Record) bool {
	for _, name := range names {
		if name == string(r.ID) || name == r.URL || name == r.GUID {
			return true
		}
	}
	return false
}

func undoCopies(c *cli.Context) (err error) {
	if c.NArg() == 0 {
		return command.Usagef("copies --undo: name the copy, by its id or address")
	}
	d, err := openDesk(c, fileOrNone(c), time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	for _, name := range c.Args().Slice() {
		r, err := idOf(c.Context, d.journal, name)
		if err == nil {
			err = d.keeper.Unfold(c.Context, r.ID)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(c.App.ErrWriter, "%s: is an article of its own again\n", name)
	}
	return nil
}

// fileOrNone is the file of sources, or an empty one where there is none: it is wanted
// only for the place of the archive.
func fileOrNone(c *cli.Context) *sources.File {
	file, err := sources.Read(c.String("sources"))
	if err != nil {
		return &sources.File{}
	}
	return file
}

func versionsCommand() *cli.Command {
	return &cli.Command{
		Name:      "versions",
		Usage:     "print what has changed in an article since it was first kept",
		ArgsUsage: "ARTICLE",
		Description: `Examples:
   ingest versions https://atlas.example/story
   ingest versions urn:newsml:atlas.example:20240305:talks`,
		Flags: []cli.Flag{command.StoreFlag(), formatFlagOf()},
		Action: func(c *cli.Context) (err error) {
			format, err := formatFlag(c)
			if err != nil {
				return err
			}
			if c.NArg() != 1 {
				return command.Usagef("versions: name one article, by its id, address or identifier")
			}
			journal, done, err := openNotes(c)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, done()) }()
			r, err := idOf(c.Context, journal, c.Args().First())
			if err != nil {
				return err
			}
			if format == "json" {
				return json.NewEncoder(c.App.Writer).Encode(r)
			}
			t := tabwriter.NewWriter(c.App.Writer, 0, 0, 2, ' ', 0)
			fmt.Fprintf(t, "%s\tfirst kept\t\t%s\n", r.First.UTC().Format(time.RFC3339), r.Title)
			for _, v := range r.Versions {
				fmt.Fprintf(t, "%s\tchanged\t%s\t%s\n", v.At.UTC().Format(time.RFC3339), v.Version, v.What)
			}
			return t.Flush()
		},
	}
}
