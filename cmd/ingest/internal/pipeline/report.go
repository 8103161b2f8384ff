package pipeline

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"rostrum/graph"
	"rostrum/schema"
)

// shownFailures is how many failures a report names; the others it counts.
const shownFailures = 20

// Report is what a run did. Statements, accusations and skips are of new and changed
// articles, for the others were not read again.
type Report struct {
	Articles    int            `json:"articles"` // read: new, changed, and unchanged ones
	New         int            `json:"new"`
	Changed     int            `json:"changed"`
	Unchanged   int            `json:"unchanged"`
	Retracted   int            `json:"retracted,omitempty"` // taken out again, as their source says
	Failed      int            `json:"failed"`
	PassedOver  int            `json:"passed_over"` // files in folders that are no articles
	Statements  int            `json:"statements"`
	Accusations int            `json:"accusations"`
	Skips       map[string]int `json:"skips"`    // by reason
	Failures    []Failure      `json:"failures"` // the first of them
	Interrupted bool           `json:"interrupted"`
	Bytes       int64          `json:"bytes"` // read of the inputs
}

// Failure is an input that could not be taken.
type Failure struct {
	Name   string `json:"name"` // file, file and line, or URL
	Reason string `json:"reason"`
}

func (r *Report) fail(name string, err error) {
	r.Failed++
	if len(r.Failures) < shownFailures {
		r.Failures = append(r.Failures, Failure{name, err.Error()})
	}
}

func (r *Report) count(change graph.Change, e *schema.Extraction) {
	r.Articles++
	switch change {
	case graph.Added:
		r.New++
	case graph.Replaced:
		r.Changed++
	case graph.Retracted, graph.Absent:
		r.Retracted++
	default:
		r.Unchanged++
	}
	r.Statements += len(e.Statements)
	r.Accusations += len(e.Accusations)
	for _, s := range e.Skips {
		r.Skips[s.Reason]++
	}
}

// Write prints the report for people.
func (r *Report) Write(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(n int, what string) { fmt.Fprintf(t, "%d\t  %s\n", n, what) }
	row(r.Articles, "articles read")
	row(r.New, "new")
	row(r.Changed, "changed")
	row(r.Unchanged, "unchanged")
	if r.Retracted > 0 {
		row(r.Retracted, "withdrawn by their source")
	}
	row(r.Failed, "failed")
	if r.PassedOver > 0 {
		row(r.PassedOver, "files passed over (hidden, of another kind, or no articles)")
	}
	row(r.Statements, "statements found")
	row(r.Accusations, "accusations found")
	for _, reason := range r.skipReasons() {
		row(r.Skips[reason], "skipped: "+reason)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	return r.WriteFailures(w)
}

// skipReasons are the reasons, the most frequent first.
func (r *Report) skipReasons() []string {
	reasons := make([]string, 0, len(r.Skips))
	for reason := range r.Skips {
		reasons = append(reasons, reason)
	}
	slices.SortFunc(reasons, func(x, y string) int {
		if r.Skips[x] != r.Skips[y] {
			return r.Skips[y] - r.Skips[x]
		}
		return strings.Compare(x, y)
	})
	return reasons
}

// WriteFailures prints what failed and why.
func (r *Report) WriteFailures(w io.Writer) error {
	var b strings.Builder
	for _, f := range r.Failures {
		fmt.Fprintf(&b, "%s: %s\n", f.Name, f.Reason)
	}
	if more := r.Failed - len(r.Failures); more > 0 {
		fmt.Fprintf(&b, "and %d more failed\n", more)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
