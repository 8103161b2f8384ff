SELECT digest FROM document WHERE id = ?1
