package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/internal/command"
	"rostrum/extract/lexicon"
	"rostrum/graph"
	"rostrum/graph/queries"
)

// runCommand has a command for each template below it.
func (a *asker) runCommand() *cli.Command {
	run := &cli.Command{
		Name:      "run",
		Usage:     "run a prepared question",
		ArgsUsage: "NAME",
		Flags:     []cli.Flag{queriesFlag()},
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return command.Usagef("run: name a template; 'query list' lists them")
			}
			_, err := a.find(c.Args().First())
			return err
		},
	}
	for i := range a.templates {
		t := &a.templates[i]
		c := parameterCommand(t, "query run ")
		c.Flags = append(c.Flags, printFlags()...)
		c.Action = func(c *cli.Context) error { return a.run(c, t) }
		run.Subcommands = append(run.Subcommands, c)
	}
	return run
}

// parameterCommand is a command that asks for a template's parameters.
func parameterCommand(t *queries.Template, call string) *cli.Command {
	c := &cli.Command{Name: t.Name, Usage: t.Summary, UsageText: call + t.Name + usage(t), Description: t.Description}
	if len(t.Examples) > 0 {
		c.Description = strings.TrimSpace(c.Description + "\n\nExamples:\n   " + strings.Join(t.Examples, "\n   "))
	}
	for _, p := range t.Parameters {
		c.Flags = append(c.Flags, parameterFlag(p))
	}
	if _, ok := t.Parameter("limit"); !ok {
		c.Flags = append(c.Flags, limitFlag(0, "show at most so many `ROWS`, 0 for all"))
	}
	c.Flags = append(c.Flags, storeFlags()...)
	return c
}

// usage is the flags that a template must have, as they are written.
func usage(t *queries.Template) string {
	var b strings.Builder
	for _, p := range t.Parameters {
		if p.Required {
			b.WriteString(" --" + flagName(p.Name) + " " + placeholder(p))
		}
	}
	return b.String() + " [flags]"
}

// flagName is the flag of a parameter: names in Cypher have no '-'.
func flagName(parameter string) string { return strings.ReplaceAll(parameter, "_", "-") }

func placeholder(p queries.Parameter) string {
	switch p.Type {
	case queries.Choice:
		return "WORD"
	case queries.EndDate:
		return "DATE"
	case queries.Party, queries.Body:
		return "NAME"
	case queries.Integer:
		return "N"
	case queries.Boolean:
		return "BOOL"
	}
	return strings.ToUpper(string(p.Type))
}

// parameterFlag takes any text: the parameter's own check says better what is wrong.
func parameterFlag(p queries.Parameter) cli.Flag {
	what := fmt.Sprintf("`%s` is %s", placeholder(p), p.Expects())
	if p.Name == "limit" {
		what += ", 0 for all"
	}
	if p.Required {
		what = "required; " + what
	}
	doc := strings.ReplaceAll(p.Doc, "`", "'")
	return &cli.StringFlag{Name: flagName(p.Name), DefaultText: p.Default, Usage: strings.TrimSpace(doc + " (" + what + ")")}
}

func (a *asker) run(c *cli.Context, t *queries.Template) error {
	if c.NArg() > 0 {
		return command.Usagef("%s: %q is not a flag; write%s", t.Name, c.Args().First(), usage(t))
	}
	options, err := printOptions(c)
	if err != nil {
		return err
	}
	if !c.Bool("wide") {
		options.Table = t.Table
	}
	texts := map[string]string{}
	for _, p := range t.Parameters {
		if c.IsSet(flagName(p.Name)) {
			texts[p.Name] = c.String(flagName(p.Name))
		}
	}
	reader, resolver, err := a.open(c)
	if err != nil {
		return err
	}
	defer reader.Close()
	values, err := parameterValues(c.Context, resolver, t, texts)
	if err != nil {
		return err
	}
	if options.Limit, err = takeLimit(c, t, values); err != nil {
		return err
	}
	rows, err := reader.Query(c.Context, t.Query, values)
	if err != nil {
		return fmt.Errorf("run %s: %w", t.Name, err)
	}
	if _, err = write(c, rows, options); err != nil {
		return fmt.Errorf("run %s: %w", t.Name, err)
	}
	return nil
}

// open opens the store to read, and what finds names in it. The caller closes the one.
func (a *asker) open(c *cli.Context) (graph.Reader, *queries.Resolver, error) {
	words, err := lexicon.Load()
	if err != nil {
		return nil, nil, err
	}
	reader, err := command.OpenReader(c.Context, c.String("store"))
	if err != nil {
		return nil, nil, err
	}
	resolver, err := queries.NewResolver(reader, command.Names{Lexicon: words}, a.model)
	if err != nil {
		return nil, nil, errors.Join(err, reader.Close())
	}
	return reader, resolver, nil
}

// parameterValues names the flag of a parameter that is wrong. One that is not of its
// type is wrong usage; a name that the graph does not have is not.
func parameterValues(ctx context.Context, r *queries.Resolver, t *queries.Template, texts map[string]string) (map[string]any, error) {
	values, err := r.Values(ctx, t, texts)
	var wrong *queries.ParameterError
	switch {
	case !errors.As(err, &wrong):
		return values, err
	case wrong.Unknown:
		return nil, fmt.Errorf("--%s: %w", flagName(wrong.Parameter), wrong.Err)
	}
	return nil, command.Usagef("%s: --%s: %v", t.Name, flagName(wrong.Parameter), wrong.Err)
}

// takeLimit is how many rows to print. A template that bounds its rows itself is asked
// for one more, which tells that there are more.
func takeLimit(c *cli.Context, t *queries.Template, values map[string]any) (int64, error) {
	if _, ok := t.Parameter("limit"); !ok {
		return limitOf(c)
	}
	limit, _ := values["limit"].(int64)
	if limit <= 0 {
		values["limit"] = int64(math.MaxInt64)
		return 0, nil
	}
	if limit < math.MaxInt64 {
		values["limit"] = limit + 1
	}
	return limit, nil
}
