SELECT type, count(*) FROM edge GROUP BY type
