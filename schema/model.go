package schema

import (
	"fmt"
	"slices"
)

// PropertyType is the type of a property's value, in both databases and in Cypher.
type PropertyType string

// The types of properties. A Go value of each: string, int64, float64, bool, Date,
// []string.
const (
	String     PropertyType = "STRING"
	Integer    PropertyType = "INTEGER"
	Float      PropertyType = "FLOAT"
	Boolean    PropertyType = "BOOLEAN"
	Day        PropertyType = "DATE"
	StringList PropertyType = "LIST<STRING>"
)

// Property is a property that nodes of a label or edges of a type may carry.
type Property struct {
	Name     string
	Type     PropertyType
	Required bool
	Doc      string
}

// NodeType is a label of the graph. Every node has one label, and the property id.
type NodeType struct {
	Label      string
	Doc        string
	Properties []Property
	Indexed    []string // properties that questions look nodes up by
	FullText   []string // properties whose words can be searched
}

// EdgeType is a type of edge, and the labels it may start and end at. Every edge has
// the property id.
type EdgeType struct {
	Type       string
	Doc        string
	From, To   []string
	Properties []Property
	Indexed    []string
}

// GraphModel is the graph's labels and edge types.
type GraphModel struct {
	Nodes []NodeType
	Edges []EdgeType
}

// Node is the node type of a label.
func (m *GraphModel) Node(label string) (NodeType, bool) {
	i := slices.IndexFunc(m.Nodes, func(n NodeType) bool { return n.Label == label })
	if i < 0 {
		return NodeType{}, false
	}
	return m.Nodes[i], true
}

// Edge is the edge type of a name.
func (m *GraphModel) Edge(name string) (EdgeType, bool) {
	i := slices.IndexFunc(m.Edges, func(e EdgeType) bool { return e.Type == name })
	if i < 0 {
		return EdgeType{}, false
	}
	return m.Edges[i], true
}

// FindProperty looks a property up by its name.
func FindProperty(properties []Property, name string) (Property, bool) {
	i := slices.IndexFunc(properties, func(p Property) bool { return p.Name == name })
	if i < 0 {
		return Property{}, false
	}
	return properties[i], true
}

// CheckNode says what is wrong with a node of the labels and properties.
func (m *GraphModel) CheckNode(labels []string, properties map[string]any) error {
	if len(labels) != 1 {
		return fmt.Errorf("a node has one label, not %q", labels)
	}
	n, ok := m.Node(labels[0])
	if !ok {
		return fmt.Errorf("no label %q in the graph model", labels[0])
	}
	if err := checkProperties(n.Properties, properties); err != nil {
		return fmt.Errorf("node of label %s: %w", n.Label, err)
	}
	return nil
}

// CheckEdge says what is wrong with an edge of the type and properties. The labels
// at its ends are checked where they are known: "" is not.
func (m *GraphModel) CheckEdge(name, from, to string, properties map[string]any) error {
	e, ok := m.Edge(name)
	if !ok {
		return fmt.Errorf("no edge type %q in the graph model", name)
	}
	if from != "" && !slices.Contains(e.From, from) {
		return fmt.Errorf("an edge of type %s does not start at a node of label %s", name, from)
	}
	if to != "" && !slices.Contains(e.To, to) {
		return fmt.Errorf("an edge of type %s does not end at a node of label %s", name, to)
	}
	if err := checkProperties(e.Properties, properties); err != nil {
		return fmt.Errorf("edge of type %s: %w", name, err)
	}
	return nil
}

// checkProperties leaves out id: the graph's nodes and edges carry it beside their
// properties.
func checkProperties(known []Property, properties map[string]any) error {
	for _, p := range known {
		if p.Name == "id" {
			continue
		}
		value, ok := properties[p.Name]
		if !ok {
			if p.Required {
				return fmt.Errorf("property %s is missing", p.Name)
			}
			continue
		}
		if got := typeOf(value); got != p.Type {
			return fmt.Errorf("property %s is %s, not %T", p.Name, p.Type, value)
		}
	}
	for name := range properties {
		if _, ok := FindProperty(known, name); !ok || name == "id" {
			return fmt.Errorf("no property %q in the graph model", name)
		}
	}
	return nil
}

func typeOf(value any) PropertyType {
	switch value.(type) {
	case string:
		return String
	case int64:
		return Integer
	case float64:
		return Float
	case bool:
		return Boolean
	case Date:
		return Day
	case []string:
		return StringList
	}
	return ""
}

// speakers are the labels of those who can speak, accuse and be accused.
var speakers = []string{"Person", "Organization", "Country", "Office"}

var evidence = []Property{
	{Name: "article", Type: String, Required: true, Doc: "id of the article that says so"},
	{Name: "evidence", Type: String, Required: true, Doc: "the words of the article that say so, as printed"},
	{Name: "start", Type: Integer, Required: true, Doc: "where the evidence starts in the article's text, in code points (W3C TextPositionSelector)"},
	{Name: "end", Type: Integer, Required: true, Doc: "where it ends, exclusive"},
}

