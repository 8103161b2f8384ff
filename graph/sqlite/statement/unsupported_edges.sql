-- Those of the edges in the JSON array ?1 that no document supports.
SELECT value FROM json_each(?1)
WHERE NOT EXISTS (SELECT 1 FROM edge_support WHERE edge_support.edge = value)
