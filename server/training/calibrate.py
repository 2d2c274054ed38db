#!/usr/bin/env python3
"""Fits how likely an editor agrees with a flag: a logistic model a kind, on bundles that the reader was not trained on.

usage: calibrate.py --features FILE [--pairs FILE] --gold N --out calibration.txt [--cut P]
FILE is what `parallax_score --features=FILE GOLD.json...` writes, of bundles and of made pairs in the form of bundles
(pairs_as_bundles.py). Right is what shows the very words of the gold or its fact: an editor is to see it in the passages. Made pairs teach how much each feature says; how often a flag is right is that of bundles and of pairs of real
sentences, by an offset for made pairs that is then left out. Kinds are pulled towards one common model (a Gaussian prior around it), since some are rare. Prints
figures by cross-validation over the bundles.
"""
import argparse
import collections

import numpy as np

from pairs import REAL

KINDS = ["COMMITMENT", "POLARITY", "ATTRIBUTION", "REPORTING_VERB", "QUANTITY", "TIME", "PLACE", "CAUSE", "LABEL", "WORDING",
         "SCARE_QUOTES", "QUOTATION", "AGENCY", "OMISSION", "PROMINENCE"]
# Not read by the reader. Too few are right on the bundles held back to fit anything, and an editor kept none of six omissions, so
# these weights are set so that neither is shown unless it is asked for.
SET = {"OMISSION": [-6.0, 0, 0.4, 0, 0.8, 0, 0.3, 0.3, 0], "PROMINENCE": [-6.0, 0, 0.4, 0, 0.5, 0, -0.5, 0, 0]}
PAIR_WEIGHT = 0.15
FEATURES = ["kind", "same", "words", "exact", "fact", "early", "carried"]


def read(path, pairs):
    rows = []
    for line in open(path, encoding="utf-8"):
        bundle, kind, *values = line.split()
        x = [1.0] + [float(np.clip(float(v), -8, 8)) for v in values[:-2]]
        if pairs:  # where a sentence stands in its report, and how many tell it, is always the same
            x[6:8] = [0.5, 0.7]
        rows.append((bundle, kind, x + [float(pairs and not bundle.startswith(REAL))], int(values[-1])))
    return rows


def fit(rows, prior, strength, steps=60):
    """Newton's method for penalised logistic regression around `prior`. A made pair counts PAIR_WEIGHT of a flag on a bundle or a real pair."""
    x, y = np.array([r[2] for r in rows]), np.array([r[3] for r in rows], float)
    counts = np.where(x[:, -1] > 0, PAIR_WEIGHT, 1.0)
    w = prior.copy()
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (counts * (p - y)) + strength * (w - prior)
        hessian = (x * (counts * p * (1 - p))[:, None]).T @ x + np.diag(strength)
        step = np.linalg.solve(hessian, gradient)
        w = w - step
        if np.abs(step).max() < 1e-6:
            break
    return w


def fit_all(rows):
    loose, tight = np.full(2 + len(FEATURES), 0.1), np.array([0.5, 30, 30, 30, 1, 3, 30, 30, 0.5])
    weights = {kind: np.array(values) for kind, values in SET.items()}
    part = [r for r in rows if r[1] not in SET]
    common = fit(part, np.zeros(2 + len(FEATURES)), loose)
    for kind in KINDS:
        own = [r for r in part if r[1] == kind]
        if kind not in SET:
            weights[kind] = fit(own, common, tight) if own else common
    return weights


def confidence(weights, row):
    return 1 / (1 + np.exp(-np.dot(weights[row[1]], row[2])))


def best_cut(scored, gold, least_precision=0.55):
    """The cut of best F1 among those of this precision."""
    scored = sorted(scored, reverse=True)
    top, right = (0, 0.5), 0
    for n, (p, y) in enumerate(scored, 1):
        right += y
        if right / n >= least_precision:
            top = max(top, (2 * right / (n + gold), p))
    return top


def check(rows, pairs, gold):
    bundles = sorted({r[0] for r in rows})
    scored = []
    for fold in range(5):
        weights = fit_all([r for r in rows if bundles.index(r[0]) % 5 != fold] + pairs)
        scored += [(confidence(weights, r), r[3], r[1]) for r in rows if bundles.index(r[0]) % 5 == fold]
    for low in np.arange(0, 1, 0.1):
        part = [s for s in scored if low <= s[0] < low + 0.1]
        if part:
            print(f"  {low:.1f}: {len(part)} flags, said {np.mean([s[0] for s in part]):.2f}, right {np.mean([s[1] for s in part]):.2f}")
    error = sum(len(p) * abs(np.mean([s[0] for s in p]) - np.mean([s[1] for s in p])) for low in np.arange(0, 1, 0.1)
                for p in [[s for s in scored if low <= s[0] < low + 0.1 and s[0] >= 0.1]] if p) / max(1, sum(s[0] >= 0.1 for s in scored))
    print(f"  expected calibration error of flags from .1: {error:.3f}")
    for cut in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7):
        said, right = sum(s[0] >= cut for s in scored), sum(s[1] for s in scored if s[0] >= cut)
        print(f"  from {cut}: P {right / max(said, 1):.3f} R {right / gold:.3f} F1 {2 * right / (said + gold):.3f} ({right} of {said})")
    by = collections.Counter((s[2], s[1]) for s in scored if s[0] >= 0.4)
    print("  from .4 by kind:", ", ".join(f"{k} {by[k, 1]}/{by[k, 0] + by[k, 1]}" for k in KINDS))
    return scored


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--features", required=True)
    parser.add_argument("--pairs", help="the same of made pairs")
    parser.add_argument("--gold", type=int, required=True, help="differences in the gold of these bundles")
    parser.add_argument("--out", required=True)
    parser.add_argument("--cut", type=float, help="default: of best F1 at a precision of .55 by cross-validation")
    a = parser.parse_args()
    rows = read(a.features, False)
    pairs = read(a.pairs, True) if a.pairs else []
    scored = check(rows, pairs, a.gold)
    cut = a.cut or best_cut([s[:2] for s in scored], a.gold)[1]
    weights = fit_all(rows + pairs)
    with open(a.out, "w", encoding="utf-8") as out:
        out.write("# kind: bias " + " ".join(FEATURES) + "; fitted by calibrate.py\n")
        for kind in KINDS:
            out.write(kind + " " + " ".join(f"{w:.4f}" for w in weights[kind][:-1]) + "\n")
        out.write(f"cut {cut:.2f}\n")
    print(f"cut {cut:.2f}")


if __name__ == "__main__":
    main()
