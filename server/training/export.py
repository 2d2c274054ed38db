"""Writes the model file from a checkpoint: python export.py --checkpoint FILE --vocabulary vocab.txt --seal TOOL --out FILE

A checkpoint is what torch.save writes of {"encoder": state_dict of encoder.Encoder, "pair" and "words": {"weight", "bias"}
of the heads, "config": the dict of config.json}. Matrices become 8-bit integers by output channel, in the layout of
server/base/gemm.h. TOOL is the built parallax_seal_model: it writes into the file what its self-test must give.

`python export.py --base FOLDER` instead of a checkpoint takes the weights of a BERT-shaped model and heads drawn from a
fixed seed: good for measuring speed, not for reading.
"""
import argparse
import hashlib
import json
import os
import struct
import subprocess

import numpy as np
import torch

import container
import encoder as pytorch
from tokenizer import OTHER, Tokenizer

PAIR_OUTPUTS, WORD_OUTPUTS = 14, 22
COLUMN_BLOCK, DEPTH_BLOCK = 16, 4
# Whose activations smooth the inputs of matrices where no --texts are given.
CALIBRATION = """\
The prime minister resigned on Thursday after weeks of protests over rising prices, state media reported.
Police arrested two men in Leeds on suspicion of fraud, a spokeswoman said.
Shares in the chipmaker fell 4.5 per cent after it warned of weak demand in Asia.
At least 30 people were killed when a ferry capsized off the coast, officials said.
\u201cThis is a victory for ordinary families,\u201d she told reporters outside the court.
The firm denied the allegations and said it would appeal.
Rain.
Yes, he did.
NATO allies will meet in Brussels next week to discuss the war, according to diplomats.
Scientists say the vaccine, developed in Oxford, cut infections by half in a trial of 20,000 adults.
Opponents accuse the president of rigging the vote; his party calls the claims baseless.
The striker, 24, missed a penalty in the 89th minute as United lost 2-1 at home.
Firefighters were still battling the blaze on Sunday morning, when the wind turned.
Critics said the bill would let landlords raise rents at will.
It is understood that talks broke down late on Tuesday.
Prosecutors dropped the charges because the main witness could not be found.
""".splitlines()
# Replayed whenever the model is loaded: words of all shapes, accents, quotation marks, a word that nobody knows.
SELF_TEST = [
    ("The minister denied that troops had fired on the crowd .",
     "Soldiers opened fire on protesters , killing 12 people , witnesses said ."),
    ("\u201c We will not pay \u201d , the CEO of Nestl\u00e9 told McKinsey on Friday .", "Nestl\u00e9 's chief executive refused to pay ."),
    ("\u4e2d\u56fd zzyzx \U0001f600 $4.5bn !", "No ."),
]


def array(tensor, kind="<f4"):
    return np.ascontiguousarray(torch.as_tensor(tensor).detach().cpu().float().numpy().astype(kind)).tobytes()


def quantize_rows(weight):
    """(int8 values, scales): each row by its own scale, so that its largest value is 127."""
    weight = weight.detach().cpu().float().numpy()
    scales = (np.abs(weight).max(axis=1) / 127).astype(np.float32)
    return np.rint(weight / np.where(scales > 0, scales, 1)[:, None]).clip(-127, 127).astype(np.int8), scales


def smoothing(weight, largest):
    """By what to divide each input, so that inputs and weights are equally hard to quantise (Xiao et al. 2023)."""
    by = (largest.clamp(min=1e-4) / weight.abs().amax(0).clamp(min=1e-5)).sqrt()
    return by / by.mean()


