package watch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rostrum/cmd/ingest/internal/feed"
	"rostrum/cmd/ingest/internal/feed/archive"
	"rostrum/cmd/ingest/internal/feed/polite"
	"rostrum/cmd/ingest/internal/feed/sources"
	"rostrum/cmd/ingest/internal/keeper"
	"rostrum/graph/sqlite"
	"rostrum/schema"
)

// desk is a watcher on a store of its own, and a server that it watches.
type desk struct {
	*testing.T
	store  *sqlite.Store
	w      *Watcher
	server *httptest.Server
	folder string
	now    time.Time

	mutex sync.Mutex
	pages map[string]func(http.ResponseWriter, *http.Request)
	asked map[string]int
}

func newDesk(t *testing.T) *desk {
	d := &desk{T: t, folder: t.TempDir(), now: time.Now().Truncate(time.Second), pages: map[string]func(http.ResponseWriter, *http.Request){}, asked: map[string]int{}}
	d.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.mutex.Lock()
		page := d.pages[r.URL.Path]
		d.asked[r.URL.Path]++
		d.mutex.Unlock()
		if page == nil {
			http.NotFound(w, r)
			return
		}
		page(w, r)
	}))
	t.Cleanup(d.server.Close)
	d.open()
	return d
}

// open opens the store, as a watch that starts does.
func (d *desk) open() {
	d.Helper()
	if d.store != nil {
		if err := d.store.Close(); err != nil {
			d.Fatal(err)
		}
	}
	store, err := sqlite.Open(d.Context(), filepath.Join(d.folder, "store.db"), schema.Model())
	if err != nil {
		d.Fatal(err)
	}
	d.store = store
	d.Cleanup(func() { store.Close() })
	kept, err := archive.Open(filepath.Join(d.folder, "archive"))
	if err != nil {
		d.Fatal(err)
	}
	reader, err := feed.NewReader(feed.Defaults{})
	if err != nil {
		d.Fatal(err)
	}
	public, private, err := feed.NewClients()
	if err != nil {
		d.Fatal(err)
	}
	clock := func() time.Time { return d.now }
	k := &keeper.Keeper{Store: store, Journal: store, Archive: kept, Reader: reader, Extract: oneStatement, Version: "1", Fold: true, Now: clock}
	if err := k.Open(d.Context()); err != nil {
		d.Fatal(err)
	}
	d.w = &Watcher{Journal: store, Keeper: k, Archive: kept, Reader: reader, Holder: "test", Visits: 4, Metrics: NewMetrics(), Now: clock,
		Log:     slog.New(slog.NewTextHandler(io.Discard, nil)),
		Fetcher: &polite.Fetcher{Public: public, Private: private, Agent: "Rostrum-test", Timeout: 2 * time.Second, Now: time.Now}}
}

// oneStatement finds one statement in each article: its first paragraph.
func oneStatement(d *schema.Document) (*schema.Extraction, error) {
	end := strings.IndexByte(d.Text+"\n", '\n')
	span := []schema.Span{{Start: 0, End: end}}
	speaker := schema.EntityID(schema.Person, "Ana Ruiz")
	return &schema.Extraction{
		Document: d,
		Entities: []schema.Entity{{ID: speaker, Kind: schema.Person, Name: "Ana Ruiz"}},
		Statements: []schema.Statement{{ID: schema.NewID("statement", string(d.ID)), Kind: schema.Direct, Speakers: []schema.ID{speaker},
			Content: span, Sentence: span, Text: d.Text[:end], Modality: schema.Asserted, Confidence: 1, Rule: "test"}},
	}, nil
}

func (d *desk) page(path, content string, body func() string) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.pages[path] = func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", content)
		text := body()
		tag := fmt.Sprintf(`"%x"`, len(text)*1000003+int(text[len(text)/2])*31+strings.Count(text, "e"))
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, text)
	}
}

