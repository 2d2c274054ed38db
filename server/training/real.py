"""Bundles and pairs of sentences annotated for this project on reports of open corpora: data/real.jsonl and data/realpairs.jsonl hold labels
and offsets, the words stay in the corpora.

usage: real.py --data DIR --out DIR    writes them with their words, in the forms of the benchmark

A report of a row is the name of an article of ECB+ (Cybulska & Vossen 2014), whole; or {"doc", "lines"}, sentences of an article of
NewsWCL50 (Hamborg et al. 2019); or {"bundle", "report"}, a report of the benchmark's unannotated part; or {"file", "sentences"}, ranges of characters of a file of texts (PolNeAR, Newell et al. 2018; BBC
news, Greene & Cunningham 2006). Labels are [report, sentence, begin, end] in characters of the sentence as it reads.
"""
import argparse
import functools
import json
import os
import re

QUOTES = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "“": '"', "”": '"'}
CLOSING = re.compile(r"[.,;:!?%)\]]|n't|'(s|re|ve|ll|d|m|S)?|\.\.\.")
CLASSES = {"ASSERTED", "ENDORSED", "ATTRIBUTED", "HEDGED", "ALLEGED", "DENIED", "NEGATED", "PROSPECTIVE"}


def detokenize(tokens):
    """The sentence as it reads: offsets of the labels count in it."""
    out, opened, glued = "", False, False
    for token in (QUOTES.get(t, t) for t in tokens):
        if token == '"':
            out += '"' if opened else ("" if not out or out.endswith("(") else " ") + '"'
            glued, opened = not opened, not opened
        elif out and CLOSING.fullmatch(token):
            out, glued = out + token, False
        else:
            out += ("" if glued or not out or out.endswith(("(", "$")) else " ") + token
            glued = False
    return out


class Corpora:
    def __init__(self, data):
        self.data = data

    @functools.cached_property
    def ecb(self):
        found = {}
        for part in ("train", "dev"):
            for article in self.lines(f"events/ecbplus-{part}.jsonl"):
                sentences = [detokenize(s["tokens"]) for s in article["sentences"]]
                found[article["doc"]] = [s for s in sentences if len(s.split()) > 2 and "http" not in s]
        return found

    @functools.cached_property
    def newswcl(self):
        found = {}
        for article in self.lines("labels/newswcl50-dev.jsonl"):
            texts = (detokenize(s).replace("\\n", "").replace("$ ", "$").strip() for s in article["sentences"])
            found[article["doc"]] = [re.sub(r"(\w) - (\w)", r"\1-\2", t) for t in texts]
        return found

    def lines(self, name):
        with open(os.path.join(self.data, "data", name), encoding="utf-8") as lines:
            yield from map(json.loads, lines)

    @functools.lru_cache(64)
    def text(self, name):
        with open(os.path.join(self.data, "data", name), encoding="utf-8") as file:
            return file.read()

    def sentences(self, report):
        if isinstance(report, str):
            return self.ecb[report]
        if "lines" in report:
            return [self.newswcl[report["doc"]][i] for i in report["lines"]]
        if "bundle" in report:
            bundle = json.loads(self.text(f"../benchmark/unannotated/{report['bundle']}.json"))
            return next(r["sentences"] for r in bundle["reports"] if r["id"] == report["report"])
        return [re.sub(r"\s+", " ", self.text(report["file"])[begin:end]) for begin, end in report["sentences"]]


def with_words(row, corpora):
    """A bundle in the benchmark's form from one row of data/real.jsonl."""
    texts = [corpora.sentences(report) for report in row["docs"]]
    reports = [{"id": "ABCDE"[i], "source": f"r{i}", "published": "", "sentences": sentences} for i, sentences in enumerate(texts)]
    quote = lambda r, s, begin, end: texts[r][s][begin:end]
    facts = [{"id": f"F{k + 1}", "statement": "", "mentions": [
        {"report": "ABCDE"[r], "sentence": s, "quote": quote(r, s, b, e), "commitment": c, "source": None} for r, s, b, e, c in mentions]}
        for k, mentions in enumerate(row["facts"])]
    differences = [{"kind": d["kind"], "fact": None if d["fact"] is None else f"F{d['fact'] + 1}", "severity": d["severity"], "positions": [
        {"value": p["value"] or quote(*p["evidence"][0]), "evidence": [
            {"report": "ABCDE"[r], "sentence": s, "quote": quote(r, s, b, e)} for r, s, b, e in p["evidence"]]} for p in d["positions"]]}
        for d in row["differences"]]
    return {"bundle": row["bundle"], "event": "", "reports": reports, "facts": facts, "differences": differences}


