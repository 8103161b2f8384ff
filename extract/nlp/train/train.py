"""Trains encoder and heads together: python train.py --out FOLDER [--start CHECKPOINT] (--minutes M | --steps N).

In two stages: without --start, attributions and names are learnt from the base weights; with it, accusations
as well: with --graft their head begins as a copy of attribution's, and with --teacher the other heads learn to
say of the texts of accusations what those weights say, so that nothing is forgotten and no article is read
too often (learning without forgetting, Li and Hoiem 2016).

Each batch comes from one set of examples, drawn by the weights in FIRST or SETS, and every head learns
that the set is marked for. The rate of learning rises over WARM steps and then falls in a
straight line to the end, by the steps done or by the minutes gone, whichever was asked for.
FOLDER/checkpoint.pt is written every few minutes and resumed from where it exists.
"""
import argparse
import json
import os
import random
import time

import torch
import torch.nn.functional as F

import data
import export
import net as network
import text as texts

BATCH = 1600  # word pieces, padding included
WARM = 150
ENCODER_RATE, HEAD_RATE = 1.2e-4, 8e-4  # times --rate
LEARNT = {"accusation": 0.97, "framenet": 0.03}
FIRST = {"polnear": 0.80, "framenet": 0.01, "names": 0.13, "silver": 0.06}
SETS = {"polnear": 0.38, "accusation": 0.56, "framenet": 0.01, "names": 0.04, "silver": 0.01}
NAMES = {"names": 0.7, "silver": 0.3}
LIKELY, WRONG = 0.05, 3  # from which probability on a word looks like a cue; the most of a window that are none
WRONG_TARGETS = 2  # the same of words that look like a target's
PARTIES = [0.05, 0.1, 0.03]  # weights of the losses of accuser, target and charge, asked of each word
QUIET = 0.35  # share of the windows without an accusation that a pass over the accusations has


