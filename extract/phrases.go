package extract

import (
	"strings"
)

// phrase is a noun phrase that may stand for somebody: tokens [first, end), and what
// is known of its head.
type phrase struct {
	first, end int
	mentions   []*mention // names that it is, several where they are joined by "and"
	post       *post      // the office it names, where no name goes with it
	owner      *mention   // whose it is: "the union's statement", "a report by NATO", "Trump advisers"
	head       string     // its head noun in lower case, where it has no name
	determiner string
	country    string // ISO 3166-1 of a country in it: "a Russian official"
	plural     bool
	pronoun    bool
}

// phrase is the mention as a phrase by itself.
func (m *mention) phrase() *phrase {
	return &phrase{first: m.first, end: m.end, mentions: []*mention{m}, country: m.entry.ISO3}
}

// whose is the possessive pronoun that a phrase begins with, as a phrase by itself.
func (p *phrase) whose() *phrase {
	return &phrase{first: p.first, end: p.first + 1, head: p.determiner, pronoun: true}
}

// subjectBefore is the phrase that is the subject of the verb at token at: what
// stands before it, over auxiliaries, adverbs, days and appositions.
func (r *reading) subjectBefore(at int) *phrase {
	if at <= 0 {
		return nil
	}
	floor, quote := r.sentence(at).First, r.words[at].quote
	j := at - 1
	for steps := 0; j >= floor && steps < 12; steps++ {
		w := r.words[j]
		switch {
		case w.quote != quote:
			return nil
		case w.lower == "to" && j > floor && r.lex.Is("raising", r.words[j-1].lower): // "continues to deny"
			j -= 2
		case r.mentionAt[j] == nil && (r.lex.Is("auxiliary", w.lower) || r.lex.Is("adverb", w.lower) || r.lex.Is("time", w.lower)):
			j--
		case (w.lower == "on" || w.lower == "in" || w.lower == "last") && r.lex.Is("time", r.word(j+1).lower):
			j--
		case strings.HasSuffix(w.lower, "ly") && !w.capital && r.mentionAt[j] == nil:
			j--
		case w.lower == "each" && j > floor && r.lex.Is("auxiliary", r.words[j-1].lower): // "have each accused"
			j--
		case w.text == "," || w.text == ")":
			k := r.overAside(j, floor, w.text)
			if k < 0 {
				return nil
			}
			j = k
		case r.lex.Is("relative", w.lower) && r.mentionAt[j] == nil:
			j--
			if j >= floor && r.words[j].text == "," {
				j--
			}
		case w.lower == "and" || w.lower == "but" || w.lower == "then":
			return r.sharedSubject(j, floor, quote)
		default:
			return r.phraseEndingAt(j, floor)
		}
	}
	return nil
}

// overAside is the last token before the aside that ends at the comma or bracket j,
// or -1 where there is none.
func (r *reading) overAside(j, floor int, mark string) int {
	open := ","
	if mark == ")" {
		open = "("
	}
	for k := j - 1; k >= floor && k > j-30; k-- {
		if r.words[k].quote != r.words[j].quote {
			return -1
		}
		if r.words[k].text == open {
			return k - 1
		}
	}
	return -1
}

// sharedSubject is the subject of the verb before "and", which the verb after it
// shares.
func (r *reading) sharedSubject(j, floor, quote int) *phrase {
	for k := j - 1; k >= floor; k-- {
		// "said that Russia would leave, a day after the United States did so and accused":
		// the subject is that of the nearest clause, not of the verb of saying.
		if m := r.mentionAt[k]; m != nil && m.end == k+1 && m.end < j && r.words[k].quote == quote && r.mentionAt[m.end] == nil && r.lex.Is("auxiliary", r.words[m.end].lower) && r.words[m.end].lower != "to" && r.words[m.end].lower != "'s" {
			return r.phraseEndingAt(k, floor)
		}
		if c := r.cueAt[k]; c != nil && r.words[k].quote == quote && c.readings[0].Part == "verb" {
			return r.subjectOf(c)
		}
	}
	return r.sentenceSubject(floor, j)
}

