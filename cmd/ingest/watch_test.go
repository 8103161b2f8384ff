package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// line is a line of a watch's log.
type line struct {
	Msg, Source, Address, Error string
	New                         int
}

// watching is a watch that runs.
type watching struct {
	*testing.T
	folder string
	run    *exec.Cmd
	log    chan line
}

// startWatch starts a watch of the folder's sources.toml with its store there.
func startWatch(t *testing.T, folder string, args ...string) *watching {
	t.Helper()
	w := &watching{T: t, folder: folder, run: exec.Command("ingest", append([]string{"watch", "--sources", "sources.toml", "--store", "sqlite:x.db", "--log", "json"}, args...)...), log: make(chan line, 1000)}
	w.run.Dir = folder
	out, err := w.run.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.run.Process.Kill() }) // where the test fails before its end
	go func() {
		defer close(w.log)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			var l line
			if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
				l.Error = fmt.Sprintf("a line of the log is no JSON: %s", lines.Text())
			}
			w.log <- l
		}
	}()
	return w
}

// await is the next line of the log that a test looks for.
func (w *watching) await(what string, is func(line) bool) line {
	w.Helper()
	limit := time.After(time.Minute)
	var seen []line
	for {
		select {
		case l, open := <-w.log:
			if !open {
				w.Fatalf("the watch has ended before %s: %+v", what, seen)
			}
			if seen = append(seen, l); is(l) {
				return l
			}
		case <-limit:
			w.Fatalf("the log does not tell of %s: %+v", what, seen)
		}
	}
}

func (w *watching) signal(s syscall.Signal) {
	w.Helper()
	if err := w.run.Process.Signal(s); err != nil {
		w.Fatal(err)
	}
}

// ends asks the watch to end, and how long that took.
func (w *watching) ends() time.Duration {
	w.Helper()
	asked := time.Now()
	w.signal(syscall.SIGTERM)
	for range w.log { // its pipe is read to the end first
	}
	if err := w.run.Wait(); err != nil {
		w.Errorf("the watch ended with %v", err)
	}
	return time.Since(asked)
}

func (w *watching) sources(text string) {
	w.Helper()
	putSources(w.T, w.folder, text)
}

