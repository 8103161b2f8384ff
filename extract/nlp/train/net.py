"""The network: a BERT encoder with a case embedding, and the heads that read from it.

Parameters bear the names of the exported tensors (see export.py), so nothing is renamed on
the way from the base weights' BERT names but once, in load_base.
"""
import json
import struct

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

HIDDEN, LAYERS, HEADS, INNER, VOCAB, POSITIONS, CASES = 384, 6, 12, 1536, 30522, 512, 5
EPS = 1e-12
WIDTH, DISTANCE = 192, 64
LOOKS, LOOK_HEADS, LOOK_INNER = 2, 6, 384
ATTRIBUTION = ["none", "cue", "content", "source"]
ACCUSATION = ["none", "cue", "accuser", "target", "charge"]
COREFERENCE = ["none", "same"]
STANCES = ["accuse", "deny", "report", "hypothetical"]
TYPES = ["crime_corruption", "human_rights", "aggression", "war_crimes", "espionage_interference", "treaty_violation",
         "terrorism_support", "economic", "dishonesty", "incompetence_negligence", "discrimination", "other"]
KINDS = ["person", "organization", "place", "office", "treaty", "event"]
LABELS = ["O"] + [f"{part}-{kind}" for kind in KINDS for part in "BI"]


class Layer(nn.Module):
    def __init__(self, width=HIDDEN, heads=HEADS, inner=INNER):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.attention_norm = nn.LayerNorm(width, eps=EPS)
        self.output_norm = nn.LayerNorm(width, eps=EPS)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, mask):
        batch, length, width = x.shape
        heads = [f(x).view(batch, length, self.heads, width // self.heads).transpose(1, 2) for f in (self.q, self.k, self.v)]
        mixed = F.scaled_dot_product_attention(*heads, attn_mask=mask)
        x = self.attention_norm(x + self.drop(self.o(mixed.transpose(1, 2).reshape(batch, length, width))))
        return self.output_norm(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.word, self.position = nn.Embedding(VOCAB, HIDDEN), nn.Embedding(POSITIONS, HIDDEN)
        self.case = nn.Embedding(CASES, HIDDEN)
        self.segment = nn.Parameter(torch.zeros(HIDDEN))
        self.norm = nn.LayerNorm(HIDDEN, eps=EPS)
        self.drop = nn.Dropout(0.1)
        self.layer = nn.ModuleList(Layer() for _ in range(LAYERS))
        nn.init.zeros_(self.case.weight)

    def begin(self, pieces, cases, mask, layers):
        """The first layers. pieces, cases: [batch, length] ints; mask: the same, true where there is a piece."""
        x = self.word(pieces) + self.position.weight[: pieces.shape[1]] + self.segment + self.case(cases)
        return self.go_on(self.drop(self.norm(x)), mask, 0, layers)

    def go_on(self, x, mask, first, end=LAYERS):
        """The layers from first to end, of what those before them gave."""
        for layer in self.layer[first:end]:
            x = layer(x, mask[:, None, None, :])
        return x

    def freeze(self, layers):
        """Leaves the first layers as they are, and what stands before them."""
        self.segment.requires_grad = False
        for part in [self.position, self.case, self.norm, self.drop, *self.layer[:layers]]:
            part.requires_grad_(False)
            part.eval()


class Look(nn.Module):
    """Reads the window once more for one cue: every word beside it and in its distance from it, through two small layers."""

    def __init__(self, roles, stances, types):
        super().__init__()
        self.near = nn.Embedding(2 * DISTANCE + 1, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=EPS)
        self.layer = nn.ModuleList(Layer(WIDTH, LOOK_HEADS, LOOK_INNER) for _ in range(LOOKS))
        self.roles, self.cue = nn.Linear(WIDTH, roles), nn.Linear(WIDTH, 2)
        self.stance, self.kind = nn.Linear(WIDTH, stances), nn.Linear(WIDTH, types)
        nn.init.normal_(self.near.weight, std=0.02)
        nn.init.zeros_(self.roles.weight)
        nn.init.zeros_(self.roles.bias)

    def forward(self, pairs):
        """pairs: (left [k, 1, WIDTH], right [n, WIDTH], away [k, n]) of each window, no k being 0.

        Of each: scores of the roles [k, n, roles], and the vectors of the cues [k, WIDTH].
        """
        most = max(right.shape[0] for _, right, _ in pairs)
        begun = [F.pad(left + right + self.near(away), (0, 0, 0, most - right.shape[0])) for left, right, away in pairs]
        mask = torch.cat([(torch.arange(most) < right.shape[0]).expand(left.shape[0], most) for left, right, _ in pairs])
        x = self.norm(torch.cat(begun))
        for layer in self.layer:
            x = layer(x, mask[:, None, None, :])
        scores, at, found = self.roles(x), 0, []
        for left, right, away in pairs:
            k, n = away.shape
            cues = (away == DISTANCE).int().argmax(-1)
            found.append((scores[at:at + k, :n], x[torch.arange(at, at + k), cues]))
            at += k
        return found


class Roles(nn.Module):
    """Finds cues, and says of every word what it is to a cue."""

    def __init__(self, roles, stances=0, types=0):
        super().__init__()
        self.cue = nn.Linear(HIDDEN, 2)
        self.left, self.right = nn.Linear(HIDDEN, WIDTH), nn.Linear(HIDDEN, WIDTH)
        self.bilinear = nn.Parameter(torch.randn(len(roles), WIDTH + 1, WIDTH + 1) * 0.02)
        self.distance = nn.Embedding(2 * DISTANCE + 1, len(roles))
        self.look = Look(len(roles), stances, types) if stances else None
        # Of each word whether it is an accuser's, a target's or a charge's, of whichever cue: asked in training alone.
        self.parties = nn.Linear(HIDDEN, 3) if stances else None
        nn.init.zeros_(self.distance.weight)
        self.drop = nn.Dropout(0.1)

    def pair(self, words, cues):
        """Scores [k, n, roles] by cue and word alone, and what a Look begins with."""
        left, right = torch.tanh(self.left(self.drop(words[cues]))), torch.tanh(self.right(self.drop(words)))
        scores = torch.einsum("kd,rde,ne->knr", F.pad(left, (0, 1), value=1.0), self.bilinear, F.pad(right, (0, 1), value=1.0))
        away = (torch.arange(words.shape[0])[None] - cues[:, None]).clamp(-DISTANCE, DISTANCE) + DISTANCE
        return scores + self.distance(away), (left[:, None], right, away)

    def forward(self, words, cues):
        """words: [n, HIDDEN]; cues: indexes of k of them. Scores [k, n, roles]."""
        return self.pair(words, cues)[0]

    def closely(self, windows):
        """windows: (words, cues) of each, at least a cue in each. Of each: scores as forward's, and the cues' vectors by the Look."""
        found = [self.pair(words, cues) for words, cues in windows]
        return [(scores + more, vectors) for (scores, _), (more, vectors) in zip(found, self.look([pair for _, pair in found]))]


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = Encoder()
        self.attribution = Roles(ATTRIBUTION)
        self.accusation = Roles(ACCUSATION, len(STANCES), len(TYPES))
        self.coreference = Roles(COREFERENCE)
        self.names = nn.Linear(HIDDEN, len(LABELS))
        self.drop = nn.Dropout(0.1)

    def forward(self, examples, fast=False, still=0):
        """The vectors of the examples' words, [words, HIDDEN] each.

        still: what so many layers give, which do not change, is kept with each example as half floats.
        """
        mask = mask_of(examples)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=fast):
            if still:
                with torch.no_grad():
                    self.keep([e for e in examples if "kept" not in e], still)
                begun = torch.zeros(*mask.shape, HIDDEN)
                for i, e in enumerate(examples):
                    begun[i, :len(e["pieces"])] = e["kept"]
                hidden = self.embed.go_on(begun, mask, still)
            else:
                hidden = self.embed.go_on(self.begin(examples, mask, 0), mask, 0)
        return [hidden[i, torch.tensor(e["first"])].float() for i, e in enumerate(examples)]

    def begin(self, examples, mask, layers):
        pieces = torch.zeros(mask.shape, dtype=torch.long)
        cases = torch.zeros_like(pieces)
        for i, e in enumerate(examples):
            n = len(e["pieces"])
            pieces[i, :n], cases[i, :n] = torch.tensor(e["pieces"]), torch.tensor(e["cases"])
        return self.embed.begin(pieces, cases, mask, layers)

    def keep(self, examples, layers):
        if examples:
            for e, x in zip(examples, self.begin(examples, mask_of(examples), layers)):
                e["kept"] = x[:len(e["pieces"])].half()


def mask_of(examples):
    """True where an example has a piece: [examples, length of the longest]."""
    lengths = torch.tensor([len(e["pieces"]) for e in examples])
    return torch.arange(int(lengths.max()))[None] < lengths[:, None]


@torch.no_grad()
def copy_attribution(net):
    """Begins the head of accusations as a copy of attribution's: who accuses is a source, the charge is content."""
    alike = {"none": ["none"], "cue": ["cue"], "accuser": ["source"], "charge": ["content"], "target": ["source", "content", "none"]}
    of, to = net.attribution, net.accusation
    for part in ("left", "right"):
        getattr(to, part).load_state_dict(getattr(of, part).state_dict())
    for role, models in enumerate(alike[name] for name in ACCUSATION):
        those = [ATTRIBUTION.index(name) for name in models]
        to.bilinear[role] = of.bilinear[those].mean(0)
        to.distance.weight[:, role] = of.distance.weight[:, those].mean(1)


def load_base(net, path):
    """Fills the encoder from a BERT safetensors file."""
    with open(path, "rb") as handle:
        (size,) = struct.unpack("<Q", handle.read(8))
        header = json.loads(handle.read(size))
        data = handle.read()

    def tensor(name):
        entry = header[name]
        begin, end = entry["data_offsets"]
        return torch.from_numpy(np.frombuffer(data[begin:end], "<f4").reshape(entry["shape"]).copy())

    names = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
             "o": "attention.output.dense", "up": "intermediate.dense", "down": "output.dense",
             "attention_norm": "attention.output.LayerNorm", "output_norm": "output.LayerNorm"}
    found = {f"layer.{n}.{ours}.{part}": tensor(f"encoder.layer.{n}.{theirs}.{part}")
             for n in range(LAYERS) for ours, theirs in names.items() for part in ("weight", "bias")}
    found["word.weight"] = tensor("embeddings.word_embeddings.weight")
    found["position.weight"] = tensor("embeddings.position_embeddings.weight")
    found["segment"] = tensor("embeddings.token_type_embeddings.weight")[0]
    found["norm.weight"], found["norm.bias"] = tensor("embeddings.LayerNorm.weight"), tensor("embeddings.LayerNorm.bias")
    missing, unexpected = net.embed.load_state_dict(found, strict=False)
    if missing != ["case.weight"] or unexpected:
        raise ValueError(f"{path}: not the base weights that are expected: {missing} {unexpected}")
