"""Measures a checkpoint: python evaluate.py CHECKPOINT [--int8] [--out JSON] [--quick]

Attribution on PolNeAR dev by the shared scorer, names on GUM's news of dev and test, accusations on
the fifth of the free gold set that training does not see (on the words that data.py aligns with it; the
whole extraction's own score is by score_graph.py), each over thresholds. With --int8 all of it again as
the exported weights compute. --out keeps the thresholds and the calibration for export.py.
"""
import argparse
import json
import math
import os
import sys

import torch

import data
import decode
import export
import quantize
import text as texts

sys.path.insert(0, os.path.join(texts.shared(), "eval"))
import polnear  # noqa: E402
import score_attribution as scorer  # noqa: E402

THRESHOLDS = [0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7]
ACCUSATION_THRESHOLDS = [0.2, 0.4, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]  # what is looked at again is surer of itself
FLOOR = 0.2


def f1(right, predicted, gold):
    p, r = right / predicted if predicted else 0.0, right / gold if gold else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def attribution_table(examples, least, quotes=True):
    statements = {}
    for e in examples:
        statements.setdefault(e["doc"], []).extend(decode.attributions(e, least, quotes))
    counts, _ = scorer.score(data.shared("polnear", "dev"), statements)
    return {f"{kind} {figure}": [round(x, 3) for x in count.row()] for (kind, figure), count in counts.items()}


def attribution_scores(examples):
    best = None
    for least in THRESHOLDS:
        table = attribution_table(examples, least)
        print(f"attribution  threshold {least:.2f}  " + "  ".join(
            f"{kind} {table[kind + ' attribution'][2]:.3f}" for kind in scorer.KINDS)
            + f"  P {table['all attribution'][0]:.3f} R {table['all attribution'][1]:.3f}"
            + f"  tokens {table['all content tokens'][2]:.3f} match {table['all content match'][2]:.3f}"
            + f" exact {table['all content exact'][2]:.3f}")
        if best is None or table["all attribution"][2] > best[1] + 0.003:  # what is no better does not raise it
            best = (least, table["all attribution"][2], table)
    plain = attribution_table(examples, best[0], quotes=False)
    print(f"attribution  without quotation marks' help, threshold {best[0]:.2f}: all {plain['all attribution'][2]:.3f}"
          f" direct {plain['direct attribution'][2]:.3f} exact {plain['all content exact'][2]:.3f}")
    return {"threshold": best[0], "table": best[2]}


def rights(examples):
    """(document, features of the confidence, right or not) of every attribution found above FLOOR."""
    found = []
    for name, text, gold in polnear.read_articles(data.shared("polnear", "dev")):
        made = [a for e in examples if e["doc"] == name for a in decode.attributions(e, FLOOR)]
        gold = [g for g in gold if scorer.tokens(text, g["content"])]
        pairs = scorer.pair([scorer.tokens(text, a["content"]) for a in made],
                            [scorer.tokens(text, g["content"]) for g in gold])
        good = {i for overlap, i, j in pairs if overlap >= 0.5
                and scorer.source_agrees(text, made[i]["source"], gold[j]["source"])}
        found += [(name, features(a["p"], a["sure"]["content"], a["sure"]["source"]), i in good)
                  for i, a in enumerate(made)]
    return found


def logit(p):
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def features(cue, content, source):
    return [1.0, logit(cue), logit(content), logit(source) if source else 0.0, 0.0 if source else 1.0]


FEATURES = ["bias", "cue", "content", "source", "sourceless"]


def fitted(rows):
    """Logistic regression with a little shrinkage, by Newton's method."""
    x = torch.tensor([f for _, f, _ in rows], dtype=torch.float64)
    y = torch.tensor([float(r) for _, _, r in rows], dtype=torch.float64)
    w = torch.zeros(x.shape[1], dtype=torch.float64)
    for _ in range(30):
        p = torch.sigmoid(x @ w)
        slope = x.T @ (y - p) - 0.1 * w
        curve = (x * (p * (1 - p))[:, None]).T @ x + 0.1 * torch.eye(x.shape[1], dtype=torch.float64)
        w = w + torch.linalg.solve(curve, slope)
    return w


def calibration(rows, folds=5):
    """The weights fitted on all rows, and the reliability of those fitted without a row's own fold of documents."""
    documents = sorted({d for d, _, _ in rows})
    fold = {d: i % folds for i, d in enumerate(documents)}
    said = []
    for k in range(folds):
        w = fitted([r for r in rows if fold[r[0]] != k])
        for d, f, right in rows:
            if fold[d] == k:
                said.append((float(torch.sigmoid(torch.tensor(f, dtype=torch.float64) @ w)), right))
    table, error = [], 0.0
    for low in range(0, 10):
        bin_ = [(p, r) for p, r in said if min(int(p * 10), 9) == low]
        if bin_:
            mean, right = sum(p for p, _ in bin_) / len(bin_), sum(r for _, r in bin_) / len(bin_)
            table.append([low / 10, len(bin_), round(mean, 3), round(right, 3)])
            error += len(bin_) / len(said) * abs(mean - right)
    return {"weights": dict(zip(FEATURES, [round(float(x), 4) for x in fitted(rows)])),
            "reliability": table, "error": round(error, 4)}


