MATCH (d:RostrumDocument)
WHERE d.id > $given.after
RETURN d.id, d.digest, d.supports
ORDER BY d.id
LIMIT $given.limit
