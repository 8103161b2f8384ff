// accusations-by-country: what a country and its officials accuse others of
//
// Accusations by the country itself, by an office or unnamed official of it, by whoever
// spoke in an office of it, and by people whose office the accusation does not tell and
// who are said elsewhere to hold one of the country's.
//
// @param country       country required  Whose accusations.
// @param since         date              Only of this day or later.
// @param until         end-date          Only of this day or earlier.
// @param type          aggression|crime_corruption|discrimination|dishonesty|economic|espionage_interference|human_rights|incompetence_negligence|terrorism_support|treaty_violation|war_crimes|other
//     Only accusations of this type of wrong.
// @param hypothetical  boolean = false   Also those that the article only asks about, supposes, or says were not made.
// @param limit         integer = 100     At most so many rows, the newest first.
// @table date accuser office target charge type evidence article
// @example query run accusations-by-country --country "United States" --since 2017
MATCH (accuser)-[a:ACCUSED]->(target)
WHERE ($type IS NULL OR a.type = $type)
  AND ($since IS NULL OR a.date >= $since)
  AND ($until IS NULL OR a.date <= $until)
OPTIONAL MATCH (office:Office {id: a.office_id})
WITH accuser, a, target, office
WHERE accuser.iso3 = $country OR accuser.country = $country OR office.country = $country
   OR (a.office_id IS NULL AND EXISTS { MATCH (accuser)-[:HOLDS {status: 'current'}]->(:Office {country: $country}) })
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
