"""Readers of the corpora for what is read off one sentence: trees, names, attributions, factuality, commitment.

A Sentence is a text with the word pieces of it, its tokens as runs of these pieces, and whatever labels its corpus has:
what is not known is not there, and teaches nothing.
"""
import bisect
import collections
import csv
import glob
import json
import os
import re

from pairs import CLASSES, fold_of, read_bundles
from tokenizer import words

LANGUAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "language")
UNKNOWN = -1       # a label that the corpus does not tell
NO_NAME = -2       # no name, though it may be a date, a number or a sum of money, which the corpus does not mark
ROLES = ["source", "cue", "content"]
OUTSIDE, BEGIN, INSIDE, END, SINGLE = range(5)  # of the spans of a role
UDS_SCALE = 3.0 / 1.6  # judgements lie within about -1.6 .. 1.6 in the corpus
ENTITY_TYPES = ["PERSON", "ORGANIZATION", "LOCATION", "GROUP", "DATE", "NUMBER", "MONEY", "OTHER"]  # EntityType, in order
NAME_LABELS = 1 + 2 * len(ENTITY_TYPES)  # 0 outside, 1 + 2 * type begins, 2 + 2 * type goes on


def tag_sets():
    """UPOS, XPOS, relations and features ("Key=Value", by bit) as server/language/tags.h has them, in its order."""
    header = open(os.path.join(LANGUAGE, "tags.h"), encoding="utf-8").read()
    names = open(os.path.join(LANGUAGE, "tags.cc"), encoding="utf-8").read()
    sets = [re.findall(r'X\(k\w+, "([^"]+)"\)', re.search(rf"#define PARALLAX_{macro}\(X\)((?:.*\\\n)*.*)", header).group(1))
            for macro in ("UPOS", "XPOS", "RELATIONS")]
    bits = re.findall(r"(k\w+) = 1u << (\d+)", header)
    spelled = dict(re.findall(r'\{(k\w+), "([^"]+=[^"]+)"\}', names))
    assert [int(bit) for _, bit in bits] == list(range(len(bits)))
    return *sets, [spelled[name] for name, _ in bits]


UPOS, XPOS, RELATIONS, FEATURES = tag_sets()


def index_of(names, name):
    return names.index(name) if name in names else UNKNOWN


def relation_index(name):
    return RELATIONS.index(name) if name in RELATIONS else index_of(RELATIONS, name.split(":")[0])


def feature_bits(conllu):
    found = {f"{pair.split('=')[0]}={value}" for pair in conllu.split("|") if "=" in pair for value in pair.split("=", 1)[1].split(",")}
    return [i for i, name in enumerate(FEATURES) if name in found]


# Lemma rules, as server/language/internal/lemmatizer.h has them: strip bytes off the end of the form, append others.
REPLACEMENTS = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "--", "\u2026": "..."}


def lemma_form(form, proper):
    """The form that rules work on: quotation marks and dashes normalised; A to Z in lower case but for proper nouns."""
    form = "".join(REPLACEMENTS.get(c, c) for c in form)
    return form if proper else re.sub("[A-Z]", lambda m: m.group().lower(), form)


def lemma_rule(form, lemma):
    """(bytes to strip, text to append) that makes the lemma of the form; both normalised."""
    shared = len(os.path.commonprefix([form, lemma]))
    return len(form[shared:].encode()), lemma[shared:]


def apply_rule(form, rule):
    """The lemma, or None where the rule does not fit the form."""
    data = form.encode()
    strip, append = rule
    if strip > len(data) or strip == len(data) and not append:
        return None
    try:
        return data[:len(data) - strip].decode() + append
    except UnicodeDecodeError:
        return None


