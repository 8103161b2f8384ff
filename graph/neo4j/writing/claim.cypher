// To set the name is to wait for whoever else is claiming it.
MERGE (c:RostrumClaim {id: $name})
SET c.id = $name
WITH c
WHERE c.holder IS NULL OR c.holder = $holder OR c.until <= $now
SET c.holder = $holder, c.until = $until
RETURN count(c)
