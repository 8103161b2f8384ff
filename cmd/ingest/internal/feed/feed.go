// Package feed reads articles: it turns the inputs that a user names (files, folders,
// globs, URLs, standard input) into one [schema.Document] an article, with the text
// and whatever the input says of it (title, date, outlet, place).
//
// It finds nothing in an article but its head: who said what is package extract's
// matter. It keeps no schedule and writes nothing.
//
// The main path: [Reader.Read] walks the inputs in their order and yields an [Item]
// for each article without reading more than it must; [Item.Document] decodes and
// parses it. The first is one goroutine's work, the second any number's:
//
//	for item := range reader.Read(ctx, inputs) {
//		document, err := item.Document()
//	}
//
// By format: plain text (plain.go, dateline.go), HTML (page.go), JSON and JSON Lines
// (json.go); what agencies send, web feeds and newsletters are read by package wire
// (items.go), and WARC holds any of them (warc.go), as gzip does. By way: files and
// folders (path.go), the network (fetch.go). All bytes become UTF-8 in decode.go.
package feed

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strings"
	"time"

	"rostrum/cmd/ingest/internal/feed/wire"
	"rostrum/schema"
)

// The most that is read of one article's input, in bytes.
const (
	MaxFile = 64 << 20 // a text, HTML or JSON file, or standard input
	MaxLine = 16 << 20 // a line of JSON Lines; the file may have any size
	MaxPage = 10 << 20 // what a URL answers, after decompression
)

// ErrPassedOver is the error of a file in a folder that is not meant to be read: it
// is hidden, or its name has none of the endings of articles; and of an agency's item
// that is no article, such as a picture. It is no failure.
var ErrPassedOver = errors.New("passed over")

// EmbargoError is of an item that may not be used yet.
type EmbargoError struct{ Until time.Time }

func (e *EmbargoError) Error() string {
	return fmt.Sprintf("is embargoed until %s: read it then", e.Until.Format(time.RFC3339))
}

// Reader reads inputs. It may be used by many goroutines at once.
type Reader struct {
	Stdin     io.Reader // read where an input is "-"
	StdinName string    // names the article on standard input as a path would; "" has it named by its text
	Client    *http.Client
	Timeout   time.Duration // for one URL, from the first byte sent to the last received
	Defaults  Defaults
	Zone      *time.Location   // of times that tell none; nil is UTC
	Now       func() time.Time // no article is of a later day
	agencies  map[string]string
}

// Defaults is what holds for articles that do not say it themselves.
type Defaults struct {
	Source   string
	Language string
	Date     schema.Date
	YearOnly bool // of Date only the year was given: a dateline's day is in that year
}

// NewReader makes a reader of files only; set its other fields for more.
func NewReader(defaults Defaults) (*Reader, error) {
	agencies, err := loadAgencies()
	if err != nil {
		return nil, err
	}
	return &Reader{Stdin: strings.NewReader(""), Defaults: defaults, Now: time.Now, agencies: agencies}, nil
}

// Raw is an input that was read already: what a server answered, or a file's bytes.
type Raw struct {
	Name        string // for messages
	Path, URL   string // where it is from; one of them, or both for an archive's record
	ContentType string // as the server named it, or ""
	Items       bool   // a feed or an agency's items are wanted: a page in their place is an error
	Links       bool   // entries that have no text but a link are wanted too
	Data        []byte
}

// Parse yields the articles of an input that was read already.
func (r *Reader) Parse(raw Raw) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		o := origin{name: raw.Name, path: raw.Path, url: raw.URL, charset: raw.ContentType, kind: kindOf(raw.Path), items: raw.Items, links: raw.Links}
		if raw.Path == "" {
			var err error
			if o.kind, err = kindOfContent(http.Header{"Content-Type": {raw.ContentType}}); err != nil {
				yield(failed(o.name, err))
				return
			}
		}
		r.stream(o, bytes.NewReader(raw.Data), yield)
	}
}

