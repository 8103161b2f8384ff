package encoder

import "fmt"

// roleLimit is the most roles, stances, types or labels of a head.
const roleLimit = 64

// A roleHead finds cues, and says of each word what it is to a cue: the score of a role is
//
//	[tanh(left·cue), 1] · bilinear of the role · [tanh(right·word), 1] + distance
//
// either 1 may be missing from the file's shape.
type roleHead struct {
	Head
	cue, left, right *matrix
	bilinear         *matrix // [left (+1)][role, right (+1)]
	rightWidth       int     // of bilinear's last dimension
	distance         []float32
	look             *look // nil where there is none
}

// A labelHead scores each word by itself.
type labelHead struct {
	Head
	scores *matrix
}

func (m *Model) loadHead(f *file, h Head) {
	if f.err != nil {
		return
	}
	hidden, name := f.header.Config.Hidden, "head."+h.Name
	if len(h.Labels) > 0 {
		if len(h.Labels) > roleLimit || m.names != nil {
			f.err = fmt.Errorf("header: head %q: one head with up to %d labels is known", h.Name, roleLimit)
			return
		}
		m.names = &labelHead{h, f.matrix(name, len(h.Labels), hidden)}
		return
	}
	roles := len(h.Roles)
	if h.Look == nil && len(h.Stances)+len(h.Types) > 0 {
		f.err = fmt.Errorf("header: head %q: it has stances or types, but no look to tell them", h.Name)
		return
	}
	if roles < 2 || roles > roleLimit || max(len(h.Stances), len(h.Types)) > roleLimit || h.Width < 16 || h.Width > 1024 || h.Width%16 != 0 || h.Distance < 0 || h.Distance > 1024 {
		f.err = fmt.Errorf("header: head %q: %d roles, %d stances, %d types, width %d, distance %d: must be 2 to %d, up to as many, 16 to 1024 in steps of 16, 0 to 1024",
			h.Name, roles, len(h.Stances), len(h.Types), h.Width, h.Distance, roleLimit)
		return
	}
	r := roleHead{Head: h,
		cue:      f.matrix(name+".cue", 2, hidden),
		left:     f.matrix(name+".left", h.Width, hidden),
		right:    f.matrix(name+".right", h.Width, hidden),
		distance: f.table(name+".distance", 2*h.Distance+1, roles),
	}
	r.bilinear, r.rightWidth = f.bilinear(name+".bilinear", roles, h.Width)
	if h.Look != nil {
		r.look = f.look(m.kernel, name+".look", h, f.header.Config)
	}
	m.roles = append(m.roles, r)
}

// bilinear returns a tensor [roles][width or width+1][the same] as a matrix from the left
// side to all roles' right sides.
func (f *file) bilinear(name string, roles, width int) (*matrix, int) {
	if f.err != nil {
		return nil, 0
	}
	n := width + 1
	if t := f.tensors[name]; len(t.Shape) == 3 && t.Shape[1] == width {
		n = width
	}
	weights := f.table(name, roles, n, n)
	if f.err != nil {
		return nil, 0
	}
	b := &matrix{in: n, out: up(roles*n, lanes)}
	b.weights, b.bias = aligned[float32](b.in*b.out), aligned[float32](b.out)
	for role := range roles {
		for i := range n {
			for j, v := range weights[(role*n+i)*n : (role*n+i+1)*n] {
				b.weights[b.at(i, role*n+j)] = v
			}
		}
	}
	return b, n
}

// A Reading is what the model says of one window. Heads are named as in the weights file;
// of a head or word that does not exist it says nothing: 0 or nil.
type Reading struct {
	model   *Model
	words   int
	vectors []float32 // [words][hidden]
	heads   []roleScores
	labels  []float32 // [words][labels]
	work    []float32 // scores of a matrix, filled up
	left    []float32 // 4 rows of the cue's side
	product []float32 // 4 rows of bilinear's outputs
	job     matrixProduct
	helper  *helper // nil where nobody helps
}

type roleScores struct {
	head   *roleHead
	cues   []float32 // [words]
	right  []float32 // [words][width]
	ready  bool      // right is of this window
	toward matrix    // from the right side to the roles, for one cue
	look   *stack    // nil where the head has no look
}

func newReading(m *Model, rows int) Reading {
	g := Reading{model: m, vectors: aligned[float32]((rows + 4) * m.header.Config.Hidden), work: aligned[float32](rows * roleLimit)}
	if m.names != nil {
		g.labels = make([]float32, rows*len(m.names.Labels))
	}
	width := 0
	for i := range m.roles {
		h := &m.roles[i]
		roles := up(len(h.Roles), lanes)
		g.heads = append(g.heads, roleScores{
			head:   h,
			cues:   make([]float32, rows),
			right:  aligned[float32](rows * h.Width),
			toward: matrix{in: h.Width, out: roles, weights: aligned[float32](h.Width * roles), bias: aligned[float32](roles)},
		})
		if h.look != nil {
			g.heads[i].look = newStack(m.kernel, h.look.shape, rows)
		}
		g.left = aligned[float32](max(len(g.left), 8*up(h.Width+1, lanes)))
		width = max(width, h.bilinear.out)
	}
	g.product = aligned[float32](4 * width)
	return g
}

