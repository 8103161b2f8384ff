package nlp

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// settings say how the network's numbers are taken. Training chooses them and writes them
// into the weights file, under "calibration"; what is missing there stays as usual.
type settings struct {
	Window int     `json:"window"` // words of a window at most
	Pieces int     `json:"pieces"` // word pieces of a window at most, with the two that frame it
	Gap    int     `json:"gap"`    // words of one role at most so far apart make one range
	Quoted float64 `json:"quoted"` // share of a quotation that content must hold to get all of it
	Spilt  float64 `json:"spilt"`  // share of a quotation up to which content that lies mostly outside gives it up
	Source float64 `json:"source"` // least share of a source where the likeliest roles have none

	// Entry is what it costs to enter a run of words of a role, by the role's name, in nats:
	// it keeps stray words from being pieces of their own, and holes out of what is whole.
	Entry map[string]float64 `json:"entry"`

	Attribution struct {
		Cue        float64    `json:"cue"`        // the usual threshold
		Confidence confidence `json:"confidence"` // how to get it; all zero: it is the cue's probability
	} `json:"attribution"`
	Accusation struct {
		Look       float64    `json:"look"`       // from which probability on a word is looked at as a cue
		Cue        float64    `json:"cue"`        // the usual threshold of what the look gives
		Same       float64    `json:"same"`       // share of the words of two, common to both, above which they are one
		Target     float64    `json:"target"`     // least share of a target where the likeliest roles have none; 0: none is asked for
		Confidence confidence `json:"confidence"` // of cue, target and accuser, as of cue, content and source
	} `json:"accusation"`
}

func usual() settings {
	s := settings{Window: 180, Pieces: 400, Gap: 2, Quoted: 0.5, Spilt: 0.25, Source: 0.1}
	s.Attribution.Cue, s.Accusation.Look, s.Accusation.Cue, s.Accusation.Same = 0.5, 0.05, 0.5, 0.5
	return s
}

// least is the probability from which on words are looked at as cues where the caller asks
// for a confidence: below it, confidence is not calibrated.
const least = 0.2

// confidence is a logistic regression from probabilities to the share of attributions or
// accusations that are right.
type confidence struct {
	Bias, Cue, Content, Source, Sourceless float64
}

// of takes the probability of the cue and the mean ones of the words of content and source;
// that of the source is 0 where there is none.
func (c confidence) of(cue, content, source float64) float64 {
	if c == (confidence{}) {
		return cue
	}
	// The conversions keep some processors from fusing product and sum, which rounds differently.
	sum := c.Bias + float64(c.Cue*logit(cue)) + float64(c.Content*logit(content))
	if source > 0 {
		sum += float64(c.Source * logit(source))
	} else {
		sum += c.Sourceless
	}
	return 1 / (1 + math.Exp(-sum))
}

func logit(p float64) float64 {
	p = min(max(p, 1e-4), 1-1e-4)
	return math.Log(p / (1 - p))
}

// A cue is a word of a window that may be one, with what the network says of it.
type cue struct {
	word   int
	p      float64
	stance string
	types  map[string]float64
	roles  [][]float32 // the share of each role, for each word of the window
}

// part is the words of a window that play a role, and their mean probability; 0 for none.
type part struct {
	words []int
	sure  float64
}

// parts gives each word one of the roles whose costs of entry these are: those of the
// likeliest path (Viterbi 1967).
func (c *cue) parts(entry []float64) []part {
	found := make([]part, len(entry))
	for word, role := range c.path(entry) {
		found[role].words = append(found[role].words, word)
		found[role].sure += float64(c.roles[word][role])
	}
	for i := range found {
		if n := len(found[i].words); n > 0 {
			found[i].sure /= float64(n)
		}
	}
	return found
}

func (c *cue) path(entry []float64) []int {
	n, roles := len(c.roles), len(entry)
	best, next := make([]float64, roles), make([]float64, roles)
	back := make([]int, n*roles) // the role before, of the best path to each
	for word, shares := range c.roles {
		top := 0
		for role := range best {
			if best[role] > best[top] {
				top = role
			}
		}
		for role := range roles {
			back[word*roles+role], next[role] = role, best[role]
			if change := best[top] - entry[role]; change > best[role] && word > 0 {
				back[word*roles+role], next[role] = top, change
			}
			next[role] += math.Log(max(float64(shares[role]), 1e-9))
		}
		best, next = next, best
	}
	path := make([]int, n)
	role := 0
	for other := range best {
		if best[other] > best[role] {
			role = other
		}
	}
	for word := n - 1; word >= 0; word-- {
		path[word], role = role, back[word*roles+role]
	}
	return path
}

