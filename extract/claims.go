package extract

import (
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"

	"rostrum/schema"
)

// keepClaim adds the claim to the extraction, one accusation for each accuser; what
// is said twice is kept once.
func (r *reading) keepClaim(x *claim) {
	text := collapse(x.charge.In(r.text.Raw))
	kind, cameo := r.typeOf(x, text)
	object := r.wronged(kind, x)
	accusers := []schema.ID{""}
	var office schema.ID
	if x.accuser != nil {
		accusers, office = x.accuser.ids, x.accuser.office
	}
	for n, accuser := range accusers {
		a := schema.Accusation{
			Accuser: accuser, Target: x.target, Charge: []schema.Span{x.charge}, ChargeText: text,
			Type: kind, CAMEO: cameo, PLOVER: plover(x.stance, cameo), Stance: x.stance, Object: object,
			Evidence: r.evidenceOf(x), Confidence: round(x.confidence), Rule: x.rule,
		}
		if len(accusers) == 1 {
			a.AccuserOffice = office
		} else if len(x.accuser.people) == len(accusers) {
			a.AccuserOffice = r.personSpeaker(x.accuser.people[n], 1).office
		}
		if accuser != "" && accuser == x.target {
			r.skip(x.charge, "", "accuser and target are one")
			continue
		}
		a.SaidOn = r.dayAt(x.at, x.charge)
		if x.stance == schema.Deny {
			r.answer(&a)
		}
		if r.repeated(&a) {
			continue
		}
		a.ID = schema.NewID("accusation", string(r.doc.ID), string(a.Stance), string(accuser), string(x.target),
			strconv.Itoa(x.charge.Start), strconv.Itoa(x.charge.End))
		r.out.Accusations = append(r.out.Accusations, a)
		for _, e := range a.Evidence {
			r.claimed[r.text.SentenceAt(e.Start)] = true
		}
		if a.Stance == schema.Deny {
			r.denied[r.text.SentenceAt(a.Charge[0].Start)] = true
		}
	}
}

// typeOf is the type and CAMEO code of the wrong: the likeliest by the reader, where the type that
// the words of the charge tell by the lists counts listed times as much.
func (r *reading) typeOf(x *claim, text string) (kind, cameo string) {
	if r.breaksTreaty(x.charge) {
		return "treaty_violation", r.lex.ChargeCode("treaty_violation")
	}
	listedKind, cameo, ok := r.lex.Charge(text)
	if !ok {
		listedKind, cameo = "other", "112"
	}
	kind, most := listedKind, 0.0
	for _, name := range slices.Sorted(maps.Keys(x.types)) {
		share := x.types[name] + doubt
		if ok && name == listedKind {
			share *= listed
		}
		if share > most {
			kind, most = name, share
		}
	}
	if kind != listedKind {
		cameo = r.lex.ChargeCode(kind)
	}
	return kind, cameo
}

// listed is how much more a type counts that the words tell, and doubt a share that every type has:
// the reader is surer than it is right. Of a type of which the reader is wholly sure they do not change its mind.
const listed, doubt = 32, 0.03

// plover is the PLOVER event type and mode of a CAMEO code (Halterman et al., PLOVER
// and POLECAT, 2023): CAMEO 112x are ACCUSE, a denial is REJECT's kin and kept under
// ACCUSE's answer.
func plover(stance schema.Stance, cameo string) string {
	if stance == schema.Deny {
		return "ACCUSE/deny"
	}
	switch cameo {
	case "111":
		return "ACCUSE/disapprove"
	}
	return "ACCUSE/allege"
}

func round(confidence float64) float64 {
	return float64(int(confidence*100+0.5)) / 100
}

// evidenceOf is the sentences that the claim's cue and charge stand in.
func (r *reading) evidenceOf(x *claim) []schema.Span {
	first := r.text.Tokens[x.at].Sentence
	last := max(first, r.text.SentenceAt(max(x.charge.End-1, 0)))
	first = min(first, max(r.text.SentenceAt(x.charge.Start), 0))
	var spans []schema.Span
	for i := first; i <= last; i++ {
		spans = append(spans, r.text.Sentences[i].Span)
	}
	return spans
}

// breaksTreaty tells whether a charge is of breaking a treaty that it names: "violating GATT rules".
func (r *reading) breaksTreaty(charge schema.Span) bool {
	breach := false
	for i, end := r.tokens(charge); i < end; i++ {
		breach = breach || r.lex.Is("breach", r.words[i].lower)
		if m := r.mentionAt[i]; breach && m != nil && (m.kind == "treaty" || r.isTreatyToo(m)) {
			return true
		}
	}
	return false
}

