// Package sources reads the file that names what is watched, sources.toml, and checks
// it; an error names file, line and what to write.
//
// It fetches nothing and keeps no time. The main path: [Read] gives a [File] of
// [Source]s with all defaults filled in; [Source.Next] is when one is due again.
//
//	contact = "desk@example.org"
//
//	[[source]]
//	name = "atlas"
//	feed = "https://atlas.example/rss"
//	every = "15m"
package sources

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/robfig/cron/v3"
	"golang.org/x/text/language"
)

// File is a file of sources.
type File struct {
	Contact string         `toml:"contact"` // who answers for the fetching: stands in the User-Agent
	Archive ArchiveOptions `toml:"archive"`
	Sources []*Source      `toml:"source"`
}

// ArchiveOptions say how long the raw bytes of what was fetched are kept.
type ArchiveOptions struct {
	Folder string   `toml:"folder"` // "" is beside the store
	Keep   Duration `toml:"keep"`   // 0 is for ever
	Size   Size     `toml:"size"`   // 0 is without a bound
}

// Kind says what a source is.
type Kind string

// The kinds of sources.
const (
	Feed    Kind = "feed"
	Folder  Kind = "folder"
	Sitemap Kind = "sitemap"
	Pages   Kind = "pages"
)

// Source is one source. Exactly one of Feed, Folder, Sitemap and Pages is set.
type Source struct {
	Name    string   `toml:"name"`
	Feed    string   `toml:"feed"`    // the address of a web feed, or of agency items
	Folder  string   `toml:"folder"`  // a folder or glob into which files are dropped
	Sitemap string   `toml:"sitemap"` // the address of a sitemap, news sitemap or index of them
	Pages   []string `toml:"pages"`   // addresses of single pages

	Outlet   string `toml:"outlet"`   // the name of its outlet, before what items say
	Country  string `toml:"country"`  // of its outlet: ISO 3166-1, alpha-3 once it was read
	Language string `toml:"language"` // BCP 47, of items that name none

	Every Duration `toml:"every"` // from one visit to the next; 15 minutes
	Cron  string   `toml:"cron"`  // or when, as cron writes it
	Zone  string   `toml:"zone"`  // IANA time zone, of Cron and of times that name none; UTC

	FullText bool              `toml:"fulltext"` // fetch the page of each entry
	Robots   *bool             `toml:"robots"`   // heed robots.txt; true
	Delay    Duration          `toml:"delay"`    // between two requests to one host; 1 second
	BackOff  Duration          `toml:"back_off"` // the longest pause after failures; 32 times every, at most 6 hours
	Headers  map[string]string `toml:"headers"`
	Since    time.Time         `toml:"since"`   // no article older than this
	Until    time.Time         `toml:"until"`   // none newer
	Include  []string          `toml:"include"` // regular expressions: an address or title must match one
	Exclude  []string          `toml:"exclude"` // and none of these
	Private  bool              `toml:"private"` // it may be at an address that is not public
	Off      bool              `toml:"off"`     // not visited

	Line int `toml:"-"` // of the file

	schedule         cron.Schedule
	location         *time.Location
	include, exclude []*regexp.Regexp
}

// Duration is a time span as "15m", "36h" or "30d".
type Duration struct{ time.Duration }

// UnmarshalText reads a span of time.
func (d *Duration) UnmarshalText(text []byte) (err error) {
	word := string(text)
	if days, ok := strings.CutSuffix(word, "d"); ok {
		if d.Duration, err = time.ParseDuration(days + "h"); err == nil {
			d.Duration *= 24
			return nil
		}
	}
	if d.Duration, err = time.ParseDuration(word); err != nil {
		return fmt.Errorf("%q is no span of time: write it as 15m, 36h or 30d", word)
	}
	return nil
}

// Size is a number of bytes as "500MB" or "20GB".
type Size int64

// UnmarshalText reads a size.
func (s *Size) UnmarshalText(text []byte) error {
	var n float64
	var unit string
	if _, err := fmt.Sscanf(string(text), "%f%s", &n, &unit); err == nil {
		if factor := map[string]float64{"B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12}[unit]; factor > 0 && n >= 0 {
			*s = Size(n * factor)
			return nil
		}
	}
	return fmt.Errorf("%q is no size: write it as 500MB or 20GB", text)
}

// Kind is what the source is.
func (s *Source) Kind() Kind {
	switch {
	case s.Feed != "":
		return Feed
	case s.Folder != "":
		return Folder
	case s.Sitemap != "":
		return Sitemap
	}
	return Pages
}

