UNWIND $given.ids AS id
MATCH (d:RostrumDocument {id: id})
DELETE d