// begin scores the window whose vectors are there: cues and labels. Roles wait until they
// are asked for.
func (g *Reading) begin(words int) {
	g.words = words
	if words == 0 {
		return
	}
	h := g.model.header.Config.Hidden
	if head := g.model.names; head != nil {
		g.matrix(g.work, g.vectors, h, words, head.scores)
		n := len(head.Labels)
		for w := range words {
			softmax(g.labels[w*n:(w+1)*n], g.work[w*head.scores.out:])
		}
	}
	for i := range g.heads {
		s := &g.heads[i]
		s.ready = false
		g.matrix(g.work, g.vectors, h, words, s.head.cue)
		for w := range words {
			var two [2]float32
			softmax(two[:], g.work[w*s.head.cue.out:])
			s.cues[w] = two[1]
		}
	}
}

// softmax writes the shares of the first len(dst) scores.
func softmax(dst, scores []float32) {
	most := scores[0]
	for _, v := range scores[:len(dst)] {
		most = max(most, v)
	}
	sum := float32(0)
	for i := range dst {
		dst[i] = exp(scores[i] - most)
		sum += dst[i]
	}
	for i := range dst {
		dst[i] /= sum
	}
}

// Words is the number of words of the window.
func (g *Reading) Words() int { return g.words }

// Vector is a word's vector.
func (g *Reading) Vector(word int) []float32 {
	if word < 0 || word >= g.words {
		return nil
	}
	h := g.model.header.Config.Hidden
	return g.vectors[word*h : (word+1)*h]
}

// Names gives the shares of the labels, in the order of the head's, for a word.
func (g *Reading) Names(word int) []float32 {
	if word < 0 || word >= g.words || g.model.names == nil {
		return nil
	}
	n := len(g.model.names.Labels)
	return g.labels[word*n : (word+1)*n]
}

func (g *Reading) head(name string, word int) *roleScores {
	if word < 0 || word >= g.words {
		return nil
	}
	for i := range g.heads {
		if g.heads[i].head.Name == name {
			return &g.heads[i]
		}
	}
	return nil
}

// Cue is the probability that a word is a cue.
func (g *Reading) Cue(head string, word int) float32 {
	s := g.head(head, word)
	if s == nil {
		return 0
	}
	return s.cues[word]
}

// matrix is kernel.matrix, of all outputs.
func (g *Reading) matrix(dst, x []float32, stride, rows int, w *matrix) {
	g.job = matrixProduct{g.model.kernel, dst, x, stride, rows, w}
	g.helper.share(&g.job, up(w.out, matrixChunk)/matrixChunk)
}

// matrixProduct is the product of a matrix of floats, a job of chunks of its outputs.
type matrixProduct struct {
	kernel       kernel
	dst, x       []float32
	stride, rows int
	matrix       *matrix
}

// matrixChunk is how many outputs of a matrix of floats are a part, a multiple of lanes.
const matrixChunk = 64

func (w *matrixProduct) part(i, _ int) {
	from := i * matrixChunk
	w.kernel.matrix(w.dst, w.x, w.stride, w.rows, w.matrix, from, min(from+matrixChunk, w.matrix.out))
}

// row multiplies one word's vector; four rows of dst are written.
func (g *Reading) row(dst []float32, word int, m *matrix) {
	h := g.model.header.Config.Hidden
	g.matrix(dst, g.vectors[word*h:], h, 1, m)
}

// Roles gives, for each word of the window, the shares of a head's roles to a cue.
func (g *Reading) Roles(head string, cue int) [][]float32 {
	s := g.head(head, cue)
	if s == nil {
		return nil
	}
	g.score(s, cue)
	return g.shares(s)
}

// score fills work with the scores of the roles, a row of s.toward.out for each word, and
// left with the cue's side.
func (g *Reading) score(s *roleScores, cue int) {
	k, roles, width := g.model.kernel, len(s.head.Roles), s.head.Width
	if !s.ready {
		g.matrix(s.right, g.vectors, g.model.header.Config.Hidden, g.words, s.head.right)
		k.tanh(s.right[:g.words*width])
		s.ready = true
	}
	g.row(g.left, cue, s.head.left)
	k.tanh(g.left[:width])
	g.left[width] = 1 // read if bilinear has a place for it
	g.matrix(g.product, g.left, width+lanes, 1, s.head.bilinear)
	n := s.head.rightWidth
	for r := range roles {
		for i := range width {
			s.toward.weights[s.toward.at(i, r)] = g.product[r*n+i]
		}
		if n > width {
			s.toward.bias[r] = g.product[r*n+width]
		}
	}
	g.matrix(g.work, s.right, width, g.words, &s.toward)
	for w := range g.words {
		scores := g.work[w*s.toward.out:]
		for r, v := range s.head.distance[s.head.away(w, cue)*roles:][:roles] {
			scores[r] += v
		}
	}
}

// away is the row of a word in a table by its distance from a cue.
func (h *Head) away(word, cue int) int {
	return min(max(word-cue, -h.Distance), h.Distance) + h.Distance
}

// shares are those of the scores in work.
func (g *Reading) shares(s *roleScores) [][]float32 {
	roles := len(s.head.Roles)
	shares := make([]float32, g.words*roles)
	result := make([][]float32, g.words)
	for w := range result {
		result[w] = shares[w*roles : (w+1)*roles : (w+1)*roles]
		softmax(result[w], g.work[w*s.toward.out:])
	}
	return result
}
