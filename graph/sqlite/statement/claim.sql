INSERT INTO claim (name, holder, until) VALUES (?1, ?2, ?3)
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
WHERE claim.holder = excluded.holder OR claim.until <= ?4
