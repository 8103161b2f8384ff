package neo4j

import "context"

// RunForTest runs a statement in a transaction of its own.
func (s *Store) RunForTest(ctx context.Context, statement string) error { return s.run(ctx, statement) }
