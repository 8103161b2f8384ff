// Described people ("a senior official") only match by the whole description.
MATCH (n:Person)
RETURN n.name AS name, n.name AS value, n.unnamed AS whole
