UPDATE node SET label = ?2, props = ?3 WHERE key = ?1
