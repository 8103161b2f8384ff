package encoder

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// A weights file, little endian: magic, uint32 length of the header, the header (JSON),
// zero bytes to a multiple of 64, the data that the header's tensors lie in.
const (
	magic    = "RSTRMW01"
	format   = 2
	dataUnit = 64
)

// Config is the shape of a network.
type Config struct {
	Layers       int     `json:"layers"`
	Hidden       int     `json:"hidden"` // width of a vector
	Heads        int     `json:"heads"`  // of attention
	Intermediate int     `json:"intermediate"`
	Vocab        int     `json:"vocab"`
	Positions    int     `json:"positions"` // the most pieces of a window
	Cases        int     `json:"caseClasses"`
	Epsilon      float32 `json:"eps"` // of the layer normalisations
}

// A Head scores words. One with Labels scores each word by itself; one with Roles finds
// cues and says what each word is to a cue; with a Look it reads the window once more for
// a cue, and says of which of the Stances and Types it is.
type Head struct {
	Name     string   `json:"name"`
	Labels   []string `json:"labels,omitempty"`
	Roles    []string `json:"roles,omitempty"`
	Stances  []string `json:"stances,omitempty"`
	Types    []string `json:"types,omitempty"`
	Width    int      `json:"width,omitempty"`    // of the biaffine form
	Distance int      `json:"distance,omitempty"` // farther words count as this far
	Look     *Shape   `json:"look,omitempty"`
}

// A Shape is that of a Look's layers, as wide as the head.
type Shape struct {
	Layers       int `json:"layers"`
	Heads        int `json:"heads"`
	Intermediate int `json:"intermediate"`
}

type header struct {
	Format      int             `json:"format"`
	Name        string          `json:"name"`
	Config      Config          `json:"config"`
	Heads       []Head          `json:"heads"`
	Calibration json.RawMessage `json:"calibration,omitempty"`
	Tensors     []tensor        `json:"tensors"`
	Sum         string          `json:"sha256"` // of the data, hex
}

// A tensor is a place in the data. Type is i8, f32 or text.
type tensor struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Shape  []int  `json:"shape"`
	Offset int    `json:"offset"`
	Bytes  int    `json:"bytes"`
}

// check keeps shapes to what the kernels can do: whole tiles, sums that fit 32 bits.
func (c Config) check() error {
	for _, v := range []struct {
		name                    string
		is, low, high, multiple int
	}{
		{"layers", c.Layers, 1, 48, 1},
		{"hidden", c.Hidden, 64, 4096, 64},
		{"heads", c.Heads, 1, 64, 1},
		{"intermediate", c.Intermediate, 64, 16384, 64},
		{"vocab", c.Vocab, 3, 1 << 18, 1},
		{"positions", c.Positions, 3, 1024, 1},
		{"caseClasses", c.Cases, caseClasses, caseClasses, 1},
	} {
		if v.is < v.low || v.is > v.high || v.is%v.multiple != 0 {
			return fmt.Errorf("header: config: %s is %d, must be %d to %d and a multiple of %d", v.name, v.is, v.low, v.high, v.multiple)
		}
	}
	if size := c.Hidden / c.Heads; size*c.Heads != c.Hidden || size%32 != 0 {
		return fmt.Errorf("header: config: %d heads do not cut %d into multiples of 32", c.Heads, c.Hidden)
	}
	if !(c.Epsilon >= 0 && c.Epsilon < 1) {
		return fmt.Errorf("header: config: eps is %g, must be 0 to 1", c.Epsilon)
	}
	return nil
}

// A file hands out checked tensors. The first failure stays in err; what is handed out
// after it is nil.
type file struct {
	header  header
	data    []byte
	tensors map[string]tensor
	err     error
}

// parse checks all that can be checked without knowing the network.
func parse(data []byte) (*file, error) {
	if len(data) < len(magic)+4 {
		return nil, fmt.Errorf("%d bytes are no weights file", len(data))
	}
	if string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("it begins with %q, not %q: another kind of file or format", data[:len(magic)], magic)
	}
	size := uint64(binary.LittleEndian.Uint32(data[len(magic):]))
	start := uint64(len(magic) + 4)
	if start+size > uint64(len(data)) {
		return nil, fmt.Errorf("the file ends within its header: %d bytes of %d", len(data), start+size)
	}
	f := &file{tensors: map[string]tensor{}}
	if err := json.Unmarshal(data[start:start+size], &f.header); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	if f.header.Format != format {
		return nil, fmt.Errorf("header: format %d, this program reads format %d", f.header.Format, format)
	}
	if err := f.header.Config.check(); err != nil {
		return nil, err
	}
	at := (start + size + dataUnit - 1) / dataUnit * dataUnit
	f.data = data[min(at, uint64(len(data))):]
	for _, t := range f.header.Tensors {
		if _, twice := f.tensors[t.Name]; twice {
			return nil, fmt.Errorf("header: two tensors are named %q", t.Name)
		}
		if t.Offset < 0 || t.Bytes < 0 || t.Offset > len(f.data) || t.Bytes > len(f.data)-t.Offset {
			return nil, fmt.Errorf("tensor %q lies outside of the %d bytes of data: the file is cut short or damaged", t.Name, len(f.data))
		}
		f.tensors[t.Name] = t
	}
	if sum := sha256.Sum256(f.data); hex.EncodeToString(sum[:]) != f.header.Sum {
		return nil, errors.New("checksum: the data are not those the header speaks of: the file is damaged")
	}
	return f, nil
}

