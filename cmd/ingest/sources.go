package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/urfave/cli/v2"

	"rostrum/cmd/ingest/internal/feed"
	"rostrum/cmd/ingest/internal/feed/polite"
	"rostrum/cmd/ingest/internal/feed/sources"
	"rostrum/cmd/ingest/internal/feed/wire"
	"rostrum/cmd/internal/command"
)

func sourcesCommand() *cli.Command {
	return &cli.Command{
		Name:  "sources",
		Usage: "list, check and change what is watched",
		Description: `Examples:
   ingest sources list
   ingest sources check                            also asks each address for an answer
   ingest sources add https://atlas.example/rss --outlet Atlas --every 10m
   ingest sources import feeds.opml
   ingest sources export > feeds.opml`,
		Subcommands: []*cli.Command{
			{Name: "list", Usage: "print the sources", Flags: []cli.Flag{sourcesFlag(), formatFlagOf()}, Action: listSources},
			{Name: "check", Usage: "check the file, and that each source answers", ArgsUsage: "[NAME...]", Flags: []cli.Flag{sourcesFlag(),
				&cli.BoolFlag{Name: "offline", Usage: "check the file only"},
				&cli.DurationFlag{Name: "timeout", Value: 20 * time.Second, Usage: "the longest `TIME` that one address may take"}}, Action: checkSources},
			{Name: "add", Usage: "add a source to the file", ArgsUsage: "URL|FOLDER", Flags: []cli.Flag{sourcesFlag(),
				&cli.StringFlag{Name: "name", Usage: "its `NAME`; made of the address where it is not given"},
				&cli.StringFlag{Name: "outlet", Usage: "the name of its `OUTLET`"}, &cli.StringFlag{Name: "country", Usage: "the outlet's country, as `FR`"}, &cli.StringFlag{Name: "language", Usage: "the language `TAG` of items that name none, as en"},
				&cli.StringFlag{Name: "every", Usage: "from one visit to the next, as `15m`"}, &cli.StringFlag{Name: "cron", Usage: "or when, as cron writes it"},
				&cli.StringFlag{Name: "zone", Usage: "its time `ZONE`, as Europe/Paris"},
				&cli.BoolFlag{Name: "fulltext", Usage: "fetch the page of each entry"},
				&cli.BoolFlag{Name: "private", Usage: "it may be at an address that is not public"},
				&cli.BoolFlag{Name: "sitemap", Usage: "the address is a sitemap's"}, &cli.BoolFlag{Name: "page", Usage: "the address is a single page's"}}, Action: addSource},
			{Name: "import", Usage: "add the feeds of an OPML list", ArgsUsage: "FILE|-", Flags: []cli.Flag{sourcesFlag()}, Action: importSources},
			{Name: "export", Usage: "print the feeds as OPML", Flags: []cli.Flag{sourcesFlag()}, Action: exportSources},
		},
		Action: func(c *cli.Context) error {
			return command.Usagef("sources: use list, check, add, import or export")
		},
	}
}

func formatFlagOf() cli.Flag {
	return &cli.StringFlag{Name: "format", Value: "table", Usage: "the `FORMAT`: table or json"}
}

