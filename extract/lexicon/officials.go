package lexicon

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rostrum/schema"
)

// Official is one term of a well-known person in one office, as officials.tsv lists it.
type Official struct {
	Person       string      // canonical name, one for each person: "George W. Bush", "George H. W. Bush"
	Office       string      // plain title, as OfficeTitle gives it for the state
	ISO3         string      // the state served, by the code it had then ("SUN"); "" for an organization's office
	Organization string      // canonical name, "" for a state's office
	From, To     schema.Date // first and last day; To is empty while in office. A date known to the month or year covers all of it
	State        string      // that a member of Congress is from, "" where the table does not say: "Wisconsin"
	minor        bool        // one of many: a member of a house, a governor
}

// Holds tells whether the term covers a day; the empty day is covered by all terms.
func (o Official) Holds(on schema.Date) bool {
	return on == "" || o.From <= on && (o.To == "" || on <= o.To)
}

// officials is the table of office holders, found by name, by last name, by office.
type officials struct {
	all     []Official            // in order of time
	terms   map[string][]int      // person → indices in all
	holders map[office][]int      // office of a state → indices in all
	names   map[string][]nameForm // folded name without initials → who has it
	tails   map[string][]nameForm // last word of a folded name → names that end so
}

// nameForm is a person's name or alias, folded.
type nameForm struct {
	words    string // all of it: "george w bush"
	initials string // its middle initials and generation: "w"
	person   string
}

// OfficialsNamed returns the terms of the person that a name in an article means, its
// full name or a listed alias, in order of time. Case, accents, hyphens, periods and
// the Arabic article do not count; neither do middle initials and "Jr." where the
// article or the table leaves them out ("Barack H. Obama", but not "George P. Bush").
// The canonical name is Official.Person. A name that two persons share returns the
// terms of both ("George Bush", and a last name alone that is listed, "Kim"): the
// caller tells them apart by the day. Members of houses and governors are too many to
// be known by the name at any time: they are meant from shortly before their first day
// in office to some years after their last, and where no day is told, while they are in
// office as far as the table knows. nil where the table does not know the name.
func (l *Lexicon) OfficialsNamed(name string, on schema.Date) []Official {
	key, asked := foldPerson(name, "")
	exact := slices.ContainsFunc(l.officials.names[key], func(f nameForm) bool { return f.words == asked.words })
	var persons []string
	for _, f := range l.officials.names[key] {
		loose := !exact && (asked.initials == "" || strings.HasPrefix(f.initials, asked.initials+" ") || l.officials.plain(key, f.person))
		if (f.words == asked.words || loose) && !slices.Contains(persons, f.person) && l.officials.remembered(f.person, on) {
			persons = append(persons, f.person)
		}
	}
	return l.officials.of(persons, "")
}

// TermsEver returns the terms of the one person of a name that the table knows, of any time:
// what an article says of them must tell that they are meant. nil where it knows several.
func (l *Lexicon) TermsEver(name string) []Official {
	key, _ := foldPerson(name, "")
	var persons []string
	for _, f := range l.officials.names[key] {
		if !slices.Contains(persons, f.person) {
			persons = append(persons, f.person)
		}
	}
	if len(persons) != 1 {
		return nil
	}
	return l.officials.of(persons, "")
}

// The years around the terms of a minor official in which a name alone means them.
const yearsBefore, yearsAfter = 2, 25

// remembered tells whether a name alone means a person on a day.
func (o *officials) remembered(person string, on schema.Date) bool {
	return slices.ContainsFunc(o.terms[person], func(i int) bool {
		t := &o.all[i]
		switch {
		case !t.minor:
			return true
		case on == "":
			return t.To == ""
		}
		day := on.Time()
		return t.From <= schema.DateOf(day.AddDate(yearsBefore, 0, 0)) && (t.To == "" || schema.DateOf(day.AddDate(-yearsAfter, 0, 0)) <= t.To)
	})
}

// plain tells whether the table has no initials of a person for a folded name, so that
// an article may have them.
func (o *officials) plain(key, person string) bool {
	return !slices.ContainsFunc(o.names[key], func(f nameForm) bool { return f.person == person && f.initials != "" })
}

// of lists the terms of some persons that cover a day, in order of time.
func (o *officials) of(persons []string, on schema.Date) []Official {
	var found []int
	for _, p := range persons {
		for _, i := range o.terms[p] {
			if o.all[i].Holds(on) {
				found = append(found, i)
			}
		}
	}
	slices.Sort(found)
	var terms []Official
	for _, i := range found {
		terms = append(terms, o.all[i])
	}
	return terms
}

