"""Writes the model file from checkpoints: python export.py --checkpoint FILE --sentences FILE --data DIR --vocabulary vocab.txt --seal TOOL --out FILE

A checkpoint of the reader of pairs is what torch.save writes of {"encoder": state_dict of encoder.Encoder, "pair" and
"words": {"weight", "bias"} of the heads, "config": the dict of config.json}; one of the heads on sentences is what
train_sentences.py writes. Vectors of word pieces and places are the same in both: nothing trains them. Matrices become 8-bit integers by output channel, in the layout of
server/base/gemm.h. TOOL is the built parallax_seal_model: it writes into the file what its self-test must give.

`python export.py --base FOLDER` instead of checkpoints takes the weights of a BERT-shaped model and heads drawn from a
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
import torch.nn.functional as F

import container
import encoder as pytorch
import sentence_heads
from lemmas import Lemmatizer, read_lemma_trees
from sentences import Sentence
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
    more = -weight.shape[0] % COLUMN_BLOCK
    weight, bias = F.pad(torch.as_tensor(weight), (0, 0, 0, more)), F.pad(torch.as_tensor(bias), (0, more))
    values, scales = quantize_rows(weight)  # [outputs, inputs]
    outputs, inputs = values.shape
    assert inputs % DEPTH_BLOCK == 0
    packed = values.reshape(outputs // COLUMN_BLOCK, COLUMN_BLOCK, inputs // DEPTH_BLOCK, DEPTH_BLOCK).transpose(0, 2, 1, 3)
    return scales.tobytes() + np.ascontiguousarray(packed).tobytes() + array(bias) + factors


def unpack_linear(data, outputs, inputs):
    """(weight, bias, factors) of a section that `linear` made; the weight is that of inputs times factors."""
    assert outputs % COLUMN_BLOCK == 0
    floats = lambda part: torch.from_numpy(np.frombuffer(part, "<f4").copy())
    scales, packed, rest = data[:4 * outputs], data[4 * outputs:4 * outputs + outputs * inputs], data[4 * outputs + outputs * inputs:]
    values = np.frombuffer(packed, np.int8).reshape(outputs // COLUMN_BLOCK, inputs // DEPTH_BLOCK, COLUMN_BLOCK, DEPTH_BLOCK)
    values = values.transpose(0, 2, 1, 3).reshape(outputs, inputs)
    factors = floats(rest[4 * outputs:]) if len(rest) > 4 * outputs else torch.ones(inputs)
    return torch.from_numpy(values.astype(np.float32)) * floats(scales)[:, None], floats(rest[:4 * outputs]), factors


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


def shared_sections(state, config):
    return {
        "encoder/config": struct.pack("<5I", config["hidden_size"], config["num_attention_heads"], config["num_hidden_layers"],
                                      config["intermediate_size"], config["max_position_embeddings"]),
        "encoder/word": embedding(state["word.weight"]),
        "encoder/position": array(state["position.weight"]),
    }


def tower_sections(tower, state, config, largest):
    sections = {
        f"{tower}/side": array(state["side.weight"]),
        f"{tower}/shape": array(state["shape.weight"]),
        f"{tower}/norm": array(state["norm.weight"]) + array(state["norm.bias"]),
    }
    for i in range(config["num_hidden_layers"]):
        for part in ("qkv", "out", "up", "down"):
            sections[f"{tower}/{i}/{part}"] = linear(state[f"layers.{i}.{part}.weight"], state[f"layers.{i}.{part}.bias"], largest.get(f"{i}/{part}"))
        for part in ("norm1", "norm2"):
            sections[f"{tower}/{i}/{part}"] = array(state[f"layers.{i}.{part}.weight"]) + array(state[f"layers.{i}.{part}.bias"])
    return sections


SENTENCES = ("sentences/", "language/", "attribution/", "commitment/")  # how sections begin of what reads one sentence
# The heads on sentences, each room's in one matrix, in the order that the room reads them.
LANGUAGE = ("upos", "xpos", "features", "names", "arc_dependent", "arc_head", "label_dependent", "label_head")
ATTRIBUTION = ("marks", "link_cue", "link_span.0", "link_span.1")
COMMITMENT = ("factual_hidden", "commitment")
NEVER = -1e3  # what marks may not follow


@torch.no_grad()
def largest_vectors(model, vocabulary, texts):
    """The largest size of each value of the vectors of sentences and tokens over the texts."""
    pytorch.BF16 = False
    tokenizer, largest = Tokenizer(vocabulary), torch.zeros(model.encoder.width)
    for text in texts:
        sentence = Sentence(tokenizer, text, most=254)
        sentence.tokens, sentence.first, sentence.last = sentence.places, list(range(len(sentence.ids))), list(range(1, len(sentence.ids) + 1))
        sentence.split = [False] * len(sentence.ids)
        x, v = model.read(sentence_heads.Batch([sentence], tokenizer))
        largest = torch.maximum(largest, torch.maximum(v[0].abs().amax(0), x[0, 0].abs()))
    return largest


def lemma_section(lemmatizer):
    """The rules, then the tables of whole words and of endings."""
    rules = sorted({*lemmatizer.words.values(), *lemmatizer.endings.values()})
    text = lambda words: struct.pack("<I", len(words.encode())) + words.encode()
    out = struct.pack("<I", len(rules)) + b"".join(struct.pack("<I", strip) + text(append) for strip, append in rules)
    number = {rule: i for i, rule in enumerate(rules)}
    for table in (lemmatizer.words, lemmatizer.endings):
        out += struct.pack("<I", len(table))
        for ((xpos, proper), words), rule in sorted(table.items()):
            out += struct.pack("<II", 2 * xpos + proper, number[rule]) + text(words)
    return out


def sentence_sections(model, lemmatizer, largest):
    """`model` is sentence_heads.Heads."""
    state = model.state_dict()

    def heads(names):
        pick = lambda part: torch.cat([state[f"{name}.{part}"] for name in names])
        return linear(pick("weight"), pick("bias"), largest)

    allowed = lambda name: (state[name] + getattr(model, name + "_mask")).clamp(min=NEVER)
    return {
        "sentences/split": array(state["split"]),
        "language/lemmas": lemma_section(lemmatizer),
        "language/heads": heads(LANGUAGE),
        "language/arcs": array(state["arc"]) + array(state["arc_bias"]),
        "language/labels": array(state["label"]),
        "attribution/heads": heads(ATTRIBUTION),
        "attribution/marks": array(state["quoted"]) + b"".join(array(allowed(name)) for name in ("start", "end", "next")),
        "attribution/links": array(state["link"]) + array(state["link_bias"]) + array(state["link_base"]),
        "commitment/heads": heads(COMMITMENT),
        "commitment/factuality": array(state["factual.weight"]) + array(state["factual.bias"]),
    }


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


def all_sentence_sections(sentences, reader, config, vocabulary, texts):
    """What reads one sentence. `sentences` is (sentence_heads.Heads, lemmas.Lemmatizer)."""
    model, lemmatizer = sentences
    own = encoder_part(model.state_dict())
    assert all(torch.equal(reader["encoder"][name], own[name]) for name in ("word.weight", "position.weight"))
    return {**tower_sections("sentences", own, config, largest_inputs(own, config, vocabulary, texts)),
            **sentence_sections(model, lemmatizer, largest_vectors(model.eval(), vocabulary, texts))}


def kept_sections(path):
    """What reads one sentence, as it stands in a model file."""
    return {name: data for name, data in container.read(path)[1].items() if name.startswith(SENTENCES)}


def export(reader, sentences, vocabulary, path, seal, model_id=None, further=None, texts=None):
    """`sentences`: the sections of what reads one sentence. `further`: more sections, bytes by name (calibration). `texts` are to
    be like those that will be read."""
    with open(vocabulary, "rb") as file:
        lines = file.read().rstrip(b"\n") + b"\n"
    state, config = reader["encoder"], reader["config"]
    assert lines.count(b"\n") == state["word.weight"].shape[0]
    sections = {"vocabulary": lines, **shared_sections(state, config), **sentences,
                **tower_sections("pairs", state, config, largest_inputs(state, config, vocabulary, texts)),
                "reader/pair": head(reader["pair"], PAIR_OUTPUTS), "reader/words": head(reader["words"], WORD_OUTPUTS),
                "selftest/encoder": self_test(), **(further or {})}
    if model_id is None:
        digest = hashlib.sha256()
        for name, data in sections.items():
            digest.update(struct.pack("<I", len(name)) + name.encode() + struct.pack("<Q", len(data)) + data)
        model_id = "parallax-" + digest.hexdigest()[:16]
    container.write(path, model_id, sections)
    subprocess.run([seal, path], check=True)
    return model_id


def base_checkpoints(folder):
    """The base weights, shapes and heads drawn from a fixed seed."""
    torch.manual_seed(9)
    encoder = pytorch.load_base(folder)
    encoder.shape.weight.data = 0.02 * torch.randn(encoder.shape.weight.shape)
    make = lambda outputs: {"weight": 0.1 * torch.randn(outputs, 384), "bias": 0.1 * torch.randn(outputs)}
    with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
        config = json.load(file)
    reader = {"encoder": encoder.state_dict(), "pair": make(PAIR_OUTPUTS), "words": make(WORD_OUTPUTS), "config": config}
    return reader, (sentence_heads.Heads(encoder), Lemmatizer([]))


def load_reader(arguments):
    return torch.load(arguments.checkpoint, map_location="cpu", weights_only=True)


def encoder_part(state):
    return {name.removeprefix("encoder."): value for name, value in state.items() if name.startswith("encoder.")}


def load_towers(arguments):
    """(checkpoint of the reader, state of the encoder that reads one sentence)."""
    if arguments.base:
        reader, (model, _) = base_checkpoints(arguments.base)
        return reader, encoder_part(model.state_dict())
    return load_reader(arguments), encoder_part(torch.load(arguments.sentences, map_location="cpu", weights_only=False)["model"])


def load_checkpoints(arguments):
    if arguments.base:
        return base_checkpoints(arguments.base)
    reader = load_reader(arguments)
    saved = torch.load(arguments.sentences, map_location="cpu", weights_only=False)
    model = sentence_heads.Heads(pytorch.Encoder(reader["config"]))
    model.load_state_dict(saved["model"])
    return reader, (model, Lemmatizer(read_lemma_trees(arguments.data)))


def add_source(parser):
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--checkpoint", help="of the reader of pairs")
    source.add_argument("--base", help="folder of config.json and model.safetensors")
    parser.add_argument("--sentences", help="checkpoint of the heads on sentences; goes with --checkpoint")
    parser.add_argument("--data", help="folder of data/, whose treebanks give the lemmas; goes with --checkpoint")
    parser.add_argument("--vocabulary", required=True, help="vocab.txt")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_source(parser)
    parser.add_argument("--seal", required=True, help="the built parallax_seal_model")
    parser.add_argument("--out", required=True)
    parser.add_argument("--texts", action="append", default=[], help="made pairs (*.jsonl), like what will be read: for the range of activations")
    parser.add_argument("--section", action="append", default=[], metavar="NAME=FILE", help="a further section")
    parser.add_argument("--keep", metavar="FILE", help="a model file: what reads one sentence stays as it is there")
    parser.add_argument("--id", help="of the model, at most 32 bytes; default: from a digest of its sections")
    arguments = parser.parse_args()
    texts = [json.loads(line)[side] for path in arguments.texts for line in open(path, encoding="utf-8") for side in "ab"][::10]
    further = {}
    for name, _, path in (section.partition("=") for section in arguments.section):
        with open(path, "rb") as file:
            further[name] = file.read()
    texts = texts or CALIBRATION
    if arguments.keep:
        reader, sentences = load_reader(arguments), kept_sections(arguments.keep)
    else:
        reader, sentences = load_checkpoints(arguments)
        sentences = all_sentence_sections(sentences, reader, reader["config"], arguments.vocabulary, texts)
    print(export(reader, sentences, arguments.vocabulary, arguments.out, arguments.seal, arguments.id, further, texts))


if __name__ == "__main__":
    main()
