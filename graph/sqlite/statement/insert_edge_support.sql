INSERT INTO edge_support(edge, document) SELECT value, ?1 FROM json_each(?2)
