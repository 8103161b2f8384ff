package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"rostrum/cmd/internal/command"
	"rostrum/extract/lexicon"
	"rostrum/graph"
	"rostrum/graph/queries"
	"rostrum/graph/sqlite"
	"rostrum/schema"
)

// given are the values of parameters that questions require, in the order in which
// they are tried: the graph may not know a name.
var given = map[queries.Type][]string{
	"country": {"United States", "Japan", "Russia"}, "date": {"1987-04-01"}, "office": {"President", "Secretary of State"},
	"person": {"Ronald Reagan"}, "treaty": {"General Agreement on Tariffs and Trade", "Intermediate-Range Nuclear Forces Treaty"},
	"organization": {"NATO"}, "party": {"Ronald Reagan"}, "body": {"NATO"}, "text": {"trade"},
}

const asked = 20 // times each question is asked

// questions prints how long each prepared question takes, the first time and often.
func questions(ctx context.Context, path string) error {
	model := schema.Model()
	reader, err := sqlite.OpenReader(ctx, path, model)
	if err != nil {
		return err
	}
	defer reader.Close()
	templates, err := queries.Builtin(model)
	if err != nil {
		return err
	}
	words, err := lexicon.Load()
	if err != nil {
		return err
	}
	resolver, err := queries.NewResolver(reader, command.Names{Lexicon: words}, model)
	if err != nil {
		return err
	}
	fmt.Printf("\n%-26s %8s %10s %10s\n", "question", "rows", "p50 ms", "p95 ms")
	for i := range templates {
		t := &templates[i]
		values, err := valuesFor(ctx, resolver, t)
		if err != nil {
			fmt.Printf("%-26s %s\n", t.Name, err)
			continue
		}
		var times []float64
		rows := 0
		for range asked {
			began := time.Now()
			if rows, err = ask(ctx, reader, t, values); err != nil {
				return fmt.Errorf("%s: %w", t.Name, err)
			}
			times = append(times, float64(time.Since(began).Microseconds())/1000)
		}
		slices.Sort(times)
		fmt.Printf("%-26s %8d %10.1f %10.1f\n", t.Name, rows, times[asked/2], times[asked*95/100])
	}
	return nil
}

func valuesFor(ctx context.Context, resolver *queries.Resolver, t *queries.Template) (map[string]any, error) {
	var last error
	for try := range 3 {
		texts := map[string]string{}
		for n, p := range t.Parameters {
			if choices := given[p.Type]; p.Required && len(choices) > 0 {
				texts[p.Name] = choices[(try+n)%len(choices)]
			}
		}
		values, err := resolver.Values(ctx, t, texts)
		if err == nil {
			return values, nil
		}
		last = err
	}
	return nil, last
}

func ask(ctx context.Context, reader graph.Reader, t *queries.Template, values map[string]any) (int, error) {
	rows, err := reader.Query(ctx, t.Query, values)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, err := range rows.All {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
