DELETE FROM node_support WHERE document = ?2 AND node IN (SELECT value FROM json_each(?1))
