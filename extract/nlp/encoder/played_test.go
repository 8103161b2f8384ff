package encoder

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unsafe"
)

// Few machines have AVX-512 VNNI, and no emulator of processes plays it. So where it is
// missing the tests play the generated routines themselves: a processor that knows the
// instructions they are made of, and reads kernel_amd64.s.

// tested are the kernels of the machine and, on an x86 without AVX-512, one that is played.
func tested() []kernel {
	have := kernels()
	if runtime.GOARCH != "amd64" || slices.Contains(Kernels(), VNNI) {
		return have
	}
	return append([]kernel{&assembled{
		kernel: VNNI, columns: 64, group: 4, columns16: 32,
		product8: product8{tileRows: func(a unsafe.Pointer, lda int, b *byte, c *float32, ldc int, scale, bias *float32, sums *int32, rows *rowScale, k int) {
			play("productVNNI8", a, lda, b, c, ldc, scale, bias, sums, rows, k)
		}},
		product16: func(a *int16, lda int, b *uint32, ldb int, c *float32, ldc int, scale, bias, rows *float32, ldr int, k int) {
			play("productVNNI16", a, lda, b, ldb, c, ldc, scale, bias, rows, ldr, k)
		},
		quantiseRow: func(dst unsafe.Pointer, x *float32, n int, row *rowScale) { play("quantiseAVX512", dst, x, n, row) },
		quantiseParts: func(dst *int16, x *float32, groups, size int, scales *float32, limit float32) {
			play("quantiseGroupsAVX512", dst, x, groups, size, scales, limit)
		},
		normalise: func(dst, x, r, gain, bias *float32, n int, inverse, epsilon float32) {
			play("addNormAVX512", dst, x, r, gain, bias, n, inverse, epsilon)
		},
		geluAll:    func(x *float32, n int) { play("geluAVX512", x, n) },
		tanhAll:    func(x *float32, n int) { play("tanhAVX512", x, n) },
		largest:    func(largest, x *float32, n int) { play("magnitudeAVX512", largest, x, n) },
		pairs:      func(dst *uint32, x, y, steps *float32, n int) { play("pairWordsAVX512", dst, x, y, steps, n) },
		softmaxRow: func(dst *int16, x *float32, n int, inverse *float32) { play("softmaxAVX512", dst, x, n, inverse) },
		mulFloat: func(a *float32, lda int, b, c *float32, ldc int, bias *float32, k int) {
			play("mulFloatAVX512", a, lda, b, c, ldc, bias, k)
		},
		mulFloatRow: func(a *float32, lda int, b, c *float32, ldc int, bias *float32, k int) {
			play("mulFloatRowAVX512", a, lda, b, c, ldc, bias, k)
		},
	}}, have...)
}

// A processor has general registers, 32 vectors of 16 lanes, and whether the last count is 0.
type processor512 struct {
	general map[string]uint64
	vectors [32][16]uint32
	zero    bool
}

// An operand is a register, an address or a number.
type operand struct {
	kind        byte // 'r' general, 'v' vector, 'm' memory, '$' number
	name, index string
	n           int // of the vector; the number; what is added to the address
	scale       int
	lanes       int // of the vector
}

type instruction struct {
	name     string
	operands []operand
	target   int // of a jump
	lane     func(a, b, c uint32) uint32
}

type routine []instruction

// read512 reads the routines and the constants of kernel_amd64.s.
var read512 = sync.OnceValues(func() (map[string]routine, []byte) {
	text, err := os.ReadFile("kernel_amd64.s")
	if err != nil {
		panic(err)
	}
	routines, constants := map[string]routine{}, aligned[byte](1<<12)
	name, labels := "", map[string]int{}
	for _, l := range strings.Split(string(text), "\n") {
		op, rest, _ := strings.Cut(l, " ")
		switch {
		case op == "DATA":
			var at int
			var v uint64
			if _, err := fmt.Sscanf(rest, "constants<>+%d(SB)/8, $0x%x", &at, &v); err != nil {
				panic(err)
			}
			binary.LittleEndian.PutUint64(constants[at:], v)
		case op == "TEXT":
			name, _, _ = strings.Cut(strings.TrimPrefix(rest, "·"), "(")
			labels = map[string]int{}
		case strings.HasSuffix(l, ":"):
			labels[strings.TrimSuffix(l, ":")] = len(routines[name])
		case op == "JNZ":
			routines[name] = append(routines[name], instruction{name: op, target: labels[rest]}) // all jumps go back
		case op != "" && op != "PCALIGN" && name != "":
			routines[name] = append(routines[name], instruction{name: op, operands: operands(rest), lane: lanewise[op]})
		}
	}
	return routines, constants
})

