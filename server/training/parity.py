"""What PyTorch and tokenizer.py give for a few texts, for tests/encoder: the C++ side must agree.

    python parity.py --checkpoint FILE --sentences FILE --vocabulary vocab.txt --model parallax.model --out ../../tests/encoder

writes word_pieces.txt, which depends on the vocabulary and Unicode's tables alone, and parity.txt, which must be written
anew with every model file. `--base FOLDER` as in export.py. Each answer stands twice in parity.txt: of the checkpoint in
float32, and of the model file's own integers, with activations in 7 bits.
"""
import argparse
import os
import unicodedata
import zlib

import numpy as np
import torch
import torch.nn.functional as F

import container
import encoder as pytorch
import export
from sentences import Sentence
from tokenizer import DOUBLE_QUOTES, OTHER, SINGLE_QUOTES, Tokenizer, fold

WINDOW, OVERLAP = 126, 32
KINDS = 13
SAYS_NOTHING = -10.0

TEXTS = [
    "The minister denied that troops had fired on the crowd.",
    "Nestl\u00e9\u2019s \u201cna\u00efve\u201d caf\u00e9 r\u00e9sum\u00e9: S\u00e3o Paulo, \u0141\u00f3d\u017a, \u00c5rhus, stra\u00dfe.",
    "e\u0301te\u0301 decomposed, and it\u02bcs a letter by category; \u00abguillemets\u00bb, 5\u2032 6\u2033, `ticks\u00b4",
    "soft\u00adhyphen zero\u200bwidth joi\u200dner \ufefforder mark",
    "\ufb01nd the \ufb02ow o\ufb00ice \u01c4 \u01c5 \u0132 \u2122 \u212b \u210c",
    "\u4e2d\u56fd\u4eba\u6c11 \u65e5\u672c\u8a9e\u30c6\u30ad\u30b9\u30c8 \ud55c\uad6d\uc5b4 \uff8a\uff9e\uff9f \uff9e\u3042",
    "\U0001f600 \U0001f44d\U0001f3fd \u2764\ufe0f \U0001f1fa\U0001f1f8 ok",
    "12,345.67 3rd 2nd $4.5bn \u00a31m 50% \u00bd \u00b2 \u2460 \u2163 \u0664\u0662 \u096a\u0968",
    "snake_case __init__ a_b _ AT&T C++ #tag @name user@example.com http://x.org/a?b=c",
    "a" * 100, "b" * 101, "x" * 200 + " after", "\u00e9" * 100, "\u0390" * 60,
    "USA U.S. iPhone McDonald X x NATO's don't CAN'T I",
    "\u0130stanbul \u0131 \u03a3\u0399\u03a3\u03a5\u03a6\u039f\u03a3 \u1e9e \u01f0",
    "\u0e44\u0e17\u0e22 \u0939\u093f\u0928\u094d\u0926\u0940 \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u05e2\u05d1\u05e8\u05d9\u05ea \ufdfa",
    "tab\tnew\nline\r\x0b nbsp\u00a0em\u2003 \u2028 \u0085 \x00nul \x7f",
    "\u0301 lone accent, \u20dd enclosing a\u20dd, \u093e spacing mark",
    "private \ue000 unassigned \u0378 newer \U0001fae8 \U00031350 tag \U000e0041",
    "\u2026 \u2013 \u2014 \u2022 \u00a7 \u00b6 \u2020 \u203d \u00bf \u00a1 ... -- '' \"\"",
    "[CLS] [SEP] [UNK] [MASK] ##ing # ##",
    "zzyzx qwrtplk antidisestablishmentarianism Zaporizhzhia",
]

SENTENCES = [
    "The minister denied that troops had fired on the crowd .",
    "Soldiers opened fire on protesters , killing 12 people , witnesses said .",
    "\u201c We will not pay \u201d , the CEO of Nestl\u00e9 told McKinsey on Friday .",
    "Officials put the death toll at 45 ; aid groups counted more than 80 .",
    "No .",
    " ".join("The council voted on Tuesday to cut the budget of the port by a third , which the unions called theft .".split() * 9),
]

