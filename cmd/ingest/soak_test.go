package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"rostrum/cmd/ingest/internal/keeper"
	"rostrum/graph"
	"rostrum/graph/sqlite"
	"rostrum/schema"
)

// The size of the soak.
const (
	soakSources = 200
	soakItems   = 12 // of each source
	soakKills   = 10
	soakAhead   = 4                 // the run whose clock is two hours ahead
	soakFull    = 7                 // the run that may write no file beyond half of what the store has already, as on a full disk
	soakTrouble = 100 * time.Second // so long there are faults, the kills within
	soakLimit   = 6 * time.Minute
)

// TestSoak watches many sources in trouble with the program itself, kills it again and
// again, once on a full disk and once with a clock that was wrong, and holds the graph
// against that of an undisturbed round: no article may be lost and none doubled.
func TestSoak(t *testing.T) {
	if os.Getenv("ROSTRUM_SOAK") == "" {
		t.Skip("takes minutes: make soak runs it")
	}
	k := newSoak(t)
	began := time.Now()
	for n := range soakKills {
		k.killed(n)
	}
	last := k.start("ingest", k.folder)
	var memory []float64 // MB, each few seconds
	complete := time.Time{}
	for complete.IsZero() && time.Since(began) < soakLimit {
		time.Sleep(2 * time.Second)
		k.agencies.deliver(t)
		memory = append(memory, residentMB(t, last.Process.Pid))
		if !k.quiet() && time.Since(began) > soakTrouble {
			k.hush()
		}
		if k.quiet() && k.agencies.complete() && k.kept() {
			complete = time.Now()
		}
	}
	k.stop(last)
	if complete.IsZero() {
		k.tail(last)
	}
	t.Logf("%v with %d kills until all was kept, of which %v in trouble", time.Since(began).Round(time.Second), soakKills, soakTrouble)
	k.checkArticles()
	k.checkLog()
	k.checkMemory(memory)
	k.checkGraph()
}

// soak is a soak under way.
type soak struct {
	*testing.T
	folder   string
	agencies *agencies
	random   *rand.Rand
	decoys   chan string // who has asked for what at the address that the watch must never ask
	ran      int
}

func newSoak(t *testing.T) *soak {
	k := &soak{T: t, folder: t.TempDir(), random: rand.New(rand.NewPCG(7, 9)), decoys: make(chan string, 1000)}
	decoy := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { k.decoys <- r.UserAgent() + " " + r.URL.Path }))
	t.Cleanup(decoy.Close)
	k.agencies = &agencies{
		drop: filepath.Join(k.folder, "drop"), decoy: strings.Replace(decoy.URL, "127.0.0.1", "localhost", 1) + "/secret",
		random: rand.New(rand.NewPCG(5, 8)), faults: map[string]int{},
	}
	servers := make([]string, soakSources)
	for s := range soakSources {
		if !isFolder(s) {
			server := httptest.NewServer(k.agencies.serve(s))
			t.Cleanup(server.Close)
			servers[s] = server.URL
		}
	}
	if err := os.WriteFile(filepath.Join(k.folder, "sources.toml"), []byte(k.agencies.sources(t, servers)), 0o666); err != nil {
		t.Fatal(err)
	}
	return k
}

// hasty is for servers that hang.
var hasty = []string{"--timeout", "1s"}

// watch is the command that watches, by the program of a name, with what it keeps in a
// folder, and its log in a file of its own.
func (k *soak) watch(program, folder string, more ...string) *exec.Cmd {
	k.Helper()
	log, err := os.Create(filepath.Join(k.folder, fmt.Sprintf("log%02d.json", k.ran)))
	if err != nil {
		k.Fatal(err)
	}
	k.ran++
	k.Cleanup(func() { log.Close() })
	run := exec.Command(program, append([]string{"watch", "--sources", filepath.Join(k.folder, "sources.toml"), "--store", "sqlite:" + filepath.Join(folder, "store.db"),
		"--visits", "16", "--log", "json", "--verbose"}, more...)...)
	run.Stderr = log
	return run
}

func (k *soak) start(program, folder string) *exec.Cmd {
	k.Helper()
	run := k.watch(program, folder, hasty...)
	if err := run.Start(); err != nil {
		k.Fatal(err)
	}
	k.Cleanup(func() { _ = run.Process.Kill() }) // where the test fails before its end
	return run
}

