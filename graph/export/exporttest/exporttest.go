// Package exporttest has a small graph, made by hand, of what formats stumble over:
// parallel accusations of several days, texts that are markup, formulas or several
// lines in some language, names in letters from right to left, no dates, no titles.
//
// It opens no store: its tests apply [Graph] to one.
package exporttest

import (
	"rostrum/graph"
	"rostrum/schema"
)

// Odd is a text that must come out of every format as it went in.
const Odd = `He said: "<script>alert('x')</script> & ]]> C:\new\table` + "\n\tdone\" – it's 100 % ${HOME} #1; {a} | [b] `c` 😀 שלום العربية 汉字, e\u0301"

// Graph is the graph, a batch an article.
func Graph() []graph.Batch {
	return []graph.Batch{first(), second(), undated()}
}

type builder struct{ graph.Batch }

func begin(document schema.ID, properties map[string]any) *builder {
	b := &builder{graph.Batch{Document: document, Digest: "digest of " + string(document)}}
	properties["digest"] = b.Digest
	b.node(document, "Article", properties)
	return b
}

func (b *builder) node(id schema.ID, label string, properties map[string]any) schema.ID {
	b.Nodes = append(b.Nodes, graph.Node{ID: id, Labels: []string{label}, Properties: properties})
	return id
}

func (b *builder) edge(kind string, from, to schema.ID, key string, properties map[string]any) {
	b.Edges = append(b.Edges, graph.Edge{ID: schema.NewID("edge", kind, string(from), string(to), string(b.Document), key),
		Type: kind, From: from, To: to, Properties: properties})
}

func (b *builder) person(name string) schema.ID {
	return b.node(schema.EntityID(schema.Person, name), "Person", map[string]any{"name": name, "unnamed": false})
}

func (b *builder) country(iso3, name string) schema.ID {
	return b.node(schema.CountryID(iso3), "Country", map[string]any{"name": name, "iso3": iso3})
}

// accusation are the properties of an ACCUSED or DENIED edge; no date leaves it undated.
func (b *builder) accusation(charge, evidence string, date schema.Date, stance string) map[string]any {
	p := map[string]any{
		"charge": charge, "type": "aggression", "cameo": "112", "plover": "ACCUSE/allege", "stance": stance, "confidence": 0.875,
		"rule": "hand", "article": string(b.Document), "evidence": evidence, "start": int64(3), "end": int64(3 + len([]rune(evidence))),
	}
	if date != "" {
		p["date"] = date
	}
	return p
}

func first() graph.Batch {
	b := begin(schema.NewID("document", "odd 1"), map[string]any{"title": `Words & "quotes" <b>bold</b>`, "outlet": "Test & Söhne",
		"url": "https://news.example/a?b=1&c=\"2\"", "published": schema.Date("2019-02-28"), "language": "en"})
	outlet := b.node(schema.NewID("outlet", "Test & Söhne"), "Outlet", map[string]any{"name": "Test & Söhne"})
	b.edge("PUBLISHED_BY", b.Document, outlet, "", nil)
	quoted, rus := b.person(`Bob "The <i>Fox</i>" O'Brien\`), b.country("RUS", "Russia")
	office := b.node(schema.EntityID(schema.Office, "=SUM(A1)", "IRL"), "Office", map[string]any{"name": "=SUM(A1)", "country": "IRL"})
	b.edge("HOLDS", quoted, office, "", map[string]any{"status": "current", "from": schema.Date("2018-01-01"), "to": schema.Date("2020-12-31"), "rule": "hand",
		"article": string(b.Document), "evidence": "=SUM(A1) O'Brien", "start": int64(0), "end": int64(16)})
	statement := b.node(schema.NewID("statement", "odd"), "Statement", map[string]any{"text": Odd, "kind": "direct", "modality": "asserted", "sentence": Odd,
		"start": int64(0), "end": int64(len([]rune(Odd))), "confidence": 1.0, "rule": "hand", "said_on": schema.Date("2019-02-27")})
	b.edge("SAID", quoted, statement, "", map[string]any{"article": string(b.Document), "confidence": 1e-7, "rule": "hand"})
	b.edge("REPORTED_IN", statement, b.Document, "", nil)
	b.edge("REFERENCES", statement, rus, "", map[string]any{"article": string(b.Document)})
	accused := b.accusation("starting \"it\" — <all> of it", Odd, "2019-02-27", "accuse")
	accused["statement"] = string(statement)
	b.edge("ACCUSED", quoted, rus, "1", accused)
	b.edge("ACCUSED", quoted, rus, "2", b.accusation("doing it again", "- and again, he said.", "2019-02-28", "accuse"))
	return b.Batch
}

func second() graph.Batch {
	b := begin(schema.NewID("document", "odd 2"), map[string]any{"path": "articles/two.txt", "published": schema.Date("2020-01-05")})
	quoted, rus := b.person(`Bob "The <i>Fox</i>" O'Brien\`), b.country("RUS", "Russia")
	hebrew := b.person("דוד בן־גוריון")
	b.edge("ACCUSED", quoted, rus, "3", b.accusation("a third time", "He did so a third time.", "2020-01-04", "accuse"))
	b.edge("DENIED", rus, quoted, "", b.accusation("a third time", "Russia denied it.", "2020-01-05", "deny"))
	b.edge("ACCUSED", b.Document, hebrew, "", b.accusation("nothing in particular", "He is accused.", "2020-01-05", "report"))
	return b.Batch
}

func undated() graph.Batch {
	b := begin(schema.NewID("document", "odd 3"), map[string]any{})
	rus := b.country("RUS", "Russia")
	nato := b.node(schema.EntityID(schema.Organization, "NATO"), "Organization", map[string]any{"name": "NATO", "kind": "organization", "unnamed": false})
	treaty := b.node(schema.EntityID(schema.Treaty, "INF Treaty"), "Treaty", map[string]any{"name": "INF Treaty", "year": int64(1987)})
	membership := func(words string) map[string]any {
		return map[string]any{"rule": "hand", "article": string(b.Document), "evidence": words, "start": int64(0), "end": int64(len(words))}
	}
	b.edge("MEMBER_OF", rus, treaty, "", membership("Russia is in the INF Treaty."))
	b.edge("ACCUSED", nato, rus, "", b.accusation("undated", "NATO accused Russia.", "", "accuse"))
	return b.Batch
}
