// The graph's labels, edge types and keys. Printed from the model (go generate ./schema); do not edit.

// Person. Somebody named, or described in one article. Key: the name; of an unnamed one, article and description.
//   id: STRING, always there. UUID v5 of the key
//   name: STRING, always there. canonical name
//   unnamed: BOOLEAN, always there. the name is a description, as printed
//   country: STRING. ISO 3166-1 alpha-3 of the country that an unnamed one speaks for
CREATE CONSTRAINT person_id IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE;
CREATE TEXT INDEX person_name IF NOT EXISTS FOR (n:Person) ON (n.name);
CREATE FULLTEXT INDEX person_words IF NOT EXISTS FOR (n:Person) ON EACH [n.name] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};

// Office. A post that people hold. Key: title and country or organization.
//   id: STRING, always there. UUID v5 of the key
//   name: STRING, always there. plain title: Secretary of State
//   country: STRING. ISO 3166-1 alpha-3 of the country it serves
//   organization: STRING. name of the organization it serves
CREATE CONSTRAINT office_id IF NOT EXISTS FOR (n:Office) REQUIRE n.id IS UNIQUE;
CREATE TEXT INDEX office_name IF NOT EXISTS FOR (n:Office) ON (n.name);
CREATE FULLTEXT INDEX office_words IF NOT EXISTS FOR (n:Office) ON EACH [n.name] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};

// Country. A state, its government speaking and acting. Key: ISO 3166-1 alpha-3, historical states with the code they had.
//   id: STRING, always there. UUID v5 of the key
//   name: STRING, always there. canonical name
//   iso3: STRING, always there. ISO 3166-1 alpha-3: RUS, SUN
CREATE CONSTRAINT country_id IF NOT EXISTS FOR (n:Country) REQUIRE n.id IS UNIQUE;
CREATE TEXT INDEX country_iso3 IF NOT EXISTS FOR (n:Country) ON (n.iso3);
CREATE TEXT INDEX country_name IF NOT EXISTS FOR (n:Country) ON (n.name);
CREATE FULLTEXT INDEX country_words IF NOT EXISTS FOR (n:Country) ON EACH [n.name] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};

// Treaty. A treaty, convention or accord. Key: its name.
//   id: STRING, always there. UUID v5 of the key
//   name: STRING, always there. canonical name
//   year: INTEGER. year of signature
CREATE CONSTRAINT treaty_id IF NOT EXISTS FOR (n:Treaty) REQUIRE n.id IS UNIQUE;
CREATE TEXT INDEX treaty_name IF NOT EXISTS FOR (n:Treaty) ON (n.name);
CREATE FULLTEXT INDEX treaty_words IF NOT EXISTS FOR (n:Treaty) ON EACH [n.name] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};

// Organization. An organization, or people without one. Key: the name.
//   id: STRING, always there. UUID v5 of the key
//   name: STRING, always there. canonical name
//   kind: STRING, always there. organization, or group (Democrats, the media)
//   unnamed: BOOLEAN, always there. the name is a description, as printed
//   country: STRING. ISO 3166-1 alpha-3 of the country that an unnamed one speaks for
CREATE CONSTRAINT organization_id IF NOT EXISTS FOR (n:Organization) REQUIRE n.id IS UNIQUE;
CREATE TEXT INDEX organization_name IF NOT EXISTS FOR (n:Organization) ON (n.name);
CREATE FULLTEXT INDEX organization_words IF NOT EXISTS FOR (n:Organization) ON EACH [n.name] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};

// Outlet. Who publishes articles. Key: the name.
//   id: STRING, always there. UUID v5 of the key
//   name: STRING, always there. canonical name
CREATE CONSTRAINT outlet_id IF NOT EXISTS FOR (n:Outlet) REQUIRE n.id IS UNIQUE;
CREATE TEXT INDEX outlet_name IF NOT EXISTS FOR (n:Outlet) ON (n.name);
CREATE FULLTEXT INDEX outlet_words IF NOT EXISTS FOR (n:Outlet) ON EACH [n.name] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};

