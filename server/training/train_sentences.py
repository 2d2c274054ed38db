#!/usr/bin/env python3
"""Trains what is read off one sentence: trees, tags, lemmas, names, attributions, factuality, commitment, and the vectors of sentences, in one run.

usage: train_sentences.py --base DIR --data DIR --out FILE [--more DIR ...] [--start FILE] [--fold 4] [--pieces N] [--minutes M]
Batches of the corpora in turn, by their shares of the pieces read. Held out: the dev parts, and of the clauses with a class
of commitment those of --fold (-1 holds out nothing). Goes on from FILE.state. In FILE: "model".
"""
import argparse
import collections
import json
import os
import random
import time

import torch

import evaluate_sentences
from encoder import load_base
from pairs import fold_of, read_bundles
from sentence_heads import Batch, Heads, losses_of
from sentences import Sentence, make_capitals, make_headlines, read_articles, read_clauses, read_treebank
from tokenizer import Tokenizer

BATCH_PIECES = 1400
LONGEST = 200  # pieces; longer sentences are not trained on
SHARES = {"trees": 0.43, "news": 0.30, "clauses": 0.20, "stories": 0.07}
STORY = 60  # sentences of a bundle that are compared at a time
EMPTY_NEWS = 0.6  # of the sentences without attributions, in each pass
WEIGHTS = {"arcs": 1.0, "relations": 1.0, "upos": 1.0, "xpos": 1.0, "features": 0.5, "factuality": 1.0,
           "source": 4.0, "cue": 4.0, "content": 4.0, "links": 0.5, "commitment": 1.0, "near": 0.3}
NAMES = {"trees": 1.0, "news": 0.3}  # the names of the news are automatic


def arguments():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--base", required=True, help="folder of vocab.txt, config.json, model.safetensors")
    a.add_argument("--data", required=True, help="folder of data/ and benchmark/")
    a.add_argument("--more", action="append", default=[], help="folders of further bundles (*.json) and pairs (*.jsonl)")
    a.add_argument("--out", required=True)
    a.add_argument("--start", help="checkpoint to begin from")
    a.add_argument("--fold", type=int, default=4)
    a.add_argument("--pieces", type=float, default=5e6, help="word pieces to read in all")
    a.add_argument("--minutes", type=float, default=1e9, help="end by then, the rate lowered in time, even if fewer pieces are read")
    a.add_argument("--rate", type=float, default=2e-4, help="of the encoder")
    a.add_argument("--heads-rate", type=float, default=1e-3)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--threads", type=int, default=2)
    a.add_argument("--save", type=float, default=240, help="seconds between checkpoints")
    a.add_argument("--part", type=float, default=1.0, help="share of the corpora to read, for trials")
    a.add_argument("--part-of-dev", type=float, default=1.0)
    a.add_argument("--stop", type=float, help="stop after so many pieces, as if interrupted")
    return a.parse_args()


class Source:
    """Endless batches of one corpus: of similar lengths, in random order, each pass drawn anew."""

    def __init__(self, sentences, rng):
        self.sentences = [s for s in sentences if 2 < s.size() <= LONGEST]
        self.rng, self.waiting, self.passes = rng, [], 0

    def next(self):
        if not self.waiting:
            self.passes += 1
            rows = [s for s in self.sentences if s.kind != "news" or s.links or self.rng.random() < EMPTY_NEWS]
            self.rng.shuffle(rows)
            for at in range(0, len(rows), 1500):
                part = []
                for s in sorted(rows[at:at + 1500], key=lambda s: s.size()):
                    if part and (len(part) + 1) * s.size() > BATCH_PIECES:
                        self.waiting.append(part)
                        part = []
                    part.append(s)
                self.waiting.append(part)
            self.rng.shuffle(self.waiting)
        return self.waiting.pop()


class Stories:
    """Endless batches, each of the sentences of one bundle."""

    def __init__(self, tokenizer, bundles, rng):
        self.bundles, self.rng, self.waiting, self.passes = [], rng, [], 0
        for bundle in bundles:
            rows = {}
            for key in bundle.keys:
                s = Sentence(tokenizer, bundle.text[key], most=LONGEST - 2)
                s.kind, s.key, s.bundle = "stories", key, bundle
                rows[key] = s
            told = {key for pair in bundle.positives() for key in pair}
            if told:
                self.bundles.append(([rows[k] for k in sorted(told)], [s for k, s in rows.items() if k not in told]))

    def next(self):
        if not self.waiting:
            self.passes += 1
            self.waiting = self.rng.sample(self.bundles, len(self.bundles))
        told, others = self.waiting.pop()
        part = self.rng.sample(told, min(STORY, len(told)))
        return part + self.rng.sample(others, min(STORY - len(part), len(others)))


