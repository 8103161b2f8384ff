package watch

import (
	"testing"

	"rostrum/cmd/ingest/internal/feed/polite"
	"rostrum/cmd/ingest/internal/feed/sources"
)

// FuzzSitemap reads anything as a sitemap and as a feed that refers to an older one; it
// may fail, but not panic, and each entry has an address.
func FuzzSitemap(f *testing.F) {
	f.Add([]byte(`<urlset><url><loc>https://a/1</loc><lastmod>2024-03-05</lastmod></url></urlset>`))
	f.Add([]byte(`<urlset xmlns:news="n"><url><loc>https://a/2</loc><news:news><news:publication_date>2024-03-05T10:00Z</news:publication_date><news:title>T</news:title></news:news></url></urlset>`))
	file, err := sources.Parse("s.toml", []byte("[[source]]\nname = \"a\"\nsitemap = \"https://a/map\""))
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><link rel="prev-archive" href="/2023"/><link rel="next" href="?page=2"/></feed>`))
	f.Add([]byte(`{"version": "https://jsonfeed.org/version/1.1", "next_url": "/json/2"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		older(&polite.Answer{URL: "https://a/feed", Body: data})
		root, err := sitemapRoot(data)
		if err != nil || root.Data == "sitemapindex" {
			return
		}
		v := &visit{source: file.Sources[0], past: true}
		v.sitemapRows(t.Context(), root, 0, func(e entry, err error) bool {
			if err != nil || e.page == "" {
				t.Errorf("got %+v %v", e, err)
			}
			return true
		})
	})
}
