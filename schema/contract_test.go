package schema_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"rostrum/schema"
)

var update = flag.Bool("update", false, "write the golden files")

// The text begins with what has more bytes than code points, right-to-left letters
// and signs that are several code points.
const text = "😀 שלום العربية 🇷🇺 👩‍👩‍👧\n\nMOSCOW — “Russia <violated> the treaty” & more,\u2028Secretary Mattis said. The Kremlin “denied” it."

// at is the span of the first place of words in the text.
func at(t *testing.T, words string) []schema.Span {
	t.Helper()
	i := strings.Index(text, words)
	if i < 0 {
		t.Fatalf("%q is not in the text", words)
	}
	return []schema.Span{{Start: i, End: i + len(words)}}
}

func extraction(t *testing.T) *schema.Extraction {
	document := &schema.Document{ID: schema.DocumentID("", "", "", "a.txt"), Path: "a.txt", Source: "Reuters", Title: "A \"title\"", Dateline: "MOSCOW",
		Language: "en", Published: time.Date(2017, 3, 31, 9, 30, 0, 0, time.FixedZone("", 2*60*60)), Text: text, PlainText: true}
	mattis, russia := schema.EntityID(schema.Person, "Mattis"), schema.CountryID("RUS")
	office := schema.EntityID(schema.Office, "Secretary of Defense", "USA")
	said := schema.NewID("statement", "1")
	return &schema.Extraction{
		Document: document,
		Entities: []schema.Entity{
			{ID: russia, Kind: schema.Country, Name: "Russia", ISO3: "RUS", Aliases: []string{"Kremlin"}, Mentions: append(at(t, "Russia"), at(t, "Kremlin")...)},
			{ID: mattis, Kind: schema.Person, Name: "Mattis", Mentions: at(t, "Mattis")},
			{ID: office, Kind: schema.Office, Name: "Secretary of Defense", ISO3: "USA", Mentions: at(t, "Secretary")},
			{ID: schema.EntityID(schema.Treaty, "INF Treaty"), Kind: schema.Treaty, Name: "INF Treaty", Year: 1987, Mentions: at(t, "the treaty")},
		},
		Statements: []schema.Statement{{
			ID: said, Kind: schema.Direct, Speakers: []schema.ID{mattis}, Office: office, Source: at(t, "Secretary Mattis"), Cue: at(t, "said"),
			Content: at(t, "“Russia <violated> the treaty”"), Text: "Russia <violated> the treaty", SaidOn: "2017-03-31", Modality: schema.Asserted,
			References: []schema.ID{russia}, Confidence: 0.97, Rule: "quote-said",
		}},
		Accusations: []schema.Accusation{{
			ID: schema.NewID("accusation", "1"), Accuser: mattis, AccuserOffice: office, Target: russia, Charge: at(t, "<violated> the treaty"), ChargeText: "violated the treaty",
			Type: "treaty_violation", CAMEO: "112", PLOVER: "ACCUSE/allege", Stance: schema.Accuse, Statement: said, Object: schema.EntityID(schema.Treaty, "INF Treaty"),
			Evidence: at(t, "“Russia <violated> the treaty” & more"), SaidOn: "2017-03-31", Confidence: 1, Rule: "charge",
		}, {
			ID: schema.NewID("accusation", "2"), Accuser: russia, Charge: at(t, "it"), ChargeText: "it", Type: "other", CAMEO: "112", PLOVER: "ACCUSE/allege",
			Stance: schema.Deny, Evidence: at(t, "The Kremlin “denied” it."), Confidence: 0.5, Rule: "denial",
		}},
		Holdings:    []schema.Holding{{Person: mattis, Office: office, Country: schema.CountryID("USA"), Status: schema.Current, Evidence: at(t, "Secretary Mattis")}},
		Memberships: []schema.Membership{{Member: russia, Of: schema.EntityID(schema.Treaty, "INF Treaty"), Evidence: at(t, "Russia")}},
	}
}

// TestContract compares the public format with a file, byte for byte.
func TestContract(t *testing.T) {
	golden(t, "testdata/extraction.json", written(t, extraction(t), false))
	golden(t, "testdata/empty.json", written(t, &schema.Extraction{Document: &schema.Document{ID: schema.NewID("document", "empty")}}, false))
}

func written(t *testing.T, e *schema.Extraction, withText bool) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := schema.WriteJSON(&out, e, withText); err != nil {
		t.Fatal(err)
	}
	if line := out.Bytes(); bytes.IndexByte(line, '\n') != len(line)-1 {
		t.Errorf("not one line: %q", line)
	}
	return out.Bytes()
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is another one (-update writes it):\n got %s\nwant %s", path, got, want)
	}
}

// TestSpansAreCodePoints cuts the text as a reader of the format does: into code
// points.
func TestSpansAreCodePoints(t *testing.T) {
	var e struct {
		Article  struct{ Text *string }
		Entities []struct {
			Name     string
			Mentions [][2]int
		}
		Statements []struct{ Source, Cue, Content [][2]int }
	}
	if err := json.Unmarshal(written(t, extraction(t), true), &e); err != nil {
		t.Fatal(err)
	}
	if e.Article.Text == nil || *e.Article.Text != text {
		t.Fatalf("the text is not printed as it is: %v", e.Article.Text)
	}
	points := []rune(text)
	s := e.Statements[0]
	for _, c := range []struct {
		span [2]int
		want string
	}{
		{s.Source[0], "Secretary Mattis"}, {s.Cue[0], "said"}, {s.Content[0], "“Russia <violated> the treaty”"},
		{e.Entities[0].Mentions[0], "Russia"}, {e.Entities[0].Mentions[1], "Kremlin"},
	} {
		if got := string(points[c.span[0]:c.span[1]]); got != c.want {
			t.Errorf("%v is %q, want %q", c.span, got, c.want)
		}
	}
}

// TestTextIsPrinted where it was asked for, or where nobody else has it.
func TestTextIsPrinted(t *testing.T) {
	for _, c := range []struct{ withText, plain, want bool }{{false, true, false}, {true, true, true}, {false, false, true}} {
		e := extraction(t)
		e.Document.PlainText = c.plain
		if got := bytes.Contains(written(t, e, c.withText), []byte(`"text":"😀`)); got != c.want {
			t.Errorf("with text %v, plain text %v: printed %v", c.withText, c.plain, got)
		}
	}
}

func TestCodePoints(t *testing.T) {
	s := "a😀b\r\né"
	spans := []schema.Span{{Start: 0, End: len(s)}, {Start: 1, End: 5}, {Start: 5, End: 6}, {Start: 8, End: 10}, {Start: 10, End: 10}}
	points := schema.NewCodePoints(s, spans...)
	for i, want := range [][2]int{{0, 6}, {1, 2}, {2, 3}, {5, 6}, {6, 6}} {
		if got := points.Pair(spans[i]); got != want {
			t.Errorf("%v is %v, want %v", spans[i], got, want)
		}
	}
}
