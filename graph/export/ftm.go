package export

import (
	"strings"

	"golang.org/x/text/language"

	"rostrum/graph"
	"rostrum/schema"
)

// ftm is FollowTheMoney's entities (followthemoney.tech), a JSON object a line: people,
// positions and occupancies as they are meant there; what it has no word for
// (accusations, denials) as links whose role says what they are. All its values are
// lists of texts.
type ftm struct{ object }

func newFTM(out *out, s *Subgraph) sink {
	f := &ftm{object{out: out}}
	f.entity("rostrum-export", "Note", []ftmValue{{"name", oneLine(s.About.Question)}, {"description", strings.Join(s.About.Lines(), "\n")}})
	return f
}

type ftmValue struct{ property, text string }

// entity writes an entity; values that are empty are left out.
func (f *ftm) entity(id, kind string, values []ftmValue) {
	f.open()
	f.setText("id", id)
	f.setText("schema", kind)
	f.name("properties")
	f.open()
	for _, v := range values {
		if v.text != "" {
			f.name(v.property)
			f.text("[")
			f.string(v.text)
			f.text("]")
		}
	}
	f.text("}}\n")
	f.some = true
}

// ftmSchemas are the schemata of nodes by their labels.
var ftmSchemas = map[string]string{
	"Person": "Person", "Organization": "Organization", "Country": "PublicBody", "Office": "Position",
	"Treaty": "Document", "Outlet": "Organization", "Article": "Article", "Statement": "PlainText",
}

func (f *ftm) node(n *graph.Node) error {
	text := func(name string) string {
		switch v := n.Properties[name].(type) {
		case string:
			return v
		case schema.Date:
			return string(v)
		}
		return ""
	}
	label := n.Labels[0]
	var values []ftmValue
	switch label {
	case "Statement":
		values = []ftmValue{{"title", NodeLabel(n)}, {"bodyText", text("text")}, {"summary", text("sentence")}, {"date", text("said_on")}}
	case "Article":
		values = []ftmValue{{"title", NodeLabel(n)}, {"author", text("byline")}, {"publisher", text("outlet")},
			{"publishedAt", text("published")}, {"modifiedAt", text("modified")}, {"sourceUrl", text("url")}}
	case "Treaty":
		values = []ftmValue{{"title", text("name")}}
	case "Country":
		values = []ftmValue{{"name", text("name")}, {"country", countryCode(text("iso3"))}}
	default:
		values = []ftmValue{{"name", text("name")}, {"country", countryCode(text("country"))}}
	}
	f.entity(string(n.ID), ftmSchemas[label], values)
	return f.done()
}

// countryCode is the ISO 3166-1 alpha-2 code, in small letters, of an alpha-3 code; ""
// where there is none, as for states that are no more.
func countryCode(iso3 string) string {
	region, err := language.ParseRegion(iso3)
	if err != nil || len(region.String()) != 2 {
		return ""
	}
	return strings.ToLower(region.String())
}

func (f *ftm) edge(e *Edge) error {
	text := func(name string) string { s, _ := e.Properties[name].(string); return s }
	kind, from, to := "UnknownLink", "subject", "object"
	role := EdgeLabel(e)
	values := make([]ftmValue, 0, 12)
	switch e.Type {
	case "HOLDS":
		kind, from, to, role = "Occupancy", "holder", "post", ""
		values = append(values, ftmValue{"status", occupancyStatus(text("status"))})
	case "SAID", "REFERENCES", "REPORTED_BY":
		kind, from, to = "Documentation", "entity", "document"
		if e.Type != "SAID" {
			from, to = to, from
		}
	case "REPORTED_IN", "PUBLISHED_BY":
		kind, from, to = "Documentation", "document", "entity"
	}
	values = append(values, ftmValue{from, string(e.From)}, ftmValue{to, string(e.To)}, ftmValue{"role", role},
		ftmValue{"summary", text("evidence")}, ftmValue{"recordId", string(e.ID)})
	if e.Start == e.End {
		values = append(values, ftmValue{"date", string(e.Start)})
	} else {
		values = append(values, ftmValue{"startDate", string(e.Start)}, ftmValue{"endDate", string(e.End)})
	}
	if e.Source != nil {
		values = append(values, ftmValue{"publisher", e.Source.Outlet}, ftmValue{"sourceUrl", e.Source.URL})
	}
	f.entity(string(e.ID), kind, values)
	return f.done()
}

func occupancyStatus(status string) string {
	switch status {
	case "current":
		return "current"
	case "former":
		return "ended"
	}
	return "unknown"
}
