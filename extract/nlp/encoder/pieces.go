package encoder

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	forms "golang.org/x/text/unicode/norm"
)

// A Piece is an entry of the vocabulary that stands in a word. Start and End are bytes of
// the text, of the characters that the piece came from.
type Piece struct {
	ID         int32
	Word       int // index of its word
	Start, End int
}

const (
	wordPieces  = 200 // the most of a word; the rest of the word is left out
	longestWord = 100 // characters between marks; a longer run is one unknown piece
	caseClasses = 5
)

// A vocabulary is a trie of word pieces, kept as a hash table of its edges. Pieces that
// begin a word and those that go on in it ("##ing") have roots of their own.
type vocabulary struct {
	edges                []edge // open addressing, a power of two
	ids                  []int32
	first, last, unknown int32 // [CLS], [SEP], [UNK]
}

type edge struct{ key, node uint32 } // key: (parent+1)<<8 | byte; 0 is an empty place

const beginning, continued = 0, 1 // the roots

func newVocabulary(lines [][]byte) (*vocabulary, error) {
	total := 2
	for _, l := range lines {
		total += len(l)
	}
	if total >= 1<<24-2 {
		return nil, fmt.Errorf("%d bytes of word pieces are too many", total)
	}
	size := 1024
	for size < 2*total {
		size *= 2
	}
	v := &vocabulary{edges: make([]edge, size), ids: []int32{-1, -1}, first: -1, last: -1, unknown: -1}
	for i, l := range lines {
		id := int32(i)
		switch string(l) {
		case "[CLS]":
			v.first = id
		case "[SEP]":
			v.last = id
		case "[UNK]":
			v.unknown = id
		}
		node := uint32(beginning)
		if len(l) > 2 && l[0] == '#' && l[1] == '#' {
			node, l = continued, l[2:]
		}
		for _, b := range l {
			node = v.grow(node, b)
		}
		if node > continued && v.ids[node] < 0 {
			v.ids[node] = id
		}
	}
	if v.first < 0 || v.last < 0 || v.unknown < 0 {
		return nil, fmt.Errorf("[CLS], [SEP] or [UNK] is missing")
	}
	return v, nil
}

// find returns the place of an edge, or the empty place where it would be.
func (v *vocabulary) find(node uint32, b byte) *edge {
	key := (node+1)<<8 | uint32(b)
	mask := uint32(len(v.edges) - 1)
	for at := key * 0x9E3779B1 >> 7; ; at++ {
		if e := &v.edges[at&mask]; e.key == key || e.key == 0 {
			return e
		}
	}
}

// grow returns the node below, which it makes if it is missing.
func (v *vocabulary) grow(node uint32, b byte) uint32 {
	e := v.find(node, b)
	if e.key == 0 {
		*e = edge{key: (node+1)<<8 | uint32(b), node: uint32(len(v.ids))}
		v.ids = append(v.ids, -1)
	}
	return e.node
}

// longest returns the id and length of the longest piece that s begins with, or -1.
func (v *vocabulary) longest(root uint32, s []byte) (id int32, length int) {
	id = -1
	node := root
	for i, b := range s {
		e := v.find(node, b)
		if e.key == 0 {
			break
		}
		node = e.node
		if v.ids[node] >= 0 {
			id, length = v.ids[node], i+1
		}
	}
	return id, length
}

// A cutter cuts words into pieces as BERT's uncased tokenizer does: lower case, accents
// dropped, marks and CJK characters apart, then the longest pieces from left to right.
type cutter struct {
	vocabulary *vocabulary
	run        []byte // the characters between marks, lowered
	from       []Word // for each byte of run, the character of the text it came from
	characters int    // in run
	decomposed []byte
	pieces     []Piece
}

// cut returns the pieces of the words, in order; every word has one at least. The result
// is good until the next call.
func (c *cutter) cut(text string, words []Word) ([]Piece, error) {
	c.pieces = c.pieces[:0]
	for i, w := range words {
		if w.Start < 0 || w.End < w.Start || w.End > len(text) {
			return nil, fmt.Errorf("encoder: word %d is bytes %d to %d of a text of %d", i, w.Start, w.End, len(text))
		}
		had := len(c.pieces)
		c.word(text, w, i)
		if len(c.pieces) == had {
			c.pieces = append(c.pieces, Piece{ID: c.vocabulary.unknown, Word: i, Start: w.Start, End: w.End})
		} else if len(c.pieces)-had > wordPieces {
			c.pieces = c.pieces[:had+wordPieces]
		}
	}
	return c.pieces, nil
}

