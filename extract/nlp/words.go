package nlp

import "strings"

// word takes the word at pos, with what belongs to it: the full stop of an
// abbreviation, the hyphen of a prefix, and without its clitics ("Russia", "'s").
func (t *tokenizer) word() {
	end := t.wordEnd(t.pos)
	if end < len(t.s) && t.s[end] == '.' {
		if stopped := t.stopped(end); stopped > 0 {
			t.take(stopped)
			return
		}
	}
	if end < len(t.s) && t.s[end] == '!' && t.abbreviations[t.s[t.pos:end+1]] == nameFollows { // Yahoo!
		t.take(end + 1)
		return
	}
	if end < len(t.s) && t.s[end] == '-' && lookup(t.prefixes, t.s[t.pos:end]) {
		if c, _ := classAfter(t.s, end+1); c == letter || c == digit {
			end = t.wordEnd(end + 1)
		}
	}
	t.takeWord(end)
}

// wordEnd is the end of the run of letters and digits from byte i, with apostrophes
// and ampersands between letters.
func (t *tokenizer) wordEnd(i int) int {
	start := i
	for i < len(t.s) {
		c, width := classAt(t.s, i)
		switch {
		case c == letter || c == digit:
		case i == start:
			return i
		case c == quote:
			width = apostropheWidth(t.s, i)
			next, _ := classAfter(t.s, i+width)
			if before, _ := classBefore(t.s, i); width == 0 || before != letter || next != letter {
				return i
			}
		case t.s[i] == '&': // AT&T
			if next, _ := classAfter(t.s, i+1); next != letter && next != digit {
				return i
			}
		default:
			return i
		}
		i += width
	}
	return i
}

// takeWord takes the word up to end in as many tokens as it is contracted from.
func (t *tokenizer) takeWord(end int) {
	if cuts := lookup(t.contractions, t.s[t.pos:end]); cuts != nil {
		start := t.pos
		for _, cut := range cuts {
			t.take(start + cut)
		}
		t.take(end)
		return
	}
	if last := t.clitic(end); last > t.pos {
		if cut := t.clitic(last); cut > t.pos { // "I'd've"
			t.take(cut)
		}
		t.take(last)
	}
	t.take(end)
}

// clitic is where the last clitic of the word from pos to end starts: n't, 's, 'm, 'd,
// 'll, 're, 've; or pos where it has none. Clitics are short, so it looks at the last
// few bytes only.
func (t *tokenizer) clitic(end int) int {
	const longest = len("’ll")
	for i := end - 1; i > t.pos && i >= end-longest; i-- {
		width := apostropheWidth(t.s, i)
		if width == 0 || i+width >= end {
			continue
		}
		switch strings.ToLower(t.s[i+width : end]) {
		case "s", "m", "d", "ll", "re", "ve":
			return i
		case "t":
			if n := t.s[i-1]; (n == 'n' || n == 'N') && i-1 > t.pos {
				return i - 1
			}
		}
		return t.pos
	}
	return t.pos
}

// stopped is the end of the token at pos of which a first part ends at the full stop
// at byte dot, where that belongs to the token: an abbreviation, letters between
// stops, an initial, a host or file name. Otherwise 0.
func (t *tokenizer) stopped(dot int) int {
	if end := t.acronym(dot); end > 0 {
		return end
	}
	if end := t.abbreviation(dot); end > 0 {
		return end
	}
	if _, width := classAt(t.s, t.pos); t.pos+width == dot && t.initial(dot) {
		return dot + 1
	}
	return t.dotted(dot)
}

// acronym is the end of letters between full stops, the last with or without its own:
// U.S., I.N.F, a.m.
func (t *tokenizer) acronym(dot int) int {
	_, width := classAt(t.s, t.pos)
	if t.pos+width != dot {
		return 0
	}
	end := dot
	for end < len(t.s) && t.s[end] == '.' {
		c, width := classAfter(t.s, end+1)
		if c != letter {
			break
		}
		if next, _ := classAfter(t.s, end+1+width); next == letter || next == digit {
			break
		}
		end += 1 + width
	}
	if end == dot {
		return 0
	}
	return t.withStop(end)
}

// withStop adds the full stop at byte end, unless an ellipsis begins there.
func (t *tokenizer) withStop(end int) int {
	if end < len(t.s) && t.s[end] == '.' && !strings.HasPrefix(t.s[end:], "..") {
		return end + 1
	}
	return end
}

// abbreviation is the end of the listed abbreviation at pos, "Gen." or "Ph.D.", or 0.
func (t *tokenizer) abbreviation(dot int) int {
	for end, stops := dot, 0; stops < 4 && end < len(t.s) && t.s[end] == '.' && end-t.pos < longestEntry; stops++ {
		switch t.abbreviations[t.s[t.pos:end+1]] {
		case nameFollows, anyFollows:
			if !strings.HasPrefix(t.s[end:], "..") {
				return end + 1
			}
		case smallFollows:
			if next := t.skipSpace(end + 1); next < len(t.s) && !isUpper(t.s, next) {
				return end + 1
			}
		case numberFollows:
			if c, _ := classAfter(t.s, t.skipSpace(end+1)); c == digit {
				return end + 1
			}
		}
		end = t.letters(end + 1)
	}
	return 0
}

