// Bench measures whole runs: how fast the built ingest puts articles into a fresh
// store with one and with two workers, how much memory it takes, and how long each
// prepared question takes on the graph that comes out.
//
//	bench INGEST [ARTICLES]
//
// INGEST is the built program, ARTICLES a file or folder that it reads: by default
// the 5,000 stories in the folder that ROSTRUM_SHARED names, or ../shared, and where
// that is absent the sample articles.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"rostrum/extract/lexicon"
	"rostrum/graph"
	"rostrum/graph/queries"
	"rostrum/graph/sqlite"
	"rostrum/schema"
)

func main() {
	if len(os.Args) < 2 || len(os.Args) > 3 {
		fmt.Fprintln(os.Stderr, "usage: bench INGEST [ARTICLES]")
		os.Exit(2)
	}
	articles := defaultArticles()
	if len(os.Args) == 3 {
		articles = os.Args[2]
	}
	if err := bench(context.Background(), os.Args[1], articles); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func defaultArticles() string {
	shared := os.Getenv("ROSTRUM_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "shared")
	}
	stories := filepath.Join(shared, "data", "news", "reuters_1987.jsonl")
	if _, err := os.Stat(stories); err != nil {
		return filepath.Join("cmd", "ingest", "samples")
	}
	return stories
}

func bench(ctx context.Context, ingest, articles string) error {
	folder, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	words, err := countWords(articles)
	if err != nil {
		return err
	}
	fmt.Printf("%-9s %10s %12s %12s %12s\n", "workers", "seconds", "articles/s", "words/s", "memory MB")
	path := ""
	for _, workers := range []string{"1", "2"} {
		path = filepath.Join(folder, workers+".db")
		run := exec.Command(ingest, "add", articles, "--quiet", "--workers", workers, "--store", "sqlite:"+path)
		run.Stderr = os.Stderr
		began := time.Now()
		if err := run.Run(); err != nil {
			return fmt.Errorf("%s: %w", strings.Join(run.Args, " "), err)
		}
		took := time.Since(began).Seconds()
		reader, err := sqlite.OpenReader(ctx, path, schema.Model())
		if err != nil {
			return err
		}
		status, err := reader.Status(ctx)
		reader.Close()
		if err != nil {
			return err
		}
		memory := 0.0
		if usage, ok := run.ProcessState.SysUsage().(*syscall.Rusage); ok {
			memory = float64(usage.Maxrss) / 1024 // kilobytes on Linux
		}
		fmt.Printf("%-9s %10.2f %12.0f %12.0f %12.0f\n", workers, took, float64(status.Documents)/took, float64(words)/took, memory)
	}
	return questions(ctx, path)
}

// countWords counts the words of the files, as fields between white space.
func countWords(articles string) (int, error) {
	words := 0
	err := filepath.WalkDir(articles, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		words += len(strings.Fields(string(text)))
		return err
	})
	return words, err
}

// given are the values of parameters that questions require, in the order in which
// they are tried: the graph may not know a name.
var given = map[queries.Type][]string{
	"country": {"United States", "Japan", "Russia"}, "date": {"1987-04-01"}, "office": {"President", "Secretary of State"},
	"person": {"Ronald Reagan"}, "treaty": {"General Agreement on Tariffs and Trade", "Intermediate-Range Nuclear Forces Treaty"},
	"organization": {"NATO"}, "party": {"Ronald Reagan"}, "body": {"NATO"}, "text": {"trade"},
}

// names are the word lists as package queries asks for them.
type names struct{ *lexicon.Lexicon }

func (n names) Country(text string) (string, bool) {
	country, ok := n.FindCountry(text)
	return country.ISO3, ok
}

func (n names) Treaty(text string) (string, bool) {
	treaty, ok := n.FindTreaty(text)
	return treaty.Name, ok
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
	resolver, err := queries.NewResolver(reader, names{words}, model)
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
