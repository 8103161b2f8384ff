package queries

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// matcher looks among names for the one that a text means. It keeps the best matches
// and the nearest names only, so that a graph's names can stream through it.
type matcher struct {
	text   string
	folded []string // the text's words
	tier   int      // of the matches so far
	found  []match
	near   []nearName // at most nearest of them, the nearest first
}

// match is a name that the text may mean, and the value that stands for it.
type match struct{ name, value string }

type nearName struct {
	name     string
	distance int // to the name or one of its words
	rest     int // what the name's length differs by
}

// How well a text matches a name; less is better.
const (
	sameText  = iota // byte for byte
	sameWords        // but for case, accents and punctuation
	lastWords        // "tillerson", "van der Bellen"
	someWords        // all the text's words are among the name's
	noMatch
)

const nearest = 5

func newMatcher(text string) *matcher {
	return &matcher{text: text, folded: foldWords(text), tier: noMatch}
}

// add offers a name. Where only the whole name counts, words of it do not match.
func (m *matcher) add(name, value string, whole bool) {
	words := foldWords(name)
	tier := m.compare(name, words)
	if whole && tier > sameText {
		return
	}
	switch {
	case tier == noMatch:
		m.keepNear(name, words)
	case tier < m.tier:
		m.tier, m.found = tier, []match{{name, value}}
	case tier == m.tier && !slices.Contains(m.found, match{name, value}):
		m.found = append(m.found, match{name, value})
	}
}

func (m *matcher) compare(name string, words []string) int {
	have, want := len(words), len(m.folded)
	switch {
	case name == m.text:
		return sameText
	case want == 0 || want > have:
		return noMatch
	case slices.Equal(words, m.folded):
		return sameWords
	case slices.Equal(words[have-want:], m.folded):
		return lastWords
	}
	for _, w := range m.folded {
		if !slices.Contains(words, w) {
			return noMatch
		}
	}
	return someWords
}

func (m *matcher) keepNear(name string, words []string) {
	distance, ok := nearness(m.folded, words)
	if !ok {
		return
	}
	n := nearName{name, distance, max(len(name)-len(m.text), len(m.text)-len(name))}
	at, there := slices.BinarySearchFunc(m.near, n, func(a, b nearName) int {
		return cmp.Or(a.distance-b.distance, a.rest-b.rest, strings.Compare(a.name, b.name))
	})
	if there || at == nearest {
		return
	}
	m.near = slices.Insert(m.near, at, n)
	m.near = m.near[:min(len(m.near), nearest)]
}

// names are the names found, in order.
func (m *matcher) names() []string {
	names := make([]string, len(m.found))
	for i, f := range m.found {
		names[i] = f.name
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (m *matcher) nearNames() []string {
	names := make([]string, len(m.near))
	for i, n := range m.near {
		names[i] = n.name
	}
	return names
}

// nearness is the edit distance of the text to the name or to one of its words, and
// whether that is near enough to be a slip of the fingers.
func nearness(text, name []string) (int, bool) {
	whole := strings.Join(text, " ")
	limit := max(1, len(whole)/3)
	best := limit + 1
	for _, form := range append([]string{strings.Join(name, " ")}, name...) {
		if strings.HasPrefix(form, whole) && whole != "" {
			return 1, true
		}
		if gap := len(form) - len(whole); gap > limit || gap < -limit {
			continue
		}
		best = min(best, editDistance(whole, form))
	}
	return best, best <= limit
}

// nearestOf says "did you mean …?" of the names that are near to the text, and
// otherwise where there are none.
func nearestOf(text string, names []string, otherwise string) string {
	m := newMatcher(text)
	for _, name := range names {
		m.keepNear(name, foldWords(name))
	}
	if near := m.nearNames(); len(near) > 0 {
		return "did you mean " + orList(near[:min(len(near), 3)]) + "?"
	}
	return otherwise
}

// orList writes "a", "a or b", "a, b or c".
func orList(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// letters that have no accent to take off.
var plainLetters = strings.NewReplacer("ł", "l", "ø", "o", "đ", "d", "ß", "ss", "æ", "ae", "œ", "oe", "ı", "i", "’", "", "'", "")

// foldWords splits a text into words that compare: small letters, without accents,
// apostrophes and punctuation.
func foldWords(text string) []string {
	text = plainLetters.Replace(strings.ToLower(text))
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(text))
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// editDistance is the least number of bytes to put in, leave out or change to make b
// of a.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
