package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestKilled kills an ingest of 5,000 stories ten times at random moments, starts it
// again each time, and holds the graph against that of an undisturbed run.
func TestKilled(t *testing.T) {
	shared := os.Getenv("ROSTRUM_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	stories, err := filepath.Abs(filepath.Join(shared, "data", "news", "reuters_1987.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(stories); err != nil {
		t.Skip("no stories to read: set ROSTRUM_SHARED to the folder that has data/news/reuters_1987.jsonl")
	}
	folder := t.TempDir()
	for _, name := range []string{"ingest", "query"} {
		if out, err := exec.Command("go", "build", "-o", folder, "rostrum/cmd/"+name).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	add := func(store string) *exec.Cmd {
		return exec.Command(filepath.Join(folder, "ingest"), "add", stories, "--quiet", "--store", "sqlite:"+filepath.Join(folder, store))
	}
	dump := func(store string) []byte {
		t.Helper()
		out, err := exec.Command(filepath.Join(folder, "query"), "dump", "--store", "sqlite:"+filepath.Join(folder, store)).Output()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if out, err := add("whole.db").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	random := rand.New(rand.NewPCG(7, 11))
	killed := 0
	for range 10 {
		run := add("killed.db")
		if err := run.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(200+random.IntN(500)) * time.Millisecond)
		if run.Process.Kill() == nil {
			killed++
		}
		if err := run.Wait(); err == nil {
			killed-- // it was done before
		}
	}
	if out, err := add("killed.db").CombinedOutput(); err != nil {
		t.Fatalf("after %d kills: %v\n%s", killed, err, out)
	}
	whole := dump("whole.db")
	if len(whole) == 0 || !bytes.Equal(whole, dump("killed.db")) {
		t.Errorf("after %d kills the graph is another than that of an undisturbed run", killed)
	}
	if killed < 3 {
		t.Errorf("only %d of 10 runs were killed before they were done: the pauses are too long", killed)
	}
}
