// The node of an article.
MATCH (a:Article {id: $id}) RETURN a
