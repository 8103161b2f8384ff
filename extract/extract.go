// Package extract finds in an article who said, accused and denied what: the people,
// countries, organizations, offices and treaties that it names, what it reports them
// as saying, and of what they accuse whom, each with the words that say so, the rule
// that found it and a confidence.
//
// It knows politics and the manners of news prose; how a text is cut into sentences
// and words, and which of them a network takes for a source, a cue, content or a name,
// is package nlp's, and which words mean what is package lexicon's. It stores nothing
// and knows of no graph.
//
// The main path is [Extractor.Extract]: a document is laid out by nlp.Read and read by
// the [Finder]; then the stages fill a reading in order: names (mentions.go), offices
// (posts.go), who is who (people.go), words of saying and accusing (cues.go),
// statements (speech.go; by rules, quotations and transcripts that the network left out:
// quotes.go, transcripts.go) with their speakers (sources.go, phrases.go, speakers.go) and reporters (reports.go),
// accusations and denials (accuse.go, claims.go; by rules, what the network left out:
// frames.go, denials.go, innocence.go) with their parties (parties.go, partywords.go, partylists.go,
// asides.go, antecedents.go, organs.go), and days (days.go). Each stage uses only what the ones
// before found.
package extract

import (
	"fmt"
	"slices"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
	"rostrum/schema"
)

// version names the extractor's rules and word lists.
const version = "6"

// Finder finds who says what, who accuses whom, and names, in a text that is laid
// out; a [nlp.Reader] is one. It takes what is of the minimum confidence or more; of 0,
// what it holds best.
type Finder interface {
	Find(t *nlp.Text, minimum float64) (*nlp.Findings, error)
	Name() string // of its weights
}

// Extractor reads articles. It may be used from many goroutines at once.
type Extractor struct {
	lexicon *lexicon.Lexicon
	finder  Finder
	minimum float64
}

// New makes an extractor that uses the word lists and the finder. Statements are of the
// minimum confidence or more; a minimum of 0 is the one that is best for F1.
func New(l *lexicon.Lexicon, f Finder, minimum float64) *Extractor {
	return &Extractor{lexicon: l, finder: f, minimum: minimum}
}

// Version names what decides what is found: rules and word lists, weights, the minimum
// confidence. It is part of the digest that tells a store whether a document must be
// read again.
func (x *Extractor) Version() string {
	return fmt.Sprintf("%s %s %g", version, x.finder.Name(), x.minimum)
}

// Extract finds what the document says. A text in which nothing is found gives an empty
// extraction; an error is the finder's. The same document gives the same extraction.
func (x *Extractor) Extract(d *schema.Document) (*schema.Extraction, error) {
	d, foreign := x.inLanguage(d)
	if foreign != "" {
		whole := schema.Span{End: len(d.Text)}
		return &schema.Extraction{Document: d, Skips: []schema.Skip{{Span: whole, Reason: NotEnglish + foreign}}}, nil
	}
	text := nlp.Read(d.Text)
	found, err := x.finder.Find(text, x.minimum)
	if err != nil {
		return nil, err
	}
	r := &reading{
		lex: x.lexicon, doc: d, text: text, found: found, minimum: x.minimum,
		claimed: map[int]bool{}, denied: map[int]bool{},
		entities: map[schema.ID]*schema.Entity{}, mentioned: map[mentioning]bool{}, has: map[string]bool{}, contents: map[schema.Span]*statement{}, out: &schema.Extraction{Document: d},
	}
	r.layWords()
	r.listenForShouting()
	r.findMentions()
	r.findCues()
	r.countCountries()
	r.findPeople()
	r.nameOfficials()
	r.countCountries() // again: some were people's names
	r.findTreaties()
	r.findPosts()
	r.findHoldings()
	r.findRaces()
	r.tidyHoldings()
	r.findRoles()
	r.findMemberships()
	r.readStatements()
	r.dropUnsure()
	for _, s := range r.statements {
		s.id = schema.NewID("statement", string(d.ID), fmt.Sprint(s.content), s.rule)
	}
	r.placeStatements()
	r.readClaims()
	r.addRest()
	r.finish()
	return r.out, nil
}

// addRest adds the countries, treaties, organizations and people that no finding has
// brought in.
func (r *reading) addRest() {
	for _, m := range r.mentions {
		if m.kind != aName {
			r.entity(m)
		}
	}
}

// dropUnsure leaves out the statements of rules that are below the minimum confidence;
// the finder has left out its own.
func (r *reading) dropUnsure() {
	r.statements = slices.DeleteFunc(r.statements, func(s *statement) bool {
		unsure := s.confidence < r.minimum
		if unsure {
			cue := ""
			if len(s.cue) > 0 {
				cue = s.cue[0].In(r.text.Raw)
			}
			r.skip(s.content[0], cue, "below the minimum confidence")
		}
		return unsure
	})
}
