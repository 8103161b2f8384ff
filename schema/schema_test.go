package schema_test

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rostrum/schema"
)

// TestIDs compares ids with those that Python's uuid.uuid5 makes of the same keys.
// A change of any changes every graph that exists.
func TestIDs(t *testing.T) {
	for _, c := range []struct {
		what string
		got  schema.ID
		want schema.ID
	}{
		{"country", schema.CountryID("RUS"), "251eaadb-81ed-5b04-aefe-dfd2aee43e8e"},
		{"document by URL", schema.DocumentID("https://example.org/a", "Reuters", "abc", "a.txt"), "0690c19d-89ef-5c61-815e-9ee186879b66"},
		{"person", schema.EntityID(schema.Person, "James Mattis"), "af539583-9a09-5029-a9ec-b422b6fc7bde"},
		{"document by its source's id", schema.DocumentID("", "Reuters", "abc", "a.txt"), "9061c99e-a5e9-523a-b949-b9fc991574a9"},
		{"document by path", schema.DocumentID("", "Reuters", "", "a.txt"), "1696b182-4cbd-5391-bb08-eb979b5d87aa"},
		{"office", schema.EntityID(schema.Office, "Secretary of State", "USA"), "fa0c3ee1-432e-503e-ac23-208694c1f1ce"},
		{"unnamed", schema.UnnamedID("d", schema.Person, "a senior official"), "98525986-8b1a-588f-8106-caab9e61d04a"},
		{"ab, c", schema.NewID("k", "ab", "c"), "1b615f03-d916-50f9-9165-04bd21cb7b41"},
		{"a, bc", schema.NewID("k", "a", "bc"), "4085403f-4218-50ea-a574-a0df5a65247d"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", c.what, c.got, c.want)
		}
	}
	if id, err := schema.ParseID("C1F5F2B6-0000-5000-8000-00000000000A"); err != nil || id != "c1f5f2b6-0000-5000-8000-00000000000a" {
		t.Errorf("ParseID: %s, %v", id, err)
	}
	if _, err := schema.ParseID("Russia"); err == nil {
		t.Error("ParseID took a name")
	}
}

