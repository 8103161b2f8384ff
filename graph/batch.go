package graph

import (
	"fmt"
	"slices"
	"strings"

	"rostrum/schema"
)

// Check says what is wrong with the batch by the model: an unknown label, edge type
// or property, a missing or wrongly typed one, an id that stands twice, an edge whose
// ends are not among the nodes.
func (b *Batch) Check(model *schema.GraphModel) error {
	if b.Document == "" {
		return fmt.Errorf("batch without a document")
	}
	if !b.Empty() && b.Digest == "" {
		return fmt.Errorf("batch of document %s: no digest", b.Document)
	}
	labels := make(map[schema.ID]string, len(b.Nodes))
	for _, n := range b.Nodes {
		if err := model.CheckNode(n.Labels, n.Properties); err != nil {
			return fmt.Errorf("batch of document %s: node %s: %w", b.Document, n.ID, err)
		}
		if _, twice := labels[n.ID]; twice || n.ID == "" {
			return fmt.Errorf("batch of document %s: node id %q is empty or stands twice", b.Document, n.ID)
		}
		labels[n.ID] = n.Labels[0]
	}
	seen := make(map[schema.ID]bool, len(b.Edges))
	for _, e := range b.Edges {
		from, to := labels[e.From], labels[e.To]
		if from == "" || to == "" {
			return fmt.Errorf("batch of document %s: edge %s: its ends %s and %s are not both among the nodes", b.Document, e.ID, e.From, e.To)
		}
		if err := model.CheckEdge(e.Type, from, to, e.Properties); err != nil {
			return fmt.Errorf("batch of document %s: edge %s: %w", b.Document, e.ID, err)
		}
		if seen[e.ID] || e.ID == "" {
			return fmt.Errorf("batch of document %s: edge id %q is empty or stands twice", b.Document, e.ID)
		}
		seen[e.ID] = true
	}
	return nil
}

// FromExtraction makes the batch of all that the extraction's document says. Digest
// is that of the document's text and the extractor's version. Nodes and edges are in
// order of their ids.
func FromExtraction(e *schema.Extraction, digest string) Batch {
	b := builder{
		e: e, entities: make(map[schema.ID]*schema.Entity, len(e.Entities)),
		nodes: map[schema.ID]Node{}, edges: map[schema.ID]Edge{},
	}
	for i := range e.Entities {
		b.entities[e.Entities[i].ID] = &e.Entities[i]
	}
	b.points = b.codePoints()
	b.article(digest)
	for i := range e.Statements {
		b.statement(&e.Statements[i])
	}
	for i := range e.Accusations {
		b.accusation(&e.Accusations[i])
	}
	for i := range e.Holdings {
		b.holding(&e.Holdings[i])
	}
	for i := range e.Memberships {
		m := &e.Memberships[i]
		properties := b.evidence(m.Evidence)
		properties["rule"] = m.Rule
		b.edge("MEMBER_OF", b.entity(m.Member), b.entity(m.Of), properties, string(e.Document.ID), place(m.Evidence))
	}
	return b.batch(e.Document.ID, digest)
}

// batch is all that was built, in the order of the ids.
func (b *builder) batch(document schema.ID, digest string) Batch {
	batch := Batch{Document: document, Digest: digest}
	for _, n := range b.nodes {
		batch.Nodes = append(batch.Nodes, n)
	}
	for _, edge := range b.edges {
		batch.Edges = append(batch.Edges, edge)
	}
	slices.SortFunc(batch.Nodes, func(x, y Node) int { return strings.Compare(string(x.ID), string(y.ID)) })
	slices.SortFunc(batch.Edges, func(x, y Edge) int { return strings.Compare(string(x.ID), string(y.ID)) })
	return batch
}

type builder struct {
	e        *schema.Extraction
	entities map[schema.ID]*schema.Entity
	points   *schema.CodePoints
	nodes    map[schema.ID]Node
	edges    map[schema.ID]Edge
}

