package extract

import (
	"slices"
	"strings"

	"rostrum/extract/nlp"
	"rostrum/schema"
)

// withoutAsides are the words of whom an accusation is of without those that the reader takes along though they only tell
// more of them: whose they are, where, beside whom.
func (r *reading) withoutAsides(words []nlp.Range, a *nlp.Accusation, charge schema.Span) []nlp.Range {
	if len(words) == 1 && r.isVictim(words[0], a, charge) {
		return nil // "an attempted coup against the government"
	}
	if len(words) < 2 {
		return words
	}
	if named := slices.DeleteFunc(slices.Clone(words), r.isTown); len(named) > 0 {
		words = named
	}
	first, end := r.tokens(charge)
	for k, part := range words {
		if r.isObject(part, a) || r.isGround(part, first) || r.isAgent(part, end) {
			return r.coordinated(words, k)
		}
	}
	kept := slices.Clone(words[:1])
	for k := 1; k < len(words); k++ {
		before := words[k-1]
		switch part := words[k]; {
		case r.includedIn(part) && len(kept) == 1 && kept[0] == before && r.nameIn(before.First, before.End) == nil && !r.hasPreposition(before):
			if m := r.nameIn(part.First, part.End); m != nil && (m.person != nil || m.isBody()) {
				kept[0] = part // "many organizations, including the Red Cross"
			} else if m == nil {
				return kept // "thirteen people, including three gunmen"
			}
		case r.isForces(before) && kept[len(kept)-1] == before && part.First-before.End <= nearVerb && slices.Contains([]string{"of", "from"}, r.prepositionOf(part)):
			kept[len(kept)-1].End = part.End // "forces from the TPLF"
		case r.text.Tokens[before.First].Sentence != r.text.Tokens[part.First].Sentence:
			kept = append(kept, part)
		case r.modifiesNext(before, part), r.prepositionOf(part) == "by" && r.ledBy(part):
			if kept[len(kept)-1] == before {
				kept = kept[:len(kept)-1]
			}
			kept = append(kept, part)
		case r.tellsMore(part, before), part.First > first && part.End < end && words[0].First < first:
		default:
			kept = append(kept, part)
		}
	}
	return kept
}

// accuserWords are the words of who accuses without those that only tell more of them, or where: "France withdraws its case at the
// court"; of one who has a case, nobody else: "The court dismisses Sudan's case".
func (r *reading) accuserWords(words []nlp.Range, charge schema.Span) []nlp.Range {
	if len(words) < 2 {
		return words
	}
	first, end := r.tokens(charge)
	if words[0].End <= first {
		words = slices.DeleteFunc(slices.Clone(words), func(part nlp.Range) bool {
			return part.First >= end && (r.saysAt(part.End) || r.saysAt(part.First-1)) // ", officials said"
		})
	}
	for _, part := range words {
		if r.hasCase(part) {
			return []nlp.Range{part}
		}
	}
	kept := slices.Clone(words[:1])
	for k := 1; k < len(words); k++ {
		before, part := kept[len(kept)-1], words[k]
		of := r.prepositionOf(part)
		switch {
		case r.joinedBy(before.End, part.First) || r.text.Tokens[before.First].Sentence != r.text.Tokens[part.First].Sentence:
			kept = append(kept, part)
		case r.modifiesNext(before, part), of == "of" && r.nameIn(before.First, before.End) == nil && part.First-before.End <= nearParts && r.isBodyNamed(part):
			kept[len(kept)-1] = part // "the prosecution of the tribunal"
		case slices.Contains([]string{"at", "in", "before", "to", "against", "on", "from", "with"}, of):
		default:
			kept = append(kept, part)
		}
	}
	return kept
}

// saysAt tells whether a verb of saying stands at token i.
func (r *reading) saysAt(i int) bool {
	return i >= 0 && i < len(r.words) && r.cueAt[i] != nil && r.cueAt[i].says()
}

// isBodyNamed tells whether a part begins with the name of a body.
func (r *reading) isBodyNamed(part nlp.Range) bool {
	m := r.mentionAt[part.First]
	return m != nil && m.person == nil && m.isBody() && m.hint != "place"
}

