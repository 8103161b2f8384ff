// Package graphtest is the contract of graph.Store as a test that every store runs,
// and random graphs for it and for other tests.
//
// It names no database: what it knows of a store is graph.Store. What only one of
// them promises, its own package tests.
//
// The main path: a store's test calls [Store]; each case applies batches and compares
// [graph.Dump] with what a few lines of Go on maps say that the graph is.
package graphtest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"rostrum/graph"
	"rostrum/schema"
)

// Store runs the contract. open opens the store at a place, which at first is an
// empty folder of the test's own; opening a place again opens the same store. Store
// closes what it opens.
func Store(t *testing.T, open func(t *testing.T, place string) graph.Store) {
	for _, c := range []struct {
		name string
		test func(*store)
	}{
		{"changes", testChanges},
		{"shared", testShared},
		{"newest properties", testNewestProperties},
		{"other ends", testOtherEnds},
		{"order", testOrder},
		{"versions", testVersions},
		{"twice in one call", testTwiceInOneCall},
		{"reopen", testReopen},
		{"big batch", testBigBatch},
		{"odd texts", testOddTexts},
		{"refused", testRefused},
		{"cancelled", testCancelled},
		{"whole", testWhole},
		{"status", testStatus},
		{"search", testSearch},
		{"search odd words", testSearchOddWords},
		{"search follows changes", testSearchFollowsChanges},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &store{T: t, open: open, place: t.TempDir(), world: World{Model: schema.Model(), Seed: 1}}
			s.reopen()
			t.Cleanup(func() { s.Store.Close() })
			c.test(s)
		})
	}
}

// store is a store in a test.
type store struct {
	*testing.T
	graph.Store
	open  func(t *testing.T, place string) graph.Store
	place string
	world World
}

func (s *store) reopen() {
	s.Helper()
	if s.Store != nil {
		if err := s.Store.Close(); err != nil {
			s.Fatal(err)
		}
	}
	s.Store = s.open(s.T, s.place)
}

// apply applies the batches and checks what they changed.
func (s *store) apply(want []graph.Change, batches ...graph.Batch) {
	s.Helper()
	got, err := s.Apply(s.Context(), batches...)
	if err != nil {
		s.Fatal(err)
	}
	if !slices.Equal(got, want) {
		s.Fatalf("Apply: changes %q, want %q", got, want)
	}
}

// refuse applies batches that are wrong; the error must hold all of the words.
func (s *store) refuse(batches []graph.Batch, words ...string) {
	s.Helper()
	_, err := s.Apply(s.Context(), batches...)
	if err == nil {
		s.Fatalf("Apply took what it should refuse, for %q", words)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			s.Errorf("the error does not say %q: %v", word, err)
		}
	}
}

// holds checks that the graph is that of the batches, of one document each.
func (s *store) holds(batches ...graph.Batch) {
	s.Helper()
	s.same(Canonical(batches...))
}

func (s *store) same(want string) {
	s.Helper()
	if diff := firstDifference(s.dump(), want); diff != "" {
		s.Fatalf("the graph is another one:\n%s", diff)
	}
}

func (s *store) dump() string {
	s.Helper()
	var out bytes.Buffer
	if err := graph.Dump(s.Context(), s, &out); err != nil {
		s.Fatal(err)
	}
	return out.String()
}

// Canonical is the dump of a store that holds the batches, each of another document;
// of what several have, the last has it right.
func Canonical(batches ...graph.Batch) string {
	nodes, edges := map[schema.ID]string{}, map[schema.ID]string{}
	for _, b := range batches {
		for _, n := range b.Nodes {
			nodes[n.ID] = fmt.Sprintf(`{"node":{"id":"%s","labels":["%s"],"properties":%s}}`, n.ID, n.Labels[0], mustJSON(n.Properties))
		}
		for _, e := range b.Edges {
			edges[e.ID] = fmt.Sprintf(`{"edge":{"id":"%s","type":"%s","from":"%s","to":"%s","properties":%s}}`, e.ID, e.Type, e.From, e.To, mustJSON(e.Properties))
		}
	}
	var lines strings.Builder
	for _, elements := range []map[schema.ID]string{nodes, edges} {
		ids := make([]schema.ID, 0, len(elements))
		for id := range elements {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		for _, id := range ids {
			lines.WriteString(elements[id] + "\n")
		}
	}
	return lines.String()
}

func mustJSON(properties map[string]any) []byte {
	text, err := graph.AppendProperties(nil, properties)
	if err != nil {
		panic(err) // a test's own batch
	}
	return text
}

// firstDifference shows the first line in which two dumps differ, "" where none does.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		line := func(lines []string) string {
			if i < len(lines) {
				return lines[i]
			}
			return "(no more)"
		}
		if line(g) != line(w) {
			return fmt.Sprintf("line %d\n got %.1000s\nwant %.1000s", i+1, line(g), line(w))
		}
	}
	return ""
}
