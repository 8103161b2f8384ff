package neo4j

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"rostrum/schema"
)

// add adds an element, or gives the one that is there the newer properties.
func (s *elements) add(e *element) {
	first := s.byID[e.id]
	if first == nil {
		first = &element{}
		s.byID[e.id] = first
		s.inOrder = append(s.inOrder, first)
	}
	*first = *e
}

// execute runs a statement of labels and types, which cannot be parameters: they are the
// model's, which the batches were checked against.
func (a *application) execute(text string, params map[string]any) ([]*neo4j.Record, error) {
	result, err := send(a.ctx, a.tx, text, params)
	if err != nil {
		return nil, err
	}
	records, err := result.Collect(a.ctx)
	if err != nil {
		return nil, err
	}
	summary, err := result.Consume(a.ctx)
	if err != nil {
		return nil, err
	}
	c := summary.Counters()
	a.sum.nodes += int64(c.NodesCreated() - c.NodesDeleted())
	a.sum.edges += int64(c.RelationshipsCreated() - c.RelationshipsDeleted())
	return records, nil
}

// putNodes writes the nodes. Each is this transaction's alone from now on, and so are
// all edges between them. It keeps the server's own ids of them, by which an edge finds
// its ends without an index, whatever their labels.
func (a *application) putNodes() error {
	byLabel := a.nodes.sorted()
	a.serverIDs = make(map[schema.ID]string, len(a.nodes.inOrder))
	for _, label := range sortedKeys(byLabel) {
		records, err := a.execute("UNWIND $given.rows AS row MERGE (n:"+label+" {id: row.id}) SET n = row.p RETURN row.id, elementId(n)", map[string]any{"rows": rows(byLabel[label])})
		if err != nil {
			return fmt.Errorf("nodes of label %s: %w", label, err)
		}
		for _, record := range records {
			id, _ := record.Values[0].(string)
			a.serverIDs[schema.ID(id)], _ = record.Values[1].(string)
		}
	}
	return nil
}

// putEdges writes the edges: those that are there are found by their ids, not by
// walking along all edges of a country.
func (a *application) putEdges() error {
	byType := a.edges.sorted()
	if len(byType) == 0 {
		return nil
	}
	there, err := a.findEdges(byType)
	if err != nil {
		return err
	}
	for _, name := range sortedKeys(byType) {
		var old, fresh []any
		for _, e := range byType[name] {
			ends, ok := there[e.id]
			switch {
			case ok && ends == [2]schema.ID{e.from.id, e.to.id}:
				old = append(old, e.row)
				continue
			case ok:
				if err := a.move(e); err != nil {
					return err
				}
			}
			fresh = append(fresh, map[string]any{"from": a.serverIDs[e.from.id], "to": a.serverIDs[e.to.id], "p": e.row["p"]})
		}
		for _, step := range []struct {
			text string
			rows []any
		}{
			{"MATCH (a) WHERE elementId(a) = row.from MATCH (b) WHERE elementId(b) = row.to CREATE (a)-[r:" + name + "]->(b)", fresh},
			{"MATCH ()-[r:" + name + " {id: row.id}]->()", old},
		} {
			if len(step.rows) == 0 {
				continue
			}
			if _, err := a.execute("UNWIND $given.rows AS row "+step.text+" SET r = row.p", map[string]any{"rows": step.rows}); err != nil {
				return fmt.Errorf("edges of type %s: %w", name, err)
			}
		}
	}
	return nil
}

// findEdges finds the ends of those edges that are there.
func (a *application) findEdges(byType map[string][]*element) (map[schema.ID][2]schema.ID, error) {
	var parts []string
	params := map[string]any{}
	for _, t := range a.store.model.Edges { // all types, so that the server knows the statement
		ids := make([]string, len(byType[t.Type]))
		for i, e := range byType[t.Type] {
			ids[i] = string(e.id)
		}
		params[t.Type] = ids
		parts = append(parts, fmt.Sprintf("UNWIND $given.%s AS id MATCH (a)-[r:%s {id: id}]->(b) RETURN id, a.id AS from, b.id AS to", t.Type, t.Type))
	}
	records, err := a.execute(strings.Join(parts, " UNION ALL "), params)
	if err != nil {
		return nil, fmt.Errorf("find edges: %w", err)
	}
	there := make(map[schema.ID][2]schema.ID, len(records))
	for _, record := range records {
		var ids [3]schema.ID
		for i := range ids {
			text, _ := record.Values[i].(string)
			ids[i] = schema.ID(text)
		}
		there[ids[0]] = [2]schema.ID{ids[1], ids[2]}
	}
	return there, nil
}

