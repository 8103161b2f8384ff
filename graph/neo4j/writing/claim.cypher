// To set the name is to wait for whoever else is claiming it.
MERGE (c:RostrumClaim {id: $given.name})
SET c.id = $given.name
WITH c
WHERE c.holder IS NULL OR c.holder = $given.holder OR c.until <= $given.now
SET c.holder = $given.holder, c.until = $given.until
RETURN count(c)
