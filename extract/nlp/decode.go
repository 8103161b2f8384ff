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

	Attribution struct {
		Cue        float64    `json:"cue"`        // the usual threshold
		Confidence confidence `json:"confidence"` // how to get it; all zero: it is the cue's probability
	} `json:"attribution"`
	Accusation struct {
		Cue float64 `json:"cue"`
	} `json:"accusation"`
}

func usual() settings {
	s := settings{Window: 180, Pieces: 400, Gap: 2, Quoted: 0.5, Spilt: 0.25}
	s.Attribution.Cue, s.Accusation.Cue = 0.5, 0.5
	return s
}

// least is the probability from which on words are looked at as cues where the caller asks
// for a confidence: below it, confidence is not calibrated.
const least = 0.2

// confidence is a logistic regression from probabilities to the share of attributions
// that are right.
type confidence struct {
	Bias, Cue, Content, Source, Sourceless float64
}

// of takes the probability of the cue and the mean ones of the words of content and source;
// that of the source is 0 where there is none.
func (c confidence) of(cue, content, source float64) float64 {
	if c == (confidence{}) {
		return cue
	}
	sum := c.Bias + c.Cue*logit(cue) + c.Content*logit(content)
	if source > 0 {
		sum += c.Source * logit(source)
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
	roles  [][]float32 // the share of each role, for each word of the window
}

// part is the words of a window that play a role, and their mean probability; 0 for none.
type part struct {
	words []int
	sure  float64
}

// parts gives each word to the likeliest of its roles.
func (c *cue) parts(roles int) []part {
	found := make([]part, roles)
	for word, shares := range c.roles {
		role := best(shares)
		found[role].words = append(found[role].words, word)
		found[role].sure += float64(shares[role])
	}
	for i := range found {
		if n := len(found[i].words); n > 0 {
			found[i].sure /= float64(n)
		}
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
	slices.SortStableFunc(cues, func(a, b cue) int { return cmp.Compare(b.p, a.p) })
	var found []Attribution
	var contents [][]int
	for i := range cues {
		parts := cues[i].parts(roles.count)
		source, content := parts[roles.source], parts[roles.content]
		if len(content.words) == 0 {
			continue
		}
		sure := s.Attribution.Confidence.of(cues[i].p, content.sure, source.sure)
		if sure < minimum {
			continue
		}
		words := s.settled(content.words, cues[i].word, quotes)
		if slices.ContainsFunc(contents, func(other []int) bool { return same(words, other) }) {
			continue
		}
		contents = append(contents, words)
		found = append(found, Attribution{Source: s.ranges(source.words), Cue: s.ranges(parts[roles.cue].words),
			Content: s.ranges(words), Confidence: sure})
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

// compareRanges puts what begins first first, then the longer one.
func compareRanges(a, b []Range) int {
	return slices.CompareFunc(a, b, func(a, b Range) int {
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(b.End, a.End))
	})
}

// accusations reads those of a window, in text order.
func (s *settings) accusations(cues []cue, roles *accusationRoles) []Accusation {
	var found []Accusation
	for i := range cues {
		c := &cues[i]
		parts := c.parts(roles.count)
		if len(parts[roles.target].words)+len(parts[roles.charge].words) == 0 {
			continue
		}
		words := parts[roles.cue].words
		if len(words) == 0 {
			words = []int{c.word}
		}
		found = append(found, Accusation{Cue: s.ranges(words), Accuser: s.ranges(parts[roles.accuser].words),
			Target: s.ranges(parts[roles.target].words), Charge: s.ranges(parts[roles.charge].words),
			Stance: c.stance, Confidence: c.p})
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

// same tells whether two contents, sorted, are two readings of one: more than four fifths
// of their words are common.
func same(a, b []int) bool {
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
	return float64(both) > 0.8*float64(len(a)+len(b)-both)
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
