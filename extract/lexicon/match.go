package lexicon

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// matcher finds listed forms in a text. Its keys are the first words of the forms in
// lower case; the forms under a key stand longest first.
type matcher[T any] map[string][]form[T]

// form is a listed form and all that it may mean.
type form[T any] struct {
	text    string
	capital bool // has a capital letter: matches as written
	shout   bool // may stand wholly in capitals too
	values  []T
}

// Forms whose first word is longer are not listed; the loader says so.
const maxFirstWord = 64

func (m matcher[T]) add(text string, value T) {
	key := strings.ToLower(text[:firstWord(text, 0)])
	for i, f := range m[key] {
		if f.text == text {
			m[key][i].values = append(f.values, value)
			return
		}
	}
	f := form[T]{text: text, values: []T{value}}
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
		f.capital = f.capital || unicode.IsUpper(r)
	}
	f.shout = f.capital && letters > 3
	m[key] = append(m[key], f)
}

// sort puts the longest forms first; it must be called once after the last add.
func (m matcher[T]) sort() {
	for _, forms := range m {
		slices.SortStableFunc(forms, func(a, b form[T]) int { return len(b.text) - len(a.text) })
	}
}

// found is the best match so far: the longest, and of those one as written before one
// that only its capitals make like the form ("OPEC" is "OPEC", not a shouted "Opec").
type found[T any] struct {
	values  []T
	n       int
	shouted bool
	several bool // values are of several forms
}

// at returns the values of the longest forms that start at byte at and end at a word
// boundary, and how many bytes of the text they take.
func (m matcher[T]) at(text string, at int) ([]T, int) {
	if at < 0 || at >= len(text) || !boundaryBefore(text, at) {
		return nil, 0
	}
	end := firstWord(text, at)
	if end == at || end-at > maxFirstWord {
		return nil, 0
	}
	var buffer [2 * maxFirstWord]byte
	key := appendLower(buffer[:0], text[at:end])
	var best found[T]
	for i := range m[string(key)] {
		f := &m[string(key)][i]
		n, shouted := f.match(text, at)
		if n == 0 || n < best.n || n == best.n && shouted && !best.shouted {
			continue
		}
		if n > best.n || best.shouted && !shouted {
			best = found[T]{values: f.values, n: n, shouted: shouted}
			continue
		}
		if !best.several {
			best.values, best.several = slices.Clone(best.values), true // the form's own values stay as they are
		}
		best.values = append(best.values, f.values...)
	}
	return best.values, best.n
}

// match tells how many bytes of text the form takes at byte at, 0 where it is not
// there, and whether it stands there wholly in capitals instead of as written.
func (f *form[T]) match(text string, at int) (n int, shouted bool) {
	exact, shout := true, f.shout
	i := at
	for j := 0; j < len(f.text); {
		if i >= len(text) {
			return 0, false
		}
		want, wn := utf8.DecodeRuneInString(f.text[j:])
		got, gn := utf8.DecodeRuneInString(text[i:])
		j += wn
		i += gn
		switch {
		case want == ' ':
			if !unicode.IsSpace(got) {
				return 0, false
			}
			for i < len(text) {
				r, n := utf8.DecodeRuneInString(text[i:])
				if !unicode.IsSpace(r) {
					break
				}
				i += n
			}
		case got == want || want == '\'' && got == '’' || want == '-' && (got == '‑' || got == '–'):
			shout = shout && !unicode.IsLower(got)
		case unicode.ToLower(got) == unicode.ToLower(want):
			exact = false
			shout = shout && !unicode.IsLower(got)
		default:
			return 0, false
		}
	}
	if f.capital && !exact && !shout {
		return 0, false
	}
	if !boundaryAfter(text, i) {
		return 0, false
	}
	return i - at, f.capital && !exact
}

// firstWord is the end of the run of letters and digits that starts at byte at.
func firstWord(text string, at int) int {
	for i, r := range text[at:] {
		if !inWord(r) {
			return at + i
		}
	}
	return len(text)
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func boundaryBefore(text string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return at == 0 || !inWord(r)
}

// boundaryAfter tells whether a form may end before byte at: no letter or digit
// follows.
func boundaryAfter(text string, at int) bool {
	if at >= len(text) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(text[at:])
	return !inWord(r)
}

// appendLower appends text in lower case without a trip through a new string.
func appendLower(to []byte, text string) []byte {
	for _, r := range text {
		to = utf8.AppendRune(to, unicode.ToLower(r))
	}
	return to
}

// At returns the entries of the longest listed form of a name or title that starts at
// byte at of text and ends at a word boundary, and the bytes it takes; n is 0 where
// there is none. The entries are shared: do not change them.
func (l *Lexicon) At(text string, at int) (entries []Entry, n int) {
	return l.names.at(text, at)
}
