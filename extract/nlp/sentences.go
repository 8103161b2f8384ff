package nlp

import "strings"

// sentenceBreaker groups the tokens of one paragraph into sentences.
type sentenceBreaker struct {
	*lists
	raw    string
	tokens []Token
	odd    bool        // the text has a capital after every abbreviation: oddCapitals
	marks  []quoteMark // the quotation marks among the tokens
	at     int         // the first of them that is not before the token last asked for
}

// next is the end of the sentence that begins with token start.
func (b *sentenceBreaker) next(start int) int {
	for i := start; i < len(b.tokens); {
		if b.rule(i) {
			return max(i, start+1)
		}
		kind := b.terminator(start, i)
		if kind == noTerminator {
			i++
			continue
		}
		end, quoted := b.closers(i + 1)
		if end == len(b.tokens) || b.breaks(i, end, kind, quoted) {
			return end
		}
		i = end
	}
	return len(b.tokens)
}

// rule tells whether token i is a line drawn between passages, "-----". It stands by
// itself.
func (b *sentenceBreaker) rule(i int) bool {
	word := b.word(i)
	return len(word) >= len("----") && strings.IndexByte("-=*_~#", word[0]) >= 0 && strings.Count(word, word[:1]) == len(word)
}

// terminator is a kind of token that can end a sentence.
type terminator uint8

const (
	noTerminator terminator = iota
	fullStop                // a full stop of its own
	exclaiming              // an exclamation or question mark
	ellipsis                // two full stops or more
	abbreviated             // the full stop of an abbreviation
)

// terminator is the kind of token i, in a sentence that begins with token start.
func (b *sentenceBreaker) terminator(start, i int) terminator {
	word := b.word(i)
	c, width := classAt(word, 0)
	switch {
	case c == stop && word == ".":
		if i == start+1 && b.enumerates(start) {
			return noTerminator
		}
		return fullStop
	case c == stop && (word[0] == '.' && len(word) > 1 && word[1] == '.' || word == "…"):
		return ellipsis
	case c == stop && asciiClass(word[len(word)-1]) != digit:
		return exclaiming
	case c == letter && len(word) > width && word[len(word)-1] == '.':
		if b.abbreviations[word] == nameFollows || b.abbreviations[word] == numberFollows {
			return noTerminator
		}
		return abbreviated
	}
	return noTerminator
}

// enumerates tells whether token i is the number or letter of an item: "1.", "2.3.", "b.".
func (b *sentenceBreaker) enumerates(i int) bool {
	word := b.word(i)
	c, width := classAt(word, 0)
	return c == digit && (len(word) <= len("99") || len(word) <= len("99.99") && word[1] == '.') || c == letter && len(word) == width
}

// closers is the end of the marks and brackets from token i that close what the
// sentence opened, and whether a quotation mark is among them.
func (b *sentenceBreaker) closers(i int) (end int, quoted bool) {
	for ; i < len(b.tokens); i++ {
		c, _ := classAt(b.raw, b.tokens[i].Start)
		switch {
		case c == closer, c == stop:
		case c == quote && b.closes(i):
			quoted = true
		case b.note(i):
			i += len("[1]") - 1
		default:
			return i, quoted
		}
	}
	return i, quoted
}

// note tells whether token i begins the mark of a footnote: "[1]".
func (b *sentenceBreaker) note(i int) bool {
	if i+2 >= len(b.tokens) || b.word(i) != "[" || b.word(i+2) != "]" {
		return false
	}
	c, _ := classAt(b.raw, b.tokens[i+1].Start)
	return c == digit
}

// closes tells whether quotation mark i closes. Of a stray one the white space tells.
func (b *sentenceBreaker) closes(i int) bool {
	t := b.tokens[i]
	for b.at > 0 && b.marks[b.at-1].Start >= t.Start {
		b.at--
	}
	for b.at < len(b.marks) && b.marks[b.at].Start < t.Start {
		b.at++
	}
	if b.at < len(b.marks) && b.marks[b.at].Start == t.Start && b.marks[b.at].side != neither {
		return b.marks[b.at].side == closing
	}
	before, _ := classBefore(b.raw, t.Start)
	after, _ := classAfter(b.raw, t.End)
	return before != space && (after == space || after == closer || after == quote)
}

// breaks tells whether a new sentence begins with token next, after terminator i and
// the marks that close behind it.
func (b *sentenceBreaker) breaks(i, next int, kind terminator, quoted bool) bool {
	c, _ := classAt(b.raw, b.tokens[next].Start)
	if c == mark && b.word(next) != "¿" && b.word(next) != "¡" { // a comma, a colon: it goes on
		return false
	}
	word := b.firstWord(next)
	small := isLower(b.raw, b.tokens[word].Start)
	capital := isUpper(b.raw, b.tokens[word].Start)
	if small && lookup(b.speech, b.word(word)) {
		return false
	}
	switch kind {
	case abbreviated:
		opens := lookup(b.openers, b.word(word))
		return capital && (quoted || opens == alwaysOpens || opens == oftenOpens && !b.odd)
	case ellipsis:
		return capital
	case exclaiming:
		return !(quoted && (small || b.speechFollows(next)))
	}
	return !(quoted && small)
}

// firstWord is the first token that is a word or number of the few from i, or i.
func (b *sentenceBreaker) firstWord(i int) int {
	const longest = 6 // marks before the word
	for k := i; k < len(b.tokens) && k < i+longest; k++ {
		if c, _ := classAt(b.raw, b.tokens[k].Start); c == letter || c == digit {
			return k
		}
	}
	return i
}

// speechFollows tells whether from token i there is a name and then a verb of speech.
func (b *sentenceBreaker) speechFollows(i int) bool {
	const longest = 8 // tokens of a name with its titles
	for k := i; k < len(b.tokens) && k < i+longest; k++ {
		word := b.word(k)
		switch {
		case lookup(b.speech, word):
			return true
		case k > i && len(word) <= len("the") && isLower(word, 0): // "President Smith of Texas"
		case !isUpper(word, 0) || lookup(b.openers, word) != neverOpens:
			return false
		}
	}
	return false
}

func (b *sentenceBreaker) word(i int) string { return b.tokens[i].In(b.raw) }

// oddCapitals tells whether a text may write every word after an abbreviation with a
// capital ("the U.S. And Japan"), as some wire services did for years: whether no
// word in small letters stands after letters between full stops.
func oddCapitals(text string) bool {
	for i := len("U.S."); ; i++ {
		n := strings.Index(text[min(i, len(text)):], ". ")
		if n < 0 {
			return true
		}
		i += n
		if text[i-2] == '.' && isUpper(text, i-1) && isLower(text, i+2) {
			return false
		}
	}
}
