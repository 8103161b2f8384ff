package lexicon

import (
	"cmp"
	"slices"
)

// Contender is somebody who sought an office in an election, as contenders.tsv lists
// it.
type Contender struct {
	Person string
	Office string // plain title
	ISO3   string
	Year   int  // of the election
	Main   bool // stood in the election itself, not only for a party's nomination
}

// Contenders are the candidacies of the person of a canonical name, in order of time.
func (l *Lexicon) Contenders(person string) []Contender {
	key, _ := foldPerson(person, "")
	return l.contenders[key]
}

func (l *loader) contenders() {
	twice := seen{}
	for _, r := range l.rows("contenders.tsv", "person", "office", "iso3", "year", "standing") {
		c := Contender{Person: r.must("person"), Office: r.must("office"), ISO3: r.country("iso3"), Year: r.year("year"),
			Main: r.oneOf("standing", "main", "primary") == "main"}
		if c.ISO3 == "" || c.Year == 0 {
			r.wrong("the columns \"iso3\" and \"year\" must be filled")
		}
		if twice.once(r, c.Person+"\t"+c.Office+"\t"+c.ISO3+"\t"+r.get("year"), c.Person) {
			key, _ := foldPerson(c.Person, "")
			l.lexicon.contenders[key] = append(l.lexicon.contenders[key], c)
		}
	}
	for _, list := range l.lexicon.contenders {
		slices.SortFunc(list, func(a, b Contender) int { return cmp.Compare(a.Year, b.Year) })
	}
}
