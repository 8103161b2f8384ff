package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/internal/command"
	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/schema"
)

// maxQuery bounds a query that is read from standard input, in bytes.
const maxQuery = 1 << 20

func (a *asker) cypherCommand() *cli.Command {
	flags := []cli.Flag{
		&cli.StringSliceFlag{Name: "param", Usage: "`NAME=VALUE` of a parameter $NAME of the query; may be given again"},
		&cli.BoolFlag{Name: "explain", Usage: "print how the query would be answered, and do not run it"},
		limitFlag(1000, "show at most so many `ROWS`, 0 for all"),
		command.StoreFlag(),
	}
	return &cli.Command{
		Name:      "cypher",
		Usage:     "ask a question in Cypher",
		ArgsUsage: "'MATCH …' | -",
		Description: `Queries only read. '-' reads the query from standard input. A parameter's value is
taken as the query uses it; where that does not tell, numbers, true, false, null and
dates are what they look like, [1, 2] is a list, and everything else is a text.

Examples:
   query cypher 'MATCH (p:Person)-[:HOLDS]->(o:Office) RETURN p.name, o.name'
   query cypher 'MATCH (c:Country {iso3: $c})<-[a:ACCUSED]-(x) RETURN x.name, a.charge' --param c=RUS
   query cypher --format jsonl - < question.cypher`,
		Flags:  append(flags, printFlags()...),
		Action: a.cypher,
	}
}

func (a *asker) cypher(c *cli.Context) error {
	if c.NArg() != 1 {
		return command.Usagef("cypher takes one query, in quotation marks, or - for standard input")
	}
	options, err := printOptions(c)
	if err != nil {
		return err
	}
	if options.Limit, err = limitOf(c); err != nil {
		return err
	}
	query, params, err := a.compile(c, c.Args().First())
	if err != nil {
		return err
	}
	reader, err := command.OpenReader(c.Context, c.String("store"))
	if err != nil {
		return err
	}
	defer reader.Close()
	if c.Bool("explain") {
		return explain(c, reader, query, params)
	}
	rows, err := reader.Query(c.Context, query, params)
	if err != nil {
		return err
	}
	_, err = write(c, rows, options)
	return err
}

// compile is the query of a text, or of standard input where that is "-", with the values
// of the --param flags.
func (a *asker) compile(c *cli.Context, text string) (*cypher.Query, map[string]any, error) {
	if text == "-" {
		var err error
		if text, err = readQuery(c.App.Reader); err != nil {
			return nil, nil, err
		}
	}
	query, err := cypher.Compile(text, a.model)
	if err != nil {
		return nil, nil, err
	}
	params, err := cypherParams(query, c.StringSlice("param"))
	return query, params, err
}

func readQuery(r io.Reader) (string, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxQuery+1))
	if err != nil {
		return "", fmt.Errorf("read the query from standard input: %w", err)
	}
	if len(text) > maxQuery {
		return "", errors.New("read the query from standard input: it is longer than 1 MiB")
	}
	return string(text), nil
}

// explainer is a store that can say how it would answer a query.
type explainer interface {
	Explain(query *cypher.Query, params map[string]any) (string, error)
}

func explain(c *cli.Context, reader graph.Reader, query *cypher.Query, params map[string]any) error {
	e, ok := reader.(explainer)
	if !ok {
		return errors.New("this store cannot explain how it answers a query")
	}
	plan, err := e.Explain(query, params)
	if err != nil {
		return err
	}
	_, err = io.WriteString(c.App.Writer, strings.TrimRight(plan, "\n")+"\n")
	return err
}

// cypherParams makes the values of --param flags.
func cypherParams(query *cypher.Query, given []string) (map[string]any, error) {
	params := map[string]any{}
	for _, text := range given {
		name, value, ok := strings.Cut(text, "=")
		name = strings.TrimPrefix(name, "$")
		if !ok {
			return nil, command.Usagef("--param %s: write it as NAME=VALUE", text)
		}
		if !slices.Contains(query.Parameters, name) {
			return nil, command.Usagef("--param %s: the query has no parameter $%s", text, name)
		}
		var err error
		if params[name], err = paramValue(query.ParameterTypes[name].Kind, value); err != nil {
			return nil, command.Usagef("--param %s: %v", text, err)
		}
	}
	for _, name := range query.Parameters {
		if _, ok := params[name]; !ok {
			return nil, command.Usagef("the query has a parameter $%s: give --param %s=VALUE", name, name)
		}
	}
	return params, nil
}

// paramValue makes the value of a text for a parameter of a kind.
func paramValue(kind cypher.Kind, text string) (any, error) {
	switch kind {
	case cypher.String:
		return text, nil
	case cypher.Date:
		return schema.ParseDate(text)
	case cypher.Any:
		return looksLike(text)
	}
	value, err := looksLike(text)
	if err != nil {
		return nil, err
	}
	isRight := value == nil
	switch value.(type) {
	case bool:
		isRight = kind == cypher.Boolean
	case int64:
		isRight = kind == cypher.Integer || kind == cypher.Float || kind == cypher.Number
	case float64:
		isRight = kind == cypher.Float || kind == cypher.Number
	case []any:
		isRight = kind == cypher.List
	}
	if !isRight {
		return nil, fmt.Errorf("the query uses it as %s", kind)
	}
	return value, nil
}

// looksLike takes a text for what it looks like.
func looksLike(text string) (any, error) {
	switch text {
	case "null":
		return nil, nil
	case "true", "false":
		return text == "true", nil
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, nil
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil {
		return f, nil
	}
	if d, err := schema.ParseDate(text); err == nil {
		return d, nil
	}
	if strings.HasPrefix(text, "[") || strings.HasPrefix(text, `"`) {
		var value any
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		if err := decoder.Decode(&value); err != nil {
			return nil, fmt.Errorf("it is not JSON: %w", err)
		}
		return fromJSON(value)
	}
	return text, nil
}

// fromJSON makes a store's value of JSON's.
func fromJSON(value any) (any, error) {
	switch v := value.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n, nil
		}
		return v.Float64()
	case []any:
		for i := range v {
			var err error
			if v[i], err = fromJSON(v[i]); err != nil {
				return nil, err
			}
		}
	case map[string]any:
		return nil, errors.New("a parameter cannot be an object")
	}
	return value, nil
}
