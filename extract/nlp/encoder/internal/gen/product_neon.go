package main

import "fmt"

// The tiles of product_x86.go for arm64: 6 rows, 16 columns; the sums lie in
// v8 to v31, rows of a in v0 to v5, b in v6 and v7.

func sum4(row, column int) int { return 8 + 4*row + column }

// rowsNEON points R10 to R15 at the rows of a and clears the sums.
func (p *printer) rowsNEON() {
	p.line("MOVD R0, R10")
	for i := 1; i < tileRows; i++ {
		p.line("ADD R1, R%d, R%d", 9+i, 10+i)
	}
	for i := 8; i < 32; i++ {
		p.word("eor 16b", 0x6E201C00, i, i, i)
	}
}

func (p *printer) loadNEON(operands []string) {
	for i, o := range operands {
		p.line("MOVD %s, R%d", o, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16}[i])
	}
}

// rowsOfA loads 16 bytes of each row.
func (p *printer) rowsOfA() {
	for i := range tileRows {
		p.line("FMOVQ (R%d), F%d\nADD $16, R%d, R%d", 10+i, i, 10+i, 10+i)
	}
}

// scaled turns the sums of a row, already integers, to floats and stores them at R c;
// v6 is the row's scale in each lane.
func (p *printer) scaled(row int, c, ldc, scale, bias string) {
	for j := range 4 {
		r := sum4(row, j)
		p.word("scvtf 4s", 0x4E21D800, r, r, 0)
		p.line("FMOVQ %d(%s), F1\nFMOVQ %d(%s), F2", 16*j, scale, 16*j, bias)
		p.word("fmul 4s", 0x6E20DC00, 1, 6, 1)
		p.word("fmul 4s", 0x6E20DC00, r, r, 1)
		p.word("fadd 4s", 0x4E20D400, r, r, 2)
		p.line("FMOVQ F%d, %d(%s)", r, 16*j, c)
	}
	p.line("ADD %s, %s, %s", ldc, c, c)
}

// func productDot(a unsafe.Pointer, lda int, b *byte, c *float32, ldc int, scale, bias *float32, sums *int32, rows *rowScale, k int)
// 16 columns; b is [k][16][4]; k is a multiple of 4
func productDot(p *printer) {
	p.loadNEON(p.text("productDot", arguments8)) // R0 a, R1 lda, R2 b, R3 c, R4 ldc, R5 scale, R6 bias, R7 sums, R8 rows, R9 k
	p.rowsNEON()
	p.line("LSR $2, R9, R9\nloop:")
	p.rowsOfA()
	for group := range 4 {
		for j := range 4 {
			b := 6 + j%2
			p.line("FMOVQ %d(R2), F%d", 64*group+16*j, b)
			for i := range tileRows {
				index := uint32(group>>1<<11 | group&1<<21)
				p.word(fmt.Sprintf("sdot 4s, 16b, 4b[%d]", group), 0x4F80E000|index, sum4(i, j), b, i)
			}
		}
	}
	p.line("ADD $256, R2, R2\nSUB $1, R9, R9\nCBNZ R9, loop")
	for i := range tileRows {
		p.line("FMOVS %d(R8), F6\nFMOVS %d(R8), F7", 8*i, 8*i+4)
		p.word("dup 4s", 0x4E040400, 6, 6, 0)
		p.word("dup 4s", 0x4E040400, 7, 7, 0)
		for j := range 4 {
			p.line("FMOVQ %d(R7), F0", 16*j)
			p.word("mul 4s", 0x4EA09C00, 0, 0, 7)
			p.word("sub 4s", 0x6EA08400, sum4(i, j), sum4(i, j), 0)
		}
		p.scaled(i, "R3", "R4", "R5", "R6")
	}
	p.line("RET")
}

// func productLong(a *int16, lda int, b *uint32, ldb int, c *float32, ldc int, scale, bias, rows *float32, ldr int, k int)
// 16 columns; k is a multiple of 4
func productLong(p *printer) {
	p.loadNEON(p.text("productLong", arguments16)) // R0 a, R1 lda, R2 b, R3 ldb, R4 c, R5 ldc, R6 scale, R7 bias, R8 rows, R9 ldr, R16 k
	p.rowsNEON()
	p.line("LSR $2, R16, R16\nloop:")
	p.rowsOfA()
	for pair := range 4 {
		p.line("ADD $32, R2, R17")
		for half := range 2 { // of the columns
			at := []int{2, 17}[half]
			p.word("ld2 {8h, 8h}, register", 0x4C408400, 6, at, 0) // v6 = first of each word, v7 = second
			for k := range 2 {
				lane := 2*pair + k
				index := uint32(lane>>2<<11 | lane>>1&1<<21 | lane&1<<20)
				for i := range tileRows {
					p.word(fmt.Sprintf("smlal 4s, 4h, h[%d]", lane), 0x0F402000|index, sum4(i, 2*half), 6+k, i)
					p.word(fmt.Sprintf("smlal2 4s, 8h, h[%d]", lane), 0x4F402000|index, sum4(i, 2*half+1), 6+k, i)
				}
			}
		}
		p.line("ADD R3, R2, R2")
	}
	p.line("SUB $1, R16, R16\nCBNZ R16, loop")
	for i := range tileRows {
		p.line("FMOVS (R8), F6\nADD R9, R8, R8")
		p.word("dup 4s", 0x4E040400, 6, 6, 0)
		p.scaled(i, "R4", "R5", "R6", "R7")
	}
	p.line("RET")
}
