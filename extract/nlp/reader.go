package nlp

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/extract/nlp/encoder"
)

// Range is tokens of a Text, [First, End).
type Range struct{ First, End int }

// Attribution is that someone says or thinks something. Content is never empty; the others
// may be, and each may be in several pieces ("We shall", he said, "go").
type Attribution struct {
	Source, Cue, Content []Range // who, by which words, what
	Confidence           float64 // the probability that it is right
}

// Accusation is that someone, who may be missing, is said to have done a wrong. Of Target
// and Charge one may be empty.
type Accusation struct {
	Cue, Accuser, Target, Charge []Range
	Stance                       string  // accuse, deny, report, hypothetical: as the weights name them
	Confidence                   float64 // the probability that it is right

	Types map[string]float64 // how likely the wrong is of each type, as the weights name them
}

// Name is a name of someone or something.
type Name struct {
	Range
	Kind string // person, organization, place, office, treaty, event: as the weights name them
}

// Alike is a token that may mean the same as another, with the probability that it does.
type Alike struct {
	Token int
	Share float64
}

// Findings are what a Reader finds in a text, each list in text order.
type Findings struct {
	Attributions []Attribution
	Accusations  []Accusation
	Names        []Name

	// Same has, for words of sources, accusers and targets, the words of the same window that may be of mentions
	// of the same person or thing: before and after, the likeliest first.
	Same map[int][]Alike
}

// Reader finds who says what, who accuses whom, and names, with a trained network. It may
// be used from many goroutines at once.
type Reader struct {
	model       *encoder.Model
	settings    settings
	attribution attributionRoles
	accusation  accusationRoles
	labels      []label
	same        int // the role of the coreference head that says so
}

// attributionRoles and accusationRoles are where the weights have the roles.
type attributionRoles struct {
	entry                []float64 // what it costs to enter a run of each role
	cue, content, source int
}

type accusationRoles struct {
	entry                        []float64
	cue, accuser, target, charge int
	stances, types               []string
}

// The heads of the weights file.
const (
	attributionHead = "attribution"
	accusationHead  = "accusation"
	coreferenceHead = "coreference"
	namesHead       = "names"
)

// alike is the least probability of what Findings.Same has, and partyWords how many
// words of a source, accuser or target it is asked of.
const (
	alike      = 0.1
	partyWords = 6
)

// LongSentence is the most tokens of a sentence that is read: what is longer is a table,
// or a text without full stops. The longest sentence of 110,000 of news, a list of
// supporters, has 530.
const LongSentence = 1000

// longest is how many bytes of a word are read. The encoder reads 200 pieces of a word
// at most, which longer ones need not cost more than.
const longest = 1 << 10

// wordPieces is the most that the encoder makes of one word, with the two that frame a
// window: a window must have room for them.
const wordPieces = 200 + 2

// NewReader opens a weights file, whose bytes must not change afterwards. An error says
// what is damaged or missing in it.
func NewReader(weights []byte) (*Reader, error) {
	model, err := encoder.Open(weights)
	if err != nil {
		return nil, fmt.Errorf("nlp: open reader: %w", err)
	}
	r := &Reader{model: model, settings: usual()}
	if err := r.settings.read(model.Calibration(), model.Config().Positions); err != nil {
		return nil, fmt.Errorf("nlp: open reader: weights: calibration: %w", err)
	}
	if err := r.readHeads(model.Heads()); err != nil {
		return nil, fmt.Errorf("nlp: open reader: weights: %w", err)
	}
	return r, nil
}

// Name is the name of the weights.
func (r *Reader) Name() string { return r.model.Name() }

// read takes the settings from their JSON, if there is any.
func (s *settings) read(calibration []byte, positions int) error {
	if len(calibration) > 0 {
		if err := json.Unmarshal(calibration, s); err != nil {
			return err
		}
	}
	s.Pieces = min(s.Pieces, positions)
	switch {
	case s.Window < 1:
		return fmt.Errorf("window is %d words, must be 1 or more", s.Window)
	case s.Pieces < wordPieces:
		return fmt.Errorf("a window has %d pieces, must have %d or more", s.Pieces, wordPieces)
	case s.Gap < 1:
		return fmt.Errorf("gap is %d words, must be 1 or more", s.Gap)
	}
	return nil
}

