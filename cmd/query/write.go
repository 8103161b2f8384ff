package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// newFile writes a file beside path and puts it there when it is whole, so that nothing
// half written is ever found. A file that exists is an error unless force is set.
func newFile(path string, force bool, write func(w io.Writer) error) error {
	if err := mayWrite(path, force); err != nil {
		return err
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return writeInto(path, info, write)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	err = errors.Join(write(f), f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// writeInto writes to what is no file: a pipe or a device.
func writeInto(path string, info os.FileInfo, write func(w io.Writer) error) error {
	if info.IsDir() {
		return fmt.Errorf("write %s: it is a folder", path)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// newFolder is newFile for a folder, with the files that write creates in it.
func newFolder(path string, force bool, write func(create func(name string) (io.Writer, error)) error) error {
	path = filepath.Clean(path)
	if err := mayWrite(path, force); err != nil {
		return err
	}
	folder, err := os.MkdirTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer os.RemoveAll(folder) // nothing is there once it is renamed
	var files []*os.File
	err = write(func(name string) (io.Writer, error) {
		f, err := os.Create(filepath.Join(folder, name))
		if err == nil {
			files = append(files, f)
		}
		return f, err
	})
	for _, f := range files {
		err = errors.Join(err, f.Close())
	}
	if err == nil {
		err = errors.Join(os.Chmod(folder, 0o755), replaceFolder(folder, path))
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// replaceFolder puts a folder in the place of another, which goes last.
func replaceFolder(folder, path string) error {
	old := folder + ".old"
	if err := os.Rename(path, old); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(folder, path); err != nil {
		return errors.Join(err, os.Rename(old, path))
	}
	return os.RemoveAll(old)
}

// mayWrite is an error where something is at path that may not be written over.
func mayWrite(path string, force bool) error {
	if path == "" || path == "-" {
		return nil
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist), err == nil && (force || !info.Mode().IsRegular() && !info.IsDir()):
		return nil
	case err != nil:
		return err
	}
	return fmt.Errorf("%s exists: give another name, or --force to write over it", path)
}
