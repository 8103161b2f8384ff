-- The nodes that the documents of the JSON array ?1 support.
SELECT s.document, n.id, n.label, n.props
FROM json_each(?1) AS given CROSS JOIN node_support AS s ON s.document = given.value CROSS JOIN node AS n ON n.key = s.node
ORDER BY given.value, n.id
