package lexicon

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata")

// TestGolden asks what testdata/*.txt ask: a line at the margin is a question, the
// indented lines below it are the answer. -update writes the answers anew.
func TestGolden(t *testing.T) {
	l := load(t)
	questions := map[string]func(string) []string{
		"names":     func(text string) []string { return scan(text, l.At, showEntry) },
		"cues":      func(text string) []string { return scan(text, l.CueAt, showCue) },
		"charges":   l.showCharge,
		"countries": l.showCountry,
		"offices":   l.showOffice,
		"words":     l.showWord,
	}
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) != len(questions) {
		t.Fatalf("testdata holds %d files of questions for %d kinds (%v)", len(files), len(questions), err)
	}
	for _, file := range files {
		ask, ok := questions[strings.TrimSuffix(filepath.Base(file), ".txt")]
		if !ok {
			t.Fatalf("%s: no such kind of questions", file)
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		for line := range strings.Lines(string(want)) {
			line = strings.TrimRight(line, "\n")
			switch {
			case strings.HasPrefix(line, "\t"):
			case line == "" || line[0] == '#':
				fmt.Fprintln(&got, line)
			default:
				fmt.Fprintln(&got, line)
				for _, a := range ask(line) {
					fmt.Fprintln(&got, "\t"+a)
				}
			}
		}
		if *update {
			if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		compare(t, file, string(want), got.String())
	}
}

func compare(t *testing.T, file, want, got string) {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		line := func(s []string) string {
			if i < len(s) {
				return s[i]
			}
			return ""
		}
		if line(w) != line(g) {
			t.Errorf("%s:%d: want %q\n got %q", file, i+1, line(w), line(g))
			return
		}
	}
}

// scan looks at each byte that nothing before it has taken.
func scan[T any](text string, at func(string, int) ([]T, int), show func(T) string) []string {
	var lines []string
	for i := 0; i < len(text); i++ {
		found, n := at(text, i)
		if n == 0 {
			continue
		}
		var shown []string
		for _, f := range found {
			shown = append(shown, show(f))
		}
		lines = append(lines, text[i:i+n]+" = "+strings.Join(shown, "; "))
		i += n - 1
	}
	return lines
}

func showEntry(e Entry) string {
	words := []string{string(e.Kind), e.Name}
	for _, w := range []string{e.ISO3, e.Within, e.Type, e.Use} {
		if w != "" {
			words = append(words, w)
		}
	}
	if e.Year > 0 {
		words = append(words, strconv.Itoa(e.Year))
	}
	if e.From+e.To > 0 {
		words = append(words, fmt.Sprintf("%d-%d", e.From, e.To))
	}
	if e.Needs != "" {
		words = append(words, "needs "+e.Needs)
	}
	for i, set := range []bool{e.Feminine, e.Masculine, e.Plural, e.Candidate} {
		if set {
			words = append(words, []string{"feminine", "masculine", "plural", "candidate"}[i])
		}
	}
	return strings.Join(words, ", ")
}

func showCue(c Cue) string {
	var is []string
	for i, name := range []string{"base", "third", "gerund", "past", "participle", "singular", "plural"} {
		if c.Inflection.Has(1 << i) {
			is = append(is, name)
		}
	}
	return fmt.Sprintf("%s %s %q %s %s", c.List, c.Class, c.Lemma, c.Part, strings.Join(is, "+"))
}

func (l *Lexicon) showCountry(text string) []string {
	c, ok := l.FindCountry(text)
	if !ok {
		return []string{"none; nearest " + strings.Join(l.NearestCountries(text, 3), ", ")}
	}
	return []string{c.ISO3 + " " + c.Name}
}

func (l *Lexicon) showCharge(text string) []string {
	kind, cameo, ok := l.Charge(text)
	return []string{fmt.Sprintf("%s %s %t, is a wrong %t", kind, cameo, ok, l.IsWrong(text))}
}

func (l *Lexicon) showOffice(text string) []string {
	title, iso3, _ := strings.Cut(text, ", ")
	return []string{l.OfficeTitle(title, iso3) + "; home " + strconv.Quote(l.HomeOfTitle(title))}
}

