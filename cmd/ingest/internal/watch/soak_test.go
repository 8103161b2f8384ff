package watch

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"rostrum/cmd/ingest/internal/feed"
	"rostrum/cmd/ingest/internal/feed/archive"
	"rostrum/cmd/ingest/internal/feed/polite"
	"rostrum/cmd/ingest/internal/feed/sources"
	"rostrum/cmd/ingest/internal/keeper"
	"rostrum/graph/sqlite"
	"rostrum/schema"
)

// The size of the soak.
const (
	soakSources = 60
	soakItems   = 8 // of each source
	soakKills   = 10
	soakLimit   = 5 * time.Minute
)

// TestMain runs the watcher of the soak where the test has started itself as that.
func TestMain(m *testing.M) {
	if folder := os.Getenv("ROSTRUM_SOAK"); folder != "" {
		if err := soakWatcher(folder); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// soakWatcher watches until SIGTERM, and prints its memory now and then.
func soakWatcher(folder string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	store, err := sqlite.Open(ctx, filepath.Join(folder, "store.db"), schema.Model())
	if err != nil {
		return err
	}
	defer store.Close()
	kept, err := archive.Open(filepath.Join(folder, "archive"))
	if err != nil {
		return err
	}
	reader, err := feed.NewReader(feed.Defaults{})
	if err != nil {
		return err
	}
	client, err := feed.NewClient(true)
	if err != nil {
		return err
	}
	k := &keeper.Keeper{Store: store, Journal: store, Archive: kept, Reader: reader, Extract: oneStatement, Version: "1", Fold: true, Now: time.Now}
	if err := k.Open(ctx); err != nil {
		return err
	}
	file, err := sources.Read(filepath.Join(folder, "sources.toml"))
	if err != nil {
		return err
	}
	w := &Watcher{Journal: store, Keeper: k, Archive: kept, Reader: reader, Holder: "test", Visits: 16, Metrics: NewMetrics(), Now: time.Now,
		Log:     slog.New(slog.NewTextHandler(io.Discard, nil)),
		Fetcher: &polite.Fetcher{Public: client, Private: client, Agent: "Rostrum-test", Timeout: time.Second, Now: time.Now}}
	w.Use(file)
	go func() {
		for range time.Tick(2 * time.Second) {
			runtime.GC()
			var memory runtime.MemStats
			runtime.ReadMemStats(&memory)
			fmt.Println(memory.HeapAlloc)
		}
	}()
	return w.Run(ctx, false)
}

// agency is the sources that the soak watches: each serves a feed that grows with every
// good answer, and one answer of twenty is each kind of fault.
type agency struct {
	mutex  sync.Mutex
	random *rand.Rand
	shown  [soakSources]int // items that the feed shows
	faults map[string]int
	quiet  bool // no faults any more
}

// soakFaults are the kinds of faults, each in one of twenty answers.
var soakFaults = []struct {
	name string
	do   func(w http.ResponseWriter, r *http.Request, feed string)
}{
	{"error 500", func(w http.ResponseWriter, r *http.Request, _ string) { w.WriteHeader(http.StatusInternalServerError) }},
	{"429", func(w http.ResponseWriter, r *http.Request, _ string) {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
	}},
	{"hangs", func(w http.ResponseWriter, r *http.Request, _ string) {
		select {
		case <-r.Context().Done():
		case <-time.After(3 * time.Second):
		}
	}},
	{"gzip cut short", func(w http.ResponseWriter, r *http.Request, feed string) {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		io.WriteString(z, feed)
		z.Close()
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(b.Bytes()[:b.Len()/2])
	}},
	{"cut short", func(w http.ResponseWriter, r *http.Request, feed string) { io.WriteString(w, feed[:len(feed)/2]) }},
	{"wrong content type", func(w http.ResponseWriter, r *http.Request, feed string) {
		w.Header().Set("Content-Type", "image/png")
		io.WriteString(w, feed)
	}},
	{"entities", func(w http.ResponseWriter, r *http.Request, _ string) {
		io.WriteString(w, `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>`)
	}},
	{"a page in place of a feed", func(w http.ResponseWriter, r *http.Request, _ string) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<html><body><form>Log in: <input type='password'></form></body></html>")
	}},
	{"redirects for ever", func(w http.ResponseWriter, r *http.Request, _ string) {
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	}},
	{"another encoding", func(w http.ResponseWriter, r *http.Request, feed string) {
		w.Header().Set("Content-Type", "application/rss+xml; charset=utf-16")
		io.WriteString(w, "\xff\xfe\x00garbage\x80\x81")
	}},
}

func (a *agency) serve(source int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		a.mutex.Lock()
		fault := -1
		if n := a.random.IntN(20); n < len(soakFaults) && !a.quiet {
			fault = n
			a.faults[soakFaults[n].name]++
		} else {
			a.shown[source] = min(a.shown[source]+1+a.random.IntN(4), soakItems)
		}
		text := a.feed(source, a.shown[source])
		a.mutex.Unlock()
		if fault >= 0 {
			soakFaults[fault].do(w, r, text)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		io.WriteString(w, text)
	}
}

// storyOf is the story that an item of a source tells: one of eight is a copy of the
// neighbour's, cut short and under another headline.
func storyOf(source, item int) (seed int, copied bool) {
	if item%8 == 5 && source%2 == 1 {
		return (source-1)*1000 + item, true
	}
	return source*1000 + item, false
}

// feed is a source's feed with so many items. The first has been corrected once there
// are four, and some have impossible dates.
func (a *agency) feed(source, items int) string {
	var list []string
	for i := range items {
		seed, copied := storyOf(source, i)
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		var body strings.Builder
		paragraphs := 4
		if copied {
			paragraphs = 3
		}
		for range paragraphs {
			body.WriteString("<p>")
			for range 40 {
				fmt.Fprintf(&body, "%s ", word(r.IntN(1<<20)))
			}
			body.WriteString("</p>")
		}
		title := fmt.Sprintf("Story %d of %d", i, source)
		if i == 0 && items >= 4 {
			title = "Corrected: " + title
		}
		date := ""
		if i%5 == 2 {
			date = "<pubDate>Mon, 45 Foo 2999 99:99:99 GMT</pubDate>"
		}
		list = append(list, strings.Replace(item(fmt.Sprintf("s%d-i%d", source, i), fmt.Sprintf("/%d/%d", source, i), title, body.String()), "<link>", date+"<link>", 1))
	}
	return rss(list...)
}

// TestSoak watches many sources in trouble, kills the watcher again and again, and holds
// what is kept against what was published.
func TestSoak(t *testing.T) {
	if os.Getenv("ROSTRUM_SOAK_MINUTES") == "" {
		t.Skip("takes minutes: make soak runs it")
	}
	folder := t.TempDir()
	a := &agency{random: rand.New(rand.NewPCG(5, 8)), faults: map[string]int{}}
	var file strings.Builder
	for s := range soakSources {
		server := httptest.NewServer(a.serve(s))
		defer server.Close()
		fmt.Fprintf(&file, "[[source]]\nname = \"s%d\"\nfeed = %q\noutlet = \"Outlet %d\"\nevery = \"3s\"\ndelay = \"0s\"\nprivate = true\n", s, server.URL+"/feed", s)
	}
	if err := os.WriteFile(filepath.Join(folder, "sources.toml"), []byte(file.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	for range soakKills {
		run := soakProcess(t, folder, io.Discard)
		time.Sleep(time.Second + time.Duration(a.random.IntN(2000))*time.Millisecond)
		if err := run.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = run.Wait() // it was killed
	}
	var heaps bytes.Buffer
	run := soakProcess(t, folder, &heaps)
	complete := false
	for !complete && time.Since(began) < soakLimit {
		time.Sleep(2 * time.Second)
		complete = a.published(t, folder)
	}
	if err := run.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	asked := time.Now()
	if err := run.Wait(); err != nil {
		t.Errorf("the watcher ended with %v", err)
	}
	if took := time.Since(asked); took > 10*time.Second {
		t.Errorf("it took %v to stop", took)
	}
	a.check(t, folder, time.Since(began))
	checkHeap(t, heaps.String())
}

func soakProcess(t *testing.T, folder string, out io.Writer) *exec.Cmd {
	t.Helper()
	run := exec.Command(os.Args[0])
	run.Env = append(os.Environ(), "ROSTRUM_SOAK="+folder)
	run.Stdout, run.Stderr = out, os.Stderr
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	return run
}

// published tells whether all sources have shown all of their items and all are kept.
func (a *agency) published(t *testing.T, folder string) bool {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	for _, shown := range a.shown {
		if shown < soakItems {
			return false
		}
	}
	store, err := sqlite.OpenReader(t.Context(), filepath.Join(folder, "store.db"), schema.Model())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	n := 0
	for r, err := range keeper.Records(t.Context(), store) {
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(r.Title, "Story 0 ") {
			n++ // the first, once it was corrected
		}
	}
	return n >= soakSources*soakItems
}

// check compares what is kept with what was published.
func (a *agency) check(t *testing.T, folder string, took time.Duration) {
	store, err := sqlite.OpenReader(t.Context(), filepath.Join(folder, "store.db"), schema.Model())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	kept, copied := map[string]int{}, 0
	for r, err := range keeper.Records(t.Context(), store) {
		if err != nil {
			t.Fatal(err)
		}
		kept[r.GUID]++
		if r.CopyOf != "" {
			copied++
		}
		if strings.HasPrefix(r.Title, "Story 0 ") {
			t.Errorf("%s was never corrected", r.GUID)
		}
	}
	lost, doubled, stories, copies := 0, 0, 0, 0
	for s := range soakSources {
		for i := range soakItems {
			switch n := kept[fmt.Sprintf("s%d-i%d", s, i)]; {
			case n == 0:
				lost++
			case n > 1:
				doubled++
			}
			if _, is := storyOf(s, i); is {
				copies++
			} else {
				stories++
			}
		}
	}
	status, err := store.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	faults := 0
	for _, n := range a.faults {
		faults += n
	}
	t.Logf("soak: %d sources, %d items, %d faults of %d kinds, %d kills, %v: %d lost, %d doubled, %d copies folded of %d, %d articles of %d in the graph, %d statements",
		soakSources, soakSources*soakItems, faults, len(a.faults), soakKills, took.Round(time.Second), lost, doubled, copied, copies, status.Nodes["Article"], stories, status.Nodes["Statement"])
	if lost+doubled > 0 || copied != copies || status.Nodes["Article"] != int64(stories) || status.Nodes["Statement"] != int64(stories) {
		t.Error("what is kept is not what was published")
	}
	if len(a.faults) != len(soakFaults) {
		t.Errorf("only %d kinds of faults came", len(a.faults))
	}
}

// checkHeap compares the memory of the last third of a run with that of the first: it
// grows with what is in the index of copies and no more.
func checkHeap(t *testing.T, lines string) {
	var heaps []float64
	for line := range strings.Lines(lines) {
		var bytes float64
		if _, err := fmt.Sscan(line, &bytes); err == nil {
			heaps = append(heaps, bytes/1e6)
		}
	}
	if len(heaps) < 3 {
		t.Logf("too short a last run to compare its memory: %v MB", heaps)
		return
	}
	early, late := heaps[len(heaps)/3], heaps[len(heaps)-1]
	t.Logf("memory in the last run: %.1f MB, then %.1f MB", early, late)
	if late > 1.5*early+20 {
		t.Errorf("memory grew from %.1f to %.1f MB", early, late)
	}
}
