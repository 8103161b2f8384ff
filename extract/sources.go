package extract

import (
	"slices"
	"strings"

	"rostrum/extract/nlp"
)

// sourcePhrase is the phrase that the reader took for who speaks; nil where it has
// none.
func (r *reading) sourcePhrase(a *nlp.Attribution) *phrase {
	first, end := r.sourceRange(a)
	if first >= end {
		return nil
	}
	switch w := r.words[first].lower; {
	case end == first+1 && (w == "the" || w == "a" || w == "an"):
		return nil // the reader has lost the noun
	case r.lex.Is("relative", w) && w != "that" && (end == first+1 || r.mentionAt[first+1] == nil): // "who said": whom the words before name
		if p := r.beforeRelative(first); p != nil {
			return p
		}
		return &phrase{first: first, end: end, head: w, pronoun: true}
	case r.lex.Is("pronoun", w) && (r.mentionAt[first] == nil || r.mentionAt[first].end == first+1), end == first+1 && (r.lex.Is("object pronoun", w) || r.lex.Is("possessive pronoun", w)):
		return &phrase{first: first, end: first + 1, head: w, pronoun: true}
	}
	if p := r.participleSubject(a, first, end); p != nil {
		return p
	}
	return r.readSource(first, end)
}

// participleSubject is the subject of the clause that a cue behind a comma goes on with, where the reader took the clause's
// object for the source: "It attacked Trump, saying".
func (r *reading) participleSubject(a *nlp.Attribution, first, end int) *phrase {
	if len(a.Cue) == 0 || end != a.Cue[0].First-1 || r.words[end].text != "," || !strings.HasSuffix(r.words[end+1].lower, "ing") {
		return nil
	}
	verb := first - 1
	if verb <= r.sentence(first).First || !r.isPast(verb) {
		return nil
	}
	return r.subjectBefore(verb)
}

// beforeRelative is the phrase that a relative pronoun at token at stands for.
func (r *reading) beforeRelative(at int) *phrase {
	before, floor := at-1, r.sentence(at).First
	if r.word(before).text == "," {
		before--
	}
	for i := before; i >= floor; i-- { // "McConnell, now the leader, who"
		m := r.mentionAt[i]
		if m == nil || r.words[i].quote != r.words[at].quote || m.kind == "title" || m.kind == "honorific" {
			continue
		}
		if (m.person != nil) == (r.words[at].lower == "who") && (i == before || m.person != nil && m.end <= before && r.word(m.end).text == ",") {
			return m.phrase()
		}
		if m.person != nil {
			break
		}
	}
	return r.phraseEndingAt(before, floor)
}

// sourceRange is the tokens of a source: of several pieces those nearest to the cue,
// without marks around them, and wholly those names that it has a part of.
func (r *reading) sourceRange(a *nlp.Attribution) (first, end int) {
	if len(a.Source) == 0 {
		return 0, 0
	}
	best, most := false, 0.0
	for i := 0; i < len(a.Source); i++ {
		from, to := a.Source[i].First, a.Source[i].End
		for i+1 < len(a.Source) && a.Source[i+1].First-to <= nearPieces && !cueBetween(a, to, a.Source[i+1].First) && r.text.Tokens[from].Sentence == r.text.Tokens[a.Source[i+1].First].Sentence {
			i++
			to = a.Source[i].End
		}
		if score := r.pieceScore(from, to, anchor(a)); !best || score > most {
			best, most, first, end = true, score, from, to
		}
	}
	if s := r.sentence(first); end > s.End {
		end = s.End
	}
	first, end = r.wholeSource(a, first, end)
	for first < end-1 && !r.words[first].plain {
		first++
	}
	for end > first+1 && !r.words[end-1].plain && r.words[end-1].text != ")" {
		end--
	}
	if m := r.mentionAt[first]; m != nil {
		first = m.first
	}
	to := r.sentence(first).End
	if end < to && r.words[end-1].lower == "of" { // "the government of": cut short
		end++
	}
	if end < to && r.lex.Is("determiner", r.words[end-1].lower) && r.mentionAt[end] != nil && !r.isOwner(r.mentionAt[end]) {
		end++ // "the": of "the U.A.E."
	}
	if m := r.mentionAt[end-1]; m != nil {
		end = max(end, m.end)
	}
	return first, end
}

// cueBetween tells whether a part of the cue stands in the tokens [first, end).
func cueBetween(a *nlp.Attribution, first, end int) bool {
	return slices.ContainsFunc(a.Cue, func(c nlp.Range) bool { return c.First < end && c.End > first })
}

