package feed

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

const (
	userAgent    = "Rostrum-ingest/1.0 (reads single articles that a user names)"
	maxRedirects = 5
)

//go:embed private.tsv
var privateFile string

type privatePrefix struct {
	prefix netip.Prefix
	what   string
}

func loadPrivate() ([]privatePrefix, error) {
	var list []privatePrefix
	for i, line := range strings.Split(privateFile, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		text, what, _ := strings.Cut(line, "\t")
		prefix, err := netip.ParsePrefix(text)
		if err != nil || what == "" {
			return nil, fmt.Errorf("private.tsv:%d: want a prefix, a tab and what it is, found %q", i+1, line)
		}
		list = append(list, privatePrefix{prefix, what})
	}
	return list, nil
}

// NewClients are the clients of sources that are public, and of those that may be private.
func NewClients() (public, private *http.Client, err error) {
	if public, err = NewClient(false); err != nil {
		return nil, nil, err
	}
	private, err = NewClient(true)
	return public, private, err
}

// NewClient makes the client that URLs are fetched with. It refuses addresses that
// are not public at the moment it connects, so that neither a redirect nor a name
// whose address changes leads there. With allowPrivate it goes anywhere, and uses the
// proxy that the environment names; without, it uses none, for then the proxy and not
// this program would look up names.
func NewClient(allowPrivate bool) (*http.Client, error) {
	if allowPrivate {
		client := newClient(nil)
		client.Transport.(*http.Transport).Proxy = http.ProxyFromEnvironment
		return client, nil
	}
	private, err := loadPrivate()
	return newClient(private), err
}

// newClient makes a client that refuses the given addresses.
func newClient(private []privatePrefix) *http.Client {
	dialer := &net.Dialer{
		Timeout: 10 * time.Second,
		Control: func(_, address string, _ syscall.RawConn) error { return refusePrivate(private, address) },
	}
	return &http.Client{CheckRedirect: checkRedirect, Transport: &http.Transport{
		DialContext: dialer.DialContext, ForceAttemptHTTP2: true, TLSHandshakeTimeout: 10 * time.Second,
		MaxResponseHeaderBytes: 64 << 10, IdleConnTimeout: 30 * time.Second,
	}}
}

func refusePrivate(private []privatePrefix, address string) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := to.Addr().Unmap().WithZone("")
	for _, p := range private {
		if p.prefix.Contains(ip) {
			return &RefusedError{ip, p.what}
		}
	}
	return nil
}

// RefusedError is the error of an address that is not public.
type RefusedError struct {
	ip   netip.Addr
	what string
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("refused: its address %s is not public (%s)", e.ip, e.what)
}

func checkRedirect(to *http.Request, via []*http.Request) error {
	switch {
	case len(via) > maxRedirects:
		return fmt.Errorf("redirects more than %d times", maxRedirects)
	case to.URL.Scheme != "http" && to.URL.Scheme != "https":
		return fmt.Errorf("redirects to %s, which is not a web page", to.URL.Redacted())
	}
	return nil
}

func isURL(input string) bool {
	scheme, _, found := strings.Cut(input, "://")
	return found && !strings.ContainsAny(scheme, `/\.`)
}

// fetched reads what a URL answers.
func (r *Reader) fetched(ctx context.Context, input string, yield func(Item) bool) bool {
	o, body, err := r.fetch(ctx, input)
	if err != nil {
		return yield(failed(input, err))
	}
	return r.stream(o, bytes.NewReader(body), yield)
}

func (r *Reader) fetch(ctx context.Context, input string) (o origin, body []byte, err error) {
	u, err := url.Parse(input)
	switch {
	case err != nil || u.Host == "":
		return o, nil, errors.New("is not a URL that can be read: write it as https://host/path")
	case u.Scheme != "http" && u.Scheme != "https":
		return o, nil, fmt.Errorf("has the scheme %q: only http and https are read", u.Scheme)
	case u.User != nil:
		return o, nil, errors.New("has a name or password in it, which would be kept: take it out")
	}
	u.Fragment = ""
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return o, nil, err
	}
	request.Header.Set("User-Agent", userAgent)
	request.Header.Set("Accept", "text/html, text/plain;q=0.9, application/xml;q=0.9, application/json;q=0.8, application/x-ndjson;q=0.8")
	answer, err := r.Client.Do(request)
	if err != nil {
		return o, nil, r.networkError(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return o, nil, fmt.Errorf("the server answered %s", answer.Status)
	}
	o = origin{name: input, url: u.String(), charset: answer.Header.Get("Content-Type")}
	if o.kind, err = kindOfContent(answer.Header); err != nil {
		return o, nil, err
	}
	body, err = readAll(answer.Body, MaxPage)
	if err != nil {
		return o, nil, r.networkError(err)
	}
	return o, body, nil
}

// networkError is the error without the URL, which the item's name has already.
func (r *Reader) networkError(err error) error {
	var refused *RefusedError
	if errors.As(err, &refused) {
		return fmt.Errorf("%w; allow such addresses with --allow-private", refused)
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("took longer than %v: try again, or allow more with --timeout", r.Timeout)
	}
	return err
}

func kindOfContent(header http.Header) (kind, error) {
	if encoding := header.Get("Content-Encoding"); encoding != "" && encoding != "identity" {
		return unknown, fmt.Errorf("is encoded as %q, which was not asked for", encoding)
	}
	content := header.Get("Content-Type")
	media, _, err := mime.ParseMediaType(content)
	if err != nil && content != "" && media == "" {
		return unknown, fmt.Errorf("has the malformed content type %q", content)
	}
	switch media {
	case "":
		return unknown, nil
	case "text/html", "application/xhtml+xml":
		return page, nil
	case "text/plain":
		return plain, nil
	case "application/octet-stream", "binary/octet-stream", "application/gzip", "application/x-gzip":
		return unknown, nil
	case "application/warc":
		return archive, nil
	case "message/rfc822":
		return letter, nil
	case "application/json":
		return whole, nil
	case "application/jsonl", "application/x-jsonlines", "application/jsonlines", "application/x-ndjson", "application/ndjson":
		return lines, nil
	}
	switch {
	case strings.HasSuffix(media, "/xml"), strings.HasSuffix(media, "+xml"):
		return tree, nil
	case strings.HasSuffix(media, "+json"):
		return whole, nil
	}
	return unknown, fmt.Errorf("is %s: HTML, plain text, JSON, XML of agencies and feeds, mail and WARC are read", media)
}
