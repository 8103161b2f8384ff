UNWIND $given.rows AS row
MERGE (n:RostrumNote {id: row.id})
SET n.space = row.space, n.key = row.key, n.value = row.value
