package encoder

import (
	"iter"
	"unsafe"
)

// assembled is a kernel of generated routines. Their strides are in bytes; the
// generator (internal/gen) says what each computes.
type assembled struct {
	kernel  Kernel
	columns int // of a tile of weights, each panel's width
	group   int // weights of a column that lie together: 4, or 2 where activations have 16 bits

	product8      product8
	product16     func(a *int16, lda int, b *uint32, ldb int, c *float32, ldc int, scale, bias, rows *float32, ldr int, k int)
	columns16     int // of a tile of product16
	quantiseRow   func(dst unsafe.Pointer, x *float32, n int, row *rowScale)
	quantiseParts func(dst *int16, x *float32, groups, size int, scales *float32, limit float32)
	normalise     func(dst, x, r, gain, bias *float32, n int, inverse, epsilon float32)
	geluAll       func(x *float32, n int)
	tanhAll       func(x *float32, n int)
	largest       func(largest, x *float32, n int)
	pairs         func(dst *uint32, x, y, steps *float32, n int)
	softmaxRow    func(dst *int16, x *float32, n int, inverse *float32)
	mulFloat      mulFloat
	mulFloatRow   mulFloat // of one row
}

// product8 multiplies activations by weights of 8 bits, by the tile's height: there is one of
// tileRows rows, and there may be all from leastRows rows on.
type product8 [tileRows + 1]func(a unsafe.Pointer, lda int, b *byte, c *float32, ldc int, scale, bias *float32, sums *int32, rows *rowScale, k int)

const leastRows = 3

// mulFloat multiplies 4 rows of floats.
type mulFloat func(a *float32, lda int, b, c *float32, ldc int, bias *float32, k int)

// tiles yields the first row of each tile of linear, and how many it has: as equal as can be,
// where there are lower tiles, so that few rows are computed in vain.
func (k *assembled) tiles(rows int) iter.Seq2[int, int] {
	height, more := tileRows, 0
	if k.product8[leastRows] != nil {
		tiles := up(rows, tileRows) / tileRows
		height, more = max(rows/tiles, leastRows), rows%tiles
	}
	return func(yield func(first, height int) bool) {
		next := 0
		for n := 0; next < rows; n++ {
			first := next
			next += height
			if n < more {
				next++
			}
			if !yield(first, next-first) {
				return
			}
		}
	}
}

func (k *assembled) name() Kernel { return k.kernel }

// size is that of an activation in bytes.
func (k *assembled) size() int { return 4 / k.group }

func (k *assembled) pack(l *linear, rows [][]byte) {
	l.panels = aligned[byte](l.out * l.in)
	for o, row := range rows {
		panel := o / k.columns * k.columns * l.in
		for i, w := range row {
			l.panels[panel+i/k.group*k.group*k.columns+o%k.columns*k.group+i%k.group] = w
		}
	}
}

func (k *assembled) quantise(s *quantised, x []float32, rows int, l *linear) {
	stride := l.in * k.size()
	_ = s.values[rows*stride-1]
	_ = x[rows*l.in-1]
	for i := range rows {
		k.quantiseRow(unsafe.Pointer(&s.values[i*stride]), &x[i*l.in], l.in, &s.rows[i])
	}
}

func (k *assembled) linear(dst []float32, s *quantised, rows int, l *linear, from, to int) {
	stride := l.in * k.size()
	base := unsafe.Pointer(&s.values[0])
	_ = s.values[up(rows, tileRows)*stride-1]
	_ = dst[up(rows, tileRows)*l.out-1]
	_ = s.rows[up(rows, tileRows)-1]
	tiles := k.tiles(rows)
	for j := from; j < to; j += k.columns {
		panel := &l.panels[j*l.in]
		for i, height := range tiles {
			k.product8[height](unsafe.Add(base, i*stride), stride, panel, &dst[i*l.out+j], 4*l.out,
				&l.scale[j], &l.bias[j], &l.sums[j], &s.rows[i], l.in/k.group)
		}
	}
}

func (k *assembled) product(p *product) {
	last := up(p.height, tileRows) - 1
	_ = p.a[last*p.strideA+2*p.pairs-1]
	_ = p.b[(p.pairs-1)*p.strideB+p.width-1]
	_ = p.c[last*p.strideC+p.width-1]
	_ = p.rows[last*p.strideRows]
	for i := 0; i < p.height; i += tileRows {
		for j := 0; j < p.width; j += k.columns16 {
			k.product16(&p.a[i*p.strideA], 2*p.strideA, &p.b[j], 4*p.strideB, &p.c[i*p.strideC+j], 4*p.strideC,
				&p.scale[j], &p.bias[j], &p.rows[i*p.strideRows], 4*p.strideRows, p.pairs)
		}
	}
}

func (k *assembled) matrix(dst, x []float32, stride, rows int, w *matrix, from, to int) {
	_ = x[(up(rows, 4)-1)*stride+w.in-1]
	_ = dst[up(rows, 4)*w.out-1]
	multiply := k.mulFloat
	if rows == 1 {
		multiply = k.mulFloatRow
	}
	for j := from; j < to; j += lanes {
		for i := 0; i < rows; i += 4 {
			multiply(&x[i*stride], 4*stride, &w.weights[j*w.in], &dst[i*w.out+j], 4*w.out, &w.bias[j], w.in)
		}
	}
}

func (k *assembled) addNorm(dst, x, r []float32, n norm, epsilon float32) {
	k.normalise(&dst[:len(x)][0], &x[0], &r[:len(x)][0], &n.gain[:len(x)][0], &n.bias[:len(x)][0], len(x), 1/float32(len(x)), epsilon)
}

func (k *assembled) gelu(x []float32) { k.geluAll(&x[0], len(x)) }
func (k *assembled) tanh(x []float32) { k.tanhAll(&x[0], len(x)) }

func (k *assembled) quantiseGroups(dst []int16, x []float32, size int, scales []float32, limit float32) {
	groups := len(x) / size
	k.quantiseParts(&dst[:len(x)][0], &x[0], groups, size, &scales[:groups][0], limit)
}

func (k *assembled) magnitude(most, x []float32) { k.largest(&most[:len(x)][0], &x[0], len(x)) }

func (k *assembled) pairWords(dst []uint32, x, y, steps []float32) {
	n := len(dst)
	k.pairs(&dst[0], &x[:n][0], &y[:n][0], &steps[:n][0], n)
}

func (k *assembled) softmax(dst []int16, x, inverse []float32) {
	k.softmaxRow(&dst[:len(x)][0], &x[0], len(x), &inverse[0])
}
