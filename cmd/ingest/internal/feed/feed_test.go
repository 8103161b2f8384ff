package feed

import (
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"rostrum/schema"
)

var update = flag.Bool("update", false, "rewrite what the files in testdata expect")

func testReader(t testing.TB, defaults Defaults) *Reader {
	r, err := NewReader(defaults)
	if err != nil {
		t.Fatal(err)
	}
	r.Now = func() time.Time { return time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC) }
	return r
}

// rows reads a file of tab-separated columns.
func rows(t testing.TB, path string) [][]string {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var list [][]string
	for _, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		if !strings.HasPrefix(line, "#") {
			list = append(list, strings.Split(line, "\t"))
		}
	}
	if len(list) == 0 {
		t.Fatalf("%s: no rows", path)
	}
	return list
}

func TestDatelines(t *testing.T) {
	r := testReader(t, Defaults{})
	for _, row := range rows(t, "testdata/datelines.tsv") {
		d, ok := r.parseDateline(row[0])
		got := "-"
		if ok {
			got = fmt.Sprintf("%s\t%d-%d-%d\t%s", d.place, d.month, d.day, d.year, d.agency)
		}
		if want := strings.Join(row[1:], "\t"); got != want {
			t.Errorf("%q\n got %q\nwant %q", row[0], got, want)
		}
	}
}

func TestDates(t *testing.T) {
	r := testReader(t, Defaults{})
	for _, row := range rows(t, "testdata/dates.tsv") {
		day, err := r.date(row[0])
		if !agrees(day.UTC().Format("2006-01-02T15:04:05Z"), err, row[1]) {
			t.Errorf("%q: got %v, %v; want %s", row[0], day, err, row[1])
		}
	}
}

func TestEncodings(t *testing.T) {
	for _, row := range rows(t, "testdata/encodings.tsv") {
		data, err := strconv.Unquote(row[0])
		if err != nil {
			t.Fatalf("%s: %v", row[0], err)
		}
		text, err := decode([]byte(data))
		if !agrees(strconv.Quote(text), err, row[1]) {
			t.Errorf("%s: got %q, %v; want %s", row[0], text, err, row[1])
		}
	}
}

// agrees tells whether a result is the wanted one, or an error with the wanted words.
func agrees(got string, err error, want string) bool {
	if words, isError := strings.CutPrefix(want, "error "); isError {
		return err != nil && strings.Contains(err.Error(), words)
	}
	return err == nil && got == want
}

// TestRead reads the inputs in each archive of testdata/read and compares what comes.
func TestRead(t *testing.T) {
	paths, err := filepath.Glob("testdata/read/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range paths {
		full, err := filepath.Abs(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(path), func(t *testing.T) { readCase(t, full) })
	}
}

