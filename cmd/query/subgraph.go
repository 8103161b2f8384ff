package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/internal/command"
	"rostrum/graph/export"
	"rostrum/graph/queries"
	"rostrum/schema"
)

// defaultEdges bounds the edges around a node.
const defaultEdges = 5000

func aroundFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "around", Usage: "a person, organization, country, office or treaty by its `NAME`, or any node by its id; may be given again"},
		&cli.IntFlag{Name: "depth", Value: 1, Usage: "walk at most so many `EDGES` away"},
		&cli.StringFlag{Name: "types", Usage: "walk only edges of these `TYPES`, as in ACCUSED,DENIED"},
		&cli.StringFlag{Name: "since", Usage: "only what was said, done or held on this `DATE` or later"},
		&cli.StringFlag{Name: "until", Usage: "only what was said, done or held on this `DATE` or earlier"},
		limitFlag(defaultEdges, "take at most so many `EDGES`, the nearest first, 0 for all"),
	}
}

func (a *asker) subgraphCommand() *cli.Command {
	return &cli.Command{
		Name:  "subgraph",
		Usage: "write what is around a node, in the formats of 'query export'",
		Description: `The node, and what can be reached from it. Edges that have a day (ACCUSED, DENIED, SAID,
HOLDS) can be bounded by it; the others are always walked. 'query export --help' has the
formats.

Examples:
   query subgraph --around "Sergei Lavrov" --depth 2 --types ACCUSED,DENIED -o lavrov.gexf
   query subgraph --around Russia --around Ukraine --since 2014 --format dot | dot -Tsvg > war.svg`,
		Flags: slices.Concat(aroundFlags(), []cli.Flag{command.StoreFlag()}, exportFlags()),
		Action: func(c *cli.Context) error {
			if c.NArg() > 0 {
				return command.Usagef("subgraph: %q is not a flag; name a node with --around", c.Args().First())
			}
			return a.around(c, exportDestination())
		},
	}
}

// aroundTemplate types what the flags of a subgraph take.
var aroundTemplate = &queries.Template{Name: "subgraph", Parameters: []queries.Parameter{
	{Name: "around", Type: queries.Node, Required: true}, {Name: "since", Type: queries.Date}, {Name: "until", Type: queries.EndDate},
}}

// around writes what is around the nodes that the flags name.
func (a *asker) around(c *cli.Context, d destination) error {
	n, err := a.neighbourhood(c)
	if err == nil {
		err = d.check(c)
	}
	if err != nil {
		return err
	}
	reader, resolver, err := a.open(c)
	if err != nil {
		return err
	}
	defer reader.Close()
	selection := export.NewSelection(reader, a.model)
	texts := map[string]string{}
	for _, name := range []string{"since", "until"} {
		if c.IsSet(name) {
			texts[name] = c.String(name)
		}
	}
	var ids []schema.ID
	for _, texts["around"] = range c.StringSlice("around") {
		values, err := parameterValues(c.Context, resolver, aroundTemplate, texts)
		if err != nil {
			return err
		}
		ids = append(ids, schema.ID(values["around"].(string)))
		n.Since, _ = values["since"].(schema.Date)
		n.Until, _ = values["until"].(schema.Date)
	}
	more, err := selection.Around(c.Context, ids, n)
	if err != nil {
		return fmt.Errorf("--around: %w", err)
	}
	about := export.About{Question: "around " + strings.Join(c.StringSlice("around"), ", ") + n.String()}
	if more {
		about.Limits = append(about.Limits, fmt.Sprintf("Only the nearest %d edges are in it; --limit 0 takes all.", n.Limit))
	}
	return deliver(c, selection, about, d)
}

func (a *asker) neighbourhood(c *cli.Context) (export.Neighbourhood, error) {
	n := export.Neighbourhood{Depth: c.Int("depth")}
	if len(c.StringSlice("around")) == 0 {
		return n, command.Usagef("%s: name a node with --around", c.Command.Name)
	}
	if n.Depth < 1 {
		return n, command.Usagef("--depth %d: give 1 or more", n.Depth)
	}
	limit, err := limitOf(c)
	if err != nil {
		return n, err
	}
	n.Limit = int(limit)
	if text := c.String("types"); text != "" {
		n.Types, err = a.edgeTypes(text)
	}
	return n, err
}

// edgeTypes are the types of a list with commas.
func (a *asker) edgeTypes(text string) (types []string, err error) {
	for name := range strings.SplitSeq(strings.ToUpper(text), ",") {
		name = strings.TrimSpace(name)
		if _, ok := a.model.Edge(name); !ok {
			var known []string
			for _, t := range a.model.Edges {
				known = append(known, t.Type)
			}
			return nil, command.Usagef("--types: there is no edge type %q: use %s", name, strings.Join(known, ", "))
		}
		types = append(types, name)
	}
	return types, nil
}
