package nlp

import (
	"unicode"
	"unicode/utf8"
)

// class is what a character can be part of.
type class uint8

const (
	space  class = iota // white space, controls, marks of direction
	letter              // with combining marks, joiners and bytes that are no UTF-8, which are mostly letters of another encoding
	digit               // 0–9 only
	quote               // any quotation mark or apostrophe
	opener              // ( [ {
	closer              // ) ] }
	stop                // . ! ? …
	dash                // - – —
	mark                // other punctuation
	symbol              // everything else: currency, arrows, emoji
)

// classAt is the class of the character at byte i of s, and its width in bytes.
func classAt(s string, i int) (class, int) {
	if c := s[i]; c < utf8.RuneSelf {
		return asciiClass(c), 1
	}
	r, width := utf8.DecodeRuneInString(s[i:])
	return runeClass(r), width
}

// classBefore is the class of the character that ends at byte i of s, and its width;
// at the start of s it is space, 0.
func classBefore(s string, i int) (class, int) {
	if i <= 0 {
		return space, 0
	}
	if c := s[i-1]; c < utf8.RuneSelf {
		return asciiClass(c), 1
	}
	r, width := utf8.DecodeLastRuneInString(s[:i])
	return runeClass(r), width
}

// classAfter is classAt, and space, 0 at the end of s.
func classAfter(s string, i int) (class, int) {
	if i >= len(s) {
		return space, 0
	}
	return classAt(s, i)
}

func asciiClass(c byte) class {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_':
		return letter
	case c <= ' ', c == 0x7f:
		return space
	case '0' <= c && c <= '9':
		return digit
	}
	switch c {
	case '"', '\'', '`':
		return quote
	case '(', '[', '{':
		return opener
	case ')', ']', '}':
		return closer
	case '.', '!', '?':
		return stop
	case '-':
		return dash
	case '$', '+', '<', '>', '=', '|', '~', '^':
		return symbol
	}
	return mark
}

func runeClass(r rune) class {
	switch r {
	case '“', '”', '„', '‟', '‘', '’', '‚', '‛', '«', '»', '‹', '›', '´', '＂', '＇':
		return quote
	case '…', '。', '！', '？', '‽', '।', '؟', '۔':
		return stop
	case utf8.RuneError: // bytes that are no UTF-8, too
		return letter
	case '\u200c', '\u200d', '\u00ad', '\u2060', 'ª', 'º':
		return letter
	case '\u200b', '\ufeff':
		return space
	}
	switch {
	case unicode.IsLetter(r), unicode.Is(unicode.M, r), unicode.Is(unicode.N, r):
		return letter
	case unicode.IsSpace(r), unicode.Is(unicode.C, r) && !unicode.Is(unicode.Co, r):
		return space
	case unicode.Is(unicode.Pd, r), r == '−':
		return dash
	case unicode.Is(unicode.Ps, r):
		return opener
	case unicode.Is(unicode.Pe, r):
		return closer
	case unicode.Is(unicode.P, r):
		return mark
	}
	return symbol
}

func isUpper(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	if c := s[i]; c < utf8.RuneSelf {
		return 'A' <= c && c <= 'Z'
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

func isLower(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	if c := s[i]; c < utf8.RuneSelf {
		return 'a' <= c && c <= 'z'
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLower(r)
}
