package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// agencies are the sources that the soak watches: most are feeds, some of them with pages
// to fetch, and some are folders. Each shows more of its items with every good answer;
// while there is trouble, each kind of fault is one answer of twenty.
type agencies struct {
	drop  string // the folders' folder
	decoy string // an address that must never be asked

	mutex  sync.Mutex
	random *rand.Rand
	shown  [soakSources]int // items that a source shows
	faults map[string]int
	quiet  bool // no faults any more
}

// What a source is.
func isFolder(source int) bool  { return source%20 == 19 }
func hasPages(source int) bool  { return source%20 == 9 || source%20 == 14 }
func address(source int) string { return fmt.Sprintf("s%d", source) }
func guid(source, i int) string { return fmt.Sprintf("s%d-i%d", source, i) }
func finalTitle(source, i int) string {
	if i == 0 {
		return "Corrected: " + title(source, i)
	}
	return title(source, i)
}
func title(source, i int) string { return fmt.Sprintf("Story %s of %s", word(i), word(source)) }

// killed tells of an agency's item that is withdrawn after it was sent.
func killed(source, i int) bool { return isFolder(source) && i == 1 }

// storyOf is the story that an item tells: one of twelve in every second source is a copy
// of the neighbour's, cut short and under another headline.
func storyOf(source, i int) (seed int, copied bool) {
	if i == 5 && source%2 == 1 && !hasPages(source) && !hasPages(source-1) {
		return (source-1)*1000 + i, true
	}
	return source*1000 + i, false
}

// story is the text of an item: short, and unlike every other.
func story(source, i int) string {
	seed, copied := storyOf(source, i)
	r := rand.New(rand.NewPCG(uint64(seed), 3))
	words := func(n int) string {
		list := make([]string, n)
		for k := range list {
			list[k] = vocabulary[r.IntN(len(vocabulary))]
		}
		return strings.Join(list, " ")
	}
	paragraphs := []string{
		fmt.Sprintf("President Ana Ruiz said on Tuesday that the %s would leave the %s.", words(5), words(4)),
		fmt.Sprintf("A %s of the %s met some %s.", words(3), words(4), words(4)),
		fmt.Sprintf("No %s has seen the %s of this %s.", words(3), words(4), words(3)),
		fmt.Sprintf("The %s brought a %s to the %s.", words(4), words(4), words(3)),
	}
	switch { // an article of fewer than thirty words would be compared with none
	case copied:
		paragraphs = paragraphs[:3]
	case i != 5:
		paragraphs = paragraphs[:2]
	}
	return "<p>" + strings.Join(paragraphs, "</p><p>") + "</p>"
}

// vocabulary is words of which the stories are made.
var vocabulary = strings.Fields(`apple bridge candle desert engine farmer garden hammer island jacket kettle ladder market needle
	orange pencil quarry rabbit saddle tailor valley window anchor basket carpet dinner estate feather gallery harbor insect
	journey kitchen lantern meadow nephew orchard pillow ribbon shadow teacher umbrella village whistle almond barrel cabinet
	dragon elbow fountain glacier helmet iron jewel kernel library mirror notebook oven palace quilt river sailor temple
	uncle violin wagon acorn bottle castle donkey emerald fiddle goblet hazel ivory jungle knight lemon marble nutmeg oyster
	parcel raven silver thunder velvet walnut autumn beacon copper drawer ember flint granite hollow inkwell`)

// word is a word that English has not.
func word(n int) string {
	var b strings.Builder
	for range 4 {
		b.WriteByte("bdfgklmnprst"[n%12])
		n /= 12
		b.WriteByte("aeiou"[n%5])
		n = n/5 + 7
	}
	return b.String()
}

