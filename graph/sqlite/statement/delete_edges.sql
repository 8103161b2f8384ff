-- Those of the edges in the JSON array ?1 that no document supports any more.
DELETE FROM edge
WHERE key IN (SELECT value FROM json_each(?1))
  AND NOT EXISTS (SELECT 1 FROM edge_support WHERE edge_support.edge = edge.key)
