package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rostrum/cmd/ingest/internal/feed"
	"rostrum/graph"
	"rostrum/schema"
)

// recorder is a store that remembers its batches.
type recorder struct {
	graph.Store // for the methods that are not called
	mutex       sync.Mutex
	digests     map[schema.ID]string
	order       []schema.ID
	groups      int
	err         error
}

func (s *recorder) Digest(_ context.Context, id schema.ID) (string, bool, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	digest, there := s.digests[id]
	return digest, there, nil
}

func (s *recorder) Apply(ctx context.Context, batches ...graph.Batch) ([]graph.Change, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.err != nil || ctx.Err() != nil {
		return nil, errors.Join(s.err, ctx.Err())
	}
	s.groups++
	var changes []graph.Change
	for _, b := range batches {
		change := graph.Added
		if s.digests[b.Document] != "" {
			change = graph.Replaced
		}
		s.digests[b.Document] = b.Digest
		s.order = append(s.order, b.Document)
		changes = append(changes, change)
	}
	return changes, nil
}

// jsonItems are the items of JSON Lines, read as a user's would be.
func jsonItems(t *testing.T, ctx context.Context, lines string) iter.Seq[feed.Item] {
	reader, err := feed.NewReader(feed.Defaults{})
	if err != nil {
		t.Fatal(err)
	}
	reader.Stdin = strings.NewReader(lines)
	return reader.Read(ctx, []string{"-"})
}

func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "{\"id\":\"test:%d\",\"text\":\"Article %d.\"}\n", i, i)
	}
	return b.String()
}

func newAdder(store *recorder, extract func(*schema.Document) *schema.Extraction) *Adder {
	if extract == nil {
		extract = func(d *schema.Document) *schema.Extraction { return &schema.Extraction{Document: d} }
	}
	return &Adder{Store: store, Model: schema.Model(), Extract: infallible(extract), Version: "test", Workers: 3}
}

func infallible(extract func(*schema.Document) *schema.Extraction) func(*schema.Document) (*schema.Extraction, error) {
	return func(d *schema.Document) (*schema.Extraction, error) { return extract(d), nil }
}

func TestOrder(t *testing.T) {
	for _, workers := range []int{1, 2, 7} {
		n := 0
		for name := range Ordered(t.Context(), jsonItems(t, t.Context(), numbered(200)), workers, func(item feed.Item) string {
			if n := len(item.Name); n%3 == 0 {
				time.Sleep(time.Millisecond) // some are slower than those behind them
			}
			return item.Name
		}) {
			n++
			if want := fmt.Sprintf("stdin:%d", n); name != want {
				t.Fatalf("%d workers: result %d is of %s", workers, n, name)
			}
		}
		if n != 200 {
			t.Errorf("%d workers: %d results of 200 items", workers, n)
		}
	}
}

// Cancelling ends the results though the source waits for more.
func TestCancelWhileSourceWaits(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	waiting := make(chan bool)
	source := func(yield func(feed.Item) bool) {
		if yield(feed.Item{Name: "first"}) {
			<-waiting
		}
	}
	defer close(waiting)
	var got []string
	for name := range Ordered(ctx, source, 2, func(item feed.Item) string { return item.Name }) {
		got = append(got, name)
		cancel()
	}
	if !slices.Equal(got, []string{"first"}) {
		t.Errorf("got %q", got)
	}
}

func TestAddTwice(t *testing.T) {
	store := &recorder{digests: map[schema.ID]string{}}
	for _, want := range []Report{{Articles: 250, New: 250}, {Articles: 250, Unchanged: 250}} {
		report, err := newAdder(store, nil).Add(t.Context(), jsonItems(t, t.Context(), numbered(250)))
		if err != nil {
			t.Fatal(err)
		}
		if report.Articles != want.Articles || report.New != want.New || report.Unchanged != want.Unchanged || report.Failed != 0 {
			t.Errorf("got %+v, want %+v", report, want)
		}
	}
	if store.groups > 250/2 {
		t.Errorf("250 batches were written in %d groups", store.groups)
	}
	report, err := (&Adder{
		Store: store, Model: schema.Model(), Version: "newer", Workers: 1,
		Extract: func(d *schema.Document) (*schema.Extraction, error) { return &schema.Extraction{Document: d}, nil },
	}).Add(t.Context(), jsonItems(t, t.Context(), numbered(250)))
	if err != nil || report.Changed != 250 {
		t.Errorf("with a newer extractor: %+v, %v; want all changed", report, err)
	}
}

