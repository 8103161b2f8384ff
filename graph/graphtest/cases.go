package graphtest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"rostrum/graph"
	"rostrum/schema"
)

// Small batches of the cases below: an article, and countries that it shares.

func country(iso3, name string) graph.Node {
	return graph.Node{ID: schema.CountryID(iso3), Labels: []string{"Country"}, Properties: map[string]any{"iso3": iso3, "name": name}}
}

func article(name, digest string, more ...graph.Node) graph.Batch {
	id := schema.DocumentID("", "", "", name)
	own := graph.Node{ID: id, Labels: []string{"Article"}, Properties: map[string]any{"path": name, "digest": digest}}
	return graph.Batch{Document: id, Digest: digest, Nodes: append([]graph.Node{own}, more...)}
}

// office adds an office of a country and the edge between them, which is the same in
// every batch that has it.
func office(b graph.Batch, title, iso3 string) graph.Batch {
	id := schema.EntityID(schema.Office, title, iso3)
	b.Nodes = append(b.Nodes, graph.Node{ID: id, Labels: []string{"Office"}, Properties: map[string]any{"name": title, "country": iso3}})
	b.Edges = append(b.Edges, graph.Edge{ID: schema.NewID("edge", "OF", string(id)), Type: "OF", From: id, To: schema.CountryID(iso3)})
	return b
}

func statement(name, text, sentence string) graph.Node {
	return graph.Node{ID: schema.NewID("statement", name), Labels: []string{"Statement"}, Properties: map[string]any{
		"text": text, "sentence": sentence, "kind": "direct", "modality": "asserted",
		"start": int64(0), "end": int64(len(sentence)), "confidence": 1.0, "rule": "test"}}
}

func retraction(b graph.Batch) graph.Batch { return graph.Batch{Document: b.Document} }

type changes = []graph.Change

func testChanges(s *store) {
	a1, a2 := article("a", "1", country("RUS", "Russia")), article("a", "2", country("CHN", "China"))
	s.apply(changes{})
	s.apply(changes{graph.Absent}, retraction(a1))
	s.apply(changes{graph.Added}, a1)
	s.digest(a1, "1")
	s.holds(a1)
	s.apply(changes{graph.Unchanged}, a1)
	s.holds(a1)
	same := a2
	same.Digest = "1" // the digest alone says whether it is unchanged
	s.apply(changes{graph.Unchanged}, same)
	s.holds(a1)
	s.apply(changes{graph.Replaced}, a2)
	s.digest(a2, "2")
	s.holds(a2)
	s.apply(changes{graph.Retracted}, retraction(a2))
	s.digest(a2, "")
	s.holds()
	s.apply(changes{graph.Absent}, retraction(a2))
	s.apply(changes{graph.Added}, a1)
	s.holds(a1)
}

func (s *store) digest(b graph.Batch, want string) {
	s.Helper()
	got, ok, err := s.Digest(s.Context(), b.Document)
	if err != nil || got != want || ok != (want != "") {
		s.Fatalf("Digest: %q, %v, %v; want %q", got, ok, err, want)
	}
}

func testShared(s *store) {
	usa := country("USA", "United States")
	a := office(article("a", "1", usa), "President", "USA")
	b := office(article("b", "1", usa), "President", "USA")
	s.apply(changes{graph.Added, graph.Added}, a, b)
	s.holds(a, b)
	s.apply(changes{graph.Retracted}, retraction(a))
	s.holds(b)
	onlyCountry := article("b", "2", usa)
	s.apply(changes{graph.Replaced}, onlyCountry)
	s.holds(onlyCountry)
	// What one document drops and another takes up in the same call stays.
	s.apply(changes{graph.Replaced, graph.Added}, article("b", "3"), a)
	s.holds(article("b", "3"), a)
	s.apply(changes{graph.Retracted, graph.Retracted}, retraction(a), retraction(b))
	s.holds()
}

