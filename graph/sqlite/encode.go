package sqlite

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"rostrum/graph"
	"rostrum/schema"
)

// encodedBatch is a batch with its properties as the store keeps them. It is made
// before the transaction begins, which so is shorter.
type encodedBatch struct {
	document     schema.ID
	digest       string // "" retracts the document
	nodes, edges []element
}

// element is a node or an edge on its way into the store.
type element struct {
	id       schema.ID
	name     string // label, or type
	props    string
	from, to schema.ID // of an edge

	key      int64 // 0 until it is known
	src, dst int64 // the keys of from and to
}

// elements are the nodes or the edges of all the batches of an Apply.
type elements struct {
	byID    map[schema.ID]*element
	inOrder []*element
}

// add returns the one element of the id, with the properties of the newest.
func (s *elements) add(e *element) *element {
	if first := s.byID[e.id]; first != nil {
		first.name, first.props = e.name, e.props
		return first
	}
	s.byID[e.id] = e
	s.inOrder = append(s.inOrder, e)
	return e
}

func (s *elements) ids() string {
	ids := make([]schema.ID, len(s.inOrder))
	for i, e := range s.inOrder {
		ids[i] = e.id
	}
	return jsonList(ids)
}

func keysOf(list []*element) []int64 {
	keys := make([]int64, len(list))
	for i, e := range list {
		keys[i] = e.key
	}
	return keys
}

func encode(b *graph.Batch) (encodedBatch, error) {
	out := encodedBatch{document: b.Document, nodes: make([]element, len(b.Nodes)), edges: make([]element, len(b.Edges))}
	if !b.Empty() {
		out.digest = b.Digest
	}
	if err := checkID(b.Document); err != nil {
		return encodedBatch{}, err
	}
	var props []byte
	for i, n := range b.Nodes {
		err := checkID(n.ID)
		if err == nil {
			props, err = graph.AppendProperties(props[:0], n.Properties)
		}
		if err != nil {
			return encodedBatch{}, fmt.Errorf("batch of document %s: node %s: %w", b.Document, n.ID, err)
		}
		out.nodes[i] = element{id: n.ID, name: n.Labels[0], props: string(props)}
	}
	for i, e := range b.Edges {
		err := checkID(e.ID)
		if err == nil {
			props, err = graph.AppendProperties(props[:0], e.Properties)
		}
		if err != nil {
			return encodedBatch{}, fmt.Errorf("batch of document %s: edge %s: %w", b.Document, e.ID, err)
		}
		out.edges[i] = element{id: e.ID, name: e.Type, props: string(props), from: e.From, to: e.To}
	}
	return out, nil
}

// checkID refuses what the database would not give back as it was.
func checkID(id schema.ID) error {
	if !utf8.ValidString(string(id)) || strings.ContainsRune(string(id), 0) {
		return fmt.Errorf("the id %.60q is not valid UTF-8 text", id)
	}
	return nil
}

// jsonList and jsonKeys hand a list to a statement in one parameter, which it reads
// with json_each.
func jsonList(ids []schema.ID) string {
	text, _ := json.Marshal(ids) // fails on no strings
	return string(text)
}

func jsonKeys(keys []int64) string {
	text := make([]byte, 0, 8*len(keys)+2)
	text = append(text, '[')
	for i, key := range keys {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendInt(text, key, 10)
	}
	return string(append(text, ']'))
}
