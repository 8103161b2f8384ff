MATCH (statement:Statement {id: $id})-[:REPORTED_IN]->(article:Article)
OPTIONAL MATCH (speaker)-[said:SAID]->(statement)
WITH statement, article, speaker, said.office AS office
ORDER BY speaker.name, speaker.id
WITH statement, article, collect(speaker.name) AS speakers, collect(office) AS offices
RETURN statement.said_on AS date, speakers, offices, statement.text AS text, statement.sentence AS evidence,
       coalesce(article.title, article.path) AS article, article.outlet AS outlet, article.url AS url,
       statement.confidence AS confidence, statement.id AS id
