"""From the network's numbers to attributions, accusations and names, as the reader does it."""
import numpy as np
import torch

import net as network

GAP = 2        # words of one role at most so far apart make one span
ENTRY = {"content": 2.0, "charge": 2.0}  # what it costs to enter a run of words of a role, in nats
SOURCE = 0.1   # least probability of a source where the likeliest roles have none
LIKELY = 0.1   # from which probability on a word is looked at as the cue of an accusation
FOUND = 0.3    # the least probability, at the second look, of an accusation whose confidence is asked for
SAME = 0.5     # share of the words of two accusations, common to both, above which they are one
TARGET = 0.15  # the same of who is accused
QUOTED = 0.5   # share of a quotation that content must hold to get all of it
SPILT = 0.25   # share of a quotation up to which content that lies mostly outside gives it up


def predict(net, examples, floor, fast=True, batch=16):
    """Adds to each example what was found at a cue probability above floor, of accusations half of it:

    found_attribution, found_accusation  [{"cue", "p", "roles": word indexes of each role, "sure": their mean
                                         probability, "stance", "type"}]
    found_names                          [(first, last, kind)]
    """
    order = sorted(range(len(examples)), key=lambda i: len(examples[i]["pieces"]))
    with torch.inference_mode():
        for at in range(0, len(order), batch):
            group = [examples[i] for i in order[at:at + batch]]
            for example, words in zip(group, net(group, fast=fast)):
                example["found_attribution"] = roles(net.attribution, words, floor, network.ATTRIBUTION)
                example["found_accusation"] = roles(net.accusation, words, floor / 2, network.ACCUSATION)
                example["found_names"] = names(net.names(words).argmax(-1).tolist())


def roles(head, words, floor, values):
    p = head.cue(words).softmax(-1)[:, 1]
    cues = (p > (floor if head.look is None else LIKELY)).nonzero().flatten()
    if not len(cues):
        return []
    stance = kind = [None] * len(cues)
    if head.look is None:
        scores = head(words, cues)
    else:
        (scores, seen), = head.closely([(words, cues)])
        p = p.clone()
        p[cues] = head.look.cue(seen).softmax(-1)[:, 1]
        stance, kind = (classes(seen).argmax(-1).tolist() for classes in (head.look.stance, head.look.kind))
    shares = scores.softmax(-1)
    found = []
    for k, cue in enumerate(cues.tolist()):
        if p[cue] <= floor:
            continue
        which = path(shares[k], np.array([ENTRY.get(value, 0.0) for value in values]))
        held = {value: [i for i, role in enumerate(which) if role == n] for n, value in enumerate(values) if n}
        for value, least in (("source", SOURCE), ("target", TARGET)):
            if held.get(value) == []:
                held[value] = likeliest(shares[k, :, values.index(value)], least)
        sure = {value: float(shares[k, held[value], n].mean()) if held.get(value) else 0.0
                for n, value in enumerate(values)}
        found.append({"cue": cue, "p": float(p[cue]), "roles": held, "sure": sure, "stance": stance[k], "type": kind[k],
                      "content_shares": shares[k, :, values.index("content")] if "content" in values else None})
    return found


def path(shares, entry):
    """The likeliest role of each word, where entering a run of a role costs entry[role] nats (Viterbi)."""
    logs = np.log(np.maximum(shares.numpy(), 1e-9).astype(np.float64))
    best, back, same = logs[0], [], np.arange(len(entry))
    for row in logs[1:]:
        top, change = best.argmax(), best.max() - entry
        stay = best >= change
        back.append(np.where(stay, same, top))
        best = np.where(stay, best, change) + row
    roles = [int(best.argmax())]
    for before in reversed(back):
        roles.append(int(before[roles[-1]]))
    return roles[::-1]


def likeliest(shares, least):
    """The run of words about the likeliest one whose share is least or more."""
    at = int(shares.argmax())
    first = end = at
    while first > 0 and shares[first - 1] >= least:
        first -= 1
    while end < len(shares) and shares[end] >= least:
        end += 1
    return list(range(first, end))


def names(labels):
    found = []
    for i, label in enumerate(labels):
        name = network.LABELS[label]
        if name == "O":
            continue
        kind = name[2:]
        if name[0] == "I" and found and found[-1][1] == i - 1 and found[-1][2] == kind:
            found[-1][1] = i
        else:
            found.append([i, i, kind])
    return [tuple(f) for f in found]


def runs(indexes, gap=GAP):
    """[first, last] of the runs of word indexes, gaps of one word joined."""
    found = []
    for i in indexes:
        if found and i - found[-1][1] <= gap:
            found[-1][1] = i
        else:
            found.append([i, i])
    return found


def settled(content, cue, quotes):
    """Content whose ends the quotation marks settle; a quotation that the cue stands in settles nothing."""
    held = set(content)
    for first, last in quotes:
        if first <= cue <= last:
            continue
        quote = set(range(first, last + 1))
        share = len(held & quote) / len(quote)
        if share >= QUOTED:
            held |= quote
        elif 0 < share <= SPILT and len(held - quote) > len(held & quote):
            held -= quote
    return sorted(held)


def attributions(example, least, quotes=True):
    """The attributions of a window as spans of code points, each with p and sure."""
    made = []
    for found in sorted(example["found_attribution"], key=lambda f: -f["p"]):
        content = found["roles"]["content"]
        if found["p"] < least or not content:
            continue
        if quotes:
            content = settled(content, found["cue"], example["quotes"])
        if any(len(set(content) & m["content_words"]) > 0.6 * len(set(content) | m["content_words"]) for m in made):
            continue
        made.append({**found, "content_words": set(content)})
    for quote in example["quotes"] if quotes else []:
        divide(quote, made)
    return [{**{part: spans(example, m["roles"][part]) for part in ("source", "cue")},
             "content": spans(example, sorted(m["content_words"])), "p": m["p"], "sure": m["sure"]}
            for m in made if m["content_words"]]


def divide(quote, made):
    """Gives a quotation that several have to the surest; but one that tells of another's cue has it as well."""
    first, last = quote
    words = set(range(first, last + 1))
    holders = [m for m in made if words <= m["content_words"] and not first <= m["cue"] <= last]
    rivals = [m for m in holders if not any(o["cue"] in m["content_words"] for o in holders)]
    if len(rivals) < 2:
        return
    surest = max(rivals, key=lambda m: float(m["content_shares"][first:last + 1].sum()))
    for m in rivals:
        if m is not surest:
            m["content_words"] -= words


def spans(example, indexes):
    words = example["words"]
    return [[words[a][0], words[b][1]] for a, b in runs(indexes)]


def accusations(example, least):
    """Those of a window; of two readings of one, by two words of it, the surer."""
    made = []
    for f in sorted(example["found_accusation"], key=lambda f: -f["p"]):
        roles = f["roles"]
        if f["p"] < least or not roles["target"] and not roles["charge"]:
            continue
        if not any(same(roles, other["roles"]) for other in made):
            made.append(f)
    return made


def same(a, b):
    """Whether two accusations are two readings of one."""
    a, b = (set(roles["cue"]) | set(roles["charge"]) for roles in (a, b))
    return len(a & b) > SAME * len(a | b)