func listSources(c *cli.Context) error {
	format, err := formatFlag(c)
	if err != nil {
		return err
	}
	file, err := sources.Read(c.String("sources"))
	if err != nil {
		return err
	}
	if format == "json" {
		encoder := json.NewEncoder(c.App.Writer)
		encoder.SetIndent("", "  ")
		return encoder.Encode(file.Sources)
	}
	t := tabwriter.NewWriter(c.App.Writer, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "name\tkind\toutlet\tdue\taddress")
	for _, s := range file.Sources {
		due := "every " + s.Every.String()
		if s.Cron != "" {
			due = "cron " + s.Cron
		}
		if s.Off {
			due = "off"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", s.Name, s.Kind(), s.Outlet, due, s.Address())
	}
	return t.Flush()
}

func checkSources(c *cli.Context) error {
	file, err := sources.Read(c.String("sources"))
	if err != nil {
		return err
	}
	if c.Bool("offline") {
		fmt.Fprintf(c.App.Writer, "%d sources, no errors\n", len(file.Sources))
		return nil
	}
	public, private, err := feed.NewClients()
	if err != nil {
		return err
	}
	fetcher := &polite.Fetcher{Public: public, Private: private, Agent: "Rostrum-ingest/1.0 (checks a feed)", Timeout: c.Duration("timeout"), Now: time.Now}
	bad := false
	for _, s := range file.Sources {
		if c.NArg() > 0 && !slices.Contains(c.Args().Slice(), s.Name) {
			continue
		}
		found, err := probe(c.Context, fetcher, s)
		if err != nil {
			bad = true
			fmt.Fprintf(c.App.Writer, "%s: %v\n", s.Name, err)
			continue
		}
		fmt.Fprintf(c.App.Writer, "%s: ok, %s\n", s.Name, found)
	}
	if bad {
		return command.ErrReported
	}
	return c.Context.Err()
}

// probe asks a source for an answer and says what it holds.
func probe(ctx context.Context, fetcher *polite.Fetcher, s *sources.Source) (string, error) {
	if s.Kind() == sources.Folder {
		matches, err := filepath.Glob(s.Folder)
		if err == nil && len(matches) == 0 {
			err = errors.New("no such file or folder: " + s.Folder)
		}
		return fmt.Sprintf("%d files or folders", len(matches)), err
	}
	address := s.Feed + s.Sitemap
	if s.Kind() == sources.Pages {
		address = s.Pages[0]
	}
	answer, err := fetcher.Fetch(ctx, polite.Request{URL: address, Headers: s.Headers, Robots: s.HeedsRobots(), Private: s.Private})
	if err != nil {
		return "", err
	}
	if s.Kind() == sources.Feed {
		if items, err := (wire.Reader{}).Feed(answer.Body, answer.URL); err == nil {
			return fmt.Sprintf("%d entries", len(items)), nil
		}
	}
	return fmt.Sprintf("%d bytes of %s", len(answer.Body), first(answer.Header.Get("Content-Type"), "no named type")), nil
}

func addSource(c *cli.Context) error {
	if c.NArg() != 1 {
		return command.Usagef("sources add: name one address or folder")
	}
	s := &sources.Source{Name: c.String("name"), Outlet: c.String("outlet"), Country: c.String("country"), Language: c.String("language"),
		Cron: c.String("cron"), Zone: c.String("zone"), FullText: c.Bool("fulltext"), Private: c.Bool("private")}
	if every := c.String("every"); every != "" {
		if err := s.Every.UnmarshalText([]byte(every)); err != nil {
			return command.Usagef("--every: %w", err)
		}
	}
	switch at := c.Args().First(); {
	case !strings.Contains(at, "://"):
		s.Folder = at
	case c.Bool("sitemap"):
		s.Sitemap = at
	case c.Bool("page"):
		s.Pages = []string{at}
	default:
		s.Feed = at
	}
	if s.Name == "" {
		host, rest, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(s.Address(), "https://"), "http://"), "/")
		s.Name = strings.Trim(strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
				return r
			}
			return '-'
		}, strings.TrimPrefix(host, "www.")+"-"+rest), "-")
	}
	return appendSources(c, []*sources.Source{s})
}

// appendSources adds sources to the end of the file, which is made where there is none,
// and leaves it as it was where the outcome would not be right.
func appendSources(c *cli.Context, list []*sources.Source) error {
	path := c.String("sources")
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	text := strings.TrimRight(string(data), "\n") + "\n"
	for _, s := range list {
		text += s.Text()
	}
	text = strings.TrimLeft(text, "\n")
	if _, err := sources.Parse(path, []byte(text)); err != nil {
		return fmt.Errorf("the file would not be right, and is left as it was: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", []byte(text), 0o600); err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return err
	}
	fmt.Fprintf(c.App.ErrWriter, "%s: %d added\n", path, len(list))
	return nil
}

func importSources(c *cli.Context) error {
	if c.NArg() != 1 {
		return command.Usagef("sources import: name one OPML file, or -")
	}
	name := c.Args().First()
	var from io.Reader = os.Stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		from = f
	}
	list, err := sources.ReadOPML(from)
	if err != nil {
		return fmt.Errorf("%s %w", name, err)
	}
	known := map[string]bool{}
	names := map[string]bool{}
	if file, err := sources.Read(c.String("sources")); err == nil {
		for _, s := range file.Sources {
			known[s.Feed], names[s.Name] = true, true
		}
	}
	var added []*sources.Source
	for _, s := range list {
		if known[s.Feed] {
			continue
		}
		known[s.Feed] = true
		for base, n := s.Name, 2; names[s.Name]; n++ {
			s.Name = fmt.Sprintf("%s-%d", base, n)
		}
		names[s.Name] = true
		added = append(added, s)
	}
	return appendSources(c, added)
}

func exportSources(c *cli.Context) error {
	file, err := sources.Read(c.String("sources"))
	if err != nil {
		return err
	}
	return sources.WriteOPML(c.App.Writer, file.Sources)
}
