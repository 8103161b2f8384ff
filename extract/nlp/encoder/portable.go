package encoder

import "math"

// portable is the kernel in Go, and what the others must equal. A product that is added to
// something stands in float32(…): so Go may not fuse the two into one operation.
type portable struct{}

func (portable) name() Kernel { return Portable }

// lanes is the number of partial sums of every float sum: element i goes to sum i%lanes.
const lanes = 16

// fold adds the partial sums in the order of all kernels.
func fold(s *[lanes]float32) float32 {
	for half := lanes / 2; half > 0; half /= 2 {
		for i := range half {
			s[i] += s[i+half]
		}
	}
	return s[0]
}

// round rounds to the nearest integer, ties to even, for |x| < 2²².
func round(x float32) int32 {
	const shift = 3 << 22 // its unit in the last place is 1
	return int32(math.Float32bits(float32(x)+shift)) - int32(0x4B400000)
}

// exp is e^x for -87 ≤ x ≤ 88, and e^-87 below; the polynomial is that of Cephes' expf.
func exp(x float32) float32 {
	x = max(x, -87)
	t := round(float32(x * math.Log2E))
	n := float32(t)
	x -= float32(n * 0.693359375) // ln 2 in two parts
	x -= float32(n * -2.12194440e-4)
	q := float32(1.9875691500e-4)
	q = float32(q*x) + 1.3981999507e-3
	q = float32(q*x) + 8.3334519073e-3
	q = float32(q*x) + 4.1665795894e-2
	q = float32(q*x) + 1.6666665459e-1
	q = float32(q*x) + 5.0000001201e-1
	q = float32(float32(q*x)*x) + x
	q++
	return math.Float32frombits(math.Float32bits(q) + uint32(t<<23))
}

func (portable) addNorm(dst, x, r []float32, n norm, epsilon float32) {
	inverse := 1 / float32(len(x))
	dst, r = dst[:len(x)], r[:len(x)]
	var sum, squares [lanes]float32
	for i := 0; i < len(x); i += lanes {
		for j := range lanes {
			v := x[i+j] + r[i+j]
			dst[i+j] = v
			sum[j] += v
		}
	}
	mean := float32(fold(&sum) * inverse)
	for i := 0; i < len(dst); i += lanes {
		for j := range lanes {
			v := dst[i+j] - mean
			dst[i+j] = v
			squares[j] += float32(v * v)
		}
	}
	variance := float32(fold(&squares) * inverse)
	root := 1 / float32(math.Sqrt(float64(variance+epsilon)))
	gain, bias := n.gain[:len(dst)], n.bias[:len(dst)]
	for i, v := range dst {
		dst[i] = float32(float32(v*root)*gain[i]) + bias[i]
	}
}

// gelu is x·(0.5 + c·P(c²)), c = x held within ±4.4: at most 4e-5 from the erf form.
func (portable) gelu(x []float32) {
	for i, v := range x {
		c := max(min(v, 4.4), -4.4)
		s := float32(c * c)
		p := float32(3.569339615538958e-11)
		p = float32(p*s) + -3.7539713559908705e-09
		p = float32(p*s) + 1.7408193286883034e-07
		p = float32(p*s) + -4.724814061773941e-06
		p = float32(p*s) + 8.429241279372945e-05
		p = float32(p*s) + -0.0010549885919317603
		p = float32(p*s) + 0.009643013589084148
		p = float32(p*s) + -0.06607640534639359
		p = float32(p*s) + 0.3987616002559662
		x[i] = float32(v * (float32(p*c) + 0.5))
	}
}

func (portable) tanh(x []float32) {
	for i, v := range x {
		v = max(min(v, 9), -9)
		x[i] = 1 - 2/(exp(v+v)+1)
	}
}

// quantiseRow writes q, from 0 to 255, for each of x.
func quantiseRow(dst []byte, x []float32, row *rowScale) {
	var low, high float32
	for _, v := range x {
		low, high = min(low, v), max(high, v)
	}
	span := max(high-low, 1e-20)
	row.scale = float32(span * float32(1.0/255))
	steps := 255 / span
	zero := -round(float32(low * steps))
	row.zero = zero
	dst = dst[:len(x)]
	for i, v := range x {
		dst[i] = byte(min(max(round(float32(v*steps))+zero, 0), 255))
	}
}