// Address is where the source is, for messages.
func (s *Source) Address() string {
	if s.Kind() == Pages {
		return strings.Join(s.Pages, " ")
	}
	return s.Feed + s.Folder + s.Sitemap
}

// Location is the source's time zone.
func (s *Source) Location() *time.Location { return s.location }

// HeedsRobots tells whether robots.txt is heeded.
func (s *Source) HeedsRobots() bool { return s.Robots == nil || *s.Robots }

// Interval is about how long it is from one visit to the next.
func (s *Source) Interval() time.Duration {
	if s.schedule == nil {
		return s.Every.Duration
	}
	first := s.schedule.Next(time.Unix(0, 0))
	return s.schedule.Next(first).Sub(first)
}

// Next is when the source is due after a visit.
func (s *Source) Next(visited time.Time) time.Time {
	if s.schedule != nil {
		return s.schedule.Next(visited.In(s.location))
	}
	return visited.Add(s.Every.Duration)
}

// Wants tells whether an article of this address, title and date is one that the
// source's patterns and dates let through; the zero time is not known.
func (s *Source) Wants(address, title string, published time.Time) bool {
	matches := func(list []*regexp.Regexp) bool {
		return slices.ContainsFunc(list, func(e *regexp.Regexp) bool { return e.MatchString(address) || e.MatchString(title) })
	}
	switch {
	case len(s.include) > 0 && !matches(s.include), matches(s.exclude):
		return false
	case published.IsZero():
		return true
	}
	return !published.Before(s.Since) && (s.Until.IsZero() || published.Before(s.Until))
}

// Read reads a file of sources.
func Read(path string) (*File, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("no file of sources at %s: make one with 'ingest sources add', or name another with --sources", path)
	}
	if err != nil {
		return nil, err
	}
	return Parse(path, data)
}