func (r *Reader) readHeads(heads []encoder.Head) error {
	found := map[string]encoder.Head{}
	for _, h := range heads {
		found[h.Name] = h
	}
	for _, name := range []string{attributionHead, accusationHead, coreferenceHead, namesHead} {
		if _, ok := found[name]; !ok {
			return fmt.Errorf("head %q is missing", name)
		}
	}
	var err error
	role := func(head, name string) int {
		at := slices.Index(found[head].Roles, name)
		if at < 0 && err == nil {
			err = fmt.Errorf("head %q has no role %q", head, name)
		}
		return at
	}
	entry := func(head string) []float64 {
		costs := make([]float64, len(found[head].Roles))
		for i, name := range found[head].Roles {
			costs[i] = r.settings.Entry[name]
		}
		return costs
	}
	r.attribution = attributionRoles{entry: entry(attributionHead), cue: role(attributionHead, "cue"),
		content: role(attributionHead, "content"), source: role(attributionHead, "source")}
	r.accusation = accusationRoles{entry: entry(accusationHead), cue: role(accusationHead, "cue"),
		accuser: role(accusationHead, "accuser"), target: role(accusationHead, "target"), charge: role(accusationHead, "charge"),
		stances: found[accusationHead].Stances, types: found[accusationHead].Types}
	r.same = role(coreferenceHead, "same")
	if err != nil {
		return err
	}
	if len(r.accusation.stances) == 0 || len(r.accusation.types) == 0 {
		return fmt.Errorf("head %q has no stances or no types", accusationHead)
	}
	if len(found[namesHead].Labels) == 0 {
		return fmt.Errorf("head %q has no labels", namesHead)
	}
	for _, l := range found[namesHead].Labels {
		place, kind, ok := strings.Cut(l, "-")
		if l != "O" && (!ok || kind == "" || place != "B" && place != "I") {
			return fmt.Errorf("head %q has a label %q, not O, B-KIND or I-KIND", namesHead, l)
		}
		r.labels = append(r.labels, label{kind, place == "B"})
	}
	return nil
}

// Find reads a text. It takes attributions and accusations of the minimum confidence or
// more; with a minimum of 0, those above the thresholds that training found best.
func (r *Reader) Find(t *Text, minimum float64) (*Findings, error) {
	s := r.newScan(t, minimum)
	s.take = s.find
	if err := s.run(Range{0, len(t.Tokens)}); err != nil {
		return nil, err
	}
	s.found.settleNames(t)
	return &s.found, nil
}

func (r *Reader) newScan(t *Text, minimum float64) *scan {
	return &scan{Reader: r, text: t, minimum: minimum, quotes: outermost(t), found: Findings{Same: map[int][]Alike{}}}
}

// scan is one text on its way through the network.
type scan struct {
	*Reader
	text    *Text
	minimum float64
	runner  *encoder.Runner
	quotes  []Range // the outermost quotations not before the window at hand
	words   []encoder.Word
	take    func(*encoder.Reading, Range) // what the network says of a window
	found   Findings
}

// run reads the windows that hold some of the tokens.
func (s *scan) run(tokens Range) error {
	s.runner = s.model.Runner()
	defer s.runner.Release()
	for _, w := range windows(s.text, s.settings.Window) {
		if w.End <= tokens.First || w.First >= tokens.End || !s.legible(w) {
			continue
		}
		if err := s.window(w); err != nil {
			return fmt.Errorf("nlp: read tokens %d to %d: %w", w.First, w.End, err)
		}
	}
	return nil
}

// legible tells whether a window may say something: it has a letter in a sentence that
// is not too long.
func (s *scan) legible(w Range) bool {
	return slices.ContainsFunc(s.text.Tokens[w.First:w.End], func(t Token) bool {
		in := s.text.Sentences[t.Sentence]
		return in.End-in.First <= LongSentence && strings.ContainsFunc(t.In(s.text.Raw), unicode.IsLetter)
	})
}

// window reads a window, in halves where it has more pieces than the network takes.
func (s *scan) window(w Range) error {
	s.words = s.words[:0]
	for _, t := range s.text.Tokens[w.First:w.End] {
		s.words = append(s.words, encoder.Word{Start: t.Start, End: min(t.End, t.Start+longest)})
	}
	pieces, err := s.runner.Pieces(s.text.Raw, s.words)
	if err != nil {
		return err
	}
	if len(pieces)+2 > s.settings.Pieces && len(s.words) > 1 {
		first, second := halves(s.text, w)
		if err := s.window(first); err != nil {
			return err
		}
		return s.window(second)
	}
	defer s.runner.Help()() // what the reading is asked takes a third of the time
	reading, err := s.runner.Read(s.text.Raw, s.words)
	if err != nil {
		return err
	}
	s.take(reading, w)
	return nil
}

func (s *scan) find(reading *encoder.Reading, w Range) {
	var quotes []Range
	quotes, s.quotes = within(s.quotes, w)
	attributions := s.settings.attributions(cuesOf(reading, attributionHead, s.floor()), &s.attribution, quotes, s.minimum)
	accusations := s.accusations(reading)
	for i := range attributions {
		a := &attributions[i]
		a.Source = s.beside(a.Cue, a.Source, w.First)
		s.link(reading, w.First, a.Source)
	}
	for i := range accusations {
		a := &accusations[i]
		a.Accuser, a.Target = s.beside(a.Cue, a.Accuser, w.First), s.beside(a.Cue, a.Target, w.First)
		s.link(reading, w.First, a.Accuser, a.Target)
	}
	s.add(w.First, attributions, accusations, s.names(reading))
}

