package wire

import (
	"os"
	"path/filepath"
	"testing"

	"rostrum/cmd/ingest/internal/feed/markup"
)

// FuzzAdapters gives every adapter anything: it may fail, but not panic, and what comes
// out has a document.
func FuzzAdapters(f *testing.F) {
	paths, err := filepath.Glob("../testdata/formats/*")
	if err != nil || len(paths) == 0 {
		f.Fatal("no seeds")
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := Reader{}
		var items []Item
		if root, err := markup.ParseXML(data); err == nil {
			found, _ := r.XML(root)
			items = append(items, found...)
		}
		if found, err := r.Feed(data, "https://atlas.example/"); err == nil {
			items = append(items, found...)
		}
		if item, ok := r.JSON(data); ok {
			items = append(items, item)
		}
		if item, ok := r.Text(data); ok {
			items = append(items, item)
		}
		items = append(items, r.Mail(data))
		for _, item := range items {
			if item.Document == nil {
				t.Error("an item without a document")
			}
		}
	})
}
