package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/ingest/internal/watch"
	"rostrum/cmd/internal/command"
	"rostrum/graph"
)

func statusCommand() *cli.Command {
	return &cli.Command{
		Name:  "status",
		Usage: "count what the store holds, and say how each source does",
		Description: `Of each source that is watched: when it was last read, when it is due, what was new,
changed or failed at its last visit and in all, how far behind it is, and why it failed.

Examples:
   ingest status
   ingest status --store sqlite:news.db --json`,
		Flags: []cli.Flag{
			command.StoreFlag(),
			formatFlagOf(),
			&cli.BoolFlag{Name: "json", Usage: "the same as --format json"},
		},
		Action: status,
	}
}

func status(c *cli.Context) (err error) {
	format, err := formatFlag(c)
	if err != nil {
		return err
	}
	if c.NArg() > 0 {
		return command.Usagef("status: takes no arguments, found %q", c.Args().First())
	}
	reader, err := command.OpenReader(c.Context, c.String("store"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	s, err := reader.Status(c.Context)
	if err != nil {
		return err
	}
	journal, err := notesOf(reader, c.String("store"))
	if err != nil {
		return err
	}
	states := []*watch.State{}
	for state, err := range watch.States(c.Context, journal) {
		if err != nil {
			return err
		}
		states = append(states, state)
	}
	if format == "json" || c.Bool("json") {
		return writeStatusJSON(c.App.Writer, s, states)
	}
	if err := writeStatus(c.App.Writer, s); err != nil {
		return err
	}
	return writeSources(c.App.Writer, states, time.Now())
}

// notesOf is what a store that was opened to be read has noted beside the graph.
func notesOf(reader graph.Reader, name string) (graph.Notes, error) {
	notes, ok := reader.(graph.Notes)
	if !ok {
		return nil, fmt.Errorf("store %s keeps no notes beside the graph", name)
	}
	return notes, nil
}

// openNotes opens the store that the command names for its notes; done closes it.
func openNotes(c *cli.Context) (notes graph.Notes, done func() error, err error) {
	reader, err := command.OpenReader(c.Context, c.String("store"))
	if err != nil {
		return nil, nil, err
	}
	if notes, err = notesOf(reader, c.String("store")); err != nil {
		return nil, nil, errors.Join(err, reader.Close())
	}
	return notes, reader.Close, nil
}

// writeSources prints a table with a row a source.
func writeSources(w io.Writer, states []*watch.State, now time.Time) error {
	if len(states) == 0 {
		return nil
	}
	fmt.Fprintln(w)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "source\tlast run\tnext run\tnew\tchanged\tcopies\twithdrawn\tfailed\tlag\ttrouble")
	for _, s := range states {
		next := "due"
		if s.Next.After(now) {
			next = "in " + s.Next.Sub(now).Round(time.Second).String()
		}
		lag := ""
		if s.Lag > 0 {
			lag = time.Duration(float64(s.Lag) * float64(time.Second)).Round(time.Second).String()
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%s\t%s\n", s.Name, s.LastRun.UTC().Format(time.DateTime), next,
			s.Total.New, s.Total.Changed, s.Total.Copies, s.Total.Withdrawn, s.Last.Failed, lag, s.Error)
	}
	return t.Flush()
}

func writeStatus(w io.Writer, s graph.Status) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "store\t%s\narticles\t%d\n", s.Location, s.Documents)
	if s.Bytes > 0 { // which a server does not tell
		fmt.Fprintf(t, "size\t%.1f MB\n", float64(s.Bytes)/1e6)
	}
	if !s.LastApplied.IsZero() {
		fmt.Fprintf(t, "last change\t%s\n", s.LastApplied.UTC().Format(time.RFC3339))
	}
	for _, label := range slices.Sorted(maps.Keys(s.Nodes)) {
		fmt.Fprintf(t, "(:%s)\t%d\n", label, s.Nodes[label])
	}
	for _, name := range slices.Sorted(maps.Keys(s.Edges)) {
		fmt.Fprintf(t, "[:%s]\t%d\n", name, s.Edges[name])
	}
	return t.Flush()
}

func writeStatusJSON(w io.Writer, s graph.Status, states []*watch.State) error {
	out := struct {
		Store      string           `json:"store"`
		Articles   int64            `json:"articles"`
		Bytes      int64            `json:"bytes"`
		LastChange *time.Time       `json:"last_change"`
		Nodes      map[string]int64 `json:"nodes"`
		Edges      map[string]int64 `json:"edges"`
		Sources    []*watch.State   `json:"sources"`
	}{Sources: states, Store: s.Location, Articles: s.Documents, Bytes: s.Bytes, Nodes: s.Nodes, Edges: s.Edges}
	if !s.LastApplied.IsZero() {
		changed := s.LastApplied.UTC()
		out.LastChange = &changed
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}
