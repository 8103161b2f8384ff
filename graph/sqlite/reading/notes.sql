SELECT key, value FROM note WHERE space = ?1 AND key > ?2 ORDER BY key LIMIT ?3
