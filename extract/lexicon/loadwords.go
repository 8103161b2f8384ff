package lexicon

import (
	"strconv"
	"strings"
)

// allCues reads the three lists of cues and inflects them.
func (l *loader) allCues() {
	irregular, twice := map[string]verb{}, seen{}
	for _, r := range l.rows("verbs.tsv", "base", "third", "gerund", "past", "participle") {
		v := verb{r.must("third"), r.must("gerund"), r.must("past"), r.must("participle")}
		r.list("past")
		r.list("participle")
		if twice.once(r, r.must("base"), strconv.Quote(r.get("base"))) {
			irregular[r.get("base")] = v
		}
	}
	for _, list := range []CueList{Say, Accuse, Deny} {
		twice := seen{}
		for _, r := range l.rows("cues_"+string(list)+".tsv", "lemma", "part", "class", "frame", "cameo") {
			l.cue(r, list, twice, irregular)
		}
	}
}

// cue lists all forms of one line. The first spelling of several is the lemma.
func (l *loader) cue(r row, list CueList, twice seen, irregular map[string]verb) {
	c := Cue{List: list, Part: r.oneOf("part", "verb", "noun", "adjective", "phrase"),
		Class: r.must("class"), Frame: strings.Join(r.list("frame"), "|"), CAMEO: r.get("cameo")}
	for _, word := range strings.FieldsFunc(c.Frame, func(r rune) bool { return r == ' ' || r == '|' }) {
		switch word {
		case "OBJ", "CHARGE", "CLAUSE", "TO":
		default:
			if strings.ToLower(word) != word {
				r.wrong("column \"frame\": %q is none of OBJ, CHARGE, CLAUSE, TO and no word in lower case", word)
			}
		}
	}
	r.must("lemma")
	spellings := r.list("lemma")
	for _, spelling := range spellings {
		if spelling == "" {
			continue
		}
		if strings.ToLower(spelling) != spelling {
			r.wrong("column \"lemma\": %q has a capital letter", spelling)
		}
		if !twice.once(r, spelling+"\t"+c.Part+"\t"+c.Class, strconv.Quote(spelling)) {
			continue
		}
		c.Lemma = spellings[0]
		forms := []inflected{{form: spelling}}
		switch c.Part {
		case "verb":
			forms = inflectVerb(spelling, irregular)
		case "noun":
			forms = inflectNoun(spelling)
		}
		for _, f := range forms {
			c.Form, c.Inflection = f.form, f.is
			l.lexicon.cues.add(f.form, c)
		}
	}
}

// words reads the lists of single words: hedges and given names.
func (l *loader) words() {
	twice := seen{}
	for _, r := range l.rows("hedges.tsv", "word", "class") {
		word := fold(r.must("word"))
		if twice.once(r, word, strconv.Quote(word)) {
			l.lexicon.hedges[word] = r.oneOf("class", "modal", "alleged", "condition", "negation")
		}
	}
	twice = seen{}
	for _, r := range l.rows("given_names.tsv", "name", "gender") {
		name := fold(r.must("name"))
		if twice.once(r, name, strconv.Quote(name)) {
			l.lexicon.genders[name] = r.oneOf("gender", "m", "f", "both")
		}
	}
}

func (l *loader) allCharges() {
	c := &l.lexicon.charges
	index, twice := map[string]int{}, seen{}
	for _, r := range l.rows("charge_types.tsv", "type", "cameo", "about") {
		name := r.must("type")
		if twice.once(r, name, strconv.Quote(name)) {
			index[name] = len(c.types)
			c.types = append(c.types, chargeType{name, r.must("cameo")})
		}
	}
	twice = seen{}
	for _, r := range l.rows("charges.tsv", "pattern", "type", "weight", "sense") {
		pattern := r.must("pattern")
		kind, ok := index[r.must("type")]
		if !ok {
			r.wrong("column \"type\": charge_types.tsv has no type %q", r.get("type"))
		}
		weight, err := strconv.Atoi(r.must("weight"))
		if err != nil || weight < 1 || weight > 9 {
			r.wrong("column \"weight\": %q is not a number from 1 to 9", r.get("weight"))
		}
		wrong := r.oneOf("sense", "wrong", "topic") == "wrong"
		words, stem := strings.CutSuffix(pattern, "*")
		if words == "" || fold(words) != words {
			r.wrong("column \"pattern\": %q must be words in lower case, a \"*\" at most at its end", pattern)
			continue
		}
		if twice.once(r, pattern+"\t"+r.get("type"), strconv.Quote(pattern)) {
			c.add(chargePattern{words, stem, kind, weight, wrong})
		}
	}
}
