package feed

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"rostrum/schema"
)

// article is an article in JSON.
type article struct {
	ID        words `json:"id"`
	GUID      words `json:"guid"`
	URL       words `json:"url"`
	Source    words `json:"source"`
	Title     words `json:"title"`
	Author    words `json:"author"`
	Byline    words `json:"byline"`
	Dateline  words `json:"dateline"`
	Language  words `json:"language"`
	Date      words `json:"date"`
	Published words `json:"published"`
	Modified  words `json:"modified"`
	Text      words `json:"text"`
}

// words is a text; null is none, a number is its digits, a list is joined by ", ".
type words string

func (w *words) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case '"':
		return json.Unmarshal(data, (*string)(w))
	case 'n':
		return nil
	case '[':
		var list []words
		if err := json.Unmarshal(data, &list); err != nil {
			return err
		}
		var parts []string
		for _, part := range list {
			parts = append(parts, string(part))
		}
		*w = words(strings.Join(parts, ", "))
		return nil
	case '{', 't', 'f':
		return errors.New("a text is wanted where an object or a truth value stands")
	}
	*w = words(data)
	return nil
}

// jsonLines reads an article a line. A broken line is that line's error only.
func (r *Reader) jsonLines(o origin, src io.Reader, yield func(Item) bool) bool {
	// UTF-16 is told by its byte order mark here; single lines may be Windows-1252.
	src = transform.NewReader(src, unicode.BOMOverride(transform.Nop))
	buffered := bufio.NewReaderSize(src, 64<<10)
	for n := 1; ; n++ {
		line, size, err := readLine(buffered)
		line = bytes.TrimSpace(line)
		name, ordinal := fmt.Sprintf("%s:%d", o.name, n), fmt.Sprintf("line %d", n)
		going := true
		switch {
		case err != nil && err != io.EOF:
			return yield(failed(name, readable(err)))
		case size > MaxLine:
			going = yield(failed(name, fmt.Errorf("the line is longer than %d MiB, the most for one article", MaxLine>>20)))
		case len(line) > 0:
			going = yield(Item{Name: name, Bytes: size, document: func() (*schema.Document, error) {
				return r.jsonDocument(o, ordinal, line)
			}})
		}
		if !going || err == io.EOF {
			return going
		}
	}
}

// readLine reads a line, its own memory each time; of one longer than MaxLine only
// the size.
func readLine(src *bufio.Reader) (line []byte, size int64, err error) {
	for {
		part, err := src.ReadSlice('\n')
		size += int64(len(part))
		if size <= MaxLine {
			line = append(line, part...)
		} else {
			line = nil
		}
		if err != bufio.ErrBufferFull {
			return line, size, err
		}
	}
}

// jsonWhole reads a JSON file: an article, a list of them, or lines after all.
func (r *Reader) jsonWhole(o origin, data []byte, yield func(Item) bool) bool {
	text, err := decode(data)
	if err != nil {
		return yield(failed(o.name, err))
	}
	trimmed := strings.TrimSpace(text)
	if !json.Valid([]byte(trimmed)) && strings.HasPrefix(trimmed, "{") && strings.Contains(trimmed, "\n") && sniff([]byte(trimmed)) == lines {
		return r.jsonLines(o, strings.NewReader(text), yield)
	}
	if strings.HasPrefix(trimmed, "{") && strings.Contains(trimmed[:min(len(trimmed), 4000)], "jsonfeed.org/version/") {
		found, err := r.wire().Feed([]byte(trimmed), o.url)
		return r.found(o, found, err, int64(len(data)), yield)
	}
	if !strings.HasPrefix(trimmed, "[") {
		return yield(Item{Name: o.name, Bytes: int64(len(data)), document: func() (*schema.Document, error) {
			return r.jsonDocument(o, "", []byte(trimmed))
		}})
	}
	var list []json.RawMessage
	if err := json.Unmarshal([]byte(trimmed), &list); err != nil {
		return yield(failed(o.name, brokenJSON(trimmed, err)))
	}
	for i, element := range list {
		ordinal := fmt.Sprintf("item %d", i+1)
		going := yield(Item{Name: o.name + ", " + ordinal, Bytes: int64(len(element)), document: func() (*schema.Document, error) {
			return r.jsonDocument(o, ordinal, element)
		}})
		if !going {
			return false
		}
	}
	return true
}

func (r *Reader) jsonDocument(o origin, ordinal string, data []byte) (*schema.Document, error) {
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	if found, is := r.wire().JSON([]byte(text)); is {
		return r.itemDocument(o, found, ordinal)
	}
	var a article
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		return nil, brokenJSON(text, err)
	}
	if a.Text == "" {
		return nil, noText(text)
	}
	d := &schema.Document{
		GUID: first(string(a.GUID), string(a.ID)), URL: string(a.URL), Source: string(a.Source), Title: string(a.Title),
		Byline: first(string(a.Byline), string(a.Author)), Dateline: string(a.Dateline), Language: string(a.Language),
		Text: string(a.Text),
	}
	if day := first(string(a.Published), string(a.Date)); day != "" {
		if d.Published, err = r.date(day); err != nil {
			return nil, err
		}
	}
	if a.Modified != "" {
		if d.Modified, err = r.date(string(a.Modified)); err != nil {
			return nil, err
		}
	}
	return r.finish(d, o, ordinal)
}

func brokenJSON(text string, err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at := min(int(syntax.Offset), len(text))
		line := strings.Count(text[:at], "\n")
		if line > 0 {
			return fmt.Errorf("broken JSON in line %d: %w", line+1, err)
		}
		return fmt.Errorf("broken JSON at byte %d: %w", at, err)
	}
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return fmt.Errorf("JSON that is no article: %s stands where an object with a text is wanted", kind.Value)
	}
	return fmt.Errorf("JSON that is no article: %w", err)
}

// noText says which fields there are in place of the text.
func noText(text string) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &fields); err != nil {
		return err
	}
	if _, there := fields["text"]; there {
		return errors.New("empty text: there is nothing to read")
	}
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return fmt.Errorf(`no field "text": the article's text must be there (fields found: %s)`, strings.Join(names, ", "))
}
