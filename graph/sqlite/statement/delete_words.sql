-- Takes the words of the statements among the nodes of the JSON array ?1 out of the
-- index. The nodes must still be as they were when their words were put in.
INSERT INTO statement_words(statement_words, rowid, text, sentence)
SELECT 'delete', key, text, sentence FROM statement_text
WHERE key IN (SELECT value FROM json_each(?1)) ORDER BY key
