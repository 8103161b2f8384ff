"""Examples to learn and to measure from, read from the shared folder of data (see its README).

An example is a window with what Pieces.example gives, and

    doc, words      the text's id; [start, end) of the window's words in code points of the text
    quotes          [first, last] words of its outermost quotations, with their marks
    attribution     [(cue word, cue, content, source)] as lists of word indexes; None where not marked
    accusation      [(cue word, cue, accuser, target, charge, stance, type, how surely it is a cue)]; None where not
                    marked; a type that is not known is IGNORE
    coreference     [(head word of a mention, words of the others of its entity)]; None where not marked
    names           a label's index for each word, IGNORE where unknown; None where not marked
"""
import bisect
import gzip
import hashlib
import json
import os
import re
import sys

import net
import text as texts

sys.path.insert(0, os.path.join(texts.shared(), "eval"))
import polnear  # noqa: E402  (of the shared folder)

IGNORE = -100
HERE = os.path.dirname(os.path.abspath(__file__))


def shared(*parts):
    return os.path.join(texts.shared(), "data", *parts)


def rows(*parts):
    path = shared(*parts)
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def data_lines(name):
    with open(os.path.join(HERE, "data", name), encoding="utf-8") as lines:
        return [line.rstrip("\n") for line in lines if line.strip() and not line.startswith("#")]


def held_out(doc):
    """Whether a text is kept from training: one fifth of those of the free gold set."""
    return os.path.exists(shared("gold", "free_text", doc + ".txt")) and int(hashlib.sha1(doc.encode()).hexdigest(), 16) % 5 == 0


class Words:
    """The words of one text, and the words that spans of code points touch."""

    def __init__(self, layout):
        self.layout, self.spans = layout, layout["tokens"]
        self.starts = [s for s, _ in self.spans]

    def of(self, spans):
        found = set()
        for start, end in spans:
            at = max(0, bisect.bisect_right(self.starts, start) - 1)
            while at < len(self.spans) and self.spans[at][0] < end:
                if self.spans[at][1] > start:
                    found.add(at)
                at += 1
        return sorted(found)


def cut(pieces, doc, text, words, attribution=None, accusation=None, names=None, coreference=None,
        first_limit=texts.WINDOW):
    """The examples of a text. A thing whose cue lies outside of a window is not in it."""
    for first, end in texts.windows(words.layout, first_limit):
        example = pieces.example([text[s:e] for s, e in words.spans[first:end]])
        end = first + len(example["first"])

        def inside(indexes):
            return [i - first for i in indexes if first <= i < end]

        example["doc"], example["words"] = doc, words.spans[first:end]
        quoted = [inside(words.of([(s, e)])) for s, e, depth in words.layout["quotations"] if depth == 0]
        example["quotes"] = [[run[0], run[-1]] for run in quoted if run]
        example["attribution"] = None if attribution is None else [
            (cue - first, *map(inside, parts)) for cue, *parts in attribution if first <= cue < end]
        example["accusation"] = None if accusation is None else [
            (cue - first, *map(inside, parts), stance, kind, sure)
            for cue, *parts, stance, kind, sure in accusation if first <= cue < end]
        example["names"] = None if names is None else names[first:end]
        example["coreference"] = None if coreference is None else [
            (head - first, inside(others)) for head, others in coreference if first <= head < end]
        if end > first:
            yield example


def attribution(words, marked):
    found = []
    for a in marked:
        cue, content, source = (words.of(a[role]) for role in ("cue", "content", "source"))
        anchor = (cue or source or content)[:1]
        if content and anchor:
            found.append((anchor[0], cue, content, source))
    return found


# Names.

class Patterns:
    """Weak labels by patterns: offices, treaties, events."""

    def __init__(self):
        lines = (line.split("\t") for line in data_lines("patterns.txt"))
        self.patterns = [(kind, re.compile(p.replace(" ", r"[ \n]").replace(r"[\n]", "[ ]"))) for kind, p in lines]

    def find(self, text):
        found = []
        for kind, pattern in self.patterns:
            for m in pattern.finditer(text):
                if not any(s < m.end() and m.start() < e for s, e, _ in found):
                    found.append((m.start(), m.end(), kind))
        return found


PRONOUNS = {"he", "she", "his", "her", "him", "i", "they", "it", "we", "you", "himself", "herself"}