// hasCase tells whether a part is who has a case at law: "Sudan's case", "a complaint by the union".
func (r *reading) hasCase(part nlp.Range) bool {
	if next := r.word(part.End).lower; (next == "'s" || next == "’s") && r.lex.Is("lawsuit", r.word(part.End+1).lower) {
		return true
	}
	last := part.End - 1
	if w := r.words[last].lower; (w == "'s" || w == "’s") && r.lex.Is("lawsuit", r.word(part.End).lower) {
		return true
	}
	i := part.First
	if r.lex.Is("determiner", r.word(i-1).lower) {
		i--
	}
	return r.word(i-1).lower == "by" && r.lex.Is("lawsuit", r.word(i-2).lower)
}

// isTown tells whether a part is a town with its state behind it: "Tulsa, Okla., police officer Betty Shelby".
func (r *reading) isTown(part nlp.Range) bool {
	at := part.End
	return r.word(at).text == "," && at+1 < len(r.words) && r.regionAt[at+1] != nil && r.regionAt[at+1].first == at+1 && r.mentionAt[part.First] != nil && r.mentionAt[part.First].person == nil
}

// isVictim tells whether a part is against whom the wrong is that the charge tells of.
func (r *reading) isVictim(part nlp.Range, a *nlp.Accusation, charge schema.Span) bool {
	first, end := r.tokens(charge)
	if r.prepositionOf(part) == "of" && r.doneTo(part) {
		return true
	}
	at := part.First - 1
	for at > first && r.lex.Is("determiner", r.words[at].lower) {
		at--
	}
	return at > first && r.words[at].lower == "against" && part.First >= end-1 && at <= end && at > a.Cue[0].First && r.cueAt[a.Cue[0].First] == nil && !r.answersCharge(first, at)
}

// doneTo tells whether a part stands behind a noun of what is done to somebody: "the murder of the journalist".
func (r *reading) doneTo(part nlp.Range) bool {
	for i := part.First; i > r.sentence(part.First).First && i > part.First-8; i-- {
		if r.words[i].lower == "of" {
			return r.lex.Is("done to", r.words[i-1].lower)
		}
	}
	return false
}

// coordinated are the words [k] and those that a list joins to them.
func (r *reading) coordinated(words []nlp.Range, k int) []nlp.Range {
	first, end := k, k+1
	for first > 0 && r.joinedBy(words[first-1].End, words[first].First) {
		first--
	}
	for end < len(words) && r.joinedBy(words[end-1].End, words[end].First) {
		end++
	}
	return slices.Clone(words[first:end])
}

// joinedBy tells whether the tokens [first, end) hold a comma or "and".
func (r *reading) joinedBy(first, end int) bool {
	for i := first; i < end; i++ {
		if w := r.words[i]; w.text == "," || w.lower == "and" || w.lower == "or" {
			return true
		}
	}
	return false
}

// isObject tells whether a part is the object of an accusing verb: "turns on the moderators and accuses the audience".
func (r *reading) isObject(part nlp.Range, a *nlp.Accusation) bool {
	c := r.cueAt[a.Cue[0].First]
	if c == nil || r.passive(c.first) || !r.answers(c.first) || c.readings[0].Part != "verb" {
		return false
	}
	return part.First == c.end || part.First == c.end+1 && r.lex.Is("determiner", r.words[c.end].lower)
}

// isGround tells whether what follows a part gives the charge, which begins at token at, as the reason of what is done to it:
// "retaliate against Russia for interference".
func (r *reading) isGround(part nlp.Range, at int) bool {
	switch r.prepositionOf(part) {
	case "against", "with", "on":
	default:
		return false
	}
	next := r.word(part.End).lower
	return part.End < at && at-part.End <= nearVerb && (next == "for" || next == "over" || next == "due")
}

// isAgent tells whether a part did what the charge that ends at token end tells in the passive: "beaten by the police".
func (r *reading) isAgent(part nlp.Range, end int) bool {
	return r.prepositionOf(part) == "by" && part.First >= end && part.First-end <= nearVerb
}

