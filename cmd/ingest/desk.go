package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/ingest/internal/feed"
	"rostrum/cmd/ingest/internal/feed/archive"
	"rostrum/cmd/ingest/internal/feed/polite"
	"rostrum/cmd/ingest/internal/feed/sources"
	"rostrum/cmd/ingest/internal/keeper"
	"rostrum/cmd/ingest/internal/watch"
	"rostrum/cmd/internal/command"
	"rostrum/extract"
	"rostrum/graph"
	"rostrum/schema"
)

// sourcesFlag names the file of sources.
func sourcesFlag() cli.Flag {
	return &cli.StringFlag{Name: "sources", EnvVars: []string{"ROSTRUM_SOURCES"}, Value: defaultSources(), Usage: "the `FILE` that names the sources"}
}

func defaultSources() string {
	folder, err := os.UserConfigDir()
	if err != nil {
		return "sources.toml"
	}
	return filepath.Join(folder, "rostrum", "sources.toml")
}

// deskFlags are the flags of the commands that keep articles of sources.
func deskFlags() []cli.Flag {
	return []cli.Flag{
		command.StoreFlag(), sourcesFlag(),
		&cli.StringFlag{Name: "archive", EnvVars: []string{"ROSTRUM_ARCHIVE"}, Usage: "the `FOLDER` for the raw bytes of what is fetched; beside the store where neither this nor the file of sources names one"},
		&cli.DurationFlag{Name: "timeout", EnvVars: []string{"ROSTRUM_TIMEOUT"}, Value: 30 * time.Second, Usage: "the longest `TIME` that one address may take"},
		&cli.BoolFlag{Name: "no-fold", EnvVars: []string{"ROSTRUM_NO_FOLD"}, Usage: "keep copies of an article as articles of their own"},
		&cli.Float64Flag{Name: "min-confidence", EnvVars: []string{"ROSTRUM_MIN_CONFIDENCE"}, Usage: "take statements of this confidence or more, `0 to 1`"},
	}
}

// desk is what these commands work with.
type desk struct {
	store   graph.Store
	journal graph.Journal
	file    *sources.File
	keeper  *keeper.Keeper
	watcher *watch.Watcher
}

// openDesk opens the store and makes all that keeps articles in it.
func openDesk(c *cli.Context, file *sources.File, now func() time.Time) (_ *desk, err error) {
	if c.Duration("timeout") <= 0 {
		return nil, command.Usagef("--timeout %v: it must be longer than nothing", c.Duration("timeout"))
	}
	finder, err := newExtractor(c)
	if err != nil {
		return nil, err
	}
	d := &desk{file: file}
	if d.store, err = command.OpenStore(c.Context, c.String("store"), waiting(c)); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.store.Close())
		}
	}()
	if d.journal, err = journalOf(d.store, c.String("store")); err != nil {
		return nil, err
	}
	return d, d.join(c, finder, now)
}

// journalOf is the journal of a store.
func journalOf(store any, name string) (graph.Journal, error) {
	journal, ok := store.(graph.Journal)
	if !ok {
		return nil, fmt.Errorf("store %s keeps no notes beside the graph, which a watch needs: use sqlite:FILE or neo4j://…", name)
	}
	return journal, nil
}

func (d *desk) join(c *cli.Context, finder *extract.Extractor, now func() time.Time) error {
	reader, err := feed.NewReader(feed.Defaults{})
	if err != nil {
		return err
	}
	public, private, err := feed.NewClients()
	if err != nil {
		return err
	}
	kept, err := archive.Open(archiveFolder(c, d.file))
	if err != nil {
		return err
	}
	d.keeper = &keeper.Keeper{
		Store: d.store, Journal: d.journal, Archive: kept, Reader: reader, Extract: finder.Extract, Version: finder.Version(),
		Fold: !c.Bool("no-fold"), Now: now,
	}
	agent := "Rostrum-ingest/1.0 (reads news for a graph of statements)"
	if d.file.Contact != "" {
		agent = "Rostrum-ingest/1.0 (reads news for a graph of statements; " + d.file.Contact + ")"
	}
	d.watcher = &watch.Watcher{
		Journal: d.journal, Keeper: d.keeper, Archive: kept, Reader: reader, Metrics: watch.NewMetrics(), Now: now,
		Fetcher: &polite.Fetcher{Public: public, Private: private, Agent: agent, Timeout: c.Duration("timeout"), Now: now},
	}
	return d.keeper.Open(c.Context)
}

// archiveFolder is the folder of raw bytes: as the flag says, the file, or beside the
// store.
func archiveFolder(c *cli.Context, file *sources.File) string {
	if folder := first(c.String("archive"), file.Archive.Folder); folder != "" {
		return folder
	}
	path, ok := strings.CutPrefix(c.String("store"), "sqlite:")
	if !ok {
		path, _ = strings.CutPrefix(command.DefaultStore(), "sqlite:")
	}
	return path + ".archive"
}

func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func (d *desk) close() error { return d.store.Close() }

// idOf is the document that a user names by its ID or address, among those kept.
func idOf(ctx context.Context, journal graph.Notes, name string) (*keeper.Record, error) {
	id, _ := schema.ParseID(name)
	for r, err := range keeper.Records(ctx, journal) {
		if err != nil {
			return nil, err
		}
		if r.ID == id || name != "" && (r.URL == name || r.GUID == name) {
			return r, nil
		}
	}
	return nil, fmt.Errorf("%s: no article of this id, address or identifier was kept by a watch", name)
}
