package encoder

// A Runner reads windows with a Model. It owns its buffers (about 12 MB): one goroutine
// at a time may use it.
type Runner struct {
	model  *Model
	cutter cutter
	*stack
	reading Reading
}

// A stack runs transformer layers of a shape on the rows of x. It owns what they work on.
type stack struct {
	kernel    kernel
	shape     Config
	x, y      []float32 // [rows][hidden]
	qkv       []float32 // [rows][3·hidden]
	context   []float32 // [rows][hidden]
	inner     []float32 // [block][intermediate]
	quantised *quantised
	attention attention
	product   layerProduct
	helper    *helper // nil where the stack works alone
}

// block is how many rows go through the two wide matrices at a time, so that what lies
// between them stays in the cache.
const block = 8 * attentionRows

// Runner gives a Runner, which Release takes back.
func (m *Model) Runner() *Runner {
	m.busy.Add(1)
	if r, ok := m.idle.Get().(*Runner); ok {
		return r
	}
	c := m.header.Config
	return &Runner{
		model:   m,
		cutter:  cutter{vocabulary: m.pieces},
		stack:   newStack(m.kernel, c, c.Positions),
		reading: newReading(m, up(c.Positions, attentionRows)),
	}
}

// Release gives the Runner back; it and its last Reading may not be used any more.
func (r *Runner) Release() {
	r.model.busy.Add(-1)
	r.model.idle.Put(r)
}

func newStack(k kernel, c Config, rows int) *stack {
	rows = up(rows, attentionRows)
	return &stack{
		kernel:    k,
		shape:     c,
		x:         aligned[float32]((rows + 4) * c.Hidden), // kernel.matrix reads groups of 4
		y:         aligned[float32](rows * c.Hidden),
		qkv:       aligned[float32](rows * 3 * c.Hidden),
		context:   aligned[float32](rows * c.Hidden),
		inner:     aligned[float32](block * c.Intermediate),
		quantised: newQuantised(rows, max(c.Hidden, c.Intermediate)),
		attention: newAttention(c, rows),
	}
}

// Pieces cuts words into pieces; a window's must fit Config.Positions with two more.
// The result is good until the next call of Pieces or Read.
func (r *Runner) Pieces(text string, words []Word) ([]Piece, error) { return r.cutter.cut(text, words) }

// Read encodes one window, the words of a text in order, and scores it. Its error is
// ErrTooManyPieces, or that a word lies outside of the text. The Reading is good until
// the next Read.
func (r *Runner) Read(text string, words []Word) (*Reading, error) {
	// A word has a piece at least, so that a text of any length is refused at once.
	if len(words)+2 > r.model.header.Config.Positions {
		return nil, ErrTooManyPieces
	}
	pieces, err := r.cutter.cut(text, words)
	if err != nil {
		return nil, err
	}
	n := len(pieces) + 2
	if n > r.model.header.Config.Positions {
		return nil, ErrTooManyPieces
	}
	if len(words) == 0 {
		r.reading.begin(0)
		return &r.reading, nil
	}
	defer r.Help()()
	r.embed(text, words, pieces)
	last := len(r.model.layers) - 1
	for i := range last {
		r.layer(&r.model.layers[i], n)
	}
	r.mix(&r.model.layers[last], n)
	r.pick(pieces) // what the last layer makes of the other rows, nothing reads
	r.settle(&r.model.layers[last], len(words))
	copy(r.reading.vectors, r.x[:len(words)*r.model.header.Config.Hidden])
	r.reading.begin(len(words))
	return &r.reading, nil
}

// embed fills x with the rows of [CLS], the pieces, [SEP].
func (r *Runner) embed(text string, words []Word, pieces []Piece) {
	m, h := r.model, r.model.header.Config.Hidden
	row := func(i int, id int32, class int) {
		x := r.x[i*h : (i+1)*h]
		table, scale := m.words[int(id)*h:(int(id)+1)*h], m.wordScales[id]
		cases := m.cases[class*h : (class+1)*h]
		for j := range x {
			x[j] = float32(scale*float32(int8(table[j]))) + cases[j]
		}
		m.kernel.addNorm(x, x, m.positions[i*h:(i+1)*h], m.norm, m.header.Config.Epsilon)
	}
	row(0, m.pieces.first, 0)
	class, of := 0, -1
	for i, p := range pieces {
		if p.Word != of {
			of, class = p.Word, caseClass(text[words[p.Word].Start:words[p.Word].End])
		}
		row(i+1, p.ID, class)
	}
	row(len(pieces)+1, m.pieces.last, 0)
}

// layer runs a transformer layer on the first n rows of x.
func (s *stack) layer(l *layer, n int) {
	s.mix(l, n)
	s.settle(l, n)
}

// mix fills context with what each of the first n rows of x attends to.
func (s *stack) mix(l *layer, n int) {
	s.linear(s.qkv, s.x, n, l.qkv)
	s.attend(n)
}

// settle makes the first n rows of context and x a layer's outcome, each by itself.
func (s *stack) settle(l *layer, n int) {
	c := s.shape
	h := c.Hidden
	s.linear(s.y, s.context, n, l.o)
	s.addNorm(0, n, l.attention)
	for from := 0; from < n; from += block {
		rows := min(block, n-from)
		s.linear(s.inner, s.x[from*h:], rows, l.up)
		s.kernel.gelu(s.inner[:rows*c.Intermediate])
		s.linear(s.y[from*h:], s.inner, rows, l.down)
		s.addNorm(from, from+rows, l.output)
	}
}

// linear computes dst = x·weights + bias for the first n rows of x.
func (s *stack) linear(dst, x []float32, n int, l *linear) {
	s.kernel.quantise(s.quantised, x, n, l)
	s.product = layerProduct{s.kernel, dst, s.quantised, n, l}
	s.helper.share(&s.product, up(l.out, chunk)/chunk)
}

// layerProduct is the product of a linear layer, a job of chunks of its outputs.
type layerProduct struct {
	kernel kernel
	dst    []float32
	values *quantised
	rows   int
	linear *linear
}

func (w *layerProduct) part(i, _ int) {
	from := i * chunk
	w.kernel.linear(w.dst, w.values, w.rows, w.linear, from, min(from+chunk, w.linear.out))
}

// addNorm adds y to x and normalises, for some rows.
func (s *stack) addNorm(from, to int, n norm) {
	h := s.shape.Hidden
	for i := from * h; i < to*h; i += h {
		s.kernel.addNorm(s.x[i:i+h], s.y[i:i+h], s.x[i:i+h], n, s.shape.Epsilon)
	}
}

// pick keeps of x and context each word's row, that of its first piece.
func (r *Runner) pick(pieces []Piece) {
	h := r.model.header.Config.Hidden
	next := 0
	for i, p := range pieces {
		if p.Word == next {
			copy(r.x[next*h:(next+1)*h], r.x[(i+1)*h:(i+2)*h])
			copy(r.context[next*h:(next+1)*h], r.context[(i+1)*h:(i+2)*h])
			next++
		}
	}
}
