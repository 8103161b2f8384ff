// Package pipeline takes articles from where they are read to where they go, with
// many workers in between and the same outcome whatever their number.
//
// It reads no format, finds nothing in a text and knows no flags: package feed reads,
// package extract finds, and the command prints.
//
// The main path: [Ordered] runs one reader, N workers and one merger over bounded
// queues, so that memory stays flat however long the input is, and gives results in
// the order of the input. [Adder.Add] puts an extraction between the two and writes
// groups of batches to a store:
//
//	reader ── items ──> workers (parse, compare digests, extract, make batch) ──> merger ── in order ──> writer
//
// Cancelling stops the reader; what is in hand is finished and written.
package pipeline

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"rostrum/cmd/ingest/internal/feed"
	"rostrum/schema"
)

// Ordered calls work on each item, on as many goroutines as there are workers, and
// sends what it returns in the order of the items. The channel must be read to its
// end. When ctx ends no more items are taken and the channel closes after the results
// of those that were, even while items waits for more.
func Ordered[T any](ctx context.Context, items iter.Seq[feed.Item], workers int, work func(feed.Item) T) <-chan T {
	type job struct {
		item feed.Item
		done chan T
	}
	jobs := make(chan job)
	pending := make(chan chan T, 4*workers) // every one is in jobs, or will be at once
	results := make(chan T)

	go func() {
		defer close(pending)
		defer close(jobs)
		for item := range items {
			j := job{item, make(chan T, 1)}
			select {
			case <-ctx.Done():
				return
			case pending <- j.done:
			}
			jobs <- j
		}
	}()

	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for j := range jobs {
				j.done <- work(j.item)
			}
		})
	}

	go func() {
		defer close(results)
		for done := range untilDone(ctx, pending) {
			results <- <-done
		}
	}()
	return results
}

// untilDone yields what comes from a channel until it is closed; once ctx has ended,
// what is there already and no more, for the sender may be waiting for its input.
func untilDone[T any](ctx context.Context, from <-chan T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for {
			select {
			case value, open := <-from:
				if !open || !yield(value) {
					return
				}
				continue
			case <-ctx.Done():
			}
			select {
			case value, open := <-from:
				if !open || !yield(value) {
					return
				}
			default:
				return
			}
		}
	}
}

// Guarded calls f and makes an error of its panic, with the place in the program, so
// that one article's trouble is not the others'.
func Guarded(f func() error) (err error) {
	defer func() {
		if trouble := recover(); trouble != nil {
			err = fmt.Errorf("the program failed on this article, which is a fault in it: %v (%s)", trouble, panicPlace())
		}
	}()
	return f()
}

// panicPlace is the function and line that panicked, seen from a deferred function.
func panicPlace() string {
	callers := make([]uintptr, 32)
	frames := runtime.CallersFrames(callers[:runtime.Callers(3, callers)])
	for {
		frame, more := frames.Next()
		if !strings.HasPrefix(frame.Function, "runtime.") {
			return fmt.Sprintf("%s:%d", filepath.Base(frame.File), frame.Line)
		}
		if !more {
			return "unknown place"
		}
	}
}

// Result is the extraction of one article, or what went wrong with it.
type Result struct {
	Name       string
	Extraction *schema.Extraction
	Err        error
}

// Extractions extracts from every item, in the order of the items; see [Ordered].
func Extractions(ctx context.Context, items iter.Seq[feed.Item], workers int, extract func(*schema.Document) (*schema.Extraction, error)) <-chan Result {
	return Ordered(ctx, items, workers, func(item feed.Item) Result {
		r := Result{Name: item.Name}
		r.Err = Guarded(func() error {
			document, err := item.Document()
			if err == nil {
				r.Extraction, err = extract(document)
			}
			return err
		})
		return r
	})
}
