package watch

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rostrum/schema"
)

// TestFaults gives each source another kind of trouble. Its row says what happened, and
// the source beside them goes on.
func TestFaults(t *testing.T) {
	d := newDesk(t)
	good := rss(item("1", "/a/1", "One", story(1, 5)))
	// as answers with a type and text.
	as := func(content, text string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", content)
			io.WriteString(w, text)
		}
	}
	packed := func(pack func(z *gzip.Writer), keep float64) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			pack(z)
			z.Close()
			w.Header().Set("Content-Type", "application/rss+xml")
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(b.Bytes()[:int(float64(b.Len())*keep)])
		}
	}
	redirect := func(to string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusMovedPermanently) }
	}
	bomb := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>`
	outside := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>`
	deep := strings.Repeat("<a>", 300) + strings.Repeat("</a>", 300)
	feeds := []struct {
		name, told string
		answer     func(http.ResponseWriter, *http.Request)
	}{
		{"bomb-in-a-feed", "defines the entity", as("application/rss+xml", bomb+`<rss version="2.0"><channel><item><title>&c;</title></item></channel></rss>`)},
		{"bomb-in-an-item", "defines the entity", as("application/xml", bomb+`<newsItem guid="x"><itemMeta>&c;</itemMeta></newsItem>`)},
		{"file-entity", "defines the entity", as("application/xml", outside+`<newsItem guid="x"><itemMeta>&file;</itemMeta></newsItem>`)},
		{"deep", "more than 200 deep", as("application/xml", `<newsItem guid="x">`+deep+`</newsItem>`)},
		{"huge", "larger than 10 MiB", as("application/rss+xml", good+strings.Repeat(" ", 11<<20))},
		{"gzip-bomb", "larger than 10 MiB", packed(func(z *gzip.Writer) { z.Write(bytes.Repeat([]byte(" "), 50<<20)) }, 1)},
		{"gzip-cut", "cut short", packed(func(z *gzip.Writer) { io.WriteString(z, good) }, .5)},
		{"gzip-broken", "gzip: invalid header", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			io.WriteString(w, good)
		}},
		{"picture", "is image/png", as("image/png", "\x89PNG\r\n")},
		{"utf-16-cut", "is UTF-16 cut short", as("application/xml", "\xff\xfe<\x00r\x00s")},
		{"encoding", `the encoding "x-martian" is not known`, as("application/xml", `<?xml version="1.0" encoding="x-martian"?><rss version="2.0"><channel/></rss>`)},
		{"login", "stands behind a login", as("text/html", "<html><body><form>Log in: <input type='password'></form></body></html>")},
		{"page", "is a page or text, where a feed should be", as("text/html", "<html><body><article>"+story(9, 6)+"</article></body></html>")},
		{"private", "is not public (a local link)", redirect("http://169.254.169.254/latest/meta-data")},
		{"other-scheme", "is not a web page", redirect("file:///etc/passwd")},
		{"round", "redirects more than 5 times", redirect("/round")},
		{"hangs", "took longer than 2s", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		{"drips", "took longer than 2s", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				io.WriteString(w, " ")
				w.(http.Flusher).Flush()
				time.Sleep(100 * time.Millisecond)
			}
		}},
		{"ends", "EOF", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
		{"forbidden", "it wants a login", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }},
		{"no-json", "JSON", as("application/feed+json", `{"version": "https://jsonfeed.org/version/1.1", "items": [`)},
		{"empty", "", as("application/rss+xml", "")},
	}
	var file strings.Builder
	add := func(name, more string) {
		fmt.Fprintf(&file, "[[source]]\nname = %q\nfeed = \"SERVER/%[1]s\"\nprivate = true\nrobots = false\ndelay = \"0s\"\nevery = \"1h\"\n%s", name, more)
	}
	for _, f := range feeds {
		d.pages["/"+f.name] = f.answer
		add(f.name, "")
	}
	d.pages["/good"] = as("application/rss+xml", good)
	add("good", "")
	d.w.Visits = 32
	d.once(file.String())
	d.want("one source is well", 1, 1, 1)
	for _, f := range feeds {
		s := d.state(f.name)
		if s.Error == "" || !strings.Contains(s.Error, f.told) || s.Fails != 1 {
			t.Errorf("%s: told %q, %d failures", f.name, s.Error, s.Fails)
		}
	}
	if s := d.state("good"); s.Error != "" || s.Last.New != 1 {
		t.Errorf("the good source: %+v", s)
	}
}

// Pages in trouble are their entry's failure; what the feed itself tells of the article
// is kept when the page has failed often enough, and the page when it can be read.
func TestPageFaults(t *testing.T) {
	d := newDesk(t)
	login := "<html><body><form>Log in: <input type='password'></form></body></html>"
	script := `<html><head><script src="/app.js"></script></head><body><div id="root"></div></body></html>`
	pages := map[string]string{"/login": login, "/script": script}
	summary := "<p>The minister said in short that the talks had failed.</p>"
	d.page("/atlas", "application/rss+xml", func() string {
		return rss(item("1", "/login", "L", summary), item("2", "/script", "S", ""))
	})
	for path := range pages {
		d.page(path, "text/html", func() string { return pages[path] })
	}
	file := strings.Replace(strings.Split(twoFeeds, "[[source]]\nname = \"bugle\"")[0], "every", "fulltext = true\nevery", 1)
	d.once(file)
	if s := d.state("atlas"); s.Last.Failed != 2 || !strings.Contains(s.Error, "made by JavaScript") || s.Fails != 0 {
		t.Errorf("got %+v", s)
	}
	d.want("nothing can be read", 0, 0, 0)
	for range mostFails {
		d.now = d.now.Add(8 * time.Hour)
		d.once(file)
	}
	d.want("what the feed tells", 1, 1, 1)
	pages["/login"] = "<html><body><article>" + story(4, 6) + "</article></body></html>"
	d.now = d.now.Add(8 * time.Hour)
	d.once(file)
	if s := d.state("atlas"); s.Last.Changed != 1 {
		t.Errorf("the page at last: %+v", s)
	}
	d.want("the page at last", 1, 1, 1)
	d.now = d.now.Add(giveUp)
	d.once(file) // the last try
	asked := d.asked["/script"]
	d.now = d.now.Add(8 * time.Hour)
	d.once(file)
	if d.asked["/script"] != asked {
		t.Error("a page that was given up is asked for")
	}
}

