package feed

import (
	"compress/gzip"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

const somePage = "<!DOCTYPE html><html><head><title>A page</title></head><body><article><p>The minister spoke at length about the charges, and denied each of them before the council.</p></article></body></html>"

// network serves what a server may do, well or badly.
func network(t *testing.T) *http.ServeMux {
	mux := http.NewServeMux()
	serve := func(path, contentType, body string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", contentType)
			fmt.Fprint(w, body)
		})
	}
	serve("/page", "text/html; charset=utf-8", somePage)
	serve("/latin", "text/html; charset=windows-1251", strings.ReplaceAll(somePage, "minister", "\xec\xe8\xed"))
	serve("/text", "text/plain", "LONDON, March 31, 2017 (Reuters) - Russia denied it.")
	serve("/lines", "application/x-ndjson", `{"id":"a","text":"one"}`+"\n"+`{"id":"b","text":"two"}`)
	serve("/list", "application/json", `[{"id":"a","text":"one"}]`)
	serve("/picture", "image/png", "\x89PNG")
	serve("/odd", "text", "words")
	serve("/empty", "text/plain", "")
	mux.HandleFunc("/brotli", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Encoding", "br") })
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		for range 11 {
			fmt.Fprint(z, strings.Repeat("a", 1<<20))
		}
		_ = z.Close() // the client has gone by then
	})
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		fmt.Fprint(w, "The first words come at once")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	mux.HandleFunc("/silent", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/text", http.StatusFound) })
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
	})
	mux.HandleFunc("/agent", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		fmt.Fprint(w, r.UserAgent())
	})
	return mux
}

// fetchOne gives the text of the URL's articles, parted by "|", or the error.
func fetchOne(t *testing.T, r *Reader, url string) string {
	var texts []string
	for item := range r.Read(t.Context(), []string{url}) {
		d, err := item.Document()
		if err != nil {
			return "error: " + err.Error()
		}
		if d.URL != url {
			t.Errorf("%s: the document's URL is %s", url, d.URL)
		}
		texts = append(texts, d.Text)
	}
	return strings.Join(texts, "|")
}

func TestFetch(t *testing.T) {
	server := httptest.NewServer(network(t))
	defer server.Close()
	r := testReader(t, Defaults{})
	r.Client = server.Client()
	r.Client.CheckRedirect = checkRedirect
	for path, want := range map[string]string{
		"/page":    "The minister spoke at length about the charges, and denied each of them before the council.",
		"/latin":   "The мин spoke at length about the charges, and denied each of them before the council.",
		"/text":    "LONDON, March 31, 2017 (Reuters) - Russia denied it.",
		"/moved":   "LONDON, March 31, 2017 (Reuters) - Russia denied it.",
		"/lines":   "one|two",
		"/list":    "one",
		"/agent":   userAgent,
		"/picture": "error: is image/png: HTML, plain text, JSON, XML of agencies and feeds, mail and WARC are read",
		"/odd":     "error: is text: HTML, plain text, JSON, XML of agencies and feeds, mail and WARC are read",
		"/empty":   "error: empty text: there is nothing to read",
		"/brotli":  `error: is encoded as "br", which was not asked for`,
		"/bomb":    "error: larger than 10 MiB, the most for one article: if it holds many, split it or write it as JSON Lines",
		"/slow":    "error: took longer than 300ms: try again, or allow more with --timeout",
		"/silent":  "error: took longer than 300ms: try again, or allow more with --timeout",
		"/loop":    "error: redirects more than 5 times",
		"/file":    "error: redirects to file:///etc/passwd, which is not a web page",
		"/none":    "error: the server answered 404 Not Found",
	} {
		if r.Timeout = time.Minute; strings.Contains(want, "took longer") {
			r.Timeout = 300 * time.Millisecond
		}
		if got := fetchOne(t, r, server.URL+path); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
	for url, want := range map[string]string{
		"ftp://example.org/a":         `error: has the scheme "ftp": only http and https are read`,
		"https://me:pw@example.org/a": "error: has a name or password in it, which would be kept: take it out",
		"https:///a":                  "error: is not a URL that can be read: write it as https://host/path",
	} {
		if got := fetchOne(t, r, url); got != want {
			t.Errorf("%s: got %q, want %q", url, got, want)
		}
	}
}

func TestPrivateRefused(t *testing.T) {
	server := httptest.NewServer(network(t))
	defer server.Close()
	r := testReader(t, Defaults{})
	client, err := NewClient(false)
	if err != nil {
		t.Fatal(err)
	}
	r.Client, r.Timeout = client, 5*time.Second
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0"} {
		got := fetchOne(t, r, "http://"+host+":"+port+"/text")
		if !strings.Contains(got, "refused: its address") || !strings.Contains(got, "--allow-private") {
			t.Errorf("%s: got %q, want a refusal", host, got)
		}
	}
}

// A redirect to an address that is refused is refused when it is dialled, not by its
// name: here the second server's address is the private one.
func TestRedirectToPrivateRefused(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skip("this system has no second loopback address")
	}
	inside := httptest.NewUnstartedServer(network(t))
	inside.Listener = listener
	inside.Start()
	defer inside.Close()
	outside := httptest.NewServer(http.RedirectHandler(inside.URL+"/text", http.StatusFound))
	defer outside.Close()
	r := testReader(t, Defaults{})
	r.Client, r.Timeout = newClient([]privatePrefix{{netip.MustParsePrefix("127.0.0.2/32"), "inside"}}), 5*time.Second
	if got := fetchOne(t, r, outside.URL); !strings.Contains(got, "refused: its address 127.0.0.2 is not public (inside)") {
		t.Errorf("got %q, want a refusal", got)
	}
}

func TestPrivateAddresses(t *testing.T) {
	private, err := loadPrivate()
	if err != nil {
		t.Fatal(err)
	}
	for address, public := range map[string]bool{
		"93.184.216.34:80": true, "[2606:2800:220:1::1]:443": true, "172.32.0.1:80": true, "[2001:4860:4860::8888]:80": true,
		"10.1.2.3:80": false, "172.31.255.255:80": false, "192.168.1.1:80": false, "169.254.169.254:80": false,
		"100.64.0.1:80": false, "127.8.8.8:80": false, "[::1]:80": false, "[fe80::1%eth0]:80": false, "[fd00::1]:80": false,
		"[::ffff:10.0.0.1]:80": false, "[64:ff9b::a00:1]:80": false, "[2002:a00:1::]:80": false, "0.0.0.0:80": false,
		"255.255.255.255:80": false, "[::a00:1]:80": false,
	} {
		if err := refusePrivate(private, address); (err == nil) != public {
			t.Errorf("%s: got %v, want public %v", address, err, public)
		}
	}
}
