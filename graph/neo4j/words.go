package neo4j

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rostrum/graph"
)

// Words are runs of letters and digits, without case and accents, as in the index of
// words of the embedded store.

// word is a word of a text, and where it stands.
type word struct {
	text       string
	start, end int
}

// phrase is words that must stand together.
type phrase []string

// split is the words of a text.
func split(text string) []word {
	var words []word
	start := -1
	for i, r := range text {
		switch isPart := unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.M, r); {
		case isPart && start < 0:
			start = i
		case !isPart && start >= 0:
			words, start = append(words, newWord(text, start, i)), -1
		}
	}
	if start >= 0 {
		words = append(words, newWord(text, start, len(text)))
	}
	return words
}

func newWord(text string, start, end int) word {
	return word{text: plain(text[start:end]), start: start, end: end}
}

// plain is a word without case and accents.
func plain(text string) string {
	ascii := true
	for i := range len(text) {
		ascii = ascii && text[i] < 0x80
	}
	if ascii {
		return strings.ToLower(text)
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(text))
}

// wordsOf are the words and, between double quotes, the phrases that a user looks for,
// each once. A quote that nothing closes is no quote.
func wordsOf(text string) []phrase {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, " "), "\x00", " ")
	var wanted []phrase
	seen := map[string]bool{}
	add := func(term string) {
		var p phrase
		for _, w := range split(term) {
			p = append(p, w.text)
		}
		if key := strings.Join(p, " "); len(p) > 0 && !seen[key] {
			seen[key] = true
			wanted = append(wanted, p)
		}
	}
	for text != "" {
		before, rest, _ := strings.Cut(text, `"`)
		for _, term := range strings.Fields(before) {
			add(term)
		}
		quoted, after, closed := strings.Cut(rest, `"`)
		if closed {
			add(quoted)
		} else {
			for _, term := range strings.Fields(quoted) {
				add(term)
			}
		}
		text = after
	}
	return wanted
}

// found tells whether the fields of a statement hold all phrases, each in one of them,
// and shows the first.
func found(texts [2]string, fields [2][]word, wanted []phrase) (graph.Hit, bool) {
	var marked [2][]bool
	for i := range fields {
		marked[i] = make([]bool, len(fields[i]))
	}
	for _, p := range wanted {
		there := false
		for i, words := range fields {
			there = mark(words, p, marked[i]) || there
		}
		if !there {
			return graph.Hit{}, false
		}
	}
	i := 0
	if !slices.Contains(marked[0], true) {
		i = 1
	}
	return graph.Hit{Snippet: snippet(texts[i], fields[i], marked[i])}, true
}

// mark marks the words where the phrase stands, and tells whether it does.
func mark(words []word, p phrase, marked []bool) bool {
	there := false
	for i := 0; i+len(p) <= len(words); i++ {
		n := 0
		for n < len(p) && words[i+n].text == p[n] {
			n++
		}
		if n == len(p) {
			there = true
			for j := range p {
				marked[i+j] = true
			}
		}
	}
	return there
}

// snippetWords is how many words a snippet shows.
const snippetWords = 24

// snippet is the words around the first match, with matches between « and ».
func snippet(text string, words []word, marked []bool) string {
	first := max(0, slices.Index(marked, true))
	from := max(0, min(first-snippetWords/4, len(words)-snippetWords))
	to := min(len(words), from+snippetWords)
	var b strings.Builder
	at := words[from].start
	if from == 0 {
		at = 0
	} else {
		b.WriteString("…")
	}
	for i := from; i < to; i++ {
		if marked[i] && (i == from || !marked[i-1]) {
			b.WriteString(text[at:words[i].start] + "«")
			at = words[i].start
		}
		if marked[i] && (i+1 == to || !marked[i+1]) {
			b.WriteString(text[at:words[i].end] + "»")
			at = words[i].end
		}
	}
	if to == len(words) {
		b.WriteString(text[at:])
	} else {
		b.WriteString(text[at:words[to-1].end] + "…")
	}
	return b.String()
}