// Holder returns who held the office of a state on a day, "" where the table does not
// know or two did, as on the day of a handover. An office of an organization has the
// empty state: ("Secretary General of NATO", "").
func (l *Lexicon) Holder(title, iso3 string, on schema.Date) string {
	holder := ""
	for _, i := range l.officials.holders[office{l.OfficeTitle(title, iso3), iso3}] {
		t := &l.officials.all[i]
		switch {
		case !t.Holds(on) || t.Person == holder:
		case holder != "":
			return ""
		default:
			holder = t.Person
		}
	}
	return holder
}

// SurnameHolders returns the terms of officials whose last name is given ("Bush",
// "von der Leyen", "Xi"), that cover the day or, on the empty day, all their terms.
func (l *Lexicon) SurnameHolders(last string, on schema.Date) []Official {
	_, asked := foldPerson(last, "")
	var persons []string
	for _, f := range l.officials.tails[lastWord(asked.words)] {
		ends := f.words == asked.words || strings.HasSuffix(f.words, " "+asked.words)
		if ends && !slices.Contains(persons, f.person) {
			persons = append(persons, f.person)
		}
	}
	return l.officials.of(persons, on)
}

func byTime(a, b Official) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Person, b.Person), cmp.Compare(a.Office, b.Office))
}

// foldPerson makes names comparable. The key leaves out middle initials and "Jr.".
func foldPerson(name, person string) (key string, form nameForm) {
	words := strings.FieldsFunc(foldLetters(name), func(r rune) bool { return r == ' ' || r == '-' || r == '.' || r == ',' })
	words = slices.DeleteFunc(words, func(w string) bool { return w == "al" || w == "el" })
	form = nameForm{words: strings.Join(words, " "), person: person}
	if !slices.ContainsFunc(words, leftOut) {
		return form.words, form
	}
	var kept, initials []string
	for i, w := range words {
		if i > 0 && leftOut(w) {
			initials = append(initials, w)
		} else {
			kept = append(kept, w)
		}
	}
	form.initials = strings.Join(initials, " ")
	return strings.Join(kept, " "), form
}

// leftOut tells whether an article may leave a word of a name out, where it is not the
// first: an initial or a generation.
func leftOut(word string) bool {
	return len(word) == 1 || word == "jr" || word == "sr" || word == "ii" || word == "iii"
}

// foldLetters writes letters small and without accents, and leaves out apostrophes.
func foldLetters(name string) string {
	if isASCII(name) {
		return strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(name, "'", ""), "`", ""))
	}
	return strings.Map(func(r rune) rune {
		switch r = unicode.ToLower(r); {
		case unicode.Is(unicode.Mn, r) || strings.ContainsRune("'’‘ʻʼ`", r):
			return -1
		case r == 'ł':
			return 'l'
		case r == 'ø':
			return 'o'
		case r == 'đ' || r == 'ð':
			return 'd'
		case r == 'ı':
			return 'i'
		}
		return r
	}, norm.NFD.String(name))
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func lastWord(words string) string { return words[strings.LastIndexByte(words, ' ')+1:] }

// officials reads the table of office holders; the titles must have been read.
func (l *loader) officials() {
	rows := l.rows("officials.tsv", "person", "aliases", "office", "iso3", "organization", "from", "to", "shared", "state", "source")
	table := officials{all: make([]Official, 0, len(rows)), terms: make(map[string][]int, len(rows)), holders: map[office][]int{},
		names: make(map[string][]nameForm, 2*len(rows)), tails: make(map[string][]nameForm, len(rows))}
	titles := map[office]Official{} // as the row has it → as OfficeTitle gives it
	lines := map[office][]term{}    // by title and state or organization
	for _, r := range rows {
		written := office{r.must("office"), r.country("iso3")}
		if _, known := titles[written]; !known {
			titles[written] = l.lexicon.listed(written)
		}
		o := titles[written]
		o.Person, o.Organization, o.State = r.must("person"), r.get("organization"), r.get("state")
		t := r.term(o)
		if t.Person == "" {
			continue
		}
		table.all = append(table.all, t.Official)
		table.name(t.Person, r.list("aliases"))
		held := office{t.Office, t.ISO3 + t.Organization}
		lines[held] = append(lines[held], t)
	}
	for _, terms := range lines {
		contradictions(terms)
	}
	slices.SortFunc(table.all, byTime)
	for i, o := range table.all {
		table.terms[o.Person] = append(table.terms[o.Person], i)
		held := office{o.Office, o.ISO3}
		table.holders[held] = append(table.holders[held], i)
	}
	l.lexicon.officials = table
	l.lexicon.monarchies = map[string]bool{}
	for _, o := range table.all {
		if monarch[o.Office] {
			l.lexicon.monarchies[o.ISO3] = true
		}
	}
}

