package sources

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

type opml struct {
	XMLName xml.Name `xml:"opml"`
	Version string   `xml:"version,attr"`
	Title   string   `xml:"head>title"`
	Body    struct {
		Outlines []outline `xml:"outline"`
	} `xml:"body"`
}

type outline struct {
	Text     string    `xml:"text,attr"`
	Title    string    `xml:"title,attr,omitempty"`
	Type     string    `xml:"type,attr,omitempty"`
	Feed     string    `xml:"xmlUrl,attr,omitempty"`
	Language string    `xml:"language,attr,omitempty"`
	Outlines []outline `xml:"outline"`
}

// ReadOPML reads the feeds of an OPML list (1.0 and 2.0), those in its groups too. Their
// names are made of their titles.
func ReadOPML(r io.Reader) ([]*Source, error) {
	var list opml
	if err := xml.NewDecoder(io.LimitReader(r, 16<<20)).Decode(&list); err != nil {
		return nil, fmt.Errorf("is no OPML: %w", err)
	}
	var found []*Source
	taken := map[string]bool{}
	var walk func(outlines []outline)
	walk = func(outlines []outline) {
		for _, o := range outlines {
			if o.Feed != "" {
				title := strings.TrimSpace(o.Title)
				if title == "" {
					title = strings.TrimSpace(o.Text)
				}
				found = append(found, &Source{Name: nameOf(title, taken), Feed: o.Feed, Outlet: title, Language: o.Language})
			}
			walk(o.Outlines)
		}
	}
	walk(list.Body.Outlines)
	if len(found) == 0 {
		return nil, errors.New("is OPML without feeds: no outline in it has an xmlUrl")
	}
	return found, nil
}

var notName = regexp.MustCompile(`[^\p{L}\p{N}]+`)

// nameOf makes a name of a title that no other source has.
func nameOf(title string, taken map[string]bool) string {
	name := strings.Trim(notName.ReplaceAllString(strings.ToLower(title), "-"), "-")
	if name == "" {
		name = "feed"
	}
	free := name
	for n := 2; taken[free]; n++ {
		free = name + "-" + strconv.Itoa(n)
	}
	taken[free] = true
	return free
}

// WriteOPML writes the feeds among the sources as OPML 2.0.
func WriteOPML(w io.Writer, list []*Source) error {
	out := opml{Version: "2.0", Title: "Rostrum's sources"}
	for _, s := range list {
		if s.Kind() == Feed {
			out.Body.Outlines = append(out.Body.Outlines, outline{Text: s.Name, Title: s.Outlet, Type: "rss", Feed: s.Feed, Language: s.Language})
		}
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// Text is the source as it stands in the file.
func (s *Source) Text() string {
	var b strings.Builder
	b.WriteString("\n[[source]]\n")
	for _, f := range [][2]string{{"name", s.Name}, {"feed", s.Feed}, {"folder", s.Folder}, {"sitemap", s.Sitemap}, {"outlet", s.Outlet},
		{"country", s.Country}, {"language", s.Language}, {"cron", s.Cron}, {"zone", s.Zone}} {
		if f[1] != "" {
			fmt.Fprintf(&b, "%s = %q\n", f[0], f[1])
		}
	}
	if len(s.Pages) > 0 {
		fmt.Fprintf(&b, "pages = [%s]\n", quoted(s.Pages))
	}
	if s.Every.Duration > 0 {
		fmt.Fprintf(&b, "every = %q\n", s.Every)
	}
	for _, f := range []struct {
		name string
		is   bool
	}{{"fulltext", s.FullText}, {"private", s.Private}} {
		if f.is {
			fmt.Fprintf(&b, "%s = true\n", f.name)
		}
	}
	return b.String()
}

func quoted(list []string) string {
	parts := make([]string, len(list))
	for i, text := range list {
		parts[i] = strconv.Quote(text)
	}
	return strings.Join(parts, ", ")
}
