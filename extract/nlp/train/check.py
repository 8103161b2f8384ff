"""Compares the Go encoder with PyTorch: python check.py CHECKPOINT WEIGHTS [--sentences N]

Sentences of PolNeAR dev go through `go run ./extract/nlp/encoder/internal/dump WEIGHTS`, which reads
lines {"words": [string]} and writes lines {"vectors": [[number]]}, a vector for each word, and through
the checkpoint in float32 and as int8. Fails where the word vectors' cosine to float32 is on average below
LEAST_MEAN, or that to the simulated int8 anywhere below LEAST.
"""
import argparse
import json
import os
import subprocess
import sys

import torch

import data
import export
import quantize
import text as texts

LEAST_MEAN, LEAST = 0.995, 0.98


def sentences(count):
    """Lists of words, of five to eighty, spread over the articles."""
    found = []
    articles = list(data.polnear.read_articles(data.shared("polnear", "dev")))
    for (_, text, _), layout in zip(articles, texts.lay_out((n, t) for n, t, _ in articles)):
        long = [(a, b) for a, b, _ in layout["sentences"] if 5 <= b - a <= 80]
        found += [[text[s:e] for s, e in layout["tokens"][a:b]] for a, b in long[1::max(1, len(long) // 2)]]
    return found[:count]


def go_vectors(weights, lists):
    command = [os.environ["ROSTRUM_DUMP"]] if "ROSTRUM_DUMP" in os.environ else ["go", "run", "./extract/nlp/encoder/internal/dump"]
    lines = "".join(json.dumps({"words": words}) + "\n" for words in lists)
    done = subprocess.run([*command, os.path.abspath(weights)], input=lines.encode(), stdout=subprocess.PIPE,
                          cwd=texts.ROOT, check=True)
    return [torch.tensor(json.loads(line)["vectors"]) for line in done.stdout.splitlines()]


def python_vectors(net, pieces, lists):
    with torch.inference_mode():
        return [net([pieces.example(words)])[0] for words in lists]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("weights")
    parser.add_argument("--sentences", type=int, default=100)
    options = parser.parse_args()
    lists, pieces = sentences(options.sentences), texts.Pieces()
    net = export.load(options.checkpoint)
    exact = python_vectors(net, pieces, lists)
    rounded = python_vectors(quantize.simulate(net), pieces, lists)
    ours = go_vectors(options.weights, lists)
    if [len(v) for v in ours] != [len(v) for v in exact]:
        sys.exit("check: the Go encoder gives another number of sentences or words")
    cosines = {name: torch.cat([torch.cosine_similarity(a, b, dim=-1) for a, b in zip(ours, theirs)])
               for name, theirs in (("float32", exact), ("int8", rounded))}
    for name, found in cosines.items():
        print(f"Go against {name}: {len(lists)} sentences, {len(found)} words,"
              f" cosine mean {found.mean():.5f} least {found.min():.5f}")
    if cosines["float32"].mean() < LEAST_MEAN or cosines["int8"].min() < LEAST:
        sys.exit(f"check: below {LEAST_MEAN} on average to float32, or below {LEAST} to int8")


if __name__ == "__main__":
    main()
