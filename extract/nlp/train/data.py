"""Examples to learn and to measure from, read from the shared folder of data (see its README).

An example is a window with what Pieces.example gives, and

    doc, words      the text's id; [start, end) of the window's words in code points of the text
    quotes          [first, last] words of its outermost quotations, with their marks
    attribution     [(cue word, cue, content, source)] as lists of word indexes; None where not marked
    accusation      [(cue word, cue, accuser, target, charge, stance, unknown)]; None where not marked;
                    unknown are words that may be a party, which teach nothing
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
    """Whether a text of the free gold set is kept from training: one fifth of them."""
    return int(hashlib.sha1(doc.encode()).hexdigest(), 16) % 5 == 0


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
            (cue - first, *map(inside, parts), stance, inside(unknown))
            for cue, *parts, stance, unknown in accusation if first <= cue < end]
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


GUM = {"person": "person", "organization": "organization", "place": "place", "event": "event"}
LINKS = {"of", "the", "and", "for", "de", "la", "-", "&", "’s", "'s", "in", "on", "to"}


def gum_sentence(document, sentence, opened):
    """Adds a sentence: its text, and the run of proper nouns about the head of each mention that has one."""
    tokens, multi, spaced = [], None, True
    for columns in sentence:
        ident, form, tag, misc = columns[0], columns[1], columns[3], columns[9]
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
        tokens.append((span, form, tag))
        at = len(tokens) - 1
        entity = re.search(r"Entity=([^|]*)", misc)
        for part in re.findall(r"\([^()]+\)?|[^()]+\)", entity.group(1)) if entity else []:
            if part[0] == "(":
                fields = part.strip("()").split("-")
                head = next((f for f in fields[4:] if re.fullmatch(r"\d+(,\d+)*", f)), "1")
                opened.append((fields[0], fields[1], at, int(head.split(",")[0])))
            if part[-1] == ")":
                name = part.strip("()").split("-")[0]
                index = next((i for i in range(len(opened) - 1, -1, -1) if opened[i][0] == name), None)
                if index is not None:
                    _, kind, first, head = opened.pop(index)
                    gum_name(document, tokens, kind, first, at, first + head - 1)
                    gum_mention(document, tokens, name, first, at, first + head - 1)
    opened.clear()
    if not document["text"].endswith(" "):
        document["text"] += " "


def gum_name(document, tokens, kind, first, last, head):
    if kind not in GUM or head > last or tokens[head][2] != "PROPN":
        return
    begin = end = head
    links = LINKS if kind != "person" else {"-", "de", "la", "of", "the"}
    while begin > first and (tokens[begin - 1][2] == "PROPN" or (
            tokens[begin - 1][1].lower() in links and begin - 1 > first and tokens[begin - 2][2] == "PROPN")):
        begin -= 1
    while end < last and (tokens[end + 1][2] == "PROPN" or tokens[end + 1][2] == "NUM" and kind == "event" or (
            tokens[end + 1][1].lower() in links and any(t[2] == "PROPN" for t in tokens[end + 2:min(end + 4, last + 1)]))):
        end += 1
    while tokens[end][2] not in ("PROPN", "NUM"):
        end -= 1
    document["entities"].append((tokens[begin][0][0], tokens[end][0][1], GUM[kind]))


def gum_mention(document, tokens, entity, first, last, head):
    begin = end = head = min(head, last)
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

COMMON = {"Party", "National", "Front", "Court", "Police", "Council", "Union", "International", "United", "State",
          "Democratic", "Republic", "Liberation", "People's", "Forces", "Department", "Ministry", "Group", "Movement"}


class Parties:
    """Finds where a text mentions a party that the gold gives by name only."""

    def __init__(self):
        lines = (line.split("\t") for line in data_lines("demonyms.txt"))
        self.countries = {country: words.split(", ") for country, words in lines}

    def aliases(self, name, kind):
        if kind in ("country", "government"):
            stem = re.escape(name[: max(4, min(5, len(name)))]) + r"\w*"
            return [re.escape(a) + r"(?!\w)" for a in [name, *self.countries.get(name, [])]] + (
                [] if " " in name else [stem])
        found = [re.escape(name) + r"(?!\w)"]
        parts = [p for p in name.split() if p[0].isalnum()]
        if kind == "person" and len(parts) > 1:
            found += [re.escape(parts[-1]) + r"(?!\w)", re.escape(parts[0]) + r"(?!\w)"]
        elif len(parts) > 1:
            initials = "".join(p[0] for p in parts if p[0].isupper())
            found += [re.escape(initials) + r"(?!\w)"] if len(initials) > 1 else []
            found += [re.escape(" ".join(parts[i:])) + r"(?!\w)" for i in range(1, len(parts) - 1) if len(parts[i]) > 3]
            found += [re.escape(p) + r"(?!\w)" for p in parts if len(p) > 4 and p not in COMMON]
        return found

    def mentions(self, text, begin, end, name, kind):
        for alias in self.aliases(name, kind):
            found = [(m.start(), m.end()) for m in re.finditer(r"(?<!\w)" + alias, text[:end]) if m.start() >= begin]
            if found:
                return found
        return []


def widened(span, entities):
    """The entity that holds the span, or the span."""
    held = [(s, e) for s, e, _ in entities if s <= span[0] and span[1] <= e]
    return max(held, key=lambda x: x[1] - x[0], default=span)


def triggers():
    return [line.split() for line in data_lines("triggers.txt")]


def trigger(text, words, evidence, charge, stance, ranks):
    """The index of the word that accuses; the first of the charge where none does."""
    inside = words.of([evidence])
    goal = words.of([charge])
    ranks = ranks[:1] + ranks[1:] if stance == "deny" else ranks[1:]
    for rank in ranks:
        found = [i for i in inside if text[words.spans[i][0]:words.spans[i][1]].lower().startswith(tuple(rank))
                 and (len(rank[0]) > 3 or i not in goal)
                 and (rank[0] != "for" or text[words.spans[i][0]:words.spans[i][1]].lower() in rank)]
        if found:
            return min(found, key=lambda i: (abs(i - goal[0]) if i <= goal[0] else 2 * (i - goal[0])))
    return goal[0]


def accusations(text, words, marked, parties, entities, ranks):
    """The gold's accusations as words of the text; those by one trigger are one, with all their roles."""
    found = {}
    for a in marked:
        begin = text.find(a["evidence"])
        if begin < 0 or not a["charge"]:
            continue
        end = begin + len(a["evidence"])
        at = text.find(a["charge"], begin, end)
        at = at if at >= 0 else text.find(a["charge"])
        if at < 0:
            continue
        charge = (at, at + len(a["charge"]))
        cue = trigger(text, words, (begin, end), charge, a["stance"], ranks)
        spots = {}
        unknown = []
        for role in ("accuser", "target"):
            if not a[role]:
                continue
            mentions = parties.mentions(text, begin, end, a[role], a[role + "_kind"])
            near = words.spans[cue][0] if role == "accuser" else charge[0]
            outside = [m for m in mentions if m[1] <= charge[0] or m[0] >= charge[1]]
            if mentions:
                best = min(outside or mentions, key=lambda m: abs(m[0] - near))
                spots[role] = words.of([widened(best, entities)])
            else:
                unknown += words.of([(begin, end)])
        key = (cue, a["stance"])
        entry = found.setdefault(key, [set(), set(), set(), set()])
        entry[0] |= set(spots.get("accuser", []))
        entry[1] |= set(spots.get("target", []))
        entry[2] |= set(words.of([charge]))
        entry[3] |= set(unknown)
    merged = {}
    for (cue, stance), parts in found.items():
        if cue in merged:
            continue  # one stance a trigger
        accuser, target, charge, unknown = parts
        charge -= accuser | target | {cue}
        unknown -= charge | accuser | target | {cue}
        merged[cue] = (cue, [cue], sorted(accuser), sorted(target), sorted(charge),
                       net.STANCES.index(stance), sorted(unknown))
    return list(merged.values())


