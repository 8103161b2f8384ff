INSERT INTO document(id, digest, applied_at) VALUES (?1, ?2, ?3) RETURNING key
