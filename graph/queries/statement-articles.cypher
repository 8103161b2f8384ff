// statement-articles: the articles that report a statement
//
// Find it by words of it, which stand together in any case, or by its id, which the
// other questions about statements give. The same words in several articles are as
// many rows.
//
// @param words  text           Words of the statement.
// @param id     text           Its id.
// @param limit  integer = 100  At most so many rows, the newest first.
// @table date speaker text article outlet evidence
// @example query run statement-articles --words "matter of record"
MATCH (statement:Statement)-[:REPORTED_IN]->(article:Article)
WHERE ($words IS NOT NULL OR $id IS NOT NULL)
  AND ($id IS NULL OR statement.id = $id)
  AND ($words IS NULL OR toLower(statement.text) CONTAINS toLower($words))
OPTIONAL MATCH (speaker)-[said:SAID]->(statement)
RETURN statement.said_on AS date, speaker.name AS speaker, said.office AS office, statement.text AS text,
       statement.kind AS kind, statement.modality AS modality,
       coalesce(article.title, article.path) AS article, article.outlet AS outlet,
       statement.sentence AS evidence, statement.confidence AS confidence, article.published AS published, article.url AS url, statement.id AS id
ORDER BY date IS NULL, date DESC, id, speaker
LIMIT $limit
