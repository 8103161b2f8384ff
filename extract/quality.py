"""Figures of accusations beside those of the shared scorer: python quality.py SHARED NAME=EXTRACTIONS...

NAME is that of a gold set (SHARED/data/gold/NAME.jsonl), EXTRACTIONS what `ingest extract` printed of its texts.
For each set: the accusations of the texts that training did not see (of free_train one fifth), how often the type of
a matched one is right, figures by type and by construction, and how often a confidence held. Matching is the scorer's.

A construction is what the sentence of the gold accuses with: a verb, its passive, a noun, an adjective or adverb, or
nothing of these: then the accusation is only the content of what somebody says.
"""
import hashlib
import json
import os
import re
import sys

PEOPLE = {"polnear_dev": ".76", "wire_dev": ".71", "free_train": ".92"}
VERB = (r"accus|blam|denounc|condemn|charg|alleg|criticiz|criticis|slam|blast|rebuk|decr(?:y|ied)|claim|call(?:s|ed|ing)? (?:out|it|him|her|them|the)|"
        r"indict|convict|sentenc|suspect|sanction|su(?:e|ed|es|ing)\b|assail|chid|fault|impl(?:y|i)|label|brand|arrest|den(?:y|ie)|reject|dismiss|refut|disput")
CONSTRUCTIONS = [
    ("passive", re.compile(rf"\b(?:is|are|was|were|be|been|being|stands?)\s+(?:\w+ly\s+)?(?:{VERB})\w*ed\b|\b(?:\w+)\s+accused of\b", re.I)),
    ("noun", re.compile(r"\b(?:accusations?|allegations?|charges|claims? (?:that|of)|criticism|condemnation|denunciation|complaints?|indictment|"
                        r"lawsuit|sanctions|denials?|conviction|suspicions?)\b", re.I)),
    ("adjective", re.compile(r"\b(?:alleged|allegedly|suspected|purported|accused)\b", re.I)),
    ("verb", re.compile(rf"\b(?:{VERB})\w*\b", re.I)),
]


def construction(a):
    outside = a["evidence"].replace(a["charge"], " ")
    return next((name for name, pattern in CONSTRUCTIONS if pattern.search(outside)), "content")


def held_out(doc):
    """As extract/nlp/train/data.py has it."""
    return int(hashlib.sha1(doc.encode()).hexdigest(), 16) % 5 == 0


def matches(scorer, gold, extraction):
    """(gold or None, found or None) of an article, each pair of parties and stance once; optional ones that nothing
    matches are left out, and what matches one is (None, None)."""
    entities = {x["id"]: x for x in extraction.get("entities", [])}
    want, made = {}, {}
    for a in gold["accusations"]:
        want.setdefault((a["accuser"], a["target"], scorer.stance_class(a["stance"])), []).append(a)
    for a in extraction.get("accusations", []):
        a["target_kind"] = entities.get(a["target"], {}).get("kind")
        made.setdefault((a.get("accuser"), a["target"], scorer.stance_class(a["stance"])), []).append(a)
    for key, group in sorted(want.items(), key=lambda w: all(a.get("optional") for a in w[1])):
        a, optional = group[0], all(x.get("optional") for x in group)
        for found in made:
            if found[2] != key[2]:
                continue
            if not scorer.same_party(entities.get(found[0]), a["accuser"], a["accuser_kind"] if a["accuser"] else "unnamed", a.get("accuser_iso3")):
                continue
            if not (key[2] == "deny" and not a["target"]) and not scorer.same_party(
                    entities.get(found[1]), a["target"], a["target_kind"], a.get("target_iso3")):
                continue
            yield (None, None) if optional else (group, made[found])
            del made[found]
            break
        else:
            if not optional:
                yield group, None
    for rest in made.values():
        yield None, rest


def row(name, right, predicted, gold):
    p, r = right / predicted if predicted else 0, right / gold if gold else 0
    print(f"{name:38}{p:10.3f}{r:8.3f}{2 * p * r / (p + r) if p + r else 0:8.3f}{predicted:11}{gold:7}")


def report(scorer, name, gold, extractions):
    pairs = [pair for g in gold if name != "free_train" or held_out(g["doc"]) for pair in matches(scorer, g, extractions.get(g["doc"], {}))]
    print(f"== accusations: {name}" + (", the fifth that training did not see" if name == "free_train" else "") + f"; people {PEOPLE[name]}")
    print(f"{'':38}{'precision':>10}{'recall':>8}{'F1':>8}{'predicted':>11}{'gold':>7}")

    def figures(title, of_gold, of_found):
        right = sum(bool(g and f and of_gold(g)) for g, f in pairs)
        row(title, right, sum(bool(f and of_found(f, g)) for g, f in pairs), sum(bool(g and of_gold(g)) for g, _ in pairs))

    deny = lambda x: x[0]["stance"] == "deny"  # noqa: E731
    figures("accusation", lambda g: not deny(g), lambda f, g: not deny(f))
    country = lambda x: x[0]["target_kind"] == "country"  # noqa: E731
    figures("accusation of a country", lambda g: not deny(g) and country(g), lambda f, g: not deny(f) and country(f))
    figures("denial", deny, lambda f, g: deny(f))
    both = [(g, f) for g, f in pairs if g and f]
    right = sum(any(a["charge_type"] == b["type"] for a in g for b in f) for g, f in both)
    print(f"{'type right of those matched':38}{right / max(len(both), 1):10.3f}{len(both):26}")
    for kind in sorted({a["charge_type"] for g, _ in pairs if g for a in g}):
        figures("type " + kind, lambda g: g[0]["charge_type"] == kind,
                lambda f, g: g[0]["charge_type"] == kind if g else f[0]["type"] == kind)
    for built in [c for c, _ in CONSTRUCTIONS] + ["content"]:
        chosen = [(g, f) for g, f in pairs if g and construction(g[0]) == built]
        print(f"{'recall by construction: ' + built:38}{'':10}{sum(bool(f) for _, f in chosen) / max(len(chosen), 1):8.3f}{'':19}{len(chosen):7}")
    for low in range(0, 10):
        bin_ = [(f[0]["confidence"], bool(g)) for g, f in pairs if f and min(int(f[0]["confidence"] * 10), 9) == low]
        if bin_:
            print(f"{f'said {low / 10:.1f} to {low / 10 + 0.1:.1f}, right':38}{sum(r for _, r in bin_) / len(bin_):10.3f}{len(bin_):26}")


def main():
    shared = sys.argv[1]
    sys.path.insert(0, os.path.join(shared, "eval"))
    import score_graph as scorer
    for argument in sys.argv[2:]:
        name, path = argument.split("=", 1)
        with open(os.path.join(shared, "data", "gold", name + ".jsonl"), encoding="utf-8") as lines:
            gold = [json.loads(line) for line in lines]
        with open(path, encoding="utf-8") as lines:
            extractions = {os.path.splitext(os.path.basename(r["article"]["path"]))[0]: r for r in map(json.loads, lines)}
        report(scorer, name, gold, extractions)


if __name__ == "__main__":
    main()
