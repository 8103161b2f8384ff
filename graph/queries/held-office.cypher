// held-office: who held an office on a date
//
// By what articles say: those whom an article calls the holder at that time. An
// article's day is that of its publication, so the answer is surest where the same
// person is called so before and after. The likeliest comes first.
//
// @param country  country           Only this country's office of that title.
// @param office   office required   The title.
// @param on       date required     The day; a month or year means its first day.
// @param limit    integer = 10      At most so many rows.
// @table person office country named_before named_after certainty evidence article
// @example query run held-office --office "foreign minister" --country Russia --on 2017-03-31
MATCH (person:Person)-[h:HOLDS {status: 'current'}]->(office:Office {name: $office})
WHERE $country IS NULL OR office.country = $country
WITH person, office, max(CASE WHEN h.as_of <= $on THEN h.as_of END) AS before,
     min(CASE WHEN h.as_of >= $on THEN h.as_of END) AS after
MATCH (person)-[near:HOLDS {status: 'current'}]->(office)
WHERE near.as_of = coalesce(before, after) OR (before IS NULL AND after IS NULL)
WITH person, office, before, after, min(near.id) AS example
MATCH ()-[e:HOLDS {id: example}]->()
MATCH (article:Article {id: e.article})
RETURN person.name AS person, office.name AS office, coalesce(office.country, office.organization) AS country,
       before AS named_before, after AS named_after,
       CASE
         WHEN before IS NOT NULL AND after IS NOT NULL THEN 'named so before and after'
         WHEN before IS NOT NULL THEN 'named so before'
         WHEN after IS NOT NULL THEN 'named so after'
         ELSE 'named so in an undated article'
       END AS certainty,
       e.evidence AS evidence, coalesce(article.title, article.path) AS article, article.url AS url, e.id AS id
ORDER BY before IS NULL OR after IS NULL, before IS NULL, before DESC, after IS NULL, after, id
LIMIT $limit
