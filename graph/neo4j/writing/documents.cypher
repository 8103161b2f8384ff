MATCH (d:RostrumDocument)
WHERE d.id > $after
RETURN d.id, d.digest, d.supports
ORDER BY d.id
LIMIT $limit