def names_scores(examples, title):
    tally = {}
    for e in examples:
        gold = {(a, b, k) for a, b, k in decode.names([max(0, n) for n in e["names"]])}
        made = set(e["found_names"])
        for kind in ("person", "organization", "place", "event", "office", "treaty"):
            t = tally.setdefault(kind, [0, 0, 0])
            g, m = {x for x in gold if x[2] == kind}, {x for x in made if x[2] == kind}
            t[0], t[1], t[2] = t[0] + len(g & m), t[1] + len(m), t[2] + len(g)
    three = [sum(tally[k][i] for k in ("person", "organization", "place")) for i in range(3)]
    print(f"names  {title}: person/organization/place P %.3f R %.3f F1 %.3f;" % f1(*three),
          ", ".join(f"{k} {f1(*t)[2]:.3f} (of {t[2]})" for k, t in tally.items()))
    return {"all": [round(x, 3) for x in f1(*three)], **{k: [round(x, 3) for x in f1(*t)] for k, t in tally.items()}}


def accusation_scores(examples):
    """Right is one whose parties share a word with the marked ones', of like stance. A doubtful one counts neither way."""
    best = None
    for least in ACCUSATION_THRESHOLDS:
        right = predicted = gold = charged = typed = denied = denials = denials_made = 0
        for e in examples:
            made = decode.accusations(e, least)
            predicted += len(made)
            denials_made += sum(m["stance"] == 1 for m in made)
            used = set()
            for _, _, accuser, target, charge, stance, kind, sure in sorted(e["accusation"], key=lambda m: -m[-1]):
                gold += sure == 1
                denials += sure == 1 and stance == 1
                for i, m in enumerate(made):
                    agree = all(not want and not m["roles"][role] or set(want) & set(m["roles"][role])
                                for role, want in (("accuser", accuser), ("target", target)))
                    if i in used or not agree or (stance == 1) != (m["stance"] == 1) or (stance == 3) != (m["stance"] == 3):
                        continue
                    used.add(i)
                    if sure < 1:
                        predicted -= 1
                        denials_made -= stance == 1
                        break
                    right += 1
                    denied += stance == 1
                    typed += kind == m["type"]
                    both = set(charge) & set(m["roles"]["charge"])
                    charged += len(both) >= 0.25 * len(set(charge) | set(m["roles"]["charge"]))
                    break
        row = f1(right, predicted, gold)
        print(f"accusation  threshold {least:.2f}  P {row[0]:.3f} R {row[1]:.3f} F1 {row[2]:.3f} (of {gold}),"
              f" with charge F1 {f1(charged, predicted, gold)[2]:.3f}, type right {typed / max(right, 1):.3f},"
              f" denials F1 {f1(denied, denials_made, denials)[2]:.3f} (of {denials})")
        if best is None or row[2] > best[1][2]:
            best = (least, row)
    return {"threshold": best[0], "row": [round(x, 3) for x in best[1]]}


def accusation_rights(examples):
    """(document, features of the confidence, right or not) of every accusation found above FLOOR but doubtful ones."""
    found = []
    for e in examples:
        marked = list(e["accusation"])
        for m in decode.accusations(e, FLOOR / 2):
            roles = m["roles"]
            like = [k for k, (_, _, accuser, target, _, stance, _, _) in enumerate(marked)
                    if (stance == 1) == (m["stance"] == 1) and all(
                        not want and not roles[role] or set(want) & set(roles[role])
                        for role, want in (("accuser", accuser), ("target", target)))]
            if like and marked[like[0]][7] < 1:
                continue
            if like:
                del marked[like[0]]
            sure = max(m["sure"]["target"], m["sure"]["charge"] / 2)
            found.append((e["doc"], features(m["p"], sure, m["sure"]["accuser"]), bool(like)))
    return found


def measure(net, sets, quick, fast):
    for examples in sets.values():
        decode.predict(net, examples, FLOOR, fast)
    result = {"attribution": attribution_scores(sets["polnear"]),
              "names": {name: names_scores(sets[name], name) for name in sets if name.startswith("gum")},
              "accusation": accusation_scores(sets["accusation"])}
    if not quick:
        result["calibration"] = calibration(rights(sets["polnear"]))
        print("calibration ", json.dumps(result["calibration"]))
        result["accusation"]["calibration"] = calibration(accusation_rights(sets["accusation"]))
        print("calibration of accusations ", json.dumps(result["accusation"]["calibration"]))
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("--int8", action="store_true")
    parser.add_argument("--out")
    parser.add_argument("--quick", action="store_true", help="in bfloat16, without calibration")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    pieces, patterns, silver = texts.Pieces(), data.Patterns(), data.silver_names()
    sets = {"polnear": data.polnear_set(pieces, "dev"),
            "gum news dev": data.names_set(pieces, data.gum("dev", True), patterns, False),
            "gum news dev+test": data.names_set(pieces, data.gum("dev", True) + data.gum("test", True), patterns, False),
            "accusation": data.accusation_set(pieces, silver, patterns, data.held_out)}
    net = export.load(options.checkpoint)
    result = {"float": measure(net, sets, options.quick, options.quick)}
    if options.int8:
        print("as int8")
        result["int8"] = measure(quantize.simulate(net), sets, options.quick, False)
    if options.out:
        last = result.get("int8") or result["float"]
        with open(options.out, "w", encoding="utf-8") as out:
            json.dump({"calibration": {
                "window": texts.WINDOW, "pieces": texts.PIECES,
                "gap": decode.GAP, "quoted": decode.QUOTED, "spilt": decode.SPILT, "entry": decode.ENTRY, "source": decode.SOURCE,
                "attribution": {"cue": last["attribution"]["threshold"],
                                "confidence": last.get("calibration", {}).get("weights", {})},
                "accusation": {"look": decode.LIKELY, "cue": decode.FOUND, "same": decode.SAME, "target": decode.TARGET,
                               "confidence": last["accusation"].get("calibration", {}).get("weights", {})}},
                       "scores": result}, out, indent=1)


if __name__ == "__main__":
    main()
