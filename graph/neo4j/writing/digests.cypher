UNWIND $ids AS id
MATCH (d:RostrumDocument {id: id})
RETURN d.id, d.digest
