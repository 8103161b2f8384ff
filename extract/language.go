package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/RadhiFadlillah/whatlanggo"

	"rostrum/schema"
)

// NotEnglish begins the reason of the Skip over a whole article in another language,
// whose name follows.
const NotEnglish = "not in English: "

// The limits are set by 12,000 English news texts and their 67,000 paragraphs: of the
// texts one is taken for another language, a line of Malagasy names.
const (
	sampled      = 10000 // bytes of a text that are looked at
	proseWords   = 12    // a text of fewer, in Latin letters, is too short to tell
	proseLetters = 10    // the same in other scripts
	englishShare = 0.2   // of function words: an English text has as many or more
	foreignShare = 0.16  // a text in another language has fewer
)

// inLanguage is the document with its language, where it does not declare one and its
// words tell it, and the name of the language where that is not English. What the
// document declares decides only where its words do not.
func (x *Extractor) inLanguage(d *schema.Document) (known *schema.Document, foreign string) {
	tag, name := x.detect(d.Text)
	if tag == "" {
		return d, declaredForeign(d.Language)
	}
	if d.Language == "" {
		with := *d
		with.Language = tag
		d = &with
	}
	return d, name
}

// detect tells the language of a text: "en" and no name, a tag and a name, or neither
// where the text is too short, a table, or a list of names.
//
// Trigrams alone take headlines in capitals and lines of foreign names for anything, and
// Danish for any of its neighbours. So English is known by its function words; another
// language must have few of them and be far likelier than English, however like a third.
func (x *Extractor) detect(text string) (tag, name string) {
	if len(text) > sampled {
		end := sampled
		for end > sampled-utf8.UTFMax && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	letters, digits := 0, 0
	for _, c := range text {
		switch {
		case unicode.IsLetter(c):
			letters++
		case unicode.IsDigit(c):
			digits++
		}
	}
	words, function := 0, 0
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return !unicode.IsLetter(c) && c != '\'' }) {
		words++
		if x.lexicon.Is("function", strings.ToLower(word)) {
			function++
		}
	}
	share := float64(function) / float64(max(words, 1))
	if share >= englishShare && function > 1 {
		return "en", ""
	}
	if share >= foreignShare {
		return "", ""
	}
	found := whatlanggo.Detect(text)
	switch {
	case found.Lang < 0 || found.Lang == whatlanggo.Eng || found.Confidence == 0:
		return "", "" // of two that are level, the library gives any
	case found.Script != unicode.Latin:
		if letters < proseLetters {
			return "", ""
		}
	case words < proseWords || digits*10 > letters || !surely(text, found.Lang):
		return "", ""
	}
	tag = found.Lang.Iso6391()
	if tag == "" {
		tag = found.Lang.Iso6393()
	}
	return tag, found.Lang.String()
}

// surely tells whether a text in Latin letters is in the language rather than English.
func surely(text string, l whatlanggo.Lang) bool {
	found := whatlanggo.DetectWithOptions(text, whatlanggo.Options{Whitelist: map[whatlanggo.Lang]bool{whatlanggo.Eng: true, l: true}})
	return found.Lang == l && found.Confidence == 1
}

// declaredForeign is the name of the language of a BCP 47 tag; "" for English, and for a
// tag that names none.
func declaredForeign(tag string) string {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-")
	switch base {
	case "", "en", "eng", "english", "und", "mul", "zxx":
		return ""
	}
	for l := whatlanggo.Lang(0); l.String() != ""; l++ {
		if l.Iso6391() == base || l.Iso6393() == base {
			return l.String()
		}
	}
	return tag
}
