package encoder

import "fmt"

// A look reads a cue's surroundings, the words up to Head.Distance away, once more for it:
// each word's right side beside the cue's left side (see roleHead) and in its distance from
// it, through layers of its own. What it
// makes of the words adds to the scores of the roles; of the cue it tells whether it is
// one, and its stance and type.
type look struct {
	shape      Config    // of the layers
	near       []float32 // [2·distance+1][width]
	norm       norm
	layers     []layer
	roles, cue *matrix
	stance     *matrix // nil where the head has none
	kind       *matrix // nil where it has no types
}

// A Look is what a head says of a cue, and of the window's words to it, at a second look.
type Look struct {
	Cue          float32     // the probability that it is one
	Roles        [][]float32 // for each word, the shares of the roles
	Stance, Type []float32   // the shares of the head's stances and types; nil where it has none
}

func (f *file) look(k kernel, name string, h Head, c Config) *look {
	shape := Config{Layers: h.Look.Layers, Hidden: h.Width, Heads: h.Look.Heads, Intermediate: h.Look.Intermediate,
		Vocab: c.Vocab, Positions: c.Positions, Cases: c.Cases, Epsilon: c.Epsilon}
	if err := shape.check(); err != nil && f.err == nil {
		f.err = fmt.Errorf("header: head %q: look: %w", h.Name, err)
	}
	if f.err != nil {
		return nil
	}
	l := &look{
		shape:  shape,
		near:   f.table(name+".near", 2*h.Distance+1, h.Width),
		norm:   f.norm(name+".norm", h.Width),
		layers: f.layers(k, shape, name),
		roles:  f.matrix(name+".roles", len(h.Roles), h.Width),
		cue:    f.matrix(name+".cue", 2, h.Width),
	}
	if len(h.Stances) > 0 {
		l.stance = f.matrix(name+".stance", len(h.Stances), h.Width)
	}
	if len(h.Types) > 0 {
		l.kind = f.matrix(name+".type", len(h.Types), h.Width)
	}
	return l
}

// Look looks at a cue, for about a thirtieth of the time that the window took. It is nil for
// a head without looks.
func (g *Reading) Look(head string, cue int) *Look {
	s := g.head(head, cue)
	if s == nil || s.look == nil {
		return nil
	}
	g.score(s, cue)
	k, l, width := g.model.kernel, s.head.look, s.head.Width
	left, x := g.left[:width], s.look.x
	first, end := max(cue-s.head.Distance, 0), min(cue+s.head.Distance+1, g.words)
	for w := first; w < end; w++ {
		row, near := x[(w-first)*width:(w-first+1)*width], l.near[s.head.away(w, cue)*width:]
		for i, v := range s.right[w*width : (w+1)*width] {
			row[i] = left[i] + v
		}
		k.addNorm(row, row, near[:width], l.norm, l.shape.Epsilon)
	}
	for i := range l.layers {
		s.look.layer(&l.layers[i], end-first)
	}
	more, out := s.look.qkv, l.roles.out // has room for the few scores
	g.matrix(more, x, width, end-first, l.roles)
	for w := first; w < end; w++ {
		scores := g.work[w*s.toward.out:]
		for r, v := range more[(w-first)*out:][:len(s.head.Roles)] {
			scores[r] += v
		}
	}
	found := &Look{Roles: g.shares(s)}
	classes := func(m *matrix, n int) []float32 {
		if m == nil {
			return nil
		}
		g.matrix(more, x[(cue-first)*width:], width, 1, m)
		shares := make([]float32, n)
		softmax(shares, more)
		return shares
	}
	found.Cue = classes(l.cue, 2)[1]
	found.Stance, found.Type = classes(l.stance, len(s.head.Stances)), classes(l.kind, len(s.head.Types))
	return found
}