var operandForm = regexp.MustCompile(`\$(0x[0-9a-f]+|\d+)|(?:constants<>|\w+)\+(\d+)\((SB|FP)\)|(\d*)\((\w+)\)(?:\((\w+)\*(\d)\))?|([XYZ])(\d+)|(\w+)`)

func operands(s string) []operand {
	var found []operand
	number := func(s string) int { n, _ := strconv.ParseInt(s, 0, 64); return int(n) }
	for _, m := range operandForm.FindAllStringSubmatch(s, -1) {
		switch {
		case m[1] != "":
			found = append(found, operand{kind: '$', n: number(m[1])})
		case m[3] != "":
			found = append(found, operand{kind: 'm', n: number(m[2]), name: m[3]})
		case m[5] != "":
			found = append(found, operand{kind: 'm', n: number(m[4]), name: m[5], index: m[6], scale: number(m[7])})
		case m[8] != "":
			found = append(found, operand{kind: 'v', n: number(m[9]), lanes: map[string]int{"X": 4, "Y": 8, "Z": 16}[m[8]]})
		default:
			found = append(found, operand{kind: 'r', name: m[10]})
		}
	}
	return found
}

// play runs a routine of kernel_amd64.s.
func play(name string, arguments ...any) {
	routines, constants := read512()
	frame := aligned[byte](0)
	for _, a := range arguments {
		switch v := reflect.ValueOf(a); v.Kind() {
		case reflect.Float32:
			frame = binary.LittleEndian.AppendUint32(frame, math.Float32bits(a.(float32)))
		case reflect.Int:
			frame = binary.LittleEndian.AppendUint64(frame, uint64(v.Int()))
		default:
			frame = binary.LittleEndian.AppendUint64(frame, uint64(v.Pointer()))
		}
	}
	p := &processor512{general: map[string]uint64{
		"FP": uint64(uintptr(unsafe.Pointer(&frame[0]))), "SB": uint64(uintptr(unsafe.Pointer(&constants[0])))}}
	r := routines[name]
	for at := 0; r[at].name != "RET"; at++ {
		if i := &r[at]; i.name != "JNZ" {
			p.step(i)
		} else if !p.zero {
			at = i.target - 1
		}
	}
	runtime.KeepAlive(arguments)
}

func (p *processor512) address(o operand) uint64 {
	a := p.general[o.name] + uint64(o.n)
	if o.index != "" {
		a += p.general[o.index] * uint64(o.scale)
	}
	return a
}

// memory is what an address points at. It lives: the caller of the routine holds it.
func (p *processor512) memory(o operand, bytes int) []byte {
	a := p.address(o)
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&a)), bytes)
}

// vector reads some lanes; the others are 0.
func (p *processor512) vector(o operand, lanes int) (v [16]uint32) {
	if o.kind == 'v' {
		copy(v[:lanes], p.vectors[o.n][:])
		return v
	}
	m := p.memory(o, 4*lanes)
	for i := range lanes {
		v[i] = binary.LittleEndian.Uint32(m[4*i:])
	}
	return v
}

// write writes to a vector, whose higher lanes become 0, or to memory.
func (p *processor512) write(o operand, v [16]uint32, lanes int) {
	if o.kind == 'v' {
		clear(v[lanes:])
		p.vectors[o.n] = v
		return
	}
	m := p.memory(o, 4*lanes)
	for i := range lanes {
		binary.LittleEndian.PutUint32(m[4*i:], v[i])
	}
}

