package neo4j

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"rostrum/graph"
	"rostrum/schema"
)

// Search finds the statements that hold all the words, best first; equally good ones in
// order of their ids. The server's index cuts texts into words in a way of its own
// ("Trump's" is one); so it is asked for more than is wanted, and words.go decides.
func (r *Reader) Search(ctx context.Context, words string, limit int) ([]graph.Hit, error) {
	wanted := wordsOf(words)
	if len(wanted) == 0 || limit <= 0 {
		return nil, nil
	}
	hits, err := r.search(ctx, wanted, limit)
	if err != nil {
		return nil, fmt.Errorf("neo4j: search for %.100q in %s: %w", words, r.target, r.explain(ctx, err))
	}
	return hits, nil
}

const (
	searchIndexed = `CALL db.index.fulltext.queryNodes('statement_words', $words) YIELD node, score
RETURN node.id, score, node.text, node.sentence ORDER BY score DESC, node.id`
	// Where the index knows none of the words: those that it leaves out, as "the".
	searchAll = `MATCH (node:Statement)
WHERE toLower(node.text) CONTAINS $words OR toLower(node.sentence) CONTAINS $words
RETURN node.id, 1.0, node.text, node.sentence ORDER BY node.id`
)

func (r *Reader) search(ctx context.Context, wanted []phrase, limit int) ([]graph.Hit, error) {
	text, words := searchIndexed, indexQuery(wanted)
	if words == "" {
		text, words = searchAll, wanted[0][0]
	}
	session := r.session(ctx, neo4j.AccessModeRead)
	defer session.Close(ctx)
	tx, result, err := r.begin(ctx, session, text, map[string]any{"words": words})
	if err != nil {
		return nil, err
	}
	defer tx.Close(ctx)
	var hits []graph.Hit
	for result.Next(ctx) {
		values := result.Record().Values
		score, _ := values[1].(float64)
		if len(hits) >= limit && score < hits[len(hits)-1].Score {
			break // equal ones may yet be before it
		}
		id, _ := values[0].(string)
		var fields [2][]word
		var texts [2]string
		for i := range fields {
			texts[i], _ = values[2+i].(string)
			fields[i] = split(texts[i])
		}
		if hit, ok := found(texts, fields, wanted); ok {
			hit.Statement, hit.Score = schema.ID(id), score
			hits = append(hits, hit)
		}
	}
	if err := result.Err(); err != nil {
		return nil, err
	}
	slices.SortStableFunc(hits, func(a, b graph.Hit) int {
		if a.Score != b.Score {
			if a.Score > b.Score {
				return -1
			}
			return 1
		}
		return strings.Compare(string(a.Statement), string(b.Statement))
	})
	return hits[:min(limit, len(hits))], nil
}

// mostTerms is how many words the index is asked for; more would make few hits fewer.
const mostTerms = 20

// stopWords are those that the server's analyzer leaves out of its index.
const stopWords = " a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with "

// indexQuery asks the server's index for statements that have the words, and maybe for
// others; "" where it knows none of them.
func indexQuery(wanted []phrase) string {
	var terms []string
	seen := map[string]bool{}
	for _, p := range wanted {
		for _, w := range p {
			if seen[w] || len(w) > 200 || strings.Contains(stopWords, " "+w+" ") || len(terms) == mostTerms {
				continue
			}
			seen[w] = true
			terms = append(terms, `+("`+w+`" /(.*[^a-z0-9])?`+anyAccent(w)+`([^a-z0-9].*)?/)`)
		}
	}
	return strings.Join(terms, " ")
}

// anyAccent is the word as a regular expression of the index, which has each letter
// without its accent or as one or more others.
func anyAccent(w string) string {
	var b strings.Builder
	for _, r := range w {
		switch {
		case r < 0x80:
			b.WriteRune(r)
		default:
			b.WriteString(".{1,4}")
		}
	}
	return b.String()
}
