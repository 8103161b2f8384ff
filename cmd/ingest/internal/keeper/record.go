package keeper

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	"rostrum/graph"
	"rostrum/schema"
)

// The spaces of the journal that the keeper writes.
const (
	articleSpace   = "article"   // Record by document ID
	signatureSpace = "signature" // copies.Signature by time and document ID
	heldSpace      = "held"      // Record of an embargoed item by document ID
)

// Origin is where a document was read, so that it can be read again.
type Origin struct {
	Source   string           `json:"source"`          // name of the source
	Blob     string           `json:"blob,omitempty"`  // its bytes in the archive
	Path     string           `json:"path,omitempty"`  // the file, if it was one
	URL      string           `json:"url,omitempty"`   // the address that was fetched
	Type     string           `json:"type,omitempty"`  // content type
	Item     int              `json:"item,omitempty"`  // which of the articles there
	Entry    *schema.Document `json:"entry,omitempty"` // what a feed said of the page
	Outlet   string           `json:"outlet,omitempty"`
	Country  string           `json:"country,omitempty"`
	Language string           `json:"language,omitempty"`
	Zone     string           `json:"zone,omitempty"`
}

// Record is what is remembered of an article.
type Record struct {
	ID        schema.ID     `json:"id"`
	Origin    Origin        `json:"origin"`
	GUID      string        `json:"guid,omitempty"`
	URL       string        `json:"url,omitempty"`
	Outlet    string        `json:"outlet,omitempty"`
	Title     string        `json:"title,omitempty"`
	Version   string        `json:"version,omitempty"`
	Published time.Time     `json:"published,omitzero"`
	Modified  time.Time     `json:"modified,omitzero"`
	Status    schema.Status `json:"status,omitempty"`
	Digest    string        `json:"digest,omitempty"` // of the document and the extractor's version
	Words     int           `json:"words,omitempty"`
	Blocks    []uint32      `json:"blocks,omitempty"` // hashes of its paragraphs
	Day       time.Time     `json:"day,omitzero"`     // when its copies are to be looked for
	First     time.Time     `json:"first"`            // when it was first kept
	Last      time.Time     `json:"last"`             // when it last changed
	Versions  []Change      `json:"versions,omitempty"`
	Until     time.Time     `json:"until,omitzero"` // of a held item: its embargo

	CopyOf schema.ID   `json:"copy_of,omitempty"` // the article that it is folded into
	Why    string      `json:"why,omitempty"`     // and why
	Copies []schema.ID `json:"copies,omitempty"`  // those folded into it
	Alone  bool        `json:"alone,omitempty"`   // a user said that it is no copy
	Refold *Refold     `json:"refold,omitempty"`  // what is to become its copies, while that is under way
}

// Refold names articles that are to become copies of a longer one.
type Refold struct {
	IDs []schema.ID `json:"ids"`
	Why string      `json:"why"`
}

// Change is one version of an article that came after the first.
type Change struct {
	At      time.Time `json:"at"`
	Version string    `json:"version,omitempty"` // the source's own number
	What    string    `json:"what"`              // "headline; 2 paragraphs added, 1 removed"
}

// mostVersions is how many changes of an article are remembered.
const mostVersions = 50

// newRecord is the record of a document that came after a record, or nil.
func newRecord(d *schema.Document, origin Origin, before *Record, digest string, now time.Time) *Record {
	r := &Record{
		ID: d.ID, Origin: origin, GUID: d.GUID, URL: d.URL, Outlet: d.Source, Title: d.Title, Version: d.Version,
		Published: d.Published, Modified: d.Modified, Status: d.Status, Digest: digest,
		Words: len(strings.Fields(d.Text)), Blocks: blocks(d.Text), First: now, Last: now,
	}
	if before == nil {
		return r
	}
	r.First, r.Versions, r.CopyOf, r.Why, r.Copies, r.Alone = before.First, before.Versions, before.CopyOf, before.Why, before.Copies, before.Alone
	if what := changed(before, r); what != "" {
		r.Versions = append(r.Versions, Change{At: now, Version: d.Version, What: what})
		r.Versions = r.Versions[max(0, len(r.Versions)-mostVersions):]
	}
	return r
}

func blocks(text string) []uint32 {
	var hashes []uint32
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		if paragraph = strings.TrimSpace(paragraph); paragraph != "" {
			h := fnv.New32a()
			h.Write([]byte(paragraph))
			hashes = append(hashes, h.Sum32())
		}
	}
	return hashes
}

// changed says what is another in a version than in the one before; "" is nothing that
// a reader would see.
func changed(before, after *Record) string {
	var what []string
	note := func(is bool, words string) {
		if is {
			what = append(what, words)
		}
	}
	note(before.Status.Retracts() && !after.Status.Retracts(), "published again")
	note(!before.Status.Retracts() && after.Status.Retracts(), "withdrawn: "+string(after.Status))
	note(before.Title != after.Title && after.Title != "", fmt.Sprintf("headline, was %q", before.Title))
	added, removed := difference(after.Blocks, before.Blocks), difference(before.Blocks, after.Blocks)
	if !after.Status.Retracts() && added+removed > 0 {
		note(true, fmt.Sprintf("%d paragraphs added, %d removed", added, removed))
	}
	note(before.URL != after.URL && after.URL != "", "address")
	return strings.Join(what, "; ")
}

// difference counts the hashes of x that y has not.
func difference(x, y []uint32) int {
	has := map[uint32]int{}
	for _, h := range y {
		has[h]++
	}
	n := 0
	for _, h := range x {
		if has[h]--; has[h] < 0 {
			n++
		}
	}
	return n
}

// older tells whether a document is an older version than the one recorded.
func older(d *schema.Document, r *Record) bool {
	x, errX := strconv.ParseInt(d.Version, 10, 64)
	y, errY := strconv.ParseInt(r.Version, 10, 64)
	if errX == nil && errY == nil && x != y {
		return x < y
	}
	return !d.Modified.IsZero() && d.Modified.Before(r.Modified)
}

func (k *Keeper) record(ctx context.Context, space string, id schema.ID) (*Record, error) {
	data, ok, err := k.Journal.Note(ctx, space, string(id))
	if err != nil || !ok {
		return nil, err
	}
	var r Record
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, fmt.Errorf("keeper: record of %s: %w", id, err)
	}
	return &r, nil
}

// signatureKey is where the signature of the article's text is.
func (r *Record) signatureKey() string {
	return r.Day.UTC().Format(time.RFC3339) + " " + string(r.ID)
}

func note(space string, r *Record) (graph.Note, error) {
	data, err := json.Marshal(r)
	return graph.Note{Space: space, Key: string(r.ID), Value: data}, err
}

// Records yields what is remembered of all articles, in the order of their IDs.
func Records(ctx context.Context, journal graph.Notes) func(func(*Record, error) bool) {
	return records(ctx, journal, articleSpace)
}

func records(ctx context.Context, journal graph.Notes, space string) func(func(*Record, error) bool) {
	return func(yield func(*Record, error) bool) {
		for n, err := range journal.Notes(ctx, space, "") {
			var r Record
			if err == nil {
				err = json.Unmarshal(n.Value, &r)
			}
			if !yield(&r, err) || err != nil {
				return
			}
		}
	}
}
