package graphtest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"rostrum/graph"
)

// Journal runs the contract of graph.Journal. open opens the journal of a store at a
// place; see [Store].
func Journal(t *testing.T, open func(t *testing.T, place string) graph.Journal) {
	place := t.TempDir()
	journal := open(t, place)
	note := func(space, key, value string) graph.Note {
		return graph.Note{Space: space, Key: key, Value: []byte(value)}
	}
	put := func(notes ...graph.Note) {
		t.Helper()
		if err := journal.PutNotes(t.Context(), notes...); err != nil {
			t.Fatal(err)
		}
	}
	want := func(space string, want ...string) {
		t.Helper()
		var got []string
		for n, err := range journal.Notes(t.Context(), space, "") {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, n.Key+"="+string(n.Value))
		}
		if !slices.Equal(got, want) {
			t.Errorf("notes of %s: got %q, want %q", space, got, want)
		}
	}
	put(note("source", "b", "1"), note("source", "a", ""), note("page", "a", "é\x00"), note("source", "c", "3"))
	want("source", "a=", "b=1", "c=3")
	want("page", "a=é\x00")
	want("none")
	put(note("source", "b", "2"), graph.Note{Space: "source", Key: "a"}, graph.Note{Space: "source", Key: "never"})
	want("source", "b=2", "c=3")
	if value, ok, err := journal.Note(t.Context(), "source", "b"); string(value) != "2" || !ok || err != nil {
		t.Errorf("note b: %q %v %v", value, ok, err)
	}
	if _, ok, err := journal.Note(t.Context(), "source", "a"); ok || err != nil {
		t.Errorf("a deleted note: %v %v", ok, err)
	}
	if err := journal.PutNotes(t.Context(), note("source", "d", "4"), note("source", "", "5")); err == nil {
		t.Error("a note without a key is no error")
	}
	want("source", "b=2", "c=3") // all or none

	var many []graph.Note
	for i := range 1203 {
		many = append(many, note("many", fmt.Sprintf("%05d", i), "x"))
	}
	put(many...)
	n := 3
	for found, err := range journal.Notes(t.Context(), "many", "00002") {
		if err != nil || found.Key != fmt.Sprintf("%05d", n) {
			t.Fatalf("note %d is %q, %v", n, found.Key, err)
		}
		put(graph.Note{Space: "many", Key: found.Key}) // while they are read
		n++
	}
	want("many", "00000=x", "00001=x", "00002=x")
	if n != len(many) {
		t.Errorf("%d of %d notes came", n, len(many))
	}

	noon := time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC)
	for i, c := range []struct {
		holder     string
		now, until time.Time
		want       bool
	}{
		{"x", noon, noon.Add(time.Minute), true},
		{"y", noon, noon.Add(time.Minute), false},
		{"x", noon.Add(30 * time.Second), noon.Add(2 * time.Minute), true},
		{"y", noon.Add(90 * time.Second), noon.Add(3 * time.Minute), false},
		{"y", noon.Add(2 * time.Minute), noon.Add(3 * time.Minute), true},
		{"x", noon.Add(2 * time.Minute), noon.Add(3 * time.Minute), false},
		{"y", noon.Add(2 * time.Minute), noon.Add(2 * time.Minute), true}, // gives it back
		{"x", noon.Add(2 * time.Minute), noon.Add(3 * time.Minute), true},
	} {
		if got, err := journal.Claim(t.Context(), "watch", c.holder, c.now, c.until); got != c.want || err != nil {
			t.Errorf("claim %d: %v %v, want %v", i, got, err, c.want)
		}
	}
	again := open(t, place)
	if value, ok, err := again.Note(t.Context(), "source", "c"); string(value) != "3" || !ok || err != nil {
		t.Errorf("opened again: %q %v %v", value, ok, err)
	}
}
