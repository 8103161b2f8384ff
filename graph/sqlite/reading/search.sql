-- The best ?2 statements that match ?1, best first. The text counts double, as the
-- sentence repeats most of it.
SELECT node.key, node.id, -bm25(statement_words, 2.0, 1.0) AS score
FROM statement_words JOIN node ON node.key = statement_words.rowid
WHERE statement_words MATCH ?1
ORDER BY score DESC, node.id
LIMIT ?2
