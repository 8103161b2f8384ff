package nlp

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"rostrum/schema"
)

// treebank is a document of a CoNLL-U file as running text, with its gold layout.
type treebank struct {
	name      string
	text      strings.Builder
	tokens    []schema.Span
	sentences []schema.Span
	rows      [][]string // the columns of each token

	spaceAfter bool // after its last token
}

// shared is the folder of the treebanks, which are no part of the repository.
func shared(t *testing.T) string {
	folder := filepath.Join("..", "..", "..", "shared", "data")
	if root := os.Getenv("ROSTRUM_SHARED"); root != "" {
		folder = filepath.Join(root, "data")
	}
	if _, err := os.Stat(filepath.Join(folder, "ud-english-ewt")); err != nil {
		t.Skipf("no treebanks at %s (set ROSTRUM_SHARED to the folder that holds data/ud-english-ewt): figures not measured", folder)
	}
	return folder
}

// readTreebank reads the documents of a CoNLL-U file: their text, rebuilt from the
// tokens with an empty line between paragraphs, and the tokens and sentences in it.
func readTreebank(t *testing.T, path string) []*treebank {
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var documents []*treebank
	var d *treebank
	for _, sentence := range strings.Split(string(content), "\n\n") {
		gap := " "
		var rows [][]string
		for _, l := range strings.Split(strings.TrimSpace(sentence), "\n") {
			switch {
			case strings.HasPrefix(l, "# newdoc"):
				_, name, _ := strings.Cut(l, "= ")
				d = &treebank{name: name}
				documents = append(documents, d)
			case strings.HasPrefix(l, "# newpar") && !strings.HasPrefix(l, "# newpar_block"):
				gap = "\n\n"
			case l != "" && l[0] != '#':
				rows = append(rows, strings.Split(l, "\t"))
			}
		}
		if len(rows) > 0 {
			d.addSentence(rows, gap)
		}
	}
	return documents
}

// addSentence adds the rows of a sentence: number, form, … and in the last column
// whether white space follows. A row "3-4" is a contracted word, which its parts follow.
func (d *treebank) addSentence(rows [][]string, gap string) {
	start := -1
	for i := 0; i < len(rows); i++ {
		number, form := rows[i][0], rows[i][1]
		if strings.Contains(number, ".") { // a word that is understood, not written
			continue
		}
		if d.text.Len() > 0 && (d.spaceAfter || gap == "\n\n") {
			d.text.WriteString(gap)
		}
		gap = " "
		at := d.text.Len()
		if start < 0 {
			start = at
		}
		d.text.WriteString(form)
		d.spaceAfter = !strings.Contains(rows[i][9], "SpaceAfter=No")
		parts, columns := []string{form}, rows[i:i+1]
		if first, last, ok := strings.Cut(number, "-"); ok {
			a, _ := strconv.Atoi(first)
			b, _ := strconv.Atoi(last)
			var words []string
			for _, row := range rows[i+1 : i+2+b-a] {
				words = append(words, row[1])
			}
			if strings.Join(words, "") == form {
				parts, columns = words, rows[i+1:i+2+b-a]
			}
			i += 1 + b - a
		}
		for k, part := range parts {
			d.rows = append(d.rows, columns[min(k, len(columns)-1)])
			d.tokens = append(d.tokens, schema.Span{Start: at, End: at + len(part)})
			at += len(part)
		}
	}
	d.sentences = append(d.sentences, schema.Span{Start: start, End: d.text.Len()})
}

// score counts spans that are found, gold, and both.
type score struct{ found, gold, both int }

func (s *score) add(found, gold []schema.Span) {
	s.found += len(found)
	s.gold += len(gold)
	is := make(map[schema.Span]bool, len(gold))
	for _, g := range gold {
		is[g] = true
	}
	for _, f := range found {
		if is[f] {
			s.both++
		}
	}
}

func (s score) f1() float64 { return 2 * float64(s.both) / float64(s.found+s.gold) }

func (s score) String() string {
	return fmt.Sprintf("P %.4f R %.4f F %.4f of %d", float64(s.both)/float64(max(s.found, 1)), float64(s.both)/float64(max(s.gold, 1)), s.f1(), s.gold)
}

// measure lays out the documents of which the name has the prefix and scores the layout.
func measure(documents []*treebank, prefix string) (tokens, sentences score) {
	for _, d := range documents {
		if !strings.HasPrefix(d.name, prefix) {
			continue
		}
		text := Read(d.text.String())
		var found []schema.Span
		for _, token := range text.Tokens {
			found = append(found, token.Span)
		}
		tokens.add(found, d.tokens)
		found = nil
		for _, sentence := range text.Sentences {
			found = append(found, sentence.Span)
		}
		sentences.add(found, d.sentences)
	}
	return tokens, sentences
}

// TestTreebanks measures tokens and sentences of running text against the treebanks,
// and compares the figures with the golden ones and with the least that is accepted.
//
// EWT keeps paragraphs but not the line breaks inside them. Headers, signatures and lists
// of e-mails and newsgroups, and the lines between quoted passages, run together there
// though the annotators saw and cut them: what is missed in those genres is mostly that.
func TestTreebanks(t *testing.T) {
	folder := shared(t)
	var out strings.Builder
	out.WriteString("# tokens and sentences of whole documents, exact spans, against UD English EWT (CC BY-SA 4.0) and GUM (CC BY 4.0)\n")
	for _, set := range []struct {
		name   string
		genres []string
		least  map[string][2]float64 // genre: F of tokens, of sentences
	}{
		{"ewt", []string{"", "answers", "email", "newsgroup", "reviews", "weblog"},
			map[string][2]float64{"": {.985, .84}, "newsgroup": {.985, .70}, "reviews": {.985, .95}, "weblog": {.985, .90}}},
		{"gum", []string{"", "GUM_news", "GUM_interview", "GUM_speech", "GUM_court"},
			map[string][2]float64{"": {.985, .95}, "GUM_news": {.985, .90}}},
	} {
		for _, file := range []string{"dev", "test", "train"} {
			documents := readTreebank(t, filepath.Join(folder, "ud-english-"+set.name, file+".conllu"))
			for _, genre := range set.genres {
				tokens, sentences := measure(documents, genre)
				if tokens.gold == 0 {
					continue
				}
				name := strings.TrimSpace(set.name + " " + file + " " + strings.TrimPrefix(genre, "GUM_"))
				fmt.Fprintf(&out, "%-20s tokens %v   sentences %v\n", name, tokens, sentences)
				if least := set.least[genre]; tokens.f1() < least[0] || sentences.f1() < least[1] {
					t.Errorf("%s: F of tokens %.4f, of sentences %.4f, want at least %.3f and %.3f", name, tokens.f1(), sentences.f1(), least[0], least[1])
				}
			}
		}
	}
	compare(t, filepath.Join("testdata", "figures.golden"), out.String())
}
