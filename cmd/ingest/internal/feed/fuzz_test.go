package feed

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse reads anything as any kind but a page: it may fail, but not panic, hang, or
// give an article without a text or an identity.
func FuzzParse(f *testing.F) {
	types := []string{"", "text/plain", "application/xml", "application/json", "application/x-ndjson", "message/rfc822", "application/warc", "application/gzip"}
	for i, data := range seeds(f) {
		f.Add(data, byte(0))
		f.Add(data[:len(data)/2], byte(i))
	}
	fuzz(f, func(kind byte) string { return types[int(kind)%len(types)] })
}

// FuzzPage reads anything as a page, in encodings that a server may name.
func FuzzPage(f *testing.F) {
	types := []string{"text/html", "text/html; charset=utf-8", "text/html; charset=utf-16", "text/html; charset=shift_jis", "application/xhtml+xml", "text/html; charset=x-martian"}
	for i, page := range []string{
		"<html><head><title>T</title><meta property='article:modified_time' content='2024-03-05T10:00:00Z'></head><body><article><h1>T</h1><p>" + strings.Repeat("Russia accused Ukraine on Tuesday. ", 5) + "</p></article></body></html>",
		"<form><input type=password></form>", "<table><tr><td>a<td>b</table><pre>x\n\ny</pre><p>z<br><br>w",
		"\xff\xfe<\x00p\x00>\x00a\x00", "<meta charset=windows-1252><p>\x93quoted\x94",
	} {
		f.Add([]byte(page), byte(i))
	}
	fuzz(f, func(kind byte) string { return types[int(kind)%len(types)] })
}

// seeds are the files of the formats.
func seeds(f *testing.F) [][]byte {
	paths, err := filepath.Glob("testdata/formats/*")
	if err != nil || len(paths) == 0 {
		f.Fatal("no seeds")
	}
	var all [][]byte
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		all = append(all, data)
	}
	return all
}

// fuzz reads data under a content type.
func fuzz(f *testing.F, contentType func(kind byte) string) {
	reader, err := NewReader(Defaults{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte, kind byte) {
		raw := Raw{Name: "fuzz", URL: "https://atlas.example/a", ContentType: contentType(kind), Links: kind >= 128, Data: data}
		for item := range reader.Parse(raw) {
			d, err := item.Document()
			switch {
			case err != nil || d.Status.Retracts():
			case raw.Links && d.Text == "" && d.URL != "" && d.ID != "": // its page is to be fetched
			case d.ID == "" || strings.TrimSpace(d.Text) == "":
				t.Errorf("an article without an identity or text: %+v", d)
			case !utf8.ValidString(d.Text):
				t.Errorf("a text that is not UTF-8: %q", d.Text)
			}
		}
	})
}
