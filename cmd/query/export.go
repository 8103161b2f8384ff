package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/internal/command"
	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/graph/export"
	"rostrum/graph/queries"
)

// defaultRows bounds the rows of a Cypher query whose nodes and edges are exported.
const defaultRows = 10000

// destination is where a subgraph goes, and how much of it.
type destination struct {
	flags []cli.Flag
	check func(c *cli.Context) error // what can be wrong with the flags; before anything is asked
	write func(c *cli.Context, s *export.Subgraph) error
}

// exportCommand has a command for each template below it, and asks Cypher itself.
func (a *asker) exportCommand() *cli.Command {
	return a.subgraphOf("export", "write the nodes and edges behind an answer for Gephi, Cytoscape, Graphviz, R, pandas, …",
		`The nodes and edges that a prepared question's rows were made of, or those that a Cypher
query returns. Without -o the file goes to standard output; without --format its name
tells the format. csv and neo4j are several files: -o names a folder.

Formats:
`+formatHelp()+`
Examples:
   query export accusations --target Russia --since 2017 -o russia.graphml
   query export exchanges --a Ukraine --b Russia --format mermaid
   query export --cypher 'MATCH p = (:Person)-[:ACCUSED]->(:Country) RETURN p' --project -o accusers.gexf`,
		exportDestination())
}

// subgraphOf makes a command that takes a template or --cypher and writes what is
// behind its answer.
func (a *asker) subgraphOf(name, usage, description string, d destination) *cli.Command {
	c := &cli.Command{
		Name: name, Usage: usage, ArgsUsage: "TEMPLATE | --cypher 'MATCH …'", Description: description,
		Flags: slices.Concat([]cli.Flag{
			&cli.StringFlag{Name: "cypher", Usage: "take the nodes, edges and paths that the `QUERY` returns; - reads it from standard input"},
			&cli.StringSliceFlag{Name: "param", Usage: "`NAME=VALUE` of a parameter $NAME of the query; may be given again"},
			limitFlag(defaultRows, "take at most so many `ROWS` of the answer, 0 for all"),
		}, storeFlags(), d.flags),
		Action: func(c *cli.Context) error { return a.subgraphOfCypher(c, d) },
	}
	for i := range a.templates {
		t := &a.templates[i]
		sub := parameterCommand(t, "query "+name+" ")
		sub.Flags = append(sub.Flags, d.flags...)
		sub.Action = func(c *cli.Context) error { return a.subgraphOfTemplate(c, t, d) }
		c.Subcommands = append(c.Subcommands, sub)
	}
	return c
}

func (a *asker) subgraphOfCypher(c *cli.Context, d destination) error {
	text := c.String("cypher")
	if text == "" && c.NArg() > 0 {
		_, err := a.find(c.Args().First())
		return err
	}
	if text == "" || c.NArg() > 0 {
		return command.Usagef("%s takes the name of a template ('query list' lists them), or --cypher 'MATCH …'", c.Command.Name)
	}
	if err := d.check(c); err != nil {
		return err
	}
	limit, err := limitOf(c)
	if err != nil {
		return err
	}
	query, params, err := a.compile(c, text)
	if err != nil {
		return err
	}
	reader, err := command.OpenReader(c.Context, c.String("store"))
	if err != nil {
		return err
	}
	defer reader.Close()
	about := export.About{Question: query.Text}
	for _, pair := range c.StringSlice("param") {
		about.Question += "; " + pair
	}
	selection, err := a.behind(c, reader, query, params, limit, &about)
	if err != nil {
		return err
	}
	if selection.Empty() {
		return errors.New("the query returns no nodes: return nodes, relationships or paths, as in RETURN p, a, c")
	}
	return deliver(c, selection, about, d)
}

func (a *asker) subgraphOfTemplate(c *cli.Context, t *queries.Template, d destination) error {
	if c.NArg() > 0 {
		return command.Usagef("%s: %q is not a flag; write%s", t.Name, c.Args().First(), usage(t))
	}
	if err := d.check(c); err != nil {
		return err
	}
	reader, resolver, err := a.open(c)
	if err != nil {
		return err
	}
	defer reader.Close()
	about := export.About{Question: "query " + t.Name}
	texts := map[string]string{}
	for _, p := range t.Parameters {
		if name := flagName(p.Name); c.IsSet(name) {
			texts[p.Name] = c.String(name)
			about.Question += fmt.Sprintf(" --%s %q", name, texts[p.Name])
		}
	}
	values, err := parameterValues(c.Context, resolver, t, texts)
	if err != nil {
		return err
	}
	limit, err := takeLimit(c, t, values)
	if err != nil {
		return err
	}
	query, err := t.Query.Behind()
	if err != nil {
		return fmt.Errorf("%s: %w", t.Name, err)
	}
	selection, err := a.behind(c, reader, query, values, limit, &about)
	if err != nil {
		return fmt.Errorf("%s: %w", t.Name, err)
	}
	selection.DropLoose()
	if selection.Empty() {
		return fmt.Errorf("%s: the answer has no rows, so there is nothing to write", t.Name)
	}
	return deliver(c, selection, about, d)
}

