package nlp

// A window is what the network sees at a time: whole paragraphs of up to so many words. A
// longer paragraph is cut between sentences, a longer sentence anywhere. The network is
// trained on windows that are laid out in the same way (train/text.py).
//
// windows returns them in order; together they hold every token once.
func windows(t *Text, limit int) []Range {
	var found []Range
	add := func(first, end int) {
		if last := len(found) - 1; last >= 0 && end-found[last].First <= limit {
			found[last].End = end
			return
		}
		found = append(found, Range{first, end})
	}
	for i := 0; i < len(t.Sentences); {
		k := i + 1
		for k < len(t.Sentences) && t.Sentences[k].Paragraph == t.Sentences[i].Paragraph {
			k++
		}
		if first, end := t.Sentences[i].First, t.Sentences[k-1].End; end-first <= limit {
			add(first, end)
		} else {
			for _, s := range t.Sentences[i:k] {
				for first := s.First; first < s.End; first += limit {
					add(first, min(first+limit, s.End))
				}
			}
		}
		i = k
	}
	return found
}

// halves cuts a window of two words or more in two: between the sentences nearest its
// middle, or in its middle where it has but one sentence.
func halves(t *Text, w Range) (Range, Range) {
	middle := (w.First + w.End) / 2
	s := t.Sentences[t.Tokens[middle].Sentence]
	cut := middle
	before, after := s.First > w.First, s.End < w.End
	switch {
	case before && (!after || middle-s.First <= s.End-middle):
		cut = s.First
	case after:
		cut = s.End
	}
	return Range{w.First, cut}, Range{cut, w.End}
}

// outermost returns the tokens of the quotations that are in no other, with their marks.
func outermost(t *Text) []Range {
	var found []Range
	k := 0
	for _, q := range t.Quotations {
		if q.Depth > 0 {
			continue
		}
		for k < len(t.Tokens) && t.Tokens[k].End <= q.Start {
			k++
		}
		end := k
		for end < len(t.Tokens) && t.Tokens[end].Start < q.End {
			end++
		}
		if end > k {
			found = append(found, Range{k, end})
			k = end
		}
	}
	return found
}

// within returns the part of each range that lies in the window, counted from its start.
// The ranges are in order and apart; rest are those that may reach the next window.
func within(ranges []Range, w Range) (inside, rest []Range) {
	for len(ranges) > 0 && ranges[0].End <= w.First {
		ranges = ranges[1:]
	}
	for _, r := range ranges {
		if r.First >= w.End {
			break
		}
		inside = append(inside, Range{max(r.First, w.First) - w.First, min(r.End, w.End) - w.First})
	}
	return inside, ranges
}
