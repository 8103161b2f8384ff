// Package archive keeps the raw bytes of what was fetched, so that the graph can be made
// anew without fetching: each blob once, under the SHA-256 of its bytes, packed with
// zstd.
//
// It knows nothing of what the bytes are; who put them there keeps their names. The main
// path: [Archive.Put] returns the name of the bytes, [Archive.Get] gives them back and
// checks them, [Archive.Prune] removes the oldest.
package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"
)

// Archive is a folder of blobs. It may be used by many goroutines and processes at once.
type Archive struct {
	folder string
	packer *zstd.Encoder
	once   sync.Mutex // one write of a name at a time, in this process
}

// ErrPruned is the error of a blob that is not there any more, or never was.
var ErrPruned = errors.New("is not in the archive (any more)")

// unfinished is how the name of a blob begins that is being written.
const unfinished = "new-"

// most is the longest blob that is read back.
const most = 1 << 30

// Open makes the archive in a folder, which is made when the first blob is.
func Open(folder string) (*Archive, error) {
	packer, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	return &Archive{folder: folder, packer: packer}, err
}

func (a *Archive) path(name string) string {
	return filepath.Join(a.folder, name[:2], name[2:]+".zst")
}

// Put keeps the bytes and returns their name. Bytes that are there already are not
// written again, but count as new for pruning. After a crash there is the whole blob
// or none.
func (a *Archive) Put(data []byte) (name string, err error) {
	sum := sha256.Sum256(data)
	name = hex.EncodeToString(sum[:])
	path := a.path(name)
	a.once.Lock()
	defer a.once.Unlock()
	if now := time.Now(); os.Chtimes(path, now, now) == nil {
		return name, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", fmt.Errorf("archive: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), unfinished+"*")
	if err != nil {
		return "", fmt.Errorf("archive: %w", err)
	}
	_, err = f.Write(a.packer.EncodeAll(data, nil))
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return "", fmt.Errorf("archive: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return name, nil
}

// Get is the bytes of a name.
func (a *Archive) Get(name string) ([]byte, error) {
	if len(name) != 2*sha256.Size {
		return nil, fmt.Errorf("archive: %q is no blob's name", name)
	}
	packed, err := os.ReadFile(a.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("archive: %s %w", name, ErrPruned)
	}
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	unpacker, err := zstd.NewReader(bytes.NewReader(packed), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(most))
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	defer unpacker.Close()
	data, err := io.ReadAll(unpacker)
	if err != nil {
		return nil, fmt.Errorf("archive: blob %s is damaged: %w", name, err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != name {
		return nil, fmt.Errorf("archive: blob %s is damaged: its bytes are others", name)
	}
	return data, nil
}

// Prune removes blobs that were last put before a time, and then the oldest until the
// rest has at most size bytes on disk; the zero time and 0 are without a bound. It
// returns how many went.
func (a *Archive) Prune(before time.Time, size int64) (int, error) {
	type blob struct {
		path string
		size int64
		at   time.Time
	}
	var blobs []blob
	total := int64(0)
	err := filepath.WalkDir(a.folder, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && entry.IsDir() {
			return nil
		}
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return nil // another process has just removed it
		}
		if filepath.Ext(path) != ".zst" {
			if strings.HasPrefix(entry.Name(), unfinished) && time.Since(info.ModTime()) > time.Hour {
				return os.Remove(path) // who wrote it was killed
			}
			return nil
		}
		blobs = append(blobs, blob{path, info.Size(), info.ModTime()})
		total += info.Size()
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("archive: %w", err)
	}
	slices.SortFunc(blobs, func(x, y blob) int { return x.at.Compare(y.at) })
	removed := 0
	for _, b := range blobs {
		if !b.at.Before(before) && (size <= 0 || total <= size) {
			break
		}
		if err := os.Remove(b.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return removed, fmt.Errorf("archive: %w", err)
		}
		total -= b.size
		removed++
	}
	return removed, nil
}
