// The documents that support an element, other than these.
CALL db.index.fulltext.queryNodes('rostrum_supports', $given.words) YIELD node
WHERE NOT node.id IN $given.ids
RETURN node.id
LIMIT 1
