package feed

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"rostrum/cmd/ingest/internal/feed/markup"
	"rostrum/schema"
)

// pageDocument reads an HTML page: the article's text, its paragraphs parted by blank
// lines, and what the page says of it.
func (r *Reader) pageDocument(o origin, data []byte) (*schema.Document, error) {
	source, err := decodePage(data, o.charset)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(source) == "" {
		return nil, errors.New("empty text: there is nothing to read")
	}
	tree, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil, fmt.Errorf("cannot be parsed as HTML: %w", err)
	}
	// Without this focus the text of a short page comes as one paragraph, or twice.
	config := trafilatura.DefaultConfig()
	config.MinExtractedSize = 25
	found, err := trafilatura.ExtractDocument(tree, trafilatura.Options{
		Config: config, Focus: trafilatura.FavorPrecision, ExcludeComments: true, EnableFallback: true,
	})
	if err != nil || found.ContentNode == nil {
		if loginField.MatchString(source) {
			return nil, errors.New("has no article text that can be found, but asks for a password: it stands behind a login")
		}
		return nil, errors.New("has no article text that can be found: is it a list of links, or made by JavaScript?")
	}
	m := found.Metadata
	text := paragraphs(found.ContentNode)
	if headline, body, more := strings.Cut(text, "\n\n"); more && headline == m.Title {
		text = body
	}
	d := &schema.Document{
		Text: text, Title: m.Title, Byline: m.Author, Source: m.Sitename, Language: m.Language,
	}
	d.Summary = paywall.MatchString(source)
	d.Date(false, schema.MetadataDate, r.possible(m.Date))
	if found := modifiedTime.FindStringSubmatch(source); found != nil {
		if day, err := r.date(first(found[1], found[2])); err == nil {
			d.Date(true, schema.MetadataDate, day)
		}
	}
	d.Date(false, schema.URLDate, r.possible(dateInURL(o.url)))
	return r.finish(d, o, "")
}

var (
	loginField   = regexp.MustCompile(`(?i)<input[^>]+type=["']?password`)
	paywall      = regexp.MustCompile(`"isAccessibleForFree"\s*:\s*"?(?i:false)`) // schema.org's word for it
	modifiedTime = regexp.MustCompile(`(?i)<meta[^>]+article:modified_time["'][^>]+content=["']([^"']+)|"dateModified"\s*:\s*"([^"]+)"`)
	urlDate      = regexp.MustCompile(`/((?:19|20)\d\d)[/-]([01]?\d)[/-]([0-3]?\d)(?:\D|$)`)
)

// possible is a date that an article may have, else none.
func (r *Reader) possible(day time.Time) time.Time {
	if day.Year() < oldest || day.After(r.Now().AddDate(0, 0, 2)) {
		return time.Time{}
	}
	return day
}

// dateInURL is the day that stands in the path of an address, as /2017/03/31/.
func dateInURL(address string) time.Time {
	m := urlDate.FindStringSubmatch(address)
	if m == nil {
		return time.Time{}
	}
	day, err := time.Parse("2006-1-2", m[1]+"-"+m[2]+"-"+m[3])
	if err != nil {
		return time.Time{}
	}
	return day
}

// paragraphs is the text of the article that go-trafilatura found, a blank line
// between its blocks. It gives the one block of a short page twice.
func paragraphs(root *html.Node) string {
	for child := root.FirstChild; child != nil; child = child.NextSibling {
		if before := child.PrevSibling; before != nil && child.Type == html.ElementNode && markup.Line(before) == markup.Line(child) {
			root.RemoveChild(before)
		}
	}
	return markup.Text(root)
}