// behind selects what the query's rows hold.
func (a *asker) behind(c *cli.Context, r graph.Reader, query *cypher.Query, params map[string]any, limit int64, about *export.About) (*export.Selection, error) {
	rows, err := r.Query(c.Context, query, params)
	if err != nil {
		return nil, err
	}
	selection := export.NewSelection(r, a.model)
	more, err := selection.Select(rows, limit)
	if err != nil {
		return nil, err
	}
	if more {
		about.Limits = append(about.Limits, fmt.Sprintf("Only the first %d rows of the answer are in it; --limit 0 takes all.", limit))
	}
	return selection, nil
}

// deliver makes the subgraph, and says on standard error what is not in it.
func deliver(c *cli.Context, selection *export.Selection, about export.About, d destination) error {
	for _, limit := range about.Limits {
		fmt.Fprintf(c.App.ErrWriter, "%s: %s\n", c.App.Name, limit)
	}
	s, err := selection.Subgraph(c.Context, about)
	if err != nil {
		return err
	}
	if c.Bool("project") {
		if s, err = s.Project(); err != nil {
			return err
		}
	}
	return d.write(c, s)
}

func exportDestination() destination {
	check := func(c *cli.Context) error {
		_, err := exportFormat(c)
		return err
	}
	return destination{exportFlags(), check, writeExport}
}

func exportFlags() []cli.Flag {
	return fileFlags(export.Names(), "write to `FILE`, or for csv and neo4j to a folder")
}

// fileFlags say how a subgraph is written to a file, and in which of the formats.
func fileFlags(formats, file string) []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "multi", Usage: "each accusation, statement and holding is an edge (the default)"},
		&cli.BoolFlag{Name: "project", Usage: "one edge for each pair of nodes and type, with weight, first and last day, and ids"},
		&cli.StringFlag{Name: "format", Usage: "write as `FORMAT`: " + formats},
		&cli.StringFlag{Name: "o", Aliases: []string{"output"}, Usage: file},
		&cli.BoolFlag{Name: "force", Usage: "write over a file that exists"},
	}
}

func formatHelp() string {
	var b strings.Builder
	for _, f := range export.Formats() {
		file := strings.Join(f.Extensions, " ")
		if f.Folder {
			file = "a folder"
		}
		fmt.Fprintf(&b, "   %-10s %-14s %s\n", f.Name, file, f.Doc)
	}
	return b.String()
}

// checkFile says what is wrong with the flags of fileFlags, but for the format.
func checkFile(c *cli.Context) error {
	if c.Bool("multi") && c.Bool("project") {
		return command.Usagef("--multi and --project: give one of them")
	}
	return mayWrite(c.String("o"), c.Bool("force"))
}

// exportFormat is the format that the flags ask for.
func exportFormat(c *cli.Context) (export.Format, error) {
	name, path := c.String("format"), c.String("o")
	if err := checkFile(c); err != nil {
		return export.Format{}, err
	}
	if name == "" {
		if f, ok := export.ForFile(path); ok {
			return f, nil
		}
		if path == "" || path == "-" {
			return export.Format{}, command.Usagef("say how to write it: --format %s", export.Names())
		}
		return export.Format{}, command.Usagef("-o %s: its name does not tell the format; give --format %s", path, export.Names())
	}
	f, err := export.Find(name)
	if err != nil {
		return f, command.Usagef("--format: %v", err)
	}
	if f.Folder && (path == "" || path == "-") {
		return f, command.Usagef("--format %s writes several files: name a folder for them with -o", name)
	}
	return f, nil
}

func writeExport(c *cli.Context, s *export.Subgraph) error {
	f, err := exportFormat(c)
	if err != nil {
		return err
	}
	path := c.String("o")
	switch {
	case path == "" || path == "-":
		return f.Write(c.App.Writer, s)
	case f.Folder:
		err = newFolder(path, c.Bool("force"), func(create func(name string) (io.Writer, error)) error { return f.WriteFolder(create, s) })
	default:
		err = newFile(path, c.Bool("force"), func(w io.Writer) error { return f.Write(w, s) })
	}
	return told(c, s, err)
}

// told says on standard error what was written, or returns the error.
func told(c *cli.Context, s *export.Subgraph, err error) error {
	if err == nil {
		fmt.Fprintf(c.App.ErrWriter, "%s: %d nodes and %d edges in %s\n", c.App.Name, s.NodeCount, s.EdgeCount, c.String("o"))
	}
	return err
}
