package keeper

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rostrum/cmd/ingest/internal/feed"
	"rostrum/schema"
)

// Reread reads an article again from the bytes that were archived, as it would be read
// today. An error that is [archive.ErrPruned] says that they are gone.
func (k *Keeper) Reread(r *Record) (*schema.Document, error) {
	data, err := k.Archive.Get(r.Origin.Blob)
	if err != nil {
		return nil, err
	}
	reader := *k.Reader
	if reader.Zone, err = time.LoadLocation(r.Origin.Zone); err != nil {
		reader.Zone = time.UTC
	}
	raw := feed.Raw{Name: first(r.Origin.URL, r.Origin.Path), Path: r.Origin.Path, URL: r.Origin.URL, ContentType: r.Origin.Type, Data: data}
	n := 0
	var found *schema.Document
	for item := range reader.Parse(raw) {
		d, itemErr := item.Document()
		var embargo *feed.EmbargoError
		if d != nil && (itemErr == nil || errors.As(itemErr, &embargo)) && (n == r.Origin.Item || d.ID == r.ID) {
			if found = d; d.ID == r.ID {
				break
			}
		}
		err = itemErr
		n++
	}
	if found == nil {
		return nil, fmt.Errorf("the archived bytes %.12s… have no such article any more: %w", r.Origin.Blob, err)
	}
	Complete(found, r.Origin)
	found.ID = r.ID
	return found, nil
}

// Complete fills in what the origin says of a document: its source's outlet, country and
// language, and what the feed said of the page, whose dates go before the page's own.
func Complete(d *schema.Document, o Origin) {
	if e := o.Entry; e != nil {
		d.ID, d.GUID, d.URL = e.ID, first(e.GUID, d.GUID), first(e.URL, d.URL)
		d.Title, d.Byline = first(e.Title, d.Title), first(e.Byline, d.Byline)
		d.Language, d.Copyright = first(d.Language, e.Language), first(d.Copyright, e.Copyright)
		d.Source = first(d.Source, e.Source)
		for _, date := range e.Dates {
			d.Date(date.Modified, date.Origin, date.Time)
		}
	}
	d.Source, d.Country = first(o.Outlet, d.Source), first(o.Country, d.Country)
	d.Language = first(d.Language, o.Language)
}

// Reextract keeps all articles anew from their archived bytes. It calls done with each
// outcome or error, and ends early when ctx does.
func (k *Keeper) Reextract(ctx context.Context, wanted func(*Record) bool, done func(*Record, Outcome, error)) error {
	for r, err := range Records(ctx, k.Journal) {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case r.Status.Retracts() || !wanted(r):
			continue
		}
		d, err := k.Reread(r)
		outcome := Outcome("")
		if err == nil {
			outcome, err = k.Keep(context.WithoutCancel(ctx), d, r.Origin)
		}
		done(r, outcome, err)
	}
	return nil
}
