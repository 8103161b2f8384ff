"""How the whole extraction reads marked texts that training has not seen: python unseen.py EXTRACTIONS

    python unseen.py --lay > unseen.jsonl        the texts of data/unseen.txt, for ingest extract
    ingest extract --min-confidence 0.2 unseen.jsonl > extractions.jsonl
    python unseen.py extractions.jsonl           precision, recall and F1 by least confidence, and average precision

The marks are words, not entities: an accusation is right where it tells of a mark's charge or cue with the same stance
and its parties share a word with the marked ones. A pronoun or a description agrees with any party, for whom it means
is not marked; so figures are of use beside each other, not beside those of the gold sets. Of doubtful marks none is
missed, and what matches one counts neither way. Denials are left out.
"""
import collections
import json
import os
import re
import sys

import data
import evaluate

LEAST = [0.25, 0.3, 0.36, 0.4, 0.45, 0.5, 0.6, 0.7]
NAMES = {"us": "united states", "america": "united states", "american": "united states", "washington": "united states",
         "moscow": "russia soviet union", "kremlin": "russia soviet union", "tokyo": "japan", "beijing": "china",
         "britain": "united kingdom", "british": "united kingdom", "london": "united kingdom", "isis": "islamic state",
         "kiev": "ukraine", "kyiv": "ukraine", "tehran": "iran", "baghdad": "iraq"}
PRONOUNS = set("he she it they we i you him her them us me his its their our who which that the these those both all others some".split())


def unseen():
    wanted, done = set(data.data_lines("unseen.txt")), set()
    for name, text, *_ in data.marked_texts():
        if name in wanted and name not in done:
            done.add(name)
            yield name, text


def tokens(text):
    found = re.findall(r"\w+", text.lower().replace("u.s.", "us"))
    return found + [word for w in found for word in NAMES.get(w, "").split()]


def agree(marked, name):
    """Whether a party's marked words and its name are of one; None where they cannot tell."""
    if not marked:
        return None
    if not name:
        return False
    ours, theirs = tokens(marked), set(tokens(name))
    if theirs & set(ours):
        return True
    if not marked[0].isupper() or PRONOUNS & set(ours):
        return None
    return None if len(ours) == 1 and any(ours[0][:4] == t[:4] for t in theirs) else False


def meet(a, b):
    return bool(a and b) and a[0] < b[1] and b[0] < a[1]


def judged(text, marks, extraction):
    """([(confidence, right)] of what was found, how many firm marks there are)."""
    names = {e["id"]: e["name"] for e in extraction["entities"]}
    words = lambda span: text[slice(*span)] if span else None  # noqa: E731
    found = []
    for a in extraction["accusations"]:
        if a["stance"] == "deny":
            continue
        ranked = []
        for mark in marks:
            if not any(meet(mark[part], span) for part in ("charge", "cue") for span in a["charge"] + a["evidence"]):
                continue
            sides = [agree(words(mark[part]), names.get(a[part])) for part in ("accuser", "target")]
            same = mark["stance"] == a["stance"]
            score = sum((side is not False) + (side is True) for side in sides) + same + any(meet(mark["charge"], s) for s in a["charge"])
            ranked.append((score, same and False not in sides, mark["status"]))
        _, right, status = max(ranked, key=lambda r: r[0], default=(0, False, ""))
        if not (right and status == "o"):
            found.append((a["confidence"], right))
    return found, sum(mark["status"] == "f" and mark["stance"] != "deny" for mark in marks)


def report(title, found, gold):
    found = sorted(found, key=lambda f: -f[0])
    print(f"== {title}, {gold} firm marks")
    for least in LEAST:
        kept = [right for confidence, right in found if confidence >= least]
        print(f"{least:.2f}  precision %.3f  recall %.3f  F1 %.3f" % evaluate.f1(sum(kept), len(kept), gold))
    right, area = 0, 0.0
    for rank, (_, ok) in enumerate(found, 1):
        right += ok
        area += ok * right / rank
    print(f"average precision {area / max(gold, 1):.3f}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    texts = list(unseen())
    if sys.argv[1] == "--lay":
        for name, text in texts:
            print(json.dumps({"id": name, "title": "", "text": text}))
        return
    with open(sys.argv[1], encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    if len(rows) != len(texts):
        sys.exit(f"{sys.argv[1]}: {len(rows)} extractions, there are {len(texts)} texts")
    marks, found, gold = data.marked_accusations(), collections.defaultdict(list), collections.Counter()
    papers = {name.split("_")[0] for name in os.listdir(data.shared("polnear", "train", "text"))}
    for (name, text), row in zip(texts, rows):
        source = "PolNeAR" if name.split("_")[0] in papers else "others"
        rights, firm = judged(text, marks[name], row)
        found[source] += rights
        gold[source] += firm
    for source in sorted(found):
        report(source, found[source], gold[source])


if __name__ == "__main__":
    main()
