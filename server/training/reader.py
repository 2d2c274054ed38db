"""The reader of pairs: heads on the encoder that say whether two passages tell one fact, how they differ, and in which words."""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from encoder import batch
from pairs import CLASSES, KINDS

WORDS = 1 + len(KINDS) + len(CLASSES)


class Reader(nn.Module):
    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder
        self.pair = nn.Linear(encoder.width, 1 + len(KINDS))
        self.words = nn.Linear(encoder.width, WORDS)
        with torch.no_grad():  # kinds are rare
            self.pair.bias[1:] = -3
            self.words.bias[1:1 + len(KINDS)] = -2

    def forward(self, rows, pad, mask=0.0, mask_id=103):
        ids, sides, shapes, lengths = batch(rows, pad)
        if mask:
            ids = torch.where((torch.rand(ids.shape) < mask) & (ids > 999), torch.full_like(ids, mask_id), ids)
        x, keep = self.encoder(ids, sides, shapes, lengths)
        return self.pair(x[:, 0]), self.words(x), keep, x


def targets(examples, swaps, size):
    """Tensors of what is right: same, kinds, which kinds are known, words, the weights of words, and for each side its clause and class."""
    n = len(examples)
    same, kinds, told = torch.zeros(n), torch.zeros(n, len(KINDS)), torch.ones(n, len(KINDS))
    words, weight = torch.zeros(n, size, 1 + len(KINDS)), torch.zeros(n, size, 1 + len(KINDS))
    clauses, classes = torch.zeros(2 * n, size), torch.full((2 * n,), -1, dtype=torch.long)
    for i, (e, swap) in enumerate(zip(examples, swaps)):
        same[i] = -1 if e.same is None else float(e.same)
        kinds[i, e.kinds] = 1
        told[i, e.unknown] = 0
        first, second = (e.b, e.a) if swap else (e.a, e.b)
        total = len(first.ids) + len(second.ids) + 2
        if first.fact and second.fact:
            weight[i, 1:total, 0] = 1
        for k, _ in first.kinds + second.kinds:
            weight[i, 1:total, 1 + k] = 1
        for s, (side, begin) in enumerate(((first, 1), (second, len(first.ids) + 2))):
            for p in side.fact:
                words[i, begin + p, 0] = 1
            for k, marked in side.kinds:
                for p in marked:
                    words[i, begin + p, 1 + k] = 1
            clause = getattr(side, "clause", side.fact)
            if side.commitment >= 0 and clause:
                classes[2 * i + s] = side.commitment
                for p in clause:
                    clauses[2 * i + s, begin + p] = 1 / len(clause)
    return same, kinds, told, words, weight, clauses, classes


def loss_of(model, examples, tokenizer, swaps, mask):
    pair, words, keep, _ = model([e.row(tokenizer, s) for e, s in zip(examples, swaps)], tokenizer.pad, mask)
    same, kinds, told, marked, weight, clauses, classes = targets(examples, swaps, keep.shape[1])
    known = (same >= 0).float()
    loss = (F.binary_cross_entropy_with_logits(pair[:, 0], same.clamp(min=0), reduction="none") * known).mean()
    loss = loss + (F.binary_cross_entropy_with_logits(pair[:, 1:], kinds, reduction="none") * told).sum(1).mean()
    if weight.sum() > 0:
        each = F.binary_cross_entropy_with_logits(words[..., :1 + len(KINDS)], marked, reduction="none")
        loss = loss + 2 * (each * weight).sum() / weight.sum()
    if (classes >= 0).any():
        logits = torch.bmm(clauses.view(len(examples), 2, -1), words[..., 1 + len(KINDS):]).reshape(2 * len(examples), -1)
        loss = loss + 0.5 * F.cross_entropy(logits, classes, ignore_index=-1)
    return loss


@torch.no_grad()
def predict(model, examples, tokenizer, most=2600):
    """Sets on each example: same and kinds (log-odds) and, of each side, a row of log-odds a piece."""
    model.eval()
    order = sorted(examples, key=lambda e: e.size())
    at = 0
    while at < len(order):
        end = at + 1
        while end < len(order) and (end + 1 - at) * order[end].size() <= most:
            end += 1
        part = order[at:end]
        pair, words, _, _ = model([e.row(tokenizer) for e in part], tokenizer.pad)
        for e, p, w in zip(part, pair.numpy(), words.numpy()):
            e.p_same, e.p_kinds = float(p[0]), p[1:]
            e.words_a = w[1:1 + len(e.a.ids)].astype(np.float16)
            e.words_b = w[len(e.a.ids) + 2:len(e.a.ids) + 2 + len(e.b.ids)].astype(np.float16)
        at = end
