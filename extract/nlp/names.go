package nlp

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// settleNames puts right what the network found of names: each is made whole, a museum or a stadium is a
// place unless it speaks or is accused, ships and prizes are nothing of the kinds, an abbreviation is of the kind of
// what it is short for, and a name of several words is one wherever it stands. They stand in the order of the text.
func (f *Findings) settleNames(t *Text) {
	names := wholeNames(t, f.Names)
	ships := t.ships()
	parties := f.parties(t)
	isParty := func(n Name) bool { return slices.Contains(parties[n.First:n.End], true) }
	short, printed := map[string]string{}, map[string]string{}
	f.Names = names[:0]
	for _, n := range names {
		if ships[t.phrase(n.Range)] || t.afterShip(n.First) > n.First || n.Kind == "organization" && slices.Contains(works, t.Word(n.End-1)) && !isParty(n) {
			continue
		}
		if n.Kind == "organization" && t.isFacility(n.Range) {
			n.Kind = "place"
		}
		if at := t.abbreviated(n.Range); at >= 0 {
			short[t.Word(at)] = n.Kind
		}
		if n.End > n.First+1 && n.Kind != "person" {
			printed[t.phrase(n.Range)] = n.Kind
		}
		f.Names = append(f.Names, n)
	}
	for i := range f.Names {
		if n := &f.Names[i]; n.End == n.First+1 && short[t.Word(n.First)] != "" {
			n.Kind = short[t.Word(n.First)]
		}
	}
	maps.Copy(printed, short)
	f.nameAgain(t, printed)
	for i := range f.Names {
		if n := &f.Names[i]; n.Kind == "place" && (t.isFacility(n.Range) || short[t.phrase(n.Range)] == "place") && isParty(*n) {
			n.Kind = "organization"
		}
	}
}

// nameAgain finds names of the kinds, as they are printed, where no name was found.
func (f *Findings) nameAgain(t *Text, kinds map[string]string) {
	longest := map[string]int{} // in bytes, by the first word
	for name := range kinds {
		first, _, _ := strings.Cut(name, " ")
		longest[first] = max(longest[first], len(name))
	}
	var again []Name
	next := 0
	for i := 0; i < len(t.Tokens); i++ {
		for next < len(f.Names) && f.Names[next].End <= i {
			next++
		}
		limit := longest[t.Word(i)]
		if limit == 0 || next < len(f.Names) && f.Names[next].First <= i {
			continue
		}
		for end := i + 1; end <= len(t.Tokens) && t.Tokens[end-1].End-t.Tokens[i].Start <= limit && (next == len(f.Names) || end <= f.Names[next].First); end++ {
			if kind := kinds[t.phrase(Range{i, end})]; kind != "" {
				again = append(again, Name{Range{i, end}, kind})
				i = end - 1
				break
			}
		}
	}
	f.Names = append(f.Names, again...)
	slices.SortFunc(f.Names, func(a, b Name) int { return a.First - b.First })
}

// parties tells of each token whether it is of who speaks, accuses or is accused.
func (f *Findings) parties(t *Text) []bool {
	found := make([]bool, len(t.Tokens))
	mark := func(parts []Range) {
		for _, p := range parts {
			for i := p.First; i < p.End; i++ {
				found[i] = true
			}
		}
	}
	for _, a := range f.Attributions {
		mark(a.Source)
	}
	for _, a := range f.Accusations {
		mark(a.Accuser)
		mark(a.Target)
	}
	return found
}

// afterShip is the token behind what ships bear before their names, "USS", "Space Shuttle"; i itself where it is none.
func (t *Text) afterShip(i int) int {
	switch t.Word(i) {
	case "USS", "HMS", "HMAS", "HMCS", "RMS", "MV", "M/V":
		return i + 1
	case "Space":
		if i+1 < len(t.Tokens) && t.Word(i+1) == "Shuttle" {
			return i + 2
		}
	}
	return i
}

// ships are the names of one word that the text has of ships: "USS Cole", "Space Shuttle Columbia".
func (t *Text) ships() map[string]bool {
	ships := map[string]bool{}
	for i := range t.Tokens {
		if at := t.afterShip(i); at > i && at+1 < len(t.Tokens) && t.isCapital(at) && !t.isCapital(at+1) {
			ships[t.Word(at)] = true
		}
	}
	return ships
}

// works are last words of what bodies make, keep and give.
var works = strings.Fields("Study System Prize Award Medal")

// facilities are what a place is called that people visit.
var facilities = strings.Fields("museum airport airfield stadium arena hotel palace plaza bridge park zoo planetarium cathedral facility")

// isFacility tells whether a name is of a building or grounds: "the Museum of Flight", "Johnson Space Center".
func (t *Text) isFacility(name Range) bool {
	for i := name.First; i < name.End; i++ {
		word := strings.ToLower(t.Word(i))
		last := i == name.End-1 || t.isLink(i+1)
		switch {
		case !last:
		case slices.Contains(facilities, word):
			return true
		case word == "center" || word == "centre" || word == "base":
			before := strings.ToLower(t.Word(max(i-1, name.First)))
			return slices.Contains([]string{"space", "flight", "rocket", "convention", "trade", "shopping", "force"}, before)
		}
	}
	return false
}