// sources writes the file of sources.
func (a *agencies) sources(t *testing.T, servers []string) string {
	var file strings.Builder
	for s := range soakSources {
		fmt.Fprintf(&file, "[[source]]\nname = %q\noutlet = \"Outlet %d\"\nlanguage = \"en\"\nevery = \"2s\"\nback_off = \"10s\"\n", address(s), s)
		if isFolder(s) {
			folder := filepath.Join(a.drop, address(s))
			if err := os.MkdirAll(folder, 0o755); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&file, "folder = %q\n", folder)
			continue
		}
		fmt.Fprintf(&file, "feed = \"%s/feed\"\ndelay = \"0s\"\nprivate = true\nfulltext = %t\n", servers[s], hasPages(s))
	}
	return file.String()
}

// grow shows more of a source.
func (a *agencies) grow(source int) {
	a.shown[source] = min(a.shown[source]+1+a.random.IntN(4), soakItems)
}

// complete tells whether all is shown.
func (a *agencies) complete() bool {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	for _, shown := range a.shown {
		if shown < soakItems {
			return false
		}
	}
	return true
}

// serve answers for a source.
func (a *agencies) serve(source int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
			return
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
			return
		}
		a.mutex.Lock()
		var fault *soakFault
		if n := a.random.IntN(20); n < len(soakFaults) && !a.quiet {
			fault = &soakFaults[n]
			a.faults[fault.name]++
		} else if r.URL.Path == "/feed" {
			a.grow(source)
		}
		shown := a.shown[source]
		a.mutex.Unlock()
		content, text := "application/rss+xml", feedOf(source, shown)
		var i int
		if n, _ := fmt.Sscanf(r.URL.Path, "/story/%d", &i); n == 1 {
			content, text = "text/html", pageOf(source, i)
		}
		if fault != nil {
			fault.do(a, w, r, text)
			return
		}
		tag := fmt.Sprintf(`"%d"`, len(text))
		w.Header().Set("Content-Type", content)
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, text)
	}
}

func pageOf(source, i int) string {
	return fmt.Sprintf("<html><head><title>%s</title></head><body><article><h1>%[1]s</h1>%s</article></body></html>", title(source, i), story(source, i))
}

