MATCH (n:Organization|Treaty)
WHERE n:Treaty OR NOT n.unnamed
RETURN n.name AS name, n.id AS value, false AS whole
