#!/usr/bin/env python3
"""What the heads on one sentence do on the dev parts, counted as ../shared/scoring counts it, on the corpora's own tokens and sentences.

usage: evaluate_sentences.py --base DIR --data DIR --model FILE [--part 1.0] [--fold 4] [--threads 2]
"""
import argparse
import collections
import os

import numpy as np
import torch

from lemmas import Lemmatizer, read_lemma_trees
from pairs import CLASSES
from sentence_heads import Batch, Heads, clause_vectors, span_vectors
from sentences import (BEGIN, END, ENTITY_TYPES, INSIDE, NAME_LABELS, NO_NAME, OUTSIDE, RELATIONS, ROLES, SINGLE, UPOS,
                       lemma_form, read_articles, read_clauses, read_treebank)

BATCH_PIECES = 3000


def batches(sentences, tokenizer):
    part = []
    for s in sorted(sentences, key=lambda s: s.size()):
        if part and (len(part) + 1) * s.size() > BATCH_PIECES:
            yield Batch(part, tokenizer)
            part = []
        part.append(s)
    if part:
        yield Batch(part, tokenizer)


def f1(right, said, gold):
    return 2 * right / max(said + gold, 1)


# Trees: the best with one root (Chu & Liu 1965, Edmonds 1967), as server/language/internal/tree_decoder.h.

def find_cycle(heads):
    state = [0] * len(heads)  # of nodes; 0 is the root
    for start in range(1, len(heads)):
        path, at = [], start
        while at and not state[at]:
            state[at] = start + 1
            path.append(at)
            at = heads[at]
        if at and state[at] == start + 1 and at in path:
            return path[path.index(at):]
    return None


def edmonds(scores):
    """heads[d] of the best arborescence; scores[d][h], node 0 the root."""
    n = len(scores)
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    heads = scores.argmax(1)
    heads[0] = 0
    cycle = find_cycle(heads)
    if not cycle:
        return heads
    rest = [i for i in range(n) if i not in set(cycle)]
    m = len(rest)
    small = np.full((m + 1, m + 1), -np.inf)
    small[:m, :m] = scores[np.ix_(rest, rest)]
    gain = scores[cycle] - scores[cycle, heads[cycle]][:, None]
    enter = gain[:, rest]
    small[m, :m] = enter.max(0)
    entered = enter.argmax(0)
    leave = scores[np.ix_(rest, cycle)]
    small[:m, m] = leave.max(1)
    left = leave.argmax(1)
    chosen = edmonds(small)
    for i in range(1, m):
        heads[rest[i]] = cycle[left[i]] if chosen[i] == m else rest[chosen[i]]
    broken = entered[chosen[m]]
    heads[cycle[broken]] = rest[chosen[m]]
    return heads


def best_tree(scores):
    """Columns of heads for scores [words, words + 1]."""
    words = len(scores)
    full = np.full((words + 1, words + 1), -np.inf)
    full[1:] = scores
    full[1:, 0] -= 1e5  # one root
    return edmonds(full)[1:]


def best_names(scores):
    """The best sequence of labels where a name goes on only after its type."""
    best, back = None, []
    for row in scores:
        if best is None:
            value = np.where(np.arange(NAME_LABELS) % 2 * 1 + (np.arange(NAME_LABELS) == 0) > 0, row, -1e9)
        else:
            origin = np.full(NAME_LABELS, best.argmax())
            for label in range(2, NAME_LABELS, 2):
                origin[label] = label if best[label] > best[label - 1] else label - 1
            back.append(origin)
            value = best[origin] + row
        best = value
    labels = [int(best.argmax())]
    for origin in reversed(back):
        labels.append(int(origin[labels[-1]]))
    return labels[::-1]


