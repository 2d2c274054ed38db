#!/usr/bin/env python3
"""Trains the reader of pairs.

usage: train_reader.py --base DIR --data DIR --out FILE [--more DIR ...] [--start FILE] [--fold 4] [--minutes 60] [--pieces N]
Held out: the bundles and pairs of --fold (benchmark/folds.json); --fold -1 holds out nothing. Goes on from FILE.state.
"""
import argparse
import glob
import json
import os
import random
import time

import torch

import evaluate
from encoder import load_base, sentence_vectors
from edits import doubted, edited, places_of
from passages import cut, passages_of
from pairs import KINDS, REAL, candidates, fold_of, read_bundles, read_pairs, sample, tfidf
from reader import Reader, loss_of
from tokenizer import Tokenizer

BATCH_PIECES = 1800
RATE = 1e-4
REAL_AGAIN = 2  # times that a pair of real sentences, which the engine joined or flagged, is read again in a pass
EDITED = 0.4  # of all pairs, those where a figure, a day or a place is changed in each pass; half as many where a verb is doubted
PASSAGES = 0.5  # of all pairs, of which in each pass two passages are read as well
ALIKE = 0.5  # of the pairs of bundles that tell the same without a difference, in each pass


def arguments():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--base", required=True, help="folder of vocab.txt, config.json, model.safetensors")
    a.add_argument("--data", required=True, help="folder of benchmark/")
    a.add_argument("--more", action="append", default=[], help="folders of further bundles (*.json) and pairs (*.jsonl)")
    a.add_argument("--out", required=True)
    a.add_argument("--start", help="checkpoint to begin from")
    a.add_argument("--fold", type=int, default=4)
    a.add_argument("--pieces", type=float, default=7e6, help="word pieces to read in all")
    a.add_argument("--rate", type=float, default=RATE)
    a.add_argument("--negatives", type=float, default=1.2, help="pairs that share nothing, to one that does")
    a.add_argument("--again", type=int, default=1, help="times that a pair with a rarer kind than LABEL and WORDING is read again in a pass")
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--threads", type=int, default=2)
    return a.parse_args()


class Data:
    """All examples; one pass is drawn anew each time."""

    def __init__(self, tokenizer, encoder, a):
        """`encoder` tells which sentences of a bundle are near each other."""
        folds = json.load(open(os.path.join(a.data, "benchmark/folds.json")))
        bundles = read_bundles([os.path.join(a.data, "benchmark/dev")] + a.more)
        files = sorted(glob.glob(os.path.join(a.data, "benchmark/pairs/*.jsonl"))) + [f for m in a.more for f in sorted(glob.glob(m + "/*.jsonl"))]
        pairs = read_pairs(tokenizer, files)
        self.tokenizer, self.rng, self.negatives, self.again = tokenizer, random.Random(a.seed), a.negatives, a.again
        self.bundles = [b for b in bundles if fold_of(b.name, folds) != a.fold]
        self.held_bundles = [b for b in bundles if fold_of(b.name, folds) == a.fold and b.gold["facts"]]
        self.pairs = [e for n, e in pairs if n % 5 != a.fold]
        self.real = [e for e in self.pairs if e.id.startswith(REAL)]
        self.places = places_of(self.real)
        self.shown = [cut(e, e.shown, tokenizer) for e in self.pairs if e.shown]
        self.held_pairs = [e for n, e in pairs if n % 5 == a.fold]
        self.held_shown = [cut(e, e.shown, tokenizer) for e in self.held_pairs if e.shown]
        rng = random.Random(7)
        self.held_passages = [e for e in (passages_of(e, tokenizer, rng) for e in self.held_pairs) if e]
        self.positives, self.others = [], []
        for b in self.bundles:
            v = sentence_vectors(encoder, tokenizer, [b.text[k] for k in b.keys]).numpy()
            near = candidates(b, (v @ v.T, tfidf(tokenizer, [b.text[k] for k in b.keys])), 3)
            right = set(b.positives())
            self.positives += [(b, x, y) for x, y in sorted(right)]
            self.others += [(b, x, y) for x, y in near if (x, y) not in right]

    def more_times(self, example):
        """How often a pair is read again in each pass: kinds are rare."""
        rarer = {KINDS[k] for k in example.kinds} - {"LABEL", "WORDING"}
        return self.again if rarer else min(1, len(example.kinds))

    def one_pass(self):
        rng, rows = self.rng, self.pairs + self.real * REAL_AGAIN
        rows += [e for e in self.pairs for _ in range(self.more_times(e))]
        for b, x, y in self.positives:
            shared = b.shared(x, y)
            e = b.example(self.tokenizer, x, y, rng.choice(shared) if shared else None)
            if e.kinds:
                rows += [e] * (1 + self.more_times(e))
            elif rng.random() < ALIKE:
                rows.append(e)
        rows += [b.example(self.tokenizer, x, y) for b, x, y in sample(rng, self.others, int(self.negatives * len(self.positives)))]
        rows += [e for e in (edited(e, self.tokenizer, rng, self.places) for e in rows if rng.random() < EDITED) if e]
        rows += [e for e in (doubted(e, self.tokenizer, rng) for e in rows if rng.random() < EDITED / 2) if e]
        rows += [e for e in (passages_of(e, self.tokenizer, rng) for e in rows if rng.random() < PASSAGES) if e]
        rows += self.shown
        rng.shuffle(rows)
        return rows