// likeliest is the run of words about the likeliest one to play a role, all with a share
// of the least or more; no words where none has it.
func (c *cue) likeliest(role int, least float64) part {
	top := 0
	for word, shares := range c.roles {
		if shares[role] > c.roles[top][role] {
			top = word
		}
	}
	share := func(word int) float64 { return float64(c.roles[word][role]) }
	if share(top) < least {
		return part{}
	}
	first, end := top, top+1
	for first > 0 && share(first-1) >= least {
		first--
	}
	for end < len(c.roles) && share(end) >= least {
		end++
	}
	found := part{}
	for word := first; word < end; word++ {
		found.words = append(found.words, word)
		found.sure += share(word) / float64(end-first)
	}
	return found
}

// best is the index of the largest, the first of equal ones.
func best(shares []float32) int {
	at := 0
	for i, share := range shares {
		if share > shares[at] {
			at = i
		}
	}
	return at
}

// attributions reads those of a window: of its cues, where quotes are its outermost
// quotations. The result is in text order.
func (s *settings) attributions(cues []cue, roles *attributionRoles, quotes []Range, minimum float64) []Attribution {
	var found []Attribution
	for _, c := range s.candidates(cues, roles, quotes, 0, minimum) {
		if c.Verdict == Taken {
			found = append(found, c.Attribution)
		}
	}
	sort.SliceStable(found, func(i, k int) bool {
		a, b := &found[i], &found[k]
		if c := compareRanges(a.Content, b.Content); c != 0 {
			return c < 0
		}
		return compareRanges(a.Cue, b.Cue) < 0
	})
	return found
}

// candidates judges the cues, the likeliest first; those below the floor give nothing.
func (s *settings) candidates(cues []cue, roles *attributionRoles, quotes []Range, floor, minimum float64) []Candidate {
	slices.SortStableFunc(cues, func(a, b cue) int { return cmp.Compare(b.p, a.p) })
	found := make([]Candidate, len(cues))
	contents := make([][]int, len(cues)) // of those taken
	for i := range cues {
		parts := cues[i].parts(roles.entry)
		source, content := parts[roles.source], parts[roles.content]
		if len(source.words) == 0 {
			source = cues[i].likeliest(roles.source, s.Source)
		}
		words := s.settled(content.words, cues[i].word, quotes)
		c := Candidate{Word: cues[i].word, Probability: cues[i].p, Verdict: Taken, Attribution: Attribution{
			Source: s.ranges(source.words), Cue: s.ranges(parts[roles.cue].words), Content: s.ranges(words)}}
		if len(content.words) > 0 {
			c.Confidence = s.Attribution.Confidence.of(c.Probability, content.sure, source.sure)
		}
		switch rival := slices.IndexFunc(contents[:i], func(other []int) bool { return same(words, other) }); {
		case c.Probability < floor:
			c.Verdict = Unlikely
		case len(content.words) == 0:
			c.Verdict = Empty
		case c.Confidence < minimum:
			c.Verdict = Unsure
		case rival >= 0:
			c.Verdict, c.Rival = Repeated, found[rival].Word
		default:
			contents[i] = words
		}
		found[i] = c
	}
	for _, q := range quotes {
		s.divide(q, cues, roles.content, found, contents)
	}
	return found
}

// divide gives a quotation that several attributions have to the one that is surest of
// it, for it is one speaker's; but one that tells of another's cue has it as well.
func (s *settings) divide(q Range, cues []cue, role int, found []Candidate, contents [][]int) {
	var holders []int
	for i, words := range contents {
		if hasAll(words, q) && (cues[i].word < q.First || cues[i].word >= q.End) {
			holders = append(holders, i)
		}
	}
	rivals := slices.DeleteFunc(slices.Clone(holders), func(i int) bool {
		return slices.ContainsFunc(holders, func(k int) bool { _, tells := slices.BinarySearch(contents[i], cues[k].word); return tells })
	})
	if len(rivals) < 2 {
		return
	}
	surest := slices.MaxFunc(rivals, func(a, b int) int { return cmp.Compare(cues[a].share(role, q), cues[b].share(role, q)) })
	for _, i := range rivals {
		if i == surest {
			continue
		}
		contents[i] = slices.DeleteFunc(contents[i], func(word int) bool { return q.First <= word && word < q.End })
		if found[i].Content = s.ranges(contents[i]); len(contents[i]) == 0 {
			found[i].Verdict, found[i].Rival = Repeated, found[surest].Word
		}
	}
}

// hasAll tells whether words, sorted, have all of a range.
func hasAll(words []int, r Range) bool {
	from, last := sort.SearchInts(words, r.First), r.End-r.First-1
	return from+last < len(words) && words[from+last] == r.End-1
}