// A headline that the feed corrects is another version though the page is as it was.
func TestHeadlineOfAnUnchangedPage(t *testing.T) {
	d := newDesk(t)
	head := "First"
	d.page("/atlas", "application/rss+xml", func() string { return rss(item("1", "/story", head, "")) })
	d.page("/story", "text/html", func() string { return "<html><body><article>" + story(4, 6) + "</article></body></html>" })
	file := strings.Replace(strings.Split(twoFeeds, "[[source]]\nname = \"bugle\"")[0], "every", "fulltext = true\nevery", 1)
	d.once(file)
	head = "Corrected"
	d.once(file)
	if s := d.state("atlas"); s.Last.Changed != 1 {
		t.Errorf("got %+v", s)
	}
}

// An article on which the extractor fails or panics is that entry's failure, and those
// after it are kept.
func TestPoison(t *testing.T) {
	d := newDesk(t)
	d.w.Keeper.Extract = func(doc *schema.Document) (*schema.Extraction, error) {
		switch doc.Title {
		case "Poison":
			panic("a fault of the program")
		case "Bad":
			return nil, fmt.Errorf("cannot be understood")
		}
		return oneStatement(doc)
	}
	d.page("/atlas", "application/rss+xml", func() string {
		return rss(item("1", "/a/1", "Poison", story(1, 3)), item("2", "/a/2", "Bad", story(2, 3)), item("3", "/a/3", "Good", story(3, 3)))
	})
	d.once(strings.Split(twoFeeds, "[[source]]\nname = \"bugle\"")[0])
	d.want("the good one", 1, 1, 1)
	if s := d.state("atlas"); s.Last.Failed != 2 || s.Last.New != 1 || s.Fails != 0 || !strings.Contains(s.Error, "cannot be understood") {
		t.Errorf("got %+v", s)
	}
}

// Impossible dates are left out, and the article is kept.
func TestImpossibleDates(t *testing.T) {
	d := newDesk(t)
	var entries []string
	for i, date := range []string{"Mon, 45 Foo 2999 99:99:99 GMT", "Tue, 05 Mar 2999 09:00:00 GMT", "0000-00-00T00:00:00Z", "yesterday", "Sun, 06 Nov 1494 08:49:37 GMT", ""} {
		entries = append(entries, strings.Replace(item(fmt.Sprint(i), fmt.Sprintf("/a/%d", i), "T", story(30+i, 3)), "<link>", "<pubDate>"+date+"</pubDate><link>", 1))
	}
	d.page("/atlas", "application/rss+xml", func() string { return rss(entries...) })
	d.once(strings.Split(twoFeeds, "[[source]]\nname = \"bugle\"")[0])
	d.want("impossible dates", 6, 6, 1)
	if s := d.state("atlas"); s.Last.New != 6 || !s.Newest.IsZero() {
		t.Errorf("got %+v", s)
	}
}

// What one clock has planned is not waited for by another that is behind it: the next
// start, and a watch whose clock is set back while it runs.
func TestClockSetBack(t *testing.T) {
	d := newDesk(t)
	d.pages["/atlas"] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "86400")
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	file := strings.Split(twoFeeds, "[[source]]\nname = \"bugle\"")[0]
	for _, again := range []bool{false, true} {
		d.now = d.now.Add(3 * time.Hour)
		d.once(file)
		asked := d.asked["/atlas"]
		d.once(file)
		if d.asked["/atlas"] != asked {
			t.Error("a server that wants to be left alone for a day is asked after two hours")
		}
		d.now = d.now.AddDate(0, 0, -2)
		if again {
			d.open()
		}
		d.once(file)
		if d.asked["/atlas"] != asked+1 {
			t.Errorf("after the clock was set back by two days the source was asked %d times, want 1 (a new start: %t)", d.asked["/atlas"]-asked, again)
		}
		d.now = d.now.AddDate(0, 0, 3)
	}
}

// A folder that goes away, and a file that cannot be read, are told; the other files are
// taken.
func TestFolderFaults(t *testing.T) {
	d := newDesk(t)
	drop := filepath.Join(d.folder, "drop")
	file := fmt.Sprintf("[[source]]\nname = \"wire\"\nfolder = %q\nevery = \"1h\"\n", drop)
	d.once(file)
	if s := d.state("wire"); !strings.Contains(s.Error, "is not there") {
		t.Errorf("no folder: %+v", s)
	}
	if err := os.Mkdir(drop, 0o755); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Minute)
	for name, text := range map[string]string{"a.xml": newsItem("urn:a", "1", "usable", story(1, 3)), "b.xml.part": "half", ".hidden": "x", "c.txt": "\x00\x01\x02binary\x00"} {
		path := filepath.Join(drop, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	d.now = d.now.Add(time.Hour)
	d.once(file)
	d.want("one can be read", 1, 1, 1)
	if s := d.state("wire"); s.Last.New != 1 || s.Last.Failed != 1 || !strings.Contains(s.Error, "c.txt: is binary, not text") {
		t.Errorf("got %+v", s)
	}
}
