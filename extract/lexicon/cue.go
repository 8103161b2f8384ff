package lexicon

import "strings"

// CueList says which list of cues a cue is from.
type CueList string

// The lists of cues.
const (
	Say    CueList = "say"
	Accuse CueList = "accuse"
	Deny   CueList = "deny"
)

// Inflection is the set of inflections that a form of a cue may be: "said" is past
// and participle.
type Inflection uint8

// The inflections. Of a phrase that is never inflected ("according to") none is set.
const (
	Base       Inflection = 1 << iota // say
	Third                             // says
	Gerund                            // saying
	Past                              // said
	Participle                        // said
	Singular                          // statement
	Plural                            // statements
)

// Has tells whether the set holds all of i.
func (set Inflection) Has(i Inflection) bool { return set&i == i }

// Cue is a form of a word that tells of speech, an accusation or a denial.
type Cue struct {
	List  CueList
	Form  string // in lower case, as inflected: "went on to say"
	Lemma string // as listed: "go on to say"
	Part  string // verb, noun, adjective, phrase (never inflected)
	// Class of saying: say, ask, tell, add, reply, write, announce, warn, claim, urge,
	// believe, describe, report, question …, as cues_say.tsv lists them.
	Class string
	// Frame is what stands about the cue, alternatives joined by "|". OBJ is who is
	// accused or what is denied, CHARGE a noun phrase or a gerund, CLAUSE a sentence,
	// TO the addressee; words in lower case stand for themselves: "OBJ of CHARGE".
	// A cue with a word in its frame ("hold" with "OBJ responsible for CHARGE") is one
	// only where that word is there.
	Frame      string
	CAMEO      string
	Inflection Inflection
}

// CueAt returns the cues of the longest listed form that starts at byte at of text and
// ends at a word boundary, and the bytes it takes; n is 0 where there is none. The
// same form may be a cue of several lists. The cues are shared: do not change them.
func (l *Lexicon) CueAt(text string, at int) (cues []Cue, n int) {
	return l.cues.at(text, at)
}

// inflected is a form of a word with what it may be.
type inflected struct {
	form string
	is   Inflection
}

// verb is the forms of an irregular verb, as verbs.tsv lists them.
type verb struct{ third, gerund, past, participle string }

// inflectVerb gives all forms of a verb or of a phrase that begins with one. Verbs
// that are not listed as irregular are regular.
func inflectVerb(lemma string, irregular map[string]verb) []inflected {
	word, rest, _ := strings.Cut(lemma, " ")
	if rest != "" {
		rest = " " + rest
	}
	v, ok := irregular[word]
	if !ok {
		v = regular(word)
	}
	forms := []inflected{{word + rest, Base}}
	add := func(form string, is Inflection) {
		for i := range forms {
			if forms[i].form == form+rest {
				forms[i].is |= is
				return
			}
		}
		forms = append(forms, inflected{form + rest, is})
	}
	add(v.third, Third)
	add(v.gerund, Gerund)
	for _, p := range strings.Split(v.past, "|") {
		add(p, Past)
	}
	for _, p := range strings.Split(v.participle, "|") {
		add(p, Participle)
	}
	return forms
}

func regular(word string) verb {
	stem := word[:len(word)-1]
	switch {
	case strings.HasSuffix(word, "e"):
		gerund := stem + "ing"
		if strings.HasSuffix(word, "ee") {
			gerund = word + "ing"
		}
		return verb{word + "s", gerund, word + "d", word + "d"}
	case strings.HasSuffix(word, "y") && !vowelBeforeLast(word):
		return verb{stem + "ies", word + "ing", stem + "ied", stem + "ied"}
	}
	return verb{addS(word), word + "ing", word + "ed", word + "ed"}
}

func vowelBeforeLast(word string) bool {
	return len(word) > 1 && strings.IndexByte("aeiou", word[len(word)-2]) >= 0
}

// addS is the third person of a verb and the plural of a noun.
func addS(word string) string {
	for _, hiss := range []string{"s", "x", "z", "ch", "sh"} {
		if strings.HasSuffix(word, hiss) {
			return word + "es"
		}
	}
	if strings.HasSuffix(word, "y") && !vowelBeforeLast(word) {
		return word[:len(word)-1] + "ies"
	}
	return word + "s"
}

// inflectNoun gives singular and plural of a noun, or of a phrase whose noun is its
// first word ("war of words").
func inflectNoun(lemma string) []inflected {
	word, rest, _ := strings.Cut(lemma, " ")
	if rest != "" {
		rest = " " + rest
	}
	return []inflected{{word + rest, Singular}, {addS(word) + rest, Plural}}
}

// Hedge tells whether a word makes what is said less than asserted: "modal" (may,
// might, could, would), "alleged" (alleged, reportedly, suspected), "condition" (if,
// whether, unless), "negation" (not, never, don't, n't).
func (l *Lexicon) Hedge(word string) (class string, ok bool) {
	word = strings.ReplaceAll(strings.ToLower(word), "’", "'")
	if class, ok = l.hedges[word]; ok {
		return class, true
	}
	if strings.HasSuffix(word, "n't") {
		return l.Hedge("n't")
	}
	return "", false
}

// Gender is the gender that a given name tells: "m", "f", or "" for a name of both;
// known is false for a name that is not listed.
func (l *Lexicon) Gender(givenName string) (g string, known bool) {
	g, known = l.genders[fold(givenName)]
	if g == "both" {
		g = ""
	}
	return g, known
}