def sets(pieces, teacher, names, without):
    silver, patterns = data.silver_names(), data.Patterns()
    if names:
        return {"names": [data.names_set(pieces, data.gum("train") + data.newswire(), patterns, False)],
                "silver": [data.silver_set(pieces, silver, patterns)]}
    marked = {"accusation": [data.accusation_set(pieces, silver, patterns, lambda doc: not data.held_out(doc) and doc not in without)],
              "framenet": [data.framenet_set(pieces)]}
    if teacher:
        return marked
    whole = data.polnear_set(pieces, "train", silver, patterns)
    shifted = data.polnear_set(pieces, "train", silver, patterns, first_limit=texts.WINDOW // 2)
    return {
        **marked,
        "polnear": [whole, shifted],
        "names": [data.names_set(pieces, data.gum("train") + data.newswire(), patterns, False)],
        "silver": [data.silver_set(pieces, silver, patterns)],
    }


def batches(examples, rng):
    """One pass over the examples, in batches of like length."""
    ordered = sorted(examples, key=lambda e: len(e["pieces"]) + rng.random() * 20)
    made, current = [], []
    for example in ordered:
        if current and len(example["pieces"]) * (len(current) + 1) > BATCH:
            made.append(current)
            current = []
        current.append(example)
    made.append(current)
    rng.shuffle(made)
    return made


class Sampler:
    def __init__(self, found, weights, seed):
        self.sets, self.weights, self.rng = found, weights, random.Random(seed)
        self.waiting = {name: [] for name in found}
        self.passes = {name: 0 for name in found}

    def next(self):
        name = self.rng.choices(list(self.weights), list(self.weights.values()))[0]
        if not self.waiting[name]:
            variants = self.sets[name]
            examples = variants[self.passes[name] % len(variants)]
            if name == "accusation":
                examples = [e for e in examples if e["accusation"] or self.rng.random() < QUIET]
            self.waiting[name] = batches(examples, self.rng)
            self.passes[name] += 1
        return name, self.waiting[name].pop()


def roles_loss(head, words, marked, values):
    """marked: (cue word, [words of each value]); values: the roles' indexes, later ones win."""
    return scored_loss(head(words, torch.tensor([m[0] for m in marked])), [parts for _, parts in marked], values)


def scored_loss(scores, marked, values):
    """The loss of scores [k, n, roles]; marked: [words of each value] of each of the k cues."""
    wanted = torch.zeros(scores.shape[:2], dtype=torch.long)
    for k, parts in enumerate(marked):
        for value, part in zip(values, parts):
            wanted[k, part] = value
    return F.cross_entropy(scores.reshape(-1, scores.shape[-1]), wanted.reshape(-1), reduction="sum") / scores.shape[1]


def cue_loss(net, head, words, cues, sure=None):
    """sure: how surely each of the cues is one; all of them are without it."""
    wanted = torch.zeros(words.shape[0])
    wanted[cues] = 1.0 if sure is None else torch.tensor(sure)
    return 20 * F.cross_entropy(head.cue(net.drop(words)), torch.stack([1 - wanted, wanted], -1))


def cues_to_look_at(p, marked, rng):
    """(word, mark or None) of the cues that a Look learns from: the marked ones, others in the words of one of them,
    which stand for it as well, and words that look like cues and are none."""
    return [(m[0], m) for m in marked] + likely_words(p, marked, lambda m: (m[0], *m[1], *m[4]), False, WRONG, rng)


def targets_to_look_at(p, marked, rng):
    """The same of the words of targets, which stand for the first mark that has them, and of words that look like a target's."""
    return likely_words(p, marked, lambda m: m[3], True, WRONG_TARGETS, rng)


def likely_words(p, marked, of, several, most, rng):
    """(word, mark or None) of words that are likely by p: one of each mark's words, but its cue, and the most that no mark has.

    several: whether a word that several marks have stands for the first of them, or for none.
    """
    likely = (p > LIKELY).nonzero().flatten().tolist()
    rng.shuffle(likely)
    chosen, taken, wrong = [], set(), 0
    for word in likely:
        holders = [m for m in marked if word in of(m)]
        if not holders and wrong < most:
            chosen.append((word, None))
            wrong += 1
        elif (len(holders) == 1 or several and holders) and holders[0][0] not in taken and not any(word == m[0] for m in marked):
            chosen.append((word, holders[0]))
            taken.add(holders[0][0])
    return chosen


def parties_loss(net, head, words, marked):
    """Of each word whether it is an accuser's, a target's, a charge's of what is told as a wrong."""
    wanted = torch.zeros(words.shape[0], len(PARTIES))
    for _, cue, accuser, target, charge, stance, _, sure in marked:
        if network.STANCES[stance] in ("accuse", "report"):
            for k, part in enumerate((accuser, target, charge + cue)):
                wanted[part, k] = wanted[part, k].clamp(min=sure)
    each = F.binary_cross_entropy_with_logits(head.parties(net.drop(words)), wanted, reduction="none")
    return (each * torch.tensor(PARTIES)).sum()


def accusation_losses(net, examples, words, rng):
    """Those of a batch's examples that are marked for accusations, summed."""
    head, loss, windows, chosen = net.accusation, 0, [], []
    for example, vectors in zip(examples, words):
        marked = example["accusation"]
        if marked is None:
            continue
        loss = loss + cue_loss(net, head, vectors, [m[0] for m in marked], [m[7] for m in marked])
        with torch.no_grad():
            p, target = head.cue(vectors).softmax(-1)[:, 1], head.parties(vectors)[:, 1].sigmoid()
        loss = loss + parties_loss(net, head, vectors, marked)
        cues = cues_to_look_at(p, marked, rng)
        known = {word for word, _ in cues}
        cues += [c for c in targets_to_look_at(target, marked, rng) if c[0] not in known]
        if cues:
            windows.append((vectors, torch.tensor([word for word, _ in cues])))
            chosen.append([mark for _, mark in cues])
    for (vectors, _), marks, (scores, seen) in zip(windows, chosen, head.closely(windows) if windows else []):
        sure = torch.tensor([mark[7] if mark else 0.0 for mark in marks])
        loss = loss + 2 * F.cross_entropy(head.look.cue(seen), torch.stack([1 - sure, sure], -1), reduction="sum")
        those = [k for k, mark in enumerate(marks) if mark]
        if not those:
            continue
        # The charge gives way to who is accused, that to who accuses, all to the cue.
        loss = loss + 6 * scored_loss(scores[those], [[marks[k][role] for role in (4, 3, 2, 1)] for k in those], [4, 3, 2, 1])
        for classes, field in ((head.look.stance, 5), (head.look.kind, 6)):
            loss = loss + F.cross_entropy(classes(seen[those]), torch.tensor([marks[k][field] for k in those]),
                                          ignore_index=data.IGNORE, reduction="sum")
    return loss


def loss_of(net, example, words):
    loss = 0
    if example["attribution"] is not None:
        marked = example["attribution"]
        loss = loss + cue_loss(net, net.attribution, words, [m[0] for m in marked])
        if marked:  # content, then source, then cue win where they overlap
            loss = loss + roles_loss(net.attribution, words, [(m[0], [m[2], m[3], m[1]]) for m in marked], [2, 3, 1])
    if example["coreference"]:
        marked = example["coreference"]
        loss = loss + cue_loss(net, net.coreference, words, [m[0] for m in marked])
        loss = loss + roles_loss(net.coreference, words, [(m[0], [m[1]]) for m in marked], [1])
    if example["names"] is not None:
        wanted = torch.tensor(example["names"])
        if (wanted != data.IGNORE).any():
            loss = loss + 10 * F.cross_entropy(net.names(net.drop(words)), wanted, ignore_index=data.IGNORE)
    return loss


@torch.no_grad()
def ask(teacher, examples, fast):
    """Keeps with each example what the teacher says of it but for accusations."""
    new = [e for e in examples if "taught" not in e]
    if not new:
        return
    for e, words in zip(new, teacher(new, fast=fast)):
        taught = {"names": teacher.names(words).softmax(-1).half()}
        for name, least, most in (("attribution", 0.05, 12), ("coreference", 0.3, 6)):
            head = getattr(teacher, name)
            p = head.cue(words).softmax(-1)
            cues = (p[:, 1] > least).nonzero().flatten()
            cues = cues[p[cues, 1].argsort(descending=True)[:most]]
            taught[name] = (p.half(), cues, head(words, cues).softmax(-1).half() if len(cues) else None)
        e["taught"] = taught


def taught_loss(net, taught, words):
    """How far the heads are from what the teacher said: cross entropy."""
    loss = 10 * F.cross_entropy(net.names(net.drop(words)), taught["names"].float())
    for name in ("attribution", "coreference"):
        head, (p, cues, shares) = getattr(net, name), taught[name]
        loss = loss + 20 * F.cross_entropy(head.cue(net.drop(words)), p.float())
        if shares is not None:
            scores = F.log_softmax(head(words, cues), -1)
            sure = p[cues, 1].float()
            loss = loss - (sure[:, None, None] * shares.float() * scores).sum() / words.shape[0]
    return loss


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    parser.add_argument("--start", metavar="CHECKPOINT", help="begin with its weights, or those of a weights file, not with the base weights alone")
    parser.add_argument("--teacher", metavar="CHECKPOINT", help="learn accusations alone, and of the rest what these weights say of their texts")
    parser.add_argument("--names", action="store_true", help="learn the head of names alone, all else at rest")
    parser.add_argument("--graft", action="store_true", help="begin the head of accusations as a copy of attribution's")
    parser.add_argument("--still", type=int, default=0, metavar="LAYERS",
                        help="leave the first layers as they are, and keep what they give (2 GB)")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--rate", type=float, default=1.0, help="a factor of the rates of learning")
    parser.add_argument("--without", metavar="LIST", help="the list in data/ of texts marked for accusations to leave out, to measure on them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--every", type=float, default=5, help="minutes between checkpoints")
    options = parser.parse_args()
    if (options.minutes is None) == (options.steps is None):
        parser.error("give --minutes or --steps")
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    os.makedirs(options.out, exist_ok=True)
    began = time.time()
    without = data.data_lines(options.without) if options.without else []
    found = sets(texts.Pieces(), options.teacher, options.names, set(without))
    for name, variants in found.items():
        print(name, len(variants[0]), "windows", sum(len(e["pieces"]) for e in variants[0]), "pieces", flush=True)
    sampler = Sampler(found, LEARNT if options.teacher else NAMES if options.names else SETS if options.start else FIRST, options.seed)
    teacher = export.load(options.teacher).requires_grad_(False) if options.teacher else None
    fast = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    net = network.Net()
    network.load_base(net, os.path.join(texts.base(), "model.safetensors"))
    if options.start:
        net.load_state_dict(export.load(options.start).state_dict())
        if options.graft:
            network.copy_attribution(net)
    net.embed.word.weight.requires_grad = False  # stays as it is: words that training lacks keep their place
    net.train()
    if options.names:
        options.still = network.LAYERS
        for name, parameter in net.named_parameters():
            parameter.requires_grad = name.startswith("names.")
    if options.still:
        net.embed.freeze(options.still)
    groups = [{"params": [p for p in net.embed.parameters() if p.requires_grad], "lr": ENCODER_RATE},
              {"params": [p for n, p in net.named_parameters() if not n.startswith("embed.") and p.requires_grad], "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    path = os.path.join(options.out, "checkpoint.pt")
    step, gone = 0, time.time() - began
    if os.path.exists(path):
        state = torch.load(path, weights_only=True)
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        step, gone = state["step"], state["seconds"] + gone
        for _ in range(step):
            sampler.next()
        print("resumed at step", step, flush=True)
    start = time.time() - gone
    saved, seen, since, losses = time.time(), 0, time.time(), {}

    def save():
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "step": step,
                    "seconds": time.time() - start, "passes": sampler.passes}, path + ".new")
        os.replace(path + ".new", path)

    while True:
        progress = step / options.steps if options.steps else (time.time() - start) / 60 / options.minutes
        if progress >= 1:
            break
        factor = options.rate * min(1, (step + 1) / WARM) * max(0.01, 1 - progress)
        for group, rate in zip(optimizer.param_groups, (ENCODER_RATE, HEAD_RATE)):
            group["lr"] = rate * factor
        name, batch = sampler.next()
        words = net(batch, fast=fast, still=options.still)
        if teacher:
            ask(teacher, batch, fast)
            loss = sum(taught_loss(net, e["taught"], w) for e, w in zip(batch, words))
        else:
            loss = sum(loss_of(net, e, w) for e, w in zip(batch, words))
        loss = loss + accusation_losses(net, batch, words, sampler.rng)
        if torch.is_tensor(loss) and loss.requires_grad:
            loss = loss / len(batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            losses.setdefault(name, []).append(loss.item())
        step += 1
        seen += sum(len(e["pieces"]) for e in batch)
        if step % 50 == 0:
            means = {k: round(sum(v) / len(v), 2) for k, v in losses.items()}
            print(f"step {step} progress {progress:.3f} {seen / (time.time() - since):.0f} pieces/s "
                  f"{json.dumps(means)} {json.dumps(sampler.passes)}", flush=True)
            losses = {}
        if time.time() - saved > options.every * 60:
            save()
            saved = time.time()
    save()
    print("done at step", step, json.dumps(sampler.passes), flush=True)


if __name__ == "__main__":
    main()
