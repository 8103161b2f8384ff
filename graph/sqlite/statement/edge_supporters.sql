-- The documents that support the edge ?1.
SELECT document.id FROM edge_support JOIN document ON document.key = edge_support.document
WHERE edge_support.edge = ?1
