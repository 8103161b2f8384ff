-- The words around the matches of ?1 in the statements of the JSON array ?2. A
-- snippet costs a reading of the text: it is made for those that are shown only.
SELECT statement_words.rowid, snippet(statement_words, -1, '«', '»', '…', 32)
FROM json_each(?2) AS given CROSS JOIN statement_words ON statement_words.rowid = given.value
WHERE statement_words MATCH ?1
