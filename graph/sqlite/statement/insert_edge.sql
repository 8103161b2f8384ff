INSERT INTO edge(key, id, type, src, dst, props) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
