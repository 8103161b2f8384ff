// Which of the elements a document supports that was written lately.
MATCH (d:RostrumDocument) WHERE d.applied >= $given.since
UNWIND d.supports AS key
WITH DISTINCT key WHERE key IN $given.keys
RETURN key