// wholeSource adds to a source the name that it was cut off from: behind it, up to the
// cue ("Trump lawyer Marc Kasowitz"), or before an aside ("Dean, a doctor,").
func (r *reading) wholeSource(a *nlp.Attribution, first, end int) (int, int) {
	s := r.sentence(first)
	if end < s.End && r.mentionAt[end] != nil && r.mentionAt[end].first == end && r.mentionAt[end].person != nil && r.mentionAt[end-1] == nil && r.words[end-1].plain &&
		!r.lex.Is("preposition", r.words[end-1].lower) {
		end = r.mentionAt[end].end // "Rival Hillary Clinton"
	}
	if len(a.Cue) > 0 && a.Cue[0].First > end && a.Cue[0].First <= end+longNoun {
		if m := r.mentionAt[a.Cue[0].First-1]; m != nil && m.person != nil && r.mentionAt[end-1] != nil && r.allPlain(end, m.first) {
			end = m.end
		}
	}
	before := first - 1
	if m := r.mentionAt[max(before, 0)]; m != nil && m.person != nil && r.lex.Is("preposition", r.words[first].lower) {
		return m.first, end // "of the Institute"
	}
	if mark := r.words[first].text; mark == ")" || mark == "(" || mark == "," {
		before = first
	}
	if mark := r.word(before).text; before < s.First+1 || mark != ")" && mark != "(" && mark != "," {
		return first, end
	}
	for before > s.First && (r.words[before].text == ")" || len(r.words[before].text) == 1 && before > first-4 && r.words[before].text != ",") {
		before--
	}
	if m := r.mentionAt[max(before-1, 0)]; m != nil && m.kind != "title" && (before == first || m.first <= s.First+1 && r.mentionAt[first] != nil && r.mentionAt[first].person == nil && r.isOwner(r.mentionAt[first])) {
		first = m.first
	}
	return first, end
}

// longNoun is how many tokens of a source are missing at most before its cue.
const longNoun = 5

func (r *reading) allPlain(first, end int) bool {
	for i := first; i < end; i++ {
		if w := r.words[i]; !w.plain || r.lex.Is("function", w.lower) || r.lex.Is("preposition", w.lower) {
			return false
		}
	}
	return true
}

// pieceScore is how likely a piece of a source is the speaker, not a scrap of what is
// said: it names somebody, does not begin with a preposition, stands near the cue.
func (r *reading) pieceScore(first, end, cue int) float64 {
	score := -float64(max(first-cue, cue-end, 0)) / 50
	if r.text.Tokens[first].Sentence != r.text.Tokens[cue].Sentence {
		score -= 4
	}
	if r.lex.Is("preposition", r.words[first].lower) {
		score -= 2
	}
	switch {
	case r.lex.Is("possessive pronoun", r.words[first].lower) && end == first+1:
		score--
	case r.lex.Is("preposition", r.word(first-1).lower) && first > cue:
		score -= 1.5 // "said in response to Tillerson"
	}
	if end == cue {
		score += 0.8 // "as The New Yorker put it"
	}
	if strings.HasSuffix(r.words[cue].lower, "ing") && end <= cue && r.beginsSentence(first) {
		score += 2.5 // "The United States imposes sanctions on Dong Jingwei, accusing"
	}
	if r.words[first].quote != r.words[cue].quote || isMark(r.words[first].text) {
		score -= 2 // "on “Fox and Friends”"
	}
	if r.lex.Is("people", r.words[end-1].lower) || r.postAt[end-1] != nil {
		score += 1.5
	}
	if m := r.nameIn(first, end); m != nil && m.person != nil {
		return score + 2
	} else if r.lex.Is("pronoun", r.words[first].lower) && end == first+1 {
		return score + 1.5
	} else if m != nil && m.first >= first && m.end <= end {
		return score + 1
	}
	return score
}

// beginsSentence tells whether only a determiner stands before token at in its sentence.
func (r *reading) beginsSentence(at int) bool {
	first := r.sentence(at).First
	return at == first || at == first+1 && r.lex.Is("determiner", r.words[first].lower)
}

// nearPieces is how many tokens lie between pieces of one source.
const nearPieces = 3

// sourceReader reads a source from left to right: a noun with what stands before it,
// what prepositions and relative pronouns add, appositions behind commas, names.
type sourceReader struct {
	*reading
	p      *phrase
	noun   int  // token of the noun at the head, -1 where there is none
	inside bool // of what a preposition or relative pronoun adds
	aside  bool // behind the first comma
	stop   int  // end of the noun's phrase
}

