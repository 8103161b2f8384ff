// Command gen prints the assembly of package encoder.
//
// The float routines (routines.go) are written once, as programs for a machine
// whose registers hold 16 float32 lanes. Three machines print them: AVX-512
// (one register for 16 lanes), AVX2 (two) and arm64 (four). So the order of
// floating point operations is the same on each by construction. None of them
// has a fused multiply-add. The integer products (product_*.go) are written for
// each instruction set by hand; integers are exact in any order.
//
// It is not an assembler library: it knows the instructions it needs.
//
// Usage, from the encoder's folder: go run ./internal/gen
package main

import (
	"fmt"
	"os"
)

func main() {
	for name, print := range map[string]func() string{
		"kernel_amd64.s": amd64,
		"kernel_arm64.s": arm64,
	} {
		if err := os.WriteFile(name, []byte(print()), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "gen:", err)
			os.Exit(1)
		}
	}
}

func amd64() string {
	p := newPrinter("amd64")
	wide := &x86{printer: p, suffix: "AVX512", letter: "Z", parts: 1, bytes: 64}
	half := &x86{printer: p, suffix: "AVX2", letter: "Y", parts: 2, bytes: 32}
	for _, m := range []*x86{wide, half} {
		floatRoutines(m)
	}
	productVNNI8(p)
	productVNNI16(p)
	productAVX16(p)
	for height := 3; height <= tileRows; height++ {
		productAVX8(p, height)
	}
	return p.file()
}

func arm64() string {
	p := newPrinter("arm64")
	floatRoutines(&neon{printer: p})
	productDot(p)
	productLong(p)
	return p.file()
}
