package feed

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"

	"rostrum/cmd/ingest/internal/feed/markup"
	"rostrum/cmd/ingest/internal/feed/wire"
	"rostrum/schema"
)

// treeStart is the start of XML that is no page: its first element is an agency's, a
// feed's, or unknown after an XML declaration.
var (
	treeStart = regexp.MustCompile(`(?s)^(?:<\?xml[^>]*>|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>|\s)*<((?:\w+:)?[A-Za-z][\w.-]*)`)
	feedRoot  = regexp.MustCompile(`^(?:rss|feed|RDF|rdf:RDF)$`)
	wireRoot  = regexp.MustCompile(`^(?:newsMessage|newsItem|packageItem|conceptItem|knowledgeItem|planningItem|catalogItem|catalog|NewsML|nitf)$`)
)

// isTree tells XML of agencies and feeds from pages, which may start as XML too.
func isTree(head []byte) bool {
	m := treeStart.FindSubmatch(head)
	if m == nil {
		return false
	}
	root := bytes.TrimPrefix(m[1], []byte("rdf:"))
	if i := bytes.IndexByte(root, ':'); i >= 0 {
		root = root[i+1:]
	}
	return feedRoot.Match(root) || wireRoot.Match(root) || bytes.HasPrefix(head, []byte("<?xml")) && !bytes.EqualFold(root, []byte("html"))
}

func (r *Reader) wire() wire.Reader { return wire.Reader{Zone: r.Zone} }

// items reads what an agency sends: one input may hold many.
func (r *Reader) items(o origin, data []byte, yield func(Item) bool) bool {
	found, err := r.parseItems(o, data)
	return r.found(o, found, err, int64(len(data)), yield)
}

func (r *Reader) parseItems(o origin, data []byte) ([]wire.Item, error) {
	switch o.kind {
	case letter:
		return []wire.Item{r.wire().Mail(data)}, nil
	case wireCopy:
		if item, ok := r.wire().Text(data); ok {
			return []wire.Item{item}, nil
		}
		return nil, fmt.Errorf("%w: wire copy starts with a header of IPTC 7901 or ANPA 1312; name it .txt if it is plain text", wire.ErrUnknown)
	}
	start, err := markup.UTF8(data)
	if err != nil {
		return nil, err
	}
	if m := treeStart.FindSubmatch(bytes.TrimLeft(start, " \t\r\n")); m != nil && feedRoot.Match(m[1]) {
		return r.wire().Feed(data, o.url)
	}
	document, err := markup.ParseXML(data)
	if err != nil {
		return nil, err
	}
	return r.wire().XML(document)
}

// found yields the items of an input.
func (r *Reader) found(o origin, items []wire.Item, err error, size int64, yield func(Item) bool) bool {
	if err != nil {
		return yield(failed(o.name, err))
	}
	for n, item := range items {
		name, ordinal := o.name, ""
		if len(items) > 1 {
			ordinal = fmt.Sprintf("item %d", n+1)
			name += ", " + ordinal
		}
		if n > 0 {
			size = 0 // it was counted with the first
		}
		if !yield(Item{Name: name, Bytes: size, document: func() (*schema.Document, error) { return r.itemDocument(o, item, ordinal) }}) {
			return false
		}
	}
	return true
}

func (r *Reader) itemDocument(o origin, item wire.Item, ordinal string) (*schema.Document, error) {
	switch {
	case errors.Is(item.Err, wire.ErrNoText) && o.links && item.Document.URL != "":
		d := *item.Document
		return &d, nil
	case errors.Is(item.Err, wire.ErrNoText):
		return nil, fmt.Errorf("%w: %w", ErrPassedOver, item.Err)
	case item.Err != nil:
		return nil, item.Err
	}
	d := *item.Document
	return r.finish(&d, o, ordinal)
}
