DELETE FROM edge_support WHERE document = ?2 AND edge IN (SELECT value FROM json_each(?1))
