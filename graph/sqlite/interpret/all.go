package interpret

import (
	"rostrum/graph"
	"rostrum/graph/cypher"
)

// everything answers the two queries that a dump is made of, all nodes and all edges
// in the order of their ids, straight from the database and in bounded memory. It is
// false for any other query.
func (r *run) everything(s *cypher.Statement, yield func(graph.Row, error) bool) (bool, error) {
	if len(s.Parts) != 1 || len(s.Parts[0].Clauses) != 2 {
		return false, nil
	}
	match, ok := s.Parts[0].Clauses[0].(*cypher.Match)
	last, returns := s.Parts[0].Clauses[1].(*cypher.Projection)
	if !ok || !returns || match.Optional || match.Where != nil || len(match.Patterns) != 1 || !byID(last) {
		return false, nil
	}
	pattern := match.Patterns[0]
	name := last.Columns[0].X.(*cypher.Variable).Name
	for _, n := range pattern.Nodes {
		if len(n.Labels) > 0 || n.Properties != nil {
			return false, nil
		}
	}
	pass := func(value any) error {
		if !yield(graph.Row{result(value)}, nil) {
			return errEnough
		}
		return nil
	}
	switch {
	case len(pattern.Edges) == 0 && pattern.Nodes[0].Name.Text == name:
		return true, r.streamNodes("ORDER BY id", func(n *node) error { return pass(n) })
	case len(pattern.Edges) == 1:
		e := pattern.Edges[0]
		if e.Name.Text == name && len(e.Types) == 0 && e.Properties == nil && e.Length == nil && e.Direction == cypher.Right &&
			pattern.Nodes[0].Name.Text == "" && pattern.Nodes[1].Name.Text == "" {
			return true, r.streamEdges("ORDER BY e.id", func(e *edge) error { return pass(e) })
		}
	}
	return false, nil
}

// byID tells whether the projection is RETURN x ORDER BY x.id and no more.
func byID(p *cypher.Projection) bool {
	if p.Distinct || p.Skip != nil || p.Limit != nil || len(p.Columns) != 1 || len(p.Sort) != 1 || p.Sort[0].Desc {
		return false
	}
	column, ok := p.Columns[0].X.(*cypher.Variable)
	key, sorted := p.Sort[0].X.(*cypher.Property)
	if !ok || !sorted || key.Key.Text != "id" {
		return false
	}
	of, ok := key.X.(*cypher.Variable)
	return ok && of.Name == column.Name
}
