"""Word pieces of a text, as server/encoder/internal/word_pieces.cc makes them: the two must agree to the letter.

Words are runs of letters and digits; every other visible character is a word of its own. Letters are lower-cased and
lose their accents; quotation marks of all styles become ' and "; what has no width is not there. Each word is cut
greedily into the longest pieces of the vocabulary (Schuster & Nakajima 2012, as in BERT, Devlin et al. 2019).
"""
import unicodedata

CLS, SEP, UNK, PAD, MASK = "[CLS]", "[SEP]", "[UNK]", "[PAD]", "[MASK]"
SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u0060\u00b4\u02bc"
DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"
LONGEST_WORD = 100  # code points; a longer word is unknown
# How a word is written, which its pieces do not tell.
LOWER, CAPITAL, UPPER, MIXED, DIGITS, OTHER = range(6)
SHAPES = 6


def fold(character):
    """The characters that one character is read as."""
    if character in SINGLE_QUOTES:
        return "'"
    if character in DOUBLE_QUOTES:
        return '"'
    form = "NFKD" if unicodedata.category(character)[0] == "L" else "NFD"
    lowered = unicodedata.normalize(form, character).lower()
    return "".join(c for c in unicodedata.normalize(form, lowered) if unicodedata.category(c) != "Mn")


def shape(word):
    if any(c.isdigit() for c in word):
        return DIGITS
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return OTHER
    upper = sum(c.isupper() for c in letters)
    if upper == 0:
        return LOWER
    if upper == len(letters) and upper > 1:
        return UPPER
    return CAPITAL if upper == 1 and letters[0].isupper() else MIXED


def words(text):
    """(folded word, begin, end, shape) of each word; offsets are code points of `text`."""
    out, run, begin, end = [], [], 0, 0

    def close():
        if run:
            folded = "".join(fold(c) for c in run)
            if folded:
                out.append((folded, begin, end, shape(run)))
            run.clear()

    for at, c in enumerate(text):
        kind = "Po" if c in SINGLE_QUOTES or c in DOUBLE_QUOTES else unicodedata.category(c)  # one of them is a letter by category
        if kind in ("Mn", "Cf"):  # accents and what has no width: part of no word, and no gap
            continue
        if kind[0] in "LN":
            if not run:
                begin = at
            run.append(c)
            end = at + 1
            continue
        close()
        if kind[0] not in "ZC":
            out.append((fold(c) or c, at, at + 1, OTHER))
    close()
    return out


class Tokenizer:
    def __init__(self, path):
        with open(path, encoding="utf-8") as lines:
            self.vocabulary = [line.rstrip("\n") for line in lines]
        self.index = {piece: i for i, piece in enumerate(self.vocabulary)}
        self.cls, self.sep, self.unk, self.pad, self.mask = (self.index[t] for t in (CLS, SEP, UNK, PAD, MASK))
        self.cache = {}

    def word(self, word):
        found = self.cache.get(word)
        if found is None:
            found = self.cache[word] = self.cut(word)
        return found

    def cut(self, word):
        if len(word) > LONGEST_WORD:
            return [self.unk]
        pieces, begin = [], 0
        while begin < len(word):
            for end in range(len(word), begin, -1):
                piece = self.index.get(("##" if begin else "") + word[begin:end])
                if piece is not None:
                    pieces.append(piece)
                    break
            else:
                return [self.unk]
            begin = end
        return pieces

    def __call__(self, text, most=10**9):
        """(ids, shapes, places): of each piece the id, the shape of its word, and that word's range in `text`."""
        ids, shapes, places = [], [], []
        for word, begin, end, form in words(text):
            for piece in self.word(word):
                ids.append(piece)
                shapes.append(form)
                places.append((begin, end))
        return ids[:most], shapes[:most], places[:most]
