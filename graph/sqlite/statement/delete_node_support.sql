DELETE FROM node_support WHERE document = ?1 AND node IN (SELECT value FROM json_each(?2))
