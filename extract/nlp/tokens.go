package nlp

import (
	"strings"
	"unicode/utf8"

	"rostrum/schema"
)

// tokenizer cuts a paragraph into tokens, from left to right. Every step looks ahead
// only a bounded way or over what it then takes, so the whole is linear.
type tokenizer struct {
	*lists
	s        string // the text up to the end of the paragraph
	pos      int
	first    int // byte at which the paragraph starts
	tokens   []Token
	chunkEnd int  // end of the run without white space that pos is in
	hasAt    bool // there is an @ in that run
}

// tokenize appends the tokens of a paragraph. Together they cover every byte of it
// that is not white space.
func tokenize(l *lists, text string, paragraph schema.Span, tokens []Token) []Token {
	t := &tokenizer{lists: l, s: text[:paragraph.End], pos: paragraph.Start, first: paragraph.Start, tokens: tokens}
	for t.pos < len(t.s) {
		c, width := classAt(t.s, t.pos)
		if c == space {
			t.pos += width
			continue
		}
		if t.pos >= t.chunkEnd {
			t.enterChunk()
			if emoticon := t.s[t.pos:t.chunkEnd]; len(emoticon) < 4 && t.emoticons[emoticon] {
				t.take(t.chunkEnd)
				continue
			}
		}
		t.token(c, width)
	}
	return t.tokens
}

func (t *tokenizer) enterChunk() {
	t.hasAt = false
	for t.chunkEnd = t.pos; t.chunkEnd < len(t.s); {
		c, width := classAt(t.s, t.chunkEnd)
		if c == space {
			return
		}
		t.hasAt = t.hasAt || t.s[t.chunkEnd] == '@'
		t.chunkEnd += width
	}
}

// take makes one token of the bytes up to end.
func (t *tokenizer) take(end int) {
	t.tokens = append(t.tokens, Token{Span: schema.Span{Start: t.pos, End: end}})
	t.pos = end
}

// token takes the token that starts at pos with a character of class c.
func (t *tokenizer) token(c class, width int) {
	switch c {
	case letter, digit:
		if end := t.address(); end > 0 {
			t.take(end)
		} else if c == digit {
			t.number(t.pos)
		} else {
			t.word()
		}
	case quote:
		t.apostrophe(width)
	case stop:
		t.stops(width)
	case dash:
		t.take(t.run(t.pos + width))
	default:
		t.other(c, width)
	}
}

// run is the end of the run of the ASCII character before byte i.
func (t *tokenizer) run(i int) int {
	c := t.s[i-1]
	for c < 0x80 && i < len(t.s) && t.s[i] == c {
		i++
	}
	return i
}

// stops takes full stops, question and exclamation marks, mixed runs of them as one;
// or a number that begins with its decimal point.
func (t *tokenizer) stops(width int) {
	if t.s[t.pos] == '.' {
		next, _ := classAfter(t.s, t.pos+1)
		if before, _ := classBefore(t.s, t.pos); next == digit && before != letter && before != digit && before != closer {
			t.number(t.pos + 1)
			return
		}
	}
	end := t.pos + width
	for end < len(t.s) {
		c, width := classAt(t.s, end)
		if c != stop {
			break
		}
		end += width
	}
	t.take(end)
}

// other takes brackets, punctuation and symbols.
func (t *tokenizer) other(c class, width int) {
	end := t.pos + width
	rest := t.s[t.pos:]
	switch ch := t.s[t.pos]; {
	case strings.HasPrefix(rest, "[...]"):
		end = t.pos + 5
	case (ch == '@' || ch == '#') && t.tags(end):
		end = t.letters(end)
	case ch == '+' && len(rest) > 1 && '0' <= rest[1] && rest[1] <= '9':
		if before, _ := classBefore(t.s, t.pos); before == space || before == opener {
			t.number(end)
			return
		}
	case strings.IndexByte("*=~_+<>^|#", ch) >= 0:
		end = t.run(end)
	case ch >= 0x80 && c == symbol:
		end = t.pictogram(end)
	}
	t.take(end)
}

// tags tells whether the @ or # that ends at byte i begins a name or a topic.
func (t *tokenizer) tags(i int) bool {
	before, _ := classBefore(t.s, t.pos)
	next, _ := classAfter(t.s, i)
	return next == letter && before != letter && before != digit
}