// isTreatyToo tells whether a body has the name of the treaty that it is made by: the GATT.
func (r *reading) isTreatyToo(m *mention) bool {
	_, ok := r.lex.Treaty(m.entry.Name)
	return ok && m.isBody()
}

// wronged is the treaty that the charge or its sentence names, for a violation.
func (r *reading) wronged(kind string, x *claim) schema.ID {
	if kind != "treaty_violation" {
		return ""
	}
	first, end := r.tokens(x.charge)
	s := r.sentence(x.at)
	for _, part := range [][2]int{{first, end}, {s.First, s.End}} {
		for i := part[0]; i < part[1]; i++ {
			if m := r.mentionAt[i]; m != nil && m.kind == "treaty" {
				return r.entity(m)
			}
		}
	}
	// "the 1987 treaty": the treaty that was named last.
	text := strings.ToLower(s.In(r.text.Raw))
	if !strings.Contains(text, "treaty") && !strings.Contains(text, "agreement") && !strings.Contains(text, "accord") && !strings.Contains(text, "pact") {
		return ""
	}
	for i := s.First; i >= 0 && i > s.First-farBack; i-- {
		if m := r.mentionAt[i]; m != nil && m.kind == "treaty" {
			return r.entity(m)
		}
	}
	return ""
}

// answer gives a denial the accusation that it answers, and whose that is.
func (r *reading) answer(a *schema.Accusation) {
	answered := r.answeredBy(a)
	if answered == nil {
		answered = r.onlyOpen(a)
	}
	if answered != nil && (a.Target == "" || a.Target == answered.Accuser) {
		a.Answers, a.Target = answered.ID, answered.Accuser
		if a.Type == "other" {
			a.Type, a.CAMEO = answered.Type, answered.CAMEO // "denied the accusation"
		}
	}
}

// answeredBy is the accusation that a denial answers: the last before it whose target is who denies, or
// the country that they speak for; nil where there is none.
func (r *reading) answeredBy(a *schema.Accusation) *schema.Accusation {
	denier := r.entities[a.Accuser]
	office := r.entities[a.AccuserOffice]
	var best *schema.Accusation
	for i := range r.out.Accusations {
		other := &r.out.Accusations[i]
		target := r.entities[other.Target]
		if other.Stance == schema.Deny || target == nil {
			continue
		}
		if away := r.text.SentenceAt(a.Charge[0].Start) - r.text.SentenceAt(other.Charge[0].Start); away < 0 || away > answerWithin || other.Accuser == "" && best != nil {
			continue
		}
		if target.ID != denier.ID && (target.ISO3 == "" || target.Kind != schema.Country || denier.ISO3 != target.ISO3 && (office == nil || office.ISO3 != target.ISO3)) &&
			!r.speaksFor(denier, target) && !r.tellsOf(a.Charge[0], target) {
			continue
		}
		if best == nil || before(other, a) && (!before(best, a) || other.Charge[0].Start > best.Charge[0].Start) {
			best = other
		}
	}
	return best
}

// onlyOpen is the last accusation before a denial, where those before it are all of one and none by who denies: "the Miami-based
// airline" that a spokesman defends is the one that is accused; nil else.
func (r *reading) onlyOpen(a *schema.Accusation) *schema.Accusation {
	denier, office := r.entities[a.Accuser], r.entities[a.AccuserOffice]
	if denier.Kind != schema.Person {
		return nil // a state or body answers for itself
	}
	var best *schema.Accusation
	for i := range r.out.Accusations {
		other := &r.out.Accusations[i]
		away := r.text.SentenceAt(a.Charge[0].Start) - r.text.SentenceAt(other.Charge[0].Start)
		if other.Stance == schema.Deny || away < 0 || away > answerWithin {
			continue
		}
		target := r.entities[other.Target]
		if other.Accuser == a.Accuser || best != nil && best.Target != other.Target || target == nil ||
			office != nil && office.ISO3 != "" && target.ISO3 != "" && office.ISO3 != target.ISO3 {
			return nil
		}
		if other.Accuser != "" && (best == nil || before(best, other)) {
			best = other
		}
	}
	return best
}

// speaksFor tells whether the article gives somebody a post in a body, or makes them somebody's spokesman or adviser: "a
// spokesman for the company", "Cruz spokeswoman Jane Roe".
func (r *reading) speaksFor(somebody, other *schema.Entity) bool {
	if somebody.Unnamed {
		return somebody.ID != other.ID && !other.Unnamed && strings.Contains(somebody.Name, other.Name)
	}
	if somebody.Kind != schema.Person {
		return false
	}
	return slices.ContainsFunc(r.people.all, func(p *person) bool {
		return p.name == somebody.Name && slices.ContainsFunc(p.posts, func(o *post) bool {
			return o.body != nil && other.Kind == schema.Organization && r.bodyName(o.body) == other.Name || r.servesPerson(o, other)
		})
	})
}