def name_spans(labels):
    out = []
    for i, label in enumerate(labels):
        if label > 0 and label % 2 == 1:
            out.append([i, i + 1, (label - 1) // 2])
        elif label > 0 and out and out[-1][1] == i:
            out[-1][1] = i + 1
    return {tuple(s) for s in out}


@torch.no_grad()
def trees(model, tokenizer, lemmatizer, sentences):
    """Figures of a treebank; sets `said` figures of factuality."""
    c, gold, said = collections.Counter(), [], []
    for b in batches(sentences, tokenizer):
        x, v = model.read(b)
        arcs = model.arcs(x, v).numpy()
        heads = np.zeros((len(b.sentences), b.tokens), np.int64)
        for i, s in enumerate(b.sentences):
            n = len(s.tokens)
            heads[i, :n] = best_tree(arcs[i, :n, :n + 1])
        relations = model.relations(x, v, torch.from_numpy(heads)).argmax(-1).numpy()
        upos, xpos = model.upos(v).argmax(-1).numpy(), model.xpos(v).argmax(-1).numpy()
        features = (model.features(v) > 0).numpy()
        names, factual = model.names(v).numpy(), model.factuality(v).numpy()
        for i, s in enumerate(b.sentences):
            for t in range(len(s.tokens)):
                c["tokens"] += 1
                c["upos"] += upos[i, t] == s.upos[t]
                c["xpos"] += xpos[i, t] == s.xpos[t]
                c["features"] += set(np.nonzero(features[i, t])[0]) == set(s.features[t])
                head = heads[i, t] == s.heads[t]
                c["uas"] += head
                c["las"] += head and RELATIONS[relations[i, t]].split(":")[0] == RELATIONS[s.relations[t]].split(":")[0]
                c["las with subtypes"] += head and relations[i, t] == s.relations[t]
                proper = UPOS[upos[i, t]] == "PROPN"
                lemma = lemmatizer.lemma(lemma_form(s.forms[t], proper), int(xpos[i, t]), proper)
                c["lemma"] += lemma.lower() == s.lemmas[t].lower()
            judged = any(label != -1 for label in s.names)
            if judged:
                right = name_spans(s.names)
                found = {m for m in name_spans(best_names(names[i, :len(s.tokens)])) if all(s.names[t] != -1 for t in range(m[0], m[1]))}
                found = {m for m in found if not (ENTITY_TYPES[m[2]] in ("DATE", "NUMBER", "MONEY") and all(s.names[t] == NO_NAME for t in range(m[0], m[1])))}
                c["names right"] += len(right & found)
                c["names said"] += len(found)
                c["names gold"] += len(right)
            for t, value in s.factual:
                gold.append(value)
                said.append(float(np.clip(factual[i, t], -3, 3)))
    figures = {k: c[k] / c["tokens"] for k in ("upos", "xpos", "features", "lemma", "uas", "las", "las with subtypes")}
    if c["names gold"]:
        figures["names f1"] = f1(c["names right"], c["names said"], c["names gold"])
    if gold:
        figures["factuality mae"], figures["r"] = float(np.abs(np.array(gold) - said).mean()), float(np.corrcoef(gold, said)[0, 1])
    return c["tokens"], figures


def best_marks(scores, model):
    """Viterbi over the marks of one sentence, each role by itself: [token, role]."""
    start, end = (model.start + model.start_mask).numpy(), (model.end + model.end_mask).numpy()
    follow = (model.next + model.next_mask).numpy()
    best, back = scores[0] + start, []
    for row in scores[1:]:
        value = best[:, :, None] + follow
        back.append(value.argmax(1))
        best = value.max(1) + row
    marks = [(best + end).argmax(1)]
    for origin in reversed(back):
        marks.append(origin[np.arange(len(ROLES)), marks[-1]])
    return np.array(marks[::-1])


def mark_spans(marks):
    """[(begin, end, comes from before, goes on after)] of one role's marks."""
    out, opened = [], None
    for i, m in enumerate(marks):
        if m in (BEGIN, SINGLE):
            opened = i
        elif m in (INSIDE, END) and opened is None:
            opened = i
        if m in (END, SINGLE):
            out.append((opened, i + 1, marks[opened] in (INSIDE, END), False))
            opened = None
        elif m == OUTSIDE:
            opened = None
    if opened is not None:
        out.append((opened, len(marks), marks[opened] in (INSIDE, END), True))
    return out


@torch.no_grad()
def read_attributions(model, tokenizer, articles, sure=0.0):
    """Sets of each article: found, as the standoff's attributions. Contents without a cue in their sentence go to the nearest cue before, else after."""
    for b in batches([s for a in articles for s in a.sentences], tokenizer):
        _, v = model.read(b)
        scores = model.mark_scores(b, v).numpy()
        for i, s in enumerate(b.sentences):
            marks = best_marks(scores[i, :len(s.tokens)], model)
            s.spans = [mark_spans(marks[:, r]) for r in range(len(ROLES))]
            place = lambda span: (s.start + s.tokens[span[0]][0], s.start + s.tokens[span[1] - 1][1])
            s.found = [{"cue": [place(cue)], "source": [], "content": []} for cue in s.spans[1]]
            s.loose = []
            for k, role in ((0, 0), (1, 2)):
                spans = s.spans[role]
                if not spans:
                    continue
                if not s.spans[1]:
                    s.loose += [(role, place(span), span[2]) for span in spans]
                    continue
                links = model.link_scores(k, span_vectors(v, [(i, *c[:2]) for c in s.spans[1]]), span_vectors(v, [(i, *span[:2]) for span in spans])).numpy()
                if role == 0:
                    for n, row in enumerate(links):
                        if row.max() > sure:
                            s.found[n]["source"].append(place(spans[int(row.argmax())]))
                else:
                    for m, column in enumerate(links.T):
                        if spans[m][2] and column.max() <= sure:
                            s.loose.append((role, place(spans[m]), True))
                        else:
                            s.found[int(column.argmax())]["content"].append(place(spans[m]))
                            for n in np.nonzero(column > sure)[0]:
                                if n != column.argmax():
                                    s.found[n]["content"].append(place(spans[m]))
    for a in articles:
        a.found, a.tagged = [], {role: set() for role in ROLES}
        last, waiting = None, []
        for s in a.sentences:
            for role, span, comes in s.loose:
                if role != 2:
                    continue
                if last:
                    last["content"].append(span)
                else:
                    waiting.append(span)
            if s.found:
                s.found[0]["content"] += waiting
                waiting = []
                last = s.found[-1]
            a.found += s.found
        # A content that goes on over the border of sentences is one span.
        joins = {}
        for s, t in zip(a.sentences, a.sentences[1:]):
            ends = [x for x in s.spans[2] if x[3]]
            begins = [x for x in t.spans[2] if x[2] and x[0] == 0]
            if ends and begins:
                joins[s.start + s.tokens[-1][1]] = (t.start + t.tokens[0][0], t.start + t.tokens[begins[0][1] - 1][1])

        def whole(span):
            begin, end = span
            while end in joins:
                end = joins[end][1]
            return begin, end

        continued = {b for b, _ in joins.values()}
        for item in a.found:
            item["content"] = [whole(x) for x in item["content"] if x[0] not in continued]
        for s in a.sentences:
            for r, role in enumerate(ROLES):
                for span in s.spans[r]:
                    place = (s.start + s.tokens[span[0]][0], s.start + s.tokens[span[1] - 1][1])
                    if role != "content" or place[0] not in continued:
                        a.tagged[role].add(whole(place) if role == "content" else place)


def characters(spans):
    return {c for b, e in spans for c in range(b, e)}


def agree(gold, system, role):
    g, s = characters(gold), characters(system)
    return not g or (bool(g & s) if role == "cue" else len(g & s) * 2 >= max(len(g), len(s)))


def attribution_counts(gold, article):
    c = collections.Counter()
    for role in ROLES:
        g, s = {x for a in gold for x in a[role]}, {x for a in article.found for x in a[role]}
        for name, said in (("exact", s), ("tagged", article.tagged[role])):
            c[role, name, "tp"] += len(g & said)
            c[role, name, "said"] += len(said)
            c[role, name, "gold"] += len(g)
        gc, sc = characters(g), characters(s)
        c[role, "overlap", "tp"] += len(gc & sc)
        c[role, "overlap", "said"] += len(sc)
        c[role, "overlap", "gold"] += len(gc)
    free = set(range(len(gold)))
    for attribution in article.found:
        for index in sorted(free):
            if all(agree(gold[index][role], attribution[role], role) for role in ROLES):
                free.discard(index)
                c["whole", "overlap", "tp"] += 1
                break
    c["whole", "overlap", "said"] += len(article.found)
    c["whole", "overlap", "gold"] += len(gold)
    return c


def attributions(model, tokenizer, articles):
    read_attributions(model, tokenizer, articles)
    total = collections.Counter()
    for a in articles:
        total += max((attribution_counts(gold, a) for gold in a.attributions), key=lambda c: c["whole", "overlap", "tp"])
    return {f"{role} {how}": f1(*(total[role, how, k] for k in ("tp", "said", "gold")))
            for role, how in [(r, h) for h in ("exact", "tagged", "overlap") for r in ROLES] + [("whole", "overlap")]}


@torch.no_grad()
def commitments(model, tokenizer, sentences):
    right, total = collections.Counter(), collections.Counter()
    confused = np.zeros((len(CLASSES), len(CLASSES)), np.int64)
    for b in batches(sentences, tokenizer):
        x, _ = model.read(b)
        vectors, classes = clause_vectors(b, x)
        said = iter(model.commitment(vectors).argmax(-1).tolist())
        gold = iter(classes.tolist())
        for s in b.sentences:
            for _ in s.clauses:
                g, p = next(gold), next(said)
                for name in ("pairs",) if s.origin == "pairs" else ("bundles", s.origin):
                    total[name] += 1
                    right[name] += g == p
                if s.origin != "pairs":
                    confused[g, p] += 1
    return {name: (right[name] / total[name], total[name]) for name in total}, confused


def show(name, figures):
    print(f"{name}: " + ", ".join(f"{k} {v:.4f}" for k, v in figures.items()), flush=True)


def report(model, tokenizer, data, held, part=1.0):
    model.eval()
    take = lambda rows: rows[::max(1, round(1 / part))]
    folder = os.path.join(data, "data")
    lemmatizer = Lemmatizer(read_lemma_trees(data))
    for bank in ("ewt", "gum"):
        bank_trees = read_treebank(os.path.join(folder, f"treebank/{bank}-dev.conllu"), os.path.join(folder, "factuality/uds-dev.tsv") if bank == "ewt" else None)
        count, figures = trees(model, tokenizer, lemmatizer, [t.sentence(tokenizer) for t in take(bank_trees)])
        show(f"{bank} ({count} tokens)", figures)
    articles = take(read_articles(tokenizer, os.path.join(folder, "silver/polnear-dev.conll"), os.path.join(folder, "attribution/dev")))
    show(f"attribution ({len(articles)} articles)", attributions(model, tokenizer, articles))
    if held:
        figures, confused = commitments(model, tokenizer, take(held))
        print("commitment: " + ", ".join(f"{k} {v:.4f} of {n}" for k, (v, n) in figures.items()))
        print("  gold by row: " + "; ".join(f"{name} {' '.join(map(str, row))}" for name, row in zip(CLASSES, confused)), flush=True)


def main():
    from encoder import load_base
    from tokenizer import Tokenizer
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--base", required=True)
    a.add_argument("--data", required=True)
    a.add_argument("--model", required=True)
    a.add_argument("--part", type=float, default=1.0)
    a.add_argument("--fold", type=int, default=4)
    a.add_argument("--threads", type=int, default=2)
    a = a.parse_args()
    torch.set_num_threads(a.threads)
    tokenizer = Tokenizer(os.path.join(a.base, "vocab.txt"))
    state = torch.load(a.model, weights_only=False)
    model = Heads(load_base(a.base))
    model.load_state_dict(state["model"])
    report(model, tokenizer, a.data, read_clauses(tokenizer, a.data, a.fold)[1], a.part)


if __name__ == "__main__":
    main()