func testNewestProperties(s *store) {
	a := article("a", "1", country("TUR", "Turkey"))
	b := article("b", "1", country("TUR", "Türkiye"))
	s.apply(changes{graph.Added}, a)
	s.apply(changes{graph.Added}, b)
	s.holds(a, b)
	s.apply(changes{graph.Retracted}, retraction(b))
	again := article("a", "2", country("TUR", "Turkey"))
	s.apply(changes{graph.Replaced, graph.Added}, again, b)
	s.holds(again, b)
}

// testOtherEnds moves an edge: its own document may, and not while another document
// has it where it was.
func testOtherEnds(s *store) {
	usa, rus := country("USA", "United States"), country("RUS", "Russia")
	join := func(b graph.Batch, to string) graph.Batch {
		b = office(b, "President", to)
		b.Edges[0].ID = schema.NewID("edge", "the same")
		return b
	}
	a1, a2 := join(article("a", "1", usa, rus), "USA"), join(article("a", "2", usa, rus), "RUS")
	b := join(article("b", "1", usa, rus), "USA")
	s.apply(changes{graph.Added}, a1)
	s.apply(changes{graph.Replaced}, a2)
	s.holds(a2)
	s.refuse([]graph.Batch{b}, string(b.Edges[0].ID))
	s.holds(a2)
	s.refuse([]graph.Batch{a1, join(article("c", "1", usa, rus), "RUS")}, string(b.Edges[0].ID))
	s.holds(a2)
	s.apply(changes{graph.Replaced, graph.Added}, a1, b)
	s.holds(a1, b)
}

// testOrder applies the same batches in other orders, groups and numbers of
// goroutines.
func testOrder(s *store) {
	const documents = 60
	var all []graph.Batch
	for i := range documents {
		all = append(all, s.world.Batch(i, 0))
	}
	want := Canonical(all...)
	for seed := range uint64(4) {
		s.place = s.TempDir()
		s.reopen()
		r := rand.New(rand.NewPCG(seed, 0))
		groups := make(chan []graph.Batch, documents)
		for order := r.Perm(documents); len(order) > 0; {
			n := 1 + r.IntN(min(9, len(order)))
			var group []graph.Batch
			for _, i := range order[:n] {
				group = append(group, all[i])
			}
			groups <- group
			order = order[n:]
		}
		close(groups)
		var workers sync.WaitGroup
		for range 1 + 2*seed {
			workers.Go(func() {
				for group := range groups {
					if _, err := s.Apply(s.Context(), group...); err != nil {
						s.Error(err)
					}
				}
			})
		}
		workers.Wait()
		s.same(want)
	}
}

// testVersions applies one version of random documents after another.
func testVersions(s *store) {
	r := rand.New(rand.NewPCG(1, 2))
	now := map[int]graph.Batch{}
	for range 60 {
		var batches []graph.Batch
		var want changes
		for _, i := range r.Perm(12)[:1+r.IntN(5)] {
			b := s.world.Batch(i, r.IntN(4))
			if r.IntN(4) == 0 {
				b = retraction(b)
			}
			before, there := now[i]
			switch {
			case b.Empty() && !there:
				want = append(want, graph.Absent)
			case b.Empty():
				want = append(want, graph.Retracted)
			case !there:
				want = append(want, graph.Added)
			case before.Digest == b.Digest:
				want = append(want, graph.Unchanged)
			default:
				want = append(want, graph.Replaced)
			}
			now[i] = b
			if b.Empty() {
				delete(now, i)
			}
			batches = append(batches, b)
		}
		s.apply(want, batches...)
		var rest []graph.Batch
		for _, b := range now {
			rest = append(rest, b)
		}
		s.holds(rest...)
	}
}

func testTwiceInOneCall(s *store) {
	rus, chn := country("RUS", "Russia"), country("CHN", "China")
	a1, a2 := article("a", "1", rus), article("a", "2", chn)
	s.apply(changes{graph.Added, graph.Replaced}, a1, a2)
	s.holds(a2)
	s.apply(changes{graph.Replaced, graph.Replaced}, a1, a2)
	s.holds(a2)
	s.apply(changes{graph.Retracted, graph.Added, graph.Unchanged}, retraction(a1), a1, a1)
	s.holds(a1)
	s.apply(changes{graph.Retracted, graph.Absent}, retraction(a1), retraction(a1))
	s.holds()
}

