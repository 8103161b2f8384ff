"""Writes the weights file that the reader loads: python export.py CHECKPOINT WEIGHTS [--evaluation JSON]

Little endian: the magic RSTRMW01; uint32 length of the header; the header, JSON; zero bytes up to a
multiple of 64; the data. Each tensor begins at a multiple of 64 bytes of the data.

    header      {"format": 1, "name", "config", "heads", "calibration", "tensors", "sha256"}
    calibration {"window": words, "pieces": most of a window, "gap", "quoted", "spilt", "entry", "source": see decode.py,
                "attribution": {"cue": threshold, "confidence": weights, see evaluate.features},
                "accusation": {"cue": threshold, "confidence": weights}}
    tensors     [{"name", "type": "i8" | "f32" | "text", "shape", "offset", "bytes"}], offsets within the data
    sha256      of the data

Tensors ([out, in] row by row; an i8 tensor NAME has its scales in another, f32, one for each row of
its last dimension: "x.weight" in "x.scale", others in NAME.scale):

    vocab                                        text, a word piece a line
    embed.word                                   i8 [30522, 384], embed.word.scale [30522]
    embed.position [512, 384], embed.type [384], embed.case [5, 384], embed.norm.weight|bias [384]
    layer.L.{q,k,v,o,up,down}.weight             i8, with .scale and .bias; activations in eight bits
    layer.L.{attention,output}.norm.weight|bias
    head.NAME.cue.weight [2, 384], .cue.bias     NAME attribution, accusation, coreference: of each word
    head.NAME.{left,right}.weight                i8 [192, 384], with .scale and .bias
    head.NAME.bilinear                           i8 [roles, 193, 193], head.NAME.bilinear.scale [roles, 193]
    head.NAME.distance [129, roles]
    head.accusation.stance.weight [4, 384], .stance.bias, and .type.weight [12, 384], .type.bias
    head.names.weight [labels, 384], .bias

Heads compute in float32 on the words' vectors h (their i8 is only for size: value = integer × scale).
The score of role r for word w and cue c:

    [tanh(left h_c), 1] · bilinear_r · [tanh(right h_w), 1]  +  distance[clamp(w - c, -64, 64) + 64, r]

with w and c the words' places in the window. Cue: softmax of two, the second is "is a cue". Stance and
type: of the cue word's vector. Case classes: text.case.
"""
import argparse
import hashlib
import json
import os
import struct

import torch

import net as network
import quantize
import text as texts

ALIGN = 64


def tensors(net):
    """(name, type, shape, bytes) of each tensor in the order of the file."""
    def floats(name, tensor):
        array = tensor.detach().cpu().numpy().astype("<f4")
        return name, "f32", list(array.shape), array.tobytes()

    def integers(name, scales, tensor):
        values, scale = quantize.rows(tensor.detach())
        return (name, "i8", list(values.shape), values.numpy().tobytes()), floats(scales, scale)

    def linear(name, layer):
        yield from integers(name + ".weight", name + ".scale", layer.weight)
        yield floats(name + ".bias", layer.bias)

    def both(name, layer):
        yield floats(name + ".weight", layer.weight)
        yield floats(name + ".bias", layer.bias)

    with open(os.path.join(texts.base(), "vocab.txt"), "rb") as handle:
        vocabulary = handle.read().rstrip(b"\n").replace(b"\r", b"")
    yield "vocab", "text", [vocabulary.count(b"\n") + 1], vocabulary
    embed = net.embed
    yield from integers("embed.word", "embed.word.scale", embed.word.weight)
    yield floats("embed.position", embed.position.weight)
    yield floats("embed.type", embed.segment)
    yield floats("embed.case", embed.case.weight)
    yield from both("embed.norm", embed.norm)
    for n, layer in enumerate(embed.layer):
        for part in ("q", "k", "v", "o", "up", "down"):
            yield from linear(f"layer.{n}.{part}", getattr(layer, part))
        yield from both(f"layer.{n}.attention.norm", layer.attention_norm)
        yield from both(f"layer.{n}.output.norm", layer.output_norm)
    for name in ("attribution", "accusation", "coreference"):
        head = getattr(net, name)
        yield from both(f"head.{name}.cue", head.cue)
        yield from linear(f"head.{name}.left", head.left)
        yield from linear(f"head.{name}.right", head.right)
        yield from integers(f"head.{name}.bilinear", f"head.{name}.bilinear.scale", head.bilinear)
        yield floats(f"head.{name}.distance", head.distance.weight)
        if head.stance is not None:
            yield from both(f"head.{name}.stance", head.stance)
            yield from both(f"head.{name}.type", head.kind)
    yield from both("head.names", net.names)


def write(net, path, name, evaluation):
    table, data = [], bytearray()
    for tensor, kind, shape, content in tensors(net):
        data += bytes(-len(data) % ALIGN)
        table.append({"name": tensor, "type": kind, "shape": shape, "offset": len(data), "bytes": len(content)})
        data += content
    header = {
        "format": 1, "name": name,
        "config": {"layers": network.LAYERS, "hidden": network.HIDDEN, "heads": network.HEADS,
                   "intermediate": network.INNER, "vocab": network.VOCAB, "positions": network.POSITIONS,
                   "caseClasses": network.CASES, "eps": network.EPS},
        "heads": [{"name": "attribution", "roles": network.ATTRIBUTION, "width": network.WIDTH, "distance": network.DISTANCE},
                  {"name": "accusation", "roles": network.ACCUSATION, "width": network.WIDTH, "distance": network.DISTANCE,
                   "stances": network.STANCES, "types": network.TYPES},
                  {"name": "coreference", "roles": network.COREFERENCE, "width": network.WIDTH, "distance": network.DISTANCE},
                  {"name": "names", "labels": network.LABELS}],
        "calibration": evaluation.get("calibration", {}),
        "tensors": table, "sha256": hashlib.sha256(data).hexdigest(),
    }
    head = json.dumps(header, separators=(",", ":")).encode()
    begin = b"RSTRMW01" + struct.pack("<I", len(head)) + head
    with open(path + ".new", "wb") as out:
        out.write(begin + bytes(-len(begin) % ALIGN) + data)
    os.replace(path + ".new", path)
    print(f"{path}: {os.path.getsize(path) / 1e6:.2f} MB, {len(table)} tensors, data sha256 {header['sha256']}")


def load(path):
    net = network.Net()
    net.load_state_dict(torch.load(path, weights_only=True)["net"])
    return net.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("weights")
    parser.add_argument("--name", default="rostrum-reader-1")
    parser.add_argument("--evaluation", help="what evaluate.py wrote: thresholds and calibration for the header")
    options = parser.parse_args()
    evaluation = {}
    if options.evaluation:
        with open(options.evaluation, encoding="utf-8") as handle:
            evaluation = json.load(handle)
    write(load(options.checkpoint), options.weights, options.name, evaluation)


if __name__ == "__main__":
    main()