func (b *builder) codePoints() *schema.CodePoints {
	var hulls []schema.Span
	for _, s := range b.e.Statements {
		hulls = append(hulls, b.hull(statementSpans(&s)))
	}
	for _, a := range b.e.Accusations {
		hulls = append(hulls, b.hull(a.Evidence))
	}
	for _, h := range b.e.Holdings {
		hulls = append(hulls, b.hull(h.Evidence))
	}
	for _, m := range b.e.Memberships {
		hulls = append(hulls, b.hull(m.Evidence))
	}
	return schema.NewCodePoints(b.e.Document.Text, hulls...)
}

func statementSpans(s *schema.Statement) []schema.Span {
	return slices.Concat(s.Sentence, s.Source, s.Cue, s.Content)
}

// hull is the shortest span that holds all of spans.
func (b *builder) hull(spans []schema.Span) schema.Span {
	if len(spans) == 0 {
		return schema.Span{}
	}
	hull := spans[0]
	for _, s := range spans[1:] {
		hull.Start, hull.End = min(hull.Start, s.Start), max(hull.End, s.End)
	}
	return hull
}

func (b *builder) evidence(spans []schema.Span) map[string]any {
	hull := b.hull(spans)
	at := b.points.Pair(hull)
	return map[string]any{
		"article": string(b.e.Document.ID), "evidence": hull.In(b.e.Document.Text),
		"start": int64(at[0]), "end": int64(at[1]),
	}
}

func (b *builder) node(id schema.ID, label string, properties map[string]any) schema.ID {
	b.nodes[id] = Node{ID: id, Labels: []string{label}, Properties: properties}
	return id
}

// edge adds an edge whose id is made of its type, its ends and what else tells it
// from others between the two.
func (b *builder) edge(name string, from, to schema.ID, properties map[string]any, key ...string) schema.ID {
	id := schema.NewID("edge", append([]string{name, string(from), string(to)}, key...)...)
	b.edges[id] = Edge{ID: id, Type: name, From: from, To: to, Properties: properties}
	return id
}

func place(spans []schema.Span) string { return fmt.Sprint(spans) }

// set adds a property where it has a value.
func set[T ~string](properties map[string]any, name string, value T) {
	if value != "" {
		properties[name] = string(value)
	}
}

func setDay(properties map[string]any, name string, value schema.Date) {
	if value != "" {
		properties[name] = value
	}
}

// entity adds the entity's node and returns its id; "" stays "".
func (b *builder) entity(id schema.ID) schema.ID {
	if id == "" {
		return ""
	}
	if _, done := b.nodes[id]; done {
		return id
	}
	x := b.entities[id]
	properties := map[string]any{"name": x.Name}
	switch x.Kind {
	case schema.Person:
		properties["unnamed"] = x.Unnamed
		set(properties, "country", x.ISO3)
		return b.node(id, "Person", properties)
	case schema.Organization, schema.Group:
		properties["unnamed"], properties["kind"] = x.Unnamed, string(x.Kind)
		set(properties, "country", x.ISO3)
		return b.node(id, "Organization", properties)
	case schema.Country:
		properties["iso3"] = x.ISO3
		return b.node(id, "Country", properties)
	case schema.Treaty:
		if x.Year != 0 {
			properties["year"] = int64(x.Year)
		}
		return b.node(id, "Treaty", properties)
	}
	set(properties, "country", x.ISO3)
	if body := b.entities[x.Organization]; body != nil {
		properties["organization"] = body.Name
	}
	b.node(id, "Office", properties)
	if x.ISO3 != "" {
		b.edge("OF", id, b.entity(schema.CountryID(x.ISO3)), nil)
	}
	if x.Organization != "" {
		b.edge("OF", id, b.entity(x.Organization), nil)
	}
	return id
}