// prepositionOf is the preposition that a part stands behind, but for its title and article; "" where it stands behind none.
func (r *reading) prepositionOf(part nlp.Range) string {
	i := part.First
	if m := r.mentionAt[i]; m != nil {
		i = m.first
	} else if r.lex.Is("preposition", r.words[i].lower) {
		return r.words[i].lower
	}
	for i--; i >= r.sentence(part.First).First; i-- {
		w := r.words[i]
		if m := r.mentionAt[i]; m != nil && m.kind != "title" && m.kind != "honorific" && m.kind != "demonym" || m == nil && !r.lex.Is("determiner", w.lower) && (w.lower != "former") && !r.isAttribute(i) {
			break
		}
	}
	w, before := r.word(i).lower, r.word(i-1).lower
	if w == "with" && (before == "along" || before == "together") || !r.lex.Is("preposition", w) && w != "as" {
		return ""
	}
	return w
}

// isAttribute tells whether the word at token i is a noun or adjective before a noun.
func (r *reading) isAttribute(i int) bool {
	w := r.words[i]
	return w.plain && !r.lex.Is("function", w.lower) && !r.lex.Is("preposition", w.lower) && !r.lex.Is("people", w.lower) && r.cueAt[i] == nil && !strings.HasSuffix(w.lower, "ing")
}

// includedIn tells whether a part is the first of those that a description includes.
func (r *reading) includedIn(part nlp.Range) bool {
	i := part.First - 1
	for i >= 0 && (r.lex.Is("determiner", r.words[i].lower) || r.words[i].lower == "former" || r.mentionAt[i].isTitle()) {
		i--
	}
	return r.word(i).lower == "including"
}

// ledBy tells whether a part leads those that stand before it: "a coalition led by Saudi Arabia".
func (r *reading) ledBy(part nlp.Range) bool {
	for i := part.First - 1; i > part.First-4 && i > 0; i-- {
		if r.words[i].lower == "by" {
			return r.words[i-1].lower == "led"
		}
	}
	return false
}

// isForces tells whether a part is of forces or members without a name.
func (r *reading) isForces(part nlp.Range) bool {
	w := r.words[part.End-1].lower
	return r.mentionAt[part.End-1] == nil && (r.lex.Is("organ", w) || r.lex.Is("members", w))
}

// modifiesNext tells whether a part only stands before the next as its owner or adjective: "Yoon's spouse Kim", "Irish carrier
// Ryanair", "the newspaper The New York Times".
func (r *reading) modifiesNext(part, next nlp.Range) bool {
	if next.First-part.End > nearVerb || r.joinedBy(part.End, next.First) || r.hasPreposition(part) {
		return false
	}
	for i := part.End; i < next.First; i++ {
		if w := r.words[i]; w.lower != "'s" && w.text != "'" && w.text != "’" && w.text != "-" && w.text != "*" && (!w.plain || r.lex.Is("function", w.lower) || r.lex.Is("preposition", w.lower)) {
			return false
		}
	}
	return true
}

// tellsMore tells whether a part stands behind a preposition or in a relative clause that tells of the part before: "journalists of
// LeMan", "Shelby, who shot Crutcher".
func (r *reading) tellsMore(part, before nlp.Range) bool {
	if i := before.End; i < part.First {
		if r.words[i].text == "," {
			i++
		}
		if r.lex.Is("relative", r.words[i].lower) && r.words[i].lower != "that" && !r.joinedBy(i, part.First) {
			return true // "Shelby, who shot Crutcher"
		}
	}
	switch r.prepositionOf(part) {
	case "", "for", "over", "between", "among":
		if at := r.mentionAt[part.First]; at != nil && r.lex.Is("be", r.word(at.first-1).lower) {
			return true // "seven people, whom they allege are Hamas members"
		}
		return r.hasPreposition(before) && part.First-before.End <= nearVerb && !r.joinedBy(before.End, part.First)
	}
	return true
}

// hasPreposition tells whether a preposition stands within a part: "journalists of the magazine".
func (r *reading) hasPreposition(part nlp.Range) bool {
	return part.End > part.First+1 && slices.ContainsFunc(r.words[part.First+1:part.End], func(w word) bool { return r.lex.Is("preposition", w.lower) })
}