func (d *desk) once(file string) {
	d.Helper()
	f, err := sources.Parse("sources.toml", []byte(strings.ReplaceAll(file, "SERVER", d.server.URL)))
	if err != nil {
		d.Fatal(err)
	}
	d.w.Use(f)
	_ = d.w.Run(d.Context(), true) // what failed stands in the states
	d.now = d.now.Add(2 * time.Hour)
}

func (d *desk) state(name string) *State {
	d.Helper()
	state, err := d.w.state(d.Context(), name)
	if err != nil {
		d.Fatal(err)
	}
	return state
}

// want compares the graph's counts: articles, statements, outlets.
func (d *desk) want(when string, articles, statements, outlets int64) {
	d.Helper()
	s, err := d.store.Status(d.Context())
	if err != nil {
		d.Fatal(err)
	}
	if s.Nodes["Article"] != articles || s.Nodes["Statement"] != statements || s.Nodes["Outlet"] != outlets {
		d.Errorf("%s: %d articles, %d statements, %d outlets; want %d, %d, %d", when, s.Nodes["Article"], s.Nodes["Statement"], s.Nodes["Outlet"], articles, statements, outlets)
	}
}

// story is a text of some paragraphs that no other seed has.
func story(seed, paragraphs int) string {
	var b strings.Builder
	for p := range paragraphs {
		fmt.Fprintf(&b, "<p>In paragraph %s of story %s", word(p), word(seed))
		for i := range 40 {
			fmt.Fprintf(&b, " %s", word(seed*1000+p*50+i*7))
		}
		b.WriteString(" said the minister.</p>")
	}
	return b.String()
}

func word(n int) string {
	var b strings.Builder
	for range 3 {
		b.WriteByte("bdfgklmnprst"[n%12])
		n = n*5/7 + 3*n%11
		b.WriteByte("aeiou"[n%5])
		n = n*3 + 1
	}
	return b.String()
}

func rss(items ...string) string {
	return `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Feed</title><language>en</language>` + strings.Join(items, "") + `</channel></rss>`
}

func item(guid, link, title, body string) string {
	return fmt.Sprintf("<item><guid isPermaLink=\"false\">%s</guid><link>%s</link><title>%s</title><content:encoded><![CDATA[%s]]></content:encoded></item>", guid, link, title, body)
}

const twoFeeds = `
[[source]]
name = "atlas"
feed = "SERVER/atlas"
outlet = "Atlas"
private = true
delay = "0s"
every = "1h"

[[source]]
name = "bugle"
feed = "SERVER/bugle"
outlet = "Bugle"
private = true
delay = "0s"
every = "1h"
`

func TestFeedVersionsAndCopies(t *testing.T) {
	d := newDesk(t)
	atlas := rss(item("1", "/a/1", "One", story(1, 5)), item("2", "/a/2", "Two", story(2, 5)))
	bugle := rss(item("x", "/b/x", "Bugle's own words on top", story(1, 3)))
	d.page("/atlas", "application/rss+xml", func() string { return atlas })
	d.page("/bugle", "text/html", func() string { return bugle }) // a wrong content type
	d.once(strings.Split(twoFeeds, "[[source]]\nname = \"bugle\"")[0])
	d.want("one feed", 2, 2, 1)
	d.once(twoFeeds)
	d.want("a copy under another name, cut short", 2, 2, 2)
	if s := d.state("bugle"); s.Last.Copies != 1 || s.Error != "" {
		t.Errorf("bugle: %+v", s)
	}
	if s := d.state("atlas"); s.Total.New != 2 || s.Last != (Count{}) {
		t.Errorf("atlas, unchanged: %+v", s)
	}

	atlas = rss(item("1", "/a/1-moved", "One, corrected", strings.Replace(story(1, 5), "minister", "president", 1)), item("2", "/a/2", "Two", story(2, 5)))
	d.open() // a watch that starts again goes on
	d.once(twoFeeds)
	d.want("a correction", 2, 2, 2)
	if s := d.state("atlas"); s.Last.Changed != 1 || s.Last.Unchanged != 1 {
		t.Errorf("atlas, corrected: %+v", s.Last)
	}
	found := false
	for r, err := range keeper.Records(t.Context(), d.store) {
		if err != nil {
			t.Fatal(err)
		}
		if r.GUID == "1" {
			found = true
			if len(r.Versions) != 1 || r.Versions[0].What != `headline, was "One"; 1 paragraphs added, 1 removed; address` {
				t.Errorf("versions: %+v", r.Versions)
			}
			if len(r.Copies) != 1 {
				t.Errorf("copies: %+v", r.Copies)
			} else if err := d.w.Keeper.Unfold(t.Context(), r.Copies[0]); err != nil {
				t.Error(err)
			}
		}
	}
	if !found {
		t.Error("article 1 has no record")
	}
	d.want("the copy unfolded", 3, 3, 2)
	d.now = d.now.Add(time.Hour)
	d.w.Keeper.Version = "2"
	n := map[keeper.Outcome]int{}
	if err := d.w.Keeper.Reextract(t.Context(), func(*keeper.Record) bool { return true }, func(r *keeper.Record, o keeper.Outcome, err error) {
		if err != nil {
			t.Error(err)
		}
		n[o]++
	}); err != nil || n[keeper.Changed] != 3 {
		t.Errorf("read anew: %v %v", n, err)
	}
	d.want("read anew by a newer extractor", 3, 3, 2)
}

