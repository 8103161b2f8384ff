package nlp

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"rostrum/schema"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// treebank is a document of a CoNLL-U file as running text, with its gold layout.
type treebank struct {
	name      string
	text      strings.Builder
	tokens    []schema.Span
	sentences []schema.Span

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
		parts := []string{form}
		if first, last, ok := strings.Cut(number, "-"); ok {
			a, _ := strconv.Atoi(first)
			b, _ := strconv.Atoi(last)
			var words []string
			for _, row := range rows[i+1 : i+2+b-a] {
				words = append(words, row[1])
			}
			if strings.Join(words, "") == form {
				parts = words
			}
			i += 1 + b - a
		}
		for _, part := range parts {
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
	return fmt.Sprintf("P %.4f R %.4f F1 %.4f (%d gold)", float64(s.both)/float64(s.found), float64(s.both)/float64(s.gold), s.f1(), s.gold)
}

// TestTreebanks measures tokens and sentences of running text against the treebanks
// and compares the figures with the golden ones.
func TestTreebanks(t *testing.T) {
	folder := shared(t)
	var out strings.Builder
	fmt.Fprintf(&out, "# tokens and sentences of whole documents against UD English (CC BY-SA 4.0 and CC BY 4.0)\n")
	for _, p := range []struct {
		set, genre        string
		tokens, sentences float64 // the least F1 of each
	}{
		{"ewt", "", .985, .80}, {"ewt", "newsgroup", 0, .80}, {"ewt", "reviews", 0, .80}, {"ewt", "weblog", 0, .80}, {"ewt", "email", 0, .5}, {"ewt", "answers", 0, .5},
		{"gum", "", .985, .80}, {"gum", "GUM_news", .985, .90},
	} {
		for _, file := range []string{"dev", "test", "train"} {
			var tokens, sentences score
			for _, d := range readTreebank(t, filepath.Join(folder, "ud-english-"+p.set, file+".conllu")) {
				if !strings.HasPrefix(d.name, p.genre) {
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
			if tokens.gold == 0 {
				continue
			}
			fmt.Fprintf(&out, "%s %s %s tokens %v\n", p.set, file, p.genre, tokens)
			fmt.Fprintf(&out, "%s %s %s sentences %v\n", p.set, file, p.genre, sentences)
		}
	}
	fmt.Println(out.String())
}
