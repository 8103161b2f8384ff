package picture

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"html"
	"io"
	"strings"

	"rostrum/graph/export"
	"rostrum/schema"
)

// The page's parts. cytoscape.min.js is a library: SOURCE.txt says which.
//
//go:embed page/*
var page embed.FS

// roomOf is the room of a node on the page. A large graph is seen from afar: its labels
// appear as the reader comes nearer, and have no room of their own.
func roomOf(nodes int) box {
	if nodes <= 200 {
		return box{130, 36}
	}
	return box{34, 34}
}

type jsonPage struct {
	About []string   `json:"about"`
	Kinds []jsonKind `json:"kinds"`
	Types []jsonKind `json:"types"`
	Nodes []jsonNode `json:"nodes"`
	Edges []jsonEdge `json:"edges"`
}

type jsonKind struct {
	Name  string `json:"name"`
	Color string `json:"color"`
}

type jsonNode struct {
	ID     schema.ID `json:"id"`
	Label  string    `json:"label"`
	Kind   string    `json:"kind"`
	X      float64   `json:"x"`
	Y      float64   `json:"y"`
	Text   string    `json:"text,omitempty"` // of a statement
	URL    string    `json:"url,omitempty"`
	Detail string    `json:"detail,omitempty"`
}

type jsonEdge struct {
	ID         schema.ID    `json:"id"`
	From       int          `json:"from"`
	To         int          `json:"to"`
	Label      string       `json:"label"`
	Type       string       `json:"type"`
	Start      schema.Date  `json:"start,omitempty"`
	End        schema.Date  `json:"end,omitempty"`
	Weight     int64        `json:"weight,omitempty"` // where it is not 1
	Tells      bool         `json:"tells,omitempty"`
	Evidence   string       `json:"evidence,omitempty"`
	Office     string       `json:"office,omitempty"`
	Stance     string       `json:"stance,omitempty"`
	Confidence float64      `json:"confidence,omitempty"`
	Article    *jsonArticle `json:"article,omitempty"`
}

type jsonArticle struct {
	Title     string      `json:"title,omitempty"`
	Outlet    string      `json:"outlet,omitempty"`
	Published schema.Date `json:"published,omitempty"`
	URL       string      `json:"url,omitempty"`
}

// html writes the page. Its content security policy lets its own scripts and styles
// run, by their sums, and nothing else: no request leaves it, and no text becomes code.
func (d *drawing) html(w io.Writer) error {
	boxes := make([]box, len(d.nodes))
	for i := range boxes {
		boxes[i] = roomOf(len(boxes))
	}
	d.place(boxes, 24)
	data, err := d.json()
	if err != nil {
		return err
	}
	parts := map[string]string{}
	for _, name := range []string{"page.html", "page.css", "page.js", "cytoscape.min.js"} {
		text, err := page.ReadFile("page/" + name)
		if err != nil {
			return err
		}
		parts[name] = string(text)
	}
	policy := "default-src 'none'; script-src " + sum(parts["cytoscape.min.js"]) + " " + sum(parts["page.js"]) +
		"; style-src " + sum(parts["page.css"]) + " " + sum("") + "; base-uri 'none'; form-action 'none'"
	title := d.about.Question
	_, err = strings.NewReplacer(
		"{{policy}}", html.EscapeString(policy), "{{title}}", html.EscapeString(title),
		"{{style}}", parts["page.css"], "{{library}}", parts["cytoscape.min.js"], "{{script}}", parts["page.js"],
		"{{data}}", string(data),
	).WriteString(w, parts["page.html"])
	return err
}

// sum is a script's or style's source expression (CSP level 3).
func sum(text string) string {
	hash := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
}

// json is what the page draws. encoding/json writes < as \u003c, so that no text ends
// the element it stands in.
func (d *drawing) json() ([]byte, error) {
	p := jsonPage{About: d.about.Lines(), Kinds: []jsonKind{}, Types: []jsonKind{}, Nodes: []jsonNode{}, Edges: []jsonEdge{}}
	for _, kind := range d.kinds {
		p.Kinds = append(p.Kinds, jsonKind{kind, export.NodeColor(kind)})
	}
	for _, kind := range d.types {
		p.Types = append(p.Types, jsonKind{kind, export.EdgeColor(kind)})
	}
	for i := range d.nodes {
		n := &d.nodes[i]
		text := func(name string) string { s, _ := n.Properties[name].(string); return s }
		p.Nodes = append(p.Nodes, jsonNode{ID: n.ID, Label: n.label, Kind: n.Labels[0], X: n.x, Y: n.y,
			Text: text("text"), URL: text("url"), Detail: text("outlet")})
	}
	for i := range d.edges {
		e := &d.edges[i]
		text := func(name string) string { s, _ := e.Properties[name].(string); return s }
		x := jsonEdge{ID: e.ID, From: e.from, To: e.to, Label: e.label, Type: e.Type, Start: e.Start, End: e.End, Tells: e.tells(),
			Evidence: d.evidence(e), Office: text("office"), Stance: text("stance")}
		x.Confidence, _ = e.Properties["confidence"].(float64)
		if e.Weight != 1 {
			x.Weight = e.Weight
		}
		if a := e.Source; a != nil {
			x.Article = &jsonArticle{a.Title, a.Outlet, a.Published, a.URL}
		}
		p.Edges = append(p.Edges, x)
	}
	var b bytes.Buffer
	err := json.NewEncoder(&b).Encode(p)
	return b.Bytes(), err
}
