// Package nlp reads English news text: its shape (paragraphs, sentences, tokens and
// quotations, each as bytes of the text that was given), and with a small network who
// says what, who accuses whom, which words mean the same, and names.
//
// It knows the English language and how newspapers set it, not politics: who said or
// accused is for package extract to find. It does not change, decode or normalise the
// text, and it never fails: whatever the bytes, the layout refers to them exactly.
//
// The way of a text through Read: paragraphs are cut at line breaks (paragraphs.go),
// paragraphs into tokens by the conventions of Universal Dependencies (tokens.go,
// words.go, numbers.go), quotation marks are paired (quotations.go), and the tokens are
// grouped into sentences, which needs the quotations to know on which side of a
// full stop a mark belongs (sentences.go). The word lists are in data/ (lists.go).
// Each step goes over the text once, so time and memory grow with its length and
// not with what is in it.
//
// A [Reader] takes a laid-out text through the network of package encoder: in windows
// of whole paragraphs (windows.go), the network's numbers become findings (decode.go)
// in the way that training chose and wrote beside the weights.
package nlp

import (
	"sort"

	"rostrum/schema"
)

// Text is a text laid out. All spans are bytes of Raw.
type Text struct {
	Raw        string
	Paragraphs []schema.Span // without the white space around them
	Sentences  []Sentence
	Tokens     []Token
	Quotations []Quotation // in order of their start, nested ones after the one they are in
}

// Token is a word, part of a contracted word ("do", "n't"), number or mark.
type Token struct {
	schema.Span
	Sentence int // index of the sentence that it is in
}

// Sentence is a sentence with its final marks, or a line that ends without any: a
// headline, a caption, an item of a list. Mind that End counts tokens: the byte at
// which it ends is Span.End.
type Sentence struct {
	schema.Span
	Paragraph  int
	First, End int // its tokens are Tokens[First:End]
}

// Quotation is a passage in quotation marks. It never reaches beyond its paragraph:
// speech over several paragraphs is a chain of quotations (Open, Continues).
type Quotation struct {
	schema.Span             // with its marks
	Inner       schema.Span // without them and the white space beside them
	Paragraph   int
	Depth       int // 0 for an outermost one, 1 for one inside that …
	Parent      int // index of the quotation that it is in, or -1

	// Open tells that the closing mark is missing: the speech goes on in the next
	// paragraph, or the mark was forgotten.
	Open bool

	// Continues is the index of the open quotation of the paragraph before whose
	// speech this one carries on, or -1. The paragraph opens again, or closes what
	// it did not open: then the quotation begins with it, without a mark.
	Continues int
}

// Read lays out a text. It accepts any bytes.
func Read(text string) *Text {
	l := loadLists()
	t := &Text{Raw: text, Paragraphs: paragraphs(text)}
	t.Tokens = make([]Token, 0, len(text)/5+1)
	t.Sentences = make([]Sentence, 0, len(text)/100+1)
	quotes := pairing{raw: text}
	odd := oddCapitals(text)
	for i, p := range t.Paragraphs {
		first := len(t.Tokens)
		t.Tokens = tokenize(l, text, p, t.Tokens)
		quotes.paragraph(i, t.Paragraphs, t.Tokens[first:])
		breaker := sentenceBreaker{lists: l, raw: text, tokens: t.Tokens[first:], odd: odd, marks: quotes.marks}
		for start := 0; start < len(breaker.tokens); {
			end := breaker.next(start)
			t.addSentence(i, first+start, first+end)
			start = end
		}
	}
	t.Quotations = quotes.quotations
	return t
}

func (t *Text) addSentence(paragraph, first, end int) {
	for k := first; k < end; k++ {
		t.Tokens[k].Sentence = len(t.Sentences)
	}
	span := schema.Span{Start: t.Tokens[first].Start, End: t.Tokens[end-1].End}
	t.Sentences = append(t.Sentences, Sentence{Span: span, Paragraph: paragraph, First: first, End: end})
}

// Word is the text of token i.
func (t *Text) Word(i int) string { return t.Tokens[i].In(t.Raw) }

// SentenceAt is the index of the sentence that holds the byte, or of the nearest
// before it; -1 where there is none.
func (t *Text) SentenceAt(byte int) int {
	return sort.Search(len(t.Sentences), func(i int) bool { return t.Sentences[i].Start > byte }) - 1
}

// TokenAt is the index of the token that holds the byte, or of the nearest before it;
// -1 where there is none.
func (t *Text) TokenAt(byte int) int {
	return sort.Search(len(t.Tokens), func(i int) bool { return t.Tokens[i].Start > byte }) - 1
}

// InQuotation is the index of the innermost quotation that holds the byte, its marks
// counted as part of it; -1 where there is none.
func (t *Text) InQuotation(byte int) int {
	i := sort.Search(len(t.Quotations), func(i int) bool { return t.Quotations[i].Start > byte }) - 1
	for i >= 0 && t.Quotations[i].End <= byte {
		i = t.Quotations[i].Parent
	}
	return i
}