class Sentence:
    def __init__(self, tokenizer, text, tokens=(), most=10**9):
        """`tokens` are ranges of `text`, in order."""
        self.text, self.tokens = text, list(tokens)
        self.ids, self.shapes, self.places = [], [], []
        for word, begin, end, form in words(text):
            pieces = tokenizer.word(word)
            spans = self.piece_places(tokenizer, pieces, text, begin, end)
            self.ids += pieces
            self.shapes += [form] * len(pieces)
            self.places += spans
        self.ids, self.shapes, self.places = self.ids[:most], self.shapes[:most], self.places[:most]
        self.first, self.last, self.split = [], [], []  # pieces of a token; whether it shares its first with the token before
        begins, ends = [b for b, _ in self.places], [e for _, e in self.places]
        for begin, end in self.tokens:
            first, last = bisect.bisect_right(ends, begin), bisect.bisect_left(begins, end)
            self.split.append(bool(self.first) and first < last and first < self.last[-1])
            self.first.append(first)
            self.last.append(max(first, last))

    @staticmethod
    def piece_places(tokenizer, pieces, text, begin, end):
        """Pieces of a word in ASCII have places of their own within it; any other piece has its word's."""
        lengths = [len(tokenizer.vocabulary[p].removeprefix("##")) for p in pieces]
        if len(pieces) == 1 or sum(lengths) != end - begin or not text[begin:end].isascii():
            return [(begin, end)] * len(pieces)
        out = []
        for length in lengths:
            out.append((begin, begin + length))
            begin += length
        return out

    def row(self, tokenizer):
        size = len(self.ids) + 2
        return [tokenizer.cls] + self.ids + [tokenizer.sep], [0] * size, [5] + self.shapes + [5]

    def size(self):
        return len(self.ids) + 2

    def pieces_in(self, begin, end):
        return [i for i, (b, e) in enumerate(self.places) if b < end and begin < e]


# Treebanks.

class Word:
    def __init__(self, columns, space_after):
        self.form, self.lemma, self.upos, self.xpos, self.feats = columns[1:6]
        self.head, self.relation, self.misc, self.space_after = int(columns[6]), columns[7], columns[9], space_after


def read_conllu(path):
    """(sent_id, [Word]) of each sentence; words of one multi-word token have no space between them."""
    name, rows, joined, until = None, [], {}, 0
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# sent_id"):
            name = line.split("=", 1)[1].strip()
        elif line and line[0].isdigit():
            columns = line.split("\t")
            spaced = "SpaceAfter=No" not in columns[9].split("|")
            if "-" in columns[0]:
                begin, until = map(int, columns[0].split("-"))
                joined = {i: False for i in range(begin, until)} | {until: spaced}
            elif columns[0].isdigit():
                rows.append(Word(columns, joined.get(int(columns[0]), spaced)))
        elif not line and rows:
            yield name, rows
            rows, joined = [], {}
    if rows:
        yield name, rows


class Tree:
    """A sentence of a treebank, before it is cut into pieces."""

    def __init__(self, name, rows):
        self.name = name
        self.forms, self.spaces = [w.form for w in rows], [w.space_after for w in rows]
        self.lemmas = [w.lemma for w in rows]
        self.upos = [index_of(UPOS, w.upos) for w in rows]
        self.xpos = [index_of(XPOS, w.xpos) for w in rows]
        self.features = [feature_bits(w.feats) for w in rows]
        self.heads = [w.head for w in rows]  # 0 the root, h + 1 word h
        self.relations = [relation_index(w.relation) for w in rows]
        self.names = [UNKNOWN] * len(rows)
        self.factual = {}

    def sentence(self, tokenizer):
        text, tokens = "", []
        for form, space in zip(self.forms, self.spaces):
            tokens.append((len(text), len(text) + len(form)))
            text += form + (" " if space else "")
        s = Sentence(tokenizer, text.rstrip(), tokens)
        s.kind, s.name, s.forms, s.lemmas = "trees", self.name, self.forms, self.lemmas
        s.upos, s.xpos, s.features, s.heads, s.relations, s.names = self.upos, self.xpos, self.features, self.heads, self.relations, self.names
        s.factual = sorted(self.factual.items())
        return s

    def subset(self, kept, spell):
        """The tree without the words that are not kept, of which none has dependents."""
        place = {0: 0} | {old + 1: new + 1 for new, old in enumerate(kept)}
        new = Tree.__new__(Tree)
        new.name = ""
        for field in ("spaces", "lemmas", "upos", "xpos", "features", "relations", "names"):
            setattr(new, field, [getattr(self, field)[i] for i in kept])
        new.forms = [spell(i, n) for n, i in enumerate(kept)]
        new.heads = [place[self.heads[i]] for i in kept]
        new.factual = {place[i + 1] - 1: v for i, v in self.factual.items() if i + 1 in place}
        return new