// A longer text takes the place of the shorter one that came first.
func TestLongerCopyWins(t *testing.T) {
	d := newDesk(t)
	d.page("/atlas", "application/rss+xml", func() string { return rss(item("1", "/a/1", "Short", story(1, 2))) })
	d.page("/bugle", "application/rss+xml", func() string { return rss(item("x", "/b/x", "Long", story(1, 6))) })
	d.once(strings.Split(twoFeeds, "[[source]]\nname = \"bugle\"")[0])
	d.once(twoFeeds)
	d.want("the longer came later", 1, 1, 2)
	for r, err := range keeper.Records(t.Context(), d.store) {
		if err != nil {
			t.Fatal(err)
		}
		if want := r.GUID == "1"; (r.CopyOf != "") != want {
			t.Errorf("%s is a copy: %v", r.Title, r.CopyOf)
		}
	}
}

func newsItem(guid, version, status, body string) string {
	return fmt.Sprintf(`<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="%s" version="%s"><itemMeta><itemClass qcode="ninat:text"/><provider literal="Wire"/><versionCreated>2024-03-05T10:0%s:00Z</versionCreated><pubStatus qcode="stat:%s"/></itemMeta><contentMeta><headline>Item %s</headline></contentMeta><contentSet><inlineXML><html><body>%s</body></html></inlineXML></contentSet></newsItem>`,
		guid, version, version, status, guid, body)
}

