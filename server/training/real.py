"""Bundles and pairs of sentences annotated for this project on reports of open corpora: data/real.jsonl and data/realpairs.tsv hold labels
and offsets, the words stay in the corpora.

usage: real.py --data DIR --out DIR    writes them with their words, in the forms of the benchmark

A report of a row of real.jsonl is the name of an article of ECB+ (Cybulska & Vossen 2014), whole; or {"doc", "lines"}, sentences of an article of
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


def place_text(report, number):
    """Where a sentence stands, as data/realpairs.tsv has it: "30_8ecb:1", "0_LL:4", "file:begin-end"."""
    if isinstance(report, str):
        return f"{report}:{number}"
    if "lines" in report:
        return f"{report['doc']}:{report['lines'][number]}"
    return f"{report['file']}:{span_text(report['sentences'][number])}"


def place_of(text):
    """(report, number) of what place_text writes."""
    name, _, number = text.rpartition(":")
    if "-" in number:
        return {"file": name, "sentences": [span_of(number)]}, 0
    if name.endswith(("ecb", "ecbplus")):
        return name, int(number)
    return {"doc": name, "lines": [int(number)]}, 0


def span_text(span):
    return f"{span[0]}-{span[1]}" if span else ""


def span_of(text):
    return [int(n) for n in text.split("-")] if text else None


# The columns of data/realpairs.tsv. Spans are "begin-end" in characters of the sentence as it reads; "shown" are those of the passages of a
# flag that the engine raised; differences are "KIND/severity/span of a/span of b", by spaces.
COLUMNS = ("number", "a", "b", "same_fact", "fact_a", "fact_b", "commitment_a", "commitment_b", "shown_a", "shown_b", "differences")


def pair_with_words(line, corpora):
    """A pair in the benchmark's form from one line of data/realpairs.tsv."""
    row = dict(zip(COLUMNS, line.rstrip("\n").split("\t")))
    texts = {}
    for side in "ab":
        report, number = place_of(row[side])
        texts[side] = corpora.sentences(report)[number]

    def cut(side, span):
        begin, end = span_of(span) or (0, 0)
        return texts[side][begin:end]

    differences = (d.split("/") for d in row["differences"].split())
    return {"id": f"rp-{row['number']}", **texts, "same_fact": row["same_fact"] == "1",
            **{f"fact_{side}": cut(side, row[f"fact_{side}"]) for side in "ab"}, **{f"commitment_{side}": row[f"commitment_{side}"] or None for side in "ab"},
            "differences": [{"kind": kind, "severity": severity, "a": cut("a", a), "b": cut("b", b)} for kind, severity, a, b in differences],
            **({"shown": [span_of(row["shown_a"]), span_of(row["shown_b"])]} if row["shown_a"] else {})}


def pair_without_words(pair, number, places):
    """The line of data/realpairs.tsv of an annotated pair whose sentences stand at `places`, by side (report, sentence)."""
    def span(side, words):
        begin = pair[side].index(words) if words else 0
        return span_text([begin, begin + len(words)] if words else None)

    differences = " ".join("/".join((d["kind"], d["severity"], span("a", d["a"]), span("b", d["b"]))) for d in pair["differences"])
    shown = pair.get("shown") or (None, None)
    return "\t".join((f"{number:04}", *(place_text(*places[side]) for side in "ab"), str(int(pair["same_fact"])),
                      *(span(side, pair[f"fact_{side}"]) for side in "ab"), *(pair[f"commitment_{side}"] or "" for side in "ab"),
                      *map(span_text, shown), differences)) + "\n"


def real_pairs(corpora):
    """All pairs of data/realpairs.tsv."""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "data/realpairs.tsv"), encoding="utf-8") as lines:
        return [pair_with_words(line, corpora) for line in lines]


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
    with open(os.path.join(a.out, "realpairs.jsonl"), "w", encoding="utf-8") as out:
        for pair in real_pairs(corpora):
            out.write(json.dumps(pair, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
