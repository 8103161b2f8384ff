package feed

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestFormats reads each file of testdata/formats, and the same packed with gzip and on
// standard input, and holds what was read against the golden file.
func TestFormats(t *testing.T) {
	paths, err := filepath.Glob("testdata/formats/*")
	if err != nil || len(paths) < 8 {
		t.Fatalf("%d files, %v", len(paths), err)
	}
	reader, err := NewReader(Defaults{})
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, path := range paths {
		got := show(t, reader, path)
		fmt.Fprintf(&all, "== %s\n%s", filepath.Base(path), got)
		if filepath.Ext(path) == ".gz" {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		w.Write(data)
		w.Close()
		reader.Stdin = &packed
		if sniffed := show(t, reader, "-"); textsOf(sniffed) != textsOf(got) {
			t.Errorf("%s: packed and without its name it reads\n%s\nby its name\n%s", path, sniffed, got)
		}
	}
	golden := "testdata/formats.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(all.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if all.String() != string(want) {
		t.Errorf("got\n%s\nwant\n%s", all.String(), want)
	}
}

func textsOf(shown string) string {
	var texts []string
	for line := range strings.Lines(shown) {
		if strings.HasPrefix(line, "  text") {
			texts = append(texts, line)
		}
	}
	return strings.Join(texts, "")
}

func show(t *testing.T, reader *Reader, input string) string {
	var b strings.Builder
	for item := range reader.Read(t.Context(), []string{input}) {
		d, err := item.Document()
		if d == nil {
			fmt.Fprintf(&b, "%s: %v (passed over: %t)\n", filepath.Base(item.Name), err, errors.Is(err, ErrPassedOver))
			continue
		}
		fmt.Fprintf(&b, "%s:\n", filepath.Base(item.Name))
		if err != nil {
			fmt.Fprintf(&b, "  error %v\n", err)
		}
		for _, f := range [][2]string{{"id", string(d.ID)}, {"guid", d.GUID}, {"url", d.URL}, {"version", d.Version}, {"status", string(d.Status)}, {"source", d.Source},
			{"title", d.Title}, {"byline", d.Byline}, {"dateline", d.Dateline}, {"language", d.Language}, {"slug", d.Slug}, {"copyright", d.Copyright}, {"usage", d.Usage},
			{"published", stamp(d.Published)}, {"modified", stamp(d.Modified)}, {"summary", fmt.Sprint(d.Summary)}, {"text", fmt.Sprintf("%q", d.Text)}} {
			if f[1] != "" && f[1] != "false" {
				fmt.Fprintf(&b, "  %s %s\n", f[0], f[1])
			}
		}
	}
	return b.String()
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
