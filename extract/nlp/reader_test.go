package nlp

import (
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rostrum/extract/nlp/model"
)

// reads holds what must be true of every text's findings.
func reads(t *testing.T, r *Reader, raw string) *Findings {
	t.Helper()
	text := Read(raw)
	found, err := r.Find(text, 0)
	if err != nil {
		t.Fatalf("%.60q: %v", raw, err)
	}
	inText := func(what string, lists ...[]Range) {
		for _, list := range lists {
			for i, x := range list {
				if x.First < 0 || x.First >= x.End || x.End > len(text.Tokens) || i > 0 && x.First < list[i-1].End {
					t.Errorf("%.60q: %s: %v is not in order and in the text of %d tokens", raw, what, list, len(text.Tokens))
				}
			}
		}
	}
	sure := func(what string, p float64) {
		if !(p > 0 && p <= 1) {
			t.Errorf("%.60q: %s: confidence %v", raw, what, p)
		}
	}
	for _, a := range found.Attributions {
		inText("attribution", a.Source, a.Cue, a.Content)
		sure("attribution", a.Confidence)
		if len(a.Content) == 0 {
			t.Errorf("%.60q: an attribution has no content", raw)
		}
	}
	for _, a := range found.Accusations {
		inText("accusation", a.Cue, a.Accuser, a.Target, a.Charge)
		sure("accusation", a.Confidence)
		if len(a.Cue) == 0 || len(a.Target)+len(a.Charge) == 0 || a.Stance == "" {
			t.Errorf("%.60q: an accusation has no cue, stance, or neither target nor charge", raw)
		}
	}
	var names []Range
	for _, n := range found.Names {
		names = append(names, n.Range)
		if n.Kind == "" {
			t.Errorf("%.60q: a name is of no kind", raw)
		}
	}
	inText("names", names)
	for word, list := range found.Same {
		for _, a := range list {
			if word < 0 || word >= len(text.Tokens) || a.Token < 0 || a.Token >= len(text.Tokens) || a.Share < alike {
				t.Errorf("%.60q: %d may be the same as %v", raw, word, a)
			}
		}
	}
	explains(t, r, text, found)
	return found
}

// explains holds Explain of the whole text against what was found.
func explains(t *testing.T, r *Reader, text *Text, found *Findings) {
	t.Helper()
	candidates, err := r.Explain(text, 0, Range{0, len(text.Tokens)})
	if err != nil {
		t.Fatal(err)
	}
	taken := 0
	for _, c := range candidates {
		if c.Word < 0 || c.Word >= len(text.Tokens) || (c.Probability >= c.Threshold) != (c.Verdict != Unlikely) {
			t.Errorf("%.60q: word %d, probability %v of %v, verdict %d", text.Raw, c.Word, c.Probability, c.Threshold, c.Verdict)
		}
		if c.Verdict == Taken {
			taken++
			if !slices.ContainsFunc(found.Attributions, func(a Attribution) bool {
				return slices.Equal(a.Cue, c.Cue) && slices.Equal(a.Source, c.Source) && slices.Equal(a.Content, c.Content)
			}) {
				t.Errorf("%.60q: %q is explained as taken, and not found", text.Raw, text.Word(c.Word))
			}
		}
	}
	if taken != len(found.Attributions) {
		t.Errorf("%.60q: %d attributions are found, %d explained", text.Raw, len(found.Attributions), taken)
	}
}

// A plain sentence is read by any weights that are worth it.
func TestReader(t *testing.T) {
	r := newReader(t)
	text := Read(`"We deny it," Foreign Minister Sergei Lavrov said.`)
	found := reads(t, r, text.Raw)
	if len(found.Attributions) != 1 {
		t.Fatalf("found %d attributions: %+v", len(found.Attributions), found.Attributions)
	}
	words := func(list []Range) string {
		var all []string
		for _, x := range list {
			all = append(all, text.Raw[text.Tokens[x.First].Start:text.Tokens[x.End-1].End])
		}
		return strings.Join(all, " … ")
	}
	a := found.Attributions[0]
	if got := words(a.Source) + " | " + words(a.Cue) + " | " + words(a.Content); got != `Foreign Minister Sergei Lavrov | said | "We deny it,"` && got != `Foreign Minister Sergei Lavrov | said | "We deny it` {
		t.Errorf("read %s", got)
	}
	if found, err := r.Find(text, 1); err != nil || len(found.Attributions) != 0 {
		t.Errorf("with the confidence 1: %v, %v", found.Attributions, err)
	}
	candidates, err := r.Explain(text, 1, Range{0, len(text.Tokens)})
	if err != nil || len(candidates) == 0 || candidates[0].Verdict != Unsure || text.Word(candidates[0].Word) != "said" {
		t.Errorf("with the confidence 1: %+v, %v", candidates, err)
	}
}