def labels(text, words, entities, patterns, weak=True):
    """Label indexes of all words. Offices win over what they stand in; of the rest, longer entities do."""
    found = list(patterns.find(text))
    offices = [f for f in found if f[2] == "office"]
    others = [f for f in found if f[2] != "office"]
    entities = [e for e in entities if any(c.isupper() for c in text[e[0]:e[1]]) and text[e[0]:e[1]].lower() not in PRONOUNS]
    ranked = offices + sorted([*entities, *others], key=lambda f: f[0] - f[1])
    result = [0] * len(words.spans)
    taken = [False] * len(words.spans)
    for start, end, kind in ranked:
        run = [i for i in words.of([(start, end)]) if not taken[i]]
        while run and text[words.spans[run[0]][0]:words.spans[run[0]][1]].lower() in ("the", "a", "an", "'s", "’s", ","):
            run = run[1:]
        while run and text[words.spans[run[-1]][0]:words.spans[run[-1]][1]].lower() in ("'s", "’s", ",", "’", "'"):
            run = run[:-1]
        if not run or run[-1] - run[0] != len(run) - 1:
            continue
        for i in run:
            result[i] = net.LABELS.index(("B-" if i == run[0] else "I-") + kind)
            taken[i] = True
    if weak:  # the makers of silver are blind where all is in capitals
        for first, end, _ in words.layout["sentences"]:
            sentence = text[words.spans[first][0]:words.spans[end - 1][1]]
            if sentence.isupper():
                result[first:end] = [IGNORE] * (end - first)
    return result


SILVER = {"PERSON": "person", "ORGANIZATION": "organization", "LOCATION": "place",
          "COUNTRY": "place", "CITY": "place", "STATE_OR_PROVINCE": "place"}


def silver_names():
    return {r["id"]: [(s, e, SILVER[k]) for s, e, k in r["entities"] if k in SILVER]
            for r in rows("silver", "names.jsonl.gz")}


