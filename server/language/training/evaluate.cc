#include "server/language/training/evaluate.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "server/language/conllu.h"
#include "server/language/internal/neural_model.h"
#include "server/language/internal/word_pieces.h"

namespace parallax::language::training {
namespace {

// Begin, end, type.
using Spans = std::set<std::tuple<uint32_t, uint32_t, int>>;

Spans GoldSpans(const Example& example) {
  Spans spans;
  for (uint32_t i = 0; i < example.size(); ++i) {
    const uint8_t label = example.labels[i];
    if (label >= internal::kEntityLabels || label == 0 || label % 2 == 0) continue;
    uint32_t end = i + 1;
    while (end < example.size() && example.labels[end] == label + 1) ++end;
    spans.insert({i, end, (label - 1) / 2});
  }
  return spans;
}

// The sentences from `begin` up to the next document.
text::Document DocumentAt(const std::vector<Example>& examples, size_t begin) {
  std::vector<ConlluSentence> sentences;
  for (size_t e = begin; e < examples.size() && (e == begin || !examples[e].begins_document); ++e) {
    ConlluSentence& sentence = sentences.emplace_back();
    for (uint32_t i = 0; i < examples[e].size(); ++i) {
      ConlluWord& word = sentence.words.emplace_back();
      word.form = examples[e].forms[i];
      word.space_after = examples[e].spacing[i] & internal::kSpaceAfter;
    }
  }
  return DocumentFromConllu(sentences);
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
  Annotation annotation;
  uint32_t first = 0;  // token of the example in the annotation of its document
  for (size_t e = 0; e < examples.size(); ++e) {
    const Example& example = examples[e];
    if (first == annotation.words().size()) {
      annotation = annotator.Annotate(DocumentAt(examples, e), CallContext()).value();
      first = 0;
    }
    if (!example.tags.empty()) {
      for (uint32_t i = 0; i < example.size(); ++i) {
        const Word& word = annotation.word(first + i);
        const uint32_t chosen = word.head == kNoToken ? example.size() : word.head - first;
        const bool head = chosen == example.heads[i];
        ++words;
        upos += word.upos == example.tags[i].upos;
        xpos += word.xpos == example.tags[i].xpos;
        lemma += absl::AsciiStrToLower(annotation.lemma(first + i)) ==
                 absl::AsciiStrToLower(example.lemmas[i]);
        heads += head;
        labelled += head && Universal(word.relation) == Universal(example.relations[i]);
        exact += head && word.relation == example.relations[i];
      }
    }
    const Spans gold = GoldSpans(example);
    gold_spans += gold.size();
    for (const NamedEntity& entity : annotation.entities()) {
      if (entity.tokens.begin < first || entity.tokens.end > first + example.size()) continue;
      const uint32_t from = entity.tokens.begin - first;
      const uint32_t to = entity.tokens.end - first;
      const auto begin = example.labels.begin() + from;
      const auto end = example.labels.begin() + to;
      if (std::find(begin, end, kUnknownLabel) != end) continue;
      if (!internal::IsNameLabel(1 + 2 * static_cast<uint32_t>(entity.type)) &&
          std::all_of(begin, end, [](uint8_t label) { return label == kNoNameLabel; })) {
        continue;
      }
      ++found_spans;
      right_spans += gold.count({from, to, static_cast<int>(entity.type)});
    }
    first += example.size();
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
