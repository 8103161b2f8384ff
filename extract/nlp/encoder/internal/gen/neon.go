package main

import "fmt"

// neon prints for arm64: four 128 bit registers hold 16 lanes. Go's assembler knows
// few of its vector instructions, so they are printed as words.
type neon struct {
	*printer
	args map[string]string
}

// The last four registers belong to no vec. R26 holds the constants' address.
const (
	neonSpare   = 28
	neonSpare2  = 29
	neonTableAt = "R26"
)

func (r reg) neon() string { return fmt.Sprintf("R%d", int(r)) }

func lane4(v vec, i int) int { return int(v)*4 + i }

// word prints one instruction: its bits without the registers, and the registers.
func (p *printer) word(note string, base uint32, d, n, m int) {
	p.line("WORD $0x%08x // %s v%d, v%d, v%d", base|uint32(m)<<16|uint32(n)<<5|uint32(d), note, d, n, m)
}

func (m *neon) begin(name string, args []argument) {
	operands := m.text(name+"NEON", args)
	m.args = map[string]string{}
	next := reg(0)
	for i, a := range args {
		if a.float {
			m.args[a.name] = operands[i]
			continue
		}
		m.line("MOVD %s, %s", operands[i], next.neon())
		next++
	}
	m.line("MOVD $constants<>(SB), %s", neonTableAt)
}

func (m *neon) end() { m.line("RET") }

func (m *neon) loop(counter reg, body func()) {
	l := m.label()
	m.line("%s:", l)
	body()
	m.line("SUB $1, %s, %s\nCBNZ %s, %s", counter.neon(), counter.neon(), counter.neon(), l)
}

func (m *neon) move(dst, src reg)          { m.line("MOVD %s, %s", src.neon(), dst.neon()) }
func (m *neon) advance(r reg, n int)       { m.line("ADD $%d, %s, %s", n, r.neon(), r.neon()) }
func (m *neon) advanceBy(r, by reg)        { m.line("ADD %s, %s, %s", by.neon(), r.neon(), r.neon()) }
func (m *neon) shiftRight(r reg, bits int) { m.line("LSR $%d, %s, %s", bits, r.neon(), r.neon()) }

func (m *neon) load(v vec, at reg, offset int) {
	for i := range 4 {
		m.line("FMOVQ %d(%s), F%d", offset+16*i, at.neon(), lane4(v, i))
	}
}

func (m *neon) store(v vec, at reg, offset int) {
	for i := range 4 {
		m.line("FMOVQ F%d, %d(%s)", lane4(v, i), offset+16*i, at.neon())
	}
}

func (m *neon) storeNarrow(w width, v vec, at reg, offset int) {
	for i := range 2 { // 32 → 16 bits
		m.word("xtn 4h", 0x0E612800, neonSpare+i, lane4(v, 2*i), 0)
		m.word("xtn2 8h", 0x4E612800, neonSpare+i, lane4(v, 2*i+1), 0)
	}
	if w == words16 {
		m.line("FMOVQ F%d, %d(%s)\nFMOVQ F%d, %d(%s)", neonSpare, offset, at.neon(), neonSpare+1, offset+16, at.neon())
		return
	}
	m.word("xtn 8b", 0x0E212800, neonSpare, neonSpare, 0)
	m.word("xtn2 16b", 0x4E212800, neonSpare, neonSpare2, 0)
	m.line("FMOVQ F%d, %d(%s)", neonSpare, offset, at.neon())
}

func (m *neon) storeLane(v vec, at reg, offset int) {
	m.line("FMOVS F%d, %d(%s)", lane4(v, 0), offset, at.neon())
}

func (m *neon) spreadFirst(v vec) {
	for i := 3; i >= 0; i-- {
		m.word("dup 4s", 0x4E040400, lane4(v, i), lane4(v, 0), 0)
	}
}

func (m *neon) spread(v vec, at reg, offset int) {
	m.line("FMOVS %d(%s), F%d", offset, at.neon(), lane4(v, 0))
	m.spreadFirst(v)
}

func (m *neon) spreadArgument(v vec, name string) {
	m.line("FMOVS %s, F%d", m.args[name], lane4(v, 0))
	m.spreadFirst(v)
}

func (m *neon) constant(v vec, bits uint32) {
	at := m.printer.constant(bits)
	for i := range 4 {
		m.line("FMOVQ %d(%s), F%d", at, neonTableAt, lane4(v, i))
	}
}

func (m *neon) zero(v vec) {
	for i := range 4 {
		m.word("eor 16b", 0x6E201C00, lane4(v, i), lane4(v, i), lane4(v, i))
	}
}

func (m *neon) copy(dst, src vec) {
	for i := range 4 {
		m.word("mov 16b", 0x4EA01C00, lane4(dst, i), lane4(src, i), lane4(src, i))
	}
}

var neonOperations = map[operation]struct {
	name string
	base uint32
}{
	add: {"fadd 4s", 0x4E20D400}, sub: {"fsub 4s", 0x4EA0D400}, mul: {"fmul 4s", 0x6E20DC00}, div: {"fdiv 4s", 0x6E20FC00},
	largest: {"fmax 4s", 0x4E20F400}, smallest: {"fmin 4s", 0x4EA0F400},
	integerAdd: {"add 4s", 0x4EA08400}, integerSub: {"sub 4s", 0x6EA08400},
	integerLargest: {"smax 4s", 0x4EA06400}, integerSmallest: {"smin 4s", 0x4EA06C00},
	and: {"and 16b", 0x4E201C00}, or: {"orr 16b", 0x4EA01C00},
}

func (m *neon) do(op operation, dst, a, b vec) {
	for i := range 4 {
		m.word(neonOperations[op].name, neonOperations[op].base, lane4(dst, i), lane4(a, i), lane4(b, i))
	}
}

func (m *neon) doConstant(op operation, dst, a vec, bits uint32) {
	m.line("FMOVQ %d(%s), F%d", m.printer.constant(bits), neonTableAt, neonSpare)
	for i := range 4 {
		m.word(neonOperations[op].name, neonOperations[op].base, lane4(dst, i), lane4(a, i), neonSpare)
	}
}

func (m *neon) one(name string, base uint32, dst, src vec) {
	for i := range 4 {
		m.word(name, base, lane4(dst, i), lane4(src, i), 0)
	}
}

func (m *neon) round(dst, src vec) { m.one("fcvtns 4s", 0x4E21A800, dst, src) }
func (m *neon) float(dst, src vec) { m.one("scvtf 4s", 0x4E21D800, dst, src) }
func (m *neon) root(dst, src vec)  { m.one("fsqrt 4s", 0x6EA1F800, dst, src) }
func (m *neon) shiftLeft(dst, src vec, bits int) {
	m.one(fmt.Sprintf("shl 4s %d", bits), 0x4F005400|uint32(32+bits)<<16, dst, src)
}

func (m *neon) fold(op operation, v vec) {
	o, x := neonOperations[op], lane4(v, 0)
	m.word(o.name, o.base, x, x, x+2)
	m.word(o.name, o.base, x+1, x+1, x+3)
	m.word(o.name, o.base, x, x, x+1)
	m.word("ext 16b 8", 0x6E004000, neonSpare, x, x)
	m.word(o.name, o.base, x, x, neonSpare)
	m.word("rev64 4s", 0x4EA00800, neonSpare, x, 0)
	m.word(o.name, o.base, x, x, neonSpare)
	m.spreadFirst(v)
}

func (m *neon) eightBit() activation { return signed }
