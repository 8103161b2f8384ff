package wire

import (
	"os"
	"path/filepath"
	"testing"

	"rostrum/cmd/ingest/internal/feed/markup"
)

// FuzzXML gives NewsML-G2, NewsML 1.2 and NITF anything.
func FuzzXML(f *testing.F) {
	fuzz(f, func(data []byte) []Item {
		root, err := markup.ParseXML(data)
		if err != nil {
			return nil
		}
		items, _ := Reader{}.XML(root)
		return items
	})
}

// FuzzFeed gives RSS, Atom and JSON Feed anything.
func FuzzFeed(f *testing.F) {
	fuzz(f, func(data []byte) []Item {
		items, _ := Reader{}.Feed(data, "https://atlas.example/")
		return items
	})
}

// FuzzText gives ninjs, IPTC 7901, ANPA 1312 and mail anything.
func FuzzText(f *testing.F) {
	fuzz(f, func(data []byte) []Item {
		items := []Item{Reader{}.Mail(data)}
		if item, ok := (Reader{}).JSON(data); ok {
			items = append(items, item)
		}
		if item, ok := (Reader{}).Text(data); ok {
			items = append(items, item)
		}
		return items
	})
}

// fuzz starts from the files of all formats. A reader may fail, but not panic, and what
// comes out has a document.
func fuzz(f *testing.F, read func([]byte) []Item) {
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
		for _, item := range read(data) {
			if item.Document == nil {
				t.Error("an item without a document")
			}
		}
	})
}