def read_corpora(tokenizer, a, rng):
    data = os.path.join(a.data, "data")
    ewt = read_treebank(os.path.join(data, "treebank/ewt-train.conllu"), os.path.join(data, "factuality/uds-train.tsv"))
    trees = ewt + read_treebank(os.path.join(data, "treebank/gum-train.conllu"))
    if a.part < 1:
        trees = rng.sample(trees, int(a.part * len(trees)))
    trees = [t.sentence(tokenizer) for t in trees + make_headlines(trees) + make_capitals(trees)]
    articles = read_articles(tokenizer, os.path.join(data, "silver/polnear-train.conll"), os.path.join(data, "attribution/train"))
    news = [s for article in articles for s in article.sentences]
    clauses, held = read_clauses(tokenizer, a.data, a.fold, a.more)
    if a.part < 1:
        news, clauses = (rng.sample(x, int(a.part * len(x))) for x in (news, clauses))
    folds = json.load(open(os.path.join(a.data, "benchmark/folds.json")))
    bundles = [b for b in read_bundles([os.path.join(a.data, "benchmark/dev")] + a.more) if fold_of(b.name, folds) != a.fold]
    return {"trees": trees, "news": news, "clauses": clauses}, bundles, held


def main():
    a = arguments()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    tokenizer = Tokenizer(os.path.join(a.base, "vocab.txt"))
    corpora, bundles, held = read_corpora(tokenizer, a, rng)
    print(", ".join(f"{k} {len(v)} sentences of {sum(s.size() for s in v)} pieces" for k, v in corpora.items()), flush=True)
    model = Heads(load_base(a.base))
    if a.start:
        model.load_state_dict(torch.load(a.start, weights_only=False)["model"])
    inner = [p for p in model.encoder.parameters() if p.requires_grad]
    known = {id(p) for p in model.encoder.parameters()}
    outer = [p for p in model.parameters() if id(p) not in known]
    optimizer = torch.optim.AdamW([{"params": inner, "top": a.rate}, {"params": outer, "top": a.heads_rate}], lr=a.rate, weight_decay=0.01, fused=True)
    done, spent, before, state_path = 0, collections.Counter(), 0.0, a.out + ".state"
    if os.path.exists(state_path):
        state = torch.load(state_path, weights_only=False)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        done, spent, before = state["done"], state["spent"], state["seconds"]
        rng.seed(a.seed + done)
        torch.manual_seed(a.seed + done)
        print(f"goes on from {done / 1e6:.2f} M pieces", flush=True)
    sources = {kind: Source(rows, rng) for kind, rows in corpora.items()} | {"stories": Stories(tokenizer, bundles, rng)}
    total, count = collections.Counter(), collections.Counter()
    started, began, saved = done, time.time(), time.time()

    def save():
        nonlocal saved
        saved = time.time()
        torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "done": done, "spent": spent,
                    "seconds": before + time.time() - began}, state_path + ".new")
        os.replace(state_path + ".new", state_path)
        print(f"{done / 1e6:.2f} M pieces, {(done - started) / (time.time() - began):.0f}/s, passes {'/'.join(str(s.passes) for s in sources.values())}, "
              + ", ".join(f"{n} {total[n] / count[n]:.3f}" for n in total), flush=True)
        total.clear(), count.clear()

    def progress():
        return max(done / a.pieces, (before + time.time() - began) / (60 * a.minutes))

    model.train()
    while progress() < 1 and done < (a.stop or a.pieces):
        kind = min(SHARES, key=lambda k: spent[k] / SHARES[k])
        part = sources[kind].next()
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * max(0.01, min(1, progress() / 0.06, (1 - progress()) / 0.94))
        losses = losses_of(model, Batch(part, tokenizer), 0.08)
        optimizer.zero_grad()
        sum((NAMES[kind] if name == "names" else WEIGHTS[name]) * loss for name, loss in losses.items()).backward()
        torch.nn.utils.clip_grad_norm_(inner, 1.0)
        torch.nn.utils.clip_grad_norm_(outer, 5.0)
        optimizer.step()
        read = sum(s.size() for s in part)
        done, spent[kind] = done + read, spent[kind] + read
        for name, loss in losses.items():
            label = f"{name} ({kind})" if name == "names" else name
            total[label] += loss.item()
            count[label] += 1
        if time.time() - saved > a.save:
            save()
    save()
    if progress() < 1:
        return
    torch.save({"model": model.state_dict()}, a.out)
    evaluate_sentences.report(model, tokenizer, a.data, held, a.part_of_dev)


if __name__ == "__main__":
    main()
