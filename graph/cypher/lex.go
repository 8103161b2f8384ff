package cypher

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	tokenEOF     tokenKind = iota
	tokenName              // a name or keyword; which of the two, the parser knows
	tokenQuoted            // a name in backticks: never a keyword
	tokenInteger           // decimal, 0x… or 0o…
	tokenFloat
	tokenString
	tokenParameter // $name
	tokenSymbol    // punctuation and operators
)

// token is a word of the query. Comments and white space lie between tokens.
type token struct {
	kind tokenKind
	pos  int    // where it starts, in bytes
	end  int    // where it ends, exclusive
	text string // as written; of a quoted name, string or parameter, what it stands for
}

// is tells whether the token is the symbol.
func (t token) is(symbol string) bool { return t.kind == tokenSymbol && t.text == symbol }

// keyword tells whether the token is the word, in any case.
func (t token) keyword(word string) bool {
	return t.kind == tokenName && strings.EqualFold(t.text, word)
}

// describe names the token in a message.
func (t token) describe() string {
	switch t.kind {
	case tokenEOF:
		return "the end of the query"
	case tokenString:
		return "the string '" + t.text + "'"
	case tokenParameter:
		return "the parameter $" + t.text
	}
	return strconv.Quote(t.text)
}

// twoByteSymbols are the symbols of two bytes; all others are one byte. Arrows are
// not among them, since a<-1 compares a with -1: the parser puts them together.
const twoByteSymbols = "<= >= <> =~ .. += ||"

// lexer splits a query into tokens.
type lexer struct {
	text string
	pos  int
}

// lex returns all tokens; the last is tokenEOF.
func lex(text string) ([]token, error) {
	if !utf8.ValidString(text) {
		return nil, errorAt(text, invalidAt(text), "save it as UTF-8", "the query is not UTF-8 text")
	}
	l := lexer{text: text}
	var tokens []token
	for {
		t, err := l.next()
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t)
		if t.kind == tokenEOF {
			return tokens, nil
		}
	}
}

func invalidAt(text string) int {
	for i, r := range text {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
				return i
			}
		}
	}
	return len(text)
}

func (l *lexer) next() (token, error) {
	if err := l.skipSpace(); err != nil {
		return token{}, err
	}
	start := l.pos
	if start == len(l.text) {
		return token{kind: tokenEOF, pos: start, end: start}, nil
	}
	c := l.text[start]
	r, size := utf8.DecodeRuneInString(l.text[start:])
	switch {
	case isNameStart(r):
		return l.take(tokenName, l.nameEnd(start)), nil
	case c >= '0' && c <= '9' || c == '.' && l.digitAt(start+1):
		return l.number()
	case c == '\'' || c == '"':
		return l.quoted(c)
	case c == '`':
		return l.backticked(start, tokenQuoted)
	case c == '$':
		return l.parameter()
	}
	if start+2 <= len(l.text) && strings.Contains(" "+twoByteSymbols+" ", " "+l.text[start:start+2]+" ") {
		return l.take(tokenSymbol, start+2), nil
	}
	if !strings.ContainsRune("()[]{}.,:;+-*/%^=<>|&!", r) {
		return token{}, errorAt(l.text, start, "", "the character %q has no meaning in a query", string(r))
	}
	return l.take(tokenSymbol, start+size), nil
}

// take makes the token from the lexer's place to end, and moves there.
func (l *lexer) take(kind tokenKind, end int) token {
	t := token{kind: kind, pos: l.pos, end: end, text: l.text[l.pos:end]}
	l.pos = end
	return t
}

// skipSpace skips white space and comments, // to the end of the line and /* to */.
func (l *lexer) skipSpace() error {
	for l.pos < len(l.text) {
		rest := l.text[l.pos:]
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case unicode.IsSpace(r) || r == '\ufeff':
			l.pos += size
		case strings.HasPrefix(rest, "//"):
			end := strings.IndexAny(rest, "\n\r")
			if end < 0 {
				end = len(rest)
			}
			l.pos += end
		case strings.HasPrefix(rest, "/*"):
			end := strings.Index(rest[2:], "*/")
			if end < 0 {
				return errorAt(l.text, l.pos, "end it with */", "the comment does not end")
			}
			l.pos += 2 + end + 2
		default:
			return nil
		}
	}
	return nil
}

