package main

import "fmt"

// x86 prints for AVX2 (two 256 bit registers hold 16 lanes) and AVX-512 (one of 512 bits does).
type x86 struct {
	*printer
	suffix string // of routine names
	letter string // Y or Z
	parts  int    // registers of 16 lanes
	bytes  int    // of a register
	args   map[string]string
}

var x86Registers = []string{"AX", "BX", "CX", "DX", "SI", "DI", "R8", "R9", "R10", "R11"}

func (r reg) x86() string { return x86Registers[r] }

func (m *x86) part(v vec, i int) string { return fmt.Sprintf("%s%d", m.letter, int(v)*m.parts+i) }

// spare is the register number that no vec uses: vec 7 of the AVX2 machine, any above of the other.
func (m *x86) spare() int { return 14 }

func (m *x86) each(f func(i int)) {
	for i := range m.parts {
		f(i)
	}
}

func (m *x86) begin(name string, args []argument) {
	operands := m.text(name+m.suffix, args)
	m.args = map[string]string{}
	next := reg(0)
	for i, a := range args {
		if a.float {
			m.args[a.name] = operands[i]
			continue
		}
		m.line("MOVQ %s, %s", operands[i], next.x86())
		next++
	}
}

func (m *x86) end() { m.line("VZEROUPPER\nRET") }

func (m *x86) loop(counter reg, body func()) {
	l := m.label()
	m.line("PCALIGN $32\n%s:", l)
	body()
	m.line("DECQ %s\nJNZ %s", counter.x86(), l)
}

func (m *x86) move(dst, src reg)          { m.line("MOVQ %s, %s", src.x86(), dst.x86()) }
func (m *x86) advance(r reg, n int)       { m.line("ADDQ $%d, %s", n, r.x86()) }
func (m *x86) advanceBy(r, by reg)        { m.line("ADDQ %s, %s", by.x86(), r.x86()) }
func (m *x86) shiftRight(r reg, bits int) { m.line("SHRQ $%d, %s", bits, r.x86()) }

func (m *x86) load(v vec, at reg, offset int) {
	m.each(func(i int) { m.line("VMOVUPS %d(%s), %s", offset+i*m.bytes, at.x86(), m.part(v, i)) })
}

func (m *x86) store(v vec, at reg, offset int) {
	m.each(func(i int) { m.line("VMOVUPS %s, %d(%s)", m.part(v, i), offset+i*m.bytes, at.x86()) })
}

func (m *x86) storeNarrow(w width, v vec, at reg, offset int) {
	switch {
	case m.parts == 1 && w == bytes8:
		m.line("VPMOVDB %s, %d(%s)", m.part(v, 0), offset, at.x86())
	case m.parts == 1:
		m.line("VPMOVDW %s, %d(%s)", m.part(v, 0), offset, at.x86())
	case w == words16:
		s := m.spare()
		m.line("VPACKSSDW %s, %s, Y%d\nVPERMQ $0xd8, Y%d, Y%d\nVMOVDQU Y%d, %d(%s)", m.part(v, 1), m.part(v, 0), s, s, s, s, offset, at.x86())
	default:
		panic("no bytes on this machine")
	}
}

func (m *x86) storeLane(v vec, at reg, offset int) {
	m.line("VMOVSS X%d, %d(%s)", int(v)*m.parts, offset, at.x86())
}

func (m *x86) spread(v vec, at reg, offset int) {
	m.line("VBROADCASTSS %d(%s), %s", offset, at.x86(), m.part(v, 0))
	m.copyFirst(v)
}

func (m *x86) spreadArgument(v vec, name string) {
	m.line("VBROADCASTSS %s, %s", m.args[name], m.part(v, 0))
	m.copyFirst(v)
}

func (m *x86) copyFirst(v vec) {
	for i := 1; i < m.parts; i++ {
		m.line("VMOVAPS %s, %s", m.part(v, 0), m.part(v, i))
	}
}

func (m *x86) constant(v vec, bits uint32) {
	at := m.printer.constant(bits)
	m.each(func(i int) { m.line("VMOVUPS constants<>+%d(SB), %s", at, m.part(v, i)) })
}

func (m *x86) zero(v vec) {
	m.each(func(i int) {
		op := "VPXOR"
		if m.parts == 1 {
			op = "VPXORD"
		}
		m.line("%s %s, %s, %s", op, m.part(v, i), m.part(v, i), m.part(v, i))
	})
}

func (m *x86) copy(dst, src vec) {
	m.each(func(i int) { m.line("VMOVAPS %s, %s", m.part(src, i), m.part(dst, i)) })
}

func (m *x86) name(op operation) string {
	n := map[operation]string{add: "VADDPS", sub: "VSUBPS", mul: "VMULPS", div: "VDIVPS", largest: "VMAXPS", smallest: "VMINPS",
		integerAdd: "VPADDD", integerSub: "VPSUBD", integerLargest: "VPMAXSD", integerSmallest: "VPMINSD", and: "VPAND", or: "VPOR"}[op]
	if m.parts == 1 && (op == and || op == or) {
		n += "D"
	}
	return n
}

func (m *x86) do(op operation, dst, a, b vec) {
	m.each(func(i int) { m.line("%s %s, %s, %s", m.name(op), m.part(b, i), m.part(a, i), m.part(dst, i)) })
}

func (m *x86) doConstant(op operation, dst, a vec, bits uint32) {
	at := m.printer.constant(bits)
	m.each(func(i int) { m.line("%s constants<>+%d(SB), %s, %s", m.name(op), at, m.part(a, i), m.part(dst, i)) })
}

func (m *x86) one(op string, dst, src vec) {
	m.each(func(i int) { m.line("%s %s, %s", op, m.part(src, i), m.part(dst, i)) })
}

func (m *x86) round(dst, src vec) { m.one("VCVTPS2DQ", dst, src) }
func (m *x86) float(dst, src vec) { m.one("VCVTDQ2PS", dst, src) }
func (m *x86) root(dst, src vec)  { m.one("VSQRTPS", dst, src) }
func (m *x86) shiftLeft(dst, src vec, bits int) {
	m.one(fmt.Sprintf("VPSLLD $%d,", bits), dst, src)
}

func (m *x86) fold(op operation, v vec) {
	n, s, x := m.name(op), m.spare(), int(v)*m.parts
	if m.parts == 1 {
		m.line("VEXTRACTF64X4 $1, Z%d, Y%d\n%s Y%d, Y%d, Y%d", x, s, n, s, x, x)
	} else {
		m.line("%s Y%d, Y%d, Y%d", n, x+1, x, x)
	}
	m.line("VEXTRACTF128 $1, Y%d, X%d\n%s X%d, X%d, X%d", x, s, n, s, x, x)
	for _, swap := range []string{"0x4e", "0xb1"} {
		m.line("VPERMILPS $%s, X%d, X%d\n%s X%d, X%d, X%d", swap, x, s, n, s, x, x)
	}
	m.line("VBROADCASTSS X%d, %s", x, m.part(v, 0))
	m.copyFirst(v)
}

func (m *x86) eightBit() activation {
	if m.parts == 1 {
		return unsigned
	}
	return difference
}
