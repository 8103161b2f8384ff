package main

import (
	"context"
	"errors"
	"flag"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"rostrum/graph/queries/queriestest"
	"rostrum/graph/sqlite"
	"rostrum/schema"
)

var update = flag.Bool("update", false, "rewrite the expected results in testdata")

// TestMain lets scripts run this binary under the name query.
func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"query": main}) }

// TestScripts runs sessions as users type them, on the graph of queriestest.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			path := filepath.Join(e.WorkDir, "graph.db")
			e.Setenv("ROSTRUM_STORE", "sqlite:"+path)
			e.Setenv("COLUMNS", "100")
			return makeGraph(path)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

func makeGraph(path string) error {
	ctx := context.Background()
	store, err := sqlite.Open(ctx, path, schema.Model())
	if err != nil {
		return err
	}
	_, err = store.Apply(ctx, queriestest.Graph()...)
	return errors.Join(err, store.Close())
}

// exits runs a command that must end with an exit code: exits CODE COMMAND...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	var ended *exec.ExitError
	got := 0
	if errors.As(err, &ended) {
		got = ended.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}