func readCase(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	settings := map[string]string{}
	for _, line := range strings.Split(string(archive.Comment), "\n") {
		if name, value, ok := strings.Cut(line, ": "); ok && !strings.HasPrefix(line, "#") {
			settings[name] = value
		}
	}
	defaults := Defaults{Source: settings["source"], Language: settings["language"], YearOnly: len(settings["date"]) == 4}
	if day := settings["date"]; day != "" {
		if defaults.Date, err = schema.ParseDate(day); err != nil {
			t.Fatal(err)
		}
	}
	r := testReader(t, defaults)
	r.StdinName = settings["name"]
	want, at := "", -1
	for i, file := range archive.Files {
		switch file.Name {
		case "want":
			want, at = string(file.Data), i
		case "stdin":
			r.Stdin = strings.NewReader(string(file.Data))
		default:
			if err := os.MkdirAll(filepath.Dir(file.Name), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file.Name, file.Data, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b strings.Builder
	for item := range r.Read(t.Context(), strings.Fields(settings["inputs"])) {
		printItem(&b, item)
	}
	if got := b.String(); got != want {
		if !*update {
			t.Fatalf("got:\n%s\nwant:\n%s", got, want)
		}
		if at < 0 {
			archive.Files = append(archive.Files, txtar.File{Name: "want"})
			at = len(archive.Files) - 1
		}
		archive.Files[at].Data = []byte(got)
		if err := os.WriteFile(path, txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func printItem(b *strings.Builder, item Item) {
	d, err := item.Document()
	if err != nil {
		fmt.Fprintf(b, "%s: error: %v\n\n", item.Name, err)
		return
	}
	fmt.Fprintf(b, "%s: %s\n", item.Name, d.ID)
	for _, field := range [][2]string{
		{"path", d.Path}, {"url", d.URL}, {"guid", d.GUID}, {"source", d.Source}, {"title", d.Title}, {"byline", d.Byline},
		{"dateline", d.Dateline}, {"language", d.Language}, {"published", string(schema.DateOf(d.Published))},
		{"modified", string(schema.DateOf(d.Modified))},
	} {
		if field[1] != "" {
			fmt.Fprintf(b, "  %s: %s\n", field[0], field[1])
		}
	}
	fmt.Fprintf(b, "  plain %v, text %q\n\n", d.PlainText, d.Text)
}

func TestLimits(t *testing.T) {
	t.Chdir(t.TempDir())
	large, err := os.Create("large.txt")
	if err != nil {
		t.Fatal(err)
	}
	if err := large.Truncate(MaxFile + 1); err != nil {
		t.Fatal(err)
	}
	if err := large.Close(); err != nil {
		t.Fatal(err)
	}
	lines := `{"text":"before"}` + "\n" + `{"text":"` + strings.Repeat("x", MaxLine) + `"}` + "\n" + `{"text":"after"}`
	if err := os.WriteFile("long.jsonl", []byte(lines), 0o666); err != nil {
		t.Fatal(err)
	}
	r := testReader(t, Defaults{})
	var got []string
	for item := range r.Read(t.Context(), []string{"large.txt", "long.jsonl"}) {
		d, err := item.Document()
		if err != nil {
			got = append(got, item.Name+": "+err.Error())
			continue
		}
		got = append(got, item.Name+" "+d.Text)
	}
	want := []string{
		"large.txt: larger than 64 MiB, the most for one article: if it holds many, split it or write it as JSON Lines",
		"long.jsonl:1 before", "long.jsonl:2: the line is longer than 16 MiB, the most for one article", "long.jsonl:3 after",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestUnreadable(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("secret.txt", []byte("Nobody may read this."), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := os.ReadFile("secret.txt"); err == nil {
		t.Skip("this user may read every file")
	}
	for item := range testReader(t, Defaults{}).Read(t.Context(), []string{"secret.txt"}) {
		if _, err := item.Document(); err == nil || !strings.Contains(err.Error(), "permission denied") {
			t.Errorf("got %v, want permission denied", err)
		}
	}
}

// A file of UTF-16 lines is read line by line too.
func TestUTF16Lines(t *testing.T) {
	t.Chdir(t.TempDir())
	data := []byte{0xff, 0xfe}
	for _, c := range "{\"text\":\"one\"}\r\n{\"text\":\"two\"}\r\n" {
		data = binary.LittleEndian.AppendUint16(data, uint16(c))
	}
	if err := os.WriteFile("a.jsonl", data, 0o666); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for item := range testReader(t, Defaults{}).Read(t.Context(), []string{"a.jsonl"}) {
		d, err := item.Document()
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, d.Text)
	}
	if strings.Join(texts, " ") != "one two" {
		t.Errorf("got %q", texts)
	}
}

func TestReadStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r := testReader(t, Defaults{})
	r.Stdin = strings.NewReader(strings.Repeat(`{"text":"a"}`+"\n", 10))
	read := 0
	for range r.Read(ctx, []string{"-", "no-such-file"}) {
		if read++; read == 10 {
			cancel()
		}
	}
	if read != 10 {
		t.Errorf("%d items after cancelling at 10", read)
	}
}

func FuzzDecode(f *testing.F) {
	for _, row := range rows(f, "testdata/encodings.tsv") {
		data, err := strconv.Unquote(row[0])
		if err != nil {
			f.Fatal(err)
		}
		f.Add([]byte(data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := decode(data)
		if err == nil && !utf8.ValidString(text) {
			t.Errorf("%q decodes to what is not UTF-8: %q", data, text)
		}
		if page, err := decodePage(data, ""); err == nil && !utf8.ValidString(page) {
			t.Errorf("page %q decodes to what is not UTF-8: %q", data, page)
		}
	})
}

func FuzzHead(f *testing.F) {
	for _, row := range rows(f, "testdata/datelines.tsv") {
		f.Add(row[0], row[0])
	}
	for _, row := range rows(f, "testdata/dates.tsv") {
		f.Add(row[0], row[0]+"\nand more")
	}
	r := testReader(f, Defaults{Date: "2018-01-02"})
	f.Fuzz(func(t *testing.T, dateline, text string) {
		if day, err := r.date(dateline); err == nil && (day.Year() < oldest || day.Year() > 2026) {
			t.Errorf("date %q is of the year %d", dateline, day.Year())
		}
		d, err := r.plainDocument(origin{name: "f", path: "f"}, []byte(text))
		if err != nil {
			return
		}
		if !strings.HasSuffix(text, d.Text) && utf8.ValidString(text) && !strings.Contains(text, "\x00") {
			t.Errorf("text %q became %q", text, d.Text)
		}
		d.Dateline = dateline
		r.readHead(d)
		if !d.Published.IsZero() && (d.Published.Year() < oldest || d.Published.Year() > 2026) {
			t.Errorf("published in %d", d.Published.Year())
		}
	})
}

func FuzzJSONLines(f *testing.F) {
	for _, row := range []string{`{"id":1,"text":"a"}`, `{"author":["a",2,null],"text":"a","date":"2017"}`, `{"url":{}}`, `[]`, ``} {
		f.Add([]byte(row))
	}
	r := testReader(f, Defaults{})
	f.Fuzz(func(t *testing.T, data []byte) {
		document, err := r.jsonDocument(origin{name: "f", path: "f"}, "line 1", data)
		if (err == nil) != (document != nil) || document != nil && (document.ID == "" || strings.TrimSpace(document.Text) == "") {
			t.Errorf("%q: %+v, %v", data, document, err)
		}
	})
}
