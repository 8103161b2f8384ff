package neo4j

import (
	"context"

	"rostrum/schema"
)

// RunForTest runs a statement in a transaction of its own.
func (s *Store) RunForTest(ctx context.Context, statement string) error { return s.run(ctx, statement) }

// DropForTest takes away the indexes and constraints that Open makes.
func (s *Store) DropForTest(ctx context.Context) error {
	for _, x := range s.indexes() {
		kind := "INDEX "
		if x.Kind == schema.Unique {
			kind = "CONSTRAINT "
		}
		if err := s.run(ctx, "DROP "+kind+x.Name+" IF EXISTS"); err != nil {
			return err
		}
	}
	return nil
}
