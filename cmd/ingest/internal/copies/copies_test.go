package copies

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the golden figures")

// stories are the articles of ../shared/data/news, or the test is skipped.
func stories(t *testing.T) []string {
	t.Helper()
	root := os.Getenv("ROSTRUM_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "..", "..", "shared")
	}
	var texts []string
	for _, name := range []string{"reuters_1987.jsonl", "free_news.jsonl"} {
		f, err := os.Open(filepath.Join(root, "data", "news", name))
		if err != nil {
			t.Skip("no stories to compare: set ROSTRUM_SHARED to the folder that has data/news")
		}
		defer f.Close()
		scanner := bufio.NewScanner(f)
		scanner.Buffer(nil, 16<<20)
		for scanner.Scan() {
			var story struct{ Text string }
			if err := json.Unmarshal(scanner.Bytes(), &story); err != nil {
				t.Fatal(err)
			}
			if len(strings.Fields(story.Text)) >= 60 {
				texts = append(texts, story.Text)
			}
		}
	}
	return texts
}

// The ways in which an outlet makes its copy.
var ways = []struct {
	name string
	make func(words []string, r *rand.Rand) string
}{
	{"cut to two thirds", func(w []string, _ *rand.Rand) string { return strings.Join(w[:len(w)*2/3], " ") }},
	{"cut to one third", func(w []string, _ *rand.Rand) string { return strings.Join(w[:max(45, len(w)/3)], " ") }},
	{"another headline and dateline", func(w []string, _ *rand.Rand) string {
		return "Ministers meet as talks go on\n\nBy Our Own Correspondent\n\nELSEWHERE, Monday (Other Agency) - " + strings.Join(w, " ") + " Copyright Other Agency. All rights reserved."
	}},
	{"one word of twenty changed", func(w []string, r *rand.Rand) string { return edit(w, r, 20) }},
	{"one word of ten changed", func(w []string, r *rand.Rand) string { return edit(w, r, 10) }},
	{"cut to half, retitled, edited", func(w []string, r *rand.Rand) string { return "New line on top. " + edit(w[:max(50, len(w)/2)], r, 25) }},
}

// edit changes, drops or doubles one word of n.
func edit(words []string, r *rand.Rand, n int) string {
	var out []string
	for _, w := range words {
		switch {
		case r.IntN(n) > 0:
			out = append(out, w)
		case r.IntN(3) == 0:
		default:
			out = append(out, words[r.IntN(len(words))])
		}
	}
	return strings.Join(out, " ")
}

// TestCopies makes copies of every tenth of some thousand stories, in each way, and asks
// of each of them which story it is a copy of; and of each other story whether it is a
// copy of any, which it is not, unless the archive itself has it twice.
func TestCopies(t *testing.T) {
	texts := stories(t)
	day := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	index := NewIndex(24 * time.Hour)
	var b strings.Builder
	false_, twice := 0, 0
	for i, text := range texts {
		s := Sketch(text)
		if m, found := index.Find(fmt.Sprint(i), s, day); found {
			var other int
			fmt.Sscan(m.ID, &other)
			if trulyCopies(text, texts[other]) {
				twice++
			} else {
				false_++
				t.Logf("false: %.2f\n  %.150q\n  %.150q", m.Containment, text, texts[other])
			}
		}
		index.Add(fmt.Sprint(i), s, day)
	}
	fmt.Fprintf(&b, "%d stories: %d told to be a copy of an earlier one and are (half of their words in the same order), %d falsely\n", len(texts), twice, false_)
	r := rand.New(rand.NewPCG(1, 2))
	found, pairs, wrong := 0, 0, 0
	for _, way := range ways {
		right, made, other := 0, 0, 0
		for i := 0; i < len(texts); i += 10 {
			words := strings.Fields(texts[i])
			made++
			m, ok := index.Find("", Sketch(way.make(words, r)), day)
			switch {
			case ok && m.ID == fmt.Sprint(i):
				right++
			case ok:
				var o int
				fmt.Sscan(m.ID, &o)
				if trulyCopies(texts[i], texts[o]) {
					right++ // of the same story, which the archive has twice
				} else {
					other++
				}
			}
		}
		fmt.Fprintf(&b, "%4d of %4d found (%.1f %%), %d false: %s\n", right, made, 100*float64(right)/float64(made), other, way.name)
		found, pairs, wrong = found+right, pairs+made, wrong+other
	}
	fmt.Fprintf(&b, "copies: %d of %d pairs found (%.1f %%), %d false pairs of %d\n", found, pairs, 100*float64(found)/float64(pairs), wrong+false_, pairs+len(texts))
	t.Log("\n" + b.String())
	path := filepath.Join("testdata", "copies.golden")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(path); err != nil || string(want) != b.String() {
		t.Errorf("the figures are others than in %s (%v); go test -update keeps them", path, err)
	}
}

// trulyCopies compares all shingles of two texts, not only those that are kept: half of
// the shorter's are in the longer.
func trulyCopies(x, y string) bool {
	set := func(text string) map[string]bool {
		words := strings.Fields(strings.ToLower(text))
		all := map[string]bool{}
		for i := 0; i+3 <= len(words); i++ {
			all[strings.Join(words[i:i+3], " ")] = true
		}
		return all
	}
	a, b := set(x), set(y)
	n := 0
	for s := range a {
		if b[s] {
			n++
		}
	}
	return 2*n >= min(len(a), len(b))
}

func TestIndex(t *testing.T) {
	words := func(seed uint64, n int) string {
		r := rand.New(rand.NewPCG(seed, 1))
		var b strings.Builder
		for range n {
			fmt.Fprintf(&b, "w%d ", r.IntN(5000))
		}
		return b.String()
	}
	day := time.Date(2024, 1, 10, 0, 0, 0, 0, time.UTC)
	x := NewIndex(48 * time.Hour)
	x.Add("a", Sketch(words(1, 300)), day)
	x.Add("b", Sketch(words(2, 300)), day)
	find := func(text string, at time.Time) string {
		m, ok := x.Find("", FromBytes(Sketch(text).Bytes()), at)
		if !ok {
			return ""
		}
		return m.ID
	}
	if got := find(words(1, 150), day); got != "a" {
		t.Errorf("half of a is a copy of %q", got)
	}
	if got := find(words(1, 300), day.AddDate(0, 0, 5)); got != "" {
		t.Errorf("beyond the window a is a copy of %q", got)
	}
	if got := find(words(3, 300), day); got != "" {
		t.Errorf("another text is a copy of %q", got)
	}
	if m, ok := x.Find("", Sketch(words(1, 900)), day); !ok || !m.Longer {
		t.Errorf("a longer text of a: %+v %v", m, ok)
	}
	if _, ok := x.Find("a", Sketch(words(1, 300)), day); ok {
		t.Error("a is a copy of itself")
	}
	x.Keep(day.Add(time.Hour), day.AddDate(1, 0, 0))
	if x.Len() != 0 || len(x.holders) != 0 {
		t.Errorf("%d texts, %d shingles after all were forgotten", x.Len(), len(x.holders))
	}
	if !Sketch("too short to tell").None() {
		t.Error("a short text has a signature")
	}
}

func BenchmarkFind(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	text := func() string {
		var t strings.Builder
		for range 300 {
			fmt.Fprintf(&t, "w%d ", r.IntN(5000))
		}
		return t.String()
	}
	x := NewIndex(time.Hour)
	for i := range 20000 {
		x.Add(fmt.Sprint(i), Sketch(text()), time.Time{})
	}
	asked := text()
	b.ReportAllocs()
	for b.Loop() {
		x.Find("", Sketch(asked), time.Time{})
	}
}