func putSources(t *testing.T, folder, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, "sources.toml"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, address string) (int, string) {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func feedSource(name, address string) string {
	return fmt.Sprintf("[[source]]\nname = %q\nfeed = %q\nlanguage = \"en\"\nprivate = true\ndelay = \"0s\"\nevery = \"1s\"\n", name, address)
}

const oneEntry = `<rss version="2.0"><channel><title>Atlas</title><item><guid>g1</guid><title>One</title><description>&lt;p&gt;President Ana Ruiz said on Tuesday that the talks had failed.&lt;/p&gt;</description></item></channel></rss>`

// A watch answers with its metrics and health, keeps a second watch off, reads its
// sources again at SIGHUP, and stays with those that it has where the file is broken.
func TestWatchAnswers(t *testing.T) {
	server := httptest.NewServer(articles(nil))
	defer server.Close()
	folder := t.TempDir()
	putSources(t, folder, feedSource("atlas", server.URL+"/feed")+feedSource("lost", server.URL+"/none"))
	w := startWatch(t, folder, "--listen", "127.0.0.1:0")
	at := "http://" + w.await("its address", func(l line) bool { return l.Msg == "listening" }).Address
	w.await("what is new", func(l line) bool { return l.Source == "atlas" && l.New == 2 })
	w.await("what fails", func(l line) bool { return l.Source == "lost" && strings.Contains(l.Error, "404") })
	for _, path := range []string{"/healthz", "/readyz"} {
		if code, body := get(t, at+path); code != http.StatusOK || body != "ok\n" {
			t.Errorf("%s: %d %q", path, code, body)
		}
	}
	_, metrics := get(t, at+"/metrics")
	for _, want := range []string{`rostrum_entries_total{outcome="new",source="atlas"} 2`, `rostrum_visits_total{outcome="failed",source="lost"}`,
		`rostrum_visit_seconds_count{source="atlas"}`, `rostrum_last_success_timestamp_seconds{source="atlas"}`, "go_goroutines", "process_resident_memory_bytes"} {
		if !strings.Contains(metrics, want) {
			t.Errorf("the metrics have no %s:\n%s", want, metrics)
		}
	}

	second := ingest(folder, "watch", "--sources", "sources.toml")
	var ended *exec.ExitError
	if err := second.Run(); !errors.As(err, &ended) || ended.ExitCode() != 1 || !strings.Contains(second.Stderr.(*bytes.Buffer).String(), "another watch works on store sqlite:x.db") {
		t.Errorf("a second watch: %v\n%s", err, second.Stderr)
	}

	w.sources("[[source]]\nname = 1")
	w.signal(syscall.SIGHUP)
	w.await("the broken file", func(l line) bool {
		return l.Msg == "the sources stay as they were" && strings.Contains(l.Error, "sources.toml:2")
	})
	w.sources(feedSource("bugle", server.URL+"/bugle"))
	w.signal(syscall.SIGHUP)
	w.await("the sources", func(l line) bool { return l.Msg == "read the sources again" })
	w.await("the new source", func(l line) bool { return l.Source == "bugle" && l.Msg == "visited" })
	if took := w.ends(); took > 5*time.Second {
		t.Errorf("it took %v to end with nothing in hand", took)
	}
	third := startWatch(t, folder) // the lock went with its holder
	third.await("its start", func(l line) bool { return l.Msg == "watching" })
	third.ends()
}

// SIGTERM lets a visit that is in hand finish, and waits ten seconds for one that hangs,
// no longer.
func TestWatchEnds(t *testing.T) {
	asked := make(chan string, 10)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		asked <- r.URL.Path
		wait := 2 * time.Second
		if r.URL.Path == "/hangs" {
			wait = time.Minute
		}
		select {
		case <-time.After(wait):
			fmt.Fprint(w, oneEntry)
		case <-r.Context().Done():
		}
	}))
	defer server.Close()
	for path, articles := range map[string]int{"/slow": 1, "/hangs": 0} {
		folder := t.TempDir()
		putSources(t, folder, feedSource("atlas", server.URL+path))
		w := startWatch(t, folder)
		if got := <-asked; got != path {
			t.Fatalf("asked for %s", got)
		}
		if took := w.ends(); took > 10*time.Second {
			t.Errorf("%s: it took %v to end", path, took)
		}
		var status struct {
			Articles int
			Sources  []struct{ Error string }
		}
		command := ingest(folder, "status", "--json")
		out, err := command.Output()
		if err == nil {
			err = json.Unmarshal(out, &status)
		}
		if err != nil || status.Articles != articles {
			t.Errorf("%s: %v: %s", path, err, out)
		}
	}
}

// One round of what is due: a source that fails makes the exit code, and stops no other.
func TestWatchOnce(t *testing.T) {
	server := httptest.NewServer(articles(nil))
	defer server.Close()
	folder := t.TempDir()
	once := func(text string) (code int, log string) {
		t.Helper()
		putSources(t, folder, text)
		run := ingest(folder, "watch", "--once", "--sources", "sources.toml")
		err := run.Run()
		var ended *exec.ExitError
		if err != nil && !errors.As(err, &ended) {
			t.Fatal(err)
		}
		return run.ProcessState.ExitCode(), run.Stderr.(*bytes.Buffer).String()
	}
	if code, log := once(feedSource("lost", server.URL+"/none") + feedSource("atlas", server.URL+"/feed")); code != 1 || !strings.Contains(log, "new=2") || !strings.Contains(log, "1 sources could not be read") {
		t.Errorf("exit code %d\n%s", code, log)
	}
	time.Sleep(1100 * time.Millisecond)
	if code, log := once(feedSource("atlas", server.URL+"/feed")); code != 0 || strings.Contains(log, "new=") {
		t.Errorf("again: exit code %d\n%s", code, log)
	}
}

// diskFull is what is told where a file cannot grow.
const diskFull = "the disk failed or is full"

