package wire

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rostrum/cmd/ingest/internal/feed/markup"
	"rostrum/schema"
)

var update = flag.Bool("update", false, "rewrite the golden figures")

// shared is the folder of a kind of data, or skips the test.
func shared(t *testing.T, folder string) string {
	t.Helper()
	root := os.Getenv("ROSTRUM_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "..", "..", "..", "shared")
	}
	path := filepath.Join(root, "data", folder)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no data to measure: set ROSTRUM_SHARED to the folder that has data/%s", folder)
	}
	return path
}

// read reads a file as package feed would.
func read(t *testing.T, path string) ([]Item, error) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return readData(data, zoneOf(filepath.Base(path)))
}

// zoneOf is the time zone of a fixture's agency, which a source's configuration tells.
func zoneOf(name string) Reader {
	for prefix, zone := range map[string]string{"stt": "Europe/Helsinki", "scoop": "Pacific/Auckland"} {
		if strings.HasPrefix(name, prefix) {
			if location, err := time.LoadLocation(zone); err == nil {
				return Reader{Zone: location}
			}
		}
	}
	return Reader{}
}

func readData(data []byte, r Reader) ([]Item, error) {
	trimmed := strings.TrimLeft(strings.TrimPrefix(string(data[:min(len(data), 4000)]), "\xef\xbb\xbf"), " \t\r\n")
	switch {
	case strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "["):
		item, ok := r.JSON(data)
		if !json.Valid(data) {
			return nil, fmt.Errorf("broken JSON")
		}
		if !ok {
			return nil, ErrUnknown
		}
		return []Item{item}, nil
	case strings.Contains(trimmed, "<feed") || strings.Contains(trimmed, "<rss"):
		return r.Feed(data, "")
	case strings.HasPrefix(trimmed, "<"):
		root, err := markup.ParseXML(data)
		if err != nil {
			return nil, err
		}
		return r.XML(root)
	case IsMail(data):
		return []Item{r.Mail(data)}, nil
	}
	if item, ok := r.Text(data); ok {
		return []Item{item}, nil
	}
	return nil, ErrUnknown
}

// expectation is a line of superdesk_expectations.jsonl: what another program's tests
// want of a file.
type expectation struct {
	Test     string   `json:"test"`
	Fixtures []string `json:"fixtures"`
	Path     []any    `json:"path"`
	Op       string   `json:"op"`
	Value    any      `json:"value"`
	Item     *int     `json:"item"`
}

func (e *expectation) field() string {
	parts := make([]string, len(e.Path))
	for i, p := range e.Path {
		parts[i] = fmt.Sprint(p)
	}
	return strings.TrimSuffix(strings.Join(parts, "/"), "/isoformat()")
}

// exclusions are the expectations that have no counterpart in a Document: rows of
// file, field and reason, both patterns, the first that fits.
func exclusions(t *testing.T) [][3]string {
	data, err := os.ReadFile("testdata/without-counterpart.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][3]string
	for i, line := range strings.Split(string(data), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			t.Fatalf("without-counterpart.tsv:%d: want file, field and reason", i+1)
		}
		rows = append(rows, [3]string(f))
	}
	return rows
}

