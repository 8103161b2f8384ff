package neo4j

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"rostrum/schema"
)

// supportIndex finds the documents that support a node or edge.
const supportIndex = "rostrum_supports"

// indexes are those of the model, and the store's own.
func (s *Store) indexes() []schema.Index {
	list := []schema.Index{
		{Name: "rostrum_document_id", Kind: schema.Unique, Label: "RostrumDocument", Properties: []string{"id"}},
		{Name: "rostrum_document_applied", Kind: schema.Range, Label: "RostrumDocument", Properties: []string{"applied"}},
		{Name: "rostrum_store_id", Kind: schema.Unique, Label: "RostrumStore", Properties: []string{"id"}},
		{Name: "rostrum_note_id", Kind: schema.Unique, Label: "RostrumNote", Properties: []string{"id"}},
		{Name: "rostrum_claim_id", Kind: schema.Unique, Label: "RostrumClaim", Properties: []string{"id"}},
		{Name: supportIndex, Kind: schema.FullText, Label: "RostrumDocument", Properties: []string{"supports"}},
	}
	for _, n := range s.model.Nodes {
		list = append(list, n.Indexes()...)
	}
	for _, e := range s.model.Edges {
		list = append(list, e.Indexes()...)
	}
	return list
}

// prepare makes the indexes that are missing and checks all of them: one of the same
// name that does something else would leave the graph without what it relies on.
func (s *Store) prepare(ctx context.Context) error {
	there, err := s.present(ctx)
	if err != nil {
		return err
	}
	made := false
	for _, x := range s.indexes() {
		if _, ok := there[x.Name]; ok {
			continue
		}
		statement := x.Cypher()
		if x.Name == supportIndex { // its texts are names of elements, each one word
			statement = strings.Replace(statement, "'standard-folding'", "'keyword'", 1)
		}
		if err := s.make(ctx, statement); err != nil {
			return fmt.Errorf("index %s: %w", x.Name, err)
		}
		made = true
	}
	if made {
		if err := s.run(ctx, "CALL db.awaitIndexes(300)"); err != nil {
			return err
		}
		if there, err = s.present(ctx); err != nil {
			return err
		}
	}
	for _, x := range s.indexes() {
		if got, ok := there[x.Name]; !ok || !same(got, x) {
			return fmt.Errorf("the database has an index or constraint %s that is not the graph's: drop it, or use an empty database; the graph needs %s", x.Name, x.Cypher())
		}
	}
	return nil
}

func same(a, b schema.Index) bool {
	return a.Kind == b.Kind && a.Label == b.Label && a.Edges == b.Edges && slices.Equal(a.Properties, b.Properties)
}

// present are the indexes that the database has, by name.
func (s *Store) present(ctx context.Context) (map[string]schema.Index, error) {
	session := s.session(ctx, neo4j.AccessModeRead)
	defer session.Close(ctx)
	result, err := session.Run(ctx, `SHOW INDEXES YIELD name, type, entityType, labelsOrTypes, properties, owningConstraint
		WHERE labelsOrTypes IS NOT NULL RETURN name, type, entityType, labelsOrTypes, properties, owningConstraint`, nil)
	if err != nil {
		return nil, err
	}
	there := map[string]schema.Index{}
	for result.Next(ctx) {
		values := result.Record().Values
		x := schema.Index{Edges: values[2] == "RELATIONSHIP"}
		x.Name, _ = values[0].(string)
		kind, _ := values[1].(string)
		x.Kind = schema.IndexKind(kind)
		if values[5] != nil && x.Kind == schema.Range {
			x.Kind = schema.Unique
		}
		labels, _ := values[3].([]any)
		if len(labels) == 1 {
			x.Label, _ = labels[0].(string)
		}
		properties, _ := values[4].([]any)
		for _, p := range properties {
			name, _ := p.(string)
			x.Properties = append(x.Properties, name)
		}
		there[x.Name] = x
	}
	return there, result.Err()
}

// Clear takes everything out of the database, a part at a time: also what is not the
// graph's.
func (s *Store) Clear(ctx context.Context) error {
	err := s.run(ctx, "MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
	if err != nil {
		return fmt.Errorf("neo4j: clear %s: %w", s.target, s.explain(ctx, err))
	}
	return nil
}

// make runs a statement that makes an index or constraint, again where another program
// makes some at the same time and the server lets one of both go first. What is there
// already is no error: whether it is the right one is checked when all are made.
func (s *Store) make(ctx context.Context, statement string) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer session.Close(ctx)
	_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		result, err := tx.Run(ctx, statement, nil)
		if err != nil {
			return nil, err
		}
		return result.Consume(ctx)
	})
	if e := (*neo4j.Neo4jError)(nil); errors.As(err, &e) && strings.HasPrefix(e.Code, "Neo.ClientError.Schema.") && strings.HasSuffix(e.Code, "AlreadyExists") {
		return nil
	}
	return err
}

// run runs a statement of its own in a transaction of its own.
func (s *Store) run(ctx context.Context, statement string) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer session.Close(ctx)
	result, err := session.Run(ctx, statement, nil)
	if err != nil {
		return err
	}
	_, err = result.Consume(ctx)
	return err
}
