-- Those of the nodes in the JSON array ?1 that no document supports.
SELECT value FROM json_each(?1)
WHERE NOT EXISTS (SELECT 1 FROM node_support WHERE node_support.node = value)