// abbreviated is the token in brackets behind a name that is short for it, "(JSC)"; -1 where there is none.
func (t *Text) abbreviated(name Range) int {
	if name.End+2 >= len(t.Tokens) || t.Word(name.End) != "(" || t.Word(name.End+2) != ")" {
		return -1
	}
	initials := []rune(t.Word(name.End + 1))
	for i := name.First; i < name.End && len(initials) > 0; i++ {
		if first := []rune(t.Word(i))[0]; first == initials[0] && unicode.IsUpper(first) {
			initials = initials[1:]
		}
	}
	if len(initials) > 0 {
		return -1
	}
	return name.End + 1
}

// wholeNames are the names that the network found, each made whole where its labels fall short of the
// capitals: one that ends with "of" or goes on so runs over what follows ("Museum of Flight"), bodies and places that
// touch are one ("Johnson Space Center"), a newspaper is no town ("Toronto Star"), and the end of one in lower case
// falls off ("University of NSW's school"). Titles, laws and events stay as they are.
func wholeNames(t *Text, names []Name) []Name {
	var whole []Name
	for k := 0; k < len(names); k++ {
		n := names[k]
		end := t.Sentences[t.Tokens[n.First].Sentence].End
		if n.Kind != "organization" && n.Kind != "place" {
			whole = append(whole, n)
			continue
		}
		if n.Kind == "place" {
			begin := t.Sentences[t.Tokens[n.First].Sentence].First
			if len(whole) > 0 {
				begin = max(begin, whole[len(whole)-1].End)
			}
			n.First = t.placeFrom(n.First, begin)
		}
		for grown := true; grown; {
			grown = false
			next := Name{Range: Range{len(t.Tokens), len(t.Tokens)}}
			if k+1 < len(names) {
				next = names[k+1]
			}
			if next.First <= n.End && next.End <= end && (next.First < n.End || t.touches(n, next)) {
				if next.End > n.End {
					n.Kind, n.End = next.Kind, next.End
				}
				k++
				grown = true
			} else if to := t.overLink(n, next, end); to > n.End {
				n.End, grown = to, true
			} else if n.Kind == "place" && n.End < min(end, next.First) && slices.Contains(newspapers, t.Word(n.End)) {
				n.Kind, n.End, grown = "organization", n.End+1, true
			}
		}
		for n.End > n.First+1 && !t.isCapital(n.End-1) {
			n.End--
		}
		whole = append(whole, n)
	}
	return whole
}

// placeFrom is where the name of a place begins that has not all of its labels, at begin or later.
func (t *Text) placeFrom(first, begin int) int {
	switch {
	case first > begin && slices.Contains(directions, t.Word(first-1)):
		return first - 1
	case first > begin+1 && t.Word(first-1) == "of" && slices.Contains(realms, t.Word(first-2)):
		return first - 2
	}
	return first
}

// directions begin the names of many places.
var directions = strings.Fields("North South East West Northern Southern Eastern Western Central Upper Lower")

// newspapers are last words of the names of many, behind their town.
var newspapers = strings.Fields("Star Sun Times Post Herald Tribune Journal Gazette Globe Chronicle Observer Mail News Inquirer Examiner Telegraph Dispatch")

// touches tells whether two names are pieces of one: both in capitals, nothing between.
func (t *Text) touches(a, b Name) bool {
	return (b.Kind == "organization" || b.Kind == "place") && t.isCapital(a.End-1) && t.isCapital(b.First)
}

// isLink tells whether a token may stand between the capitals of a name.
func (t *Text) isLink(i int) bool {
	switch t.Word(i) {
	case "of", "for", "and", "&":
		return true
	}
	return false
}

// overLink is where a name goes on that ends with a link before the end of its sentence, or is a body's that "of" follows: behind
// the capitals that come then and are no name of another kind; n.End where it is nothing of it.
func (t *Text) overLink(n, next Name, end int) int {
	to := n.End
	switch {
	case t.isLink(to - 1):
	case n.Kind == "place" && next.Kind == "place" && next.First == to+1 && t.Word(to) == "of" && slices.Contains(realms, t.phrase(n.Range)):
		return next.End
	case n.Kind == "organization" && to < end && t.Word(to) == "of":
		if next.First == to+1 && next.Kind != "organization" {
			return n.End
		}
		to++
	default:
		return n.End
	}
	if to < end && t.Word(to) == "the" {
		to++
	}
	for to < end && t.isCapital(to) {
		to++
	}
	if t.isCapital(to - 1) {
		return to
	}
	return n.End
}

// realms are what "of" joins to a place's name.
var realms = strings.Fields("State City County Province Republic Commonwealth Kingdom Isle Gulf Bay")

// phrase is some tokens as printed.
func (t *Text) phrase(words Range) string {
	return t.Raw[t.Tokens[words.First].Start:t.Tokens[words.End-1].End]
}

// isCapital tells whether a token begins with a capital or a digit.
func (t *Text) isCapital(i int) bool {
	first, _ := classAfter(t.Raw, t.Tokens[i].Start)
	return first == digit || isUpper(t.Raw, t.Tokens[i].Start)
}
