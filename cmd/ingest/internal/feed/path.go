package feed

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// kindOf tells the kind of a file by the ending of its name.
func kindOf(name string) kind {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	switch filepath.Ext(name) {
	case ".txt":
		return plain
	case ".html", ".htm":
		return page
	case ".jsonl", ".ndjson":
		return lines
	case ".json":
		return whole
	case ".xml", ".newsml", ".nitf", ".rss", ".atom", ".rdf":
		return tree
	case ".tst", ".anpa", ".iptc", ".7901":
		return wireCopy
	case ".eml":
		return letter
	case ".warc":
		return archive
	}
	return unknown
}

// file is a file that an input names, or the error met in place of one.
type file struct {
	path string
	size int64 // 0 of what is no regular file, such as a pipe
	err  error
}

// files are the files of an input: itself, those of a folder and the folders below it
// in the order of their names, or those that a pattern matches.
func files(ctx context.Context, input string) iter.Seq[file] {
	return func(yield func(file) bool) {
		info, err := os.Stat(input)
		path := filepath.Clean(input)
		switch {
		case err == nil && info.IsDir():
			walk(ctx, path, yield)
		case err == nil:
			yield(regular(path, info))
		case errors.Is(err, fs.ErrNotExist):
			matches, _ := filepath.Glob(input) // a malformed pattern is a missing file
			for _, match := range matches {
				for f := range files(ctx, match) {
					if !yield(f) {
						return
					}
				}
			}
			if len(matches) > 0 {
				return
			}
			fallthrough
		default:
			yield(file{path: path, err: readable(err)})
		}
	}
}

// walk yields the files of a folder. It does not follow links to folders, so it ends.
func walk(ctx context.Context, folder string, yield func(file) bool) {
	visit := func(path string, entry fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return fs.SkipAll
		}
		next := error(nil)
		f := file{path: path}
		switch hidden := path != folder && strings.HasPrefix(entry.Name(), "."); {
		case err != nil:
			f.err = readable(err)
		case hidden && entry.IsDir():
			f.err, next = ErrPassedOver, fs.SkipDir
		case entry.IsDir():
			return nil
		default:
			f = inFolder(path, hidden)
		}
		if !yield(f) {
			return fs.SkipAll
		}
		return next
	}
	_ = filepath.WalkDir(folder, visit) // every error is yielded
}

func inFolder(path string, hidden bool) file {
	if hidden || kindOf(path) == unknown {
		return file{path: path, err: ErrPassedOver}
	}
	info, err := os.Stat(path) // of what a link leads to
	switch {
	case err != nil:
		return file{path: path, err: readable(err)}
	case !info.Mode().IsRegular():
		return file{path: path, err: ErrPassedOver}
	}
	return regular(path, info)
}

func regular(path string, info fs.FileInfo) file {
	if !info.Mode().IsRegular() {
		return file{path: path}
	}
	return file{path: path, size: info.Size()}
}

// file reads the articles of a file.
func (r *Reader) file(f file, yield func(Item) bool) bool {
	o := origin{name: f.path, path: f.path, kind: kindOf(f.path)}
	switch {
	case f.err != nil:
		return yield(failed(f.path, f.err))
	case o.kind != lines && o.kind != archive && f.size > MaxFile:
		return yield(failed(f.path, tooLarge(MaxFile)))
	case o.kind == page && filepath.Ext(f.path) != ".gz":
		return yield(r.item(o, f.size, func() ([]byte, error) { return readFile(f.path) }))
	}
	opened, err := os.Open(f.path)
	if err != nil {
		return yield(failed(f.path, readable(err)))
	}
	defer opened.Close()
	return r.stream(o, opened, yield)
}

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, readable(err)
	}
	defer f.Close()
	data, err := readAll(f, MaxFile)
	if err != nil {
		return nil, readable(err)
	}
	return data, nil
}

// readable is a file error without the path, which the item's name has already.
func readable(err error) error {
	var pathError *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("no such file or folder")
	case errors.Is(err, fs.ErrPermission):
		return errors.New("cannot be read: permission denied")
	case errors.As(err, &pathError):
		return fmt.Errorf("cannot be read: %w", pathError.Err)
	}
	return err
}

// Size is the number of bytes that the inputs hold, for showing progress, or -1 where
// that is not known before they are read (URLs, standard input).
func Size(ctx context.Context, inputs []string) int64 {
	total := int64(0)
	for _, input := range inputs {
		if input == "-" || isURL(input) {
			return -1
		}
		for f := range files(ctx, input) {
			total += f.size
		}
	}
	return total
}
