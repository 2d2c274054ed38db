"""Checkpoints of the model that is there, to go on from: restore.py --base FOLDER --model parallax.model --reader FILE --sentences FILE

Weights are those of the file's integers. The checkpoint of the heads on sentences has the encoder alone: its heads are taken
from the model file when it is written anew (export.py --keep).
"""
import argparse
import json
import os

import numpy as np
import torch

import container
from encoder import load_base
from export import PAIR_OUTPUTS, WORD_OUTPUTS, unpack_linear


def floats(data, *shape):
    return torch.from_numpy(np.frombuffer(data, "<f4").copy()).reshape(shape)


def encoder_of(sections, tower, base):
    """The encoder of one tower of a model file; words and places are those of the base weights."""
    encoder = load_base(base)
    width = encoder.width
    for name in ("side", "shape"):
        getattr(encoder, name).weight.data = floats(sections[f"{tower}/{name}"], -1, width)
    norms = {"norm": encoder.norm, **{f"{i}/{n}": getattr(layer, n) for i, layer in enumerate(encoder.layers) for n in ("norm1", "norm2")}}
    for name, norm in norms.items():
        norm.weight.data, norm.bias.data = floats(sections[f"{tower}/{name}"], 2, width)
    for i, layer in enumerate(encoder.layers):
        for part in ("qkv", "out", "up", "down"):
            linear = getattr(layer, part)
            weight, bias, factors = unpack_linear(sections[f"{tower}/{i}/{part}"], *linear.weight.shape)
            linear.weight.data, linear.bias.data = weight * factors, bias
    return encoder


def head(data, outputs):
    values = floats(data, -1)
    return {"weight": values[:-outputs].reshape(outputs, -1), "bias": values[-outputs:]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("base", "model", "reader", "sentences"):
        parser.add_argument("--" + name, required=True)
    a = parser.parse_args()
    with open(os.path.join(a.base, "config.json"), encoding="utf-8") as file:
        config = json.load(file)
    _, sections = container.read(a.model)
    own = encoder_of(sections, "pairs", a.base).state_dict()
    heads = {"pair": head(sections["reader/pair"], PAIR_OUTPUTS), "words": head(sections["reader/words"], WORD_OUTPUTS)}
    model = {**{"encoder." + name: value for name, value in own.items()},
             **{f"{name}.{part}": value for name, weights in heads.items() for part, value in weights.items()}}
    torch.save({"model": model, "config": config, "encoder": own, **heads}, a.reader)
    state = encoder_of(sections, "sentences", a.base).state_dict()
    torch.save({"model": {"encoder." + name: value for name, value in state.items()}}, a.sentences)


if __name__ == "__main__":
    main()