// onFullDisk has a command write no file beyond half of what the store has already. The
// limit holds for root too.
func onFullDisk(t *testing.T, run *exec.Cmd, store string) *exec.Cmd {
	t.Helper()
	info, err := os.Stat(store)
	if err != nil {
		t.Fatal(err)
	}
	limited := exec.Command("bash", append([]string{"-c", fmt.Sprintf(`ulimit -f %d && exec "$@"`, info.Size()/2048), "full"}, run.Args...)...)
	limited.Dir, limited.Env, limited.Stderr = run.Dir, run.Env, run.Stderr
	return limited
}

// On a full disk nothing is kept and nothing is remembered; all of it comes when there is
// room.
func TestWatchOnFullDisk(t *testing.T) {
	server := httptest.NewServer(articles(nil))
	defer server.Close()
	folder := t.TempDir()
	putSources(t, folder, feedSource("lost", server.URL+"/none"))
	round := func() *exec.Cmd { return ingest(folder, "watch", "--once", "--sources", "sources.toml") }
	_ = round().Run() // makes the store; its source fails
	putSources(t, folder, feedSource("atlas", server.URL+"/feed"))
	full := onFullDisk(t, round(), filepath.Join(folder, "x.db"))
	if err := full.Run(); err == nil || !strings.Contains(full.Stderr.(*bytes.Buffer).String(), diskFull) {
		t.Errorf("%v\n%s", err, full.Stderr)
	}
	if row, err := ingest(folder, "status").Output(); err != nil || !strings.Contains(string(row), diskFull) {
		t.Errorf("the source's row: %v\n%s", err, row)
	}
	time.Sleep(2500 * time.Millisecond) // its failure doubles the second, give or take a fifth
	after := round()
	if err := after.Run(); err != nil || !strings.Contains(after.Stderr.(*bytes.Buffer).String(), "new=2") {
		t.Errorf("with room again: %v\n%s", err, after.Stderr)
	}
}

// A backfill that is interrupted says so, and the next goes on: what was taken is not
// fetched again.
func TestBackfillInterrupted(t *testing.T) {
	const entries = 12
	reached := make(chan bool, entries)
	var mutex sync.Mutex
	asked := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var n int
		switch _, err := fmt.Sscanf(r.URL.Path, "/page/%d", &n); {
		case err == nil:
			mutex.Lock()
			asked[r.URL.Path]++
			mutex.Unlock()
			time.Sleep(100 * time.Millisecond)
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(w, "<html><body><article><p>LONDON - Russia denied on Tuesday charge number %d, which Britain had brought before the council.</p></article></body></html>", n)
			reached <- true
		case r.URL.Path == "/feed":
			fmt.Fprint(w, `<rss version="2.0"><channel><title>Atlas</title>`)
			for i := range entries {
				fmt.Fprintf(w, `<item><title>Item %d</title><link>/page/%[1]d</link></item>`, i)
			}
			fmt.Fprint(w, `</channel></rss>`)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	folder := t.TempDir()
	putSources(t, folder, feedSource("atlas", server.URL+"/feed")+"fulltext = true\n")
	first := ingest(folder, "backfill", "atlas", "--sources", "sources.toml")
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		<-reached
	}
	if err := first.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	var ended *exec.ExitError
	if err := first.Wait(); !errors.As(err, &ended) || ended.ExitCode() != 130 || !strings.Contains(first.Stderr.(*bytes.Buffer).String(), "run the same command again") {
		t.Errorf("interrupted: %v\n%s", err, first.Stderr)
	}
	second := ingest(folder, "backfill", "atlas", "--sources", "sources.toml")
	if err := second.Run(); err != nil {
		t.Errorf("%v\n%s", err, second.Stderr)
	}
	mutex.Lock()
	defer mutex.Unlock()
	once := 0
	for _, n := range asked {
		if n == 1 {
			once++
		}
	}
	if len(asked) != entries || once < entries-1 {
		t.Errorf("%d pages of %d were fetched, %d of them once", len(asked), entries, once)
	}
}
