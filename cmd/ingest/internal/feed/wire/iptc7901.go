package wire

import (
	"bytes"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"rostrum/cmd/ingest/internal/feed/markup"
	"rostrum/schema"
)

// The control characters that frame wire copy.
const (
	soh = '\x01' // starts the header
	stx = '\x02' // starts the text
	etx = '\x03' // ends it
	eot = '\x04' // ends the message
	syn = '\x16'
)

// header7901 is the line of IPTC 7901 that identifies a message: source and number,
// priority, category, words, and what the agency adds.
var header7901 = regexp.MustCompile(`^([a-z]{2,4})(\d{2,5})\s+(\d)\s+([a-z]{1,3})\s+(\d+)(?:\s+(.*))?$`)

// is7901 tells IPTC 7901 by its header, which stands before the start of the text.
func is7901(data []byte) bool {
	start, _, ok := bytes.Cut(data[:min(len(data), 2000)], []byte{stx})
	return ok && header7901.MatchString(firstLine(wireText(start)))
}

func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.Trim(line, "\x00\x01\x16\x7f \r\n\t"); line != "" {
			return line
		}
	}
	return ""
}

// iptc7901 reads a message of IPTC 7901: a header with the source's number, the
// slug, and behind STX the headline, which a line that ends in "=" or "+" closes, with
// the byline in it; behind ETX when it was sent.
func (r Reader) iptc7901(data []byte) Item {
	item := r.new()
	d := item.Document
	text := wireText(data)
	head, body, _ := strings.Cut(text, string(stx))
	body, after, _ := strings.Cut(body, string(etx))
	m := header7901.FindStringSubmatch(firstLine(head))
	lines := strings.SplitN(strings.Trim(head, "\x01\x7f\r\n "), "\n", 2)
	if len(lines) == 2 {
		d.Slug = strings.Trim(strings.Join(strings.Fields(lines[1]), " "), "/ ")
	}
	headline, copy := cutHeadline(body)
	titleAndByline(d, headline)
	d.Text = markup.PlainText(copy)
	d.Dateline = mixedPlace(d.Text)
	d.Source = first(agencyIn(d.Text), sender7901(m[6], m[1]))
	if t, ok := sent7901(after); ok {
		d.Date(false, schema.MetadataDate, t)
		// Numbers start anew every day or so; with the day they name the item.
		d.GUID = strings.Join([]string{"iptc7901", m[1], m[2], t.UTC().Format("200601021504")}, ":")
	}
	killed(d)
	item.finish("is IPTC 7901 that")
	return item
}

// sender7901 is the agency, as the rest of the header names it before a number.
func sender7901(rest, code string) string {
	words := strings.Fields(rest)
	if len(words) >= 2 {
		return words[len(words)-2]
	}
	return code
}

// cutHeadline parts the headline, to the line that ends in "=" or "+", from the copy.
// Without such a line it is the first line that is not blank.
func cutHeadline(body string) (headline []string, rest string) {
	rest = strings.TrimLeft(body, "\r\n ")
	for range 6 {
		line, more, ok := strings.Cut(rest, "\n")
		line = strings.TrimSpace(line)
		if !ok || line == "" {
			break
		}
		rest = more
		trimmed := strings.TrimRight(line, "=+< ")
		headline = append(headline, trimmed)
		if trimmed != strings.TrimRight(line, " ") {
			return headline, rest
		}
	}
	line, more, _ := strings.Cut(strings.TrimLeft(body, "\r\n "), "\n")
	return []string{strings.TrimSpace(line)}, more
}

// leads are the lines above a headline that only say how the copy came.
var leads = regexp.MustCompile(`^(?:\(?(?:\d+(?:ST|ND|RD|TH|er|e|ème)? LEAD(?:-?WRITETHRU)?|REFILE|RECAST|UPDATE\S*|CORRECTION|URGENT|EXTRA|EIL|FLASH|BULLETIN|ROUNDUP|KILL|Achtung|BC-\S+)[):]?|[\p{Lu}][\p{L} -]{1,20}:?)$`)

