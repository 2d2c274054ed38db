"""Writes the made pairs of one fold as bundles of two reports of one sentence, for parallax_score and calibrate.py.

usage: pairs_as_bundles.py --data DIR --more DIR --fold N --out DIR
"""
import argparse
import glob
import json
import os
import re


def bundle(pair):
    asserted = lambda side: pair["commitment_" + side] or "ASSERTED"
    facts = []
    if pair["same_fact"] and pair["fact_a"]:
        facts = [{"id": "F1", "statement": "", "mentions": [
            {"report": s.upper(), "sentence": 1, "quote": pair["fact_" + s], "commitment": asserted(s), "source": None} for s in "ab"]}]
    differences = [{"kind": d["kind"], "fact": "F1" if facts else None, "severity": "low", "positions": [
        {"value": asserted(s) if d["kind"] == "COMMITMENT" else s, "evidence": [{"report": s.upper(), "sentence": 1, "quote": d[s]}]}
        for s in "ab"]} for d in pair["differences"]]
    reports = [{"id": s.upper(), "source": s, "published": "2024-05-15", "sentences": ["", pair[s]]} for s in "ab"]
    return {"bundle": pair["id"], "event": "", "reports": reports, "facts": facts, "differences": differences}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--more", required=True)
    parser.add_argument("--fold", type=int, required=True)
    parser.add_argument("--out", required=True)
    a = parser.parse_args()
    os.makedirs(a.out, exist_ok=True)
    for path in sorted(glob.glob(os.path.join(a.data, "benchmark/pairs/*.jsonl")) + glob.glob(os.path.join(a.more, "*.jsonl"))):
        for line in open(path, encoding="utf-8"):
            pair = json.loads(line)
            if int(re.sub(r"\D", "", pair["id"])) % 5 == a.fold:
                with open(os.path.join(a.out, pair["id"] + ".json"), "w", encoding="utf-8") as out:
                    json.dump(bundle(pair), out, ensure_ascii=False)


if __name__ == "__main__":
    main()
