package graphtest

import (
	_ "embed"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"rostrum/graph"
	"rostrum/schema"
)

//go:embed words.txt
var vocabulary string // a word a line, odd ones too; the first ones are the commonest

// World makes random batches that fit the model. The same world gives the same batch
// of a document in a version, wherever and in whatever order it is asked for.
//
// Its documents share nodes and edges, some of them very often, and those have the
// same properties in all. What is a document's own may be another thing in each of
// its versions.
type World struct {
	Model  *schema.GraphModel
	Seed   uint64
	Shared int // nodes of each label that documents share; 0: 5
	Nodes  int // of a document, about; 0: 8
	Edges  int // of a document, about; 0: 10
	Words  int // of a text; 0: 4
}

// Document is the id of the world's document of a number.
func (w World) Document(number int) schema.ID {
	return schema.NewID("document", fmt.Sprint(w.Seed), fmt.Sprint(number))
}

// Batch is all that the document of a number says in a version of it.
func (w World) Batch(number, version int) graph.Batch {
	r := w.random("batch", number, version)
	b := graph.Batch{Document: w.Document(number), Digest: fmt.Sprintf("%d version %d", number, version)}
	byLabel := map[string][]schema.ID{}
	seen := map[schema.ID]bool{}
	add := func(n graph.Node) {
		if !seen[n.ID] {
			seen[n.ID] = true
			b.Nodes = append(b.Nodes, n)
			byLabel[n.Labels[0]] = append(byLabel[n.Labels[0]], n.ID)
		}
	}
	for i := range around(r, w.Nodes, 8) {
		label := w.Model.Nodes[r.IntN(len(w.Model.Nodes))]
		if own(label.Label) || r.IntN(5) == 0 {
			add(w.node(r, label, schema.NewID(label.Label, string(b.Document), fmt.Sprint(i))))
			continue
		}
		// A low number far more often than a high one, as with countries.
		which := int(float64(atLeast(w.Shared, 5)) * math.Pow(r.Float64(), 3))
		add(w.node(w.random("node "+label.Label, which, 0), label, schema.NewID(label.Label, fmt.Sprint(w.Seed), fmt.Sprint(which))))
	}
	for i := range around(r, w.Edges, 10) {
		kind := w.Model.Edges[r.IntN(len(w.Model.Edges))]
		from, to := pick(r, kind.From, byLabel), pick(r, kind.To, byLabel)
		if from == "" || to == "" {
			continue
		}
		id, properties := schema.NewID("own edge", string(b.Document), fmt.Sprint(i)), r
		if len(kind.Properties) < 3 {
			id = schema.NewID("edge", kind.Type, string(from), string(to))
			properties = w.random(string(id), 0, 0)
		}
		if !seen[id] {
			seen[id] = true
			b.Edges = append(b.Edges, graph.Edge{ID: id, Type: kind.Type, From: from, To: to, Properties: w.properties(properties, kind.Properties)})
		}
	}
	if len(b.Nodes) == 0 { // an empty batch would retract the document
		add(w.node(r, w.Model.Nodes[0], schema.NewID("lone", string(b.Document))))
	}
	return b
}

func own(label string) bool { return label == "Article" || label == "Statement" }

func (w World) random(what string, numbers ...int) *rand.Rand {
	id := schema.NewID("random", what, fmt.Sprint(w.Seed), fmt.Sprint(numbers))
	return rand.New(rand.NewChaCha8([32]byte([]byte(id)[:32])))
}

func (w World) node(r *rand.Rand, label schema.NodeType, id schema.ID) graph.Node {
	return graph.Node{ID: id, Labels: []string{label.Label}, Properties: w.properties(r, label.Properties)}
}

func (w World) properties(r *rand.Rand, known []schema.Property) map[string]any {
	properties := map[string]any{}
	for _, p := range known {
		if p.Name != "id" && (p.Required || r.IntN(3) > 0) {
			properties[p.Name] = w.value(r, p.Type)
		}
	}
	return properties
}

func (w World) value(r *rand.Rand, kind schema.PropertyType) any {
	switch kind {
	case schema.Integer:
		return [...]int64{0, 1, -1, 7, 1987, math.MaxInt64, math.MinInt64, int64(r.IntN(100))}[r.IntN(8)]
	case schema.Float:
		return [...]float64{0, 1, 0.5, -1.25, 1e-9, 3e300, float64(r.IntN(101)) / 100}[r.IntN(7)]
	case schema.Boolean:
		return r.IntN(2) == 0
	case schema.Day:
		return schema.DateOf(time.Date(1945+r.IntN(90), 1, 1+r.IntN(365), 0, 0, 0, 0, time.UTC))
	case schema.StringList:
		return slices.Clone(w.words(r))
	}
	return strings.Join(w.words(r), " ")
}

// words are a few words, now and then none.
func (w World) words(r *rand.Rand) []string {
	all := strings.Split(strings.TrimSuffix(vocabulary, "\n"), "\n")
	words := make([]string, around(r, w.Words, 4))
	for i := range words {
		words[i] = all[int(float64(len(all))*math.Pow(r.Float64(), 2))]
	}
	return words
}

// around is a number from 0 to twice n, or twice usual where n is 0.
func around(r *rand.Rand, n, usual int) int { return r.IntN(2*atLeast(n, usual) + 1) }

func atLeast(n, usual int) int {
	if n == 0 {
		return usual
	}
	return n
}

// pick is the id of a node of one of the labels, or "" where there is none.
func pick(r *rand.Rand, labels []string, nodes map[string][]schema.ID) schema.ID {
	for _, i := range r.Perm(len(labels)) {
		if ids := nodes[labels[i]]; len(ids) > 0 {
			return ids[r.IntN(len(ids))]
		}
	}
	return ""
}
