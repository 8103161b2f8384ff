package graph_test

import (
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"rostrum/graph"
	"rostrum/graph/graphtest"
	"rostrum/schema"
)

var update = flag.Bool("update", false, "write the golden files")

const text = "😀 LONDON — Defense Secretary James Mattis said “Russia has violated the treaty” and left. The Kremlin denied it.\nA U.N. panel accused Syria; Syria is a member of the United Nations."

func at(t *testing.T, words string) []schema.Span {
	t.Helper()
	i := strings.Index(text, words)
	if i < 0 {
		t.Fatalf("%q is not in the text", words)
	}
	return []schema.Span{{Start: i, End: i + len(words)}}
}

// extraction has something of each kind.
func extraction(t *testing.T) *schema.Extraction {
	d := &schema.Document{ID: schema.DocumentID("", "", "", "a.txt"), Path: "a.txt", Source: "Reuters", Title: "Mattis", Dateline: "LONDON", Language: "en",
		Published: time.Date(2017, 3, 31, 0, 0, 0, 0, time.UTC), Text: text, PlainText: true}
	mattis, panel := schema.EntityID(schema.Person, "James Mattis"), schema.UnnamedID(d.ID, schema.Organization, "A U.N. panel")
	usa, russia, syria := schema.CountryID("USA"), schema.CountryID("RUS"), schema.CountryID("SYR")
	secretary, un := schema.EntityID(schema.Office, "Secretary of Defense", "USA"), schema.EntityID(schema.Organization, "United Nations")
	envoy := schema.EntityID(schema.Office, "Envoy", "United Nations")
	treaty, group := schema.EntityID(schema.Treaty, "INF Treaty"), schema.EntityID(schema.Group, "Democrats")
	first, second := schema.NewID("statement", "1"), schema.NewID("accusation", "1")
	return &schema.Extraction{
		Document: d,
		Entities: []schema.Entity{
			{ID: mattis, Kind: schema.Person, Name: "James Mattis"}, {ID: secretary, Kind: schema.Office, Name: "Secretary of Defense", ISO3: "USA"},
			{ID: usa, Kind: schema.Country, Name: "United States", ISO3: "USA"}, {ID: russia, Kind: schema.Country, Name: "Russia", ISO3: "RUS"},
			{ID: syria, Kind: schema.Country, Name: "Syria", ISO3: "SYR"}, {ID: treaty, Kind: schema.Treaty, Name: "INF Treaty", Year: 1987},
			{ID: un, Kind: schema.Organization, Name: "United Nations"}, {ID: envoy, Kind: schema.Office, Name: "Envoy", Organization: un},
			{ID: panel, Kind: schema.Organization, Name: "A U.N. panel", Unnamed: true}, {ID: group, Kind: schema.Group, Name: "Democrats"},
			{ID: schema.EntityID(schema.Person, "Nobody"), Kind: schema.Person, Name: "Nobody"}, // named, and no more: no node
		},
		Statements: []schema.Statement{{
			ID: first, Kind: schema.Mixed, Speakers: []schema.ID{mattis}, Office: secretary, Source: at(t, "James Mattis"), Cue: at(t, "said"),
			Content: at(t, "“Russia has violated the treaty”"), Sentence: at(t, text[strings.Index(text, "Defense"):strings.Index(text, " The Kremlin")]),
			Text: "Russia has violated the treaty", SaidOn: "2017-03-31", ReportedBy: un, Modality: schema.Asserted,
			References: []schema.ID{russia, treaty, group}, Confidence: 0.9, Rule: "r",
		}},
		Accusations: []schema.Accusation{
			{ID: second, Accuser: mattis, AccuserOffice: secretary, Target: russia, ChargeText: "violated the treaty", Type: "treaty_violation", CAMEO: "112", PLOVER: "ACCUSE/allege",
				Stance: schema.Accuse, Statement: first, Object: treaty, Evidence: at(t, "“Russia has violated the treaty”"), SaidOn: "2017-03-31", Confidence: 0.9, Rule: "r"},
			{ID: schema.NewID("accusation", "2"), Accuser: russia, ChargeText: "it", Type: "treaty_violation", CAMEO: "112", PLOVER: "ACCUSE/allege",
				Stance: schema.Deny, Answers: second, Evidence: at(t, "The Kremlin denied it."), Confidence: 0.8, Rule: "r"},
			{ID: schema.NewID("accusation", "3"), Target: syria, ChargeText: "x", Type: "other", CAMEO: "112", PLOVER: "ACCUSE/allege",
				Stance: schema.Report, Evidence: at(t, "accused Syria"), Confidence: 0.5, Rule: "r"},
			{ID: schema.NewID("accusation", "4"), Accuser: panel, AccuserOffice: envoy, Target: syria, ChargeText: "x", Type: "other", CAMEO: "112", PLOVER: "ACCUSE/allege",
				Stance: schema.Accuse, Evidence: at(t, "A U.N. panel accused Syria"), Confidence: 0.5, Rule: "r"},
		},
		Holdings:    []schema.Holding{{Person: mattis, Office: secretary, Country: usa, Status: schema.Current, Evidence: at(t, "Defense Secretary James Mattis"), Rule: "r"}},
		Memberships: []schema.Membership{{Member: syria, Of: un, Evidence: at(t, "Syria is a member of the United Nations"), Rule: "r"}},
	}
}