func with(common []Property, own ...Property) []Property {
	return append(slices.Clone(own), common...)
}

// accusing are the properties of ACCUSED and DENIED edges.
func accusing(dateDoc string) []Property {
	return with(evidence,
		Property{Name: "charge", Type: String, Required: true, Doc: "the words that say what the target did"},
		Property{Name: "type", Type: String, Required: true, Doc: "kind of wrong: aggression, treaty_violation, …"},
		Property{Name: "cameo", Type: String, Required: true, Doc: "CAMEO event code: 112, 1121–1125"},
		Property{Name: "plover", Type: String, Required: true, Doc: "PLOVER event type and mode, from the CAMEO code"},
		Property{Name: "stance", Type: String, Required: true, Doc: "accuse, report (the article's own voice), hypothetical; of DENIED, deny"},
		Property{Name: "date", Type: Day, Doc: dateDoc},
		Property{Name: "office", Type: String, Doc: "title of the office that the accuser spoke in"},
		Property{Name: "office_id", Type: String, Doc: "id of that office"},
		Property{Name: "object", Type: String, Doc: "name of the treaty or party wronged"},
		Property{Name: "object_id", Type: String, Doc: "its id"},
		Property{Name: "statement", Type: String, Doc: "id of the statement that it stands in"},
		Property{Name: "confidence", Type: Float, Required: true, Doc: "0 to 1"},
		Property{Name: "rule", Type: String, Required: true, Doc: "the rule that found it"},
	)
}