// TestBeside cuts a party where the paragraph of its cue begins.
func TestBeside(t *testing.T) {
	text := Read("Hope for the Press\n\nPresident Hassan said so in Dodoma, Anna Namiriano said.")
	s := &scan{text: text}
	at := func(word string, n int) int {
		for i := range text.Tokens {
			if text.Word(i) == word {
				if n--; n < 0 {
					return i
				}
			}
		}
		t.Fatalf("no %s", word)
		return 0
	}
	said := []Range{{at("said", 0), at("said", 0) + 1}}
	for _, c := range []struct{ party, want Range }{
		{Range{at("Press", 0), at("Hassan", 0) + 1}, Range{at("President", 0), at("Hassan", 0) + 1}},
		{Range{at("Hope", 0), at("Press", 0) + 1}, Range{at("Hope", 0), at("Press", 0) + 1}},
		{Range{at(",", 0), at("Namiriano", 0) + 1}, Range{at("Anna", 0), at("Namiriano", 0) + 1}},
	} {
		if got := s.beside(said, []Range{c.party}, 0); !slices.Equal(got, []Range{c.want}) {
			t.Errorf("of %v is left %v, not %v", c.party, got, c.want)
		}
	}
}

// TestOddTexts reads long and strange texts in bounded time.
func TestOddTexts(t *testing.T) {
	r := newReader(t)
	for name, raw := range map[string]string{
		"empty":           "",
		"said":            strings.Repeat("said ", LongSentence),
		"said on lines":   strings.Repeat("said said said said said.\n\n", 60),
		"marks":           strings.Repeat(`"`, 10000),
		"open marks":      strings.Repeat("“Russia said ", 200),
		"one word":        strings.Repeat("x", 100000) + " said it was so.",
		"many pieces":     strings.Repeat("Donau\u00addampf\u00adschiff\u00adfahrts\u00adgesellschafts\u00adkapitän "+strings.Repeat("ß", 300)+" sagte. ", 5),
		"control":         "Iran\x00 said\x01 it\x7f would\x1b[0m go. " + strings.Repeat("\x00\x01\x7f", 3000),
		"invalid":         "Iran said \xff\xfe \"it\xc3\x28 is\" true, \xed\xa0\x80 and \xf4\x90\x80\x80 said so.",
		"right to left":   "The \u202eminister\u202c said «قالت إيران إن روسيا» and עברית was true.",
		"emoji":           strings.Repeat("🙂 “Iran lied 👩‍👩‍👧‍👦,” France 🇫🇷 said. ", 20),
		"combining":       "Iran said " + strings.Repeat("e\u0301\u0302\u0303", 500) + " was so.",
		"numbers":         strings.Repeat("1,024 3.5 ", 2000),
		"no break":        strings.Repeat("a-", 50000),
		"white space":     strings.Repeat(" \t\u00a0\u2003", 10000) + "Iran said so.",
		"line separators": strings.Repeat("Iran said so.\u2028", 20),
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			reads(t, r, raw)
			if took := time.Since(began); took > time.Minute {
				t.Errorf("took %v", took)
			}
		})
	}
}