def read_treebank(path, uds=None):
    trees = []
    for name, rows in read_conllu(path):
        tree = Tree(name, rows)
        if any("Entity=" in w.misc for w in rows) or "gum" in os.path.basename(path):
            tree.names = gum_names(rows)
        trees.append(tree)
    if uds:
        places = {t.name: t for t in trees}
        for row in csv.DictReader(open(uds, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
            tree = places.get(row["sent_id"])
            if tree and int(row["token"]) <= len(tree.forms):
                tree.factual[int(row["token"]) - 1] = max(-3.0, min(3.0, float(row["factual"]) * UDS_SCALE))
    return trees


def make_headlines(trees, every=7):
    """Some sentences once more in the manner of headlines: without articles, passive auxiliaries and final stop; by turns as
    they are, with a capital to each long word, and in capitals throughout."""
    out = []
    for tree in trees[::every]:
        size = len(tree.forms)
        if not 4 <= size <= 25:
            continue
        heads, kept = set(tree.heads), []
        for i in range(size):
            article = tree.upos[i] == UPOS.index("DET") and any(FEATURES[f].startswith("Definite") for f in tree.features[i])
            stop = i + 1 == size and tree.xpos[i] == XPOS.index(".")
            auxiliary = tree.relations[i] == RELATIONS.index("aux:pass") and tree.lemmas[i] == "be"
            if not ((article or stop or auxiliary) and i + 1 not in heads):
                kept.append(i)
        manner = len(out) % 3

        def spell(i, n):
            form = tree.forms[i]
            if manner == 2:
                return form.upper()
            return form[:1].upper() + form[1:] if n == 0 or manner == 1 and len(form) > 3 else form

        out.append(tree.subset(kept, spell))
    return out


def make_capitals(trees, every=50):
    return [tree.subset(list(range(len(tree.forms))), lambda i, n, tree=tree: tree.forms[i].upper()) for tree in trees[every - 1::every]]


# Names, cut out of the noun phrases that GUM marks as entities.

TITLES = set("President Vice Secretary Minister Prime Speaker Senator Emperor King Queen Justice Judge Mayor Governor General Protector Chairman "
             "Captain Chief Doctor Madam Sir Mr. Mrs. Ms. Dr. Professor Pope Lord Lady Prince Princess".split())


def entity_spans(rows):
    """[(begin, end, type, known)]: known where the entity is linked to an article of an encyclopaedia."""
    spans, opened = [], []
    for token, word in enumerate(rows):
        for entry in word.misc.split("|"):
            if not entry.startswith("Entity="):
                continue
            for opens, body, closes in re.findall(r"(\(?)([^()]*)(\)?)", entry[7:]):
                if not (opens or body or closes):
                    continue
                fields = body.split("-")
                if opens:
                    span = (token, token + 1, fields[1] if len(fields) > 1 else "", len(fields) > 7)
                    if closes:
                        spans.append(span)
                    else:
                        opened.append((fields[0], span))
                else:
                    for i in range(len(opened) - 1, -1, -1):
                        if opened[i][0] == fields[0]:
                            begin, _, kind, known = opened.pop(i)[1]
                            spans.append((begin, token + 1, kind, known))
                            break
    return spans


def capital(word):
    return "A" <= word.form[:1] <= "Z"


def head_of(rows, begin, end):
    return next((i for i in range(begin, end) if not begin <= rows[i].head - 1 < end), begin)


def cut_name(rows, ends_name, begin, end, person, head):
    """No title, article, apposition, clause, possessor with a name of its own, or second conjunct."""
    def in_name(i):
        w = rows[i]
        return w.relation not in ("nmod:desc", "appos") and (w.upos == "PROPN" or capital(w) and w.upos not in ("DET", "PRON", "ADP"))

    def bridges_back(b, i):
        if rows[i].form == "-":
            return True
        if rows[i].form in ("'s", "\u2019s"):
            return not ends_name[i] and not ends_name[i - 1]
        return rows[i].form in ("and", "&") and b < rows[i - 1].head <= e

    def conjunct(word):
        for _ in rows:
            above = rows[word].head
            if above == 0:
                return False
            if b <= above - 1 < e:
                return rows[word].relation == "conj" and above - 1 == head
            word = above - 1
        return False

    b, e = head, head + 1
    while b > begin:
        if in_name(b - 1):
            b -= 1
        elif b - 1 > begin and in_name(b - 2) and bridges_back(b, b - 1):
            b -= 2
        else:
            break
    while e < end:
        following = e
        while following < end and following < e + 3 and rows[following].form in ("-", "of", "the", "&", "'s", "for", "and", ".", "/"):
            following += 1
        number = following == e and following < end and rows[following].upos == "NUM"
        if following >= end or not (in_name(following) or number) or following > e and conjunct(following):
            break
        e = following + 1
    while person and b < head and rows[b].form in TITLES:
        b += 1
    return b, e


def cut_date(rows, begin, end, head):
    """Month, weekday or feast with the numbers around it, or a part of a day; empty without a name."""
    in_date = lambda i: rows[i].upos in ("PROPN", "NUM")
    b, e = head, head + 1
    while b > begin and in_date(b - 1):
        b -= 1
    while e < end:
        following = e + (rows[e].form == ",")
        if following >= end or not in_date(following):
            break
        e = following + 1
    return (b, e) if any(w.upos == "PROPN" for w in rows[b:e]) else (b, b)


def mere_capital(rows, begin, end, kind, known, name, head):
    """Whether a proper noun heads no name: a role ("the President"), a member of a group ("a Democrat"), "this Nation"."""
    if rows[head].xpos == "ADD" or "@" in rows[head].form or "://" in rows[head].form:
        return True
    below = [w.relation for w in rows[begin:end] if w.head == head + 1]
    person = kind == "person"
    if "flat" in below:
        return False
    if person and rows[head].form in TITLES:
        return True
    if known:
        return False
    determined = "det" in below or "nmod:poss" in below
    if person and rows[head].xpos == "NNP":
        return determined or "nmod" in below
    return determined and name[1] - name[0] == 1


def gum_names(rows):
    spans = sorted(entity_spans(rows), key=lambda s: s[0] - s[1])
    ends_name = [False] * len(rows)
    for begin, end, _, _ in spans:
        if rows[head_of(rows, begin, end)].upos == "PROPN":
            ends_name[end - 1] = True
    # GUM marks neither numbers nor most times, and no nationality that stands as an adjective.
    labels = [UNKNOWN if w.upos == "ADJ" and capital(w) else NO_NAME for w in rows]
    for begin, end, kind, known in spans:
        head = head_of(rows, begin, end)
        entity = {"person": "GROUP" if rows[head].xpos == "NNPS" else "PERSON", "organization": "ORGANIZATION", "place": "LOCATION", "time": "DATE"}.get(kind, "OTHER")
        if rows[head].upos != "PROPN" and entity != "DATE":
            continue
        b, e = cut_date(rows, begin, end, head) if entity == "DATE" else cut_name(rows, ends_name, begin, end, kind == "person", head)
        if b == e or any(label >= 0 for label in labels[b:e]):
            continue
        if mere_capital(rows, begin, end, kind, known, (b, e), head):
            labels[b:e] = [UNKNOWN] * (e - b)
            continue
        first = 1 + 2 * ENTITY_TYPES.index(entity)
        labels[b:e] = [first] + [first + 1] * (e - b - 1)
    # A proper noun in no phrase of its own ("millions of Americans") may be a name all the same.
    return [UNKNOWN if label == NO_NAME and w.upos == "PROPN" and w.relation != "nmod:desc" and w.form not in TITLES else label
            for label, w in zip(labels, rows)]


# News with attributions: PolNeAR's standoff over the sentences of its automatic annotation.

def silver_type(name, xpos):
    if name in ("PERSON", "ORGANIZATION", "LOCATION", "MONEY"):
        return ENTITY_TYPES.index(name)
    if name == "MISC":
        return ENTITY_TYPES.index("GROUP" if xpos.startswith("JJ") or xpos in ("NNPS", "NNS") else "OTHER")
    if name in ("NUMBER", "PERCENT", "ORDINAL"):
        return ENTITY_TYPES.index("NUMBER")
    return ENTITY_TYPES.index("DATE") if name in ("DATE", "TIME", "DURATION", "SET") else None


def read_standoff(path):
    """[{role: [(begin, end)]}], places in characters of the article."""
    spans, attributions = {}, []
    for line in open(path, encoding="utf-8"):
        parts = line.rstrip("\n").split("\t")
        if len(parts) < 2:
            continue
        if line.startswith("T"):
            role, places = parts[1].split(" ", 1)
            spans[parts[0]] = (role.lower(), [tuple(map(int, p.split())) for p in places.split(";")])
        elif line.startswith("E"):
            attribution = {role: [] for role in ROLES}
            for item in parts[1].split():
                name, target = item.split(":")
                role = re.sub(r"\d+$", "", name).lower()
                if role in attribution and target in spans:
                    attribution[role] += spans[target][1]
            attributions.append(attribution)
    return attributions


class Article:
    """Sentences in order, and the attributions of each annotator."""

    def __init__(self, name, text, attributions):
        self.name, self.text, self.attributions, self.sentences = name, text, attributions, []


def read_articles(tokenizer, silver, folder):
    files = collections.defaultdict(list)
    for path in sorted(glob.glob(os.path.join(folder, "*.ann"))):
        files[os.path.basename(path)[:-4].rsplit("_", 1)[0]].append(path)
    articles, rows, article, quotes = [], [], None, [0]

    def close():
        if rows and article:
            article.sentences.append(news_sentence(tokenizer, article, rows, quotes))
        rows.clear()

    for line in open(silver, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc id = "):
            close()
            name = line.removeprefix("# newdoc id = ")
            article, quotes[0] = None, 0
            if name in files:
                text = open(os.path.join(folder, name + ".txt"), encoding="utf-8", newline="").read()
                article = Article(name, text, [read_standoff(p) for p in files[name]])
                articles.append(article)
        elif not line:
            close()
        elif line[0] != "#" or "\t" in line:
            rows.append(line.split("\t"))
    close()
    for article in articles:
        mark_attributions(article, article.attributions[0])
    return articles


def news_sentence(tokenizer, article, rows, quotes):
    places = [(int(c[7]), int(c[8])) for c in rows]
    start = places[0][0]
    s = Sentence(tokenizer, article.text[start:places[-1][1]], [(b - start, e - start) for b, e in places])
    s.kind, s.start, s.forms = "news", start, [c[1] for c in rows]
    s.names, opened = [], ""
    for c in rows:
        kind = silver_type(c[4], c[3])
        goes_on = kind is not None and opened == c[4] and s.names and s.names[-1] > 0
        s.names.append(0 if kind is None else (s.names[-1] - 1) // 2 * 2 + 2 if goes_on else 1 + 2 * kind)
        opened = c[4]
    # Inside a quotation: from its opening mark to its closing one, over the border of sentences too, not over an empty line.
    if article.sentences and "\n\n" in article.text[article.sentences[-1].start:start].rstrip(" ")[-3:]:
        quotes[0] = 0
    s.open, s.quoted = quotes[0], []
    for c in rows:
        if c[1] == "``":
            quotes[0] = 1
        s.quoted.append(quotes[0])
        if c[1] == "''":
            quotes[0] = 0
    return s


def cover(s, begin, end):
    """Tokens of the sentence that a range of the article touches."""
    inside = [i for i, (b, e) in enumerate(s.tokens) if b + s.start < end and begin < e + s.start]
    return (inside[0], inside[-1] + 1) if inside else None


def mark_attributions(article, attributions):
    """Sets of each sentence: marks (a label a token, by role) and links (of each cue, sources and contents)."""
    starts = [s.start for s in article.sentences]
    for s in article.sentences:
        s.marks, s.links = [[OUTSIDE] * len(s.tokens) for _ in ROLES], []
    for attribution in attributions:
        found = collections.defaultdict(lambda: {role: [] for role in ROLES})
        for role in ROLES:
            for begin, end in attribution[role]:
                parts = []
                for n in range(max(0, bisect.bisect_right(starts, begin) - 1), bisect.bisect_left(starts, end)):
                    tokens = cover(article.sentences[n], begin, end)
                    if tokens:
                        parts.append((n, tokens))
                if role != "content":
                    parts = parts[:1]
                for k, (n, (b, e)) in enumerate(parts):
                    marks = article.sentences[n].marks[ROLES.index(role)]
                    if any(marks[b:e]):
                        continue
                    begins, ends = k == 0, k + 1 == len(parts)
                    marks[b:e] = [INSIDE] * (e - b)
                    if begins and ends and e - b == 1:
                        marks[b] = SINGLE
                    else:
                        if begins:
                            marks[b] = BEGIN
                        if ends:
                            marks[e - 1] = END
                    found[n][role].append((b, e))
        for n, roles in found.items():
            for cue in roles["cue"]:
                article.sentences[n].links.append((cue, roles["source"], roles["content"]))
            if not roles["cue"]:  # its spans are candidates all the same, of no cue here
                article.sentences[n].links.append((None, roles["source"], roles["content"]))


# Clauses with a class of commitment.

def read_clauses(tokenizer, data, fold, more=()):
    """(train, held out): sentences of bundles and of made pairs with the classes of what they tell; held.origin tells them apart."""
    folds = json.load(open(os.path.join(data, "benchmark/folds.json")))
    train, held = [], []

    def add(out, text, clauses, origin):
        s = Sentence(tokenizer, text)
        s.kind, s.origin = "clauses", origin
        s.clauses = [(sorted({p for b, e in spans for p in s.pieces_in(b, e)}), CLASSES.index(c)) for spans, c in clauses if c in CLASSES]
        s.clauses = [(pieces, c) for pieces, c in s.clauses if pieces]
        if s.clauses:
            out.append(s)

    for bundle in read_bundles([os.path.join(data, "benchmark/dev"), *more]):
        out = held if fold_of(bundle.name, folds) == fold else train
        number = {report["id"]: r for r, report in enumerate(bundle.gold["reports"])}
        clauses = collections.defaultdict(list)
        for fact in bundle.gold["facts"]:
            for m in fact["mentions"]:
                key = (number[m["report"]], m["sentence"])
                begin = bundle.text[key].index(m["quote"])
                clauses[key].append(([(begin, begin + len(m["quote"]))], m["commitment"]))
        for key, rows in sorted(clauses.items()):
            add(out, bundle.text[key], rows, bundle.origin())
    for path in [p for folder in (os.path.join(data, "benchmark/pairs"), *more) for p in sorted(glob.glob(os.path.join(folder, "*.jsonl")))]:
        for line in open(path, encoding="utf-8"):
            p = json.loads(line)
            out = held if fold >= 0 and int(re.sub(r"\D", "", p["id"])) % 5 == fold else train
            for side in "ab":
                fact, text = p["fact_" + side], p[side]
                if fact and p["commitment_" + side]:
                    add(out, text, [([(text.index(fact), text.index(fact) + len(fact))], p["commitment_" + side])], "pairs")
    return train, held
