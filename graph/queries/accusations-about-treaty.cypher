// accusations-about-treaty: who is accused of breaking a treaty
//
// @param treaty        treaty required   The treaty that the accusation is about.
// @param since         date              Only of this day or later.
// @param until         end-date          Only of this day or earlier.
// @param hypothetical  boolean = false   Also those that the article only asks about, supposes, or says were not made.
// @param limit         integer = 100     At most so many rows, the newest first.
// @table date accuser office target charge evidence article
// @example query run accusations-about-treaty --treaty "Iran nuclear deal"
MATCH (accuser)-[a:ACCUSED]->(target)
WHERE a.object = $treaty
  AND ($since IS NULL OR a.date >= $since)
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
