package wire

import (
	"bytes"
	"regexp"
	"strings"

	"rostrum/cmd/ingest/internal/feed/markup"
	"rostrum/schema"
)

// isANPA tells ANPA 1312 by the characters it starts with.
func isANPA(data []byte) bool {
	head := bytes.TrimLeft(data[:min(len(data), 200)], "\x00\r\n ")
	synced := bytes.HasPrefix(head, []byte{syn, syn, soh})
	return (synced || len(head) > 0 && head[0] == soh && anpaSecond.Match(head)) && bytes.IndexByte(data, stx) > 0
}

// anpaSecond is the second line of a header: priority, category, format, version and
// keyword, month and day, words.
var anpaSecond = regexp.MustCompile(`(?m)^[a-z] [a-z][\x11-\x14^]`)

var (
	anpaHeader  = regexp.MustCompile(`^([a-zA-Z]*\d+)[\x1f_]?\S*`)
	anpaKeyword = regexp.MustCompile(`^([a-z]) ([a-z])\S*\s+(\S+)(?:\s+(.+?))?\s+(\d{2}-\d{2})(?: +(\d+))?`)
	anpaLine    = regexp.MustCompile(`^\^?(.*?)([<=]?)$`)
)

// anpa reads a message of ANPA 1312: two lines of header, behind STX lines that
// start with "^" and end in "<" or "=" (keyword, headline, notes to editors, byline),
// then indented paragraphs, and behind ETX when it was sent.
func (r Reader) anpa(data []byte) Item {
	item := r.new()
	d := item.Document
	text := wireText(data)
	head, body, _ := strings.Cut(text, string(stx))
	body, after, _ := strings.Cut(body, string(etx))
	lines := strings.Split(strings.Trim(head, "\x16\x01\n "), "\n")
	number := ""
	if m := anpaHeader.FindStringSubmatch(lines[0]); m != nil {
		number = m[1]
	}
	if len(lines) > 1 {
		if m := anpaKeyword.FindStringSubmatch(lines[1]); m != nil {
			d.Slug, d.Version = strings.TrimPrefix(m[3], "BC-"), m[4]
		}
	}
	anpaHead(d, &body)
	d.Text = markup.PlainText(anpaCopy(body))
	if d.Dateline == "" {
		d.Dateline = mixedPlace(d.Text)
	}
	d.Source = anpaSource(after, lines[0])
	if t, ok := sent7901(after); ok {
		d.Date(false, schema.MetadataDate, t)
		d.GUID = strings.Join([]string{"anpa", number, t.UTC().Format("200601021504")}, ":")
	}
	killed(d)
	item.finish("is ANPA 1312 that")
	return item
}

// anpaHead takes the marked lines at the start of the body: the first is the keyword,
// then come the headline, notes, and who wrote it.
func anpaHead(d *schema.Document, body *string) {
	rest := strings.TrimLeft(*body, "\n")
	var marked []string
	for strings.HasPrefix(rest, "^") {
		line, more, ok := strings.Cut(rest, "\n")
		if !ok {
			break
		}
		marked, rest = append(marked, strings.TrimRight(line, " ")), more
	}
	if len(marked) == 0 {
		line, more, _ := strings.Cut(rest, "\n")
		if strings.HasPrefix(line, "BC-") {
			rest = more
		}
		headline, copy := cutHeadline(rest)
		titleAndByline(d, headline)
		*body = copy
		return
	}
	for i, line := range marked {
		words := strings.TrimSpace(anpaLine.FindStringSubmatch(line)[1])
		switch {
		case i == 0: // the keyword again, with its version
		case strings.HasPrefix(words, "By "):
			d.Byline = byline(words)
		case strings.HasPrefix(words, "Eds:"), strings.HasPrefix(words, "EDITOR"), strings.HasPrefix(words, "AP Photo"), strings.HasPrefix(words, "^"):
		case d.Title == "":
			d.Title = words
		}
	}
	*body = rest
}

// anpaCopy takes the marks of typesetting out of the copy.
func anpaCopy(body string) string {
	var b strings.Builder
	for line := range strings.Lines(body) {
		line = strings.TrimRight(line, " \n")
		line = strings.TrimSuffix(line, "<")
		line = strings.NewReplacer("``", "“", "''", "”", "\x10", "", "\x08", "", "\x1f", " ", "\x1e", " ", "\x18", "", "\x19", "", "\x1b", "").Replace(line)
		b.WriteString(strings.TrimPrefix(line, "^") + "\n")
	}
	return b.String()
}

// anpaSource is the agency that sent the copy.
func anpaSource(after, header string) string {
	switch {
	case strings.HasPrefix(after, "AP-"):
		return "Associated Press"
	case strings.Contains(strings.ToUpper(header), "KYODO"), strings.HasPrefix(after, "KWS-"):
		return "Kyodo News"
	}
	return ""
}
