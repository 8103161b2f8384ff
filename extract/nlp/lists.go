package nlp

import (
	"embed"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed data/*.txt
var data embed.FS

// follows says what may come after an abbreviation.
type follows uint8

const (
	notAbbreviation follows = iota
	nameFollows             // it never ends a sentence
	numberFollows           // it is one only before a number
	smallFollows            // it is one only where the sentence goes on
	anyFollows              // it may end a sentence
)

// opens says whether a word with a capital begins a sentence.
type opens uint8

const (
	neverOpens  opens = iota // it may be part of a name
	oftenOpens               // a conjunction or preposition: not where capitals are odd
	alwaysOpens              // another word that is no part of names
)

// lists are the embedded word lists. All keys but those of abbreviations and emoticons
// are in small letters.
type lists struct {
	abbreviations map[string]follows // with their full stop
	contractions  map[string][]int   // bytes at which the word is cut
	prefixes      map[string]bool
	openers       map[string]opens
	speech        map[string]bool
	suffixes      map[string]bool
	elisions      map[string]bool
	units         map[string]bool
	emoticons     map[string]bool
}

// loadLists reads the embedded lists once. They are part of the program: a fault in one
// is a fault of the program, and a test reads them.
var loadLists = sync.OnceValue(func() *lists {
	l, err := readLists(func(name string) (string, error) {
		content, err := data.ReadFile("data/" + name)
		return string(content), err
	})
	if err != nil {
		panic(err)
	}
	return l
})

// readLists makes the lists from their files. An error names file and line.
func readLists(read func(name string) (string, error)) (*lists, error) {
	l := &lists{abbreviations: map[string]follows{}, contractions: map[string][]int{}, openers: map[string]opens{}}
	for _, f := range []struct {
		name string
		into *map[string]bool
	}{
		{"prefixes.txt", &l.prefixes}, {"speech.txt", &l.speech},
		{"suffixes.txt", &l.suffixes}, {"emoticons.txt", &l.emoticons},
		{"elisions.txt", &l.elisions}, {"units.txt", &l.units},
	} {
		set := map[string]bool{}
		*f.into = set
		if err := eachEntry(read, f.name, func(entry string) error {
			set[entry] = true
			return nil
		}); err != nil {
			return nil, err
		}
	}
	if err := eachEntry(read, "abbreviations.txt", l.addAbbreviation); err != nil {
		return nil, err
	}
	if err := eachEntry(read, "openers.txt", l.addOpener); err != nil {
		return nil, err
	}
	if err := eachEntry(read, "contractions.txt", l.addContraction); err != nil {
		return nil, err
	}
	return l, nil
}

func eachEntry(read func(string) (string, error), name string, add func(entry string) error) error {
	content, err := read(name)
	if err != nil {
		return fmt.Errorf("nlp: read word list: %w", err)
	}
	seen := map[string]int{}
	for i, entry := range strings.Split(content, "\n") {
		entry = strings.TrimSpace(entry)
		if entry == "" || strings.HasPrefix(entry, "#") {
			continue
		}
		word, _, _ := strings.Cut(entry, "\t")
		if seen[word] > 0 {
			return fmt.Errorf("nlp: data/%s:%d: %q stands in line %d already", name, i+1, word, seen[word])
		}
		seen[word] = i + 1
		if err := add(entry); err != nil {
			return fmt.Errorf("nlp: data/%s:%d: %w", name, i+1, err)
		}
	}
	return nil
}

func (l *lists) addAbbreviation(entry string) error {
	word, what, _ := strings.Cut(entry, "\t")
	kinds := map[string]follows{"name": nameFollows, "number": numberFollows, "small": smallFollows, "any": anyFollows}
	kind := kinds[what]
	if kind == notAbbreviation || !strings.HasSuffix(word, ".") && !strings.HasSuffix(word, "!") {
		return fmt.Errorf("%q is not an abbreviation with its full stop (or !), a tab, and name, number, small or any", entry)
	}
	first, width := utf8.DecodeRuneInString(word)
	other := strings.ToUpper(word)
	if unicode.IsLower(first) {
		other = strings.ToUpper(word[:width]) + word[width:]
	}
	for _, form := range []string{word, other} {
		if _, ok := l.abbreviations[form]; !ok || form == word {
			l.abbreviations[form] = kind
		}
	}
	return nil
}

func (l *lists) addOpener(entry string) error {
	word, what, joins := strings.Cut(entry, "\t")
	if joins && what != "joins" {
		return fmt.Errorf("%q is not a word, or a word, a tab and joins", entry)
	}
	l.openers[word] = alwaysOpens
	if joins {
		l.openers[word] = oftenOpens
	}
	return nil
}

func (l *lists) addContraction(entry string) error {
	parts := strings.Split(entry, "|")
	if len(parts) < 2 {
		return fmt.Errorf("%q has no bar where the word is cut", entry)
	}
	at := 0
	var cuts []int
	for _, part := range parts[:len(parts)-1] {
		at += len(part)
		cuts = append(cuts, at)
	}
	l.contractions[strings.Join(parts, "")] = cuts
	return nil
}

// longestEntry bounds the words that are looked up, so that a lookup needs no memory.
const longestEntry = 24

// lookup finds a word in a list with keys in small letters.
func lookup[V any](list map[string]V, word string) (value V) {
	if len(word) > longestEntry {
		return value
	}
	var buffer [longestEntry]byte
	for i := 0; i < len(word); i++ {
		c := word[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		buffer[i] = c
	}
	return list[string(buffer[:len(word)])]
}
