package main

import "math"

func bits(f float64) uint32 { return math.Float32bits(float32(f)) }

func floatRoutines(m machine) {
	addNorm(m)
	gelu(m)
	tanh(m)
	quantise(m)
	quantiseGroups(m)
	magnitude(m)
	pairWords(m)
	softmax(m)
	mulFloat(m, "mulFloat", 4)
	mulFloat(m, "mulFloatRow", 1)
}

// exp: x = e^x for x ≥ -87; t and q are lost. The polynomial is that of Cephes' expf.
func exp(m machine, x, t, q vec) {
	m.doConstant(largest, x, x, bits(-87))
	m.doConstant(mul, t, x, bits(math.Log2E))
	m.round(t, t)
	m.float(q, t)
	m.shiftLeft(t, t, 23)
	u := q // n·ln2 in two parts
	m.copy(6, q)
	m.doConstant(mul, u, u, bits(0.693359375))
	m.do(sub, x, x, u)
	m.doConstant(mul, u, 6, bits(-2.12194440e-4))
	m.do(sub, x, x, u)
	m.constant(q, bits(1.9875691500e-4))
	for _, c := range []float64{1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1} {
		m.do(mul, q, q, x)
		m.doConstant(add, q, q, bits(c))
	}
	m.do(mul, q, q, x)
	m.do(mul, q, q, x)
	m.do(add, q, q, x)
	m.doConstant(add, q, q, bits(1))
	m.do(integerAdd, x, q, t)
}

// func addNorm(dst, x, r, gain, bias *float32, n int, inverse, epsilon float32)
// dst = norm(x + r)·gain + bias
func addNorm(m machine) {
	m.begin("addNorm", append(words("dst", "x", "r", "gain", "bias", "n"), argument{"inverse", true}, argument{"epsilon", true}))
	m.shiftRight(5, 4)
	m.move(6, 5)
	m.move(7, 5)
	m.move(8, 0)
	m.move(9, 0)
	m.zero(0)
	m.loop(6, func() {
		m.load(1, 1, 0)
		m.load(2, 2, 0)
		m.do(add, 1, 1, 2)
		m.store(1, 8, 0)
		m.do(add, 0, 0, 1)
		for _, r := range []reg{1, 2, 8} {
			m.advance(r, 64)
		}
	})
	m.fold(add, 0)
	m.spreadArgument(3, "inverse")
	m.do(mul, 0, 0, 3) // mean
	m.zero(2)
	m.loop(7, func() {
		m.load(1, 9, 0)
		m.do(sub, 1, 1, 0)
		m.store(1, 9, 0)
		m.do(mul, 1, 1, 1)
		m.do(add, 2, 2, 1)
		m.advance(9, 64)
	})
	m.fold(add, 2)
	m.do(mul, 2, 2, 3)
	m.spreadArgument(3, "epsilon")
	m.do(add, 2, 2, 3)
	m.root(2, 2)
	m.constant(1, bits(1))
	m.do(div, 2, 1, 2)
	m.loop(5, func() {
		m.load(1, 0, 0)
		m.do(mul, 1, 1, 2)
		m.load(3, 3, 0)
		m.do(mul, 1, 1, 3)
		m.load(3, 4, 0)
		m.do(add, 1, 1, 3)
		m.store(1, 0, 0)
		for _, r := range []reg{0, 3, 4} {
			m.advance(r, 64)
		}
	})
	m.end()
}

// func gelu(x *float32, n int)
// x = x·(0.5 + c·P(c²)), c = x held within ±4.4; at most 4e-5 from the erf form.
func gelu(m machine) {
	m.begin("gelu", words("x", "n"))
	m.shiftRight(1, 4)
	coefficients := []float64{-3.7539713559908705e-09, 1.7408193286883034e-07, -4.724814061773941e-06, 8.429241279372945e-05,
		-0.0010549885919317603, 0.009643013589084148, -0.06607640534639359, 0.3987616002559662}
	m.loop(1, func() {
		m.load(0, 0, 0)
		m.doConstant(smallest, 1, 0, bits(4.4))
		m.doConstant(largest, 1, 1, bits(-4.4))
		m.do(mul, 2, 1, 1)
		m.constant(3, bits(3.569339615538958e-11))
		for _, c := range coefficients {
			m.do(mul, 3, 3, 2)
			m.doConstant(add, 3, 3, bits(c))
		}
		m.do(mul, 3, 3, 1)
		m.doConstant(add, 3, 3, bits(0.5))
		m.do(mul, 0, 0, 3)
		m.store(0, 0, 0)
		m.advance(0, 64)
	})
	m.end()
}

