package lexicon

// known is whom a last name may mean, in an article that has one of the words of needs.
type known struct{ person, needs string }

// Known is whom a last name without a first one means, as known.tsv lists it: the
// person and the words of which the article must hold one, joined by "|". holds tells
// whether it does; it is not asked where none are needed. "" where nobody is listed.
func (l *Lexicon) Known(last string, holds func(needs string) bool) string {
	for _, k := range l.known[fold(last)] {
		if k.needs == "" || holds(k.needs) {
			return k.person
		}
	}
	return ""
}

func (l *loader) known() {
	twice := seen{}
	for _, r := range l.rows("known.tsv", "last", "person", "needs") {
		last := fold(r.must("last"))
		if k := (known{r.must("person"), r.get("needs")}); twice.once(r, last+"\t"+k.person, k.person) {
			l.lexicon.known[last] = append(l.lexicon.known[last], k)
		}
	}
}
