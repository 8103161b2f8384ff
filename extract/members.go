package extract

import (
	"rostrum/schema"
)

// findMemberships finds who belongs to what by the article's words: "Turkey, a member
// of NATO", "NATO members Turkey and Greece", "Finland joined NATO".
func (r *reading) findMemberships() {
	for i := range r.words {
		if r.words[i].quote >= 0 {
			continue
		}
		switch w := r.words[i].lower; {
		case (w == "member" || w == "members") && r.word(i+1).lower == "of":
			r.memberOf(i)
		case w == "member" || w == "members":
			r.bodyMembers(i)
		case w == "joined" && i > 0:
			r.addMembership(r.mentionEnding(i), r.bodyAt(i+1), i, "joined")
		}
	}
}

// memberOf reads "Turkey, a member of NATO" and "Turkey is a member of NATO" around
// the word "member".
func (r *reading) memberOf(at int) {
	before := at
	for before > 0 && (r.lex.Is("determiner", r.words[before-1].lower) || r.lex.Is("rank", r.words[before-1].lower) || r.lex.Is("membership", r.words[before-1].lower)) {
		before--
	}
	switch r.word(before - 1).lower {
	case ",", "is", "are", "became", "as":
		r.addMembership(r.mentionEnding(before-1), r.bodyAt(at+2), at, "member of")
	}
}

// bodyMembers reads "NATO members Turkey and Greece" and "NATO member Turkey".
func (r *reading) bodyMembers(at int) {
	body := r.mentionEnding(at)
	for i := at + 1; i < len(r.words) && r.text.Tokens[i].Sentence == r.text.Tokens[at].Sentence; {
		m := r.mentionAt[i]
		if m == nil || m.first != i {
			return
		}
		r.addMembership(m, body, at, "members named")
		i = m.end
		for i < len(r.words) && (r.words[i].text == "," || r.words[i].lower == "and") {
			i++
		}
		if i == m.end {
			return
		}
	}
}

// mentionEnding is the mention that ends right before token i.
func (r *reading) mentionEnding(i int) *mention {
	if i <= 0 || r.mentionAt[i-1] == nil || r.mentionAt[i-1].end != i {
		return nil
	}
	return r.mentionAt[i-1]
}

// bodyAt is the organization or treaty that starts at token i.
func (r *reading) bodyAt(i int) *mention {
	if r.word(i).lower == "the" {
		i++
	}
	if i >= len(r.words) {
		return nil
	}
	return r.mentionAt[i]
}

func (r *reading) addMembership(member, body *mention, at int, rule string) {
	if member == nil || body == nil || body.kind != "organization" && body.kind != "treaty" {
		return
	}
	if member.kind != "country" && member.person == nil {
		return
	}
	r.addMember(schema.Membership{Member: r.entity(member), Of: r.entity(body), Rule: rule, Evidence: []schema.Span{r.sentence(at).Span}})
}

func (r *reading) addMember(m schema.Membership) {
	if m.Member == "" || m.Of == "" {
		return
	}
	for _, known := range r.out.Memberships {
		if known.Member == m.Member && known.Of == m.Of {
			return
		}
	}
	r.out.Memberships = append(r.out.Memberships, m)
}
