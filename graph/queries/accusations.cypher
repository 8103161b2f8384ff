// accusations: who accused a country of what
//
// Accusations against a country, its government, agencies and forces: who made them,
// in what office, of what, when, in which article, with the words that say so. Where
// the accuser is empty it is the article itself that accuses, or names nobody
// (stance report).
//
// @param target        country required  The country accused.
// @param since         date              Only of this day or later.
// @param until         end-date          Only of this day or earlier.
// @param type          aggression|crime_corruption|discrimination|dishonesty|economic|espionage_interference|human_rights|incompetence_negligence|terrorism_support|treaty_violation|war_crimes|other
//     Only accusations of this type of wrong.
// @param hypothetical  boolean = false   Also those that the article only asks about, supposes, or says were not made.
// @param limit         integer = 100     At most so many rows, the newest first.
// @table date accuser office charge type evidence article
// @example query run accusations --target Russia --since 2017-01-01
// @example query run accusations --target Iraq --type treaty_violation --format csv
MATCH (accuser)-[a:ACCUSED]->(target:Country {iso3: $target})
WHERE ($since IS NULL OR a.date >= $since)
  AND ($until IS NULL OR a.date <= $until)
  AND ($type IS NULL OR a.type = $type)
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
