// statements-by: what a person, organization or country said
//
// @param who    party required  Who said it.
// @param since  date            Only of this day or later.
// @param until  end-date        Only of this day or earlier.
// @param limit  integer = 100   At most so many rows, the newest first.
// @table date speaker office text evidence article
// @example query run statements-by --who Tillerson
MATCH (speaker:Person|Organization|Country {id: $who})-[said:SAID]->(statement:Statement)-[:REPORTED_IN]->(article:Article)
WHERE ($since IS NULL OR statement.said_on >= $since)
  AND ($until IS NULL OR statement.said_on <= $until)
RETURN statement.said_on AS date, speaker.name AS speaker, said.office AS office, statement.text AS text,
       statement.kind AS kind, statement.modality AS modality,
       coalesce(article.title, article.path) AS article, article.outlet AS outlet,
       statement.sentence AS evidence, statement.confidence AS confidence, article.url AS url, statement.id AS id
ORDER BY date IS NULL, date DESC, id, speaker
LIMIT $limit
