package lexicon

import (
	"slices"
	"strings"
)

// Country is a state or territory, of today or of before.
type Country struct {
	ISO3     string // ISO 3166-1 alpha-3; of a state that is no more, the code it had
	ISO2     string
	Name     string // the usual English name
	Status   string // state, territory, former
	From, To int    // years it existed, where that matters; 0 is open
	Aliases  []string
	Demonyms []string
	Capitals []string
}

// Country is the country of a code ("RUS").
func (l *Lexicon) Country(iso3 string) (Country, bool) {
	i, ok := l.byISO3[iso3]
	if !ok {
		return Country{}, false
	}
	return l.countries[i], true
}

// Countries lists all countries in the order of their names. It is shared: do not
// change it.
func (l *Lexicon) Countries() []Country { return l.countries }

// FindCountry finds the country that a user means by a name, alias, demonym or code
// ("Russia", "russian", "RUS", "ru"), in any case, with or without "the".
func (l *Lexicon) FindCountry(text string) (Country, bool) {
	i, ok := l.byText[foldName(text)]
	if !ok {
		return Country{}, false
	}
	return l.countries[i], true
}

// NearestCountries names the n countries whose names, aliases or demonyms are most
// like the text, the nearest first.
func (l *Lexicon) NearestCountries(text string, n int) []string {
	text = foldName(text)
	type near struct{ country, distance int }
	best := make([]near, len(l.countries))
	for i := range best {
		best[i] = near{i, 1 << 20}
	}
	for form, i := range l.byText {
		if len(form) < 4 && len(text) > 3 {
			continue // a code is near to anything
		}
		d := editDistance(text, form)
		if len(text) > 2 && strings.HasPrefix(form, text) {
			d = 1
		}
		if d < best[i].distance {
			best[i].distance = d
		}
	}
	slices.SortStableFunc(best, func(a, b near) int { return a.distance - b.distance })
	names := make([]string, 0, n)
	for _, b := range best[:min(n, len(best))] {
		names = append(names, l.countries[b.country].Name)
	}
	return names
}

// editDistance is the number of letters to change, insert or drop (Levenshtein).
func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(y)]
}

// fold makes forms comparable: lower case, straight apostrophes.
func fold(text string) string {
	return strings.ReplaceAll(strings.ToLower(text), "’", "'")
}

// foldName folds a name that a user gives: also without periods, "the" and spare space.
func foldName(text string) string {
	text = strings.Join(strings.Fields(strings.ReplaceAll(fold(text), ".", "")), " ")
	return strings.TrimPrefix(text, "the ")
}

// Treaties lists the treaties by their canonical names, in the order of the list. It
// is shared: do not change it.
func (l *Lexicon) Treaties() []Entry { return l.treaties }

// Treaty is the treaty of a canonical name.
func (l *Lexicon) Treaty(name string) (Entry, bool) {
	e, ok := l.FindTreaty(name)
	return e, ok && e.Name == name
}

// madeAt is a treaty that is told of by the place where it was made and a word for what it is
// about.
type madeAt struct {
	treaty Entry
	topics []string
}

// TreatyMadeAt returns the treaty that a place and a topic tell, where isTopic holds for a
// word of it: the one that was made in Paris, in a sentence about emissions.
func (l *Lexicon) TreatyMadeAt(place string, isTopic func(word string) bool) (Entry, bool) {
	for _, m := range l.madeAt[foldName(place)] {
		if slices.ContainsFunc(m.topics, isTopic) {
			return m.treaty, true
		}
	}
	return Entry{}, false
}

// FindTreaty finds the treaty that a user means by its name or an alias, in any case,
// with or without "the".
func (l *Lexicon) FindTreaty(text string) (Entry, bool) {
	i, ok := l.byTreaty[foldName(text)]
	if !ok {
		return Entry{}, false
	}
	return l.treaties[i], true
}