// move takes an edge away that gets other ends, unless a document that stays as it is
// supports it: that document's nodes need not be these ends.
func (a *application) move(e *element) error {
	ids := make([]string, len(a.documents))
	for i, d := range a.documents {
		ids[i] = string(d.id)
	}
	others, err := ask(a.ctx, a.tx, "supporters", map[string]any{"words": inIndex(e.key()), "ids": ids})
	if err != nil {
		return err
	}
	if len(others) > 0 {
		document, _ := others[0].Values[0].(string)
		return movedError(e.id, schema.ID(document))
	}
	_, err = a.execute("MATCH ()-[r:"+e.name+" {id: $given.id}]->() DELETE r", map[string]any{"id": string(e.id)})
	return err
}

// inIndex is an element's key as a query of the index of support.
func inIndex(key string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(key) + `"`
}

// lately is for how long after it was written a document is asked itself what it supports: the index
// of support, though made to be consistent, has been seen to show a document a second after its commit
// (Neo4j 5.26). It allows for clocks that differ by some seconds.
const lately = 10 * time.Second

// supported are those of the elements that some document supports.
func (a *application) supported(keys []string) (map[string]bool, error) {
	asked := make([]any, len(keys))
	for i, key := range keys {
		asked[i] = map[string]any{"key": key, "words": inIndex(key)}
	}
	records, err := ask(a.ctx, a.tx, "supported", map[string]any{"keys": asked})
	if err != nil {
		return nil, err
	}
	found := make(map[string]bool, len(records))
	take := func(records []*neo4j.Record) {
		for _, record := range records {
			key, _ := record.Values[0].(string)
			found[key] = true
		}
	}
	take(records)
	left := slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return found[key] })
	if len(left) == 0 {
		return found, nil
	}
	records, err = ask(a.ctx, a.tx, "lately_supported", map[string]any{"keys": left, "since": time.Now().Add(-lately).UnixMilli()})
	if err != nil {
		return nil, err
	}
	take(records)
	return found, nil
}

// drop takes away what documents have dropped and nobody supports: edges before the
// nodes that they join. The nodes, and the ends of the edges, are locked before it is
// asked who supports them, so that nobody can take them up in between.
func (a *application) drop() error {
	dropped := map[string]bool{}
	var gone []string
	for _, d := range a.documents {
		for _, key := range d.dropped {
			dropped[key] = true
		}
		if a.batches[d.last].Empty() {
			gone = append(gone, string(d.id))
			a.sum.documents--
		}
	}
	for _, list := range []elements{a.nodes, a.edges} {
		for _, e := range list.inOrder {
			delete(dropped, e.key())
		}
	}
	if len(dropped) > 0 {
		if err := a.deleteUnsupported(sortedKeys(dropped)); err != nil {
			return fmt.Errorf("take away what nobody supports: %w", err)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	_, err := ask(a.ctx, a.tx, "delete_documents", map[string]any{"ids": gone})
	return err
}

func (a *application) deleteUnsupported(keys []string) error {
	ids := byName(keys)
	for _, name := range sortedKeys(ids) {
		text := "UNWIND $given.ids AS id MATCH (n:" + name + " {id: id}) SET n.id = id"
		if _, isEdge := a.store.model.Edge(name); isEdge {
			text = "UNWIND $given.ids AS id MATCH (a)-[r:" + name + " {id: id}]->(b) WITH a, b ORDER BY a.id, b.id SET a.id = a.id, b.id = b.id"
		}
		if _, err := a.execute(text, map[string]any{"ids": ids[name]}); err != nil {
			return err
		}
	}
	supported, err := a.supported(keys)
	if err != nil {
		return err
	}
	ids = byName(slices.DeleteFunc(keys, func(key string) bool { return supported[key] }))
	for _, t := range a.store.model.Edges {
		if err := a.deleteAll("UNWIND $given.ids AS id MATCH ()-[r:"+t.Type+" {id: id}]->() DELETE r", ids[t.Type]); err != nil {
			return err
		}
	}
	for _, t := range a.store.model.Nodes {
		if err := a.deleteAll("UNWIND $given.ids AS id MATCH (n:"+t.Label+" {id: id}) DETACH DELETE n", ids[t.Label]); err != nil {
			return err
		}
	}
	return nil
}

func (a *application) deleteAll(text string, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := a.execute(text, map[string]any{"ids": ids})
	return err
}

// byName are the ids of elements by their label or type.
func byName(keys []string) map[string][]string {
	ids := map[string][]string{}
	for _, key := range keys {
		name, id, _ := strings.Cut(key, ":")
		ids[name] = append(ids[name], id)
	}
	return ids
}