// Model returns the graph of political statements.
//
// A node that several articles speak of (Person, Office, Country, Treaty,
// Organization, Outlet) has only properties that follow from its key, so that it is
// the same whichever article brought it. What one article says stands on its
// statements and edges, which carry the article's id and the words that say so.
func Model() *GraphModel {
	id := Property{Name: "id", Type: String, Required: true, Doc: "UUID v5 of the key"}
	name := Property{Name: "name", Type: String, Required: true, Doc: "canonical name"}
	m := &GraphModel{
		Nodes: []NodeType{
			{Label: "Person", Doc: "Somebody named, or described in one article. Key: the name; of an unnamed one, article and description.",
				Properties: []Property{id, name,
					{Name: "unnamed", Type: Boolean, Required: true, Doc: "the name is a description, as printed"},
					{Name: "country", Type: String, Doc: "ISO 3166-1 alpha-3 of the country that an unnamed one speaks for"}},
				Indexed: []string{"name"}, FullText: []string{"name"}},
			{Label: "Office", Doc: "A post that people hold. Key: title and country or organization.",
				Properties: []Property{id,
					{Name: "name", Type: String, Required: true, Doc: "plain title: Secretary of State"},
					{Name: "country", Type: String, Doc: "ISO 3166-1 alpha-3 of the country it serves"},
					{Name: "organization", Type: String, Doc: "name of the organization it serves"}},
				Indexed: []string{"name"}, FullText: []string{"name"}},
			{Label: "Country", Doc: "A state, its government speaking and acting. Key: ISO 3166-1 alpha-3, historical states with the code they had.",
				Properties: []Property{id, name,
					{Name: "iso3", Type: String, Required: true, Doc: "ISO 3166-1 alpha-3: RUS, SUN"}},
				Indexed: []string{"iso3", "name"}, FullText: []string{"name"}},
			{Label: "Treaty", Doc: "A treaty, convention or accord. Key: its name.",
				Properties: []Property{id, name,
					{Name: "year", Type: Integer, Doc: "year of signature"}},
				Indexed: []string{"name"}, FullText: []string{"name"}},
			{Label: "Organization", Doc: "An organization, or people without one. Key: the name.",
				Properties: []Property{id, name,
					{Name: "kind", Type: String, Required: true, Doc: "organization, or group (Democrats, the media)"},
					{Name: "unnamed", Type: Boolean, Required: true, Doc: "the name is a description, as printed"},
					{Name: "country", Type: String, Doc: "ISO 3166-1 alpha-3 of the country that an unnamed one speaks for"}},
				Indexed: []string{"name"}, FullText: []string{"name"}},
			{Label: "Outlet", Doc: "Who publishes articles. Key: the name.",
				Properties: []Property{id, name}, Indexed: []string{"name"}, FullText: []string{"name"}},
			{Label: "Article", Doc: "An article as it was read. Key: its URL, its source's identifier, or its path.",
				Properties: []Property{id,
					{Name: "title", Type: String, Doc: "headline"},
					{Name: "outlet", Type: String, Doc: "name of the outlet"},
					{Name: "country", Type: String, Doc: "ISO 3166-1 alpha-3 of the outlet's country, where the file of sources tells it"},
					{Name: "byline", Type: String, Doc: "who wrote it, as printed"},
					{Name: "dateline", Type: String, Doc: "place it was written"},
					{Name: "language", Type: String, Doc: "BCP 47"},
					{Name: "published", Type: Day, Doc: "day of publication"},
					{Name: "modified", Type: Day, Doc: "day of its last change"},
					{Name: "url", Type: String, Doc: "where it can be read"},
					{Name: "path", Type: String, Doc: "the file it was read from, as given"},
					{Name: "digest", Type: String, Required: true, Doc: "SHA-256 of what was read and of the extractor's version"}},
				Indexed: []string{"path", "url", "published"}, FullText: []string{"title"}},
			{Label: "Statement", Doc: "Words that somebody is reported to have said. Key: article and place.",
				Properties: []Property{id,
					{Name: "text", Type: String, Required: true, Doc: "the content, as printed"},
					{Name: "kind", Type: String, Required: true, Doc: "direct, indirect, mixed"},
					{Name: "cue", Type: String, Doc: "the words that say it was said: said, according to"},
					{Name: "addressee", Type: String, Doc: "to whom it was said, as printed: reporters"},
					{Name: "modality", Type: String, Required: true, Doc: "asserted, negated, hypothetical, question"},
					{Name: "said_on", Type: Day, Doc: "day it was said"},
					{Name: "sentence", Type: String, Required: true, Doc: "the sentences it stands in, as printed"},
					{Name: "start", Type: Integer, Required: true, Doc: "where those start in the article's text, in code points"},
					{Name: "end", Type: Integer, Required: true, Doc: "where they end, exclusive"},
					{Name: "confidence", Type: Float, Required: true, Doc: "0 to 1"},
					{Name: "rule", Type: String, Required: true, Doc: "the rule that found it"}},
				Indexed: []string{"said_on"}, FullText: []string{"text", "sentence"}},
		},
		Edges: []EdgeType{
			{Type: "SAID", Doc: "Who said the statement.", From: speakers, To: []string{"Statement"},
				Properties: []Property{id,
					{Name: "article", Type: String, Required: true, Doc: "id of the article that says so"},
					{Name: "office", Type: String, Doc: "title of the office that the speaker spoke in"},
					{Name: "office_id", Type: String, Doc: "id of that office"},
					{Name: "confidence", Type: Float, Required: true, Doc: "0 to 1"},
					{Name: "rule", Type: String, Required: true, Doc: "the rule that found it"}}},
			{Type: "ACCUSED", Doc: "Who accused whom; one edge an accusation. From the article itself where its own voice accuses or nobody is named.",
				From: append([]string{"Article"}, speakers...), To: speakers,
				Properties: with(accusing("day the accusation was made"), id), Indexed: []string{"date", "type"}},
			{Type: "DENIED", Doc: "Who rejected an accusation, and of whom; to the article itself where it names nobody.",
				From: speakers, To: append([]string{"Article"}, speakers...),
				Properties: with(accusing("day of the denial"), id,
					Property{Name: "answers", Type: String, Doc: "id of the ACCUSED edge that it answers, where the article has it"}),
				Indexed: []string{"date"}},
			{Type: "MEMBER_OF", Doc: "Who belongs to an organization or treaty.",
				From: []string{"Country", "Person", "Organization"}, To: []string{"Organization", "Treaty"},
				Properties: with(evidence, id, Property{Name: "rule", Type: String, Required: true, Doc: "the rule that found it"})},
			{Type: "REFERENCES", Doc: "Whom and what a statement speaks of.", From: []string{"Statement"},
				To:         append([]string{"Treaty"}, speakers...),
				Properties: []Property{id, {Name: "article", Type: String, Required: true, Doc: "id of the article"}}},
			{Type: "HOLDS", Doc: "Who holds, held or seeks an office, as an article says.", From: []string{"Person"}, To: []string{"Office"},
				Properties: with(evidence, id,
					Property{Name: "status", Type: String, Required: true, Doc: "current, former, candidate"},
					Property{Name: "as_of", Type: Day, Doc: "day that the article speaks from"},
					Property{Name: "from", Type: Day, Doc: "first day in office, by the table of officials, where it has the term"},
					Property{Name: "to", Type: Day, Doc: "last day in office, by the same; null while in office"},
					Property{Name: "rule", Type: String, Required: true, Doc: "the rule that found it"}),
				Indexed: []string{"as_of"}},
			{Type: "OF", Doc: "The country or organization that an office serves.", From: []string{"Office"},
				To: []string{"Country", "Organization"}, Properties: []Property{id}},
			{Type: "REPORTED_IN", Doc: "The article that reports a statement.", From: []string{"Statement"}, To: []string{"Article"},
				Properties: []Property{id}},
			{Type: "REPORTED_BY", Doc: "Whom the article credits with the report of a statement.", From: []string{"Statement"}, To: speakers,
				Properties: []Property{id, {Name: "article", Type: String, Required: true, Doc: "id of the article"}}},
			{Type: "PUBLISHED_BY", Doc: "The outlet of an article.", From: []string{"Article"}, To: []string{"Outlet"},
				Properties: []Property{id}},
		},
	}
	return m
}
