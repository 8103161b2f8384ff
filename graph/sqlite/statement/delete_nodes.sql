-- Those of the nodes in the JSON array ?1 that no document supports any more.
DELETE FROM node
WHERE key IN (SELECT value FROM json_each(?1))
  AND NOT EXISTS (SELECT 1 FROM node_support WHERE node_support.node = node.key)
