// The articles that a user means by an id, a path, a folder or a URL.
MATCH (a:Article)
WHERE a.id = $id OR a.url = $url OR a.path = $path OR a.path STARTS WITH $folder
RETURN a.id AS id
ORDER BY id
