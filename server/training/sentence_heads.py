"""Heads on the encoder's vectors of one sentence, and their losses.

A token's vector is the mean of its pieces' (of the first piece's, [CLS], where it has none), plus `split` where it shares its
first piece with the token before. Everything here is float32 and small beside the encoder.
"""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from encoder import batch
from pairs import CLASSES
from sentences import BEGIN, END, ENTITY_TYPES, FEATURES, INSIDE, NAME_LABELS, NO_NAME, OUTSIDE, RELATIONS, ROLES, SINGLE, UPOS, XPOS

ARC, LABEL, LINK, HIDDEN = 192, 64, 96, 64
SLOPE = 0.1  # of units below zero
NEVER = -1e4
MARKS = 5
# Labels of what is no name in GUM: outside, dates, numbers, money.
MAYBE = [0] + [1 + 2 * ENTITY_TYPES.index(t) + k for t in ("DATE", "NUMBER", "MONEY") for k in (0, 1)]


def allowed_marks():
    """(start, next, end): 0 or NEVER. Contents may come from the sentence before and go on in the next."""
    following = torch.full((MARKS, MARKS), NEVER)
    for before in range(MARKS):
        for label in (INSIDE, END) if before in (BEGIN, INSIDE) else (OUTSIDE, BEGIN, SINGLE):
            following[before, label] = 0
    start, end = torch.zeros(len(ROLES), MARKS), torch.zeros(len(ROLES), MARKS)
    for r, role in enumerate(ROLES):
        if role != "content":
            start[r, [INSIDE, END]] = NEVER
            end[r, [BEGIN, INSIDE]] = NEVER
    return start, following, end


class Batch:
    """Tensors of some sentences."""

    def __init__(self, sentences, tokenizer):
        self.sentences = sentences
        self.ids, self.sides, self.shapes, self.lengths = batch([s.row(tokenizer) for s in sentences], tokenizer.pad)
        self.tokens = max(max(len(s.tokens) for s in sentences), 1)
        n, pieces = len(sentences), self.ids.shape[1]
        mean, split = np.zeros((n, self.tokens, pieces), np.float32), np.zeros((n, self.tokens), np.float32)
        keep = np.zeros((n, self.tokens), bool)
        for i, s in enumerate(sentences):
            keep[i, :len(s.tokens)] = True
            split[i, :len(s.tokens)] = s.split
            for t, (first, last) in enumerate(zip(s.first, s.last)):
                if last > first:
                    mean[i, t, first + 1:last + 1] = 1 / (last - first)
                else:
                    mean[i, t, 0] = 1
        self.mean, self.split, self.keep = torch.from_numpy(mean), torch.from_numpy(split), torch.from_numpy(keep)

    def labels(self, field):
        out = np.full((len(self.sentences), self.tokens), -1, np.int64)
        for i, s in enumerate(self.sentences):
            out[i, :len(s.tokens)] = getattr(s, field)
        return torch.from_numpy(out)