func (portable) quantiseGroups(dst []int16, x []float32, size int, scales []float32, limit float32) {
	for g := range len(x) / size {
		from := x[g*size : (g+1)*size]
		to := dst[g*size : (g+1)*size]
		most := float32(1e-20)
		for _, v := range from {
			most = max(most, v, -v)
		}
		scales[g] = most / limit
		steps := limit / most
		for i, v := range from {
			to[i] = int16(round(float32(v * steps)))
		}
	}
}

func (portable) magnitude(most, x []float32) {
	most = most[:len(x)]
	for i, v := range x {
		most[i] = max(most[i], v, -v)
	}
}

func (portable) pairWords(dst []uint32, x, y, steps []float32) {
	x, y, steps = x[:len(dst)], y[:len(dst)], steps[:len(dst)]
	for i := range dst {
		dst[i] = uint32(round(float32(x[i]*steps[i])))&0xffff | uint32(round(float32(y[i]*steps[i])))<<16
	}
}

func (portable) softmax(dst []int16, x, inverse []float32) {
	most := x[0]
	for _, v := range x {
		most = max(most, v)
	}
	var sums [lanes]float32
	for i := 0; i < len(x); i += lanes {
		for j := range lanes {
			e := exp(x[i+j] - most)
			x[i+j] = e
			sums[j] += e
		}
	}
	steps := 32767 / fold(&sums)
	total := int32(0)
	dst = dst[:len(x)]
	for i, v := range x {
		p := round(float32(v * steps))
		total += p
		dst[i] = int16(p)
	}
	inverse[0] = 1 / float32(total)
}

func (portable) matrix(dst, x []float32, stride, rows int, w *matrix, from, to int) {
	for r := range rows {
		row := x[r*stride:][:w.in]
		for j := from; j < to; j += 8 {
			weights, bias := w.weights[w.at(0, j):], (*[8]float32)(w.bias[j:])
			s0, s1, s2, s3, s4, s5, s6, s7 := bias[0], bias[1], bias[2], bias[3], bias[4], bias[5], bias[6], bias[7]
			for i, v := range row {
				of := (*[8]float32)(weights[i*lanes:])
				s0 += float32(v * of[0])
				s1 += float32(v * of[1])
				s2 += float32(v * of[2])
				s3 += float32(v * of[3])
				s4 += float32(v * of[4])
				s5 += float32(v * of[5])
				s6 += float32(v * of[6])
				s7 += float32(v * of[7])
			}
			*(*[8]float32)(dst[r*w.out+j:]) = [8]float32{s0, s1, s2, s3, s4, s5, s6, s7}
		}
	}
}

// A lump holds numbers of several columns in two integers: one multiplication makes the
// products of two or three. linear has three in an integer, 21 bits apart, and takes the
// sums out after lumpRows rows, before they can reach 2²⁰; product has two, 32 bits apart.
type lump [2]int64

const (
	lumpWidth = 6  // columns of linear's
	lumpRows  = 32 // · 255 · 128 < 2²⁰
)

func (portable) pack(l *linear, rows [][]byte) {
	l.lumps = make([]lump, up(l.out, lumpWidth)/lumpWidth*l.in)
	for o, row := range rows {
		lumps := l.lumps[o/lumpWidth*l.in:]
		for i, w := range row {
			lumps[i][o%lumpWidth/3] += int64(int8(w)) << (o % 3 * 21)
		}
	}
}

// tile adds the products of two rows by the columns of a lump to start. Inlined, its sums
// would not stay in registers; two rounds of the loop in one take a quarter less time.
//
//go:noinline
func tile[T byte | int16](a0, a1 *[lumpRows]T, b *[lumpRows]lump, start int64) (s00, s01, s10, s11 int64) {
	s00, s01, s10, s11 = start, start, start, start
	for i := 0; i < lumpRows; i += 2 {
		u, v := b[i][0], b[i][1]
		x := int64(a0[i])
		s00 += x * u
		s01 += x * v
		x = int64(a1[i])
		s10 += x * u
		s11 += x * v
		u, v = b[i+1][0], b[i+1][1]
		x = int64(a0[i+1])
		s00 += x * u
		s01 += x * v
		x = int64(a1[i+1])
		s10 += x * u
		s11 += x * v
	}
	return
}

