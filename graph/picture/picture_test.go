package picture

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/graph/export"
	"rostrum/graph/export/exporttest"
	"rostrum/graph/sqlite/sqlitetest"
	"rostrum/schema"
)

var pages = flag.String("pages", "", "write the pictures to this folder, for a browser to look at")

// odd is the graph of exporttest.
func odd(t *testing.T) *export.Subgraph {
	t.Helper()
	store := sqlitetest.Open(t, exporttest.Graph()...)
	query, err := cypher.Compile("MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN n, r", schema.Model())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := store.Query(t.Context(), query, nil)
	if err != nil {
		t.Fatal(err)
	}
	selection := export.NewSelection(store, schema.Model())
	if _, err := selection.Select(rows, 0); err != nil {
		t.Fatal(err)
	}
	s, err := selection.Subgraph(t.Context(), export.About{Question: `all <script>alert("x")</script> of it`})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// random is a graph as news make it: a few whom many accuse.
func random(nodes, edges int) *export.Subgraph {
	r := rand.New(rand.NewPCG(1, 2))
	labels := []string{"Person", "Country", "Organization", "Office"}
	all := make([]graph.Node, nodes)
	for i := range all {
		all[i] = graph.Node{ID: schema.NewID("node", fmt.Sprint(i)), Labels: []string{labels[i%len(labels)]},
			Properties: map[string]any{"name": fmt.Sprintf("Somebody Somewhere %d", i)}}
	}
	links := make([]export.Edge, edges)
	for i := range links {
		from, to := all[r.IntN(nodes)], all[r.IntN(1+r.IntN(nodes))]
		kind := []string{"ACCUSED", "ACCUSED", "DENIED", "MEMBER_OF"}[i%4]
		day := schema.Date(fmt.Sprintf("20%02d-%02d-%02d", r.IntN(25), 1+r.IntN(12), 1+r.IntN(28)))
		links[i] = export.Edge{Edge: graph.Edge{ID: schema.NewID("edge", fmt.Sprint(i)), Type: kind, From: from.ID, To: to.ID,
			Properties: map[string]any{"charge": "breaking an agreement", "evidence": fmt.Sprintf("Sentence number %d says who accused whom of breaking an agreement.", i), "confidence": 0.8}},
			Start: day, End: day, Weight: 1, Source: &export.Article{Title: "A headline", Outlet: "An outlet", URL: "https://news.example/", Published: day}}
	}
	return &export.Subgraph{About: export.About{Question: fmt.Sprintf("%d nodes and %d edges", nodes, edges)}, Labels: labels,
		Types: []string{"ACCUSED", "DENIED", "MEMBER_OF"}, NodeCount: nodes, EdgeCount: edges, Nodes: sure(all), Edges: sure(links)}
}

func sure[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, x := range list {
			if !yield(x, nil) {
				return
			}
		}
	}
}

func drawn(t *testing.T, f Format, s *export.Subgraph) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestPictures draws each graph twice, and writes what a browser is to look at.
func TestPictures(t *testing.T) {
	for name, s := range map[string]*export.Subgraph{"odd": odd(t), "some": random(40, 60), "big": random(2000, 5000)} {
		for _, f := range []Format{HTML, SVG} {
			if name == "big" && f == SVG {
				continue
			}
			text := drawn(t, f, s)
			if text != drawn(t, f, s) {
				t.Errorf("%s.%s: the same graph gives other bytes", name, f)
			}
			if *pages != "" {
				if err := os.WriteFile(filepath.Join(*pages, name+"."+string(f)), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// TestPageRunsOnlyItsOwn holds the policy against what stands in the page.
func TestPageRunsOnlyItsOwn(t *testing.T) {
	text := drawn(t, HTML, odd(t))
	scripts := regexp.MustCompile(`(?s)<(script|style)[^>]*>(.*?)</(?:script|style)>`).FindAllStringSubmatch(text, -1)
	if len(scripts) != 5 { // two styles, the data, two scripts
		t.Fatalf("%d scripts and styles", len(scripts))
	}
	policy, _, _ := strings.Cut(text[strings.Index(text, "default-src"):], `">`)
	policy = strings.ReplaceAll(strings.ReplaceAll(policy, "&#39;", "'"), "&#43;", "+")
	for i, s := range scripts {
		if i != 2 && !strings.Contains(policy, sum(s[2])) {
			t.Errorf("%s number %d is not in the policy %s", s[1], i, policy)
		}
	}
	if strings.Contains(text, "alert('x')</script>") || strings.Contains(text, `alert("x")`) {
		t.Error("a text of the graph stands in the page as markup")
	}
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") || !strings.HasPrefix(policy, "default-src 'none'") {
		t.Errorf("the policy lets others in: %s", policy)
	}
}

// TestLibrary holds the library against the sum that SOURCE.txt names.
func TestLibrary(t *testing.T) {
	read := func(name string) []byte {
		text, err := page.ReadFile("page/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	hash := sha256.Sum256(read("cytoscape.min.js"))
	if !strings.Contains(string(read("SOURCE.txt")), hex.EncodeToString(hash[:])) {
		t.Error("cytoscape.min.js is not the file that SOURCE.txt names")
	}
}

func TestPlaceOverlapsNothing(t *testing.T) {
	for _, size := range [][2]int{{1, 0}, {2, 1}, {30, 10}, {100, 300}, {500, 900}} {
		d, err := newDrawing(random(size[0], size[1]))
		if err != nil {
			t.Fatal(err)
		}
		boxes := make([]box, len(d.nodes))
		for i := range boxes {
			boxes[i] = box{40 + float64(i%7)*25, 20 + float64(i%3)*10}
		}
		d.place(boxes, 10)
		for i := range d.nodes {
			for j := range i {
				p, q := d.nodes[i], d.nodes[j]
				x := (boxes[i].w+boxes[j].w)/2 - math.Abs(p.x-q.x)
				y := (boxes[i].h+boxes[j].h)/2 - math.Abs(p.y-q.y)
				if x > 0 && y > 0 {
					t.Fatalf("%v: nodes %d and %d overlap by %g, %g", size, i, j, x, y)
				}
			}
		}
	}
}

func TestTooMany(t *testing.T) {
	s := random(2, 1)
	s.EdgeCount = MostEdges + 1
	if err := Write(new(bytes.Buffer), HTML, s); err == nil || !strings.Contains(err.Error(), "too many for a picture") {
		t.Errorf("error %v", err)
	}
}
