"""Training and test examples of the reader of pairs: made pairs, and pairs of sentences of annotated bundles."""
import collections
import glob
import itertools
import json
import os
import re

import numpy as np

KINDS = ["COMMITMENT", "POLARITY", "ATTRIBUTION", "REPORTING_VERB", "QUANTITY", "TIME", "PLACE", "CAUSE", "LABEL", "WORDING",
         "SCARE_QUOTES", "QUOTATION", "AGENCY"]
CLASSES = ["ASSERTED", "ENDORSED", "ATTRIBUTED", "HEDGED", "ALLEGED", "DENIED", "NEGATED", "PROSPECTIVE"]
REAL = "rp-"  # how the ids of pairs of real sentences begin
MOST_PIECES = 110  # of a passage, in training


class Side:
    """One passage: its pieces, which of them state the shared fact and show each kind, and the class of the fact. `facts`: ranges of
    characters by fact; those of `stated`, else all, are the shared one's."""

    def __init__(self, tokenizer, text, facts=None, kinds=(), commitment=None, stated=None):
        self.text, self.facts, self.spans, self.commitment_name = text, facts or {}, list(kinds), commitment
        self.ids, self.shapes, self.places = tokenizer(text, MOST_PIECES)
        self.fact = self.mark([span for f in (self.facts if stated is None else stated) for span in self.facts[f]])
        self.kinds = [(kind, self.mark(spans)) for kind, spans in kinds]
        self.commitment = CLASSES.index(commitment) if commitment in CLASSES else -1

    def mark(self, spans):
        return [i for i, (begin, end) in enumerate(self.places) if any(b < end and begin < e for b, e in spans)]


class Example:
    """Two passages. `same` is None where the annotation does not say; of the kinds `unknown` it does not say either."""

    def __init__(self, a, b, same, kinds, group, unknown=()):
        self.a, self.b, self.same, self.kinds, self.group, self.unknown = a, b, same, kinds, group, unknown

    def row(self, tokenizer, swap=False):
        a, b = (self.b, self.a) if swap else (self.a, self.b)
        ids = [tokenizer.cls] + a.ids + [tokenizer.sep] + b.ids + [tokenizer.sep]
        sides = [0] * (len(a.ids) + 2) + [1] * (len(b.ids) + 1)
        shapes = [5] + a.shapes + [5] + b.shapes + [5]
        return ids, sides, shapes

    def size(self):
        return len(self.a.ids) + len(self.b.ids) + 3


def find(text, quote):
    at = text.index(quote)
    return at, at + len(quote)


def read_pairs(tokenizer, paths):
    """[(number, Example)] of files of made pairs; the number in the id decides the fold."""
    out = []
    for path in paths:
        for line in open(path, encoding="utf-8"):
            p = json.loads(line)
            sides = {}
            for s in "ab":
                fact = {"F": [find(p[s], p["fact_" + s])]} if p["fact_" + s] else {}
                sides[s] = Side(tokenizer, p[s], fact, [(KINDS.index(d["kind"]), [find(p[s], d[s])]) for d in p["differences"]], p["commitment_" + s])
            kinds = sorted({KINDS.index(d["kind"]) for d in p["differences"]})
            group = "pairs " + ("differs" if kinds else "alike" if p["same_fact"] else "other")
            example = Example(sides["a"], sides["b"], bool(p["same_fact"]), kinds, group)
            example.id, example.gold = p["id"], p["differences"]
            example.shown = dict(zip("ab", p["shown"])) if "shown" in p else None  # the passages of a flag
            out.append((int(re.sub(r"\D", "", p["id"])), example))
    return out


