MATCH (n:Organization)
RETURN n.name AS name, n.name AS value, n.unnamed AS whole