// subjectOf is the subject of an active verb: before it, or for a gerund that of the
// verb before, or of the sentence.
func (r *reading) subjectOf(c *cue) *phrase {
	if !c.gerund() {
		return r.subjectBefore(c.first)
	}
	floor := r.sentence(c.first).First
	if p := r.phraseEndingAt(c.first-1, floor); p != nil && r.word(p.first-1).lower == "with" {
		return p // "with the minister calling it"
	}
	if p := r.sharedSubject(c.first, floor, r.words[c.first].quote); p != nil {
		return p
	}
	return r.sentenceSubject(floor, c.first)
}

// sentenceSubject is the first phrase of the sentence, an opening with a comma after
// it left out.
func (r *reading) sentenceSubject(from, to int) *phrase {
	i := from
	for i < to && !r.words[i].plain {
		i++
	}
	if r.lex.Is("preposition", r.word(i).lower) || strings.HasSuffix(r.word(i).lower, "ing") || r.lex.Is("clause break", r.word(i).lower) {
		for i < to && r.words[i].text != "," {
			i++
		}
		i++
	}
	if i >= to {
		return nil
	}
	return r.phraseStartingAt(i, to)
}

// phraseEndingAt is the noun phrase whose last token is j.
func (r *reading) phraseEndingAt(j, floor int) *phrase {
	if j < floor {
		return nil
	}
	w := r.words[j]
	if r.lex.Is("pronoun", w.lower) {
		return &phrase{first: j, end: j + 1, head: w.lower, pronoun: true}
	}
	p := r.corePhrase(j, floor)
	if p == nil {
		return nil
	}
	// "officials in Washington", "a spokesman for the company": the head is further left.
	before := p.first - 1
	if before > floor && r.lex.Is("preposition", r.words[before].lower) && r.words[before].lower != "as" && !r.lex.Is("clause break", r.words[before].lower) {
		last := before - 1
		if last > floor && r.lex.Is("tied", r.words[last].lower) && (r.lex.Is("people", r.words[last-1].lower) || r.lex.Is("any body", strings.TrimSuffix(r.words[last-1].lower, "s"))) {
			last-- // "militants linked to the Taliban"
		}
		if left := r.phraseEndingAt(last, floor); left != nil && !left.pronoun && (len(left.mentions) == 0 || p.head == "" && left.first >= floor) {
			left.end = j + 1
			if left.country == "" {
				left.country = r.countryIn(p.first, p.end)
			}
			return left
		}
		if len(p.mentions) == 0 {
			return nil
		}
	}
	return p
}

// corePhrase is the phrase that ends at j without what prepositions add on its left.
func (r *reading) corePhrase(j, floor int) *phrase {
	if post := r.postAt[j]; post != nil && post.end == j+1 && post.first >= floor {
		return &phrase{first: post.first, end: j + 1, post: post, head: r.words[j].lower, determiner: post.determiner,
			country: post.iso3, plural: post.plural}
	}
	m := r.mentionAt[j]
	if m != nil && m.kind != "title" && m.kind != "honorific" && m.end == j+1 && m.first >= floor {
		if m.kind == "demonym" && m.entry.Use == "adjective" {
			return nil
		}
		p := &phrase{first: m.first, end: j + 1, mentions: []*mention{m}, country: m.entry.ISO3}
		r.takeLeft(p, floor)
		return p
	}
	w := r.words[j]
	if !w.plain || m != nil || r.lex.Is("function", w.lower) || r.lex.Is("preposition", w.lower) {
		return nil
	}
	p := &phrase{first: j, end: j + 1, head: w.lower}
	for p.first > floor {
		i := p.first - 1
		before := r.words[i]
		if r.lex.Is("determiner", before.lower) {
			p.determiner, p.first = before.lower, i
			break
		}
		listed := r.mentionAt[i]
		if before.lower == "including" {
			break
		}
		if listed == nil && (!before.plain || r.cueAt[i] != nil || r.lex.Is("function", before.lower) || r.lex.Is("preposition", before.lower) || r.lex.Is("adverb", before.lower)) &&
			before.text != "-" && before.lower != "'s" {
			break
		}
		p.first = i
	}
	if p.determiner == "one" && r.word(p.first+1).lower == "of" {
		p.head = "one"
	}
	p.country = r.countryIn(p.first, p.end)
	p.plural = strings.HasSuffix(p.head, "s") && !strings.HasSuffix(p.head, "ss") || r.lex.Is("plural", p.head)
	return p
}