func TestExpectations(t *testing.T) {
	folder := shared(t, "wire")
	f, err := os.Open(filepath.Join(folder, "superdesk_expectations.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	excluded, without := exclusions(t), map[string]int{}
	met, all := 0, 0
	var failures []string
	scanner := bufio.NewScanner(f)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		var e expectation
		if err := json.Unmarshal(scanner.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(e.Fixtures[0])
		if reason := whyExcluded(excluded, name, e.field()); reason != "" {
			without[reason]++
			continue
		}
		all++
		items, err := read(t, filepath.Join(folder, e.Fixtures[0]))
		if got, ok := e.met(items, err); ok {
			met++
		} else {
			failures = append(failures, fmt.Sprintf("%s %s: %s %s %v, got %s", name, e.Test[strings.LastIndex(e.Test, ":")+1:], e.field(), e.Op, e.Value, got))
		}
	}
	for _, line := range failures {
		t.Log(line)
	}
	var b strings.Builder
	for _, reason := range slices.Sorted(mapsKeys(without)) {
		fmt.Fprintf(&b, "without a counterpart: %4d  %s\n", without[reason], reason)
	}
	fmt.Fprintf(&b, "expectations met: %d of %d (%.1f %%)\n", met, all, 100*float64(met)/float64(all))
	for _, line := range failures {
		fmt.Fprintf(&b, "not met: %s\n", line)
	}
	golden(t, "expectations", b.String())
	if met*100 < all*99 {
		t.Errorf("%d of %d expectations are met, fewer than 99 %%", met, all)
	}
}

func whyExcluded(rows [][3]string, name, field string) string {
	for _, row := range rows {
		if regexp.MustCompile("^(?:"+row[0]+")$").MatchString(name) && regexp.MustCompile("^(?:"+row[1]+")$").MatchString(field) {
			return row[2]
		}
	}
	return ""
}

// met tells whether what was read of the file is what is expected.
func (e *expectation) met(items []Item, err error) (string, bool) {
	if err != nil {
		return err.Error(), false
	}
	if e.field() == "len()" {
		return fmt.Sprint(len(items)), float64(len(items)) == e.Value
	}
	index := 0
	if e.Item != nil {
		index = *e.Item
	}
	if index >= len(items) {
		return fmt.Sprintf("%d items", len(items)), false
	}
	d := items[index].Document
	switch want := wanted(e.Value); e.field() {
	case "guid", "uri":
		// The other program writes the version behind the identifier.
		return d.GUID, want == d.GUID || want == d.GUID+":"+d.Version
	case "headline", "name":
		return e.compare(d.Title, want)
	case "byline":
		return e.compare(d.Byline, strings.TrimPrefix(want, "By "))
	case "version":
		return e.compare(d.Version, want)
	case "pubstatus":
		return e.compare(first(string(d.Status), string(schema.Usable)), want)
	case "language":
		return e.compare(strings.ToLower(d.Language), strings.ToLower(want))
	case "slugline":
		return e.compare(d.Slug, want)
	case "dateline/located/city", "dateline/text", "dateline":
		return d.Dateline, d.Dateline != "" && strings.HasPrefix(strings.ToLower(want), strings.ToLower(d.Dateline))
	case "source", "original_source", "dateline/source":
		return d.Source, d.Source != "" && strings.Contains(want, d.Source)
	case "copyrightholder", "copyrightnotice":
		return e.compare(d.Copyright, want)
	case "usageterms":
		return e.compare(d.Usage, want)
	case "firstcreated", "firstpublished":
		return d.Published.Format(time.RFC3339Nano), sameTime(d.Published, want)
	case "versioncreated":
		last := d.Modified
		if last.IsZero() {
			last = d.Published
		}
		return last.Format(time.RFC3339Nano), sameTime(last, want)
	case "body_html", "body_html/strip()":
		return e.compare(strings.Join(strings.Fields(d.Text), " "), strings.Join(strings.Fields(markup.FragmentText(want)), " "))
	}
	return "no such field is compared", false
}

func (e *expectation) compare(got, want string) (string, bool) {
	got, want = strings.TrimSpace(got), strings.Trim(want, " =")
	switch e.Op {
	case "startswith":
		return got, strings.HasPrefix(got, want)
	case "contains":
		return got, strings.Contains(got, want)
	case "lacks":
		return got, got != "" && !strings.Contains(got, want)
	}
	return got, got == want
}

// pythonTime is a time written as a program makes it.
var pythonTime = regexp.MustCompile(`datetime\((?:year=)?(\d+), (?:month=)?(\d+), (?:day=)?(\d+), (?:hour=)?(\d+), (?:minute=)?(\d+), (?:second=)?(\d+)`)

func wanted(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case float64:
		return fmt.Sprint(v)
	case map[string]any:
		if text, ok := v["text"].(string); ok {
			return text
		}
		if m := pythonTime.FindStringSubmatch(fmt.Sprint(v["$py"])); m != nil {
			var n [6]int
			for i := range n {
				fmt.Sscan(m[i+1], &n[i])
			}
			return time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC).Format(time.RFC3339)
		}
	}
	return fmt.Sprint(value)
}

func sameTime(got time.Time, want string) bool {
	if want == "" {
		return got.IsZero()
	}
	t, err := time.Parse(time.RFC3339Nano, want)
	return err == nil && t.Equal(got)
}

func mapsKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// TestSuites reads the official validity suites and examples.
func TestSuites(t *testing.T) {
	folder := shared(t, "wire")
	counts := map[string]int{}
	var b strings.Builder
	for _, suite := range []string{"iptc-newsml-g2", "iptc-newsinjson"} {
		err := filepath.WalkDir(filepath.Join(folder, suite), func(path string, entry os.DirEntry, err error) error {
			ext := filepath.Ext(path)
			if err != nil || entry.IsDir() || ext != ".xml" && ext != ".json" || strings.Contains(path, "/specification/") || strings.Contains(path, "schema_versions") || strings.Contains(path, "schema-extension") {
				return err
			}
			items, readErr := read(t, path)
			name, _ := filepath.Rel(folder, path)
			outcome := outcome(items, readErr)
			switch {
			case strings.Contains(path, "should_fail") || strings.Contains(path, "not-valid"):
				counts[suite+", should fail: "+outcome]++
				if outcome == "read" {
					t.Errorf("%s: is read without a warning", name)
				}
			default:
				counts[suite+", should pass: "+outcome]++
				if outcome == "broken" {
					t.Errorf("%s: %v", name, readErr)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, what := range slices.Sorted(mapsKeys(counts)) {
		fmt.Fprintf(&b, "%4d  %s\n", counts[what], what)
	}
	golden(t, "suites", b.String())
}

// outcome says what became of a file: broken, without text (it says so), read with a
// warning, or read.
func outcome(items []Item, err error) string {
	switch {
	case errors.Is(err, ErrUnknown):
		return "of no known format, and says so"
	case err != nil:
		return "broken"
	}
	result := "read"
	for _, item := range items {
		switch {
		case item.Err != nil:
			return "no text, and says so"
		case len(item.Warnings) > 0:
			result = "read with a warning"
		}
	}
	return result
}

// golden compares figures with those kept.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s:\n%s", name, got)
	if got != string(want) {
		t.Errorf("%s is another than %s; go test -update keeps it", name, path)
	}
}
