package extract

import (
	"slices"
	"strings"

	"rostrum/schema"
)

// reach is how many tokens before and after a cue are looked at: a table set as one
// sentence has thousands.
const reach = 200

// sayingDay looks for the time at which something was said among the words of the
// sentence of its cue that are not what was said.
type sayingDay struct {
	calendar
	first, end int // tokens of the cue's sentence that are looked at
	content    []schema.Span
}

// dayAt is the day on which what the cue at token at tells of was said, as the words
// beside the cue tell it: "on Friday", "in a 2014 interview", "two days ago". Where they
// tell none, it is the article's day. Times inside the content belong to what was said.
func (r *reading) dayAt(at int, content ...schema.Span) schema.Date {
	s := r.sentence(at)
	d := sayingDay{calendar: r.calendar(at), first: max(s.First, at-reach), end: min(s.End, at+reach), content: content}
	if !d.tellsTime() || d.yetToBeSaid() {
		return schema.DateOf(r.doc.Published)
	}
	near, far := d.afterCue()
	before := d.beforeCue()
	for _, m := range []moment{near, before, far} {
		if !m.day.IsZero() {
			return schema.DateOf(m.day)
		}
	}
	return schema.DateOf(r.doc.Published)
}

// tellsTime tells whether the sentence has any time that may be the cue's: most have
// none, and need not be looked at further.
func (d *sayingDay) tellsTime() bool {
	for i := d.first; i < d.end; i++ {
		if m, ok := d.momentAt(i); ok && !m.day.IsZero() && !d.told(m.first) {
			return true
		}
	}
	return false
}

// yetToBeSaid tells whether the cue is of the present or the future: "will say on
// Friday", "now says".
func (d *sayingDay) yetToBeSaid() bool {
	if w := d.words[d.at].lower; w == "is" || w == "are" {
		return true
	}
	for i := d.at - 1; i >= d.first && i >= d.at-4; i-- {
		switch w := d.words[i].lower; {
		case w == "will" || w == "'ll" || w == "shall" || w == "now":
			return d.mentionAt[i] == nil
		case w == "to":
			return d.lex.Is("planned", d.word(i-1).lower)
		case !d.lex.Is("auxiliary", w) && !d.lex.Is("adverb", w):
			return false
		}
	}
	return false
}

// told tells whether token i is part of what was said, or of another quotation.
func (d *sayingDay) told(i int) bool {
	if d.words[i].quote != d.words[d.at].quote {
		return true
	}
	start := d.text.Tokens[i].Start
	return slices.ContainsFunc(d.content, func(c schema.Span) bool { return c.Start <= start && start < c.End })
}

// parts tells whether token i is a mark that parts a sentence.
func (d *sayingDay) parts(i int) bool {
	switch text := d.words[i].text; text {
	case ",", ";", ":", "(", ")", "[", "]", "—", "–", "--":
		return true
	case "-":
		return i == 0 || d.text.Tokens[i].Start > d.text.Tokens[i-1].End
	default:
		return isMark(text)
	}
}

// afterCue is the first time after the cue that tells when it was: near where it stands
// right with the cue, far behind a comma or the content.
func (d *sayingDay) afterCue() (near, far moment) {
	start := d.at + 1              // of the part of the sentence
	beyond := false                // a comma or the content
	soft := false                  // in a clause that may tell of another time
	closed, around := false, false // the part tells of something else; so does the one around a bracket
	for i := start; i < d.end; i++ {
		w := d.words[i]
		if d.told(i) || d.parts(i) {
			if w.text == ";" || beyond && d.inRelative() && w.text == "," {
				return near, far
			}
			if w.text == "(" {
				around = closed
			}
			start, beyond, closed = i+1, true, w.text == ")" && around
			continue
		}
		if m, ok := d.momentAt(i); ok {
			if (!closed || d.unqualified(m.first) <= start) && d.ofCue(m, !m.exact && (soft || d.topic(start, d.unqualified(m.first)))) {
				if beyond {
					return near, m
				}
				return m, far
			}
			i = max(i, m.end-1)
			continue
		}
		switch {
		case i == start && beyond && !d.opens(i):
			closed = true
		case d.lex.Is("embedding", w.lower) && w.lower != "after" && w.lower != "before",
			d.lex.Is("planned", w.lower), d.lex.Is("recalling", w.lower), w.lower == "but", w.lower == "while" && !d.gerund(i+1):
			closed = true
		case d.lex.Is("clause break", w.lower) || w.lower == "when" || w.lower == "before":
			soft = true
		case d.lex.Is("auxiliary", w.lower) && w.lower != "to" && w.lower != "'s":
			closed = closed || i > start // a verb of another clause
		}
	}
	return near, far
}