// listed is the office as OfficeTitle gives it; "Governor of Ohio" is of the title before
// the "of".
func (l *Lexicon) listed(as office) Official {
	title, _, _ := strings.Cut(as.title, " of ")
	minor := slices.ContainsFunc(l.titles[fold(title)], func(e Entry) bool { return e.Type == "legislator" || e.Type == "regional" })
	return Official{Office: l.OfficeTitle(as.title, as.iso3), ISO3: as.iso3, minor: minor}
}

// term reads the days of a row into its official and checks it.
func (r row) term(o Official) term {
	from, begun := r.days("from")
	ended, to := r.days("to")
	o.From, o.To = from, to
	r.must("from")
	r.must("source")
	if (o.ISO3 == "") == (o.Organization == "") {
		r.wrong("one of the columns \"iso3\" and \"organization\" must be filled, the other empty")
	}
	if to != "" && to < from {
		r.wrong("from %q is after to %q", r.get("from"), r.get("to"))
	}
	shared := r.get("shared") != "" && r.oneOf("shared", "joint", "rival") != ""
	return term{r, o, begun, ended, shared}
}

// name makes a person findable. An alias of one word is a last name that stands alone;
// where it is the first word of the name, the family name comes first ("Xi").
func (o *officials) name(person string, aliases []string) {
	first, _, _ := strings.Cut(person, " ")
	familyFirst := slices.Contains(aliases, first)
	for i, name := range append([]string{person}, aliases...) {
		if strings.Contains(name, "(") {
			continue // a mark that tells namesakes apart, in no article
		}
		key, form := foldPerson(name, person)
		if slices.Contains(o.names[key], form) || form.words == "" {
			continue
		}
		o.names[key] = append(o.names[key], form)
		if i == 0 && familyFirst || i > 0 && familyFirst && strings.Contains(name, " ") {
			continue
		}
		// Without its initials and "Jr." the name ends with the last name.
		form.words = key
		tail := lastWord(key)
		o.tails[tail] = append(o.tails[tail], form)
	}
}

// term is a row of the table with what the check of its neighbours needs.
type term struct {
	row
	Official
	begun  schema.Date // the latest day it may have begun
	ended  schema.Date // the earliest day it may have ended
	shared bool        // "joint" or "rival": others held the office at the same time
}

// allowed is the overlap of two terms that a handover, or a list that dates one from
// the election and the other from the oath, explains.
const allowed = 31 * 24 * time.Hour

// contradictions complains of terms in one office that overlap by more than allowed.
func contradictions(terms []term) {
	terms = slices.DeleteFunc(terms, func(t term) bool { return t.shared })
	for i := range terms {
		for j := range terms[:i] {
			a, b := &terms[j], &terms[i]
			from, to := max(a.begun, b.begun), a.ended // both surely held it
			if to == "" || b.ended != "" && b.ended < to {
				to = b.ended
			}
			if to != "" && (to <= from || to.Time().Sub(from.Time()) < allowed) {
				continue
			}
			b.wrong("%s overlaps with %s of line %d as %s: correct a date, or write joint or rival in column \"shared\" of one",
				b.Person, a.Person, a.line, b.Office)
		}
	}
}

// days is the field as the first and the last day that it may mean; both are empty
// where it is empty.
func (r row) days(column string) (first, last schema.Date) {
	text := r.get(column)
	if text == "" {
		return "", ""
	}
	first, err := schema.ParseDate(text)
	if err != nil {
		r.wrong("column %q: %v", column, err)
		return "", ""
	}
	day := first.Time()
	switch len(text) {
	case len(time.DateOnly):
		return first, first
	case len("2006"):
		day = day.AddDate(1, 0, -1)
	case len("2006-01"):
		day = day.AddDate(0, 1, -1)
	}
	return first, schema.DateOf(day)
}