// killed watches for some seconds and kills the watcher.
func (k *soak) killed(n int) {
	k.Helper()
	program := "ingest"
	if n == soakAhead {
		program = "ingest-ahead"
	}
	run := k.watch(program, k.folder, hasty...)
	if n == soakFull {
		run = onFullDisk(k.T, run, filepath.Join(k.folder, "store.db"))
	}
	if err := run.Start(); err != nil {
		k.Fatal(err)
	}
	k.agencies.deliver(k.T)
	time.Sleep(2*time.Second + time.Duration(k.random.IntN(4000))*time.Millisecond)
	if err := run.Process.Kill(); err != nil {
		k.Fatal(err)
	}
	var ended *exec.ExitError
	if err := run.Wait(); n != soakFull && (!asExit(err, &ended) || ended.ExitCode() != -1) {
		k.Errorf("watcher %d had ended before it was killed: %v", n, err)
	}
}

func asExit(err error, ended **exec.ExitError) bool {
	e, ok := err.(*exec.ExitError)
	*ended = e
	return ok
}

func (k *soak) stop(run *exec.Cmd) {
	k.Helper()
	if err := run.Process.Signal(syscall.SIGTERM); err != nil {
		k.Fatal(err)
	}
	asked := time.Now()
	if err := run.Wait(); err != nil {
		k.Errorf("the watcher ended with %v", err)
	}
	if took := time.Since(asked); took > 10*time.Second {
		k.Errorf("it took %v to stop", took)
	}
}

func (k *soak) quiet() bool {
	k.agencies.mutex.Lock()
	defer k.agencies.mutex.Unlock()
	return k.agencies.quiet
}

// hush ends the trouble.
func (k *soak) hush() {
	k.agencies.mutex.Lock()
	defer k.agencies.mutex.Unlock()
	k.agencies.quiet = true
}

