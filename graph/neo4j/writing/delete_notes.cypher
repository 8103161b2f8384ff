UNWIND $given.ids AS id
MATCH (n:RostrumNote {id: id})
DELETE n
