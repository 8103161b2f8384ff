package lexicon

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// loader reads the lists one after the other and gathers what is wrong with them.
type loader struct {
	files   fs.FS
	lexicon *Lexicon
	errors  []error
	needs   map[string]string // form → words, of ambiguous.tsv
	needed  map[string]bool   // forms of ambiguous.tsv that some list holds
}

// LoadFS loads and checks lists from a folder that has the same files as data. The
// error tells everything that is wrong, each with its file and line.
func LoadFS(files fs.FS) (*Lexicon, error) {
	l := &loader{
		files:  files,
		needs:  map[string]string{},
		needed: map[string]bool{},
		lexicon: &Lexicon{
			names: matcher[Entry]{}, cues: matcher[Cue]{},
			byISO3: map[string]int{}, byText: map[string]int{}, byTreaty: map[string]int{},
			titles: map[string][]Entry{}, offices: map[office]string{},
			classes: map[class]struct{}{}, hedges: map[string]string{}, genders: map[string]string{}, known: map[string][]known{}, contenders: map[string][]Contender{}, madeAt: map[string][]madeAt{},
			charges: charges{patterns: map[string][]chargePattern{}},
		},
	}
	ambiguous := l.ambiguous()
	l.countries()
	l.countryForms()
	l.namedThings()
	l.treaties()
	l.treatyPlaces()
	l.titles()
	l.allCues()
	l.words()
	l.wordClasses()
	l.known()
	l.allCharges()
	l.officials()
	l.contenders()
	for _, r := range ambiguous {
		if !l.needed[r.get("form")] {
			r.wrong("no list has the form %q", r.get("form"))
		}
	}
	l.lexicon.names.sort()
	l.lexicon.cues.sort()
	if len(l.errors) > 0 {
		return nil, fmt.Errorf("lexicon: %w", errors.Join(l.errors...))
	}
	return l.lexicon, nil
}

// wrong notes an error in a list; line 0 means the whole file.
func (l *loader) wrong(file string, line int, format string, args ...any) {
	place := file
	if line > 0 {
		place += ":" + strconv.Itoa(line)
	}
	l.errors = append(l.errors, fmt.Errorf("%s: %s", place, fmt.Sprintf(format, args...)))
}

// seen finds forms that a list names twice: key → line.
type seen map[string]int

func (s seen) once(r row, key, what string) bool {
	if first, ok := s[key]; ok {
		r.wrong("%s stands already in line %d", what, first)
		return false
	}
	s[key] = r.line
	return true
}

// form lists a form of an entry, unless the list has it with the same meaning.
func (l *loader) form(r row, twice seen, e Entry) {
	switch {
	case e.Form == "":
		return // must has complained
	case firstWord(e.Form, 0) == 0 || firstWord(e.Form, 0) > maxFirstWord:
		r.wrong("the form %q does not begin with a word of at most %d bytes", e.Form, maxFirstWord)
		return
	case strings.Contains(e.Form, "’") || strings.Contains(e.Form, "  "):
		r.wrong("the form %q has a curly apostrophe or two spaces: write ' and one space", e.Form)
	case e.From > 0 && e.To > 0 && e.From > e.To:
		r.wrong("from %d is after to %d", e.From, e.To)
	}
	if !twice.once(r, e.Form+"\t"+e.ISO3+"\t"+strconv.Itoa(e.From), strconv.Quote(e.Form)) {
		return
	}
	e.Needs = l.needs[e.Form]
	l.needed[e.Form] = true
	l.lexicon.names.add(e.Form, e)
}

func (l *loader) ambiguous() []row {
	rows := l.rows("ambiguous.tsv", "form", "needs")
	twice := seen{}
	for _, r := range rows {
		if form := r.must("form"); twice.once(r, form, strconv.Quote(form)) {
			l.needs[form] = strings.Join(r.list("needs"), "|")
		}
		r.must("needs")
	}
	return rows
}

