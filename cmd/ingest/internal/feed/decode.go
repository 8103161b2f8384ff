package feed

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decode turns the bytes of a text into UTF-8. It reads UTF-8 (whose byte order mark
// is removed, and nothing else changed), UTF-16 by its byte order mark or plain signs
// of it, and Windows-1252 where the bytes are not UTF-8 and make sense so. Anything
// else is an error that says what it seems to be.
func decode(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(data, []byte("\x00\x00\xfe\xff")):
		return "", errors.New("is UTF-32, which is not read: convert it to UTF-8")
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decodeUTF16(data, unicode.BigEndian)
	}
	if order, is := utf16Order(data); is {
		return decodeUTF16(data, order)
	}
	if at := bytes.IndexByte(data, 0); at >= 0 {
		return "", fmt.Errorf("is binary, not text: it has a NUL at byte %d%s", at, looksLike(data))
	}
	if utf8.Valid(data) {
		return sensible(string(data), data)
	}
	return decode1252(data)
}

func decodeUTF16(data []byte, order unicode.Endianness) (string, error) {
	if len(data)%2 != 0 {
		return "", errors.New("is UTF-16 cut short: it has an odd number of bytes")
	}
	text, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(data)
	if err != nil {
		return "", fmt.Errorf("is not the UTF-16 that it seems to be: %w", err)
	}
	if bytes.ContainsRune(text, utf8.RuneError) {
		return "", errors.New("is broken UTF-16: a half of a surrogate pair is missing")
	}
	return sensible(string(text), data)
}

// utf16Order tells UTF-16 without a byte order mark: in a text of a Latin script one
// byte of nearly every two is NUL, always the same one.
func utf16Order(data []byte) (unicode.Endianness, bool) {
	start := data[:min(len(data), 4<<10)&^1]
	var zeros [2]int
	for i, b := range start {
		if b == 0 {
			zeros[i%2]++
		}
	}
	pairs := len(start) / 2
	switch {
	case pairs < 8:
		return unicode.LittleEndian, false
	case zeros[1] > pairs*6/10 && zeros[0] == 0:
		return unicode.LittleEndian, true
	case zeros[0] > pairs*6/10 && zeros[1] == 0:
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, false
}

// decode1252 reads Windows-1252. Every byte but five is a character there, so that
// the text must look like one of a Latin script: mostly ASCII, none of the five, and
// not UTF-8 with a few bytes broken.
func decode1252(data []byte) (string, error) {
	broken, good, high, at := 0, 0, 0, -1
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			if broken++; at < 0 {
				at = i
			}
			high++
		case size > 1:
			good++
			high += size
		}
		i += size
	}
	line := 1 + bytes.Count(data[:at], []byte("\n"))
	if good > broken {
		return "", fmt.Errorf("is UTF-8 with broken bytes, the first at byte %d in line %d: repair it, for example with iconv -c", at, line)
	}
	text, err := charmap.Windows1252.NewDecoder().String(string(data))
	unassigned := strings.ContainsFunc(text, func(r rune) bool { return r == utf8.RuneError || r >= 0x80 && r < 0xa0 })
	if err != nil || high*3 > len(data) || unassigned {
		return "", fmt.Errorf("is neither UTF-8, UTF-16 nor Windows-1252 (see byte %d in line %d)%s: convert it to UTF-8, for example with iconv", at, line, looksLike(data))
	}
	return sensible(text, data)
}

// sensible refuses text that is mostly control characters. A few are let by: wire
// copy has them.
func sensible(text string, data []byte) (string, error) {
	control := 0
	for i := range len(text) {
		if c := text[i]; c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' || c == 0x7f {
			control++
		}
	}
	if control*20 > len(text) {
		return "", fmt.Errorf("is binary, not text: %d of its %d bytes are control characters%s", control, len(text), looksLike(data))
	}
	return text, nil
}

// looksLike names the format of binary data, where it is a known one.
func looksLike(data []byte) string {
	switch found := http.DetectContentType(data); {
	case bytes.HasPrefix([]byte(found), []byte("text/")), found == "application/octet-stream":
		return ""
	default:
		return " (it looks like " + found + ")"
	}
}

// decodePage is decode for HTML, which may name its encoding itself: in the answer's
// header (contentType, or "") or in a meta element.
func decodePage(data []byte, contentType string) (string, error) {
	declared, name, certain := charset.DetermineEncoding(data, contentType)
	switch {
	case !certain, declared == encoding.Nop, name == "utf-8", name == "windows-1252", strings.HasPrefix(name, "utf-16"):
		return decode(data) // pages that call themselves one of these are often another of them
	case name == "replacement":
		return "", errors.New("names an encoding that is not read: convert it to UTF-8")
	}
	text, err := declared.NewDecoder().Bytes(data)
	if err != nil {
		return "", fmt.Errorf("is not the %s that it says it is: %w", name, err)
	}
	return sensible(string(text), data)
}
