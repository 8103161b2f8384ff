// Package command is what the commands ingest and query share: the store that a
// --store flag names, the way an error becomes a message and an exit code, and the
// context that Ctrl-C ends.
//
// It knows no command's own flags and prints no results. The main path: main calls
// [Run] with its app; an action calls [OpenStore] or [OpenReader].
package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/urfave/cli/v2"

	"rostrum/graph"
	"rostrum/graph/neo4j"
	"rostrum/graph/sqlite"
	"rostrum/schema"
)

// UsageError is an error in how a command was called: exit code 2.
type UsageError struct{ Err error }

func (e *UsageError) Error() string { return e.Err.Error() }
func (e *UsageError) Unwrap() error { return e.Err }

// Usagef makes a UsageError.
func Usagef(format string, args ...any) error {
	return &UsageError{Err: fmt.Errorf(format, args...)}
}

// ErrReported is an error whose message is on stderr already: exit code 1 and no more.
var ErrReported = errors.New("reported")

// Run runs the app with a context that ends at the first SIGINT or SIGTERM, and
// returns the exit code: 0; 1 after an error, with its message on stderr; 2 where the
// command was called wrongly; 130 where it was interrupted. A second signal ends the
// process at once.
func Run(app *cli.App, args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	app.ExitErrHandler = func(*cli.Context, error) {}
	app.OnUsageError = func(_ *cli.Context, err error, _ bool) error { return &UsageError{Err: err} }
	app.HideHelpCommand = true
	if app.ErrWriter == nil {
		app.ErrWriter = os.Stderr
	}
	for _, c := range app.Commands {
		setUsageError(c, app.OnUsageError)
	}
	args, err := flagsFirst(app, args)
	if err == nil {
		err = app.RunContext(ctx, args)
	}
	var usage *UsageError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, ErrReported):
		return 1
	case errors.As(err, &usage):
		fmt.Fprintf(app.ErrWriter, "%s: %v\nTry '%s --help'.\n", app.Name, err, app.Name)
		return 2
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintf(app.ErrWriter, "%s: interrupted; run the same command again to go on\n", app.Name)
		return 130
	}
	fmt.Fprintf(app.ErrWriter, "%s: %v\n", app.Name, err)
	return 1
}

func setUsageError(c *cli.Command, f cli.OnUsageErrorFunc) {
	c.OnUsageError = f
	c.HideHelpCommand = true
	for _, sub := range c.Subcommands {
		setUsageError(sub, f)
	}
}

// StoreFlag is the flag that names the store.
func StoreFlag() cli.Flag {
	return &cli.StringFlag{
		Name: "store", EnvVars: []string{"ROSTRUM_STORE"}, Value: DefaultStore(),
		Usage: "the graph: `sqlite:FILE`, or neo4j://user@host:7687/database with ROSTRUM_NEO4J_PASSWORD (bolt, +s and +ssc too)",
	}
}

// DefaultStore is the store in the user's data folder: $XDG_DATA_HOME/rostrum, or
// what the system has for it.
func DefaultStore() string {
	folder := os.Getenv("XDG_DATA_HOME")
	if folder == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "sqlite:rostrum.db"
		}
		folder = filepath.Join(home, ".local", "share")
	}
	return "sqlite:" + filepath.Join(folder, "rostrum", "rostrum.db")
}

// OpenStore opens the store that name tells of, and makes it where there is none. While
// a server does not answer, waiting is called, which may be nil, with what it waits for.
func OpenStore(ctx context.Context, name string, waiting func(error, time.Duration)) (graph.Store, error) {
	if neo4j.IsURI(name) {
		target, err := neo4jTarget(name)
		if err != nil {
			return nil, err
		}
		return neo4j.Open(ctx, target, schema.Model(), neo4j.Options{Waiting: waiting})
	}
	path, err := sqlitePath(name)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("store %s: %w", name, err)
	}
	return sqlite.Open(ctx, path, schema.Model())
}

// OpenReader opens the store that name tells of to read it only; it must be there.
func OpenReader(ctx context.Context, name string) (graph.Reader, error) {
	if neo4j.IsURI(name) {
		target, err := neo4jTarget(name)
		if err != nil {
			return nil, err
		}
		return neo4j.OpenReader(ctx, target, schema.Model(), neo4j.Options{})
	}
	path, err := sqlitePath(name)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("no store at %s: make one with 'ingest add --store %s PATH', or name another with --store", path, name)
	}
	return sqlite.OpenReader(ctx, path, schema.Model())
}

func sqlitePath(name string) (string, error) {
	path, ok := strings.CutPrefix(name, "sqlite:")
	if !ok || path == "" {
		return "", Usagef("--store %q: write it as sqlite:FILE or neo4j://user@host:7687/database", name)
	}
	return path, nil
}

const passwordVariable, passwordFileVariable = "ROSTRUM_NEO4J_PASSWORD", "ROSTRUM_NEO4J_PASSWORD_FILE"

// neo4jTarget is the server that name tells of, with the password from the environment
// or from a file that it names.
func neo4jTarget(name string) (neo4j.Target, error) {
	password := os.Getenv(passwordVariable)
	if path := os.Getenv(passwordFileVariable); path != "" && password == "" {
		text, err := os.ReadFile(path)
		if err != nil {
			return neo4j.Target{}, fmt.Errorf("%s: %w", passwordFileVariable, err)
		}
		password = strings.TrimRight(string(text), "\r\n")
	}
	target, err := neo4j.ParseTarget(name, password)
	if err != nil {
		return neo4j.Target{}, Usagef("--store: %v", err)
	}
	return target, nil
}