// Article. An article as it was read. Key: its URL, its source's identifier, or its path.
//   id: STRING, always there. UUID v5 of the key
//   title: STRING. headline
//   outlet: STRING. name of the outlet
//   country: STRING. ISO 3166-1 alpha-3 of the outlet's country, where the file of sources tells it
//   byline: STRING. who wrote it, as printed
//   dateline: STRING. place it was written
//   language: STRING. BCP 47
//   published: DATE. day of publication
//   modified: DATE. day of its last change
//   url: STRING. where it can be read
//   path: STRING. the file it was read from, as given
//   digest: STRING, always there. SHA-256 of what was read and of the extractor's version
CREATE CONSTRAINT article_id IF NOT EXISTS FOR (n:Article) REQUIRE n.id IS UNIQUE;
CREATE TEXT INDEX article_path IF NOT EXISTS FOR (n:Article) ON (n.path);
CREATE TEXT INDEX article_url IF NOT EXISTS FOR (n:Article) ON (n.url);
CREATE INDEX article_published IF NOT EXISTS FOR (n:Article) ON (n.published);
CREATE FULLTEXT INDEX article_words IF NOT EXISTS FOR (n:Article) ON EACH [n.title] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};

// Statement. Words that somebody is reported to have said. Key: article and place.
//   id: STRING, always there. UUID v5 of the key
//   text: STRING, always there. the content, as printed
//   kind: STRING, always there. direct, indirect, mixed
//   cue: STRING. the words that say it was said: said, according to
//   addressee: STRING. to whom it was said, as printed: reporters
//   modality: STRING, always there. asserted, negated, hypothetical, question
//   said_on: DATE. day it was said
//   sentence: STRING, always there. the sentences it stands in, as printed
//   start: INTEGER, always there. where those start in the article's text, in code points
//   end: INTEGER, always there. where they end, exclusive
//   confidence: FLOAT, always there. 0 to 1
//   rule: STRING, always there. the rule that found it
CREATE CONSTRAINT statement_id IF NOT EXISTS FOR (n:Statement) REQUIRE n.id IS UNIQUE;
CREATE INDEX statement_said_on IF NOT EXISTS FOR (n:Statement) ON (n.said_on);
CREATE FULLTEXT INDEX statement_words IF NOT EXISTS FOR (n:Statement) ON EACH [n.text, n.sentence] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};

// (:Person|Organization|Country|Office)-[:SAID]->(:Statement). Who said the statement.
//   id: STRING, always there. UUID v5 of the key
//   article: STRING, always there. id of the article that says so
//   office: STRING. title of the office that the speaker spoke in
//   office_id: STRING. id of that office
//   confidence: FLOAT, always there. 0 to 1
//   rule: STRING, always there. the rule that found it
CREATE INDEX said_id IF NOT EXISTS FOR ()-[r:SAID]-() ON (r.id);

// (:Article|Person|Organization|Country|Office)-[:ACCUSED]->(:Person|Organization|Country|Office). Who accused whom; one edge an accusation. From the article itself where its own voice accuses or nobody is named.
//   id: STRING, always there. UUID v5 of the key
//   charge: STRING, always there. the words that say what the target did
//   type: STRING, always there. kind of wrong: aggression, treaty_violation, …
//   cameo: STRING, always there. CAMEO event code: 112, 1121–1125
//   plover: STRING, always there. PLOVER event type and mode, from the CAMEO code
//   stance: STRING, always there. accuse, report (the article's own voice), hypothetical; of DENIED, deny
//   date: DATE. day the accusation was made
//   office: STRING. title of the office that the accuser spoke in
//   office_id: STRING. id of that office
//   object: STRING. name of the treaty or party wronged
//   object_id: STRING. its id
//   statement: STRING. id of the statement that it stands in
//   confidence: FLOAT, always there. 0 to 1
//   rule: STRING, always there. the rule that found it
//   article: STRING, always there. id of the article that says so
//   evidence: STRING, always there. the words of the article that say so, as printed
//   start: INTEGER, always there. where the evidence starts in the article's text, in code points (W3C TextPositionSelector)
//   end: INTEGER, always there. where it ends, exclusive
CREATE INDEX accused_id IF NOT EXISTS FOR ()-[r:ACCUSED]-() ON (r.id);
CREATE INDEX accused_date IF NOT EXISTS FOR ()-[r:ACCUSED]-() ON (r.date);
CREATE TEXT INDEX accused_type IF NOT EXISTS FOR ()-[r:ACCUSED]-() ON (r.type);