def batches(rows, rng):
    """Of similar lengths, in random order."""
    out = []
    for at in range(0, len(rows), 1500):
        part, group = [], sorted(rows[at:at + 1500], key=lambda e: e.size())
        made = []
        for e in group:
            if part and (len(part) + 1) * e.size() > BATCH_PIECES:
                made.append(part)
                part = []
            part.append(e)
        made.append(part)
        rng.shuffle(made)
        out += made
    return out


def main():
    a = arguments()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    random.seed(a.seed)
    tokenizer = Tokenizer(os.path.join(a.base, "vocab.txt"))
    base, model = load_base(a.base).eval(), Reader(load_base(a.base))
    if a.start:
        model.load_state_dict(torch.load(a.start, weights_only=False)["model"])
    data = Data(tokenizer, base, a)
    print(f"{len(data.bundles)} bundles ({len(data.positives)} pairs of sentences, {len(data.others)} near ones), {len(data.pairs)} made pairs; "
          f"held out {len(data.held_bundles)} and {len(data.held_pairs)}", flush=True)
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=a.rate, weight_decay=0.01, fused=True)
    state_path, done, passes = a.out + ".state", 0, 0
    if os.path.exists(state_path):
        state = torch.load(state_path, weights_only=False)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        done, passes = state["done"], state["passes"]
    started, began, saved = done, time.time(), time.time()
    total, count = 0.0, 0
    while done < a.pieces:
        parts = batches(data.one_pass(), data.rng)
        for part in parts:
            if done >= a.pieces:
                break
            for group in optimizer.param_groups:
                group["lr"] = a.rate * min(1, (done + 1) / (0.06 * a.pieces), max(0.02, (a.pieces - done) / (0.94 * a.pieces)))
            model.train()
            loss = loss_of(model, part, tokenizer, [data.rng.random() < 0.5 for _ in part], 0.08)
            done += sum(e.size() for e in part)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            total, count = total + loss.item(), count + 1
            if time.time() - saved > 240:
                saved = time.time()
                torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "done": done, "passes": passes}, state_path + ".new")
                os.replace(state_path + ".new", state_path)
                print(f"{done / 1e6:.2f} M pieces, {(done - started) / (time.time() - began):.0f}/s, loss {total / count:.3f}", flush=True)
                total, count = 0.0, 0
        passes += 1
        print(f"pass {passes} done", flush=True)
    state = model.state_dict()
    torch.save({"model": state, "config": json.load(open(os.path.join(a.base, "config.json"))),
                "encoder": {k.removeprefix("encoder."): v for k, v in state.items() if k.startswith("encoder.")},
                **{head: {"weight": state[head + ".weight"], "bias": state[head + ".bias"]} for head in ("pair", "words")}}, a.out)
    evaluate.report(model, base, tokenizer, data.held_bundles, data.held_pairs)
    evaluate.report_passages(model, tokenizer, {"cut at random": data.held_passages, "shown by the engine": data.held_shown})


if __name__ == "__main__":
    main()