// opens tells whether the word at token i may open a part of a sentence that tells when
// or where something was said.
func (d *sayingDay) opens(i int) bool {
	w := d.words[i].lower
	if d.lex.Is("time opener", w) || d.lex.Is("speaking", w) || w == "while" && d.gerund(i+1) {
		return true
	}
	return d.lex.Is("determiner", w) && (d.lex.Is("time unit", d.word(i+1).lower) || d.lex.Is("time unit", d.word(i+2).lower))
}

// ofCue tells whether a time after the cue is the cue's.
func (d *sayingDay) ofCue(m moment, doubtful bool) bool {
	lead := d.unqualified(m.first)
	if modifies, said, _ := d.modifies(m, lead); modifies || m.day.IsZero() {
		return said && !m.day.IsZero()
	}
	return !doubtful && !d.leftOut(lead) && !d.lex.Is("past time", d.word(lead-1).lower) && !d.participle(lead)
}

// leftOut tells whether the words before token lead are content that ends in a word
// which needs the next.
func (d *sayingDay) leftOut(lead int) bool {
	w := d.word(lead - 1)
	return lead > d.first && d.told(lead-1) && (d.lex.Is("preposition", w.lower) || d.lex.Is("determiner", w.lower))
}

// modifies tells whether the time stands before a noun, "a Friday speech", "last year's
// debate"; and if so, whether the noun is an occasion on which it was said, and the
// first token of its phrase.
func (d *sayingDay) modifies(m moment, lead int) (modifies, said bool, phrase int) {
	possessive := d.word(m.end).lower == "'s" || d.word(m.end).text == "'"
	k := lead - 1
	determined := d.lex.Is("determiner", d.word(k).lower) || d.word(k).lower == "'s"
	if !possessive && !determined {
		return false, false, lead
	}
	noun := m.end
	if possessive || m.exact && d.word(noun).text == "," { // "a March 19, 2011, message"
		noun++
	}
	if noun = d.occasion(noun); noun < 0 {
		return true, false, lead
	}
	if determined {
		if d.word(k).lower == "'s" { // "in Mr. Trump's 2014 speech"
			for k--; k > d.first && d.word(k-1).capital; {
				k--
			}
		}
		k--
	}
	before := d.word(k).lower
	switch {
	case noun == d.at: // "his November claim"
		return true, true, k + 1
	case k < d.first, k == d.at, d.parts(k), d.told(k): // it says so itself
		return true, true, k + 1
	case before == "to":
		return true, d.word(k-1).lower == "according", k + 1
	}
	return true, d.lex.Is("occasion preposition", before), k + 1
}

// participle tells whether the words before a time are a participle that makes it the
// time of something else: "the bill passed on Friday"; not "the poll released Friday".
func (d *sayingDay) participle(lead int) bool {
	k := lead - 1
	if d.lex.Is("time preposition", d.word(k).lower) {
		k = d.unqualified(k) - 1
	}
	w := d.word(k)
	if k <= d.first || k == d.at || k == d.at+1 || w.capital || d.lex.Is("published", w.lower) || d.lex.Is("speaking", w.lower) {
		return false
	}
	for k--; k > d.first && d.lex.Is("adverb", d.words[k].lower) && !d.lex.Is("auxiliary", d.words[k].lower); {
		k--
	}
	if d.lex.Is("be", d.word(k).lower) || d.lex.Is("have", d.word(k).lower) { // "was booed Monday"
		return false
	}
	return strings.HasSuffix(w.lower, "ed") && len(w.lower) > 4 || d.lex.Is("strong past", w.lower)
}