// share is the sum of a role's shares in the words of a range.
func (c *cue) share(role int, r Range) float64 {
	sum := 0.0
	for _, shares := range c.roles[r.First:r.End] {
		sum += float64(shares[role])
	}
	return sum
}

// compareRanges puts what begins first first, then the longer one.
func compareRanges(a, b []Range) int {
	return slices.CompareFunc(a, b, func(a, b Range) int {
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(b.End, a.End))
	})
}

// accusations reads those of a window that are of the minimum confidence, in text order. Of
// two readings of one, by two words of it, the likelier counts.
func (s *settings) accusations(cues []cue, roles *accusationRoles, minimum float64) []Accusation {
	var found []Accusation
	var told [][]int // the words of cue and charge of those taken
	slices.SortStableFunc(cues, func(a, b cue) int { return cmp.Compare(b.p, a.p) })
	for i := range cues {
		c := &cues[i]
		parts := c.parts(roles.entry)
		if len(parts[roles.target].words) == 0 && s.Accusation.Target > 0 {
			parts[roles.target] = c.likeliest(roles.target, s.Accusation.Target)
		}
		if len(parts[roles.target].words)+len(parts[roles.charge].words) == 0 {
			continue
		}
		words := parts[roles.cue].words
		if len(words) == 0 {
			words = []int{c.word}
		}
		tells := slices.Concat(words, parts[roles.charge].words)
		slices.Sort(tells)
		if slices.ContainsFunc(told, func(other []int) bool { return common(tells, other) > s.Accusation.Same }) {
			continue
		}
		told = append(told, tells)
		sure := max(parts[roles.target].sure, parts[roles.charge].sure/2)
		confidence := s.Accusation.Confidence.of(c.p, sure, parts[roles.accuser].sure)
		if confidence < minimum {
			continue
		}
		found = append(found, Accusation{Cue: s.ranges(words), Accuser: s.ranges(parts[roles.accuser].words),
			Target: s.ranges(parts[roles.target].words), Charge: s.ranges(parts[roles.charge].words),
			Stance: c.stance, Types: c.types, Confidence: confidence})
	}
	sort.SliceStable(found, func(i, k int) bool { return compareRanges(found[i].Cue, found[k].Cue) < 0 })
	return found
}

// settled is content whose ends the quotation marks settle: a quotation that it holds
// most of is all its own, one that it spills into is not. A quotation that the cue stands
// in settles nothing. Content is sorted, and so is the result.
func (s *settings) settled(content []int, cue int, quotes []Range) []int {
	for _, q := range quotes {
		if q.First <= cue && cue < q.End {
			continue
		}
		from, to := sort.SearchInts(content, q.First), sort.SearchInts(content, q.End)
		held := to - from
		share := float64(held) / float64(q.End-q.First)
		switch {
		case share >= s.Quoted:
			all := slices.Clone(content[:from])
			for word := q.First; word < q.End; word++ {
				all = append(all, word)
			}
			content = append(all, content[to:]...)
		case share > 0 && share <= s.Spilt && len(content)-held > held:
			content = append(slices.Clone(content[:from]), content[to:]...)
		}
	}
	return content
}

// same tells whether two contents, sorted, are two readings of one: more than three fifths
// of their words are common.
func same(a, b []int) bool { return common(a, b) > 0.6 }

// common is the share of the words of two lists, sorted, that are in both.
func common(a, b []int) float64 {
	both := 0
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch {
		case a[i] < b[k]:
			i++
		case a[i] > b[k]:
			k++
		default:
			both, i, k = both+1, i+1, k+1
		}
	}
	return float64(both) / float64(max(len(a)+len(b)-both, 1))
}

// ranges are the runs of words, sorted, across gaps.
func (s *settings) ranges(words []int) []Range {
	var found []Range
	for _, word := range words {
		if last := len(found) - 1; last >= 0 && word-(found[last].End-1) <= s.Gap {
			found[last].End = word + 1
			continue
		}
		found = append(found, Range{word, word + 1})
	}
	return found
}

// A label says that a word begins a name of a kind, or goes on in one. It is no name's
// where the kind is empty.
type label struct {
	kind   string
	begins bool
}

// names joins the labels of a window's words. One that goes on where nothing of its kind
// has begun begins.
func names(labels []label) []Name {
	var found []Name
	for word, l := range labels {
		if l.kind == "" {
			continue
		}
		if last := len(found) - 1; !l.begins && last >= 0 && found[last].End == word && found[last].Kind == l.kind {
			found[last].End++
			continue
		}
		found = append(found, Name{Range{word, word + 1}, l.kind})
	}
	return found
}
