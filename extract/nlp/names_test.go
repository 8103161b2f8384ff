package nlp

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rostrum/extract/nlp/model"
	"rostrum/schema"
)

// newReader opens the reader of the embedded weights.
func newReader(t testing.TB) *Reader {
	t.Helper()
	r, err := NewReader(model.Weights)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// kinds are the names that GUM marks, by its types.
var kinds = map[string]string{"person": "person", "organization": "organization", "place": "place", "event": "event"}

var entities = regexp.MustCompile(`\([^()]+\)?|[^()]+\)`)

// names are the names among GUM's mentions, by kind, none within another: of a person what UD joins by
// "flat" to the mention's head, without titles ("Charles Bolden" of "NASA Administrator Charles
// Bolden"), of others the proper nouns about the head. The training takes the same (train/data.py).
func (d *treebank) names() map[string][]schema.Span {
	type mention struct {
		id, kind string
		first    int
	}
	type name struct {
		schema.Span
		kind string
	}
	var all []name
	var opened []mention
	for i, row := range d.rows {
		_, entity, _ := strings.Cut(row[9], "Entity=")
		entity, _, _ = strings.Cut(entity, "|")
		for _, part := range entities.FindAllString(entity, -1) {
			id, _, _ := strings.Cut(strings.Trim(part, "()"), "-")
			if part[0] == '(' {
				opened = append(opened, mention{id, strings.Split(strings.Trim(part, "()"), "-")[1], i})
			}
			if part[len(part)-1] != ')' {
				continue
			}
			for k := len(opened) - 1; k >= 0; k-- {
				if m := opened[k]; m.id == id {
					opened = slices.Delete(opened, k, k+1)
					if kinds[m.kind] == "" {
						break
					}
					span := d.properNoun(m.first, d.head(m.first, i), i)
					if m.kind == "person" {
						span = d.personName(m.first, d.head(m.first, i), i)
					}
					if span.End > 0 {
						all = append(all, name{span, kinds[m.kind]})
					}
					break
				}
			}
		}
	}
	found := map[string][]schema.Span{}
	for _, n := range all {
		within := slices.ContainsFunc(all, func(o name) bool { return o.Start <= n.Start && n.End <= o.End && o.Len() > n.Len() })
		if !within && !slices.Contains(found[n.kind], n.Span) {
			found[n.kind] = append(found[n.kind], n.Span)
		}
	}
	return found
}

// governor is the token that governs token i; one before the text of a sentence's root.
func (d *treebank) governor(i int) int {
	of, err := strconv.Atoi(d.rows[i][6])
	own, _ := strconv.Atoi(d.rows[i][0])
	if err != nil || of == 0 {
		return -1
	}
	return i + of - own
}

// head is the token of [first, last] that one outside of it governs.
func (d *treebank) head(first, last int) int {
	for i := first; i <= last; i++ {
		if of := d.governor(i); of < first || of > last {
			return i
		}
	}
	return first
}

// personName is the name of a mention of a person, tokens first to last: the proper nouns that
// "flat" joins to its head; an empty span where it has none, as "the chairman".
func (d *treebank) personName(first, head, last int) schema.Span {
	begin, end := -1, -1
	for i := first; i <= last; i++ {
		row := d.rows[i]
		joined := i == head
		for k := i; !joined && strings.HasPrefix(d.rows[k][7], "flat") && k >= first && k <= last; {
			k = d.governor(k)
			joined = k == head
		}
		if !joined || row[4] != "NNP" || slices.Contains(titles, strings.ToLower(row[1])) {
			continue
		}
		if begin < 0 {
			begin = i
		}
		end = i
	}
	if begin < 0 || slices.Contains([]string{"a", "an"}, strings.ToLower(d.rows[first][1])) {
		return schema.Span{}
	}
	return schema.Span{Start: d.tokens[begin].Start, End: d.tokens[end].End}
}

// links may stand between the proper nouns of a name.
var links = strings.Fields("of the and for de la - & ’s 's")

// properNoun is the run of proper nouns about the head of a mention, tokens first to
// last; an empty span where the head is none.
func (d *treebank) properNoun(first, head, last int) schema.Span {
	proper := func(i int) bool { return i >= first && i <= last && strings.HasPrefix(d.rows[i][4], "NNP") }
	link := func(i int) bool {
		return i > first && i < last && slices.Contains(links, strings.ToLower(d.rows[i][1]))
	}
	if !proper(head) {
		return schema.Span{}
	}
	begin, end := head, head
	for proper(begin-1) || link(begin-1) && proper(begin-2) {
		begin--
	}
	for proper(end+1) || link(end+1) && proper(end+2) {
		end++
	}
	for begin < end && slices.Contains(titles, strings.ToLower(d.rows[begin][1])) {
		begin++
	}
	return schema.Span{Start: d.tokens[begin].Start, End: d.tokens[end].End}
}

// titles stand before a name and are none of it, and so do articles.
var titles = strings.Fields("the president vice sen. senator rep. representative gov. governor mr. mrs. ms. mr mrs ms dr. dr professor prof. prime " +
	"minister secretary general judge justice king queen prince princess pope sir lord lady mayor chancellor captain sergeant officer chief director chairman " +
	"administrator minister mp")

// TestNames measures names on GUM's news, which training saw none of, by exact span and kind: where
// a museum is a place to one and an organization to the other, both are wrong.
func TestNames(t *testing.T) {
	folder := shared(t)
	reader := newReader(t)
	var documents []*treebank
	for _, file := range []string{"dev", "test"} {
		documents = append(documents, readTreebank(t, filepath.Join(folder, "ud-english-gum", file+".conllu"))...)
	}
	tally := map[string]*score{"person": {}, "organization": {}, "place": {}, "event": {}}
	for _, d := range documents {
		if !strings.HasPrefix(d.name, "GUM_news") {
			continue
		}
		text := Read(d.text.String())
		findings, err := reader.Find(text, 0)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string][]schema.Span{}
		for _, n := range findings.Names {
			found[n.Kind] = append(found[n.Kind], schema.Span{Start: text.Tokens[n.First].Start, End: text.Tokens[n.End-1].End})
		}
		gold := d.names()
		for kind, s := range tally {
			s.add(found[kind], gold[kind])
		}
	}
	var out strings.Builder
	out.WriteString("# names, exact spans and kinds, against UD English GUM (CC BY 4.0), news of dev and test\n")
	three := score{}
	for _, kind := range []string{"person", "organization", "place", "event"} {
		s := tally[kind]
		fmt.Fprintf(&out, "%-13s %v\n", kind, s)
		if kind != "event" {
			three = score{three.found + s.found, three.gold + s.gold, three.both + s.both}
		}
	}
	fmt.Fprintf(&out, "%-13s %v\n", "first three", three)
	compare(t, filepath.Join("testdata", "names.golden"), out.String())
}