// The store sees the articles in the order of the input, whatever the workers.
func TestAddInOrder(t *testing.T) {
	var orders [][]schema.ID
	for _, workers := range []int{1, 4} {
		store := &recorder{digests: map[schema.ID]string{}}
		adder := newAdder(store, nil)
		adder.Workers = workers
		if _, err := adder.Add(t.Context(), jsonItems(t, t.Context(), numbered(300))); err != nil {
			t.Fatal(err)
		}
		orders = append(orders, store.order)
	}
	if !slices.Equal(orders[0], orders[1]) || len(orders[0]) != 300 {
		t.Errorf("1 and 4 workers wrote in different orders")
	}
}

func TestPanicIsOneArticle(t *testing.T) {
	store := &recorder{digests: map[schema.ID]string{}}
	report, err := newAdder(store, func(d *schema.Document) *schema.Extraction {
		if d.GUID == "test:3" {
			var none []int
			_ = none[len(d.Text)]
		}
		return &schema.Extraction{Document: d}
	}).Add(t.Context(), jsonItems(t, t.Context(), numbered(10)))
	if err != nil {
		t.Fatal(err)
	}
	if report.New != 9 || report.Failed != 1 || report.Failures[0].Name != "stdin:4" ||
		!strings.Contains(report.Failures[0].Reason, "index out of range") || !strings.Contains(report.Failures[0].Reason, "pipeline_test.go:") {
		t.Errorf("got %+v", report)
	}
}

// What does not fit the model is that article's failure, not the store's.
func TestMisfitIsOneArticle(t *testing.T) {
	store := &recorder{digests: map[schema.ID]string{}}
	report, err := newAdder(store, func(d *schema.Document) *schema.Extraction {
		e := &schema.Extraction{Document: d}
		if d.GUID == "test:3" {
			e.Statements = []schema.Statement{{ID: d.ID}} // the id of the article
		}
		return e
	}).Add(t.Context(), jsonItems(t, t.Context(), numbered(10)))
	if err != nil || report.New != 9 || report.Failed != 1 || !strings.Contains(report.Failures[0].Reason, "does not fit the graph's model") {
		t.Errorf("got %+v, %v", report, err)
	}
}

func TestStoreErrorEndsTheRun(t *testing.T) {
	store := &recorder{digests: map[schema.ID]string{}, err: errors.New("disk full")}
	extracted := 0
	adder := newAdder(store, func(d *schema.Document) *schema.Extraction {
		extracted++
		return &schema.Extraction{Document: d}
	})
	adder.Workers = 1
	report, err := adder.Add(t.Context(), jsonItems(t, t.Context(), numbered(5000)))
	if err == nil || !strings.Contains(err.Error(), "disk full") || report.New != 0 {
		t.Errorf("got %+v, %v; want the store's error", report, err)
	}
	if extracted > 1000 {
		t.Errorf("%d articles were extracted after the store had failed", extracted)
	}
}

// After an interruption all that was taken is written, and the next run goes on.
func TestInterruption(t *testing.T) {
	store := &recorder{digests: map[schema.ID]string{}}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	adder := newAdder(store, nil)
	adder.Progress = func(r *Report) {
		if r.Articles >= 100 {
			cancel()
		}
	}
	report, err := adder.Add(ctx, jsonItems(t, ctx, numbered(5000)))
	if !errors.Is(err, context.Canceled) || !report.Interrupted || report.New < 100 || report.New == 5000 || report.New != len(store.order) {
		t.Fatalf("got %+v, %v; the store has %d", report, err, len(store.order))
	}
	next, err := newAdder(store, nil).Add(t.Context(), jsonItems(t, t.Context(), numbered(5000)))
	if err != nil || next.Unchanged != report.New || next.New != 5000-report.New {
		t.Errorf("the next run: %+v, %v", next, err)
	}
}

func TestReport(t *testing.T) {
	r := &Report{Articles: 3, New: 2, Unchanged: 1, Statements: 7, Skips: map[string]int{"b": 2, "a": 2, "c": 9}}
	for i := range 25 {
		r.fail(fmt.Sprintf("file%d", i), errors.New("broken"))
	}
	var b strings.Builder
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}
	want := "   3  articles read\n   2  new\n   0  changed\n   1  unchanged\n  25  failed\n   7  statements found\n   0  accusations found\n" +
		"   9  skipped: c\n   2  skipped: a\n   2  skipped: b\nfile0: broken\n"
	if !strings.HasPrefix(b.String(), want) || !strings.HasSuffix(b.String(), "file19: broken\nand 5 more failed\n") {
		t.Errorf("got\n%s", b.String())
	}
}
