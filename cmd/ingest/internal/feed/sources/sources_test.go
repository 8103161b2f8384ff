package sources

import (
	"bytes"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
)

const good = `contact = "desk@example.org"

[archive]
keep = "90d"
size = "2GB"

[[source]]
name = "atlas"
feed = "https://atlas.example/rss"
outlet = "Atlas"
country = "fr"
fulltext = true
include = ["/world/"]
exclude = ["sport"]
since = 2024-01-01T00:00:00Z

[[source]]
name = "drop"
folder = "/var/spool/agency/*.xml"
cron = "0 6 * * *"
zone = "Europe/Paris"
delay = "0s"
`

func TestRead(t *testing.T) {
	f, err := Parse("s.toml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	atlas, drop := f.Sources[0], f.Sources[1]
	if f.Archive.Keep.Duration != 90*24*time.Hour || f.Archive.Size != 2e9 || f.Contact == "" {
		t.Errorf("got %+v", f)
	}
	if atlas.Interval() != 15*time.Minute || atlas.Delay.Duration != time.Second || drop.Delay.Duration != 0 || !atlas.HeedsRobots() {
		t.Errorf("defaults: %+v %+v", atlas, drop)
	}
	if atlas.Country != "FRA" || atlas.BackOff.Duration != 6*time.Hour || drop.BackOff.Duration != 6*time.Hour {
		t.Errorf("country and back-off: %+v %+v", atlas, drop)
	}
	at := time.Date(2024, 7, 1, 5, 0, 0, 0, time.UTC) // 7 in Paris
	if next := drop.Next(at); !next.Equal(time.Date(2024, 7, 2, 4, 0, 0, 0, time.UTC)) {
		t.Errorf("next is %v", next.UTC())
	}
	for _, test := range []struct {
		address, title string
		published      time.Time
		want           bool
	}{
		{"https://a/world/1", "", time.Time{}, true},
		{"https://a/world/1", "sports day", time.Time{}, false},
		{"https://a/home/1", "", time.Time{}, false},
		{"https://a/world/1", "", at.AddDate(-1, 0, 0), false},
	} {
		if got := atlas.Wants(test.address, test.title, test.published); got != test.want {
			t.Errorf("%+v: got %v", test, got)
		}
	}
}

// Each error names the line that is wrong: it bears the message behind "# ".
func TestErrors(t *testing.T) {
	for _, text := range []string{
		"[[source]]\nname = \"a b\" # a name of letters\nfeed = \"https://a\"",
		"[[source]]\nname = \"a\"\nfeed = \"a.example\" # write it as https://host/path",
		"[[source]]\nname = \"a\" # has one of feed, folder, sitemap and pages; this one has 0",
		"[[source]]\nname = \"a\"\nfeed = \"https://a\"\nevery = \"1x\" # no span of time",
		"[[source]]\nname = \"a\"\nfeed = \"https://a\"\ncron = \"61 * * * *\" # cron",
		"[[source]]\nname = \"a\"\nfeed = \"https://a\"\ncron = \"0 0 30 2 *\" # there is no such day",
		"[[source]]\nname = \"a\"\nfeed = \"https://a\"\nback_off = \"-1m\" # cannot be negative",
		"[[source]]\nname = \"a\"\nfeed = \"https://a\"\ncountry = \"Mars\" # as FR or FRA",
		"[[source]]\nname = \"a\"\nfeed = \"https://a\"\nzone = \"Mars\" # is not known",
		"[[source]]\nname = \"a\"\nfeed = \"https://a\"\ninclude = [\"(\"] # missing closing",
		"[[source]]\nname = \"a\"\nfeed = \"https://u:p@a\" # password in its address",
		"[[source]]\nname = \"a\"\nfeed = \"https://a\"\nintervall = \"3m\" # there is no setting \"intervall\"",
		"[[source]]\nname = \"a\"\nfeed = \"https://a\"\n[[source]] # stands in line 1 too\nname = \"a\"\nfeed = \"https://b\"",
		"[[source]]\nname = \"a\"\nfeed = https://a # expected value",
		"[[source]]\nname = \"a\"\nfeed = \"https://a\"\nfulltext = \"yes\" # fulltext: incompatible types",
		"[[source]]\nname = \"a\"\nfeed = \"https://a\"\nevery = 5 # no span of time",
		"[[source]]\nname = \"a\"\npages = \"https://a\" # pages: ",
		"[[source]]\nname = \"a\"\nfolder = \"/x\"\nfulltext = true # of feeds only",
	} {
		line, want := 0, ""
		for i, l := range strings.Split(text, "\n") {
			if _, message, ok := strings.Cut(l, " # "); ok {
				line, want = i+1, message
			}
		}
		_, err := Parse("s.toml", []byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "s.toml:"+string(rune('0'+line))+":") {
			t.Errorf("%s\ngot %v", text, err)
		}
	}
}

func TestOPML(t *testing.T) {
	f, err := Parse("s.toml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteOPML(&b, f.Sources); err != nil {
		t.Fatal(err)
	}
	list, err := ReadOPML(&b)
	if err != nil || len(list) != 1 || list[0].Feed != "https://atlas.example/rss" || list[0].Outlet != "Atlas" {
		t.Fatalf("got %v %v", list, err)
	}
	again, err := Parse("s.toml", []byte(list[0].Text()))
	if err != nil || again.Sources[0].Feed != list[0].Feed {
		t.Errorf("%v\n%s", err, list[0].Text())
	}
	if _, err := ReadOPML(strings.NewReader("<opml><body/></opml>")); err == nil {
		t.Error("an empty list is no error")
	}
}

// The example has no errors, and shows every setting that there is.
func TestExample(t *testing.T) {
	const path = "../../../../../contrib/sources.toml"
	if _, err := Read(path); err != nil {
		t.Error(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, shape := range []any{File{}, ArchiveOptions{}, Source{}} {
		for _, field := range reflect.VisibleFields(reflect.TypeOf(shape)) {
			if name := field.Tag.Get("toml"); name != "" && name != "-" && !regexp.MustCompile(`(?m)^(?:`+name+` = |\[\[?`+name+`\])`).Match(text) {
				t.Errorf("%s does not show %s", path, name)
			}
		}
	}
}
