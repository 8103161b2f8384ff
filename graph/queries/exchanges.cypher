// exchanges: accusations between two countries and what was answered
//
// An answer is a denial that an article sets against the accusation, an accusation the
// other way that stands with it ("blame each other") or after it in the same article, or,
// in another article and of the same type, a denial by the side accused within 30 days
// that names no accusation, or an accusation the other way within 7 days. A side is the
// country itself, its offices, its unnamed officials, whoever spoke in an office of it,
// and people who are said to hold one.
//
// @param a             country required  One country.
// @param b             country required  The other.
// @param since         date              Only accusations of this day or later.
// @param until         end-date          Only accusations of this day or earlier.
// @param limit         integer = 100     At most so many rows, the newest first.
// @table date accuser target charge answer answered_by reply evidence article
// @example query run exchanges --a Ukraine --b Russia
MATCH (accuser)-[a:ACCUSED]->(target)
WHERE a.stance <> 'hypothetical'
  AND ($since IS NULL OR a.date >= $since)
  AND ($until IS NULL OR a.date <= $until)
OPTIONAL MATCH (statement:Statement {id: a.statement})
WITH a, accuser, target, statement
WHERE statement IS NULL OR statement.modality = 'asserted'
OPTIONAL MATCH (office:Office {id: a.office_id})
WITH a, accuser, target,
     CASE
       WHEN accuser.iso3 = $a OR accuser.country = $a OR office.country = $a THEN $a
       WHEN accuser.iso3 = $b OR accuser.country = $b OR office.country = $b THEN $b
       WHEN EXISTS { MATCH (accuser)-[:HOLDS {status: 'current'}]->(:Office {country: $a}) } THEN $a
       WHEN EXISTS { MATCH (accuser)-[:HOLDS {status: 'current'}]->(:Office {country: $b}) } THEN $b
     END AS side
WITH a, target, side, CASE side WHEN $a THEN $b WHEN $b THEN $a END AS other
WHERE target.iso3 = other OR target.country = other
   OR EXISTS { MATCH (target)-[:HOLDS {status: 'current'}]->(:Office {country: other}) }
WITH collect({id: a.id, side: side, other: other, type: a.type, date: a.date, article: a.article, start: a.start}) AS made
OPTIONAL MATCH (denier)-[d:DENIED]->()
WHERE d.answers IN [m IN made | m.id] OR d.answers IS NULL AND d.date IS NOT NULL
OPTIONAL MATCH (office:Office {id: d.office_id})
WITH made, d,
     CASE
       WHEN denier.iso3 = $a OR denier.country = $a OR office.country = $a THEN $a
       WHEN denier.iso3 = $b OR denier.country = $b OR office.country = $b THEN $b
     END AS side
WITH made, collect({id: d.id, answers: d.answers, side: side, type: d.type, date: d.date, article: d.article}) AS denied
UNWIND made AS first
UNWIND [d IN denied WHERE d.answers = first.id
          OR d.answers IS NULL AND d.side = first.other AND d.type = first.type AND d.article <> first.article
             AND d.date >= first.date AND date(d.date) <= date(first.date) + duration({days: 30}) | d.id]
     + [m IN made WHERE m.side <> first.side AND m.article = first.article AND (m.start > first.start OR m.start = first.start AND m.id > first.id)
          OR m.side <> first.side AND m.article <> first.article AND m.type = first.type AND m.type <> 'other'
             AND (m.date > first.date OR m.date = first.date AND m.id > first.id) AND date(m.date) <= date(first.date) + duration({days: 7}) | m.id] AS answer
MATCH (accuser)-[a:ACCUSED {id: first.id}]->(target)
MATCH (answerer)-[r:ACCUSED|DENIED {id: answer}]->()
MATCH (article:Article {id: a.article})
RETURN a.date AS date, accuser.name AS accuser, a.office AS office, target.name AS target,
       a.charge AS charge, a.type AS type,
       CASE type(r) WHEN 'DENIED' THEN 'denial' ELSE 'counter-accusation' END AS answer,
       answerer.name AS answered_by, r.office AS answered_by_office, r.charge AS reply,
       a.evidence AS evidence, r.evidence AS answer_evidence,
       coalesce(article.title, article.path) AS article, article.outlet AS outlet, article.url AS url,
       a.confidence AS confidence, a.id AS id, r.id AS answer_id
ORDER BY date IS NULL, date DESC, id, answer_id
LIMIT $limit
