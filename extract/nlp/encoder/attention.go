package encoder

import "math"

// attentionRows is how many queries go through scores, softmax and mixing at a time. It is
// a multiple of tileRows.
const attentionRows = 2 * tileRows

// attention holds what the layers' attention works on. Queries, keys, probabilities and
// values are 16 bit integers, so that their products are exact in any order.
type attention struct {
	queries []int16   // [rows][queries and keys of all heads]
	scales  []float32 // [rows][2·heads], of each query and key
	limit   float32   // of a query's or key's integers

	keys      []uint32  // [hidden/2][padded rows], pairs of neighbouring dimensions
	keyScales []float32 // [heads][padded rows], 1/√size in them
	mask      []float32 // 0 for a row, far below for padding

	most, steps, valueScales []float32 // [hidden]
	values                   []uint32  // [padded rows/2][hidden], pairs of neighbouring rows

	zeros []float32 // [hidden]
	rows  int       // that attend
	desks [2]desk   // of those who share the work
}

// A desk is room for the attention of some rows, in one head.
type desk struct {
	scores        []float32 // [attentionRows][padded rows]
	probabilities []int16
	inverse       []float32 // 1/Σ of each row's probabilities
	job           product
}

func newAttention(c Config, rows int) attention {
	padded := up(rows, 32)
	size := c.Hidden / c.Heads
	a := attention{
		queries:     aligned[int16](rows * 2 * c.Hidden),
		scales:      aligned[float32](rows * 2 * c.Heads),
		limit:       float32(math.Floor(math.Sqrt(math.MaxInt32 / float64(size)))), // Σ fits 32 bits
		keys:        aligned[uint32](c.Hidden / 2 * padded),
		keyScales:   aligned[float32](c.Heads * padded),
		mask:        aligned[float32](padded),
		most:        aligned[float32](c.Hidden),
		steps:       aligned[float32](c.Hidden),
		valueScales: aligned[float32](c.Hidden),
		values:      aligned[uint32](padded / 2 * c.Hidden),
		zeros:       aligned[float32](c.Hidden),
	}
	for i := range a.desks {
		a.desks[i] = desk{
			scores:        aligned[float32](attentionRows * padded),
			probabilities: aligned[int16](attentionRows * padded),
			inverse:       aligned[float32](attentionRows),
		}
	}
	return a
}

// attend mixes the values of the first n rows of qkv into context.
func (s *stack) attend(n int) {
	s.attention.rows = n
	s.queriesAndKeys(n, up(n, 32))
	s.values(n)
	s.helper.share((*heads)(s), s.shape.Heads)
}

// heads is a stack's attention as a job, a part for each head.
type heads stack

func (s *heads) part(head, who int) {
	a, c, k := &s.attention, s.shape, s.kernel
	d, n := &a.desks[who], a.rows
	padded, size := up(n, 32), c.Hidden/c.Heads
	for i := 0; i < n; i += attentionRows {
		rows := min(attentionRows, n-i)
		d.job = product{
			a: a.queries[i*2*c.Hidden+head*size:], strideA: 2 * c.Hidden,
			b: a.keys[head*size/2*padded:], strideB: padded,
			c: d.scores, strideC: padded,
			scale: a.keyScales[head*padded:], bias: a.mask,
			rows: a.scales[i*2*c.Heads+head:], strideRows: 2 * c.Heads,
			height: rows, width: padded, pairs: size / 2,
		}
		k.product(&d.job)
		for j := range rows {
			k.softmax(d.probabilities[j*padded:(j+1)*padded], d.scores[j*padded:(j+1)*padded], d.inverse[j:])
		}
		d.job = product{
			a: d.probabilities, strideA: padded,
			b: a.values[head*size:], strideB: c.Hidden,
			c: s.context[i*c.Hidden+head*size:], strideC: c.Hidden,
			scale: a.valueScales[head*size:], bias: a.zeros,
			rows: d.inverse, strideRows: 1,
			height: rows, width: size, pairs: padded / 2,
		}
		k.product(&d.job)
	}
}

// queriesAndKeys quantises them, each head's row by itself, and turns the keys about.
func (s *stack) queriesAndKeys(n, padded int) {
	a, c := &s.attention, s.shape
	h, size := c.Hidden, c.Hidden/c.Heads
	shrink := float32(1 / math.Sqrt(float64(size)))
	for i := range n {
		row := a.queries[i*2*h : (i+1)*2*h]
		scales := a.scales[i*2*c.Heads : (i+1)*2*c.Heads]
		s.kernel.quantiseGroups(row, s.qkv[i*3*h:i*3*h+2*h], size, scales, a.limit)
		for head, scale := range scales[c.Heads:] {
			a.keyScales[head*padded+i] = float32(scale * shrink)
		}
		for j, at := h, i; j < 2*h; j, at = j+2, at+padded {
			a.keys[at] = uint32(uint16(row[j])) | uint32(row[j+1])<<16
		}
	}
	for i := range padded {
		a.mask[i] = 0
		if i >= n { // what keys lie there does not matter
			a.mask[i] = -1e30
			for head := range c.Heads {
				a.keyScales[head*padded+i] = 0
			}
		}
	}
}

// values quantises the values, each dimension over all rows by itself.
func (s *stack) values(n int) {
	a, h, k := &s.attention, s.shape.Hidden, s.kernel
	value := func(i int) []float32 { i = min(i, n-1); return s.qkv[i*3*h+2*h : (i+1)*3*h] }
	for j := range a.most {
		a.most[j] = 1e-20
	}
	for i := range n {
		k.magnitude(a.most, value(i))
	}
	for j, most := range a.most {
		a.valueScales[j] = most / math.MaxInt16
		a.steps[j] = math.MaxInt16 / most
	}
	for i := 0; i < n; i += 2 { // past the end, the last row again: its probability is 0
		k.pairWords(a.values[i/2*h:(i/2+1)*h], value(i), value(i+1), a.steps)
	}
}
