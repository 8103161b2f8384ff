SELECT count(*), coalesce(max(applied_at), 0) FROM document