PAIRS = [
    ("The minister denied that troops had fired on the crowd .", "Soldiers opened fire on protesters , killing 12 people , witnesses said ."),
    ("The company said it would cut 500 jobs in March .", "The firm will lay off some 700 workers in spring , unions fear ."),
    ("Rebels seized the town on Monday after government forces fled .", "The army withdrew from the town , its spokesman confirmed ."),
    ("The mayor called the plan \u201c reckless \u201d .", "Residents complained about noise at the new stadium ."),
    (" ".join(["The long report goes on and on about the dam ."] * 30), "The dam broke at 4.30am ."),
]


def escape(text):
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r").replace("\0", "\\0")


def character(c):
    """What the tokeniser makes of a character, as bytes that the C++ side makes as well."""
    quote = c in SINGLE_QUOTES or c in DOUBLE_QUOTES
    kind = "Po" if quote else unicodedata.category(c)
    if kind in ("Mn", "Cf"):
        return b"N"
    if kind[0] in "ZC":
        return b"G"
    flags = c.isdigit() + 2 * (c.isalpha() and not quote) + 4 * c.isupper()
    return (b"W" if kind[0] in "LN" else b"O") + bytes([48 + flags]) + fold(c).encode() + b"\0"


def write_word_pieces(tokenizer, path):
    assert unicodedata.unidata_version == "14.0.0", "the tables of the C++ side are held to Unicode 14"
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for block in range(0, 0x110000, 0x1000):
            data = b"".join(character(chr(i)) for i in range(block, block + 0x1000) if not 0xD800 <= i < 0xE000)
            if data.strip(b"G"):
                file.write(f"block\t{block:x}\t{zlib.crc32(data):x}\n")
        for text in TEXTS:
            ids, shapes, places = tokenizer(text)
            at = lambda i: len(text[:i].encode())
            own = Sentence(tokenizer, text).places
            pieces = [f"{a},{s},{at(b)},{at(e)},{at(c)},{at(f)}" for a, s, (b, e), (c, f) in zip(ids, shapes, places, own)]
            file.write(f"text\t{escape(text)}\t{' '.join(pieces)}\n")


class Reader:
    """The model of a checkpoint, in float32."""

    def __init__(self, checkpoint, tokenizer):
        pytorch.BF16 = False
        self.encoder = pytorch.Encoder(checkpoint["config"]).eval()
        self.encoder.load_state_dict(checkpoint["encoder"])
        self.heads, self.tokenizer = checkpoint, tokenizer

    def vectors(self, ids, sides, shapes):
        as_row = lambda values: torch.tensor([values])
        return self.encoder(as_row(ids), as_row(sides), as_row(shapes), torch.tensor([len(ids)]))[0][0]

    def head(self, name, x):
        return F.linear(x, self.heads[name]["weight"].float(), self.heads[name]["bias"].float())

    def sentence(self, text):
        t = self.tokenizer
        ids, shapes, _ = t(text)
        total = 0
        begin = 0
        while True:
            window = slice(begin, begin + WINDOW)
            row = [t.cls, *ids[window], t.sep]
            total = total + self.vectors(row, [0] * len(row), [OTHER, *shapes[window], OTHER]).sum(0)
            if begin + WINDOW >= len(ids):
                return F.normalize(total, dim=0)
            begin += WINDOW - OVERLAP

    def pair(self, a, b):
        """(outputs of the pair, readings of the words of a, of b)."""
        t = self.tokenizer
        a_ids, a_shapes, a_places = t(a, 254)
        b_ids, b_shapes, b_places = t(b, 254)
        ids = [t.cls, *a_ids, t.sep, *b_ids, t.sep]
        sides = [0] * (len(a_ids) + 2) + [1] * (len(b_ids) + 1)
        x = self.vectors(ids, sides, [OTHER, *a_shapes, OTHER, *b_shapes, OTHER])
        words = self.head("words", x)
        return (self.head("pair", x[0]), self.words(a, words[1:1 + len(a_ids)], a_places),
                self.words(b, words[2 + len(a_ids):-1], b_places))

    @staticmethod
    def words(text, outputs, places):
        readings, at = [], 0
        for token in text.split(" "):
            begin, end = at, at + len(token)
            at = end + 1
            own = [i for i, (b, e) in enumerate(places) if b < end and begin < e]
            if own:
                readings.append(torch.cat([outputs[own, :1 + KINDS].amax(0), outputs[own, 1 + KINDS:].mean(0)]))
            else:
                readings.append(torch.tensor([SAYS_NOTHING] * (1 + KINDS) + [0.0] * (outputs.shape[1] - 1 - KINDS)))
        return readings