// pictogram is the end of an emoji of which the first character ends at byte i: with
// its modifiers and what is joined to it. Two regional indicators are a flag.
func (t *tokenizer) pictogram(i int) int {
	first, _ := utf8.DecodeRuneInString(t.s[t.pos:])
	if r, width := utf8.DecodeRuneInString(t.s[i:]); isIndicator(first) && isIndicator(r) {
		return i + width
	}
	for {
		r, width := utf8.DecodeRuneInString(t.s[i:])
		switch {
		case r == '\ufe0e' || r == '\ufe0f' || r == '\u20e3': // as text, as a picture, on a key
			i += width
		case '\U0001F3FB' <= r && r <= '\U0001F3FF': // the colours of skin
			i += width
		case r == '\u200d': // joined to the next
			i += width
			if c, width := classAfter(t.s, i); c == symbol {
				i += width
			}
		default:
			return i
		}
	}
}

func isIndicator(r rune) bool { return '\U0001F1E6' <= r && r <= '\U0001F1FF' }

// apostrophe takes a quotation mark, or a word that begins with an apostrophe.
func (t *tokenizer) apostrophe(width int) {
	end := t.pos + width
	if !isApostrophe(t.s, t.pos) {
		t.take(end)
		return
	}
	for _, pair := range []string{"''", "``", "‘‘", "’’", "‘’"} { // two that stand for a double one
		if strings.HasPrefix(t.s[t.pos:], pair) {
			t.take(t.pos + len(pair))
			return
		}
	}
	word := t.letters(end)
	before, _ := classBefore(t.s, t.pos)
	switch {
	case before == letter || before == digit || before == closer || before == quote || before == symbol || before == stop:
		// 's after something that is no word: a bracket, a name in quotation marks, "Inc."
		if n := len("s"); word == end+n && (t.s[end] == 's' || t.s[end] == 'S') {
			t.take(word)
			return
		}
	case t.elided(end, word):
		t.take(t.elisionEnd(word))
		return
	}
	t.take(end)
}

// elided tells whether the word from start to end, after an apostrophe that stands at
// the start of a word, is one that lost its beginning: 'em, 'n', '90s, '87.
func (t *tokenizer) elided(start, end int) bool {
	word := t.s[start:end]
	if lookup(t.elisions, word) {
		return true
	}
	if len(word) < 2 || len(word) > 3 || asciiClass(word[0]) != digit || asciiClass(word[1]) != digit {
		return false
	}
	// A year: in a row of words, not where a quotation begins.
	return len(word) == 3 && word[2] == 's' || len(word) == 2 && len(t.tokens) > 0 && t.afterWord()
}

// afterWord tells whether the token before is a word of the same paragraph.
func (t *tokenizer) afterWord() bool {
	last := t.tokens[len(t.tokens)-1]
	c, _ := classBefore(t.s, last.End)
	return last.Start >= t.first && (c == letter || c == digit)
}

// elisionEnd adds the second apostrophe of 'n'.
func (t *tokenizer) elisionEnd(end int) int {
	if c := t.s[end-1]; (c == 'n' || c == 'N') && isApostrophe(t.s, end) {
		if next, _ := classAfter(t.s, end+apostropheWidth(t.s, end)); next == space {
			return end + apostropheWidth(t.s, end)
		}
	}
	return end
}

// letters is the end of the run of letters and digits from byte i.
func (t *tokenizer) letters(i int) int {
	for i < len(t.s) {
		c, width := classAt(t.s, i)
		if c != letter && c != digit {
			break
		}
		i += width
	}
	return i
}

// isApostrophe tells whether an apostrophe, as it is or as it is often mistyped,
// stands at byte i.
func isApostrophe(s string, i int) bool { return apostropheWidth(s, i) > 0 }

func apostropheWidth(s string, i int) int {
	if i >= len(s) {
		return 0
	}
	switch s[i] {
	case '\'', '`':
		return 1
	case 0xe2:
		if strings.HasPrefix(s[i:], "’") || strings.HasPrefix(s[i:], "‘") {
			return 3
		}
	case 0xc2:
		if strings.HasPrefix(s[i:], "´") {
			return 2
		}
	}
	return 0
}
