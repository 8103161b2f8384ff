package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/internal/command"
	"rostrum/graph"
	"rostrum/graph/queries"
)

func (a *asker) listCommand() *cli.Command {
	return &cli.Command{
		Name:  "list",
		Usage: "list the prepared questions",
		Flags: append([]cli.Flag{queriesFlag()}, printFlags()...),
		Action: func(c *cli.Context) error {
			if c.NArg() > 0 {
				return command.Usagef("list takes no arguments; 'query show %s' shows one", c.Args().First())
			}
			options, err := printOptions(c)
			if err != nil {
				return err
			}
			if _, err := write(c, a.list(), options); err != nil {
				return err
			}
			return a.wrong
		},
	}
}

// list is the templates as rows. A column tells which are the user's, if any is.
func (a *asker) list() graph.Rows {
	rows := graph.Rows{Columns: []string{"name", "answers"}}
	anyOwn := false
	for _, t := range a.templates {
		anyOwn = anyOwn || t.Own
	}
	if anyOwn {
		rows.Columns = append(rows.Columns, "from")
	}
	rows.All = func(yield func(graph.Row, error) bool) {
		for _, t := range a.templates {
			from := "built in"
			if t.Own {
				from = "yours"
			}
			if !yield(graph.Row{t.Name, t.Summary, from}[:len(rows.Columns)], nil) {
				return
			}
		}
	}
	return rows
}

func (a *asker) showCommand() *cli.Command {
	return &cli.Command{
		Name:      "show",
		Usage:     "show what a prepared question answers and asks for, and its Cypher",
		ArgsUsage: "NAME",
		Flags:     []cli.Flag{queriesFlag()},
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 {
				return command.Usagef("show takes the name of one template; 'query list' lists them")
			}
			t, err := a.find(c.Args().First())
			if err != nil {
				return err
			}
			return show(c.App.Writer, t)
		},
	}
}

func show(w io.Writer, t *queries.Template) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", t.Name, t.Summary)
	if t.Description != "" {
		fmt.Fprintf(&b, "\n%s\n", t.Description)
	}
	if len(t.Parameters) > 0 {
		b.WriteString("\nParameters\n")
		out := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
		for _, p := range t.Parameters {
			kind := string(p.Type)
			switch {
			case p.Required:
				kind += ", required"
			case p.Default != "":
				kind += ", " + p.Default + " if not given"
			}
			doc := p.Doc
			if p.Type == queries.Choice {
				doc += " One of " + strings.Join(p.Choices, ", ") + "."
			}
			fmt.Fprintf(out, "  --%s\t%s\t%s\n", flagName(p.Name), kind, strings.TrimSpace(doc))
		}
		if err := out.Flush(); err != nil {
			return err
		}
	}
	if len(t.Examples) > 0 {
		b.WriteString("\nExamples\n  " + strings.Join(t.Examples, "\n  ") + "\n")
	}
	fmt.Fprintf(&b, "\nColumns\n  %s\n\nCypher\n%s\n", strings.Join(t.Query.Columns, ", "), t.Cypher)
	_, err := io.WriteString(w, b.String())
	return err
}
