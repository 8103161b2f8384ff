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
	Country  string `json:",omitempty"` // of the outlet: ISO 3166-1 alpha-3, "" where not known
	Title    string
	Byline   string
	Dateline string // the place only: "LONDON"
	Language string // BCP 47: "en"

	Published time.Time // first; the best of Dates
	Modified  time.Time
	Dates     []Dating `json:",omitempty"` // all that is told of them, and by what

	// What agencies say of an item beside its text; "" where they do not.
	Version   string    `json:",omitempty"` // the source's own number of this version
	Status    Status    `json:",omitempty"`
	Embargo   time.Time `json:",omitzero"`  // not to be used before
	Slug      string    `json:",omitempty"` // a few words that name the story: "Sweden-SAAB"
	Copyright string    `json:",omitempty"` // who holds it, or the notice
	Usage     string    `json:",omitempty"` // what the copy may be used for
	Summary   bool      `json:",omitempty"` // the text is a feed's summary of an article that stands elsewhere

	// Text is UTF-8. All spans of an extraction are of it. Where the input was plain
	// text it is the whole file (PlainText is set), headline included.
	Text      string
	PlainText bool
}

// Status says whether an agency lets an item be used, in the words of IPTC's
// publishing status; "" is not told, which means usable.
type Status string

// The statuses of an item.
const (
	Usable   Status = "usable"
	Withheld Status = "withheld" // not to be used until further notice
	Canceled Status = "canceled" // killed: never to be used again
)

// Retracts tells whether what the item said is taken back.
func (s Status) Retracts() bool { return s == Withheld || s == Canceled }

// DateOrigin says what tells a date. They are believed in the order of [DateOrigins].
type DateOrigin string

// The origins of dates.
const (
	FeedDate     DateOrigin = "feed"     // the feed's entry or the sitemap's row
	MetadataDate DateOrigin = "metadata" // the item's or page's own
	URLDate      DateOrigin = "url"      // …/2017/03/31/…
)

// DateOrigins are the origins of dates, the most trusted first.
var DateOrigins = []DateOrigin{FeedDate, MetadataDate, URLDate}

// Dating is one thing that is told of an article's dates.
type Dating struct {
	Modified bool // else of its first publication
	Origin   DateOrigin
	Time     time.Time
}

// Date notes what tells of a date, and takes the most trusted for the article's. The
// zero time tells nothing.
func (d *Document) Date(modified bool, origin DateOrigin, t time.Time) {
	if t.IsZero() {
		return
	}
	d.Dates = append(d.Dates, Dating{modified, origin, t})
	best := &d.Published
	if modified {
		best = &d.Modified
	}
	for _, o := range DateOrigins {
		for _, known := range d.Dates {
			if known.Origin == o && known.Modified == modified {
				*best = known.Time
				return
			}
		}
	}
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