func (p *processor512) step(i *instruction) {
	o := i.operands
	if f := i.lane; f != nil {
		dst := o[len(o)-1]
		a, b, c := p.vector(o[len(o)-2], dst.lanes), p.vector(o[0], dst.lanes), p.vectors[dst.n]
		for l := range dst.lanes {
			c[l] = f(a[l], b[l], c[l])
		}
		p.write(dst, c, dst.lanes)
		return
	}
	switch i.name {
	case "VMOVUPS", "VMOVDQU32", "VMOVAPS":
		lanes := max(o[0].lanes, o[1].lanes)
		p.write(o[1], p.vector(o[0], lanes), lanes)
	case "VMOVSS": // to memory
		p.write(o[1], p.vector(o[0], 1), 1)
	case "VBROADCASTSS", "VPBROADCASTD":
		v := p.vector(o[0], 1)
		for l := range v {
			v[l] = v[0]
		}
		p.write(o[1], v, o[1].lanes)
	case "VPSLLD":
		v := p.vector(o[1], o[2].lanes)
		for l := range v {
			v[l] <<= o[0].n
		}
		p.write(o[2], v, o[2].lanes)
	case "VPERMILPS":
		v := p.vector(o[1], 4)
		w := v
		for l := range 4 {
			w[l] = v[o[0].n>>(2*l)&3]
		}
		p.write(o[2], w, 4)
	case "VEXTRACTF128", "VEXTRACTF64X4":
		var high [16]uint32
		copy(high[:], p.vectors[o[1].n][o[0].n*o[2].lanes:])
		p.write(o[2], high, o[2].lanes)
	case "VPMOVDB", "VPMOVDW":
		bytes := map[string]int{"VPMOVDB": 1, "VPMOVDW": 2}[i.name]
		m := p.memory(o[1], 16*bytes)
		for l, v := range p.vectors[o[0].n] {
			m[bytes*l] = byte(v)
			m[bytes*l+bytes-1] = byte(v >> (8 * (bytes - 1)))
		}
	case "MOVQ":
		if o[0].kind == 'm' {
			p.general[o[1].name] = binary.LittleEndian.Uint64(p.memory(o[0], 8))
		} else {
			p.general[o[1].name] = p.general[o[0].name]
		}
	case "LEAQ":
		p.general[o[1].name] = p.address(o[0])
	case "ADDQ":
		p.general[o[1].name] += uint64(o[0].n) + p.general[o[0].name]
	case "SHRQ":
		p.general[o[1].name] >>= o[0].n
	case "DECQ":
		p.general[o[0].name]--
		p.zero = p.general[o[0].name] == 0
	case "VZEROUPPER":
	default:
		panic("no instruction " + i.name)
	}
}

// floats makes of a function of floats one of their bits.
func floats(f func(a, b float32) float32) func(a, b, c uint32) uint32 {
	return func(a, b, c uint32) uint32 {
		return math.Float32bits(f(math.Float32frombits(a), math.Float32frombits(b)))
	}
}

// lanewise are the instructions whose lanes know nothing of each other. b is the operand
// that is written first, a the one before the last, c what the last one held.
var lanewise = map[string]func(a, b, c uint32) uint32{
	"VADDPS": floats(func(a, b float32) float32 { return a + b }),
	"VSUBPS": floats(func(a, b float32) float32 { return a - b }),
	"VMULPS": floats(func(a, b float32) float32 { return a * b }),
	"VDIVPS": floats(func(a, b float32) float32 { return a / b }),
	"VMAXPS": floats(func(a, b float32) float32 {
		if a > b {
			return a
		}
		return b
	}),
	"VMINPS": floats(func(a, b float32) float32 {
		if a < b {
			return a
		}
		return b
	}),
	"VSQRTPS":   floats(func(a, b float32) float32 { return float32(math.Sqrt(float64(b))) }),
	"VCVTDQ2PS": func(a, b, c uint32) uint32 { return math.Float32bits(float32(int32(b))) },
	"VCVTPS2DQ": func(a, b, c uint32) uint32 {
		v := math.RoundToEven(float64(math.Float32frombits(b)))
		if v >= math.MinInt32 && v <= math.MaxInt32 {
			return uint32(int32(v))
		}
		return 1 << 31
	},
	"VPXORD":  func(a, b, c uint32) uint32 { return a ^ b },
	"VPANDD":  func(a, b, c uint32) uint32 { return a & b },
	"VPORD":   func(a, b, c uint32) uint32 { return a | b },
	"VPADDD":  func(a, b, c uint32) uint32 { return a + b },
	"VPSUBD":  func(a, b, c uint32) uint32 { return a - b },
	"VPMULLD": func(a, b, c uint32) uint32 { return a * b },
	"VPMAXSD": func(a, b, c uint32) uint32 { return uint32(max(int32(a), int32(b))) },
	"VPMINSD": func(a, b, c uint32) uint32 { return uint32(min(int32(a), int32(b))) },
	"VPDPBUSD": func(a, b, c uint32) uint32 { // bytes of a without sign, of b with
		for i := 0; i < 32; i += 8 {
			c += uint32(int32(byte(a>>i)) * int32(int8(b>>i)))
		}
		return c
	},
	"VPDPWSSD": func(a, b, c uint32) uint32 {
		return c + uint32(int32(int16(a))*int32(int16(b))) + uint32(int32(int16(a>>16))*int32(int16(b>>16)))
	},
}
