-- The edges that the documents of the JSON array ?1 support.
SELECT s.document, e.id, e.type, a.id, b.id, e.props
FROM json_each(?1) AS given CROSS JOIN edge_support AS s ON s.document = given.value CROSS JOIN edge AS e ON e.key = s.edge
  CROSS JOIN node AS a ON a.key = e.src CROSS JOIN node AS b ON b.key = e.dst
ORDER BY given.value, e.id