// readSource is the phrase of the tokens [first, end): the names at its head, or its
// noun. "Trump's lawyer Marc Kasowitz, who met Clinton," is Marc Kasowitz.
func (r *reading) readSource(first, end int) *phrase {
	for first+1 < end && r.mentionAt[first] == nil && r.mentionAt[first+1] != nil && (r.lex.Is("adverb", r.words[first].lower) || r.lex.Is("relative", r.words[first].lower)) {
		first++ // "Even China", "who Trump says are criminals"
	}
	s := &sourceReader{reading: r, p: &phrase{first: first, end: end}, noun: -1, stop: end}
	for i := first; i < end; {
		i = s.step(i, end)
	}
	p := s.p
	if m := r.officerOf(p, end); m != nil {
		p.mentions = []*mention{m}
	}
	switch {
	case len(p.mentions) > 0:
		p.post, p.head, p.country, p.plural = nil, "", p.mentions[0].entry.ISO3, len(p.mentions) > 1
		return p
	case s.noun < 0:
		if m := r.nameIn(first, end); m != nil {
			return &phrase{first: first, end: end, mentions: []*mention{m}, country: m.entry.ISO3}
		}
		s.noun = end - 1
	}
	p.end = s.stop
	p.head = r.words[s.noun].lower
	p.country = r.countryIn(first, end)
	if p.post != nil {
		p.plural = p.post.plural
		if p.post.iso3 != "" {
			p.country = p.post.iso3
		}
		if p.determiner == "" {
			p.determiner = p.post.determiner
		}
	} else {
		p.plural = strings.HasSuffix(p.head, "s") && !strings.HasSuffix(p.head, "ss") || r.lex.Is("plural", p.head) || r.lex.Is("several", r.words[first].lower)
	}
	return p
}

// officerOf is the person whom the words behind a place in a source name: "Tulsa, Okla., police
// officer Betty Shelby"; nil where it begins with no place in a state.
func (r *reading) officerOf(p *phrase, end int) *mention {
	if len(p.mentions) != 1 || p.mentions[0].person != nil {
		return nil
	}
	at := p.mentions[0].end
	if r.word(at).text != "," || at+1 >= len(r.words) || r.regionAt[at+1] == nil || r.word(r.regionAt[at+1].end).text != "," {
		return nil
	}
	if m := r.nameIn(r.regionAt[at+1].end, end); m != nil && m.person != nil {
		return m
	}
	return nil
}

// step reads what stands at token i, and is the token to go on with.
func (s *sourceReader) step(i, end int) int {
	w, m, p := s.words[i], s.mentionAt[i], s.p
	switch {
	case w.text == "(" || w.text == "[":
		for i < end && s.words[i].text != ")" && s.words[i].text != "]" {
			i++
		}
		return i + 1
	case w.text == "," || (w.text == "--" || w.text == "—" || w.text == "–") && !s.isGlued(i):
		s.halt(i)
		s.inside, s.aside = false, true
		return i + 1
	case m != nil && m.kind != "title" && m.kind != "honorific" && (s.postAt[i] == nil || s.inside || s.postAt[i].title.first < i):
		s.name(m, end)
		return m.end
	case s.postAt[i] != nil:
		post := s.postAt[i]
		if !s.inside && !s.aside && len(p.mentions) == 0 {
			if p.determiner == "" {
				p.determiner = post.determiner
			}
			p.post, s.noun = post, post.end-1
			s.inside = post.end > post.title.end // "officials at the ministry"
		}
		return max(post.end, i+1)
	case s.lex.Is("relative", w.lower) && i > p.first:
		s.halt(i)
		s.inside = true
	case s.lex.Is("preposition", w.lower), s.noun >= 0 && strings.HasSuffix(w.lower, "ed") && (s.lex.Is("preposition", s.word(i+1).lower) || s.lex.Is("document", s.words[s.noun].lower)):
		if s.noun >= 0 || len(p.mentions) > 0 {
			s.inside = true
			if s.noun >= 0 && !s.aside && p.owner == nil {
				p.owner = s.ownerBehind(i, end)
			}
		}
	case !w.plain:
	case s.lex.Is("determiner", w.lower) && !s.inside:
		if i == p.first {
			p.determiner = w.lower
		}
		if (w.lower == "one" || w.lower == "some" || w.lower == "several" || w.lower == "many" || w.lower == "others") && s.noun < 0 {
			s.noun = i
		}
	case w.lower == "and" || w.lower == "or" || w.lower == "'s":
	case !s.inside && !s.aside && len(p.mentions) == 0:
		s.noun = i
		p.post = nil
	}
	return i + 1
}

// isGlued tells whether a dash joins two words: "Export–Import Bank".
func (s *sourceReader) isGlued(i int) bool {
	t := s.text.Tokens
	return i > 0 && i+1 < len(t) && t[i-1].End == t[i].Start && t[i].End == t[i+1].Start
}