// TestIllegible reads nothing where there is nothing to read: 10 MB take no longer than
// laying them out, and what stands beside is read as ever.
func TestIllegible(t *testing.T) {
	r := newReader(t)
	sentence := "\n\n\"We deny it,\" Foreign Minister Sergei Lavrov said.\n\n"
	for name, raw := range map[string]string{
		"no full stop": strings.Repeat("and Iran accused Iraq of lying ", 10<<20/31),
		"no letter":    strings.Repeat("1,024 3.5 (7)\n\n", 10<<20/15),
	} {
		t.Run(name, func(t *testing.T) {
			if testing.Short() {
				t.Skip("reads 10 MB")
			}
			text := Read(sentence + raw + sentence)
			began := time.Now()
			found, err := r.Find(text, 0)
			if err != nil {
				t.Fatal(err)
			}
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			const window = 180 // what is joined to a sentence may be taken for its content
			if len(found.Attributions) != 2 || found.Attributions[0].Content[0].End > window || found.Attributions[1].Content[0].First < len(text.Tokens)-window {
				t.Errorf("found %+v, not the first and the last sentence", found.Attributions)
			}
		})
	}
}

// FuzzReader looks for texts that break what must be true of all findings.
func FuzzReader(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		f.Fatalf("no texts in testdata: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	r := newReader(f)
	f.Fuzz(func(t *testing.T, raw string) { reads(t, r, raw[:min(len(raw), 1000)]) }) // a longer one takes seconds
}

// altered is the weights file with a change in its header.
func altered(t *testing.T, change func(header map[string]any)) []byte {
	t.Helper()
	const begins = len("RSTRMW01") + 4
	end := begins + int(binary.LittleEndian.Uint32(model.Weights[begins-4:]))
	var header map[string]any
	if err := json.Unmarshal(model.Weights[begins:end], &header); err != nil {
		t.Fatal(err)
	}
	change(header)
	text, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	for (begins+len(text))%64 != 0 {
		text = append(text, ' ')
	}
	file := binary.LittleEndian.AppendUint32([]byte("RSTRMW01"), uint32(len(text)))
	return slices.Concat(file, text, model.Weights[(end+63)/64*64:])
}

// alteredHead is the weights file with another value in one head.
func alteredHead(t *testing.T, name, field string, value any) []byte {
	return altered(t, func(header map[string]any) {
		heads := header["heads"].([]any)
		for i, h := range heads {
			switch head := h.(map[string]any); {
			case head["name"] != name:
			case field == "":
				header["heads"] = slices.Delete(heads, i, i+1)
				return
			default:
				head[field] = value
			}
		}
	})
}

func calibrated(t *testing.T, settings any) []byte {
	return altered(t, func(header map[string]any) { header["calibration"] = settings })
}

// Damaged weights are told by what is wrong with them.
func TestDamagedWeights(t *testing.T) {
	flipped := slices.Clone(model.Weights)
	flipped[len(flipped)-1] ^= 1
	for _, c := range []struct {
		weights []byte
		want    string
	}{
		{nil, "0 bytes are no weights file"},
		{[]byte("version https://git-lfs.github.com/spec/v1"), "another kind of file"},
		{model.Weights[:1000], "the file ends within its header"},
		{model.Weights[:len(model.Weights)/2], "cut short or damaged"},
		{flipped, "checksum"},
		{alteredHead(t, "attribution", "", nil), `head "attribution" is missing`},
		{alteredHead(t, "coreference", "", nil), `head "coreference" is missing`},
		{alteredHead(t, "names", "", nil), `head "names" is missing`},
		{alteredHead(t, "attribution", "roles", []string{"none", "cue", "content", "speaker"}), `head "attribution" has no role "source"`},
		{alteredHead(t, "accusation", "name", "charges"), `head.charges`},
		{calibrated(t, map[string]any{"window": 0}), "calibration: window is 0 words, must be 1 or more"},
		{calibrated(t, map[string]any{"pieces": 10}), "calibration: a window has 10 pieces, must have 202 or more"},
		{calibrated(t, map[string]any{"gap": -1}), "calibration: gap is -1 words, must be 1 or more"},
		{calibrated(t, map[string]any{"window": "all"}), "calibration: json:"},
	} {
		if _, err := NewReader(c.weights); err == nil || !strings.HasPrefix(err.Error(), "nlp: open reader: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v; want one about %s", err, c.want)
		}
	}
	if _, err := NewReader(altered(t, func(map[string]any) {})); err != nil {
		t.Errorf("with nothing changed: %v", err)
	}
}
