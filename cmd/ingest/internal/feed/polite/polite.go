// Package polite fetches from other people's servers the way they would like it: one
// request to a host at a time with a pause between, what robots.txt allows, only what
// has changed, and not before the server said to come again.
//
// It reads no format and keeps no state over a restart: what it should remember of an
// address is a [Memory] that the caller keeps. Addresses that are not public are
// refused by the client it is given.
//
// The main path: [Fetcher.Fetch] with a [Request] gives an [Answer], or an error that
// says when to come again ([RetryError]), that the page is gone for good ([ErrGone]),
// or that it may not be fetched ([ErrRobots]).
package polite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/temoto/robotstxt"

	"rostrum/cmd/ingest/internal/feed"
)

// Fetcher fetches. It may be used by many goroutines at once.
type Fetcher struct {
	Public  *http.Client // refuses addresses that are not public
	Private *http.Client // goes anywhere
	Agent   string       // the User-Agent
	Timeout time.Duration
	Now     func() time.Time

	mutex sync.Mutex
	hosts map[string]*host
}

// host is what is known of a server. Its turn is held while a request to it runs.
type host struct {
	turn   chan struct{}
	free   time.Time // not before
	robots *robotstxt.RobotsData
	read   time.Time // when robots was read
	closed error     // why robots.txt could not be read
}

// Request says what to fetch and how.
type Request struct {
	URL     string
	Memory  Memory
	Headers map[string]string
	Delay   time.Duration // between two requests to the host
	Robots  bool          // heed robots.txt
	Private bool          // the address may be one that is not public; another host that it redirects to may not
}

// Memory is what should be remembered of an address from one fetch to the next.
type Memory struct {
	ETag     string `json:"etag,omitempty"`
	Modified string `json:"modified,omitempty"`
	Moved    string `json:"moved,omitempty"` // where it has moved for good
}

// Answer is what a server answered.
type Answer struct {
	Unchanged bool   // since the memory was made; there is no body
	URL       string // after redirects
	Header    http.Header
	Body      []byte // without the encoding of its transfer
	Memory    Memory
}

// ErrRobots is the error of what robots.txt does not allow.
var ErrRobots = errors.New("robots.txt does not allow it; if you have leave, set robots = false")

// ErrGone is the error of a page that the server says is gone for good (410).
var ErrGone = errors.New("the server says that it is gone for good")

// RetryError is of a server that says to come again later (429, 503).
type RetryError struct {
	Status string
	After  time.Duration // 0 where it does not say when
}

func (e *RetryError) Error() string {
	if e.After == 0 {
		return "the server answered " + e.Status
	}
	return fmt.Sprintf("the server answered %s: come again in %v", e.Status, e.After.Round(time.Second))
}

const (
	maxRedirects = 5
	robotsLives  = 24 * time.Hour
	robotsFails  = time.Hour
	longestDelay = time.Minute // of what robots.txt asks for
	longestAfter = 24 * time.Hour
)

// Fetch fetches an address, in its host's turn.
func (f *Fetcher) Fetch(ctx context.Context, r Request) (*Answer, error) {
	address := r.URL
	if r.Memory.Moved != "" {
		address = r.Memory.Moved
	}
	moved, forGood := "", true
	for hops := 0; ; hops++ {
		u, err := parse(address)
		if err != nil {
			return nil, err
		}
		answer, err := f.once(ctx, u, r)
		if err != nil {
			return nil, err
		}
		to := answer.Header.Get("Location")
		if !isRedirect(answer.status) || to == "" {
			return f.read(answer, r, moved)
		}
		next, err := u.Parse(to)
		switch {
		case err != nil:
			return nil, fmt.Errorf("redirects to %q, which is no address", to)
		case hops >= maxRedirects:
			return nil, fmt.Errorf("redirects more than %d times", maxRedirects)
		}
		forGood = forGood && (answer.status == http.StatusMovedPermanently || answer.status == http.StatusPermanentRedirect)
		if address = next.String(); forGood {
			moved = address
		}
	}
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

func parse(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" && u.Scheme == "":
		return nil, fmt.Errorf("%.100q is no address that can be fetched", address)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("leads to %s, which is not a web page", u.Redacted())
	case u.User != nil:
		return nil, errors.New("has a name or password in its address, which is not sent")
	}
	u.Fragment = ""
	return u, nil
}

