// Package copies finds articles that are copies of another: the same wire story as
// several outlets print it, cut short, with another headline, lightly edited.
//
// It knows no database; who uses it keeps the signatures. It does not tell who copied
// whom. The main path: [Sketch] makes a [Signature] of a text; [Index.Add] keeps it;
// [Index.Find] gives the nearest text and how much of the shorter one is in both.
//
// A signature has the shingles of four words whose hash is 0 modulo a power of two
// (Manber's "mod p" sketch; Broder 1997, section 4). Unlike a MinHash of fixed length it
// tells how much of one text the other contains: a story cut to a third has a third of
// the whole's shingles, and all of them are in it. And it has the text's numbers, for a
// desk writes the same sentences of each bond and each week's wheat, with other numbers.
package copies

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
)

// The shape of signatures. A sketch keeps one shingle of four, so about 50 of a story of
// 200 words; two texts are candidates when they share [shared] of those.
const (
	shingle  = 4
	keepMask = 3
	shared   = 3
	fewest   = 30 // words: a shorter text is like too many others
	mostKept = 2000
)

// Contained is how much of the shorter text must be in the longer for it to be a copy,
// and sameNumbers how much of its numbers, where it has a few.
const (
	Contained   = 0.4
	sameNumbers = 0.6
	fewNumbers  = 3
)

// Signature is what is kept of a text: hashes of some of its shingles, and of its numbers,
// both sorted.
type Signature struct{ Shingles, Numbers []uint32 }

// None tells whether the text was too short to compare.
func (s Signature) None() bool { return len(s.Shingles) == 0 }

// Sketch makes the signature of a text; none of one that is too short to compare.
// Case, punctuation and the words that differ from outlet to outlet without meaning, as
// a dateline, do not matter.
func Sketch(text string) Signature {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) < fewest {
		return Signature{}
	}
	var kept, numbers []uint32
	for _, word := range words {
		if c := word[0]; c >= '0' && c <= '9' {
			h := fnv.New32a()
			h.Write([]byte(word))
			numbers = append(numbers, h.Sum32())
		}
	}
	for i := 0; i+shingle <= len(words); i++ {
		h := fnv.New64a()
		for _, word := range words[i : i+shingle] {
			h.Write([]byte(word))
			h.Write([]byte{0})
		}
		// The multiplication spreads FNV's low bits.
		if sum := h.Sum64() * 0x9e3779b97f4a7c15; sum>>61&keepMask == 0 {
			kept = append(kept, uint32(sum>>20))
		}
	}
	if kept = set(kept); len(kept) < shared {
		return Signature{}
	}
	return Signature{kept, set(numbers)}
}

// set is the hashes, sorted, each once, and no more than are kept.
func set(hashes []uint32) []uint32 {
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	return slices.Clip(hashes[:min(len(hashes), mostKept)])
}

// Bytes is the signature as bytes, to be kept.
func (s Signature) Bytes() []byte {
	data := make([]byte, 0, 4*(1+len(s.Shingles)+len(s.Numbers)))
	data = binary.LittleEndian.AppendUint32(data, uint32(len(s.Shingles)))
	for _, h := range slices.Concat(s.Shingles, s.Numbers) {
		data = binary.LittleEndian.AppendUint32(data, h)
	}
	return data
}

// FromBytes is the signature of bytes that were kept.
func FromBytes(data []byte) Signature {
	if len(data) < 4 {
		return Signature{}
	}
	hashes := make([]uint32, len(data)/4-1)
	for i := range hashes {
		hashes[i] = binary.LittleEndian.Uint32(data[4*i+4:])
	}
	n := min(int(binary.LittleEndian.Uint32(data)), len(hashes))
	return Signature{hashes[:n:n], hashes[n:]}
}

// Containment is how much of the shorter of two texts is in the other, 0 to 1.
func Containment(x, y Signature) float64 {
	return contained(x.Shingles, y.Shingles)
}

func contained(x, y []uint32) float64 {
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	return float64(common(x, y)) / float64(min(len(x), len(y)))
}

