-- The edges among the ids of the JSON array ?1 that are here.
SELECT edge.id, edge.key, edge.type, edge.src, edge.dst, edge.props
FROM json_each(?1) AS given CROSS JOIN edge ON edge.id = given.value