// halt ends the phrase of the noun.
func (s *sourceReader) halt(i int) {
	if !s.aside && !s.inside || s.stop == s.p.end {
		s.stop = min(s.stop, i)
	}
}

// name takes a name for a speaker where it is the head of its phrase.
func (s *sourceReader) name(m *mention, end int) {
	p := s.p
	if s.inside && (m.person == nil || !s.endsTitle(m)) {
		return
	}
	if next := s.word(m.end); next.lower == "'s" || next.text == "'" || next.text == "’" {
		if m.end < end && (len(p.mentions) == 0 && !s.aside || len(p.mentions) == 1 && p.mentions[0].person == nil) {
			p.owner, p.mentions = m, nil // "University of California, San Diego's"
		}
		return
	}
	if m.kind == "demonym" && m.entry.Use == "adjective" || s.modifiesNoun(m, end) {
		if len(p.mentions) == 0 && !s.aside && p.owner == nil {
			p.owner = m
		}
		return
	}
	switch {
	case m.kind == "treaty", m.place:
		return
	case len(p.mentions) == 0:
		if m.person == nil && (s.aside && s.noun >= 0 && (s.words[m.first-1].lower != "the" || m.end < end && s.words[m.end].plain) || m.hint == "place") {
			return // "a union, NATO ally"; but "one of the groups, the Red Cross,"
		}
		p.mentions = []*mention{m}
	case s.sameSort(m, p.mentions[0]) && s.joinsList(m):
		p.mentions = append(p.mentions, m)
	case m.person != nil && p.mentions[0].person == nil && !s.aside: // "Fox host Sean Hannity"
		p.mentions = []*mention{m}
	}
}

// endsTitle tells whether a name stands behind a long title without an article, which
// asks for one: "Minister of State for the Armed Forces Luke Pollard".
func (s *sourceReader) endsTitle(m *mention) bool {
	if p := s.p; p.post == nil || p.post.plural || p.post.determiner != "" || len(p.mentions) > 0 || s.aside {
		return false
	}
	before := s.words[m.first-1]
	titled := s.mentionAt[m.first-1].isTitle()
	return m.first == s.p.post.end || before.plain && before.capital && !titled
}

// modifiesNoun tells whether a name only stands before a noun or another name, as an
// adjective does.
func (r *reading) modifiesNoun(m *mention, end int) bool {
	if m.end >= end {
		return false
	}
	behind := m.end
	if r.words[behind].text == "(" && m.person == nil { // "Ministry of Trade (MITI) official"
		for behind < end && r.words[behind].text != ")" {
			behind++
		}
		if behind++; behind >= end {
			return false
		}
	}
	next := r.words[behind]
	if next.text == "-" || next.text == "/" || next.text == "–" && behind == m.end {
		return true
	}
	if other := r.mentionAt[behind]; other != nil {
		return true
	}
	if m.person != nil && (strings.HasSuffix(next.lower, "ed") || r.lex.Is("strong past", next.lower)) {
		return false // "Trump congratulated"
	}
	return next.plain && !r.lex.Is("function", next.lower) && !r.lex.Is("preposition", next.lower) && !r.lex.Is("relative", next.lower) &&
		!strings.HasSuffix(next.lower, "ing") && !r.lex.Is("adverb", next.lower)
}

// joinsList tells whether a name goes on with a list of names: right behind the one
// before but for a comma, "and" and a title, or behind "and".
func (s *sourceReader) joinsList(m *mention) bool {
	before := m.first - 1
	for before > s.p.first && s.mentionAt[before].isTitle() {
		before = s.mentionAt[before].first - 1
	}
	if s.words[before].lower == "the" {
		before--
	}
	last := s.p.mentions[len(s.p.mentions)-1]
	switch s.word(before).lower {
	case "and", "&":
		return true
	case ",":
		return before == last.end
	}
	return false
}

// ownerBehind is the name that stands behind a preposition: whose statement, whose
// spokesman.
func (r *reading) ownerBehind(i, end int) *mention {
	for j := i + 1; j < end && j < i+6; j++ {
		if m := r.mentionAt[j]; m != nil && m.kind != "title" && m.kind != "honorific" {
			return m
		}
		if r.words[j].text == "," {
			break
		}
	}
	return nil
}

// nameIn is the first person named in the tokens, or else the first name.
func (r *reading) nameIn(first, end int) *mention {
	var any *mention
	for i := first; i < end; i++ {
		m := r.mentionAt[i]
		if m == nil || m.kind == "title" || m.kind == "honorific" || m.kind == "treaty" {
			continue
		}
		if m.person != nil {
			return m
		}
		if any == nil {
			any = m
		}
	}
	return any
}
