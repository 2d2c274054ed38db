"""Examples made from pairs that tell one fact: where both sides give the same figure, day or place, one of them is given another.

Real reports rarely contradict each other so plainly as to teach it; a figure that was changed in a real sentence does. Likewise
where both sides state a fact flatly, one of them is made to allege or to deny it.
"""
import re

from pairs import KINDS, Example, Side

NUMBERS = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April June July August September October November December".split()
FIGURE = re.compile(r"(?<![\w.,$-])\d[\d,]*(?:\.\d+)?(?![\w,.-]*\d)(?!\w)")
NUMBER = re.compile(r"\b(?:" + "|".join(NUMBERS) + r")\b")
DAY = re.compile(r"\b(?:" + "|".join(DAYS) + r")\b")
MONTH = re.compile(r"\b(?:" + "|".join(MONTHS) + r")\b")
YEAR = re.compile(r"(?<=\bin )(?:19|20)\d\d\b")
PLACE = re.compile(r"(?<=\b(?:in|at) )[A-Z][a-z]{3,}(?: [A-Z][a-z]+)?\b")
VERB = re.compile(r"\b(?:was|were|has been|have been|had been|is|are)(?= [a-z]+(?:ed|en|ot)\b)")
FEW = 0.5  # of the changed figures stay within a factor of two


def other_figure(text, rng):
    """Another figure of the same form."""
    if "." in text:
        whole, part = text.split(".")
        return f"{int(whole.replace(',', '')) + rng.choice((1, 2, 3, 5))}.{part}"
    value = int(text.replace(",", ""))
    if 1900 <= value <= 2030 and "," not in text:
        return None  # a year
    scale = 10 ** max(0, len(str(value)) - 2)
    by = rng.uniform(1.25, 2) if rng.random() < FEW else rng.uniform(2, 6)
    new = int(value * by if rng.random() < 0.5 else value / by) // scale * scale
    if new in (0, value):
        new = value + 2
    return f"{new:,}" if "," in text else str(new)


def choices(rng, places):
    """(pattern, kind, what to put in place of a match)."""
    of = lambda words: lambda text: rng.choice([w for w in words if w != text])
    yield FIGURE, "QUANTITY", lambda text: other_figure(text, rng)
    yield NUMBER, "QUANTITY", of(NUMBERS)
    yield DAY, "TIME", of(DAYS)
    yield MONTH, "TIME", of(MONTHS)
    yield YEAR, "TIME", lambda text: str(int(text) + rng.choice((-3, -2, -1, 1, 2)))
    yield PLACE, "PLACE", of(places)


def moved(spans, at, by):
    """Ranges after the text at `at` has grown by so many characters."""
    return [(b + by if b > at else b, e + by if e > at else e) for b, e in spans]


def put(side, span, text):
    """(text, facts, kinds) of the side with `text` in place of the span."""
    by = len(text) - (span[1] - span[0])
    return (side.text[:span[0]] + text + side.text[span[1]:], {f: moved(s, span[0], by) for f, s in side.facts.items()},
            [(k, moved(s, span[0], by)) for k, s in side.spans])


def places_of(examples):
    """Places as these texts name them, to choose others from."""
    return sorted({m.group() for e in examples for side in (e.a, e.b) for m in PLACE.finditer(side.text)} - set(DAYS) - set(MONTHS))


def side_of(tokenizer, text, facts, kinds, fact, shared, commitment):
    """What an edit makes of a side; its class is known where one fact alone is shared."""
    made = Side(tokenizer, text, facts, kinds, commitment if len(shared) == 1 else None, shared)
    made.clause = made.mark(facts[fact]) if len(shared) == 1 else []
    return made


def doubted(example, tokenizer, rng):
    """The example with "allegedly" or "not" put to the verb of one side; None where the fact is not stated flatly by both."""
    shared = sorted(f for f in example.a.facts if f in example.b.facts)
    kinds = [KINDS.index(k) for k in ("COMMITMENT", "POLARITY")]
    flat = all(side.commitment_name == "ASSERTED" for side in (example.a, example.b))
    if not example.same or len(shared) != 1 or not flat or {*kinds} & {*example.kinds, *example.unknown}:
        return None
    sides = [example.a, example.b]
    change = rng.randrange(2)
    verbs = [m for m in VERB.finditer(sides[change].text) if any(b <= m.start() and m.end() <= e for b, e in sides[change].facts[shared[0]])]
    if not verbs:
        return None
    verb = rng.choice(verbs)
    denied = rng.random() < 0.4 and " " not in verb.group()
    word = "not" if denied else rng.choice(("allegedly", "reportedly", "allegedly"))
    added = kinds if denied else kinds[:1]
    out = []
    for i, side in enumerate(sides):
        if i == change:
            text, facts, marked = put(side, (verb.end(), verb.end()), " " + word)
            words, commitment = (verb.end() + 1, verb.end() + 1 + len(word)), "NEGATED" if denied else "ALLEGED"
        else:
            text, facts, marked = side.text, side.facts, side.spans
            words, commitment = side.facts[shared[0]][0], "ASSERTED"
        out.append(side_of(tokenizer, text, facts, marked + [(k, [words]) for k in added], shared[0], shared, commitment))
    return Example(*out, True, sorted({*example.kinds, *added}), "edited", example.unknown)


def edited(example, tokenizer, rng, places):
    """The example with one figure, day or place of the shared fact changed on one side; None where both have none in common."""
    shared = sorted(f for f in example.a.facts if f in example.b.facts)
    if not example.same or not shared:
        return None
    fact = rng.choice(shared)
    inside = lambda side, m: any(b <= m.start() and m.end() <= e for b, e in side.facts[fact])
    found = []
    for pattern, kind, other in choices(rng, places):
        if KINDS.index(kind) in example.kinds or KINDS.index(kind) in example.unknown:
            continue
        at = {s: [m for m in pattern.finditer(side.text)] for s, side in zip("ab", (example.a, example.b))}
        for one in at["a"]:
            for two in at["b"]:
                once = all(sum(m.group() == one.group() for m in at[s]) == 1 for s in "ab")
                if one.group() == two.group() and once and inside(example.a, one) and inside(example.b, two):
                    found.append((kind, one, two, other))
    if not found:
        return None
    kind, one, two, other = rng.choice(found)
    new = other(one.group())
    if new is None:
        return None
    number, change_a = KINDS.index(kind), rng.random() < 0.5
    sides = []
    for side, match, change in ((example.a, one, change_a), (example.b, two, not change_a)):
        text, facts, kinds = put(side, match.span(), new if change else match.group())
        words = (match.start(), match.start() + len(new if change else match.group()))
        sides.append(side_of(tokenizer, text, facts, kinds + [(number, [words])], fact, shared, side.commitment_name))
    return Example(*sides, True, sorted({*example.kinds, number}), "edited", example.unknown)