// beside is what a party's words have in the paragraph of the cue, if anything: a heading
// before it is no part of a name, and neither is the mark that a name stands behind. They
// count from the window's first token.
func (s *scan) beside(cue, party []Range, first int) []Range {
	if len(cue) == 0 {
		return party
	}
	paragraph := func(word int) int { return s.text.Sentences[s.text.Tokens[first+word].Sentence].Paragraph }
	isMark := func(word int) bool {
		r, _ := utf8.DecodeRuneInString(s.text.Tokens[first+word].In(s.text.Raw))
		return strings.ContainsRune(",;:.–—", r)
	}
	here := paragraph(cue[0].First)
	var kept []Range
	for _, part := range party {
		for part.First < part.End && (paragraph(part.First) != here || isMark(part.First)) {
			part.First++
		}
		for part.First < part.End && paragraph(part.End-1) != here {
			part.End--
		}
		if part.First < part.End {
			kept = append(kept, part)
		}
	}
	if len(kept) == 0 {
		return party
	}
	return kept
}

// floor is the probability from which on a word is taken for a cue of attribution.
func (s *scan) floor() float64 {
	if s.minimum > 0 {
		return min(least, s.minimum)
	}
	return s.settings.Attribution.Cue
}

// link says what the words of parties may mean. They count from the window's first token.
func (s *scan) link(reading *encoder.Reading, first int, parties ...[]Range) {
	for _, party := range parties {
		for _, part := range party {
			for word := part.First; word < min(part.End, part.First+partyWords); word++ {
				if _, done := s.found.Same[first+word]; done {
					continue
				}
				list := []Alike{}
				for other, shares := range reading.Roles(coreferenceHead, word) {
					if share := float64(shares[s.same]); share >= alike && other != word {
						list = append(list, Alike{first + other, share})
					}
				}
				slices.SortStableFunc(list, func(a, b Alike) int { return cmp.Compare(b.Share, a.Share) })
				s.found.Same[first+word] = list
			}
		}
	}
}

func (s *scan) accusations(reading *encoder.Reading) []Accusation {
	floor := s.settings.Accusation.Cue
	if s.minimum > 0 {
		floor = min(least, s.minimum)
	}
	var words []int
	for word := range reading.Words() {
		if float64(reading.Cue(accusationHead, word)) >= s.settings.Accusation.Look {
			words = append(words, word)
		}
	}
	slices.SortStableFunc(words, func(a, b int) int {
		return cmp.Compare(reading.Cue(accusationHead, b), reading.Cue(accusationHead, a))
	})
	var cues []cue
	told := map[int]bool{} // words of what was looked at, by which it would only be found again
	for _, word := range words {
		if told[word] {
			continue
		}
		look := reading.Look(accusationHead, word)
		c := cue{word: word, p: float64(look.Cue), roles: look.Roles,
			stance: s.accusation.stances[best(look.Stance)], types: s.sharesOf(look.Type)}
		for i, role := range c.path(s.accusation.entry) {
			if role == s.accusation.cue || role == s.accusation.charge {
				told[i] = true
			}
		}
		if c.p >= floor {
			cues = append(cues, c)
		}
	}
	return s.settings.accusations(cues, &s.accusation, s.minimum)
}

// sharesOf are the shares of the types of wrongs by their names.
func (s *scan) sharesOf(shares []float32) map[string]float64 {
	named := map[string]float64{}
	for i, share := range shares {
		named[s.accusation.types[i]] = float64(share)
	}
	return named
}

// cuesOf are the words that a head takes for cues with a probability of floor or more.
func cuesOf(reading *encoder.Reading, head string, floor float64) []cue {
	var cues []cue
	for word := range reading.Words() {
		if p := float64(reading.Cue(head, word)); p >= floor {
			cues = append(cues, cue{word: word, p: p, roles: reading.Roles(head, word)})
		}
	}
	return cues
}

func (s *scan) names(reading *encoder.Reading) []Name {
	labels := make([]label, reading.Words())
	for word := range labels {
		labels[word] = s.labels[best(reading.Names(word))]
	}
	return names(labels)
}

// add keeps what was found in the window that begins with token first.
func (s *scan) add(first int, attributions []Attribution, accusations []Accusation, names []Name) {
	for _, a := range attributions {
		shift(first, a.Source, a.Cue, a.Content)
	}
	for _, a := range accusations {
		shift(first, a.Cue, a.Accuser, a.Target, a.Charge)
	}
	for _, n := range names {
		n.First += first
		n.End += first
		s.found.Names = append(s.found.Names, n)
	}
	s.found.Attributions = append(s.found.Attributions, attributions...)
	s.found.Accusations = append(s.found.Accusations, accusations...)
}

func shift(by int, lists ...[]Range) {
	for _, list := range lists {
		for i := range list {
			list[i].First += by
			list[i].End += by
		}
	}
}