def gum(split, news_only=False):
    """(id, text, entities, mentions) of GUM's documents: the names among its mentions, and all of them as
    (entity, the head's span, the span of the name that the head is in)."""
    documents, sentence = [], []
    with open(shared("ud-english-gum", split + ".conllu"), encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id = "):
                documents.append({"id": line[14:], "text": "", "entities": [], "mentions": []})
                opened = []
            elif line.startswith("# newpar"):
                documents[-1]["text"] = documents[-1]["text"].rstrip() + ("\n\n" if documents[-1]["text"] else "")
            elif not line and sentence:
                gum_sentence(documents[-1], sentence, opened)
                sentence = []
            elif line and line[0] != "#":
                sentence.append(line.split("\t"))
    return [(d["id"], d["text"], d["entities"], d["mentions"]) for d in documents if not news_only or "_news_" in d["id"]]


GUM = ("person", "organization", "place", "event")
LINKS = {"of", "the", "and", "for", "de", "la", "-", "&", "’s", "'s"}
TITLES = {"mr", "mrs", "ms", "dr", "sir", "lord", "lady", "president", "sen", "senator", "rep", "gov", "governor", "prof", "professor",
          "gen", "general", "judge", "king", "queen", "prince", "princess", "pope", "minister", "secretary", "captain", "col", "lt",
          "vice", "representative", "prime", "mayor", "chancellor", "lady", "justice", "sergeant", "officer", "chief", "director",
          "chairman", "administrator", "mp"}


def gum_sentence(document, sentence, opened):
    """Adds a sentence: its text, its mentions and the names at their heads."""
    tokens, multi, closed = [], None, []
    for columns in sentence:
        ident, form, misc = columns[0], columns[1], columns[9]
        # By the Penn tag: "United" of United States is an adjective to UPOS.
        tag = "PROPN" if columns[4] in ("NNP", "NNPS") else columns[3]
        if "." in ident:
            continue
        if "-" in ident:
            multi = [int(x) for x in ident.split("-")]
            start = len(document["text"])
            document["text"] += form + ("" if "SpaceAfter=No" in misc else " ")
            multi += [start, start + len(form)]
            continue
        if multi and int(ident) <= multi[1]:
            span = multi[2:]
        else:
            start = len(document["text"])
            span = [start, start + len(form)]
            document["text"] += form + ("" if "SpaceAfter=No" in misc else " ")
        tokens.append((span, form, tag, len(tokens) + int(columns[6]) - int(ident) if columns[6] != "0" else -1, columns[7]))
        at = len(tokens) - 1
        entity = re.search(r"Entity=([^|]*)", misc)
        for part in re.findall(r"\([^()]+\)?|[^()]+\)", entity.group(1)) if entity else []:
            if part[0] == "(":
                opened.append((*part.strip("()").split("-")[:2], at))
            if part[-1] == ")":
                name = part.strip("()").split("-")[0]
                index = next((i for i in range(len(opened) - 1, -1, -1) if opened[i][0] == name), None)
                if index is not None:
                    closed.append((*opened.pop(index), at))
    opened.clear()
    for name, kind, first, last in closed:
        head = next((i for i in range(first, last + 1) if not first <= tokens[i][3] <= last), first)
        (gum_person if kind == "person" else gum_name)(document, tokens, kind, first, last, head)
        gum_mention(document, tokens, name, first, last, head)
    if not document["text"].endswith(" "):
        document["text"] += " "


def gum_person(document, tokens, kind, first, last, head):
    """Of a person the proper nouns that UD joins to the head by "flat", without titles."""
    def joined(i):
        while i != head and first <= i <= last and tokens[i][4].startswith("flat"):
            i = tokens[i][3]
        return i == head

    name = [i for i in range(first, last + 1) if tokens[i][2] == "PROPN" and tokens[i][1].lower().rstrip(".") not in TITLES and joined(i)]
    if name and tokens[first][1].lower() not in ("a", "an"):
        document["entities"].append((tokens[name[0]][0][0], tokens[name[-1]][0][1], kind))


def gum_name(document, tokens, kind, first, last, head):
    if kind not in GUM or tokens[head][2] != "PROPN":
        return
    begin = end = head
    while begin > first and (tokens[begin - 1][2] == "PROPN" or (
            tokens[begin - 1][1].lower() in LINKS and begin - 1 > first and tokens[begin - 2][2] == "PROPN")):
        begin -= 1
    while end < last and (tokens[end + 1][2] == "PROPN" or tokens[end + 1][2] == "NUM" and kind == "event" or (
            tokens[end + 1][1].lower() in LINKS and any(t[2] == "PROPN" for t in tokens[end + 2:min(end + 4, last + 1)]))):
        end += 1
    while tokens[end][2] not in ("PROPN", "NUM"):
        end -= 1
    document["entities"].append((tokens[begin][0][0], tokens[end][0][1], kind))


def gum_mention(document, tokens, entity, first, last, head):
    begin = end = head
    while tokens[head][2] == "PROPN" and begin > first and tokens[begin - 1][2] == "PROPN":
        begin -= 1
    while tokens[head][2] == "PROPN" and end < last and tokens[end + 1][2] == "PROPN":
        end += 1
    document["mentions"].append((entity, tuple(tokens[head][0]), (tokens[begin][0][0], tokens[end][0][1])))


def coreference(words, mentions):
    """(head word, words of the other mentions of its entity) of each mention that has others."""
    entities = {}
    for entity, head, name in mentions:
        entities.setdefault(entity, []).append((words.of([head])[0], words.of([name])))
    found = {}
    for same in entities.values():
        for head, name in same:
            others = {i for other, core in same if other != head for i in core} - set(name)
            if others:
                found.setdefault(head, set()).update(others)
    return [(head, sorted(others)) for head, others in sorted(found.items())]


def newswire():
    return [(r["id"], r["text"], [(e["start"], e["end"], SILVER[e["type"]]) for e in r["entities"] if e["type"] in SILVER], None)
            for r in rows("news", "newswire_names_1998.jsonl")]


# Accusations.

def marked_accusations():
    """The marks of data/accusations.tsv: {text's id: [mark]}, the empty list where a reader found none.

    A mark is {"stance", "type", "status", "cue", "accuser", "target", "charge"}, the last four [start, end) in code
    points or None.
    """
    found = {}
    for line in data_lines("accusations.tsv"):
        doc, *fields = line.split("\t")
        marks = found.setdefault(doc, [])
        if fields:
            spans = [None if f == "-" else tuple(int(n) for n in f.split("-")) for f in fields[3:]]
            marks.append({"stance": fields[0], "type": fields[1], "status": fields[2],
                          **dict(zip(("cue", "accuser", "target", "charge"), spans))})
    return found


DOUBT = 0.5  # how surely a cue that its reader was of two minds about is one


def accusations(words, marks):
    """Marks as words of the text; those by one cue are one, with all their roles."""
    found = {}
    for mark in marks:
        cue, *parts = (words.of([mark[role]] if mark[role] else []) for role in ("cue", "accuser", "target", "charge"))
        entry = found.setdefault(cue[0], (cue, [set(), set(), set()], mark))
        for known, part in zip(entry[1], parts):
            known.update(part)
    merged = []
    for first, (cue, (accuser, target, charge), mark) in sorted(found.items()):
        charge -= accuser | target | {first}
        merged.append((first, cue, sorted(accuser), sorted(target), sorted(charge), net.STANCES.index(mark["stance"]),
                       net.TYPES.index(mark["type"]), DOUBT if mark["status"] == "o" else 1.0))
    return merged


def silver_id(doc):
    day = re.fullmatch(r"(\d{4}-\d\d-\d\d)_(\d+)", doc)
    return f"wpce:{day[1]}:{day[2]}" if day else doc.rpartition("_")[0] + ":" + doc.rpartition("_")[2]


ACCUSE = ("accuse.v", "condemn.v", "denunciation.n", "recrimination.n", "censure.n", "blast.v", "denounce.v")


def framenet():
    """(id, sentence, accusations as spans): those of the words that accuse; the rest teach what does not."""
    for r in rows("framenet", "judgment_communication.jsonl"):
        spans = {}
        for element in r["fe"]:
            spans.setdefault(element["name"], []).append((element["start"], element["end"]))
        target = [(t["start"], t["end"]) for t in r["target"]]
        yield r["id"], r["sentence"], (target, spans.get("Communicator", []), spans.get("Evaluee", []),
                                       spans.get("Reason", []) + spans.get("Topic", [])) if r["lu"] in ACCUSE else None


# The sets.

def polnear_set(pieces, split, silver=None, patterns=None, first_limit=texts.WINDOW):
    articles = list(polnear.read_articles(shared("polnear", split)))
    found = []
    for (name, text, marked), layout in zip(articles, texts.lay_out((n, t) for n, t, _ in articles)):
        words = Words(layout)
        entities = silver.get(f"polnear_{split}:{name}") if silver else None
        names = labels(text, words, entities, patterns) if entities is not None else None
        found += cut(pieces, name, text, words, attribution=attribution(words, marked), names=names, first_limit=first_limit)
    return found


def names_set(pieces, documents, patterns, weak):
    found = []
    for (name, text, entities, mentions), layout in zip(documents, texts.lay_out((n, t) for n, t, *_ in documents)):
        words = Words(layout)
        found += cut(pieces, name, text, words, names=labels(text, words, entities, patterns, weak),
                     coreference=None if mentions is None else coreference(words, mentions))
    return found


def silver_set(pieces, silver, patterns):
    documents = [(r["id"], r["text"], silver[r["id"]], None)
                 for part in ("free_news.jsonl", "wikipedia_current_events_2025.jsonl", "reuters_1987.jsonl")
                 for r in rows("news", part) if r["id"] in silver]
    return names_set(pieces, documents, patterns, True)


def mpqa():
    """(id, text) of MPQA's documents, as far as their sentences are there: one a paragraph, its tokens joined."""
    documents = {}
    for r in rows("mpqa", "attitudes.jsonl"):
        documents.setdefault("mpqa:" + r["doc"], []).append((int(r["id"].rpartition(":")[2]), joined(r["tokens"])))
    return [(name, "\n\n".join(sentence for _, sentence in sorted(found))) for name, found in documents.items()]


BRACKETS = {"-LSB-": "[", "-RSB-": "]", "-LRB-": "(", "-RRB-": ")"}


def joined(tokens):
    """The sentence of Penn Treebank tokens."""
    sentence = " ".join(BRACKETS.get(token, token) for token in tokens)
    for pattern, to in ((r"`` ?| ?''", '"'), (r" ([,.;:?!%)\]])", r"\1"), (r"([(\[$]) ", r"\1"),
                        (r" ('(?:s|S|re|ve|ll|d|m)|n't)\b", r"\1"), (r"(s) ' ", r"\1' ")):
        sentence = re.sub(pattern, to, sentence)
    return sentence


def marked_texts():
    """(id, text, attributions or None, id among the silver names) of the texts that may bear marks of accusations."""
    for name, text, marked in polnear.read_articles(shared("polnear", "train")):
        yield name, text, marked, f"polnear_train:{name}"
    for part in ("free_news.jsonl", "wikipedia_current_events_2025.jsonl", "reuters_1987.jsonl", "newswire_names_1998.jsonl"):
        for r in rows("news", part):
            yield r["id"], r["text"], None, r["id"]
    for name, text in mpqa():
        yield name, text, None, name
    for r in rows("gold", "free_train.jsonl"):
        with open(shared("gold", "free_text", r["doc"] + ".txt"), encoding="utf-8", newline="") as handle:
            yield r["doc"], handle.read(), None, silver_id(r["doc"])


def accusation_set(pieces, silver, patterns, want):
    """Examples of the texts marked for accusations for which want(id) holds, with what else is known of them."""
    marks, found = marked_accusations(), []
    documents = [d for d in marked_texts() if d[0] in marks and want(d[0])]
    for (name, text, said, ident), layout in zip(documents, texts.lay_out((d[0], d[1]) for d in documents)):
        words = Words(layout)
        entities = silver.get(ident)
        known = entities and all(e <= len(text) for _, e, _ in entities)
        found += cut(pieces, name, text, words, attribution=None if said is None else attribution(words, said),
                     accusation=accusations(words, marks[name]), names=labels(text, words, entities, patterns) if known else None)
    return found


def framenet_set(pieces):
    sentences = list(framenet())
    found = []
    for (ident, text, spans), layout in zip(sentences, texts.lay_out((i, t) for i, t, _ in sentences)):
        words = Words(layout)
        marked = []
        if spans and words.of(spans[0]):
            cue, accuser, target, charge = map(words.of, spans)
            marked = [(cue[0], cue[:1], accuser, target, charge, 0, IGNORE, 1.0)]
        found += cut(pieces, ident, text, words, accusation=marked)
    return found
