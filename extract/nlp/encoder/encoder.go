// Package encoder runs a small BERT encoder with scoring heads on one window of text:
// words in; for each word, its vector and what the heads say of it, out.
//
// It knows matrices and word pieces. It is not a reader of language: it does not
// find words or sentences, makes no windows, and gives labels and roles no meaning;
// the weights file names them. It trains nothing (see extract/nlp/train).
//
// The main path: Open checks a weights file and packs its matrices for the kernel of
// this machine; a Runner, one for each goroutine, holds the buffers; Read cuts words
// into pieces (pieces.go), runs the layers (layers.go, attention.go; helper.go lends them
// a processor that is idle) and the heads (heads.go; look.go reads a cue's surroundings
// once more). A kernel (kernel.go) is the arithmetic: generated assembly for AVX-512
// VNNI, AVX2 and arm64 with dot product, or portable Go. All kernels give the same bits;
// DESIGN.md says how.
package encoder

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

//go:generate go run ./internal/gen

// ErrTooManyPieces is what Read gives for a window with more than Config.Positions
// word pieces, the two that frame it included.
var ErrTooManyPieces = errors.New("encoder: too many word pieces in a window")

// A Word is a span of bytes of the text, half open.
type Word struct{ Start, End int }

// A Model is an opened weights file. It does not change and may be shared.
type Model struct {
	header header
	kernel kernel
	idle   sync.Pool    // of Runners
	busy   atomic.Int32 // how many Runners are in use, and helpers
	pieces *vocabulary

	words      []byte    // [vocab][hidden] int8
	wordScales []float32 // [vocab]
	positions  []float32 // [positions][hidden], the type's row added
	cases      []float32 // [cases][hidden]
	norm       norm
	layers     []layer
	roles      []roleHead
	names      *labelHead // nil if the file has none
}

// A norm is the gain and bias of a layer normalisation, [hidden] each.
type norm struct{ gain, bias []float32 }

type layer struct {
	qkv, o, up, down  *linear
	attention, output norm
}

// Open reads a weights file and takes the fastest kernel of this machine. The data must
// not change afterwards: the word table stays where it is. An error says what is damaged.
func Open(data []byte) (*Model, error) { return OpenWith(Kernels()[0], data) }

// OpenWith is Open with a kernel of choice, one of Kernels.
func OpenWith(k Kernel, data []byte) (*Model, error) {
	for _, have := range kernels() {
		if have.name() == k {
			return openWith(have, data)
		}
	}
	return nil, fmt.Errorf("encoder: this machine has no kernel %q, only %q", k, Kernels())
}

func openWith(k kernel, data []byte) (*Model, error) {
	f, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("encoder: weights: %w", err)
	}
	m := &Model{header: f.header, kernel: k}
	m.load(f)
	if f.err != nil {
		return nil, fmt.Errorf("encoder: weights: %w", f.err)
	}
	return m, nil
}

// load takes the tensors; the first failure stays in f.err.
func (m *Model) load(f *file) {
	c := f.header.Config
	m.pieces = f.vocabulary("vocab", c.Vocab)
	m.words = f.bytes("embed.word", c.Vocab, c.Hidden)
	m.wordScales = f.floats("embed.word.scale", c.Vocab)
	m.positions = f.table("embed.position", c.Positions, c.Hidden)
	kind := f.floats("embed.type", c.Hidden)
	m.cases = f.floats("embed.case", c.Cases, c.Hidden)
	m.norm = f.norm("embed.norm", c.Hidden)
	m.layers = f.layers(m.kernel, c, "layer")
	for _, h := range f.header.Heads {
		m.loadHead(f, h)
	}
	if f.err != nil {
		return
	}
	for i := range m.positions {
		m.positions[i] += kind[i%c.Hidden]
	}
}

// layers takes the layers NAME.0, NAME.1, … of a shape.
func (f *file) layers(k kernel, c Config, name string) []layer {
	var layers []layer
	for i := 0; i < c.Layers && f.err == nil; i++ {
		part := func(part string) string { return fmt.Sprintf("%s.%d.%s", name, i, part) }
		layers = append(layers, layer{
			qkv:       f.linear(k, c.Hidden, c.Hidden, part("q"), part("k"), part("v")),
			o:         f.linear(k, c.Hidden, c.Hidden, part("o")),
			up:        f.linear(k, c.Hidden, c.Intermediate, part("up")),
			down:      f.linear(k, c.Intermediate, c.Hidden, part("down")),
			attention: f.norm(part("attention.norm"), c.Hidden),
			output:    f.norm(part("output.norm"), c.Hidden),
		})
	}
	return layers
}

// Name is the name that the weights file bears.
func (m *Model) Name() string { return m.header.Name }

// Config is the shape of the network.
func (m *Model) Config() Config { return m.header.Config }

// Heads describes the heads, in the file's order.
func (m *Model) Heads() []Head { return m.header.Heads }

// Calibration is the JSON object of that name in the file's header, or nil.
func (m *Model) Calibration() []byte { return m.header.Calibration }

// Kernel is the kernel in use.
func (m *Model) Kernel() Kernel { return m.kernel.name() }