def step(x, factors):
    """The inputs of a matrix in 7 bits, as server/base/gemm.cc has them."""
    x = x * factors
    low, high = x.amin(-1, keepdim=True).clamp(max=0), x.amax(-1, keepdim=True).clamp(min=0)
    size = ((high - low) / 127).clamp(min=1e-30)
    zero = torch.round(-low / size)
    return ((torch.round(x / size) + zero).clamp(0, 127) - zero) * size


def quantized(checkpoint, tower, sections, tokenizer):
    """A Reader of the integers of a tower of a model file."""
    reader = Reader(checkpoint, tokenizer)
    width = checkpoint["config"]["hidden_size"]
    floats = lambda data: torch.from_numpy(np.frombuffer(data, "<f4").copy())
    words = sections["encoder/word"]
    rows = reader.encoder.word.weight.shape[0]
    values = torch.from_numpy(np.frombuffer(words[-rows * width:], np.int8).reshape(rows, width).astype(np.float32))
    reader.encoder.word.weight.data = values * floats(words[:4 * rows])[:, None]
    for i, layer in enumerate(reader.encoder.layers):
        for part in ("qkv", "out", "up", "down"):
            linear, data = getattr(layer, part), sections[f"{tower}/{i}/{part}"]
            linear.weight.data, _, factors = export.unpack_linear(data, *linear.weight.shape)
            linear.register_forward_pre_hook(lambda _, x, factors=factors: (step(x[0], factors),))
    return reader


def numbers(values):
    return " ".join(f"{v:.4g}" for v in values.tolist())


@torch.no_grad()
def write_parity(sentences, pairs, model_id, path):
    """Both are two readers: of floats, of the integers."""
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(f"model\t{model_id}\n")
        for text in SENTENCES:
            file.write("\t".join(["sentence", text, *(numbers(reader.sentence(text)) for reader in sentences)]) + "\n")
        for a, b in PAIRS:
            answers = [reader.pair(a, b) for reader in pairs]
            file.write("\t".join(["pair", a, b, *(numbers(answer[0]) for answer in answers)]) + "\n")
            for side in (1, 2):
                for i, words in list(enumerate(zip(*(answer[side] for answer in answers))))[:8]:
                    file.write("\t".join(["word", "_ab"[side], str(i), *map(numbers, words)]) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    export.add_source(parser)
    parser.add_argument("--model", required=True, help="the model file that export.py made of the same checkpoint")
    parser.add_argument("--out", required=True, help="the folder tests/encoder")
    arguments = parser.parse_args()
    tokenizer = Tokenizer(arguments.vocabulary)
    write_word_pieces(tokenizer, os.path.join(arguments.out, "word_pieces.txt"))
    model_id, sections = container.read(arguments.model)
    reader, own = export.load_towers(arguments)
    both = lambda checkpoint, tower: [Reader(checkpoint, tokenizer), quantized(checkpoint, tower, sections, tokenizer)]
    write_parity(both({**reader, "encoder": own}, "sentences"), both(reader, "pairs"), model_id, os.path.join(arguments.out, "parity.txt"))


if __name__ == "__main__":
    main()
