package sources

import (
	"strings"
	"testing"
	"time"
)

// FuzzParse reads anything as a file of sources and as OPML; a file without errors has
// sources with a name, an address and a time when they are due.
func FuzzParse(f *testing.F) {
	f.Add(good)
	f.Add("[[source]]\nname = 1")
	f.Add(`<opml version="2.0"><body><outline text="a" xmlUrl="https://a"/></body></opml>`)
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = ReadOPML(strings.NewReader(text)) // that it does not panic is the test
		file, err := Parse("s.toml", []byte(text))
		if err != nil {
			return
		}
		for _, s := range file.Sources {
			if s.Name == "" || s.Address() == "" || !s.Next(time.Unix(0, 0)).After(time.Unix(0, 0)) {
				t.Errorf("got %+v", s)
			}
		}
	})
}
