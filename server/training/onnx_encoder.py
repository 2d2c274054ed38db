"""ONNX Runtime on the same weights, dynamic int8, one thread: pieces a second at the lengths of encoder_benchmark.cc.

    python onnx_encoder.py --base FOLDER [--benchmark ../../build/release/bin/parallax_encoder_benchmark]

With --benchmark both are run in turn, three times, and the best of each is told.
"""
import argparse
import json
import os
import subprocess
import tempfile
import time

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

import encoder as pytorch
import export

ROWS = 256  # pieces of a batch
LENGTHS = (40, 80, 128)


class Flat(nn.Module):
    """The encoder as it is exported: all sequences of a batch are of one length, so nothing is padded."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, ids, sides, shapes):
        x = self.encoder
        place = torch.arange(ids.shape[1])[None].expand_as(ids)
        y = x.norm(x.word(ids) + x.position(place) + x.side(sides) + x.shape(shapes))
        for layer in x.layers:
            y = layer(y, torch.zeros(1, 1, 1, 1))
        return y


def build(encoder, folder):
    plain, small = os.path.join(folder, "plain.onnx"), os.path.join(folder, "int8.onnx")
    ids = torch.randint(1000, 20000, (4, 40))
    zeros = torch.zeros_like(ids)
    torch.onnx.export(Flat(encoder).eval(), (ids, zeros, zeros), plain, input_names=["ids", "sides", "shapes"], opset_version=20, dynamo=False,
                      dynamic_axes={name: {0: "batch", 1: "size"} for name in ("ids", "sides", "shapes")})
    quantize_dynamic(plain, small, weight_type=QuantType.QInt8)
    return plain, small


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def speed(model, length, seconds=1.5):
    ids = np.random.default_rng(1).integers(1000, 20000, (max(1, ROWS // length), length))
    feed = {"ids": ids, "sides": np.zeros_like(ids), "shapes": np.zeros_like(ids)}
    for _ in range(3):
        model.run(None, feed)
    start, runs = time.process_time(), 0
    while time.process_time() - start < seconds:
        model.run(None, feed)
        runs += 1
    return runs * ids.size / (time.process_time() - start)


def own_speeds(binary):
    out = subprocess.run([binary, "--benchmark_filter=BM_Encoder", "--benchmark_min_time=1.5", "--benchmark_format=json"],
                         check=True, capture_output=True, text=True).stdout
    return {int(run["name"].split("/")[1]): run["pieces/s"] for run in json.loads(out)["benchmarks"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True)
    parser.add_argument("--benchmark")
    arguments = parser.parse_args()
    pytorch.BF16 = False
    encoder = pytorch.Encoder(export.base_checkpoints(arguments.base)[0]["config"])
    encoder.load_state_dict(export.base_checkpoints(arguments.base)[0]["encoder"])
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        plain, small = (session(path) for path in build(encoder, folder))
        best = {length: [0.0, 0.0, 0.0] for length in LENGTHS}
        for _ in range(3):
            own = own_speeds(arguments.benchmark) if arguments.benchmark else {}
            for length in LENGTHS:
                now = (speed(plain, length), speed(small, length), own.get(length, 0.0))
                best[length] = [max(a, b) for a, b in zip(best[length], now)]
    for length, (floats, ints, own) in best.items():
        print(f"length {length}: ONNX Runtime float32 {floats:.0f}, int8 {ints:.0f} pieces/s; own {own:.0f}, {own / ints:.2f} times int8")


if __name__ == "__main__":
    main()
