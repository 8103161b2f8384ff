INSERT INTO node(key, id, label, props) VALUES (?1, ?2, ?3, ?4)
