package feed

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
)

// warc reads the pages of a web archive (WARC 1.0 and 1.1, ISO 28500): the answers and
// resources in it, each as if it had been fetched. A broken record ends the file, for
// nothing tells where the next begins.
func (r *Reader) warc(o origin, src *bufio.Reader, yield func(Item) bool) bool {
	for n := 1; ; n++ {
		header, err := warcHeader(src)
		if errors.Is(err, io.EOF) {
			return true
		}
		name := fmt.Sprintf("%s, record %d", o.name, n)
		if err != nil {
			return yield(failed(name, err))
		}
		size, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
		if err != nil || size < 0 {
			return yield(failed(name, fmt.Errorf("a record has the wrong length %q", header.Get("Content-Length"))))
		}
		record := io.LimitReader(src, size)
		if going := r.warcRecord(o, name, header, record, yield); !going {
			return false
		}
		if _, err := io.Copy(io.Discard, record); err != nil {
			return yield(failed(name, fmt.Errorf("is cut short: %w", err)))
		}
	}
}

// warcHeader reads the header of the next record; io.EOF is that there is none.
func warcHeader(src *bufio.Reader) (textproto.MIMEHeader, error) {
	for {
		line, err := src.ReadString('\n')
		switch line = strings.TrimSpace(line); {
		case strings.HasPrefix(line, "WARC/"):
			header, err := textproto.NewReader(src).ReadMIMEHeader()
			if err != nil {
				return nil, fmt.Errorf("has a broken record header: %v", err)
			}
			return header, nil
		case line != "":
			return nil, fmt.Errorf("is broken WARC: %.40q stands where a record should begin", line)
		case err == io.EOF:
			return nil, io.EOF
		case err != nil:
			return nil, fmt.Errorf("is cut short: %w", err)
		}
	}
}

func (r *Reader) warcRecord(o origin, name string, header textproto.MIMEHeader, record io.Reader, yield func(Item) bool) bool {
	page := origin{name: name, path: o.path, url: strings.Trim(header.Get("WARC-Target-URI"), "<>"), packed: o.packed}
	if !isURL(page.url) {
		page.url = ""
	}
	switch header.Get("WARC-Type") {
	case "response":
		answer, err := http.ReadResponse(bufio.NewReader(record), nil)
		if err != nil {
			if media, _, _ := mime.ParseMediaType(header.Get("Content-Type")); media != "application/http" {
				return true // of another protocol
			}
			return yield(failed(name, fmt.Errorf("has a broken answer: %w", err)))
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return true
		}
		body, err := Unencoded(answer.Header.Get("Content-Encoding"), answer.Body)
		if err != nil {
			return yield(failed(name, err))
		}
		return r.archived(page, answer.Header, body, yield)
	case "resource", "conversion":
		return r.archived(page, http.Header{"Content-Type": {header.Get("Content-Type")}}, record, yield)
	}
	return true
}

// archived reads an archived page; pictures, style sheets and the like are none.
func (r *Reader) archived(o origin, header http.Header, body io.Reader, yield func(Item) bool) bool {
	header.Del("Content-Encoding")
	var err error
	if o.kind, err = kindOfContent(header); err != nil {
		return true
	}
	o.charset = header.Get("Content-Type")
	data, err := readAll(body, MaxPage)
	if err != nil {
		return yield(failed(o.name, fmt.Errorf("cannot be read: %w", err)))
	}
	return r.stream(o, bytes.NewReader(data), yield)
}

// Unencoded is a body without the encodings of its transfer: gzip, deflate, brotli.
func Unencoded(encoding string, body io.Reader) (io.Reader, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return body, nil
	case "gzip", "x-gzip":
		unpacked, err := gzip.NewReader(body)
		if err != nil {
			return nil, fmt.Errorf("is broken gzip: %w", err)
		}
		return unpacked, nil
	case "deflate":
		return flate.NewReader(body), nil
	case "br":
		return brotli.NewReader(body), nil
	}
	return nil, fmt.Errorf("is encoded as %q, which was not asked for", encoding)
}
