package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// office is a title of office in a country, as offices.tsv lists them.
type office struct{ title, iso3 string }

// OfficeTitle is the plain title that the office of a title's form has in a country:
// ("defense secretary", "USA") is "Secretary of Defense", ("defence secretary", "GBR")
// is "Secretary of State for Defence". Where the country has no title of its own for
// it, the canonical one stands; a form that is not listed is returned with capitals.
func (l *Lexicon) OfficeTitle(form, iso3 string) string {
	title := capitals(form)
	for i, e := range l.titles[fold(form)] {
		if i == 0 || e.ISO3 == iso3 {
			title = e.Name
		}
	}
	if name, ok := l.offices[office{title, iso3}]; ok && name != none {
		return name
	}
	return title
}

// HasOffice tells whether a state can have an office of a canonical title: not one that
// offices.tsv says it has not, nor a crown where the table of officials has none.
func (l *Lexicon) HasOffice(title, iso3 string) bool {
	name, listed := l.offices[office{title, iso3}]
	switch {
	case listed:
		return name != none
	case monarch[title]:
		return l.monarchies[iso3]
	}
	return true
}

// monarch has the titles that only a state with a crown can have.
var monarch = map[string]bool{"King": true, "Queen": true, "Emperor": true, "Empress": true, "Sultan": true, "Emir": true, "Shah": true, "Grand Duke": true,
	"Grand Duchess": true, "Prince": true, "Crown Prince": true, "Crown Princess": true, "Deputy Crown Prince": true}

// none stands in offices.tsv for an office that a country has not.
const none = "-"

// HomeOfTitle is the country that a title tells by itself ("Taoiseach" is IRL), or "".
func (l *Lexicon) HomeOfTitle(form string) string {
	home := ""
	for _, e := range l.titles[fold(form)] {
		if e.ISO3 == "" || home != "" && e.ISO3 != home {
			return ""
		}
		home = e.ISO3
	}
	return home
}

// capitals writes a title with capitals, but for its small words.
func capitals(title string) string {
	words := strings.Fields(title)
	for i, w := range words {
		switch w {
		case "of", "the", "for", "and", "in", "to", "at", "on":
			if i > 0 {
				continue
			}
		}
		r, n := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToUpper(r)) + w[n:]
	}
	return strings.Join(words, " ")
}
