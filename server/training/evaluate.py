"""What the reader does on bundles and pairs that it was not trained on."""
import numpy as np

from encoder import sentence_vectors
from pairs import KINDS, REAL, candidates, tfidf
from reader import predict


def prf(right, said, gold):
    p, r = right / max(said, 1), right / max(gold, 1)
    return p, r, 2 * p * r / max(p + r, 1e-9)


def odds(p):
    return np.log(p / (1 - p))


def sigmoid(x):
    return 1 / (1 + np.exp(-np.asarray(x, dtype=np.float64)))


def best_facts(rows, gold):
    rows = sorted(rows, key=lambda r: -r[0])
    top, right = (0, 0, 0, 0), 0
    for n, (p, y) in enumerate(rows, 1):
        right += y
        score = prf(right, n, gold)
        if score[2] > top[2]:
            top = (*score, p)
    return top


def spans(example, side, kind):
    """Ranges of the words of one side that show the kind: those over even odds, else the likeliest."""
    words = (example.words_a if side == "a" else example.words_b)[:, 1 + kind]
    places = (example.a if side == "a" else example.b).places
    chosen = [i for i in range(len(places)) if words[i] >= 0] or [int(np.argmax(words[:len(places)]))]
    return [places[i] for i in chosen]


def overlap(ones, others):
    return any(b < d and c < e for b, e in ones for c, d in others)


def pair_scores(examples, cut):
    right = said = gold = 0
    for e in examples:
        left = list(e.gold)
        gold += len(left)
        for k in np.argsort(-e.p_kinds):
            if sigmoid(e.p_kinds[k]) * sigmoid(e.p_same) < cut:
                continue
            said += 1
            for g in left:
                where = {s: [(getattr(e, s).text.index(g[s]), getattr(e, s).text.index(g[s]) + len(g[s]))] for s in "ab"}
                if KINDS.index(g["kind"]) == k and all(overlap(spans(e, s, k), where[s]) for s in "ab"):
                    left.remove(g)
                    right += 1
                    break
    return prf(right, said, gold)


def class_accuracy(examples):
    right = total = 0
    for e in examples:
        for side, words in ((e.a, e.words_a), (e.b, e.words_b)):
            clause = getattr(side, "clause", side.fact)
            if side.commitment >= 0 and clause:
                total += 1
                right += int(words[clause, 1 + len(KINDS):].astype(np.float32).mean(0).argmax()) == side.commitment
    return right / max(total, 1), total


def report_pairs(name, pairs):
    told = sum(e.p_same < 0 for e in pairs if not e.same)
    same = prf(sum(e.p_same >= 0 and e.same for e in pairs), sum(e.p_same >= 0 for e in pairs), sum(bool(e.same) for e in pairs))
    print(f"{name} pairs: same F1 {same[2]:.3f} (P {same[0]:.3f} R {same[1]:.3f}), near misses told apart {told} of {sum(not e.same for e in pairs)}; "
          f"classes {class_accuracy(pairs)[0]:.3f}", flush=True)
    for cut in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        print(f"  kinds from {cut}: P %.3f R %.3f F1 %.3f" % pair_scores(pairs, cut), flush=True)


def report(model, base, tokenizer, bundles, pairs):
    """`base` is the encoder whose vectors choose the pairs of sentences."""
    if not bundles:
        return
    model.eval()
    predict(model, pairs, tokenizer)
    for name, real in (("made", False), ("real", True)):
        part = [e for e in pairs if e.id.startswith(REAL) == real]
        if part:
            report_pairs(name, part)
    rows, kinds = {}, []
    for b in bundles:
        v = sentence_vectors(base, tokenizer, [b.text[k] for k in b.keys]).numpy()
        near = candidates(b, (v @ v.T, tfidf(tokenizer, [b.text[k] for k in b.keys])), 2)
        examples = [b.example(tokenizer, x, y) for x, y in near]
        predict(model, examples, tokenizer)
        for name in ("all", b.origin()):
            rows.setdefault(name, [[], 0])
            rows[name][0] += [(e.p_same, bool(e.same)) for e in examples]
            rows[name][1] += sum(bool(b.shared(x, y)) for x, y in b.positives())
        kinds += examples
    for name, (r, gold) in rows.items():
        p, rec, f, at = best_facts(r, gold)
        print(f"  {name}: sentence pairs F1 {f:.3f} (P {p:.3f} R {rec:.3f} at {sigmoid(at):.2f}) of {gold}, {len(r)} candidates", flush=True)
    print("  classes of mentions in bundles: %.3f of %d" % class_accuracy([e for e in kinds if e.same]))
    score = np.array([sigmoid(e.p_kinds) * sigmoid(e.p_same) for e in kinds])
    truth = np.array([[k in e.kinds for k in range(len(KINDS))] for e in kinds])
    for cut in (0.1, 0.2, 0.3, 0.5):
        said = score >= cut
        print(f"  kinds of candidate pairs from {cut}: P %.3f R %.3f F1 %.3f" % prf((said & truth).sum(), said.sum(), truth.sum()))
    print("  by kind from 0.2:", ", ".join(f"{k} {int((truth[:, i] & (score[:, i] >= 0.2)).sum())}/{int((score[:, i] >= 0.2).sum())}/{int(truth[:, i].sum())}" for i, k in enumerate(KINDS)), flush=True)


def area(scores, right):
    """Under the receiver operating characteristic: how often a right one has the larger score than a wrong one."""
    order = np.argsort(np.asarray(scores, dtype=np.float64), kind="stable")
    ranks = np.empty(len(order))
    ranks[order] = np.arange(1, len(order) + 1)
    right = np.asarray(right, bool)
    ones, others = right.sum(), (~right).sum()
    return float("nan") if not ones or not others else (ranks[right].sum() - ones * (ones + 1) / 2) / (ones * others)


def report_passages(model, tokenizer, groups):
    """How well it tells, of two passages alone, whether they tell one fact and whether they differ in the kinds that are marked."""
    for name, examples in groups.items():
        predict(model, examples, tokenizer)
        known = [e for e in examples if e.same is not None]
        kinds = [(e.p_kinds[k], k in e.kinds) for e in examples for k in range(len(KINDS)) if k not in e.unknown]
        print(f"passages {name}: {len(examples)}, same fact {sum(e.same for e in known)} of {len(known)}, area {area([e.p_same for e in known], [e.same for e in known]):.3f}; "
              f"kinds {sum(y for _, y in kinds)}, area {area(*zip(*kinds)):.3f}")
