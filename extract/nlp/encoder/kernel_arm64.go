package encoder

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

func kernels() []kernel {
	if !cpu.ARM64.HasASIMDDP {
		return []kernel{portable{}}
	}
	return []kernel{&assembled{
		kernel: Dot, columns: 16, group: 4, columns16: 16,
		product8: product8{tileRows: productDot}, product16: productLong,
		quantiseRow: quantiseNEON, quantiseParts: quantiseGroupsNEON, normalise: addNormNEON,
		geluAll: geluNEON, tanhAll: tanhNEON, largest: magnitudeNEON, pairs: pairWordsNEON,
		softmaxRow: softmaxNEON, mulFloat: mulFloatNEON, mulFloatRow: mulFloatRowNEON,
	}, portable{}}
}

//go:noescape
func productDot(a unsafe.Pointer, lda int, b *byte, c *float32, ldc int, scale, bias *float32, sums *int32, rows *rowScale, k int)

//go:noescape
func productLong(a *int16, lda int, b *uint32, ldb int, c *float32, ldc int, scale, bias, rows *float32, ldr int, k int)

//go:noescape
func addNormNEON(dst, x, r, gain, bias *float32, n int, inverse, epsilon float32)

//go:noescape
func geluNEON(x *float32, n int)

//go:noescape
func tanhNEON(x *float32, n int)

//go:noescape
func quantiseNEON(dst unsafe.Pointer, x *float32, n int, row *rowScale)

//go:noescape
func quantiseGroupsNEON(dst *int16, x *float32, groups, size int, scales *float32, limit float32)

//go:noescape
func magnitudeNEON(largest, x *float32, n int)

//go:noescape
func pairWordsNEON(dst *uint32, x, y, steps *float32, n int)

//go:noescape
func softmaxNEON(dst *int16, x *float32, n int, inverse *float32)

//go:noescape
func mulFloatNEON(a *float32, lda int, b, c *float32, ldc int, bias *float32, k int)

//go:noescape
func mulFloatRowNEON(a *float32, lda int, b, c *float32, ldc int, bias *float32, k int)
