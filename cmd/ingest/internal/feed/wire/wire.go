// Package wire reads what news agencies send: NewsML-G2 and NewsML 1.2, NITF, ninjs,
// IPTC 7901 and ANPA 1312 text. Each format has one adapter in a file of its own, and
// all make the same of it: a [schema.Document] an item.
//
// It decides nothing about an item: one that is withdrawn, embargoed or without text
// comes out with what is told of it, and the caller decides. It fetches nothing that
// an item only refers to.
//
// The main path: [Reader.XML], [Reader.JSON] or [Reader.Text] tells the format of an input by its first
// element, fields or characters, and its adapter makes [Item]s:
//
//	newsMessage, newsItem, packageItem   NewsML-G2   newsmlg2.go
//	NewsML                               NewsML 1.2  newsml12.go
//	nitf                                 NITF        nitf.go
//	{"uri": …}                           ninjs       ninjs.go, ninjs.tsv
//	SOH … STX … ETX                      IPTC 7901   iptc7901.go
//	SYN SYN SOH …                        ANPA 1312   anpa.go
//
// [Reader.Feed] reads web feeds (syndication.go) and [Reader.Mail] newsletters (mail.go).
package wire

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"golang.org/x/net/html"

	"rostrum/cmd/ingest/internal/feed/markup"
	"rostrum/schema"
)

// Item is one item of an input.
type Item struct {
	// Document has what the item says of itself, and its text where it has one; without
	// an ID where it does not name itself. Also beside an error, as far as it was read.
	Document *schema.Document
	Warnings []string // what is wrong with the item though it could be read
	Err      error    // why there is no text: [ErrNoText], or what is wrong

	zone *time.Location
}

// ErrNoText is the error of items that are no articles: pictures, lists, schemes of
// words, empty copy.
var ErrNoText = errors.New("has no text to read")

// ErrUnknown is the error of an input that is in none of the formats.
var ErrUnknown = errors.New("is in no format of news agencies that is read")

// Reader reads the formats. Zone is that of times which tell none: the source's.
type Reader struct{ Zone *time.Location }

// new is an item that is to be read.
func (r Reader) new() Item {
	zone := r.Zone
	if zone == nil {
		zone = time.UTC
	}
	return Item{Document: &schema.Document{}, zone: zone}
}

// XML reads the items of a document of XML.
func (r Reader) XML(document *html.Node) ([]Item, error) {
	root := markup.Root(document)
	if root == nil {
		return nil, ErrUnknown
	}
	switch root.Data {
	case "newsMessage", "newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem", "catalog":
		return r.newsMLG2(root)
	case "NewsML":
		return r.newsML12(root)
	case "nitf":
		return []Item{r.nitf(root)}, nil
	}
	return nil, fmt.Errorf("%w: its first element is <%s>", ErrUnknown, root.Data)
}

// IsCopy tells wire copy, which [Reader.Text] reads, by its start.
func IsCopy(start []byte) bool { return isANPA(start) || is7901(start) }

// Text tells the formats of wire copy by the control characters that frame it, and
// reads the item; false is that the text is in neither.
func (r Reader) Text(data []byte) (Item, bool) {
	switch {
	case isANPA(data):
		return r.anpa(data), true
	case is7901(data):
		return r.iptc7901(data), true
	}
	return Item{}, false
}

// finish completes an item that was read: it has the ID that its own identifier gives
// it, as agencies' identifiers are unique in the world. What names it in messages.
func (i *Item) finish(what string) {
	d := i.Document
	d.Text = withoutTags(d.Text)
	if by, rest, ok := strings.Cut(d.Text, "\n\n"); ok && bylineLine.MatchString(by) {
		d.Byline, d.Text = byline(by), rest // it names the writer, where the head may have the desk
	}
	for _, text := range []*string{&d.GUID, &d.URL, &d.Title, &d.Byline, &d.Dateline, &d.Slug, &d.Language, &d.Source, &d.Version, &d.Copyright, &d.Usage, &d.Text} {
		*text = strings.ToValidUTF8(*text, "�") // nothing else can be stored
	}
	if d.GUID != "" {
		d.ID = schema.DocumentID("", "", d.GUID, "")
	}
	if i.Err == nil && strings.TrimSpace(d.Text) == "" && !d.Status.Retracts() {
		i.Err = fmt.Errorf("%s %w", what, ErrNoText)
	}
}

func (i *Item) warn(format string, args ...any) {
	i.Warnings = append(i.Warnings, fmt.Sprintf(format, args...))
}

// status reads a publishing status; one that is not known is a warning, and counts as
// usable.
func (i *Item) status(text string) {
	switch word := strings.ToLower(text); word {
	case "":
	case "usable", "embargoed", "commissioned": // an embargo says itself until when
		i.Document.Status = schema.Usable
	case "withheld":
		i.Document.Status = schema.Withheld
	case "canceled", "cancelled", "killed", "kill":
		i.Document.Status = schema.Canceled
	default:
		i.warn("the status %q is not known and taken for usable", text)
	}
}

// date notes a date that the item tells; one that is not understood is a warning.
func (i *Item) date(modified bool, text string) {
	if t, ok := i.time(text); ok {
		i.Document.Date(modified, schema.MetadataDate, t)
	}
}

// time reads a time, and warns of one that is not understood.
func (i *Item) time(text string) (time.Time, bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return time.Time{}, false
	}
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, text, i.zone); err == nil && t.Year() > 1600 {
			return t, true
		}
	}
	i.warn("the date %q is not understood and left out", text)
	return time.Time{}, false
}

// layouts are the forms of ISO 8601 that agencies write.
var layouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "20060102T150405Z0700", "20060102T150405.999999999Z0700",
	"2006-01-02T15:04:05", "2006-01-02 15:04:05", "20060102T150405", "2006-01-02T15:04Z07:00", "2006-01-02T15:04",
	time.DateOnly, "20060102", "2006-01", "2006",
}

func first(texts ...string) string {
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			return text
		}
	}
	return ""
}

// bylineLine is a first paragraph that is only who wrote the article.
var bylineLine = regexp.MustCompile(`^(?i:by)\s+\p{Lu}[\p{L}.'’-]+(?: \p{L}[\p{L}.'’-]*){0,4}(?:,? (?:and|,) \p{Lu}[\p{L}.'’ -]+)?$`)

// tag is an element within a text, which was escaped once too often.
var tag = regexp.MustCompile(`<([a-z]+)>[^<]*</([a-z]+)>`)

// withoutTags takes elements out of the paragraphs of a text.
func withoutTags(text string) string {
	if !tag.MatchString(text) {
		return text
	}
	return tag.ReplaceAllStringFunc(text, markup.FragmentText)
}

// byline is a byline without the word before the name.
func byline(line string) string {
	for _, by := range []string{"By ", "BY ", "by "} {
		line = strings.TrimPrefix(line, by)
	}
	return strings.TrimSpace(line)
}
