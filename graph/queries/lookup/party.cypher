// Countries are found by the word lists.
MATCH (n:Person|Organization)
WHERE NOT n.unnamed
RETURN n.name AS name, n.id AS value, false AS whole