// inRelative tells whether the cue is the verb of a relative clause or of one that
// another clause holds: "who had said", "after she said".
func (d *sayingDay) inRelative() bool { return d.embedder() != "" }

// embedder is the word that makes the cue's clause one inside of another, "" where
// there is none.
func (d *sayingDay) embedder() string {
	if w := d.word(d.at - 1).lower; d.lex.Is("past time", w) && w != "by" && w != "after" && w != "to" { // "for promoting"
		return w
	}
	for i := d.at; i >= d.first && i > d.at-8 && !d.parts(i) && !d.told(i); i-- {
		if w := d.words[i].lower; d.lex.Is("embedding", w) || w == "when" || w == "as" || w == "while" {
			return w
		}
	}
	return ""
}

// beforeCue is the nearest time before the cue that tells when it was.
func (d *sayingDay) beforeCue() (nearest moment) {
	start := d.first
	for i := d.first; i < d.at; i++ {
		if d.told(i) || d.parts(i) {
			start = i + 1
			continue
		}
		if m, ok := d.momentAt(i); ok {
			if !m.day.IsZero() && d.reachesCue(m, start) {
				nearest = m
			}
			i = max(i, m.end-1)
		}
	}
	return nearest
}

// reachesCue tells whether a time before the cue, in the part of the sentence that
// starts at a token, is the cue's: it opens the sentence or an aside, stands right
// before the cue, dates what speaks, or is that of a clause that the cue's goes on with.
func (d *sayingDay) reachesCue(m moment, start int) bool {
	lead := d.unqualified(m.first)
	before := d.word(lead - 1).lower
	modifies, said, phrase := d.modifies(m, lead)
	if modifies && !said || !modifies && d.lex.Is("past time", before) || d.dateline(m) || d.opensContent(m.end) {
		return false
	}
	if !modifies && lead > start && d.lex.Is("time preposition", before) {
		lead = d.unqualified(lead - 1)
	}
	same, joined := d.between(m.end)
	adjacent := d.adjacent(m.end)
	for i := start; i < lead; i++ {
		if d.lex.Is("relative", d.words[i].lower) && !(adjacent && same) {
			return false
		}
	}
	if adjacent {
		return modifies || !d.participle(d.unqualified(m.first))
	}
	if joined == "but" || joined == ";" {
		return false
	}
	soft := joined == "when" && m.exact
	switch d.embedder() {
	case "":
	case "when", "as", "while":
		soft = true
	default:
		return false
	}
	open := start
	for open < lead && (d.lex.Is("adverb", d.words[open].lower) || d.lex.Is("time qualifier", d.words[open].lower) ||
		d.words[open].lower == "and" || d.words[open].lower == "but") {
		open++
	}
	switch {
	case open >= lead:
		return true
	case d.opens(open):
		if w := d.words[open].lower; d.lex.Is("clause break", w) && w != "when" && !m.exact { // "after the war in 2003"
			return false
		}
		return modifies || !d.participle(d.unqualified(m.first)) && (m.exact || !d.topic(open, lead))
	case modifies && phrase <= open: // "A 2014 report"
		return true
	case d.lex.Is("occasion", d.word(lead-1).lower),
		d.lex.Is("published", d.word(lead-1).lower) && (m.exact || d.hasOccasion(start, lead)): // "a report released Friday"
		return true
	case same:
		return soft || joined == "and" || joined == "by" || joined == "to" || d.gerund(d.at)
	}
	return d.gerund(d.at) || !d.participle(open+1) && (soft || joined == "and" && d.follows("and"))
}

