-- The documents among the ids of the JSON array ?1 that are here.
SELECT document.id, document.key, document.digest
FROM json_each(?1) AS given CROSS JOIN document ON document.id = given.value
