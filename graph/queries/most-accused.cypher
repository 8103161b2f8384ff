// most-accused: who is accused most
//
// Counts of accusations by whom they are against, with one of them as an example.
//
// @param kind          country|person|organization|office
//     Count only such.
// @param since         date              Only of this day or later.
// @param until         end-date          Only of this day or earlier.
// @param type          aggression|crime_corruption|discrimination|dishonesty|economic|espionage_interference|human_rights|incompetence_negligence|terrorism_support|treaty_violation|war_crimes|other
//     Only accusations of this type of wrong.
// @param hypothetical  boolean = false   Also those that the article only asks about, supposes, or says were not made.
// @param limit         integer = 20      At most so many rows, the most accused first.
// @table target kind accusations accusers articles first last evidence
// @example query run most-accused --kind country --since 2017
MATCH (accuser)-[a:ACCUSED]->(target)
WHERE ($type IS NULL OR a.type = $type)
  AND ($since IS NULL OR a.date >= $since)
  AND ($until IS NULL OR a.date <= $until)
  AND ($kind IS NULL OR toLower(head(labels(target))) = $kind)
OPTIONAL MATCH (statement:Statement {id: a.statement})
WITH accuser, a, target, statement
WHERE $hypothetical OR (a.stance <> 'hypothetical' AND (statement IS NULL OR statement.modality = 'asserted'))
WITH target, count(*) AS accusations, count(DISTINCT accuser.id) AS accusers, count(DISTINCT a.article) AS articles,
     min(a.date) AS first, max(a.date) AS last, min(a.id) AS example
ORDER BY accusations DESC, target.id
LIMIT $limit
MATCH ()-[e:ACCUSED {id: example}]->()
MATCH (article:Article {id: e.article})
RETURN target.name AS target, toLower(head(labels(target))) AS kind, accusations, accusers, articles, first, last,
       e.evidence AS evidence, coalesce(article.title, article.path) AS article, article.url AS url, target.id AS id
ORDER BY accusations DESC, id
