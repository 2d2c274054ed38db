"""Lemmas by rules: strip bytes off the end of the form, append others. The rule is found by the whole form and its Penn tag, else by the
longest ending and tag that have one. What the vectors of word pieces tell of letters is too little for that.
"""
import collections
import os

from sentences import UPOS, apply_rule, lemma_form, lemma_rule, read_treebank

LONGEST = 6  # bytes of an ending


def read_lemma_trees(data):
    return [t for bank in ("ewt", "gum") for t in read_treebank(os.path.join(data, f"data/treebank/{bank}-train.conllu"))]


def most(counts):
    return min(counts.items(), key=lambda item: (-item[1], item[0]))[0]


class Lemmatizer:
    """`words` and `endings`: the rule of each (tag, text); a tag is (Penn tag, proper noun or not)."""

    def __init__(self, trees):
        seen = collections.defaultdict(collections.Counter)
        for tree in trees:
            for form, lemma, upos, xpos in zip(tree.forms, tree.lemmas, tree.upos, tree.xpos):
                proper = upos == UPOS.index("PROPN")
                form, lemma = lemma_form(form, proper), lemma_form(lemma, proper)
                if xpos >= 0 and form and lemma and lemma != "_":
                    seen[(xpos, proper), form][lemma_rule(form, lemma)] += 1
        # Each form votes once for each of its endings: a rule is about words, not how often they come.
        votes = collections.defaultdict(collections.Counter)
        for (tag, form), counts in seen.items():
            rule = most(counts)
            for n in range(1, min(len(form), LONGEST) + 1):
                if rule[0] <= len(form[-n:].encode()):
                    votes[tag, form[-n:]][rule] += 1
        self.words, self.endings = {}, {}
        for n in range(1, LONGEST + 1):
            for (tag, ending), counts in votes.items():
                rule = most(counts)
                if len(ending) == n and sum(counts.values()) > 1 and rule != self.by_ending(tag, ending, n - 1):
                    self.endings[tag, ending] = rule
        for (tag, form), counts in seen.items():
            rule = most(counts)
            if rule != self.by_ending(tag, form, LONGEST):
                self.words[tag, form] = rule

    def by_ending(self, tag, form, longest):
        for n in range(min(len(form), longest), 0, -1):
            if (tag, form[-n:]) in self.endings:
                return self.endings[tag, form[-n:]]
        return 0, ""

    def lemma(self, form, xpos, proper):
        """Of a form as lemma_form gives it."""
        tag = (xpos, proper)
        rule = self.words.get((tag, form)) or self.by_ending(tag, form, LONGEST)
        return apply_rule(form, rule) or form

