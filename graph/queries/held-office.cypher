// held-office: who held an office on a date
//
// By what articles say and by the table of officials. Where the table has the term of somebody
// whom an article calls the holder, its days decide; of others an article's day is that of its
// publication, so the answer is surest where the same person is called so before and after. The
// surest comes first.
//
// @param country  country           Only this country's office of that title.
// @param office   office required   The title.
// @param on       date required     The day; a month or year means its first day.
// @param limit    integer = 10      At most so many rows.
// @table person office country since until certainty evidence article
// @example query run held-office --office "foreign minister" --country Russia --on 2017-03-31
MATCH (person:Person)-[h:HOLDS]->(office:Office {name: $office})
WHERE ($country IS NULL OR office.country = $country) AND (h.status = 'current' OR h.status = 'former' AND h.from IS NOT NULL)
WITH person, office, max(CASE WHEN h.status = 'current' AND h.as_of <= $on THEN h.as_of END) AS before,
     min(CASE WHEN h.status = 'current' AND h.as_of >= $on THEN h.as_of END) AS after,
     max(h.from) AS dated,
     max(CASE WHEN h.from <= $on AND (h.to IS NULL OR h.to >= $on) THEN h.from END) AS since,
     max(CASE WHEN h.from <= $on AND h.to >= $on THEN h.to END) AS until
WHERE since IS NOT NULL OR dated IS NULL
MATCH (person)-[near:HOLDS]->(office)
WHERE (near.status = 'current' OR near.status = 'former' AND near.from IS NOT NULL)
  AND CASE WHEN since IS NULL THEN near.as_of = coalesce(before, after) OR (before IS NULL AND after IS NULL) ELSE near.from = since END
WITH person, office, before, after, since, until, min(near.id) AS example
MATCH ()-[e:HOLDS {id: example}]->()
MATCH (article:Article {id: e.article})
RETURN person.name AS person, office.name AS office, coalesce(office.country, office.organization) AS country,
       since, until, before AS named_before, after AS named_after,
       CASE
         WHEN since IS NOT NULL THEN 'in office by the table'
         WHEN before IS NOT NULL AND after IS NOT NULL THEN 'named so before and after'
         WHEN before IS NOT NULL THEN 'named so before'
         WHEN after IS NOT NULL THEN 'named so after'
         ELSE 'named so in an undated article'
       END AS certainty,
       e.evidence AS evidence, coalesce(article.title, article.path) AS article, article.url AS url, e.id AS id
ORDER BY since IS NULL, before IS NULL OR after IS NULL, before IS NULL, before DESC, after IS NULL, after, id
LIMIT $limit
