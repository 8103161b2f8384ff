UPDATE edge SET type = ?2, src = ?3, dst = ?4, props = ?5 WHERE key = ?1
