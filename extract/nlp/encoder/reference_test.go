package encoder

import (
	"fmt"
	"math"
	"testing"
)

// A reference computes in float64, by the book, what a Runner computes in integers.
type reference struct {
	*testing.T
	*file
}

func (r reference) tensor(name string, shape ...int) []float32 {
	r.Helper()
	x := r.table(name, shape...)
	if r.err != nil {
		r.Fatal(r.err)
	}
	return x
}

// dense is a layer NAME.weight, NAME.bias on rows of x.
func (r reference) dense(name string, x [][]float64, out int) [][]float64 {
	in := len(x[0])
	w, b := r.tensor(name+".weight", out, in), r.tensor(name+".bias", out)
	y := make([][]float64, len(x))
	for i := range x {
		y[i] = make([]float64, out)
		for o := range out {
			y[i][o] = float64(b[o]) + dot(x[i], w[o*in:(o+1)*in])
		}
	}
	return y
}

func dot[T, U float32 | float64](x []T, y []U) float64 {
	sum := 0.
	for i := range x {
		sum += float64(x[i]) * float64(y[i])
	}
	return sum
}

func (r reference) addNorm(name string, x, y [][]float64) {
	gain, bias := r.tensor(name+".weight", len(x[0])), r.tensor(name+".bias", len(x[0]))
	for i := range x {
		mean, variance := 0., 0.
		for j := range x[i] {
			x[i][j] += y[i][j]
			mean += x[i][j] / float64(len(x[i]))
		}
		for _, v := range x[i] {
			variance += (v - mean) * (v - mean) / float64(len(x[i]))
		}
		for j, v := range x[i] {
			x[i][j] = (v-mean)/math.Sqrt(variance+float64(r.header.Config.Epsilon))*float64(gain[j]) + float64(bias[j])
		}
	}
}

func shares(x []float64) []float64 {
	sum := 0.
	for i, v := range x {
		x[i] = math.Exp(v)
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
	}
	return x
}

func (r reference) embed(ids []int32, cases []int) [][]float64 {
	c := r.header.Config
	words, positions := r.tensor("embed.word", c.Vocab, c.Hidden), r.tensor("embed.position", c.Positions, c.Hidden)
	kind, class := r.tensor("embed.type", c.Hidden), r.tensor("embed.case", c.Cases, c.Hidden)
	x, y := make([][]float64, len(ids)), make([][]float64, len(ids))
	for i, id := range ids {
		for j := range c.Hidden {
			x[i] = append(x[i], float64(words[int(id)*c.Hidden+j])+float64(positions[i*c.Hidden+j]))
			y[i] = append(y[i], float64(kind[j])+float64(class[cases[i]*c.Hidden+j]))
		}
	}
	r.addNorm("embed.norm", x, y)
	return x
}

func (r reference) attend(name string, c Config, x [][]float64) [][]float64 {
	q, k, v := r.dense(name+"q", x, c.Hidden), r.dense(name+"k", x, c.Hidden), r.dense(name+"v", x, c.Hidden)
	mixed, size := make([][]float64, len(x)), c.Hidden/c.Heads
	for i := range x {
		mixed[i] = make([]float64, c.Hidden)
		for from := 0; from < c.Hidden; from += size {
			scores := make([]float64, len(x))
			for j := range x {
				scores[j] = dot(q[i][from:from+size], k[j][from:from+size]) / math.Sqrt(float64(size))
			}
			for j, share := range shares(scores) {
				for d := range size {
					mixed[i][from+d] += share * v[j][from+d]
				}
			}
		}
	}
	return r.dense(name+"o", mixed, c.Hidden)
}

func (r reference) layers(name string, c Config, x [][]float64) {
	for l := range c.Layers {
		at := fmt.Sprintf("%s.%d.", name, l)
		r.addNorm(at+"attention.norm", x, r.attend(at, c, x))
		inner := r.dense(at+"up", x, c.Intermediate)
		for _, row := range inner {
			for j, v := range row {
				row[j] = v * .5 * (1 + math.Erf(v/math.Sqrt2))
			}
		}
		r.addNorm(at+"output.norm", x, r.dense(at+"down", inner, c.Hidden))
	}
}

// TestReference compares vectors and the heads' shares with the book's.
func TestReference(t *testing.T) {
	for seed, c := range []Config{small, wide} {
		data := made(c, uint64(seed))
		f, err := parse(data)
		if err != nil {
			t.Fatal(err)
		}
		ref, run := reference{t, f}, open(t, kernels()[0], data).Runner()
		words := fields(sample)[:11]
		pieces, err := run.Pieces(sample, words)
		if err != nil {
			t.Fatal(err)
		}
		ids, cases, first := []int32{2}, []int{0}, map[int]int{} // [CLS]
		for i, p := range pieces {
			if _, has := first[p.Word]; !has {
				first[p.Word] = i + 1
			}
			ids = append(ids, p.ID)
			cases = append(cases, caseClass(sample[words[p.Word].Start:words[p.Word].End]))
		}
		x := ref.embed(append(ids, 3), append(cases, 0))
		ref.layers("layer", c, x)
		g, err := run.Read(sample, words)
		if err != nil {
			t.Fatal(err)
		}
		for w := range words {
			want, got := x[first[w]], g.Vector(w)
			if cosine := dot(want, got) / math.Sqrt(dot(want, want)*dot(got, got)); cosine < .999 {
				t.Errorf("width %d, word %d: the vector's cosine to the exact one is %.5f", c.Hidden, w, cosine)
			}
		}
		ref.heads(g)
	}
}