// servesPerson tells whether a post is of somebody's spokesman or adviser, and theirs.
func (r *reading) servesPerson(o *post, somebody *schema.Entity) bool {
	if kind := o.title.entry.Type; somebody.Kind != schema.Person || kind != "spokesperson" && kind != "official" {
		return false
	}
	for i := max(o.first-2, r.sentence(o.first).First); i < min(o.end+2, r.sentence(o.first).End); i++ {
		if m := r.mentionAt[i]; m != nil && m.person != nil && m.person != o.holder && m.person.name == somebody.Name {
			return true
		}
	}
	return false
}

// tellsOf tells whether a charge that is denied begins with the accused, or with people of an accused state:
// "denied that Japanese chipmakers were selling".
func (r *reading) tellsOf(charge schema.Span, accused *schema.Entity) bool {
	first, end := r.tokens(charge)
	for i := first; i < min(end, first+chargeStart); i++ {
		if m := r.mentionAt[i]; m != nil && m.first == i {
			return accused.Kind == schema.Country && m.entry.ISO3 == accused.ISO3 || m.isBody() && accused.Kind == schema.Organization && r.bodyName(m) == accused.Name
		}
	}
	return false
}

// chargeStart is how many words of a charge its subject may begin in.
const chargeStart = 4

// answerWithin is how many sentences behind an accusation a denial answers it at most.
const answerWithin = 6

func before(a, b *schema.Accusation) bool { return a.Charge[0].Start < b.Charge[0].Start }

// repeated tells whether the extraction has the accusation already: the same parties
// and stance, and the same place or the same words.
func (r *reading) repeated(a *schema.Accusation) bool {
	for i := max(0, len(r.out.Accusations)-200); i < len(r.out.Accusations); i++ {
		b := &r.out.Accusations[i]
		if a.Accuser != b.Accuser || a.Target != b.Target || (a.Stance == schema.Deny) != (b.Stance == schema.Deny) {
			continue
		}
		if a.Charge[0].Overlaps(b.Charge[0]) || a.Type == b.Type && a.Object == b.Object && a.Object != "" || sameWords(a.ChargeText, b.ChargeText) {
			if a.Stance == schema.Accuse && b.Stance == schema.Report || a.Confidence > b.Confidence && a.Stance == b.Stance && a.Object == b.Object && a.Object != "" {
				a.ID = b.ID
				*b = *a // the better telling of it
			}
			return true
		}
	}
	return false
}

// sameWords tells whether two charges share half of their words.
func sameWords(a, b string) bool {
	x, y := strings.Fields(strings.ToLower(a)), strings.Fields(strings.ToLower(b))
	if len(x) > len(y) {
		x, y = y, x
	}
	shared := 0
	for _, w := range x {
		for _, v := range y {
			if w == v {
				shared++
				break
			}
		}
	}
	return len(x) > 0 && shared*2 > len(y)
}

// finish puts everything into the extraction in its order: entities by their first
// mention, findings by their place.
func (r *reading) finish() {
	r.linkClaims()
	for _, s := range r.statements {
		r.out.Statements = append(r.out.Statements, r.finished(s))
	}
	sort.SliceStable(r.out.Statements, func(i, j int) bool {
		return r.out.Statements[i].Content[0].Start < r.out.Statements[j].Content[0].Start
	})
	sort.SliceStable(r.out.Accusations, func(i, j int) bool { return before(&r.out.Accusations[i], &r.out.Accusations[j]) })
	sort.SliceStable(r.out.Skips, func(i, j int) bool { return r.out.Skips[i].Span.Start < r.out.Skips[j].Span.Start })
	used := r.usedEntities()
	for _, e := range r.entities {
		if (e.Unnamed && e.Kind != schema.Group || e.Kind == schema.Office) && !used[e.ID] {
			continue // looked at on the way to a finding that was not taken
		}
		sort.Slice(e.Mentions, func(i, j int) bool { return e.Mentions[i].Start < e.Mentions[j].Start })
		e.Aliases = r.aliases(e)
		r.out.Entities = append(r.out.Entities, *e)
	}
	sort.Slice(r.out.Entities, func(i, j int) bool {
		a, b := &r.out.Entities[i], &r.out.Entities[j]
		x, y := firstMention(a), firstMention(b)
		if x != y {
			return x < y
		}
		return a.ID < b.ID
	})
}