// otherNumbers tells texts of the same words that are of other things.
func otherNumbers(x, y Signature) bool {
	return min(len(x.Numbers), len(y.Numbers)) >= fewNumbers && contained(x.Numbers, y.Numbers) < sameNumbers
}

func common(x, y []uint32) int {
	n := 0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] == y[j]:
			n++
			i++
			j++
		case x[i] < y[j]:
			i++
		default:
			j++
		}
	}
	return n
}

// Match is a text of which another is a copy.
type Match struct {
	ID          string
	Containment float64 // how much of the shorter is in the longer
	Longer      bool    // the text that was asked for is clearly the longer one
}

// Index finds the copies of a text among those it holds. It may be used by many
// goroutines at once. Texts that are apart by more than a window of time are no copies of
// each other: stories are copied within days, and many texts of a desk, as tables and
// weather, come again week by week.
type Index struct {
	mutex   sync.Mutex
	texts   map[string]entry
	holders map[uint32][]string // who has a shingle
	window  time.Duration
}

type entry struct {
	signature Signature
	day       time.Time
}

// NewIndex makes an index of texts that may be copies within a window of time.
func NewIndex(window time.Duration) *Index {
	return &Index{texts: map[string]entry{}, holders: map[uint32][]string{}, window: window}
}

// Len is how many texts the index holds.
func (x *Index) Len() int {
	x.mutex.Lock()
	defer x.mutex.Unlock()
	return len(x.texts)
}

// Add keeps a text, in place of an earlier one of the same ID.
func (x *Index) Add(id string, s Signature, day time.Time) {
	x.mutex.Lock()
	defer x.mutex.Unlock()
	x.remove(id)
	if s.None() {
		return
	}
	x.texts[id] = entry{s, day}
	for _, h := range s.Shingles {
		x.holders[h] = append(x.holders[h], id)
	}
}

// Remove forgets a text.
func (x *Index) Remove(id string) {
	x.mutex.Lock()
	defer x.mutex.Unlock()
	x.remove(id)
}

func (x *Index) remove(id string) {
	e, ok := x.texts[id]
	if !ok {
		return
	}
	delete(x.texts, id)
	for _, h := range e.signature.Shingles {
		rest := slices.DeleteFunc(x.holders[h], func(held string) bool { return held == id })
		if len(rest) == 0 {
			delete(x.holders, h)
			continue
		}
		x.holders[h] = rest
	}
}

// Keep frees the texts that are not from a time until another.
func (x *Index) Keep(from, to time.Time) {
	x.mutex.Lock()
	defer x.mutex.Unlock()
	for id, e := range x.texts {
		if e.day.Before(from) || e.day.After(to) {
			x.remove(id)
		}
	}
}

// mostHolders is how many texts may share a shingle before it tells nothing: copyright
// lines and greetings.
const mostHolders = 200

// Find is the text of the index, other than id itself, with which this one shares most,
// and false where none is near enough for one to be a copy of the other.
func (x *Index) Find(id string, s Signature, day time.Time) (Match, bool) {
	x.mutex.Lock()
	defer x.mutex.Unlock()
	counts := map[string]int{}
	for _, h := range s.Shingles {
		holders := x.holders[h]
		if len(holders) > mostHolders {
			continue
		}
		for _, other := range holders {
			counts[other]++
		}
	}
	best := Match{}
	for other, n := range counts {
		e := x.texts[other]
		if other == id || n < shared || day.Sub(e.day).Abs() > x.window || otherNumbers(s, e.signature) {
			continue
		}
		m := Match{ID: other, Containment: Containment(s, e.signature), Longer: float64(len(s.Shingles)) > 1.25*float64(len(e.signature.Shingles))}
		if m.Containment > best.Containment || m.Containment == best.Containment && m.ID < best.ID {
			best = m
		}
	}
	return best, best.ID != "" && best.Containment >= needed(min(len(s.Shingles), len(x.texts[best.ID].signature.Shingles)))
}

// needed is how much of a text of n kept shingles must be in both: of a short text more,
// for there chance and shared phrases weigh more.
func needed(n int) float64 { return Contained + 1/math.Sqrt(float64(n)+4)/2 }
