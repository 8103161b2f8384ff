INSERT INTO node_support(node, document) SELECT value, ?2 FROM json_each(?1)
