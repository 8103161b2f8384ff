UPDATE document SET digest = ?2, applied_at = ?3 WHERE key = ?1
