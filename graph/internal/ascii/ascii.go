// Package ascii finds how much of a text can be written as it is: most of what the
// writers of JSON, XML, Turtle and CSV get has nothing to escape, and is looked at eight
// bytes at a time. It escapes nothing itself.
package ascii

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// Plain is the number of bytes at the beginning of text that are ASCII, no control
// characters, and none of special.
func Plain(text string, special [4]byte) int {
	a, b, c, d := uint64(special[0])*ones, uint64(special[1])*ones, uint64(special[2])*ones, uint64(special[3])*ones
	i := 0
	for ; i+8 <= len(text); i += 8 {
		t := text[i : i+8]
		w := uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 |
			uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
		if (w|(w-' '*ones)|(w^a-ones)|(w^b-ones)|(w^c-ones)|(w^d-ones))&highs != 0 {
			break
		}
	}
	for ; i < len(text); i++ {
		if x := text[i]; x < ' ' || x >= 0x80 || x == special[0] || x == special[1] || x == special[2] || x == special[3] {
			break
		}
	}
	return i
}
