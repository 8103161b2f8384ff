// person: a person's card
//
// The offices that articles give to the person, how many statements there are, how many
// accusations and denials by and against the person, and when.
//
// @param person  person required  Who.
// @example query run person --person Mattis
MATCH (person:Person {name: $person})
OPTIONAL MATCH (person)-[h:HOLDS]->(office:Office)
WITH DISTINCT person, office.name AS title, coalesce(office.country, office.organization) AS of, h.status AS status
ORDER BY title, of, status
WITH person, collect(title + coalesce(', ' + of, '') + ' (' + status + ')') AS offices
OPTIONAL MATCH (person)-[:SAID]->(statement:Statement)
WITH person, offices, count(statement) AS statements, min(statement.said_on) AS first, max(statement.said_on) AS last
RETURN person.name AS person, offices, statements, first AS first_statement, last AS last_statement,
       COUNT { MATCH (person)-[:ACCUSED]->() } AS accusations_made,
       COUNT { MATCH ()-[:ACCUSED]->(person) } AS accusations_received,
       COUNT { MATCH (person)-[:DENIED]->() } AS denials,
       person.id AS id
ORDER BY id
