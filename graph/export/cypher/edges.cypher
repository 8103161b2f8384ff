MATCH ()-[r:TYPE]->() WHERE r.id IN $ids RETURN r
