-- The nodes among the ids of the JSON array ?1 that are here. CROSS JOIN keeps the
-- planner from walking all nodes.
SELECT node.id, node.key, node.label, node.props
FROM json_each(?1) AS given CROSS JOIN node ON node.id = given.value
