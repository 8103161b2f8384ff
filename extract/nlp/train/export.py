"""Writes the weights file that the reader loads: python export.py CHECKPOINT WEIGHTS [--evaluation JSON]

Little endian: the magic RSTRMW01; uint32 length of the header; the header, JSON; zero bytes up to a
multiple of 64; the data. Each tensor begins at a multiple of 64 bytes of the data.

    header      {"format": 2, "name", "config", "heads", "calibration", "tensors", "sha256"}
    calibration {"window": words, "pieces": most of a window, "gap", "quoted", "spilt", "entry", "source": see decode.py,
                "attribution": {"cue": threshold, "confidence": weights, see evaluate.features},
                "accusation": {"look": least cue probability to look at, "cue": threshold of the look's, "same": see decode.py,
                               "target", "confidence": weights}}
    tensors     [{"name", "type": "i8" | "f32" | "text", "shape", "offset", "bytes"}], offsets within the data
    sha256      of the data

Tensors ([out, in] row by row; an i8 tensor NAME has its scales in another, f32, one for each row of
its last dimension: "x.weight" in "x.scale", others in NAME.scale):

    vocab                                        text, a word piece a line
    embed.word                                   i8 [30522, 384], embed.word.scale [30522]
    embed.position                               i8 [512, 384], embed.position.scale [512]
    embed.type [384], embed.case [5, 384], embed.norm.weight|bias [384]
    layer.L.{q,k,v,o,up,down}.weight             i8, with .scale and .bias; activations in eight bits
    layer.L.{attention,output}.norm.weight|bias
    head.NAME.cue.weight [2, 384], .cue.bias     NAME attribution, accusation, coreference: of each word
    head.NAME.{left,right}.weight                i8 [192, 384], with .scale and .bias
    head.NAME.bilinear                           i8 [roles, 193, 193], head.NAME.bilinear.scale [roles, 193]
    head.NAME.distance [129, roles]
    head.accusation.look.near                    i8 [129, 192], head.accusation.look.near.scale [129]
    head.accusation.look.norm.weight|bias [192], head.accusation.look.L.… as layer.L.…, of width 192
    head.accusation.look.{roles,cue,stance,type}.weight|bias, [5, 2, 4 or 12, 192]
    head.names.weight [labels, 384], .bias

Heads compute in float32 on the words' vectors h (their i8 is only for size: value = integer × scale).
The score of role r for word w and cue c:

    [tanh(left h_c), 1] · bilinear_r · [tanh(right h_w), 1]  +  distance[clamp(w - c, -64, 64) + 64, r]

with w and c the words' places in the window. Cue: softmax of two, the second is "is a cue". The look reads the
words up to 64 away from a cue once more (in training and evaluate.py the whole window): its layers begin with norm(tanh(left h_c) + tanh(right h_w) + near[the same row]) of each
word w; what its roles make of a word adds to the scores; its cue, stance and type are of the cue's own vector.
Case classes: text.case.
"""
import argparse
import hashlib
import json
import math
import os
import struct

import numpy as np
import torch

import net as network
import quantize
import text as texts

MAGIC = b"RSTRMW01"
ALIGN = 64


def parts(net):
    """(name, name of its scales or None, parameter) of each tensor in the order of the file."""
    def linear(name, layer):
        yield name + ".weight", name + ".scale", layer.weight
        yield name + ".bias", None, layer.bias

    def both(name, layer):
        yield name + ".weight", None, layer.weight
        yield name + ".bias", None, layer.bias

    def layers(name, found):
        for n, layer in enumerate(found):
            for part in ("q", "k", "v", "o", "up", "down"):
                yield from linear(f"{name}.{n}.{part}", getattr(layer, part))
            yield from both(f"{name}.{n}.attention.norm", layer.attention_norm)
            yield from both(f"{name}.{n}.output.norm", layer.output_norm)

    embed = net.embed
    yield "embed.word", "embed.word.scale", embed.word.weight
    yield "embed.position", "embed.position.scale", embed.position.weight
    yield "embed.type", None, embed.segment
    yield "embed.case", None, embed.case.weight
    yield from both("embed.norm", embed.norm)
    yield from layers("layer", embed.layer)
    for name in ("attribution", "accusation", "coreference"):
        head = getattr(net, name)
        yield from both(f"head.{name}.cue", head.cue)
        yield from linear(f"head.{name}.left", head.left)
        yield from linear(f"head.{name}.right", head.right)
        yield f"head.{name}.bilinear", f"head.{name}.bilinear.scale", head.bilinear
        yield f"head.{name}.distance", None, head.distance.weight
        if head.look is not None:
            look = head.look
            yield f"head.{name}.look.near", f"head.{name}.look.near.scale", look.near.weight
            yield from both(f"head.{name}.look.norm", look.norm)
            yield from layers(f"head.{name}.look", look.layer)
            for part, layer in (("roles", look.roles), ("cue", look.cue), ("stance", look.stance), ("type", look.kind)):
                yield from both(f"head.{name}.look.{part}", layer)
    yield from both("head.names", net.names)


