-- The documents after the id ?1, at most ?2.
SELECT key, id, digest FROM document WHERE id > ?1 ORDER BY id LIMIT ?2
