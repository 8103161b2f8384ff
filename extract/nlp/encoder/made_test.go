package encoder

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// A maker writes a weights file of random numbers, as train/export.py writes one of learnt ones.
type maker struct {
	header header
	data   []byte
	random *rand.Rand
}

var (
	small = Config{Layers: 2, Hidden: 128, Heads: 4, Intermediate: 192, Positions: 150, Cases: caseClasses, Epsilon: 1e-12}
	wide  = Config{Layers: 1, Hidden: 192, Heads: 3, Intermediate: 64, Positions: 100, Cases: caseClasses, Epsilon: 1e-5}
	full  = Config{Vocab: 30522, Layers: 6, Hidden: 384, Heads: 12, Intermediate: 1536, Positions: 512, Cases: caseClasses, Epsilon: 1e-12}
)

// vocab is a small vocabulary: letters, digits and marks, so that all ASCII is known, and some words.
func vocab() []string {
	v := []string{"[PAD]", "[UNK]", "[CLS]", "[SEP]"}
	for b := byte('!'); b < 0x7f; b++ {
		if b >= 'A' && b <= 'Z' {
			continue
		}
		v = append(v, string(b))
		if b >= 'a' && b <= 'z' || b >= '0' && b <= '9' {
			v = append(v, "##"+string(b))
		}
	}
	return append(v, strings.Fields("the minister said that she would not answer questions about treaty war un ##ing ##ed ##s ##able aff ##aff ##ord "+
		"london parliament vote uni ##on union café naïve 日 本 — “ ” ’ é ##é ß ##ß")...)
}

func made(c Config, seed uint64) []byte { return newMaker(c, seed).file() }

func newMaker(c Config, seed uint64) *maker {
	v := vocab()
	for len(v) < c.Vocab {
		v = append(v, fmt.Sprintf("##%d", len(v)))
	}
	c.Vocab = len(v)
	m := &maker{random: rand.New(rand.NewPCG(seed, 1))}
	m.header = header{Format: format, Name: "made", Config: c, Heads: []Head{
		{Name: "attribution", Roles: []string{"none", "cue", "content", "source"}, Width: 48, Distance: 8},
		{Name: "accusation", Roles: []string{"none", "cue", "accuser", "target", "charge"}, Width: 64, Distance: 6, Look: &Shape{Layers: 2, Heads: 2, Intermediate: 128},
			Stances: []string{"accuse", "deny", "report"}, Types: []string{"economic", "aggression", "dishonesty", "discrimination", "other"}},
		{Name: "names", Labels: []string{"O", "B-person", "I-person"}},
	}}
	m.add("vocab", "text", []int{len(v)}, []byte(strings.Join(v, "\n")+"\n"))
	m.scaled("embed.word", "embed.word.scale", .05, c.Vocab, c.Hidden)
	m.floats("embed.position", .03, c.Positions, c.Hidden)
	m.floats("embed.type", .02, c.Hidden)
	m.floats("embed.case", .03, c.Cases, c.Hidden)
	m.norm("embed.norm", c.Hidden)
	m.layers("layer", c.Layers, c.Hidden, c.Intermediate)
	for _, h := range m.header.Heads {
		m.head(h, c.Hidden)
	}
	return m
}

func (m *maker) layers(name string, layers, hidden, inner int) {
	for l := range layers {
		at := fmt.Sprintf("%s.%d.", name, l)
		for _, part := range []string{"q", "k", "v", "o"} {
			m.layer(at+part, hidden, hidden)
		}
		m.layer(at+"up", inner, hidden)
		m.layer(at+"down", hidden, inner)
		m.norm(at+"attention.norm", hidden)
		m.norm(at+"output.norm", hidden)
	}
}

func (m *maker) head(h Head, hidden int) {
	name := "head." + h.Name
	dense := func(part string, out, in int) {
		m.floats(name+part+".weight", .1, out, in)
		m.floats(name+part+".bias", .1, out)
	}
	if h.Labels != nil {
		dense("", len(h.Labels), hidden)
		return
	}
	dense(".cue", 2, hidden)
	m.layer(name+".left", h.Width, hidden)
	dense(".right", h.Width, hidden)
	if h.Look != nil {
		m.scaled(name+".look.near", name+".look.near.scale", .1, 2*h.Distance+1, h.Width)
		m.norm(name+".look.norm", h.Width)
		m.layers(name+".look", h.Look.Layers, h.Width, h.Look.Intermediate)
		dense(".look.roles", len(h.Roles), h.Width)
		dense(".look.cue", 2, h.Width)
		dense(".look.stance", len(h.Stances), h.Width)
		dense(".look.type", len(h.Types), h.Width)
		m.scaled(name+".bilinear", name+".bilinear.scale", .2, len(h.Roles), h.Width+1, h.Width+1)
	} else {
		m.floats(name+".bilinear", .2, len(h.Roles), h.Width, h.Width)
	}
	m.floats(name+".distance", .2, 2*h.Distance+1, len(h.Roles))
}

func (m *maker) add(name, kind string, shape []int, b []byte) {
	for len(m.data)%64 != 0 {
		m.data = append(m.data, 0)
	}
	m.header.Tensors = append(m.header.Tensors, tensor{name, kind, shape, len(m.data), len(b)})
	m.data = append(m.data, b...)
}

func (m *maker) floats(name string, spread float64, shape ...int) {
	m.put(name, shape, func() float64 { return m.random.NormFloat64() * spread })
}

func (m *maker) put(name string, shape []int, next func() float64) {
	n := 1
	for _, s := range shape {
		n *= s
	}
	var b []byte
	for range n {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(next())))
	}
	m.add(name, "f32", shape, b)
}

// scaled adds a tensor of int8 whose numbers are about ±spread, and its scales.
func (m *maker) scaled(name, scale string, spread float64, shape ...int) {
	n := 1
	for _, s := range shape {
		n *= s
	}
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(m.random.IntN(255) - 127)
	}
	m.add(name, "i8", shape, b)
	m.put(scale, shape[:len(shape)-1], func() float64 { return spread / 74 * (.5 + m.random.Float64()) })
}

func (m *maker) layer(name string, out, in int) {
	m.scaled(name+".weight", name+".scale", 1/math.Sqrt(float64(in)), out, in)
	m.floats(name+".bias", .1, out)
}

func (m *maker) norm(name string, n int) {
	m.put(name+".weight", []int{n}, func() float64 { return .5 + m.random.Float64() })
	m.floats(name+".bias", .1, n)
}

// file is the whole, with the sum of the data.
func (m *maker) file() []byte {
	sum := sha256.Sum256(m.data)
	m.header.Sum = hex.EncodeToString(sum[:])
	h, err := json.Marshal(m.header)
	if err != nil {
		panic(err)
	}
	return joined(h, m.data)
}

// joined is a file of a header and data.
func joined(h, data []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(magic), uint32(len(h)))
	b = append(b, h...)
	for len(b)%64 != 0 {
		b = append(b, 0)
	}
	return append(b, data...)
}

// open opens made weights with a kernel.
func open(t testing.TB, k kernel, data []byte) *Model {
	t.Helper()
	m, err := openWith(k, data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// fields are the words of a text, between blanks.
func fields(text string) []Word {
	var words []Word
	at := 0
	for _, w := range strings.Fields(text) {
		at += strings.Index(text[at:], w)
		words = append(words, Word{at, at + len(w)})
		at += len(w)
	}
	return words
}