def linear(weight, bias, largest=None):
    """Scales, weights (of each 16 outputs, of each 4 inputs, of each output, 4 bytes) and bias; where the largest size of
    each input is known, also the factors by which inputs are to be multiplied."""
    factors = b""
    if largest is not None:
        by = smoothing(weight, largest)
        weight, factors = weight * by, array(1 / by)
    values, scales = quantize_rows(weight)  # [outputs, inputs]
    outputs, inputs = values.shape
    assert outputs % COLUMN_BLOCK == 0 and inputs % DEPTH_BLOCK == 0
    packed = values.reshape(outputs // COLUMN_BLOCK, COLUMN_BLOCK, inputs // DEPTH_BLOCK, DEPTH_BLOCK).transpose(0, 2, 1, 3)
    return scales.tobytes() + np.ascontiguousarray(packed).tobytes() + array(bias) + factors


def embedding(weight):
    values, scales = quantize_rows(weight)
    return scales.tobytes() + bytes(container.align(scales.nbytes)) + values.tobytes()


@torch.no_grad()
def largest_inputs(state, config, vocabulary, texts):
    """The largest size of each input of each layer's matrices over the texts, in float32."""
    pytorch.BF16 = False
    model = pytorch.Encoder(config).eval()
    model.load_state_dict(state)
    largest = {}

    def watch(name):
        def hook(_, inputs):
            size = inputs[0].reshape(-1, inputs[0].shape[-1]).abs().amax(0)
            largest[name] = torch.maximum(largest[name], size) if name in largest else size
        return hook

    for i, layer in enumerate(model.layers):
        for part in ("qkv", "up"):
            getattr(layer, part).register_forward_pre_hook(watch(f"{i}/{part}"))
    tokenizer = Tokenizer(vocabulary)
    for text in texts:
        ids, shapes, _ = tokenizer(text, 254)
        row = ([tokenizer.cls, *ids, tokenizer.sep], [0] * (len(ids) + 2), [OTHER, *shapes, OTHER])
        model(*pytorch.batch([row], tokenizer.pad))
    return largest


def encoder_sections(state, config, largest):
    sections = {
        "encoder/config": struct.pack("<5I", config["hidden_size"], config["num_attention_heads"], config["num_hidden_layers"],
                                      config["intermediate_size"], config["max_position_embeddings"]),
        "encoder/word": embedding(state["word.weight"]),
        "encoder/position": array(state["position.weight"]),
        "encoder/side": array(state["side.weight"]),
        "encoder/shape": array(state["shape.weight"]),
        "encoder/norm": array(state["norm.weight"]) + array(state["norm.bias"]),
    }
    for i in range(config["num_hidden_layers"]):
        for part in ("qkv", "out", "up", "down"):
            sections[f"encoder/{i}/{part}"] = linear(state[f"layers.{i}.{part}.weight"], state[f"layers.{i}.{part}.bias"], largest.get(f"{i}/{part}"))
        for part in ("norm1", "norm2"):
            sections[f"encoder/{i}/{part}"] = array(state[f"layers.{i}.{part}.weight"]) + array(state[f"layers.{i}.{part}.bias"])
    return sections


def head(weights, outputs):
    assert tuple(weights["weight"].shape) == (outputs, 384), weights["weight"].shape
    return array(weights["weight"]) + array(weights["bias"])


def self_test():
    out = struct.pack("<I", len(SELF_TEST))
    for a, b in SELF_TEST:
        for text in (a.encode(), b.encode()):
            out += struct.pack("<I", len(text)) + text
        out += struct.pack("<I", 0)  # the tool writes what comes out
    return out


def export(checkpoint, vocabulary, path, seal, model_id=None, further=None, texts=None):
    """`further`: more sections, bytes by name (calibration, sieve). `texts` are to be like those that will be read."""
    with open(vocabulary, "rb") as file:
        lines = file.read().rstrip(b"\n") + b"\n"
    assert lines.count(b"\n") == checkpoint["encoder"]["word.weight"].shape[0]
    largest = largest_inputs(checkpoint["encoder"], checkpoint["config"], vocabulary, texts or CALIBRATION)
    sections = {"vocabulary": lines, **encoder_sections(checkpoint["encoder"], checkpoint["config"], largest),
                "reader/pair": head(checkpoint["pair"], PAIR_OUTPUTS), "reader/words": head(checkpoint["words"], WORD_OUTPUTS),
                "selftest/encoder": self_test(), **(further or {})}
    if model_id is None:
        digest = hashlib.sha256()
        for name, data in sections.items():
            digest.update(struct.pack("<I", len(name)) + name.encode() + struct.pack("<Q", len(data)) + data)
        model_id = "parallax-" + digest.hexdigest()[:16]
    container.write(path, model_id, sections)
    subprocess.run([seal, path], check=True)
    return model_id


def base_checkpoint(folder):
    """The base weights, shapes and heads drawn from a fixed seed."""
    encoder = pytorch.load_base(folder)
    draw = torch.Generator().manual_seed(9)
    encoder.shape.weight.data = 0.02 * torch.randn(encoder.shape.weight.shape, generator=draw)
    make = lambda outputs: {"weight": 0.1 * torch.randn(outputs, 384, generator=draw), "bias": 0.1 * torch.randn(outputs, generator=draw)}
    with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
        config = json.load(file)
    return {"encoder": encoder.state_dict(), "pair": make(PAIR_OUTPUTS), "words": make(WORD_OUTPUTS), "config": config}


def load_checkpoint(arguments):
    if arguments.base:
        return base_checkpoint(arguments.base)
    return torch.load(arguments.checkpoint, map_location="cpu", weights_only=True)


def add_source(parser):
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--checkpoint")
    source.add_argument("--base", help="folder of config.json and model.safetensors")
    parser.add_argument("--vocabulary", required=True, help="vocab.txt")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_source(parser)
    parser.add_argument("--seal", required=True, help="the built parallax_seal_model")
    parser.add_argument("--out", required=True)
    parser.add_argument("--texts", action="append", default=[], help="made pairs (*.jsonl), like what will be read: for the range of activations")
    parser.add_argument("--section", action="append", default=[], metavar="NAME=FILE", help="a further section")
    parser.add_argument("--id", help="of the model, at most 32 bytes; default: from a digest of its sections")
    arguments = parser.parse_args()
    texts = [json.loads(line)[side] for path in arguments.texts for line in open(path, encoding="utf-8") for side in "ab"][::10]
    further = {}
    for name, _, path in (section.partition("=") for section in arguments.section):
        with open(path, "rb") as file:
            further[name] = file.read()
    print(export(load_checkpoint(arguments), arguments.vocabulary, arguments.out, arguments.seal, arguments.id, further, texts))


if __name__ == "__main__":
    main()
