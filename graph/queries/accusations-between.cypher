// accusations-between: accusations between two countries, in either direction
//
// A side is the country itself, its offices, its unnamed officials, whoever spoke in an
// office of it, and people who are said to hold one.
//
// @param a             country required  One country.
// @param b             country required  The other.
// @param since         date              Only of this day or later.
// @param until         end-date          Only of this day or earlier.
// @param hypothetical  boolean = false   Also those that the article only asks about, supposes, or says were not made.
// @param limit         integer = 100     At most so many rows, the newest first.
// @table date accuser office target charge type evidence article
// @example query run accusations-between --a Ukraine --b Russia --since 2014 --until 2014
MATCH (accuser)-[a:ACCUSED]->(target)
WHERE ($since IS NULL OR a.date >= $since)
  AND ($until IS NULL OR a.date <= $until)
OPTIONAL MATCH (office:Office {id: a.office_id})
WITH accuser, a, target,
     CASE
       WHEN accuser.iso3 = $a OR accuser.country = $a OR office.country = $a THEN $a
       WHEN accuser.iso3 = $b OR accuser.country = $b OR office.country = $b THEN $b
       WHEN EXISTS { MATCH (accuser)-[:HOLDS {status: 'current'}]->(:Office {country: $a}) } THEN $a
       WHEN EXISTS { MATCH (accuser)-[:HOLDS {status: 'current'}]->(:Office {country: $b}) } THEN $b
     END AS from
WITH accuser, a, target, CASE from WHEN $a THEN $b WHEN $b THEN $a END AS other
WHERE target.iso3 = other OR target.country = other
   OR EXISTS { MATCH (target)-[:HOLDS {status: 'current'}]->(:Office {country: other}) }
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
