MATCH (n:Person|Organization|Treaty|Office|Outlet)
WHERE NOT coalesce(n.unnamed, false)
RETURN n.name + CASE WHEN n:Office THEN coalesce(', ' + n.country, ', ' + n.organization, '') ELSE '' END AS name, n.id AS value, false AS whole
