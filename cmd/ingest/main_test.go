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
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"rostrum/cmd/internal/command"
)

// TestMain lets scripts and tests run this binary under the name ingest.
// As ingest-ahead its clock is two hours ahead.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"ingest": main,
		"ingest-ahead": func() {
			os.Exit(command.Run(newApp(func() time.Time { return time.Now().Add(2 * time.Hour) }), os.Args))
		},
	})
}

// TestScripts runs sessions as users type them. $SERVER is a web server on this machine,
// $FORMATS a folder with a file of each format.
func TestScripts(t *testing.T) {
	server := httptest.NewServer(articles(nil))
	t.Cleanup(server.Close) // the scripts run when this function has returned
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("SERVER", server.URL)
			formats, err := filepath.Abs("internal/feed/testdata/formats")
			e.Setenv("FORMATS", formats)
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "expand": expand},
	})
}

// expand puts the environment's values in place of $NAME in a file: expand FILE.
func expand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: expand FILE")
	}
	text := os.Expand(ts.ReadFile(args[0]), ts.Getenv)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
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
	mux.HandleFunc("/sitemap.xml", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://%s/story</loc><lastmod>2018-03-14</lastmod></url><url><loc>http://%[1]s/old</loc><lastmod>2017-12-31</lastmod></url></urlset>`, r.Host)
	})
	talks := `<p>GENEVA - Russia accused Ukraine on Tuesday of shelling a nuclear power plant.</p><p>"Ukraine has violated the cease-fire," Russian Foreign Minister Sergei Lavrov told reporters in Geneva, where envoys of both sides have met for a week.</p>`
	feed := func(path, more string, entries ...string) {
		serve(path, "application/rss+xml", `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Feed</title>`+more+strings.Join(entries, "")+`</channel></rss>`)
	}
	entry := func(id, date, text string) string {
		return fmt.Sprintf(`<item><guid isPermaLink="false">%s</guid><link>/%[1]s</link><title>Item %[1]s</title><pubDate>%s</pubDate><description><![CDATA[%s]]></description></item>`, id, date, text)
	}
	feed("/feed", `<atom:link rel="prev-archive" href="/feed/2023"/>`, entry("a1", "Tue, 05 Mar 2024 09:00:00 GMT", talks+"<p>Ukraine denied the accusation, and the talks will go on in the same city on Wednesday.</p>"),
		entry("a2", "Tue, 05 Mar 2024 10:00:00 GMT", "<p>LONDON - Britain accused China on Tuesday of hacking its parliament.</p>"))
	feed("/feed/2023", "", entry("a0", "Fri, 03 Mar 2023 09:00:00 GMT", "<p>PARIS - France accused Mali on Friday of hiding a massacre.</p>"))
	feed("/bugle", "", entry("b1", "Tue, 05 Mar 2024 11:00:00 GMT", talks))
	serve("/json", "application/feed+json", `{"version": "https://jsonfeed.org/version/1.1", "title": "J", "next_url": "/json/2", "items": [{"id": "j1", "content_text": "Russia denied the charge."}]}`)
	serve("/json/2", "application/feed+json", `{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": "j0", "content_text": "China denied the charge."}]}`)
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
