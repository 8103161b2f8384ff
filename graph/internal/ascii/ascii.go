// Package ascii finds how much of a text can be written as it is: most of what the
// writers of JSON, XML, Turtle and CSV get has nothing to escape, and is looked at eight
// bytes at a time. It escapes nothing itself.
package ascii

// Plain is the number of bytes at the beginning of text that are ASCII, no control
// characters, and none of special.
func Plain(text string, special [4]byte) int {
	s := spread{uint64(special[0]) * ones, uint64(special[1]) * ones, uint64(special[2]) * ones, uint64(special[3]) * ones}
	i := 0
	for ; i+8 <= len(text); i += 8 {
		if s.any(text[i : i+8]) {
			break
		}
	}
	if i+8 > len(text) && i > 0 && !s.any(text[len(text)-8:]) {
		return len(text)
	}
	for ; i < len(text); i++ {
		if x := text[i]; x < ' ' || x >= 0x80 || x == special[0] || x == special[1] || x == special[2] || x == special[3] {
			break
		}
	}
	return i
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// spread are the special bytes, each eight times in a word.
type spread [4]uint64

// any tells whether one of eight bytes is not plain.
func (s *spread) any(t string) bool {
	_ = t[7]
	w := uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 |
		uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
	return (w|(w-' '*ones)|(w^s[0]-ones)|(w^s[1]-ones)|(w^s[2]-ones)|(w^s[3]-ones))&highs != 0
}
