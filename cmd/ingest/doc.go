// Command ingest reads articles, finds who said, accused and denied what in them, and
// keeps that in a graph.
//
// # A tour for newcomers
//
// An article goes this way: document, annotated text, extraction, batch, store, query.
//
// Package schema has the words that everybody shares, and imports nothing of ours: a
// Document and places in it (Span), what is found there (Entity, Statement,
// Accusation, Holding, Membership, Skip), all of it together (Extraction), and the
// graph's labels and edge types as one value, [schema.Model].
//
// internal/feed makes a Document of a file, a page, a line of JSON or standard input;
// it knows encodings, datelines and the manners of fetching. internal/feed/wire reads
// what agencies and feeds send, one adapter a format.
//
// Package extract/nlp lays out the text: paragraphs, sentences, tokens, quotations; and
// its Reader finds who says what, and names, with a small network: extract/nlp/encoder
// computes it, extract/nlp/model holds its weights and extract/nlp/train makes those. It
// knows English, not politics. Package extract/lexicon loads and checks the word
// lists: countries, offices, officials, treaties, verbs of saying and accusing. Package
// extract uses both to find who said what; its stages are named in its comment, and
// extract/testdata has a case for each manner of speaking: the article, what the network
// is taken to read in it, and what is found. A new rule starts with a new case there.
//
// Package graph makes a Batch of an Extraction: everything one document says, as nodes
// and edges. A [graph.Store] puts it in place of what the document said before; a node
// or edge stays while any document supports it. Package graph/sqlite is the store in
// one file, graph/neo4j the store on a Neo4j server, graph/graphtest their contract as a
// test.
//
// Package graph/cypher parses and checks read-only Cypher, graph/queries holds the
// prepared questions, and the command query asks them.
//
// What may import what is a test, in schema/imports_test.go: extract and graph never
// meet, they share only schema's words.
//
// internal/watch visits the sources of sources.toml (internal/feed/sources) on their
// schedules, fetching politely (internal/feed/polite) and keeping the bytes
// (internal/feed/archive); internal/keeper decides whether what comes is new, a version, a
// withdrawal or a copy (internal/copies). internal/watch/DESIGN.md tells how nothing is
// lost or doubled.
//
// Here, main.go makes the flags, internal/pipeline joins the stages: one reader, many
// extractors, one writer, so that the graph is the same whatever the number of workers.
package main
