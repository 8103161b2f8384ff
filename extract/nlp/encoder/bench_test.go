//go:build unix

package encoder

import (
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// Run with: go test -run '^$' -bench . -cpu 1 ./extract/nlp/encoder
//
// Rates are by second of processor time, so that other programs on the machine falsify
// them less.

// processor is the time that this process has had a processor.
func processor(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// rates reports counts of each turn as rates; it is called after the turns.
func rates(b *testing.B, began time.Duration, counts map[string]float64) {
	seconds := (processor(b) - began).Seconds()
	for unit, n := range counts {
		b.ReportMetric(n*float64(b.N)/seconds, unit)
	}
	b.ReportMetric(seconds*1000/float64(b.N), "cpu-ms/op")
}

// window is about as long as a window of news, and has as many pieces: 1.25 a word.
var window = strings.Repeat("the minister said that she would not answer questions about the treaty , unions voted in london . ", 10)[:860]

// work is how many products of integers a window's linear layers and attention have.
func work(c Config, pieces int) int {
	linear := c.Layers * (4*c.Hidden*c.Hidden + 2*c.Hidden*c.Intermediate)
	return pieces*linear + 2*pieces*pieces*c.Hidden*c.Layers
}

// BenchmarkRead reads a window with a network of full size, without asking for roles.
func BenchmarkRead(b *testing.B) {
	data := made(full, 1)
	for _, k := range kernels() {
		b.Run(string(k.name()), func(b *testing.B) {
			r, words := open(b, k, data).Runner(), fields(window)
			pieces, err := r.Pieces(window, words)
			if err != nil {
				b.Fatal(err)
			}
			n := len(pieces) + 2
			b.ReportAllocs()
			began := processor(b)
			for b.Loop() {
				if _, err := r.Read(window, words); err != nil {
					b.Fatal(err)
				}
			}
			rates(b, began, map[string]float64{"words/s": float64(len(words)), "Gmac/s": float64(work(full, n)) / 1e9})
		})
	}
}

// BenchmarkTile multiplies a tile that stays in the first cache, over and over: what the
// integer units give at best.
func BenchmarkTile(b *testing.B) {
	for _, have := range kernels() {
		k, ok := have.(*assembled)
		if !ok {
			continue
		}
		const in = 256
		s, columns := newQuantised(tileRows, in), k.columns
		panel, c, scale, sums := aligned[byte](in*columns), aligned[float32](tileRows*columns), aligned[float32](columns), aligned[int32](columns)
		stride, base := in*k.size(), unsafe.Pointer(&s.values[0])
		b.Run(string(k.name()), func(b *testing.B) {
			began := processor(b)
			for b.Loop() {
				k.product8[tileRows](base, stride, &panel[0], &c[0], 4*columns, &scale[0], &scale[0], &sums[0], &s.rows[0], in/k.group)
			}
			rates(b, began, map[string]float64{"Gmac/s": tileRows * in * float64(columns) / 1e9})
		})
	}
}

// BenchmarkRoles asks for the roles to a cue in a window that has been read.
func BenchmarkRoles(b *testing.B) {
	data := made(full, 1)
	for _, k := range kernels() {
		b.Run(string(k.name()), func(b *testing.B) {
			g, err := open(b, k, data).Runner().Read(window, fields(window))
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			began := processor(b)
			for b.Loop() {
				g.Roles("accusation", 7)
			}
			rates(b, began, nil)
		})
	}
}

// BenchmarkOpen opens a file of full size.
func BenchmarkOpen(b *testing.B) {
	data := made(full, 1)
	b.SetBytes(int64(len(data)))
	for _, k := range kernels() {
		b.Run(string(k.name()), func(b *testing.B) {
			b.ReportAllocs()
			began := processor(b)
			for b.Loop() {
				open(b, k, data)
			}
			rates(b, began, nil)
		})
	}
}