def tensors(net):
    """(name, type, shape, bytes) of each tensor in the order of the file."""
    def floats(name, tensor):
        array = tensor.detach().cpu().numpy().astype("<f4")
        return name, "f32", list(array.shape), array.tobytes()

    with open(os.path.join(texts.base(), "vocab.txt"), "rb") as handle:
        vocabulary = handle.read().rstrip(b"\n").replace(b"\r", b"")
    yield "vocab", "text", [vocabulary.count(b"\n") + 1], vocabulary
    for name, scales, parameter in parts(net):
        if scales is None:
            yield floats(name, parameter)
            continue
        values, scale = quantize.rows(parameter.detach())
        yield name, "i8", list(values.shape), values.numpy().tobytes()
        yield floats(scales, scale)


def write(net, path, name, evaluation):
    table, data = [], bytearray()
    for tensor, kind, shape, content in tensors(net):
        data += bytes(-len(data) % ALIGN)
        table.append({"name": tensor, "type": kind, "shape": shape, "offset": len(data), "bytes": len(content)})
        data += content
    header = {
        "format": 2, "name": name,
        "config": {"layers": network.LAYERS, "hidden": network.HIDDEN, "heads": network.HEADS,
                   "intermediate": network.INNER, "vocab": network.VOCAB, "positions": network.POSITIONS,
                   "caseClasses": network.CASES, "eps": network.EPS},
        "heads": [{"name": "attribution", "roles": network.ATTRIBUTION, "width": network.WIDTH, "distance": network.DISTANCE},
                  {"name": "accusation", "roles": network.ACCUSATION, "width": network.WIDTH, "distance": network.DISTANCE,
                   "look": {"layers": network.LOOKS, "heads": network.LOOK_HEADS, "intermediate": network.LOOK_INNER},
                   "stances": network.STANCES, "types": network.TYPES},
                  {"name": "coreference", "roles": network.COREFERENCE, "width": network.WIDTH, "distance": network.DISTANCE},
                  {"name": "names", "labels": network.LABELS}],
        "calibration": evaluation.get("calibration", {}),
        "tensors": table, "sha256": hashlib.sha256(data).hexdigest(),
    }
    head = json.dumps(header, separators=(",", ":")).encode()
    begin = MAGIC + struct.pack("<I", len(head)) + head
    with open(path + ".new", "wb") as out:
        out.write(begin + bytes(-len(begin) % ALIGN) + data)
    os.replace(path + ".new", path)
    print(f"{path}: {os.path.getsize(path) / 1e6:.2f} MB, {len(table)} tensors, data sha256 {header['sha256']}")


def load(path):
    """The network of a checkpoint, or of a weights file, whose integers become floats again."""
    net = network.Net()
    if path.endswith(".weights"):
        read(net, path)
    else:
        net.load_state_dict(torch.load(path, weights_only=True)["net"])
    return net.eval()


@torch.no_grad()
def read(net, path):
    """Fills a network from a weights file. What training alone asks (net.Roles.parties) stays as it is."""
    with open(path, "rb") as handle:
        content = handle.read()
    if content[:8] != MAGIC:
        raise ValueError(f"{path}: no weights file")
    (size,) = struct.unpack("<I", content[8:12])
    begin = (12 + size + ALIGN - 1) // ALIGN * ALIGN
    table = {t["name"]: t for t in json.loads(content[12:12 + size])["tensors"]}

    def values(name):
        t = table[name]
        numbers = np.frombuffer(content, {"f32": "<f4", "i8": "i1"}[t["type"]], math.prod(t["shape"]), begin + t["offset"])
        return torch.from_numpy(numbers.reshape(t["shape"]).astype("f4"))

    for name, scales, parameter in parts(net):
        parameter.copy_(values(name) if scales is None else values(name) * values(scales)[..., None])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("weights")
    parser.add_argument("--name", default="rostrum-reader-3")
    parser.add_argument("--evaluation", help="what evaluate.py wrote: thresholds and calibration for the header")
    options = parser.parse_args()
    evaluation = {}
    if options.evaluation:
        with open(options.evaluation, encoding="utf-8") as handle:
            evaluation = json.load(handle)
    write(load(options.checkpoint), options.weights, options.name, evaluation)


if __name__ == "__main__":
    main()
