// Command ingest reads articles, finds who said and accused what, and keeps it in a
// graph.
package main
