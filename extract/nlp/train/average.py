"""Averages checkpoints or weights files: python average.py OUT FILE=SHARE FILE=SHARE..., the shares being of one."""
import sys

import torch

import export


def main():
    out, *given = sys.argv[1:]
    files = [g.rpartition("=") for g in given]
    if not files or abs(sum(float(share) for _, _, share in files) - 1) > 1e-6:
        sys.exit(__doc__)
    mean = {}
    for path, _, share in files:
        for name, tensor in export.load(path).state_dict().items():
            mean[name] = mean.get(name, 0) + float(share) * tensor
    torch.save({"net": mean}, out)


if __name__ == "__main__":
    main()
