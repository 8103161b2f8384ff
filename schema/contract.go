package schema

import (
	"bytes"
	"encoding/json"
	"io"
	"sort"
	"time"
	"unicode/utf8"
)

// Format is the number of the public extraction format that WriteJSON prints.
const Format = 1

// WriteJSON prints an extraction as one line of JSON, the public extraction format:
// spans are [start, end) pairs of Unicode code points of the article's text. The
// text itself is printed where withText is set or the input was not plain text.
// The same extraction gives the same bytes.
func WriteJSON(w io.Writer, e *Extraction, withText bool) error {
	points := newCodePoints(e)
	line := jsonExtraction{
		Format:      Format,
		Article:     articleJSON(e.Document, withText),
		Entities:    make([]jsonEntity, 0, len(e.Entities)),
		Statements:  make([]jsonStatement, 0, len(e.Statements)),
		Accusations: make([]jsonAccusation, 0, len(e.Accusations)),
		Offices:     make([]jsonHolding, 0, len(e.Holdings)),
		Memberships: make([]jsonMembership, 0, len(e.Memberships)),
	}
	for _, x := range e.Entities {
		line.Entities = append(line.Entities, jsonEntity{x.ID, x.Kind, x.Name, some(x.Aliases), x.Unnamed,
			orNull(x.ISO3), points.pairs(x.Mentions)})
	}
	for _, s := range e.Statements {
		line.Statements = append(line.Statements, jsonStatement{s.ID, s.Kind, some(s.Speakers), orNull(s.Office),
			points.pairs(s.Source), points.pairs(s.Cue), points.pairs(s.Content), s.Text, orNull(s.SaidOn),
			orNull(s.ReportedBy), s.Modality, some(s.References), s.Confidence, s.Rule})
	}
	for _, a := range e.Accusations {
		line.Accusations = append(line.Accusations, jsonAccusation{a.ID, orNull(a.Accuser), orNull(a.AccuserOffice),
			string(a.Target), points.pairs(a.Charge), a.ChargeText, a.Type, a.CAMEO, a.PLOVER, a.Stance,
			orNull(a.Statement), orNull(a.Object), points.pairs(a.Evidence), orNull(a.SaidOn), a.Confidence, a.Rule})
	}
	for _, h := range e.Holdings {
		line.Offices = append(line.Offices, jsonHolding{h.Person, h.Office, orNull(h.Country), orNull(h.Organization),
			h.Status, points.pairs(h.Evidence)})
	}
	for _, m := range e.Memberships {
		line.Memberships = append(line.Memberships, jsonMembership{m.Member, m.Of, points.pairs(m.Evidence)})
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(line); err != nil {
		return err
	}
	_, err := w.Write(out.Bytes())
	return err
}

type jsonExtraction struct {
	Format      int              `json:"format"`
	Article     jsonArticle      `json:"article"`
	Entities    []jsonEntity     `json:"entities"`
	Statements  []jsonStatement  `json:"statements"`
	Accusations []jsonAccusation `json:"accusations"`
	Offices     []jsonHolding    `json:"offices"`
	Memberships []jsonMembership `json:"memberships"`
}

type jsonArticle struct {
	ID        ID      `json:"id"`
	Path      *string `json:"path"`
	URL       *string `json:"url"`
	Source    *string `json:"source"`
	Title     *string `json:"title"`
	Byline    *string `json:"byline"`
	Dateline  *string `json:"dateline"`
	Language  *string `json:"language"`
	Published *string `json:"published"`
	Modified  *string `json:"modified"`
	SHA256    string  `json:"text_sha256"`
	Text      *string `json:"text,omitempty"`
}

type jsonEntity struct {
	ID       ID         `json:"id"`
	Kind     EntityKind `json:"kind"`
	Name     string     `json:"name"`
	Aliases  []string   `json:"aliases"`
	Unnamed  bool       `json:"unnamed"`
	ISO3     *string    `json:"iso3"`
	Mentions [][2]int   `json:"mentions"`
}

type jsonStatement struct {
	ID         ID            `json:"id"`
	Kind       StatementKind `json:"kind"`
	Speakers   []ID          `json:"speakers"`
	Office     *string       `json:"office"`
	Source     [][2]int      `json:"source"`
	Cue        [][2]int      `json:"cue"`
	Content    [][2]int      `json:"content"`
	Text       string        `json:"text"`
	SaidOn     *string       `json:"said_on"`
	ReportedBy *string       `json:"reported_by"`
	Modality   Modality      `json:"modality"`
	References []ID          `json:"references"`
	Confidence float64       `json:"confidence"`
	Rule       string        `json:"rule"`
}

type jsonAccusation struct {
	ID            ID       `json:"id"`
	Accuser       *string  `json:"accuser"`
	AccuserOffice *string  `json:"accuser_office"`
	Target        string   `json:"target"`
	Charge        [][2]int `json:"charge"`
	ChargeText    string   `json:"charge_text"`
	Type          string   `json:"type"`
	CAMEO         string   `json:"cameo"`
	PLOVER        string   `json:"plover"`
	Stance        Stance   `json:"stance"`
	Statement     *string  `json:"statement"`
	Object        *string  `json:"object"`
	Evidence      [][2]int `json:"evidence"`
	SaidOn        *string  `json:"said_on"`
	Confidence    float64  `json:"confidence"`
	Rule          string   `json:"rule"`
}

type jsonHolding struct {
	Person       ID            `json:"person"`
	Office       ID            `json:"office"`
	Country      *string       `json:"country"`
	Organization *string       `json:"organization"`
	Status       HoldingStatus `json:"status"`
	Evidence     [][2]int      `json:"evidence"`
}

type jsonMembership struct {
	Member   ID       `json:"member"`
	Of       ID       `json:"of"`
	Evidence [][2]int `json:"evidence"`
}

func articleJSON(d *Document, withText bool) jsonArticle {
	a := jsonArticle{
		ID: d.ID, Path: orNull(d.Path), URL: orNull(d.URL), Source: orNull(d.Source), Title: orNull(d.Title),
		Byline: orNull(d.Byline), Dateline: orNull(d.Dateline), Language: orNull(d.Language),
		Published: timeOrNull(d.Published), Modified: timeOrNull(d.Modified), SHA256: d.TextSHA256(),
	}
	if withText || !d.PlainText {
		a.Text = &d.Text
	}
	return a
}

func orNull[T ~string](text T) *string {
	if text == "" {
		return nil
	}
	s := string(text)
	return &s
}

func timeOrNull(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	return orNull(t.UTC().Format(time.RFC3339))
}

// some keeps an empty list from being printed as null.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// CodePoints turns byte offsets of a text into offsets in Unicode code points. It is
// made for a list of offsets at once, so that a long text is walked once.
type CodePoints struct {
	at, points []int // sorted byte offsets, and the code points before each
}

// NewCodePoints prepares the offsets of the given spans of text.
func NewCodePoints(text string, spans ...Span) *CodePoints {
	c := &CodePoints{at: make([]int, 0, 2*len(spans))}
	for _, s := range spans {
		c.at = append(c.at, s.Start, s.End)
	}
	sort.Ints(c.at)
	c.points = make([]int, len(c.at))
	done, points := 0, 0
	for i, at := range c.at {
		points += utf8.RuneCountInString(text[done:at])
		done = at
		c.points[i] = points
	}
	return c
}

// Pair is the span in code points; its ends must be among those prepared.
func (c *CodePoints) Pair(s Span) [2]int {
	return [2]int{c.points[sort.SearchInts(c.at, s.Start)], c.points[sort.SearchInts(c.at, s.End)]}
}

func (c *CodePoints) pairs(spans []Span) [][2]int {
	pairs := make([][2]int, len(spans))
	for i, s := range spans {
		pairs[i] = c.Pair(s)
	}
	return pairs
}

func newCodePoints(e *Extraction) *CodePoints {
	var spans []Span
	for _, x := range e.Entities {
		spans = append(spans, x.Mentions...)
	}
	for _, s := range e.Statements {
		spans = append(append(append(spans, s.Source...), s.Cue...), s.Content...)
	}
	for _, a := range e.Accusations {
		spans = append(append(spans, a.Charge...), a.Evidence...)
	}
	for _, h := range e.Holdings {
		spans = append(spans, h.Evidence...)
	}
	for _, m := range e.Memberships {
		spans = append(spans, m.Evidence...)
	}
	return NewCodePoints(e.Document.Text, spans...)
}
