package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"rostrum/graph"
	"rostrum/graph/graphtest"
	"rostrum/schema"
)

// TestNotAStore opens what is no store: the error says so, and the folder is as it was.
func TestNotAStore(t *testing.T) {
	for _, c := range []struct {
		name, word string
		make       func(t *testing.T, path string)
	}{
		{"text", "not a store", write("Defence Secretary James Mattis said on Friday")},
		{"long text", "not a store", write(strings.Repeat("The Kremlin denied it.\n", 10_000))},
		{"zeros", "not a store", write(strings.Repeat("\x00", 8192))},
		{"one byte", "not a store", write("S")},
		{"half a header", "not a store", write("SQLite for")},
		{"folder", "folder", func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o755); err != nil {
				t.Fatal(err)
			}
		}},
		{"database", "another program", other("DELETE")},
		{"database in WAL mode", "another program", other("WAL")},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "x")
			c.make(t, path)
			before := contents(t, folder)
			_, err := Open(t.Context(), path, schema.Model())
			_, errReader := OpenReader(t.Context(), path, schema.Model())
			for _, err := range []error{err, errReader} {
				if err == nil || !strings.Contains(err.Error(), c.word) || !strings.Contains(err.Error(), path) {
					t.Errorf("error %v, want one with %q and the path", err, c.word)
				}
			}
			if after := contents(t, folder); after != before {
				t.Errorf("the folder has changed:\n%.300q\n%.300q", before, after)
			}
		})
	}
}

func write(text string) func(*testing.T, string) {
	return func(t *testing.T, path string) {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// other makes a database that is no store.
func other(journal string) func(*testing.T, string) {
	return func(t *testing.T, path string) {
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec("PRAGMA journal_mode = " + journal + "; CREATE TABLE node(x); INSERT INTO node VALUES(1)"); err != nil {
			t.Fatal(err)
		}
	}
}

// contents is all files of a folder with what is in them.
func contents(t *testing.T, folder string) string {
	var all strings.Builder
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		all.WriteString(path + "\n")
		if entry.IsDir() {
			return nil
		}
		text, err := os.ReadFile(path)
		all.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

func TestNoPlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "nowhere", "store.db")
	if _, err := Open(t.Context(), path, schema.Model()); err == nil || !strings.Contains(err.Error(), "folder") {
		t.Errorf("Open in a folder that is not there: %v", err)
	}
	if _, err := OpenReader(t.Context(), path, schema.Model()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("OpenReader where no file is: %v", err)
	}
	empty := filepath.Join(t.TempDir(), "empty")
	write("")(t, empty)
	if _, err := OpenReader(t.Context(), empty, schema.Model()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("OpenReader of an empty file: %v", err)
	}
	openStore(t, empty) // where SQLite, too, makes a database
}

func TestOddPaths(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	for _, path := range []string{"relative.db", filepath.Join(folder, "a b?mode=ro&x=1#d%20é';.db"), ":memory:"} {
		store := openStore(t, path)
		apply(t, store, ownDocuments(0)[0])
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
		if err := childRead(path, 1); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s: the store is not in the file: %v", path, err)
		}
	}
}

func apply(t *testing.T, store *Store, batches ...graph.Batch) {
	t.Helper()
	if _, err := store.Apply(t.Context(), batches...); err != nil {
		t.Fatal(err)
	}
}

func TestVersions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	store := openStore(t, path)
	b := ownDocuments(0)[0]
	apply(t, store, b)
	set := func(version string) {
		if _, err := store.write.ExecContext(t.Context(), "PRAGMA user_version = "+version); err != nil {
			t.Fatal(err)
		}
	}
	var version string
	if err := store.write.QueryRowContext(t.Context(), "PRAGMA user_version").Scan(&version); err != nil {
		t.Fatal(err)
	}
	set("1000")
	if _, err := Open(t.Context(), path, schema.Model()); !errors.Is(err, graph.ErrNewer) || !strings.Contains(err.Error(), path) {
		t.Errorf("Open of a newer store: %v", err)
	}
	if _, err := OpenReader(t.Context(), path, schema.Model()); !errors.Is(err, graph.ErrNewer) || !strings.Contains(err.Error(), path) {
		t.Errorf("OpenReader of a newer store: %v", err)
	}
	set("0")
	if _, err := OpenReader(t.Context(), path, schema.Model()); err == nil || !strings.Contains(err.Error(), "up to date") {
		t.Errorf("OpenReader of an older store: %v", err)
	}
	// A migration that fails leaves nothing: this one finds its tables there.
	if _, err := Open(t.Context(), path, schema.Model()); err == nil || !strings.Contains(err.Error(), "0001.sql") {
		t.Errorf("Open with a migration that fails: %v", err)
	}
	set(version)
	if got := dump(t, openStore(t, path)); got != graphtest.Canonical(b) {
		t.Error("the store is not what it was")
	}
}

func TestReaderCannotWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	store := openStore(t, path)
	for _, statement := range []string{"DELETE FROM node", "PRAGMA user_version = 5", "CREATE TABLE x(y)", "PRAGMA query_only = 0; DELETE FROM node"} {
		if _, err := store.db.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("a reader ran %s", statement)
		}
	}
}

// TestReaderWithoutRights reads as a user who may read the file and not write to its
// folder: a store that is closed, one that is being written, and one whose writer was
// killed.
func TestReaderWithoutRights(t *testing.T) {
	folder := t.TempDir()
	if err := os.Chmod(filepath.Dir(folder), 0o755); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(folder, "reader")
	copyFile(t, os.Args[0], binary, 0o755)
	read := func(store string, documents int) {
		t.Helper()
		if err := os.Chmod(filepath.Dir(store), 0o555); err != nil {
			t.Fatal(err)
		}
		defer os.Chmod(filepath.Dir(store), 0o755)
		cmd := child("read", store, documents)
		cmd.Path, cmd.Dir = binary, "/"
		if os.Getuid() == 0 { // who may write everywhere
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", filepath.Base(filepath.Dir(store)), err, out)
		}
	}
	batches := ownDocuments(0)
	for _, name := range []string{"store", "killed"} {
		if err := os.Mkdir(filepath.Join(folder, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	path, killed := filepath.Join(folder, "store", "store.db"), filepath.Join(folder, "killed", "store.db")
	store := openStore(t, path)
	apply(t, store, batches[:5]...)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	read(path, 5)
	store = openStore(t, path)
	apply(t, store, batches[5:]...)
	read(path, len(batches))
	for _, suffix := range []string{"", "-wal", "-shm"} {
		copyFile(t, path+suffix, killed+suffix, 0o644)
	}
	read(killed, len(batches))
}

func copyFile(t *testing.T, from, to string, mode os.FileMode) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, mode)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestProcesses lets several processes make and write one store at the same time.
func TestProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	const processes = 4
	var want []graph.Batch
	ended := make(chan error, processes)
	for i := range processes {
		cmd := child("own documents", path, i)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		go func() {
			err := cmd.Wait()
			if err != nil {
				err = errors.New(stderr.String())
			}
			ended <- err
		}()
		want = append(want, ownDocuments(i)...)
	}
	for range processes {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	store := openStore(t, path)
	if got := dump(t, store); got != graphtest.Canonical(want...) {
		t.Error("the graph is not that of all their documents")
	}
	checkIntegrity(t, store)
}

// TestBusy waits for another writer who does not end.
func TestBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	other := openStore(t, path)
	tx, err := other.write.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	store, err := open(t.Context(), path, schema.Model(), 20*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	b := ownDocuments(0)[0]
	if _, err := store.Apply(t.Context(), b); err == nil || !strings.Contains(err.Error(), "another program is writing") || !strings.Contains(err.Error(), path) {
		t.Errorf("Apply while another writes: %v", err)
	}
	patient := openStore(t, path)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if _, err := patient.Apply(ctx, b); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Apply while another writes and the context ends: %v", err)
	}
	if err := childRead(path, 0); err != nil {
		t.Errorf("a reader while another writes: %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	apply(t, store, b)
}

// TestFull fills the space that the file may take.
func TestFull(t *testing.T) {
	store := openStore(t, filepath.Join(t.TempDir(), "store.db"))
	first, rest := ownDocuments(0)[0], ownDocuments(1)
	apply(t, store, first)
	pages := count(t, store, "PRAGMA page_count")
	if got := count(t, store, "PRAGMA max_page_count = "+strconv.Itoa(pages+2)); got != pages+2 {
		t.Fatalf("max_page_count %d", got)
	}
	if _, err := store.Apply(t.Context(), rest...); err == nil || !strings.Contains(err.Error(), "no space") {
		t.Errorf("Apply on a full disk: %v", err)
	}
	if got := dump(t, store); got != graphtest.Canonical(first) {
		t.Error("something of what found no space is there")
	}
	count(t, store, "PRAGMA max_page_count = 1000000")
	apply(t, store, rest...)
	checkIntegrity(t, store)
}
