INSERT INTO edge_support(edge, document) SELECT value, ?2 FROM json_each(?1)
