package watch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rostrum/cmd/ingest/internal/feed"
	"rostrum/cmd/ingest/internal/feed/polite"
	"rostrum/cmd/ingest/internal/feed/sources"
	"rostrum/cmd/ingest/internal/pipeline"
	"rostrum/schema"
)

// gather reads what the source tells of now. The memory is what is to be remembered of
// its address once all entries were taken.
func (v *visit) gather(ctx context.Context) (polite.Memory, iter.Seq2[entry, error], error) {
	switch v.source.Kind() {
	case sources.Feed:
		return v.gatherFeed(ctx, v.source.Feed, v.state.Memory)
	case sources.Sitemap:
		return v.state.Memory, v.sitemap(ctx, v.source.Sitemap, 0), nil
	case sources.Folder:
		return polite.Memory{}, v.folder(ctx), nil
	}
	return polite.Memory{}, v.pages(), nil
}

// gatherFeed fetches a feed, or agency items at an address.
func (v *visit) gatherFeed(ctx context.Context, address string, memory polite.Memory) (polite.Memory, iter.Seq2[entry, error], error) {
	none := func(func(entry, error) bool) {}
	answer, err := v.watcher.Fetcher.Fetch(ctx, v.request(address, memory))
	if err != nil {
		return memory, none, err
	}
	if answer.Unchanged {
		return answer.Memory, none, nil
	}
	blob, err := v.watcher.Archive.Put(answer.Body)
	if err != nil {
		return memory, none, err
	}
	entries, err := v.parsed(feed.Raw{Name: address, URL: answer.URL, ContentType: answer.Header.Get("Content-Type"), Items: true, Links: v.source.FullText, Data: answer.Body}, blob)
	return answer.Memory, slices2(entries), err
}

func slices2(entries []entry) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		for _, e := range entries {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// parsed are the entries of an input. It is an error where nothing of it can be read.
func (v *visit) parsed(raw feed.Raw, blob string) ([]entry, error) {
	reader := *v.watcher.Reader
	reader.Zone = v.source.Location()
	var entries []entry
	var lastErr error
	good, n := 0, 0
	for item := range reader.Parse(raw) {
		d, err := documentOf(item)
		var embargo *feed.EmbargoError
		origin := v.origin()
		origin.Blob, origin.Path, origin.URL, origin.Type, origin.Item = blob, raw.Path, raw.URL, raw.ContentType, n
		n++
		switch {
		case errors.Is(err, feed.ErrPassedOver):
			v.count.Skipped++
			good++
			continue
		case err != nil && !errors.As(err, &embargo):
			lastErr = err
			entries = append(entries, entry{key: item.Name, err: err})
			continue
		}
		good++
		e := entry{key: first(d.GUID, string(d.ID)), sum: sumOf(d), document: d, origin: origin}
		if v.source.FullText && d.URL != "" && d.URL != raw.URL {
			e.page = d.URL
		}
		if !v.source.Wants(first(d.URL, d.Path), d.Title, d.Published) && !d.Status.Retracts() {
			v.count.Skipped++
			continue
		}
		entries = append(entries, e)
	}
	if good == 0 && lastErr != nil {
		return nil, fmt.Errorf("%s: %w", raw.Name, lastErr)
	}
	return entries, nil
}

// documentOf reads an item. A fault of the program in one item is that item's error.
func documentOf(item feed.Item) (d *schema.Document, err error) {
	err = pipeline.Guarded(func() (err error) {
		d, err = item.Document()
		return err
	})
	return d, err
}

// sumOf is a fingerprint of what is told of an article.
func sumOf(d *schema.Document) string {
	hash := sha256.New()
	_ = json.NewEncoder(hash).Encode(d) // of strings and times: it cannot fail
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

// pages are the entries of a list of pages.
func (v *visit) pages() iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		for _, address := range v.source.Pages {
			e := v.pageEntry(address, address, &schema.Document{})
			e.always = true
			if !yield(e, nil) {
				return
			}
		}
	}
}

// pageEntry is an entry of which only the page's address is known, and what else the
// source says of it.
func (v *visit) pageEntry(address, sum string, d *schema.Document) entry {
	d.URL, d.ID = address, schema.DocumentID(address, "", "", "")
	return entry{key: address, sum: sum, document: d, page: address, origin: v.origin()}
}

// settle is how old a file must be to be read: one that is newer may still be written.
const settle = 2 * time.Second

// folder are the entries of a folder or glob: one a file that is new or another.
func (v *visit) folder(ctx context.Context) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		paths, err := v.files()
		if err != nil {
			yield(entry{}, err)
			return
		}
		for _, path := range paths {
			info, err := os.Stat(path)
			if err != nil || !info.Mode().IsRegular() || v.watcher.Now().Sub(info.ModTime()).Abs() < settle && time.Since(info.ModTime()) < settle {
				continue // gone again, or still being written
			}
			if !v.file(ctx, path, info, yield) {
				return
			}
		}
	}
}

// files are the paths of the folder, in their order.
func (v *visit) files() ([]string, error) {
	paths, err := filepath.Glob(v.source.Folder)
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 && !strings.ContainsAny(v.source.Folder, "*?[") {
		return nil, fmt.Errorf("folder %s is not there", v.source.Folder)
	}
	var files []string
	for _, path := range paths {
		err := filepath.WalkDir(path, func(path string, d fs.DirEntry, err error) error {
			hidden := strings.HasPrefix(d.Name(), ".")
			switch {
			case err != nil:
				return err
			case d.IsDir() && hidden && path != v.source.Folder:
				return filepath.SkipDir
			case !d.IsDir() && !hidden && !strings.HasSuffix(path, ".tmp") && !strings.HasSuffix(path, ".part"):
				files = append(files, path)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(files)
	return files, nil
}

// file yields the entries of a file that is another than it was, and then one that
// remembers the file. A backfill reads all files, as it may want others of their entries.
func (v *visit) file(ctx context.Context, path string, info fs.FileInfo, yield func(entry, error) bool) bool {
	sum := fmt.Sprintf("%d %d", info.Size(), info.ModTime().UnixNano())
	before, err := v.remembered(ctx, path)
	if err != nil {
		return yield(entry{}, err)
	}
	if before != nil && !v.past && before.Sum == sum && (before.Error == "" || before.Check.After(v.watcher.Now())) {
		if before.Error != "" {
			v.failed(path, errors.New(before.Error))
		}
		return true
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return yield(entry{key: path, sum: sum, mark: true, err: err}, nil)
	}
	blob, err := v.watcher.Archive.Put(data)
	if err != nil {
		return yield(entry{}, err)
	}
	failed := v.count.Failed
	entries, err := v.parsed(feed.Raw{Name: path, Path: path, Data: data}, blob)
	for _, e := range entries {
		if !yield(e, nil) {
			return false
		}
	}
	if err == nil && (v.count.Failed > failed || v.past) {
		return true // some of it failed, or was not wanted: it is read again
	}
	return yield(entry{key: path, sum: sum, mark: true, err: err}, nil)
}
