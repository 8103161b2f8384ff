MATCH ()-[r]->() RETURN r ORDER BY r.id
