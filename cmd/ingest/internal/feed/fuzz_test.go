package feed

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse reads anything as any kind: it may fail, but not panic, hang, or give an
// article without a text or an identity.
func FuzzParse(f *testing.F) {
	paths, err := filepath.Glob("testdata/formats/*")
	if err != nil || len(paths) == 0 {
		f.Fatal("no seeds")
	}
	types := []string{"", "text/html", "text/plain", "application/xml", "application/json", "application/x-ndjson", "message/rfc822", "application/warc"}
	for i, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, byte(0))
		f.Add(data[:len(data)/2], byte(i))
	}
	reader, err := NewReader(Defaults{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte, kind byte) {
		raw := Raw{Name: "fuzz", URL: "https://atlas.example/a", ContentType: types[int(kind)%len(types)], Data: data}
		for item := range reader.Parse(raw) {
			d, err := item.Document()
			switch {
			case err != nil || d.Status.Retracts():
			case d.ID == "" || strings.TrimSpace(d.Text) == "":
				t.Errorf("an article without an identity or text: %+v", d)
			case !utf8.ValidString(d.Text):
				t.Errorf("a text that is not UTF-8: %q", d.Text)
			}
		}
	})
}