func (l *Lexicon) showWord(word string) []string {
	var lines []string
	if class, ok := l.Hedge(word); ok {
		lines = append(lines, "hedge "+class)
	}
	if g, known := l.Gender(word); known {
		lines = append(lines, "given name "+strconv.Quote(g))
	}
	if e, ok := l.FindTreaty(word); ok {
		lines = append(lines, "treaty "+e.Name)
	}
	return lines
}

// TestBad loads the lists with one of them put in place of ours, testdata/bad/LIST.tsv
// or LIST-case.tsv. What must be said of a line stands on it after "#! ", of the whole
// file on a line of its own that begins with "#!0 ".
func TestBad(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.tsv")
	if err != nil || len(files) == 0 {
		t.Fatalf("testdata/bad is empty (%v)", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			list, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".tsv"), "-")
			list += ".tsv"
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			wants := map[string]string{} // place → what must be said
			lines := strings.Split(string(data), "\n")
			for i, line := range lines {
				if want, ok := strings.CutPrefix(line, "#!0 "); ok {
					wants[list+": "] = want
				} else if text, want, ok := strings.Cut(line, "#! "); ok {
					wants[fmt.Sprintf("%s:%d: ", list, i+1)] = want
					lines[i] = text
				}
			}
			_, err = LoadFS(with(t, list, strings.Join(lines, "\n")))
			if err == nil {
				t.Fatal("loads")
			}
			for _, complaint := range strings.Split(strings.TrimPrefix(err.Error(), "lexicon: "), "\n") {
				if !strings.HasPrefix(complaint, list) {
					continue // another list that misses what this one has not
				}
				answered := false
				for place, want := range wants {
					if strings.HasPrefix(complaint, place) && strings.Contains(complaint, want) {
						delete(wants, place)
						answered = true
					}
				}
				if !answered {
					t.Errorf("not expected: %s", complaint)
				}
			}
			for place, want := range wants {
				t.Errorf("not said: %s… %s", place, want)
			}
		})
	}
}

// with is our lists with another text for one of them.
func with(t *testing.T, list, text string) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	files, err := filepath.Glob("data/*.tsv")
	if err != nil || len(files) == 0 {
		t.Fatalf("data is empty (%v)", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(file)] = &fstest.MapFile{Data: data}
	}
	if all[list] == nil {
		t.Fatalf("there is no list %s", list)
	}
	all[list] = &fstest.MapFile{Data: []byte(text)}
	return all
}

func TestMissingList(t *testing.T) {
	_, err := LoadFS(fstest.MapFS{})
	if err == nil || !strings.Contains(err.Error(), "titles.tsv: ") {
		t.Errorf("error of an empty folder: %v", err)
	}
}

// TestCountries checks what every country must have for an article to name it.
func TestCountries(t *testing.T) {
	l := load(t)
	for _, c := range l.Countries() {
		if c.Status != "territory" && len(c.Demonyms) == 0 {
			t.Errorf("%s has no demonym", c.Name)
		}
		if c.Status == "state" && len(c.Capitals) == 0 {
			t.Errorf("%s has no capital", c.Name)
		}
		if c.Status == "former" && (c.From == 0 || c.To == 0) {
			t.Errorf("%s was, but the years are missing", c.Name)
		}
		for _, text := range []string{c.ISO3, c.Name, strings.ToUpper(c.Name)} {
			if found, ok := l.FindCountry(text); !ok || found.ISO3 != c.ISO3 {
				t.Errorf("FindCountry(%q) = %s, want %s", text, found.ISO3, c.ISO3)
			}
		}
	}
	if n := len(l.Countries()); n < 240 {
		t.Errorf("only %d countries", n)
	}
}

func TestTreaties(t *testing.T) {
	l := load(t)
	for _, e := range l.Treaties() {
		if got, ok := l.Treaty(e.Name); !ok || got.Name != e.Name || got.Year == 0 {
			t.Errorf("Treaty(%q) = %q, %d", e.Name, got.Name, got.Year)
		}
	}
	if n := len(l.Treaties()); n < 150 {
		t.Errorf("only %d treaties", n)
	}
}

func load(t testing.TB) *Lexicon {
	t.Helper()
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load(b)
	}
}

func BenchmarkAt(b *testing.B) {
	l := load(b)
	text := strings.Repeat("The Russian foreign minister told the U.N. Security Council that Washington had broken the I.N.F Treaty. ", 10)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for i := range text {
			l.At(text, i)
			l.CueAt(text, i)
		}
	}
}
