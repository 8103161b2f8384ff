package wire

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"rostrum/cmd/ingest/internal/feed/markup"
)

// JSON reads an item of ninjs (IPTC, versions 1.0 to 3.1), or of an agency's interface
// that wraps one in {"data": {"item": …}}; false is that the object is no ninjs.
func (r Reader) JSON(data []byte) (Item, bool) {
	var fields map[string]any
	if json.Unmarshal(data, &fields) != nil {
		return Item{}, false
	}
	if outer, ok := fields["data"].(map[string]any); ok {
		if inner, ok := outer["item"].(map[string]any); ok {
			fields = inner
		}
	}
	if _, ours := fields["text"]; ours || !isNinjs(fields) {
		return Item{}, false
	}
	return r.ninjs(fields), true
}

// isNinjs tells ninjs by its uri, or by the names that only it has.
func isNinjs(fields map[string]any) bool {
	if _, ok := fields["uri"]; ok {
		return true
	}
	for _, name := range []string{"versioncreated", "versionCreated", "pubstatus", "pubStatus", "body_text", "body_html"} {
		if _, ok := fields[name]; ok {
			return true
		}
	}
	return false
}

func (r Reader) ninjs(fields map[string]any) Item {
	item := r.new()
	d := item.Document
	// Version 3 writes the names of version 2 in another case.
	get := func(names ...string) string {
		for _, name := range names {
			if text := ninjsText(fields[name]); text != "" {
				return text
			}
		}
		return ""
	}
	checkNinjs(&item, fields)
	d.GUID, d.Version = get("uri"), get("version")
	d.Title = first(get("headline", "headline_main"), role(fields["headlines"], "main"), get("title"))
	d.Byline = byline(first(get("byline", "by"), ninjsBylines(fields["bylines"])))
	d.Slug, d.Language = get("slugline"), get("language")
	d.Source = first(get("provider"), ninjsNames(fields["infosource"]), ninjsNames(fields["infosources"]), ninjsNames(fields["infoSources"]), get("copyrightholder", "copyrightHolder"))
	d.Copyright = get("copyrightholder", "copyrightHolder", "copyrightnotice", "copyrightNotice")
	d.Usage = get("usageterms", "usageTerms")
	d.Dateline = get("located")
	item.status(get("pubstatus", "pubStatus"))
	item.date(false, first(get("firstcreated", "firstCreated"), get("contentcreated", "contentCreated"), get("versioncreated", "versionCreated")))
	item.date(true, get("versioncreated", "versionCreated"))
	if until := get("embargoed", "embargoedUntil"); until != "" {
		d.Embargo, _ = item.time(until)
	}
	d.Text = ninjsBody(fields)
	what := get("type")
	if what == "" {
		what = "item"
	}
	item.finish("is a ninjs " + what + " that")
	if len(item.Warnings) > 0 && errors.Is(item.Err, ErrNoText) {
		item.Err = fmt.Errorf("%w, and %s", item.Err, item.Warnings[0])
	}
	return item
}

// ninjsText is a value as a text: a list of texts is joined.
func ninjsText(value any) string {
	switch v := value.(type) {
	case string:
		return strings.TrimSpace(v)
	case float64:
		return strings.TrimSuffix(fmt.Sprintf("%.3f", v), ".000")
	case []any:
		var parts []string
		for _, part := range v {
			if text := ninjsText(part); text != "" {
				parts = append(parts, text)
			}
		}
		return strings.Join(parts, " ")
	}
	return ""
}

// role is the value of the first of a list's objects that has the role, or of its first.
func role(list any, wanted ...string) string {
	objects := ninjsObjects(list)
	for _, want := range wanted {
		for _, o := range objects {
			if strings.EqualFold(ninjsText(o["role"]), want) {
				return ninjsText(o["value"])
			}
		}
	}
	for _, o := range objects {
		if text := ninjsText(o["value"]); text != "" {
			return text
		}
	}
	return ""
}

