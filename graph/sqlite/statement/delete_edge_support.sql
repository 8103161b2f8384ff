DELETE FROM edge_support WHERE document = ?1 AND edge IN (SELECT value FROM json_each(?2))
