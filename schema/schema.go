// Package schema holds the words that every part of Rostrum shares: the article
// that is read (Document), the places in it (Span), what is found there (Entity,
// Statement, Accusation, Holding, Membership, and Skip for what was seen and not
// taken), all of it together (Extraction), and the graph that it becomes
// (GraphModel: labels, edge types, properties, keys).
//
// It is not where anything is found, stored or asked: it imports nothing of
// Rostrum, and its code only names, checks, identifies and prints.
//
// The main path: a reader of articles makes a [Document], package extract makes an
// [Extraction] of it, [WriteJSON] prints that, and package graph makes a batch of
// nodes and edges of it that [Model] describes.
package schema

//go:generate go run ./internal/printmodel constraints.cypher
