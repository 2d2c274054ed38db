"""The encoder in PyTorch: a BERT-shaped transformer (Devlin et al. 2019) of MiniLM's size, started from all-MiniLM-L6-v2."""
import json
import os

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

from tokenizer import OTHER, SHAPES

FAR = -1e9
BF16 = "amx_bf16" in open("/proc/cpuinfo").read() or "avx512_bf16" in open("/proc/cpuinfo").read()


class Layer(nn.Module):
    def __init__(self, width, heads, inner):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, mask):
        batch, size, width = x.shape
        q, k, v = self.qkv(x).view(batch, size, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        if torch.is_grad_enabled():  # the gradient of the fused operation is several times slower
            y = torch.softmax(q @ k.transpose(2, 3) * (q.shape[-1] ** -0.5) + mask.to(q.dtype), -1).to(v.dtype) @ v
        else:
            y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        x = self.norm1(x + self.out(y.transpose(1, 2).reshape(batch, size, width)))
        return self.norm2(x + self.down(F.gelu(self.up(x), approximate="tanh")))


class Encoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.width = config["hidden_size"]
        self.word = nn.Embedding(config["vocab_size"], self.width)
        self.position = nn.Embedding(config["max_position_embeddings"], self.width)
        self.side = nn.Embedding(2, self.width)
        self.shape = nn.Embedding(SHAPES, self.width)
        self.norm = nn.LayerNorm(self.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(self.width, config["num_attention_heads"], config["intermediate_size"])
                                    for _ in range(config["num_hidden_layers"]))
        nn.init.zeros_(self.shape.weight)
        self.word.weight.requires_grad = self.position.weight.requires_grad = False

    def forward(self, ids, sides, shapes, lengths):
        """(vectors, keep): [batch, pieces, width] and which of the pieces are there."""
        size = ids.shape[1]
        keep = torch.arange(size)[None] < lengths[:, None]
        mask = (~keep)[:, None, None].float() * FAR
        with torch.autocast("cpu", torch.bfloat16, enabled=BF16):
            place = torch.arange(size)[None].expand_as(ids)
            x = self.norm(self.word(ids) + self.position(place) + self.side(sides) + self.shape(shapes))
            for layer in self.layers:
                x = layer(x, mask)
        return x.float(), keep


def load_base(folder):
    """The encoder with the weights of a BERT-shaped checkpoint: config.json and model.safetensors in `folder`."""
    with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
        encoder = Encoder(json.load(file))
    base = {name.removeprefix("bert."): tensor.float() for name, tensor in load_file(os.path.join(folder, "model.safetensors")).items()}
    state = {"word.weight": base["embeddings.word_embeddings.weight"], "position.weight": base["embeddings.position_embeddings.weight"],
             "side.weight": base["embeddings.token_type_embeddings.weight"],
             "norm.weight": base["embeddings.LayerNorm.weight"], "norm.bias": base["embeddings.LayerNorm.bias"]}
    names = {"out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm"}
    for i in range(len(encoder.layers)):
        for part in ("weight", "bias"):
            state[f"layers.{i}.qkv.{part}"] = torch.cat([base[f"encoder.layer.{i}.attention.self.{x}.{part}"] for x in ("query", "key", "value")])
            for own, theirs in names.items():
                state[f"layers.{i}.{own}.{part}"] = base[f"encoder.layer.{i}.{theirs}.{part}"]
    missing, unexpected = encoder.load_state_dict(state, strict=False)
    assert missing == ["shape.weight"] and not unexpected, (missing, unexpected)
    return encoder


def batch(rows, pad):
    """Rows (ids, sides, shapes) as padded tensors and their lengths."""
    size = max(len(row[0]) for row in rows)
    fill = lambda k, value: torch.tensor([row[k] + [value] * (size - len(row[k])) for row in rows])
    return fill(0, pad), fill(1, 0), fill(2, OTHER), torch.tensor([len(row[0]) for row in rows])


@torch.no_grad()
def sentence_vectors(encoder, tokenizer, texts, most=126):
    """Unit vectors of texts read alone: the mean over the pieces."""
    rows = []
    for text in texts:
        ids, shapes, _ = tokenizer(text, most)
        rows.append(([tokenizer.cls] + ids + [tokenizer.sep], [0] * (len(ids) + 2), [OTHER] + shapes + [OTHER]))
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]))
    vectors = torch.zeros(len(rows), encoder.width)
    for at in range(0, len(order), 32):
        part = order[at:at + 32]
        x, keep = encoder(*batch([rows[i] for i in part], tokenizer.pad))
        vectors[part] = F.normalize((x * keep[..., None]).sum(1) / keep.sum(1, keepdim=True), dim=-1)
    return vectors