// Item is one article, or one input that is none.
type Item struct {
	Name  string // as messages name it: "dir/a.txt", "dir/b.jsonl:17", "https://…"
	Bytes int64  // how much of the input it takes, for showing progress

	// A file is opened only here, so that items which wait cost no memory.
	document func() (*schema.Document, error)
}

// Document reads the article. Errors do not repeat the item's name.
func (i Item) Document() (*schema.Document, error) { return i.document() }

func failed(name string, err error) Item {
	return Item{Name: name, document: func() (*schema.Document, error) { return nil, err }}
}

// Read yields the articles of the inputs in their order, folders in the order of
// their names. An input that cannot be read is an item whose Document is an error.
// It ends early when ctx does.
func (r *Reader) Read(ctx context.Context, inputs []string) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		for _, input := range inputs {
			if ctx.Err() != nil || !r.input(ctx, input, yield) {
				return
			}
		}
	}
}

func (r *Reader) input(ctx context.Context, input string, yield func(Item) bool) bool {
	switch {
	case input == "-":
		o := origin{name: "stdin", path: r.StdinName}
		if r.StdinName != "" {
			o.name, o.kind = r.StdinName, kindOf(r.StdinName)
		}
		return r.stream(o, r.Stdin, yield)
	case isURL(input):
		return r.fetched(ctx, input, yield)
	}
	for f := range files(ctx, input) {
		if ctx.Err() != nil || !r.file(f, yield) {
			return false
		}
	}
	return true
}

// origin is where an article comes from.
type origin struct {
	name    string // for messages
	path    string
	url     string
	kind    kind
	charset string // as the server named it, or ""
	packed  int    // how often it was packed
	items   bool   // it must be items, not a page
	links   bool   // entries without a text too
}

type kind int

const (
	unknown kind = iota // told by its first bytes
	plain
	page
	lines    // JSON Lines
	whole    // JSON: one article, or a list of them, or lines after all
	tree     // XML: an agency's items, or a feed
	wireCopy // wire copy framed by control characters
	letter
	archive // WARC
)

// stream reads articles from src, which is read only once.
func (r *Reader) stream(o origin, src io.Reader, yield func(Item) bool) bool {
	buffered := bufio.NewReaderSize(src, 64<<10)
	start, err := buffered.Peek(4 << 10)
	if err != nil && err != io.EOF {
		return yield(failed(o.name, err))
	}
	if bytes.HasPrefix(start, []byte("\x1f\x8b")) {
		return r.unpacked(o, buffered, yield)
	}
	o.kind = believed(o.kind, start)
	switch o.kind {
	case lines:
		return r.jsonLines(o, buffered, yield)
	case archive:
		return r.warc(o, buffered, yield)
	}
	data, err := readAll(buffered, MaxFile)
	if err != nil {
		return yield(failed(o.name, err))
	}
	switch o.kind {
	case page, plain:
		if o.items {
			return yield(failed(o.name, noItems(data)))
		}
	case whole:
		return r.jsonWhole(o, data, yield)
	case tree, wireCopy, letter:
		return r.items(o, data, yield)
	}
	return yield(r.item(o, int64(len(data)), func() ([]byte, error) { return data, nil }))
}

// unpacked reads what is packed with gzip.
func (r *Reader) unpacked(o origin, src io.Reader, yield func(Item) bool) bool {
	unpacked, err := gzip.NewReader(src)
	if err != nil {
		return yield(failed(o.name, fmt.Errorf("is broken gzip: %w", err)))
	}
	if o.packed++; o.packed > 1 {
		return yield(failed(o.name, errors.New("is gzip within gzip, which is not read")))
	}
	return r.stream(o, unpacked, yield)
}

// believed is the kind that an input is read as: what it is called, unless its first
// bytes say that it is another thing.
func believed(called kind, start []byte) kind {
	switch found := sniff(start); {
	case called == unknown:
		return found
	case called == plain && (found == wireCopy || found == letter), called == page && found == tree, called == plain && found == tree:
		return found
	case called == tree && found == page:
		return found // a page of an error where a feed was called for
	}
	return called
}