class Heads(nn.Module):
    def __init__(self, encoder):
        super().__init__()
        width = encoder.width
        self.encoder = encoder
        self.split = nn.Parameter(torch.zeros(width))
        self.upos, self.xpos = nn.Linear(width, len(UPOS)), nn.Linear(width, len(XPOS))
        self.features = nn.Linear(width, len(FEATURES))
        self.names = nn.Linear(width, NAME_LABELS)
        self.arc_dependent, self.arc_head = nn.Linear(width, ARC), nn.Linear(width, ARC)
        self.arc = nn.Parameter(torch.zeros(ARC, ARC))
        self.arc_bias = nn.Parameter(torch.zeros(ARC))
        self.label_dependent, self.label_head = nn.Linear(width, LABEL), nn.Linear(width, LABEL)
        self.label = nn.Parameter(torch.zeros(len(RELATIONS), LABEL + 1, LABEL + 1))
        self.marks = nn.Linear(width, len(ROLES) * MARKS)
        self.quoted = nn.Parameter(torch.zeros(2, len(ROLES) * MARKS))  # of tokens inside a quotation; of sentences that begin inside one
        self.start, self.end = nn.Parameter(torch.zeros(len(ROLES), MARKS)), nn.Parameter(torch.zeros(len(ROLES), MARKS))
        self.next = nn.Parameter(torch.zeros(len(ROLES), MARKS, MARKS))
        self.link_cue, self.link_span = nn.Linear(width, LINK), nn.ModuleList(nn.Linear(width, LINK) for _ in range(2))
        self.link = nn.Parameter(torch.zeros(2, LINK, LINK))
        self.link_bias, self.link_base = nn.Parameter(torch.zeros(2, LINK)), nn.Parameter(torch.zeros(2))
        self.factual_hidden, self.factual = nn.Linear(width, HIDDEN), nn.Linear(HIDDEN, 1)
        self.commitment = nn.Linear(width, len(CLASSES))
        for name, value in zip(("start_mask", "next_mask", "end_mask"), allowed_marks()):
            self.register_buffer(name, value, persistent=False)
        for p in (self.arc, self.label, self.link):
            nn.init.normal_(p, std=0.02)
        nn.init.constant_(self.features.bias, -2.0)

    def read(self, b, mask=0.0, mask_id=103):
        """Vectors of pieces and of tokens."""
        ids = b.ids
        if mask:
            ids = torch.where((torch.rand(ids.shape) < mask) & (ids > 999), torch.full_like(ids, mask_id), ids)
        x, _ = self.encoder(ids, b.sides, b.shapes, b.lengths)
        return x, torch.bmm(b.mean, x) + b.split[..., None] * self.split

    def arcs(self, x, v):
        """[sentence, dependent, head]: column 0 is the root (the vector of [CLS]), h + 1 token h."""
        heads = F.leaky_relu(self.arc_head(torch.cat([x[:, :1], v], 1)), SLOPE)
        dependents = F.leaky_relu(self.arc_dependent(v), SLOPE)
        return (dependents @ self.arc + self.arc_bias) @ heads.transpose(1, 2)

    def relations(self, x, v, heads):
        """[sentence, dependent, relation] for the heads given (columns as above)."""
        one = lambda z: F.pad(F.leaky_relu(z, SLOPE), (0, 1), value=1.0)
        above = one(self.label_head(torch.cat([x[:, :1], v], 1)))
        above = torch.gather(above, 1, heads[..., None].expand(-1, -1, LABEL + 1))
        below = one(self.label_dependent(v))
        n = below.shape[0] * below.shape[1]
        left = below.reshape(n, -1) @ self.label.permute(1, 0, 2).reshape(LABEL + 1, -1)
        return torch.bmm(left.view(n, len(RELATIONS), LABEL + 1), above.reshape(n, LABEL + 1, 1)).view(*below.shape[:2], -1)

    def mark_scores(self, b, v):
        """[sentence, token, role, mark]."""
        inside, opened = np.zeros((len(b.sentences), b.tokens), np.float32), np.zeros((len(b.sentences), b.tokens), np.float32)
        for i, s in enumerate(b.sentences):
            if hasattr(s, "quoted"):
                inside[i, :len(s.tokens)] = s.quoted
                opened[i, :len(s.tokens)] = s.open
        extra = torch.from_numpy(np.stack([inside, opened], -1)) @ self.quoted
        return (self.marks(v) + extra).view(*v.shape[:2], len(ROLES), MARKS)

    def mark_loss(self, scores, gold, keep):
        """Negative log-likelihood of the gold marks (Lafferty et al. 2001), by sentence and role."""
        follow, start, end = self.next + self.next_mask, self.start + self.start_mask, self.end + self.end_mask
        n, size = gold.shape[:2]
        roles = torch.arange(len(ROLES))[None].expand(n, -1)
        pick = lambda t: torch.gather(scores[:, t], 2, gold[:, t, :, None])[..., 0]
        alpha, path = start + scores[:, 0], start[roles, gold[:, 0]] + pick(0)
        last = gold[:, 0]
        for t in range(1, size):
            there = keep[:, t, None]
            new = torch.logsumexp(alpha[..., None] + follow, 2) + scores[:, t]
            alpha = torch.where(there[..., None], new, alpha)
            path = path + torch.where(there, follow[roles, last, gold[:, t]] + pick(t), torch.zeros(()))
            last = torch.where(there, gold[:, t], last)
        return torch.logsumexp(alpha + end, 2) - path - end[roles, last]

    def link_scores(self, role, cues, spans):
        """[cue, span] of vectors of cues and of spans; a span's vector is the mean of its first and last token's."""
        c = F.leaky_relu(self.link_cue(cues), SLOPE)
        s = F.leaky_relu(self.link_span[role](spans), SLOPE)
        return (c @ self.link[role] + self.link_bias[role]) @ s.T + self.link_base[role]

    def factuality(self, v):
        return self.factual(F.leaky_relu(self.factual_hidden(v), SLOPE))[..., 0]


def span_vectors(v, spans):
    """Of (sentence, begin, end)."""
    size = v.shape[1]
    flat = v.reshape(-1, v.shape[2])
    first, last = torch.tensor([i * size + b for i, b, _ in spans]), torch.tensor([i * size + e - 1 for i, _, e in spans])
    return (flat[first] + flat[last]) / 2


def name_loss(logits, labels):
    logp = F.log_softmax(logits, -1)
    known, maybe = labels >= 0, labels == NO_NAME
    exact = torch.gather(logp, -1, labels.clamp(min=0)[..., None])[..., 0]
    loose = torch.logsumexp(logp[..., MAYBE], -1)
    return -(exact * known + loose * maybe).sum() / (known.sum() + maybe.sum()).clamp(min=1)