func isNameStart(r rune) bool { return r == '_' || unicode.IsLetter(r) }

func isNamePart(r rune) bool {
	return isNameStart(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || unicode.Is(unicode.Pc, r)
}

func (l *lexer) nameEnd(start int) int {
	end := strings.IndexFunc(l.text[start:], func(r rune) bool { return !isNamePart(r) })
	if end < 0 {
		return len(l.text)
	}
	return start + end
}

func (l *lexer) digitAt(i int) bool {
	return i < len(l.text) && l.text[i] >= '0' && l.text[i] <= '9'
}

// number reads an integer or a float. In 1..3 the first is an integer.
func (l *lexer) number() (token, error) {
	start := l.pos
	end, kind := start, tokenInteger
	digits := func() {
		for l.digitAt(end) {
			end++
		}
	}
	if prefix := strings.ToLower(l.text[start:min(start+2, len(l.text))]); prefix == "0x" || prefix == "0o" {
		end = l.nameEnd(start)
	} else {
		digits()
		if end < len(l.text) && l.text[end] == '.' && l.digitAt(end+1) {
			kind = tokenFloat
			end++
			digits()
		}
		if end < len(l.text) && (l.text[end] == 'e' || l.text[end] == 'E') {
			sign := end + 1
			if sign < len(l.text) && (l.text[sign] == '-' || l.text[sign] == '+') {
				sign++
			}
			if l.digitAt(sign) {
				kind, end = tokenFloat, sign
				digits()
			}
		}
	}
	if after := l.nameEnd(end); after > end {
		return token{}, errorAt(l.text, start, "", "%q is neither a number nor a name", l.text[start:after])
	}
	return l.take(kind, end), nil
}

// quoted reads a string in single or double quotes, with its escapes.
func (l *lexer) quoted(quote byte) (token, error) {
	start := l.pos
	var b strings.Builder
	for i := start + 1; i < len(l.text); i++ {
		switch c := l.text[i]; c {
		case quote:
			t := l.take(tokenString, i+1)
			t.text = b.String()
			return t, nil
		case '\\':
			r, size, ok := escape(l.text[i+1:])
			if !ok {
				return token{}, errorAt(l.text, i, `write a backslash as \\`, "unknown escape in the string")
			}
			b.WriteRune(r)
			i += size
		default:
			b.WriteByte(c)
		}
	}
	return token{}, errorAt(l.text, start, "", "the string does not end")
}

// escape reads what follows a backslash.
func escape(rest string) (r rune, size int, ok bool) {
	if rest == "" {
		return 0, 0, false
	}
	if i := strings.IndexByte(`\'"btnrf`+"`/", rest[0]); i >= 0 {
		return rune("\\'\"\b\t\n\r\f`/"[i]), 1, true
	}
	digits := map[byte]int{'u': 4, 'U': 8}[rest[0]]
	if digits == 0 || len(rest) <= digits {
		return 0, 0, false
	}
	n, err := strconv.ParseUint(rest[1:1+digits], 16, 32)
	if err != nil || !utf8.ValidRune(rune(n)) {
		return 0, 0, false
	}
	return rune(n), 1 + digits, true
}

// backticked reads a name in backticks, in which two stand for one.
func (l *lexer) backticked(from int, kind tokenKind) (token, error) {
	var b strings.Builder
	for i := from + 1; i < len(l.text); i++ {
		if l.text[i] != '`' {
			b.WriteByte(l.text[i])
			continue
		}
		if i+1 < len(l.text) && l.text[i+1] == '`' {
			b.WriteByte('`')
			i++
			continue
		}
		if b.Len() == 0 {
			return token{}, errorAt(l.text, from, "", "the name is empty")
		}
		t := l.take(kind, i+1)
		t.text = b.String()
		return t, nil
	}
	return token{}, errorAt(l.text, from, "", "the name in backticks does not end")
}

func (l *lexer) parameter() (token, error) {
	start := l.pos
	if start+1 < len(l.text) && l.text[start+1] == '`' {
		return l.backticked(start+1, tokenParameter)
	}
	end := l.nameEnd(start + 1)
	if end == start+1 {
		return token{}, errorAt(l.text, start, "write $name", "a parameter without a name")
	}
	t := l.take(tokenParameter, end)
	t.text = t.text[1:]
	return t, nil
}
