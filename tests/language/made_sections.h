// Sections of random weights and vectors of made-up sentences, for tests that look at everything
// but the answers.
#ifndef PARALLAX_TESTS_LANGUAGE_MADE_SECTIONS_H_
#define PARALLAX_TESTS_LANGUAGE_MADE_SECTIONS_H_

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/base/model_file.h"
#include "server/encoder/encoder.h"
#include "server/language/annotation.h"
#include "server/language/annotator.h"
#include "server/language/conllu.h"
#include "server/language/internal/sentence_heads.h"
#include "server/language/tags.h"
#include "tests/base/made_file.h"

namespace parallax::language {

inline std::vector<float> DrawFloats(size_t size, float bound, std::mt19937* random) {
  std::vector<float> values(size);
  for (float& value : values) {
    value = bound * (static_cast<float>((*random)()) / 2147483648.0f - 1.0f);
  }
  return values;
}

// Sections "language/*" by name, in order; tests damage them before they are put together.
class MadeSections : public MadeFile {
 public:
  MadeSections() {
    const std::vector<std::pair<uint32_t, std::string>> rules = {
        {0, ""}, {1, ""}, {2, "y"}, {3, ""}, {400, "x"}};
    SectionWriter lemmas;
    lemmas.WriteU32(static_cast<uint32_t>(rules.size()));
    for (const auto& [strip, append] : rules) {
      lemmas.WriteU32(strip);
      lemmas.WriteU32(static_cast<uint32_t>(append.size()));
      lemmas.WriteBytes(append);
    }
    // The words of all texts are "reports": it and an ending of it, under every tag, by some rule.
    const std::string word = "reports";
    for (const bool whole : {true, false}) {
      constexpr uint32_t kEntries = 2 * kXposCount;
      lemmas.WriteU32(kEntries);
      for (uint32_t tag = 0; tag < kEntries; ++tag) {
        const std::string text = whole ? word : word.substr(1 + tag % 6);
        lemmas.WriteU32(tag);
        lemmas.WriteU32(tag % static_cast<uint32_t>(rules.size()));
        lemmas.WriteU32(static_cast<uint32_t>(text.size()));
        lemmas.WriteBytes(text);
      }
    }
    Add("language/lemmas", lemmas.Release());
    constexpr uint32_t outputs =
        internal::kTagOutputs + internal::kEntityLabels + internal::kTreeOutputs;
    const uint32_t columns = (outputs + 15) / 16 * 16;
    SectionWriter heads;
    heads.WriteArray(std::vector<float>(columns, 0.001f));
    std::vector<int8_t> weights(size_t{encoder::kWidth} * columns);
    for (int8_t& weight : weights) {
      weight = static_cast<int8_t>(static_cast<int>(random_() % 255) - 127);
    }
    heads.WriteArray(weights);
    heads.WriteArray(DrawFloats(columns, 0.2f, &random_));
    heads.WriteArray(std::vector<float>(encoder::kWidth, 1.0f));
    Add("language/heads", heads.Release());
    SectionWriter arcs;
    arcs.WriteArray(DrawFloats((internal::kArcWidth + 1) * internal::kArcWidth, 0.1f, &random_));
    Add("language/arcs", arcs.Release());
    SectionWriter labels;
    constexpr uint32_t kSide = internal::kLabelWidth + 1;
    labels.WriteArray(DrawFloats(size_t{kRelationCount} * kSide * kSide, 0.1f, &random_));
    Add("language/labels", labels.Release());
  }

 private:
  std::mt19937 random_{5};
};

// One sentence a size; all words "reports".
inline text::Document DocumentOfSizes(const std::vector<uint32_t>& sizes) {
  ConlluWord word;
  word.form = "reports";
  std::vector<ConlluSentence> sentences;
  for (uint32_t size : sizes) sentences.emplace_back().words.assign(size, word);
  return DocumentFromConllu(sentences);
}

// What the annotator makes of the document where every vector is drawn from `seed`.
inline Annotation AnnotateDrawn(const Annotator& annotator, const text::Document& document,
                                uint32_t seed) {
  std::mt19937 random(seed);
  Annotator::Writer writer(&annotator, &document);
  for (uint32_t i = 0; i < document.sentences().size(); ++i) {
    const size_t rows = size_t{document.sentences()[i].tokens.size()} + 1;
    const std::vector<float> vectors = DrawFloats(rows * encoder::kWidth, 1.0f, &random);
    writer.Add({i, vectors});
  }
  return writer.Finish();
}

}  // namespace parallax::language

#endif  // PARALLAX_TESTS_LANGUAGE_MADE_SECTIONS_H_