// lumped adds up linear's sums of three columns. Each began at lumpStart, which leaves
// nothing below 0 in the lower two.
type lumped struct{ all, upper, highest int64 }

const lumpStart = 1<<20 + 1<<41

func (t *lumped) add(sums int64) {
	t.all += sums
	t.upper += sums >> 21
	t.highest += sums >> 42
}

// columns takes the sums of n tiles apart.
func (t *lumped) columns(n int) [lumpWidth / 2]int32 {
	began := int64(n) << 20
	return [...]int32{int32(t.all - t.upper<<21 - began), int32(t.upper - t.highest<<21 - began), int32(t.highest)}
}

func (portable) quantise(s *quantised, x []float32, rows int, l *linear) {
	for i := range rows {
		quantiseRow(s.values[i*l.in:(i+1)*l.in], x[i*l.in:(i+1)*l.in], &s.rows[i])
	}
}

func (portable) linear(dst []float32, s *quantised, rows int, l *linear, from, to int) {
	for j := from; j < to; j += lumpWidth {
		b := l.lumps[j/lumpWidth*l.in:][:l.in]
		for i := 0; i < rows; i += 2 {
			a0, a1 := s.values[i*l.in:][:l.in], s.values[(i+1)*l.in:][:l.in]
			var t00, t01, t10, t11 lumped
			for k := 0; k < l.in; k += lumpRows {
				s00, s01, s10, s11 := tile((*[lumpRows]byte)(a0[k:]), (*[lumpRows]byte)(a1[k:]), (*[lumpRows]lump)(b[k:]), lumpStart)
				t00.add(s00)
				t01.add(s01)
				t10.add(s10)
				t11.add(s11)
			}
			for r, row := range [...][2]lumped{{t00, t01}, {t10, t11}} {
				activations, out := s.rows[i+r], dst[(i+r)*l.out:][:l.out]
				for n := range row {
					for c, sum := range row[n].columns(l.in / lumpRows) {
						if o := j + n*lumpWidth/2 + c; o < l.out {
							sum -= activations.zero * l.sums[o]
							out[o] = float32(float32(sum)*float32(activations.scale*l.scale[o])) + l.bias[o]
						}
					}
				}
			}
		}
	}
}

func (portable) product(p *product) {
	n := 2 * p.pairs
	b := make([]lump, n)
	for j := 0; j < p.width; j += 4 {
		for k := range p.pairs {
			w := p.b[k*p.strideB+j:][:4]
			for odd := range 2 {
				at := func(j int) int64 { return int64(int16(w[j] >> (16 * odd))) }
				b[2*k+odd] = lump{at(0) + at(1)<<32, at(2) + at(3)<<32}
			}
		}
		for i := 0; i < p.height; i += 2 {
			a0, a1 := p.a[i*p.strideA:][:n], p.a[(i+1)*p.strideA:][:n]
			var sums [2]lump
			for k := 0; k < n; k += lumpRows {
				s00, s01, s10, s11 := tile((*[lumpRows]int16)(a0[k:]), (*[lumpRows]int16)(a1[k:]), (*[lumpRows]lump)(b[k:]), 0)
				sums[0][0] += s00
				sums[0][1] += s01
				sums[1][0] += s10
				sums[1][1] += s11
			}
			sums[0].write(p, i, j)
			sums[1].write(p, i+1, j)
		}
	}
}

// write takes product's sums apart, scales and stores them.
func (s *lump) write(p *product, i, j int) {
	row := p.rows[i*p.strideRows]
	for _, v := range s {
		low := int32(v)
		for _, sum := range []int32{low, int32((v - int64(low)) >> 32)} {
			p.c[i*p.strideC+j] = float32(float32(sum)*float32(row*p.scale[j])) + p.bias[j]
			j++
		}
	}
}