func (d *sayingDay) hasOccasion(from, to int) bool {
	return slices.ContainsFunc(d.words[from:to], func(w word) bool { return d.lex.Is("occasion", w.lower) })
}

// opensContent tells whether a time before the cue, up to token i, is of what was said,
// as an opening that was left out of it: "On Thursday, {cases rose}, officials said". A
// quotation begins with its marks, and a passive cue shares the time with its subject.
func (d *sayingDay) opensContent(i int) bool {
	if d.words[d.at].lower == "according" {
		return true
	}
	for i < d.at && !d.words[i].plain {
		i++
	}
	if i >= d.at || !d.told(i) || d.words[i].quote != d.words[d.at].quote {
		return false
	}
	return !d.lex.Is("be", d.words[d.at].lower) && !d.lex.Is("have", d.words[d.at].lower) && !d.lex.Is("be", d.word(d.at-1).lower)
}

// topic tells whether the words from one token to another end with what something was
// about: "in a speech about the war", not "in a speech to parliament".
func (d *sayingDay) topic(from, to int) bool {
	for i := to - 1; i >= from; i-- {
		w, before := d.words[i].lower, d.word(i-1).lower
		switch {
		case d.lex.Is("occasion", w):
			return false
		case (w == "to" || w == "of") && (d.lex.Is("occasion", before) || d.lex.Is("speaking", before) || before == "according"):
		case w == "by":
		case d.lex.Is("past time", w) && (i > from || w != "after" && w != "following"), d.lex.Is("recalling", w):
			return true
		}
	}
	return false
}

// gerund tells whether token i is one, which goes on with another clause: "…, saying".
func (d *sayingDay) gerund(i int) bool { return strings.HasSuffix(d.word(i).lower, "ing") }

// follows tells whether the cue comes right after the word, adverbs aside.
func (d *sayingDay) follows(word string) bool {
	i := d.at - 1
	for i > d.first && (d.lex.Is("adverb", d.words[i].lower) || d.lex.Is("auxiliary", d.words[i].lower)) && d.words[i].lower != word {
		i--
	}
	return i >= d.first && d.words[i].lower == word
}

// adjacent tells whether only adverbs and the like stand from token i to the cue.
func (d *sayingDay) adjacent(i int) bool {
	for ; i < d.at; i++ {
		w := d.words[i]
		if d.told(i) || w.text != "," && !d.lex.Is("adverb", w.lower) && !d.lex.Is("auxiliary", w.lower) && (w.capital || !strings.HasSuffix(w.lower, "ly")) {
			return false
		}
	}
	return true
}

// between tells whether tokens i up to the cue are in one part of the sentence, and of
// the words that join clauses the weightiest among them.
func (d *sayingDay) between(i int) (same bool, joined string) {
	same = true
	for ; i < d.at; i++ {
		if d.told(i) {
			same = false
			continue
		}
		switch w := d.words[i]; {
		case w.text == ";":
			return false, ";"
		case w.lower == "but" && !d.follows("but"):
			return false, "but"
		case d.parts(i):
			same = false
		case w.lower == "as" || w.lower == "when" || w.lower == "while":
			joined = "when"
		case w.lower == "and", (w.lower == "by" || w.lower == "to") && joined == "" && i == d.at-1:
			joined = w.lower
		}
	}
	return same, joined
}

// dateline tells whether the time is that of a dateline: "WASHINGTON, May 9 (Reuters) -".
func (d *sayingDay) dateline(m moment) bool {
	next := d.word(m.end).text
	if m.first-d.first > 8 || m.first == d.first || !(next == "(" || next == "-" || next == "–" || next == "—" || next == "--") {
		return false
	}
	for i := d.first; i < m.first; i++ {
		if w := d.words[i]; w.plain && !w.capital {
			return false
		}
	}
	return true
}
