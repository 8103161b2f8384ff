package nlp

import (
	"bufio"
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
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var documents []*treebank
	var d *treebank
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	var start, wordsLeft int // of the sentence; of the contracted token
	newParagraph, spaceAfter := false, true
	for lines.Scan() {
		l := lines.Text()
		switch {
		case strings.HasPrefix(l, "# newdoc"):
			_, name, _ := strings.Cut(l, "= ")
			d = &treebank{name: name}
			documents = append(documents, d)
			newParagraph, spaceAfter = false, true
		case strings.HasPrefix(l, "# newpar"):
			newParagraph = true
		case l == "":
			if len(d.tokens) > start {
				d.sentences = append(d.sentences, schema.Span{Start: d.tokens[start].Start, End: d.tokens[len(d.tokens)-1].End})
			}
			start = len(d.tokens)
		case l[0] != '#':
			d.addToken(t, strings.Split(l, "\t"), &wordsLeft, &newParagraph, &spaceAfter)
			if len(d.tokens) == 1 {
				start = 0
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return documents
}

// addToken adds the token of a CoNLL-U line to the text.
func (d *treebank) addToken(t *testing.T, column []string, wordsLeft *int, newParagraph, spaceAfter *bool) {
	if strings.Contains(column[0], ".") { // an empty node
		return
	}
	first, last, contracted := strings.Cut(column[0], "-")
	if *wordsLeft > 0 {
		*wordsLeft--
		*spaceAfter = *wordsLeft == 0 && *spaceAfter
	}
	_ = first
	_ = last
	_ = contracted
	gap := ""
	switch {
	case d.text.Len() == 0:
	case *newParagraph:
		gap = "\n\n"
	case *spaceAfter:
		gap = " "
	}
	*newParagraph = false
	d.text.WriteString(gap)
	at := d.text.Len()
	d.text.WriteString(column[1])
	d.tokens = append(d.tokens, schema.Span{Start: at, End: d.text.Len()})
	*spaceAfter = !strings.Contains(column[9], "SpaceAfter=No")
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

var _ = strconv.Itoa