// usedEntities are those that a finding points to.
func (r *reading) usedEntities() map[schema.ID]bool {
	used := map[schema.ID]bool{}
	for _, s := range r.out.Statements {
		used[s.Office], used[s.ReportedBy] = true, true
		for _, id := range append(s.Speakers, s.References...) {
			used[id] = true
		}
	}
	for _, a := range r.out.Accusations {
		used[a.Accuser], used[a.AccuserOffice], used[a.Target], used[a.Object] = true, true, true, true
	}
	for _, h := range r.out.Holdings {
		used[h.Office] = true
	}
	return used
}

// treatyAgain is the treaty that "that treaty" or "the 1987 agreement" at token i
// means: the one named last.
func (r *reading) treatyAgain(i int) *mention {
	if !r.lex.Is("treaty noun", r.words[i].lower) {
		return nil
	}
	before := r.word(i - 1)
	if number(before.text) > 1800 {
		before = r.word(i - 2)
	}
	if before.lower != "the" && before.lower != "that" && before.lower != "this" {
		return nil
	}
	for j := i - 1; j >= 0 && j > i-farBack; j-- {
		if m := r.mentionAt[j]; m != nil && m.kind == "treaty" {
			return m
		}
	}
	return nil
}

func firstMention(e *schema.Entity) int {
	if len(e.Mentions) == 0 {
		return 1 << 30
	}
	return e.Mentions[0].Start
}

// aliases are the other forms of the entity in the article.
func (r *reading) aliases(e *schema.Entity) []string {
	var forms []string
	seen := map[string]bool{e.Name: true}
	for _, m := range e.Mentions {
		form := collapse(m.In(r.text.Raw))
		if !seen[form] {
			seen[form] = true
			forms = append(forms, form)
		}
	}
	return forms
}

// placeStatements notes in which sentences each statement tells something; after it
// statements stay as they are.
func (r *reading) placeStatements() {
	r.statementsIn = map[int][]*statement{}
	for _, s := range r.statements {
		for _, c := range s.content {
			for n := max(r.text.SentenceAt(c.Start), 0); n < len(r.text.Sentences) && r.text.Sentences[n].Start < c.End; n++ {
				r.statementsIn[n] = append(r.statementsIn[n], s)
			}
		}
	}
}

// linkClaims gives each accusation the statement that its charge stands in.
func (r *reading) linkClaims() {
	for i := range r.out.Accusations {
		a := &r.out.Accusations[i]
		for _, s := range r.statementsIn[r.text.SentenceAt(a.Charge[0].Start)] {
			if a.Statement == "" && slices.ContainsFunc(s.content, func(c schema.Span) bool { return c.Contains(a.Charge[0]) }) {
				a.Statement = s.id
			}
		}
	}
}

// finished is the statement as the extraction has it.
func (r *reading) finished(s *statement) schema.Statement {
	parts := make([]string, len(s.content))
	for i, c := range s.content {
		parts[i] = c.In(r.text.Raw)
	}
	out := schema.Statement{
		ID: s.id, Kind: s.kind, Speakers: s.speaker.ids, Office: s.speaker.office, Source: s.source, Cue: s.cue, Content: s.content,
		Text: strings.Join(parts, " "), SaidOn: r.dayAt(s.at, s.content...), ReportedBy: s.reportedBy, Addressee: collapse(s.addressee.In(r.text.Raw)), Modality: s.modality,
		References: r.references(s), Confidence: round(s.confidence), Rule: s.rule,
	}
	spans := append(append([]schema.Span{}, s.cue...), s.content...)
	first, last := len(r.text.Sentences), 0
	for _, span := range spans {
		first = min(first, max(r.text.SentenceAt(span.Start), 0))
		last = max(last, r.text.SentenceAt(span.End-1))
	}
	for i := first; i <= last; i++ {
		out.Sentence = append(out.Sentence, r.text.Sentences[i].Span)
	}
	return out
}

// references are the entities that the statement's content names, in order.
func (r *reading) references(s *statement) []schema.ID {
	var ids []schema.ID
	seen := map[schema.ID]bool{}
	for _, c := range s.content {
		first, end := r.tokens(c)
		if q := r.word(first + 1).quote; q >= 0 && !r.words[first+1].capital {
			first = r.sentence(first).First // what is quoted goes on with a sentence that names its subject
		}
		for i := first; i < end; i++ {
			m := r.mentionAt[i]
			if m == nil {
				m = r.treatyAgain(i)
			} else if m.first != i && i != first {
				continue
			}
			if m == nil || m.kind == aName {
				continue // a name that nothing tells more of
			}
			id := r.entity(m)
			if id != "" && !seen[id] && !slices.Contains(s.speaker.ids, id) {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	return ids
}
