// Package extract finds in an article who said, accused and denied what: the people,
// countries, organizations, offices and treaties that it names, what it reports them
// as saying, and of what they accuse whom, each with the words that say so, the rule
// that found it and a confidence.
//
// It knows politics and the manners of news prose; how a text is cut into sentences
// and words is package nlp's, and which words mean what is package lexicon's. It
// stores nothing and knows of no graph.
//
// The main path is [Extractor.Extract]: a document is laid out by nlp.Read; then the
// stages fill a reading in order: names (mentions.go), offices (posts.go), who is who
// (people.go), words of saying and accusing (cues.go), statements (speech.go) with
// their speakers (phrases.go, speakers.go), accusations and denials (accuse.go,
// claims.go), and days (days.go). Each stage uses only what the ones before found.
package extract

import (
	"strconv"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
	"rostrum/schema"
)

// Version names the extractor's rules and word lists; it is part of the digest that
// tells a store whether a document must be read again.
const Version = "1"

// Extractor reads articles. It may be used from many goroutines at once.
type Extractor struct{ lexicon *lexicon.Lexicon }

// New makes an extractor that uses the word lists.
func New(l *lexicon.Lexicon) *Extractor { return &Extractor{lexicon: l} }

// Extract finds what the document says. It never fails: a text in which nothing is
// found gives an empty extraction. The same document gives the same extraction.
func (x *Extractor) Extract(d *schema.Document) *schema.Extraction {
	r := &reading{
		lex: x.lexicon, doc: d, text: nlp.Read(d.Text),
		entities: map[schema.ID]*schema.Entity{}, has: map[string]bool{}, contents: map[schema.Span]*statement{}, out: &schema.Extraction{Document: d},
	}
	r.layWords()
	r.listenForShouting()
	r.findMentions()
	r.findCues()
	r.findPeople()
	r.nameOfficials()
	r.countCountries()
	r.findPosts()
	r.findHoldings()
	r.dropBareTitles()
	r.findMemberships()
	r.readStatements()
	for _, s := range r.statements {
		at := s.content[0]
		s.id = schema.NewID("statement", string(d.ID), strconv.Itoa(at.Start), strconv.Itoa(at.End), s.rule)
	}
	r.readClaims()
	r.addRest()
	r.finish()
	return r.out
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
