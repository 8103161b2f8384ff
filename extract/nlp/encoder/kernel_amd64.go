package encoder

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

func kernels() []kernel {
	var have []kernel
	x := cpu.X86
	if x.HasAVX512F && x.HasAVX512BW && x.HasAVX512DQ && x.HasAVX512VL && x.HasAVX512VNNI {
		have = append(have, &assembled{
			kernel: VNNI, columns: 64, group: 4, columns16: 32,
			product8: product8{tileRows: productVNNI8}, product16: productVNNI16,
			quantiseRow: quantiseAVX512, quantiseParts: quantiseGroupsAVX512, normalise: addNormAVX512,
			geluAll: geluAVX512, tanhAll: tanhAVX512, largest: magnitudeAVX512, pairs: pairWordsAVX512,
			softmaxRow: softmaxAVX512, mulFloat: mulFloatAVX512, mulFloatRow: mulFloatRowAVX512,
		})
	}
	if x.HasAVX2 {
		have = append(have, &assembled{
			kernel: AVX2, columns: 16, group: 2, columns16: 16,
			product8: product8{3: productAVX8x3, 4: productAVX8x4, 5: productAVX8x5, 6: productAVX8x6}, product16: productAVX16,
			quantiseRow: quantiseAVX2, quantiseParts: quantiseGroupsAVX2, normalise: addNormAVX2,
			geluAll: geluAVX2, tanhAll: tanhAVX2, largest: magnitudeAVX2, pairs: pairWordsAVX2,
			softmaxRow: softmaxAVX2, mulFloat: mulFloatAVX2, mulFloatRow: mulFloatRowAVX2,
		})
	}
	return append(have, portable{})
}

//go:noescape
func productVNNI8(a unsafe.Pointer, lda int, b *byte, c *float32, ldc int, scale, bias *float32, sums *int32, rows *rowScale, k int)

//go:noescape
func productVNNI16(a *int16, lda int, b *uint32, ldb int, c *float32, ldc int, scale, bias, rows *float32, ldr int, k int)

//go:noescape
func productAVX16(a *int16, lda int, b *uint32, ldb int, c *float32, ldc int, scale, bias, rows *float32, ldr int, k int)

//go:noescape
func productAVX8x3(a unsafe.Pointer, lda int, b *byte, c *float32, ldc int, scale, bias *float32, sums *int32, rows *rowScale, k int)

//go:noescape
func productAVX8x4(a unsafe.Pointer, lda int, b *byte, c *float32, ldc int, scale, bias *float32, sums *int32, rows *rowScale, k int)

//go:noescape
func productAVX8x5(a unsafe.Pointer, lda int, b *byte, c *float32, ldc int, scale, bias *float32, sums *int32, rows *rowScale, k int)

//go:noescape
func productAVX8x6(a unsafe.Pointer, lda int, b *byte, c *float32, ldc int, scale, bias *float32, sums *int32, rows *rowScale, k int)

//go:noescape
func addNormAVX512(dst, x, r, gain, bias *float32, n int, inverse, epsilon float32)

//go:noescape
func geluAVX512(x *float32, n int)

//go:noescape
func tanhAVX512(x *float32, n int)

//go:noescape
func quantiseAVX512(dst unsafe.Pointer, x *float32, n int, row *rowScale)

//go:noescape
func quantiseGroupsAVX512(dst *int16, x *float32, groups, size int, scales *float32, limit float32)

//go:noescape
func magnitudeAVX512(largest, x *float32, n int)

//go:noescape
func pairWordsAVX512(dst *uint32, x, y, steps *float32, n int)

//go:noescape
func softmaxAVX512(dst *int16, x *float32, n int, inverse *float32)

//go:noescape
func mulFloatAVX512(a *float32, lda int, b, c *float32, ldc int, bias *float32, k int)

//go:noescape
func mulFloatRowAVX512(a *float32, lda int, b, c *float32, ldc int, bias *float32, k int)

//go:noescape
func addNormAVX2(dst, x, r, gain, bias *float32, n int, inverse, epsilon float32)

//go:noescape
func geluAVX2(x *float32, n int)

//go:noescape
func tanhAVX2(x *float32, n int)

//go:noescape
func quantiseAVX2(dst unsafe.Pointer, x *float32, n int, row *rowScale)

//go:noescape
func quantiseGroupsAVX2(dst *int16, x *float32, groups, size int, scales *float32, limit float32)

//go:noescape
func magnitudeAVX2(largest, x *float32, n int)

//go:noescape
func pairWordsAVX2(dst *uint32, x, y, steps *float32, n int)

//go:noescape
func softmaxAVX2(dst *int16, x *float32, n int, inverse *float32)

//go:noescape
func mulFloatAVX2(a *float32, lda int, b, c *float32, ldc int, bias *float32, k int)

//go:noescape
func mulFloatRowAVX2(a *float32, lda int, b, c *float32, ldc int, bias *float32, k int)