func (b *builder) article(digest string) {
	d := b.e.Document
	properties := map[string]any{"digest": digest}
	for name, value := range map[string]string{
		"title": d.Title, "outlet": d.Source, "country": d.Country, "byline": d.Byline, "dateline": d.Dateline,
		"language": d.Language, "url": d.URL, "path": d.Path,
	} {
		set(properties, name, value)
	}
	setDay(properties, "published", schema.DateOf(d.Published))
	setDay(properties, "modified", schema.DateOf(d.Modified))
	b.node(d.ID, "Article", properties)
	if d.Source != "" {
		outlet := b.node(schema.NewID("outlet", d.Source), "Outlet", map[string]any{"name": d.Source})
		b.edge("PUBLISHED_BY", d.ID, outlet, nil)
	}
}

func (b *builder) statement(s *schema.Statement) {
	hull := b.hull(statementSpans(s))
	at := b.points.Pair(hull)
	properties := map[string]any{
		"text": s.Text, "kind": string(s.Kind), "modality": string(s.Modality),
		"sentence": hull.In(b.e.Document.Text), "start": int64(at[0]), "end": int64(at[1]),
		"confidence": s.Confidence, "rule": s.Rule,
	}
	set(properties, "cue", b.words(s.Cue))
	set(properties, "addressee", s.Addressee)
	setDay(properties, "said_on", s.SaidOn)
	b.node(s.ID, "Statement", properties)
	article := string(b.e.Document.ID)
	for _, speaker := range s.Speakers {
		said := map[string]any{"article": article, "confidence": s.Confidence, "rule": s.Rule}
		b.office(said, s.Office)
		b.edge("SAID", b.entity(speaker), s.ID, said)
	}
	for _, about := range s.References {
		b.edge("REFERENCES", s.ID, b.entity(about), map[string]any{"article": article})
	}
	b.edge("REPORTED_IN", s.ID, b.e.Document.ID, nil)
	if s.ReportedBy != "" {
		b.edge("REPORTED_BY", s.ID, b.entity(s.ReportedBy), map[string]any{"article": article})
	}
}

func (b *builder) words(spans []schema.Span) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = s.In(b.e.Document.Text)
	}
	return strings.Join(parts, " ")
}

// office adds the office to a SAID, ACCUSED or DENIED edge, and its node.
func (b *builder) office(properties map[string]any, office schema.ID) {
	if office == "" {
		return
	}
	properties["office"] = b.entities[b.entity(office)].Name
	properties["office_id"] = string(office)
}

func (b *builder) accusation(a *schema.Accusation) {
	properties := b.evidence(a.Evidence)
	for name, value := range map[string]string{
		"charge": a.ChargeText, "type": a.Type, "cameo": a.CAMEO, "plover": a.PLOVER,
		"stance": string(a.Stance), "rule": a.Rule,
	} {
		properties[name] = value
	}
	properties["confidence"] = a.Confidence
	setDay(properties, "date", a.SaidOn)
	set(properties, "statement", a.Statement)
	b.office(properties, a.AccuserOffice)
	if a.Object != "" {
		properties["object"] = b.entities[b.entity(a.Object)].Name
		properties["object_id"] = string(a.Object)
	}
	name, from, to := "ACCUSED", b.entity(a.Accuser), b.entity(a.Target)
	if a.Stance == schema.Deny {
		name = "DENIED"
		set(properties, "answers", a.Answers)
	}
	// Where nobody is named it is the article itself that speaks or is answered.
	if from == "" {
		from = b.e.Document.ID
	}
	if to == "" {
		to = b.e.Document.ID
	}
	b.edges[a.ID] = Edge{ID: a.ID, Type: name, From: from, To: to, Properties: properties}
}

func (b *builder) holding(h *schema.Holding) {
	properties := b.evidence(h.Evidence)
	properties["status"], properties["rule"] = string(h.Status), h.Rule
	setDay(properties, "as_of", schema.DateOf(b.e.Document.Published))
	setDay(properties, "from", h.From)
	setDay(properties, "to", h.To)
	b.edge("HOLDS", b.entity(h.Person), b.entity(h.Office), properties, string(b.e.Document.ID), string(h.Status), place(h.Evidence))
}
