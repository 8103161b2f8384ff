#!/usr/bin/env bash
# Measures the extraction against hand-made gold and prints the figures:
#
#	extract/quality.sh INGEST > extract/testdata/quality.golden
#
# INGEST is the built program. The gold and its scorers are not part of this program:
# they lie in the folder that ROSTRUM_SHARED names, or in ../shared.
set -euo pipefail
ingest=$(realpath "$1")
shared=${ROSTRUM_SHARED:-../shared}
if [ ! -d "$shared/eval" ]; then
  echo "quality: no folder $shared/eval: set ROSTRUM_SHARED to the folder that has the gold" >&2
  exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

graph() { # NAME GOLD TEXTS...
  name=$1 gold=$2
  shift 2
  "$ingest" extract "$@" > "$work/$name.jsonl"
  echo "== graph: $name"
  python3 "$shared/eval/score_graph.py" "$gold" "$work/$name.jsonl"
}
graph polnear_dev "$shared/data/gold/polnear_dev.jsonl" "$shared"/data/polnear/dev/text
graph wire_dev "$shared/data/gold/wire_dev.jsonl" "$shared"/data/gold/wire_text
graph free_train "$shared/data/gold/free_train.jsonl" "$shared"/data/gold/free_text

python3 - "$work/polnear_dev.jsonl" > "$work/attributions.jsonl" <<'PYTHON'
import json, os, sys
for line in open(sys.argv[1], encoding="utf-8"):
    row = json.loads(line)
    name = os.path.splitext(os.path.basename(row["article"]["path"]))[0]
    print(json.dumps({"doc": name, "statements": [{k: s[k] for k in ("source", "cue", "content")} for s in row["statements"]]}))
PYTHON
echo "== attributions: polnear dev"
python3 "$shared/eval/score_attribution.py" "$shared/data/polnear/dev" "$work/attributions.jsonl"

python3 "$(dirname "$0")/quality.py" "$shared" polnear_dev="$work/polnear_dev.jsonl" wire_dev="$work/wire_dev.jsonl" free_train="$work/free_train.jsonl"
