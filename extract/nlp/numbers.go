package nlp

// number takes the number at pos of which the digits begin at byte i: digits with
// stops, commas, colons or slashes inside (10,000.50, 9:30, 11/28/2000), telephone
// numbers and dates with hyphens, ordinals and decades (3rd, 1990s, 60's). A unit
// written together is a token of its own (5 | pm).
func (t *tokenizer) number(i int) {
	end := t.digits(i)
	for end+1 < len(t.s) && isInner(t.s[end]) && asciiClass(t.s[end+1]) == digit {
		next := t.digits(end + 1)
		if t.s[end] == ',' && next != end+1+len("000") { // "notes 13,14"
			break
		}
		end = next
	}
	if phone := t.hyphened(i, end); phone > 0 {
		t.take(phone)
		return
	}
	suffix := t.letters(end)
	switch {
	case suffix == end:
		if width := apostropheWidth(t.s, end); width > 0 && t.s[end-1] == '0' && t.letters(end+width) == end+width+1 && t.s[end+width] == 's' {
			end += width + 1
		}
		t.take(end)
	case lookup(t.units, t.s[end:suffix]):
		t.take(end)
		t.take(suffix)
	default:
		end = suffix
		if t.pos == i {
			end = t.wordEnd(end)
		}
		t.takeWord(end)
	}
}

func isInner(c byte) bool { return c == '.' || c == ',' || c == ':' || c == '/' }

func (t *tokenizer) digits(i int) int {
	for i < len(t.s) && asciiClass(t.s[i]) == digit {
		i++
	}
	return i
}

// hyphened is the end of a telephone number or date in which hyphens join the digits
// from start to end with others: three parts or more, or a last part of four digits
// after three. Otherwise 0: "3-4" is a range.
func (t *tokenizer) hyphened(start, end int) int {
	parts, first := 1, end-start
	last := first
	for end+1 < len(t.s) && t.s[end] == '-' && asciiClass(t.s[end+1]) == digit {
		next := t.digits(end + 1)
		last = next - end - 1
		end = next
		parts++
	}
	if c, _ := classAfter(t.s, end); c == letter || parts < 2 {
		return 0
	}
	if parts > 2 || first == 3 && last == 4 {
		return end
	}
	return 0
}