// heads compares all scores with those of the vectors that the reading has.
func (r reference) heads(g *Reading) {
	vectors := make([][]float64, g.Words())
	for w := range vectors {
		for _, v := range g.Vector(w) {
			vectors[w] = append(vectors[w], float64(v))
		}
	}
	equal := func(what string, got []float32, scores []float64) {
		r.Helper()
		for i, want := range shares(scores) {
			if len(got) != len(scores) || math.Abs(float64(got[i])-want) > 1e-4 {
				r.Fatalf("%s: shares are %v, want %v", what, got, scores)
			}
		}
	}
	for _, h := range r.header.Heads {
		if h.Labels != nil {
			for w, scores := range r.dense("head."+h.Name, vectors, len(h.Labels)) {
				equal(h.Name, g.Names(w), scores)
			}
			continue
		}
		for w, scores := range r.dense("head."+h.Name+".cue", vectors, 2) {
			equal(h.Name+".cue", []float32{1 - g.Cue(h.Name, w), g.Cue(h.Name, w)}, scores)
		}
		scores, looked := r.roles(h, vectors)
		for cue := range vectors {
			for w, got := range g.Roles(h.Name, cue) {
				equal(fmt.Sprintf("%s: word %d to cue %d", h.Name, w, cue), got, scores(cue, w))
			}
			found := g.Look(h.Name, cue)
			if h.Look == nil {
				if found != nil {
					r.Fatalf("%s: it has no look, and looks", h.Name)
				}
				continue
			}
			// The layers compute in integers, so the shares are not so near the exact ones.
			near := func(what string, got []float32, scores []float64) {
				r.Helper()
				for i, want := range shares(scores) {
					if len(got) != len(scores) || math.Abs(float64(got[i])-want) > .02 {
						r.Fatalf("%s: at a look at cue %d, shares are %v, want %v", what, cue, got, scores)
					}
				}
			}
			name := "head." + h.Name + ".look"
			x, first := looked(cue)
			for i, more := range r.dense(name+".roles", x, len(h.Roles)) {
				w := first + i
				sum := scores(cue, w)
				for role := range sum {
					sum[role] += more[role]
				}
				near(h.Name, found.Roles[w], sum)
			}
			only := x[cue-first : cue-first+1]
			near(h.Name+".cue", []float32{1 - found.Cue, found.Cue}, r.dense(name+".cue", only, 2)[0])
			near(h.Name+".stance", found.Stance, r.dense(name+".stance", only, len(h.Stances))[0])
			near(h.Name+".type", found.Type, r.dense(name+".type", only, len(h.Types))[0])
		}
	}
}

// roles gives the scores of a word to a cue, and what a look at a cue makes of the words.
func (r reference) roles(h Head, vectors [][]float64) (scores func(cue, word int) []float64, looked func(cue int) (near [][]float64, first int)) {
	name, n := "head."+h.Name, len(h.Roles)
	left, right := r.dense(name+".left", vectors, h.Width), r.dense(name+".right", vectors, h.Width)
	width := r.tensors[name+".bilinear"].Shape[1]
	for _, rows := range [][][]float64{left, right} {
		for i := range rows {
			for j, v := range rows[i] {
				rows[i][j] = math.Tanh(v)
			}
			rows[i] = append(rows[i], 1)[:width]
		}
	}
	bilinear, distance := r.tensor(name+".bilinear", n, width, width), r.tensor(name+".distance", 2*h.Distance+1, n)
	scores = func(cue, word int) []float64 {
		away := h.away(word, cue)
		scores := make([]float64, n)
		for role := range scores {
			scores[role] = float64(distance[away*n+role])
			for i, l := range left[cue] {
				scores[role] += l * dot(right[word], bilinear[(role*width+i)*width:(role*width+i+1)*width])
			}
		}
		return scores
	}
	looked = func(cue int) ([][]float64, int) {
		x, y := make([][]float64, len(vectors)), make([][]float64, len(vectors))
		near := r.tensor(name+".look.near", 2*h.Distance+1, h.Width)
		first, end := max(cue-h.Distance, 0), min(cue+h.Distance+1, len(vectors))
		for w := range x {
			for i := range h.Width {
				x[w] = append(x[w], left[cue][i]+right[w][i])
				y[w] = append(y[w], float64(near[h.away(w, cue)*h.Width+i]))
			}
		}
		r.addNorm(name+".look.norm", x, y)
		x = x[first:end]
		r.layers(name+".look", Config{Layers: h.Look.Layers, Hidden: h.Width, Heads: h.Look.Heads, Intermediate: h.Look.Intermediate}, x)
		return x, first
	}
	return scores, looked
}

// TestAbsent: of what does not exist a reading says nothing.
func TestAbsent(t *testing.T) {
	m := open(t, kernels()[0], made(small, 1))
	g, err := m.Runner().Read(sample, fields(sample)[:3])
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []int{-1, 3} {
		if g.Vector(word) != nil || g.Names(word) != nil || g.Cue("attribution", word) != 0 || g.Roles("attribution", word) != nil || g.Look("accusation", word) != nil {
			t.Errorf("the reading speaks of word %d of 3", word)
		}
	}
	if g.Cue("none", 0) != 0 || g.Roles("none", 0) != nil || g.Look("none", 0) != nil {
		t.Error("the reading speaks of a head that does not exist")
	}
	if _, err := OpenWith("none", nil); err == nil {
		t.Error("a kernel that does not exist is taken")
	}
}
