-- Puts the words of the statements among the nodes of the JSON array ?1 into the index.
INSERT INTO statement_words(rowid, text, sentence)
SELECT key, text, sentence FROM statement_text
WHERE key IN (SELECT value FROM json_each(?1)) ORDER BY key