// titleAndByline takes the headline's lines apart.
func titleAndByline(d *schema.Document, lines []string) {
	if n := len(lines); n > 1 && strings.HasPrefix(lines[n-1], "By ") {
		d.Byline, lines = byline(lines[n-1]), lines[:n-1]
	}
	for len(lines) > 1 && (leads.MatchString(lines[0]) && !strings.Contains(lines[0], "  ")) {
		if keeps(lines[0]) {
			lines[1] = lines[0] + " " + lines[1]
		}
		lines = lines[1:]
	}
	d.Title = strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
}

// keeps tells whether the line above a headline stays before it: a kill does, for it
// says what the copy is.
func keeps(line string) bool { return strings.Contains(line, "KILL") }

// kill is how copy says that an item is taken back.
var kill = regexp.MustCompile(`(?i)\b(?:mandatory|bulletin|urgent)?\s*kill\b|\bkill(?:ed)?\s*=|\bwithdraws? story\b`)

// killed sets the status of copy whose headline or slug says that it is taken back.
func killed(d *schema.Document) {
	if strings.Contains(d.Title+" "+d.Slug, "KILL") && kill.MatchString(d.Title+" "+d.Slug) {
		d.Status = schema.Canceled
	}
}

var (
	dayFirst = regexp.MustCompile(`(\d{2})(\d{4}) (?:(?i:GMT|UTC|Z) )?(\p{L}{3,4}) (\d{2})`) // 131137 GMT Nov 13
	newYork  = regexp.MustCompile(`(\d{2}-\d{2}-\d{2}) (\d{4})(?:GMT)?`)                     // AP-WF-11-13-13 0745GMT
	kyodo    = regexp.MustCompile(`(\d{2}:\d{2})-(\d{2}-\d{2}-\d{2})`)                       // KWS-21:37-09-12-18
)

var months = map[string]time.Month{
	"jan": 1, "feb": 2, "mar": 3, "mrz": 3, "mär": 3, "apr": 4, "may": 5, "mai": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
	"oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12, "déc": 12, "fév": 2, "avr": 4,
}

// sent7901 reads when a message was sent, as its last line tells.
func sent7901(line string) (time.Time, bool) {
	if m := dayFirst.FindStringSubmatch(line); m != nil {
		month := months[strings.ToLower(m[3])]
		t, err := time.Parse("06 02 1504", m[4]+" "+m[1]+" "+m[2])
		if err == nil && month > 0 {
			t = t.AddDate(0, int(month)-1, 0)
			return t, true
		}
	}
	if m := newYork.FindStringSubmatch(line); m != nil {
		t, err := time.Parse("01-02-06 1504", m[1]+" "+m[2])
		return t, err == nil
	}
	if m := kyodo.FindStringSubmatch(line); m != nil {
		t, err := time.Parse("15:04 02-01-06", m[1]+" "+m[2])
		return t.Add(-9 * time.Hour), err == nil // in Tokyo's time
	}
	return time.Time{}, false
}

// placeBefore is the place at the start of copy in small letters, before the agency in
// brackets, and in capitals before a region and date.
var placeBefore = regexp.MustCompile(`^(\p{Lu}[\p{L}.'’ /-]{1,40}?)(?:, [\p{L}. ]+)?(?:, \p{L}+\.? \d{1,2})?(?: \([\p{L}/ .]+\)| Kyodo -)`)

// agencyIn is the agency that the dateline of a text names in brackets.
func agencyIn(text string) string {
	if m := agencyInBrackets.FindStringSubmatch(text[:min(len(text), 120)]); m != nil {
		return m[1]
	}
	return ""
}

var agencyInBrackets = regexp.MustCompile(`^\p{Lu}[^()]{1,60}\(([\p{L}/ ]{2,20})\)`)

func mixedPlace(text string) string {
	if m := placeBefore.FindStringSubmatch(text[:min(len(text), 120)]); m != nil {
		return m[1]
	}
	return ""
}

// wireText is the copy as UTF-8, with its line ends made one.
func wireText(data []byte) string {
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return western(bytes.ReplaceAll(data, []byte("\r"), []byte("\n")))
}

// western is a text of no named encoding as UTF-8: it is ASCII, UTF-8, or a Western
// encoding, which is told by nothing but its bytes.
func western(data []byte) string {
	if utf8.Valid(data) {
		return string(data)
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "�")
	}
	return string(text)
}
