"""Draws pairs of real sentences that the engine joins or flags, to be annotated: labels of pairs that it is unsure of teach the reader most.

usage: draw.py bundles --data DIR --seed N --out FILE                       reports of one story each, as requests of `parallax compare --format=jsonl`
       draw.py pairs --data DIR --seed N --bundles FILE --answers FILE --count N --out FILE [--known FILE ...]
       draw.py keep FILE... --out data/realpairs.tsv                         appends annotated pairs, as offsets

Stories are those of ECB+ (its topics), PolNeAR and BBC news (articles near in words; for PolNeAR also in time). Reports of the benchmark's
unannotated part that no label was drawn from are left out. A pair says how it was drawn ("flagged" or "joined") in "drawn".
"""
import argparse
import collections
import itertools
import json
import os
import random
import re

import numpy as np

from real import Corpora, pair_without_words, real_pairs

REPORTS = 4  # of a bundle, at most
SENTENCES = 40  # of a report, at most
FLAGGED = 0.7  # of the pairs that are drawn
ABBREVIATED = re.compile(r"\b([A-Z]|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|St|Jr|Sr|No|Inc|Corp|Co|vs|[A-Z]\.[A-Z]|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.$")


def sentence_ranges(text, begin, end):
    """[[begin, end]] of the sentences of text[begin:end], in characters of `text`."""
    out = []
    for line in re.finditer(r"[^\n]+", text[begin:end]):
        at = begin + line.start()
        for stop in re.finditer(r"[.!?][\"”’')]*(?=\s+[\"“‘'(A-Z0-9])", line.group()):
            to = begin + line.start() + stop.end()
            if not ABBREVIATED.search(text[at:to].rstrip("\"”’')")):
                out.append([at, to])
                at = to
        out.append([at, begin + line.end()])
    trimmed = []
    for b, e in out:
        while b < e and text[b].isspace():
            b += 1
        while e > b and text[e - 1].isspace():
            e -= 1
        if len(text[b:e].split()) > 2:
            trimmed.append([b, e])
    return trimmed[:SENTENCES]


def near_in_words(texts):
    """Cosines of the texts by their words, weighed by rarity."""
    bags = [collections.Counter(re.findall(r"[a-z]{3,}", t.lower())) for t in texts]
    frequency = collections.Counter(w for bag in bags for w in bag)
    kept = {w: i for i, w in enumerate(w for w, n in frequency.items() if 1 < n < 0.2 * len(texts))}
    matrix = np.zeros((len(texts), len(kept)), np.float32)
    for i, bag in enumerate(bags):
        for word, count in bag.items():
            if word in kept:
                matrix[i, kept[word]] = (1 + np.log(count)) * np.log(len(texts) / frequency[word])
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    return matrix @ matrix.T


def neighbours(articles, least, rng, near=lambda a, b: True):
    """Bundles of articles [(key, text, report)] around each one that has neighbours."""
    similarity = near_in_words([text for _, text, _ in articles])
    seen, out = set(), []
    for i in rng.sample(range(len(articles)), len(articles)):
        order = [int(j) for j in np.argsort(-similarity[i]) if least < similarity[i, j] < 0.98 and j != i and near(articles[i][0], articles[j][0])]
        chosen = [i] + order[:REPORTS - 1]
        if len(chosen) > 1 and not seen & set(chosen):
            seen |= set(chosen)
            out.append([articles[j][2] for j in chosen])
    return out


def reserved_articles(data, touched):
    """Articles of ECB+ that stand in bundles nobody has looked at."""
    folder = os.path.join(data, "benchmark/unannotated")
    bundles = [json.load(open(os.path.join(folder, name), encoding="utf-8")) for name in sorted(os.listdir(folder))]
    return {doc for b in bundles if b["bundle"] not in touched for doc in b.get("docs", [])}


