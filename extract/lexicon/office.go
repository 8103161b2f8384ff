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

// HasOffice tells whether a state can have an office of a canonical title. What
// offices.tsv says it has not, it has not; of heads of state and government, what the
// table of officials knows of no holder of.
func (l *Lexicon) HasOffice(title, iso3 string) bool {
	name, listed := l.offices[office{title, iso3}]
	switch {
	case listed:
		return name != none
	case l.headed[title] && l.states[iso3]:
		return len(l.officials.holders[office{title, iso3}]) > 0
	}
	return true
}

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
