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

// properties adds those of the model but for the ones left out.
func (r *resource) properties(known []schema.Property, values map[string]any, label string, without ...string) {
	for _, p := range known {
		value, ok := values[p.Name]
		if !ok || slices.Contains(without, p.Name) {
			continue
		}
		predicate, ok := predicates[label][p.Name]
		if !ok {
			predicate = "rostrum:" + p.Name
		}
		r.literal(predicate, value)
	}
}

// describer makes resources of nodes and edges.
type describer struct {
	model *schema.GraphModel
	told  map[schema.ID]bool // articles that a resource is made for already
}

func (d *describer) node(n *graph.Node) []resource {
	label := n.Labels[0]
	r := resource{id: urn(n.ID), types: []string{nodeTypes[label]}}
	known, _ := d.model.Node(label)
	switch label {
	case "Article":
		d.told[n.ID] = true
	case "Statement":
		r.properties(known.Properties, n.Properties, label, "sentence", "start", "end")
		return append([]resource{r}, evidence(r.id, "", n.Properties, "sentence")...)
	}
	r.properties(known.Properties, n.Properties, label)
	return []resource{r}
}

// evidence is a Web Annotation: the words, and where they stand in an article, that
// say what the resource of an id says. The article of a statement is told by an edge.
func evidence(id string, article schema.ID, properties map[string]any, words string) []resource {
	annotation := resource{id: id + "#evidence", types: []string{"oa:Annotation"}}
	annotation.add("oa:motivatedBy", "oa:linking", iri)
	annotation.add("oa:hasBody", id, iri)
	annotation.add("oa:hasTarget", id+"#passage", iri)
	passage := resource{id: id + "#passage", types: []string{"oa:SpecificResource"}}
	if article != "" {
		passage.link("oa:hasSource", article)
	}
	passage.add("oa:hasSelector", id+"#quote", iri)
	passage.add("oa:hasSelector", id+"#position", iri)
	quote := resource{id: id + "#quote", types: []string{"oa:TextQuoteSelector"}}
	quote.literal("oa:exact", properties[words])
	position := resource{id: id + "#position", types: []string{"oa:TextPositionSelector"}}
	position.literal("oa:start", properties["start"])
	position.literal("oa:end", properties["end"])
	return []resource{annotation, passage, quote, position}
}

func (d *describer) edge(e *Edge) []resource {
	if e.Properties["ids"] != nil {
		return []resource{projected(e)}
	}
	from := resource{id: urn(e.From)}
	switch e.Type {
	case "SAID":
		statement := resource{id: urn(e.To)}
		statement.link("schema:spokenByCharacter", e.From)
		return []resource{statement}
	case "REFERENCES":
		from.link("schema:about", e.To)
		return []resource{from}
	case "REPORTED_BY":
		from.link("rostrum:reportedBy", e.To)
		return []resource{from}
	case "PUBLISHED_BY":
		from.link("schema:publisher", e.To)
		return []resource{from}
	case "OF":
		from.link("org:postIn", e.To)
		return []resource{from}
	case "REPORTED_IN":
		from.link("schema:isPartOf", e.To)
		from.link("prov:wasDerivedFrom", e.To)
		passage := resource{id: from.id + "#passage"}
		passage.link("oa:hasSource", e.To)
		return []resource{from, passage}
	}
	return d.finding(e)
}

// finding is an edge that is a thing of its own: a claim or a membership.
func (d *describer) finding(e *Edge) []resource {
	r := resource{id: urn(e.ID), types: []string{"schema:Claim"}}
	switch e.Type {
	case "ACCUSED", "DENIED":
		r.add("rostrum:relation", e.Type, "")
		r.link("schema:author", e.From)
		r.link("schema:about", e.To)
		if id, ok := e.Properties["statement"].(string); ok {
			r.link("schema:isPartOf", schema.ID(id))
		}
	case "HOLDS":
		r.types = []string{"org:Membership"}
		r.link("org:member", e.From)
		r.link("opengov:post", e.To)
	case "MEMBER_OF":
		r.types = []string{"org:Membership"}
		r.link("org:member", e.From)
		r.link("org:organization", e.To)
	}
	known, _ := d.model.Edge(e.Type)
	r.properties(known.Properties, e.Properties, "", "article", "evidence", "start", "end", "statement")
	all := []resource{r}
	article, _ := e.Properties["article"].(string)
	if article != "" {
		all[0].link("prov:wasDerivedFrom", schema.ID(article))
		if e.Type == "ACCUSED" || e.Type == "DENIED" {
			all[0].link("schema:appearance", schema.ID(article))
		}
	}
	if e.Properties["evidence"] != nil {
		all = append(all, evidence(r.id, schema.ID(article), e.Properties, "evidence")...)
	}
	if e.Source != nil && !d.told[e.Source.ID] {
		d.told[e.Source.ID] = true
		all = append(all, newsArticle(e.Source))
	}
	return all
}

// newsArticle is the article that says so, where it is not among the nodes.
func newsArticle(a *Article) resource {
	r := resource{id: urn(a.ID), types: []string{"schema:NewsArticle"}}
	r.literal("schema:headline", present(a.Title))
	r.literal("rostrum:outlet", present(a.Outlet))
	r.literal("schema:datePublished", present(a.Published))
	r.literal("schema:url", present(a.URL))
	return r
}

// projected is an edge that stands for several.
func projected(e *Edge) resource {
	r := resource{id: urn(e.ID), types: []string{"rostrum:Relation"}}
	r.add("rostrum:relation", e.Type, "")
	r.link("rostrum:from", e.From)
	r.link("rostrum:to", e.To)
	for _, name := range []string{"weight", "first", "last"} {
		r.literal("rostrum:"+name, e.Properties[name])
	}
	for _, id := range e.Properties["ids"].([]string) {
		r.link("rostrum:edge", schema.ID(id))
	}
	return r
}

// dataset is the resource that says what the file is.
func dataset(s *Subgraph) resource {
	r := resource{id: "urn:rostrum:export", types: []string{"schema:Dataset"}}
	r.add("schema:name", s.About.Question, "")
	r.add("schema:description", strings.Join(s.About.Lines(), "\n"), "")
	return r
}
