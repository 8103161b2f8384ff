package main

import (
	"io"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/internal/command"
	"rostrum/graph/export"
	"rostrum/graph/picture"
)

// pictureCommand takes what export takes, or what subgraph takes.
func (a *asker) pictureCommand() *cli.Command {
	d := destination{
		flags: fileFlags(picture.Names+"; html if not given", "write to `FILE`"),
		check: func(c *cli.Context) error {
			_, err := pictureFormat(c)
			return err
		},
		write: drawPicture,
	}
	c := a.subgraphOf("picture", "draw the graph behind an answer or around a node, as a page to click through or for print",
		`The page is one HTML file that asks nothing of any network: filter it by kind, type and
time, click an edge for the sentence behind it. An SVG has the sentences beneath the
drawing, for print.

Examples:
   query picture accusations --target Russia -o russia.html
   query picture --around "Sergei Lavrov" --depth 2 --types ACCUSED,DENIED -o lavrov.html
   query picture exchanges --a Ukraine --b Russia -o exchanges.svg`, d)
	c.ArgsUsage = "TEMPLATE | --cypher 'MATCH …' | --around NAME"
	known := map[string]bool{}
	for _, f := range c.Flags {
		known[f.Names()[0]] = true
	}
	for _, f := range aroundFlags() {
		if !known[f.Names()[0]] {
			c.Flags = append(c.Flags, f)
		}
	}
	ofCypher := c.Action
	c.Action = func(c *cli.Context) error {
		switch {
		case !c.IsSet("around"):
			return ofCypher(c)
		case c.IsSet("cypher") || c.NArg() > 0:
			return command.Usagef("picture: give a template, --cypher or --around, one of them")
		}
		return a.around(c, d)
	}
	return c
}

func pictureFormat(c *cli.Context) (picture.Format, error) {
	if err := checkFile(c); err != nil {
		return "", err
	}
	if name := c.String("format"); name != "" {
		f, err := picture.Find(name)
		if err != nil {
			return "", command.Usagef("--format: %v", err)
		}
		return f, nil
	}
	if f, ok := picture.ForFile(c.String("o")); ok {
		return f, nil
	}
	return picture.HTML, nil
}

func drawPicture(c *cli.Context, s *export.Subgraph) error {
	f, err := pictureFormat(c)
	if err != nil {
		return err
	}
	path := c.String("o")
	if path == "" || path == "-" {
		return picture.Write(c.App.Writer, f, s)
	}
	return told(c, s, newFile(path, c.Bool("force"), func(w io.Writer) error { return picture.Write(w, f, s) }))
}