// records are what the watcher remembers of the articles.
func (k *soak) records() []*keeper.Record {
	k.Helper()
	store, err := sqlite.OpenReader(k.Context(), filepath.Join(k.folder, "store.db"), schema.Model())
	if err != nil {
		k.Fatal(err)
	}
	defer store.Close()
	var list []*keeper.Record
	for r, err := range keeper.Records(k.Context(), store) {
		if err != nil {
			k.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

// kept tells whether all articles are there as they were published last.
func (k *soak) kept() bool {
	k.Helper()
	final := map[string]bool{}
	for s := range soakSources {
		for i := range soakItems {
			final[guid(s, i)+finalTitle(s, i)] = true
		}
	}
	for _, r := range k.records() {
		if killedItem := r.Status.Retracts(); killedItem || r.Title != "" {
			delete(final, r.GUID+r.Title)
		}
	}
	return len(final) == 0
}

// checkArticles holds the articles that are kept against those that were published.
func (k *soak) checkArticles() {
	k.Helper()
	kept, copied, withdrawn := map[string]int{}, 0, 0
	for _, r := range k.records() {
		kept[r.GUID]++
		if r.CopyOf != "" {
			copied++
		}
		if r.Status.Retracts() {
			withdrawn++
		}
	}
	lost, doubled, copies, killings := 0, 0, 0, 0
	for s := range soakSources {
		for i := range soakItems {
			switch n := kept[guid(s, i)]; {
			case n == 0:
				lost++
			case n > 1:
				doubled++
			}
			if _, is := storyOf(s, i); is {
				copies++
			}
			if killed(s, i) {
				killings++
			}
		}
	}
	faults := 0
	for _, n := range k.agencies.faults {
		faults += n
	}
	k.Logf("%d sources, %d items, %d faults of %d kinds: %d lost, %d doubled; %d copies folded of %d, %d withdrawn of %d", soakSources, soakSources*soakItems,
		faults, len(k.agencies.faults), lost, doubled, copied, copies, withdrawn, killings)
	if lost+doubled > 0 || copied != copies || withdrawn != killings || len(kept) != soakSources*soakItems {
		k.Errorf("what is kept is not what was published: %d articles", len(kept))
	}
}

// checkLog looks for what each kind of fault is to be told as.
func (k *soak) checkLog() {
	k.Helper()
	told, full := map[string]int{}, 0
	logs, err := filepath.Glob(filepath.Join(k.folder, "log*.json"))
	if err != nil {
		k.Fatal(err)
	}
	for _, path := range logs {
		data, err := os.ReadFile(path)
		if err != nil {
			k.Fatal(err)
		}
		lines := bufio.NewScanner(bytes.NewReader(data))
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var line struct{ Error string }
			if json.Unmarshal(lines.Bytes(), &line) == nil && line.Error != "" {
				if strings.Contains(line.Error, diskFull) {
					full++
				}
				for _, f := range soakFaults {
					if f.told != "" && strings.Contains(line.Error, f.told) {
						told[f.name]++
					}
				}
			}
		}
	}
	for _, f := range soakFaults {
		k.Logf("%s: %d times, told %d times as %q", f.name, k.agencies.faults[f.name], told[f.name], f.told)
		if k.agencies.faults[f.name] == 0 || f.told != "" && told[f.name] == 0 {
			k.Errorf("%s did not come, or was not told", f.name)
		}
	}
	if k.Logf("full disk: told %d times", full); full == 0 {
		k.Error("nothing was told of the full disk")
	}
	close(k.decoys)
	for asked := range k.decoys {
		if k.Logf("the private address was asked by %s", asked); strings.HasPrefix(asked, "Rostrum") { // others may look what is at a port
			k.Error("a redirect led to a private address")
		}
	}
}

// residentMB is the memory of a process.
func residentMB(t *testing.T, pid int) float64 {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "VmRSS:")
	var kB float64
	if _, err := fmt.Sscan(rest, &kB); err != nil {
		t.Fatal(err)
	}
	return kB / 1e3
}

// checkMemory compares the memory of the end of the last run with that of its first third:
// it grows with the index of copies and no more.
func (k *soak) checkMemory(mb []float64) {
	k.Helper()
	if len(mb) < 9 {
		k.Fatalf("too short a last run to tell of its memory: %v MB", mb)
	}
	third := len(mb) / 3
	start, middle, end := slices.Max(mb[:third]), slices.Max(mb[third:2*third]), slices.Max(mb[2*third:])
	k.Logf("resident memory of the last run, the most in each third: %.0f, %.0f, %.0f MB", start, middle, end)
	if end > 1.25*start+30 {
		k.Errorf("memory grew from %.0f to %.0f MB", start, end)
	}
}

// checkGraph holds the graph against that of one round in which nothing goes wrong.
func (k *soak) checkGraph() {
	k.Helper()
	calm := filepath.Join(k.folder, "calm")
	if err := os.Mkdir(calm, 0o755); err != nil {
		k.Fatal(err)
	}
	broken, err := filepath.Glob(filepath.Join(k.agencies.drop, "*", "half*.xml"))
	if err != nil {
		k.Fatal(err)
	}
	for _, path := range broken {
		if err := os.Remove(path); err != nil {
			k.Fatal(err)
		}
	}
	began := time.Now()
	round := k.watch("ingest", calm, "--once")
	if err := round.Run(); err != nil {
		k.tail(round)
		k.Fatalf("a calm round: %v", err)
	}
	got, want := k.dump(k.folder), k.dump(calm)
	k.Logf("%d nodes and edges; a calm round took %v", bytes.Count(got, []byte("\n")), time.Since(began).Round(time.Second))
	if !bytes.Equal(got, want) {
		k.difference(got, want)
		k.Errorf("after all the trouble the graph is another than that of a calm round: %d bytes, not %d", len(got), len(want))
	}
}

// difference prints the first lines that only one of two dumps has.
func (k *soak) difference(got, want []byte) {
	k.Helper()
	for name, pair := range map[string][2][]byte{"only after the trouble": {got, want}, "only in a calm round": {want, got}} {
		other := map[string]bool{}
		for line := range strings.Lines(string(pair[1])) {
			other[line] = true
		}
		shown := 0
		for line := range strings.Lines(string(pair[0])) {
			if !other[line] && shown < 5 {
				k.Logf("%s: %s", name, line)
				shown++
			}
		}
	}
}

// tail prints the end of a log.
func (k *soak) tail(run *exec.Cmd) {
	k.Helper()
	data, err := os.ReadFile(run.Stderr.(*os.File).Name())
	if err != nil {
		k.Fatal(err)
	}
	k.Logf("%s", data[max(0, len(data)-4000):])
}

func (k *soak) dump(folder string) []byte {
	k.Helper()
	store, err := sqlite.OpenReader(k.Context(), filepath.Join(folder, "store.db"), schema.Model())
	if err != nil {
		k.Fatal(err)
	}
	defer store.Close()
	var b bytes.Buffer
	if err := graph.Dump(k.Context(), store, &b); err != nil {
		k.Fatal(err)
	}
	return b.Bytes()
}
