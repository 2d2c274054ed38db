"""Examples of two passages cut out of two sentences: what an editor is shown of a flag, and clauses beside it that tell something else."""
import re

from pairs import Example, Side

WORDS = re.compile(r"\S+")
LEAST, MOST = 7, 26  # words of a passage
MUCH, LITTLE = 0.5, 0.2  # of the shorter of a passage and what it is to show


def covered(spans, window):
    """How much of the spans, or of the window where that is shorter, they share."""
    size = sum(e - b for b, e in spans)
    both = sum(max(0, min(e, window[1]) - max(b, window[0])) for b, e in spans)
    return both / max(1, min(size, window[1] - window[0]))


def window_around(text, focus, rng):
    """Whole words around the characters of `focus`: an editor's glance."""
    words = [m.span() for m in WORDS.finditer(text)]
    inside = [i for i, (b, e) in enumerate(words) if b < focus[1] and focus[0] < e]
    first, last = inside[0], inside[-1]
    if last - first >= MOST:
        first = rng.randint(first, last - MOST + 1)
        last = first + MOST - 1
    more = max(0, LEAST - (last - first + 1))
    first = max(0, first - (more + 1) // 2 - rng.choice((0, 0, 0, 1, 2, 4)))
    last = min(len(words) - 1, last + (more + 1) // 2 + rng.choice((0, 0, 0, 1, 2, 4)))
    return words[first][0], words[last][1]


def cut(example, windows, tokenizer):
    """The example of the two passages: what the annotation of the sentences says of them."""
    sides = dict(zip("ab", (example.a, example.b)))
    cover = {s: {f: covered(spans, windows[s]) for f, spans in sides[s].facts.items()} for s in "ab"}
    shared = [f for f in cover["a"] if f in cover["b"]]
    both = {f: min(cover["a"][f], cover["b"][f]) for f in shared}
    if not example.same:
        same = example.same
    else:
        same = True if any(v >= MUCH for v in both.values()) else False if all(v < LITTLE for v in both.values()) else None
    shown, unknown = set(), set(example.unknown) if same is not False else set()
    for kind in {k for k, _ in example.a.spans} & {k for k, _ in example.b.spans}:
        least = min(max(covered(spans, windows[s]) for k, spans in sides[s].spans if k == kind) for s in "ab")
        if least >= MUCH:
            shown.add(kind)
        elif least >= LITTLE:
            unknown.add(kind)
    if shown and same is False:
        same = None
    unknown |= set(example.kinds) - {k for k, _ in example.a.spans} if same is not False else set()
    out = []
    for s in "ab":
        begin, end = windows[s]
        inside = lambda spans: [(max(b, begin) - begin, min(e, end) - begin) for b, e in spans if b < end and begin < e]
        told = {f: inside(sides[s].facts[f]) for f in shared if both[f] >= MUCH} if same else {}
        kinds = [(k, inside(spans)) for k, spans in sides[s].spans if k in shown and inside(spans)]
        out.append(Side(tokenizer, sides[s].text[begin:end], told, kinds, sides[s].commitment_name if told and len(shared) == 1 else None))
    return Example(*out, same, sorted(shown), "passages", sorted(unknown - shown))


def passages_of(example, tokenizer, rng):
    """An example of two passages of the example's sentences; None where there is nothing to cut."""
    sides = (example.a, example.b)
    if not all(WORDS.search(side.text) for side in sides):
        return None
    marked = sorted({k for k, _ in example.a.spans} & {k for k, _ in example.b.spans})
    shared = sorted(f for f in example.a.facts if f in example.b.facts)
    focus = []
    if marked and rng.random() < 0.6:
        kind = rng.choice(marked)
        for side in sides:
            spans = rng.choice([spans for k, spans in side.spans if k == kind])
            focus.append((min(b for b, _ in spans), max(e for _, e in spans)))
    elif shared and rng.random() < 0.6:
        fact = rng.choice(shared)
        focus = [rng.choice(side.facts[fact]) for side in sides]
    else:
        for side in sides:
            spans = [span for spans in side.facts.values() for span in spans]
            words = [m.span() for m in WORDS.finditer(side.text)]
            at = rng.randrange(len(words))
            anywhere = (words[at][0], words[min(len(words) - 1, at + rng.randint(4, 14))][1])
            focus.append(rng.choice(spans) if spans and rng.random() < 0.5 else anywhere)
    windows = {s: window_around(side.text, f, rng) for s, side, f in zip("ab", sides, focus)}
    if all(windows[s] == (0, len(side.text)) for s, side in zip("ab", sides)):
        return None
    return cut(example, windows, tokenizer)
