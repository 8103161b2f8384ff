package encoder

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// others runs a test for each kernel of the machine that is not portable.
func others(t *testing.T, test func(t *testing.T, k kernel, r *rand.Rand)) {
	n := 0
	for _, k := range tested() {
		if k.name() == Portable {
			continue
		}
		n++
		t.Run(string(k.name()), func(t *testing.T) { test(t, k, rand.New(rand.NewPCG(1, 2))) })
	}
	if n == 0 {
		t.Skip("this machine has no kernel but the portable one")
	}
}

// numbers fills a slice with one of several kinds of rows.
func numbers(r *rand.Rand, n int, kind int) []float32 {
	x := aligned[float32](n)
	for i := range x {
		switch kind {
		case 0:
			x[i] = float32(r.NormFloat64())
		case 1: // to the ends of the range
			x[i] = []float32{-1, 1, 0, 1, -1, float32(r.Float64())}[r.IntN(6)] * 3
		case 2:
			x[i] = float32(math.Copysign(0, float64(r.IntN(2))-.5))
		case 3: // halves, to be rounded
			x[i] = (float32(r.IntN(511)) - 255) / 2
		case 4: // only above 0, far apart
			x[i] = float32(math.Exp(r.NormFloat64() * 5))
		case 5:
			x[i] = -float32(r.Float64()) * 1e-30
		case 6: // all as far from the zero point as can be
			x[i] = 2
		case 7:
			x[i] = -2
		}
	}
	return x
}

const kinds = 8

func same[T float32 | int16 | uint32](t *testing.T, what string, got, want []T) {
	t.Helper()
	for i := range want {
		equal := got[i] == want[i]
		if g, ok := any(got[i]).(float32); ok {
			equal = math.Float32bits(g) == math.Float32bits(any(want[i]).(float32))
		}
		if !equal {
			t.Fatalf("%s: element %d is %v, portable has %v", what, i, got[i], want[i])
		}
	}
}

func randomLinear(k kernel, r *rand.Rand, in, out int) (*linear, [][]byte) {
	l := &linear{in: in, out: out, scale: aligned[float32](out), bias: aligned[float32](out), sums: make([]int32, out)}
	rows := make([][]byte, out)
	for o := range rows {
		rows[o] = make([]byte, in)
		l.scale[o], l.bias[o] = r.Float32(), r.Float32()-.5
		for i := range rows[o] {
			w := int8(r.IntN(256) - 128)
			if o%4 == 1 {
				w = 127
			} else if o%4 == 2 {
				w = -128
			}
			rows[o][i] = byte(w)
			l.sums[o] += int32(w)
		}
	}
	k.pack(l, rows)
	return l, rows
}

// multiply quantises x and multiplies it by the weights of l, a chunk after the other.
func multiply(k kernel, dst, x []float32, rows int, l *linear) *quantised {
	s := newQuantised(up(rows, 12), l.in)
	k.quantise(s, x, rows, l)
	for from := 0; from < l.out; from += chunk {
		k.linear(dst, s, rows, l, from, min(from+chunk, l.out))
	}
	return s
}

func TestLinear(t *testing.T) {
	others(t, func(t *testing.T, k kernel, r *rand.Rand) {
		for _, shape := range [][2]int{{64, 64}, {192, 128}, {384, 384}, {1536, 64}} {
			in, out := shape[0], shape[1]
			l, weights := randomLinear(k, r, in, out)
			p := &linear{in: in, out: out, scale: l.scale, bias: l.bias, sums: l.sums}
			portable{}.pack(p, weights)
			for _, rows := range []int{1, 4, 5, 6, 13, 20} {
				for kind := range kinds {
					x := numbers(r, up(rows, 12)*in, kind)
					got, want := make([]float32, up(rows, 12)*out), make([]float32, up(rows, 12)*out)
					multiply(k, got, x, rows, l)
					multiply(portable{}, want, x, rows, p)
					same(t, fmt.Sprintf("%d rows of %d → %d, kind %d", rows, in, out, kind), got, want[:rows*out])
				}
			}
		}
	})
}

// TestPortableLinear compares with sums of 64 bits, weight by weight.
func TestPortableLinear(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const in, out, rows = 192, 64, 4
	l, weights := randomLinear(portable{}, r, in, out)
	for kind := range kinds {
		x := numbers(r, rows*in, kind)
		got := make([]float32, rows*out)
		s := multiply(portable{}, got, x, rows, l)
		for i := range rows {
			for o := range out {
				sum := int64(0)
				for j, w := range weights[o] {
					sum += (int64(s.values[i*in+j]) - int64(s.rows[i].zero)) * int64(int8(w))
				}
				if want := float32(float32(sum)*float32(s.rows[i].scale*l.scale[o])) + l.bias[o]; got[i*out+o] != want {
					t.Fatalf("kind %d, row %d, output %d: %v, exact is %v", kind, i, o, got[i*out+o], want)
				}
			}
			for j, q := range s.values[i*in : (i+1)*in] {
				v := x[i*in+j]
				if back := float32(int32(q)-s.rows[i].zero) * s.rows[i].scale; math.Abs(float64(back-v)) > float64(s.rows[i].scale)*1.01 {
					t.Fatalf("kind %d: %v is quantised to %v, steps of %v", kind, v, back, s.rows[i].scale)
				}
			}
		}
	}
}

