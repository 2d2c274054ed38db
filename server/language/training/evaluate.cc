#include "server/language/training/evaluate.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "server/language/conllu.h"
#include "server/language/internal/word_pieces.h"

namespace parallax::language::training {
namespace {

// Begin, end, type.
using Spans = std::set<std::tuple<uint32_t, uint32_t, int>>;

Spans GoldSpans(const Example& example) {
  Spans spans;
  for (uint32_t i = 0; i < example.size(); ++i) {
    const uint8_t label = example.labels[i];
    if (label == kUnknownLabel || label == 0 || label % 2 == 0) continue;
    uint32_t end = i + 1;
    while (end < example.size() && example.labels[end] == label + 1) ++end;
    spans.insert({i, end, (label - 1) / 2});
  }
  return spans;
}

double Share(uint64_t part, uint64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

std::string Evaluation::Print() const {
  return absl::StrFormat(
      "UPOS %.4f XPOS %.4f lemma %.4f UAS %.4f LAS %.4f LAS with subtypes %.4f entities P %.4f R "
      "%.4f F1 %.4f",
      upos, xpos, lemma, uas, las, las_with_subtypes, entity_precision, entity_recall, entity_f1);
}

Evaluation Evaluate(const Annotator& annotator, const std::vector<Example>& examples) {
  uint64_t words = 0, upos = 0, xpos = 0, lemma = 0, heads = 0, labelled = 0, exact = 0;
  uint64_t gold_spans = 0, found_spans = 0, right_spans = 0;
  for (const Example& example : examples) {
    ConlluSentence sentence;
    for (uint32_t i = 0; i < example.size(); ++i) {
      ConlluWord& word = sentence.words.emplace_back();
      word.form = example.forms[i];
      word.space_after = example.spacing[i] & internal::kSpaceAfter;
    }
    const Annotation annotation =
        annotator.Annotate(DocumentFromConllu({&sentence, 1}), CallContext()).value();
    if (!example.tags.empty()) {
      for (uint32_t i = 0; i < example.size(); ++i) {
        const Word& word = annotation.word(i);
        const bool head = (word.head == kNoToken ? example.size() : word.head) == example.heads[i];
        ++words;
        upos += word.upos == example.tags[i].upos;
        xpos += word.xpos == example.tags[i].xpos;
        lemma +=
            absl::AsciiStrToLower(annotation.lemma(i)) == absl::AsciiStrToLower(example.lemmas[i]);
        heads += head;
        labelled += head && Universal(word.relation) == Universal(example.relations[i]);
        exact += head && word.relation == example.relations[i];
      }
    }
    const Spans gold = GoldSpans(example);
    gold_spans += gold.size();
    for (const NamedEntity& entity : annotation.entities()) {
      const auto begin = example.labels.begin() + entity.tokens.begin;
      const auto end = example.labels.begin() + entity.tokens.end;
      if (std::find(begin, end, kUnknownLabel) != end) continue;
      ++found_spans;
      right_spans +=
          gold.count({entity.tokens.begin, entity.tokens.end, static_cast<int>(entity.type)});
    }
  }
  Evaluation result;
  result.upos = Share(upos, words);
  result.xpos = Share(xpos, words);
  result.lemma = Share(lemma, words);
  result.uas = Share(heads, words);
  result.las = Share(labelled, words);
  result.las_with_subtypes = Share(exact, words);
  result.entity_precision = Share(right_spans, found_spans);
  result.entity_recall = Share(right_spans, gold_spans);
  result.entity_f1 = Share(2 * right_spans, found_spans + gold_spans);
  return result;
}

}  // namespace parallax::language::training
