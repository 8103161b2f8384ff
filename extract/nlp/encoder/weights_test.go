package encoder

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"
)

// tiny is a network whose file is small enough to fuzz.
var tiny = Config{Layers: 1, Hidden: 64, Heads: 2, Intermediate: 64, Positions: 12, Cases: caseClasses, Epsilon: 1e-12}

// tensor returns a tensor's place in the header.
func (m *maker) tensor(name string) *tensor {
	for i := range m.header.Tensors {
		if m.header.Tensors[i].Name == name {
			return &m.header.Tensors[i]
		}
	}
	panic("no tensor " + name)
}

// number overwrites an element of a tensor of floats.
func (m *maker) number(name string, i int, v float64) {
	b := math.Float32bits(float32(v))
	copy(m.data[m.tensor(name).Offset+4*i:], []byte{byte(b), byte(b >> 8), byte(b >> 16), byte(b >> 24)})
}

// TestDamaged: a file that is not whole, or not right, is refused, and the error says what is wrong.
func TestDamaged(t *testing.T) {
	whole := made(tiny, 1)
	if _, err := Open(whole); err != nil {
		t.Fatal(err)
	}
	flipped := append([]byte(nil), whole...)
	flipped[len(flipped)-100] ^= 4
	for _, damaged := range []struct {
		data []byte
		want string
	}{
		{nil, `0 bytes are no weights file`},
		{[]byte("version https://git-lfs.github.com/spec/v1\n"), `it begins with "version ", not "RSTRMW01": another kind of file or format`},
		{whole[:2000], `the file ends within its header: 2000 bytes of `},
		{whole[:len(whole)/2], `bytes of data: the file is cut short or damaged`},
		{whole[:len(whole)-1], `tensor "head.names.bias" lies outside of the `},
		{append(whole[:len(whole):len(whole)], 0), `checksum: the data are not those the header speaks of: the file is damaged`},
		{flipped, `checksum: the data are not those the header speaks of: the file is damaged`},
		{joined([]byte(`{"format": 1, `), nil), `header: unexpected end of JSON input`},
	} {
		refused(t, damaged.data, damaged.want)
	}
	for want, damage := range map[string]func(m *maker){
		`header: format 1, this program reads format 2`:                                                   func(m *maker) { m.header.Format = 1 },
		`header: config: layers is 0, must be 1 to 48`:                                                    func(m *maker) { m.header.Config.Layers = 0 },
		`header: config: hidden is 100, must be 64 to 4096 and a multiple of 64`:                          func(m *maker) { m.header.Config.Hidden = 100 },
		`header: config: 3 heads do not cut 64 into multiples of 32`:                                      func(m *maker) { m.header.Config.Heads = 3 },
		`header: config: eps is 2, must be 0 to 1`:                                                        func(m *maker) { m.header.Config.Epsilon = 2 },
		`header: head "attribution": 1 roles, 0 stances, 0 types, width 48, distance 8: must be 2 to 64,`: func(m *maker) { m.header.Heads[0].Roles = []string{"none"} },
		`header: head "accusation": it has stances or types, but no look to tell them`:                    func(m *maker) { m.header.Heads[1].Look = nil },
		`header: head "accusation": look: header: config: 3 heads do not cut 64 into multiples of 32`:     func(m *maker) { m.header.Heads[1].Look.Heads = 3 },
		`header: head "names": one head with up to 64 labels is known`:                                    func(m *maker) { m.header.Heads = append(m.header.Heads, m.header.Heads[2]) },
		`header: two tensors are named "embed.type"`:                                                      func(m *maker) { m.tensor("embed.case").Name = "embed.type" },
		`tensor "layer.0.up.weight" is missing`:                                                           func(m *maker) { m.tensor("layer.0.up.weight").Name = "x" },
		`tensor "layer.1.q.weight" is missing`:                                                            func(m *maker) { m.header.Config.Layers = 2 },
		`tensor "embed.word" is of type "f32", not "i8"`:                                                  func(m *maker) { m.tensor("embed.word").Type = "f32" },
		`tensor "embed.position" lies outside of the `:                                                    func(m *maker) { m.tensor("embed.position").Offset = -4 },
		`tensor "embed.type" lies outside of the `:                                                        func(m *maker) { m.tensor("embed.type").Bytes = math.MaxInt },
		`tensor "layer.0.q.weight" has shape [64 32] in 4096 bytes, not [64 64] in 4096`:                  func(m *maker) { m.tensor("layer.0.q.weight").Shape[1] = 32 },
		`tensor "layer.0.q.scale" has shape [64] in 252 bytes, not [64] in 256`:                           func(m *maker) { m.tensor("layer.0.q.scale").Bytes -= 4 },
		`tensor "embed.norm.bias": element 3 is not a finite number`:                                      func(m *maker) { m.number("embed.norm.bias", 3, math.NaN()) },
		`tensor "layer.0.down.scale": element 63 is not a finite number`:                                  func(m *maker) { m.number("layer.0.down.scale", 63, math.Inf(-1)) },
		`tensor "head.accusation.bilinear.scale": element 0 is not a finite number`:                       func(m *maker) { m.number("head.accusation.bilinear.scale", 0, math.Inf(1)) },
		`tensor "vocab": [CLS], [SEP] or [UNK] is missing`:                                                func(m *maker) { copy(m.data, "[PAD]\n[UNQ]") },
		` word pieces, the header says `:                                                                  func(m *maker) { m.tensor("vocab").Bytes -= len("##ß\n") },
	} {
		m := newMaker(tiny, 1)
		damage(m)
		refused(t, m.file(), want)
	}
}

func refused(t *testing.T, data []byte, want string) {
	t.Helper()
	switch _, err := Open(data); {
	case err == nil:
		t.Errorf("a damaged file is opened; the error should be %q", want)
	case !strings.HasPrefix(err.Error(), "encoder: weights: ") || !strings.Contains(err.Error(), want):
		t.Errorf("the error is %q, should have %q", err, want)
	}
}

// FuzzOpen looks for headers that make Open or Read panic, all with the same data.
func FuzzOpen(f *testing.F) {
	m := newMaker(tiny, 1)
	add := func() {
		file := m.file()
		size := binary.LittleEndian.Uint32(file[len(magic):])
		f.Add(file[len(magic)+4:][:size])
	}
	add()
	m.header.Heads, m.header.Config.Positions = m.header.Heads[1:], 3
	m.tensor("embed.position").Shape[0], m.tensor("embed.position").Bytes = 3, 3*64*4
	add()
	m.tensor("embed.type").Shape = nil
	add()
	f.Fuzz(func(t *testing.T, h []byte) {
		opened, err := Open(joined(h, m.data))
		if err != nil {
			if opened != nil || !strings.HasPrefix(err.Error(), "encoder: weights: ") {
				t.Fatal(err)
			}
			return
		}
		g, err := opened.Runner().Read("a b", []Word{{0, 1}, {2, 3}})
		if err != nil {
			return // room for one piece only
		}
		for _, head := range opened.Heads() {
			g.Roles(head.Name, 1)
			g.Look(head.Name, 1)
			g.Names(1)
		}
	})
}
