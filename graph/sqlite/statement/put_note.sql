INSERT INTO note (space, key, value) VALUES (?1, ?2, ?3) ON CONFLICT (space, key) DO UPDATE SET value = excluded.value