// TestSettleNames gives the rules what a network may label, in square brackets with the kind's first letter.
func TestSettleNames(t *testing.T) {
	for _, c := range []struct{ labelled, want string }{
		{"The [o Museum of] Flight in [p Seattle] opened.", "place Museum of Flight, place Seattle"},
		{"He saw the [o Johnson Space Center] (JSC) and praised JSC.", "place Johnson Space Center, place JSC, place JSC"},
		{"The [o World Health Organization] (WHO) met. WHO said so.", "organization World Health Organization, organization WHO, organization WHO"},
		{"The [o Centre for Control] of [o Iodine Disorders] met.", "organization Centre for Control of Iodine Disorders"},
		{"The [p Toronto] Star of [p Canada] and the [p Toronto] Zoo.", "organization Toronto Star, place Canada, place Toronto"},
		{"From North [p America] to the State of [p Texas].", "place North America, place State of Texas"},
		{"The [o USS Cole] left [p Aden] before [p Cole] sank.", "place Aden"},
		{"The [o Acme Union] met. Then the Acme Union struck.", "organization Acme Union, organization Acme Union"},
		{"It won the [o Nobel Prize].", ""},
		{"They met in [p Paris. Then] they left.", "place Paris. Then"},
	} {
		raw, n := "", Findings{}
		kinds := map[byte]string{'o': "organization", 'p': "place"}
		var spans []Name
		for rest := c.labelled; rest != ""; {
			before, after, found := strings.Cut(rest, "[")
			raw += before
			if !found {
				break
			}
			words, behind, _ := strings.Cut(after, "]")
			spans = append(spans, Name{Range{len(raw), len(raw) + len(words) - 2}, kinds[words[0]]})
			raw, rest = raw+words[2:], behind
		}
		text := Read(raw)
		for _, s := range spans {
			n.Names = append(n.Names, Name{Range{text.TokenAt(s.First), text.TokenAt(s.End-1) + 1}, s.Kind})
		}
		n.settleNames(text)
		var got []string
		for _, name := range n.Names {
			got = append(got, name.Kind+" "+text.phrase(name.Range))
		}
		if found := strings.Join(got, ", "); found != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.labelled, found, c.want)
		}
	}
}
