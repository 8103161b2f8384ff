package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rostrum/graph"
	"rostrum/graph/graphtest"
	"rostrum/schema"
)

// The crash test applies groups of documents, all of them in a first version, then in
// a second, then retracts every third group.
const (
	groups    = 30
	groupSize = 4
	rounds    = 3
)

func groupOf(group, round int) (batches []graph.Batch) {
	world := graphtest.World{Model: schema.Model()}
	for i := range groupSize {
		number := group*groupSize + i
		switch {
		case round < 2:
			batches = append(batches, world.Batch(number, round))
		case group%3 == 0:
			batches = append(batches, graph.Batch{Document: world.Document(number)})
		default:
			batches = append(batches, world.Batch(number, 1))
		}
	}
	return batches
}

// TestKilled kills a process that applies batches, at random moments, and looks at
// what it leaves: each time whole groups and nothing else; in the end the same graph
// as without any death.
func TestKilled(t *testing.T) {
	undisturbed := filepath.Join(t.TempDir(), "store.db")
	begin := time.Now()
	runRounds(t, undisturbed)
	life := time.Since(begin)

	path := filepath.Join(t.TempDir(), "store.db")
	r := rand.New(rand.NewPCG(7, 7))
	const deaths = 12
	killed := 0
	for range deaths {
		cmd := child("rounds", path, 0)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(r.Int64N(int64(life))))
		cmd.Process.Kill()
		var exit *exec.ExitError
		switch err := cmd.Wait(); {
		case errors.As(err, &exit) && exit.ExitCode() == -1:
			killed++
		case err != nil:
			t.Fatalf("%v\n%s", err, &stderr)
		}
		checkGroups(t, path)
	}
	if killed < deaths/3 {
		t.Errorf("only %d of %d processes were killed before they ended", killed, deaths)
	}
	runRounds(t, path)
	got, want := dump(t, openStore(t, path)), dump(t, openStore(t, undisturbed))
	if got != want || strings.Count(want, "\n") < groups*groupSize {
		t.Errorf("the graph is another one: %d lines, want %d", strings.Count(got, "\n"), strings.Count(want, "\n"))
	}
}

func runRounds(t *testing.T, path string) {
	t.Helper()
	if out, err := child("rounds", path, 0).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// checkGroups opens the store and checks that it holds whole groups, each in the
// version that its documents' digests say.
func checkGroups(t *testing.T, path string) {
	t.Helper()
	store := openStore(t, path)
	defer store.Close()
	var there []graph.Batch
	for group := range groups {
		found := slices.IndexFunc([]int{0, 1, 2}, func(round int) bool { return isApplied(t, store, groupOf(group, round)) })
		if found < 0 {
			// Not there yet, which is what retraction leaves too.
			for _, b := range groupOf(group, 0) {
				if digest, ok, err := store.Digest(t.Context(), b.Document); ok || err != nil {
					t.Fatalf("group %d is there in part: document %s has digest %q, %v", group, b.Document, digest, err)
				}
			}
			continue
		}
		there = append(there, groupOf(group, found)...)
	}
	if got, want := dump(t, store), graphtest.Canonical(there...); got != want {
		t.Fatalf("the graph is not that of the %d documents that are there", len(there))
	}
	checkIntegrity(t, store)
}

func isApplied(t *testing.T, store *Store, batches []graph.Batch) bool {
	t.Helper()
	for _, b := range batches {
		digest, ok, err := store.Digest(t.Context(), b.Document)
		if err != nil {
			t.Fatal(err)
		}
		if !ok || digest != b.Digest {
			return false
		}
	}
	return true
}

func dump(t *testing.T, r graph.Reader) string {
	t.Helper()
	var out bytes.Buffer
	if err := graph.Dump(t.Context(), r, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// checkIntegrity asks SQLite whether the file, its foreign keys and the index of words
// are sound, and whether support and graph fit each other.
func checkIntegrity(t *testing.T, store *Store) {
	t.Helper()
	ctx := t.Context()
	var answer string
	if err := store.write.QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&answer); err != nil || answer != "ok" {
		t.Errorf("integrity_check: %q, %v", answer, err)
	}
	if _, err := store.write.ExecContext(ctx, "INSERT INTO statement_words(statement_words, rank) VALUES('integrity-check', 1)"); err != nil {
		t.Errorf("the index of words: %v", err)
	}
	for _, none := range []string{
		"SELECT count(*) FROM pragma_foreign_key_check",
		"SELECT count(*) FROM node WHERE key NOT IN (SELECT node FROM node_support)",
		"SELECT count(*) FROM edge WHERE key NOT IN (SELECT edge FROM edge_support)",
		"SELECT count(*) FROM node_support WHERE node NOT IN (SELECT key FROM node) OR document NOT IN (SELECT key FROM document)",
		"SELECT count(*) FROM edge_support WHERE edge NOT IN (SELECT key FROM edge) OR document NOT IN (SELECT key FROM document)",
	} {
		if n := count(t, store, none); n != 0 {
			t.Errorf("%s: %d", none, n)
		}
	}
}

func count(t *testing.T, store *Store, query string, args ...any) (n int) {
	t.Helper()
	if err := store.write.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(fmt.Errorf("%s: %w", query, err))
	}
	return n
}