// item is the article in what data returns, plain text or a page.
func (r *Reader) item(o origin, size int64, data func() ([]byte, error)) Item {
	return Item{Name: o.name, Bytes: size, document: func() (*schema.Document, error) {
		bytes, err := data()
		if err != nil {
			return nil, err
		}
		if o.kind == page {
			return r.pageDocument(o, bytes)
		}
		return r.plainDocument(o, bytes)
	}}
}

// noItems says what stands where a feed should be.
func noItems(data []byte) error {
	if loginField.Match(data) {
		return errors.New("is a page that asks for a password, where a feed should be: it stands behind a login")
	}
	return errors.New("is a page or text, where a feed should be")
}

// sniff tells the kind of an input by its first bytes.
func sniff(start []byte) kind {
	head := bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case len(head) > 1 && head[0] == '{':
		if line, _, more := bytes.Cut(head, []byte("\n")); more && len(bytes.TrimSpace(line)) == 1 {
			return whole // a printed-out object, not a line for each
		}
		rest := bytes.TrimLeft(head[1:], " \t\r\n")
		switch line, _, more := bytes.Cut(head, []byte("\n")); {
		case len(rest) == 0 || rest[0] != '"':
		case bytes.Contains(head, []byte("jsonfeed.org/version/")), bytes.HasPrefix(rest, []byte(`"uri"`)) && more && !json.Valid(line):
			return whole
		default:
			return lines
		}
	case len(head) > 1 && head[0] == '[':
		if rest := bytes.TrimLeft(head[1:], " \t\r\n"); len(rest) > 0 && rest[0] == '{' {
			return whole
		}
	case bytes.HasPrefix(head, []byte("WARC/")):
		return archive
	case isTree(head):
		return tree
	case strings.HasPrefix(http.DetectContentType(start), "text/html"):
		return page
	case wire.IsCopy(start):
		return wireCopy
	case wire.IsMail(start):
		return letter
	}
	return plain
}

func readAll(src io.Reader, most int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(src, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > most {
		return nil, tooLarge(most)
	}
	return data, nil
}

func tooLarge(most int64) error {
	return fmt.Errorf("larger than %d MiB, the most for one article: if it holds many, split it or write it as JSON Lines", most>>20)
}

// finish completes a document whose text and own metadata are set: it checks the
// text, reads the dateline, fills in the defaults and gives the article its identity.
// Ordinal names the article within its input ("line 17"), or is "".
func (r *Reader) finish(d *schema.Document, o origin, ordinal string) (*schema.Document, error) {
	if strings.TrimSpace(d.Text) == "" && !d.Status.Retracts() {
		return nil, errors.New("empty text: there is nothing to read")
	}
	d.Path, d.URL = o.path, first(d.URL, o.url)
	if d.ID == "" {
		d.ID = identity(d, ordinal) // before anything is filled in, so that defaults do not change it
	}
	if d.Embargo.After(r.Now()) {
		return d, &EmbargoError{d.Embargo}
	}
	if d.Status.Retracts() {
		return d, nil
	}
	r.readHead(d)
	d.Source = first(d.Source, r.Defaults.Source)
	d.Language = first(d.Language, r.Defaults.Language)
	if d.Published.IsZero() {
		d.Published = r.Defaults.Date.Time()
	}
	return d, nil
}

// identity gives an article the ID by which it is found again. A line's own
// identifier goes before its URL, for a day's page may hold many articles; but a bare
// number only counts the lines of its file, so it yields to a URL and holds within
// that file alone.
func identity(d *schema.Document, ordinal string) schema.ID {
	switch {
	case strings.Trim(d.GUID, "0123456789") != "":
		return schema.DocumentID("", d.Source, d.GUID, "")
	case d.URL != "":
		return schema.DocumentID(d.URL, "", "", "")
	case d.Path == "": // standard input without a name
		sum := sha256.Sum256([]byte(d.Text))
		return schema.DocumentID("", "", "sha256:"+hex.EncodeToString(sum[:]), "")
	case d.GUID != "" || ordinal != "":
		return schema.DocumentID("", "", d.Path+"#"+first(d.GUID, ordinal), "")
	}
	return schema.DocumentID("", "", "", d.Path)
}

func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
