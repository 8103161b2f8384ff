// Package lexicon holds the words that the extraction of political news rests on:
// countries with their demonyms, capitals and seats of power, organizations,
// outlets, treaties, titles of office, the verbs and nouns of saying, accusing and
// denying, hedges, words of a charge, and given names. It finds them in a text; it
// does not decide what they mean there. That is package extract.
//
// The lists are data/*.tsv, embedded. Lines that begin with '#' tell the source and
// licence of a list and what its columns mean, the first other line names the
// columns, every further line is one entry, its fields separated by one tab. Load
// checks them all and names file and line of everything wrong.
//
// To add a word, add a line to the list it belongs to and run go test here:
//
//   - a form with a capital letter matches as written, and wholly in capitals where
//     it has more than three letters; a form without one matches in any case;
//   - forms stand without "the", unless that is part of the name ("The Hague");
//   - straight apostrophes match curly ones, one space matches any white space;
//   - a form that means it only beside another word also gets a line in
//     ambiguous.tsv ("Article 5" needs NATO);
//   - a phrase that holds a country's name and does not mean the state goes to
//     notcountry.tsv: the longest form wins;
//   - verbs stand in the infinitive; irregular ones and those that double their last
//     letter get a line in verbs.tsv.
//
// The main path: Load once, then At and CueAt at each word of a text.
package lexicon

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed data/*.tsv
var embedded embed.FS

// Kind says which list an entry is from.
type Kind string

// The kinds of entries.
const (
	KindCountry      Kind = "country"
	KindDemonym      Kind = "demonym"
	KindCapital      Kind = "capital"
	KindMetonym      Kind = "metonym"
	KindState        Kind = "state" // a state or province of a federation: not a country
	KindNotCountry   Kind = "notcountry"
	KindOrganization Kind = "organization"
	KindTreaty       Kind = "treaty"
	KindOutlet       Kind = "outlet"
	KindTitle        Kind = "title"
	KindHonorific    Kind = "honorific"
	KindGroup        Kind = "group"
)

// Entry is one form of a name or title, and what it stands for.
type Entry struct {
	Kind Kind
	Form string // as listed
	Name string // canonical name: usual English name of a country, organization, treaty; plain title of an office
	ISO3 string // the country meant; of a title or organization, the country it belongs to, "" where none
	// Type of an organization: international, government, party, armed, media, company, ngo, agency;
	// of a title: state, government, minister, legislator, regional, local, diplomat, military,
	// spokesperson, party, official, organization, judicial, honorific;
	// of a metonym: seat, agency, force, regime.
	Type      string
	Use       string // of a demonym: adjective, noun, both; of a title: "before" (only before a name: "Sen."), "both"
	Year      int    // of a treaty: when it was signed
	From, To  int    // years in which the form stood for it; 0 is open
	Needs     string // words, or beginnings of words, of which the article must hold one for the form to mean this, joined by |
	Within    string // of a state: ISO3 of the country it lies in
	Feminine  bool   // the title tells that its holder is a woman
	Masculine bool   // … a man
	Plural    bool   // the form speaks of several ("Senators")
	Candidate bool   // the form tells that the office is sought ("presidential nominee")
}

// Lexicon is the checked word lists. It may be used from many goroutines at once.
type Lexicon struct {
	names      matcher[Entry]
	cues       matcher[Cue]
	countries  []Country
	byISO3     map[string]int
	byText     map[string]int // folded name, alias, demonym, code → index in countries
	treaties   []Entry        // canonical, in the order of the list
	byTreaty   map[string]int // folded name or alias → index in treaties
	titles     map[string][]Entry
	offices    map[office]string
	classes    map[class]struct{}
	hedges     map[string]string
	genders    map[string]string
	known      map[string][]known // by folded last name
	charges    charges
	monarchies map[string]bool // states with a crown since the table of officials begins
	officials  officials
	contenders map[string][]Contender // by folded name
	madeAt     map[string][]madeAt    // by the place's folded name
}

// Load loads the lists of this program.
func Load() (*Lexicon, error) {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, fmt.Errorf("lexicon: %w", err)
	}
	return LoadFS(data)
}
