package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Document is an article as it was read: its text and what its source says about it.
type Document struct {
	ID ID // of its URL, of its source's own identifier, or of its path; see DocumentID

	Path string // as given on the command line; "" where it came from elsewhere
	URL  string
	GUID string // the source's own identifier of the article, where it has one

	Source   string // the outlet: "Reuters"
	Title    string
	Byline   string
	Dateline string // the place only: "LONDON"
	Language string // BCP 47: "en"

	Published time.Time
	Modified  time.Time

	// Text is UTF-8. All spans of an extraction are of it. Where the input was plain
	// text it is the whole file (PlainText is set), headline included.
	Text      string
	PlainText bool
}

// DocumentID identifies an article by the best that is known of it: its URL, else
// its source's identifier, else its path as given. Reading the article again, with
// another text, gives the same ID: that is how a correction finds what it replaces.
func DocumentID(url, source, guid, path string) ID {
	switch {
	case url != "":
		return NewID("document", "url", url)
	case guid != "":
		return NewID("document", "guid", source, guid)
	}
	return NewID("document", "path", path)
}

// TextSHA256 is the SHA-256 of the text in hexadecimal digits.
func (d *Document) TextSHA256() string {
	sum := sha256.Sum256([]byte(d.Text))
	return hex.EncodeToString(sum[:])
}

// Span is a half-open range [Start, End) of bytes of a document's text.
type Span struct{ Start, End int }

// Len is the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// Contains tells whether all of o lies in s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps tells whether s and o share a byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// In cuts the span out of text.
func (s Span) In(text string) string { return text[s.Start:s.End] }
