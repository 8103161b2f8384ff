package archive

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestArchive(t *testing.T) {
	a, err := Open(filepath.Join(t.TempDir(), "archive"))
	if err != nil {
		t.Fatal(err)
	}
	long := []byte(strings.Repeat("the same words ", 10000))
	var names []string
	for _, data := range [][]byte{{}, []byte("a story"), long, []byte("a story")} {
		name, err := a.Put(data)
		if err != nil {
			t.Fatal(err)
		}
		got, err := a.Get(name)
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("got %d bytes back of %d, %v", len(got), len(data), err)
		}
		names = append(names, name)
	}
	if names[1] != names[3] {
		t.Error("the same bytes have two names")
	}
	info, err := os.Stat(a.path(names[2]))
	if err != nil || info.Size() > 1000 {
		t.Errorf("%d bytes are kept as %d, %v", len(long), info.Size(), err)
	}
	if err := os.WriteFile(a.path(names[1]), []byte("broken"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Get(names[1]); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("a damaged blob gives %v", err)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(a.path(names[2]), old, old); err != nil {
		t.Fatal(err)
	}
	if n, err := a.Prune(time.Now().Add(-time.Minute), 0); n != 1 || err != nil {
		t.Errorf("pruned %d, %v", n, err)
	}
	if _, err := a.Get(names[2]); !errors.Is(err, ErrPruned) {
		t.Errorf("a pruned blob gives %v", err)
	}
	if n, err := a.Prune(time.Time{}, 1); n < 1 || err != nil {
		t.Errorf("by size pruned %d, %v", n, err)
	}
}
