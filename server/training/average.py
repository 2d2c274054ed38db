#!/usr/bin/env python3
"""The mean of two checkpoints of one line of training (Wortsman et al. 2022): right more often than either.

usage: average.py --of FILE FILE --share S --out FILE    S of the second, the rest of the first
"""
import argparse

import torch


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--of", nargs=2, required=True)
    parser.add_argument("--share", type=float, default=0.6)
    parser.add_argument("--out", required=True)
    a = parser.parse_args()
    first, second = (torch.load(path, weights_only=False) for path in a.of)

    def mean(x, y):
        if isinstance(x, dict):
            return {key: mean(x[key], y[key]) for key in y}
        if not torch.is_tensor(x) or not x.is_floating_point() or torch.equal(x, y):  # what nothing trains stays as it is
            return y
        return x * (1 - a.share) + y * a.share

    parts = ("model", "encoder", "pair", "words")
    torch.save({key: mean(first[key], value) if key in parts else value for key, value in second.items()}, a.out)


if __name__ == "__main__":
    main()