def silver_id(doc):
    day = re.fullmatch(r"(\d{4}-\d\d-\d\d)_(\d+)", doc)
    return f"wpce:{day[1]}:{day[2]}" if day else doc.rpartition("_")[0] + ":" + doc.rpartition("_")[2]


def gold_accusations(name, folder):
    found = []
    for r in rows("gold", name):
        with open(shared(*folder, r["doc"] + ".txt"), encoding="utf-8", newline="") as handle:
            found.append((r, handle.read()))
    return found


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


def gold_set(pieces, silver, patterns, want):
    """Examples of the free gold set's texts for which want(doc) holds, with accusations and names."""
    articles = [(r, t) for r, t in gold_accusations("free_train.jsonl", ("gold", "free_text")) if want(r["doc"])]
    parties, ranks, found = Parties(), triggers(), []
    for (r, text), layout in zip(articles, texts.lay_out((r["doc"], t) for r, t in articles)):
        words = Words(layout)
        entities = silver.get(silver_id(r["doc"]), [])
        known = bool(entities) and all(e <= len(text) for _, e, _ in entities)
        treaties = [(text.find(t["mention"]), t["mention"]) for t in r["treaties"]]
        named = entities + [(at, at + len(m), "treaty") for at, m in treaties if at >= 0]
        found += cut(pieces, r["doc"], text, words,
                     accusation=accusations(text, words, r["accusations"], parties, entities, ranks),
                     names=labels(text, words, named, patterns) if known else None)
    return found


def framenet_set(pieces):
    sentences = list(framenet())
    found = []
    for (ident, text, spans), layout in zip(sentences, texts.lay_out((i, t) for i, t, _ in sentences)):
        words = Words(layout)
        marked = []
        if spans and words.of(spans[0]):
            cue, accuser, target, charge = map(words.of, spans)
            marked = [(cue[0], cue[:1], accuser, target, charge, 0, [])]
        found += cut(pieces, ident, text, words, accusation=marked)
    return found
