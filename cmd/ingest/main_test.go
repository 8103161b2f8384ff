package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts and tests run this binary under the name ingest.
func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"ingest": main}) }

// TestScripts runs sessions as users type them. $SERVER is a web server on this machine.
func TestScripts(t *testing.T) {
	server := httptest.NewServer(articles(nil))
	t.Cleanup(server.Close) // the scripts run when this function has returned
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("SERVER", server.URL)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
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

// articles serves articles; at /hang it tells reached and never answers.
func articles(reached chan<- bool) http.Handler {
	mux := http.NewServeMux()
	serve := func(path, contentType, body string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			fmt.Fprint(w, body)
		})
	}
	serve("/story", "text/html; charset=utf-8", `<!DOCTYPE html><html><head><title>A story</title></head><body><article>
<p>LONDON — Prime Minister Theresa May accused Russia of a reckless attack on Wednesday, and told it to explain.</p></article></body></html>`)
	serve("/picture", "image/png", "\x89PNG")
	mux.HandleFunc("/hang", func(_ http.ResponseWriter, r *http.Request) {
		if reached != nil {
			reached <- true
		}
		<-r.Context().Done()
	})
	return mux
}

// An interrupted run keeps what was read, says so and exits with 130; the next goes on.
func TestInterrupt(t *testing.T) {
	folder := t.TempDir()
	reached := make(chan bool, 1)
	server := httptest.NewServer(articles(reached))
	defer server.Close()
	for _, name := range []string{"a.txt", "b.txt"} {
		text := "LONDON, March 14, 2018 (Reuters) - Russia denied the charge, " + name + " said.\n"
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	first := ingest(folder, "add", "a.txt", server.URL+"/hang", "b.txt", "--allow-private", "--timeout", "1m")
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	waited := make(chan error, 1)
	go func() { waited <- first.Wait() }()
	select {
	case <-reached:
	case err := <-waited:
		t.Fatalf("ended before it was interrupted: %v\n%s", err, first.Stderr)
	}
	if err := first.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	err := <-waited
	output := first.Stderr.(*bytes.Buffer).String()
	var ended *exec.ExitError
	if !errors.As(err, &ended) || ended.ExitCode() != 130 || !strings.Contains(output, "interrupted") || !strings.Contains(output, "1  new") {
		t.Fatalf("interrupted: %v\n%s", err, output)
	}
	second := ingest(folder, "add", "a.txt", "b.txt")
	if err := second.Run(); err != nil {
		t.Fatalf("%v\n%s", err, second.Stderr)
	}
	output = second.Stderr.(*bytes.Buffer).String()
	if !strings.Contains(output, "1  new") || !strings.Contains(output, "1  unchanged") {
		t.Errorf("the second run did not go on where the first stopped:\n%s", output)
	}
}

// Nothing waits for standard input after an interruption.
func TestInterruptAtStdin(t *testing.T) {
	folder := t.TempDir()
	command := ingest(folder, "add", "-")
	input, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer input.Close()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	// More than a pipe holds, so that it is known to be reading when this returns.
	line := `{"id":"wire:%d","text":"Russia denied the charge.","note":"` + strings.Repeat("not read ", 800) + `"}` + "\n"
	for i := range 100 {
		if _, err := fmt.Fprintf(input, line, i); err != nil {
			t.Fatal(err)
		}
	}
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	var ended *exec.ExitError
	if err := command.Wait(); !errors.As(err, &ended) || ended.ExitCode() != 130 {
		t.Fatalf("interrupted: %v\n%s", err, command.Stderr)
	}
}

func ingest(folder string, args ...string) *exec.Cmd {
	command := exec.Command("ingest", args...)
	command.Dir = folder
	command.Env = append(os.Environ(), "ROSTRUM_STORE=sqlite:x.db")
	command.Stderr = new(bytes.Buffer)
	return command
}
