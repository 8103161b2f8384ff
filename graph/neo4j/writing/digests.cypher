UNWIND $given.ids AS id
MATCH (d:RostrumDocument {id: id})
RETURN d.id, d.digest
