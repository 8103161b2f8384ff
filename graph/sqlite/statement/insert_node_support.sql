INSERT INTO node_support(node, document) SELECT value, ?1 FROM json_each(?2)
