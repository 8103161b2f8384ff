package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/internal/command"
	"rostrum/graph"
	"rostrum/graph/neo4j"
	"rostrum/schema"
)

func bulkCommand() *cli.Command {
	return &cli.Command{
		Name:  "bulk",
		Usage: "write a store as files that another database imports at once",
		Subcommands: []*cli.Command{{
			Name:      "export-neo4j",
			Usage:     "write CSV files for neo4j-admin, and the command that imports them",
			ArgsUsage: "FOLDER",
			Description: `Writes a file for each label and each type of edge, and import.sh, which imports them into
an empty database of a Neo4j server that is stopped. That is meant for large graphs, which
'ingest copy' takes long for; 'ingest add' goes on with either.

Examples:
   ingest bulk export-neo4j /tmp/graph --store sqlite:news.db
   sh /tmp/graph/import.sh neo4j`,
			Flags: []cli.Flag{
				command.StoreFlag(),
				&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, EnvVars: []string{"ROSTRUM_QUIET"}, Usage: "print only what failed"},
			},
			Action: bulkExport,
		}},
		Action: func(c *cli.Context) error {
			return command.Usagef("bulk: say what to do: export-neo4j FOLDER")
		},
	}
}

func bulkExport(c *cli.Context) (err error) {
	if c.NArg() != 1 {
		return command.Usagef("bulk export-neo4j: name one folder to write to")
	}
	reader, err := openSource(c, c.String("store"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	folder := c.Args().First()
	written := int64(0)
	err = neo4j.Export(c.Context, reader, schema.Model(), folder, func(rows int64) { written = rows })
	if err != nil {
		return fmt.Errorf("bulk export-neo4j: %w", err)
	}
	if !c.Bool("quiet") {
		fmt.Fprintf(c.App.ErrWriter, "%d rows written; import them with: sh %s\n", written, filepath.Join(folder, "import.sh"))
	}
	return nil
}

// openSource opens a store to read documents back from it.
func openSource(c *cli.Context, name string) (graph.Source, error) {
	reader, err := command.OpenReader(c.Context, name)
	if err != nil {
		return nil, err
	}
	source, ok := reader.(graph.Source)
	if !ok {
		return nil, errors.Join(fmt.Errorf("%s: its documents cannot be read back", name), reader.Close())
	}
	return source, nil
}