func testReopen(s *store) {
	var all []graph.Batch
	for i := range 8 {
		b := s.world.Batch(i, 0)
		s.apply(changes{graph.Added}, b)
		all = append(all, b)
		s.reopen()
	}
	s.holds(all...)
	s.digest(all[3], all[3].Digest)
}

func testBigBatch(s *store) {
	const nodes = 20_000
	b := article("big", "1")
	for i := range nodes - 1 {
		b.Nodes = append(b.Nodes, graph.Node{ID: schema.NewID("person", fmt.Sprint(i)), Labels: []string{"Person"},
			Properties: map[string]any{"name": fmt.Sprintf("Person %d", i), "unnamed": false}})
	}
	s.apply(changes{graph.Added}, b)
	s.holds(b)
	s.apply(changes{graph.Retracted}, retraction(b))
	s.holds()
}

func testOddTexts(s *store) {
	b := OddBatch()
	s.apply(changes{graph.Added}, b)
	s.holds(b)
	s.reopen()
	s.holds(b)
	s.apply(changes{graph.Retracted}, retraction(b))
	s.holds()
}

// OddBatch is a document of texts and numbers that are easily spoiled: NUL, emoji, from
// right to left, a megabyte; the largest and the smallest.
func OddBatch() graph.Batch {
	texts := []string{
		"", " ", "\x00", "a\x00b", "\x01\x1f\x7f\u0080\u0085", "\t\r\n\v\f", `"`, `\`, `\u0041`, "'", "''; DROP TABLE node; --", "$1 ? :a @b {} []",
		"😀👩‍👩‍👧🇷🇺", "עברית \u200f العربية", "\u202ereversed\u202c", "e\u0301 é", "\ufeff\ufffe\uffff\U0010ffff", "\u2028\u2029</script>&lt;",
		"null", "true", "1", "1e5", "{\"a\":1}", strings.Repeat("long ", 200_000),
	}
	b := article("odd", "1")
	for i, text := range texts {
		b.Nodes = append(b.Nodes,
			graph.Node{ID: schema.NewID("odd", fmt.Sprint(i)), Labels: []string{"Person"}, Properties: map[string]any{"name": text, "unnamed": true, "country": text}},
			statement(fmt.Sprint(i), text, text))
	}
	for i, f := range []float64{0, math.Copysign(0, -1), 1, 0.1, 1.0 / 3, 1e21, 1e-7, math.MaxFloat64, math.SmallestNonzeroFloat64, 123456789.125} {
		n := statement(fmt.Sprint("float", i), "x", "x")
		n.Properties["confidence"] = f
		b.Nodes = append(b.Nodes, n)
	}
	for i, n := range []int64{0, -1, math.MaxInt64, math.MinInt64, 1 << 53, 1<<53 + 1} {
		odd := statement(fmt.Sprint("integer", i), "x", "x")
		odd.Properties["start"] = n
		b.Nodes = append(b.Nodes, odd)
	}
	return b
}

// testRefused gives batches that are wrong beside one that is right: nothing is left
// of either.
func testRefused(s *store) {
	usa := country("USA", "United States")
	for _, c := range []struct {
		word  string
		spoil func(b *graph.Batch)
	}{
		{"UTF-8", func(b *graph.Batch) { b.Nodes[1].Properties["name"] = "a\xffb" }},
		{"not a number", func(b *graph.Batch) {
			b.Nodes = append(b.Nodes, statement("x", "x", "x"))
			b.Nodes[len(b.Nodes)-1].Properties["confidence"] = math.NaN()
		}},
		{"Planet", func(b *graph.Batch) { b.Nodes[1].Labels = []string{"Planet"} }},
		{"capital", func(b *graph.Batch) { b.Nodes[1].Properties["capital"] = "Washington" }},
		{"iso3", func(b *graph.Batch) { delete(b.Nodes[1].Properties, "iso3") }},
		{"iso3", func(b *graph.Batch) { b.Nodes[1].Properties["iso3"] = int64(1) }},
		{"twice", func(b *graph.Batch) { b.Nodes = append(b.Nodes, b.Nodes[1]) }},
		{"twice", func(b *graph.Batch) { b.Edges = append(b.Edges, b.Edges[0]) }},
		{"OF", func(b *graph.Batch) { b.Edges[0].To = b.Document }},
		{"ends", func(b *graph.Batch) { b.Edges[0].To = schema.CountryID("RUS") }},
		{"digest", func(b *graph.Batch) { b.Digest = "" }},
		{"document", func(b *graph.Batch) { b.Document = "" }},
	} {
		before := article("before", "1", usa)
		wrong := office(article("wrong", "1", country("USA", "United States")), "President", "USA")
		c.spoil(&wrong)
		s.refuse([]graph.Batch{before, wrong, article("after", "1", usa)}, c.word)
		s.holds()
	}
}

func testCancelled(s *store) {
	a := article("a", "1", country("RUS", "Russia"))
	ctx, cancel := context.WithCancel(s.Context())
	cancel()
	if _, err := s.Apply(ctx, a); !errors.Is(err, context.Canceled) {
		s.Fatalf("Apply with a context that has ended: %v", err)
	}
	s.holds()
	s.apply(changes{graph.Added}, a)
	// Somewhere in the middle: all of it or nothing, as the error says.
	var many []graph.Batch
	for i := range 300 {
		many = append(many, s.world.Batch(i, 0))
	}
	for _, after := range []time.Duration{time.Millisecond, 10 * time.Millisecond, 40 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(s.Context(), after)
		_, err := s.Apply(ctx, many...)
		cancel()
		switch {
		case err == nil:
			s.holds(append(many, a)...)
			return
		case !errors.Is(err, context.DeadlineExceeded):
			s.Fatalf("Apply with a context that ended: %v", err)
		}
		s.holds(a)
	}
}

// testWhole reads while many documents come and go together.
func testWhole(s *store) {
	var in, out []graph.Batch
	for i := range 40 {
		b := s.world.Batch(i, 0)
		in, out = append(in, b), append(out, retraction(b))
	}
	s.apply(repeat(graph.Added, len(in)), in...)
	full, err := s.Status(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	var readers sync.WaitGroup
	done := make(chan struct{})
	for range 3 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				status, err := s.Status(s.Context())
				if err != nil {
					s.Errorf("status while another writes: %v", err)
					return
				}
				nodes, edges := total(status.Nodes), total(status.Edges)
				if !(status.Documents == 0 && nodes == 0 && edges == 0) &&
					!(status.Documents == full.Documents && nodes == total(full.Nodes) && edges == total(full.Edges)) {
					s.Errorf("a reader saw %d documents, %d nodes, %d edges", status.Documents, nodes, edges)
					return
				}
			}
		})
	}
	for range 5 {
		s.apply(repeat(graph.Retracted, len(out)), out...)
		s.apply(repeat(graph.Added, len(in)), in...)
	}
	close(done)
	readers.Wait()
}

func repeat(c graph.Change, n int) changes {
	all := make(changes, n)
	for i := range all {
		all[i] = c
	}
	return all
}

func total(counts map[string]int64) (n int64) {
	for _, count := range counts {
		n += count
	}
	return n
}

func testStatus(s *store) {
	status, err := s.Status(s.Context())
	if err != nil || status.Documents != 0 || total(status.Nodes) != 0 || total(status.Edges) != 0 || !status.LastApplied.IsZero() || status.Location == "" {
		s.Fatalf("status of an empty store: %+v, %v", status, err)
	}
	begin := time.Now().Add(-time.Second)
	a := office(article("a", "1", country("USA", "United States"), country("RUS", "Russia")), "President", "USA")
	b := article("b", "1", country("USA", "United States"))
	s.apply(changes{graph.Added, graph.Added}, a, b)
	status, err = s.Status(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	if got, want := fmt.Sprint(status.Documents, status.Nodes, status.Edges), "2 map[Article:2 Country:2 Office:1] map[OF:1]"; got != want {
		s.Errorf("status: %s, want %s", got, want)
	}
	if status.LastApplied.Before(begin) || status.LastApplied.After(time.Now().Add(time.Second)) {
		s.Errorf("status: applied last at %v, now it is %v", status.LastApplied, time.Now())
	}
}
