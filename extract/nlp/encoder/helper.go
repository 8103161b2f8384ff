package encoder

import (
	"runtime"
	"sync/atomic"
)

// A helper works beside a Runner, on a processor that is idle: so a short text, or the last
// of many, is read in less time. Both take one part of a job after the other, so that a
// helper who is late costs nothing. A nil helper helps with nothing.
type helper struct {
	job        job
	left, done atomic.Int32 // parts of the job
	over       atomic.Bool
}

// A job has parts that do not know of each other. Who does a part, 0 or 1, has buffers of
// its own.
type job interface{ part(i, who int) }

// Help gives the Runner a helper for what it reads and what its Readings are asked, if there are more processors than
// Runners in use, until the function that it returns is called.
func (r *Runner) Help() (release func()) {
	m := r.model
	if r.helper != nil {
		return func() {}
	}
	if m.busy.Add(1) > int32(runtime.GOMAXPROCS(0)) {
		m.busy.Add(-1)
		return func() {}
	}
	h := &helper{}
	r.lend(h)
	go h.run()
	return func() {
		h.over.Store(true)
		r.lend(nil)
		m.busy.Add(-1)
	}
}

// lend makes a helper that of the Runner and its heads.
func (r *Runner) lend(h *helper) {
	r.helper, r.reading.helper = h, h
	for i := range r.reading.heads {
		if look := r.reading.heads[i].look; look != nil {
			look.helper = h
		}
	}
}

// run helps until it is over. It looks for work without sleeping: a job takes less time
// than to wake up would.
func (h *helper) run() {
	for !h.over.Load() {
		if h.left.Load() > 0 {
			h.work(1)
		}
		runtime.Gosched()
	}
}

// share does a job, together with the helper.
func (h *helper) share(j job, parts int) {
	if h == nil {
		for i := range parts {
			j.part(i, 0)
		}
		return
	}
	h.job = j
	h.done.Store(0)
	h.left.Store(int32(parts))
	h.work(0)
	for h.done.Load() < int32(parts) {
		runtime.Gosched()
	}
}

// work takes parts until none is left.
func (h *helper) work(who int) {
	for {
		i := h.left.Add(-1)
		if i < 0 {
			return
		}
		h.job.part(int(i), who)
		h.done.Add(1)
	}
}