// func tanh(x *float32, n int)
// x = 1 - 2/(e^2x + 1), x held within ±9
func tanh(m machine) {
	m.begin("tanh", words("x", "n"))
	m.shiftRight(1, 4)
	m.loop(1, func() {
		m.load(0, 0, 0)
		m.doConstant(smallest, 0, 0, bits(9))
		m.doConstant(largest, 0, 0, bits(-9))
		m.do(add, 0, 0, 0)
		exp(m, 0, 1, 2)
		m.doConstant(add, 0, 0, bits(1))
		m.constant(1, bits(2))
		m.do(div, 0, 1, 0)
		m.constant(1, bits(1))
		m.do(sub, 0, 1, 0)
		m.store(0, 0, 0)
		m.advance(0, 64)
	})
	m.end()
}

// func quantise(dst unsafe.Pointer, x *float32, n int, row *rowScale)
// q = round(x·255/d) + z, d the range of x and 0, z the zero point
func quantise(m machine) {
	m.begin("quantise", words("dst", "x", "n", "row"))
	m.shiftRight(2, 4)
	m.move(4, 2)
	m.move(5, 1)
	m.zero(0)
	m.zero(1)
	m.loop(4, func() {
		m.load(2, 5, 0)
		m.do(largest, 0, 0, 2)
		m.do(smallest, 1, 1, 2)
		m.advance(5, 64)
	})
	m.fold(largest, 0)
	m.fold(smallest, 1)
	m.do(sub, 0, 0, 1)
	m.doConstant(largest, 0, 0, bits(1e-20))
	m.doConstant(mul, 2, 0, bits(1.0/255))
	m.storeLane(2, 3, 0)
	m.constant(2, bits(255))
	m.do(div, 0, 2, 0) // steps in a unit
	m.do(mul, 1, 1, 0)
	m.round(1, 1)
	m.zero(2)
	m.do(integerSub, 1, 2, 1) // zero point
	m.copy(2, 1)
	if m.eightBit() == signed {
		m.doConstant(integerSub, 2, 2, 128)
	}
	m.storeLane(2, 3, 4)
	size := 16
	m.loop(2, func() {
		m.load(2, 1, 0)
		m.do(mul, 2, 2, 0)
		m.round(2, 2)
		m.do(integerAdd, 2, 2, 1)
		m.doConstant(integerLargest, 2, 2, 0)
		m.doConstant(integerSmallest, 2, 2, 255)
		switch m.eightBit() {
		case unsigned:
			m.storeNarrow(bytes8, 2, 0, 0)
		case signed:
			m.doConstant(integerSub, 2, 2, 128)
			m.storeNarrow(bytes8, 2, 0, 0)
		case difference:
			m.do(integerSub, 2, 2, 1)
			m.storeNarrow(words16, 2, 0, 0)
			size = 32
		}
		m.advance(1, 64)
		m.advance(0, size)
	})
	m.end()
}

// func quantiseGroups(dst *int16, x *float32, groups, size int, scales *float32, limit float32)
// each group of size floats by its own scale, to ±limit
func quantiseGroups(m machine) {
	m.begin("quantiseGroups", append(words("dst", "x", "groups", "size", "scales"), argument{"limit", true}))
	m.shiftRight(3, 4)
	m.spreadArgument(5, "limit")
	m.loop(2, func() {
		m.move(5, 3)
		m.move(6, 3)
		m.move(7, 1)
		m.zero(0)
		m.loop(5, func() {
			m.load(1, 7, 0)
			m.doConstant(and, 1, 1, 0x7fffffff)
			m.do(largest, 0, 0, 1)
			m.advance(7, 64)
		})
		m.fold(largest, 0)
		m.doConstant(largest, 0, 0, bits(1e-20))
		m.do(div, 1, 0, 5)
		m.storeLane(1, 4, 0)
		m.do(div, 0, 5, 0)
		m.loop(6, func() {
			m.load(1, 1, 0)
			m.do(mul, 1, 1, 0)
			m.round(1, 1)
			m.storeNarrow(words16, 1, 0, 0)
			m.advance(1, 64)
			m.advance(0, 32)
		})
		m.advance(4, 4)
	})
	m.end()
}

