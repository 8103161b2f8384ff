SELECT edge.id, edge.type, source.id, target.id, edge.props
FROM edge JOIN node AS source ON source.key = edge.src JOIN node AS target ON target.key = edge.dst
WHERE edge.key = ?
