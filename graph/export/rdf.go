package export

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"rostrum/graph"
	"rostrum/schema"
)

// resource is a thing of the Semantic Web and what is said of it. JSON-LD and Turtle
// write the same resources, so that they hold the same triples.
type resource struct {
	iri   iri
	typ   name // "" is not told
	facts []fact
}

// iri is the name of a node or an edge, or of a part of it, in the pieces that it is
// written from: to make one text of them for each fact would cost more than to write it.
type iri struct {
	id   schema.ID
	part string // "", or # and what; all of it where there is no id
}

// name is an IRI of a vocabulary, prefix:name.
type name string

// fact is a predicate and an object: the resource of an iri, or a value if there is one,
// which is a name or a property's.
type fact struct {
	predicate string // prefix:name
	value     any
	iri       iri
}

// append adds the whole of it.
func (i iri) append(dst []byte) []byte {
	if i.id != "" {
		dst = append(append(dst, "urn:uuid:"...), i.id...)
	}
	return append(dst, i.part...)
}

// prefixes are those of the vocabularies, sorted.
var prefixes = [][2]string{
	{"oa", "http://www.w3.org/ns/oa#"},           // Web Annotation: where the evidence stands
	{"opengov", "http://www.w3.org/ns/opengov#"}, // Popolo: posts
	{"org", "http://www.w3.org/ns/org#"},         // Popolo: memberships
	{"prov", "http://www.w3.org/ns/prov#"},       // PROV-O: which article it is derived from
	{"rostrum", "urn:rostrum:"},                  // what no vocabulary has
	{"schema", "https://schema.org/"},            // people, claims, quotations, articles
	{"xsd", "http://www.w3.org/2001/XMLSchema#"}, // datatypes
}

// nodeTypes are the types of nodes by their labels.
var nodeTypes = map[string]name{
	"Person": "schema:Person", "Organization": "schema:Organization", "Country": "schema:Country",
	"Office": "opengov:Post", "Treaty": "schema:Legislation", "Outlet": "schema:NewsMediaOrganization",
	"Article": "schema:NewsArticle", "Statement": "schema:Quotation",
}

// predicates are those of properties, of nodes by their labels and of edges by "".
// A property that is not here has its own name in the vocabulary rostrum.
var predicates = map[string]map[string]string{
	"": {"charge": "schema:text", "date": "schema:dateCreated", "type": "schema:additionalType",
		"from": "schema:validFrom", "to": "schema:validThrough"},
	"Person": {"name": "schema:name"}, "Organization": {"name": "schema:name"}, "Office": {"name": "schema:name"},
	"Country": {"name": "schema:name", "iso3": "schema:identifier"}, "Treaty": {"name": "schema:name"},
	"Outlet": {"name": "schema:name"},
	"Article": {"title": "schema:headline", "byline": "schema:creditText", "dateline": "schema:dateline", "language": "schema:inLanguage",
		"published": "schema:datePublished", "modified": "schema:dateModified", "url": "schema:url"},
	"Statement": {"text": "schema:text", "said_on": "schema:dateCreated"},
}

// add adds a fact of a value; each element of a list is one.
func (r *resource) add(predicate string, value any) {
	if list, ok := value.([]string); ok {
		for _, x := range list {
			r.facts = append(r.facts, fact{predicate: predicate, value: x})
		}
		return
	}
	r.facts = append(r.facts, fact{predicate: predicate, value: value})
}

// text adds a fact of a text, where there is one.
func (r *resource) text(predicate, text string) {
	if text != "" {
		r.add(predicate, text)
	}
}

// link adds a fact about another node or edge, linkPart about a part of one.
func (r *resource) link(predicate string, id schema.ID) { r.linkPart(predicate, id, "") }

func (r *resource) linkPart(predicate string, id schema.ID, part string) {
	r.facts = append(r.facts, fact{predicate: predicate, iri: iri{id, part}})
}

// appendDecimal adds a number as a decimal, which is the same text in every syntax.
func appendDecimal(dst []byte, f float64) []byte {
	from := len(dst)
	dst = strconv.AppendFloat(dst, f, 'f', -1, 64)
	if bytes.IndexByte(dst[from:], '.') < 0 {
		dst = append(dst, ".0"...)
	}
	return dst
}

// properties adds those that are there.
func (r *resource) properties(known []described, values map[string]any) {
	for _, p := range known {
		if value, ok := values[p.property]; ok {
			r.add(p.predicate, value)
		}
	}
}

// describer makes resources of nodes and edges. Those that it returns last until the
// next are asked for: a million edges would else be millions of small lists.
type describer struct {
	told  map[schema.ID]bool     // articles that a resource is made for already
	known map[string][]described // what a label's or a type's properties are told by, but for those told in another way
	made  []resource
}

// described is a property, and the predicate that it is told by.
type described struct{ property, predicate string }

func newDescriber(s *Subgraph) describer {
	d := describer{told: map[schema.ID]bool{}, known: map[string][]described{}}
	learn := func(kind, label string, properties []schema.Property, otherwise ...string) {
		for _, p := range properties {
			if slices.Contains(otherwise, p.Name) {
				continue
			}
			predicate, ok := predicates[label][p.Name]
			if !ok {
				predicate = "rostrum:" + p.Name
			}
			d.known[kind] = append(d.known[kind], described{p.Name, predicate})
		}
	}
	for _, n := range s.model.Nodes {
		var evidence []string
		if n.Label == "Statement" {
			evidence = []string{"sentence", "start", "end"}
		}
		learn(n.Label, n.Label, n.Properties, evidence...)
	}
	for _, e := range s.model.Edges {
		learn(e.Type, "", e.Properties, "article", "evidence", "start", "end", "statement")
	}
	return d
}

