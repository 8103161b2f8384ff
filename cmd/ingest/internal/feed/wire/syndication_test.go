package wire

import (
	"strings"
	"testing"
	"unicode/utf16"
)

// utf16Of is a text in UTF-16 with its byte order mark.
func utf16Of(text string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		b.WriteByte(byte(unit >> 8))
		b.WriteByte(byte(unit))
	}
	return b.String()
}

// TestFeedVersions reads one entry in each version of the formats and in each encoding
// that feeds come in.
func TestFeedVersions(t *testing.T) {
	rss := func(version, head string) string {
		return head + `<rss version="` + version + `"><channel><title>Atlas</title><item><title>Talks</title><link>https://a/1</link><description>Zoë said “no”.</description></item></channel></rss>`
	}
	const item = `<item><title>Talks</title><link>https://a/1</link><description>Zoë said “no”.</description></item>`
	latin := strings.NewReplacer("ë", "\xeb", "“", "\x93", "”", "\x94").Replace
	for name, data := range map[string]string{
		"RSS 0.90":              `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Atlas</title></channel>` + item + `</rdf:RDF>`,
		"RSS 0.91":              rss("0.91", `<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">`),
		"RSS 0.91 of entities":  rss("0.91", `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml-lat1.ent">]>`),
		"RSS 0.92":              rss("0.92", ""),
		"RSS 1.0":               `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://a"><title>Atlas</title></channel>` + strings.Replace(item, "<item>", `<item rdf:about="https://a/1">`, 1) + `</rdf:RDF>`,
		"RSS 2.0":               rss("2.0", `<?xml version="1.0" encoding="utf-8"?>`),
		"Atom 0.3":              `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Atlas</title><entry><title>Talks</title><link rel="alternate" href="https://a/1"/><id>1</id><content>Zoë said “no”.</content></entry></feed>`,
		"Atom 1.0":              `<feed xmlns="http://www.w3.org/2005/Atom"><title>Atlas</title><entry><title>Talks</title><link href="https://a/1"/><id>1</id><content type="html">&lt;p>Zoë said “no”.</content></entry></feed>`,
		"JSON Feed 1.0":         `{"version": "https://jsonfeed.org/version/1", "title": "Atlas", "items": [{"id": "1", "url": "https://a/1", "title": "Talks", "content_html": "<p>Zoë said “no”."}]}`,
		"JSON Feed 1.1":         `{"version": "https://jsonfeed.org/version/1.1", "title": "Atlas", "items": [{"id": "1", "url": "https://a/1", "title": "Talks", "content_text": "Zoë said “no”."}]}`,
		"Windows-1252":          latin(rss("2.0", `<?xml version="1.0" encoding="windows-1252"?>`)),
		"not the UTF-8 it says": latin(rss("2.0", `<?xml version="1.0" encoding="UTF-8"?>`)),
		"UTF-16":                utf16Of(rss("2.0", `<?xml version="1.0" encoding="utf-16"?>`)),
		"not the UTF-16":        rss("2.0", `<?xml version="1.0" encoding="utf-16"?>`),
		"a byte order mark":     "\ufeff" + rss("2.0", ""),
		"blank lines before it": "\n\n" + rss("2.0", `<?xml version="1.0"?>`),
	} {
		items, err := Reader{}.Feed([]byte(data), "https://a/feed")
		if err != nil || len(items) != 1 {
			t.Errorf("%s: %d items, %v", name, len(items), err)
			continue
		}
		if d := items[0].Document; d.Title != "Talks" || d.URL != "https://a/1" || d.Source != "Atlas" || d.Text != "Zoë said “no”." {
			t.Errorf("%s: %+v", name, d)
		}
	}
	for name, data := range map[string]string{
		"another encoding": rss("2.0", `<?xml version="1.0" encoding="x-martian"?>`),
		"half of UTF-16":   utf16Of(rss("2.0", ""))[:101],
		"its own entities": strings.Replace(rss("2.0", `<!DOCTYPE rss [<!ENTITY lol "lol">]>`), "Talks", "&lol;", 1),
	} {
		if items, err := (Reader{}).Feed([]byte(data), ""); err == nil {
			t.Errorf("%s: read as %+v", name, items)
		}
	}
}
