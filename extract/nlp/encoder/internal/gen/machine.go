package main

// A vec is a register of 16 lanes of 32 bits: 0 to 6 may be used.
type vec int

// A reg is a general register: 0 to 9 may be used.
type reg int

// The operations on two vectors, lane by lane.
type operation int

const (
	add operation = iota
	sub
	mul
	div
	largest
	smallest
	integerAdd
	integerSub
	integerLargest
	integerSmallest
	and
	or
)

// How 16 lanes of integers are narrowed when they are stored.
type width int

const (
	bytes8 width = iota
	words16
)

// A machine prints a routine for one instruction set.
type machine interface {
	// begin starts a routine; the arguments that are no floats lie in registers 0, 1, … in their order.
	begin(name string, args []argument)
	end()

	// loop prints body while counter, decremented after each turn, is not zero; it runs once at least.
	loop(counter reg, body func())
	move(dst, src reg)
	advance(r reg, bytes int)
	advanceBy(r, by reg)
	shiftRight(r reg, bits int)

	load(v vec, at reg, offset int)
	store(v vec, at reg, offset int)
	storeNarrow(w width, v vec, at reg, offset int)
	storeLane(v vec, at reg, offset int) // lane 0
	spread(v vec, at reg, offset int)    // every lane = the 32 bits at the address
	spreadArgument(v vec, name string)
	constant(v vec, bits uint32)
	zero(v vec)
	copy(dst, src vec)

	do(op operation, dst, a, b vec)
	doConstant(op operation, dst, a vec, bits uint32) // dst = a op constant
	round(dst, src vec)                               // float → integer, ties to even
	float(dst, src vec)                               // integer → float
	shiftLeft(dst, src vec, bits int)
	root(dst, src vec)

	// fold combines the lanes i and i+8, then i and i+4, i+2, i+1; every lane holds the result.
	fold(op operation, v vec)

	// eightBit says how quantise stores an activation q with zero point z.
	eightBit() activation
}

// An activation is the form in which the machine's 8 bit product takes its left side.
type activation int

const (
	unsigned   activation = iota // q, 0 to 255, a byte
	signed                       // q - 128, a byte, and z - 128
	difference                   // q - z, 16 bits
)
