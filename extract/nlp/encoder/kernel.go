package encoder

import "unsafe"

// A Kernel names an implementation of the arithmetic. All give the same bits.
type Kernel string

const (
	VNNI     Kernel = "avx512vnni" // x86 with AVX-512 F, BW, DQ, VL and VNNI
	AVX2     Kernel = "avx2"       // x86 with AVX2
	Dot      Kernel = "arm64dot"   // arm64 with the dot product instructions
	Portable Kernel = "portable"   // Go
)

// Kernels lists the kernels that this machine can run, the fastest first. GODEBUG's
// cpu.* switches take kernels away.
func Kernels() []Kernel {
	var names []Kernel
	for _, k := range kernels() {
		names = append(names, k.name())
	}
	return names
}

// A kernel does the arithmetic. Lengths are multiples of 16 unless said otherwise;
// strides and counts are of elements. Matrices may be written up to the next multiple
// of tileRows rows: their slices must reach so far.
type kernel interface {
	name() Kernel

	// pack lays out the weights of l, rows of int8, for linear.
	pack(l *linear, rows [][]byte)

	// quantise writes some rows of l.in floats for linear, the activations of a row together.
	quantise(s *quantised, x []float32, rows int, l *linear)

	// linear computes the outputs [from, to) of dst = s·weights + bias, for some rows; from is
	// a multiple of chunk, and so is to, but for the last one. The weights of an output are
	// quantised together.
	linear(dst []float32, s *quantised, rows int, l *linear, from, to int)

	// product computes c = a·b of 16 bit integers, then c[i][j] = c·(p.rows[i]·p.scale[j]) + p.bias[j].
	product(p *product)

	// matrix computes the outputs [from, to) of dst = x·w + bias in floats, multiples of lanes, for some rows; whole groups of 4 are
	// written.
	matrix(dst, x []float32, stride, rows int, w *matrix, from, to int)

	addNorm(dst, x, r []float32, n norm, epsilon float32) // dst = norm(x + r)
	gelu(x []float32)
	tanh(x []float32)

	// quantiseGroups quantises each group of size floats to ±limit, with a scale for each.
	quantiseGroups(dst []int16, x []float32, size int, scales []float32, limit float32)

	magnitude(most, x []float32)                   // most = max(most, |x|)
	pairWords(dst []uint32, x, y, steps []float32) // words of round(x·steps) and, above, round(y·steps)
	softmax(dst []int16, x, inverse []float32)     // dst = 32767·softmax(x) rounded, inverse[0] = 1/Σ dst; x is lost
}

// tileRows is the height of the integer kernels' tiles, and chunk a multiple of their widths.
const (
	tileRows = 6
	chunk    = 192
)

// A rowScale says what quantised activations mean: x ≈ scale·(q - zero).
type rowScale struct {
	scale float32
	zero  int32
}

// quantised is room for the activations that linear quantises.
type quantised struct {
	values []byte // of 8 or 16 bits, as the kernel has them
	rows   []rowScale
}

func newQuantised(rows, width int) *quantised {
	return &quantised{values: aligned[byte](2 * rows * width), rows: make([]rowScale, rows)}
}

// linear is a matrix of int8 [out][in] with a scale for each output.
type linear struct {
	in, out     int
	scale, bias []float32
	sums        []int32 // of each output's weights
	panels      []byte  // as the assembly reads them
	lumps       []lump  // as portable Go does
}

// A product is the multiplication of a, rows of 2·pairs integers, by b, rows of words:
// each holds two integers of a column, the even row's below.
type product struct {
	a             []int16
	b             []uint32
	c             []float32
	strideA       int
	strideB       int
	strideC       int
	scale, bias   []float32 // by column
	rows          []float32 // by row
	strideRows    int
	height, width int // of c; width is a multiple of 32
	pairs         int // a multiple of 16
}

// A matrix of floats, [out/16][in][16]: out is filled up to a multiple of 16.
type matrix struct {
	in, out int
	weights []float32
	bias    []float32
}

// newMatrix turns weights, [out][in], about.
func newMatrix(weights, bias []float32, out, in int) *matrix {
	m := &matrix{in: in, out: up(out, 16)}
	m.weights, m.bias = aligned[float32](m.in*m.out), aligned[float32](m.out)
	for o := range out {
		for i := range in {
			m.weights[m.at(i, o)] = weights[o*in+i]
		}
	}
	copy(m.bias, bias)
	return m
}

// at is where the weight from an input to an output lies.
func (m *matrix) at(in, out int) int { return (out/lanes*m.in+in)*lanes + out%lanes }

// up returns the next multiple of unit.
func up(n, unit int) int { return (n + unit - 1) / unit * unit }

// aligned makes a slice that begins a cache line, so that no vector lies across two.
func aligned[T any](n int) []T {
	var zero T
	unit := 64 / int(unsafe.Sizeof(zero))
	s := make([]T, n+unit)
	skip := 0
	for uintptr(unsafe.Pointer(&s[skip]))%64 != 0 {
		skip++
	}
	return s[skip : skip+n : skip+n]
}
