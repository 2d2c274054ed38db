"""Bundles annotated for this project on short articles of ECB+ (Cybulska & Vossen 2014): data/ecb.jsonl holds labels and offsets,
the words stay in the corpus.

usage: ecb.py --data DIR --out DIR    writes the bundles with their words, in the form of the benchmark
"""
import argparse
import json
import os
import re

QUOTES = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}
CLOSING = re.compile(r"[.,;:!?%)\]]|n't|'(s|re|ve|ll|d|m|S)?|\.\.\.")


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


def articles(data):
    found = {}
    for part in ("train", "dev"):
        with open(os.path.join(data, f"data/events/ecbplus-{part}.jsonl"), encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                sentences = [detokenize(s["tokens"]) for s in article["sentences"]]
                found[article["doc"]] = [s for s in sentences if len(s.split()) > 2 and "http" not in s]
    return found


def with_words(row, texts):
    """A bundle in the benchmark's form from one row of data/ecb.jsonl."""
    reports = [{"id": "ABCDE"[i], "source": doc, "published": "", "sentences": texts[doc]} for i, doc in enumerate(row["docs"])]
    quote = lambda r, s, begin, end: texts[row["docs"][r]][s][begin:end]
    facts = [{"id": f"F{k + 1}", "statement": "", "mentions": [
        {"report": "ABCDE"[r], "sentence": s, "quote": quote(r, s, b, e), "commitment": c, "source": None} for r, s, b, e, c in mentions]}
        for k, mentions in enumerate(row["facts"])]
    differences = [{"kind": d["kind"], "fact": None if d["fact"] is None else f"F{d['fact'] + 1}", "severity": d["severity"], "positions": [
        {"value": p["value"] or quote(*p["evidence"][0]), "evidence": [
            {"report": "ABCDE"[r], "sentence": s, "quote": quote(r, s, b, e)} for r, s, b, e in p["evidence"]]} for p in d["positions"]]}
        for d in row["differences"]]
    return {"bundle": row["bundle"], "event": "", "reports": reports, "facts": facts, "differences": differences}


def without_words(bundle):
    """The row of data/ecb.jsonl of an annotated bundle."""
    number = {r["id"]: i for i, r in enumerate(bundle["reports"])}
    facts = {f["id"]: k for k, f in enumerate(bundle["facts"])}

    def place(e):
        begin = bundle["reports"][number[e["report"]]]["sentences"][e["sentence"]].index(e["quote"])
        return [number[e["report"]], e["sentence"], begin, begin + len(e["quote"])]

    classes = {"ASSERTED", "ENDORSED", "ATTRIBUTED", "HEDGED", "ALLEGED", "DENIED", "NEGATED", "PROSPECTIVE"}
    return {"bundle": bundle["bundle"], "docs": [r["source"] for r in bundle["reports"]],
            "facts": [[place(m) + [m["commitment"]] for m in f["mentions"]] for f in bundle["facts"]],
            "differences": [{"kind": d["kind"], "fact": facts.get(d.get("fact")), "severity": d["severity"], "positions": [
                {"value": p["value"] if p["value"] in classes else "", "evidence": [place(e) for e in p["evidence"]]} for p in d["positions"]]}
                for d in bundle["differences"]]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    a = parser.parse_args()
    os.makedirs(a.out, exist_ok=True)
    texts = articles(a.data)
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "data/ecb.jsonl"), encoding="utf-8") as rows:
        for line in rows:
            bundle = with_words(json.loads(line), texts)
            with open(os.path.join(a.out, bundle["bundle"] + ".json"), "w", encoding="utf-8") as out:
                json.dump(bundle, out, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