func ninjsObjects(list any) []map[string]any {
	values, _ := list.([]any)
	var objects []map[string]any
	for _, v := range values {
		if o, ok := v.(map[string]any); ok {
			objects = append(objects, o)
		}
	}
	return objects
}

func ninjsNames(list any) string {
	for _, o := range ninjsObjects(list) {
		if name := ninjsText(o["name"]); name != "" {
			return name
		}
	}
	return ""
}

func ninjsBylines(list any) string {
	for _, o := range ninjsObjects(list) {
		if name := ninjsText(o["by"]); name != "" {
			return name
		}
	}
	return ""
}

// ninjsBody is the article's text: of HTML before plain text, for that has paragraphs.
func ninjsBody(fields map[string]any) string {
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if strings.HasPrefix(name, "body_") && name != "body_html" && name != "body_xhtml" && name != "body_text" {
			texts = append(texts, ninjsText(fields[name]))
		}
	}
	for _, text := range append([]string{ninjsText(fields["body_html"]), ninjsText(fields["body_xhtml"]), ninjsText(fields["body_text"])}, texts...) {
		if text = markup.FragmentText(text); text != "" {
			return text
		}
	}
	return markup.FragmentText(role(fields["bodies"], "main", "html", "text"))
}

//go:embed ninjs.tsv
var ninjsFile string

// ninjsProperty is a row of ninjs.tsv.
type ninjsProperty struct {
	types, values []string
}

var ninjsProperties = loadNinjs(ninjsFile)

func loadNinjs(file string) map[string]ninjsProperty {
	properties := map[string]ninjsProperty{}
	for line := range strings.Lines(file) {
		fields := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(fields) < 2 {
			continue
		}
		p := ninjsProperty{types: strings.Split(fields[1], "|")}
		if len(fields) > 2 {
			p.values = strings.Split(fields[2], ",")
		}
		properties[fields[0]] = p
	}
	return properties
}

// extension is a property of version 1 whose name the sender may lengthen.
var extension = regexp.MustCompile(`^(?:description|body|headline)_[a-zA-Z0-9_]+$`)

// checkNinjs warns of what is not as the standard has it.
func checkNinjs(item *Item, fields map[string]any) {
	if ninjsText(fields["uri"]) == "" {
		item.warn("the item has no uri")
	}
	checkAssociations(item, fields["associations"])
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		property, known := ninjsProperties[name]
		switch {
		case extension.MatchString(name):
			property.types = []string{"string"}
		case !known:
			item.warn("ninjs has no property %q", name)
			continue
		}
		if got := jsonType(fields[name]); !slices.Contains(property.types, got) {
			item.warn("the property %q is a %s, not a %s", name, got, strings.Join(property.types, " or a "))
			continue
		}
		if text, is := fields[name].(string); is && property.values != nil && !slices.Contains(property.values, text) {
			item.warn("the property %q has the value %q, which ninjs does not have", name, text)
		}
	}
}

// checkAssociations warns of parts of an item that are not as the standard has them.
// They are an object by name in version 1, later a list of objects with a name.
func checkAssociations(item *Item, associations any) {
	parts := ninjsObjects(associations)
	for _, part := range parts {
		for _, name := range []string{"name", "uri"} {
			if ninjsText(part[name]) == "" {
				item.warn("an association has no %s", name)
			}
		}
	}
	if byName, is := associations.(map[string]any); is {
		for _, name := range slices.Sorted(maps.Keys(byName)) {
			if part, is := byName[name].(map[string]any); is {
				parts = append(parts, part)
			}
		}
	}
	for _, part := range parts {
		for _, name := range slices.Sorted(maps.Keys(part)) {
			if _, known := ninjsProperties[name]; !known && name != "name" && !extension.MatchString(name) {
				item.warn("an association has the property %q, which ninjs does not have", name)
			}
		}
	}
}

func jsonType(value any) string {
	switch value.(type) {
	case string:
		return "string"
	case float64:
		return "number"
	case bool:
		return "boolean"
	case nil:
		return "null"
	case []any:
		return "array"
	}
	return "object"
}
