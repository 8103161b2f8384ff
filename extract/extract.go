// Package extract finds in an article who said, accused and denied what.
package extract

import (
	"rostrum/extract/lexicon"
	"rostrum/schema"
)

// Version names the extractor's rules and word lists; it is part of the digest that
// tells a store whether a document must be read again.
const Version = "1"

// Extractor reads articles. It may be used from many goroutines at once.
type Extractor struct{ lexicon *lexicon.Lexicon }

// New makes an extractor that uses the word lists.
func New(l *lexicon.Lexicon) *Extractor { return &Extractor{lexicon: l} }

// Extract finds what the document says.
func (x *Extractor) Extract(d *schema.Document) *schema.Extraction {
	return &schema.Extraction{Document: d}
}