def stories(corpora, rng):
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
    with open(os.path.join(here, "real.jsonl"), encoding="utf-8") as rows:
        touched = {d["bundle"] for row in map(json.loads, rows) for d in row["docs"] if isinstance(d, dict) and "bundle" in d}
    reserved = reserved_articles(corpora.data, touched)
    topics = collections.defaultdict(list)
    for doc in sorted(corpora.ecb):
        if doc not in reserved and len(corpora.ecb[doc]) > 2:
            topic, _, kind = re.match(r"(\d+)_(\d+)(\w+)", doc).groups()
            topics[topic, kind].append(doc)
    for docs in topics.values():
        rng.shuffle(docs)
        for at in range(0, len(docs) - 1, REPORTS):
            yield docs[at:at + REPORTS] if at + 1 < len(docs) else docs[at - 1:at + 1]
    articles = []
    folder = os.path.join(corpora.data, "data/attribution/train")
    for name in sorted(n for n in os.listdir(folder) if n.endswith(".txt")):
        text = corpora.text("attribution/train/" + name)
        year, month, day = map(int, re.search(r"(\d+)-(\d+)-(\d+)_", name).groups())
        ranges = sentence_ranges(text, 0, len(text))
        if len(ranges) > 4:
            articles.append((372 * year + 31 * month + day, " ".join(text[b:e] for b, e in ranges), {"file": "attribution/train/" + name, "sentences": ranges}))
    yield from neighbours(articles, 0.18, rng, lambda a, b: abs(a - b) <= 3)
    text, articles = corpora.text("plain/bbc-news-2004.txt"), []
    edges = [0] + [m.end() for m in re.finditer(r"\n{3,}", text)] + [len(text)]
    for begin, end in itertools.pairwise(edges):
        ranges = sentence_ranges(text, begin, end)
        if len(ranges) > 4:
            articles.append((0, " ".join(text[b:e] for b, e in ranges), {"file": "plain/bbc-news-2004.txt", "sentences": ranges}))
    yield from neighbours(articles, 0.3, rng)


def request(docs, corpora):
    reports = []
    for i, doc in enumerate(docs):
        first, *rest = corpora.sentences(doc)
        reports.append({"id": "ABCDE"[i], "outlet": f"r{i}", "headline": first, "text": "\n".join(rest)})
    return {"reports": reports, "offsetEncoding": "UTF32", "view": "FULL", "minConfidence": 0.05}


def write_bundles(a, corpora):
    chosen = [docs for docs in stories(corpora, random.Random(a.seed)) if len({json.dumps(d) for d in docs}) > 1]
    with open(a.out, "w", encoding="utf-8") as out, open(a.out + ".docs", "w", encoding="utf-8") as names:
        for docs in chosen:
            out.write(json.dumps(request(docs, corpora)) + "\n")
            names.write(json.dumps(docs) + "\n")
    print(len(chosen), "bundles")


def sentence_of(span, sentences):
    """The number of the sentence in which the span begins."""
    if span.get("section", "BODY") == "HEADLINE":
        return 0
    begin, at = int(span.get("begin", 0)), 0
    for i, sentence in enumerate(sentences[1:], 1):
        if at <= begin < at + len(sentence):
            return i
        at += len(sentence) + 1
    return None