// func magnitude(largest, x *float32, n int)
// largest = max(largest, |x|)
func magnitude(m machine) {
	m.begin("magnitude", words("largest", "x", "n"))
	m.shiftRight(2, 4)
	m.loop(2, func() {
		m.load(0, 1, 0)
		m.doConstant(and, 0, 0, 0x7fffffff)
		m.load(1, 0, 0)
		m.do(largest, 1, 1, 0)
		m.store(1, 0, 0)
		m.advance(0, 64)
		m.advance(1, 64)
	})
	m.end()
}

// func pairWords(dst *uint32, x, y, steps *float32, n int)
// dst = the 16 bits of round(x·steps) below those of round(y·steps)
func pairWords(m machine) {
	m.begin("pairWords", words("dst", "x", "y", "steps", "n"))
	m.shiftRight(4, 4)
	m.loop(4, func() {
		m.load(0, 1, 0)
		m.load(1, 2, 0)
		m.load(2, 3, 0)
		m.do(mul, 0, 0, 2)
		m.do(mul, 1, 1, 2)
		m.round(0, 0)
		m.round(1, 1)
		m.doConstant(and, 0, 0, 0xffff)
		m.shiftLeft(1, 1, 16)
		m.do(or, 0, 0, 1)
		m.store(0, 0, 0)
		for _, r := range []reg{0, 1, 2, 3} {
			m.advance(r, 64)
		}
	})
	m.end()
}

// func softmax(dst *int16, x *float32, n int, inverse *float32)
// dst = round(32767·softmax(x)), inverse = 1/Σ dst; x is lost
func softmax(m machine) {
	m.begin("softmax", words("dst", "x", "n", "inverse"))
	m.shiftRight(2, 4)
	m.move(4, 2)
	m.move(5, 1)
	m.move(6, 2)
	m.move(7, 1)
	m.load(0, 1, 0)
	m.loop(4, func() {
		m.load(1, 5, 0)
		m.do(largest, 0, 0, 1)
		m.advance(5, 64)
	})
	m.fold(largest, 0)
	m.zero(4)
	m.loop(6, func() {
		m.load(1, 7, 0)
		m.do(sub, 1, 1, 0)
		exp(m, 1, 2, 3)
		m.store(1, 7, 0)
		m.do(add, 4, 4, 1)
		m.advance(7, 64)
	})
	m.fold(add, 4)
	m.constant(0, bits(32767))
	m.do(div, 4, 0, 4)
	m.zero(0)
	m.loop(2, func() {
		m.load(1, 1, 0)
		m.do(mul, 1, 1, 4)
		m.round(1, 1)
		m.do(integerAdd, 0, 0, 1)
		m.storeNarrow(words16, 1, 0, 0)
		m.advance(1, 64)
		m.advance(0, 32)
	})
	m.fold(integerAdd, 0)
	m.float(0, 0)
	m.constant(1, bits(1))
	m.do(div, 0, 1, 0)
	m.storeLane(0, 3, 0)
	m.end()
}

// func mulFloat(a *float32, lda int, b, c *float32, ldc int, bias *float32, k int)
// c (4 rows, 16 columns) = a·b + bias, k products one after the other; b is [k][16], strides are
// in bytes. mulFloatRow has one row.
func mulFloat(m machine, name string, rows int) {
	m.begin(name, words("a", "lda", "b", "c", "ldc", "bias", "k"))
	a := []reg{0, 7, 8, 9}[:rows]
	m.load(0, 5, 0)
	for i := 1; i < rows; i++ {
		m.copy(vec(i), 0)
		m.move(a[i], a[i-1])
		m.advanceBy(a[i], 1)
	}
	m.loop(6, func() {
		m.load(4, 2, 0)
		for i, r := range a {
			m.spread(5, r, 0)
			m.do(mul, 5, 5, 4)
			m.do(add, vec(i), vec(i), 5)
			m.advance(r, 4)
		}
		m.advance(2, 64)
	})
	for i := range a {
		m.store(vec(i), 3, 0)
		m.advanceBy(3, 4)
	}
	m.end()
}
