#!/bin/sh
# Imports the CSV files beside this script into an empty database of a Neo4j 5 server that is
# stopped:  sh import.sh [DATABASE]
# The server's neo4j-admin must be on the PATH, or named by NEO4J_ADMIN. Then start the server,
# and ask:  query run accusations --target Russia --store neo4j://neo4j@localhost:7687/DATABASE
set -eu
cd "$(dirname "$0")"
set -- "${1:-neo4j}" --overwrite-destination --id-type=string --multiline-fields=true --array-delimiter=U+001F
for file in nodes-*.csv documents.csv store.csv; do
  set -- "$@" --nodes="$file"
done
for file in edges-*.csv; do
  set -- "$@" --relationships="$file"
done
set -f # a class path may end in a star
exec ${NEO4J_ADMIN:-neo4j-admin} database import full "$@"
