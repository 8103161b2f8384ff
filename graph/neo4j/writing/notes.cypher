// The notes of a space after a key: their ids start with the space and U+001F.
MATCH (n:RostrumNote)
WHERE n.id > $given.after AND n.id < $given.end
RETURN n.key, n.value
ORDER BY n.id
LIMIT $given.limit