// skipSpace is the byte after at most two white spaces from i.
func (t *tokenizer) skipSpace(i int) int {
	for n := 0; n < 2; n++ {
		if c, width := classAfter(t.s, i); c == space {
			i += width
		}
	}
	return i
}

// initial tells whether the capital before the full stop at byte dot is the initial
// of a name: a capitalised word follows that is not one that begins a sentence.
func (t *tokenizer) initial(dot int) bool {
	if !isUpper(t.s, t.pos) || strings.HasPrefix(t.s[dot:], "..") {
		return false
	}
	next := t.skipSpace(dot + 1)
	if next < len(t.s) && t.s[next] == ',' {
		return next == dot+1
	}
	if t.s[t.pos] == 'I' && !t.afterCapital() { // the pronoun
		return false
	}
	if isLower(t.s, next) { // "Fernando L. and", "E. coli"
		return next > dot+1
	}
	switch c, _ := classAfter(t.s, next); {
	case c == digit && t.afterInitial(): // "H. R. 1280"
		return true
	case c == quote && t.afterCapital() && t.nickname(next): // Robert C. "Bobby" Scott
		return true
	}
	return isUpper(t.s, next) && lookup(t.openers, t.s[next:t.letters(next)]) == neverOpens
}

// nickname tells whether a word in marks stands at byte i, and a further name behind it.
func (t *tokenizer) nickname(i int) bool {
	_, width := classAfter(t.s, i)
	end := t.letters(i + width)
	c, closing := classAfter(t.s, end)
	return c == quote && isUpper(t.s, i+width) && isUpper(t.s, t.skipSpace(end+closing)) && t.skipSpace(end+closing) > end+closing
}

// afterInitial tells whether the token before is a capital with its full stop.
func (t *tokenizer) afterInitial() bool {
	return t.afterCapital() && t.tokens[len(t.tokens)-1].Len() == 2 && t.s[t.tokens[len(t.tokens)-1].Start+1] == '.'
}

// afterCapital tells whether the token before begins with a capital.
func (t *tokenizer) afterCapital() bool {
	if len(t.tokens) == 0 {
		return false
	}
	last := t.tokens[len(t.tokens)-1]
	return last.Start >= t.first && isUpper(t.s, last.Start)
}

// dotted is the end of a host, file or group name of which the first part ends at
// byte dot, or 0.
func (t *tokenizer) dotted(dot int) int {
	const longest = 100
	end, parts, small := dot, 1, isLower(t.s, t.pos)
	last := t.s[t.pos:dot]
	for end < len(t.s) && t.s[end] == '.' && end-t.pos < longest {
		next := t.letters(end + 1)
		if next == end+1 {
			break
		}
		last = t.s[end+1 : next]
		small = small && isLower(t.s, end+1)
		end = next
		parts++
	}
	if len(last) > 1 && isUpper(last, 0) && isLower(last, 1) { // a full stop that lacks its space: "week.In"
		return 0
	}
	if parts > 1 && lookup(t.suffixes, last) || parts > 2 && small {
		return end
	}
	return 0
}

// address is the end of the URL or e-mail address that starts at pos, or 0.
func (t *tokenizer) address() int {
	rest := t.s[t.pos:t.chunkEnd]
	switch rest[0] {
	case 'h', 'f', 'w', 'm', 'H', 'F', 'W', 'M':
		for _, prefix := range []string{"http://", "https://", "ftp://", "www.", "mailto:"} {
			if len(rest) > len(prefix) && strings.EqualFold(rest[:len(prefix)], prefix) {
				if end := t.addressEnd(len(prefix)); end > 0 {
					return end
				}
			}
		}
	}
	if !t.hasAt {
		return 0
	}
	const longest = 64 // bytes before the @
	for i := 0; i < len(rest) && i < longest; i++ {
		if rest[i] == '@' {
			if c, _ := classAfter(t.s, t.pos+i+1); c == letter || c == digit {
				return t.addressEnd(i + 1)
			}
			return 0
		}
		if c := asciiClass(rest[i] & 0x7f); rest[i] >= 0x80 || c != letter && c != digit && strings.IndexByte("._%+-", rest[i]) < 0 {
			return 0
		}
	}
	return 0
}

// addressEnd is where an address ends that starts at pos and has at least the given
// number of bytes: at the end of the run, without the punctuation of the sentence.
func (t *tokenizer) addressEnd(least int) int {
	run := t.s[t.pos:t.chunkEnd]
	if cut := strings.IndexAny(run[least:], "<>\"“”"); cut >= 0 {
		run = run[:least+cut]
	}
	parentheses := strings.Count(run, "(") - strings.Count(run, ")")
	for len(run) > least {
		if last := run[len(run)-1]; last == ')' && parentheses < 0 {
			parentheses++
		} else if strings.IndexByte(".,;:!?']}*", last) < 0 {
			break
		}
		run = run[:len(run)-1]
	}
	if strings.HasSuffix(run, "’") || strings.HasSuffix(run, "…") {
		run = run[:len(run)-3]
	}
	if len(run) <= least {
		return 0
	}
	return t.pos + len(run)
}