func TestDates(t *testing.T) {
	for text, want := range map[string]schema.Date{"2017-03-31": "2017-03-31", "2017-03": "2017-03-01", "1945": "1945-01-01", "2016-02-29": "2016-02-29"} {
		if got, err := schema.ParseDate(text); err != nil || got != want {
			t.Errorf("ParseDate(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "2017-02-29", "31.3.2017", "2017-13", "yesterday", "2017-03-31T00:00:00Z"} {
		if got, err := schema.ParseDate(text); err == nil {
			t.Errorf("ParseDate(%q) = %q, want an error", text, got)
		}
	}
	east := time.FixedZone("east", 9*60*60)
	if got := schema.DateOf(time.Date(2017, 4, 1, 1, 0, 0, 0, east)); got != "2017-04-01" {
		t.Errorf("DateOf takes the day of another time zone: %s", got)
	}
	if got := schema.DateOf(time.Time{}); got != "" {
		t.Errorf("DateOf of no time: %q", got)
	}
	if got := schema.Date("2017-03-31").Time(); !got.Equal(time.Date(2017, 3, 31, 0, 0, 0, 0, time.UTC)) || !schema.Date("").Time().IsZero() {
		t.Errorf("Time: %v", got)
	}
}

func TestSpans(t *testing.T) {
	s := schema.Span{Start: 2, End: 5}
	if s.Len() != 3 || s.In("0123456") != "234" {
		t.Errorf("%v: length %d, text %q", s, s.Len(), s.In("0123456"))
	}
	for _, c := range []struct {
		o                  schema.Span
		contains, overlaps bool
	}{
		{schema.Span{Start: 2, End: 5}, true, true}, {schema.Span{Start: 3, End: 4}, true, true}, {schema.Span{Start: 1, End: 3}, false, true},
		{schema.Span{Start: 5, End: 6}, false, false}, {schema.Span{Start: 0, End: 2}, false, false}, {schema.Span{Start: 0, End: 9}, false, true},
	} {
		if s.Contains(c.o) != c.contains || s.Overlaps(c.o) != c.overlaps || c.o.Overlaps(s) != c.overlaps {
			t.Errorf("%v and %v: contains %v, overlaps %v", s, c.o, s.Contains(c.o), s.Overlaps(c.o))
		}
	}
}

func TestConstraintsAreFresh(t *testing.T) {
	var want bytes.Buffer
	if err := schema.Model().WriteConstraints(&want); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("constraints.cypher")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Error("constraints.cypher is not what the model says: run go generate ./schema")
	}
}

var (
	label    = regexp.MustCompile(`^[A-Z][A-Za-z]+$`)
	edgeType = regexp.MustCompile(`^[A-Z]+(_[A-Z]+)*$`)
	property = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z]+)*$`)
)

// TestModel checks that the model agrees with itself. Names are plain, as they go into
// Cypher and SQL as they are.
func TestModel(t *testing.T) {
	model := schema.Model()
	names := map[string]bool{}
	once := func(name string, form *regexp.Regexp) {
		if names[name] || !form.MatchString(name) {
			t.Errorf("%q stands twice, or is no %v", name, form)
		}
		names[name] = true
	}
	check := func(name, doc string, properties []schema.Property, named ...[]string) {
		if doc == "" {
			t.Errorf("%s: no word on what it is", name)
		}
		seen := map[string]bool{}
		for _, p := range properties {
			if seen[p.Name] || !property.MatchString(p.Name) || p.Doc == "" {
				t.Errorf("%s.%s stands twice, is no %v, or has no word on what it is", name, p.Name, property)
			}
			seen[p.Name] = true
			if !slices.Contains([]schema.PropertyType{schema.String, schema.Integer, schema.Float, schema.Boolean, schema.Day, schema.StringList}, p.Type) {
				t.Errorf("%s.%s: no type %q", name, p.Name, p.Type)
			}
		}
		if id, ok := schema.FindProperty(properties, "id"); !ok || !id.Required || id.Type != schema.String {
			t.Errorf("%s: no id that is text and always there", name)
		}
		for _, p := range slices.Concat(named...) {
			if !seen[p] {
				t.Errorf("%s: indexed property %s is not among its properties", name, p)
			}
		}
	}
	for _, n := range model.Nodes {
		once(n.Label, label)
		check(n.Label, n.Doc, n.Properties, n.Indexed, n.FullText)
	}
	for _, e := range model.Edges {
		once(e.Type, edgeType)
		check(e.Type, e.Doc, e.Properties, e.Indexed)
		if len(e.From) == 0 || len(e.To) == 0 {
			t.Errorf("%s starts or ends nowhere", e.Type)
		}
		for _, end := range slices.Concat(e.From, e.To) {
			if _, ok := model.Node(end); !ok {
				t.Errorf("%s: no label %s", e.Type, end)
			}
		}
	}
}

func TestCheck(t *testing.T) {
	model := schema.Model()
	good := map[string]any{"name": "Russia", "iso3": "RUS"}
	if err := model.CheckNode([]string{"Country"}, good); err != nil {
		t.Error(err)
	}
	if err := model.CheckEdge("OF", "Office", "Country", nil); err != nil {
		t.Error(err)
	}
	if err := model.CheckEdge("OF", "", "", nil); err != nil {
		t.Error(err)
	}
	for _, c := range []struct {
		word string
		err  error
	}{
		{"one label", model.CheckNode(nil, good)},
		{"one label", model.CheckNode([]string{"Country", "Person"}, good)},
		{"Planet", model.CheckNode([]string{"Planet"}, good)},
		{"iso3 is missing", model.CheckNode([]string{"Country"}, map[string]any{"name": "Russia"})},
		{"iso3 is STRING, not int64", model.CheckNode([]string{"Country"}, map[string]any{"name": "Russia", "iso3": int64(7)})},
		{"capital", model.CheckNode([]string{"Country"}, map[string]any{"name": "Russia", "iso3": "RUS", "capital": "Moscow"})},
		{`"id"`, model.CheckNode([]string{"Country"}, map[string]any{"name": "Russia", "iso3": "RUS", "id": "x"})},
		{"year is INTEGER, not int", model.CheckNode([]string{"Treaty"}, map[string]any{"name": "INF", "year": 1987})},
		{"published is DATE, not string", model.CheckNode([]string{"Article"}, map[string]any{"digest": "x", "published": "2017-03-31"})},
		{"LOVES", model.CheckEdge("LOVES", "", "", nil)},
		{"start", model.CheckEdge("OF", "Country", "Country", nil)},
		{"end", model.CheckEdge("OF", "Office", "Person", nil)},
		{"article is missing", model.CheckEdge("REFERENCES", "", "", nil)},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.word) {
			t.Errorf("error %v, want one with %q", c.err, c.word)
		}
	}
}
