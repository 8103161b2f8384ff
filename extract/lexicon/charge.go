package lexicon

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// charges weighs the words of a charge. Types stand in the order of charge_types.tsv,
// which breaks ties.
type charges struct {
	types    []chargeType
	patterns map[string][]chargePattern // by the first four bytes of the pattern, or all of a shorter one
}

type chargeType struct{ name, cameo string }

type chargePattern struct {
	words  string // lower case; one space stands for any white space
	stem   bool   // more letters may follow: "kill*"
	kind   int    // index of the type
	weight int
	wrong  bool // the words name a wrong by themselves; else they only tell its type
}

// Charge finds the type of wrong that the words of a charge tell of, and its CAMEO
// code: the type whose words weigh most. ok is false where no word of any type is
// there, and the type is then "other".
func (l *Lexicon) Charge(text string) (kind, cameo string, ok bool) {
	best, weight := -1, 0
	for i, s := range l.charges.weigh(text) {
		if s.all > weight {
			best, weight = i, s.all
		}
	}
	if best < 0 {
		return "other", "112", false
	}
	return l.charges.types[best].name, l.charges.types[best].cameo, true
}

// ChargeCode is the CAMEO code of a type of wrong; 112 where that has no closer one, or
// is not known.
func (l *Lexicon) ChargeCode(kind string) string {
	for _, t := range l.charges.types {
		if t.name == kind {
			return t.cameo
		}
	}
	return "112"
}

// IsWrong tells whether words name a wrong even where nobody says that they are a
// charge: "aggression" does, "attack" alone does not.
func (l *Lexicon) IsWrong(text string) bool {
	return slices.ContainsFunc(l.charges.weigh(text), func(s chargeScore) bool { return s.wrong >= plainWrong })
}

// HintsWrong tells whether any of the words names a wrong, however weakly: "illegally", "unfair".
func (l *Lexicon) HintsWrong(text string) bool {
	return slices.ContainsFunc(l.charges.weigh(text), func(s chargeScore) bool { return s.wrong > 0 })
}

// plainWrong is the weight from which words are a wrong by themselves.
const plainWrong = 3

// chargeScore is the weight of the words of a type: of all, and of those that name a
// wrong by themselves.
type chargeScore struct{ all, wrong int }

// weigh weighs the words of a text for each type.
func (c *charges) weigh(text string) []chargeScore {
	text = strings.Join(strings.Fields(fold(text)), " ")
	scores := make([]chargeScore, len(c.types))
	for at := range text {
		if !boundaryBefore(text, at) {
			continue
		}
		for size := 1; size <= chargeKey && at+size <= len(text); size++ {
			for _, p := range c.patterns[text[at:at+size]] {
				if !strings.HasPrefix(text[at:], p.words) || !p.stem && !boundaryAfter(text, at+len(p.words)) {
					continue
				}
				scores[p.kind].all += p.weight
				if p.wrong {
					scores[p.kind].wrong += p.weight
				}
			}
		}
	}
	return scores
}

// chargeKey is the most bytes of a pattern that it is looked up by.
const chargeKey = 4

func (c *charges) add(p chargePattern) {
	key := p.words[:min(chargeKey, len(p.words))]
	for !utf8.ValidString(key) { // never cut a rune
		key = key[:len(key)-1]
	}
	c.patterns[key] = append(c.patterns[key], p)
}
