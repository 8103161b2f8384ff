package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// killedStories are enough that ten kills fall into the reading and the writing of them.
const killedStories = 400

// TestKilled kills an ingest of some hundred stories ten times at random moments, starts
// it again each time, and holds the graph against that of an undisturbed run.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	folder := t.TempDir()
	stories := firstStories(t, folder)
	for _, name := range []string{"ingest", "query"} {
		if out, err := exec.Command("go", "build", "-o", folder, "rostrum/cmd/"+name).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	add := func(store string) *exec.Cmd {
		return exec.Command(filepath.Join(folder, "ingest"), "add", stories, "--format", "json", "--store", "sqlite:"+filepath.Join(folder, store))
	}
	dump := func(store string) []byte {
		t.Helper()
		out, err := exec.Command(filepath.Join(folder, "query"), "dump", "--store", "sqlite:"+filepath.Join(folder, store)).Output()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	began := time.Now()
	if out, err := add("whole.db").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	longest := time.Since(began) / 5 // so that most of ten runs have something left to do
	random := rand.New(rand.NewPCG(7, 11))
	killed := 0
	for range 10 {
		run := add("killed.db")
		if err := run.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(longest))))
		if run.Process.Kill() == nil {
			killed++
		}
		if err := run.Wait(); err == nil {
			killed-- // it was done before
		}
	}
	out, err := add("killed.db").Output()
	if err != nil {
		t.Fatalf("after %d kills: %v", killed, err)
	}
	var report struct{ New, Unchanged int }
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d kills; %d stories were written before the last run, %d by it", killed, report.Unchanged, report.New)
	whole := dump("whole.db")
	if len(whole) == 0 || !bytes.Equal(whole, dump("killed.db")) {
		t.Errorf("after %d kills the graph is another than that of an undisturbed run", killed)
	}
	if killed < 3 || report.Unchanged == 0 {
		t.Errorf("%d of 10 runs were killed, after %d stories: the pauses are too long or too short", killed, report.Unchanged)
	}
}

// firstStories writes a file of the first stories of a news archive.
func firstStories(t *testing.T, folder string) string {
	t.Helper()
	shared := os.Getenv("ROSTRUM_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	archive, err := os.Open(filepath.Join(shared, "data", "news", "reuters_1987.jsonl"))
	if err != nil {
		t.Skip("no stories to read: set ROSTRUM_SHARED to the folder that has data/news/reuters_1987.jsonl")
	}
	defer archive.Close()
	var lines bytes.Buffer
	scanner := bufio.NewScanner(archive)
	scanner.Buffer(nil, 1<<20)
	for range killedStories {
		if !scanner.Scan() {
			t.Fatalf("%s has fewer than %d stories: %v", archive.Name(), killedStories, scanner.Err())
		}
		lines.Write(append(scanner.Bytes(), '\n'))
	}
	path := filepath.Join(folder, "stories.jsonl")
	if err := os.WriteFile(path, lines.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}
