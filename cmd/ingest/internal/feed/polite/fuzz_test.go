package polite

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/temoto/robotstxt"

	"rostrum/cmd/ingest/internal/feed"
)

// FuzzAnswer takes anything for a robots.txt and for an answer's body in each encoding,
// and any text for an address and a Retry-After: nothing panics, no body is longer than
// it may be, and no pause is negative or longer than a day.
func FuzzAnswer(f *testing.F) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	io.WriteString(z, "hello")
	z.Close()
	f.Add([]byte("User-agent: *\nDisallow: /secret\nCrawl-delay: 2\nAllow: /*.html$\n"), "120")
	f.Add([]byte("\xef\xbb\xbfUser-agent: Rostrum\nSitemap: x\nCrawl-delay: 1e309"), "Wed, 21 Oct 2999 07:28:00 GMT")
	f.Add(packed.Bytes(), "http://[::1]/../a?b#c")
	f.Add([]byte("\x0b\x02\x80hello\x03"), "-1")
	fetcher := &Fetcher{Now: time.Now}
	f.Fuzz(func(t *testing.T, data []byte, word string) {
		if robots, err := robotstxt.FromStatusAndBytes(http.StatusOK, data); err == nil {
			robots.FindGroup("Rostrum-test").Test(word)
		}
		for _, encoding := range []string{"", "gzip", "br", "deflate", word} {
			response := &http.Response{Header: http.Header{"Content-Encoding": {encoding}}, Body: io.NopCloser(bytes.NewReader(data)), ContentLength: -1}
			if body, err := readBody(response); err == nil && len(body) > feed.MaxPage {
				t.Errorf("%d bytes", len(body))
			}
		}
		if after := fetcher.retryAfter(word); after < 0 || after > longestAfter {
			t.Errorf("Retry-After %q: %v", word, after)
		}
		if u, err := parse(word); err == nil && (u.User != nil || u.Scheme != "http" && u.Scheme != "https") {
			t.Errorf("the address %q is fetched", word)
		}
	})
}