func (l *loader) countries() {
	rows := l.rows("countries.tsv", "iso3", "iso2", "name", "status", "from", "to")
	codes, names := seen{}, seen{}
	for _, r := range rows {
		c := Country{ISO3: r.must("iso3"), ISO2: r.get("iso2"), Name: r.must("name"),
			Status: r.oneOf("status", "state", "territory", "former"), From: r.year("from"), To: r.year("to")}
		if len(c.ISO3) != 3 || strings.ToUpper(c.ISO3) != c.ISO3 {
			r.wrong("column \"iso3\": %q is not three capital letters", c.ISO3)
		}
		if !codes.once(r, c.ISO3, strconv.Quote(c.ISO3)) {
			continue
		}
		l.lexicon.countries = append(l.lexicon.countries, c)
		l.form(r, names, Entry{Kind: KindCountry, Form: c.Name, Name: c.Name, ISO3: c.ISO3, From: c.From, To: c.To})
	}
	slices.SortStableFunc(l.lexicon.countries, func(a, b Country) int { return cmp.Compare(a.Name, b.Name) })
	for i, c := range l.lexicon.countries {
		l.lexicon.byISO3[c.ISO3] = i
	}
	// What a user writes finds the country of that code before any other's name.
	for i, c := range l.lexicon.countries {
		l.find(i, c.ISO3, c.Name)
	}
	for i, c := range l.lexicon.countries {
		l.find(i, c.ISO2)
	}
}

// find makes forms findable by a user; the first country to claim one keeps it.
func (l *loader) find(country int, forms ...string) {
	for _, f := range forms {
		key := foldName(f)
		if _, taken := l.lexicon.byText[key]; !taken && key != "" {
			l.lexicon.byText[key] = country
		}
	}
}

// countryForms reads the lists whose forms stand for a country.
func (l *loader) countryForms() {
	aliases, demonyms, capitals := seen{}, seen{}, seen{}
	for _, r := range l.rows("country_aliases.tsv", "form", "iso3", "from", "to") {
		if c, i := l.home(r); c != nil {
			c.Aliases = append(c.Aliases, r.get("form"))
			l.find(i, r.get("form"))
			l.form(r, aliases, Entry{Kind: KindCountry, Form: r.must("form"), Name: c.Name, ISO3: c.ISO3, From: r.year("from"), To: r.year("to")})
		}
	}
	for _, r := range l.rows("demonyms.tsv", "form", "iso3", "use") {
		if c, i := l.home(r); c != nil {
			c.Demonyms = append(c.Demonyms, r.get("form"))
			l.find(i, r.get("form"))
			use := r.oneOf("use", "adjective", "noun", "both")
			l.form(r, demonyms, Entry{Kind: KindDemonym, Form: r.must("form"), Name: c.Name, ISO3: c.ISO3, Use: use, From: c.From, To: c.To})
		}
	}
	for _, r := range l.rows("capitals.tsv", "form", "iso3", "from", "to") {
		if c, _ := l.home(r); c != nil {
			c.Capitals = append(c.Capitals, r.get("form"))
			l.form(r, capitals, Entry{Kind: KindCapital, Form: r.must("form"), Name: c.Name, ISO3: c.ISO3, From: r.year("from"), To: r.year("to")})
		}
	}
	metonyms := seen{}
	for _, r := range l.rows("metonyms.tsv", "form", "name", "iso3", "type", "from", "to") {
		if c, _ := l.home(r); c != nil {
			l.form(r, metonyms, Entry{Kind: KindMetonym, Form: r.must("form"), Name: r.must("name"), ISO3: c.ISO3,
				Type: r.oneOf("type", "seat", "agency", "force", "regime"), From: r.year("from"), To: r.year("to")})
		}
	}
}

// home is the country that a row must name, and its index.
func (l *loader) home(r row) (*Country, int) {
	if i, ok := l.lexicon.byISO3[r.country("iso3")]; ok {
		return &l.lexicon.countries[i], i
	}
	r.must("iso3") // country has complained of another unknown code
	return nil, 0
}

// namedThings reads the lists of names that are not countries.
func (l *loader) namedThings() {
	states, phrases, organizations, outlets, groups := seen{}, seen{}, seen{}, seen{}, seen{}
	for _, r := range l.rows("states.tsv", "form", "within", "name") {
		l.form(r, states, Entry{Kind: KindState, Form: r.must("form"), Name: cmp.Or(r.get("name"), r.get("form")), Within: r.country("within")})
	}
	for _, r := range l.rows("notcountry.tsv", "form") {
		l.form(r, phrases, Entry{Kind: KindNotCountry, Form: r.must("form"), Name: r.get("form")})
	}
	for _, r := range l.rows("organizations.tsv", "name", "aliases", "iso3", "type") {
		e := Entry{Kind: KindOrganization, Name: r.must("name"), ISO3: r.country("iso3"),
			Type: r.oneOf("type", "international", "government", "party", "armed", "media", "company", "ngo", "agency")}
		l.forms(r, organizations, e, "aliases")
	}
	for _, r := range l.rows("outlets.tsv", "name", "aliases", "iso3") {
		l.forms(r, outlets, Entry{Kind: KindOutlet, Name: r.must("name"), ISO3: r.country("iso3"), Type: "media"}, "aliases")
	}
	for _, r := range l.rows("groups.tsv", "name", "aliases", "iso3") {
		l.forms(r, groups, Entry{Kind: KindGroup, Name: r.must("name"), ISO3: r.country("iso3"), Plural: true}, "aliases")
	}
}