// An agency's files: new versions replace, a kill retracts, an older version that comes
// late changes nothing, an embargo is waited for, a broken file stops no other.
func TestFolder(t *testing.T) {
	d := newDesk(t)
	drop := filepath.Join(d.folder, "drop")
	if err := os.Mkdir(drop, 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(drop, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		old := time.Now().Add(-time.Minute)
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	file := fmt.Sprintf("[[source]]\nname = \"wire\"\nfolder = %q\nevery = \"1h\"\n", drop)
	write("a1.xml", newsItem("urn:a", "1", "usable", story(1, 3)))
	write("b1.xml", newsItem("urn:b", "1", "usable", story(2, 3)))
	write("broken.xml", "<newsItem><itemMeta>")
	write("bomb.xml", `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><newsItem guid="&b;"/>`)
	d.once(file)
	d.want("two items", 2, 2, 1)
	if s := d.state("wire"); s.Last.New != 2 || s.Last.Failed != 2 || s.Error == "" {
		t.Errorf("got %+v", s)
	}
	write("a3.xml", newsItem("urn:a", "3", "usable", story(1, 4)))
	write("b2.xml", newsItem("urn:b", "2", "canceled", ""))
	d.once(file)
	d.want("a new version and a kill", 1, 1, 1)
	write("a2.xml", newsItem("urn:a", "2", "usable", story(3, 3)))
	write("b1-again.xml", newsItem("urn:b", "1", "usable", story(2, 3)))
	d.once(file)
	d.want("older versions that come late", 1, 1, 1)
	write("b4.xml", newsItem("urn:b", "4", "usable", story(2, 3)))
	d.once(file)
	d.want("published again", 2, 2, 1)

	until := d.now.Add(90 * time.Minute)
	d.w.Reader.Now = d.w.Now
	embargoed := strings.Replace(newsItem("urn:c", "1", "usable", story(5, 3)), "<pubStatus", "<embargoed>"+until.UTC().Format(time.RFC3339)+"</embargoed><pubStatus", 1)
	write("c1.xml", embargoed)
	d.once(file)
	d.want("under embargo", 2, 2, 1)
	d.w.Keeper.Reader = d.w.Reader
	if n, err := d.w.Keeper.Due(t.Context()); n != 1 || err != nil {
		t.Errorf("due: %d %v", n, err)
	}
	d.want("after the embargo", 3, 3, 1)
}

// Pages are fetched once, looked at again for corrections, and gone when they are.
func TestFullText(t *testing.T) {
	d := newDesk(t)
	page := func(body string) string {
		return "<html><head><title>Page</title></head><body><article><h1>Page</h1>" + body + "</article></body></html>"
	}
	body := page(story(7, 6))
	d.page("/atlas", "application/rss+xml", func() string {
		return rss("<item><guid>1</guid><link>/story</link><title>T</title><description>Short.</description></item>", "<item><guid>2</guid><link>/missing</link><title>M</title><description>Short.</description></item>")
	})
	d.page("/story", "text/html", func() string { return body })
	file := strings.Replace(strings.Split(twoFeeds, "[[source]]\nname = \"bugle\"")[0], "every", "fulltext = true\nevery", 1)
	d.once(file)
	d.want("a page", 1, 1, 1)
	if s := d.state("atlas"); s.Last.New != 1 || s.Last.Failed != 1 || !strings.Contains(s.Error, "404") {
		t.Errorf("got %+v", s)
	}
	body = page(strings.Replace(story(7, 6), "minister", "chancellor", 1))
	d.once(file)
	if s := d.state("atlas"); s.Last.Changed != 1 {
		t.Errorf("an edited page: %+v", s.Last)
	}
	asked := d.asked["/story"]
	d.now = d.now.Add(-90 * time.Minute)
	d.once(file)
	if d.asked["/story"] != asked {
		t.Errorf("the page was asked for again too soon")
	}
	d.mutex.Lock()
	d.pages["/story"] = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }
	d.mutex.Unlock()
	d.now = d.now.Add(24 * time.Hour)
	d.once(file)
	d.want("a page that is gone", 0, 0, 0)
}

// A source in trouble is left alone for longer each time, or as long as it says.
func TestBackOff(t *testing.T) {
	d := newDesk(t)
	d.pages["/atlas"] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "36000")
		w.WriteHeader(http.StatusTooManyRequests)
	}
	d.pages["/bugle"] = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }
	before := d.now
	d.once(twoFeeds)
	if s := d.state("atlas"); s.Next.Sub(before) != 10*time.Hour || s.Fails != 1 {
		t.Errorf("told to come in 10 hours: %v", s.Next.Sub(before))
	}
	if s := d.state("bugle"); s.Next.Sub(before) < 96*time.Minute || s.Next.Sub(before) > 144*time.Minute || s.Error == "" {
		t.Errorf("after one failure: %v", s.Next.Sub(before))
	}
	if a, b := backOff(time.Minute, 6*time.Hour, 40), backOff(time.Minute, 6*time.Hour, 2); a > 8*time.Hour || a < 4*time.Hour || b > 5*time.Minute {
		t.Errorf("back-off %v %v", a, b)
	}
}