// raw returns a tensor's bytes if its type and shape are as asked; width is its elements' size.
func (f *file) raw(name, kind string, width int, shape ...int) []byte {
	if f.err != nil {
		return nil
	}
	t, ok := f.tensors[name]
	want := width
	for _, n := range shape {
		want *= n
	}
	switch {
	case !ok:
		f.err = fmt.Errorf("tensor %q is missing", name)
	case t.Type != kind:
		f.err = fmt.Errorf("tensor %q is of type %q, not %q", name, t.Type, kind)
	case kind != "text" && (!slices.Equal(t.Shape, shape) || t.Bytes != want):
		f.err = fmt.Errorf("tensor %q has shape %v in %d bytes, not %v in %d", name, t.Shape, t.Bytes, shape, want)
	}
	if f.err != nil {
		return nil
	}
	return f.data[t.Offset : t.Offset+t.Bytes]
}

// bytes returns a tensor of int8, where it lies.
func (f *file) bytes(name string, shape ...int) []byte { return f.raw(name, "i8", 1, shape...) }

// floats returns a copy of a tensor of finite numbers.
func (f *file) floats(name string, shape ...int) []float32 {
	raw := f.raw(name, "f32", 4, shape...)
	if f.err != nil {
		return nil
	}
	out := aligned[float32](len(raw) / 4)
	for i := range out {
		b := binary.LittleEndian.Uint32(raw[4*i:])
		if b&0x7f800000 == 0x7f800000 {
			f.err = fmt.Errorf("tensor %q: element %d is not a finite number", name, i)
			return nil
		}
		out[i] = math.Float32frombits(b)
	}
	return out
}

// table is floats for a tensor that may be of int8 instead, with a scale for each row of
// its last dimension: those of "x.weight" are "x.scale", others have ".scale" appended.
func (f *file) table(name string, shape ...int) []float32 {
	if t, ok := f.tensors[name]; !ok || t.Type != "i8" {
		return f.floats(name, shape...)
	}
	raw := f.bytes(name, shape...)
	scales := f.floats(strings.TrimSuffix(name, ".weight")+".scale", shape[:len(shape)-1]...)
	if f.err != nil {
		return nil
	}
	out := aligned[float32](len(raw))
	row := shape[len(shape)-1]
	for i, b := range raw {
		out[i] = float32(scales[i/row] * float32(int8(b)))
	}
	return out
}

// matrix returns a layer of floats, NAME.weight [out][in] and NAME.bias.
func (f *file) matrix(name string, out, in int) *matrix {
	weights, bias := f.table(name+".weight", out, in), f.floats(name+".bias", out)
	if f.err != nil {
		return nil
	}
	return newMatrix(weights, bias, out, in)
}

func (f *file) norm(name string, n int) norm {
	return norm{gain: f.floats(name+".weight", n), bias: f.floats(name+".bias", n)}
}

// linear returns the matrices of the names, [out][in] each, as one below the other.
func (f *file) linear(k kernel, in, out int, names ...string) *linear {
	l := &linear{in: in, out: out * len(names), scale: aligned[float32](0), bias: aligned[float32](0)}
	weights := make([][]byte, 0, l.out)
	for _, n := range names {
		w := f.bytes(n+".weight", out, in)
		l.scale = append(l.scale, f.floats(n+".scale", out)...)
		l.bias = append(l.bias, f.floats(n+".bias", out)...)
		if f.err != nil {
			return nil
		}
		for i := range out {
			weights = append(weights, w[i*in:(i+1)*in])
		}
	}
	l.sums = make([]int32, l.out)
	for i, row := range weights {
		for _, w := range row {
			l.sums[i] += int32(int8(w))
		}
	}
	k.pack(l, weights)
	return l
}

func (f *file) vocabulary(name string, n int) *vocabulary {
	raw := f.raw(name, "text", 1)
	if f.err != nil {
		return nil
	}
	lines := bytes.Split(bytes.TrimSuffix(raw, []byte("\n")), []byte("\n"))
	if len(lines) != n {
		f.err = fmt.Errorf("tensor %q has %d word pieces, the header says %d", name, len(lines), n)
		return nil
	}
	v, err := newVocabulary(lines)
	if err != nil {
		f.err = fmt.Errorf("tensor %q: %w", name, err)
	}
	return v
}