// forms lists an entry under its name and under the forms of a column, but for those
// that another in lower case matches too.
func (l *loader) forms(r row, twice seen, e Entry, column string) {
	all := append([]string{e.Name}, r.list(column)...)
	for _, f := range all {
		if lower := strings.ToLower(f); lower != f && slices.Contains(all, lower) {
			continue
		}
		e.Form = f
		l.form(r, twice, e)
	}
}

func (l *loader) treaties() {
	twice, found := seen{}, seen{}
	for _, r := range l.rows("treaties.tsv", "name", "year", "aliases") {
		e := Entry{Kind: KindTreaty, Name: r.must("name"), Year: r.year("year")}
		r.must("year")
		l.forms(r, twice, e, "aliases")
		for _, f := range append([]string{e.Name}, r.list("aliases")...) {
			if _, ok := found[foldName(f)]; !ok {
				found[foldName(f)] = r.line
				l.lexicon.byTreaty[foldName(f)] = len(l.lexicon.treaties)
			}
		}
		e.Form = e.Name
		l.lexicon.treaties = append(l.lexicon.treaties, e)
	}
}

func (l *loader) treatyPlaces() {
	for _, r := range l.rows("treaty_places.tsv", "treaty", "place", "topics") {
		treaty, ok := l.lexicon.FindTreaty(r.must("treaty"))
		if !ok {
			r.wrong("treaties.tsv has no %q", r.get("treaty"))
			continue
		}
		r.must("topics")
		place := foldName(r.must("place"))
		l.lexicon.madeAt[place] = append(l.lexicon.madeAt[place], madeAt{treaty, r.list("topics")})
	}
}

func (l *loader) titles() {
	twice, names := seen{}, map[string]bool{}
	for _, r := range l.rows("titles.tsv", "forms", "name", "type", "iso3", "use", "flags") {
		e := Entry{Kind: KindTitle, Name: r.must("name"), ISO3: r.country("iso3"), Use: r.oneOf("use", "before", "both"),
			Type: r.oneOf("type", "state", "government", "minister", "legislator", "regional", "local", "diplomat", "military",
				"spokesperson", "party", "official", "organization", "judicial", "honorific")}
		names[e.Name] = true
		r.flags(&e)
		r.must("forms")
		for _, f := range r.list("forms") {
			e.Form = f
			l.form(r, twice, e)
			l.lexicon.titles[fold(f)] = append(l.lexicon.titles[fold(f)], e)
		}
	}
	honorifics := seen{}
	for _, r := range l.rows("honorifics.tsv", "form", "flags") {
		e := Entry{Kind: KindHonorific, Form: r.must("form"), Name: r.get("form"), Type: "honorific", Use: "before"}
		r.flags(&e)
		l.form(r, honorifics, e)
	}
	offices := seen{}
	for _, r := range l.rows("offices.tsv", "title", "iso3", "name") {
		o := office{r.must("title"), r.country("iso3")}
		r.must("iso3")
		if !names[o.title] {
			r.wrong("column \"title\": titles.tsv has no title named %q", o.title)
		}
		if offices.once(r, o.title+"\t"+o.iso3, o.title+" of "+o.iso3) {
			l.lexicon.offices[o] = r.must("name")
		}
	}
}

// flags reads the column that tells what a title says of its holder.
func (r row) flags(e *Entry) {
	for _, f := range r.list("flags") {
		switch f {
		case "feminine":
			e.Feminine = true
		case "masculine":
			e.Masculine = true
		case "plural":
			e.Plural = true
		case "candidate":
			e.Candidate = true
		default:
			r.wrong("column \"flags\": %q is none of \"feminine\", \"masculine\", \"plural\", \"candidate\"", f)
		}
	}
}
