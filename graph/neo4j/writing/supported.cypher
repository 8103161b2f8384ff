// Which of the elements some document supports; words is the element's key as a query of
// the index.
UNWIND $given.keys AS key
CALL db.index.fulltext.queryNodes('rostrum_supports', key.words, {limit: 1}) YIELD node
RETURN key.key
