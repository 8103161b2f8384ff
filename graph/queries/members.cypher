// members: who belongs to a treaty or organization
//
// By what articles say, one row for each member, with one article as an example.
//
// @param of     body required  The treaty or organization.
// @param limit  integer = 500  At most so many rows, by name.
// @table member kind of articles evidence
// @example query run members --of NATO
MATCH (member)-[m:MEMBER_OF]->(body:Organization|Treaty {id: $of})
WITH member, body, count(DISTINCT m.article) AS articles, min(m.id) AS example
MATCH ()-[e:MEMBER_OF {id: example}]->()
MATCH (article:Article {id: e.article})
RETURN member.name AS member, toLower(head(labels(member))) AS kind, body.name AS of, articles,
       e.evidence AS evidence, coalesce(article.title, article.path) AS article, article.url AS url, e.id AS id
ORDER BY member, id
LIMIT $limit
