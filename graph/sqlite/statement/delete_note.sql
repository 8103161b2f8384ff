DELETE FROM note WHERE space = ?1 AND key = ?2
