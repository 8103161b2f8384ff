package main

import (
	"math"
	"strings"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/internal/command"
	"rostrum/graph"
	"rostrum/graph/queries"
)

func (a *asker) searchCommand() *cli.Command {
	return &cli.Command{
		Name:      "search",
		Usage:     "find statements by their words",
		ArgsUsage: "WORDS",
		Description: `Finds the statements that hold all the words, in any order, the best first. Words in
double quotation marks must stand together: query search '"matter of record" Russia'`,
		Flags: append([]cli.Flag{limitFlag(20, "show at most so many `ROWS`, 0 for all"), command.StoreFlag()}, printFlags()...),
		Action: func(c *cli.Context) error {
			words := strings.Join(c.Args().Slice(), " ")
			if strings.TrimSpace(words) == "" {
				return command.Usagef("search: give the words to look for")
			}
			options, err := printOptions(c)
			if err != nil {
				return err
			}
			if !c.Bool("wide") {
				options.Table = []string{"date", "speakers", "found", "article", "outlet"}
			}
			if options.Limit, err = limitOf(c); err != nil {
				return err
			}
			reader, err := command.OpenReader(c.Context, c.String("store"))
			if err != nil {
				return err
			}
			defer reader.Close()
			most := math.MaxInt32
			if options.Limit > 0 {
				most = int(min(options.Limit+1, math.MaxInt32)) // one more tells that there are more
			}
			rows, err := queries.Search(c.Context, reader, a.model, words, most)
			if err != nil {
				return err
			}
			_, err = write(c, rows, options)
			return err
		},
	}
}

func (a *asker) dumpCommand() *cli.Command {
	return &cli.Command{
		Name:  "dump",
		Usage: "print the whole graph as JSON Lines, nodes and then edges by their ids: equal graphs, equal bytes",
		Flags: []cli.Flag{command.StoreFlag()},
		Action: func(c *cli.Context) error {
			if c.NArg() > 0 {
				return command.Usagef("dump takes no arguments")
			}
			reader, err := command.OpenReader(c.Context, c.String("store"))
			if err != nil {
				return err
			}
			defer reader.Close()
			return graph.Dump(c.Context, reader, c.App.Writer)
		},
	}
}
