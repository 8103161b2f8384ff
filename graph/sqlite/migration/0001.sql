-- The graph. props is a JSON object without the id, its names sorted, so that equal
-- properties are equal bytes.
CREATE TABLE node (
  key   INTEGER PRIMARY KEY,
  id    TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  props TEXT NOT NULL
);
CREATE TABLE edge (
  key   INTEGER PRIMARY KEY,
  id    TEXT NOT NULL UNIQUE,
  type  TEXT NOT NULL,
  src   INTEGER NOT NULL REFERENCES node(key),
  dst   INTEGER NOT NULL REFERENCES node(key),
  props TEXT NOT NULL
);
CREATE INDEX node_label ON node(label);
CREATE INDEX edge_src ON edge(src, type, dst);
CREATE INDEX edge_dst ON edge(dst, type, src);

-- The properties that questions look things up by: one index for each that the model
-- calls Indexed.
CREATE INDEX person_name ON node(json_extract(props, '$.name')) WHERE label = 'Person';
CREATE INDEX office_name ON node(json_extract(props, '$.name')) WHERE label = 'Office';
CREATE INDEX country_iso3 ON node(json_extract(props, '$.iso3')) WHERE label = 'Country';
CREATE INDEX country_name ON node(json_extract(props, '$.name')) WHERE label = 'Country';
CREATE INDEX treaty_name ON node(json_extract(props, '$.name')) WHERE label = 'Treaty';
CREATE INDEX organization_name ON node(json_extract(props, '$.name')) WHERE label = 'Organization';
CREATE INDEX outlet_name ON node(json_extract(props, '$.name')) WHERE label = 'Outlet';
CREATE INDEX article_path ON node(json_extract(props, '$.path')) WHERE label = 'Article';
CREATE INDEX article_url ON node(json_extract(props, '$.url')) WHERE label = 'Article';
CREATE INDEX article_published ON node(json_extract(props, '$.published')) WHERE label = 'Article';
CREATE INDEX statement_said_on ON node(json_extract(props, '$.said_on')) WHERE label = 'Statement';
CREATE INDEX accused_date ON edge(json_extract(props, '$.date')) WHERE type = 'ACCUSED';
CREATE INDEX accused_type ON edge(json_extract(props, '$.type')) WHERE type = 'ACCUSED';
CREATE INDEX denied_date ON edge(json_extract(props, '$.date')) WHERE type = 'DENIED';
CREATE INDEX holds_as_of ON edge(json_extract(props, '$.as_of')) WHERE type = 'HOLDS';

-- Who says so. A node or edge stays while a document supports it. The primary keys
-- answer "does anybody still?", the indexes "what did this document say?", both
-- without looking at a node's other supports: the United States has a million.
CREATE TABLE document (
  key        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  digest     TEXT NOT NULL,
  applied_at INTEGER NOT NULL -- milliseconds since 1970, UTC
);
CREATE TABLE node_support (
  node     INTEGER NOT NULL,
  document INTEGER NOT NULL,
  PRIMARY KEY (node, document)
) WITHOUT ROWID;
CREATE INDEX node_support_document ON node_support(document, node);
CREATE TABLE edge_support (
  edge     INTEGER NOT NULL,
  document INTEGER NOT NULL,
  PRIMARY KEY (edge, document)
) WITHOUT ROWID;
CREATE INDEX edge_support_document ON edge_support(document, edge);

-- The words of the statements. The index keeps no copy of the text: it reads it from
-- node through the view. So it must hear of every change, with the old words before
-- there are new ones, or it would go on finding them. Apply tells it, of many at a
-- time: after each statement of SQL the index is written out, which makes triggers
-- cost as much as all the rest.
CREATE VIEW statement_text AS
  SELECT key, json_extract(props, '$.text') AS text, json_extract(props, '$.sentence') AS sentence
  FROM node WHERE label = 'Statement';
CREATE VIRTUAL TABLE statement_words USING fts5(
  text, sentence,
  content = 'statement_text', content_rowid = 'key',
  tokenize = 'unicode61 remove_diacritics 2'
);
