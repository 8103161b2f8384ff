package ascii

import (
	"strings"
	"testing"
)

// TestPlain puts each byte at each place of texts of all small lengths.
func TestPlain(t *testing.T) {
	special := [4]byte{'"', '\\', '<', '&'}
	for length := range 20 {
		for at := range length {
			for b := range 256 {
				text := []byte(strings.Repeat("x", length))
				text[at] = byte(b)
				want := length
				if b < ' ' || b >= 0x80 || strings.IndexByte(string(special[:]), byte(b)) >= 0 {
					want = at
				}
				if got := Plain(string(text), special); got != want {
					t.Fatalf("%q: %d bytes are plain, not %d", text, got, want)
				}
			}
		}
	}
}
