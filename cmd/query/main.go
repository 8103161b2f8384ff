// Command query asks the graph: prepared questions, Cypher, and words.
//
// It cannot write: all it holds of a store is a [graph.Reader]. What a question means
// is in graph/queries, how Cypher is read in graph/cypher, how it is answered in the
// store's package; here are flags, and the way from them to rows on standard output.
// Everything else that there is to say goes to standard error.
//
// The main path: main reads the templates, [newApp] makes a command of each below
// "run", and an action opens the store, asks, and prints through internal/format.
package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/internal/command"
	"rostrum/graph/queries"
	"rostrum/schema"
)

const queriesVariable = "ROSTRUM_QUERIES"

func main() {
	app, err := newApp(os.Args)
	if err != nil {
		fmt.Fprintf(os.Stderr, "query: %v\n", err)
		os.Exit(1)
	}
	os.Exit(command.Run(app, os.Args))
}

// asker is what the commands share.
type asker struct {
	model     *schema.GraphModel
	templates []queries.Template
	wrong     error // in the user's own templates, which are not among templates
}

func newApp(args []string) (*cli.App, error) {
	a := &asker{model: schema.Model()}
	var err error
	if a.templates, err = queries.Builtin(a.model); err != nil {
		return nil, err
	}
	if folder := queriesFolder(args); folder != "" {
		a.addOwn(folder)
	}
	return &cli.App{
		Name:  "query",
		Usage: "ask the graph who said, accused and denied what",
		Description: `Every row of an answer carries the words of the article that say so.

Examples:
   query list                                          the prepared questions
   query run accusations --target Russia --since 2017  run one of them
   query run accusations --help                        what it asks for
   query show accusations                              its Cypher, to start from
   query search 'matter of record'                     statements with these words
   query export accusations --target Russia -o r.gexf  the graph behind an answer, for Gephi
   query subgraph --around Lavrov -o lavrov.graphml    what is around a node
   query picture --around Lavrov -o lavrov.html        the same as a page to look at
   query cypher 'MATCH (t:Treaty) RETURN t.name'       your own question`,
		Commands: []*cli.Command{a.listCommand(), a.showCommand(), a.runCommand(), a.cypherCommand(), a.searchCommand(), a.exportCommand(), a.subgraphCommand(), a.pictureCommand(), a.dumpCommand()},
		Action: func(c *cli.Context) error {
			if c.NArg() > 0 {
				return command.Usagef("there is no command %q: use list, show, run, cypher, search, export, subgraph, picture or dump", c.Args().First())
			}
			return command.Usagef("say what to do: list, show, run, cypher, search, export, subgraph, picture or dump")
		},
		DisableSliceFlagSeparator: true, // a parameter's value may hold a comma
	}, nil
}

// queriesFolder is the folder of the user's templates. It must be known before there
// are flags, since each template is a command.
func queriesFolder(args []string) string {
	for i, arg := range args {
		name, value, ok := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		switch {
		case name != "queries" || !strings.HasPrefix(arg, "-"):
		case ok:
			return value
		case i+1 < len(args):
			return args[i+1]
		}
	}
	return os.Getenv(queriesVariable)
}

// addOwn reads the user's templates. One that is wrong is kept out and told of when
// it is asked for; the others can be run.
func (a *asker) addOwn(folder string) {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		a.wrong = fmt.Errorf("--queries %s: it is not a folder", folder)
		return
	}
	own, wrong := queries.Load(os.DirFS(folder), a.model)
	if len(own) == 0 && wrong == nil {
		wrong = fmt.Errorf("--queries %s: it holds no templates; their names end in .cypher", folder)
	}
	kept := own[:0]
	for _, t := range own {
		if name := takenFlag(&t); name != "" {
			wrong = errors.Join(wrong, fmt.Errorf("%s.cypher: the parameter %s has the name of a flag of query run; give it another", t.Name, name))
			continue
		}
		kept = append(kept, t)
	}
	all, twice := queries.Beside(a.templates, kept)
	a.templates, a.wrong = all, errors.Join(wrong, twice)
}

// takenFlag is a parameter of the template whose flag is one of query's own.
func takenFlag(t *queries.Template) string {
	taken := []string{"help", "h"}
	for _, f := range slices.Concat(printFlags(), storeFlags(), exportFlags()) {
		taken = append(taken, f.Names()...)
	}
	for _, p := range t.Parameters {
		for _, name := range taken {
			if flagName(p.Name) == name {
				return p.Name
			}
		}
	}
	return ""
}

// find is the template of a name. Where there is none, what is wrong with the user's
// own templates may be why.
func (a *asker) find(name string) (*queries.Template, error) {
	t, err := queries.Find(a.templates, name)
	switch {
	case err == nil:
		return t, nil
	case a.wrong != nil:
		return nil, fmt.Errorf("%w\nthese templates of yours could not be read:\n%w", err, a.wrong)
	}
	return nil, command.Usagef("%v", err)
}
