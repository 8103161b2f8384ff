MATCH (n:Office)
RETURN n.name AS name, n.name AS value, false AS whole
