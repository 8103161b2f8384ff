package extract

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
	"rostrum/schema"
)

// reading is one article while it is read. The stages fill it in order: words,
// mentions, people, offices, cues, statements, accusations, references.
type reading struct {
	lex   *lexicon.Lexicon
	doc   *schema.Document
	text  *nlp.Text
	found *nlp.Findings // what the reader's network finds

	minimum float64 // confidence of what is kept

	statementsIn    map[int][]*statement // by sentence, once all are read
	claimed, denied map[int]bool         // the sentences that tell of an accusation, and those whose denial is kept
	unsure          []claim              // accusations below leastClaim that are asked for: kept last, lest they hide surer ones

	words     []word
	style     []int                 // by sentence: its capitals
	capitals  map[string]bool       // words that have a capital inside a sentence
	has       map[string]bool       // what was asked of the text as a whole
	mentions  []*mention            // in order, not overlapping
	mentionAt []*mention            // by token; nil where there is none
	regionAt  []*mention            // by token: states and provinces, which are no mentions
	posts     []*post               // office phrases, in order
	postAt    []*post               // by token
	bodies    map[string][]*mention // named in full, by their first and last words; made when asked for
	surnames  map[string]bool       // last words of names of several words; made when asked for
	countries map[string]int        // how often each is spoken of, by ISO 3166-1 alpha-3
	nations   []nation              // where it speaks of them
	home      string                // the one spoken of most, "" where none stands out
	people    *people
	roles     map[string][]*person // by a word that the article calls them by
	cues      []*cue
	cueAt     []*cue // by token

	entities  map[schema.ID]*schema.Entity
	mentioned map[mentioning]bool // their mentions so far

	statements []*statement
	contents   map[schema.Span]*statement // by each of their contents
	out        *schema.Extraction
}

// mentioning is that an entity is mentioned at a place.
type mentioning struct {
	entity schema.ID
	at     schema.Span
}

// word is a token with what is asked of it again and again.
type word struct {
	text, lower string
	capital     bool // starts with an upper-case letter
	shout       bool // two letters or more, none in lower case
	plain       bool // starts with a letter or digit
	first       bool // first word of a sentence or quotation
	quote       int  // index of the innermost quotation that holds it, or -1
}

func (r *reading) layWords() {
	t := r.text
	r.words = make([]word, len(t.Tokens))
	r.mentionAt = make([]*mention, len(t.Tokens))
	r.regionAt = make([]*mention, len(t.Tokens))
	r.postAt = make([]*post, len(t.Tokens))
	r.cueAt = make([]*cue, len(t.Tokens))
	quote := r.quoteOfTokens()
	for i := range t.Tokens {
		text := t.Word(i)
		first, _ := utf8.DecodeRuneInString(text)
		r.words[i] = word{
			text: text, lower: strings.ToLower(strings.ReplaceAll(text, "’", "'")),
			capital: unicode.IsUpper(first),
			shout:   len(text) > 1 && strings.ToUpper(text) == text && strings.ToLower(text) != text,
			plain:   unicode.IsLetter(first) || unicode.IsDigit(first),
			quote:   quote[i],
		}
	}
	for _, s := range t.Sentences {
		fresh := true
		for i := s.First; i < s.End; i++ {
			w := &r.words[i]
			if w.plain {
				w.first, fresh = fresh, false
			} else if isMark(w.text) || w.text == ":" {
				fresh = true // a quotation or what a colon introduces starts afresh
			}
		}
	}
	r.lowerAfterPoint()
}

// lowerAfterPoint takes the capitals back that copy has after the point of "U.S." as if a sentence
// began there ("U.S. Officials", "the U.S. Was"): in an article that has a word of grammar with a
// capital there, a word does not count as capitalised there that nowhere else is.
func (r *reading) lowerAfterPoint() {
	after := func(i int) bool {
		return i > 0 && r.words[i].capital && !r.words[i].first && (r.words[i-1].text == "U.S." || r.words[i-1].text == "U.N.")
	}
	names, so := map[string]bool{}, false
	for i, w := range r.words {
		if after(i) {
			so = so || r.lex.Is("function", w.lower)
		} else if w.capital && !w.first {
			names[w.text] = true
		}
	}
	if !so {
		return
	}
	for i := range r.words {
		if after(i) && !names[r.words[i].text] {
			r.words[i].capital = false
		}
	}
}

// quoteOfTokens gives each token the innermost quotation that holds it, or -1.
func (r *reading) quoteOfTokens() []int {
	quote := make([]int, len(r.text.Tokens))
	for i := range quote {
		quote[i] = -1
	}
	for q, quotation := range r.text.Quotations { // an inner one comes after its outer one
		for i := r.text.TokenAt(quotation.Inner.Start); i >= 0 && i < len(quote) && r.text.Tokens[i].Start < quotation.Inner.End; i++ {
			if r.text.Tokens[i].Start >= quotation.Inner.Start {
				quote[i] = q
			}
		}
	}
	return quote
}

func isMark(text string) bool {
	switch text {
	case `"`, "“", "”", "``", "''", "'", "‘", "’", "«", "»", "„":
		return true
	}
	return false
}

// word is the token i, and an empty word outside the text.
func (r *reading) word(i int) word {
	if i < 0 || i >= len(r.words) {
		return word{quote: -1}
	}
	return r.words[i]
}

// span is the part of the text from token first up to token end, exclusive.
func (r *reading) span(first, end int) schema.Span {
	if first >= end {
		return schema.Span{}
	}
	return schema.Span{Start: r.text.Tokens[first].Start, End: r.text.Tokens[end-1].End}
}

// tokens are the tokens that start in the span, [first, end).
func (r *reading) tokens(s schema.Span) (first, end int) {
	return r.tokenFrom(s.Start), r.tokenFrom(s.End)
}

// tokenFrom is the first token that starts at the byte or after it.
func (r *reading) tokenFrom(at int) int {
	return sort.Search(len(r.text.Tokens), func(i int) bool { return r.text.Tokens[i].Start >= at })
}

// sentence is the sentence of token i.
func (r *reading) sentence(i int) nlp.Sentence { return r.text.Sentences[r.text.Tokens[i].Sentence] }

// skip notes what looked like a finding and was not taken.
func (r *reading) skip(at schema.Span, cue, reason string) {
	r.out.Skips = append(r.out.Skips, schema.Skip{Span: at, Cue: cue, Reason: reason})
}

// collapse folds runs of white space into one space.
func collapse(text string) string { return strings.Join(strings.Fields(text), " ") }