// feedOf is a source's feed with so many items. The first has been corrected once there
// are four, and some have impossible dates.
func feedOf(source, items int) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Feed</title>`)
	for i := range items {
		head := title(source, i)
		if items >= 4 {
			head = finalTitle(source, i)
		}
		text := "<content:encoded><![CDATA[" + story(source, i) + "]]></content:encoded>"
		if hasPages(source) {
			text = "<description>More on our page.</description>"
		}
		date := "Tue, 05 Mar 2024 09:00:00 GMT"
		if i%5 == 2 {
			date = "Mon, 45 Foo 2999 99:99:99 GMT"
		}
		fmt.Fprintf(&b, `<item><guid isPermaLink="false">%s</guid><link>/story/%d</link><title>%s</title><pubDate>%s</pubDate>%s</item>`, guid(source, i), i, head, date, text)
	}
	b.WriteString("</channel></rss>")
	return b.String()
}

// deliver drops more items into each folder: broken files too, while there is trouble.
func (a *agencies) deliver(t *testing.T) {
	t.Helper()
	a.mutex.Lock()
	defer a.mutex.Unlock()
	for s := range soakSources {
		if !isFolder(s) {
			continue
		}
		before := a.shown[s]
		a.grow(s)
		for i := before; i < a.shown[s]; i++ {
			a.drops(t, s, i, "1", "usable", title(s, i))
			switch {
			case killed(s, i):
				a.drops(t, s, i, "2", "canceled", title(s, i))
			case finalTitle(s, i) != title(s, i):
				a.drops(t, s, i, "2", "usable", finalTitle(s, i))
			}
		}
		if !a.quiet && before < a.shown[s] {
			a.faults["half a file"]++
			a.write(t, s, fmt.Sprintf("half%d.xml", before), `<newsItem guid="half"><itemMeta>`)
		}
	}
}

func (a *agencies) drops(t *testing.T, s, i int, version, status, head string) {
	a.write(t, s, fmt.Sprintf("%03d-%s.xml", i, version), fmt.Sprintf(`<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid=%q version=%q xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/><provider literal="Wire"/><versionCreated>2024-03-05T1%[2]s:00:00Z</versionCreated><pubStatus qcode="stat:%s"/></itemMeta><contentMeta><headline>%s</headline></contentMeta><contentSet><inlineXML><html><body>%s</body></html></inlineXML></contentSet></newsItem>`,
		guid(s, i), version, status, head, story(s, i)))
}

// write writes a file of a folder under another name first, as agencies do.
func (a *agencies) write(t *testing.T, s int, name, text string) {
	path := filepath.Join(a.drop, address(s), name)
	if err := os.WriteFile(path+".part", []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".part", path); err != nil {
		t.Fatal(err)
	}
}

// soakFault is a kind of fault. Told is what the log and the source's row say of it; ""
// is nothing, for the answer is read all the same.
type soakFault struct {
	name, told string
	do         func(a *agencies, w http.ResponseWriter, r *http.Request, text string)
}

var soakFaults = []soakFault{
	{"error 500", "500 Internal Server Error", func(_ *agencies, w http.ResponseWriter, _ *http.Request, _ string) {
		w.WriteHeader(http.StatusInternalServerError)
	}},
	{"429", "429 Too Many Requests: come again in 1s", func(_ *agencies, w http.ResponseWriter, _ *http.Request, _ string) {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
	}},
	{"hangs", "took longer than 1s", func(_ *agencies, _ http.ResponseWriter, r *http.Request, _ string) {
		select {
		case <-r.Context().Done():
		case <-time.After(3 * time.Second):
		}
	}},
	{"gzip cut short", "cut short", func(_ *agencies, w http.ResponseWriter, _ *http.Request, text string) {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		io.WriteString(z, text)
		z.Close()
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(b.Bytes()[:b.Len()/2])
	}},
	{"cut short", "cut short", func(_ *agencies, w http.ResponseWriter, _ *http.Request, text string) {
		w.Header().Set("Content-Length", strconv.Itoa(len(text)))
		io.WriteString(w, text[:len(text)/2])
		panic(http.ErrAbortHandler) // ends the connection
	}},
	{"wrong content type", "is image/png", func(_ *agencies, w http.ResponseWriter, _ *http.Request, text string) {
		w.Header().Set("Content-Type", "image/png")
		io.WriteString(w, text)
	}},
	{"wrong encoding", "is UTF-16 cut short", func(_ *agencies, w http.ResponseWriter, _ *http.Request, text string) {
		w.Header().Set("Content-Type", "application/xml; charset=utf-16")
		io.WriteString(w, "\xff\xfe"+text[:len(text)/2*2-1])
	}},
	{"XML bomb", "entities are not expanded", func(_ *agencies, w http.ResponseWriter, _ *http.Request, _ string) {
		w.Header().Set("Content-Type", "application/rss+xml")
		io.WriteString(w, `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss version="2.0"><channel><title>&c;</title><item><title>&c;</title></item></channel></rss>`)
	}},
	{"huge body", "larger than 10 MiB", func(_ *agencies, w http.ResponseWriter, _ *http.Request, text string) {
		w.Header().Set("Content-Type", "application/rss+xml")
		io.WriteString(w, text)
		chunk := bytes.Repeat([]byte(" "), 1<<20)
		for range 11 {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	}},
	{"login wall", "stands behind a login", func(_ *agencies, w http.ResponseWriter, _ *http.Request, _ string) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<html><body><form>Log in: <input type='password'></form></body></html>")
	}},
	{"page by JavaScript", "made by JavaScript", func(_ *agencies, w http.ResponseWriter, _ *http.Request, _ string) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, `<html><head><title>App</title><script src="/app.js"></script></head><body><div id="root"></div><noscript>You need JavaScript.</noscript></body></html>`)
	}},
	{"redirect to a private address", "is not public", func(a *agencies, w http.ResponseWriter, r *http.Request, _ string) {
		http.Redirect(w, r, a.decoy, http.StatusFound)
	}},
	{"redirects for ever", "redirects more than 5 times", func(_ *agencies, w http.ResponseWriter, r *http.Request, _ string) {
		http.Redirect(w, r, "/round", http.StatusFound)
	}},
}