def entropy(logits, labels):
    """Mean cross-entropy over what is labelled; 0 where nothing is."""
    if not (labels >= 0).any():
        return logits.sum() * 0
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), labels.reshape(-1), ignore_index=-1)


def tree_losses(model, b, x, v):
    heads = b.labels("heads")
    there = b.keep
    arcs = model.arcs(x, v).masked_fill(~F.pad(there, (1, 0), value=True)[:, None], NEVER)
    losses = {"arcs": entropy(arcs, heads), "relations": entropy(model.relations(x, v, heads.clamp(min=0)), b.labels("relations")),
              "upos": entropy(model.upos(v), b.labels("upos")), "xpos": entropy(model.xpos(v), b.labels("xpos"))}
    bits = torch.zeros(*there.shape, len(FEATURES))
    for i, s in enumerate(b.sentences):
        for t, features in enumerate(s.features):
            bits[i, t, features] = 1
    losses["features"] = F.binary_cross_entropy_with_logits(model.features(v)[there], bits[there], reduction="none").sum(-1).mean()
    names = b.labels("names")
    if (names != -1).any():
        losses["names"] = name_loss(model.names(v), names)
    judged = [(i, t, value) for i, s in enumerate(b.sentences) for t, value in s.factual]
    if judged:
        said = model.factuality(v[[i for i, _, _ in judged], [t for _, t, _ in judged]])
        losses["factuality"] = F.smooth_l1_loss(said, torch.tensor([value for _, _, value in judged]), beta=0.5)
    return losses


def news_losses(model, b, v):
    gold = np.zeros((len(b.sentences), b.tokens, len(ROLES)), np.int64)
    cues, spans = [], [[], []]
    for i, s in enumerate(b.sentences):
        gold[i, :len(s.tokens)] = np.array(s.marks).T
        for number, (cue, *ends) in enumerate(s.links):
            if cue:
                cues.append(((i, *cue), number))
            for r in range(2):
                spans[r] += [((i, *span), number) for span in ends[r]]
    each = model.mark_loss(model.mark_scores(b, v), torch.from_numpy(gold), b.keep).sum(0) / b.keep.sum()
    losses = dict(zip(ROLES, each))
    losses["names"] = name_loss(model.names(v), b.labels("names"))
    total, count = 0, 0
    for r in range(2):
        if cues and spans[r]:
            scores = model.link_scores(r, span_vectors(v, [c for c, _ in cues]), span_vectors(v, [s for s, _ in spans[r]]))
            near = torch.tensor([[c[0] == s[0] for s, _ in spans[r]] for c, _ in cues])
            right = torch.tensor([[float(c[0] == s[0] and n == m) for s, m in spans[r]] for c, n in cues])
            total = total + F.binary_cross_entropy_with_logits(scores, right, reduction="none")[near].sum()
            count += int(near.sum())
    if count:
        losses["links"] = total / count
    return losses


def clause_vectors(b, x):
    rows, classes = [], []
    for i, s in enumerate(b.sentences):
        for pieces, c in s.clauses:
            rows.append((i, pieces))
            classes.append(c)
    weight = np.zeros((len(rows), x.shape[0], x.shape[1]), np.float32)
    for n, (i, pieces) in enumerate(rows):
        weight[n, i, np.array(pieces) + 1] = 1 / len(pieces)
    return torch.from_numpy(weight).view(len(rows), -1) @ x.reshape(-1, x.shape[2]), torch.tensor(classes)


def sentence_vectors(b, x):
    """Unit vectors: the mean of the pieces, [CLS] and [SEP] among them."""
    there = torch.arange(x.shape[1])[None] < b.lengths[:, None]
    return F.normalize((x * there[..., None]).sum(1), dim=-1)


def contrast_loss(vectors, bundle, keys, temperature=0.05):
    """Sentences of other reports that tell a common fact are to be nearer than those that do not (van den Oord et al. 2018)."""
    similarity = vectors @ vectors.T / temperature
    report = torch.tensor([k[0] for k in keys])
    apart = report[:, None] != report[None]
    positive = torch.tensor([[k[0] != j[0] and bool(bundle.shared(k, j)) for j in keys] for k in keys])
    rows = positive.any(1)
    if not rows.any():
        return None
    everything = torch.logsumexp(similarity.masked_fill(~apart, -1e9), 1)
    each = (everything[:, None] - similarity) * positive
    return (each.sum(1) / positive.sum(1).clamp(min=1))[rows].mean()


def losses_of(model, b, mask):
    x, v = model.read(b, mask)
    kind = b.sentences[0].kind
    if kind == "stories":
        near = contrast_loss(sentence_vectors(b, x), b.sentences[0].bundle, [s.key for s in b.sentences])
        return {"near": x.sum() * 0 if near is None else near}
    if kind == "trees":
        return tree_losses(model, b, x, v)
    if kind == "news":
        return news_losses(model, b, v)
    vectors, classes = clause_vectors(b, x)
    return {"commitment": F.cross_entropy(model.commitment(vectors), classes)}
