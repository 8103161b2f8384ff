package nlp

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
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

// names are the proper nouns about the heads of GUM's mentions, by kind: what the
// training takes for names too (train/data.py).
func (d *treebank) names() map[string][]schema.Span {
	type mention struct {
		id, kind    string
		first, head int
	}
	found := map[string][]schema.Span{}
	var opened []mention
	for i, row := range d.rows {
		_, entity, _ := strings.Cut(row[9], "Entity=")
		entity, _, _ = strings.Cut(entity, "|")
		for _, part := range entities.FindAllString(entity, -1) {
			id, _, _ := strings.Cut(strings.Trim(part, "()"), "-")
			if part[0] == '(' {
				m := mention{id: id, first: i, head: i}
				fields := strings.Split(strings.Trim(part, "()"), "-")
				m.kind = fields[1]
				for _, f := range fields[4:] {
					if _, err := fmt.Sscanf(f, "%d", &m.head); err == nil && f[0] >= '0' && f[0] <= '9' {
						m.head += i - 1
						break
					}
				}
				opened = append(opened, m)
			}
			if part[len(part)-1] != ')' {
				continue
			}
			for k := len(opened) - 1; k >= 0; k-- {
				if m := opened[k]; m.id == id {
					opened = slices.Delete(opened, k, k+1)
					if span := d.properNoun(m.first, m.head, i); kinds[m.kind] != "" && span.End > 0 && !slices.Contains(found[kinds[m.kind]], span) {
						found[kinds[m.kind]] = append(found[kinds[m.kind]], span)
					}
					break
				}
			}
		}
	}
	return found
}

// links may stand between the proper nouns of a name.
var links = strings.Fields("of the and for de la - & ’s 's in on to")

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
	"minister secretary general judge justice king queen prince princess pope sir lord lady mayor chancellor captain sergeant officer chief")

// TestNames measures names on GUM's news, which training saw none of. The measure is
// strict: where GUM's mention is "U.S. Senator John Cornyn", "John Cornyn" is wrong, and
// a museum is a place to one and an organization to the other.
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
