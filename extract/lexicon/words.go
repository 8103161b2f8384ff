package lexicon

import (
	"strconv"
	"strings"
)

// class is a word in a class of words.tsv.
type class struct{ name, word string }

// Is tells whether words.tsv has the word, in lower case, in the class: "particle",
// "locative", "organization word".
func (l *Lexicon) Is(name, word string) bool {
	_, ok := l.classes[class{name, word}]
	return ok
}

// wordClasses reads the classes of single words.
func (l *loader) wordClasses() {
	twice := seen{}
	for _, r := range l.rows("words.tsv", "class", "words") {
		name := r.must("class")
		for _, word := range strings.Fields(r.must("words")) {
			if fold(word) != word && strings.ToLower(word) != word {
				r.wrong("column \"words\": %q must be in lower case", word)
			}
			if twice.once(r, name+"\t"+word, strconv.Quote(word)) {
				l.lexicon.classes[class{name, word}] = struct{}{}
			}
		}
	}
}
