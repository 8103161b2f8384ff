"""From a reader's marks of accusations to data/accusations.tsv: python marks.py NUMBERED... > data/accusations.tsv

A reader gets texts with numbered sentences (python marks.py --lay IDS > texts.txt) and writes, for each accusation, a line
of tab-separated fields in words of the text:

    id, sentence, stance, type, cue, accuser, target, charge, status

A field of words may say in which other sentence they stand ("@7:Mattis") and is - where there are none. Status: f firm,
o of two minds whether it counts, r said before in the text. The line "# read ID" says that a text was read to its end,
for one without accusations. What counts as one is in the shared folder's eval/ANNOTATION.md; as the cue counts the word that accuses, or
where the accusation is only the content of what somebody says, the main word of the wrong act.

data/accusations.tsv has the same as [start-end) code points of the text, so that no words of the texts are in it.
"""
import argparse
import re
import sys

import data
import text as texts


def sentences(layout):
    return [(layout["tokens"][first][0], layout["tokens"][end - 1][1]) for first, end, _ in layout["sentences"]]


def places(text, span, words):
    """Where the words stand in the span, spaces being equal."""
    pattern = r"\s+".join(re.escape(w) for w in words.split())
    edge = r"(?<!\w)" if words[0].isalnum() else ""
    found = [(m.start(), m.end()) for m in re.compile(edge + pattern).finditer(text, *span)]
    return found or [(m.start(), m.end()) for m in re.compile(pattern).finditer(text, *span)]


def spot(text, spans, at, words, near=None):
    """The place of a field's words, the nearest one to near; None for -, ValueError where they do not stand there."""
    if words == "-":
        return None
    other = re.match(r"@(\d+):\s*(.*)", words)
    if other:
        at, words = int(other[1]), other[2]
    found = places(text, spans[at], words)
    if not found:
        raise ValueError(f"sentence {at} has no {words!r}")
    return found[0] if near is None else min(found, key=lambda f: abs(f[0] - near))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("marks", nargs="*")
    parser.add_argument("--lay", metavar="FILE", help="print the texts whose ids the file lists, with numbered sentences")
    options = parser.parse_args()
    read, lines = {}, {}
    if options.lay:
        with open(options.lay, encoding="utf-8") as ids:
            read = {line.strip(): True for line in ids}
    for path in options.marks:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                line = line.rstrip("\n")
                if line.startswith("# read "):
                    read[line[7:]] = True
                elif line:
                    fields = [f.strip() for f in line.split("\t")]
                    lines.setdefault(fields[0], []).append((f"{path}:{number}", fields[1:]))
                    read[fields[0]] = True
    documents = [d[:2] for d in data.marked_texts() if d[0] in read]
    faults = 0
    for (doc, text), layout in zip(documents, texts.lay_out(documents)):
        spans = sentences(layout)
        if options.lay:
            print(f"=== {doc}", *(f"[{k}] {' '.join(text[s:e].split())}" for k, (s, e) in enumerate(spans)), "", sep="\n")
            continue
        rows = set()
        for where, (at, stance, kind, cue, accuser, target, charge, status) in lines.get(doc, []):
            try:
                at = int(at)
                goal = spot(text, spans, at, charge)
                word = spot(text, spans, at, cue, goal[0] if goal else None)
                parties = [spot(text, spans, at, words, word[0]) for words in (accuser, target)]
            except (ValueError, IndexError) as error:
                faults += 1
                print(f"{where}: {error}", file=sys.stderr)
                continue
            rows.add((word, stance, kind, status, *parties, goal))
        if not rows:
            print(doc)
        for word, stance, kind, status, accuser, target, goal in sorted(rows, key=lambda r: (r[0], str(r))):
            print(doc, stance, kind, status, *("-" if s is None else f"{s[0]}-{s[1]}" for s in (word, accuser, target, goal)), sep="\t")
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