def without_words(bundle, docs):
    """The row of data/real.jsonl of an annotated bundle whose reports are `docs`."""
    number = {r["id"]: i for i, r in enumerate(bundle["reports"])}
    facts = {f["id"]: k for k, f in enumerate(bundle["facts"])}

    def place(e):
        begin = bundle["reports"][number[e["report"]]]["sentences"][e["sentence"]].index(e["quote"])
        return [number[e["report"]], e["sentence"], begin, begin + len(e["quote"])]

    kept = [d for d in bundle["differences"] if all("sentence" in e for p in d["positions"] for e in p["evidence"])]
    return {"bundle": bundle["bundle"], "docs": docs,
            "facts": [[place(m) + [m["commitment"]] for m in f["mentions"]] for f in bundle["facts"]],
            "differences": [{"kind": d["kind"], "fact": facts.get(d.get("fact")), "severity": d["severity"], "positions": [
                {"value": p["value"] if p["value"] in CLASSES else "", "evidence": [place(e) for e in p["evidence"]]} for p in d["positions"]]}
                for d in kept]}


def pair_with_words(row, corpora):
    """A pair in the benchmark's form from one row of data/realpairs.jsonl: "a" and "b" are [report, sentence], spans [begin, end];
    "shown" are those of the passages of a flag that the engine raised. What is not there is null or empty."""
    texts = {side: corpora.sentences(row[side][0])[row[side][1]] for side in "ab"}
    cut = lambda side, span: texts[side][span[0]:span[1]] if span else ""
    return {"id": row["id"], **texts, "same_fact": row["same_fact"], **{f"fact_{side}": cut(side, row.get(f"fact_{side}")) for side in "ab"},
            **{f"commitment_{side}": row.get(f"commitment_{side}") for side in "ab"},
            "differences": [{"kind": d["kind"], "severity": d["severity"], **{side: cut(side, d[side]) for side in "ab"}} for d in row.get("differences", [])],
            **({"shown": row["shown"]} if "shown" in row else {})}


def pair_without_words(pair, places):
    """The row of data/realpairs.jsonl of an annotated pair whose sentences stand at `places`, by side [report, sentence]."""
    def span(side, words):
        begin = pair[side].index(words) if words else 0
        return [begin, begin + len(words)] if words else None

    row = {"id": pair["id"], **places, "same_fact": pair["same_fact"], **{f"fact_{side}": span(side, pair[f"fact_{side}"]) for side in "ab"},
           **{f"commitment_{side}": pair[f"commitment_{side}"] for side in "ab"},
           "differences": [{"kind": d["kind"], "severity": d["severity"], **{side: span(side, d[side]) for side in "ab"}} for d in pair["differences"]],
           "shown": pair.get("shown")}
    return {name: value for name, value in row.items() if value not in (None, [])}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    a = parser.parse_args()
    os.makedirs(a.out, exist_ok=True)
    corpora = Corpora(a.data)
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
    with open(os.path.join(folder, "real.jsonl"), encoding="utf-8") as rows:
        for line in rows:
            bundle = with_words(json.loads(line), corpora)
            with open(os.path.join(a.out, bundle["bundle"] + ".json"), "w", encoding="utf-8") as out:
                json.dump(bundle, out, ensure_ascii=False, indent=1)
    with open(os.path.join(folder, "realpairs.jsonl"), encoding="utf-8") as rows, open(os.path.join(a.out, "realpairs.jsonl"), "w", encoding="utf-8") as out:
        for line in rows:
            out.write(json.dumps(pair_with_words(json.loads(line), corpora), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