// takeLeft takes into a named phrase the title before it, the article, and names that
// "and" joins to it.
func (r *reading) takeLeft(p *phrase, floor int) {
	if p.first > floor {
		if post := r.postAt[p.first-1]; post != nil && post.end == p.first && post.first >= floor {
			p.first = post.first
		} else if t := r.mentionAt[p.first-1]; t != nil && t.kind == "honorific" {
			p.first = t.first
		}
	}
	if p.first > floor && r.words[p.first-1].lower == "the" {
		p.first--
	}
	if p.first-1 <= floor || r.words[p.first-1].lower != "and" {
		return
	}
	left := r.mentionAt[p.first-2]
	if left != nil && left.end == p.first-1 && r.sameSort(left, p.mentions[0]) {
		joined := &phrase{first: left.first, end: left.end, mentions: []*mention{left}}
		r.takeLeft(joined, floor)
		p.first, p.mentions, p.plural = joined.first, append(joined.mentions, p.mentions...), true
	}
}

// sameSort tells whether two names can be joined as speakers: both people, or
// neither.
func (r *reading) sameSort(a, b *mention) bool {
	return (a.person != nil) == (b.person != nil) && a.kind != "title" && b.kind != "title"
}

func (r *reading) countryIn(first, end int) string {
	if m := r.stateNamed(first, end); m != nil {
		return m.entry.ISO3
	}
	return ""
}

// stateNamed is the first state that the tokens [first, end) name, by any of its names; nil where they name none.
func (r *reading) stateNamed(first, end int) *mention {
	for i := first; i < end; i++ {
		if m := r.mentionAt[i]; m != nil && (m.kind == "country" || m.kind == "demonym" || m.kind == "metonym" || m.kind == "capital" && !m.place) {
			return m
		}
	}
	return nil
}