// answered is a server's answer to one request, its body read.
type answered struct {
	*http.Response
	url    string
	status int
	body   []byte
}

// once makes one request in the host's turn.
func (f *Fetcher) once(ctx context.Context, u *url.URL, r Request) (*answered, error) {
	h := f.host(u.Host)
	select {
	case h.turn <- struct{}{}:
		defer func() { <-h.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	delay := r.Delay
	if r.Robots {
		asked, err := f.robots(ctx, h, u, r)
		if err != nil {
			return nil, err
		}
		delay = max(delay, min(asked, longestDelay))
	}
	if err := f.wait(ctx, h); err != nil {
		return nil, err
	}
	defer func() { h.free = f.Now().Add(delay) }()
	return f.get(ctx, u.String(), r)
}

func (f *Fetcher) host(name string) *host {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.hosts == nil {
		f.hosts = map[string]*host{}
	}
	if f.hosts[name] == nil {
		f.hosts[name] = &host{turn: make(chan struct{}, 1)}
	}
	return f.hosts[name]
}

// wait waits until the host may be asked again. A clock that jumps back makes no long
// wait of it.
func (f *Fetcher) wait(ctx context.Context, h *host) error {
	pause := min(h.free.Sub(f.Now()), longestDelay)
	if pause <= 0 {
		return ctx.Err()
	}
	select {
	case <-time.After(pause):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// get asks the server and reads its answer within the time that one address may take.
func (f *Fetcher) get(ctx context.Context, address string, r Request) (*answered, error) {
	ctx, cancel := context.WithTimeout(ctx, f.Timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", f.Agent)
	request.Header.Set("Accept-Encoding", "gzip, br")
	request.Header.Set("Accept", "application/rss+xml, application/atom+xml, application/xml;q=0.9, application/feed+json, application/json;q=0.8, text/html;q=0.9, */*;q=0.5")
	if r.Memory.ETag != "" {
		request.Header.Set("If-None-Match", r.Memory.ETag)
	}
	if r.Memory.Modified != "" {
		request.Header.Set("If-Modified-Since", r.Memory.Modified)
	}
	for name, value := range r.Headers {
		if sameHost(address, r.URL) {
			request.Header.Set(name, value) // a secret is not for whom the server names
		}
	}
	client := *f.Public
	if r.Private && sameName(address, r.URL) {
		client = *f.Private // but not where the server leads elsewhere
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Do(request)
	if err != nil {
		return nil, f.plain(err)
	}
	defer response.Body.Close()
	answer := &answered{Response: response, url: address, status: response.StatusCode}
	if response.StatusCode == http.StatusOK {
		if answer.body, err = readBody(response); err != nil {
			return nil, f.plain(err)
		}
	}
	return answer, nil
}

func sameHost(x, y string) bool {
	a, err := url.Parse(x)
	b, wrong := url.Parse(y)
	return err == nil && wrong == nil && strings.EqualFold(a.Host, b.Host) && a.Scheme == b.Scheme
}

// sameName tells whether two addresses are of one host, by whatever scheme and port.
func sameName(x, y string) bool {
	a, err := url.Parse(x)
	b, wrong := url.Parse(y)
	return err == nil && wrong == nil && strings.EqualFold(a.Hostname(), b.Hostname())
}

func readBody(response *http.Response) ([]byte, error) {
	tooLarge := fmt.Errorf("the answer is larger than %d MiB", feed.MaxPage>>20)
	if response.ContentLength > feed.MaxPage {
		return nil, tooLarge
	}
	body, err := feed.Unencoded(response.Header.Get("Content-Encoding"), response.Body)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(body, feed.MaxPage+1))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, errors.New("the answer is cut short")
	case err != nil:
		return nil, err
	case len(data) > feed.MaxPage:
		return nil, tooLarge
	}
	return data, nil
}

// plain is a network's error without the address, which the caller names.
func (f *Fetcher) plain(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	var refused *feed.RefusedError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("took longer than %v", f.Timeout)
	case errors.As(err, &refused):
		return fmt.Errorf("%w; a source of your own network needs private = true, and names the address that it redirects to", refused)
	}
	return err
}

// read makes an answer of the last of the redirects.
func (f *Fetcher) read(a *answered, r Request, moved string) (*Answer, error) {
	memory := Memory{ETag: a.Header.Get("ETag"), Modified: a.Header.Get("Last-Modified"), Moved: r.Memory.Moved}
	if moved != "" {
		memory.Moved = moved
	}
	switch a.status {
	case http.StatusOK:
		return &Answer{URL: a.url, Header: a.Header, Body: a.body, Memory: memory}, nil
	case http.StatusNotModified:
		memory.ETag, memory.Modified = first(memory.ETag, r.Memory.ETag), first(memory.Modified, r.Memory.Modified)
		return &Answer{Unchanged: true, URL: a.url, Header: a.Header, Memory: memory}, nil
	case http.StatusGone:
		return nil, ErrGone
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return nil, &RetryError{Status: a.Status, After: f.retryAfter(a.Header.Get("Retry-After"))}
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusPaymentRequired:
		return nil, fmt.Errorf("the server answered %s: it wants a login or does not like to be read by programs", a.Status)
	}
	return nil, fmt.Errorf("the server answered %s", a.Status)
}

func first(x, y string) string {
	if x != "" {
		return x
	}
	return y
}

// retryAfter reads when to come again: seconds, or a date.
func (f *Fetcher) retryAfter(text string) time.Duration {
	after := time.Duration(0)
	if seconds, err := strconv.Atoi(strings.TrimSpace(text)); err == nil {
		after = time.Duration(min(seconds, int(longestAfter/time.Second))) * time.Second
	} else if at, err := http.ParseTime(text); err == nil {
		after = at.Sub(f.Now())
	}
	return min(max(after, 0), longestAfter)
}

// robots checks an address against its host's robots.txt, which is read once a day, and
// returns the pause that it asks for. A host whose robots.txt fails (5xx, no answer) is
// left alone for an hour, as RFC 9309 has it.
func (f *Fetcher) robots(ctx context.Context, h *host, u *url.URL, r Request) (time.Duration, error) {
	lives := robotsLives
	if h.closed != nil {
		lives = robotsFails
	}
	if age := f.Now().Sub(h.read); h.read.IsZero() || age > lives || age < 0 {
		h.robots, h.closed = f.readRobots(ctx, u, r)
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		h.read = f.Now()
	}
	if h.closed != nil {
		return 0, fmt.Errorf("robots.txt cannot be read, so nothing is: %w", h.closed)
	}
	group := h.robots.FindGroup(f.Agent)
	if !group.Test(u.RequestURI()) {
		return 0, ErrRobots
	}
	return group.CrawlDelay, nil
}

func (f *Fetcher) readRobots(ctx context.Context, u *url.URL, r Request) (*robotstxt.RobotsData, error) {
	at := url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	for range maxRedirects {
		answer, err := f.get(ctx, at.String(), Request{URL: at.String(), Private: r.Private && sameName(at.String(), r.URL)})
		if err != nil {
			return nil, err
		}
		if next, err := at.Parse(answer.Header.Get("Location")); isRedirect(answer.status) && err == nil {
			at = *next
			continue
		}
		if answer.status >= http.StatusInternalServerError {
			return nil, fmt.Errorf("the server answered %s", answer.Status)
		}
		return robotstxt.FromStatusAndBytes(answer.status, answer.body)
	}
	return robotstxt.FromStatusAndBytes(http.StatusNotFound, nil)
}
