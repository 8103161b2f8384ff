package neo4j

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"rostrum/graph"
	"rostrum/schema"
)

// agreement is how long Status waits for counts that agree with each other.
const agreement = 20 * time.Second

// errTorn is returned where counts come from different moments.
var errTorn = errors.New("the counts disagree: the graph is being changed all the time, or was changed by another program")

// Status counts what the store holds, all at one moment. The server reads what is
// committed while it reads, a bit of one Apply and not yet of the other; so Apply keeps
// totals, and Status counts again until what it counts adds up to them.
func (r *Reader) Status(ctx context.Context) (graph.Status, error) {
	began := time.Now()
	for {
		status, err := r.count(ctx)
		if errors.Is(err, errTorn) && time.Since(began) < agreement {
			if err = sleep(ctx, 5*time.Millisecond); err == nil {
				continue
			}
		}
		if err != nil {
			return graph.Status{}, fmt.Errorf("neo4j: status of %s: %w", r.target, r.explain(ctx, err))
		}
		status.Location = r.target.String()
		return status, nil
	}
}

// countQuery counts everything in one statement: a row is a kind, a name and a count.
func countQuery(model *schema.GraphModel) string {
	parts := []string{"OPTIONAL MATCH (s:RostrumStore) RETURN 'totals' AS kind, s.totals AS name, s.applied AS count",
		"MATCH (d:RostrumDocument) RETURN 'documents' AS kind, '' AS name, count(d) AS count"}
	for _, n := range model.Nodes {
		parts = append(parts, "MATCH (n:"+n.Label+") RETURN 'node' AS kind, '"+n.Label+"' AS name, count(n) AS count")
	}
	for _, e := range model.Edges {
		parts = append(parts, "MATCH ()-[r:"+e.Type+"]->() RETURN 'edge' AS kind, '"+e.Type+"' AS name, count(r) AS count")
	}
	return strings.Join(parts, " UNION ALL ")
}

func (r *Reader) count(ctx context.Context) (graph.Status, error) {
	session := r.session(ctx, neo4j.AccessModeRead)
	defer session.Close(ctx)
	counted, err := session.ExecuteRead(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		result, err := tx.Run(ctx, countQuery(r.model), nil)
		if err != nil {
			return nil, err
		}
		return result.Collect(ctx)
	}, neo4j.WithTxTimeout(r.options.QueryTime))
	if err != nil {
		return graph.Status{}, err
	}
	status := graph.Status{Nodes: map[string]int64{}, Edges: map[string]int64{}}
	var want, got totals
	for _, record := range counted.([]*neo4j.Record) {
		name, _ := record.Values[1].(string)
		count, _ := record.Values[2].(int64)
		switch record.Values[0] {
		case "totals":
			want = parseTotals(name)
			if count != 0 {
				status.LastApplied = time.UnixMilli(count).UTC()
			}
		case "documents":
			status.Documents, got.documents = count, count
		case "node":
			got.nodes += count
			if count > 0 {
				status.Nodes[name] = count
			}
		case "edge":
			got.edges += count
			if count > 0 {
				status.Edges[name] = count
			}
		}
	}
	if got != want {
		return graph.Status{}, fmt.Errorf("%w: counted %+v, expected %+v", errTorn, got, want)
	}
	return status, nil
}

// totals are what a graph holds, in one short text of digits and blanks, which the
// server keeps in one record and so never reads by halves.
type totals struct{ documents, nodes, edges int64 }

func parseTotals(text string) totals {
	var n [3]int64
	for i, field := range strings.Fields(text) {
		if i < len(n) {
			n[i], _ = strconv.ParseInt(field, 10, 64) // written by Apply
		}
	}
	return totals{n[0], n[1], n[2]}
}