class Bundle:
    """An annotated bundle: sentences by (report, number), which facts each tells, and which pairs show differences."""

    def __init__(self, path):
        self.gold = json.load(open(path, encoding="utf-8"))
        self.name = self.gold["bundle"]
        self.keys = [(r, s) for r, report in enumerate(self.gold["reports"]) for s in range(len(report["sentences"]))]
        self.text = {(r, s): self.gold["reports"][r]["sentences"][s] for r, s in self.keys}
        number = {report["id"]: r for r, report in enumerate(self.gold["reports"])}
        self.facts = collections.defaultdict(dict)  # (report, sentence) -> fact -> (spans, commitment)
        for fact in self.gold["facts"]:
            for m in fact["mentions"]:
                key = (number[m["report"]], m["sentence"])
                spans, _ = self.facts[key].setdefault(fact["id"], ([], m["commitment"]))
                spans.append(find(self.text[key], m["quote"]))
        self.differences = collections.defaultdict(list)  # pair of sentences -> [(kind, fact, spans of a, spans of b)]
        self.disputed = collections.defaultdict(set)  # (fact, report, report) -> kinds: shown by some mentions, perhaps by others too
        self.opposed = collections.defaultdict(set)  # (fact, report, report) -> pairs of classes of a COMMITMENT
        for d in self.gold["differences"]:
            if d["kind"] not in KINDS:
                continue
            for p, q in itertools.permutations(d["positions"], 2):
                for x, y in itertools.product(p["evidence"], q["evidence"]):
                    if "sentence" in x and "sentence" in y and number[x["report"]] < number[y["report"]]:
                        kx, ky = ((number[e["report"]], e["sentence"]) for e in (x, y))
                        row = (KINDS.index(d["kind"]), d.get("fact"), find(self.text[kx], x["quote"]), find(self.text[ky], y["quote"]))
                        self.disputed[d.get("fact"), kx[0], ky[0]].add(row[0])
                        if d["kind"] == "COMMITMENT":
                            self.opposed[d.get("fact"), kx[0], ky[0]].add((p["value"], q["value"]))
                        if row not in self.differences[kx, ky]:
                            self.differences[kx, ky].append(row)

    def origin(self):
        start = self.name.split("-")[0]
        return start if start in ("basil", "lead", "ecb") else "made"

    def shared(self, x, y):
        return sorted(self.facts[x].keys() & self.facts[y].keys()) if x in self.facts and y in self.facts else []

    def positives(self):
        return [(x, y) for x, y in itertools.combinations(self.keys, 2) if x[0] != y[0] and (self.shared(x, y) or (x, y) in self.differences)]

    def example(self, tokenizer, x, y, fact=None):
        """The pair (x, y); `fact` chooses which of several shared facts gives the classes."""
        shared, differences = self.shared(x, y), self.differences.get((x, y), [])
        fact = fact or (shared[0] if shared else None)
        sides = []
        for key, spot in ((x, 2), (y, 3)):
            kinds = collections.defaultdict(list)
            for d in differences:
                kinds[d[0]].append(d[spot])
            told = {f: spans for f, (spans, _) in self.facts.get(key, {}).items()}
            sides.append(Side(tokenizer, self.text[key], told, sorted(kinds.items()), self.facts[key][fact][1] if fact else None, shared))
            sides[-1].clause = sides[-1].mark(told[fact]) if fact else []
        same = True if shared else None if differences else False
        kinds = sorted({d[0] for d in differences})
        group = "bundle " + ("differs" if kinds else "alike" if same else "other")
        more, unknown = self.beyond_evidence(x, y, shared)
        example = Example(*sides, same, sorted({*kinds, *more}), group, sorted(unknown - {*kinds, *more}))
        example.key, example.bundle = (x, y), self
        return example

    def beyond_evidence(self, x, y, shared):
        """(kinds that this pair shows as well by its classes, kinds that it may show): evidence is quoted from a few of a fact's mentions."""
        more, unknown = set(), set()
        for f in shared:
            where, classes = (f, x[0], y[0]), (self.facts[x][f][1], self.facts[y][f][1])
            for kind in self.disputed.get(where, ()):
                if KINDS[kind] == "COMMITMENT" and classes in self.opposed[where]:
                    more.add(kind)
                elif KINDS[kind] == "POLARITY" and {c in ("DENIED", "NEGATED") for c in classes} == {True, False}:
                    more.add(kind)
                elif KINDS[kind] not in ("COMMITMENT", "POLARITY") or classes[0] != classes[1]:
                    unknown.add(kind)
        return more, unknown


def fold_of(name, folds):
    """The fold of a bundle; a bundle of an ECB+ topic that is in some fold goes with it."""
    for fold, names in folds["bundles"].items():
        if name in names:
            return int(fold)
    topic = re.match(r"ecb-\d+(ecb|ecbplus|plus)-", name)
    if topic:
        start = topic.group(0).replace("ecbplus", "plus")
        for fold, names in folds["bundles"].items():
            if any(n.startswith(start) for n in names):
                return int(fold)
    return -1


def read_bundles(folders):
    return [Bundle(path) for folder in folders for path in sorted(glob.glob(os.path.join(folder, "*.json")))]


def tfidf(tokenizer, texts):
    """Cosines of the texts by their pieces, weighed by rarity within the bundle."""
    bags = [collections.Counter(tokenizer(text)[0]) for text in texts]
    frequency = collections.Counter(piece for bag in bags for piece in bag)
    matrix = np.zeros((len(texts), len(frequency)), np.float32)
    column = {piece: i for i, piece in enumerate(frequency)}
    for i, bag in enumerate(bags):
        for piece, count in bag.items():
            matrix[i, column[piece]] = (1 + np.log(count)) * np.log(1 + len(texts) / frequency[piece])
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    return matrix @ matrix.T


def candidates(bundle, similarities, top):
    """Pairs of sentences of two reports where one is among the `top` nearest of the other in its report, by any measure."""
    reports = np.array([key[0] for key in bundle.keys])
    found = set()
    for similarity in similarities:
        for i in range(len(reports)):
            for r in set(reports.tolist()) - {int(reports[i])}:
                others = np.where(reports == r)[0]
                for j in others[np.argsort(-similarity[i, others], kind="stable")[:top]]:
                    found.add((min(i, int(j)), max(i, int(j))))
    return [(bundle.keys[i], bundle.keys[j]) for i, j in sorted(found)]


def sample(rng, rows, count):
    return rng.sample(rows, min(len(rows), count))