// begin adds a resource to those made.
func (d *describer) begin(id schema.ID, part string, typ name) *resource {
	if len(d.made) == cap(d.made) {
		d.made = append(d.made, resource{})
	} else {
		d.made = d.made[:len(d.made)+1]
	}
	r := &d.made[len(d.made)-1]
	r.iri, r.typ, r.facts = iri{id, part}, typ, r.facts[:0]
	return r
}

func (d *describer) node(n *graph.Node) []resource {
	d.made = d.made[:0]
	label := n.Labels[0]
	r := d.begin(n.ID, "", nodeTypes[label])
	r.properties(d.known[label], n.Properties)
	switch label {
	case "Article":
		d.told[n.ID] = true
	case "Statement":
		d.evidence(n.ID, "", n.Properties, "sentence")
	}
	return d.made
}

// evidence is a Web Annotation: the words, and where they stand in an article, that
// say what the resource of an id says. The article of a statement is told by an edge.
func (d *describer) evidence(id, article schema.ID, properties map[string]any, words string) {
	r := d.begin(id, "#evidence", "oa:Annotation")
	r.add("oa:motivatedBy", name("oa:linking"))
	r.link("oa:hasBody", id)
	r.linkPart("oa:hasTarget", id, "#passage")
	r = d.begin(id, "#passage", "oa:SpecificResource")
	if article != "" {
		r.link("oa:hasSource", article)
	}
	r.linkPart("oa:hasSelector", id, "#quote")
	r.linkPart("oa:hasSelector", id, "#position")
	d.begin(id, "#quote", "oa:TextQuoteSelector").add("oa:exact", properties[words])
	r = d.begin(id, "#position", "oa:TextPositionSelector")
	r.add("oa:start", properties["start"])
	r.add("oa:end", properties["end"])
}

func (d *describer) edge(e *Edge) []resource {
	d.made = d.made[:0]
	switch {
	case e.Properties["ids"] != nil:
		d.projected(e)
	case e.Type == "SAID":
		d.begin(e.To, "", "").link("schema:spokenByCharacter", e.From)
	case e.Type == "REFERENCES":
		d.begin(e.From, "", "").link("schema:about", e.To)
	case e.Type == "REPORTED_BY":
		d.begin(e.From, "", "").link("rostrum:reportedBy", e.To)
	case e.Type == "PUBLISHED_BY":
		d.begin(e.From, "", "").link("schema:publisher", e.To)
	case e.Type == "OF":
		d.begin(e.From, "", "").link("org:postIn", e.To)
	case e.Type == "REPORTED_IN":
		r := d.begin(e.From, "", "")
		r.link("schema:isPartOf", e.To)
		r.link("prov:wasDerivedFrom", e.To)
		d.begin(e.From, "#passage", "").link("oa:hasSource", e.To)
	default:
		d.finding(e)
	}
	return d.made
}

// finding is an edge that is a thing of its own: a claim or a membership.
func (d *describer) finding(e *Edge) {
	isClaim := e.Type == "ACCUSED" || e.Type == "DENIED"
	kind := name("org:Membership")
	if isClaim {
		kind = "schema:Claim"
	}
	r := d.begin(e.ID, "", kind)
	switch e.Type {
	case "HOLDS":
		r.link("org:member", e.From)
		r.link("opengov:post", e.To)
	case "MEMBER_OF":
		r.link("org:member", e.From)
		r.link("org:organization", e.To)
	default:
		r.add("rostrum:relation", e.Type)
		r.link("schema:author", e.From)
		r.link("schema:about", e.To)
		if statement, ok := e.Properties["statement"].(string); ok {
			r.link("schema:isPartOf", schema.ID(statement))
		}
	}
	r.properties(d.known[e.Type], e.Properties)
	article, _ := e.Properties["article"].(string)
	if article != "" {
		r.link("prov:wasDerivedFrom", schema.ID(article))
		if isClaim {
			r.link("schema:appearance", schema.ID(article))
		}
	}
	if e.Properties["evidence"] != nil {
		d.evidence(e.ID, schema.ID(article), e.Properties, "evidence")
	}
	if e.Source != nil && !d.told[e.Source.ID] {
		d.told[e.Source.ID] = true
		d.newsArticle(e.Source)
	}
}

// newsArticle is the article that says so, where it is not among the nodes.
func (d *describer) newsArticle(a *Article) {
	r := d.begin(a.ID, "", "schema:NewsArticle")
	r.text("schema:headline", a.Title)
	r.text("rostrum:outlet", a.Outlet)
	if a.Published != "" {
		r.add("schema:datePublished", a.Published)
	}
	r.text("schema:url", a.URL)
}

// projected is an edge that stands for several.
func (d *describer) projected(e *Edge) {
	r := d.begin(e.ID, "", "rostrum:Relation")
	r.add("rostrum:relation", e.Type)
	r.link("rostrum:from", e.From)
	r.link("rostrum:to", e.To)
	for _, name := range []string{"weight", "first", "last"} {
		if value := e.Properties[name]; value != nil {
			r.add("rostrum:"+name, value)
		}
	}
	for _, id := range e.Properties["ids"].([]string) {
		r.link("rostrum:edge", schema.ID(id))
	}
}

// dataset is the resource that says what the file is.
func dataset(s *Subgraph) *resource {
	return &resource{iri: iri{part: "urn:rostrum:export"}, typ: "schema:Dataset", facts: []fact{
		{predicate: "schema:name", value: strings.ToValidUTF8(s.About.Question, "\uFFFD")},
		{predicate: "schema:description", value: strings.ToValidUTF8(strings.Join(s.About.Lines(), "\n"), "\uFFFD")},
	}}
}
