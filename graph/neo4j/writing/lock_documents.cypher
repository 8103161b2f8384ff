// Takes each document for this transaction alone, and says what it was; then writes what
// it is. To set the id is to wait for whoever else has it.
UNWIND $given.rows AS row
MERGE (d:RostrumDocument {id: row.id})
SET d.id = row.id
WITH d, row, d.digest AS digest, d.supports AS supports
SET d.digest = row.digest, d.applied = $given.now, d.supports = row.supports
RETURN row.id, digest, supports
