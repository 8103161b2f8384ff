package main

import "fmt"

// Every product is a tile of 6 rows:
//
//	c[i][j] = float(Σ a[i][k]·b[k][j] - zero[i]·sums[j]) · (row[i]·scale[j]) + bias[j]
//
// The products of linear layers read weights of 8 bits, packed in panels; the 16 bit ones read
// words of two neighbouring k with a stride, and have no zero point. k counts words of a row
// of a (4 bytes or 2 × 16 bits). Strides are in bytes.

var (
	arguments8  = words("a", "lda", "b", "c", "ldc", "scale", "bias", "sums", "rows", "k")
	arguments16 = words("a", "lda", "b", "ldb", "c", "ldc", "scale", "bias", "rows", "ldr", "k")
)

const tileRows = 6

// rowX86 addresses row i of a: AX points at row 0, R11 at row 3, R8 is the stride.
func rowX86(i, offset int) string {
	return fmt.Sprintf("%d(%s)%s", offset, []string{"AX", "R11"}[i/3], []string{"", "(R8*1)", "(R8*2)"}[i%3])
}

func (p *printer) loadX86(operands []string, registers ...string) {
	for i, r := range registers {
		p.line("MOVQ %s, %s", operands[i], r)
	}
	p.line("LEAQ (AX)(R8*2), R11\nADDQ R8, R11")
}

// func productVNNI8(a unsafe.Pointer, lda int, b *byte, c *float32, ldc int, scale, bias *float32, sums *int32, rows *rowScale, k int)
// 64 columns; b is [k][64][4]
func productVNNI8(p *printer) {
	o := p.text("productVNNI8", arguments8)
	p.loadX86(o, "AX", "R8", "BX", "DX", "R10", "SI", "DI", "R9", "R12", "CX")
	for i := range 24 {
		p.line("VPXORD Z%d, Z%d, Z%d", i, i, i)
	}
	p.line("SHRQ $1, CX\nPCALIGN $64\nloop:")
	for u := range 2 {
		for j := range 4 {
			p.line("VMOVDQU32 %d(BX), Z%d", 256*u+64*j, 24+j)
		}
		for i := range tileRows {
			p.line("VPBROADCASTD %s, Z%d", rowX86(i, 4*u), 28+i%4)
			for j := range 4 {
				p.line("VPDPBUSD Z%d, Z%d, Z%d", 24+j, 28+i%4, 4*i+j)
			}
		}
	}
	p.line("ADDQ $8, AX\nADDQ $8, R11\nADDQ $512, BX\nDECQ CX\nJNZ loop")
	for j := range 4 {
		p.line("VMOVUPS %d(SI), Z%d", 64*j, 24+j)
	}
	for i := range tileRows {
		p.line("VBROADCASTSS %d(R12), Z28\nVPBROADCASTD %d(R12), Z29", 8*i, 8*i+4)
		for j := range 4 {
			r := 4*i + j
			p.line("VPMULLD %d(R9), Z29, Z30\nVPSUBD Z30, Z%d, Z%d\nVCVTDQ2PS Z%d, Z%d", 64*j, r, r, r, r)
			p.line("VMULPS Z%d, Z28, Z30\nVMULPS Z30, Z%d, Z%d\nVADDPS %d(DI), Z%d, Z%d\nVMOVUPS Z%d, %d(DX)", 24+j, r, r, 64*j, r, r, r, 64*j)
		}
		p.line("ADDQ R10, DX")
	}
	p.line("VZEROUPPER\nRET")
}

// sums16 prints what the products of 16 bit integers have in common, once their arguments are loaded: a
// tile of some rows by 2 registers' columns. load fetches words of b (into the registers b, b+1);
// step multiplies them by those of a row (in the register b+2).
func sums16(p *printer, letter string, height, bytes, b int, zero string, load func(), step func(i int)) {
	for i := range 2 * height {
		p.line("%s %s%d, %s%d, %s%d", zero, letter, i, letter, i, letter, i)
	}
	p.line("SHRQ $1, CX\nPCALIGN $64\nloop:")
	for u := range 2 {
		load()
		p.line("ADDQ R9, BX")
		for i := range height {
			p.line("VPBROADCASTD %s, %s%d", rowX86(i, 4*u), letter, b+2)
			step(i)
		}
	}
	p.line("ADDQ $8, AX\nADDQ $8, R11\nDECQ CX\nJNZ loop")
	for i := range height {
		p.line("VBROADCASTSS (R12), %s%d\nADDQ R13, R12", letter, b)
		for j := range 2 {
			r := 2*i + j
			p.line("VCVTDQ2PS %s%d, %s%d", letter, r, letter, r)
			p.line("VMULPS %d(SI), %s%d, %s%d", bytes*j, letter, b, letter, b+1)
			p.line("VMULPS %s%d, %s%d, %s%d", letter, b+1, letter, r, letter, r)
			p.line("VADDPS %d(DI), %s%d, %s%d", bytes*j, letter, r, letter, r)
			p.line("VMOVUPS %s%d, %d(DX)", letter, r, bytes*j)
		}
		p.line("ADDQ R10, DX")
	}
	p.line("VZEROUPPER\nRET")
}

func (p *printer) load16X86(name string) {
	p.loadX86(p.text(name, arguments16), "AX", "R8", "BX", "R9", "DX", "R10", "SI", "DI", "R12", "R13", "CX")
}

// func productVNNI16(a *int16, lda int, b *uint32, ldb int, c *float32, ldc int, scale, bias, rows *float32, ldr int, k int)
// 32 columns
func productVNNI16(p *printer) {
	p.load16X86("productVNNI16")
	load := func() { p.line("VMOVUPS (BX), Z24\nVMOVUPS 64(BX), Z25") }
	sums16(p, "Z", tileRows, 64, 24, "VPXORD", load, func(i int) {
		p.line("VPDPWSSD Z24, Z26, Z%d\nVPDPWSSD Z25, Z26, Z%d", 2*i, 2*i+1)
	})
}

func (p *printer) stepAVX2(i int) {
	p.line("VPMADDWD Y12, Y14, Y15\nVPMADDWD Y13, Y14, Y14\nVPADDD Y15, Y%d, Y%d\nVPADDD Y14, Y%d, Y%d", 2*i, 2*i, 2*i+1, 2*i+1)
}

// func productAVX16(a *int16, lda int, b *uint32, ldb int, c *float32, ldc int, scale, bias, rows *float32, ldr int, k int)
// 16 columns
func productAVX16(p *printer) {
	p.load16X86("productAVX16")
	load := func() { p.line("VMOVUPS (BX), Y12\nVMOVUPS 32(BX), Y13") }
	sums16(p, "Y", tileRows, 32, 12, "VPXOR", load, p.stepAVX2)
}

// func productAVX8x6(a unsafe.Pointer, lda int, b *byte, c *float32, ldc int, scale, bias *float32, sums *int32, rows *rowScale, k int)
// 16 columns; b is [k][16][2], widened to 16 bits as a is, whose zero points are 0. productAVX8x3 has
// 3 rows, and so on.
func productAVX8(p *printer, height int) {
	p.loadX86(p.text(fmt.Sprintf("productAVX8x%d", height), arguments8), "AX", "R8", "BX", "DX", "R10", "SI", "DI", "R9", "R12", "CX")
	p.line("MOVQ $32, R9\nMOVQ $8, R13")
	load := func() { p.line("VPMOVSXBW (BX), Y12\nVPMOVSXBW 16(BX), Y13") }
	sums16(p, "Y", height, 32, 12, "VPXOR", load, p.stepAVX2)
}
