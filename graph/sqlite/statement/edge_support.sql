-- What the document ?1 supports.
SELECT edge FROM edge_support WHERE document = ?1
