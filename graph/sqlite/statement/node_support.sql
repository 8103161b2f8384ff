-- What the document ?1 supports.
SELECT node FROM node_support WHERE document = ?1