// phraseStartingAt is the noun phrase that starts at token i and ends before to: the
// subject of an inverted verb, or an object.
func (r *reading) phraseStartingAt(i, to int) *phrase {
	if i >= to {
		return nil
	}
	w := r.words[i]
	if r.lex.Is("pronoun", w.lower) || r.lex.Is("object pronoun", w.lower) {
		return &phrase{first: i, end: i + 1, head: w.lower, pronoun: true}
	}
	start := i
	if post := r.postAt[i]; post != nil && post.first == i {
		if next := r.nameAfter(post, to); next != nil {
			p := &phrase{first: start, end: next.end, mentions: []*mention{next}}
			r.takeRight(p, to)
			return p
		}
		return &phrase{first: start, end: post.end, post: post, head: r.words[post.end-1].lower, determiner: post.determiner,
			country: post.iso3, plural: post.plural}
	}
	determiner := ""
	if r.lex.Is("determiner", w.lower) {
		determiner = w.lower
		i++
	}
	for i < to && r.mentionAt[i] != nil && r.mentionAt[i].kind == "honorific" {
		i = r.mentionAt[i].end
	}
	if i >= to {
		return nil
	}
	if m := r.mentionAt[i]; m != nil && m.first == i && m.kind != "title" && !r.modifies(m, to) {
		p := &phrase{first: start, end: m.end, mentions: []*mention{m}, determiner: determiner, country: m.entry.ISO3}
		r.takeRight(p, to)
		return p
	}
	p := &phrase{first: start, end: i, determiner: determiner}
	for p.end < to {
		w := r.words[p.end]
		if r.mentionAt[p.end] == nil && (!w.plain && w.text != "-" && w.lower != "'s" || r.lex.Is("function", w.lower) || r.cueAt[p.end] != nil && p.end > i) || p.end-i > 7 {
			break
		}
		if m := r.mentionAt[p.end]; m != nil && m.first == p.end && p.end > i && (m.person != nil || m.kind == "organization") && !r.modifies(m, to) {
			p.mentions, p.end = []*mention{m}, m.end // "opposition figure Victoire Ingabire"
			r.takeRight(p, to)
			return p
		}
		p.head = w.lower
		p.end++
	}
	if p.end == i {
		return nil
	}
	p.country = r.countryIn(p.first, p.end)
	p.plural = strings.HasSuffix(p.head, "s") && !strings.HasSuffix(p.head, "ss")
	for p.end < to-1 && r.lex.Is("office preposition", r.word(p.end).lower) && r.mentionAt[p.end+1] != nil {
		p.end = r.mentionAt[p.end+1].end
	}
	return p
}

// modifies tells whether a mention is an adjective of the noun after it ("Russian
// officials", "NATO allies") and so not the phrase's head.
func (r *reading) modifies(m *mention, to int) bool {
	if m.end >= to {
		return false
	}
	next := r.words[m.end]
	if m.kind == "demonym" && !strings.HasSuffix(r.words[m.end-1].lower, "s") {
		return next.plain && !r.lex.Is("function", next.lower)
	}
	return next.plain && (r.lex.Is("people", next.lower) || r.lex.Is("state noun", next.lower) && r.cueAt[m.end] == nil) && m.person == nil
}

// nameAfter is the name that goes with the post: right after it, or behind a comma.
func (r *reading) nameAfter(p *post, to int) *mention {
	at := p.end
	if r.word(at).text == "," && p.determiner != "a" && p.determiner != "an" {
		at++
	}
	if at < to && r.mentionAt[at] != nil && r.mentionAt[at].first == at && r.mentionAt[at].person != nil {
		return r.mentionAt[at]
	}
	return nil
}

// takeRight joins names that follow with "and".
func (r *reading) takeRight(p *phrase, to int) {
	for p.end+1 < to && r.words[p.end].lower == "and" {
		next := p.end + 1
		if r.words[next].lower == "the" && next+1 < to {
			next++
		}
		if post := r.postAt[next]; post != nil && post.first == next {
			next = post.end
		}
		if next >= to {
			return
		}
		m := r.mentionAt[next]
		if m == nil || m.first != next || !r.sameSort(m, p.mentions[0]) || r.modifies(m, to) {
			return
		}
		p.mentions, p.end, p.plural = append(p.mentions, m), m.end, true
	}
}

// subjectAfter is the subject of an inverted verb ("…," said John Smith, the mayor).
func (r *reading) subjectAfter(at int) *phrase {
	to := r.sentence(max(at-1, 0)).End
	p := r.phraseStartingAt(at, to)
	if p == nil || p.pronoun {
		return p
	}
	if p.post != nil && p.post.holder == nil || len(p.mentions) > 0 || r.lex.Is("people", p.head) || r.lex.Is("inanimate", p.head) || p.determiner != "" {
		return p
	}
	return nil
}

// isSource tells whether a phrase without a name can speak.
func (r *reading) isSource(p *phrase) bool {
	return p.pronoun || p.post != nil || len(p.mentions) > 0 || r.lex.Is("people", p.head) || r.lex.Is("inanimate", p.head) ||
		p.determiner == "one" && p.head == "one"
}