func (c *cutter) word(text string, w Word, index int) {
	for at := w.Start; at < w.End; {
		b := text[at]
		if b >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(text[at:w.End])
			c.other(r, text[at:at+size], Word{at, at + size}, index)
			at += size
			continue
		}
		c.character(rune(b), Word{at, at + 1}, index)
		at++
	}
	c.flush(index)
}

// other takes a character outside of ASCII: it is decomposed, its accents are dropped.
func (c *cutter) other(r rune, s string, from Word, index int) {
	switch {
	case r == utf8.RuneError || unicode.Is(unicode.C, r):
		return
	case unicode.IsSpace(r):
		c.flush(index)
		return
	}
	apart := ideograph(r)
	if apart {
		c.flush(index)
	}
	c.decomposed = forms.NFD.AppendString(c.decomposed[:0], s)
	for rest := c.decomposed; len(rest) > 0; {
		d, size := utf8.DecodeRune(rest)
		rest = rest[size:]
		if !unicode.Is(unicode.Mn, d) {
			c.character(d, from, index)
		}
	}
	if apart {
		c.flush(index)
	}
}

// character takes one that came from the bytes from of the text.
func (c *cutter) character(r rune, from Word, index int) {
	switch {
	case r < utf8.RuneSelf && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9'):
	case r >= 'A' && r <= 'Z':
		r += 'a' - 'A'
	case r == ' ' || r >= '\t' && r <= '\r':
		if r != '\v' && r != '\f' { // control characters, to BERT
			c.flush(index)
		}
		return
	case r < ' ' || r == 0x7f:
		return
	case r < utf8.RuneSelf || unicode.Is(unicode.P, r): // all else of ASCII is a mark to BERT
		c.flush(index)
		c.push(r, from)
		c.flush(index)
		return
	default:
		r = unicode.ToLower(r)
	}
	c.push(r, from)
}

func (c *cutter) push(r rune, from Word) {
	had := len(c.run)
	c.run = utf8.AppendRune(c.run, r)
	for range len(c.run) - had {
		c.from = append(c.from, from)
	}
	c.characters++
}

// flush cuts the run. If some of it is in no piece, the run is one unknown piece.
func (c *cutter) flush(index int) {
	if len(c.run) == 0 {
		return
	}
	had := len(c.pieces)
	root := uint32(beginning)
	for at := 0; at < len(c.run); {
		id, n := c.vocabulary.longest(root, c.run[at:])
		if id < 0 || c.characters > longestWord {
			c.pieces = append(c.pieces[:had], Piece{c.vocabulary.unknown, index, c.from[0].Start, c.from[len(c.from)-1].End})
			break
		}
		c.pieces = append(c.pieces, Piece{id, index, c.from[at].Start, c.from[at+n-1].End})
		at += n
		root = continued
	}
	c.run, c.from, c.characters = c.run[:0], c.from[:0], 0
}

// ideograph is BERT's idea of a CJK character.
func ideograph(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x2A6DF || r >= 0x2A700 && r <= 0x2B73F ||
		r >= 0x2B740 && r <= 0x2B81F || r >= 0x2B820 && r <= 0x2CEAF || r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F
}

// caseClass says how a word is written: 1 in lower case or without letters, 2 Capitalised,
// 3 CAPITALS (two characters or more), 4 in digits. 0 is for pieces that are of no word.
func caseClass(word string) int {
	upper, lower, digits, characters := false, false, true, 0
	for _, r := range word {
		upper = upper || unicode.IsUpper(r)
		lower = lower || unicode.IsLower(r)
		digits = digits && r >= '0' && r <= '9'
		characters++
	}
	first, _ := utf8.DecodeRuneInString(word)
	switch {
	case upper && !lower && characters > 1:
		return 3
	case unicode.IsUpper(first):
		return 2
	case digits && characters > 0:
		return 4
	}
	return 1
}