// A clock that was ahead for a while does not silence a source.
func TestClockJump(t *testing.T) {
	d := newDesk(t)
	d.page("/atlas", "application/rss+xml", func() string { return rss(item("1", "/a/1", "One", story(1, 5))) })
	file := strings.Split(twoFeeds, "[[source]]\nname = \"bugle\"")[0]
	d.now = d.now.AddDate(3, 0, 0)
	d.once(file)
	d.now = d.now.AddDate(-3, 0, 0)
	asked := d.asked["/atlas"]
	d.once(file)
	if d.asked["/atlas"] == asked {
		t.Error("the source is silent until the wrong clock's time")
	}
}

func TestSitemapAndBackfill(t *testing.T) {
	d := newDesk(t)
	day := func(back int) string { return d.now.AddDate(0, 0, -back).UTC().Format(time.RFC3339) }
	d.page("/map", "application/xml", func() string {
		return `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>` + d.server.URL + `/map1</loc></sitemap></sitemapindex>`
	})
	var rows strings.Builder
	for i := range 4 {
		fmt.Fprintf(&rows, `<url><loc>%s/p%d</loc><news:news xmlns:news="n"><news:publication_date>%s</news:publication_date><news:title>Title %d</news:title></news:news></url>`, d.server.URL, i, day(i*5), i)
		d.page(fmt.Sprintf("/p%d", i), "text/html", func() string { return "<html><body><article>" + story(20+i, 6) + "</article></body></html>" })
	}
	d.page("/map1", "application/xml", func() string { return "<urlset>" + rows.String() + "</urlset>" })
	file := "[[source]]\nname = \"map\"\nsitemap = \"SERVER/map\"\noutlet = \"Atlas\"\nprivate = true\ndelay = \"0s\"\n"
	d.once(file)
	d.want("what is young", 2, 2, 1)
	f, err := sources.Parse("s", []byte(strings.ReplaceAll(file, "SERVER", d.server.URL)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	p, err := d.w.Backfill(ctx, f.Sources[0], d.now.AddDate(0, 0, -12), time.Time{}, nil, func(p *Progress) { stop() })
	if err == nil {
		t.Errorf("a backfill that was stopped says nothing: %+v", p)
	}
	p, err = d.w.Backfill(t.Context(), f.Sources[0], d.now.AddDate(0, 0, -12), time.Time{}, nil, func(*Progress) {})
	if err != nil || p.New != 1 || p.Unchanged != 2 {
		t.Errorf("backfill: %+v %v", p, err)
	}
	d.want("filled back to twelve days", 3, 3, 1)
}

// When nothing can be written, as on a full disk, nothing is remembered either: all comes
// again when there is room.
func TestNothingCanBeWritten(t *testing.T) {
	d := newDesk(t)
	d.page("/atlas", "application/rss+xml", func() string { return rss(item("1", "/a/1", "One", story(1, 5))) })
	file := strings.Split(twoFeeds, "[[source]]\nname = \"bugle\"")[0]
	blocked := filepath.Join(d.folder, "archive")
	if err := os.WriteFile(blocked, nil, 0o666); err != nil { // a file where the folder should be
		t.Fatal(err)
	}
	d.once(file)
	if s := d.state("atlas"); s.Fails != 1 || !strings.Contains(s.Error, "archive") {
		t.Errorf("got %+v", s)
	}
	d.want("without room", 0, 0, 0)
	if err := os.Remove(blocked); err != nil {
		t.Fatal(err)
	}
	d.now = d.now.Add(time.Hour) // the first failure doubles the hour, give or take a fifth
	d.once(file)
	d.want("with room again", 1, 1, 1)
}

// A watch whose places are all taken for long is alive all the same, and who waited
// longest comes first.
func TestAllPlacesTaken(t *testing.T) {
	d := newDesk(t)
	ended := make(chan struct{})
	d.pages["/atlas"] = func(w http.ResponseWriter, r *http.Request) { <-ended }
	d.page("/bugle", "application/rss+xml", func() string { return rss(item("x", "/b/x", "B", story(1, 3))) })
	f, err := sources.Parse("sources.toml", []byte(strings.ReplaceAll(twoFeeds, "SERVER", d.server.URL)))
	if err != nil {
		t.Fatal(err)
	}
	d.w.Use(f)
	d.w.Visits, d.w.Fetcher.Timeout = 1, time.Minute
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- d.w.Run(ctx, false) }()
	beat := func() time.Time {
		d.w.mutex.Lock()
		defer d.w.mutex.Unlock()
		return d.w.beat
	}
	time.Sleep(500 * time.Millisecond)
	first := beat()
	time.Sleep(2500 * time.Millisecond)
	if !beat().After(first) || !d.w.Alive() {
		t.Error("the loop stands still while a visit lasts")
	}
	close(ended)
	for deadline := time.Now().Add(20 * time.Second); d.state("bugle").Last.New == 0 && time.Now().Before(deadline); {
		time.Sleep(50 * time.Millisecond)
	}
	if d.state("bugle").Last.New != 1 {
		t.Error("the source that waited for a place was not visited")
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// What is older than the archive is to keep goes, and then an article cannot be read again.
func TestPruned(t *testing.T) {
	d := newDesk(t)
	d.page("/atlas", "application/rss+xml", func() string { return rss(item("1", "/a/1", "One", story(1, 5))) })
	file := "[archive]\nkeep = \"30d\"\n" + strings.Split(twoFeeds, "[[source]]\nname = \"bugle\"")[0]
	reread := func() (failed error) {
		d.w.Keeper.Version += "'"
		if err := d.w.Keeper.Reextract(t.Context(), func(*keeper.Record) bool { return true }, func(_ *keeper.Record, _ keeper.Outcome, err error) { failed = err }); err != nil {
			t.Fatal(err)
		}
		return failed
	}
	d.once(file)
	d.now = d.now.AddDate(0, 0, 20)
	d.once(file)
	if err := reread(); err != nil {
		t.Errorf("after 20 days: %v", err)
	}
	d.now = d.now.AddDate(0, 0, 20)
	d.once(file)
	if err := reread(); !errors.Is(err, archive.ErrPruned) {
		t.Errorf("after 40 days: %v", err)
	}
	d.want("what was made of it stays", 1, 1, 1)
}

// What a watch passed over for its date, once its page was read, a backfill may want.
func TestBackfillOfTheUnwanted(t *testing.T) {
	d := newDesk(t)
	d.page("/atlas", "application/rss+xml", func() string { return rss(item("1", "/story", "Old", "")) })
	d.page("/story", "text/html", func() string {
		return "<html><head><meta property=\"article:published_time\" content=\"2020-02-03T10:00:00Z\"></head><body><article>" + story(4, 6) + "</article></body></html>"
	})
	file := strings.Replace(strings.Split(twoFeeds, "[[source]]\nname = \"bugle\"")[0], "every", "fulltext = true\nsince = 2024-01-01T00:00:00Z\nevery", 1)
	d.once(file)
	d.once(file)
	d.want("too old", 0, 0, 0)
	if s := d.state("atlas"); s.Total.Skipped != 1 || d.asked["/story"] != 1 {
		t.Errorf("got %+v, %d times asked", s, d.asked["/story"])
	}
	f, err := sources.Parse("s", []byte(strings.ReplaceAll(file, "SERVER", d.server.URL)))
	if err != nil {
		t.Fatal(err)
	}
	if p, err := d.w.Backfill(t.Context(), f.Sources[0], d.now.AddDate(-20, 0, 0), time.Time{}, nil, func(*Progress) {}); err != nil || p.New != 1 {
		t.Errorf("backfill: %+v %v", p, err)
	}
	d.want("filled back", 1, 1, 1)
}

// An article that takes very long to understand does not keep the watch from ending.
func TestEndsInTheMidstOfAnArticle(t *testing.T) {
	d := newDesk(t)
	begun, ended := make(chan bool), make(chan bool)
	defer close(ended)
	d.w.Keeper.Extract = func(*schema.Document) (*schema.Extraction, error) {
		begun <- true
		<-ended
		return nil, errors.New("too late")
	}
	d.page("/atlas", "application/rss+xml", func() string { return rss(item("1", "/a/1", "One", story(1, 3))) })
	f, err := sources.Parse("sources.toml", []byte(strings.ReplaceAll(strings.Split(twoFeeds, "[[source]]\nname = \"bugle\"")[0], "SERVER", d.server.URL)))
	if err != nil {
		t.Fatal(err)
	}
	d.w.Use(f)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- d.w.Run(ctx, false) }()
	<-begun
	asked := time.Now()
	stop()
	if err := <-done; err != nil || time.Since(asked) > 10*time.Second {
		t.Errorf("ended after %v: %v", time.Since(asked), err)
	}
}

// However many visits were missed while the watch was off, one is made of each source, no
// more at once than may be.
func TestNoStampede(t *testing.T) {
	d := newDesk(t)
	var file strings.Builder
	var now, most, visits atomic.Int32
	for i := range 30 {
		fmt.Fprintf(&file, "[[source]]\nname = \"s%d\"\nfeed = \"SERVER/s%[1]d\"\nprivate = true\nrobots = false\ndelay = \"0s\"\nevery = \"10m\"\n", i)
		d.pages[fmt.Sprintf("/s%d", i)] = func(w http.ResponseWriter, _ *http.Request) {
			visits.Add(1)
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(5 * time.Millisecond)
			now.Add(-1)
			io.WriteString(w, rss())
		}
	}
	d.once(file.String())
	d.now = d.now.AddDate(0, 0, 7)
	d.once(file.String())
	if visits.Load() != 60 || most.Load() > int32(d.w.Visits) {
		t.Errorf("%d visits, %d at once", visits.Load(), most.Load())
	}
}

// An address that has moved for good is remembered, until it fails: then the old one is
// asked again.
func TestMovedForGood(t *testing.T) {
	d := newDesk(t)
	feed := rss(item("1", "/a/1", "One", story(1, 3)))
	d.pages["/atlas"] = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/new", http.StatusMovedPermanently) }
	d.page("/new", "application/rss+xml", func() string { return feed })
	file := strings.Split(twoFeeds, "[[source]]\nname = \"bugle\"")[0]
	d.once(file)
	d.once(file)
	if d.asked["/atlas"] != 1 || d.asked["/new"] != 2 {
		t.Errorf("asked %v", d.asked)
	}
	delete(d.pages, "/new")
	d.once(file)
	feed = rss(item("2", "/a/2", "Two", story(2, 3)))
	d.page("/atlas", "application/rss+xml", func() string { return feed })
	d.now = d.now.Add(time.Hour)
	d.once(file)
	if s := d.state("atlas"); s.Last.New != 1 {
		t.Errorf("got %+v", s)
	}
}

// The pages of a list are asked at each visit whether they have changed.
func TestPageList(t *testing.T) {
	d := newDesk(t)
	text := func(seed int) string { return "<html><body><article>" + story(seed, 6) + "</article></body></html>" }
	now := text(4)
	d.page("/statements", "text/html", func() string { return now })
	d.page("/other", "text/html", func() string { return text(5) })
	file := "[[source]]\nname = \"list\"\npages = [\"SERVER/statements\", \"SERVER/none\", \"SERVER/other\"]\noutlet = \"Ministry\"\nprivate = true\ndelay = \"0s\"\n"
	d.once(file)
	d.want("two pages", 2, 2, 1)
	if s := d.state("list"); s.Last.New != 2 || s.Last.Failed != 1 || !strings.Contains(s.Error, "/none: the server answered 404") {
		t.Errorf("got %+v", s)
	}
	d.now = d.now.AddDate(0, 1, 0)
	d.once(file)
	if s := d.state("list"); s.Last.Unchanged != 2 || s.Last.Failed != 1 {
		t.Errorf("a month later: %+v", s)
	}
	now = text(6)
	d.once(file)
	if s := d.state("list"); s.Last.Changed != 1 || s.Last.Unchanged != 1 {
		t.Errorf("another text: %+v", s)
	}
	d.want("two pages still", 2, 2, 1)
}
