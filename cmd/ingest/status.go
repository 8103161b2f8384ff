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

	"rostrum/cmd/internal/command"
	"rostrum/graph"
)

func statusCommand() *cli.Command {
	return &cli.Command{
		Name:  "status",
		Usage: "count what the store holds",
		Description: `Examples:
   ingest status
   ingest status --store sqlite:news.db --format json`,
		Flags: []cli.Flag{
			command.StoreFlag(),
			&cli.StringFlag{Name: "format", Value: "table", Usage: "the `FORMAT`: table or json"},
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
	if format == "json" {
		return writeStatusJSON(c.App.Writer, s)
	}
	return writeStatus(c.App.Writer, s)
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

func writeStatusJSON(w io.Writer, s graph.Status) error {
	out := struct {
		Store      string           `json:"store"`
		Articles   int64            `json:"articles"`
		Bytes      int64            `json:"bytes"`
		LastChange *time.Time       `json:"last_change"`
		Nodes      map[string]int64 `json:"nodes"`
		Edges      map[string]int64 `json:"edges"`
	}{Store: s.Location, Articles: s.Documents, Bytes: s.Bytes, Nodes: s.Nodes, Edges: s.Edges}
	if !s.LastApplied.IsZero() {
		changed := s.LastApplied.UTC()
		out.LastChange = &changed
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}
