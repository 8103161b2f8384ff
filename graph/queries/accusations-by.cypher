// accusations-by: what a person, organization or country accuses others of
//
// Accusations that one party makes, by its own name. Those of a country's officials
// are found by accusations-by-country.
//
// @param who           party required    Who accuses.
// @param since         date              Only of this day or later.
// @param until         end-date          Only of this day or earlier.
// @param hypothetical  boolean = false   Also those that the article only asks about, supposes, or says were not made.
// @param limit         integer = 100     At most so many rows, the newest first.
// @table date accuser office target charge type evidence article
// @example query run accusations-by --who "James Mattis"
MATCH (accuser:Person|Organization|Country {id: $who})-[a:ACCUSED]->(target)
WHERE ($since IS NULL OR a.date >= $since)
  AND ($until IS NULL OR a.date <= $until)
MATCH (article:Article {id: a.article})
OPTIONAL MATCH (statement:Statement {id: a.statement})
WITH accuser, a, target, article, statement
WHERE $hypothetical OR (a.stance <> 'hypothetical' AND (statement IS NULL OR statement.modality = 'asserted'))
RETURN a.date AS date, accuser.name AS accuser, a.office AS office, target.name AS target,
       a.charge AS charge, a.type AS type, a.stance AS stance,
       coalesce(article.title, article.path) AS article, article.outlet AS outlet,
       a.evidence AS evidence, a.confidence AS confidence, article.url AS url, a.id AS id
ORDER BY date IS NULL, date DESC, id
LIMIT $limit
