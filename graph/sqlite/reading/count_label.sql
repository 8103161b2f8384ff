-- The nodes of a label, counted up to a bound.
SELECT count(*) FROM (SELECT 1 FROM node WHERE label = ? LIMIT ?)
