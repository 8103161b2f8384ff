package extract

import (
	"slices"
	"strings"

	"rostrum/extract/lexicon"
	"rostrum/schema"
)

// An article about an election often calls nobody a candidate in so many words: "Trump
// and Clinton meet for their first debate". So the table of contenders says who stood
// against whom, and the article, that it speaks of that race.

// findRaces notes who seeks an office by what the article tells of a race for it.
func (r *reading) findRaces() {
	race := r.race()
	if race == nil {
		return
	}
	for _, who := range slices.Clone(r.people.all) {
		for _, c := range race {
			if c.who == who && (c.Main || r.callsRival(who)) {
				r.runs(c)
			}
		}
	}
}

// runner is a person of the article with one of the candidacies that the table has.
type runner struct {
	lexicon.Contender
	who *person
}

// race is who of the article stands in the election that it speaks of; of several
// elections, the one whose contenders it names most.
func (r *reading) race() []runner {
	presidential, vice := r.speaksOfRace()
	if !presidential && !vice {
		return nil
	}
	years, weight := map[string][]runner{}, map[string]int{}
	best := ""
	for _, who := range r.people.all {
		if len(who.words) < 2 && len(who.terms) == 0 && strings.Contains(who.name, ".") || r.presides(who) {
			continue
		}
		for _, c := range r.lex.Contenders(who.name) {
			if vice := c.Office == "Vice President"; vice && !r.speaksOfVice() || !vice && !presidential || !r.inYear(c.Year) || r.heldBefore(who, c.Year) {
				continue
			}
			key := c.ISO3 + string(rune(c.Year))
			years[key] = append(years[key], runner{c, who})
			if weight[key] == 0 && r.doc.Published.IsZero() {
				weight[key] = (c.Year - 1900) / 10 // of two, rather the later
			}
			if c.Main {
				weight[key] += 2 + min(len(who.mentions), enough)
			} else {
				weight[key]++
			}
			if best == "" || weight[key] > weight[best] {
				best = key
			}
		}
	}
	return years[best]
}

// enough is how many mentions of somebody count for a race at most.
const enough = 5

// inYear tells whether an article may speak of the coming or latest election of a year as
// a race that goes on: always where it has no date.
func (r *reading) inYear(year int) bool {
	return r.doc.Published.IsZero() || r.doc.Published.Year() == year || r.doc.Published.Year() == year-1
}

// heldBefore tells whether the article has somebody at the head of a state, or second to it, and
// they were no longer there when the year of an election began, or not yet when it ended.
func (r *reading) heldBefore(who *person, year int) bool {
	other := false
	for _, p := range who.posts {
		if p.status != schema.Current || p.title.entry.Type != "state" {
			continue
		}
		for _, t := range who.terms {
			if !r.isTerm(t, p) {
				continue
			}
			if t.From.Time().Year() <= year && (t.To == "" || year <= t.To.Time().Year()) {
				return false
			}
			other = true
		}
	}
	return other
}

// presides tells whether the article calls somebody by the office itself: "President
// Obama".
func (r *reading) presides(who *person) bool {
	return slices.ContainsFunc(who.posts, func(p *post) bool { return p.title.entry.Name == "President" && p.status != schema.Candidate })
}

// speaksOfRace tells whether the article speaks of a race for the presidency, and of one
// for the office below it.
func (r *reading) speaksOfRace() (presidential, vice bool) {
	named, told, campaigns := false, 0, 0
	for i := range r.words {
		switch w := r.words[i].lower; {
		case w == "presidential" || w == "presidency" || w == "president" && r.word(i-1).lower == "for":
			named = true
		case r.lex.Is("candidate", w) || w == "candidacy":
			told++
		case w == "campaign" || w == "campaigns":
			campaigns++
		}
	}
	vice = r.speaksOfVice()
	return named && told+campaigns > 0 || told > 0 && told+campaigns > 1 || campaigns > 2, vice
}

func (r *reading) speaksOfVice() bool {
	return r.mentionsAny("vice presidential|vice-presidential|Vice presidential|Vice-presidential|Vice Presidential|running mate")
}

// callsRival tells whether the article says of somebody who sought a nomination that
// they did.
func (r *reading) callsRival(who *person) bool {
	for _, m := range who.mentions {
		s := r.sentence(m.first)
		for i := s.First; i < s.End; i++ {
			if r.lex.Is("rivalry", r.words[i].lower) {
				return true
			}
		}
	}
	return false
}

// runs notes a candidacy, unless the article itself says already that somebody seeks
// that office.
func (r *reading) runs(c runner) {
	person := r.addEntity(c.who.entity(), schema.Span{})
	for _, h := range r.out.Holdings {
		if h.Person == person && h.Status == schema.Candidate && r.entities[h.Office].Name == c.Office {
			return
		}
	}
	m := c.who.mentions[0]
	r.out.Holdings = append(r.out.Holdings, schema.Holding{Person: person, Office: r.addOffice(c.Office, c.ISO3, "", schema.Span{}), Country: schema.CountryID(c.ISO3),
		Status: schema.Candidate, Rule: "contender in the race, by the table", Evidence: []schema.Span{r.span(m.first, m.end)}})
}
