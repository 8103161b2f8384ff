// timeline: all dated things about a person, organization or country, in order
//
// What the party said, whom it accused and denied, who accused and answered it, the
// offices it is said to hold and what it belongs to. Offices have the day that the
// article speaks from. What has no date comes last.
//
// @param who    party required   Whose.
// @param since  date             Only of this day or later.
// @param until  end-date         Only of this day or earlier.
// @param limit  integer = 200    At most so many rows, the oldest first.
// @table date what other words evidence article
// @example query run timeline --who Mattis
MATCH (who:Person|Organization|Country {id: $who})-[e:SAID|ACCUSED|DENIED|HOLDS|MEMBER_OF]-(other)
MATCH (article:Article {id: e.article})
WITH who, e, other, article, coalesce(e.date, other.said_on, e.as_of, CASE type(e) WHEN 'MEMBER_OF' THEN article.published END) AS date
WHERE ($since IS NULL OR date >= $since)
  AND ($until IS NULL OR date <= $until)
RETURN date,
       CASE type(e)
         WHEN 'SAID' THEN 'said'
         WHEN 'HOLDS' THEN 'office (' + e.status + ')'
         WHEN 'MEMBER_OF' THEN CASE WHEN startNode(e) = who THEN 'member of' ELSE 'has the member' END
         WHEN 'ACCUSED' THEN CASE WHEN startNode(e) = who THEN 'accused' ELSE 'accused by' END
         WHEN 'DENIED' THEN CASE WHEN startNode(e) = who THEN 'answered' ELSE 'answered by' END
       END AS what,
       other.name AS other, coalesce(e.charge, other.text) AS words, e.type AS type, e.stance AS stance,
       coalesce(article.title, article.path) AS article, article.outlet AS outlet,
       coalesce(e.evidence, other.sentence) AS evidence, article.url AS url, e.id AS id
ORDER BY date IS NULL, date, id
LIMIT $limit
