package nlp

// wholeNames are the names that the network found, each made whole where its labels fall short of the
// capitals: one that ends with "of" goes on over what follows ("Museum of Flight"), bodies and places that
// touch are one ("Johnson Space Center"), and the end of one in lower case falls off ("University of NSW's
// school"). Titles, laws and events stay as they are. They stand in the order of the text.
func wholeNames(t *Text, names []Name) []Name {
	var whole []Name
	for k := 0; k < len(names); k++ {
		n := names[k]
		end := t.Sentences[t.Tokens[n.First].Sentence].End
		if n.Kind != "organization" && n.Kind != "place" {
			whole = append(whole, n)
			continue
		}
		for grown := true; grown; {
			grown = false
			if next := k + 1; next < len(names) && names[next].First <= n.End && names[next].End <= end && (names[next].First < n.End || t.touches(n, names[next])) {
				if names[next].End > n.End {
					n.Kind, n.End = names[next].Kind, names[next].End
				}
				k, grown = next, true
			} else if to := t.overLink(n.End, end); to > n.End {
				n.End, grown = to, true
			}
		}
		for n.End > n.First+1 && !t.isCapital(n.End-1) {
			n.End--
		}
		whole = append(whole, n)
	}
	return whole
}

// touches tells whether two names are pieces of one: both in capitals, nothing between.
func (t *Text) touches(a, b Name) bool {
	return (b.Kind == "organization" || b.Kind == "place") && t.isCapital(a.End-1) && t.isCapital(b.First)
}

// overLink is where a name goes on that ends with "of", "for", "and" or "&" before the end of its sentence: behind
// the capitals that follow; to where it is nothing of it.
func (t *Text) overLink(to, end int) int {
	switch t.word(to - 1) {
	case "of", "for", "and", "&":
	default:
		return to
	}
	i := to
	if i < end && t.word(i) == "the" {
		i++
	}
	for i < end && t.isCapital(i) {
		i++
	}
	if t.isCapital(i - 1) {
		return i
	}
	return to
}

// word is a token as printed.
func (t *Text) word(i int) string { return t.Tokens[i].In(t.Raw) }

// isCapital tells whether a token begins with a capital or a digit.
func (t *Text) isCapital(i int) bool {
	first, _ := classAfter(t.Raw, t.Tokens[i].Start)
	return first == digit || isUpper(t.Raw, t.Tokens[i].Start)
}
