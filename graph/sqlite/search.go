package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"unicode"

	"rostrum/graph"
)

// Search finds the statements that hold all the words, best first; equally good ones
// in order of their ids.
func (r *Reader) Search(ctx context.Context, words string, limit int) ([]graph.Hit, error) {
	match := matchExpression(words)
	if match == "" || limit <= 0 {
		return nil, nil
	}
	hits, err := r.search(ctx, match, limit)
	if err != nil {
		return nil, fmt.Errorf("sqlite: search for %.100q in %s: %w", words, r.path, explain(ctx, err))
	}
	return hits, nil
}

func (r *Reader) search(ctx context.Context, match string, limit int) ([]graph.Hit, error) {
	tx, err := r.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	var hits []graph.Hit
	places := map[int64]int{} // key of a statement's node → its place in hits
	var keys []int64
	err = each(ctx, tx, "reading/search.sql", []any{match, limit}, func(rows *sql.Rows) error {
		var key int64
		var hit graph.Hit
		if err := rows.Scan(&key, (*string)(&hit.Statement), &hit.Score); err != nil {
			return err
		}
		places[key] = len(hits)
		hits, keys = append(hits, hit), append(keys, key)
		return nil
	})
	if err != nil || len(hits) == 0 {
		return nil, err
	}
	err = each(ctx, tx, "reading/snippets.sql", []any{match, jsonKeys(keys)}, func(rows *sql.Rows) error {
		var key int64
		var snippet string
		if err := rows.Scan(&key, &snippet); err != nil {
			return err
		}
		hits[places[key]].Snippet = snippet
		return nil
	})
	return hits, err
}

// each runs the embedded statement at path and calls scan for each of its rows.
func each(ctx context.Context, tx *sql.Tx, path string, args []any, scan func(*sql.Rows) error) error {
	text, err := statement(reading, path)
	if err != nil {
		return err
	}
	rows, err := tx.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// matchExpression makes an FTS5 expression of a user's words: each word, and each
// run of words between double quotes, is a string of it, and so has no other
// meaning; strings side by side must all be found. A quote that nothing closes is no
// quote. It is "" where there is no word.
func matchExpression(words string) string {
	words = strings.ReplaceAll(strings.ToValidUTF8(words, " "), "\x00", " ")
	var terms []string
	for words != "" {
		plain, rest, _ := strings.Cut(words, `"`)
		terms = append(terms, strings.Fields(plain)...)
		phrase, after, closed := strings.Cut(rest, `"`)
		if closed {
			terms = append(terms, phrase)
		} else {
			terms = append(terms, strings.Fields(phrase)...)
		}
		words = after
	}
	var match strings.Builder
	seen := map[string]bool{}
	for _, term := range terms {
		// What has no letter or digit is no word to the index, and finds nothing.
		if !seen[term] && strings.ContainsFunc(term, isWordRune) {
			seen[term] = true
			match.WriteString(`"` + term + `" `)
		}
	}
	return match.String()
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
