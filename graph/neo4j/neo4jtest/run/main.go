// Command run starts a Neo4j server on a free port, runs a command that finds it in
// NEO4J_URI, and stops the server:
//
//	go run ./graph/neo4j/neo4jtest/run go test ./graph/neo4j
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"rostrum/graph/neo4j/neo4jtest"
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "run:", err)
		code = 1
	}
	os.Exit(code)
}

func run(command []string) (code int, err error) {
	if len(command) == 0 {
		return 2, errors.New("give the command to run")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	home, err := os.MkdirTemp("", "rostrum-neo4j")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(home)
	server, err := neo4jtest.Start(ctx, home)
	if err != nil {
		return 1, err
	}
	defer server.Stop()
	fmt.Fprintf(os.Stderr, "Neo4j %s at %s\n", neo4jtest.Version, server.URI())
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), "NEO4J_URI="+server.URI(), "NEO4J_REQUIRED=1")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}