def pairs_of(answer, docs, corpora):
    """{(place, place): (kind or "", confidence, passages)} of what is flagged, else of what is joined."""
    number = {r: i for i, r in enumerate("ABCDE")}
    texts = [corpora.sentences(doc) for doc in docs]

    def place(report, span):
        r = number[report]
        s = sentence_of(span, texts[r])
        return None if s is None else (r, s)

    def shown(place, span):
        """The range of characters of the sentence that the evidence shows."""
        before = sum(len(sentence) + 1 for sentence in texts[place[0]][1:place[1]])
        return [int(span.get("begin", 0)) - before, min(int(span["end"]) - before, len(texts[place[0]][place[1]]))]

    found = {}
    for d in answer.get("differences", []):
        for p, q in itertools.combinations(d.get("positions", []), 2):
            for x, y in itertools.product(p.get("evidence", [])[:2], q.get("evidence", [])[:2]):
                sides = [(place(e["reportId"], e["span"]), e["span"]) for e in (x, y)]
                if None in (sides[0][0], sides[1][0]) or sides[0][0][0] == sides[1][0][0] or d["kind"] in ("OMISSION", "PROMINENCE"):
                    continue
                sides.sort(key=lambda s: s[0])
                found.setdefault((sides[0][0], sides[1][0]), (d["kind"], d.get("confidence", 0), [shown(*side) for side in sides]))
    for fact in answer.get("facts", []):
        mentions = sorted({place(c["reportId"], m["span"]) for c in fact.get("accounts", []) for m in c.get("mentions", [])} - {None})
        for pair in itertools.combinations(mentions, 2):
            if pair[0][0] != pair[1][0]:
                found.setdefault(pair, ("", 0, None))
    return found


def write_pairs(a, corpora):
    rng, known, flagged, joined = random.Random(a.seed), set(), [], []
    for path in a.known:
        known |= {(p["a"], p["b"]) for p in map(json.loads, open(path, encoding="utf-8"))}
    known |= {(p["a"], p["b"]) for p in real_pairs(corpora)}
    known |= {(b, a) for a, b in known}
    with open(a.bundles + ".docs", encoding="utf-8") as names, open(a.answers, encoding="utf-8") as answers:
        for docs, answer in zip(map(json.loads, names), map(json.loads, answers)):
            for (x, y), (kind, confidence, shown) in pairs_of(answer.get("response", answer), docs, corpora).items():
                texts = corpora.sentences(docs[x[0]])[x[1]], corpora.sentences(docs[y[0]])[y[1]]
                if texts in known or texts[0] == texts[1] or max(map(len, texts)) > 600:
                    continue
                known |= {texts, texts[::-1]}
                row = {"a": texts[0], "b": texts[1], "at": [[docs[x[0]], x[1]], [docs[y[0]], y[1]]], "drawn": "flagged" if kind else "joined"}
                if kind:
                    row["shown"] = shown
                (flagged if kind else joined).append(((kind, confidence), row))
    print(len(flagged), "flagged,", len(joined), "joined;", collections.Counter(kind for (kind, _), _ in flagged))
    # Of each kind alike, the surest first: what is shown is what is to be right.
    by_kind = collections.defaultdict(list)
    for (kind, confidence), row in flagged:
        by_kind[kind].append((confidence, rng.random(), row))
    queues = [[row for _, _, row in sorted(rows, key=lambda r: r[:2])] for rows in by_kind.values()]
    chosen = []
    while any(queues) and len(chosen) < FLAGGED * a.count:
        chosen += [queue.pop() for queue in queues if queue]
    rng.shuffle(joined)
    chosen += [row for _, row in joined[:max(0, a.count - len(chosen))]]
    rng.shuffle(chosen)
    with open(a.out, "w", encoding="utf-8") as out:
        for row in chosen:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(len(chosen), "drawn")


def keep(a):
    with open(a.out, encoding="utf-8") as lines:
        number = max(int(line.split("\t")[0]) for line in lines)
    with open(a.out, "a", encoding="utf-8") as out:
        for path in a.files:
            for pair in map(json.loads, open(path, encoding="utf-8")):
                number += 1
                out.write(pair_without_words(pair, number, dict(zip("ab", pair["at"]))))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("bundles", "pairs", "keep"))
    parser.add_argument("--data")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bundles")
    parser.add_argument("--answers")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--known", action="append", default=[])
    parser.add_argument("--out", required=True)
    parser.add_argument("files", nargs="*")
    a = parser.parse_args()
    if a.what == "keep":
        return keep(a)
    corpora = Corpora(a.data)
    write_bundles(a, corpora) if a.what == "bundles" else write_pairs(a, corpora)


if __name__ == "__main__":
    main()
