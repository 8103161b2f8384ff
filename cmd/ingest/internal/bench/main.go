// Bench measures whole runs of the built ingest: how fast it extracts on one core with
// each kernel of this machine, and with two workers; how long it takes to load and to
// read one sentence; how fast it puts articles into a fresh store; and how long each
// prepared question takes on the graph that comes out.
//
//	bench [-n STORIES] INGEST [ARTICLES]
//
// INGEST is the built program, ARTICLES a file or folder that it reads: by default the
// stories in the folder that ROSTRUM_SHARED names, or ../shared, and where that is absent
// the sample articles. Of a file of JSON Lines the first STORIES are taken. It is run in
// the program's root folder, and needs go for the encoder's own benchmarks.
//
// Seconds are of the clock; CPU seconds, and the rates by them, are falsified less by
// what else the machine does.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"rostrum/graph/sqlite"
	"rostrum/schema"
)

func main() {
	stories := flag.Int("n", 300, "how many `STORIES` of a file of JSON Lines to read")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: bench [-n STORIES] INGEST [ARTICLES]")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() < 1 || flag.NArg() > 2 || *stories < 1 {
		flag.Usage()
		os.Exit(2)
	}
	articles := flag.Arg(1)
	if articles == "" {
		articles = defaultArticles()
	}
	if err := bench(context.Background(), flag.Arg(0), articles, *stories); err != nil {
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

func bench(ctx context.Context, ingest, articles string, stories int) error {
	folder, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	whole, err := newWork(articles, stories, folder)
	if err != nil {
		return err
	}
	few, err := newWork(articles, max(1, stories/10), folder)
	if err != nil {
		return err
	}
	if err := extraction(ingest, whole, few, folder); err != nil {
		return err
	}
	fmt.Printf("\n%-10s %10s %12s %12s %12s\n", "add", "seconds", "articles/s", "words/s", "memory MB")
	path := ""
	for _, workers := range []string{"1", "2"} {
		path = filepath.Join(folder, workers+".db")
		ran, err := run(nil, ingest, "add", whole.path, "--quiet", "--workers", workers, "--store", "sqlite:"+path)
		if err != nil {
			return err
		}
		reader, err := sqlite.OpenReader(ctx, path, schema.Model())
		if err != nil {
			return err
		}
		status, err := reader.Status(ctx)
		if err := errors.Join(err, reader.Close()); err != nil {
			return err
		}
		fmt.Printf("%-10s %10.2f %12.1f %12.0f %12.0f\n", workers+" workers", ran.seconds, float64(status.Documents)/ran.seconds, float64(whole.words)/ran.seconds, ran.megabytes)
	}
	return questions(ctx, path)
}

// work is articles to read.
type work struct {
	path  string
	words int // of their texts, as fields between white space
}

// newWork takes the first stories of a file of JSON Lines, or all of anything else.
func newWork(articles string, stories int, folder string) (work, error) {
	if filepath.Ext(articles) != ".jsonl" {
		w := work{path: articles}
		err := filepath.WalkDir(articles, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			w.words += len(bytes.Fields(text))
			return err
		})
		return w, err
	}
	file, err := os.Open(articles)
	if err != nil {
		return work{}, err
	}
	defer file.Close()
	w := work{path: filepath.Join(folder, fmt.Sprintf("first%d.jsonl", stories))}
	var first bytes.Buffer
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for n := 1; n <= stories && lines.Scan(); n++ {
		var story struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &story); err != nil {
			return work{}, fmt.Errorf("%s:%d: %w", articles, n, err)
		}
		w.words += len(strings.Fields(story.Text))
		first.Write(append(lines.Bytes(), '\n'))
	}
	if err := lines.Err(); err != nil {
		return work{}, fmt.Errorf("%s: %w", articles, err)
	}
	return w, os.WriteFile(w.path, first.Bytes(), 0o666)
}

// ran is what a run took.
type ran struct {
	seconds, cpu float64
	megabytes    float64 // at its largest
}

// run runs the program, its environment beside the bench's own.
func run(environment []string, program string, args ...string) (ran, error) {
	c := exec.Command(program, args...)
	c.Env = append(os.Environ(), environment...)
	var messages bytes.Buffer
	c.Stderr = &messages
	began := time.Now()
	if err := c.Run(); err != nil {
		return ran{}, fmt.Errorf("%s: %w\n%s", strings.Join(c.Args, " "), err, messages.Bytes())
	}
	r := ran{seconds: time.Since(began).Seconds(), cpu: (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds()}
	if usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.megabytes = float64(usage.Maxrss) / 1024 // kilobytes on Linux
	}
	return r, nil
}