// TestFromExtraction compares the batch of an extraction with a file: a line a node
// and an edge.
func TestFromExtraction(t *testing.T) {
	batch := graph.FromExtraction(extraction(t), "digest")
	if err := batch.Check(schema.Model()); err != nil {
		t.Fatal(err)
	}
	const path = "testdata/batch.jsonl"
	got := graphtest.Canonical(batch)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is another one (-update writes it):\n%s", path, got)
	}
	if again := graph.FromExtraction(extraction(t), "digest"); !reflect.DeepEqual(again, batch) {
		t.Error("the same extraction gives another batch, or another order")
	}
}

func TestEmptyExtraction(t *testing.T) {
	batch := graph.FromExtraction(&schema.Extraction{Document: &schema.Document{ID: schema.NewID("document", "x")}}, "digest")
	if err := batch.Check(schema.Model()); err != nil {
		t.Fatal(err)
	}
	if len(batch.Nodes) != 1 || len(batch.Edges) != 0 || batch.Empty() {
		t.Errorf("an article that says nothing is not its node alone: %+v", batch)
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		words string
		spoil func(b *graph.Batch)
	}{
		{"without a document", func(b *graph.Batch) { b.Document = "" }},
		{"no digest", func(b *graph.Batch) { b.Digest = "" }},
		{`label "Planet"`, func(b *graph.Batch) { b.Nodes[0].Labels = []string{"Planet"} }},
		{"one label", func(b *graph.Batch) { b.Nodes[0].Labels = nil }},
		{"stands twice", func(b *graph.Batch) { b.Nodes = append(b.Nodes, b.Nodes[0]) }},
		{"is empty", func(b *graph.Batch) { b.Nodes[0].ID = "" }},
		{`property "mood"`, func(b *graph.Batch) { b.Nodes[0].Properties["mood"] = "grim" }},
		{"not both among the nodes", func(b *graph.Batch) { b.Edges[0].To = schema.NewID("nobody") }},
		{`edge type "LOVES"`, func(b *graph.Batch) { b.Edges[0].Type = "LOVES" }},
		{"stands twice", func(b *graph.Batch) { b.Edges = append(b.Edges, b.Edges[0]) }},
		{"is empty", func(b *graph.Batch) { b.Edges[0].ID = "" }},
		{"edge type", func(b *graph.Batch) { b.Edges[0].Type = "" }},
	} {
		b := graph.FromExtraction(extraction(t), "digest")
		c.spoil(&b)
		if err := b.Check(schema.Model()); err == nil || !strings.Contains(err.Error(), c.words) || !strings.Contains(err.Error(), string(b.Document)) {
			t.Errorf("error %v, want one with %q and the document", err, c.words)
		}
	}
	if err := (&graph.Batch{Document: "x"}).Check(schema.Model()); err != nil {
		t.Errorf("a retraction: %v", err)
	}
}