func randomProduct(r *rand.Rand, height, width, pairs, limit int) *product {
	tall := up(height, 12)
	p := &product{strideA: 2*pairs + 32, strideB: width + 16, strideC: width, strideRows: 2, height: height, width: width, pairs: pairs,
		scale: numbers(r, width, 0), bias: numbers(r, width, 0), rows: numbers(r, 2*tall, 0), c: make([]float32, tall*width)}
	pick := func() int16 { return int16([]int{limit, -limit, r.IntN(2*limit+1) - limit}[r.IntN(3)]) }
	p.a = make([]int16, tall*p.strideA)
	for i := range p.a {
		p.a[i] = pick()
	}
	p.b = make([]uint32, pairs*p.strideB)
	for i := range p.b {
		p.b[i] = uint32(uint16(pick())) | uint32(pick())<<16
	}
	return p
}

func TestProduct(t *testing.T) {
	exact := func(p *product) []float32 {
		want := make([]float32, p.height*p.width)
		for i := range p.height {
			for j := range p.width {
				sum := int64(0)
				for k := range p.pairs {
					w := p.b[k*p.strideB+j]
					sum += int64(p.a[i*p.strideA+2*k])*int64(int16(w)) + int64(p.a[i*p.strideA+2*k+1])*int64(int16(w>>16))
				}
				want[i*p.width+j] = float32(float32(sum)*float32(p.rows[i*p.strideRows]*p.scale[j])) + p.bias[j]
			}
		}
		return want
	}
	for _, k := range tested() {
		r := rand.New(rand.NewPCG(5, 6))
		for _, size := range [][4]int{{1, 32, 16, 8191}, {12, 64, 16, 8191}, {7, 96, 32, 5792}, {12, 32, 256, 2047}} {
			p := randomProduct(r, size[0], size[1], size[2], size[3])
			k.product(p)
			same(t, fmt.Sprintf("%s, %v", k.name(), size), p.c, exact(p))
		}
	}
}

func TestFloatRoutines(t *testing.T) {
	others(t, func(t *testing.T, k kernel, r *rand.Rand) {
		p := portable{}
		for _, n := range []int{64, 192, 384, 1536} {
			for kind := range kinds {
				x, y := numbers(r, n, kind), numbers(r, n, kind)
				what := func(name string) string { return fmt.Sprintf("%s of %d, kind %d", name, n, kind) }
				got, want := aligned[float32](n), aligned[float32](n)

				g := norm{numbers(r, n, 0), numbers(r, n, 0)}
				k.addNorm(got, x, y, g, 1e-12)
				p.addNorm(want, x, y, g, 1e-12)
				same(t, what("addNorm"), got, want)

				for name, f := range map[string][2]func([]float32){"gelu": {k.gelu, p.gelu}, "tanh": {k.tanh, p.tanh}} {
					copy(got, x)
					copy(want, x)
					f[0](got)
					f[1](want)
					same(t, what(name), got, want)
				}

				k.magnitude(got, y)
				p.magnitude(want, y)
				same(t, what("magnitude"), got, want)

				q, w := make([]int16, n), make([]int16, n)
				scales, wanted := make([]float32, n/32), make([]float32, n/32)
				k.quantiseGroups(q, x, 32, scales, 8191)
				p.quantiseGroups(w, x, 32, wanted, 8191)
				same(t, what("quantiseGroups"), q, w)
				same(t, what("scales"), scales, wanted)

				copy(got, x)
				copy(want, x)
				k.softmax(q, got, scales)
				p.softmax(w, want, wanted)
				same(t, what("softmax"), q, w)
				same(t, what("inverse"), scales[:1], wanted[:1])

				steps := aligned[float32](n)
				for i := range steps {
					steps[i] = 32767 / max(x[i], -x[i], y[i], -y[i], 1e-20)
				}
				words, wantedWords := make([]uint32, n), make([]uint32, n)
				k.pairWords(words, x, y, steps)
				p.pairWords(wantedWords, x, y, steps)
				same(t, what("pairWords"), words, wantedWords)
			}
		}
	})
}

func TestMatrix(t *testing.T) {
	others(t, func(t *testing.T, k kernel, r *rand.Rand) {
		for _, shape := range [][3]int{{1, 193, 5}, {4, 64, 48}, {11, 384, 193}} {
			rows, in, out := shape[0], shape[1], shape[2]
			w := newMatrix(numbers(r, in*out, 0), numbers(r, out, 0), out, in)
			x := numbers(r, up(rows, 4)*(in+3), 0)
			got, want := make([]float32, up(rows, 4)*w.out), make([]float32, up(rows, 4)*w.out)
			k.matrix(got, x, in+3, rows, w, 0, w.out)
			portable{}.matrix(want, x, in+3, rows, w, 0, w.out)
			same(t, fmt.Sprint(shape), got, want[:rows*w.out])
		}
	})
}

// TestAccuracy compares the portable functions with package math.
func TestAccuracy(t *testing.T) {
	for v := -12.0; v < 12; v += .00137 {
		x := []float32{float32(v)}
		v := float64(x[0])
		if got, want := float64(exp(x[0])), math.Exp(v); math.Abs(got-want) > 2e-7*want {
			t.Fatalf("exp(%v) = %v, want %v", v, got, want)
		}
		portable{}.tanh(x)
		if want := math.Tanh(v); math.Abs(float64(x[0])-want) > 2e-7 {
			t.Fatalf("tanh(%v) = %v, want %v", v, x[0], want)
		}
		x[0] = float32(v)
		portable{}.gelu(x)
		if want := v * .5 * (1 + math.Erf(v/math.Sqrt2)); math.Abs(float64(x[0])-want) > 5e-5 {
			t.Fatalf("gelu(%v) = %v, want %v", v, x[0], want)
		}
	}
	if got := exp(-1000); got <= 0 || got > 2e-38 {
		t.Fatalf("exp(-1000) = %v", got)
	}
}