// (:Person|Organization|Country|Office)-[:DENIED]->(:Article|Person|Organization|Country|Office). Who rejected an accusation, and of whom; to the article itself where it names nobody.
//   id: STRING, always there. UUID v5 of the key
//   answers: STRING. id of the ACCUSED edge that it answers, where the article has it
//   charge: STRING, always there. the words that say what the target did
//   type: STRING, always there. kind of wrong: aggression, treaty_violation, …
//   cameo: STRING, always there. CAMEO event code: 112, 1121–1125
//   plover: STRING, always there. PLOVER event type and mode, from the CAMEO code
//   stance: STRING, always there. accuse, report (the article's own voice), hypothetical; of DENIED, deny
//   date: DATE. day of the denial
//   office: STRING. title of the office that the accuser spoke in
//   office_id: STRING. id of that office
//   object: STRING. name of the treaty or party wronged
//   object_id: STRING. its id
//   statement: STRING. id of the statement that it stands in
//   confidence: FLOAT, always there. 0 to 1
//   rule: STRING, always there. the rule that found it
//   article: STRING, always there. id of the article that says so
//   evidence: STRING, always there. the words of the article that say so, as printed
//   start: INTEGER, always there. where the evidence starts in the article's text, in code points (W3C TextPositionSelector)
//   end: INTEGER, always there. where it ends, exclusive
CREATE INDEX denied_id IF NOT EXISTS FOR ()-[r:DENIED]-() ON (r.id);
CREATE INDEX denied_date IF NOT EXISTS FOR ()-[r:DENIED]-() ON (r.date);

// (:Country|Person|Organization)-[:MEMBER_OF]->(:Organization|Treaty). Who belongs to an organization or treaty.
//   id: STRING, always there. UUID v5 of the key
//   rule: STRING, always there. the rule that found it
//   article: STRING, always there. id of the article that says so
//   evidence: STRING, always there. the words of the article that say so, as printed
//   start: INTEGER, always there. where the evidence starts in the article's text, in code points (W3C TextPositionSelector)
//   end: INTEGER, always there. where it ends, exclusive
CREATE INDEX member_of_id IF NOT EXISTS FOR ()-[r:MEMBER_OF]-() ON (r.id);

// (:Statement)-[:REFERENCES]->(:Treaty|Person|Organization|Country|Office). Whom and what a statement speaks of.
//   id: STRING, always there. UUID v5 of the key
//   article: STRING, always there. id of the article
CREATE INDEX references_id IF NOT EXISTS FOR ()-[r:REFERENCES]-() ON (r.id);

// (:Person)-[:HOLDS]->(:Office). Who holds, held or seeks an office, as an article says.
//   id: STRING, always there. UUID v5 of the key
//   status: STRING, always there. current, former, candidate
//   as_of: DATE. day that the article speaks from
//   from: DATE. first day in office, by the table of officials, where it has the term
//   to: DATE. last day in office, by the same; null while in office
//   rule: STRING, always there. the rule that found it
//   article: STRING, always there. id of the article that says so
//   evidence: STRING, always there. the words of the article that say so, as printed
//   start: INTEGER, always there. where the evidence starts in the article's text, in code points (W3C TextPositionSelector)
//   end: INTEGER, always there. where it ends, exclusive
CREATE INDEX holds_id IF NOT EXISTS FOR ()-[r:HOLDS]-() ON (r.id);
CREATE INDEX holds_as_of IF NOT EXISTS FOR ()-[r:HOLDS]-() ON (r.as_of);

// (:Office)-[:OF]->(:Country|Organization). The country or organization that an office serves.
//   id: STRING, always there. UUID v5 of the key
CREATE INDEX of_id IF NOT EXISTS FOR ()-[r:OF]-() ON (r.id);

// (:Statement)-[:REPORTED_IN]->(:Article). The article that reports a statement.
//   id: STRING, always there. UUID v5 of the key
CREATE INDEX reported_in_id IF NOT EXISTS FOR ()-[r:REPORTED_IN]-() ON (r.id);

// (:Statement)-[:REPORTED_BY]->(:Person|Organization|Country|Office). Whom the article credits with the report of a statement.
//   id: STRING, always there. UUID v5 of the key
//   article: STRING, always there. id of the article
CREATE INDEX reported_by_id IF NOT EXISTS FOR ()-[r:REPORTED_BY]-() ON (r.id);

// (:Article)-[:PUBLISHED_BY]->(:Outlet). The outlet of an article.
//   id: STRING, always there. UUID v5 of the key
CREATE INDEX published_by_id IF NOT EXISTS FOR ()-[r:PUBLISHED_BY]-() ON (r.id);
