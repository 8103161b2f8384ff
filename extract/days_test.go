package extract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
	"rostrum/schema"
)

// TestDays reads testdata/days/*.txt, a case a line: the article's day, the day that is
// found, "-" for none, and a text with its [cue] and its {content}. Lines that start
// with # are comments.
func TestDays(t *testing.T) {
	files, err := filepath.Glob("testdata/days/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in testdata/days: %v", err)
	}
	l, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for n, line := range strings.Split(string(data), "\n") {
				if line == "" || line[0] == '#' {
					continue
				}
				parts := strings.SplitN(line, " | ", 3)
				if len(parts) != 3 {
					t.Fatalf("%s:%d: want DAY | DAY | TEXT", file, n+1)
				}
				r, at, content := readDayCase(t, l, parts[0], parts[2])
				if got := r.dayAt(at, content...); got != parseDay(t, parts[1]) {
					t.Errorf("%s:%d: found %q: %s", file, n+1, got, line)
				}
			}
		})
	}
}

func parseDay(t testing.TB, text string) schema.Date {
	t.Helper()
	if text == "-" {
		return ""
	}
	day, err := schema.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return day
}

// readDayCase is a reading of a text whose cue and content are marked, as far as days
// need it, with the cue's token and the content.
func readDayCase(t testing.TB, l *lexicon.Lexicon, published, marked string) (r *reading, at int, content []schema.Span) {
	t.Helper()
	var text strings.Builder
	cue, start := -1, -1
	for _, c := range marked {
		switch c {
		case '[':
			cue = text.Len()
		case ']':
		case '{':
			start = text.Len()
		case '}':
			content = append(content, schema.Span{Start: start, End: text.Len()})
		default:
			text.WriteRune(c)
		}
	}
	if cue < 0 {
		t.Fatalf("no cue in %s", marked)
	}
	r = &reading{
		lex: l, doc: &schema.Document{Published: parseDay(t, published).Time()}, text: nlp.Read(text.String()),
		found: &nlp.Findings{}, has: map[string]bool{}, out: &schema.Extraction{},
	}
	r.layWords()
	r.listenForShouting()
	r.findMentions()
	r.findCues()
	return r, r.text.TokenAt(cue), content
}

// TestDayOfWholeClock tests that the hour and the zone of an article do not change what
// its days are.
func TestDayOfWholeClock(t *testing.T) {
	l, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, published := range []time.Time{
		time.Date(2017, 3, 31, 0, 0, 0, 0, time.UTC),
		time.Date(2017, 3, 31, 23, 59, 59, 0, time.UTC),
		time.Date(2017, 3, 31, 1, 0, 0, 0, time.FixedZone("", 9*60*60)),
		time.Date(2017, 3, 31, 23, 0, 0, 0, time.FixedZone("", -9*60*60)),
	} {
		r, at, content := readDayCase(t, l, "-", "Mattis [said] Tuesday {that it was}.")
		r.doc.Published = published
		if got := r.dayAt(at, content...); got != "2017-03-28" {
			t.Errorf("published %v: found %s", published, got)
		}
	}
}

// FuzzDays tests that whatever stands around a cue, the day found is none to come.
func FuzzDays(f *testing.F) {
	f.Add("On the day before 5 Sept. 1987 last this", 3)
	f.Add("next Friday of last week a year ago the 2014", 1)
	l, err := lexicon.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, cue int) {
		r, _, _ := readDayCase(t, l, "2017-03-31", "[said] "+strings.NewReplacer("[", "", "]", "", "{", "", "}", "").Replace(text))
		if day := r.dayAt(max(cue, -cue, 0) % len(r.words)); day == "" || day > "2017-03-31" {
			t.Errorf("found %q", day)
		}
	})
}

func BenchmarkDays(b *testing.B) {
	l, err := lexicon.Load()
	if err != nil {
		b.Fatal(err)
	}
	for name, marked := range map[string]string{
		"none":   "Defense Secretary Jim Mattis, who was in London for talks with his British counterpart, [told] reporters {that the United States was in consultation with its allies}.",
		"opener": "In an interview with CNN on Tuesday, the secretary, who was in London for talks with his British counterpart, [told] reporters {that it was}.",
	} {
		b.Run(name, func(b *testing.B) {
			r, at, content := readDayCase(b, l, "2017-03-31", marked)
			for b.Loop() {
				r.dayAt(at, content...)
			}
		})
	}
}
