// officials: who holds, held or seeks an office of a country
//
// By what articles say, one row for each person, office and status, with the first and
// last day that an article speaks from, how many do, and one of them as an example.
//
// @param country  country required           Whose offices.
// @param status   current|former|candidate   Only such; current is in office when the article was written.
// @param limit    integer = 200              At most so many rows, by office and person.
// @table person office status first last articles evidence
// @example query run officials --country Russia --status current
MATCH (person:Person)-[h:HOLDS]->(office:Office {country: $country})
WHERE $status IS NULL OR h.status = $status
WITH person, office, h.status AS status, min(h.as_of) AS first, max(h.as_of) AS last,
     count(DISTINCT h.article) AS articles, min(h.id) AS example
MATCH ()-[e:HOLDS {id: example}]->()
MATCH (article:Article {id: e.article})
RETURN person.name AS person, office.name AS office, status, first, last, articles,
       e.evidence AS evidence, coalesce(article.title, article.path) AS article, article.url AS url, e.id AS id
ORDER BY office, person, status, id
LIMIT $limit