// Parse reads the text of a file of sources; name is for messages.
func Parse(name string, data []byte) (*File, error) {
	var f File
	meta, err := toml.NewDecoder(bytes.NewReader(data)).Decode(&f)
	var syntax toml.ParseError
	switch {
	case errors.As(err, &syntax):
		message := syntax.Message
		if message == "" {
			message = strings.TrimPrefix(syntax.Error(), "toml: ")
		}
		return nil, fmt.Errorf("%s:%d: %s", name, syntax.Position.Line, message)
	case err != nil:
		if at := wrongType.FindStringSubmatch(err.Error()); at != nil {
			return nil, fmt.Errorf("%s:%s: %s: %s", name, at[1], at[2], at[3])
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	c := checker{name: name, lines: strings.Split(string(data), "\n")}
	for _, key := range meta.Undecoded() {
		c.fail(c.lineOf(key), "there is no setting %q", key[len(key)-1])
	}
	names := map[string]int{}
	for i, s := range f.Sources {
		s.Line = c.source(i)
		c.check(s)
		if before, twice := names[s.Name]; twice {
			c.fail(s.Line, "the name %q stands in line %d too: give each source its own", s.Name, before)
		}
		names[s.Name] = s.Line
	}
	return &f, errors.Join(c.errors...)
}

// wrongType is how the library tells of a value of the wrong type: line, key and why.
var wrongType = regexp.MustCompile(`^toml: line (\d+) \(last key "(?:source\.)?([^"]+)"\): (.+)$`)

// checker collects what is wrong with a file.
type checker struct {
	name   string
	lines  []string
	errors []error
}

func (c *checker) fail(line int, format string, args ...any) {
	c.errors = append(c.errors, fmt.Errorf("%s:%d: %s", c.name, line, fmt.Sprintf(format, args...)))
}

// source is the line where the source of an index starts.
func (c *checker) source(index int) int {
	for i, line := range c.lines {
		if strings.HasPrefix(strings.ReplaceAll(strings.TrimSpace(line), " ", ""), "[[source]]") {
			if index--; index < 0 {
				return i + 1
			}
		}
	}
	return 1
}

// setting is the line of a source's setting, or where the source starts.
func (c *checker) setting(s *Source, name string) int {
	for i := s.Line; i < len(c.lines); i++ {
		line := strings.TrimSpace(c.lines[i])
		if strings.HasPrefix(line, "[[") {
			break
		}
		if rest, ok := strings.CutPrefix(line, name); ok && strings.HasPrefix(strings.TrimSpace(rest), "=") {
			return i + 1
		}
	}
	return s.Line
}

// lineOf is the first line that sets a key.
func (c *checker) lineOf(key toml.Key) int {
	for i, line := range c.lines {
		if rest, ok := strings.CutPrefix(strings.TrimLeft(line, " \t["), key[len(key)-1]); ok && strings.HasPrefix(strings.TrimLeft(rest, " \t"), "=") || ok && strings.HasPrefix(rest, "]") {
			return i + 1
		}
	}
	return 1
}

var nameForm = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._-]*$`)

// check fills in the defaults of a source, and says what is wrong with it.
func (c *checker) check(s *Source) {
	wrong := func(setting, format string, args ...any) { c.fail(c.setting(s, setting), format, args...) }
	if !nameForm.MatchString(s.Name) {
		wrong("name", "a source needs a name of letters, digits, dots, dashes and underscores, not %q", s.Name)
	}
	c.checkAddress(s, wrong)
	var err error
	if s.Country, err = countryCode(s.Country); err != nil {
		wrong("country", "%v", err)
	}
	if s.location, err = time.LoadLocation(s.Zone); err != nil {
		wrong("zone", "zone %q is not known: write it as Europe/Paris", s.Zone)
		s.location = time.UTC
	}
	c.checkTimes(s, wrong)
	for _, list := range []struct {
		name string
		from []string
		to   *[]*regexp.Regexp
	}{{"include", s.Include, &s.include}, {"exclude", s.Exclude, &s.exclude}} {
		for _, pattern := range list.from {
			compiled, err := regexp.Compile(pattern)
			if err != nil {
				wrong(list.name, "%s %q: %v", list.name, pattern, err)
				continue
			}
			*list.to = append(*list.to, compiled)
		}
	}
	for header := range s.Headers {
		if header == "" || strings.ContainsAny(header, " :\r\n") || strings.ContainsAny(s.Headers[header], "\r\n") {
			wrong("headers", "the header %q is malformed", header)
		}
	}
}

// countryCode is the alpha-3 code of a country's code of two or three letters.
func countryCode(code string) (string, error) {
	if code == "" {
		return "", nil
	}
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return code, fmt.Errorf("country %q: write its ISO 3166-1 code, as FR or FRA", code)
	}
	return region.ISO3(), nil
}

func (c *checker) checkAddress(s *Source, wrong func(setting, format string, args ...any)) {
	given := 0
	for _, is := range []bool{s.Feed != "", s.Folder != "", s.Sitemap != "", len(s.Pages) > 0} {
		if is {
			given++
		}
	}
	if given != 1 {
		wrong("name", "a source has one of feed, folder, sitemap and pages; this one has %d", given)
	}
	for setting, addresses := range map[string][]string{"feed": {s.Feed}, "sitemap": {s.Sitemap}, "pages": s.Pages} {
		for _, address := range addresses {
			if address == "" {
				continue
			}
			u, err := url.Parse(address)
			if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
				wrong(setting, "%s %q: write it as https://host/path", setting, address)
			} else if u.User != nil {
				wrong(setting, "%s has a name or password in its address: put an Authorization into headers", setting)
			}
		}
	}
	if s.Folder != "" {
		if _, err := filepath.Match(s.Folder, ""); err != nil {
			wrong("folder", "folder %q is a malformed pattern", s.Folder)
		}
	}
	if s.FullText && s.Kind() != Feed {
		wrong("fulltext", "fulltext is of feeds only: a %s has the text itself", s.Kind())
	}
}

func (c *checker) checkTimes(s *Source, wrong func(setting, format string, args ...any)) {
	switch {
	case s.Cron != "" && s.Every.Duration != 0:
		wrong("cron", "a source has every or cron, not both")
	case s.Cron != "":
		switch schedule, err := cron.ParseStandard(s.Cron); {
		case err != nil:
			wrong("cron", "cron %q: %v", s.Cron, err)
		case schedule.Next(time.Unix(0, 0)).IsZero():
			wrong("cron", "cron %q: there is no such day", s.Cron)
		default:
			s.schedule = schedule
		}
	case s.Every.Duration == 0:
		s.Every.Duration = 15 * time.Minute
	case s.Every.Duration < time.Second:
		wrong("every", "every %v: the shortest is 1s", s.Every)
	}
	switch {
	case s.BackOff.Duration < 0:
		wrong("back_off", "back_off %v: it cannot be negative", s.BackOff)
	case s.BackOff.Duration == 0:
		s.BackOff.Duration = min(32*min(s.Interval(), 6*time.Hour), 6*time.Hour)
	}
	switch {
	case s.Delay.Duration < 0:
		wrong("delay", "delay %v: it cannot be negative", s.Delay)
	case s.Delay.Duration == 0 && c.setting(s, "delay") == s.Line:
		s.Delay.Duration = time.Second
	}
	if !s.Until.IsZero() && s.Until.Before(s.Since) {
		wrong("until", "until stands before since")
	}
}
