package export

import (
	"slices"
	"strconv"
	"strings"

	"rostrum/graph"
	"rostrum/schema"
)

// resource is a thing of the Semantic Web and what is said of it. JSON-LD and Turtle
// write the same resources, so that they hold the same triples.
type resource struct {
	id    string // an IRI
	types []string
	facts []fact
}

// fact is a predicate and an object: an IRI, or a literal of a datatype.
type fact struct {
	predicate string // prefix:name
	object    string
	datatype  string // prefix:name; "" is a text, iri a resource
}

const iri = "@id"

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
var nodeTypes = map[string]string{
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

func (r *resource) add(predicate, object, datatype string) {
	r.facts = append(r.facts, fact{predicate, object, datatype})
}

// link adds a fact about another node or edge.
func (r *resource) link(predicate string, id schema.ID) { r.add(predicate, urn(id), iri) }

func urn(id schema.ID) string { return "urn:uuid:" + string(id) }

// literal adds a property's value.
func (r *resource) literal(predicate string, value any) {
	switch v := value.(type) {
	case string:
		r.add(predicate, v, "")
	case schema.Date:
		r.add(predicate, string(v), "xsd:date")
	case int64:
		r.add(predicate, strconv.FormatInt(v, 10), "xsd:integer")
	case float64: // a decimal is the same text in every syntax
		text := strconv.FormatFloat(v, 'f', -1, 64)
		if !strings.Contains(text, ".") {
			text += ".0"
		}
		r.add(predicate, text, "xsd:decimal")
	case bool:
		r.add(predicate, strconv.FormatBool(v), "xsd:boolean")
	case []string:
		for _, x := range v {
			r.add(predicate, x, "")
		}
	}
}

// properties adds those that are there but for the ones left out.
func (r *resource) properties(known []described, values map[string]any, without ...string) {
	for _, p := range known {
		if value, ok := values[p.property]; ok && !slices.Contains(without, p.property) {
			r.literal(p.predicate, value)
		}
	}
}

// describer makes resources of nodes and edges. Those that it returns last until the
// next are asked for: a million edges would else be millions of small lists.
type describer struct {
	told  map[schema.ID]bool // articles that a resource is made for already
	known map[string][]described
	made  []resource
}

// described is a property, and the predicate that it is told by.
type described struct{ property, predicate string }

func newDescriber(s *Subgraph) describer {
	d := describer{told: map[schema.ID]bool{}, known: map[string][]described{}}
	learn := func(kind, label string, properties []schema.Property) {
		for _, p := range properties {
			predicate, ok := predicates[label][p.Name]
			if !ok {
				predicate = "rostrum:" + p.Name
			}
			d.known[kind] = append(d.known[kind], described{p.Name, predicate})
		}
	}
	for _, n := range s.model.Nodes {
		learn(n.Label, n.Label, n.Properties)
	}
	for _, e := range s.model.Edges {
		learn(e.Type, "", e.Properties)
	}
	return d
}

// begin adds a resource to those made.
func (d *describer) begin(id string, types ...string) *resource {
	if len(d.made) == cap(d.made) {
		d.made = append(d.made, resource{})
	} else {
		d.made = d.made[:len(d.made)+1]
	}
	r := &d.made[len(d.made)-1]
	r.id, r.types, r.facts = id, append(r.types[:0], types...), r.facts[:0]
	return r
}

func (d *describer) node(n *graph.Node) []resource {
	d.made = d.made[:0]
	label := n.Labels[0]
	r := d.begin(urn(n.ID), nodeTypes[label])
	switch label {
	case "Article":
		d.told[n.ID] = true
	case "Statement":
		r.properties(d.known[label], n.Properties, "sentence", "start", "end")
		d.evidence(r.id, "", n.Properties, "sentence")
		return d.made
	}
	r.properties(d.known[label], n.Properties)
	return d.made
}

// evidence is a Web Annotation: the words, and where they stand in an article, that
// say what the resource of an id says. The article of a statement is told by an edge.
func (d *describer) evidence(id string, article schema.ID, properties map[string]any, words string) {
	passage, quote, position := id+"#passage", id+"#quote", id+"#position"
	r := d.begin(id+"#evidence", "oa:Annotation")
	r.add("oa:motivatedBy", "oa:linking", iri)
	r.add("oa:hasBody", id, iri)
	r.add("oa:hasTarget", passage, iri)
	r = d.begin(passage, "oa:SpecificResource")
	if article != "" {
		r.link("oa:hasSource", article)
	}
	r.add("oa:hasSelector", quote, iri)
	r.add("oa:hasSelector", position, iri)
	d.begin(quote, "oa:TextQuoteSelector").literal("oa:exact", properties[words])
	r = d.begin(position, "oa:TextPositionSelector")
	r.literal("oa:start", properties["start"])
	r.literal("oa:end", properties["end"])
}

func (d *describer) edge(e *Edge) []resource {
	d.made = d.made[:0]
	from := urn(e.From)
	switch {
	case e.Properties["ids"] != nil:
		d.projected(e)
	case e.Type == "SAID":
		d.begin(urn(e.To)).link("schema:spokenByCharacter", e.From)
	case e.Type == "REFERENCES":
		d.begin(from).link("schema:about", e.To)
	case e.Type == "REPORTED_BY":
		d.begin(from).link("rostrum:reportedBy", e.To)
	case e.Type == "PUBLISHED_BY":
		d.begin(from).link("schema:publisher", e.To)
	case e.Type == "OF":
		d.begin(from).link("org:postIn", e.To)
	case e.Type == "REPORTED_IN":
		r := d.begin(from)
		r.link("schema:isPartOf", e.To)
		r.link("prov:wasDerivedFrom", e.To)
		d.begin(from+"#passage").link("oa:hasSource", e.To)
	default:
		d.finding(e)
	}
	return d.made
}

// finding is an edge that is a thing of its own: a claim or a membership.
func (d *describer) finding(e *Edge) {
	id, isClaim := urn(e.ID), e.Type == "ACCUSED" || e.Type == "DENIED"
	kind := "org:Membership"
	if isClaim {
		kind = "schema:Claim"
	}
	r := d.begin(id, kind)
	switch e.Type {
	case "HOLDS":
		r.link("org:member", e.From)
		r.link("opengov:post", e.To)
	case "MEMBER_OF":
		r.link("org:member", e.From)
		r.link("org:organization", e.To)
	default:
		r.add("rostrum:relation", e.Type, "")
		r.link("schema:author", e.From)
		r.link("schema:about", e.To)
		if statement, ok := e.Properties["statement"].(string); ok {
			r.link("schema:isPartOf", schema.ID(statement))
		}
	}
	r.properties(d.known[e.Type], e.Properties, "article", "evidence", "start", "end", "statement")
	article, _ := e.Properties["article"].(string)
	if article != "" {
		r.link("prov:wasDerivedFrom", schema.ID(article))
		if isClaim {
			r.link("schema:appearance", schema.ID(article))
		}
	}
	if e.Properties["evidence"] != nil {
		d.evidence(id, schema.ID(article), e.Properties, "evidence")
	}
	if e.Source != nil && !d.told[e.Source.ID] {
		d.told[e.Source.ID] = true
		d.newsArticle(e.Source)
	}
}

// newsArticle is the article that says so, where it is not among the nodes.
func (d *describer) newsArticle(a *Article) {
	r := d.begin(urn(a.ID), "schema:NewsArticle")
	r.literal("schema:headline", present(a.Title))
	r.literal("rostrum:outlet", present(a.Outlet))
	r.literal("schema:datePublished", present(a.Published))
	r.literal("schema:url", present(a.URL))
}

// projected is an edge that stands for several.
func (d *describer) projected(e *Edge) {
	r := d.begin(urn(e.ID), "rostrum:Relation")
	r.add("rostrum:relation", e.Type, "")
	r.link("rostrum:from", e.From)
	r.link("rostrum:to", e.To)
	for _, name := range []string{"weight", "first", "last"} {
		r.literal("rostrum:"+name, e.Properties[name])
	}
	for _, id := range e.Properties["ids"].([]string) {
		r.link("rostrum:edge", schema.ID(id))
	}
}

// dataset is the resource that says what the file is.
func dataset(s *Subgraph) resource {
	r := resource{id: "urn:rostrum:export", types: []string{"schema:Dataset"}}
	r.add("schema:name", s.About.Question, "")
	r.add("schema:description", strings.Join(s.About.Lines(), "\n"), "")
	return r
}
