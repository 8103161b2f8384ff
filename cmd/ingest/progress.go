package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"rostrum/cmd/ingest/internal/pipeline"
)

// progress shows how far a run has come: a bar on a terminal, else a line now and then.
type progress struct {
	bar     *progressbar.ProgressBar // nil where standard error is no terminal
	lines   io.Writer                // nil where nothing is to be shown
	started time.Time
	shown   time.Time
}

const progressEvery = 5 * time.Second

// newProgress makes the progress of a run over total bytes, -1 where that is unknown.
func newProgress(c *cli.Context, to io.Writer, total int64) *progress {
	p := &progress{started: time.Now(), shown: time.Now()}
	f, isFile := to.(*os.File)
	switch {
	case c.Bool("quiet"):
	case isFile && term.IsTerminal(int(f.Fd())):
		if total == 0 {
			total = -1
		}
		p.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(to), progressbar.OptionClearOnFinish(),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetPredictTime(total > 0), progressbar.OptionFullWidth())
	default:
		p.lines = to
	}
	return p
}

func (p *progress) update(r *pipeline.Report) {
	switch {
	case p.bar != nil:
		p.bar.Describe(fmt.Sprintf("%d articles, %d failed", r.Articles, r.Failed))
		_ = p.bar.Set64(r.Bytes) // a bar that cannot be drawn is no reason to stop
	case p.lines != nil && time.Since(p.shown) >= progressEvery:
		p.shown = time.Now()
		fmt.Fprintf(p.lines, "%d articles read, %d failed, %.0f a second\n", r.Articles, r.Failed,
			float64(r.Articles)/time.Since(p.started).Seconds())
	}
}

func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
