package polite

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"golang.org/x/net/dns/dnsmessage"

	"rostrum/cmd/ingest/internal/feed"
)

func newFetcher(t *testing.T) *Fetcher {
	public, private, err := feed.NewClients()
	if err != nil {
		t.Fatal(err)
	}
	return &Fetcher{Public: public, Private: private, Agent: "Rostrum-test", Timeout: 3 * time.Second, Now: time.Now}
}

// server behaves as servers do, well or badly.
func server(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "User-agent: *\nDisallow: /secret\n")
	})
	mux.HandleFunc("/page", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, "agent ", r.Header.Get("User-Agent"), " key ", r.Header.Get("X-Key"))
	})
	packed := func(encoding string, pack func() []byte) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", encoding)
			w.Write(pack())
		}
	}
	zip := func(data []byte) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write(data)
		z.Close()
		return b.Bytes()
	}
	mux.HandleFunc("/gzip", packed("gzip", func() []byte { return zip([]byte("hello")) }))
	mux.HandleFunc("/cut", packed("gzip", func() []byte { z := zip([]byte(strings.Repeat("hello", 1000))); return z[:len(z)-10] }))
	mux.HandleFunc("/bomb", packed("gzip", func() []byte { return zip(make([]byte, feed.MaxPage+100)) }))
	mux.HandleFunc("/br", packed("br", func() []byte {
		var b bytes.Buffer
		z := brotli.NewWriter(&b)
		z.Write([]byte("hello"))
		z.Close()
		return b.Bytes()
	}))
	redirect := func(to string, code int) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, code) }
	}
	mux.HandleFunc("/old", redirect("/older", http.StatusMovedPermanently))
	mux.HandleFunc("/older", redirect("/page", http.StatusPermanentRedirect))
	mux.HandleFunc("/today", redirect("/page", http.StatusFound))
	mux.HandleFunc("/round", redirect("/round", http.StatusFound))
	mux.HandleFunc("/file", redirect("file:///etc/passwd", http.StatusFound))
	mux.HandleFunc("/gone", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusGone) })
	mux.HandleFunc("/busy", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	mux.HandleFunc("/hang", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestFetch(t *testing.T) {
	s, f := server(t), newFetcher(t)
	for path, want := range map[string]string{
		"/page": "agent Rostrum-test key k", "/gzip": "hello", "/br": "hello", "/today": "agent Rostrum-test key k",
		"/cut": "error: the answer is cut short", "/bomb": "error: the answer is larger than 10 MiB",
		"/round": "error: redirects more than 5 times", "/file": "error: leads to file:///etc/passwd, which is not a web page",
		"/gone": "error: the server says that it is gone for good", "/busy": "error: the server answered 429 Too Many Requests: come again in 2m0s",
		"/hang": "error: took longer than 3s", "/secret/x": "error: " + ErrRobots.Error(), "/none": "error: the server answered 404 Not Found",
	} {
		answer, err := f.Fetch(t.Context(), Request{URL: s.URL + path, Robots: true, Private: true, Headers: map[string]string{"X-Key": "k"}})
		got := ""
		if err != nil {
			got = "error: " + err.Error()
		} else {
			got = string(answer.Body)
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
	var retry *RetryError
	if _, err := f.Fetch(t.Context(), Request{URL: s.URL + "/busy", Private: true}); !errors.As(err, &retry) || retry.After != 2*time.Minute {
		t.Errorf("got %v", err)
	}
}

// What a server has said is remembered: tags, and moves for good but no others.
func TestMemory(t *testing.T) {
	s, f := server(t), newFetcher(t)
	for path, moved := range map[string]string{"/page": "", "/today": "", "/old": s.URL + "/page"} {
		r := Request{URL: s.URL + path, Private: true}
		answer, err := f.Fetch(t.Context(), r)
		if err != nil || answer.Memory.Moved != moved || answer.Memory.ETag != `"1"` {
			t.Fatalf("%s: %+v %v", path, answer, err)
		}
		r.Memory = answer.Memory
		answer, err = f.Fetch(t.Context(), r)
		if err != nil || !answer.Unchanged || answer.Memory != r.Memory {
			t.Errorf("%s again: %+v %v", path, answer, err)
		}
	}
}

// Addresses that are not public are refused at the moment of connecting, so also those
// that a name or a redirect leads to.
func TestPrivateRefused(t *testing.T) {
	s, f := server(t), newFetcher(t)
	for _, address := range []string{s.URL + "/page", strings.Replace(s.URL, "127.0.0.1", "localhost", 1) + "/page", "http://[::1]:1/", "http://169.254.169.254/latest"} {
		if _, err := f.Fetch(t.Context(), Request{URL: address}); err == nil || !strings.Contains(err.Error(), "is not public") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// A name server that answers otherwise each time leads nowhere either: first to a public
// address, then to this machine, then to both. Nor does a robots.txt lead there, or a
// redirect of a source that may be private itself.
func TestRebindingRefused(t *testing.T) {
	asked := atomic.Int32{}
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer s.Close()
	port := s.Listener.Addr().(*net.TCPAddr).Port
	public, here := [4]byte{8, 8, 8, 8}, [4]byte{127, 0, 0, 1}
	answers := [][][4]byte{{public}, {here}, {public, here}, {here, public}}
	var turn atomic.Int32
	useNames(t, func() [][4]byte { return answers[int(turn.Load())%len(answers)] })
	f := newFetcher(t)
	f.Timeout = 500 * time.Millisecond
	for range answers {
		for _, robots := range []bool{false, true} {
			if _, err := f.Fetch(t.Context(), Request{URL: fmt.Sprintf("http://rebind.example:%d/", port), Robots: robots}); err == nil {
				t.Errorf("answer %d was fetched", turn.Load())
			}
		}
		f.hosts = nil // a robots.txt that failed is remembered
		turn.Add(1)
	}
	leads := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, fmt.Sprintf("http://rebind.example:%d/", port), http.StatusFound)
	}))
	defer leads.Close()
	turn.Store(1)
	for _, robots := range []bool{false, true} {
		_, err := f.Fetch(t.Context(), Request{URL: leads.URL, Private: true, Robots: robots})
		if err == nil || !strings.Contains(err.Error(), "is not public") {
			t.Errorf("a redirect from where it may be private to where not: %v", err)
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("this machine was asked %d times", n)
	}
}

// useNames has all names looked up at a name server that answers with the addresses.
func useNames(t *testing.T, addresses func() [][4]byte) {
	socket, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	before := net.DefaultResolver
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", socket.LocalAddr().String())
	}}
	t.Cleanup(func() {
		net.DefaultResolver = before
		socket.Close()
	})
	go func() {
		packet := make([]byte, 1500)
		for {
			n, from, err := socket.ReadFrom(packet)
			if err != nil {
				return // it was closed
			}
			var m dnsmessage.Message
			if err := m.Unpack(packet[:n]); err != nil || len(m.Questions) == 0 {
				continue
			}
			answer := dnsmessage.Message{Header: dnsmessage.Header{ID: m.ID, Response: true, RecursionAvailable: true}, Questions: m.Questions}
			if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
				for _, a := range addresses() {
					answer.Answers = append(answer.Answers, dnsmessage.Resource{
						Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}, Body: &dnsmessage.AResource{A: a},
					})
				}
			}
			if data, err := answer.Pack(); err == nil {
				_, _ = socket.WriteTo(data, from)
			}
		}
	}()
}

// One host gets one request at a time, with the pause between.
func TestOneAtATime(t *testing.T) {
	var now, most atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		time.Sleep(10 * time.Millisecond)
		now.Add(-1)
	}))
	defer s.Close()
	f := newFetcher(t)
	began := time.Now()
	done := make(chan error)
	for range 5 {
		go func() {
			_, err := f.Fetch(t.Context(), Request{URL: s.URL, Private: true, Delay: 30 * time.Millisecond})
			done <- err
		}()
	}
	for range 5 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if most.Load() != 1 || time.Since(began) < 4*30*time.Millisecond {
		t.Errorf("%d at a time, in %v", most.Load(), time.Since(began))
	}
}

// A host whose robots.txt fails is left alone.
func TestRobotsFail(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(500) }))
	defer s.Close()
	if _, err := newFetcher(t).Fetch(t.Context(), Request{URL: s.URL, Private: true, Robots: true}); err == nil || !strings.Contains(err.Error(), "robots.txt cannot be read") {
		t.Errorf("got %v", err)
	}
}
